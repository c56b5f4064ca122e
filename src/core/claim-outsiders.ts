/** Whether an event is told of people of whom nobody is watched: then whoever is named next is not one of them. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import type { Span } from './claim-range.ts';
import { listOf, touches } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';

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
