/** From the feeds to the inbox: what is new, what is news, and what a crash between two writes costs. */
import { describe, expect, test, vi } from 'vitest';
import type { FoundEntry, ReadOutcome } from '#core/cursor.ts';
import type { Entry } from '#core/entry.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import type { Clock } from '#core/ports.ts';
import type { Verdict } from '#core/verdict.ts';
import { createGather } from '#jobs/gather.ts';
import type { FeedSummary, GatherOptions } from '#jobs/gather.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog } from '#tests/support/desk.ts';
import { Killer } from '#tests/support/kill.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2025-02-03T10:00:00Z');

class TestClock implements Clock {
  time = START;
  now(): number {
    return this.time;
  }
}

const feed = (id: string, url = `https://${id}.example/feed`): Feed => ({
  id,
  url,
  source: { id, name: id, reliability: 'B', stateMedia: null, agency: false },
  language: 'en',
  interval: 10 * MINUTE,
});

function found(
  id: string,
  more: {
    at?: number | null;
    aliases?: readonly string[];
    title?: string;
    text?: string;
    source?: string;
  } = {},
): FoundEntry {
  const { at = START, aliases = [], title = id, text = '', source = 'wire' } = more;
  return {
    entry: {
      id,
      feed: 'wire',
      source,
      url: null,
      guid: null,
      title,
      lead: '',
      text,
      language: 'en',
      publishedAt: at,
    },
    aliases,
  };
}

const NO_VERDICT: Verdict = {
  language: 'en',
  relevant: true,
  reach: 'alert',
  score: 1,
  mentions: [],
  topics: [],
  reasons: [],
};

const read = (...entries: readonly FoundEntry[]): ReadOutcome => ({
  outcome: 'read',
  entries,
  etag: '"1"',
  lastModified: null,
  bodyHash: `hash of ${entries.map(({ entry }) => entry.id).join()}`,
  sharedLinks: [],
  movedTo: null,
  mended: [],
});

interface Desk {
  readonly store: Store;
  readonly clock: TestClock;
  readonly pass: (
    answer: ReadOutcome | Readonly<Record<string, ReadOutcome>>,
    more?: Partial<GatherOptions>,
  ) => Promise<readonly FeedSummary[]>;
  readonly inbox: () => Promise<readonly Entry[]>;
}

async function desk(
  feeds: readonly Feed[] = [feed('wire')],
  killer = new Killer(Infinity),
  store?: Store,
): Promise<Desk> {
  const opened = store ?? (await openStore('memory:', quietLog()));
  const clock = new TestClock();
  let answers: ReadOutcome | Readonly<Record<string, ReadOutcome>> = read();
  const gather = createGather({
    feeds,
    readFeed: (asked) => {
      const answer = 'outcome' in answers ? answers : answers[asked.id];
      return answer === undefined
        ? Promise.reject(new Error(`no answer for ${asked.id}`))
        : Promise.resolve(answer as ReadOutcome);
    },
    inbox: killer.queue(opened.inbox),
    aliases: killer.collection(opened.aliases),
    versions: killer.collection(opened.versions),
    archive: opened.entries,
    cursors: killer.collection(opened.cursors),
    clock,
    random: () => 0,
    log: quietLog(),
  });
  return {
    store: opened,
    clock,
    pass: (answer, more = {}) => {
      answers = answer;
      return gather({ concurrency: 4, perHost: 2, ...more });
    },
    inbox: async () => (await opened.inbox.lease(START + 365 * DAY, 1_000, 1)).map(({ value }) => value),
  };
}

