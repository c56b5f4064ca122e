import type { Claim } from './claim.ts';
import { dayStart } from './day.ts';
import type { Feed } from './feed.ts';
import { sayable, sayingOf } from './saying.ts';
import type { Saying } from './saying.ts';
import { CAPTIVITY, endsMatter, isEndEvent } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import { endReports } from './situation.ts';
import type { Situation, Standing } from './situation.ts';
import { DAY } from './spans.ts';
import type { Story, StoryEntry } from './story.ts';
import type { Subscription } from './subscription.ts';
import { wants } from './route.ts';
import { sameEntry } from './telling.ts';
import { passings, wallClock, weeklyPassing } from './wallclock.ts';
import type { Subject, SubjectKind, Watchlist } from './watchlist.ts';

/** Who is free, or dead, leaves the daily head lines after so many days, unless asked for by name or in the news. */
const RELEASED_SHOWN_DAYS = 90;

/** Stories told before "and N more". */
export const MOST_STORIES = 12;

/** No more is read for one digest, ms: after a longer silence it says so, and the rest is found with /digest. */
export const LONGEST_WINDOW = 14 * DAY;

/** `[from, to)`, ms. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * The window of the digest that is owed now, or null. It ends at the last time the subscriber's clock passed the wanted
 * hour, and begins where the one before ended: after three days of silence one digest covers them, not three, and after months
 * the last of them, see `leftOut`.
 *
 * @param lastTo end of the last window told here, ms, be it to an earlier subscription; null before the first.
 */
export function dueWindow(to: Subscription, lastTo: number | null, now: number): Window | null {
  if (to.digest === null || to.paused !== null) return null;
  if (to.mutedUntil !== null && now < to.mutedUntil) return null;
  const end =
    to.weekly === null
      ? passings(now, to.digest, to.timeZone).last
      : weeklyPassing(now, to.digest, to.weekly, to.timeZone);
  if (end <= Math.max(lastTo ?? 0, to.createdAt)) return null;
  const first = end - (to.weekly === null ? DAY : 7 * DAY);
  if (lastTo === null) return { from: first, to: end };
  // Nobody asked for what came between two subscriptions; what the earlier one was told is not told again.
  return { from: Math.max(lastTo, isGoingOn(to, lastTo) ? end - LONGEST_WINDOW : first), to: end };
}

/** What a window that is owed leaves out of the time since the last one, for being too long ago; null: nothing. */
export function leftOut(to: Subscription, lastTo: number | null, { from }: Window): Window | null {
  return lastTo !== null && lastTo < from && isGoingOn(to, lastTo) ? { from: lastTo, to: from } : null;
}

/** Whether this subscription was told a window that ended then, and not one before it. */
function isGoingOn(to: Subscription, lastTo: number): boolean {
  return lastTo > to.createdAt;
}

/**
 * Until when what the dossiers say counts at a moment, ms. They date by days, and a day counts once it is over: for a reader in
 * the east it is at a midnight before the one in UTC under which they are kept, or a digest of the day would not have it.
 */
export function dossiersUntil(moment: number, timeZone: string): number {
  return Math.max(moment, dayStart(wallClock(moment, timeZone).day));
}

/** How the feeds fare, in a line of the digest. */
export interface FeedHealth {
  readonly feeds: number;
  /** Answered within the window. */
  readonly answered: number;
  /** Those that did not, worst first. */
  readonly silent: readonly Pick<Feed, 'id' | 'language' | 'source'>[];
}

/** A captive with what the ledger says of them. */
export interface HeadLine {
  readonly subject: Subject;
  readonly situation: Situation;
  readonly heldSince: string | null;
}

