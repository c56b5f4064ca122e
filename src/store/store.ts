import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import type { Print } from '#core/copies.ts';
import type { Delivery, Sent } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import type { Recurring } from '#core/furniture.ts';
import type { Cursor } from '#core/feed.ts';
import type { Clock, Collection, Outbox, Queue } from '#core/ports.ts';
import type { Gist } from '#core/gist.ts';
import type { Frequencies } from '#core/rarity.ts';
import type { Story } from '#core/story.ts';
import type { ProposedSpelling } from '#core/unknown.ts';
import type { KnownWords } from '#core/version.ts';
import type { WatchRecord } from '#core/watching.ts';
import type { Copy, Restored } from './backup.ts';
import type { Movable } from './transfer.ts';
import type { Subscription } from '#core/subscription.ts';

/** Everything the program remembers. Jobs and commands are given the collections and queues they need, never all of it. */
export interface Store {
  /** Entries gathered and not yet analysed, by entry id; a settled id is what makes an entry "seen". */
  readonly inbox: Queue<Entry>;
  /** Messages owed, by delivery id; the lane is the destination's key. */
  readonly outbox: Outbox<Delivery>;
  /** Other names of an entry (hash of a link, a guid, a title) → entry id. */
  readonly aliases: Collection<string>;
  /** Which words of a report were seen, by entry and source: what tells that it was changed in place. Forgotten after weeks. */
  readonly versions: Collection<KnownWords>;
  /** By feed id. */
  readonly cursors: Collection<Cursor>;
  /** The archive, by entry id. */
  readonly entries: Collection<ArchivedEntry>;
  /** The archive's index: one record a UTC day, see `dayOf` in core/day.ts. */
  readonly days: Collection<readonly DayLine[]>;
  /** The ledger: by subject id, in ledger order. */
  readonly claims: Collection<readonly Claim[]>;
  /** By story id. */
  readonly stories: Collection<Story>;
  /** Former id of a story that was joined with another one → the id it has now. */
  readonly storyAliases: Collection<string>;
  /** What entries are about, by entry id. */
  readonly gists: Collection<Gist>;
  /** What copies of entries are known by, by entry id; kept longer than the entries. */
  readonly prints: Collection<Print>;
  /** How often what was seen, in one record. */
  readonly frequencies: Collection<Frequencies>;
  /** By destination key. */
  readonly subscriptions: Collection<Subscription>;
  /** What was sent, by delivery id. */
  readonly sent: Collection<Sent>;
  /** Lines that recur in a source's items, by source id. */
  readonly recurring: Collection<Recurring>;
  /** Unknown spellings of watched names, in one record. */
  readonly proposed: Collection<readonly ProposedSpelling[]>;
  /** Who changed the watchlist, and when; only ever added to. By time. */
  readonly watchChanges: Collection<WatchRecord>;
  /** Small notes of the desk to itself, by what they are of: `digest:`, `former:`, `notice:`, `outbox:`, `telegram greeting`. */
  readonly desk: Collection<string>;
  /**
   * Forgets what has served its time, so that years of running do not grow the store without end: ids settled or
   * parked longer ago than the retention (two years) and rows that expired. Once a day is enough.
   */
  tidy(now: number): Promise<Tidied>;
  /** Everything in it, part by part: for moving it to another store. */
  readonly parts: readonly Movable[];
  /** See `Backend`. */
  scrub(): Promise<void>;
  readonly restored: Restored | null;
  readonly backUp: ((keep: number) => Promise<Copy>) | null;
  /** Waits for writes under way, lets go of the lock. */
  close(): Promise<void>;
}

/** What `tidy` took away. */
export interface Tidied {
  /** Settled and parked queue ids forgotten. */
  readonly settled: number;
  /** Records whose time to live had passed. */
  readonly expired: number;
}

/** How a store is opened; see `openStore` in open.ts. */
export interface StoreOptions {
  /**
   * Look without owning: no lock is taken and every write fails. For `status`, `digest`, `feeds` and `doctor` while the
   * service runs.
   */
  readonly readOnly?: boolean;
  /** Dates what is settled, for `tidy`; the wall clock when left out. */
  readonly clock?: Clock;
}
