/** What is only hoped for or demanded: "Moscow hopes that X will be freed", "demands X be freed". Nobody has promised it. */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** "Moscow hopes that X will be freed": what is hoped for nobody has promised. */
export function hopedIn(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const bare = hopedBeside(sentence, cue);
  if (bare !== null) return bare;
  const that = listOf(sentence, 'that').findLast(
    ({ last }) => last < cue.first && cue.first - last <= REACH.modal,
  );
  if (that === undefined) return null;
  const near = (one: FoundCue): boolean => one.last < that.first && that.first - one.last <= REACH.name;
  const hoped = listOf(sentence, 'negotiation').findLast(near);
  return hoped === undefined || listOf(sentence, 'reporting', 'promise').some(near) ? null : hoped;
}

/** "Moscow hopes hostage X will soon be freed": without its "that", with nobody else between who could free him. */
function hopedBeside(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const hope = listOf(sentence, 'negotiation').findLast(
    ({ first, last }) =>
      last < cue.first &&
      cue.first - last <= REACH.modal &&
      sentence.clause[first] === sentence.clause[cue.first] &&
      isWord(sentence, first, 'hope'),
  );
  if (hope === undefined) return null;
  const parted = listOf(sentence, 'reporting', 'that', 'relative', 'and', 'boundary');
  const others = sentence.mentions.filter(({ is }) => is.kind !== 'captive');
  return touches([...parted, ...others], spanBetween(hope, cue)) ? null : hope;
}
