/** What was before somebody was taken and frees nobody: "X had returned from a visit a week before he was abducted". */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** Whether the sentence tells the event as one before an abduction that it tells too. */
export function isBeforeTaking(sentence: Sentence, cue: FoundCue): boolean {
  const { tokens, lexicon } = sentence;
  const ago = listOf(sentence, 'earlier');
  const before = listOf(sentence, 'before')
    // "Vor 498 Tagen entführt", "vor zwei Jahren entführt": so long ago.
    .filter(
      ({ first, last }) =>
        !/^\d/u.test(tokens[last + 1]?.text ?? '') &&
        !ago.some((one) => one.first === first && one.last > last),
    );
  if (before.length === 0) return false;
  return listOf(sentence, 'event').some(({ cue: { what }, first, last }) => {
    if (what !== 'abducted' || (first <= cue.last && cue.first <= last)) return false;
    const reach = lexicon.grammar.hasBeforeBehind
      ? { first: last + 1, last: last + REACH.name }
      : { first: first - REACH.not, last: first };
    return touches(before, reach);
  });
}
