import { CAPTIVITY, endsMatter } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import type { Situation } from './situation.ts';
import type { Story } from './story.ts';
import type { Subscription } from './subscription.ts';
import { wants } from './route.ts';
import { passings, weeklyPassing } from './wallclock.ts';
import type { Subject, Watchlist } from './watchlist.ts';

/** Released people leave the daily head lines after so many days, unless asked for by name. */
export const RELEASED_SHOWN_DAYS = 90;

/** Stories told before "and N more". */
export const MOST_STORIES = 12;

const DAY = 24 * 60 * 60_000;

/** `[from, to)`, ms. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The window of the digest that is owed now, or null. It ends at the last time the subscriber's clock passed the wanted
 * hour, and begins where the one before ended: after three days of silence one digest covers them, not three.
 *
 * @param lastTo end of the last window told, ms; null before the first.
 */
export function dueWindow(to: Subscription, lastTo: number | null, now: number): Window | null {
  if (to.digest === null || to.paused !== null) return null;
  if (to.mutedUntil !== null && now < to.mutedUntil) return null;
  const end =
    to.weekly === null
      ? passings(now, to.digest, to.timeZone).last
      : weeklyPassing(now, to.digest, to.weekly, to.timeZone);
  if (end <= (lastTo ?? to.createdAt)) return null;
  return { from: lastTo ?? end - (to.weekly === null ? DAY : 7 * DAY), to: end };
}

/** How the feeds fare, in a line of the digest. */
export interface FeedHealth {
  readonly feeds: number;
  /** Answered within the window. */
  readonly answered: number;
  /** Names of those that did not, worst first. */
  readonly silent: readonly string[];
}

/** What a digest says, before any words. */
export interface Digest {
  readonly window: Window;
  /** One line a watched person. */
  readonly heads: readonly {
    readonly subject: Subject;
    readonly situation: Situation;
    readonly heldSince: string | null;
  }[];
  /** By weight, each once. */
  readonly stories: readonly { readonly story: Story; readonly alerted: boolean }[];
  readonly more: number;
  /** Followed captives without a story in the window. */
  readonly nothingNew: readonly Subject[];
  readonly health: FeedHealth;
}

/** A captive with what the ledger says of them. */
export interface HeadLine {
  readonly subject: Subject;
  readonly situation: Situation;
  readonly heldSince: string | null;
}

/** Chooses and orders what a subscription is told of a window. */
export function composeDigest(
  to: Pick<Subscription, 'subjects' | 'topics' | 'alerts'>,
  window: Window,
  facts: {
    readonly heads: readonly HeadLine[];
    /** Stories with an entry in the window. */
    readonly stories: readonly Story[];
    readonly watchlist: Watchlist;
    readonly health: FeedHealth;
  },
): Digest {
  const { rules = CAPTIVITY } = facts.watchlist;
  const followed = facts.heads.filter((head) => wants(to, [head.subject.id], []));
  const named = to.subjects === 'all' ? [] : to.subjects;
  const stories = facts.stories
    .filter((story) => wants(to, story.subjects, story.topics))
    .map((story) => ({ story, weight: weightOf(story, facts.watchlist, window) }))
    .sort(
      (a, b) =>
        b.weight - a.weight || b.story.updatedAt - a.story.updatedAt || (a.story.id < b.story.id ? -1 : 1),
    );
  const told = new Set(stories.flatMap(({ story }) => story.subjects));
  // Of whom something is claimed in them, not who is only named: a look back names everybody.
  const moved = new Set(
    stories.flatMap(({ story }) => story.events.map((event) => event.split(':')[0] ?? '')),
  );
  return {
    window,
    heads: followed.filter((head) => named.includes(head.subject.id) || isShown(head, window, moved, rules)),
    stories: stories
      .slice(0, MOST_STORIES)
      .map(({ story }) => ({ story, alerted: to.alerts !== 'none' && story.alerts.length > 0 })),
    more: Math.max(0, stories.length - MOST_STORIES),
    nothingNew: followed
      .filter(
        (head) =>
          !told.has(head.subject.id) &&
          (named.includes(head.subject.id) || isShown(head, window, moved, rules)),
      )
      .map((head) => head.subject),
    health: facts.health,
  };
}

/** Nothing happened: no story, so the subscriber's wish for empty days decides. */
export function isEmpty(digest: Digest): boolean {
  return digest.stories.length === 0;
}

/** Free people, and the dead, leave the head lines after a while, unless there is news of them. */
function isShown(head: HeadLine, window: Window, moved: ReadonlySet<string>, rules: SituationRules): boolean {
  const { situation, since } = head.situation;
  if (moved.has(head.subject.id)) return true;
  if (!endsMatter(rules, situation)) return true;
  if (since === null) return false;
  return window.to - Date.parse(`${since.day}T00:00:00Z`) <= RELEASED_SHOWN_DAYS * DAY;
}

/** Change of a situation first, then captives named, independent origins, and how recent it is. */
function weightOf(story: Story, watchlist: Watchlist, window: Window): number {
  const origins = new Set(story.entries.map((entry) => entry.origin)).size;
  const captives = story.subjects.filter((id) => watchlist.subjects.get(id)?.kind === 'captive').length;
  const kinds = new Set(story.alerts.map((alert) => alert.kind));
  const change =
    kinds.has('released') || kinds.has('died') || kinds.has('correction') ? 10 : kinds.size > 0 ? 5 : 0;
  const age = Math.max(0, window.to - story.updatedAt) / Math.max(1, window.to - window.from);
  return change + Math.min(captives, 3) * 2 + Math.min(origins, 6) - Math.min(age, 1);
}
