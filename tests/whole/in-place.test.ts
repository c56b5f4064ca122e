/** Reports that their outlet changes under one address, from a feed on loopback to the chat. */
import { afterAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Feed } from '#core/feed.ts';
import type { Notifier } from '#core/ports.ts';
import { toTerminal } from '#render/terminal.ts';
import { gatherOver, readerFor } from '#src/main.ts';
import { assemble } from '#src/newsdesk.ts';
import { openStore } from '#store/open.ts';
import { quietLog, subscription } from '#tests/support/desk.ts';
import { projectKnowledge } from '#tests/support/project.ts';
import { openNewspaper } from '#tests/support/service.ts';
import type { Newspaper } from '#tests/support/service.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2025-02-15T08:00:00Z');

const reader = readerFor({
  perHost: 2,
  timeout: 5_000,
  maxBytes: 1_000_000,
  maxUnpackedBytes: 10_000_000,
  maxRedirects: 3,
  contact: null,
  allowPrivate: true,
});

const knowledge = await projectKnowledge();
let paper: Newspaper;

afterAll(() => reader.close());

beforeEach(async () => {
  paper = await openNewspaper();
  return () => paper.stop();
});

/** A desk that knows nobody's past, over one feed that has had its first reading. */
async function desk() {
  let now = START;
  const clock = { now: () => now };
  const log = quietLog();
  const store = await openStore('memory:', log, { clock });
  onTestFinished(() => store.close());
  const heads: string[] = [];
  const headOf = (message: Parameters<Notifier['edit']>[2]): string =>
    toTerminal(message, { width: 200, colour: false }).split('\n')[0] ?? '';
  const notifier: Notifier = {
    platform: 'terminal',
    send: ({ id, message }) => {
      heads.push(headOf(message));
      return Promise.resolve({ outcome: 'sent', messageId: id });
    },
    edit: (_to, messageId) => Promise.resolve({ outcome: 'sent', messageId }),
  };
  const source = {
    id: 'paper',
    name: 'The Paper',
    reliability: 'B',
    stateMedia: null,
    agency: false,
  } as const;
  const feed: Feed = { id: 'paper', url: paper.url, source, language: 'en', interval: MINUTE };
  const newsdesk = await assemble({
    feeds: [feed],
    sources: [source],
    defaults: { digest: null, timeZone: 'UTC', language: 'en', emptyDigest: 'say', quiet: null },
    keepEntries: Infinity,
    admins: [],
    silentAfter: Infinity,
    knowledge,
    store,
    connect: () => [{ notifier }],
    clock,
    log,
  });
  await newsdesk.subscribers.save(subscription('one'));
  const polling = { concurrency: 2, perHost: 2 };
  const gather = gatherOver({ feeds: [feed], polling, store, reader, clock, random: () => 0, log });
  const poll = async (after: number): Promise<readonly string[]> => {
    now += after;
    await gather({ all: true });
    await newsdesk.analyse();
    await newsdesk.deliver();
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    return heads.splice(0);
  };
  return {
    store,
    poll,
    /** What a digest of the hours up to now says of its stories. */
    async digest(hours: number) {
      const to = {
        subjects: 'all',
        topics: [],
        alerts: 'changes',
        mutedStories: [],
        timeZone: 'UTC',
      } as const;
      const { stories } = await newsdesk.digestOf(to, { from: now - hours * HOUR, to: now + 1 });
      return stories.map(({ saying }) => saying && `${saying.event} ${saying.modality}`);
    },
    /** How many reports the search finds. */
    async found(words: string) {
      const answer = await newsdesk.search(words, 9);
      return 'hits' in answer ? answer.hits.length : null;
    },
    async standing() {
      const subject = knowledge.watchlist.subjects.get('trufanov');
      if (subject === undefined) throw new Error('trufanov is not watched');
      const { situation, standing, origins } = (await newsdesk.desk.known(subject, now)).situation;
      return { situation, standing, origins };
    },
  };
}

const item = (title: string, text = ''): Parameters<Newspaper['publish']>[0] => ({
  path: 'report',
  title,
  text,
  at: START - MINUTE,
});

const FREED = 'Hamas freed hostage Alexander Trufanov on Saturday';

