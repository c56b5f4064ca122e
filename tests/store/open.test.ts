import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Store } from '#store/store.ts';
import { RETENTION, openStore } from '#store/open.ts';
import { StoreError } from '#store/trouble.ts';
import { Notebook, TestClock, temporaryFolder } from './places.ts';
import { archived, claim, cursor, dayLine, delivery, entry, sent, story, subscription } from './samples.ts';

const WRITER = join(import.meta.dirname, 'doomed-writer.ts');

function newPlace(): { path: string; url: string } {
  const folder = temporaryFolder();
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'data', 'store.db');
  return { path, url: `sqlite:${path}` };
}

/** Who may do what with a file, as `chmod` has it. */
function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

async function opened(url: string, options: Parameters<typeof openStore>[2] = {}): Promise<Store> {
  return openStore(url, new Notebook(), options);
}

async function failure(opening: Promise<unknown>): Promise<StoreError> {
  const error = await opening.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof StoreError)) throw new Error('it did not fail as a store does', { cause: error });
  return error;
}

/** A process that writes to the store until it is killed. */
class Writer {
  readonly said: Record<string, unknown>[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #heard: (() => void) | null = null;

  constructor(url: string, complaints: 'inherit' | 'ignore' = 'inherit') {
    const child = spawn(process.execPath, [WRITER, url], { stdio: ['ignore', 'pipe', complaints] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.said.push(JSON.parse(line));
      this.#heard?.();
    });
    this.#child = child;
    // `close`, not `exit`: what it said before it died has then been read to the end.
    this.#ended = once(child, 'close');
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  async saidLines(count: number): Promise<void> {
    while (this.said.length < count && this.#child.exitCode === null) {
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Its exit code, once it has ended by itself. */
  async ended(): Promise<number | null> {
    await this.#ended;
    return this.#child.exitCode;
  }

  /** The ids or notes that it was told are written, of one kind of write. */
  told(kind: string): string[] {
    return this.said.flatMap((line) => {
      const one = line[kind];
      if (Array.isArray(one)) return one.map(String);
      return typeof one === 'string' ? [one] : [];
    });
  }
}

describe('the store', () => {
  it.each(['sqlite', 'memory:'])('keeps one of every kind of record: %s', async (kind) => {
    const store = await opened(kind === 'sqlite' ? newPlace().url : kind);
    await store.aliases.set('link:1', 'e1');
    await store.versions.set('e1', { words: 'AAAA', spent: 0, at: 0 });
    await store.cursors.set('wire-en', cursor);
    await store.entries.set('e1', archived);
    await store.days.set('2025-02-03', [dayLine]);
    await store.claims.set('trufanov', [claim]);
    await store.stories.set('s1', story);
    await store.subscriptions.set(subscription.id, subscription);
    await store.sent.set('d1', sent);
    await store.desk.set('dossiers', 'loaded');
    await store.inbox.put([{ id: 'e1', lane: 'wire-en', dueAt: 0, value: entry('e1') }]);
    await store.outbox.put([{ id: 'd1', lane: 'telegram:-100123/7', dueAt: 0, value: delivery('d1') }]);

    expect(await store.aliases.get('link:1')).toBe('e1');
    expect(await store.versions.get('e1')).toEqual({ words: 'AAAA', spent: 0, at: 0 });
    expect(await store.cursors.get('wire-en')).toEqual(cursor);
    expect(await store.entries.get('e1')).toEqual(archived);
    expect(await store.days.get('2025-02-03')).toEqual([dayLine]);
    expect(await store.claims.get('trufanov')).toEqual([claim]);
    expect(await store.stories.get('s1')).toEqual(story);
    expect(await store.subscriptions.get(subscription.id)).toEqual(subscription);
    expect(await store.sent.get('d1')).toEqual(sent);
    expect(await store.desk.get('dossiers')).toBe('loaded');
    expect((await store.inbox.lease(0, 1, 1))[0]?.value).toEqual(entry('e1'));
    expect((await store.outbox.lease(0, 1, 1))[0]?.value).toEqual(delivery('d1'));
    await store.close();
  });

  it('forgets after two years what was settled and never seen again', async () => {
    const clock = new TestClock();
    const store = await opened(newPlace().url, { clock });
    await store.inbox.put(['a', 'b'].map((id) => ({ id, lane: 'x', dueAt: 0, value: entry(id) })));
    await store.inbox.settle('a', { kind: 'done' });
    expect(await store.tidy(clock.at + RETENTION)).toEqual({ settled: 0, expired: 0 });
    expect(await store.tidy(clock.at + RETENTION + 1)).toEqual({ settled: 1, expired: 0 });
    await store.close();
  });

  it('forgets after thirty days the words of a report that did not change', async () => {
    const clock = new TestClock();
    const store = await opened(newPlace().url, { clock });
    await store.versions.set('old', { words: '', spent: 0, at: clock.at - 31 * 24 * 3_600_000 });
    await store.versions.set('live', { words: '', spent: 1, at: clock.at });
    await store.tidy(clock.at);
    expect(await store.versions.getMany(['old', 'live'])).toMatchObject([null, { spent: 1 }]);
    await store.close();
  });

  it("is its owner's alone: nobody else may read the file, its log, its lock or its folder", async () => {
    const { path, url } = newPlace();
    const store = await opened(url);
    await store.desk.set('a', 'b');
    for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`])
      expect([file, mode(file)]).toEqual([file, '600']);
    expect(mode(join(path, '..'))).toBe('700');
    await store.close();
    chmodSync(path, 0o644);
    await (await opened(url)).close();
    expect(mode(path)).toBe('600');
  });

  it.each([
    ['mysql://user:secret@host/db', 'unknown-kind'],
    ['/var/lib/wirewatch.db', 'unknown-kind'],
    ['sqlite:', 'unknown-kind'],
    ['sqlite::memory:', 'unknown-kind'],
    ['redis://user:secret@127.0.0.1:1', 'unreachable'],
    ['postgres://user:secret@127.0.0.1:1/db?password=secret', 'unreachable'],
  ])('says what to do about %s and shows no password', async (url, trouble) => {
    const error = await failure(opened(url));
    expect(error.trouble).toBe(trouble);
    expect(error.message).not.toContain('secret');
    expect(error.message).toMatch(/Use |Write |Check /);
  });
});

describe('the lock of an embedded store', () => {
  it('keeps a second process off, saying who holds it, and lets it look', async () => {
    const { url } = newPlace();
    const writer = new Writer(url);
    await writer.saidLines(1);

    const error = await failure(opened(url));
    expect(error.trouble).toBe('locked');
    expect(error.message).toMatch(
      new RegExp(`process ${String(writer.pid)}, since \\d{4}-.*Stop that one first`),
    );

    const looking = await opened(url, { readOnly: true });
    await expect.poll(async () => looking.desk.get('note 0')).toBe('');
    expect((await looking.inbox.backlog(0)).waiting).toBeGreaterThanOrEqual(0);
    expect(await failure(looking.desk.set('a', 'b'))).toMatchObject({ trouble: 'read-only' });
    expect(
      await failure(looking.inbox.put([{ id: 'x', lane: 'x', dueAt: 0, value: entry('x') }])),
    ).toMatchObject({
      trouble: 'read-only',
    });
    await looking.close();
  });

  it('is gone with the process that held it, however that went', async () => {
    const { url } = newPlace();
    const writer = new Writer(url);
    await writer.saidLines(1);
    await writer.kill();
    const store = await opened(url);
    expect(await store.desk.get('nothing')).toBeNull();
    await store.close();
  });

  it('keeps out a second opening of this process as well, and outlives its failure', async () => {
    const { url } = newPlace();
    const store = await opened(url);
    expect((await failure(opened(url))).message).toContain(`process ${String(process.pid)} (this one)`);
    // A careless second opening would have dropped the first one's lock.
    expect(await new Writer(url, 'ignore').ended()).toBe(1);
    await store.close();
    await (await opened(url)).close();
  });

  it('is not taken by somebody who only looks', async () => {
    const { url } = newPlace();
    await (await opened(url)).close();
    const looking = await opened(url, { readOnly: true });
    const store = await opened(url);
    await store.desk.set('a', 'seen by both');
    expect(await looking.desk.get('a')).toBe('seen by both');
    await store.close();
    await looking.close();
  });
});

describe('a killed process', () => {
  it.each([1, 2, 3, 4, 7, 40, 201])(
    'loses nothing that it was told is written: killed after write %i',
    async (writes) => {
      const { url } = newPlace();
      const writer = new Writer(url);
      await writer.saidLines(writes + 1);
      await writer.kill();

      const store = await opened(url);
      const [put, leased, settled] = [writer.told('put'), writer.told('leased'), writer.told('settled')];
      expect(
        await store.inbox.put(put.map((id) => ({ id, lane: 'again', dueAt: 0, value: entry(id) }))),
      ).toEqual([]);
      for (const note of writer.told('noted')) {
        expect(await store.desk.get(note)).toHaveLength(Number(note.slice('note '.length)) % 500);
      }
      const waiting = await store.inbox.lease(1_000_000, 1_000_000, 1);
      const attempts = new Map(waiting.map(({ id, attempt }) => [id, attempt]));
      const missing = put.filter((id) => !settled.includes(id) && !attempts.has(id));
      // The last one leased may have been settled without living to say so.
      expect(missing.filter((id) => id !== leased.at(-1))).toEqual([]);
      expect(settled.filter((id) => attempts.has(id))).toEqual([]);
      const noted = leased.filter((id) => attempts.has(id)).map((id) => attempts.get(id));
      expect(noted.every((attempt) => attempt === 2)).toBe(true);
      await store.close();
    },
  );

  it('leaves a store that can be looked at before anybody repairs it', async () => {
    const { path, url } = newPlace();
    const writer = new Writer(url);
    await writer.saidLines(20);
    await writer.kill();
    rmSync(`${path}-shm`);
    const looking = await opened(url, { readOnly: true });
    expect(await looking.desk.get('note 3')).toBe('xxx');
    await looking.close();
  });
});

describe('a store file that is not as we left it', () => {
  it('says that there is none, to somebody who only looks', async () => {
    const { path, url } = newPlace();
    const error = await failure(opened(url, { readOnly: true }));
    expect(error.trouble).toBe('missing');
    expect(error.message).toContain(path);
  });

  it('says that a file of something else is damaged, and leaves it alone', async () => {
    const { path, url } = newPlace();
    await (await opened(url)).close();
    writeFileSync(path, 'This is a letter, not a store. '.repeat(200));
    const error = await failure(opened(url));
    expect(error.trouble).toBe('damaged');
    expect(error.message).toMatch(/store\.db is damaged.*backup in its place/);
    expect((await failure(opened(url, { readOnly: true }))).trouble).toBe('damaged');
    expect(readFileSync(path, 'utf8')).toMatch(/^This is a letter/);
  });

  it('says so when it is damaged in the middle', async () => {
    const { path, url } = newPlace();
    const store = await opened(url);
    await store.desk.setMany(
      Array.from({ length: 3000 }, (_, at) => [`note ${String(at)}`, 'x'.repeat(300)]),
    );
    await store.close();
    const file = openSync(path, 'r+');
    const { size } = statSync(path);
    for (let page = 20; page * 4096 < size; page += 1)
      writeSync(file, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
    closeSync(file);

    const again = await opened(url);
    const readAll = async (): Promise<void> => {
      for await (const [id] of again.desk.entries()) expect(id).toContain('note');
    };
    const error = await failure(readAll());
    expect(error.trouble).toBe('damaged');
    expect(error.message).toMatch(/Stop wirewatch/);
    await again.close();
  });

  it('says so when its end is missing', async () => {
    const { path, url } = newPlace();
    const store = await opened(url);
    await store.desk.setMany(
      Array.from({ length: 3000 }, (_, at) => [`note ${String(at)}`, 'x'.repeat(300)]),
    );
    await store.close();
    truncateSync(path, 40_960);
    const error = await failure(
      (async () => {
        const again = await opened(url);
        try {
          for await (const [id] of again.desk.entries()) expect(id).toContain('note');
        } finally {
          await again.close();
        }
      })(),
    );
    expect(error.trouble).toBe('damaged');
  });

  it('does not touch the database of another program, nor one of a newer wirewatch', async () => {
    const other = newPlace();
    await (await opened(other.url)).close();
    rmSync(other.path);
    const theirs = new DatabaseSync(other.path);
    theirs.exec('CREATE TABLE photos (name TEXT)');
    theirs.close();
    expect((await failure(opened(other.url))).message).toContain('another program');

    const newer = newPlace();
    await (await opened(newer.url)).close();
    const raised = new DatabaseSync(newer.path);
    raised.exec('PRAGMA user_version = 99');
    raised.close();
    expect((await failure(opened(newer.url))).trouble).toBe('newer');
    expect((await failure(opened(newer.url, { readOnly: true }))).trouble).toBe('newer');
  });

  it('takes up a store of the first shape with what waits in it', async () => {
    const folder = temporaryFolder();
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'store.db');
    const store = await openStore(`sqlite:${path}`, new Notebook());
    await store.outbox.put([
      { id: 'old', lane: 'x', dueAt: 0, value: delivery('old') },
      { id: 'parked', lane: 'x', dueAt: 0, value: delivery('parked') },
    ]);
    await store.outbox.settle('parked', { kind: 'parked', reason: 'no' });
    await store.close();
    const first = new DatabaseSync(path);
    for (const queue of ['inbox', 'outbox'])
      for (const column of ['step', 'unknown_since', 'because'])
        first.exec(`ALTER TABLE ${queue} DROP COLUMN ${column}`);
    first.exec('PRAGMA user_version = 1');
    first.close();

    const again = await openStore(`sqlite:${path}`, new Notebook());
    onTestFinished(() => again.close());
    expect(await again.outbox.lease(0, 10, 10)).toMatchObject([{ id: 'old', step: 0, unknownSince: null }]);
    expect((await again.outbox.backlog(0)).parked).toMatchObject([{ id: 'parked', because: 'failed' }]);
  });

  it('parks a queued record that cannot be read, tells of it, and goes on with the lane', async () => {
    const { path, url } = newPlace();
    const store = await opened(url);
    await store.inbox.put(['bad', 'good'].map((id) => ({ id, lane: 'x', dueAt: 0, value: entry(id) })));
    await store.close();
    const raw = new DatabaseSync(path);
    raw.exec(`UPDATE inbox SET value = '{"v":1,"value":{"title":7}}' WHERE id = 'bad'`);
    raw.close();
    const log = new Notebook();
    const again = await openStore(url, log);
    expect((await again.inbox.lease(0, 10, 10)).map(({ id }) => id)).toEqual(['good']);
    expect((await again.inbox.backlog(0)).parked).toMatchObject([{ id: 'bad', lane: 'x' }]);
    expect(log.lines).toMatchObject([{ level: 'error', fields: { queue: 'inbox', id: 'bad' } }]);
    await again.close();
  });
});
