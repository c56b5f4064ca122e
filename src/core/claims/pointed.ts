/** What is said of people without names, and of whom of them: "three were freed, X among them", "all but X". */
import type { FoundCue } from '#language/lexicon.ts';
import type { ClaimEvent, EventDay, Modality } from '#core/claim.ts';
import { dateOf } from './date.ts';
import { exceptedFrom } from './except.ts';
import { formOf, isFirm } from './form.ts';
import { apartIn } from './others.ts';
import { equatedIn, isOfOtherPeople, namingAll, pointedAt } from './pointer.ts';
import { quoteOf } from './quote.ts';
import { REACH, between, isWord, listOf, touches } from './sentence.ts';
import type { Span } from './range.ts';
import type { Sentence } from './sentence.ts';
import { isDeath, isTaking } from './captivity.ts';
import type { Reading } from './settle.ts';
import { agencyIn } from './media.ts';
import { speakerOf } from './speaker.ts';
import { isSurelyDenied } from './surely.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import { isEndEvent } from '#core/situation-rules.ts';
import type { SituationRules } from '#core/situation-rules.ts';

/** What was said last of people without names: "three hostages will be freed". */
export interface Them {
  readonly event: ClaimEvent;
  readonly modality: Modality;
  readonly written: string;
  /** What was told of them besides: who was found dead has died. */
  readonly also: ClaimEvent | null;
  readonly eventAt: EventDay | null;
  readonly background: boolean;
  /** It was told of some of those spoken of: "two of them were freed". */
  readonly ofSome: boolean;
  /** Whether what was said is beyond doubt that: of a possibility, that it is one of that event. */
  readonly sure: boolean;
  /** How many sentences ago. */
  readonly age: number;
}

/** Who says what a cue tells, as a subject's id or the name printed. */
export type Teller = (at: FoundCue, modality: Modality) => string | null;

/** "All but X were freed", "nobody but X was freed": what is said of all others is not so of them, or of them alone. */
export function readExceptions(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: Teller,
  rules: SituationRules,
): readonly Reading[] {
  return listOf(sentence, 'event').flatMap((cue) => {
    const event = cue.cue.what;
    if (!isEndEvent(rules, event)) return [];
    const { subjects, modality, by } = exceptedFrom(sentence, cue);
    return subjects.map((subject): Reading => ({
      subject,
      event,
      modality,
      speaker: speaker(cue, modality),
      via: agencyIn(sentence, entry.source),
      quote: quoteOf(sentence),
      eventAt: modality === 'fact' ? dateOf(sentence, cue, saidAt(entry), 'behind') : null,
      background: false,
      rule: `${sentence.lexicon.language}: ${cue.cue.written} + ${by?.cue.written ?? ''}`,
      field,
      indirect: false,
      called: false,
      sure: true,
    }));
  });
}

/** "X is among them", "X is not on it": what was said of people without names, of one with a name. */
export function readPointer(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  them: Them | null,
): readonly Reading[] {
  if (them === null || sentence.question || isOfOtherMatter(sentence, them)) return [];
  const among = listOf(sentence, 'among');
  // "All were freed, including X": in the sentence itself.
  const seconds = listOf(sentence, 'second');
  // "The other hostage, X": of what was done to the first nothing is said of him.
  const isOpen = them.modality !== 'fact';
  const pointers =
    among.length > 0
      ? [...among, ...(isOpen || them.event === 'held' ? seconds : [])]
      : [
          ...(isOpen ? [...seconds, ...equatedIn(sentence)] : []),
          // "Two women were handed over. These are A and her mother B."
          ...(them.age === 0 ? namingAll(sentence) : []),
          ...(them.age === 0
            ? listOf(sentence, 'including')
                .slice(0, 1)
                .filter((one) => !isOfTheRest(sentence, one) && !isOfAnother(sentence, one, them))
            : []),
        ];
  const found = new Map<string, Reading>();
  for (const pointer of pointers) {
    for (const reading of pointedBy(sentence, entry, field, them, pointer)) {
      const key = `${reading.subject} ${reading.event}`;
      if (!found.has(key)) found.set(key, reading);
    }
  }
  return [...found.values()];
}

/** "A video of three was published. One of the freed is X": of a video nothing is told there. */
function isOfOtherMatter(sentence: Sentence, { event }: Them): boolean {
  if (event !== 'sign-of-life') return false;
  return listOf(sentence, 'event').some(({ cue: { what } }) => what === 'released' || isDeath(what));
}

