import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Keyv } from 'keyv';
import type { Entry } from '#core/entry.ts';
import { keyvOver } from '#store/collection.ts';
import { openStore } from '#store/open.ts';
import { SqliteFile } from '#store/sqlite-file.ts';
import { KeyvSqlite, RECORDS_SCHEMA } from '#store/sqlite.ts';

/** A feed's entries are claimed together: this many. */
const FEED = 40;
const BATCH = 500;
const ROUNDS = 3;

const log = { error() {}, warn() {}, info() {}, debug() {} };

interface Contender {
  /** Claims new keys, a feed's worth at a time. @returns how many were new */
  claim(keys: readonly string[]): Promise<number>;
  set(key: string, value: unknown): Promise<unknown>;
  setMany(entries: { key: string; value: unknown }[]): Promise<unknown>;
  get(key: string): Promise<unknown>;
  getMany(keys: string[]): Promise<unknown>;
  close(): Promise<void>;
}

const value = {
  v: 1,
  value: { feed: 'wire-en', etag: '"abc"', lastAttemptAt: 1700000000000, trouble: null },
};

function ours(folder: string): Contender {
  const file = SqliteFile.open(join(folder, 'ours.db'), { readOnly: false, schema: RECORDS_SCHEMA });
  const adapter = new KeyvSqlite(file);
  const keyv = keyvOver(adapter, 'bench');
  return {
    claim: async (keys) =>
      (
        await adapter.claim(
          keys.map((key) => `bench:${key}`),
          '1',
        )
      ).length,
    set: async (key, one) => keyv.set(key, one),
    setMany: async (entries) => keyv.setMany(entries),
    get: async (key) => keyv.get(key),
    getMany: async (keys) => keyv.getMany(keys),
    close: async () => {
      file.close();
    },
  };
}

/** Keyv with @keyv/sqlite 4, where it is installed: here, or in the folder given with --with. */
function official(folder: string, installedIn: string): Contender | null {
  const require = createRequire(join(installedIn, 'package.json'));
  let adapter: { default: new (options: object) => object };
  try {
    adapter = require('@keyv/sqlite');
  } catch {
    return null;
  }
  const store = new adapter.default({ uri: `sqlite://${join(folder, 'official.db')}`, busyTimeout: 10_000 });
  const keyv = new Keyv<unknown>({ store, namespace: 'bench', throwOnErrors: true });
  return {
    // The best that Keyv's own calls allow: look, then write what was not there.
    claim: async (keys) => {
      const found = await keyv.getMany([...keys]);
      const fresh = keys.filter((_, at) => found[at] === undefined);
      await keyv.setMany(fresh.map((key) => ({ key, value: 1 })));
      return fresh.length;
    },
    set: async (key, one) => keyv.set(key, one),
    setMany: async (entries) => keyv.setMany(entries),
    get: async (key) => keyv.get(key),
    getMany: async (keys) => keyv.getMany(keys),
    close: async () => keyv.disconnect(),
  };
}

/** Things done a second, the median of some rounds. */
async function rate(count: number, work: (round: number) => Promise<void>): Promise<number> {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = performance.now();
    await work(round);
    rates.push((count * 1000) / (performance.now() - start));
  }
  return rates.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function keysOf(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${String(at)}-0123456789abcdef`);
}

function* pieces<Member>(all: readonly Member[], size: number): Generator<Member[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size);
}

async function measure(one: Contender, count: number): Promise<Map<string, number>> {
  const results = new Map<string, number>();
  results.set(
    `claim new entries, ${String(FEED)} at a time`,
    await rate(count, async (round) => {
      for (const keys of pieces(keysOf(`new${String(round)}`, count), FEED)) {
        if ((await one.claim(keys)) !== keys.length) throw new Error('a new key was not claimed');
      }
    }),
  );
  results.set(
    `claim known entries, ${String(FEED)} at a time`,
    await rate(count, async () => {
      for (const keys of pieces(keysOf('new0', count), FEED)) {
        if ((await one.claim(keys)) !== 0) throw new Error('a known key was claimed again');
      }
    }),
  );
  results.set(
    'set, one by one',
    await rate(count, async (round) => {
      for (const key of keysOf(`set${String(round)}`, count)) await one.set(key, value);
    }),
  );
  results.set(
    `setMany, ${String(BATCH)} at a time`,
    await rate(count, async (round) => {
      for (const keys of pieces(keysOf(`many${String(round)}`, count), BATCH)) {
        await one.setMany(keys.map((key) => ({ key, value })));
      }
    }),
  );
  results.set(
    'get, one by one',
    await rate(count, async () => {
      for (const key of keysOf('set0', count)) await one.get(key);
    }),
  );
  results.set(
    `getMany, ${String(BATCH)} at a time`,
    await rate(count, async () => {
      for (const keys of pieces(keysOf('many0', count), BATCH)) await one.getMany(keys);
    }),
  );
  return results;
}

function entry(id: string): Entry {
  const text = 'A sentence of some length, as the lead of an article has it. '.repeat(4);
  return {
    id,
    feed: 'wire-en',
    source: 'wire',
    url: `https://example.org/${id}`,
    guid: id,
    title: `Title of ${id}`,
    lead: text,
    text: '',
    language: 'en',
    publishedAt: 1,
    firstSeenAt: 1,
    arrival: 'news',
  };
}

