import { expect, test } from 'vitest';
import type { Collection } from '#core/ports.ts';
import { atHand } from '#jobs/at-hand.ts';
import { openStore } from '#store/open.ts';
import { quietLog } from '#tests/support/desk.ts';

/** Notes of a real store, one of them written, of which the next answer is held back. */
async function slow() {
  const { desk } = await openStore('memory:', quietLog());
  await desk.set('a', 'old');
  const held = Promise.withResolvers<void>();
  const inner: Collection<string> = {
    ...desk,
    async get(id) {
      const value = await desk.get(id);
      await held.promise;
      return value;
    },
  };
  return { desk, held, near: atHand(inner, 10) };
}

test.each<readonly [string, (near: Collection<string>) => Promise<void>, string | null]>([
  ['written', (near) => near.set('a', 'new'), 'new'],
  ['written with others', (near) => near.setMany([['a', 'new']]), 'new'],
  ['deleted', (near) => near.delete('a'), null],
])('a record that is %s while it is read is not put back as it was', async (_name, change, now) => {
  const { near, held } = await slow();
  const asked = near.get('a');
  await change(near);
  held.resolve();
  await asked;
  expect(await near.get('a')).toBe(now);
});

test('of records at hand the store is not asked again, and the oldest make room', async () => {
  const { desk } = await openStore('memory:', quietLog());
  const asked: string[] = [];
  const inner: Collection<string> = {
    ...desk,
    get: (id) => {
      asked.push(id);
      return desk.get(id);
    },
  };
  const near = atHand(inner, 2);
  for (const id of ['a', 'b', 'c']) await near.set(id, id);
  for (const id of ['c', 'b', 'a']) expect(await near.get(id)).toBe(id);
  expect(asked).toEqual(['a']);
});
