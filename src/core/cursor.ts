import type { Entry } from './entry.ts';
import type { Cursor, Feed } from './feed.ts';
import { DAY } from './spans.ts';

/** An entry as a feed shows it, before anybody knows whether it is new. */
export interface FoundEntry {
  readonly entry: Omit<Entry, 'firstSeenAt' | 'arrival'>;
  /** Other names of the same entry; when one of them is known, so is the entry. */
  readonly aliases: readonly string[];
}

/** What one reading of a feed brought. */
export type ReadOutcome =
  | {
      readonly outcome: 'read';
      /** In the feed's order, each once; those that need not be read again since the last reading are left out. */
      readonly entries: readonly FoundEntry[];
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly bodyHash: string;
      /** See `Cursor.sharedLinks`. */
      readonly sharedLinks: readonly string[];
      /** Where a redirect that is permanent all the way led, or null. */
      readonly movedTo: string | null;
      /** What had to be repaired in the document, in words. */
      readonly mended: readonly string[];
    }
  /** It has nothing that we have not read. A validator of null: the answer named none, the old one stays. */
  | {
      readonly outcome: 'unchanged';
      readonly etag: string | null;
      readonly lastModified: string | null;
      readonly movedTo: string | null;
    }
  /** `retryAfter`: the server's wish, ms from now. */
  | { readonly outcome: 'failed'; readonly trouble: string; readonly retryAfter: number | null }
  | { readonly outcome: 'gone'; readonly trouble: string };

/** First polls are spread over this long, ms, so that a start does not ask everybody at once. */
export const FIRST_SPREAD = 30_000;
/** Pauses vary by this share to either side, so that feeds that were due together drift apart. */
const SPREAD = 0.1;
/**
 * The longest pause that failures or a server's Retry-After lead to, ms. A day: a feed that recovers is back the next
 * day, and a wrong header ("come back in a year") does no harm.
 */
const LONGEST_PAUSE = DAY;
/** After so many failures at an address that a redirect led to, the configured one is tried again. */
const TRUST_IN_MOVE = 3;

/**
 * The cursor of a feed that was never polled.
 *
 * @param jitter 0 to 1, chosen at random: where in the first half minute its first poll falls.
 */
export function emptyCursor(
  feed: Pick<Feed, 'id' | 'url' | 'interval'>,
  now: number,
  jitter: number,
): Cursor {
  return {
    feed: feed.id,
    url: feed.url,
    etag: null,
    lastModified: null,
    bodyHash: null,
    firstReadAt: null,
    sharedLinks: [],
    lastAttemptAt: null,
    lastSuccessAt: null,
    lastNewAt: null,
    failures: 0,
    trouble: null,
    nextAt: now + Math.round(jitter * Math.min(FIRST_SPREAD, feed.interval)),
    gone: false,
    movedTo: null,
  };
}

/**
 * The cursor to go on with: the stored one, or a new one when there is none or the operator changed the address. What
 * another address holds is read as history first, so that no backlog is taken for news.
 */
export function cursorFor(
  feed: Pick<Feed, 'id' | 'url' | 'interval'>,
  stored: Cursor | null,
  now: number,
  jitter: number,
): Cursor {
  return stored === null || stored.url !== feed.url ? emptyCursor(feed, now, jitter) : stored;
}

/**
 * Is it time? However long nobody looked (a laptop asleep), it is due once. A clock that was set back would hold up a
 * feed until the old time comes round, so an attempt that lies in the future counts as none.
 */
export function isDue(cursor: Cursor, now: number): boolean {
  if (cursor.gone) return false;
  return cursor.nextAt <= now || (cursor.lastAttemptAt !== null && cursor.lastAttemptAt > now);
}

/**
 * The cursor after an attempt. Pure: the next time counts from `now`, never from when it should have been.
 *
 * @param brought how many entries were new.
 * @param jitter 0 to 1, chosen at random.
 */
export function nextCursor(
  cursor: Cursor,
  feed: Pick<Feed, 'interval'>,
  outcome: ReadOutcome,
  { now, brought, jitter }: { readonly now: number; readonly brought: number; readonly jitter: number },
): Cursor {
  const spread = (pause: number): number => Math.round(pause * (1 - SPREAD + 2 * SPREAD * jitter));
  const tried = { ...cursor, lastAttemptAt: now };
  switch (outcome.outcome) {
    case 'read':
      return {
        ...tried,
        etag: outcome.etag,
        lastModified: outcome.lastModified,
        bodyHash: outcome.bodyHash,
        sharedLinks: outcome.sharedLinks,
        firstReadAt: cursor.firstReadAt ?? now,
        lastSuccessAt: now,
        lastNewAt: brought > 0 ? now : cursor.lastNewAt,
        failures: 0,
        trouble: null,
        movedTo: outcome.movedTo ?? cursor.movedTo,
        nextAt: now + spread(feed.interval),
      };
    case 'unchanged':
      return {
        ...tried,
        etag: outcome.etag ?? cursor.etag,
        lastModified: outcome.lastModified ?? cursor.lastModified,
        lastSuccessAt: now,
        failures: 0,
        trouble: null,
        movedTo: outcome.movedTo ?? cursor.movedTo,
        nextAt: now + spread(feed.interval),
      };
    case 'failed': {
      const failures = cursor.failures + 1;
      const pause = Math.max(
        feed.interval,
        Math.min(LONGEST_PAUSE, feed.interval * 2 ** Math.min(failures - 1, 20)),
      );
      // Later than the server wishes is polite, earlier is not: its wish is a lower bound.
      const wish = Math.min(LONGEST_PAUSE, outcome.retryAfter ?? 0);
      return {
        ...tried,
        failures,
        trouble: outcome.trouble,
        nextAt: now + Math.max(spread(pause), wish),
        movedTo: failures >= TRUST_IN_MOVE ? null : cursor.movedTo,
      };
    }
    case 'gone':
      // The answer of an address that a redirect led to says nothing final of the configured one.
      if (cursor.movedTo !== null) {
        return {
          ...tried,
          failures: cursor.failures + 1,
          trouble: outcome.trouble,
          movedTo: null,
          nextAt: now + spread(feed.interval),
        };
      }
      return { ...tried, failures: cursor.failures + 1, trouble: outcome.trouble, gone: true };
  }
}

/**
 * Since when a feed that answers has brought nothing new, ms; null while it is not silent. A feed in trouble is not
 * silent, it has that trouble.
 *
 * @param after ms of quiet that are normal.
 */
export function silentSince(cursor: Cursor, now: number, after: number): number | null {
  if (cursor.gone || cursor.trouble !== null) return null;
  const since = cursor.lastNewAt ?? cursor.firstReadAt;
  return since !== null && now - since > after ? since : null;
}
