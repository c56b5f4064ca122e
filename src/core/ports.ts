/** What the inside needs of the outside, in its own words. Each port is the least its callers need. */
import type { Delivery, Outcome } from './delivery.ts';
import type { Destination, Platform } from './subscription.ts';
import type { Message } from './message.ts';

/** Where "now" comes from: the wall clock, or the dates of what is replayed. */
export interface Clock {
  /** ms since 1970 */
  now(): number;
}

/** Structured log: a fixed sentence and fields. error = we must act, warn = look this week, info = milestone, debug = the rest. */
export interface Log {
  error(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  debug(fields: object, sentence: string): void;
}

/** One kind of record, by id. Values are plain JSON, versioned and parsed on read by the store. */
export interface Collection<T> {
  get(id: string): Promise<T | null>;
  getMany(ids: readonly string[]): Promise<readonly (T | null)[]>;
  set(id: string, value: T): Promise<void>;
  setMany(records: readonly (readonly [id: string, value: T])[]): Promise<void>;
  delete(id: string): Promise<void>;
  /** Everything, in no order. For start-up and export, not for answering a question. */
  entries(): AsyncIterable<readonly [id: string, value: T]>;
}

/** A durable queue: at least once, in order within a lane. */
export interface Queue<T> {
  /**
   * Puts what was never there before; an id that is queued, or was settled, is left alone.
   * @returns the ids that were new, in the order given.
   */
  put(items: readonly QueueItem<T>[]): Promise<readonly string[]>;
  /**
   * Up to `n` due items, oldest first, that nobody else holds, for `ms` milliseconds. A lane that waits for a retry, or
   * of which something is held, gives nothing; an item that is merely not due yet does not hold up its lane.
   */
  lease(now: number, n: number, ms: number): Promise<readonly Leased<T>[]>;
  settle(id: string, outcome: Settlement): Promise<void>;
  /** What waits, for people to look at. */
  backlog(now: number): Promise<Backlog>;
}

export interface QueueItem<T> {
  readonly id: string;
  /** Order is kept within a lane, and only there. */
  readonly lane: string;
  /** Not before, ms. */
  readonly dueAt: number;
  readonly value: T;
}

export interface Leased<T> extends QueueItem<T> {
  /** Which attempt this is, from 1. More than the settled retries: an earlier attempt ended in a crash. */
  readonly attempt: number;
}

export type Settlement =
  /** Done with: the id is remembered, the value is not. */
  | { readonly kind: 'done' }
  /** Again at `at`; its lane waits. */
  | { readonly kind: 'retry'; readonly at: number; readonly reason: string }
  /** Kept for people to look at, never tried again. */
  | { readonly kind: 'parked'; readonly reason: string };

export interface Backlog {
  /** Due or waiting, leased ones included. */
  readonly waiting: number;
  /** When the oldest of them was due, ms; null when nothing waits. */
  readonly oldestDueAt: number | null;
  readonly lanes: readonly {
    readonly lane: string;
    readonly waiting: number;
    readonly retryAt: number | null;
    readonly reason: string | null;
  }[];
  readonly parked: readonly { readonly id: string; readonly lane: string; readonly reason: string }[];
}

/** A platform as the deliver job sees it. */
export interface Notifier {
  readonly platform: Platform;
  send(delivery: Pick<Delivery, 'id' | 'destination' | 'message' | 'silent'>): Promise<Outcome>;
  /** Replaces the text of a message sent before. */
  edit(to: Destination, messageId: string, message: Message): Promise<Outcome>;
}
