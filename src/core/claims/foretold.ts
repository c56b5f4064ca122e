/**
 * A headline that tells what is to come as if it were done: "Hamas frees X, Y and Z", and below it "they will be handed over on
 * Saturday"; or a text that says "announced the release of X" of it. What else the text says of it then counts.
 */
import type { FoundCue } from '#language/lexicon.ts';
import type { Passed } from './events.ts';
import { listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';

/**
 * Makes a promise of a release that only the headline or an announcement tells as done, where the text below promises it of the same people and tells no
 * release as done. "Three more will be freed" is said of others, and leaves the headline what it is.
 *
 * @param titles sentences of the headline
 */
export function foretelling(
  readings: readonly Reading[],
  passed: readonly Passed[],
  titles: ReadonlySet<Sentence>,
): (reading: Reading) => Reading {
  const below = passed.filter(
    ({ event, sentence, cue }) =>
      event === 'released' && !titles.has(sentence) && !isAnnouncing(sentence, cue),
  );
  const told = readings.filter(
    ({ event, field, announced }) => event === 'released' && field !== 'title' && announced !== true,
  );
  const isDone = [...below, ...told].some(({ modality }) => modality === 'fact');
  const ofThem = below.some((one) => one.modality === 'promise' && isOfThem(one));
  return (reading) => {
    const { event, modality, field, subject, announced } = reading;
    if (isDone || event !== 'released' || modality !== 'fact') return reading;
    if (field !== 'title' && announced !== true) return reading;
    const ofHim = told.some((one) => one.subject === subject && one.modality === 'promise');
    return ofThem || ofHim ? { ...reading, modality: 'promise', eventAt: null, background: false } : reading;
  };
}

/** "Announced the release of X": a word of saying tells it, and nothing says whether it was done. */
export function isAnnouncing(sentence: Sentence, cue: FoundCue): boolean {
  const says = { first: cue.first, last: cue.first };
  const isGlad = touches(listOf(sentence, 'gladness', 'gratitude', 'realised'), says);
  return cue.first < cue.last && touches(listOf(sentence, 'reporting'), says) && !isGlad;
}

/** "They will be freed", "serán entregados", "the names of those who will be freed": of the people of the headline. */
function isOfThem({ sentence, cue }: Passed): boolean {
  if (cue.first <= 1) return true;
  // "Three more" are others.
  const numbers = listOf(sentence, 'count', 'pair');
  return listOf(sentence, 'pronoun', 'he', 'she', 'plural', 'roll').some(
    (one) => one.first < cue.first && cue.first - one.first <= NEAR && !touches(numbers, one),
  );
}

/** Words between the pronoun, or the list, and the verb. */
const NEAR = 8;