test('a report that is taken back in place takes back what was told, whether in its headline or in its text', async () => {
  for (const correction of [
    item('Correction: hostage Alexander Trufanov was not freed on Saturday'),
    item(FREED, 'Correction: Alexander Trufanov was not freed on Saturday, as this page said before.'),
  ]) {
    const the = await desk();
    expect(await the.poll(0)).toEqual([]);
    paper.publish(item(FREED));
    expect(await the.poll(HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
    paper.revise(item(`${FREED}, his family says`));
    expect(await the.poll(HOUR)).toEqual([]);
    expect(await the.standing()).toEqual({ situation: 'released', standing: 'reported', origins: 1 });
    paper.revise(correction);
    expect(await the.poll(HOUR)).toEqual(['↩️ CORRECTION']);
    expect(await the.standing()).toMatchObject({ situation: 'unknown' });
    expect(await the.poll(HOUR)).toEqual([]);
    paper.clear();
  }
});

test('a report that quoted somebody takes that back too', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item('Hamas says it freed hostage Alexander Trufanov on Saturday'));
  expect(await the.poll(HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  paper.revise(item('Correction: hostage Alexander Trufanov was not freed on Saturday'));
  expect(await the.poll(HOUR)).toEqual(['↩️ CORRECTION']);
});

test('a report of more than a week ago takes back what it told, and a live blog begun then tells what is new', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item('LIVE: Gaza talks, Trufanov still held hostage'));
  expect(await the.poll(HOUR)).toEqual([]);
  paper.revise(item(FREED));
  expect(await the.poll(9 * 24 * HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  paper.revise(item('Correction: hostage Alexander Trufanov was not freed on Saturday'));
  expect((await the.poll(24 * HOUR))[0]).toContain('CORRECTION');
});

test('a live blog that took a release back tells it again when it is true', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item(`Live: ${FREED}`));
  expect(await the.poll(HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  const denied = 'Alexander Trufanov was not freed on Saturday, as this page said before.';
  paper.revise(item('Live: hostage Alexander Trufanov was not freed on Saturday', denied));
  expect(await the.poll(HOUR)).toEqual(['↩️ CORRECTION']);
  // What it said before still stands below.
  paper.revise(item('Live: hostage Alexander Trufanov has been released and is in Israel', denied));
  expect(await the.poll(8 * HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  expect(await the.standing()).toMatchObject({ situation: 'released', standing: 'reported' });
});

test('a report that goes back word for word to the release tells it again, and two caches in turn do not', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item(FREED));
  expect(await the.poll(HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  const denied = item('Correction: hostage Alexander Trufanov was not freed on Saturday');
  paper.revise(denied);
  expect(await the.poll(HOUR)).toEqual(['↩️ CORRECTION']);
  paper.revise(item(FREED));
  expect(await the.poll(10 * MINUTE)).toEqual([]);
  expect(await the.poll(HOUR)).toEqual(['🟢 RELEASED · reported, one source']);
  expect(await the.standing()).toMatchObject({ situation: 'released', standing: 'reported' });
  for (let n = 0; n < 60; n += 1) {
    paper.revise(n % 2 === 0 ? denied : item(FREED));
    expect(await the.poll(10 * MINUTE)).toEqual([]);
  }
  expect(await the.standing()).toMatchObject({ situation: 'released', standing: 'reported' });
});

test('a digest tells what a report says now, and of one told before only what is new in it', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item(FREED));
  await the.poll(HOUR);
  expect(await the.digest(1)).toEqual(['released fact']);
  paper.revise(item('Correction: hostage Alexander Trufanov was not freed on Saturday'));
  await the.poll(2 * HOUR);
  // In one window, and in the one after.
  expect(await the.digest(24)).toEqual(['released denial']);
  expect(await the.digest(1)).toEqual(['released denial']);
});

test('the search knows the words that a report has now', async () => {
  const the = await desk();
  await the.poll(0);
  paper.publish(item('Is hostage Alexander Trufanov free?'));
  await the.poll(HOUR);
  expect(await the.found('helicopter')).toBe(0);
  paper.revise(item('Helicopter waits for hostage Alexander Trufanov'));
  await the.poll(HOUR);
  expect(await the.found('helicopter')).toBe(1);
  expect(await the.found('free')).toBe(0);
});

test('an hourly headline over one address is news when it tells some', async () => {
  const the = await desk();
  paper.publish(item('LIVE: Gaza talks, Trufanov still held hostage'));
  expect(await the.poll(0)).toEqual([]);
  const told: (readonly string[])[] = [];
  for (const title of [
    'LIVE: Hamas says it will free hostage Alexander Trufanov on Saturday',
    'LIVE: crowds wait for hostage Alexander Trufanov in Tel Aviv',
    FREED,
    `LIVE: ${FREED}, army says he is in Israel`,
  ]) {
    paper.revise(item(title));
    told.push(await the.poll(HOUR));
  }
  expect(told.flat().filter((head) => head.includes('PROMISED'))).toHaveLength(1);
  expect(told.flat().filter((head) => head.includes('RELEASED'))).toHaveLength(1);
});

test('what changes at every poll and says nothing alerts nobody again', async () => {
  const the = await desk();
  expect(await the.poll(0)).toEqual([]);
  paper.publish(item(FREED));
  expect(await the.poll(MINUTE)).toHaveLength(1);
  for (let n = 1; n <= 60; n += 1) {
    const noise = `${String(n * 37)} views. Updated ${String(n)} minutes ago. Most read: ${'abcdefgh'.repeat(n)}`;
    paper.revise(item(FREED, `${noise}. ${String(n)} hours ago Hamas freed hostage Alexander Trufanov.`));
    expect(await the.poll(10 * MINUTE)).toEqual([]);
  }
  // Turned over without end, it is read now and then.
  let read = 0;
  for await (const [id] of the.store.prints.entries()) read += id.includes('~') ? 1 : 0;
  expect(read).toBeLessThan(2);
  const claims = (await the.store.claims.get('trufanov')) ?? [];
  expect(claims.filter(({ modality, weighed }) => modality === 'fact' && !weighed)).toHaveLength(1);
});
