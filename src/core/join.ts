/** Which story a report belongs to, and which stories it shows to be one. */
import { written } from './because.ts';
import type { Because } from './because.ts';
import type { Gist } from './gist.ts';
import { causeId } from './ids.ts';
import { claimsClash, likeness, peopleClash, sharedBy } from './likeness.ts';
import type { Comparable, LikenessDeps } from './likeness.ts';
import { HOUR } from './spans.ts';

/** How long a story takes entries in, ms, from its first report: what comes later looks back at it. */
export const STORY_WINDOW = 72 * HOUR;

/** From these log odds on an entry joins a story. Joining two events is worse than parting one, so they are above 0. */
const JOIN_FROM = 1.2;

/** From these on it belongs to further ones as well. */
const ALSO_FROM = 0.5;

/** Two stories that an entry belongs to are one from these log odds between their entries on. */
const BRIDGE_FROM = 0.6;

/** No entry of a story speaks louder against another than this. */
const LEAST = -6;

/** A story of which so many entries are no nearer than this is not looked at to its end. */
const ENOUGH = 3;
const HOPELESS = -1.5;

/** A story as it is compared. */
export interface OpenStory {
  readonly id: string;
  readonly openedAt: number;
  /** Its entries; of a long story the first and the newest. */
  readonly members: readonly Comparable[];
}

/** Where an entry goes, and why. */
export interface Joining {
  /** The story it belongs to; null: it opens one. */
  readonly join: string | null;
  /** Other stories that it belongs to as well, so that they are one. */
  readonly bridges: readonly string[];
  /** For a person to read. */
  readonly because: string;
}

/** Which of the open stories an entry belongs to, and why. */
export function joinStory(entry: Comparable, open: readonly OpenStory[], deps: LikenessDeps): Joining {
  const alike: { readonly story: OpenStory; readonly like: number; readonly nearest: Comparable }[] = [];
  let refused: string | null = null;
  for (const story of open) {
    if (Math.abs(entry.gist.saidAt - story.openedAt) > STORY_WINDOW) continue;
    const { like, nearest } = likenessTo(entry, story);
    if (nearest === null || like < ALSO_FROM) continue;
    const against = refusal(entry.gist, story, deps);
    if (against === null) alike.push({ story, like, nearest });
    else refused ??= against;
  }
  const [best, ...others] = alike.toSorted((a, b) => b.like - a.like || (a.story.id < b.story.id ? -1 : 1));
  if (best === undefined || best.like < JOIN_FROM) {
    const because: Because = refused === null ? { code: 'alone' } : { code: 'refused', against: refused };
    return { join: null, bridges: [], because: written(because) };
  }
  return {
    join: best.story.id,
    bridges: others
      .filter(({ story }) => !saysOtherwise(best.story, story, deps))
      .filter(({ story }) => likenessOf(best.story, story) >= BRIDGE_FROM)
      .map(({ story }) => story.id),
    because: written({ code: 'alike', likeness: best.like, shared: sharedBy(entry, best.nearest) }),
  };
}

/**
 * Half that of its most similar entry, half the mean of all: a story grows by translations and follow-ups that know nothing of
 * each other, but a chain of them must not lead to another event.
 */
function likenessTo(
  entry: Comparable,
  story: OpenStory,
): { readonly like: number; readonly nearest: Comparable | null } {
  let most = -Infinity;
  let nearest: Comparable | null = null;
  let sum = 0;
  let compared = 0;
  for (const member of story.members) {
    const value = likeness(entry, member);
    sum += Math.max(LEAST, value);
    compared += 1;
    if (value > most) {
      most = value;
      nearest = member;
    }
    if (compared === ENOUGH && most < HOPELESS) break;
  }
  return { like: (most + sum / Math.max(1, compared)) / 2, nearest };
}

/** The mean over all their entries. */
function likenessOf(a: OpenStory, b: OpenStory): number {
  const values = a.members.flatMap((one) => b.members.map((other) => Math.max(LEAST, likeness(one, other))));
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Misreadings happen: a story refuses an entry where at least half of its entries that claim, or count, anything do. */
function refusal(gist: Gist, story: OpenStory, deps: LikenessDeps): string | null {
  const { members } = story;
  return (
    byHalf(
      members.filter((member) => member.gist.events.length > 0),
      (member) => claimsClash(gist, member.gist, deps),
    ) ??
    byHalf(
      members.filter((member) => member.gist.counts.length > 0),
      (member) => peopleClash(gist, member.gist, deps),
    )
  );
}

function byHalf(
  members: readonly Comparable[],
  against: (member: Comparable) => string | null,
): string | null {
  const found = members.map(against).filter((reason) => reason !== null);
  return found.length * 2 >= members.length ? (found[0] ?? null) : null;
}

function saysOtherwise(a: OpenStory, b: OpenStory, deps: LikenessDeps): boolean {
  return a.members.some((member) => refusal(member.gist, b, deps) !== null);
}

/** A new story's id comes from its first entry, so that an analysis that is run again makes the same one. */
export function storyId(firstEntry: string): string {
  return causeId('story', firstEntry);
}
