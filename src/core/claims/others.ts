/** Whether an event is told of others than those named beside it: people of whom nobody is watched, some of several, another captive. */
import { withoutGlued } from '#language/cues.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { isOwner } from './people.ts';
import type { Span } from './range.ts';
import { REACH, hasComma, isWord, listOf, spanBetween, standsBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';

/** "210 Palestinians were killed", "freed 369 Palestinian prisoners": of people of whom nobody is watched. */
export function isOfOutsiders(sentence: Sentence, cue: FoundCue, form: EventForm): boolean {
  const outsiders = listOf(sentence, 'outsiders');
  if (outsiders.length === 0) return false;
  const people = listOf(sentence, 'others', 'outsiders').filter(
    ({ first }) => sentence.part[first] === sentence.part[cue.first],
  );
  const isOutside = ({ first, last }: Span): boolean => touches(outsiders, { first: first - 1, last });
  const before = people.findLast(({ last }) => last < cue.first);
  const behind = people.find(({ first }) => first > cue.last);
  const isOfThoseBefore = form === 'happened-to' || form === 'underwent' || form === 'looks-back';
  const [of, other] = isOfThoseBefore ? [before ?? behind, behind] : [behind ?? before, before];
  if (of === undefined || !isOutside(of)) return false;
  // "Three Israelis were exchanged for 369 Palestinians": of those nearer to it.
  const isNearer = other !== undefined && !isOutside(other) && distance(cue, other) < distance(cue, of);
  return !isNearer;
}

/** Words between two things found, and one more. */
function distance(a: Span, b: Span): number {
  return Math.max(a.first - b.last, b.first - a.last);
}

/** "Of the 48 hostages, among them X, 28 are dead": of some of them, and X is named for all. */
export function isOfSomeOfThem(sentence: Sentence, cue: FoundCue, subjects: readonly string[]): boolean {
  const named = sentence.people.filter(
    ({ is, last }) => is.kind === 'watched' && subjects.includes(is.subject) && last < cue.last,
  );
  return named.some((one) => {
    const pointer = listOf(sentence, 'including', 'among').find(
      ({ last }) => last < one.first && one.first - last <= REACH.name + 1,
    );
    if (pointer === undefined) return false;
    const clause = sentence.clause[one.last];
    return sentence.tokens.some(({ text }, at) => {
      if (at <= one.last || at > cue.last + 1 || sentence.clause[at] === clause) return false;
      // "After 498 days": how long, and not how many.
      const isTime = touches([...sentence.dates, ...listOf(sentence, 'setting')], {
        first: at,
        last: at + 1,
      });
      return !isTime && /^[0-9]{1,3}$/.test(text);
    });
  });
}

/** "Was handed over to Hamas": a captor who receives somebody frees nobody. */
export function isIntoCaptivity(sentence: Sentence, cue: FoundCue): boolean {
  // "Gratitude to Hamas for the release of X"
  if (listOf(sentence, 'gratitude', 'gladness').length > 0) return false;
  return sentence.mentions.some(({ first, is }) => {
    if (is.role !== 'captor' || first < cue.first || first - cue.last > REACH.firm) return false;
    if (sentence.clause[first] !== sentence.clause[cue.last]) return false;
    const isTo = (at: number): boolean => isWord(sentence, at, 'to');
    return isTo(first - 1) || (isTo(first - 2) && isWord(sentence, first - 1, 'the'));
  });
}

/** "X was wounded and another hostage was killed": of the other one, directly before the verb. */
export function isOfAnother(sentence: Sentence, person: Span, cue: FoundCue): boolean {
  // "Wurde verletzt, ein weiterer Gefangener wurde getötet": he stands within what looks like one verb.
  const isWithin = listOf(sentence, 'count').some(
    ({ first }) =>
      first > cue.first && first < cue.last && sentence.clause[first] !== sentence.clause[cue.first],
  );
  if (isWithin) return true;
  const called = [
    ...listOf(sentence, 'called', 'role', 'others'),
    ...listOf(sentence, 'event').filter(({ cue: { what } }) => what === 'held'),
  ];
  let at = cue.first - 1;
  while (at > person.last && touches(called, { first: at, last: at })) at -= 1;
  const isNamed = at < cue.first - 1;
  if (!isNamed || at <= person.last || !touches(listOf(sentence, 'count'), { first: at, last: at }))
    return false;
  // "X together with another hostage was freed" has no verb of X's own.
  return standsBetween(sentence, ['event', 'apart', 'copula'], person, { first: at });
}

/** What tells of others than those of whom an end is told: that they were taken, are held, remain. What somebody is called does not. */
export function apartIn(sentence: Sentence): readonly FoundCue[] {
  const called = listOf(sentence, 'called', 'role');
  const lasting = listOf(sentence, 'event').filter(
    (one) => one.cue.what === 'abducted' || (one.cue.what === 'held' && !touches(called, one)),
  );
  return [...lasting, ...listOf(sentence, 'apart')];
}

/**
 * "Killed 260 and took others hostage", "freed 33, and 59 remain": "among them" in the next sentence may mean either. That those
 * freed or found had been taken is told of the same ones: "the bodies of six hostages abducted in October".
 */
export function goesOnOfOthers(sentence: Sentence, cue: FoundCue): boolean {
  const called = listOf(sentence, 'others', 'called', 'role', 'relative');
  const before = listOf(sentence, 'relative', 'temporal', 'upon');
  const ands = listOf(sentence, 'and');
  return apartIn(sentence).some(
    (one) =>
      // "Погиб захваченный в заложники россиянин": directly behind it, what the same one is called.
      one.first > cue.last + 1 &&
      // "Ещё": also.
      !touches(ands, one) &&
      (isWord(sentence, one.first - 1, 'other') ||
        !touches(called, { first: one.first - 1, last: one.first - 1 })) &&
      !before.some(
        ({ last }) =>
          last > cue.last &&
          one.first - last <= REACH.name &&
          last < one.first &&
          sentence.clause[last] === sentence.clause[one.first],
      ),
  );
}

/** "Freed 33, 59 remain, including X": those of whom it is told without whoever is pointed out of others. */
export function withoutOthers(
  sentence: Sentence,
  cue: FoundCue,
  subjects: readonly string[],
): readonly string[] {
  const apart = apartIn(sentence);
  if (apart.length === 0) return subjects;
  const isOfOthers = (subject: string): boolean =>
    sentence.people.some(({ first, is }) => {
      if (is.kind !== 'watched' || is.subject !== subject || first < cue.last) return false;
      const pointer = listOf(sentence, 'including', 'among').findLast(
        (one) => one.first > cue.last && one.last < first && first - one.last <= REACH.name + 1,
      );
      return pointer !== undefined && touches(apart, spanBetween(cue, pointer));
    });
  return subjects.filter((subject) => !isOfOthers(subject));
}

/** "An officer was killed during the rescue of A and X": those behind the noun were rescued. */
export function isOfTheirRescue(sentence: Sentence, cue: FoundCue, person: Span): boolean {
  const { lexicon, tokens } = sentence;
  const stops = listOf(sentence, 'reporting', 'that', 'relative', 'boundary', 'pronoun');
  // By the words and not by the cues found: a long cue of the death hides a short one within it.
  const isRescue = (at: number): boolean =>
    withoutGlued(tokens[at]?.text ?? '', lexicon.glued).some((form) =>
      lexicon
        .cuesOf(form)
        .anyhow.some((one) => one.list === 'event' && one.what === 'released' && one.words.length === 1),
    );
  for (let at = person.first - 1; at > cue.first && person.first - at <= REACH.speaker; at -= 1) {
    if (touches(stops, { first: at, last: at })) return false;
    if (isRescue(at)) return true;
  }
  return false;
}

/**
 * A verb behind a person may have another subject: "X's cellmate was freed", "X is held, his cellmate was freed", "those who held
 * X were killed".
 */
export function isSomebodyElse(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const { tokens } = sentence;
  // "X's cellmate was freed", but not "X's release took place".
  const ends = tokens[person.last + 1]?.text === 's' ? person.last + 2 : person.last + 1;
  if (isOwner(sentence, person) && cue.first > ends) return true;
  // "The man brought out of Gaza was a Thai": only which man is meant.
  if (
    cue.first === person.last + 1 &&
    touches(listOf(sentence, 'role'), person) &&
    listOf(sentence, 'copula').some(({ last }) => last > cue.last)
  )
    return true;
  const governed = listOf(sentence, 'governs').some(
    (verb) =>
      !touches([cue], verb) &&
      verb.last < person.first &&
      person.first - verb.last <= REACH.name + 1 &&
      !hasComma(sentence, verb.last, person.first),
  );
  if (governed) return true;
  // "His father was killed on the day he was freed": he, whoever that is, and not his father.
  const inBetween = spanBetween(person, cue);
  const he = listOf(sentence, 'pronoun').some(
    (one) =>
      touches([one], inBetween) &&
      one.last < cue.first &&
      // "X, himself abducted, was freed": of him, in a clause that is closed.
      sentence.clause[one.first] === sentence.clause[cue.first] &&
      !touches(sentence.people, one) &&
      !touches(listOf(sentence, 'possessive'), one),
  );
  if (he && person.is.kind === 'watched') return true;
  // "X and his dog, who was killed"
  const relative = listOf(sentence, 'relative').find(
    ({ first, last }) =>
      first > person.last && last <= cue.last && sentence.clause[first] === sentence.clause[cue.last],
  );
  if (relative !== undefined && standsBetween(sentence, ['possessive'], person, relative)) return true;
  let comma = -1;
  for (let at = person.last + 1; at <= cue.first; at += 1) {
    if (hasComma(sentence, at - 1, at)) comma = at;
  }
  return (
    comma > 0 &&
    comma < cue.first &&
    touches(listOf(sentence, 'possessive'), { first: comma, last: cue.first - 1 })
  );
}
