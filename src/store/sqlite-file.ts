import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type SQLInputValue, type SQLOutputValue, type StatementSync } from 'node:sqlite';
import { StoreError, wordsOf } from './trouble.ts';

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/**
 * How far a write has to have got before we go on. Both survive a kill of this process. `flushed` waits for the disk,
 * so that it survives a loss of power as well; `written` may lose the last moments then, but never out of order: all
 * tables share one write-ahead log, and what a power cut takes from it is its end (https://sqlite.org/wal.html).
 */
export type Durability = 'written' | 'flushed';

/** Shape of our tables. A file with a higher number is left alone. */
const FILE_VERSION = 2;

/** How a file is opened. */
export interface FileOptions {
  readonly readOnly: boolean;
  /**
   * The file alone, which nobody writes to: no log beside it is read or made. A reader who may not write leaves the log's
   * files behind, since it may not take them away. False unless given.
   */
  readonly alone?: boolean;
  /** SQL that makes the tables of a new file. */
  readonly schema: string;
  /** SQL that brings the tables of an older file to the next shape, the first shape's first. None unless given. */
  readonly upgrades?: readonly string[];
}

/** How long a write waits for a checkpoint or a backup in another process, ms. */
const BUSY_TIMEOUT = 5000;

/** The log is cut back to this size after a checkpoint, so that one busy day does not stay on disk for ever, bytes. */
const LOG_LIMIT = 16 * 1024 * 1024;

/** One SQLite file, opened once by this process: statements prepared once, errors in words. */
export class SqliteFile {
  readonly path: string;
  readonly readOnly: boolean;
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #durability: Durability = 'written';

  private constructor(path: string, database: DatabaseSync, readOnly: boolean) {
    this.path = path;
    this.#database = database;
    this.readOnly = readOnly;
  }

  /**
   * Opens the file, making it when it is not there (not when `readOnly`).
   * @throws StoreError `missing`, `damaged`, `newer` or `failed`
   */
  static open(path: string, options: FileOptions): SqliteFile {
    if (options.readOnly && !existsSync(path)) throw nothingThere(path);
    if (!options.readOnly) makePrivate(path);
    let database: DatabaseSync;
    try {
      database = new DatabaseSync(options.alone === true ? asAlone(path) : path, {
        readOnly: options.readOnly,
        timeout: BUSY_TIMEOUT,
      });
    } catch (error) {
      throw inWords(path, error);
    }
    const file = new SqliteFile(path, database, options.readOnly);
    try {
      file.#prepareFile(options);
    } catch (error) {
      database.close();
      throw error;
    }
    return file;
  }

  #prepareFile({ schema, upgrades = [] }: FileOptions): void {
    const version = this.get('PRAGMA user_version')?.['user_version'];
    if (typeof version === 'number' && version > FILE_VERSION) {
      throw new StoreError(
        'newer',
        `The store ${this.path} was written by a newer wirewatch. Use that version, or restore a backup made by this one.`,
      );
    }
    const made = typeof version === 'number' && version > 0;
    if (this.readOnly) {
      if (!made) throw nothingThere(this.path);
      return;
    }
    if (!made && this.get('SELECT name FROM sqlite_schema LIMIT 1') !== undefined) {
      throw new StoreError(
        'damaged',
        `${this.path} is an SQLite file of another program. Choose another place for the store.`,
      );
    }
    // Readers go on while we write, and a write is one append to the log.
    this.exec('PRAGMA journal_mode = WAL');
    this.exec('PRAGMA synchronous = NORMAL');
    // What is deleted is overwritten: /forget must leave nothing of a chat in the free pages.
    this.exec('PRAGMA secure_delete = ON');
    this.exec(`PRAGMA journal_size_limit = ${String(LOG_LIMIT)}`);
    if (version === FILE_VERSION) return;
    this.transaction('flushed', () => {
      this.exec(made ? upgrades.slice(version - 1).join('') : schema);
      this.exec(`PRAGMA user_version = ${String(FILE_VERSION)}`);
    });
  }

  /** Runs SQL without parameters. */
  exec(sql: string): void {
    this.#inWords(() => {
      this.#database.exec(sql);
    });
  }

  /** All rows of a query. */
  all(sql: string, ...parameters: readonly SQLInputValue[]): readonly Row[] {
    return this.#inWords(() => this.#statement(sql).all(...parameters));
  }

  /** The first row of a query. */
  get(sql: string, ...parameters: readonly SQLInputValue[]): Row | undefined {
    return this.#inWords(() => this.#statement(sql).get(...parameters));
  }

  /**
   * One writing statement.
   * @returns how many rows it changed
   */
  run(sql: string, ...parameters: readonly SQLInputValue[]): number {
    return this.#inWords(() => Number(this.#statement(sql).run(...parameters).changes));
  }

  /** Does `work`, one statement that writes, as durable as said. */
  write<R>(durability: Durability, work: () => R): R {
    if (this.readOnly) throw onlyToLook(this.path);
    if (durability !== this.#durability) {
      // Not allowed inside a transaction, and none is ever open here: `work` is synchronous.
      this.exec(`PRAGMA synchronous = ${durability === 'flushed' ? 'FULL' : 'NORMAL'}`);
      this.#durability = durability;
    }
    return work();
  }

  /** Does `work`, all of it or nothing, as durable as said. */
  transaction<R>(durability: Durability, work: () => R): R {
    return this.write(durability, () => {
      this.run('BEGIN IMMEDIATE');
      let result: R;
      try {
        result = work();
        this.run('COMMIT');
      } catch (error) {
        if (this.#database.isTransaction) this.run('ROLLBACK');
        throw error;
      }
      return result;
    });
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #inWords<R>(work: () => R): R {
    try {
      return work();
    } catch (error) {
      throw inWords(this.path, error);
    }
  }
}

