import { dayOf } from '#core/archive.ts';
import type { DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { silentSince } from '#core/cursor.ts';
import type { FeedHealth, Window } from '#core/digest.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import { situationOf } from '#core/ledger.ts';
import type { Collection } from '#core/ports.ts';
import { heldSince } from '#core/situation.ts';
import type { Situation } from '#core/situation.ts';
import type { Story } from '#core/story.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';

export interface DeskDeps {
  readonly claims: Collection<readonly Claim[]>;
  readonly stories: Collection<Story>;
  readonly days: Collection<readonly DayLine[]>;
  readonly cursors: Collection<Cursor>;
  readonly feeds: readonly Feed[];
  /** A feed that answers and brings nothing new for so long is silent, ms. */
  readonly silentAfter: number;
  readonly watchlist: Watchlist;
}

/** A captive with what the ledger says. */
export interface Known {
  readonly subject: Subject;
  readonly situation: Situation;
  readonly heldSince: string | null;
}

/** A feed and how it fares; `cursor` is null before its first poll. */
export interface FeedState {
  readonly feed: Feed;
  readonly cursor: Cursor | null;
  /** Since when it has brought nothing new, ms, where that is longer than usual; else null. */
  readonly silentSince: number | null;
}

/** The questions that people ask. */
export interface Desk {
  known(subject: Subject, now: number): Promise<Known>;
  /** Every captive, in the watchlist's order. */
  everybody(now: number): Promise<readonly Known[]>;
  /** The newest stories, of one subject or of all, newest first. */
  latest(subject: string | null, most: number, now: number): Promise<readonly Story[]>;
  feeds(now: number): Promise<readonly FeedState[]>;
  health(window: Window): Promise<FeedHealth>;
}

const DAY = 24 * 60 * 60_000;

/** How far back "latest" looks; a captive's story can rest for months. */
const LATEST_DAYS = 400;

/** Days of the index read at once. */
const DAYS_AT_ONCE = 40;

/** Answers from the store's records; nothing is kept in between. */
export function createDesk(deps: DeskDeps): Desk {
  // Asked anew each time: the watchlist may change while the desk runs.
  const watched = (): readonly Subject[] =>
    [...deps.watchlist.subjects.values()].filter((subject) => subject.kind === 'captive');

  async function known(subject: Subject, now: number): Promise<Known> {
    return knownOf(subject, (await deps.claims.get(subject.id)) ?? [], now);
  }

  function knownOf(subject: Subject, claims: readonly Claim[], now: number): Known {
    return { subject, situation: situationOf(claims, deps.watchlist, now), heldSince: heldSince(claims) };
  }

  async function feeds(now: number): Promise<readonly FeedState[]> {
    const cursors = await deps.cursors.getMany(deps.feeds.map((feed) => feed.id));
    return deps.feeds.map((feed, i) => {
      const cursor = cursors[i] ?? null;
      return {
        feed,
        cursor,
        silentSince: cursor === null ? null : silentSince(cursor, now, deps.silentAfter),
      };
    });
  }

  return {
    known,
    async everybody(now) {
      const captives = watched();
      const ledgers = await deps.claims.getMany(captives.map((subject) => subject.id));
      return captives.map((subject, i) => knownOf(subject, ledgers[i] ?? [], now));
    },
    async latest(subject, most, now) {
      const ids = new Set<string>();
      for (let back = 0; back < LATEST_DAYS && ids.size < most; back += DAYS_AT_ONCE) {
        const days = Array.from({ length: DAYS_AT_ONCE }, (_, i) => dayOf(now - (back + i) * DAY));
        for (const lines of await deps.days.getMany(days)) {
          for (const line of (lines ?? []).toReversed()) {
            if (line.story !== null && (subject === null || line.subjects.includes(subject)))
              ids.add(line.story);
          }
        }
      }
      const stories = await deps.stories.getMany([...ids].slice(0, most));
      return stories.filter((story) => story !== null);
    },
    feeds,
    async health(window) {
      const states = await feeds(window.to);
      const silent = states.filter(({ cursor }) => (cursor?.lastSuccessAt ?? 0) < window.from);
      return {
        feeds: states.length,
        answered: states.length - silent.length,
        silent: silent
          .toSorted((a, b) => (b.cursor?.failures ?? 0) - (a.cursor?.failures ?? 0))
          .map(({ feed }) => feed.id),
      };
    },
  };
}
