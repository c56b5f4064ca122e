/** Which story an entry belongs to and whose text it copies, from what is remembered of the archive. */
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { written } from '#core/because.ts';
import type { Claim } from '#core/claim.ts';
import { createCopyIndex, packShingles, shinglesOf, unpackShingles } from '#core/copies.ts';
import type { CopyIndex, Original, Print } from '#core/copies.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { gistOf } from '#core/gist.ts';
import type { Gist } from '#core/gist.ts';
import { joinStory, storyId } from '#core/join.ts';
import { clash, comparable, likeness } from '#core/likeness.ts';
import type { Comparable, LikenessDeps } from '#core/likeness.ts';
import { createOpenStories } from '#core/open-stories.ts';
import type { LoadedStory, OpenStories } from '#core/open-stories.ts';
import type { Collection } from '#core/ports.ts';
import { surnamesBySound } from '#core/proper-names.ts';
import { createRarity } from '#core/rarity.ts';
import type { Frequencies, Rarity } from '#core/rarity.ts';
import { DAY } from '#core/spans.ts';
import type { Story } from '#core/story.ts';
import type { FindCounts } from '#core/counts.ts';
import type { FindThemes, TellsMatter } from '#core/themes.ts';
import type { ReadTold } from '#core/told.ts';
import type { Verdict } from '#core/verdict.ts';
import { entryOfVersion } from '#core/version.ts';
import type { Watchlist } from '#core/watchlist.ts';

/** What joining entries into stories reads and writes. */
export interface GroupingDeps {
  readonly stories: Collection<Story>;
  readonly entries: Collection<ArchivedEntry>;
  readonly days: Collection<readonly DayLine[]>;
  /** By entry id. */
  readonly gists: Collection<Gist>;
  /** By entry id, of the whole archive and of what it has forgotten. */
  readonly prints: Collection<Print>;
  /** In one record. */
  readonly frequencies: Collection<Frequencies>;
  readonly watchlist: Watchlist;
  readonly findThemes: FindThemes;
  readonly tellsMatter: TellsMatter;
  readonly findCounts: FindCounts;
  readonly readTold: ReadTold;
}

/** Where an entry belongs. */
export interface Place {
  readonly gist: Gist;
  /** The story it joins; null: it opens one. */
  readonly story: Story | null;
  /** Stories that the entry shows to be the same as that one. */
  readonly bridges: readonly Story[];
  /** The same outlet's report of it in another language, of the same day: one text published twice; null: there is none. */
  readonly translates: string | null;
  /** For a person to read. */
  readonly because: string;
}

/** What copies whom, and which reports tell one event. It remembers between entries; one for each store. */
export interface Grouping {
  /** The text that this one copies, from the whole archive; null: it is new. */
  originalOf(entry: Entry, cleared: Entry): Promise<Original | null>;
  /** @param original what it copies, of the last days; null: nothing */
  place(
    entry: Entry,
    cleared: Entry,
    read: {
      readonly verdict: Verdict;
      readonly claims: readonly Claim[];
      readonly original: Original | null;
    },
  ): Promise<Place>;
  /** A story of its own for what is nobody's news, or the one it has. */
  alone(
    entry: Entry,
    cleared: Entry,
    read: { readonly verdict: Verdict; readonly because: string },
  ): Promise<Place>;
  /** Takes in what was decided, durably. @param story null where the entry is nobody's news */
  remember(
    entry: Entry,
    cleared: Entry,
    decided: {
      readonly gist: Gist;
      /** The entry that it copies or translates. */
      readonly original: string | null;
      readonly story: Story | null;
    },
  ): Promise<void>;
  /**
   * Takes in, durably, what a later version of an entry says: its copies are the entry's, and who tells the same is alike.
   * @param cleared the version's new words
   */
  rememberVersion(
    version: string,
    entry: Entry,
    cleared: Entry,
    decided: { readonly gist: Gist; readonly story: Story },
  ): Promise<void>;
  /** Stories that are one now. */
  merged(gone: readonly string[], into: Story): Promise<void>;
  /** Writes what was learnt of rarity. What a kill takes away is learnt again. */
  keep(): Promise<void>;
}

/** From these log odds on two reports of one outlet in two languages, of one story and day, are one text. */
const TRANSLATION_FROM = 2;

/** The id of the one record of frequencies. */
const ALL = 'all';

/** What is remembered longer than texts are: old news must not come back as new. ms */
const PRINTS_KEPT = 2 * 365 * DAY;

