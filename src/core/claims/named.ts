/** Who those without names are, where their names end the sentence: "three were freed: A, B and C", "the two are A and B". */
import { isTaking } from './captivity.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { endsSentence, withTheirList } from './list.ts';
import { between, isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { wordAt } from './word.ts';

/**
 * "Three hostages are free: A, B and C", "freed two women, A and B", "the four who were freed are A, B, C and D": names that end
 * what is said of people without names.
 */
export function namedBehind(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  unnamed: readonly Range<Person>[],
): readonly Range<Person>[] {
  const from = Math.max(cue.last, ...unnamed.map(({ last }) => last));
  const behind = sentence.people.filter(
    ({ first, is }) =>
      first > from &&
      sentence.part[first] === sentence.part[cue.first] &&
      is.kind !== 'other' &&
      !(is.kind === 'watched' && is.group),
  );
  const [first] = behind;
  if (first === undefined) return [];
  let opens = equalsAt(sentence, cue, form, first);
  const equated = opens >= 0;
  let comma = false;
  // "Les otages libérés : A, B et C": they stand in the event's own words.
  const own = sentence.people.some((one) => one.is.kind === 'other' && touches([cue], one));
  if (opens < 0 && unnamed.length === 0 && !(own && behind.length > 1)) return [];
  for (let at = from + 1; at <= first.first && opens < 0; at += 1) {
    const printed = between(sentence, at - 1, at);
    comma = !/:|\s[–—-]\s/.test(printed);
    if (!comma || (printed.includes(',') && isOnlyRoles(sentence, at, first.first - 1))) opens = at;
  }
  if (opens < 0 || !isOnlyRoles(sentence, opens, first.first - 1)) return [];
  // "Two were freed: friends of A"
  if (standsBetween(sentence, ['kin', 'not', 'denial'], { last: opens - 1 }, first)) return [];
  const list = withTheirList(sentence, behind, false);
  const last = Math.max(...list.map((person) => person.last));
  // "Freed two women, A said": only names, and nothing that A might do.
  const next = { first: last + 1, last: last + 1 };
  // "The freed man is X, who worked as": what follows is told of X.
  const goesOn = equated && touches(listOf(sentence, 'relative'), next);
  const closes =
    last + 1 >= sentence.tokens.length ||
    sentence.clause[last + 1] !== sentence.clause[last] ||
    goesOn ||
    endsWithOthers(sentence, last + 1);
  // "Freed a Russian citizen, X": one for one.
  const single = unnamed.length > 0 && unnamed.every((one) => touches(listOf(sentence, 'called'), one));
  if (!closes || (comma && !single && list.length < 2)) return [];
  // "Was X, a Russian, whose release they said": whatever more is told of him.
  const rest = { first: last + 1, last: sentence.tokens.length - 1 };
  const isSetOff = equated && /^\s*,/u.test(between(sentence, last, last + 1));
  if (goesOn || (isSetOff && !touches(listOf(sentence, 'not', 'denial', 'boundary'), rest))) return list;
  // "Freed hostages: A and B are alive": it is they who say so.
  if (form === 'looks-back' && !comma && !equated && !endsSentence(sentence, last)) return [];
  // "A, 50, and her mother B, both kidnapped in October", "who were kidnapped": no other tale of them.
  const taken = listOf(sentence, 'event').filter(({ cue: { what } }) => isTaking(what));
  const isOfTaking = (one: FoundCue): boolean =>
    touches(taken, one) ||
    (one.cue.list === 'relative' &&
      taken.some(({ first: at }) => sentence.clause[at] === sentence.clause[one.first]));
  const told = listOf(sentence, 'event', 'governs', 'not', 'relative').filter((one) => !isOfTaking(one));
  if (rest.last >= rest.first && touches(told, rest)) return [];
  let unknown = 0;
  // "… — were recovered": what is told of all of them.
  const known = listOf(sentence, 'recovered');
  for (let at = rest.first; at <= rest.last; at += 1) {
    if (wordAt(sentence, at) === 'unknown' && !touches(known, { first: at, last: at })) unknown += 1;
  }
  // "Two Russians, A and B, in a future deal": set off on both sides, they end nothing.
  const apposed = comma && list.length > 1 && /^\s*,/u.test(between(sentence, last, last + 1));
  return unknown > 1 && !apposed ? [] : list;
}

/** "… and three others": the end of a list, where no more is told. */
function endsWithOthers(sentence: Sentence, from: number): boolean {
  for (let at = from; at < sentence.tokens.length; at += 1) {
    if (!touches(listOf(sentence, 'and', 'count', 'pair', 'others'), { first: at, last: at })) return false;
  }
  return true;
}

/** Where the words stand that say who they are: "are", "turned out to be", "identified as"; -1 where there are none. */
function equalsAt(sentence: Sentence, cue: FoundCue, form: EventForm, first: Range<Person>): number {
  // "The man who freed the hostages is X": who did it.
  if (form === 'did' || form === 'happened' || form === 'named' || form === 'denied') return -1;
  const equals = listOf(sentence, 'equals')
    .filter((one) => one.last >= cue.last && one.last < first.first && one.first !== cue.first)
    // "Handelt es sich um": all of its words. "Was identified as": the second.
    .toSorted((a, b) => a.first - b.first || b.last - a.last)
    .find((one) => isOnlyRoles(sentence, one.last + 1, first.first - 1));
  if (equals === undefined) return -1;
  const way = { first: cue.last + 1, last: equals.last + 2 };
  const other = listOf(sentence, 'event', 'boundary', 'that', 'relative', 'not', 'denial', 'hypothetical');
  return touches(other, way) ? -1 : equals.last + 1;
}

/** Whether only little words and words like "hostage" stand there: "the death of hostage X", not "of the commander who knew X". */
export function isOnlyRoles(sentence: Sentence, first: number, last: number): boolean {
  const roles = listOf(sentence, 'others', 'event', 'kin', 'article', 'preposition', 'count');
  for (let at = first; at <= last; at += 1) {
    const word = wordAt(sentence, at);
    const short = (sentence.tokens[at]?.text.length ?? 0) <= 3;
    const isKnown = (short && word !== 'verb') || word === 'role' || isWord(sentence, at, 'one-more');
    if (!isKnown && !touches(roles, { first: at, last: at })) return false;
  }
  return true;
}

/** "Released on Monday, X called home": the one directly behind the comma, and nothing of his. */
export function openedFor(sentence: Sentence, cue: FoundCue): string | null {
  const next = sentence.people.find(({ first }) => first > cue.last);
  if (cue.first > 0 || next?.is.kind !== 'watched' || next.is.group) return null;
  const clause = sentence.clause[next.first] ?? 0;
  if (clause !== (sentence.clause[cue.last] ?? 0) + 1) return null;
  if (!isOnlyRoles(sentence, sentence.clause.indexOf(clause), next.first - 1)) return null;
  // "Released on Monday, X's cellmate called home"; "…, X and Y": of one of them or of both.
  const own = /^['’](?!\p{L}{2})/u.test(sentence.text.slice(sentence.tokens[next.last]?.end ?? 0));
  const behind = { first: next.last + 1, last: next.last + 1 };
  return own || touches(listOf(sentence, 'and', 'things', 'kin'), behind) ? null : next.is.subject;
}
