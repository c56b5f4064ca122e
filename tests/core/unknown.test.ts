/** Unknown spellings of watched surnames. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createClassifier } from '#core/classify.ts';
import { createRecognise } from '#core/typed.ts';
import { createSpotter, skeletonOf, withUnknown } from '#core/unknown.ts';
import { surnamesOf } from '#watchlist/compile.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { entry } from '#tests/support/desk.ts';
import { names } from '#tests/support/names.ts';

const loaded = loadWatchlist(
  readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8'),
  'config/watchlist.yaml',
  names,
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { recognition, lines } = loaded;
const classify = createClassifier({ recognition, detect: () => 'und' });
const spot = createSpotter(surnamesOf(lines), createRecognise(recognition));

function spotted(title: string) {
  const read = entry('e', title, 0);
  return spot(read, classify(read)).map(({ subject, spelling }) => `${subject} ${spelling}`);
}

describe('an unknown spelling', () => {
  test.each([
    ['Hamas told the Red Cross that Drufunov is alive', ['trufanov Drufunov']],
    ['ХАМАС и Красный Крест говорили о Друфунове', ['trufanov Друфунове']],
    ['ХАМАС передал Красному Кресту, что Друфунов жив', ['trufanov Друфунов']],
    ['ХАМАС и Красный Крест занялись Друфуновым', ['trufanov Друфуновым']],
  ])('between two known subjects is collected: %s', (title, expected) => {
    expect(spotted(title)).toEqual(expected);
  });

  test.each([
    ['no company', 'Drufunov is alive'],
    ['one known subject only', 'Hamas says Drufunov is alive'],
    ['a known spelling', 'Hamas told the Red Cross that Troufanov is alive'],
    ['other consonants', 'Hamas told the Red Cross that Melnikov is alive'],
    ['a word, not a name', 'Hamas told the Red Cross that drufunov is alive'],
    [
      'far away',
      `Hamas told the Red Cross. ${'Then nothing happened for a while. '.repeat(12)} Drufunov is alive`,
    ],
  ])('is none for %s', (_what, title) => {
    expect(spotted(title)).toEqual([]);
  });

  test('moves nobody: the verdict has no mention of it', () => {
    const read = entry('e', 'Hamas told the Red Cross that Drufunov is alive', 0);
    expect(classify(read).mentions.map(({ subject }) => subject)).toEqual(['hamas', 'red-cross']);
  });
});

test('skeletons are the same across scripts', () => {
  expect(new Set(['Trufanov', 'Труфанов', 'טרופנוב', 'تروفانوف', 'Truffanoff'].map(skeletonOf)).size).toBe(1);
});

test('what is collected is counted by entry and bounded', () => {
  const unknown = [{ subject: 'a', spelling: 'X' }];
  const twice = ['e1', 'e1', 'e2'].reduce(
    (kept, id) => withUnknown(kept, unknown, { id, url: null }, 1),
    withUnknown([], [], { id: 'e0', url: null }, 0),
  );
  expect(twice).toEqual([{ subject: 'a', spelling: 'X', times: 2, entry: 'e2', url: null, at: 1 }]);
  let kept = twice;
  for (let n = 0; n < 200; n += 1)
    kept = withUnknown(
      kept,
      [{ subject: 'a', spelling: `S${String(n)}` }],
      { id: `e${String(n)}`, url: null },
      n,
    );
  expect(kept.length).toBe(50);
  expect(kept.at(-1)?.spelling).toBe('S199');
});