/** What a digest says, before any words. */
export interface Digest {
  readonly window: Window;
  /** One line a watched person: who has moved in the window first, then who is waited for. */
  readonly heads: readonly DigestHead[];
  /** By weight, each once. */
  readonly stories: readonly DigestStory[];
  /** Told in a digest before, and only repeated since; the newest first. */
  readonly continued: readonly Story[];
  /** Followed captives that are waited for, without a story in the window. */
  readonly nothingNew: readonly Subject[];
  /** Of the time since the digest before, what is too long ago to be in this one; null: nothing. */
  readonly leftOut: Window | null;
  /** Null for a window of the past: nobody knows any more how they fared. */
  readonly health: FeedHealth | null;
}

/** The line of one captive, with whether the window changed it. */
export interface DigestHead extends HeadLine {
  /** Against the beginning of the window: another situation, or the same one confirmed. */
  readonly changed: 'situation' | 'standing' | null;
}

/** A story of the window as one subscriber is told it. */
export interface DigestStory {
  readonly story: Story;
  /** The subscriber was alerted of it. */
  readonly alerted: boolean;
  /** What its reports of the window come to; null where they claim nothing. */
  readonly saying: Saying | null;
  /** How sure that is, where it is a fact that the situation of all of them rests on; null otherwise. */
  readonly standing: Standing | null;
  /** Its reports of the window, without those whose end no longer holds, where others are left. */
  readonly entries: readonly StoryEntry[];
  /** It is nothing but reports of an end that no longer holds. */
  readonly takenBack: boolean;
}

/** Whose digest it is. */
export type DigestReader = Pick<
  Subscription,
  'subjects' | 'topics' | 'alerts' | 'mutedStories' | 'timeZone'
> &
  // What was alerted before somebody subscribed they were not told.
  Partial<Pick<Subscription, 'createdAt'>>;

/** What is known of a window. */
export interface DigestFacts {
  /** Everybody at the end of the window. */
  readonly heads: readonly HeadLine[];
  /** The same people at its beginning. */
  readonly before: readonly HeadLine[];
  /** Stories with an entry in the window. */
  readonly stories: readonly Story[];
  /** Ids of the entries of the window. */
  readonly fresh: ReadonlySet<string>;
  /** What is claimed of the subjects of these stories. */
  readonly claims: readonly Claim[];
  readonly watchlist: Watchlist;
  /** Null where no feeds were asked: nothing is said of them. */
  readonly health: FeedHealth | null;
}

/** Chooses and orders what a subscription is told of a window. */
export function composeDigest(to: DigestReader, window: Window, facts: DigestFacts): Digest {
  const { rules = CAPTIVITY } = facts.watchlist;
  const before = new Map(facts.before.map(({ subject, situation }) => [subject.id, situation]));
  const heads = facts.heads.map((head) => ({
    ...head,
    changed: changeOf(before.get(head.subject.id), head),
  }));
  const followed = heads.filter((head) => wants(to, [head.subject.id], []));
  const named = to.subjects === 'all' ? [] : to.subjects;
  const wanted = facts.stories.filter((story) => wants(to, story.subjects, story.topics));
  const told = tellStories(to, wanted, heads, window, facts);
  const byWeight = told
    .filter(({ news }) => news)
    .map((one) => ({ ...one, weight: weightOf(one, to, heads, window) }))
    .toSorted((a, b) => b.weight - a.weight || newerFirst(a, b));
  const stories = endsOnce(to, byWeight, heads, facts.watchlist);
  const continued = told.filter(({ news }) => !news).toSorted(newerFirst);
  const inNews = new Set(stories.flatMap(({ story }) => story.subjects));
  // Of whom something is claimed in them, not who is only named: a look back names everybody.
  const moved = new Set(stories.flatMap(({ claimed }) => claimed));
  const shown = followed
    .filter((head) => named.includes(head.subject.id) || isShown(head, window, moved, rules))
    .toSorted((a, b) => rankOf(a, rules) - rankOf(b, rules));
  return {
    window,
    heads: shown,
    stories: stories.map(({ story, alerted, saying, standing, entries, takenBack }) => ({
      story,
      alerted,
      saying,
      standing,
      entries,
      takenBack,
    })),
    continued: continued.map(({ story }) => story),
    // Of the free and the dead nothing new is expected.
    nothingNew: shown
      .filter(({ subject, situation }) => !inNews.has(subject.id) && !endsMatter(rules, situation.situation))
      .map(({ subject }) => subject),
    leftOut: null,
    health: facts.health,
  };
}

