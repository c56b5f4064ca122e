/** Which story a report belongs to, and which stories it shows to be one. */
import { written } from './because.ts';
import type { Because } from './because.ts';
import type { Gist } from './gist.ts';
import { causeId } from './ids.ts';
import { clash, likeness } from './likeness.ts';
import type { Comparable, Likeness, LikenessDeps } from './likeness.ts';

const HOUR = 60 * 60_000;

/** How long a story takes entries in, ms, from its first report: what comes later looks back at it. */
export const STORY_WINDOW = 72 * HOUR;

/** From this likeness on an entry joins a story. */
const JOIN_FROM = 0.39;

/** A story as it is compared. */
export interface OpenStory {
  readonly id: string;
  readonly openedAt: number;
  /** Its entries; of a long story the first and the newest. */
  readonly members: readonly Comparable[];
}

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
  const alike: { readonly story: OpenStory; readonly like: Likeness }[] = [];
  let refused: string | null = null;
  for (const story of open) {
    if (Math.abs(entry.gist.saidAt - story.openedAt) > STORY_WINDOW) continue;
    const like = likenessTo(entry, story, deps);
    if (like.value < JOIN_FROM) continue;
    const against = refusal(entry.gist, story, deps);
    if (against === null) alike.push({ story, like });
    else refused ??= against;
  }
  const [best, ...others] = alike.toSorted(
    (a, b) => b.like.value - a.like.value || (a.story.id < b.story.id ? -1 : 1),
  );
  if (best === undefined) {
    const because: Because = refused === null ? { code: 'alone' } : { code: 'refused', against: refused };
    return { join: null, bridges: [], because: written(because) };
  }
  return {
    join: best.story.id,
    bridges: others
      .filter(({ story }) => !saysOtherwise(best.story, story, deps))
      .map(({ story }) => story.id),
    because: written({ code: 'alike', likeness: best.like.value, shared: best.like.shared }),
  };
}

/** That of its most similar entry: a story grows by translations and follow-ups that know nothing of each other. */
function likenessTo(entry: Comparable, story: OpenStory, deps: LikenessDeps): Likeness {
  let nearest: Likeness = { value: 0, shared: [] };
  for (const member of story.members) {
    const like = likeness(entry, member, deps);
    if (like.value > nearest.value) nearest = like;
  }
  return nearest;
}

/** Misreadings happen: a story refuses an entry where at least half of its entries that claim anything do. */
function refusal(gist: Gist, story: OpenStory, deps: LikenessDeps): string | null {
  let first: string | null = null;
  let against = 0;
  let claiming = 0;
  for (const member of story.members) {
    if (member.gist.events.length > 0) claiming += 1;
    const found = clash(gist, member.gist, deps);
    if (found === null) continue;
    first ??= found;
    against += 1;
  }
  return against * 2 >= claiming ? first : null;
}

function saysOtherwise(a: OpenStory, b: OpenStory, deps: LikenessDeps): boolean {
  return a.members.some((member) => refusal(member.gist, b, deps) !== null);
}

/** A new story's id comes from its first entry, so that an analysis that is run again makes the same one. */
export function storyId(firstEntry: string): string {
  return causeId('story', firstEntry);
}
