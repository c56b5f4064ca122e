import { PARKED_BECAUSE, type Outbox, type ParkedBecause } from '#core/ports.ts';

/** A queue as the store keeps it: what jobs see, and what keeps it small over the years. */
export interface StoredQueue<T> extends Outbox<T> {
  /**
   * Forgets ids that were settled or parked, and not put again, since `before` (ms).
   * @returns how many
   */
  tidy(before: number): Promise<number>;
  /** All that the queue remembers, in order of putting; for moving it to another store. */
  dump(): AsyncIterable<QueueRow<T>>;
  /** Puts rows of a dump as they are; ids that are there already are left alone. */
  load(rows: readonly QueueRow<T>[]): Promise<void>;
}

/** One id of a queue, as it is remembered. */
export type QueueRow<T> =
  | {
      readonly state: 'waiting';
      readonly id: string;
      readonly lane: string;
      readonly dueAt: number;
      readonly attempts: number;
      readonly retry: { readonly at: number; readonly reason: string } | null;
      readonly step: number;
      readonly unknownSince: number | null;
      readonly value: T;
    }
  | {
      readonly state: 'parked';
      readonly id: string;
      readonly at: number;
      readonly lane: string;
      readonly dueAt: number;
      readonly step: number;
      readonly because: ParkedBecause;
      readonly reason: string;
      readonly value: T;
    }
  | { readonly state: 'done'; readonly id: string; readonly at: number };

/**
 * An id that is put again and again (an item that stays in its feed for years) must not be forgotten while it is still
 * there, or it would be new again. So a put renews the date of a settled id, at most this often, ms: a feed's whole
 * content is put at every change, and most of these puts must not write.
 */
export const RENEWED_AFTER = 30 * 24 * 3600 * 1000;

/** How many parked items a backlog lists: the newest. */
export const PARKED_SHOWN = 200;

/** What `settle` says about an id that was never put. */
export function neverPut(queue: string, id: string): Error {
  return new Error(`"${id}" was settled in the queue "${queue}" but never put there`);
}

/** A count of nothing, for a backlog to add to. */
export function noneParked(): Record<ParkedBecause, number> {
  return { failed: 0, unknown: 0, expired: 0, gone: 0 };
}

/** A stored word as the reason it was; what is not known (or left out by an older program) is the general one. */
export function becauseOf(word: unknown): ParkedBecause {
  return PARKED_BECAUSE.find((one) => one === word) ?? 'failed';
}