/** The inbox does not wait for the disk; the outbox does, so its numbers are the disk's. */
async function measureQueues(folder: string, count: number): Promise<Map<string, number>> {
  const store = await openStore(`sqlite:${join(folder, 'queues.db')}`, log);
  const results = new Map<string, number>();
  const ids = keysOf('entry', count);
  const items = ids.map((id) => ({ id, lane: 'wire-en', dueAt: 0, value: entry(id) }));
  const once = async (work: () => Promise<void>): Promise<number> => {
    const start = performance.now();
    await work();
    return (count * 1000) / (performance.now() - start);
  };
  results.set(
    `inbox: put, ${String(FEED)} at a time`,
    await once(async () => {
      for (const some of pieces(items, FEED)) await store.inbox.put(some);
    }),
  );
  results.set(
    'inbox: lease 20 and settle each',
    await once(async () => {
      for (let now = 0, given = -1; given !== 0; now += 1) {
        const leased = await store.inbox.lease(now, 20, 1000);
        given = leased.length;
        for (const { id } of leased) await store.inbox.settle(id, { kind: 'done' });
      }
    }),
  );
  const few = Math.ceil(count / 50);
  const start = performance.now();
  for (const id of keysOf('delivery', few)) {
    await store.outbox.put([
      {
        id,
        lane: id,
        dueAt: 0,
        value: {
          id,
          destination: { platform: 'terminal', chat: 'terminal', thread: null },
          owedAt: 0,
          silent: false,
          message: { tone: 'plain', blocks: [], buttons: [] },
          cause: { kind: 'notice' },
        },
      },
    ]);
    await store.outbox.lease(0, 1, 1000);
    await store.outbox.settle(id, { kind: 'done' });
  }
  results.set(
    'outbox: put, lease and settle one, each on the disk',
    (few * 1000) / (performance.now() - start),
  );
  await store.close();
  return results;
}

/**
 * `npm run bench -- store [--count N] [--with FOLDER]`: records and claims a second in the embedded store, beside Keyv
 * with @keyv/sqlite 4 where that is installed (here, or in FOLDER; it is no dependency of ours).
 */
export async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { count: { type: 'string', default: '20000' }, with: { type: 'string', default: '.' } },
  });
  const count = Number(values.count);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--count ${values.count} is no count. Write a whole number, 20000 or so.`);
  const installedIn = resolve(values.with);
  if (!existsSync(installedIn)) throw new Error(`--with ${values.with}: there is no such folder.`);

  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  try {
    const mine = ours(folder);
    const here = await measure(mine, count);
    await mine.close();
    const other = official(folder, installedIn);
    // It does some 1,300 writes a second: fewer of them, or nobody waits for the end.
    const there = other === null ? null : await measure(other, Math.ceil(count / 10 / BATCH) * BATCH);
    await other?.close();

    console.table(
      Object.fromEntries(
        [...here].map(([what, perSecond]) => {
          const theirs = there?.get(what);
          return [
            what,
            {
              'ours, a second': Math.round(perSecond),
              '@keyv/sqlite, a second': theirs === undefined ? 'not installed' : Math.round(theirs),
              ratio: theirs === undefined ? '' : (perSecond / theirs).toFixed(1),
            },
          ];
        }),
      ),
    );
    const queues = await measureQueues(folder, count);
    console.table(
      Object.fromEntries(
        [...queues].map(([what, perSecond]) => [what, { 'a second': Math.round(perSecond) }]),
      ),
    );
    if (there === null) {
      console.log(
        '@keyv/sqlite is not installed. To compare: npm install --prefix FOLDER keyv@5 @keyv/sqlite@4, then --with FOLDER.',
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
