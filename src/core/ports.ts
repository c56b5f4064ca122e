/** What the inside needs of the outside, in its own words. Each port is the least its callers need. */
import type { Delivery, Outcome, Wait } from './delivery.ts';
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

/**
 * Whether an error says that the store could not do its part (disk full, server gone), so that the work at hand is not to
 * blame. The store names its errors so.
 */
export function isStoreTrouble(error: unknown): boolean {
  return error instanceof Error && error.name === 'StoreError';
}

/** One kind of record, by id. Values are plain JSON, versioned and parsed on read by the store. */
export interface Collection<T> {
  get(id: string): Promise<T | null>;
  getMany(ids: readonly string[]): Promise<readonly (T | null)[]>;
  set(id: string, value: T): Promise<void>;
  setMany(records: readonly (readonly [id: string, value: T])[]): Promise<void>;
  delete(id: string): Promise<void>;
  /** Everything, in no order. For start-up, export and tidying, and for kinds of which there is little (`/watchlist`, `/forget`). */
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

/** A queue of work that cannot be taken back or asked about once it was tried: a message sent. */
export interface Outbox<T> extends Queue<T> {
  /**
   * Notes, durably and before it is made, that an attempt on a leased item begins: after a crash it is known which may
   * have been made and which were only held.
   */
  begin(id: string, attempt: Attempt): Promise<void>;
  /** Gives leased items back untried: the lease counts as no attempt. Their lanes wait until `at`. */
  release(ids: readonly string[], until: { readonly at: number; readonly reason: string }): Promise<void>;
  /**
   * Takes parked items up again, in their old order and as if never tried.
   * @returns how many of these were parked.
   */
  revive(ids: readonly string[]): Promise<number>;
  /** Settles all that waits or is parked in a lane: of what is settled nothing is kept but its id. @returns how many */
  forget(lane: string): Promise<number>;
}

/** An attempt that begins. */
export interface Attempt {
  /** Which step of the work it is, from 0: those before it are done. */
  readonly step: number;
  /** Since when it may have been made, ms: an earlier moment than now where it is made again. */
  readonly since: number;
  /** The lease lasts until then, ms. */
  readonly until: number;
}

/** Something to be done, as it is put into a queue. The id comes from its cause, so that doing the same again puts nothing new. */
export interface QueueItem<T> {
  readonly id: string;
  /** Order is kept within a lane, and only there. */
  readonly lane: string;
  /** Not before, ms. */
  readonly dueAt: number;
  readonly value: T;
}

/** An item in somebody's hands. It comes back when the lease runs out and nothing was settled. */
export interface Leased<T> extends QueueItem<T> {
  /** Which attempt this is, from 1. More than the settled retries: an earlier attempt ended in a crash. */
  readonly attempt: number;
  /** The step that was begun last; 0 where none was. */
  readonly step: number;
  /** Since when that step may have been made without anybody knowing, ms; null: its outcome is known. */
  readonly unknownSince: number | null;
}

/** What becomes of a leased item. */
export type Settlement =
  /** Done with: the id is remembered, the value is not. */
  | { readonly kind: 'done' }
  /** Again at `at`; its lane waits. */
  | { readonly kind: 'retry'; readonly at: number; readonly reason: string }
  /** The same where nobody knows whether this attempt did its work. */
  | { readonly kind: 'unknown'; readonly at: number; readonly reason: string }
  /** Kept for people to look at, never tried again by itself. `because`: other than that it was refused or failed too often. */
  | { readonly kind: 'parked'; readonly reason: string; readonly because?: Exclude<ParkedBecause, 'failed'> };

/**
 * Why something is parked: `failed`, refused or tried too often; `unknown`, it may have been done and must not be done
 * twice; `expired`, nobody needs it any more; `gone`, there is nobody to send it to.
 */
export const PARKED_BECAUSE = ['failed', 'unknown', 'expired', 'gone'] as const;
/** One of {@link PARKED_BECAUSE}. */
export type ParkedBecause = (typeof PARKED_BECAUSE)[number];

/** What a queue holds that is not done. */
export interface Backlog {
  /** Due or waiting, leased ones included. */
  readonly waiting: number;
  /** When the oldest of them was due, ms; null when nothing waits. */
  readonly oldestDueAt: number | null;
  readonly lanes: readonly {
    readonly lane: string;
    readonly waiting: number;
    /** When the oldest of them was due, ms. */
    readonly oldestDueAt: number;
    readonly retryAt: number | null;
    readonly reason: string | null;
  }[];
  /** The newest first, and no more of them than a person reads. */
  readonly parked: readonly {
    readonly id: string;
    readonly lane: string;
    readonly because: ParkedBecause;
    readonly reason: string;
    /** ms */
    readonly at: number;
  }[];
  /** How many are parked in all, the shown ones included. */
  readonly parkedInAll: Readonly<Record<ParkedBecause, number>>;
}

/** What is known of the parts of one message, kept by whoever owes it: a long one takes several. */
export interface Account {
  /** Parts that are not to be sent: they are out, or may be and must not come twice. */
  readonly from: number;
  /** The platform's id of the first part; null where it is not out, or nobody knows its id. */
  readonly messageId: string | null;
  /**
   * To be awaited before each part: notes that those before it are out and that this one may be from now on. Gives a
   * wait when the part may not go out now; then it is not to be sent.
   */
  begin(part: number, messageId: string | null): Promise<Wait | null>;
}

/** A platform as the deliver job sees it. */
export interface Notifier {
  readonly platform: Platform;
  send(
    delivery: Pick<Delivery, 'id' | 'destination' | 'message' | 'silent' | 'cause'>,
    account: Account,
  ): Promise<Outcome>;
  /** Replaces the text of a message sent before. */
  edit(to: Destination, messageId: string, message: Message): Promise<Outcome>;
}
