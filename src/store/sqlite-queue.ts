import { setImmediate } from 'node:timers/promises';
import type { Backlog, Clock, Leased, Log, QueueItem, Settlement } from '#core/ports.ts';
import { type RecordKind, pack, unpackText } from './kind.ts';
import {
  PARKED_SHOWN,
  RENEWED_AFTER,
  type QueueRow,
  type StoredQueue,
  becauseOf,
  neverPut,
  noneParked,
} from './queue.ts';
import { type Durability, numberOf, type Row, type SqliteFile, textOf } from './sqlite-file.ts';
import { UnreadableRecord } from './trouble.ts';

const WAITING = 0;
const DONE = 1;
const PARKED = 2;

/** How many rows one tidying statement takes away; a long one would hold up everything else. */
const SWEEP = 2000;

/**
 * The table of a queue. A settled row keeps its id and a date and nothing else. `busy_until` is the end of the lease,
 * or (with a `reason`) of the wait for a retry: either way the lane gives nothing before. `unknown_since` is set when an
 * attempt begins and taken away when its outcome is known; `because` is why a parked row is.
 */
export function queueSchema(name: string): string {
  return `
    CREATE TABLE ${name} (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      state INTEGER NOT NULL,
      at REAL NOT NULL,
      lane TEXT,
      due REAL,
      value TEXT,
      attempts INTEGER NOT NULL DEFAULT 0,
      busy_until REAL NOT NULL DEFAULT 0,
      reason TEXT,
      step INTEGER NOT NULL DEFAULT 0,
      unknown_since REAL,
      because TEXT,
      CHECK (state = ${String(DONE)} OR due IS NOT NULL)
    ) STRICT;
    CREATE INDEX ${name}_waiting ON ${name} (due, seq) WHERE state = ${String(WAITING)};
    CREATE INDEX ${name}_busy ON ${name} (busy_until) WHERE state = ${String(WAITING)} AND busy_until > 0;
    CREATE INDEX ${name}_parked ON ${name} (at) WHERE state = ${String(PARKED)};
    CREATE INDEX ${name}_settled ON ${name} (at) WHERE state <> ${String(WAITING)};
  `;
}

/** Brings the table of a queue from the file's first shape to its second. */
export function queueUpgrade(name: string): string {
  return `
    ALTER TABLE ${name} ADD COLUMN step INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE ${name} ADD COLUMN unknown_since REAL;
    ALTER TABLE ${name} ADD COLUMN because TEXT;
  `;
}