/** "Three were freed. They remembered the others, including X": those of whom it was not told. */
function isOfTheRest(sentence: Sentence, { first }: FoundCue): boolean {
  const all = listOf(sentence, 'all');
  return listOf(sentence, 'others').some(
    (one) => touches(all, one) && one.last < first && first - one.last <= REACH.name + 1,
  );
}

/** "One was freed. The body of another was identified as X", "a man killed there was named as X": of one of whom something else is told. */
function isOfAnother(sentence: Sentence, { first }: FoundCue, { event, also }: Them): boolean {
  if (first === 0) return false;
  const before = { first: 0, last: first - 1 };
  if (isOfOtherPeople(sentence, first)) return true;
  if (!isDeath(event) && touches(listOf(sentence, 'body'), before)) return true;
  return listOf(sentence, 'event').some(
    ({ first: at, cue: { what } }) => at < first && isDeath(what) && what !== event && what !== also,
  );
}

/** "Two of whom were freed", "two of the four are free": others of them were not. */
export function isOfSome(sentence: Sentence, cue: FoundCue): boolean {
  const counts = listOf(sentence, 'count', 'pair').filter(
    ({ first, last }) => last < cue.first && sentence.clause[first] === sentence.clause[cue.first],
  );
  const relatives = listOf(sentence, 'relative');
  return counts.some(
    ({ first, last }) =>
      touches(relatives, { first: first - 1, last: last + 2 }) ||
      counts.some((other) => other.first > last + 1 && other.first <= last + REACH.name + 1),
  );
}

/** "Two of them were freed", "двое из них освобождены": of those spoken of before. */
export function isOfThem(sentence: Sentence, cue: FoundCue): boolean {
  const among = listOf(sentence, 'among');
  return listOf(sentence, 'count', 'pair').some(
    ({ first, last }) =>
      first <= 1 && last < cue.first && touches(among, { first: last + 1, last: last + 2 }),
  );
}

function pointedBy(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  them: Them,
  pointer: FoundCue,
): readonly Reading[] {
  const part = sentence.part[pointer.first];
  const here = sentence.cues.filter((cue) => sentence.part[cue.first] === part);
  // "Among those who remain in Gaza": others than those spoken of before.
  const remain = here.some(
    (cue) => cue.cue.what === 'held' && cue.cue.list === 'event' && !touches(listOf(sentence, 'called'), cue),
  );
  if (remain && them.event === 'released' && them.modality === 'fact') return [];
  // "Among those who met the hostages": of whoever met them.
  if (listOf(sentence, 'relative').some(({ first, last }) => first > pointer.first && last < pointer.last))
    return [];
  // "One of those who freed them", "one of those to be freed": told of here, and not before.
  const own = { first: pointer.last + 1, last: pointer.last + REACH.name };
  const called = listOf(sentence, 'called');
  const events = listOf(sentence, 'event').filter(
    (one) => !touches([pointer], one) && !touches(called, { first: one.first, last: one.first }),
  );
  if (
    touches([...listOf(sentence, 'relative', 'promise'), ...events], own) &&
    !touches(sentence.people, own) &&
    sentence.clause[own.first] === sentence.clause[pointer.last]
  )
    return [];
  // "One of the captives is X", after others were let go: he is called captive now.
  const calledHeld =
    touches(listOf(sentence, 'others'), pointer) &&
    !touches(
      here.filter(({ cue }) => cue.list === 'event' && cue.form === 'looks-back'),
      pointer,
    );
  if (calledHeld && them.event === 'released' && them.modality === 'fact' && them.age > 0) return [];
  const watched = pointedAt(sentence, pointer).filter(
    (one) => one.is.kind === 'watched' && !one.is.group && !isOnlyRelated(sentence, one, pointer),
  );
  if (watched.length === 0) return [];
  // "Among them X, seized at home": what he underwent himself sets him apart from nobody.
  const last = Math.max(...watched.map((one) => one.last));
  const taken = listOf(sentence, 'event').find(
    ({ first, cue }) => cue.what === 'abducted' && first > pointer.last && first === last + 1,
  );
  if (isOfOthers(sentence, them, pointer, taken)) return [];
  // "She named only X: no Russian passport himself": of something else, and behind a colon.
  const not = here.find(
    ({ first, cue }) =>
      (cue.list === 'not' || cue.list === 'denial') &&
      (first < pointer.last || !/:/.test(between(sentence, pointer.last, first))),
  );
  // "X is among them, Y is not": too much for one word.
  if (not !== undefined && watched.length > 1) return [];
  // "One of them is X, who was murdered shortly before": told of him alone.
  const turned = here.find(
    ({ first, cue }) =>
      (cue.list === 'promise' || cue.list === 'hypothetical' || cue.list === 'negotiation') &&
      (first < last || sentence.clause[first] === sentence.clause[last]),
  );
  const modality =
    not !== undefined
      ? 'denial'
      : turned === undefined || them.modality !== 'fact'
        ? // "Eight will be freed. X may be among them."
          turned?.cue.list === 'hypothetical'
          ? 'hypothetical'
          : them.modality
        : turned.cue.list === 'promise'
          ? 'promise'
          : null;
  if (modality === null) return [];
  // "One of the freed is X" tells it itself, whatever the sentence before refused to others.
  const tellsItself = listOf(sentence, 'event').some(
    (one) => one.cue.form === 'looks-back' && touches([one], pointer),
  );
  if (tellsItself && modality !== 'fact') return [];
  const told = them.also === null || modality !== 'fact' ? [them.event] : [them.event, them.also];
  return watched.flatMap(({ is }): readonly Reading[] =>
    is.kind !== 'watched'
      ? []
      : told.map((event) => ({
          subject: is.subject,
          event,
          modality,
          speaker: speakerOf(sentence, not ?? pointer),
          via: agencyIn(sentence, entry.source),
          quote: quoteOf(sentence),
          eventAt: modality === 'fact' ? them.eventAt : null,
          background: modality === 'fact' && them.background,
          rule: `${sentence.lexicon.language}: ${them.written} + ${pointer.cue.written}`,
          field,
          indirect: false,
          called: false,
          // What was refused to those without names is not surely so of each of them.
          sure:
            not !== undefined
              ? isSurelyDenied(sentence, not, pointer)
              : modality === 'hypothetical'
                ? isSurelyPossibleOf(sentence, them, pointer, turned)
                : modality !== 'denial',
        })),
  );
}

