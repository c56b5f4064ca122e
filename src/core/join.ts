import type { Claim } from './claim.ts';
import { causeId } from './ids.ts';
import type { Story, StoryEntry } from './story.ts';
import type { SubjectKind } from './watchlist.ts';

/** How long a story takes entries in, ms: an event is told within three days, what comes later looks back at it. */
export const STORY_WINDOW = 72 * 60 * 60_000;

/** From this likeness on an entry joins a story (weighted Jaccard over who and what, measured on leads in 8 languages). */
const JOIN_FROM = 0.3;

/** What a subject of a kind weighs in the likeness of two texts: a captive tells more than a minister. */
const WEIGHT: Readonly<Record<SubjectKind, number>> = {
  captive: 4,
  group: 2,
  official: 1,
  body: 0.5,
  place: 0.5,
};

/** A claimed event weighs more than anybody's name: two captives are named in many texts, freed together in few. */
const EVENT_WEIGHT = 4;

/** What is compared: who, about what, and what is claimed. */
export interface Gist {
  readonly subjects: readonly string[];
  readonly topics: readonly string[];
  readonly events: readonly string[];
  readonly saidAt: number;
}

export type Joining =
  | { readonly join: string; readonly because: string }
  | { readonly join: null; readonly because: string };

/** The claims of an entry in the form stories remember them: background is not what an entry is about. */
export function eventsOf(claims: readonly Claim[]): readonly string[] {
  return [
    ...new Set(
      claims
        .filter((claim) => !claim.background)
        .map((claim) => `${claim.subject}:${claim.event}/${claim.modality}`),
    ),
  ].sort();
}

/**
 * Which of the open stories an entry belongs to, if any. A text that says of a captive what no other text of the story
 * says ("X released" beside "Y released", "released" beside "promised") is another story, however alike the rest is.
 *
 * @param kinds kind of each subject; unknown ids weigh like a body.
 */
export function joinStory(
  entry: Gist,
  open: readonly Story[],
  kinds: ReadonlyMap<string, { readonly kind: SubjectKind }>,
): Joining {
  let best: { readonly story: Story; readonly likeness: number } | null = null;
  for (const story of open) {
    if (Math.abs(entry.saidAt - story.updatedAt) > STORY_WINDOW) continue;
    if (clashes(entry, story)) continue;
    const age = Math.abs(entry.saidAt - story.openedAt) / STORY_WINDOW;
    const likeness = jaccard(features(entry, kinds), features(story, kinds)) * 0.5 ** Math.min(age, 1);
    if (likeness >= JOIN_FROM && (best === null || likeness > best.likeness)) best = { story, likeness };
  }
  if (best === null) return { join: null, because: 'nothing like it in the last 72 hours' };
  return { join: best.story.id, because: `likeness ${best.likeness.toFixed(2)} to this story` };
}

/** A new story's id comes from its first entry, so that an analysis that is run again makes the same one. */
export function storyId(firstEntry: string): string {
  return causeId('story', firstEntry);
}

/** The story with one more entry, or as it was if the entry is in it already. */
export function withEntry(story: Story | null, entry: StoryEntry, gist: Gist): Story {
  if (story === null) {
    return {
      id: storyId(entry.entry),
      entries: [entry],
      subjects: gist.subjects,
      topics: gist.topics,
      events: gist.events,
      openedAt: gist.saidAt,
      updatedAt: gist.saidAt,
      alerts: [],
    };
  }
  if (story.entries.some((known) => known.entry === entry.entry)) return story;
  return {
    ...story,
    entries: [...story.entries, entry],
    subjects: union(story.subjects, gist.subjects),
    topics: union(story.topics, gist.topics),
    events: union(story.events, gist.events),
    openedAt: Math.min(story.openedAt, gist.saidAt),
    updatedAt: Math.max(story.updatedAt, gist.saidAt),
  };
}

/** What moves a captive; two texts that differ in it tell two events. */
const DECISIVE = new Set(['released', 'died', 'sign-of-life', 'body-returned', 'transferred']);

function clashes(entry: Gist, story: Story): boolean {
  const mine = decisive(entry.events);
  const theirs = decisive(story.events);
  return mine.length > 0 && theirs.length > 0 && !mine.some((event) => theirs.includes(event));
}

function decisive(events: readonly string[]): readonly string[] {
  return events.filter((event) => {
    const [, what = ''] = event.split(':');
    const [name = '', modality] = what.split('/');
    return DECISIVE.has(name) && (modality === 'fact' || modality === 'promise' || modality === 'denial');
  });
}

function features(
  gist: Pick<Gist, 'subjects' | 'topics' | 'events'>,
  kinds: ReadonlyMap<string, { readonly kind: SubjectKind }>,
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const id of gist.subjects) weights.set(id, WEIGHT[kinds.get(id)?.kind ?? 'body']);
  for (const id of gist.topics) weights.set(`topic ${id}`, 1);
  for (const event of gist.events) weights.set(`event ${event}`, EVENT_WEIGHT);
  return weights;
}

function jaccard(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  let all = 0;
  for (const [feature, weight] of a) {
    all += weight;
    if (b.has(feature)) shared += weight;
  }
  for (const [feature, weight] of b) if (!a.has(feature)) all += weight;
  return all === 0 ? 0 : shared / all;
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}
