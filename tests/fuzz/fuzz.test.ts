/** A slice of what `npm run fuzz` does: damaged and hostile documents, always the same ones. */
import { expect, test } from 'vitest';
import { judge, seedOf } from './judge.ts';

test('eight hundred damaged and hostile documents are read, or refused in words, each in its time', async () => {
  const outcomes = new Map<string, number>();
  for (let index = 0; index < 800; index += 1) {
    const { outcome, wrong } = await judge(seedOf(7, index));
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    expect(wrong, `npm run fuzz -- --seed 7 --one ${String(index)}`).toEqual([]);
  }
  // Some are so damaged that nothing can be read, but most are read all the same.
  expect(outcomes.get('feed')).toBeGreaterThan(outcomes.get('refused') ?? 0);
  expect(outcomes.get('list')).toBeGreaterThan(0);
});

test('a text of astral letters without a space is cut between them', async () => {
  const { wrong } = await judge(seedOf(1, 1_329));
  expect(wrong).toEqual([]);
});
