import { expect, test } from 'vitest';
import type { FeedSummary } from '#jobs/gather.ts';
import { notices } from '#jobs/notices.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import { quietLog } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';

const HOUR = 3_600_000;
const admin = { platform: 'telegram', chat: '42', thread: null } as const;

function feed(id: string, turned: FeedSummary['turned'], trouble: string | null = null): FeedSummary {
  return {
    feed: id,
    outcome: trouble === null ? 'read' : 'failed',
    brought: 0,
    news: 0,
    edited: 0,
    trouble,
    turned,
  };
}

async function operators() {
  const store = await openStore('memory:', quietLog());
  let now = Date.parse('2026-01-10T10:00:00Z');
  return {
    pass: (...summaries: readonly FeedSummary[]) =>
      notices(
        {
          outbox: store.outbox,
          desk: store.desk,
          admins: [admin],
          locale: locales.in('en'),
          clock: { now: () => now },
        },
        summaries,
      ),
    later: (ms: number) => void (now += ms),
    read: async (): Promise<readonly string[]> => {
      const leased = await store.outbox.lease(now, 100, 1);
      for (const { id } of leased) await store.outbox.settle(id, { kind: 'done' });
      return leased.map(({ value }) => toTerminal(value.message, { width: Infinity, colour: false }));
    },
  };
}

test('operators are told once of a feed in trouble, and once of its recovery', async () => {
  const { pass, read, later } = await operators();
  await pass(feed('tass', 'bad', 'It answers 503.'), feed('meduza', null));
  const [told = ''] = await read();
  expect(told).toContain('tass: It answers 503.');
  expect(told).not.toContain('meduza');
  later(HOUR);
  await pass(feed('tass', null, 'It answers 503.'));
  await pass(feed('tass', 'good'));
  expect(await read()).toMatchObject([expect.stringContaining('Answering again: tass.')]);
});

test('a feed that goes back and forth is told of at most every six hours', async () => {
  const { pass, read, later } = await operators();
  let told = 0;
  for (let hour = 0; hour < 12; hour++) {
    await pass(feed('tass', 'bad', 'It answers 503.'));
    later(HOUR / 2);
    await pass(feed('tass', 'good'));
    later(HOUR / 2);
    told += (await read()).length;
  }
  // Two times bad and two times good again in twelve hours.
  expect(told).toBe(4);
});

test('when the network is down there is one notice, not one for each feed', async () => {
  const { pass, read } = await operators();
  const all = Array.from({ length: 44 }, (_, i) =>
    feed(`feed-${String(i)}`, 'bad', 'There is no such host.'),
  );
  expect(await pass(...all)).toBe(1);
  const [told = ''] = await read();
  expect(told).toContain('and 34 more');
});

test('recovery of a feed that nobody was told of is no news', async () => {
  const { pass, read } = await operators();
  await pass(feed('tass', 'good'));
  expect(await read()).toEqual([]);
});
