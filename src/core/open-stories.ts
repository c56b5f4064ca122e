/** The stories that an entry may belong to, found by what they share with it and not by looking at each. */
import { dayOf, dayStart } from './day.ts';
import { STORY_WINDOW } from './join.ts';
import type { OpenStory } from './join.ts';
import { peopleCounted } from './counts.ts';
import type { Comparable } from './likeness.ts';
import { DAY } from './spans.ts';
import type { Story } from './story.ts';

/** A story as it is taken in, with its entries. */
export interface LoadedStory {
  readonly story: Pick<Story, 'id' | 'openedAt'>;
  readonly members: readonly { readonly entry: string; readonly ready: Comparable }[];
}

/** Stories in memory by what their entries have in common; the archive is read for days that nobody has asked about yet. */
export interface OpenStories {
  /** Sees to it that the stories around a moment are here; `read` is asked for days that are not yet. @param moment ms */
  load(moment: number, read: (days: readonly string[]) => Promise<readonly LoadedStory[]>): Promise<void>;
  /** Those that share most with the entry, the likeliest first. */
  candidates(entry: Comparable): readonly OpenStory[];
  /** Puts an entry into its story, or opens the story with it. One that is in it already stays as it was. */
  add(story: Pick<Story, 'id' | 'openedAt'>, entry: string, ready: Comparable): void;
  /** A story is another one's now, with all its entries. */
  moved(from: string, to: Pick<Story, 'id' | 'openedAt'>): void;
}

/** Compared with one entry at most. */
const MOST_CANDIDATES = 16;

/** Of a common feature (a place, a topic) only the newest stories are looked at. */
const MOST_OF_COMMON = 200;

/** Weight, in bits, from which a feature is rare enough to look at all that have it. */
const RARE = 2.2;

/** Of a long story so many entries are compared: its first ones, and the newest. */
const MOST_MEMBERS = 10;
const FIRST_MEMBERS = 4;

/** Stories held at a time, up to 50 KB each; those outside the window go when there are more. */
const MOST_HELD = 600;

interface Held {
  readonly id: string;
  /** Its place in what is added up for an entry; free again when the story is let go. */
  readonly place: number;
  openedAt: number;
  members: Comparable[];
  /** Of each of the members, its entry. */
  readonly ids: string[];
  /** All its entries, those included that are compared no more. */
  readonly entries: Set<string>;
  readonly features: Set<string>;
}

/** Empty: {@link OpenStories.load} brings the first stories. */
export function createOpenStories(): OpenStories {
  const held = new Map<string, Held>();
  const byPlace: (Held | null)[] = [];
  const free: number[] = [];
  // By place, and in order of joining.
  const byFeature = new Map<string, number[]>();
  const days = new Set<string>();
  // Of the entry under way: what each story has in common with it, bits by place.
  let bits = new Float64Array(1024);

  const add = (story: Pick<Story, 'id' | 'openedAt'>, entry: string, ready: Comparable): void => {
    let one = held.get(story.id);
    if (one === undefined) {
      const place = free.pop() ?? byPlace.length;
      one = {
        id: story.id,
        place,
        openedAt: story.openedAt,
        members: [],
        ids: [],
        entries: new Set(),
        features: new Set(),
      };
      byPlace[place] = one;
      if (place >= bits.length) bits = new Float64Array(bits.length * 2);
      held.set(story.id, one);
    }
    if (one.entries.has(entry)) return;
    one.entries.add(entry);
    one.openedAt = Math.min(one.openedAt, story.openedAt);
    one.members.push(ready);
    one.ids.push(entry);
    if (one.members.length > MOST_MEMBERS) {
      one.members.splice(FIRST_MEMBERS, 1);
      one.ids.splice(FIRST_MEMBERS, 1);
    }
    for (const [feature] of featuresOf(ready)) findBy(one, feature);
  };

  const findBy = ({ features, place }: Held, feature: string): void => {
    if (features.has(feature)) return;
    features.add(feature);
    const those = byFeature.get(feature);
    if (those === undefined) byFeature.set(feature, [place]);
    else those.push(place);
  };

  const forget = (story: string): void => {
    const one = held.get(story);
    if (one === undefined) return;
    held.delete(story);
    byPlace[one.place] = null;
    free.push(one.place);
    for (const feature of one.features) {
      const those = byFeature.get(feature);
      if (those === undefined || those.length < 2) byFeature.delete(feature);
      // The oldest go first, and stand in front.
      else those.splice(those.indexOf(one.place), 1);
    }
  };

  let room = MOST_HELD;
  const makeRoom = (moment: number): void => {
    if (held.size <= room) return;
    for (const { id, openedAt } of held.values())
      if (Math.abs(openedAt - moment) > STORY_WINDOW + DAY) forget(id);
    // What was let go is read again when somebody asks for its days; those of a flood stay.
    for (const day of days) if (Math.abs(dayStart(day) - moment) > STORY_WINDOW - DAY) days.delete(day);
    room = Math.max(MOST_HELD, held.size * 2);
  };

  return {
    async load(moment, read) {
      makeRoom(moment);
      const missing: string[] = [];
      for (let at = moment - STORY_WINDOW; at <= moment + STORY_WINDOW; at += DAY)
        if (!days.has(dayOf(at))) missing.push(dayOf(at));
      if (missing.length === 0) return;
      for (const { story, members } of await read(missing))
        for (const { entry, ready } of members) add(story, entry, ready);
      for (const day of missing) days.add(day);
    },
    candidates(entry) {
      const moment = entry.gist.saidAt;
      const touched: number[] = [];
      for (const [feature, weight] of featuresOf(entry)) {
        const those = byFeature.get(feature);
        if (those === undefined) continue;
        const from = weight >= RARE ? 0 : Math.max(0, those.length - MOST_OF_COMMON);
        for (let at = from; at < those.length; at += 1) {
          const place = those[at] ?? 0;
          const before = bits[place] ?? 0;
          if (before === 0) touched.push(place);
          bits[place] = before + weight;
        }
      }
      const near: { readonly story: Held; readonly shared: number }[] = [];
      for (const place of touched) {
        const story = byPlace[place] ?? null;
        const shared = bits[place] ?? 0;
        bits[place] = 0;
        if (story !== null && Math.abs(story.openedAt - moment) <= STORY_WINDOW) near.push({ story, shared });
      }
      return near
        .toSorted((a, b) => b.shared - a.shared || (a.story.id < b.story.id ? -1 : 1))
        .slice(0, MOST_CANDIDATES)
        .map(({ story }) => story);
    },
    add,
    moved(from, to) {
      const one = held.get(from);
      if (one === undefined || from === to.id) return;
      forget(from);
      for (const [at, ready] of one.members.entries()) add(to, one.ids[at] ?? '', ready);
      const into = held.get(to.id);
      if (into === undefined) return;
      // What is compared no more is in it all the same, and is what it may be found by.
      for (const entry of one.entries) into.entries.add(entry);
      for (const feature of one.features) findBy(into, feature);
    },
  };
}

/** What two reports may be found by, each with its bits. */
function featuresOf({ gist, features, claimed }: Comparable): readonly (readonly [string, number])[] {
  return [
    ...features,
    ...claimed,
    ...gist.names.map((name) => [`name ${name}`, 5] as const),
    ...gist.numbers.map((number) => [`number ${number}`, 5] as const),
    ...peopleCounted(gist.counts).map((count) => [`count ${count}`, 4] as const),
  ];
}
