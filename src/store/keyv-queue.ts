import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { oneByOne } from '#core/in-turn.ts';
import { PARKED_BECAUSE } from '#core/ports.ts';
import type {
  Attempt,
  Backlog,
  Clock,
  Collection,
  Leased,
  ParkedBecause,
  QueueItem,
  Settlement,
} from '#core/ports.ts';
import { InOrder } from './in-order.ts';
import type { RecordKind } from './kind.ts';
import {
  PARKED_SHOWN,
  RENEWED_AFTER,
  type QueueRow,
  type StoredQueue,
  becauseOf,
  neverPut,
  noneParked,
} from './queue.ts';

/** An item that waits, by its id. */
export interface Pending<T> {
  readonly lane: string;
  readonly dueAt: number;
  /** Order of putting. */
  readonly seq: number;
  readonly attempts: number;
  readonly retry: { readonly at: number; readonly reason: string } | null;
  readonly step: number;
  /** Since when its step may have been made without anybody knowing, ms. */
  readonly unknownSince: number | null;
  readonly value: T;
}

/** An item that is never tried again, by its id. */
export interface Parked<T> {
  /** When it was parked, or put again since, ms. */
  readonly at: number;
  readonly lane: string;
  /** What it needs to take up its old place again. */
  readonly dueAt: number;
  readonly seq: number;
  readonly step: number;
  readonly because: ParkedBecause;
  readonly reason: string;
  readonly value: T;
}

/** What stays of an item that is done, by its id. */
export interface Tombstone {
  /** When it was settled, or put again since, ms. */
  readonly at: number;
}

/** The kinds of record that a queue of `kind` keeps. */
export function queueKinds<T>(kind: RecordKind<T>): {
  readonly pending: RecordKind<Pending<T>>;
  readonly parked: RecordKind<Parked<T>>;
  readonly settled: RecordKind<Tombstone>;
} {
  const { name, version, schema: value } = kind;
  // The version is the value's: what surrounds it has one shape.
  const upgrade = (record: unknown, from: number): unknown =>
    typeof record === 'object' && record !== null && 'value' in record
      ? { ...record, value: kind.upgrade(record.value, from) }
      : record;
  const retry = z.object({ at: z.number(), reason: z.string() }).nullable();
  const numbers = { dueAt: z.number(), seq: z.number(), attempts: z.number() };
  return {
    pending: {
      name: `${name}-pending`,
      version,
      upgrade,
      // Records from before attempts without an answer were noted have none.
      schema: z.object({
        lane: z.string(),
        ...numbers,
        retry,
        step: z.number().default(0),
        unknownSince: z.number().nullable().default(null),
        value,
      }),
    },
    parked: {
      name: `${name}-parked`,
      version,
      upgrade,
      schema: z.object({
        at: z.number(),
        lane: z.string(),
        dueAt: z.number().default(0),
        seq: z.number().default(0),
        step: z.number().default(0),
        because: z.enum(PARKED_BECAUSE).default('failed'),
        reason: z.string(),
        value,
      }),
    },
    settled: {
      name: `${name}-settled`,
      version: 1,
      upgrade: (record) => record,
      schema: z.object({ at: z.number() }),
    },
  };
}

/** What a queue over collections is made of. */
export interface KeyvQueueParts<T> {
  readonly name: string;
  readonly pending: Collection<Pending<T>>;
  readonly parked: Collection<Parked<T>>;
  readonly settled: Collection<Tombstone>;
  readonly clock: Clock;
  readonly readOnly: boolean;
}

/** What is kept in memory of a waiting item; its value stays in the store. */
interface Waiting extends Omit<Pending<never>, 'value' | 'attempts' | 'retry' | 'step' | 'unknownSince'> {
  readonly id: string;
  attempts: number;
  retry: Pending<never>['retry'];
  step: number;
  unknownSince: number | null;
  leasedUntil: number;
}

const UNTRIED = { attempts: 0, retry: null, unknownSince: null, leasedUntil: 0 } as const;

/** How many ids are looked up at once. */
const BATCH = 500;

/**
 * A queue over collections of any Keyv, oldest due first, then in order of putting. One process owns the store:
 * put-if-absent and leases rest on calls being done one after the other here, and on what waits being known in memory.
 *
 * Keyv has no transactions, so the order of writes is what holds: an item gets its tombstone (or its parked record)
 * first, and only then its pending record is deleted. Killed between the two, it is found with both at the next start,
 * and the pending one goes. The other way round it would be neither waiting nor remembered: new when it is put again.
 */