/** Loads nothing yet; the first entry does. */
export function openGrouping(deps: GroupingDeps): Grouping {
  let loaded: Promise<Memory> | null = null;
  const memory = (now: number): Promise<Memory> => {
    if (loaded !== null) return loaded;
    const loading = load(deps, now);
    loaded = loading;
    // A store that failed is asked again: kept, its failure would stop the analysis until a restart.
    loading.catch(() => {
      if (loaded === loading) loaded = null;
    });
    return loading;
  };
  let learnt = false;
  // The watch may change meanwhile.
  let heard = { of: deps.watchlist.subjects, surnames: surnamesBySound(deps.watchlist.subjects.values()) };
  const surnames = (): ReadonlyMap<string, string> => {
    const of = deps.watchlist.subjects;
    if (heard.of !== of) heard = { of, surnames: surnamesBySound(of.values()) };
    return heard.surnames;
  };

  /** Of a story's entries the one that this entry of the same outlet says in another language; null: none. */
  const translatedBy = async (
    story: Story,
    entry: Entry,
    ready: Comparable,
    { likeness: weighing }: Memory,
  ): Promise<string | null> => {
    const { language, saidAt: at } = ready.gist;
    const own = story.entries.filter(
      (line) =>
        line.entry !== entry.id &&
        line.source === entry.source &&
        line.language !== language &&
        Math.abs(line.saidAt - at) <= DAY,
    );
    if (own.length === 0) return null;
    const gists = await deps.gists.getMany(own.map((line) => line.entry));
    const likest = gists
      .map((gist, i) => ({
        entry: own[i]?.entry ?? null,
        like: gist === null ? -Infinity : likeness(ready, comparable(gist, weighing)),
      }))
      .toSorted((a, b) => b.like - a.like)[0];
    return likest !== undefined && likest.like >= TRANSLATION_FROM ? likest.entry : null;
  };

  return {
    async originalOf(entry, cleared) {
      const { copies } = await memory(entry.firstSeenAt);
      const found = copies.find(entry.id, shinglesOf(wordsOf(entry, cleared)), {
        saidAt: saidAt(entry),
        source: entry.source,
      });
      return found === null ? null : { ...found, entry: entryOfVersion(found.entry) };
    },

    async place(entry, cleared, { verdict, claims, original }) {
      const known = await memory(entry.firstSeenAt);
      const gist = gistOf(cleared, verdict, claims, { ...deps, surnames: surnames() });
      const own = await ownStory(deps, entry);
      const copied = original === null ? null : await storyOf(deps, original.entry);
      const was = original === null ? null : await deps.gists.get(original.entry);
      // The words of yesterday's announcement under today's news are news.
      const news = was !== null && clash(gist, was, known.likeness) !== null;
      if (own === null && copied !== null && original !== null && !news) {
        const share = Math.round(100 * original.containment);
        return {
          gist,
          story: copied,
          bridges: [],
          translates: null,
          because: written({ code: 'copy', source: original.source, share }),
        };
      }
      await known.open.load(gist.saidAt, (days) => storiesOf(deps, days, known.likeness));
      const ready = comparable(gist, known.likeness);
      const joining = joinStory(
        ready,
        known.open.candidates(ready).filter(({ id }) => id !== own?.id),
        known.likeness,
      );
      if (own !== null) {
        // Read again after a kill: what was decided stays. Nothing is left to join: what it joins is one before it is archived.
        const because = own.entries.find((line) => line.entry === entry.id)?.because ?? joining.because;
        return {
          gist,
          story: own,
          bridges: [],
          translates: await translatedBy(own, entry, ready, known),
          because,
        };
      }
      const [story, ...bridges] = await deps.stories.getMany(
        joining.join === null ? [] : [joining.join, ...joining.bridges],
      );
      return {
        gist,
        story: story ?? null,
        bridges: bridges.filter((one) => one !== null),
        translates: story == null ? null : await translatedBy(story, entry, ready, known),
        because: joining.because,
      };
    },

    async alone(entry, cleared, { verdict, because }) {
      const gist = gistOf(cleared, verdict, [], { ...deps, surnames: surnames() });
      return { gist, story: await ownStory(deps, entry), bridges: [], translates: null, because };
    },

    async remember(entry, cleared, { gist, original, story }) {
      const known = await memory(entry.firstSeenAt);
      const shingles = shinglesOf(wordsOf(entry, cleared));
      const print: Print = {
        saidAt: saidAt(entry),
        source: entry.source,
        copyOf: original,
        shingles: packShingles(shingles),
      };
      await deps.prints.set(entry.id, print);
      known.copies.add(entry.id, print, shingles);
      if (story === null) return;
      await deps.gists.set(entry.id, gist);
      known.open.add(story, entry.id, comparable(gist, known.likeness));
      known.rarity.learn(gist);
      learnt = true;
    },

    async rememberVersion(version, entry, cleared, { gist, story }) {
      const known = await memory(entry.firstSeenAt);
      await deps.gists.set(entry.id, gist);
      known.open.add(story, version, comparable(gist, known.likeness));
      const shingles = shinglesOf(`${cleared.lead}\n${cleared.text}`);
      if (shingles.length === 0) return;
      // By itself: what copies it is not as old as the entry.
      const print: Print = {
        saidAt: saidAt(entry),
        source: entry.source,
        copyOf: null,
        shingles: packShingles(shingles),
      };
      await deps.prints.set(version, print);
      known.copies.add(version, print, shingles);
    },

    async merged(gone, into) {
      if (loaded === null) return;
      const { open } = await loaded;
      for (const id of gone) open.moved(id, into);
    },

    async keep() {
      if (!learnt || loaded === null) return;
      const { rarity } = await loaded;
      // Cleared first: what is learnt while this is written is for the next time.
      learnt = false;
      try {
        await deps.frequencies.set(ALL, rarity.learnt());
      } catch (failure) {
        learnt = true;
        throw failure;
      }
    },
  };
}

