/** Copies of the embedded store: made while it is in use, checked before they count, and put back when the store is damaged. */
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';
import { SqliteFile, makePrivateFile } from './sqlite-file.ts';
import { StoreError, wordsOf } from './trouble.ts';

/** A copy of a store. */
export interface Copy {
  readonly path: string;
  /** When it was made, ms. */
  readonly madeAt: number;
  readonly bytes: number;
}

/** What took the place of a damaged store. */
export interface Restored {
  readonly from: Copy;
  /** Where the damaged file is now. */
  readonly aside: string;
  /** What was wrong with it, in words. */
  readonly why: string;
}

/** `wirewatch.sqlite.20261122T031700Z.backup`: in order of name is in order of time. */
const COPY = /\.(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z\.backup$/;

/** The name of a copy of the store at `path` made at `now`. */
export function copyName(path: string, now: number): string {
  return `${path}.${stamp(now)}.backup`;
}

/** The copies beside the store at `path`, the newest first. */
export function copiesOf(path: string): readonly Copy[] {
  const folder = dirname(path);
  if (!existsSync(folder)) return [];
  const own = `${basename(path)}.`;
  const copies: Copy[] = [];
  for (const name of readdirSync(folder)) {
    if (!name.startsWith(own)) continue;
    const madeAt = dateIn(name);
    if (madeAt === null) continue;
    const file = join(folder, name);
    copies.push({ path: file, madeAt, bytes: statSync(file).size });
  }
  return copies.toSorted((a, b) => b.madeAt - a.madeAt);
}

/**
 * Copies the store at `path` to `to`, also while a wirewatch runs on it. The copy is readable by its owner only, whole, and
 * checked; whatever was at `to` before stays until then.
 * @throws StoreError `missing`, `damaged` (the store, or its copy), `failed` (no room, no rights)
 */
export async function backUp(path: string, to: string, now: number): Promise<Copy> {
  const unfinished = `${to}.unfinished`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
    rmSync(unfinished, { force: true });
    makePrivateFile(unfinished);
    await copyPages(path, unfinished);
    checkCopy(unfinished);
    flush(unfinished);
    renameSync(unfinished, to);
    return { path: to, madeAt: now, bytes: statSync(to).size };
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      'failed',
      `The store ${path} could not be copied to ${to}: ${wordsOf(error)}. Is there room, and may this user write there?`,
      error,
    );
  }
}

async function copyPages(path: string, to: string): Promise<void> {
  // Opened by our own class first: what is no store of ours is told in its words.
  SqliteFile.open(path, { readOnly: true, schema: '' }).close();
  const source = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    // In pieces, so that whoever writes to the store waits milliseconds and not for the whole copy.
    await backup(source, to, { rate: 1000 });
  } finally {
    source.close();
  }
}

/** Keeps the newest copies beside the store and deletes the rest. @returns how many were deleted */
export function thinOut(path: string, keep: number): number {
  const old = copiesOf(path).slice(keep);
  for (const copy of old) rmSync(copy.path, { force: true });
  return old.length;
}

/**
 * Whether a store's file is whole: every page, every index (SQLite's quick_check, about a second for a gigabyte).
 * @throws StoreError `damaged`
 */
export function checkWhole(file: SqliteFile): void {
  const rows = file.all('PRAGMA quick_check(1)');
  const said = rows[0]?.['quick_check'];
  if (said !== 'ok') {
    throw new StoreError('damaged', `The store ${file.path} is damaged: ${String(said)}.`);
  }
}

/** @throws StoreError when the file at `path`, without any log beside it, is no whole store of ours */
export function checkCopy(path: string): void {
  const file = SqliteFile.open(path, { readOnly: true, alone: true, schema: '' });
  try {
    checkWhole(file);
  } finally {
    file.close();
  }
}

/**
 * Puts a copy in the place of the store at `path`, which nobody may have open. The old file is kept beside it.
 * @returns where the old file is now; null when there was none
 * @throws StoreError when the copy is no whole store
 */
export function putBack(path: string, copy: string, now: number): string | null {
  checkCopy(copy);
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  makePrivateFile(unfinished);
  copyFileSync(copy, unfinished);
  chmodSync(unfinished, 0o600);
  flush(unfinished);
  const aside = existsSync(path) ? `${path}.replaced-${stamp(now)}` : null;
  // The log belongs to the old file: beside the new one it would be read as its continuation.
  for (const part of ['', '-wal', '-shm']) {
    if (!existsSync(path + part)) continue;
    if (aside === null) rmSync(path + part);
    else renameSync(path + part, aside + part);
  }
  renameSync(unfinished, path);
  return aside;
}

/** Puts back the newest copy that is whole. @returns null when there is none */
export function putBackNewest(path: string, why: string, now: number): Restored | null {
  for (const copy of copiesOf(path)) {
    try {
      const aside = putBack(path, copy.path, now);
      return { from: copy, aside: aside ?? path, why };
    } catch (error) {
      // That one is damaged too; an older one may not be.
      if (!(error instanceof StoreError)) throw error;
    }
  }
  return null;
}

/** `20261122T031700Z` */
function stamp(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function dateIn(name: string): number | null {
  const [, year, month, day, hour, minute, second] = COPY.exec(name) ?? [];
  if (second === undefined) return null;
  const at = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second}Z`);
  return Number.isNaN(at) ? null : at;
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
