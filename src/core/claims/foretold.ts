/**
 * A headline that tells what is to come as if it were done: "Hamas frees X, Y and Z", and below it "they will be handed over on
 * Saturday". What the text says of it then counts.
 */
import type { Passed } from './events.ts';
import { listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';

/**
 * Makes a promise of a release that only the headline tells as done, where the text below promises it of the same people and tells no
 * release as done. "Three more will be freed" is said of others, and leaves the headline what it is.
 *
 * @param titles sentences of the headline
 */
export function foretelling(
  readings: readonly Reading[],
  passed: readonly Passed[],
  titles: ReadonlySet<Sentence>,
): (reading: Reading) => Reading {
  const below = passed.filter(({ event, sentence }) => event === 'released' && !titles.has(sentence));
  const told = readings.filter(({ event, field }) => event === 'released' && field !== 'title');
  const isDone = [...below, ...told].some(({ modality }) => modality === 'fact');
  const ofThem = below.some((one) => one.modality === 'promise' && isOfThem(one));
  return (reading) => {
    const { event, modality, field, subject } = reading;
    if (isDone || event !== 'released' || modality !== 'fact' || field !== 'title') return reading;
    const ofHim = told.some((one) => one.subject === subject && one.modality === 'promise');
    return ofThem || ofHim ? { ...reading, modality: 'promise', eventAt: null, background: false } : reading;
  };
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
