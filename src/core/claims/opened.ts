/** What a denial, a doubt or a belief opens, however much stands between it and the event: "denied that X, seized at the festival, had been freed". */
import type { CueList, FoundCue } from '#language/lexicon.ts';
import { REACH, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** "It is possible that X will be freed", "unclear whether hostage X was", "they believe that X was killed": the doubt that opens what is told. */
export function openedInDoubt(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const nots = listOf(sentence, 'not', 'denial');
  return (
    openersOf(sentence, cue, ['possible', 'thinking']).findLast(
      (doubt) => !nots.some(({ last }) => last < doubt.first && doubt.first - last <= REACH.not),
    ) ?? null
  );
}

/** "The ministers denied that X and Y, seized by militants at the festival, had been freed": however much stands between. */
export function openedByDenial(sentence: Sentence, cue: FoundCue): FoundCue | null {
  // "Did not rule out that X would be freed"
  const doubts = listOf(sentence, 'hypothetical', 'not');
  return (
    openersOf(sentence, cue, ['denial']).findLast(
      ({ first, last }) =>
        !doubts.some((one) => one.first <= first && first - one.last <= REACH.not && last >= one.last),
    ) ?? null
  );
}

/** "The embassy did not confirm that X is held": nobody knows of it. */
export function openedUnconfirmed(sentence: Sentence, cue: FoundCue): FoundCue | null {
  return openersOf(sentence, cue, ['unconfirmed']).at(-1) ?? null;
}

/** Cues of these lists with a "that" behind, or a "whether" at their end, of which the event is told: nobody else speaks in between. */
function openersOf(sentence: Sentence, cue: FoundCue, lists: readonly CueList[]): readonly FoundCue[] {
  const that = listOf(sentence, 'that');
  const telling = listOf(sentence, 'that', 'reporting', 'relative', 'boundary', 'temporal', 'until').filter(
    // "Believes that X, who was seized at the festival, was killed": an aside that is closed again.
    ({ cue: { list }, first }) =>
      list !== 'relative' || sentence.clause[first] === sentence.clause[cue.first],
  );
  return listOf(sentence, ...lists).filter((one) => {
    const asks = one.last > one.first && isWord(sentence, one.last, 'if');
    const opens = asks ? one.last : one.last + 1;
    if (!asks && !touches(that, { first: opens, last: opens })) return false;
    if (opens >= cue.first || sentence.part[opens] !== sentence.part[cue.first]) return false;
    return !touches(telling, spanBetween({ last: opens }, cue));
  });
}