/** What is kept in memory between entries. */
interface Memory {
  readonly copies: CopyIndex;
  readonly open: OpenStories;
  readonly rarity: Rarity;
  readonly likeness: LikenessDeps;
}

async function load(deps: GroupingDeps, now: number): Promise<Memory> {
  const copies = createCopyIndex();
  const later: (readonly [string, Print])[] = [];
  const old: string[] = [];
  const add = (id: string, print: Print): void => {
    copies.add(id, print, unpackShingles(print.shingles));
  };
  for await (const [id, print] of deps.prints.entries()) {
    if (now - print.saidAt > PRINTS_KEPT) old.push(id);
    // Originals before their copies.
    else if (print.copyOf === null) add(id, print);
    else later.push([id, print]);
  }
  for (const [id, print] of later) add(id, print);
  for (const id of old) await deps.prints.delete(id);
  const rarity = createRarity(await deps.frequencies.get(ALL));
  return {
    copies,
    rarity,
    open: createOpenStories(),
    likeness: {
      get kinds() {
        return deps.watchlist.subjects;
      },
      weigh: rarity.weigh,
    },
  };
}

/**
 * The text by which copies are known. Headlines are each outlet's own. A text that is nothing but what its outlet printed
 * before is compared as it is: it is the whole report that recurs.
 */
function wordsOf(entry: Entry, cleared: Entry): string {
  const words = `${cleared.lead}\n${cleared.text}`;
  return words.trim() === '' ? `${entry.lead}\n${entry.text}` : words;
}

async function ownStory(deps: GroupingDeps, entry: Entry): Promise<Story | null> {
  return (await storyOf(deps, entry.id)) ?? deps.stories.get(storyId(entry.id));
}

async function storyOf(deps: GroupingDeps, entry: string): Promise<Story | null> {
  const id = (await deps.entries.get(entry))?.story ?? null;
  return id === null ? null : deps.stories.get(id);
}

/** The stories with an entry on one of these days, ready to be compared. */
async function storiesOf(
  deps: GroupingDeps,
  days: readonly string[],
  likeness: LikenessDeps,
): Promise<readonly LoadedStory[]> {
  const pages = await deps.days.getMany(days);
  const ids = new Set(pages.flatMap((lines) => (lines ?? []).map((line) => line.story)));
  const stories = await deps.stories.getMany([...ids].filter((id) => id !== null));
  const found: LoadedStory[] = [];
  for (const story of stories) {
    if (story === null) continue;
    const members = story.entries.map(({ entry }) => entry);
    const gists = await deps.gists.getMany(members);
    found.push({
      story,
      members: gists.flatMap((gist, at) =>
        gist === null ? [] : [{ entry: members[at] ?? '', ready: comparable(gist, likeness) }],
      ),
    });
  }
  return found;
}
