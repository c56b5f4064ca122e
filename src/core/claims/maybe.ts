/** Who may be one of those of whom an event is told: "X may be among those whom they will free", "could be on the list of those to be freed". */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** What makes it only possible that somebody is one of those, or on the list of those, of whom the event is told. */
export function maybeAmong(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const told = listOf(sentence, 'event', 'reporting', 'boundary');
  const nots = listOf(sentence, 'not', 'denial');
  const those = listOf(sentence, 'among', 'including', 'roll').filter(
    (one) =>
      one.first < cue.first &&
      cue.first - one.last <= REACH.modal &&
      sentence.part[one.first] === sentence.part[cue.first] &&
      !touches(told, spanBetween(one, cue)),
  );
  return (
    listOf(sentence, 'possible').findLast(
      (may) =>
        !nots.some(({ first, last }) => first <= may.last && may.first - last <= REACH.not) &&
        those.some(
          (one) =>
            may.last < one.first &&
            one.first - may.last <= REACH.not &&
            sentence.clause[may.first] === sentence.clause[one.first] &&
            !touches([...told, ...listOf(sentence, 'relative')], spanBetween(may, one)),
        ),
    ) ?? null
  );
}
