import { hash } from 'node:crypto';
import { createRequire } from 'node:module';
import Parser from 'rss-parser';
import { parseDate } from './dates.ts';
import { decode } from './decode.ts';
import { excerpt } from './excerpt.ts';
import { blockedBy } from './fetch.ts';
import { parseJsonFeed } from './jsonfeed.ts';
import type { Limits } from './limits.ts';
import { mend } from './mend.ts';
import type { Pieces } from './mend.ts';
import { outline } from './outline.ts';
import type { FeedFormat } from './outline.ts';
import { plainText, tidy } from './text.ts';
import { unpack } from './unpack.ts';

/** One item as the feed gives it, its text plain; addresses are not yet checked nor made canonical. */
export interface Item {
  readonly guid: string | null;
  readonly link: string | null;
  readonly title: string;
  readonly lead: string;
  readonly text: string;
  /** ms since 1970, or null. */
  readonly publishedAt: number | null;
}

/** A body as it came, and where from. */
export interface RawDocument {
  readonly body: Buffer;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
}

/** What a document turned out to be. */
export type Parsed =
  | {
      readonly state: 'feed';
      readonly format: FeedFormat;
      readonly encoding: string;
      readonly title: string;
      /** The home page the feed names, as written, or null. */
      readonly site: string | null;
      /** In the feed's order. `item` is null for one that is known and was not read again. */
      readonly items: readonly { readonly key: string | null; readonly item: Item | null }[];
      readonly mended: readonly string[];
    }
  /** Too large or too strange for the main thread. */
  | { readonly state: 'beside' }
  | { readonly state: 'trouble'; readonly trouble: string };

/** Where a document is parsed: `main` takes only what is small and well-formed, `beside` everything. */
export type Place = 'main' | 'beside';

/**
 * Bytes to items. rss-parser reads the XML; what it would refuse is mended before, what would hang it never gets there.
 *
 * @param known keys of items that need not be read again.
 */
export async function parseDocument(
  raw: RawDocument,
  limits: Limits,
  place: Place,
  known: ReadonlySet<string> = new Set(),
): Promise<Parsed> {
  const limit = place === 'main' ? limits.besideBytes : limits.unpackedBytes;
  const unpacked = unpack(raw.body, raw.contentEncoding, limit);
  if (unpacked.state === 'large') {
    return place === 'main'
      ? { state: 'beside' }
      : trouble(
          `It unpacks to more than ${String(limits.unpackedBytes / 1024 / 1024)} MB; reading stopped there. Check that the address is a feed.`,
        );
  }
  if (unpacked.state === 'broken') {
    return trouble(
      `Its compression (${unpacked.encoding}) cannot be undone. This often passes; else tell the publisher.`,
    );
  }
  const { text: decoded, encoding, ...decoding } = decode(unpacked.bytes, raw.contentType);
  const mended = [...decoding.mended];
  const text = decoded.trim();
  if (text.startsWith('{')) {
    const feed = parseJsonFeed(text, limits);
    if (feed === null) return trouble('It is JSON, but no JSON Feed. Check the address.');
    return {
      state: 'feed',
      format: 'jsonfeed',
      encoding,
      title: feed.title,
      site: feed.site,
      items: feed.items.map((item) => ({ key: null, item })),
      mended: [...mended, ...feed.mended],
    };
  }

  const sound = cut(text, limits.items);
  if (sound !== null) {
    const parsed = await parsePieces(sound, limits, known);
    if (parsed !== null) return { state: 'feed', encoding, ...parsed, mended: [...mended, ...sound.mended] };
  }
  if (place === 'main') return { state: 'beside' };

  const pieces = mend(text, limits.items);
  if (pieces === null) return trouble(notAFeed(text));
  // What rss-parser refused and the mender wrote anew without noticing why.
  if (sound !== null && pieces.mended.length === 0) mended.push('XML that is not well-formed');
  const parsed = await parsePieces(pieces, limits, new Set());
  if (parsed !== null) return { state: 'feed', encoding, ...parsed, mended: [...mended, ...pieces.mended] };
  return parseOneByOne(pieces, limits, encoding, mended);
}

type Frame = Pick<Extract<Parsed, { state: 'feed' }>, 'format' | 'title' | 'site' | 'items'>;