/** Nothing happened: no story, so the subscriber's wish for empty days decides. */
export function isEmpty(digest: Digest): boolean {
  return digest.stories.length === 0;
}

function changeOf(was: Situation | undefined, { situation: is }: HeadLine): DigestHead['changed'] {
  if ((was?.situation ?? 'unknown') !== is.situation) return 'situation';
  return was?.standing === 'reported' && is.standing === 'confirmed' ? 'standing' : null;
}

/** Who has moved, who is waited for, who is not known of, whose matter has ended. */
function rankOf({ changed, situation }: DigestHead, rules: SituationRules): number {
  if (changed !== null) return 0;
  if (endsMatter(rules, situation.situation)) return 3;
  return situation.situation === 'unknown' ? 2 : 1;
}

/** Free people, and the dead, leave the head lines after a while, unless there is news of them. */
function isShown(head: HeadLine, window: Window, moved: ReadonlySet<string>, rules: SituationRules): boolean {
  const { situation, since, lastEvidenceAt } = head.situation;
  if (moved.has(head.subject.id)) return true;
  if (!endsMatter(rules, situation)) return true;
  // On which day it was may never become known.
  const ended = since === null ? (lastEvidenceAt ?? 0) : dayStart(since.day);
  return window.to - ended <= RELEASED_SHOWN_DAYS * DAY;
}

/** By their reports of the window: what comes later must not put those of a digest into another order. */
function newerFirst(a: Told, b: Told): number {
  return lastSaid(b) - lastSaid(a) || (a.story.id < b.story.id ? -1 : 1);
}

function lastSaid({ story, entries }: Pick<Told, 'story' | 'entries'>): number {
  return entries.length === 0 ? story.updatedAt : Math.max(...entries.map(({ saidAt }) => saidAt));
}

interface Told extends DigestStory {
  /** Something that no digest before has told. */
  readonly news: boolean;
  /** Of whom its reports of the window say something, be it long known. */
  readonly claimed: readonly string[];
  /** What its sentence may be made of. */
  readonly sayable: readonly Claim[];
}