describe('what is news', () => {
  test('the first reading of fifty is history, one new after it is news', async () => {
    const { pass, clock, inbox } = await desk();
    const fifty = Array.from({ length: 50 }, (_, n) => found(`old-${String(n)}`));
    expect(await pass(read(...fifty))).toMatchObject([{ brought: 50, news: 0 }]);
    clock.time += 11 * MINUTE;
    expect(await pass(read(found('new', { at: clock.time }), ...fifty))).toMatchObject([
      { brought: 1, news: 1 },
    ]);
    const arrivals = (await inbox()).map(({ arrival }) => arrival);
    expect(arrivals.filter((arrival) => arrival === 'history')).toHaveLength(50);
    expect(arrivals.filter((arrival) => arrival === 'news')).toHaveLength(1);
  });

  test('a first poll that failed was none', async () => {
    const { pass, clock } = await desk();
    await pass({ outcome: 'failed', trouble: 'Down.', retryAfter: null });
    clock.time += 11 * MINUTE;
    expect(await pass(read(found('a'), found('b')))).toMatchObject([{ brought: 2, news: 0 }]);
  });

  test('an entry from a year ago that is new to us is history', async () => {
    const { pass, clock } = await desk();
    await pass(read());
    clock.time += 11 * MINUTE;
    const summary = await pass(
      read(found('old', { at: START - 365 * DAY }), found('undated', { at: null }), found('fresh')),
    );
    expect(summary).toMatchObject([{ brought: 3, news: 2 }]);
  });

  test('for trying out, everything can be news', async () => {
    const { pass } = await desk();
    expect(await pass(read(found('a', { at: START - 365 * DAY })), { asNews: true })).toMatchObject([
      { brought: 1, news: 1 },
    ]);
  });

  test('a slow feed that has been quiet for a year is not read as if for the first time', async () => {
    const { pass, clock } = await desk();
    await pass(read(found('a')));
    clock.time += 365 * DAY;
    expect(await pass(read(found('b', { at: clock.time })))).toMatchObject([{ brought: 1, news: 1 }]);
  });

  test('is found wherever it stands: in the middle, at the end, in no order, with the newest known one gone', async () => {
    const { pass, clock } = await desk();
    const [a, b, c] = [found('a'), found('b'), found('c')];
    await pass(read(a, b, c));
    for (const answer of [
      read(a, found('middle'), b, c),
      read(a, b, c, found('last')),
      read(c, found('shuffled'), a, b),
      // What was newest before is taken down again: nothing that was there before counts as new for it.
      read(found('after it'), b, c),
    ]) {
      clock.time += 11 * MINUTE;
      expect(await pass(answer)).toMatchObject([{ brought: 1, news: 1 }]);
    }
  });

  test('twelve new at once all reach the inbox, the oldest first', async () => {
    const { pass, clock, inbox } = await desk();
    await pass(read());
    clock.time += 11 * MINUTE;
    const newestFirst = Array.from({ length: 12 }, (_, n) =>
      found(`n${String(n)}`, { at: START - n * MINUTE }),
    );
    await pass(read(...newestFirst));
    expect((await inbox()).map(({ id }) => id)).toEqual(
      newestFirst.map(({ entry }) => entry.id).toReversed(),
    );
  });
});

describe('what is known', () => {
  test('the same entries again bring nothing, nor one that was away for forty days', async () => {
    const { pass, clock } = await desk();
    await pass(read(found('a'), found('b')));
    for (const answer of [read(found('b')), read(found('b'), found('a'))]) {
      clock.time += 40 * DAY;
      expect(await pass(answer)).toMatchObject([{ brought: 0 }]);
    }
  });

  test('a headline edited in place is told as an update once, and never comes again', async () => {
    const { pass, clock } = await desk();
    await pass(read(found('a', { aliases: ['guid-and-date'] })));
    const edited = found('a-edited', { aliases: ['guid-and-date'] });
    const summaries: unknown[] = [];
    // Later the date moves as well: the edited address is known by then.
    for (const entry of [edited, edited, found('a-edited', { aliases: ['guid-and-later-date'] })]) {
      clock.time += 11 * MINUTE;
      const [summary] = await pass(read(entry));
      summaries.push([summary?.brought, summary?.edited]);
    }
    expect(summaries).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
  });

  test('two items of one document that are names of one entry come once', async () => {
    const { pass } = await desk();
    expect(await pass(read(found('a', { aliases: ['x'] }), found('b', { aliases: ['x'] })))).toMatchObject([
      { brought: 1 },
    ]);
  });

  test('one story in two feeds comes once', async () => {
    const { pass } = await desk([feed('world'), feed('mideast')]);
    const summaries = await pass(read(found('a')));
    expect(summaries.reduce((sum, { brought }) => sum + brought, 0)).toBe(1);
  });
});