/** A well-formed document in pieces; null when it is not well-formed. */
function cut(text: string, most: number): Pieces | null {
  const found = outline(text);
  if (found === null) return null;
  const items: string[] = [];
  const gaps: string[] = [];
  let at = found.items[0]?.start ?? text.length;
  const head = text.slice(0, at);
  for (const { start, end } of found.items) {
    gaps.push(text.slice(at, start));
    items.push(text.slice(start, end));
    at = end;
  }
  gaps.push(text.slice(at));
  const mended = items.length > most ? [`only the first ${String(most)} entries were read`] : [];
  return {
    format: found.format,
    head,
    items: items.slice(0, most),
    tail: gaps.join(''),
    base: found.base,
    mended,
  };
}

/** Items that rss-parser gets at a time: bounds what its trees take. */
const BATCH = 100;

/** Null when rss-parser refuses any of it. */
async function parsePieces(
  pieces: Pieces,
  limits: Limits,
  known: ReadonlySet<string>,
): Promise<Frame | null> {
  const keys = pieces.items.map((source) => hash('sha256', source, 'base64url').slice(0, 22));
  const fresh = pieces.items.filter((_, index) => !known.has(keys[index] ?? ''));
  const read: Item[] = [];
  let feed: { title: string; site: string | null } | null = null;
  try {
    for (let at = 0; at < fresh.length || feed === null; at += BATCH) {
      const batch = fresh.slice(at, at + BATCH);
      const output = await parseXml(pieces.head + batch.join('') + pieces.tail);
      if (output.items.length !== batch.length) return null;
      const { base } = pieces;
      feed ??= {
        title: plainText(textOf(output['title']), limits.title),
        site: resolve(textOf(output['link']), base),
      };
      for (const item of output.items) read.push(itemOf(item, pieces.format, base, limits));
    }
  } catch {
    return null;
  }
  let next = 0;
  const items = keys.map((key) =>
    known.has(key) ? { key, item: null } : { key, item: read[next++] ?? null },
  );
  return { format: pieces.format, title: feed.title, site: feed.site, items };
}

/** After all else: every item by itself, so that one that cannot be read costs no other. */
async function parseOneByOne(
  pieces: Pieces,
  limits: Limits,
  encoding: string,
  mended: readonly string[],
): Promise<Parsed> {
  const frames: Frame[] = [];
  for (const item of pieces.items) {
    const frame = await parsePieces({ ...pieces, items: [item] }, limits, new Set());
    if (frame !== null) frames.push(frame);
  }
  const [first] = frames;
  if (first === undefined)
    return trouble('It cannot be read: it is damaged beyond repair. Tell the publisher.');
  const lost = pieces.items.length - frames.length;
  return {
    state: 'feed',
    encoding,
    ...first,
    items: frames.flatMap(({ items }) => items),
    mended: [
      ...mended,
      ...pieces.mended,
      lost === 1
        ? '1 entry that cannot be read was left out'
        : `${String(lost)} entries that cannot be read were left out`,
    ],
  };
}

// rss-parser makes a text of every entry's HTML with two expressions that take quadratic time: 300 KB of "x<p" keep it
// busy for more than 20 s. We make our own text and never look at its snippets, so they are left empty.
const require = createRequire(import.meta.url);
const rssParserParts: unknown = require('rss-parser/lib/utils.js');
if (typeof rssParserParts !== 'object' || rssParserParts === null || !('stripHtml' in rssParserParts)) {
  throw new Error(
    'rss-parser has changed inside: its stripHtml is gone. Look at feeds/parse.ts before using this version.',
  );
}
rssParserParts.stripHtml = () => '';

type Fields = Record<string, unknown>;

const WHOLE = { keepArray: true };
const OPTIONS: Parser.ParserOptions<Fields, Fields> = {
  customFields: {
    item: [
      ['link', 'links', WHOLE],
      ['$', 'attributes', WHOLE],
      ['feedburner:origLink', 'origLink'],
      'id',
      'published',
      'updated',
      'modified',
      'issued',
      'created',
      'dc:title',
    ],
  },
};

async function parseXml(xml: string): Promise<Fields & { items: Fields[] }> {
  // A new parser each time: after a refusal the old one may still be in the middle of that document.
  const parser = new Parser<Fields, Fields>(OPTIONS);
  return parser.parseString(xml);
}

