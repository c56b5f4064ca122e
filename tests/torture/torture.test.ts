/** A few runs of the torture, so that it does not rot; `npm run torture` does many. */
import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { UNDISTURBED } from './plan.ts';
import type { Plan } from './plan.ts';
import { runOne } from './run-one.ts';
import { another, makeTemplate } from './template.ts';
import { judge } from './verdict.ts';

/** Killed at a write, the machine going down with it; killed while a message is on its way, with faults and a full disk. */
const PLANS: readonly Plan[] = [
  {
    ...UNDISTURBED,
    unanswered: { urgent: 'again', rest: 'once' },
    lives: [
      { end: { by: 'write', write: 90, after: false }, reset: true, trouble: null },
      ...UNDISTURBED.lives,
    ],
  },
  {
    ...UNDISTURBED,
    unanswered: { urgent: 'once', rest: 'once' },
    lives: [
      { end: { by: 'send', send: 7 }, reset: false, trouble: { from: 40, count: 6, as: 'full' } },
      ...UNDISTURBED.lives,
    ],
    faults: [
      { chat: 0, edit: false, fault: { fault: 'answer lost' } },
      { chat: 2, edit: false, fault: { fault: 'broken', status: 502, accepted: true } },
    ],
  },
];

test('a service that is killed, starved and cheated tells what is owed, as the policy says', async () => {
  const home = await makeTemplate();
  const homes = [home, await another(home), await another(home)];
  const [undisturbed, ...runs] = await Promise.all(
    [UNDISTURBED, ...PLANS].map((plan, n) => runOne(n, homes[n] ?? home, plan)),
  );
  await Promise.all(homes.map(({ folder }) => rm(folder, { recursive: true, force: true })));
  if (undisturbed === undefined) throw new Error('nothing was run');
  expect(undisturbed.restless).toBeNull();
  expect(undisturbed.chats.every((texts) => texts.length >= 8)).toBe(true);
  for (const run of runs) expect(judge(run, undisturbed).wrong).toEqual([]);
}, 120_000);
