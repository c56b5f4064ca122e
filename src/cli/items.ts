/** News items as JSON Lines, the form that `classify` and `replay` read. */
import { z } from 'zod';
import type { Entry } from '#core/entry.ts';
import { UNNAMED_SOURCE } from '#core/feed.ts';
import type { Feed, Source } from '#core/feed.ts';
import { parseDate } from '#feeds/dates.ts';

/** One item, as its line has it. */
export interface Item {
  readonly id: string;
  readonly title: string;
  /** Empty when there is none. */
  readonly summary: string;
  /** Empty when there is none. */
  readonly content: string;
  readonly url: string | null;
  readonly lang: string | null;
  /** ms; null when there is none, or none that can be read. */
  readonly publishedAt: number | null;
  /** As printed; null when it is not said. */
  readonly source: string | null;
}

/** Unknown keys are left alone, so that labelled files can be read as they are. */
const Line = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  title: z.string(),
  summary: z.string().nullish(),
  content: z.string().nullish(),
  url: z.string().nullish(),
  lang: z.string().nullish(),
  publishedAt: z.string().nullish(),
  /** The same, as labelled files name it: without it their items would be of today. */
  published: z.string().nullish(),
  source: z.string().nullish(),
});

/** A line longer than this is not read, bytes: no news item is. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** One line of a file of items, read. */
export interface ItemRead {
  readonly item: Item;
  /** What is printed as its date and cannot be read as one; null when there is no such thing. */
  readonly unreadDate: string | null;
}

/**
 * Reads one line.
 * @param line null where it was too long to be kept
 * @param number of the line, from 1
 * @returns the item, or what is wrong with the line
 */
export function parseItem(line: string | null, number: number): ItemRead | { readonly error: string } {
  if (line === null) return { error: 'this line is longer than 16 MB' };
  let value: unknown;
  try {
    value = JSON.parse(number === 1 ? line.replace(/^\uFEFF/u, '') : line);
  } catch {
    return { error: 'this is not JSON; write one object a line' };
  }
  const parsed = Line.safeParse(value);
  if (!parsed.success) {
    const key = parsed.error.issues[0]?.path[0] ?? null;
    return { error: `${misfit(value, key === null ? null : String(key))}; an item has "id" and "title"` };
  }
  const { id, title, summary, content, url, lang, source } = parsed.data;
  const published = parsed.data.publishedAt ?? parsed.data.published ?? null;
  const publishedAt = published === null ? null : parseDate(published);
  return {
    item: {
      id,
      title,
      summary: summary ?? '',
      content: content ?? '',
      url: url ?? null,
      lang: lang ?? null,
      publishedAt,
      source: source ?? null,
    },
    unreadDate: publishedAt === null && published !== null && published.trim() !== '' ? published : null,
  };
}

/** What keeps a line from being an item. @param key where it is; null: the line itself */
function misfit(value: unknown, key: string | null): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || key === null) return `this is ${kindOf(value)} and no object`;
  const found = Object.entries(value).find(([name]) => name === key);
  if (found === undefined) return `${key} is missing`;
  return `${key} is ${kindOf(found[1])}, and has to be ${key === 'id' ? 'a text or a number' : 'a text'}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? String(value) : 'a number';
}

/** Longer than any date: what is printed of one that is none. */
const LONGEST_DATE = 40;

/** What becomes of an item whose date is missing or cannot be read: what `classify` and `replay` say of it. */
const DATED = {
  now: 'is read as one of now',
  neighbour: 'gets the date of the one before it, or of the first that has one',
} as const;
type Dated = keyof typeof DATED;

/** That a date cannot be read, and what becomes of its item. */
export function dateTrouble(unreadDate: string, becomes: Dated): string {
  const printed =
    unreadDate.length > LONGEST_DATE ? `${unreadDate.slice(0, LONGEST_DATE).toWellFormed()}…` : unreadDate;
  // As JSON, which leaves no character in it that a terminal would obey.
  return `${JSON.stringify(printed)} is no date that can be read; the item ${DATED[becomes]}.`;
}

/** Of items that have no date at all, once for all of them; null: there is none. */
export function undatedTrouble(items: number, becomes: Dated): string | null {
  return items === 0
    ? null
    : `${items === 1 ? '1 item has no date; it' : `${String(items)} items have no date; each`} ${DATED[becomes]}.`;
}

/** A line of a file. */
export interface NumberedLine {
  /** Null where it is too long to be read. */
  readonly line: string | null;
  /** From 1. */
  readonly number: number;
}

/** The lines of a stream of UTF-8; empty ones are left out. */
export async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly NumberedLine[]> {
  let number = 0;
  // In pieces until it ends: joined at each chunk, one long line would cost the square of its length.
  let rest: Buffer[] = [];
  let length = 0;
  const add = (piece: Buffer): void => {
    length += piece.length;
    if (length > LONGEST_LINE) rest = [];
    else rest.push(piece);
  };
  const take = (): NumberedLine => {
    // Each line by itself: one of ASCII letters alone then takes half the room and is read in half the time.
    const [only = Buffer.alloc(0)] = rest;
    const line =
      length > LONGEST_LINE ? null : (rest.length < 2 ? only : Buffer.concat(rest)).toString('utf8');
    rest = [];
    length = 0;
    number += 1;
    return { line, number };
  };
  const isFull = ({ line }: NumberedLine): boolean => line === null || line.trim() !== '';
  for await (const chunk of chunks) {
    const lines: NumberedLine[] = [];
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      add(chunk.subarray(from, end));
      lines.push(take());
      from = end + 1;
    }
    add(chunk.subarray(from));
    yield lines.filter(isFull);
  }
  const end = take();
  if (isFull(end)) yield [end];
}

const NEWLINE = 0x0a;

/** The item as our record of it. @param seenAt when it was first seen, ms */
export function entryOf(item: Item, publisher: (printed: string) => string, seenAt: number): Entry {
  const { id, url, title, summary, content, lang, publishedAt } = item;
  const source = item.source ?? siteOf((url === null ? null : URL.parse(url))?.hostname ?? '');
  return {
    id,
    feed: 'items',
    source: source.trim() === '' ? UNNAMED_SOURCE : publisher(source),
    url,
    guid: null,
    title,
    lead: summary,
    text: content,
    language: lang,
    publishedAt,
    firstSeenAt: seenAt,
    arrival: 'news',
  };
}

/** Which publisher of the settings a printed source is: by id, by name, or by the site its feeds are on. */
export function publisherNamed(
  sources: readonly Source[],
  feeds: readonly Feed[],
): (printed: string) => string {
  const known = new Map<string, string>();
  for (const { url, source } of feeds) {
    const site = siteOf(URL.parse(url)?.hostname ?? '');
    if (site !== '') known.set(site, source.id);
  }
  for (const { id, name } of sources) known.set(name.toLowerCase(), id).set(id.toLowerCase(), id);
  return (printed) => {
    const small = printed.trim().toLowerCase();
    return known.get(small) ?? known.get(siteOf(small)) ?? printed;
  };
}

/** A host without the part that only says which of its servers it is. */
function siteOf(host: string): string {
  return host.replace(/^(?:www|feeds|rss|rssfeeds|m)\./u, '');
}
