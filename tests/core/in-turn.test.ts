import { expect, test } from 'vitest';
import { oneByOne } from '#core/in-turn.ts';

test('work begins when the work before it has ended, and what fails holds up nobody', async () => {
  const inTurn = oneByOne();
  const seen: string[] = [];
  const work = (name: string) => async (): Promise<string> => {
    seen.push(`${name} begins`);
    await Promise.resolve();
    if (name === 'b') throw new Error('b fails');
    seen.push(`${name} ends`);
    return name;
  };
  const ended = await Promise.allSettled(['a', 'b', 'c'].map((name) => inTurn(work(name))));
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'c begins', 'c ends']);
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