describe('what its outlet changes in place', () => {
  const live = (text: string, title = 'Live'): FoundEntry => found('live', { title, text });

  test('is read again under an id of its own, and is no entry more', async () => {
    const { pass, clock, inbox } = await desk();
    await pass(read(live('Talks go on.')));
    clock.time += 11 * MINUTE;
    expect(await pass(read(live('She is free. Talks go on.')))).toMatchObject([{ brought: 0, edited: 1 }]);
    const [first, version] = await inbox();
    expect(first?.changedAt).toBeUndefined();
    expect(version).toMatchObject({
      id: 'live',
      arrival: 'news',
      changedAt: clock.time,
      firstSeenAt: clock.time,
    });
    clock.time += 11 * MINUTE;
    expect(await pass(read(live('She is free. Talks go on.')))).toMatchObject([{ brought: 0, edited: 0 }]);
  });

  test('is news of now only where it is of this week or came as news', async () => {
    const { pass, clock, inbox } = await desk();
    const old = (text: string): FoundEntry => found('old', { at: START - 8 * DAY, text });
    await pass(read(old('She was taken.')));
    clock.time += 11 * MINUTE;
    await pass(read(old('She was taken. She is free.')));
    clock.time = START + DAY;
    const blog = (text: string): FoundEntry => found('blog', { at: START + DAY, text });
    for (const text of ['Talks go on.', 'Talks go on. She is free.', 'Talks go on. She is not free.']) {
      await pass(read(blog(text)));
      clock.time += 9 * DAY;
    }
    expect((await inbox()).map(({ id, arrival }) => `${id} ${arrival}`)).toEqual([
      'old history',
      'old history',
      'blog news',
      'blog news',
      'blog news',
    ]);
  });

  test('alone does not read it again: counts, times, spaces, another order, a sentence less', async () => {
    const { pass, clock } = await desk();
    await pass(read(live('Talks go on. 12 views. Seen 3 times. Rain is near.')));
    for (const text of [
      'Talks go on. 4,013 views. Seen 5 times. Rain is near.',
      '  Rain is near!  Talks go on. 7 views.',
      'TALKS GO ON.',
    ]) {
      clock.time += 11 * MINUTE;
      expect(await pass(read(live(text)))).toMatchObject([{ edited: 0 }]);
    }
  });

  test('is what two feeds of a house say in two ways: once', async () => {
    const { pass, clock } = await desk([feed('world'), feed('mideast')]);
    const world = read(live('She is free.'));
    const mideast = read(live('She came home.', 'Home'));
    await pass({ world: read(), mideast: read() });
    const edited: number[] = [];
    for (let n = 0; n < 4; n += 1) {
      clock.time += 11 * MINUTE;
      const summaries = await pass({ world, mideast });
      edited.push(summaries.reduce((sum, summary) => sum + summary.edited, 0));
    }
    // At once, or with the next poll where both were read at the same moment.
    expect([...edited.slice(0, 2).toSorted((a, b) => a - b), ...edited.slice(2)]).toEqual([0, 1, 0, 0]);
  });

  test('is read on the first reading of another feed of the house: as news where the report came as news', async () => {
    for (const [firstRead, arrival] of [
      [true, 'news'],
      [false, 'history'],
    ] as const) {
      const first = await desk([feed('world')]);
      if (firstRead) await first.pass(read());
      first.clock.time += 11 * MINUTE;
      await first.pass(read(live('She is held.')));
      const second = await desk([feed('world'), feed('mideast')], new Killer(Infinity), first.store);
      second.clock.time += 22 * MINUTE;
      const home = read(live('She came home.', 'Home'));
      expect(await second.pass({ world: read(), mideast: home })).toMatchObject([
        { edited: 0 },
        { brought: 0, edited: 1 },
      ]);
      expect((await second.inbox()).at(-1)).toMatchObject({ title: 'Home', arrival });
      // Its own feed has it a moment later, and it was read.
      second.clock.time += 11 * MINUTE;
      expect(await second.pass({ world: home, mideast: home })).toMatchObject([{ edited: 0 }, { edited: 0 }]);
    }
  });

  test('under a new address is the same report on the first reading of another feed of the house', async () => {
    const first = await desk([feed('world')]);
    await first.pass(read());
    first.clock.time += 11 * MINUTE;
    await first.pass(read(found('live', { title: 'Held', aliases: ['guid-and-date'] })));
    const second = await desk([feed('world'), feed('mideast')], new Killer(Infinity), first.store);
    second.clock.time += 22 * MINUTE;
    const moved = read(found('moved', { title: 'Home', aliases: ['guid-and-date'] }));
    expect(await second.pass({ world: read(), mideast: moved })).toMatchObject([
      { brought: 0, edited: 0 },
      { brought: 0, edited: 1 },
    ]);
  });

  test('is read where the outlet itself shows it, though another house has shown it first', async () => {
    const paper = (title: string): FoundEntry => found('live', { title, source: 'paper' });
    const pages = (title: string): FoundEntry => found('live', { title, source: 'pages' });
    const { pass, clock, inbox } = await desk([feed('paper'), feed('pages')]);
    await pass({ paper: read(), pages: read() });
    const edited: unknown[] = [];
    for (const answers of [
      { paper: read(paper('She is free')), pages: read() },
      { paper: read(paper('She is free')), pages: read(pages('She is free')) },
      { paper: read(paper('She is free')), pages: read(pages('She is not free')) },
      { paper: read(paper('She is not free')), pages: read(pages('She is not free')) },
    ]) {
      clock.time += 11 * MINUTE;
      edited.push((await pass(answers)).find((summary) => summary.feed === 'paper')?.edited);
    }
    expect(edited).toEqual([0, 0, 0, 1]);
    expect((await inbox()).filter(({ source }) => source === 'paper').map(({ title }) => title)).toEqual([
      'She is free',
      'She is not free',
    ]);
  });

  test('without end is read now and then, and its last state is not lost', async () => {
    const { pass, clock, store } = await desk();
    await pass(read(live('at first')));
    let edited = 0;
    const day = 24 * 12;
    for (let n = 0; n < day; n += 1) {
      clock.time += 5 * MINUTE;
      const [summary] = await pass(read(live(`most read is ${'x'.repeat(n + 1)}`)), { all: true });
      edited += summary?.edited ?? 0;
    }
    // Twelve at once, then one for each half hour.
    expect(edited).toBeGreaterThan(48);
    expect(edited).toBeLessThanOrEqual(12 + 48);
    const last = read(live('She is free.'));
    while ((await pass(last, { all: true })).every((summary) => summary.edited === 0)) {
      // Nothing of the document is taken as known before it was read.
      expect(await store.cursors.get('wire')).toMatchObject({ etag: null, bodyHash: null });
      clock.time += 5 * MINUTE;
    }
    expect(await store.cursors.get('wire')).toMatchObject({ etag: '"1"' });
  });

  test('back to what it was is read again when it has stayed so for an hour, a restart in between or not', async () => {
    for (const restarts of [false, true]) {
      const first = await desk();
      const [freed, denied] = [read(live('She is free.')), read(live('She is not free.'))];
      await first.pass(freed);
      const edited: unknown[] = [];
      const etags: unknown[] = [];
      let { pass } = first;
      for (const answer of [denied, ...Array.from({ length: 8 }, () => freed), denied]) {
        first.clock.time += 20 * MINUTE;
        edited.push((await pass(answer))[0]?.edited);
        etags.push((await first.store.cursors.get('wire'))?.etag);
        if (restarts && edited.length === 3) {
          const second = await desk([feed('wire')], new Killer(Infinity), first.store);
          pass = (given) => {
            second.clock.time = first.clock.time;
            return second.pass(given);
          };
        }
      }
      const at = edited.indexOf(1, 1);
      expect(at).toBe(restarts ? 6 : 4);
      // Until then nothing of the document is taken as known.
      expect(etags.slice(0, at + 1)).toEqual(['"1"', ...Array.from({ length: at - 1 }, () => null), '"1"']);
      expect((await first.inbox()).map(({ text }) => text)).toEqual([
        'She is free.',
        'She is not free.',
        'She is free.',
      ]);
    }
  });

  test('is noticed of what was seen before words were remembered by what the archive has of it, as news if it came as news', async () => {
    for (const [kept, wait, edited] of [
      ['live', 11 * MINUTE, [1, 1]],
      ['another', 11 * MINUTE, [0, 1]],
      // What has not changed for so long is history, and taken as it is.
      ['live', 31 * DAY, [0, 1]],
    ] as const) {
      const { pass, clock, store, inbox } = await desk();
      await pass(read());
      clock.time += 11 * MINUTE;
      await pass(read(live('Talks go on.')));
      const [entry] = await inbox();
      if (entry === undefined) throw new Error('it was read');
      await store.entries.set(kept, { entry, verdict: NO_VERDICT, story: null });
      await store.versions.delete('live~wire');
      clock.time += wait;
      expect(await pass(read(live('She is free.')))).toMatchObject([{ brought: 0, edited: edited[0] }]);
      clock.time += 11 * MINUTE;
      expect(await pass(read(live('She is not free.')))).toMatchObject([{ brought: 0, edited: edited[1] }]);
      const versions = (await inbox()).filter(({ changedAt }) => changedAt !== undefined);
      expect(versions.map(({ arrival }) => arrival)).toEqual(
        versions.map(() => (wait > DAY ? 'history' : 'news')),
      );
    }
  });

  test('is read once, whatever the pass was killed at', async () => {
    for (let at = 1; ; at += 1) {
      const before = await desk();
      await before.pass(read(live('Talks go on.')));
      const answer = read(live('She is free.'), found('other'));
      const killer = new Killer(at);
      const killed = await desk([feed('wire')], killer, before.store);
      killed.clock.time += 11 * MINUTE;
      await killed.pass(answer).catch(() => []);
      const after = await desk([feed('wire')], new Killer(Infinity), before.store);
      after.clock.time += 22 * MINUTE;
      await after.pass(answer);
      const ids = (await after.inbox()).map(({ id, changedAt }) =>
        changedAt === undefined ? id : `${id} again`,
      );
      expect(ids.toSorted(), `killed at ${String(at)}`).toEqual(['live', 'live again', 'other']);
      if (killer.writes < at) return;
    }
  });
});