/** "Five may have been killed, among them X", "three will be freed. X may be among them": the possibility is one of what was told. */
function isSurelyPossibleOf(
  sentence: Sentence,
  them: Them,
  pointer: FoundCue,
  turned: FoundCue | undefined,
): boolean {
  if (them.modality === 'hypothetical') return them.sure;
  const near = { first: pointer.first - REACH.not, last: pointer.first - 1 };
  const may = listOf(sentence, 'possible').find((one) => touches([one], near));
  return may !== undefined && turned !== undefined && touches([may], turned);
}

/** "1,200 were killed and 251 taken, among them X", "33 were freed. Another 59 remain, including X": of those told of last. */
function isOfOthers(sentence: Sentence, them: Them, pointer: FoundCue, taken: FoundCue | undefined): boolean {
  if (them.modality !== 'fact' || isTaking(them.event)) return false;
  const events = listOf(sentence, 'event');
  const isSame = ({ cue: { what } }: FoundCue): boolean => what === them.event || what === them.also;
  const source = events.findLast(
    (one) => isSame(one) && one.cue.written === them.written && one.last < pointer.first,
  );
  const from = source === undefined ? 0 : source.last + 1;
  const apart = apartIn(sentence).filter(
    (one) => one.first >= from && one.first !== taken?.first && !touches([pointer], one),
  );
  // "Among those held for a year who were killed is X" tells the end itself.
  const again = events.some((one) => isSame(one) && one.first >= from && isFirm(formOf(sentence, one)));
  // "33 were freed, and they are to free the rest, including X"
  const turned = listOf(sentence, 'promise', 'negotiation').some(
    ({ first }) => first >= from && first < pointer.first,
  );
  return !again && (apart.length > 0 || (source !== undefined && turned));
}

/** "They are colleagues of X", "the four are older than X": somebody whom they have to do with. */
function isOnlyRelated(sentence: Sentence, { first }: Span, pointer: FoundCue): boolean {
  const word = { first: first - 1, last: first - 1 };
  if (word.first <= pointer.last) return false;
  if (isWord(sentence, word.first, 'than')) return true;
  // "These are A and her mother B": she is one of them.
  const own = listOf(sentence, 'possessive', 'article', 'and');
  return touches(listOf(sentence, 'kin'), word) && !touches(own, { first: first - 2, last: first - 2 });
}