/** Each story with what its reports of the window add to what was known before. */
function tellStories(
  to: DigestReader,
  stories: readonly Story[],
  heads: readonly DigestHead[],
  window: Window,
  { fresh, claims, watchlist }: DigestFacts,
): readonly Told[] {
  const situations = heads.map(({ situation }) => situation);
  const { takenBack: goneReports } = endReports(situations);
  const gone = new Set(situations.flatMap(({ takenBack }) => takenBack.map(({ claim }) => claim.id)));
  const claimed = new Map<string, Claim[]>();
  for (const claim of sayable(claims, watchlist)) {
    if (claim.from.kind !== 'entry' || gone.has(claim.id)) continue;
    const same = claimed.get(claim.from.entry);
    if (same === undefined) claimed.set(claim.from.entry, [claim]);
    else same.push(claim);
  }
  const claimsOf = (entries: readonly StoryEntry[]): readonly Claim[] =>
    entries.flatMap(({ entry }) => (claimed.get(entry) ?? []).filter(notTakenBack));
  // Of a report that was changed in place within the window, what it said before the window is known.
  const isKnown = (claim: Claim, _at: number, all: readonly Claim[]): boolean =>
    claim.statedAt < window.from &&
    all.some((other) => other.statedAt >= window.from && sameEntry(other, claim));
  const isOf =
    (kind: SubjectKind) =>
    ({ subject }: Claim): boolean =>
      watchlist.subjects.get(subject)?.kind === kind;
  const follows = (subject: string): boolean => wants(to, [subject], []);
  const toldBefore = new Set(
    claims.filter(({ modality, statedAt }) => modality === 'fact' && statedAt < window.from).map(endOf),
  );
  return stories.flatMap((story): readonly Told[] => {
    const entries = story.entries.filter(({ entry }) => fresh.has(entry));
    const earlier = story.entries.filter(({ entry, saidAt }) => !fresh.has(entry) && saidAt < window.from);
    const inWindow = claimsOf(entries);
    const known = new Set([...claimsOf(earlier), ...inWindow.filter(isKnown)].map(keyOf));
    const now = inWindow.filter((...one) => !isKnown(...one));
    // "A Russian hostage", where the captive was named before, is nobody else.
    const named = new Set(claimsOf(earlier).filter(isOf('captive')).map(wayOf));
    const added = now.filter(
      (claim) => !known.has(keyOf(claim)) && !(isOf('group')(claim) && named.has(wayOf(claim))),
    );
    // What is only repeated is news where it made somebody's situation surer.
    const surer = now.filter((claim) => surenessOf([claim.subject], claim, heads, watchlist, true) !== null);
    const news = earlier.length === 0 || added.length > 0 || surer.length > 0;
    // A rise to confirmed rests on all who say so, whenever they did.
    const told = added.length > 0 ? added : surer.length > 0 ? claimsOf(story.entries) : now;
    const present = told.filter((claim) => !isPast(claim, heads, toldBefore, watchlist));
    const saying = sayingOf(present, watchlist, follows);
    const ends = (saying?.consequence ?? 0) >= AN_END;
    if (to.mutedStories.includes(story.id) && !ends) return [];
    const standing = saying === null ? null : surenessOf(saying.subjects, saying, heads, watchlist, false);
    const alerted =
      to.alerts !== 'none' &&
      story.alerts.some(
        ({ subject, dueAt }) => dueAt >= (to.createdAt ?? 0) && wants(to, [subject], story.topics),
      );
    const about = sayingOf(told, watchlist, follows);
    const claimed = about?.subjects ?? [];
    const left = entries.filter(({ entry }) => !goneReports.has(entry));
    const takenBack = entries.length > 0 && left.length === 0;
    const shown = takenBack ? entries : left;
    return [{ story, alerted, saying, standing, entries: shown, takenBack, news, claimed, sayable: present }];
  });
}

/** The stories in their order, each end told by the first that tells it: of "Moscow welcomed the release" the headline is left. */
function endsOnce<T extends Told>(
  to: DigestReader,
  stories: readonly T[],
  heads: readonly DigestHead[],
  watchlist: Watchlist,
): readonly T[] {
  const { rules = CAPTIVITY } = watchlist;
  const told = new Set<string>();
  const ended = new Set<string>();
  // Nor is "X is held" any sentence behind it.
  const isHeld = ({ event, subject }: Claim): boolean => {
    const { shows = null, told: alert = null } = rules.events[event] ?? {};
    return ended.has(subject) && shows !== null && alert === null && !endsMatter(rules, shows);
  };
  return stories.map((one) => {
    const left = one.sayable.filter(
      (claim) => claim.modality !== 'fact' || !(told.has(endOf(claim)) || isHeld(claim)),
    );
    const saying =
      left.length === one.sayable.length
        ? one.saying
        : sayingOf(left, watchlist, (subject) => wants(to, [subject], []));
    if (saying?.modality === 'fact' && isEndEvent(rules, saying.event))
      for (const subject of saying.subjects) {
        told.add(endOf({ subject, event: saying.event }));
        ended.add(subject);
      }
    const standing = saying === null ? null : surenessOf(saying.subjects, saying, heads, watchlist, false);
    return { ...one, saying, standing };
  });
}

function endOf({ subject, event }: Pick<Claim, 'subject' | 'event'>): string {
  return `${subject} ${event}`;
}