/** Lets everything happen that needs no answer. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
};

/** Feeds that answer when told to. */
async function hanging(feeds: readonly Feed[]) {
  const store = await openStore('memory:', quietLog());
  const asked: string[] = [];
  const waiting = new Map<string, (outcome: ReadOutcome) => void>();
  let most = 0;
  const gather = createGather({
    feeds,
    readFeed: ({ id }: Feed, _cursor: Cursor) => {
      asked.push(id);
      return new Promise<ReadOutcome>((resolve) => {
        waiting.set(id, (outcome) => {
          waiting.delete(id);
          resolve(outcome);
        });
        most = Math.max(most, waiting.size);
      });
    },
    inbox: store.inbox,
    aliases: store.aliases,
    versions: store.versions,
    archive: store.entries,
    cursors: store.cursors,
    clock: new TestClock(),
    random: () => 0,
    log: quietLog(),
  });
  return { gather, asked, waiting, settle, most: () => most };
}

describe('one feed does not harm another', () => {
  test('what fails, is gone or throws leaves the others alone, and says what is wrong', async () => {
    const { pass, store } = await desk(['good', 'down', 'gone', 'broken'].map((id) => feed(id)));
    const summaries = await pass({
      good: read(found('a')),
      down: { outcome: 'failed', trouble: 'Down.', retryAfter: 3_600_000 },
      gone: { outcome: 'gone', trouble: 'Gone.' },
    });
    const byFeed = Object.fromEntries(summaries.map((summary) => [summary.feed, summary]));
    expect(byFeed).toMatchObject({
      good: { outcome: 'read', brought: 1, turned: null },
      down: { outcome: 'failed', trouble: 'Down.', turned: 'bad' },
      gone: { outcome: 'gone', turned: 'gone' },
      broken: { outcome: 'failed', turned: 'bad' },
    });
    expect(await store.cursors.get('down')).toMatchObject({ nextAt: START + 3_600_000, failures: 1 });
    expect(await store.cursors.get('broken')).toMatchObject({ failures: 1 });
  });

  test('a feed that answers again has turned good, once', async () => {
    const { pass, clock } = await desk();
    await pass({ outcome: 'failed', trouble: 'Down.', retryAfter: null });
    clock.time += DAY;
    expect(await pass(read())).toMatchObject([{ turned: 'good' }]);
    clock.time += DAY;
    expect(await pass(read())).toMatchObject([{ turned: null }]);
  });

  test('a host that hangs holds up only its own, and gets few connections', async () => {
    const stuck = Array.from({ length: 40 }, (_, n) =>
      feed(`stuck-${String(n)}`, `https://stuck.example/${String(n)}`),
    );
    const { gather, asked, waiting, settle } = await hanging([...stuck, feed('free-1'), feed('free-2')]);
    const pass = gather({ concurrency: 4, perHost: 2 });
    await settle();
    expect(asked).toEqual(['stuck-0', 'stuck-1', 'free-1', 'free-2']);
    for (const id of ['free-1', 'free-2']) waiting.get(id)?.(read());
    await settle();
    expect(asked).toHaveLength(4);
    while (waiting.size > 0) {
      expect(waiting.size).toBeLessThanOrEqual(2);
      for (const answer of waiting.values()) answer(read());
      await settle();
    }
    expect(await pass).toHaveLength(42);
  });

  test('feeds that hang give their places to the others, and are waited for in the end', async () => {
    const feeds = ['stuck-1', 'stuck-2', 'free-1', 'free-2'].map((id) => feed(id, `https://${id}.example/`));
    const { gather, asked, waiting } = await hanging(feeds);
    const pass = gather({ concurrency: 2, perHost: 2 });
    await vi.waitFor(() => expect(asked).toContain('free-1'), { timeout: 10_000 });
    waiting.get('free-1')?.(read());
    await vi.waitFor(() => expect(asked).toContain('free-2'));
    waiting.get('free-2')?.(read());
    for (const id of ['stuck-1', 'stuck-2']) waiting.get(id)?.(read());
    expect(await pass).toHaveLength(4);
  });

  test('never more at once than allowed', async () => {
    const feeds = Array.from({ length: 20 }, (_, n) => feed(`f${String(n)}`));
    const { gather, waiting, settle, most } = await hanging(feeds);
    const pass = gather({ concurrency: 3, perHost: 2 });
    await settle();
    while (waiting.size > 0) {
      for (const answer of waiting.values()) answer(read());
      await settle();
    }
    expect(await pass).toHaveLength(20);
    expect(most()).toBe(3);
  });

  test('a feed that is still being read is not begun again', async () => {
    const { gather, asked, waiting, settle } = await hanging([feed('slow'), feed('quick')]);
    const first = gather({ concurrency: 4, perHost: 2 });
    await settle();
    waiting.get('quick')?.(read());
    await settle();
    expect(await gather({ concurrency: 4, perHost: 2, all: false })).toEqual([]);
    expect(asked).toEqual(['slow', 'quick']);
    waiting.get('slow')?.(read());
    expect(await first).toHaveLength(2);
  });

  test('told to stop, it finishes what is under way and begins nothing more', async () => {
    const { gather, asked, waiting, settle } = await hanging(['a', 'b', 'c'].map((id) => feed(id)));
    const stop = new AbortController();
    const pass = gather({ concurrency: 1, perHost: 1, signal: stop.signal });
    await settle();
    stop.abort();
    waiting.get('a')?.(read());
    expect(await pass).toHaveLength(1);
    expect(asked).toEqual(['a']);
  });
});

