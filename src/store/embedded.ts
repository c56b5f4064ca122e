import { existsSync, statSync } from 'node:fs';
import { backUp, checkWhole, copiesOf, copyName, putBackNewest, thinOut } from './backup.ts';
import type { Restored } from './backup.ts';
import { keyvOver } from './collection.ts';
import type { Backend, BackendDeps } from './backend.ts';
import { OWNER_SCHEMA, forgetOwner, noteOwner, ownerOf, takeLock } from './lock.ts';
import { QUEUED } from './records.ts';
import { SqliteFile } from './sqlite-file.ts';
import { KeyvSqlite, RECORDS_SCHEMA, sweepExpired } from './sqlite.ts';
import { queueSchema, queueUpgrade, sqliteQueue } from './sqlite-queue.ts';
import { StoreError } from './trouble.ts';

/** The tables of the embedded store. */
export const SCHEMA = [
  OWNER_SCHEMA,
  RECORDS_SCHEMA,
  ...Object.values(QUEUED).map(({ name }) => queueSchema(name)),
].join('');

/** From the first shape: what the queues know of attempts without an answer, and why something is parked. */
const UPGRADES = [
  Object.values(QUEUED)
    .map(({ name }) => queueUpgrade(name))
    .join(''),
];

/**
 * The embedded store: one SQLite file for records and queues, owned by one process.
 *
 * The outbox waits for the disk (about a millisecond): that a message went out, or is being tried, must outlive a loss of
 * power, or it goes out twice. The inbox and the records need not: power takes the end of the log, never its middle, so
 * a lost inbox entry is lost together with the cursor written after it and is fetched again, and a lost "done" of the
 * inbox means that the entry is analysed again, which makes the same ids.
 */
export function openEmbedded(path: string, deps: BackendDeps): Backend {
  const { clock, log, readOnly } = deps;
  const lock = readOnly ? null : takeLock(path);
  let file: SqliteFile | null = null;
  let restored: Restored | null = null;
  try {
    if (readOnly) file = SqliteFile.open(path, { readOnly, schema: SCHEMA, upgrades: UPGRADES });
    else {
      const whole = openWhole(path, clock.now());
      ({ file, restored } = whole);
      noteOwner(file, { pid: process.pid, since: clock.now() });
    }
  } catch (error) {
    file?.close();
    lock?.release();
    throw error;
  }
  if (restored !== null) {
    log.error(
      { store: path, why: restored.why, from: restored.from.path, aside: restored.aside },
      'the store was damaged and its last good copy was put in its place; what came after it is read and sent again',
    );
  }
  const opened = file;
  return {
    place: `sqlite:${path}`,
    restored,
    backUp: async (keep) => {
      const now = clock.now();
      const copy = await backUp(path, copyName(path, now), now);
      thinOut(path, keep);
      return copy;
    },
    keyv: (namespace) => keyvOver(new KeyvSqlite(opened), namespace),
    queue: async (kind) =>
      sqliteQueue({
        file: opened,
        kind,
        durability: kind.name === QUEUED.outbox.name ? 'flushed' : 'written',
        clock,
        log,
      }),
    scrub: async () => opened.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
    sweep: async (now) => sweepExpired(opened, now),
    close: async () => {
      if (!readOnly) forgetOwner(opened);
      opened.close();
      lock?.release();
    },
  };
}

/**
 * Opens the file for writing. One whose last owner did not say goodbye is looked through first; a damaged one is put aside and
 * the newest copy that is whole takes its place.
 * @throws StoreError `damaged` when there is no such copy
 */
function openWhole(
  path: string,
  now: number,
): { readonly file: SqliteFile; readonly restored: Restored | null } {
  const open = (): SqliteFile =>
    SqliteFile.open(path, { readOnly: false, schema: SCHEMA, upgrades: UPGRADES });
  const wasThere = existsSync(path);
  let file: SqliteFile | null = null;
  try {
    // An empty file would be taken for a new store; where copies of it lie, it was one and has lost everything.
    if (wasThere && statSync(path).size === 0 && !existsSync(`${path}-wal`) && copiesOf(path).length > 0)
      throw new StoreError('damaged', `The store ${path} is damaged: it is empty.`);
    file = open();
    if (wasThere && ownerOf(file) !== null) checkWhole(file);
    return { file, restored: null };
  } catch (error) {
    file?.close();
    if (!(error instanceof StoreError) || error.trouble !== 'damaged') throw error;
    const restored = putBackNewest(path, error.message, now);
    if (restored === null) throw error;
    return { file: open(), restored };
  }
}
