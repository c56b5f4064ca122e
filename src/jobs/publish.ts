import type { Locale } from '#core/locale.ts';
import type { Story } from '#core/story.ts';
import { displayName } from '#core/watchlist.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { storyFeed } from '#render/feed.ts';
import type { StatusContext } from '#render/status.ts';

/** What the feed files are made of, and where they go. */
export interface PublishDeps {
  /** The newest stories of each of these subjects, or of all (null), newest first. */
  readonly latestOfEach: (
    subjects: readonly (string | null)[],
    most: number,
  ) => Promise<readonly (readonly Story[])[]>;
  readonly watchlist: Watchlist;
  readonly sources: StatusContext['sources'];
  readonly locale: Locale;
  /** Where the feeds are reached from outside; null when nobody said. */
  readonly address: string | null;
  /** Puts a file into the folder of the feeds, whole or not at all. @returns whether it was not already so */
  readonly write: (name: string, content: string) => Promise<boolean>;
}

/** Stories of a feed: what a reader that looks once a week has not seen. */
const STORIES = 50;

/** Writes the bot's own stories as feeds: one of all, and one for each captive and each group. @returns files that changed */
export async function publish(deps: PublishDeps): Promise<number> {
  const { latestOfEach, watchlist, sources, locale, address, write } = deps;
  const context = { watchlist, sources, locale, now: 0 };
  const about = [...watchlist.subjects.values()].filter(({ kind }) => kind === 'captive' || kind === 'group');
  const feeds = [
    { id: 'all', subject: null, title: locale.text('feed.all') },
    ...about.map((subject) => ({
      id: subject.id,
      subject: subject.id,
      title: locale.text('feed.about', { name: displayName(subject, locale.language) }),
    })),
  ];
  const stories = await latestOfEach(
    feeds.map(({ subject }) => subject),
    STORIES,
  );
  let changed = 0;
  for (const [at, { id, title }] of feeds.entries()) {
    const sorted = (stories[at] ?? []).toSorted((a, b) => b.updatedAt - a.updatedAt);
    const files = storyFeed({ id, title, address, stories: sorted }, context);
    if (await write(`${id}.atom`, files.atom)) changed += 1;
    if (await write(`${id}.json`, files.json)) changed += 1;
  }
  return changed;
}
