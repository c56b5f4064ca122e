import { DatabaseSync } from 'node:sqlite';
import { SqliteFile, isBusy, makePrivateFile, makePrivateFolder, sqliteCode } from './sqlite-file.ts';
import { StoreError, wordsOf } from './trouble.ts';

/** Who owns a store. */
export interface Owner {
  readonly pid: number;
  /** ms */
  readonly since: number;
}

/** The lock of a store, held until `release`, or until this process is gone, however it goes. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of the store at `path`: an exclusive transaction on an empty SQLite file beside it. The operating
 * system holds it for us and takes it back when we die, so there is no stale lock and no guessing by process ids; and
 * the store itself stays open to readers. The file stays: deleting it would let two processes lock two files of one name.
 * @throws StoreError `locked`, saying who holds it
 */
export function takeLock(path: string): Lock {
  const file = `${path}.lock`;
  let database: DatabaseSync | null = null;
  try {
    makePrivateFolder(path);
    makePrivateFile(file);
    database = new DatabaseSync(file, { timeout: 0 });
    // No journal file: nothing is ever written here.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    if (isBusy(error)) throw new StoreError('locked', ownedBy(path), error);
    if (sqliteCode(error) === NOT_A_DATABASE) {
      throw new StoreError(
        'damaged',
        `${file} is not the lock file that it should be. Delete it and start again.`,
        error,
      );
    }
    throw new StoreError(
      'failed',
      `The lock of the store, ${file}, cannot be made: ${wordsOf(error)}. ` +
        'The user that runs wirewatch must own it and its folder.',
      error,
    );
  }
  const held = database;
  return {
    release: () => {
      if (held.isOpen) held.close();
    },
  };
}

const NOT_A_DATABASE = 26;

/** The table that says who owns the store. */
export const OWNER_SCHEMA = 'CREATE TABLE owner (pid INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;';

/** Notes in the store who owns it, so that another process can say so. */
export function noteOwner(file: SqliteFile, owner: Owner): void {
  file.transaction('written', () => {
    file.run('DELETE FROM owner');
    file.run('INSERT INTO owner (pid, since) VALUES (?, ?)', owner.pid, owner.since);
  });
}

/** Takes the note away. */
export function forgetOwner(file: SqliteFile): void {
  file.write('written', () => file.run('DELETE FROM owner'));
}

/** Who owns the store, as far as it is noted in it; after a crash this may be a process that is gone. */
export function ownerOf(file: SqliteFile): Owner | null {
  const row = file.get('SELECT pid, since FROM owner');
  const pid = row?.['pid'];
  const since = row?.['since'];
  return typeof pid === 'number' && typeof since === 'number' ? { pid, since } : null;
}

function ownedBy(path: string): string {
  const owner = readOwner(path);
  const who =
    owner === null
      ? 'another process'
      : `process ${String(owner.pid)}${owner.pid === process.pid ? ' (this one)' : ''}, since ${new Date(owner.since).toISOString()}`;
  return (
    `The store ${path} is in use by ${who}: another wirewatch runs on it, and two would send everything twice. ` +
    'Stop that one first, or give this one a store of its own (`store` in config/wirewatch.yaml). ' +
    'Commands that only look ("status", "digest", "feeds", "doctor") work beside it.'
  );
}

function readOwner(path: string): Owner | null {
  try {
    const file = SqliteFile.open(path, { readOnly: true, schema: '' });
    try {
      return ownerOf(file);
    } finally {
      file.close();
    }
  } catch {
    // Only the words of the message depend on it.
    return null;
  }
}