/** What a queue in an SQLite file is made of. */
export interface SqliteQueueParts<T> {
  readonly file: SqliteFile;
  readonly kind: RecordKind<T>;
  readonly durability: Durability;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A queue in the same file as Keyv's records, oldest due first, then in order of putting. Only one process writes to
 * the file (its lock sees to that), so what an earlier process had leased is free again from the start.
 */
export function sqliteQueue<T>(parts: SqliteQueueParts<T>): StoredQueue<T> {
  const { file, kind, durability, clock, log } = parts;
  const table = kind.name;
  const sql = statements(table);

  if (!file.readOnly) file.write(durability, () => file.run(sql.free));

  const park = (id: string, reason: string, because: string | null): number =>
    file.run(sql.park, reason, because, clock.now(), id);

  /** @returns how many rows it changed */
  const change = (id: string, outcome: Settlement): number => {
    if (outcome.kind === 'done') return file.run(sql.done, clock.now(), id);
    if (outcome.kind === 'retry') return file.run(sql.retry, outcome.at, outcome.reason, id);
    if (outcome.kind === 'unknown') return file.run(sql.unknown, outcome.at, outcome.reason, id);
    return park(id, outcome.reason, outcome.because ?? null);
  };

  return {
    async put(items: readonly QueueItem<T>[]): Promise<readonly string[]> {
      if (items.length === 0) return [];
      const now = clock.now();
      const rows = JSON.stringify(
        items.map(({ id, lane, dueAt, value }) => [id, lane, dueAt, JSON.stringify(pack(kind, value))]),
      );
      const fresh = file
        .write(durability, () => file.all(sql.put, now, rows, now - RENEWED_AFTER))
        .filter((row) => row['state'] === WAITING);
      const ids = new Set(fresh.map((row) => textOf(row['id'])));
      return items.filter(({ id }) => ids.delete(id)).map(({ id }) => id);
    },

    async lease(now: number, n: number, ms: number): Promise<readonly Leased<T>[]> {
      const rows = file.all(sql.due, now, now, n);
      // Nothing to give is the common case: it must not write, let alone wait for the disk.
      if (rows.length === 0) return [];
      // Not flushed: what was only held is free again after a crash, and before an attempt comes `begin`.
      return file.transaction('written', () => {
        const given: Leased<T>[] = [];
        const seqs: number[] = [];
        for (const row of rows) {
          const leased = readRow(kind, row);
          if (leased instanceof UnreadableRecord) {
            // Parked, or it would stand in the way of its lane for ever.
            log.error(
              { queue: table, id: leased.id, err: leased },
              'a queued record cannot be read and was parked',
            );
            park(leased.id, leased.message, null);
            continue;
          }
          given.push(leased);
          seqs.push(numberOf(row['seq']));
        }
        // The attempt is counted before it is made: after a crash it counts.
        file.run(sql.hold, now + ms, JSON.stringify(seqs));
        return given;
      });
    },

    async begin(id, { step, since, until }): Promise<void> {
      const changed = file.write(durability, () => file.run(sql.begin, step, since, until, id));
      if (changed === 0) throw new Error(`"${id}" was begun in the queue "${table}" but does not wait there`);
    },

    async release(ids, { at, reason }): Promise<void> {
      file.write('written', () => file.run(sql.release, at, reason, JSON.stringify(ids)));
    },

    async revive(ids): Promise<number> {
      return file.write(durability, () => file.run(sql.revive, JSON.stringify(ids)));
    },

    async forget(lane): Promise<number> {
      return file.write(durability, () => file.run(sql.forget, clock.now(), lane));
    },

    async settle(id: string, outcome: Settlement): Promise<void> {
      const changed = file.write(durability, () => change(id, outcome));
      // Settled twice (the second time by who came back after its lease had ended) is nothing; never put is a bug.
      if (changed === 0 && file.get(sql.known, id) === undefined) throw neverPut(table, id);
    },

    async backlog(now: number): Promise<Backlog> {
      const lanes = file.all(sql.lanes);
      const retries = new Map(
        file
          .all(sql.retries, now)
          .map((row) => [
            textOf(row['lane']),
            { retryAt: numberOf(row['busy_until']), reason: textOf(row['reason']) },
          ]),
      );
      const oldest = lanes[0]?.['oldest'];
      const parkedInAll = noneParked();
      for (const row of file.all(sql.parkedInAll))
        parkedInAll[becauseOf(row['because'])] += numberOf(row['parked']);
      return {
        waiting: lanes.reduce((sum, row) => sum + numberOf(row['waiting']), 0),
        oldestDueAt: typeof oldest === 'number' ? oldest : null,
        lanes: lanes.map((row) => {
          const lane = textOf(row['lane']);
          const { retryAt, reason } = retries.get(lane) ?? { retryAt: null, reason: null };
          const oldestDueAt = numberOf(row['oldest']);
          return { lane, waiting: numberOf(row['waiting']), oldestDueAt, retryAt, reason };
        }),
        parked: file.all(sql.parked).map((row) => ({
          id: textOf(row['id']),
          lane: textOf(row['lane']),
          because: becauseOf(row['because']),
          reason: textOf(row['reason']),
          at: numberOf(row['at']),
        })),
        parkedInAll,
      };
    },

    async *dump(): AsyncGenerator<QueueRow<T>> {
      for (let after = 0; ;) {
        const rows = file.all(sql.page, after);
        for (const row of rows) {
          after = numberOf(row['seq']);
          const kept = dumped(kind, row);
          if (kept instanceof UnreadableRecord)
            log.error(
              { queue: table, id: kept.id, err: kept },
              'a queued record cannot be read and was passed over',
            );
          else yield kept;
        }
        if (rows.length === 0) return;
        await setImmediate();
      }
    },

    async load(rows): Promise<void> {
      file.transaction(durability, () => {
        for (const row of rows) {
          const { id } = row;
          switch (row.state) {
            case 'waiting': {
              const { lane, dueAt, attempts, retry, step, unknownSince, value } = row;
              const text = JSON.stringify(pack(kind, value));
              file.run(sql.load, id, WAITING, clock.now(), lane, dueAt, text, attempts, retry?.at ?? 0, retry?.reason ?? null, step, unknownSince, null); // prettier-ignore
              break;
            }
            case 'parked': {
              const { at, lane, dueAt, step, because, reason, value } = row;
              const text = JSON.stringify(pack(kind, value));
              file.run(sql.load, id, PARKED, at, lane, dueAt, text, 0, 0, reason, step, null, because);
              break;
            }
            case 'done':
              file.run(sql.load, id, DONE, row.at, null, null, null, 0, 0, null, 0, null, null);
          }
        }
      });
    },

    async tidy(before: number): Promise<number> {
      let gone = 0;
      for (;;) {
        const count = file.write(durability, () => file.run(sql.tidy, before));
        gone += count;
        if (count < SWEEP) return gone;
        await setImmediate();
      }
    },
  };
}

function dumped<T>(kind: RecordKind<T>, row: Row): QueueRow<T> | UnreadableRecord {
  const id = textOf(row['id']);
  if (row['state'] === DONE) return { state: 'done', id, at: numberOf(row['at']) };
  const leased = readRow(kind, row);
  if (leased instanceof UnreadableRecord) return leased;
  const { lane, dueAt, value, step, unknownSince } = leased;
  if (row['state'] === PARKED) {
    const { at, because, reason } = row;
    return { state: 'parked', id, at: numberOf(at), lane, dueAt, step, because: becauseOf(because), reason: textOf(reason), value }; // prettier-ignore
  }
  const retry =
    row['reason'] === null ? null : { at: numberOf(row['busy_until']), reason: textOf(row['reason']) };
  return {
    state: 'waiting',
    id,
    lane,
    dueAt,
    attempts: leased.attempt - 1,
    retry,
    step,
    unknownSince,
    value,
  };
}

function readRow<T>(kind: RecordKind<T>, row: Row): Leased<T> | UnreadableRecord {
  const id = textOf(row['id']);
  try {
    return {
      id,
      lane: textOf(row['lane']),
      dueAt: numberOf(row['due']),
      value: unpackText(kind, id, textOf(row['value'])),
      attempt: numberOf(row['attempts']) + 1,
      step: numberOf(row['step']),
      unknownSince: row['unknown_since'] == null ? null : numberOf(row['unknown_since']),
    };
  } catch (error) {
    if (error instanceof UnreadableRecord) return error;
    throw error;
  }
}

/**
 * An index with a condition is only used by a query that has the condition in the same words: hence `busy_until > 0`
 * beside `busy_until > ?`.
 */
function statements(table: string) {
  const waiting = `state = ${String(WAITING)}`;
  const settled = `state <> ${String(WAITING)}`;
  return {
    free: `UPDATE ${table} SET busy_until = 0 WHERE ${waiting} AND busy_until > 0 AND reason IS NULL`,
    put:
      `INSERT INTO ${table} (id, state, at, lane, due, value) ` +
      `SELECT value ->> 0, ${String(WAITING)}, ?, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true ` +
      `ON CONFLICT (id) DO UPDATE SET at = excluded.at WHERE ${settled} AND at < ? RETURNING id, state`,
    due:
      `SELECT seq, id, lane, due, value, attempts, step, unknown_since FROM ${table} WHERE ${waiting} AND due <= ? AND lane NOT IN ` +
      `(SELECT lane FROM ${table} WHERE ${waiting} AND busy_until > 0 AND busy_until > ?) ORDER BY due, seq LIMIT ?`,
    hold:
      `UPDATE ${table} SET attempts = attempts + 1, busy_until = ?, reason = NULL ` +
      `WHERE seq IN (SELECT value FROM json_each(?))`,
    done:
      `UPDATE ${table} SET state = ${String(DONE)}, at = ?, lane = NULL, due = NULL, value = NULL, reason = NULL, ` +
      `unknown_since = NULL, because = NULL, busy_until = 0 WHERE id = ? AND state <> ${String(DONE)}`,
    forget:
      `UPDATE ${table} SET state = ${String(DONE)}, at = ?, lane = NULL, due = NULL, value = NULL, reason = NULL, ` +
      `unknown_since = NULL, because = NULL, busy_until = 0 WHERE lane = ?`,
    page: `SELECT * FROM ${table} WHERE seq > ? ORDER BY seq LIMIT ${String(SWEEP)}`,
    load:
      `INSERT INTO ${table} (id, state, at, lane, due, value, attempts, busy_until, reason, step, unknown_since, because) ` +
      `VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    begin: `UPDATE ${table} SET step = ?, unknown_since = ?, busy_until = ? WHERE id = ? AND ${waiting}`,
    release:
      `UPDATE ${table} SET attempts = max(attempts - 1, 0), busy_until = ?, reason = ? ` +
      `WHERE ${waiting} AND id IN (SELECT value FROM json_each(?))`,
    retry: `UPDATE ${table} SET busy_until = ?, reason = ?, unknown_since = NULL WHERE id = ? AND ${waiting}`,
    unknown: `UPDATE ${table} SET busy_until = ?, reason = ? WHERE id = ? AND ${waiting}`,
    park:
      `UPDATE ${table} SET state = ${String(PARKED)}, reason = ?, because = ?, at = ?, unknown_since = NULL, busy_until = 0 ` +
      `WHERE id = ? AND ${waiting}`,
    revive:
      `UPDATE ${table} SET state = ${String(WAITING)}, reason = NULL, because = NULL, attempts = 0 ` +
      `WHERE state = ${String(PARKED)} AND id IN (SELECT value FROM json_each(?))`,
    known: `SELECT 1 FROM ${table} WHERE id = ?`,
    lanes: `SELECT lane, count(*) AS waiting, min(due) AS oldest FROM ${table} WHERE ${waiting} GROUP BY lane ORDER BY oldest, lane`,
    // In this order, the last of a lane is the one it waits for longest, the older of two.
    retries:
      `SELECT lane, busy_until, reason FROM ${table} WHERE ${waiting} AND busy_until > 0 AND busy_until > ? AND reason IS NOT NULL ` +
      `ORDER BY busy_until, due DESC, seq DESC`,
    parked: `SELECT id, lane, because, reason, at FROM ${table} WHERE state = ${String(PARKED)} ORDER BY at DESC, id LIMIT ${String(PARKED_SHOWN)}`,
    parkedInAll: `SELECT because, count(*) AS parked FROM ${table} WHERE state = ${String(PARKED)} GROUP BY because`,
    tidy: `DELETE FROM ${table} WHERE seq IN (SELECT seq FROM ${table} WHERE ${settled} AND at < ? LIMIT ${String(SWEEP)})`,
  } as const;
}
