import type { DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { silentSince } from '#core/cursor.ts';
import { dayOf } from '#core/day.ts';
import type { FeedHealth, Window } from '#core/digest.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import { counted, situationOf } from '#core/ledger.ts';
import type { Figure } from '#core/figure.ts';
import type { Collection } from '#core/ports.ts';
import { endReports, heldSince } from '#core/situation.ts';
import type { EndReports, Situation } from '#core/situation.ts';
import { DAY } from '#core/spans.ts';
import type { Story } from '#core/story.ts';
import type { Subject, Topic, Watchlist } from '#core/watchlist.ts';

/** Where the answers to people's questions are found. */
export interface DeskDeps {
  readonly claims: Collection<readonly Claim[]>;
  readonly stories: Collection<Story>;
  /** The story under an id that it has or once had; null: there is none. */
  readonly storyUnder: (id: string) => Promise<Story | null>;
  readonly days: Collection<readonly DayLine[]>;
  readonly cursors: Collection<Cursor>;
  readonly feeds: readonly Feed[];
  /** A feed that answers and brings nothing new for so long is silent, ms. */
  readonly silentAfter: number;
  readonly watchlist: Watchlist;
  /** What the dossiers say besides their claims. */
  readonly dossiers: {
    /** The numbers known by a moment, ms; newest first. */
    figures(until: number): readonly Figure[];
  };
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
  /**
   * Every captive, in the watchlist's order.
   * @param dossiersUntil until when what the dossiers say counts, ms; until `now`, unless given
   */
  everybody(now: number, dossiersUntil?: number): Promise<readonly Known[]>;
  /** The newest stories, of one subject or of all, newest first. */
  latest(subject: string | null, most: number, now: number): Promise<readonly Story[]>;
  /** The same of each of these, in one walk over the index. */
  latestOfEach(
    subjects: readonly (string | null)[],
    most: number,
    now: number,
  ): Promise<readonly (readonly Story[])[]>;
  /** Those of these stories that are kept; by a former id too. */
  stories(ids: readonly string[]): Promise<readonly Story[]>;
  /** The newest stories with a topic, newest first. */
  latestOn(topic: string, most: number, now: number): Promise<readonly Story[]>;
  /** All that was ever claimed of a subject, in ledger order. */
  ledger(subject: string): Promise<readonly Claim[]>;
  /** What the ledger holds of a subject without a situation (a group), newest first. */
  claimsAbout(subject: string, now: number): Promise<readonly Claim[]>;
  /** What somebody (an official, a body) has said of anybody, newest first. */
  claimsBy(speaker: string, now: number): Promise<readonly Claim[]>;
  /** What is told of people that belongs to a topic, newest first; nothing where no claim is about it (a ceasefire). */
  claimsOn(topic: Topic, now: number): Promise<readonly Claim[]>;
  /** Numbers as printed, about a subject or by a speaker, or on a topic; newest first. */
  figures(of: { readonly subject: string } | { readonly topic: string }, now: number): readonly Figure[];
  /** Which reports of ends no longer hold, and which do. */
  endReports(now: number): Promise<EndReports>;
  feeds(now: number): Promise<readonly FeedState[]>;
  health(window: Window): Promise<FeedHealth>;
}

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

  function knownOf(subject: Subject, claims: readonly Claim[], now: number, dossiersUntil?: number): Known {
    const situation = situationOf(claims, deps.watchlist, now, dossiersUntil);
    return { subject, situation, heldSince: heldSince(claims) };
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

  /** The index from today back, some days at a time, each batch's lines newest first. */
  async function* daysBack(now: number): AsyncGenerator<readonly DayLine[]> {
    for (let back = 0; back < LATEST_DAYS; back += DAYS_AT_ONCE) {
      const days = Array.from({ length: DAYS_AT_ONCE }, (_, i) => dayOf(now - (back + i) * DAY));
      const pages = await deps.days.getMany(days);
      yield pages.flatMap((lines) => (lines ?? []).toReversed());
    }
  }

  async function latestOfEach(
    subjects: readonly (string | null)[],
    most: number,
    now: number,
  ): Promise<readonly (readonly Story[])[]> {
    const wanted = subjects.map((subject) => ({ subject, ids: new Set<string>() }));
    for await (const lines of daysBack(now)) {
      for (const line of lines) {
        if (line.story === null) continue;
        for (const { subject, ids } of wanted)
          if (subject === null || line.subjects.includes(subject)) ids.add(line.story);
      }
      if (wanted.every(({ ids }) => ids.size >= most)) break;
    }
    return Promise.all(
      wanted.map(async ({ ids }) => {
        const stories = await deps.stories.getMany([...ids].slice(0, most));
        return stories.filter((story) => story !== null);
      }),
    );
  }

  async function everyClaim(): Promise<readonly Claim[]> {
    const ledgers = await deps.claims.getMany([...deps.watchlist.subjects.keys()]);
    return ledgers.flatMap((claims) => counted(claims ?? []));
  }

  return {
    known,
    async everybody(now, dossiersUntil) {
      const captives = watched();
      const ledgers = await deps.claims.getMany(captives.map((subject) => subject.id));
      return captives.map((subject, i) => knownOf(subject, ledgers[i] ?? [], now, dossiersUntil));
    },
    latest: async (subject, most, now) => (await latestOfEach([subject], most, now))[0] ?? [],
    latestOfEach,
    async stories(ids) {
      return (await Promise.all(ids.map(deps.storyUnder))).filter((story) => story !== null);
    },
    async latestOn(topic, most, now) {
      const found: Story[] = [];
      const seen = new Set<string>();
      for await (const lines of daysBack(now)) {
        const ids = [...new Set(lines.flatMap(({ story }) => (story === null ? [] : [story])))];
        const fresh = ids.filter((id) => !seen.has(id));
        for (const id of fresh) seen.add(id);
        for (const story of await deps.stories.getMany(fresh))
          if (story?.topics.includes(topic) === true) found.push(story);
        if (found.length >= most) break;
      }
      return found.slice(0, most);
    },
    async ledger(subject) {
      return (await deps.claims.get(subject)) ?? [];
    },
    async claimsAbout(subject, now) {
      return newestFirst((await deps.claims.get(subject)) ?? [], now);
    },
    async claimsBy(speaker, now) {
      return newestFirst(
        (await everyClaim()).filter((claim) => claim.speaker === speaker),
        now,
      );
    },
    async claimsOn({ tells = [] }, now) {
      // What else is told in the same report or dossier is about something else.
      const belongs = ({ event, modality }: Claim): boolean =>
        tells.includes(event) || tells.includes(`${event}/${modality}`);
      return newestFirst((await everyClaim()).filter(belongs), now);
    },
    figures(of, now) {
      return deps.dossiers
        .figures(now)
        .filter((figure) =>
          'topic' in of
            ? figure.topic === of.topic
            : figure.about === of.subject || figure.speaker === of.subject,
        );
    },
    async endReports(now) {
      const ledgers = await deps.claims.getMany(watched().map((subject) => subject.id));
      return endReports(ledgers.map((claims) => situationOf(claims ?? [], deps.watchlist, now)));
    },
    feeds,
    async health(window) {
      const states = await feeds(window.to);
      const isSilent = ({ cursor }: FeedState): boolean => (cursor?.lastSuccessAt ?? 0) < window.from;
      // Whom nobody has asked yet cannot have kept silent: a new installation has read nothing.
      const silent = states.filter(
        (state) => isSilent(state) && (state.cursor?.lastAttemptAt ?? null) !== null,
      );
      return {
        feeds: states.length,
        answered: states.filter((state) => !isSilent(state)).length,
        silent: silent
          .toSorted((a, b) => (b.cursor?.failures ?? 0) - (a.cursor?.failures ?? 0))
          .map(({ feed }) => feed),
      };
    },
  };
}

/** What was said by now, the newest first; an agency's word that ten outlets copy stands there once. */
function newestFirst(claims: readonly Claim[], now: number): readonly Claim[] {
  const seen = new Set<string>();
  return claims
    .filter((claim) => claim.statedAt <= now)
    .toSorted((a, b) => b.statedAt - a.statedAt)
    .filter(({ subject, event, modality, origin, statedAt }) => {
      const key = [subject, event, modality, origin, dayOf(statedAt)].join(' ');
      return !seen.has(key) && seen.add(key);
    });
}
