/** The words around an event, in its own statement, that may say as what it is told. */
import type { CueList, EventForm, FoundCue } from '#language/lexicon.ts';
import type { Modality } from '#core/claim.ts';
import { isNotAwaited } from './captivity.ts';
import { formOf } from './form.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import { isOfAmount } from './surely.ts';
import { wordAt } from './word.ts';

/** As what an event is told, before it is looked at how sure that is. */
export interface Unsure {
  readonly modality: Modality | null;
  /** The cue that decided, where it was not the event's own form. */
  readonly by: FoundCue | null;
  /** Spoken of as something earlier. */
  readonly earlier: boolean;
}

/** An event, and the cues of its statement by where they stand to it. */
export interface Around {
  readonly sentence: Sentence;
  readonly cue: FoundCue;
  readonly form: EventForm;
  /** All of a list. */
  readonly of: (list: CueList) => readonly FoundCue[];
  /** The nearest one in front of the event, at most `reach` words off. */
  readonly before: (list: CueList, reach: number) => FoundCue | null;
  /** One that shares words with the event. */
  readonly within: (list: CueList) => FoundCue | null;
  /** One inside the event's words, behind the first of them. */
  readonly inside: (list: CueList) => FoundCue | null;
  /** The first one behind the event, at most `reach` words off. */
  readonly after: (list: CueList, reach: number) => FoundCue | null;
  /** The event told as that, as something earlier where a word says so. */
  readonly said: (modality: Modality | null, by?: FoundCue | null) => Unsure;
}

/** "X, kidnapped two years ago, was freed": of the event of its own clause, and of two the nearer. */
function isOfAnotherEvent(sentence: Sentence, earlier: FoundCue, cue: FoundCue): boolean {
  const away = ({ first, last }: FoundCue): number => Math.max(first - earlier.last, earlier.first - last, 0);
  const clause = sentence.clause[earlier.first];
  return listOf(sentence, 'event').some(
    (other) =>
      other.cue.what !== cue.cue.what &&
      other.cue.what !== 'held' &&
      sentence.clause[other.first] === clause &&
      (sentence.clause[cue.first] !== clause || away(other) < away(cue)),
  );
}

/**
 * «Ранее ХАМАС сообщил, что X жив»: it was said earlier the same day or week, as no other word tells. An end that was told of earlier
 * may have been taken back since, and stays a look back.
 */
function isOfSaying(sentence: Sentence, earlier: FoundCue, cue: FoundCue): boolean {
  if (
    cue.cue.what !== 'sign-of-life' ||
    earlier.first > 1 ||
    sentence.dates.some(({ first }) => first < cue.first)
  )
    return false;
  const said = listOf(sentence, 'reporting').find(
    ({ first, last }) => first > earlier.last && last < cue.first,
  );
  if (said === undefined || touches(listOf(sentence, 'setting'), { first: earlier.last, last: said.first }))
    return false;
  return touches(listOf(sentence, 'that'), { first: said.last + 1, last: cue.first - 1 });
}

/** What stands around an event. */
export function aroundOf(sentence: Sentence, cue: FoundCue): Around {
  const doubts = listOf(sentence, 'hypothetical', 'negotiation');
  const inPart = sentence.cues.filter(
    (one) =>
      one !== cue &&
      sentence.part[one.first] === sentence.part[cue.first] &&
      // "Cannot confirm": a doubt, and no denial; "does not cease in its efforts": asked for still.
      !(isDenying(one) && doubts.some(({ first, last }) => first <= one.first && one.last <= last)) &&
      !isOfNoun(sentence, one, cue) &&
      !(one.first > cue.last && isOfAmount(sentence, one)),
  );
  const of = (list: CueList): readonly FoundCue[] => inPart.filter((one) => one.cue.list === list);
  // "Fears for X, who is held": who is held is told by the outlet, whatever the fears are.
  const lasts = isNotAwaited(cue.cue.what);
  const aside = !lasts
    ? undefined
    : of('relative').findLast(
        ({ last }) => last < cue.first && sentence.clause[last] === sentence.clause[cue.first],
      );
  const temporal = lasts ? of('temporal') : [];
  const before = (list: CueList, reach: number): FoundCue | null =>
    of(list).findLast(
      (one) =>
        one.first <= cue.last &&
        cue.first - one.last <= reach &&
        one.first < cue.first &&
        (aside === undefined || one.first > aside.first) &&
        !touches(temporal, one),
    ) ?? null;
  const within = (list: CueList): FoundCue | null => of(list).find((one) => touches([cue], one)) ?? null;
  const inside = (list: CueList): FoundCue | null =>
    of(list).find((one) => one.first > cue.first && one.last <= cue.last) ?? null;
  const after = (list: CueList, reach: number): FoundCue | null =>
    of(list).find((one) => one.first > cue.last && one.first - cue.last <= reach) ?? null;
  // "Told reporters that X had been freed": the tense of what is told, not an earlier time.
  const told = of('reporting').some(({ last }) => last < cue.first && cue.first - last <= REACH.modal);
  const shifted = (one: FoundCue | null): FoundCue | null =>
    one !== null &&
    ((told && touches([cue], one)) || isOfAnotherEvent(sentence, one, cue) || isOfSaying(sentence, one, cue))
      ? null
      : one;
  const earlier =
    shifted(before('earlier', REACH.modal)) ??
    shifted(within('earlier')) ??
    shifted(after('earlier', REACH.speaker));
  const said = (modality: Modality | null, by: FoundCue | null = null): Unsure => ({
    modality,
    by,
    earlier: earlier !== null,
  });
  return { sentence, cue, form: formOf(sentence, cue), of, before, within, inside, after, said };
}

/** «Без условий освободил»: it takes the noun away, and not what happened. One that has a person or a verb behind it does both. */
function isOfNoun(sentence: Sentence, not: FoundCue, cue: FoundCue): boolean {
  if (not.cue.list !== 'not' || !sentence.lexicon.grammar.hasAsideBeforeVerb) return false;
  const gap = cue.first - not.last - 1;
  if (gap < 1 || gap > 2 || !touches(listOf(sentence, 'preposition'), not)) return false;
  for (let at = not.last + 1; at < cue.first; at += 1) {
    if (wordAt(sentence, at) !== 'unknown') return false;
  }
  return true;
}

function isDenying({ cue }: FoundCue): boolean {
  return cue.list === 'not' || cue.list === 'denial';
}
