import { EventEmitter } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { type SqliteFile, textOf } from './sqlite-file.ts';

/** The table of all Keyv records. Not WITHOUT ROWID: values may be larger than a page. */
export const RECORDS_SCHEMA = `
  CREATE TABLE records (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL, expires INTEGER) STRICT;
  CREATE INDEX records_by_expiry ON records (expires) WHERE expires IS NOT NULL;
`;

/** How many rows are read at once while iterating: a page takes a few milliseconds, then others have their turn. */
const PAGE = 500;

/** How many rows one sweep statement takes away; a long one would hold up everything else. */
const SWEEP = 2000;

/**
 * Keyv 5's storage adapter over Node's own SQLite. The official one needs a native module that takes a minute to
 * compile, and is twenty times slower (docs/performance.md).
 *
 * Keys come with their namespace in front (`namespace:key`, Keyv does that). One instance serves one namespace, since
 * Keyv keeps the namespace on the adapter; any number of instances share a file.
 */
export class KeyvSqlite extends EventEmitter {
  /** Keyv recognises adapters that can iterate by their dialect. */
  readonly opts: Record<string, unknown>;
  /** Set by Keyv. */
  namespace: string | undefined = undefined;
  readonly #file: SqliteFile;

  constructor(file: SqliteFile) {
    super();
    this.#file = file;
    this.opts = { dialect: 'sqlite', url: `sqlite:${file.path}` };
  }

  async get(key: string): Promise<string | undefined> {
    const row = this.#file.get(
      'SELECT value FROM records WHERE key = ? AND (expires IS NULL OR expires > ?)',
      key,
      Date.now(),
    );
    return row === undefined ? undefined : textOf(row['value']);
  }

  async getMany(keys: readonly string[]): Promise<(string | undefined)[]> {
    const rows = this.#file.all(
      'SELECT key, value FROM records WHERE key IN (SELECT value FROM json_each(?)) AND (expires IS NULL OR expires > ?)',
      list(keys),
      Date.now(),
    );
    const values = new Map(rows.map((row) => [textOf(row['key']), textOf(row['value'])]));
    return keys.map((key) => values.get(key.toWellFormed()));
  }

  /** @param ttl time to live, ms */
  async set(key: string, value: string, ttl?: number): Promise<void> {
    this.#file.write('written', () => {
      this.#upsert(key, value, ttl);
    });
  }

  async setMany(entries: readonly { key: string; value: string; ttl?: number }[]): Promise<void> {
    this.#file.transaction('written', () => {
      for (const { key, value, ttl } of entries) this.#upsert(key, value, ttl);
    });
  }

  #upsert(key: string, value: string, ttl: number | undefined): void {
    this.#file.run(
      'INSERT INTO records (key, value, expires) VALUES (?, ?, ?) ' +
        'ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires',
      key,
      value,
      ttl === undefined ? null : Date.now() + ttl,
    );
  }

  /**
   * Puts the keys that are not there, all in one statement; Keyv itself has no set-if-absent.
   * @returns the keys that were new, in the order given
   */
  async claim(keys: readonly string[], value: string): Promise<readonly string[]> {
    const now = Date.now();
    const rows = this.#file.write('written', () =>
      this.#file.all(
        'INSERT INTO records (key, value) SELECT value, ? FROM json_each(?) WHERE true ' +
          // One that has expired is as good as absent.
          'ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = NULL WHERE expires <= ? RETURNING key',
        value,
        list(keys),
        now,
      ),
    );
    const fresh = new Set(rows.map((row) => textOf(row['key'])));
    return keys.filter((key) => fresh.delete(key.toWellFormed()));
  }

  async delete(key: string): Promise<boolean> {
    return this.#file.write('written', () => this.#file.run('DELETE FROM records WHERE key = ?', key)) > 0;
  }

  async deleteMany(keys: readonly string[]): Promise<boolean> {
    const deleted = this.#file.write('written', () =>
      this.#file.run('DELETE FROM records WHERE key IN (SELECT value FROM json_each(?))', list(keys)),
    );
    return deleted > 0;
  }

  async has(key: string): Promise<boolean> {
    return (await this.get(key)) !== undefined;
  }

  async hasMany(keys: readonly string[]): Promise<boolean[]> {
    return (await this.getMany(keys)).map((value) => value !== undefined);
  }

  /** Takes away what is in the adapter's namespace, or everything when it has none. */
  async clear(): Promise<void> {
    const { first, last } = range(this.namespace);
    this.#file.write('written', () =>
      this.#file.run('DELETE FROM records WHERE key >= ? AND key < ?', first, last),
    );
  }

  /** Key and value of everything in a namespace that has not expired, a page at a time. */
  async *iterator(namespace?: string): AsyncGenerator<[string, string], void> {
    const { first, last } = range(namespace);
    let from = first;
    for (;;) {
      const rows = this.#file.all(
        'SELECT key, value FROM records WHERE key >= ? AND key < ? AND (expires IS NULL OR expires > ?) ' +
          `ORDER BY key LIMIT ${String(PAGE)}`,
        from,
        last,
        Date.now(),
      );
      for (const row of rows) yield [textOf(row['key']), textOf(row['value'])];
      const final = rows.at(-1);
      if (final === undefined || rows.length < PAGE) return;
      // The smallest text that comes after the last key.
      from = `${textOf(final['key'])}\0`;
    }
  }

  /** Does nothing: the file is closed by who opened it, when all its adapters are done. */
  async disconnect(): Promise<void> {}
}

/** Takes away what has expired, in every namespace. @returns how many rows */
export async function sweepExpired(file: SqliteFile, now: number): Promise<number> {
  let swept = 0;
  for (;;) {
    const count = file.write('written', () =>
      file.run(
        `DELETE FROM records WHERE key IN (SELECT key FROM records WHERE expires <= ? LIMIT ${String(SWEEP)})`,
        now,
      ),
    );
    swept += count;
    if (count < SWEEP) return swept;
    await setImmediate();
  }
}

/** Keys as one parameter. SQLite stores a broken surrogate as U+FFFD when it comes as text; JSON must not differ. */
function list(keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => key.toWellFormed()));
}

/** The keys of a namespace, as a range of the primary key: no pattern that another namespace could fit. */
function range(namespace: string | undefined): { first: string; last: string | Uint8Array } {
  // ';' is the character after ':'. Any blob comes after any text.
  if (namespace === undefined) return { first: '', last: new Uint8Array() };
  return { first: `${namespace}:`, last: `${namespace};` };
}
