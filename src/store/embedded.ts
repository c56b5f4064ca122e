import { keyvOver } from './collection.ts';
import type { Backend, BackendDeps } from './backend.ts';
import { OWNER_SCHEMA, forgetOwner, noteOwner, takeLock } from './lock.ts';
import { QUEUED } from './records.ts';
import { SqliteFile } from './sqlite-file.ts';
import { KeyvSqlite, RECORDS_SCHEMA, sweepExpired } from './sqlite.ts';
import { queueSchema, sqliteQueue } from './sqlite-queue.ts';

/** The tables of the embedded store. */
export const SCHEMA = [
  OWNER_SCHEMA,
  RECORDS_SCHEMA,
  ...Object.values(QUEUED).map(({ name }) => queueSchema(name)),
].join('');

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
  try {
    file = SqliteFile.open(path, { readOnly, schema: SCHEMA });
    if (!readOnly) noteOwner(file, { pid: process.pid, since: clock.now() });
  } catch (error) {
    file?.close();
    lock?.release();
    throw error;
  }
  const opened = file;
  return {
    place: `sqlite:${path}`,
    keyv: (namespace) => keyvOver(new KeyvSqlite(opened), namespace),
    queue: async (kind) =>
      sqliteQueue({
        file: opened,
        kind,
        durability: kind.name === QUEUED.outbox.name ? 'flushed' : 'written',
        clock,
        log,
      }),
    sweep: async (now) => sweepExpired(opened, now),
    close: async () => {
      if (!readOnly) forgetOwner(opened);
      opened.close();
      lock?.release();
    },
  };
}