/**
 * Of somebody whose matter had ended before the window, beyond doubt: that he is free, told once more; that he is or is not held, told of
 * then. "X says that Y is free" is no sentence months after the day; the story stands there with its headline.
 * @param toldBefore `subject event` of the facts from before the window
 */
function isPast(
  { subject, event, modality }: Claim,
  heads: readonly DigestHead[],
  toldBefore: ReadonlySet<string>,
  { rules = CAPTIVITY }: Watchlist,
): boolean {
  const head = heads.find((one) => one.subject.id === subject);
  if (head === undefined || head.changed !== null || head.situation.standing !== 'confirmed') return false;
  const { situation } = head.situation;
  const shows = rules.events[event]?.shows ?? null;
  if (shows === null || !endsMatter(rules, situation)) return false;
  if (!endsMatter(rules, shows)) return true;
  return shows === situation && modality !== 'denial' && toldBefore.has(endOf({ subject, event }));
}

/** Unless a later version of the same report denies it. */
function notTakenBack(claim: Claim, _at: number, ofEntry: readonly Claim[]): boolean {
  return (
    claim.modality === 'denial' ||
    !ofEntry.some(
      (other) =>
        other.modality === 'denial' &&
        other.subject === claim.subject &&
        other.event === claim.event &&
        other.speaker === claim.speaker &&
        other.statedAt > claim.statedAt,
    )
  );
}

function wayOf({ event, modality }: Claim): string {
  return `${event} ${modality}`;
}

function keyOf({ subject, event, modality, speaker }: Claim): string {
  return [subject, event, modality, speaker ?? ''].join(' ');
}

/**
 * How sure a fact is that all of these people's situations rest on; null where it is none.
 * @param changed only where it changed within the window
 */
function surenessOf(
  subjects: readonly string[],
  { event, modality }: Pick<Claim, 'event' | 'modality'>,
  heads: readonly DigestHead[],
  { rules = CAPTIVITY }: Watchlist,
  changed: boolean,
): Standing | null {
  const shows = rules.events[event]?.shows ?? null;
  if (modality !== 'fact' || shows === null) return null;
  const theirs = heads.filter(({ subject }) => subjects.includes(subject.id));
  if (theirs.length < subjects.length) return null;
  if (theirs.some((head) => head.situation.situation !== shows || (changed && head.changed === null)))
    return null;
  return theirs.some(({ situation }) => situation.standing === 'reported') ? 'reported' : 'confirmed';
}

/** `consequence` of a fact that ends the matter: it is told even of a story that is muted. */
const AN_END = 8;

/**
 * What it changed, how much hangs on what is said, how sure it is, how many independent sources say so, how near it is to
 * whom the subscriber follows, and how recent it is. A change outweighs all the rest together.
 */
function weightOf(
  { story, saying, standing, entries }: Told,
  to: DigestReader,
  heads: readonly DigestHead[],
  window: Window,
): number {
  const moved = heads.some(
    ({ subject, changed }) =>
      changed !== null && standing !== null && saying?.subjects.includes(subject.id) === true,
  );
  const corrected = story.alerts.some(({ kind }) => kind === 'correction');
  const origins = new Set(entries.map(({ origin }) => origin)).size;
  const near = (ids: readonly string[]): number =>
    Math.min(
      3,
      heads.filter(({ subject }) => ids.includes(subject.id) && wants(to, [subject.id], [])).length,
    );
  const age = Math.max(0, window.to - lastSaid({ story, entries })) / Math.max(1, window.to - window.from);
  return (
    (moved || corrected ? 60 : 0) +
    (saying?.consequence ?? 0) * 4 +
    (standing === 'confirmed' ? 3 : 0) +
    Math.min(origins, 6) +
    near(saying?.subjects ?? []) * 2 +
    near(story.subjects) -
    Math.min(age, 1)
  );
}
