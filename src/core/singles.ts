/** Words that are written in one way only, found by all their letters at once. A hundred thousand of them cost no more than ten. */
import { wordKey } from '#language/words.ts';
import type { Sieve } from '#language/words.ts';
import type { Ending, Reading } from './automaton.ts';

const NO_READINGS: readonly Reading[] = [];

/** Makes an empty table of words; inside it is chains in typed arrays. */
export function createSingles() {
  const spellings: string[] = [];
  const readings: (readonly Reading[])[] = [];
  // Made at the first question after a word was added.
  let heads = new Int32Array(2).fill(-1);
  let next = new Int32Array(0);
  let letters = new Uint16Array(0);
  let starts = new Int32Array(1);

  let shift = 31;
  const chainOf = (key: number): number => Math.imul(key, 0x9e37_79b1) >>> shift;

  const build = (): void => {
    const power = Math.ceil(Math.log2(spellings.length * 2));
    shift = 32 - power;
    heads = new Int32Array(2 ** power).fill(-1);
    next = new Int32Array(spellings.length);
    starts = new Int32Array(spellings.length + 1);
    letters = new Uint16Array(spellings.reduce((sum, spelling) => sum + spelling.length, 0));
    for (const [at, spelling] of spellings.entries()) {
      const start = starts[at] ?? 0;
      for (let n = 0; n < spelling.length; n += 1) letters[start + n] = spelling.charCodeAt(n);
      starts[at + 1] = start + spelling.length;
    }
    // From the last on, so that a chain begins with the first.
    for (let at = spellings.length - 1; at >= 0; at -= 1) {
      const chain = chainOf(keyOf(spellings[at] ?? ''));
      next[at] = heads[chain] ?? -1;
      heads[chain] = at;
    }
  };

  return {
    add: (spelling: string, word: number, ending: Ending): void => {
      spellings.push(spelling);
      readings.push([{ word, ending }]);
    },
    sift: (into: Sieve): void => {
      for (const spelling of spellings) into.addWord(keyOf(spelling));
    },
    read: (token: Uint16Array, from: number, to: number): readonly Reading[] => {
      if (spellings.length === 0) return NO_READINGS;
      if (next.length !== spellings.length) build();
      let key = 0;
      for (let at = from; at < to; at += 1) key = wordKey(key, token[at] ?? 0);
      let found = NO_READINGS;
      for (let at = heads[chainOf(key)] ?? -1; at >= 0; at = next[at] ?? -1) {
        const start = starts[at] ?? 0;
        if ((starts[at + 1] ?? 0) - start !== to - from) continue;
        let same = from;
        while (same < to && letters[start + same - from] === token[same]) same += 1;
        if (same < to) continue;
        const here = readings[at] ?? NO_READINGS;
        found = found.length === 0 ? here : found.concat(here);
      }
      return found;
    },
  };
}

function keyOf(spelling: string): number {
  let key = 0;
  for (let at = 0; at < spelling.length; at += 1) key = wordKey(key, spelling.charCodeAt(at));
  return key;
}
