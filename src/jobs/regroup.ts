/** Stories that turn out to be one, or two: entries move, the id in force stays findable under the old one. */
import { daysOf } from '#core/archive.ts';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { written } from '#core/because.ts';
import { emptyGist } from '#core/gist.ts';
import type { Gist } from '#core/gist.ts';
import { causeId } from '#core/ids.ts';
import { storyId } from '#core/join.ts';
import type { Collection } from '#core/ports.ts';
import { mergedStory, withEntry } from '#core/story.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';

/** What merging and splitting of stories reads and writes. */
export interface RegroupDeps {
  readonly stories: Collection<Story>;
  readonly entries: Collection<ArchivedEntry>;
  readonly days: Collection<readonly DayLine[]>;
  readonly gists: Pick<Collection<Gist>, 'getMany'>;
  /** Former id of a story → the id it has now. */
  readonly storyAliases: Collection<string>;
}

/** Former ids are followed so far: a story that is joined again and again is joined under the oldest id each time. */
const MOST_FORMER = 20;

/** The story under an id that it has or once had; null: there is none. */
export async function storyUnder(
  deps: Pick<RegroupDeps, 'stories' | 'storyAliases'>,
  id: string,
): Promise<Story | null> {
  // The former id first: a kill may have left the record of a story that nothing leads to any more.
  return deps.stories.get(await idInForce(deps, id));
}

/** The id that a story has now, given one that it has or once had. */
async function idInForce({ storyAliases }: Pick<RegroupDeps, 'storyAliases'>, id: string): Promise<string> {
  let at = id;
  for (let step = 0; step < MOST_FORMER; step += 1) {
    const next = await storyAliases.get(at);
    if (next === null) return at;
    at = next;
  }
  return at;
}

/** The subscription with the stories that it has muted under the ids that they have now. */
export async function withMutesInForce(
  deps: Pick<RegroupDeps, 'storyAliases'>,
  to: Subscription,
): Promise<Subscription> {
  if (to.mutedStories.length === 0) return to;
  return { ...to, mutedStories: await Promise.all(to.mutedStories.map((id) => idInForce(deps, id))) };
}

/**
 * Joins stories into one, under the id of the oldest. Entries point to it, its former ids lead to it, and messages that
 * were sent for any of them are edited from it. A kill in between leaves a story that the next run joins again, or a record
 * that nothing leads to.
 * @returns the story in force
 */
export async function mergeStories(
  deps: RegroupDeps,
  first: Story,
  others: readonly Story[],
): Promise<Story> {
  const merged = others.filter(({ id }) => id !== first.id).reduce(mergedStory, first);
  const gone = [first, ...others].filter(({ id }) => id !== merged.id);
  if (gone.length === 0) return merged;
  // The whole first: an entry must never point to a story that does not have it.
  await deps.stories.set(merged.id, merged);
  for (const story of gone) {
    await deps.storyAliases.set(story.id, merged.id);
    await point(deps, story, merged.id);
    await deps.stories.delete(story.id);
  }
  return merged;
}

/**
 * Takes entries out of a story into one of their own, for an operator who sees that they tell something else. What was
 * alerted, and the id, stay with the story that it was told of; what was joined with it has its former id again.
 * @returns both stories, the old one first; null where that would leave one of them empty
 */
export async function splitStory(
  deps: RegroupDeps,
  story: Story,
  entries: readonly string[],
): Promise<readonly [Story, Story] | null> {
  const out = story.entries.filter(({ entry }) => entries.includes(entry));
  const stay = story.entries.filter(({ entry }) => !entries.includes(entry));
  if (out.length === 0 || stay.length === 0) return null;
  const ids = [...stay, ...out].map(({ entry }) => entry);
  const gists = new Map((await deps.gists.getMany(ids)).map((gist, at) => [ids[at], gist]));
  const made = (lines: Story['entries']): Story | null =>
    lines.reduce<Story | null>((grown, line) => {
      const gist = gists.get(line.entry) ?? emptyGist(line);
      const because = grown === null ? written({ code: 'parted' }) : line.because;
      return withEntry(grown, { ...line, because }, gist);
    }, null);
  const [left, parted] = [made(stay), made(out)];
  if (left === null || parted === null) return null;
  const rest = { ...left, id: story.id, entries: stay, alerts: story.alerts };
  const taken = { ...parted, id: await freeId(deps, parted) };
  await deps.stories.set(taken.id, taken);
  await deps.storyAliases.delete(taken.id);
  await point(deps, taken, taken.id);
  await deps.stories.set(rest.id, rest);
  for (const one of [rest, taken]) await leadFormer(deps, one);
  return [rest, taken];
}

/** The id that a part of a story gets: that of its first entry, unless a story with other entries has it. */
async function freeId(
  { stories, storyAliases }: Pick<RegroupDeps, 'stories' | 'storyAliases'>,
  { id, entries }: Pick<Story, 'id' | 'entries'>,
): Promise<string> {
  const own = new Set(entries.map(({ entry }) => entry));
  let free = id;
  for (;;) {
    const there = (await storyAliases.get(free)) === null ? await stories.get(free) : null;
    // One with these entries alone is what a kill has left of the same split.
    if (there === null || there.entries.every(({ entry }) => own.has(entry))) return free;
    free = causeId('parted', free);
  }
}

/** Former ids lead to where the entry is now that they were made of. */
async function leadFormer(
  { storyAliases }: Pick<RegroupDeps, 'storyAliases'>,
  { id, entries }: Pick<Story, 'id' | 'entries'>,
): Promise<void> {
  for (const { entry } of entries) {
    const former = storyId(entry);
    if (former !== id && (await storyAliases.get(former)) !== null) await storyAliases.set(former, id);
  }
}

/** Entries and the lines of their days lead to another story. */
async function point(deps: RegroupDeps, { entries }: Pick<Story, 'entries'>, to: string): Promise<void> {
  const ids = entries.map(({ entry }) => entry);
  const archived = (await deps.entries.getMany(ids)).filter((one) => one !== null);
  await deps.entries.setMany(archived.map((one) => [one.entry.id, { ...one, story: to }] as const));
  const moved = new Set(ids);
  for (const day of new Set(archived.flatMap(({ entry }) => daysOf(entry)))) {
    const lines = (await deps.days.get(day)) ?? [];
    await deps.days.set(
      day,
      lines.map((line) => (moved.has(line.entry) ? { ...line, story: to } : line)),
    );
  }
}
