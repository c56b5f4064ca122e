/** The digest job: exactly once a window, whatever happens in between. */
import { expect, test } from 'vitest';
import { dayOf } from '#core/day.ts';
import type { HeadLine } from '#core/digest.ts';
import type { Feed } from '#core/feed.ts';
import { situationOf } from '#core/ledger.ts';
import type { Story } from '#core/story.ts';
import { digests } from '#jobs/digest.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { entry, quietLog, readClaims, sources, subscription, watch } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';
import { Killed, Killer } from '#tests/support/kill.ts';

const NINE = Date.parse('2025-02-15T09:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const subscribed = subscription('one', { digest: { hour: 9, minute: 0 }, createdAt: NINE - 3 * DAY });

/** One of two feeds of a publisher whom people know by a name. */
const SOUTH: Pick<Feed, 'id' | 'language' | 'source'> = {
  id: 'south-1',
  language: 'ru',
  source: { id: 'south', name: 'south wire', reliability: 'B', stateMedia: null, agency: false },
};

function run(store: Store, now: number, killer = new Killer(Infinity), to = subscribed) {
  const anna = watch.subjects.get('anna');
  if (anna === undefined) throw new Error('nobody to watch');
  const head: HeadLine = { subject: anna, situation: situationOf([], watch, now), heldSince: null };
  return digests({
    days: store.days,
    stories: store.stories,
    claims: store.claims,
    everybody: () => Promise.resolve([head]),
    health: () => Promise.resolve({ feeds: 3, answered: 2, silent: [SOUTH] }),
    watchlist: watch,
    sources,
    locales,
    outbox: killer.queue(store.outbox),
    subscriptions: () => Promise.resolve([to]),
    desk: killer.collection(store.desk),
    filed: () => Promise.resolve(),
    clock: { now: () => now },
    log: quietLog(),
  });
}

async function owed(store: Store, now: number): Promise<readonly string[]> {
  const leased = await store.outbox.lease(now, 100, HOUR);
  return leased.map(({ value }) => toTerminal(value.message, { width: Infinity, colour: false }));
}

function story(id: string, at: number, alerted: boolean): Story {
  return {
    id,
    entries: [
      {
        entry: `e-${id}`,
        source: 'north',
        origin: 'north',
        url: `https://n.example/${id}`,
        title: `Story ${id}`,
        language: 'en',
        saidAt: at,
        because: '',
      },
    ],
    subjects: ['anna'],
    topics: [],
    events: ['anna:released/promise'],
    openedAt: at,
    updatedAt: at,
    alerts: alerted
      ? [{ subject: 'anna', kind: 'promise', ordinal: 1, lead: { subject: 'anna', ordinal: 1 }, dueAt: at }]
      : [],
  };
}

test('a window is told once, however often the job runs', async () => {
  const store = await openStore('memory:', quietLog());
  expect(await run(store, NINE - 1)).toBe(1); // the day before, late
  expect(await run(store, NINE)).toBe(1);
  expect(await run(store, NINE + 1)).toBe(0);
  expect(await run(store, NINE + 23 * HOUR)).toBe(0);
  expect(await run(store, NINE + 24 * HOUR)).toBe(1);
  expect(await owed(store, NINE + 2 * DAY)).toHaveLength(3);
});

test('what was alerted before somebody subscribed is not marked as alerted', async () => {
  const store = await openStore('memory:', quietLog());
  const told = story('told', NINE - 2 * HOUR, true);
  await store.stories.set(told.id, told);
  await store.days.set('2025-02-15', [
    { entry: 'e-told', story: 'told', subjects: ['anna'], at: told.openedAt },
  ]);
  await run(store, NINE, undefined, { ...subscribed, createdAt: NINE - HOUR });
  const [digest = ''] = await owed(store, NINE);
  expect(digest).toContain('Story told');
  expect(digest).not.toContain('alerted');
});

test('killed between the two writes and started again, it is still one digest', async () => {
  for (const at of [1, 2]) {
    const store = await openStore('memory:', quietLog());
    // The job catches what one subscription throws; a dead process has no next one either.
    await run(store, NINE, new Killer(at)).catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    await run(store, NINE + 40 * 60_000);
    await run(store, NINE + HOUR);
    expect(await owed(store, NINE + HOUR), `killed at write ${String(at)}`).toHaveLength(1);
  }
});

test('it tells each story of the window once, marks what was alerted, and says who has been silent', async () => {
  const store = await openStore('memory:', quietLog());
  const inside = story('inside', NINE - HOUR, false);
  const alerted = story('alerted', NINE - 2 * HOUR, true);
  const before = story('before', NINE - 26 * HOUR, false);
  await store.stories.setMany([inside, alerted, before].map((one) => [one.id, one] as const));
  const line = (one: Story) => ({
    entry: `e-${one.id}`,
    story: one.id,
    subjects: one.subjects,
    at: one.openedAt,
  });
  await store.days.set('2025-02-15', [line(inside), line(alerted), line(inside)]);
  await store.days.set('2025-02-14', [line(before)]);
  await run(store, NINE);
  const [digest = ''] = await owed(store, NINE);
  expect(digest).toContain('15 February 2025, 09:00');
  expect(digest.match(/Story inside/gu)).toHaveLength(1);
  expect(digest).toMatch(/Story alerted .*\(alerted\)/u);
  expect(digest).not.toContain('Story before');
  expect(digest).toContain('Feeds: 2 of 3 answered; not south wire (ru).');
});

test('a story of yesterday that only more publishers repeat is no news of today, and alone it makes the day an empty one', async () => {
  const store = await openStore('memory:', quietLog());
  const yesterday = entry('first', 'anna released promise by captors', NINE - 26 * HOUR);
  const today = entry('second', 'anna released promise by captors', NINE - HOUR, { source: 'south' });
  const told = story('one', yesterday.firstSeenAt, false);
  const [line] = told.entries;
  if (line === undefined) throw new Error('no report');
  const reports = [yesterday, today].map(({ id, source, firstSeenAt }) => ({
    ...line,
    entry: id,
    source,
    saidAt: firstSeenAt,
  }));
  await store.stories.set('one', { ...told, entries: reports });
  await store.claims.set('anna', [...readClaims(yesterday), ...readClaims(today)]);
  for (const { id, firstSeenAt } of [yesterday, today])
    await store.days.set(dayOf(firstSeenAt), [
      { entry: id, story: 'one', subjects: ['anna'], at: firstSeenAt },
    ]);
  await run(store, NINE - 24 * HOUR);
  await run(store, NINE);
  const [first, second] = await owed(store, NINE);
  expect(first).toContain('🟡 Captors promises the release of Anna Example.');
  expect(second).toContain('No news about anybody you follow');
  expect(second).toContain('Known before, with further reports since: Story one');
  const silent = { ...subscribed, id: 'terminal:two', emptyDigest: 'silent' } as const;
  expect(await run(store, NINE - 24 * HOUR, new Killer(Infinity), silent)).toBe(1);
  expect(await run(store, NINE, new Killer(Infinity), silent)).toBe(0);
});

test('a weekly digest covers its week', async () => {
  const store = await openStore('memory:', quietLog());
  const saturdays = { ...subscribed, weekly: 6, createdAt: NINE - 30 * DAY };
  const early = story('early', NINE - 6 * DAY, false);
  await store.stories.set('early', early);
  await store.days.set(dayOf(early.openedAt), [
    { entry: 'e-early', story: 'early', subjects: ['anna'], at: early.openedAt },
  ]);
  // 15 February 2025 is a Saturday.
  expect(await run(store, NINE, new Killer(Infinity), saturdays)).toBe(1);
  expect(await run(store, NINE + 6 * DAY, new Killer(Infinity), saturdays)).toBe(0);
  const [digest = ''] = await owed(store, NINE);
  expect(digest).toContain('the last 7 days');
  expect(digest).toContain('9 February 2025: ');
});

test('an empty day is silent for those who chose so', async () => {
  const store = await openStore('memory:', quietLog());
  const silent = { ...subscribed, emptyDigest: 'silent' } as const;
  expect(await run(store, NINE, new Killer(Infinity), silent)).toBe(0);
  expect(await owed(store, NINE)).toEqual([]);
  const said = await openStore('memory:', quietLog());
  await run(said, NINE);
  expect((await owed(said, NINE))[0]).toContain('No news about anybody you follow');
});