/** https://sqlite.org/uri.html#uriimmutable */
function asAlone(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return url;
}

/** A text column's value. */
export function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value !== 'string') throw new TypeError(`SQLite gave ${typeof value} where text was stored`);
  return value;
}

/** A number column's value. */
export function numberOf(value: SQLOutputValue | undefined): number {
  if (typeof value !== 'number') throw new TypeError(`SQLite gave ${typeof value} where a number was stored`);
  return value;
}

/** What a write says where the store was opened only to look. */
export function onlyToLook(place: string): StoreError {
  return new StoreError(
    'read-only',
    `The store ${place} was opened only to look; nothing can be written to it.`,
  );
}

function nothingThere(path: string): StoreError {
  return new StoreError(
    'missing',
    `There is no store at ${path} yet. It is made by the first "wirewatch run" or "wirewatch poll"; ` +
      'if there should be one, check `store` in config/wirewatch.yaml and the folder that you are in.',
  );
}

/**
 * Subscribers and what they follow are nobody else's business: only the owner of the process may read the file (and
 * the log beside it, which SQLite makes with the same rights).
 */
function makePrivate(path: string): void {
  try {
    makePrivateFolder(path);
    if (!makePrivateFile(path)) chmodSync(path, 0o600);
  } catch (error) {
    throw new StoreError(
      'failed',
      `The store ${path} cannot be made or opened: ${wordsOf(error)}. The user that runs wirewatch must own the file and its folder.`,
      error,
    );
  }
}

/** Makes the folder of a store, readable by its owner only, when there is none. */
export function makePrivateFolder(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
}

/** @returns false when the file was there already */
export function makePrivateFile(path: string): boolean {
  // Never opened where it exists: closing a descriptor of a file drops every lock that this process has on it (fcntl).
  if (existsSync(path)) return false;
  closeSync(openSync(path, 'wx', 0o600));
  return true;
}

// SQLite's result codes, https://sqlite.org/rescode.html
const BUSY = 5;
const READ_ONLY = 8;
const IO_ERROR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANNOT_OPEN = 14;
const NOT_A_DATABASE = 26;

/** SQLite's primary result code of an error, or null when it is none of SQLite's. */
export function sqliteCode(error: unknown): number | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  return error.errcode & 0xff;
}

/** @returns whether another connection holds what we wanted to lock */
export function isBusy(error: unknown): boolean {
  return sqliteCode(error instanceof StoreError ? error.cause : error) === BUSY;
}

function inWords(path: string, error: unknown): unknown {
  switch (sqliteCode(error)) {
    case CORRUPT:
    case NOT_A_DATABASE:
      return new StoreError(
        'damaged',
        `The store ${path} is damaged (${wordsOf(error)}). Stop wirewatch, move ${path} with its -wal and -shm files ` +
          'aside, and put a backup in its place. Without one it starts empty: feeds are read as history and alert ' +
          'nobody, but what people set in the chats is lost, so keep the damaged file.',
        error,
      );
    case FULL:
      return new StoreError(
        'failed',
        `The disk is full: nothing can be written to ${path}. Make room on it.`,
        error,
      );
    case READ_ONLY:
    case CANNOT_OPEN:
      return new StoreError(
        'failed',
        `The store ${path} cannot be opened or written (${wordsOf(error)}). ` +
          'The user that runs wirewatch must own the file and its folder.',
        error,
      );
    case IO_ERROR:
      return new StoreError(
        'failed',
        `The disk failed at ${path} (${wordsOf(error)}). Check the disk.`,
        error,
      );
    case BUSY:
      return new StoreError(
        'locked',
        `The store ${path} stayed locked for ${String(BUSY_TIMEOUT / 1000)} s. Is a backup or another program at work on it?`,
        error,
      );
    case null:
    default:
      return error;
  }
}
