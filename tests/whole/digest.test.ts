/** From the inbox to the digest, with the desk put together as it runs: what was read is told, once, in the digest that it belongs to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { questionOf } from '#core/chat.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { Subscription } from '#core/subscription.ts';
import { createTerminal } from '#platforms/terminal.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { loadKnowledge } from '#src/knowledge.ts';
import type { Knowledge } from '#src/knowledge.ts';
import { assemble, fillLedger, TERMINAL, terminalSubscription } from '#src/newsdesk.ts';
import { quietLog } from '#tests/support/desk.ts';

const SECOND = 1000;
const DAY = 86_400_000;
const NINE = Date.parse('2025-02-15T09:00:00Z');

const agency: Source = { id: 'wire', name: 'North Wire', reliability: 'B', stateMedia: null, agency: true };
const paper: Source = { id: 'paper', name: 'The Paper', reliability: 'B', stateMedia: null, agency: false };

let folder = '';
let knowledge: Knowledge;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-digest-'));
  // Without the dossiers: what is known is what these tests tell.
  const loaded = await loadKnowledge({ config: 'config', seeds: folder, locales: ['config/locales'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  knowledge = loaded.knowledge;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** A desk with one reader, who is told of everybody at nine. */
async function desk(more: Partial<Subscription> = {}, over: (store: Store) => Store = (store) => store) {
  const log = quietLog();
  let now = NINE - DAY;
  const clock = { now: () => now };
  const store = await openStore('memory:', log, { clock });
  const told: string[] = [];
  const defaults = {
    digest: { hour: 9, minute: 0 },
    timeZone: 'UTC',
    language: 'en',
    emptyDigest: 'say',
    quiet: null,
  } as const;
  const form = () => ({ width: Infinity, colour: false });
  const terminal = createTerminal({ write: (text) => void told.push(text), form });
  const newsdesk = await assemble({
    feeds: [],
    sources: [agency, paper],
    defaults,
    keepEntries: 365 * DAY,
    admins: [],
    silentAfter: 7 * DAY,
    knowledge,
    store: over(store),
    connect: () => [{ notifier: terminal }],
    clock,
    log,
  });
  await newsdesk.subscribers.save({
    ...terminalSubscription(defaults),
    alerts: 'none',
    mutedUntil: null,
    createdAt: NINE - 2 * DAY,
    paused: null,
    ...more,
  });
  const ask = (line: string) =>
    newsdesk.chat.answer({
      ...questionOf(line),
      via: 'typed',
      destination: TERMINAL,
      user: { platform: 'terminal', id: 'terminal' },
      language: 'en',
      mayManage: () => Promise.resolve(true),
    });
  return {
    newsdesk,
    /** What the dossiers of the project say is in the ledger. */
    async readsDossiers(): Promise<void> {
      const loaded = await loadKnowledge({ config: 'config', seeds: 'seeds', locales: ['config/locales'] });
      if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
      await fillLedger(store.claims, loaded.knowledge.dossierClaims(now, []));
    },
    /** The clock goes on to a moment. */
    at(ms: number): void {
      now = ms;
    },
    /** A feed brings a report now. */
    async brings(id: string, title: string, more_: Partial<Entry> = {}): Promise<void> {
      const value: Entry = {
        id,
        feed: 'feed',
        source: paper.id,
        url: `https://paper.example/${id}`,
        guid: null,
        title,
        lead: '',
        text: '',
        language: 'en',
        publishedAt: now,
        firstSeenAt: now,
        arrival: 'news',
        ...more_,
      };
      await store.inbox.put([{ id, lane: 'inbox', dueAt: now, value }]);
    },
    /** The digests that are due by now, as the reader gets them. */
    async digest(): Promise<string> {
      const before = told.length;
      await newsdesk.digests();
      await newsdesk.deliver();
      return told.slice(before).join('');
    },
    ask,
    shown: async (line: string) => toTerminal(await ask(line), form()),
  };
}

const HELD = 'Hostage Alexander Trufanov is still held in Gaza';
const FREED = 'Hamas freed hostage Alexander Trufanov on Saturday';

test('a report that lay in the inbox while the digest was made is in the next one', async () => {
  const the = await desk();
  await the.brings('held', HELD);
  await the.newsdesk.analyse();
  the.at(NINE - 2 * SECOND);
  await the.brings('freed', FREED);
  the.at(NINE);
  expect(await the.digest()).not.toContain(FREED);
  the.at(NINE + SECOND);
  await the.newsdesk.analyse();
  the.at(NINE + DAY);
  expect(await the.digest()).toContain(FREED);
  the.at(NINE + 2 * DAY);
  expect(await the.digest()).not.toContain(FREED);
});

test('even if it lay there for three days, while the digests went out', async () => {
  const the = await desk();
  the.at(NINE - 2 * SECOND);
  await the.brings('freed', FREED);
  for (const days of [0, 1, 2]) {
    the.at(NINE + days * DAY);
    expect(await the.digest()).not.toContain(FREED);
  }
  the.at(NINE + 3 * DAY - 3 * SECOND);
  await the.newsdesk.analyse();
  the.at(NINE + 3 * DAY);
  expect(await the.digest()).toContain(FREED);
});

