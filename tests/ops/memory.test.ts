import { expect, test } from 'vitest';
import { giveMemoryBack } from '#ops/memory.ts';

test('what nobody needs any more is given back at once', () => {
  let left: { readonly at: number }[] | null = Array.from({ length: 500_000 }, (_, at) => ({ at }));
  const before = process.memoryUsage().heapTotal;
  expect(left).toHaveLength(500_000);
  left = null;
  giveMemoryBack();
  expect(process.memoryUsage().heapTotal).toBeLessThan(before - 10_000_000);
});
