import { setTimeout } from 'node:timers/promises';
import type { Clock, Log } from '#core/ports.ts';
import type { Copy, Restored } from './backup.ts';
import { type KeyvRecords, keyvCollection } from './collection.ts';
import type { RecordKind } from './kind.ts';
import { keyvQueue, queueKinds } from './keyv-queue.ts';
import { OWNER_KIND, own } from './owner.ts';
import type { StoredQueue } from './queue.ts';

/** A place that records are kept in. */
export interface Backend {
  /** How people are told of it; no password in it. */
  readonly place: string;
  /** A Keyv for one namespace. Asked for once a namespace. */
  keyv(namespace: string): KeyvRecords;
  queue<T>(kind: RecordKind<T>): Promise<StoredQueue<T>>;
  /** Takes what was deleted out of the log of writes too, where the place has one. */
  scrub(): Promise<void>;
  /** Takes away records whose time to live has passed. @returns how many */
  sweep(now: number): Promise<number>;
  /** The copy that took the place of a damaged store at this start; null when nothing was wrong, and where we keep no copies. */
  readonly restored: Restored | null;
  /** Makes a copy beside the store and keeps the newest `keep`; null where that is the server's matter. */
  readonly backUp: ((keep: number) => Promise<Copy>) | null;
  /** Brings home what has been written and lets go. */
  close(): Promise<void>;
}

/** What every backend is given. */
export interface BackendDeps {
  readonly log: Log;
  readonly clock: Clock;
  readonly readOnly: boolean;
}

/** How long a server may take to hear that we leave, ms. */
const GOODBYE = 5_000;

/**
 * A store on a server, ours unless it was opened only to look.
 * @param disconnect lets go of the server: at the end, and at once where the store is somebody else's
 */
export async function serverBackend(
  { place, keyv, disconnect }: Pick<Backend, 'place' | 'keyv'> & { readonly disconnect: () => Promise<void> },
  deps: BackendDeps,
): Promise<Backend> {
  const giveUp = await ownOverKeyv(keyv, place, deps).catch(async (error: unknown) => {
    await disconnect();
    throw error;
  });
  return {
    place,
    restored: null,
    // A server's own tools copy it while it runs; `wirewatch export` writes everything into one file.
    backUp: null,
    keyv,
    queue: async (kind) => queueOverKeyv(keyv, kind, deps),
    scrub: async () => {},
    // Redis takes away what has expired by itself; no record of ours has a time to live elsewhere.
    sweep: async () => 0,
    close: async () => {
      // A server that is away now finds our record old enough by itself.
      await Promise.race([giveUp(), setTimeout(GOODBYE, undefined, { ref: false })]).catch((err: unknown) => {
        deps.log.warn({ store: place, err }, 'the store could not be told that we leave');
      });
      await disconnect();
    },
  };
}

/** Owns a store on a server, unless it was opened only to look. @returns gives it up */
async function ownOverKeyv(
  keyv: (namespace: string) => KeyvRecords,
  place: string,
  deps: BackendDeps,
): Promise<() => Promise<void>> {
  const { log, clock, readOnly } = deps;
  if (readOnly) return async () => {};
  return own({ records: keyvCollection(keyv(OWNER_KIND.name), OWNER_KIND, log), place, clock, log });
}

/** The queue of a backend that has nothing better than its Keyv. */
export async function queueOverKeyv<T>(
  keyv: (namespace: string) => KeyvRecords,
  kind: RecordKind<T>,
  deps: BackendDeps,
): Promise<StoredQueue<T>> {
  const { log, clock, readOnly } = deps;
  const kinds = queueKinds(kind);
  return keyvQueue({
    name: kind.name,
    pending: keyvCollection(keyv(kinds.pending.name), kinds.pending, log, { readOnly }),
    parked: keyvCollection(keyv(kinds.parked.name), kinds.parked, log, { readOnly }),
    settled: keyvCollection(keyv(kinds.settled.name), kinds.settled, log, { readOnly }),
    clock,
    readOnly,
  });
}