test('what is not due is not asked, unless all are wanted; what is gone never', async () => {
  const { pass, clock } = await desk([feed('wire'), feed('gone')]);
  await pass({ wire: read(), gone: { outcome: 'gone', trouble: 'Gone.' } });
  clock.time += MINUTE;
  expect(await pass(read())).toEqual([]);
  expect(await pass(read(), { all: true })).toMatchObject([{ feed: 'wire' }]);
});

test('killed before any write, the next pass loses nothing and doubles nothing', async () => {
  const story = found('edited', { aliases: ['guid-and-date'] });
  for (let at = 1; at <= 4; at += 1) {
    const first = await desk([feed('wire')], new Killer(at));
    const answer = read(found('a', { aliases: ['x'] }), story);
    await first.pass(answer).catch(() => []);

    const second = await desk([feed('wire')], new Killer(Infinity), first.store);
    second.clock.time += 11 * MINUTE;
    await second.pass(answer);
    expect((await second.inbox()).map(({ id }) => id).toSorted()).toEqual(['a', 'edited']);
    // Its other names were written as well, whenever the first pass died.
    second.clock.time += 11 * MINUTE;
    expect(await second.pass(read(found('edited-later', { aliases: ['guid-and-date'] })))).toMatchObject([
      { brought: 0, edited: 1 },
    ]);
  }
});

test('a cursor that cannot be written leaves no feed under way: all are asked in the next pass', async () => {
  const store = await openStore('memory:', quietLog());
  const clock = new TestClock();
  const asked: string[] = [];
  let full = true;
  const gather = createGather({
    feeds: [feed('a'), feed('b')],
    readFeed: (one) => {
      asked.push(one.id);
      return Promise.resolve(read());
    },
    inbox: store.inbox,
    aliases: store.aliases,
    versions: store.versions,
    archive: store.entries,
    cursors: {
      ...store.cursors,
      getMany: (ids) => store.cursors.getMany(ids),
      set: (id, cursor) =>
        full && id === 'b' ? Promise.reject(new Error('the disk is full')) : store.cursors.set(id, cursor),
      setMany: (all) => (full ? Promise.reject(new Error('the disk is full')) : store.cursors.setMany(all)),
    },
    clock,
    random: () => 0,
    log: quietLog(),
  });
  await expect(gather({ concurrency: 4, perHost: 2 })).rejects.toThrow('the disk is full');
  full = false;
  clock.time += 60 * MINUTE;
  await gather({ concurrency: 4, perHost: 2 });
  expect(asked.toSorted()).toEqual(['a', 'b']);
});
