import type { Locale } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import { nearest } from '#core/nearest.ts';
import { readQuery } from '#core/search.ts';
import type { MisreadFilter, SearchHit, SearchQuery } from '#core/search.ts';
import type { StoryEntry } from '#core/story.ts';
import { list, message, note, paragraph } from '#render/build.ts';
import { inPages, paged } from '#render/pages.ts';
import { foundMessage } from '#render/search.ts';
import { localeFor } from './command.ts';
import { isCalled } from './find.ts';
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
    const { query, misread } = queryOf(asked.argument, deps);
    if (misread.length > 0) return misreadMessage(misread, deps, locale);
    const { hits, total } = await deps.search(query, MOST);
    if (total === 0) return note(locale.say('search.none'));
    const told = await toldIn(hits, deps);
    const found = hits.map((hit) => ({ hit, entry: told.get(hit.entry) ?? null }));
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
  deps: Pick<CommandDeps, 'sources' | 'recognise' | 'watchlist' | 'typedWords'>,
): ReturnType<typeof readQuery> {
  const { query, misread } = readQuery(typed, (id) => deps.sources.has(id), deps.typedWords);
  return { query: withSubjects(query, deps), misread };
}

/** A filter that was not understood is asked back: without it the answer would be to another question. */
function misreadMessage(
  misread: readonly MisreadFilter[],
  { sources }: Pick<CommandDeps, 'sources'>,
  locale: Locale,
): Message {
  const lines = misread.map(({ word, because }) => {
    if (because === 'date') return locale.say('search.noDate', { word });
    if (because === 'backwards') return locale.say('search.backwards', { word });
    if (because === 'filter') return locale.say('search.noFilter', { word });
    const near = nearest(word, sources.keys());
    return near === null
      ? locale.say('search.noSource', { word })
      : locale.say('search.noSourceNear', { word, near });
  });
  const blocks = [
    paragraph(locale.say('search.misunderstood')),
    list(lines),
    paragraph(locale.say('search.how')),
  ];
  return message(blocks, { tone: 'notice' });
}

/** Words that name a subject of the watchlist look for that subject, in whatever spelling a report has. */
function withSubjects(
  query: SearchQuery,
  { recognise, watchlist }: Pick<CommandDeps, 'recognise' | 'watchlist'>,
): SearchQuery {
  const words = query.words.split(' ').filter((word) => word !== '');
  const subjects: string[] = [];
  const left: string[] = [];
  const isMeant = (some: readonly string[], id: string): boolean => recognise(some.join(' ')).includes(id);
  // "Herkin banana" is his name and a word: none is part of a name that is recognised as well without it and is no name of his.
  const isAllName = (span: readonly string[], id: string): boolean =>
    span.length === 1 ||
    span.every((word, i) => {
      const subject = watchlist.subjects.get(id);
      const isOwn = isMeant([word], id) || (subject !== undefined && isCalled(subject, word));
      return isOwn || !isMeant([...span.slice(0, i), ...span.slice(i + 1)], id);
    });
  for (let at = 0; at < words.length;) {
    const length = [4, 3, 2, 1].find((some) => {
      const span = words.slice(at, at + some);
      const [id, ...more] = recognise(span.join(' '));
      return id !== undefined && more.length === 0 && span.length === some && isAllName(span, id);
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

/** The reports as their stories have them: with their headlines, where these may be shown. A story may have joined another. */
async function toldIn(
  hits: readonly SearchHit[],
  { desk }: CommandDeps,
): Promise<ReadonlyMap<string, StoryEntry>> {
  const ids = [...new Set(hits.flatMap(({ story }) => (story === null ? [] : [story])))];
  const entries = (await desk.stories(ids)).flatMap((story) => story.entries);
  return new Map(entries.map((one) => [one.entry, one]));
}
