import { beforeEach, expect, test } from 'vitest';
import { queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import { backlogAlarm, heldUpNotice, openCounter } from '#jobs/backlog.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';
import { delivery } from '#tests/store/samples.ts';

const MINUTE = 60_000;
const admin = { platform: 'telegram', chat: '4242424242', thread: null } as const;
const family = { platform: 'telegram', chat: '-100123456789', thread: null } as const;

let now: number;
let store: Store;

beforeEach(async () => {
  now = Date.parse('2025-02-03T10:00:00Z');
  store = await openStore('memory:', quietLog(), { clock: { now: () => now } });
});

const deps = () => ({
  outbox: store.outbox,
  desk: store.desk,
  admins: [admin],
  locale: locales.in('en'),
  clock: { now: () => now },
  after: 30 * MINUTE,
  log: quietLog(),
});

/** What the operators are owed; it is taken out. */
async function told(): Promise<readonly string[]> {
  const leased = await store.outbox.lease(now, 100, 1);
  const own = leased.filter(({ value }) => value.destination.chat === admin.chat);
  for (const { id } of own) await store.outbox.settle(id, { kind: 'done' });
  await store.outbox.release(
    leased.filter((one) => !own.includes(one)).map(({ id }) => id),
    { at: now, reason: 'not theirs' },
  );
  return own.map(({ value }) => toTerminal(value.message, { width: Infinity, colour: false }));
}

async function owe(id: string, more: Partial<Delivery> = {}): Promise<void> {
  await store.outbox.put([queued({ ...delivery(id), destination: family, owedAt: now, ...more })]);
}

test('operators are told once that something waits for too long, again after six hours, and when it is over', async () => {
  await owe('a');
  now += 29 * MINUTE;
  await backlogAlarm(deps());
  expect(await told()).toEqual([]);
  now += MINUTE;
  await backlogAlarm(deps());
  const [alarm = ''] = await told();
  expect(alarm).toContain('1 message waits in 1 chat, the oldest for 30 min');
  for (let n = 0; n < 5 * 60; n += 1) {
    now += MINUTE;
    await backlogAlarm(deps());
  }
  expect(await told()).toEqual([]);
  now += 61 * MINUTE;
  await backlogAlarm(deps());
  expect(await told()).toHaveLength(1);
  await store.outbox.settle('a', { kind: 'done' });
  await backlogAlarm(deps());
  expect(await told()).toEqual(['Nothing waits to be sent for long any more.']);
  await backlogAlarm(deps());
  expect(await told()).toEqual([]);
});

test('what is held back until the morning is no alarm', async () => {
  await owe('a', { owedAt: now + 9 * 60 * MINUTE });
  now += 60 * MINUTE;
  expect(await backlogAlarm(deps())).toBeNull();
});

test('a long wait is told with the chat shortened, and the same once', async () => {
  await heldUpNotice(deps(), family, now + 43_837_000, 'Too Many Requests');
  await heldUpNotice(deps(), family, now + 43_837_000, 'Too Many Requests');
  const [notice = '', ...more] = await told();
  expect(more).toEqual([]);
  expect(notice).toContain('telegram:…6789');
  expect(notice).toContain('12 h');
  expect(notice).not.toContain('123456789');
});

test('lanes that count at the same moment do not overwrite each other', async () => {
  const counter = await openCounter(store.desk, 'n');
  await Promise.all([counter.add(), counter.add(), counter.add()]);
  expect(await counter.count()).toBe(3);
  expect(await (await openCounter(store.desk, 'n')).count()).toBe(3);
});