function itemOf(item: Fields, format: FeedFormat, base: string | null, limits: Limits): Item {
  const ownBase = resolve(textOf(attribute(item['attributes'], 'xml:base')), base) ?? base;
  const guid = textOf(item['guid']) || textOf(item['id']) || textOf(item['rdf:about']);
  const link = textOf(item['origLink']) || linkOf(item['links']) || textOf(item['link']);
  const atom = format === 'atom10';
  const summary = atom ? item['summary'] : item['content'];
  const body = atom ? item['content'] : item['content:encoded'];
  const title = plainText(textOf(item['title']) || textOf(item['dc:title']), limits.title);
  return {
    guid: guid === '' ? null : guid.slice(0, limits.title),
    // An entry without a link whose id is an address: that is its permanent link (RSS 2.0, guid).
    link: resolve(link, ownBase) ?? (/^https?:\/\//i.test(guid) ? guid : null),
    title,
    ...excerpt(
      plainText(textOf(summary) || textOf(item['summary']), limits.text),
      plainText(textOf(body), limits.text),
    ),
    publishedAt: dateOf(item, atom ? ATOM_DATES : RSS_DATES),
  };
}

const ATOM_DATES = ['published', 'issued', 'created', 'updated', 'modified'];
const RSS_DATES = ['pubDate', 'dc:date', 'date', 'published', 'issued', 'created', 'updated', 'modified'];

function dateOf(item: Fields, names: readonly string[]): number | null {
  for (const name of names) {
    const written = textOf(item[name]);
    const date = written === '' ? null : parseDate(written);
    if (date !== null) return date;
  }
  return null;
}

/** The text of a value of xml2js: a string, or an object where the element had attributes; the first of several. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return textOf(value[0]);
  if (typeof value === 'object' && value !== null && '_' in value) return textOf(value._);
  return '';
}

function attribute(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

/** The link to the entry among several: without `rel` or with `alternate` (RFC 4287, 4.2.7.2); text counts like href. */
function linkOf(links: unknown): string {
  if (!Array.isArray(links)) return '';
  for (const link of links as readonly unknown[]) {
    const attributes = attribute(link, '$');
    const rel = textOf(attribute(attributes, 'rel'));
    if (rel !== '' && rel !== 'alternate') continue;
    const address = textOf(attribute(attributes, 'href')) || textOf(link);
    if (address !== '') return address;
  }
  return '';
}

/** An address made absolute where a base allows it; null for an empty one. */
function resolve(address: string, base: string | null): string | null {
  if (address === '') return null;
  if (base === null || base === '') return address;
  return URL.parse(address, base)?.href ?? address;
}

function trouble(words: string): Parsed {
  return { state: 'trouble', trouble: words };
}

/** Says what the text is instead of a feed, and where the feed may be. */
function notAFeed(text: string): string {
  const start = text.slice(0, 200_000);
  const page = start.toLowerCase();
  if (!/<html|<body|<!doctype html/.test(page))
    return 'It is no feed: neither RSS, Atom nor JSON Feed. Check the address.';
  for (const [marks, guard] of GUARD_PAGES)
    if (marks.some((mark) => page.includes(mark))) return blockedBy(guard);
  const hint = /<link\b[^>]{0,300}?type=["']application\/(?:rss|atom)\+xml["'][^>]{0,300}/i.exec(start)?.[0];
  const address = /\bhref=["']([^"'\s<>]{1,300})["']/i.exec(hint ?? '')?.[1];
  if (address !== undefined)
    return `It is a web page, not a feed. The page names this feed: ${tidy(address, 300)}`;
  return 'It is a web page, not a feed. Check the address in a browser.';
}

const GUARD_PAGES: readonly (readonly [marks: readonly string[], guard: string])[] = [
  [
    ['cdn-cgi/challenge-platform', 'just a moment...', '| cloudflare</title>', 'cf-error-details'],
    'Cloudflare',
  ],
  [['captcha-delivery.com', 'datadome'], 'DataDome'],
  [['_incapsula_resource'], 'Imperva'],
  [['ddos-guard'], 'DDoS-Guard'],
];
