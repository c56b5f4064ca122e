import { readQuery } from '#core/search.ts';
import type { SearchHit, SearchQuery } from '#core/search.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { note } from '#render/build.ts';
import { inPages, paged } from '#render/pages.ts';
import { foundMessage } from '#render/search.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';

/** Reports on a page: what fits a phone. */
const ON_A_PAGE = 6;
/** More than these nobody turns pages for. */
const MOST = 60;

/** Searches the archive: words in any script, names in any spelling, `from:`, `to:`, `source:`. */
export const search: Command = {
  name: 'search',
  does: 'command.search.does',
  argument: { name: 'words', takes: 'command.search.takes', required: true, suggests: 'nothing' },
  whisper: false,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (asked.argument === '') return note(locale.say('search.how'));
    const query = queryOf(asked.argument, deps);
    const { hits, total } = await deps.search(query, MOST);
    if (total === 0) return note(locale.say('search.none'));
    const stories = await storiesOf(hits, deps);
    const found = hits.map((hit) => ({ hit, entry: entryOf(hit, stories) }));
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now: deps.clock.now() };
    const [first, ...others] = inPages(found, ON_A_PAGE);
    const page = (some: typeof found): ReturnType<typeof foundMessage> => foundMessage(some, total, context);
    return paged(asked, `search ${asked.argument}`, [
      page([...first]),
      ...others.map((some) => page([...some])),
    ]);
  },
};

/** What was typed, taken apart: names of the watchlist are looked for as such. */
export function queryOf(
  typed: string,
  deps: Pick<CommandDeps, 'sources' | 'recognise' | 'watchlist'>,
): SearchQuery {
  return withSubjects(
    readQuery(typed, (id) => deps.sources.has(id)),
    deps,
  );
}

/** Words that name a subject of the watchlist look for that subject, in whatever spelling a report has. */
function withSubjects(
  query: SearchQuery,
  { recognise, watchlist }: Pick<CommandDeps, 'recognise' | 'watchlist'>,
): SearchQuery {
  const words = query.words.split(' ').filter((word) => word !== '');
  const subjects: string[] = [];
  const left: string[] = [];
  for (let at = 0; at < words.length;) {
    const length = [4, 3, 2, 1].find((some) => {
      const [id, ...more] = recognise(words.slice(at, at + some).join(' '));
      return at + some <= words.length && id !== undefined && more.length === 0;
    });
    const [id] = length === undefined ? [] : recognise(words.slice(at, at + length).join(' '));
    const word = words[at] ?? '';
    const own = /^subject:(.+)$/iu.exec(word)?.[1] ?? word;
    if (watchlist.subjects.has(own.toLowerCase())) subjects.push(own.toLowerCase());
    else if (id !== undefined) subjects.push(id);
    else left.push(word);
    at += id === undefined ? 1 : (length ?? 1);
  }
  return { ...query, words: left.join(' '), subjects };
}

async function storiesOf(
  hits: readonly SearchHit[],
  { desk }: CommandDeps,
): Promise<ReadonlyMap<string, Story>> {
  const ids = [...new Set(hits.flatMap(({ story }) => (story === null ? [] : [story])))];
  return new Map((await desk.stories(ids)).map((story) => [story.id, story]));
}

/** The report as its story has it: with its headline, where that may be shown. */
function entryOf(hit: SearchHit, stories: ReadonlyMap<string, Story>): StoryEntry | null {
  const story = hit.story === null ? undefined : stories.get(hit.story);
  return story?.entries.find(({ entry }) => entry === hit.entry) ?? null;
}
