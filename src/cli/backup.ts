/** `wirewatch backup` and `restore`: a copy of the embedded store, made beside a running service; and the way back. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '#config/load.ts';
import { momentText } from '#core/day.ts';
import { backUp, checkCopy, copiesOf, copyName, putBack } from '#store/backup.ts';
import type { Copy } from '#store/backup.ts';
import { takeLock } from '#store/lock.ts';
import { StoreError } from '#store/trouble.ts';
import { embeddedPath } from '#store/open.ts';
import { Misuse, openSettings, print, printJson } from './session.ts';
import type { GlobalOptions } from './session.ts';

/** Copies the store to `file`, or beside itself under a name with the date. */
export async function backup(file: string | undefined, options: GlobalOptions): Promise<void> {
  const path = embedded(await openSettings(options));
  const now = Date.now();
  if (file !== undefined && existsSync(file) && statSync(file).isDirectory())
    throw new Misuse(
      `${file} is a folder. Name the file that is to be the copy: ${join(file, 'wirewatch.backup')}.`,
    );
  const copy = await backUp(path, file === undefined ? copyName(path, now) : resolve(file), now);
  if (options.json === true) printJson({ store: path, file: copy.path, bytes: copy.bytes });
  else print(`${path} is copied to ${copy.path} (${size(copy.bytes)}), checked, readable by you only.`);
}

/** Puts a copy in the place of the store; without a file it lists the copies there are. */
export async function restore(file: string | undefined, options: GlobalOptions): Promise<void> {
  const path = embedded(await openSettings(options));
  if (file === undefined) {
    listCopies(path, options.json === true);
    return;
  }
  if (resolve(file) === resolve(path)) throw new Misuse(`${file} is the store itself; name a copy of it.`);
  if (!existsSync(file) || !isCopy(resolve(file)))
    throw new Misuse(
      `${existsSync(file) ? `${file} is no whole copy of a store` : `There is no file ${file}`}. "wirewatch restore" alone lists the copies.`,
    );
  const lock = takeLock(path);
  try {
    const aside = putBack(path, resolve(file), Date.now());
    if (options.json === true) {
      printJson({ store: path, from: resolve(file), aside });
      return;
    }
    print(
      `${path} is now what ${file} holds.${aside === null ? '' : ` The file before it is kept as ${aside}.`}`,
    );
    print(
      'What was set in chats since that copy is gone; news since then is read again and may be sent again.',
    );
  } finally {
    lock.release();
  }
}

/** Whole, and of ours: looked at before anything is put aside. */
function isCopy(file: string): boolean {
  if (!statSync(file).isFile()) return false;
  try {
    checkCopy(file);
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}

function listCopies(path: string, json: boolean): void {
  const copies = copiesOf(path);
  if (json) {
    printJson({ store: path, copies });
    return;
  }
  if (copies.length === 0) {
    print(
      `There is no copy beside ${path}. "wirewatch backup" makes one; a running service makes one a day.`,
    );
    return;
  }
  print(`Copies of ${path}, the newest first; put one back with "wirewatch restore FILE":`);
  for (const copy of copies) print(`  ${line(copy)}`);
}

function line({ path, madeAt, bytes }: Copy): string {
  return `${momentText(madeAt)}  ${size(bytes).padStart(8)}  ${path}`;
}

function size(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${String(Math.ceil(bytes / 1024))} KB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The file of the embedded store. */
function embedded({ store }: Settings): string {
  const path = embeddedPath(store.url.reveal());
  if (path === null) {
    throw new Misuse(
      'The store is on a server: copy it with the server\'s own tools (redis-cli --rdb, pg_dump), or with "wirewatch export FILE".',
    );
  }
  return path;
}