export async function keyvQueue<T>(parts: KeyvQueueParts<T>): Promise<StoredQueue<T>> {
  const { name, pending, settled, clock } = parts;
  const waiting = new Map<string, Waiting>();
  const order = new InOrder<Waiting>();
  /** Items that block their lane: leased, or waiting for a retry. */
  const busy = new Set<Waiting>();
  const parked = new Map<string, Omit<Parked<T>, 'value'>>();
  let lastSeq = 0;
  const inTurn = oneByOne();

  const admit = (item: Waiting): void => {
    waiting.set(item.id, item);
    order.add(item);
    if (item.retry !== null) busy.add(item);
    lastSeq = Math.max(lastSeq, item.seq);
  };

  const dismiss = (item: Waiting): void => {
    waiting.delete(item.id);
    order.remove(item);
    busy.delete(item);
  };

  async function start(): Promise<void> {
    for await (const [id, { value: _value, ...kept }] of parts.parked.entries()) parked.set(id, kept);
    const found: Waiting[] = [];
    for await (const [id, { value: _value, ...kept }] of pending.entries()) {
      found.push({ id, ...kept, leasedUntil: 0 });
    }
    found.sort((a, b) => a.dueAt - b.dueAt || a.seq - b.seq);
    for (const some of batches(found)) {
      const tombstones = await settled.getMany(some.map(({ id }) => id));
      for (const [at, item] of some.entries()) {
        const over = parked.has(item.id) || (tombstones[at] ?? null) !== null;
        if (!over) admit(item);
        else if (!parts.readOnly) await pending.delete(item.id);
      }
    }
  }

  async function put(items: readonly QueueItem<T>[]): Promise<readonly string[]> {
    const now = clock.now();
    const fresh = new Map<string, readonly [Waiting, T]>();
    for (const some of batches(items)) {
      const tombstones = await settled.getMany(some.map(({ id }) => id));
      const renewed: [string, Tombstone][] = [];
      for (const [at, { id, lane, dueAt, value }] of some.entries()) {
        const tombstone = tombstones[at] ?? null;
        if (tombstone !== null) {
          if (tombstone.at < now - RENEWED_AFTER) renewed.push([id, { at: now }]);
        } else if (parked.has(id)) {
          await renewParked(id, now);
        } else if (!waiting.has(id) && !fresh.has(id)) {
          const seq = lastSeq + fresh.size + 1;
          fresh.set(id, [{ id, lane, dueAt, seq, step: 0, ...UNTRIED }, value]);
        }
      }
      await settled.setMany(renewed);
    }
    await pending.setMany([...fresh].map(([id, [item, value]]) => [id, record(item, value)]));
    for (const [item] of fresh.values()) admit(item);
    return [...fresh.keys()];
  }

  async function renewParked(id: string, now: number): Promise<void> {
    const known = parked.get(id);
    if (known === undefined || known.at >= now - RENEWED_AFTER) return;
    const kept = await parts.parked.get(id);
    if (kept === null) return;
    await parts.parked.set(id, { ...kept, at: now });
    parked.set(id, { ...known, at: now });
  }

  async function lease(now: number, n: number, ms: number): Promise<readonly Leased<T>[]> {
    const blocked = new Set<string>();
    for (const item of busy) {
      if (item.leasedUntil > now || (item.retry !== null && item.retry.at > now)) blocked.add(item.lane);
    }
    const due: Waiting[] = [];
    for (const item of order) {
      if (due.length === n || item.dueAt > now) break;
      if (!blocked.has(item.lane)) due.push(item);
    }
    if (due.length === 0) return [];
    const records = await pending.getMany(due.map(({ id }) => id));
    const given = due.flatMap((item, at) => {
      const kept = records[at] ?? null;
      return kept === null ? [] : [{ item, value: kept.value }];
    });
    // The attempt is counted before it is made: after a crash it counts.
    await pending.setMany(
      given.map(({ item, value }) => [
        item.id,
        record({ ...item, attempts: item.attempts + 1, retry: null }, value),
      ]),
    );
    return given.map(({ item, value }) => {
      item.attempts += 1;
      item.retry = null;
      item.leasedUntil = now + ms;
      busy.add(item);
      const { id, lane, dueAt, attempts: attempt, step, unknownSince } = item;
      return { id, lane, dueAt, attempt, step, unknownSince, value };
    });
  }

  async function begin(id: string, { step, since, until }: Attempt): Promise<void> {
    const item = waiting.get(id);
    const kept = item === undefined ? null : await pending.get(id);
    if (item === undefined || kept === null)
      throw new Error(`"${id}" was begun in the queue "${name}" but does not wait there`);
    await pending.set(id, { ...kept, step, unknownSince: since });
    item.step = step;
    item.unknownSince = since;
    item.leasedUntil = until;
    busy.add(item);
  }

  async function release(
    ids: readonly string[],
    retry: { readonly at: number; readonly reason: string },
  ): Promise<void> {
    for (const id of new Set(ids)) {
      const item = waiting.get(id);
      const kept = item === undefined ? null : await pending.get(id);
      if (item === undefined || kept === null) continue;
      const attempts = Math.max(0, item.attempts - 1);
      await pending.set(id, { ...kept, attempts, retry });
      item.attempts = attempts;
      item.retry = retry;
      item.leasedUntil = 0;
      busy.add(item);
    }
  }

  async function revive(ids: readonly string[]): Promise<number> {
    let revived = 0;
    for (const id of new Set(ids)) {
      const kept = parked.has(id) ? await parts.parked.get(id) : null;
      if (kept === null) continue;
      const { lane, dueAt, seq, step, value } = kept;
      const item = { id, lane, dueAt, seq, step, ...UNTRIED };
      // Killed between the two, it is found with both and is parked still: to be tried again is asked for once more.
      await pending.set(id, record(item, value));
      await parts.parked.delete(id);
      parked.delete(id);
      admit(item);
      revived += 1;
    }
    return revived;
  }

  async function forget(lane: string): Promise<number> {
    const ids = [...waiting.values(), ...[...parked].map(([id, kept]) => ({ id, lane: kept.lane }))]
      .filter((item) => item.lane === lane)
      .map(({ id }) => id);
    for (const id of ids) await settle(id, { kind: 'done' });
    return ids.length;
  }

  async function settle(id: string, outcome: Settlement): Promise<void> {
    const item = waiting.get(id);
    if (item === undefined) return settleAgain(id, outcome);
    const at = clock.now();
    if (outcome.kind === 'done') {
      await settled.set(id, { at });
      await pending.delete(id);
      dismiss(item);
      return;
    }
    const kept = await pending.get(id);
    if (kept === null) {
      throw new Error(`"${id}" has gone from the queue "${name}": another process must be using this store`);
    }
    const { reason } = outcome;
    if (outcome.kind === 'parked') {
      const because = becauseOf(outcome.because);
      const { lane, dueAt, seq, step } = item;
      await parts.parked.set(id, { at, lane, dueAt, seq, step, because, reason, value: kept.value });
      await pending.delete(id);
      dismiss(item);
      parked.set(id, { at, lane, dueAt, seq, step, because, reason });
      return;
    }
    const retry = { at: outcome.at, reason };
    const unknownSince = outcome.kind === 'unknown' ? item.unknownSince : null;
    await pending.set(id, { ...kept, retry, unknownSince });
    item.retry = retry;
    item.unknownSince = unknownSince;
    item.leasedUntil = 0;
    busy.add(item);
  }

  /** Settled before, the second time by who came back after its lease had ended: nothing, but for a parked one that is done now. */
  async function settleAgain(id: string, outcome: Settlement): Promise<void> {
    if (!parked.has(id)) {
      if ((await settled.get(id)) === null) throw neverPut(name, id);
      return;
    }
    if (outcome.kind !== 'done') return;
    await settled.set(id, { at: clock.now() });
    await parts.parked.delete(id);
    parked.delete(id);
  }

  function backlog(now: number): Backlog {
    interface Line {
      readonly oldest: number;
      waiting: number;
      retryAt: number | null;
      reason: string | null;
    }
    const lanes = new Map<string, Line>();
    for (const { lane, dueAt, retry } of order) {
      const line = lanes.get(lane) ?? { oldest: dueAt, waiting: 0, retryAt: null, reason: null };
      line.waiting += 1;
      if (retry !== null && retry.at > now && retry.at > (line.retryAt ?? 0)) {
        line.retryAt = retry.at;
        line.reason = retry.reason;
      }
      lanes.set(lane, line);
    }
    const oldestFirst = [...lanes].sort(([a, x], [b, y]) => x.oldest - y.oldest || (a < b ? -1 : 1));
    const parkedInAll = noneParked();
    for (const { because } of parked.values()) parkedInAll[because] += 1;
    const newest = [...parked].sort(([a, x], [b, y]) => y.at - x.at || (a < b ? -1 : 1));
    return {
      waiting: waiting.size,
      oldestDueAt: oldestFirst[0]?.[1].oldest ?? null,
      lanes: oldestFirst.map(([lane, { waiting, oldest: oldestDueAt, retryAt, reason }]) => ({
        lane,
        waiting,
        oldestDueAt,
        retryAt,
        reason,
      })),
      parked: newest
        .slice(0, PARKED_SHOWN)
        .map(([id, { lane, because, reason, at }]) => ({ id, lane, because, reason, at })),
      parkedInAll,
    };
  }

  async function tidy(before: number): Promise<number> {
    const old: string[] = [];
    for await (const [id, { at }] of settled.entries()) if (at < before) old.push(id);
    let gone = 0;
    for (const some of batches(old)) {
      await inTurn(async () => {
        // Looked at again: one of them may have been renewed meanwhile.
        const tombstones = await settled.getMany(some);
        for (const [index, id] of some.entries()) {
          const tombstone = tombstones[index] ?? null;
          if (tombstone === null || tombstone.at >= before) continue;
          await settled.delete(id);
          gone += 1;
        }
      });
      await setImmediate();
    }
    return inTurn(async () => {
      for (const [id, { at }] of parked) {
        if (at >= before) continue;
        await parts.parked.delete(id);
        parked.delete(id);
        gone += 1;
      }
      return gone;
    });
  }

  async function* dump(): AsyncGenerator<QueueRow<T>> {
    for (const item of [...waiting.values()].sort((a, b) => a.seq - b.seq)) {
      const kept = await pending.get(item.id);
      if (kept === null) continue;
      const { seq: _seq, ...row } = kept;
      yield { state: 'waiting', id: item.id, ...row };
    }
    for await (const [id, { seq: _seq, ...row }] of parts.parked.entries())
      yield { state: 'parked', id, ...row };
    for await (const [id, { at }] of settled.entries()) yield { state: 'done', id, at };
  }

  async function load(rows: readonly QueueRow<T>[]): Promise<void> {
    const tombstones = await settled.getMany(rows.map(({ id }) => id));
    const done: [string, Tombstone][] = [];
    for (const [at, row] of rows.entries()) {
      const { id } = row;
      if ((tombstones[at] ?? null) !== null || waiting.has(id) || parked.has(id)) continue;
      switch (row.state) {
        case 'waiting': {
          const { lane, dueAt, attempts, retry, step, unknownSince, value } = row;
          const seq = lastSeq + 1;
          const item = { id, lane, dueAt, seq, attempts, retry, step, unknownSince, leasedUntil: 0 };
          await pending.set(id, record(item, value));
          admit(item);
          break;
        }
        case 'parked': {
          const { state: _state, id: _id, value, ...kept } = row;
          lastSeq += 1;
          await parts.parked.set(id, { ...kept, seq: lastSeq, value });
          parked.set(id, { ...kept, seq: lastSeq });
          break;
        }
        case 'done':
          done.push([id, { at: row.at }]);
      }
    }
    await settled.setMany(done);
  }

  await start();
  return {
    put: async (items) => inTurn(async () => put(items)),
    lease: async (now, n, ms) => inTurn(async () => lease(now, n, ms)),
    begin: async (id, attempt) => inTurn(async () => begin(id, attempt)),
    release: async (ids, until) => inTurn(async () => release(ids, until)),
    revive: async (ids) => inTurn(async () => revive(ids)),
    forget: async (lane) => inTurn(async () => forget(lane)),
    settle: async (id, outcome) => inTurn(async () => settle(id, outcome)),
    backlog: async (now) => inTurn(async () => backlog(now)),
    tidy,
    dump,
    load: async (rows) => inTurn(async () => load(rows)),
  };
}

function record<T>(item: Waiting, value: T): Pending<T> {
  const { lane, dueAt, seq, attempts, retry, step, unknownSince } = item;
  return { lane, dueAt, seq, attempts, retry, step, unknownSince, value };
}

function batches<Member>(all: readonly Member[]): readonly (readonly Member[])[] {
  const result: (readonly Member[])[] = [];
  for (let at = 0; at < all.length; at += BATCH) result.push(all.slice(at, at + BATCH));
  return result;
}
