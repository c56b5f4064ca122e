/** Everything moved from one kind of store to another, and nothing of it new, doubled or out of order there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { exported, imported, wholeness } from '#store/transfer.ts';
import { StoreError } from '#store/trouble.ts';
import { postgresPrograms, redisProgram, startPostgres, startRedis } from './places.ts';
import type { TestServer } from './places.ts';
import { archived, claim, cursor, delivery, entry, story, subscription } from './samples.ts';

const quiet = (): void => {};
const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
const clock = { now: () => 1000 };
let folder = '';
const servers: TestServer[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-'));
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  rmSync(folder, { recursive: true });
});

let stores = 0;
async function place(kind: string): Promise<string> {
  stores += 1;
  if (kind === 'sqlite') return `sqlite:${join(folder, `${String(stores)}.sqlite`)}`;
  const server = await (kind === 'redis' ? startRedis() : startPostgres());
  servers.push(server);
  return server.url;
}

async function fill(store: Store): Promise<void> {
  await store.cursors.set('feed', cursor);
  await store.entries.set('e1', archived);
  await store.claims.set('trufanov', [claim]);
  await store.stories.set(story.id, story);
  await store.subscriptions.set(subscription.id, subscription);
  await store.desk.setMany(
    Array.from({ length: 1200 }, (_, at) => [`note ${String(at)}`, `said ${String(at)}`]),
  );
  await store.inbox.put([{ id: 'seen', lane: 'l', dueAt: 1, value: entry('seen') }]);
  await store.inbox.settle('seen', { kind: 'done' });
  await store.outbox.put(
    ['first', 'second', 'third'].map((id) => ({ id, lane: 'chat', dueAt: 5, value: delivery(id) })),
  );
  await store.outbox.put([{ id: 'poison', lane: 'other', dueAt: 5, value: delivery('poison') }]);
  await store.outbox.lease(10, 10, 50);
  await store.outbox.settle('poison', { kind: 'parked', reason: 'refused' });
  await store.outbox.settle('first', { kind: 'retry', at: 2000, reason: 'flood limit' });
}

async function* lines(text: readonly string[]): AsyncGenerator<string> {
  yield* text;
}

async function dump(store: Store): Promise<readonly string[]> {
  const all: string[] = [];
  for await (const line of exported(store.parts, 0)) all.push(line);
  return all;
}

describe.each([
  ['sqlite', 'sqlite', true],
  ['sqlite', 'redis', redisProgram !== null],
  ['redis', 'sqlite', redisProgram !== null],
  ['sqlite', 'postgres', postgresPrograms !== null],
])('from %s to %s', (from, to, there) => {
  test.skipIf(!there)('everything is there, as it was', { timeout: 60_000 }, async () => {
    const one = await openStore(await place(from), log, { clock });
    await fill(one);
    const all = await dump(one);
    await one.close();
    const url = await place(to);
    const other = await openStore(url, log, { clock });
    const done = await imported(other.parts, lines(all));
    expect(done?.problems).toEqual([]);
    await other.close();
    // Opened anew: what counts is what is stored, not what is remembered.
    const again = await openStore(url, log, { clock });
    expect((await dump(again)).toSorted()).toEqual(all.toSorted());
    expect(await again.inbox.put([{ id: 'seen', lane: 'l', dueAt: 1, value: entry('seen') }])).toEqual([]);
    expect(await again.outbox.lease(1500, 10, 50)).toEqual([]);
    expect((await again.outbox.lease(2000, 10, 50)).map(({ id }) => id)).toEqual([
      'first',
      'second',
      'third',
    ]);
    expect((await again.outbox.backlog(0)).parked).toMatchObject([{ id: 'poison', reason: 'refused' }]);
    await again.close();
  });
});

describe('a file that is not as it should be', () => {
  test('is refused when it is none of ours', async () => {
    const store = await openStore('memory:', log);
    expect(await imported(store.parts, lines(['{"some":"json"}']))).toBeNull();
    expect(await imported(store.parts, lines([]))).toEqual(null);
  });

  test('is known to be cut off, wherever it ends, before anything of it is taken', async () => {
    const one = await openStore('memory:', log, { clock });
    await fill(one);
    const text = `${(await dump(one)).join('\n')}\n`;
    const all = text.split('\n');
    expect(await wholeness(lines(all))).toEqual({ whole: true });
    for (const end of [text.indexOf('\n') + 1, 5_000, text.lastIndexOf('\n', text.length - 2) + 1]) {
      const cut = text.slice(0, end).split('\n');
      expect(await wholeness(lines(cut))).toMatchObject({ whole: false, because: 'cut' });
    }
    // A line that got lost in the middle.
    expect(await wholeness(lines(all.toSpliced(7, 1)))).toMatchObject({ records: all.length - 4 });
    expect(await wholeness(lines(['no json']))).toEqual({ whole: false, because: 'foreign' });
    // What was exported before there was an end.
    const before = [all[0]?.replace('"format":2', '"format":1') ?? '', ...all.slice(1, -2)];
    expect(await wholeness(lines(before))).toEqual({ whole: true });
  });

  test('that the store has no room for is no fault of its lines', async () => {
    const one = await openStore('memory:', log, { clock });
    await fill(one);
    const all = await dump(one);
    const other = await openStore('memory:', log, { clock });
    const full = new StoreError('failed', 'The disk is full.');
    const parts = other.parts.map((part) => ({ ...part, load: () => Promise.reject(full) }));
    await expect(imported(parts, lines(all))).rejects.toBe(full);
  });

  test('costs only the lines that are broken, each named with its number', async () => {
    const one = await openStore('memory:', log, { clock });
    await fill(one);
    const all = [...(await dump(one))];
    const bad = all.findIndex((line) => line.includes('"note 7"'));
    all[bad] = '{"in":"desk","record":{"id":"note 7","kept":{"v":1,"value":7}}}';
    all.splice(20, 0, 'not json', '{"in":"nowhere","record":{}}');
    const other = await openStore('memory:', log, { clock });
    const done = await imported(other.parts, lines(all));
    expect(done?.problems.map((problem) => problem.slice(0, 7))).toHaveLength(3);
    expect(done?.problems.join()).toContain('line 21');
    expect(await other.desk.get('note 8')).toBe('said 8');
    expect(await other.desk.get('note 7')).toBeNull();
    expect(await other.subscriptions.get(subscription.id)).toEqual(subscription);
  });
});