test('a digest waits for the report that is being read as the hour strikes', async () => {
  const slow = Promise.withResolvers<undefined>();
  const filing = Promise.withResolvers<undefined>();
  const the = await desk({}, (store) => ({
    ...store,
    days: {
      ...store.days,
      async set(id, lines) {
        filing.resolve(undefined);
        await slow.promise;
        await store.days.set(id, lines);
      },
    },
  }));
  the.at(NINE - SECOND);
  await the.brings('freed', FREED);
  const reading = the.newsdesk.analyse();
  await filing.promise;
  the.at(NINE);
  const digest = the.digest();
  // Time enough for a digest that does not wait.
  for (let turns = 0; turns < 100; turns += 1) await setImmediate();
  slow.resolve(undefined);
  await reading;
  expect(await digest).toContain(FREED);
});

test('a release of before nine that is read after nine is new in the next digest', async () => {
  const the = await desk();
  await the.brings('held', HELD);
  await the.newsdesk.analyse();
  the.at(NINE);
  expect(await the.digest()).toContain('held');
  the.at(NINE + 5 * 60 * SECOND);
  await the.brings('freed', FREED, { publishedAt: NINE - 10 * 60 * SECOND });
  await the.newsdesk.analyse();
  the.at(NINE + DAY);
  expect(await the.digest()).toMatch(/Trufanov: free since 15 February 2025.* · new/u);
  the.at(NINE + 2 * DAY);
  expect(await the.digest()).toMatch(/Trufanov: free since 15 February 2025(?!.* · new)/u);
});

test('a release of before nine that is read while the digest is late is new in the next digest, and only there', async () => {
  const the = await desk();
  await the.brings('held', HELD);
  await the.newsdesk.analyse();
  the.at(NINE + 5 * SECOND);
  await the.brings('freed', FREED, { publishedAt: NINE - 30 * 60 * SECOND });
  await the.newsdesk.analyse();
  the.at(NINE + 60 * SECOND);
  const late = await the.digest();
  expect(late).toMatch(/Trufanov: held/u);
  expect(late).not.toMatch(/free/u);
  the.at(NINE + DAY);
  expect(await the.digest()).toMatch(/Trufanov: free since 15 February 2025.* · new[^]*Hamas freed/u);
  the.at(NINE + 2 * DAY);
  expect(await the.digest()).toMatch(/Trufanov: free since 15 February 2025(?!.* · new)/u);
});

test('who subscribes again after three months gets the next digest, and none of the time between', async () => {
  const the = await desk();
  the.at(NINE);
  expect(await the.digest()).toContain('Digest');
  await the.ask('unsubscribe');
  the.at(NINE + 90 * DAY + 6 * 3600 * SECOND);
  await the.ask('subscribe 09:00');
  expect(await the.digest()).toBe('');
  the.at(NINE + 91 * DAY);
  const first = await the.digest();
  expect(first).toContain('Digest · 17 May 2025, 09:00\n');
  expect(first).not.toContain('days');
});

test('after a month without the desk a digest tells of two weeks, says so, and how to read what came before', async () => {
  const the = await desk();
  the.at(NINE);
  await the.digest();
  the.at(NINE + 2 * DAY);
  await the.brings('promise', 'Hamas promises to release hostage Alexander Trufanov soon');
  await the.newsdesk.analyse();
  the.at(NINE + 31 * DAY + SECOND);
  const digest = await the.digest();
  expect(digest).toContain('the last 14 days');
  expect(digest).toContain('What came from 15 February 2025 to 4 March 2025 is not in it');
  const [, days = ''] = /wirewatch (digest \d{4}-\d{2}-\d{2} \d{4}-\d{2}-\d{2})/u.exec(digest) ?? [];
  expect(days).toBe('digest 2025-02-18 2025-03-04');
  the.at(NINE + 32 * DAY);
  expect(await the.digest()).not.toContain('What came from');
});

const ZONES = ['UTC', 'Asia/Jerusalem', 'Pacific/Kiritimati', 'America/New_York', 'Pacific/Honolulu'];

test.each(ZONES)('a digest of a past day has what the dossiers say of that day, in %s', async (timeZone) => {
  const the = await desk({ timeZone });
  the.at(NINE + 600 * DAY);
  await the.readsDossiers();
  const of = async (day: string): Promise<string> => the.shown(`/digest ${day}`);
  expect(await of('2025-02-14')).toMatch(/Trufanov: held/u);
  expect(await of('2025-02-15')).toMatch(/Trufanov: free since 15 February 2025, after 498 days · new/u);
  expect(await of('2025-02-16')).toMatch(/Trufanov: free since 15 February 2025(?!.* · new)/u);
});

test.each(ZONES)(
  'a digest counts the days of a captivity up to its own last day, in %s',
  async (timeZone) => {
    const the = await desk({ timeZone });
    the.at(NINE + 600 * DAY);
    await the.readsDossiers();
    expect(await the.shown('/digest 2023-10-08')).toMatch(/Herkin: held, day 2$/mu);
    const day = await the.shown('/digest 2025-02-15');
    expect(day).toMatch(/Trufanov: free since 15 February 2025, after 498 days/u);
    expect(day).toMatch(/Herkin: held, day 498$/mu);
    expect(await the.shown('/digest 2025-02-10 2025-02-14')).toMatch(/Herkin: held, day 497$/mu);
  },
);
