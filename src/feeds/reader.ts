import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { FoundEntry, ReadOutcome } from '#core/cursor.ts';
import { codeOf, fileTrouble } from '#core/file-trouble.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import { createBeside } from './beside.ts';
import { createFetcher, hashOfBody } from './fetch.ts';
import type { FetchOutcome } from './fetch.ts';
import { canonicalUrl, identify } from './identity.ts';
import type { Traits } from './identity.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Limits } from './limits.ts';
import type { FeedFormat } from './outline.ts';
import type { Item, Parsed, RawDocument } from './parse.ts';

/** How feeds are asked for and read. */
export interface ReaderSettings {
  /** What is left out is as in `DEFAULT_LIMITS`. */
  readonly limits?: Partial<Limits>;
  /** Names us and how to reach us. */
  readonly userAgent: string;
  /** Allows loopback and private networks. */
  readonly allowPrivate: boolean;
}

/** What the reader makes of one document: `wirewatch feeds read --json` prints it as it stands. */
export interface FeedReading {
  /** By root element and version: `rss20 rss10 rss090 rss091 rss092 atom10 jsonfeed`; null when it is no feed. */
  readonly format: FeedFormat | null;
  /** `utf-8`, `windows-1251` …; null when it was not read so far. */
  readonly encoding: string | null;
  readonly title: string | null;
  /** What had to be repaired, in words. */
  readonly mended: readonly string[];
  /** In the feed's order, each once. */
  readonly entries: readonly {
    readonly guid: string | null;
    readonly url: string | null;
    readonly title: string;
    readonly text: string;
    /** ISO 8601 in UTC, or null. */
    readonly publishedAt: string | null;
  }[];
  /** Why nothing could be read, and what to do; null when all is well. */
  readonly error: string | null;
}

/** Reads feeds: fetches, parses in a thread of its own, and tells what is new. */
export interface Reader {
  /** The port of the gather job. */
  read(feed: Feed, cursor: Cursor, now: number): Promise<ReadOutcome>;
  /** Reads one file or address as it is now, remembers nothing. Throws nothing: what is wrong is `error`. */
  readOne(fileOrUrl: string): Promise<FeedReading>;
  /** Ends connections and the parsing thread. */
  close(): Promise<void>;
}

/** An item of the last document of a feed: enough to tell the others apart without reading it again. */
interface Remembered {
  readonly bodyHash: string;
  readonly traits: ReadonlyMap<string, Traits>;
}

/** Feeds whose last document is remembered, at most: about 10 KB each. */
const MOST_REMEMBERED = 5_000;

/** Everything between an address and entries: fetch, unpack, decode, parse, tell apart. */
export function createReader(settings: ReaderSettings): Reader {
  const limits: Limits = { ...DEFAULT_LIMITS, ...settings.limits };
  const fetcher = createFetcher({ ...settings, limits });
  const beside = createBeside(limits);
  /** By feed. Only a shortcut: it holds while the cursor says that just this document was the last to be stored. */
  const remembered = new Map<string, Remembered>();

  async function parse(raw: RawDocument, known?: ReadonlySet<string>): Promise<Parsed> {
    if (raw.body.length > limits.besideBytes) return beside.parse(raw);
    // With the first body that needs it: the parsers cost 40 ms at a start, and a feed that has not changed needs none.
    const { parseDocument } = await import('./parse.ts');
    const parsed = await parseDocument(raw, limits, 'main', known);
    return parsed.state === 'beside' ? beside.parse(raw) : parsed;
  }

  async function read(feed: Feed, cursor: Cursor, now: number): Promise<ReadOutcome> {
    const address = cursor.movedTo ?? feed.url;
    const fetched = address.startsWith('file:')
      ? await fromFile(address, cursor)
      : await fetcher.fetch({ ...cursor, url: address }, now);
    if (fetched.outcome !== 'body') return fetched;
    const memory = remembered.get(feed.id);
    const last =
      memory !== undefined && memory.bodyHash === cursor.bodyHash ? memory.traits : new Map<string, Traits>();
    const parsed = await parse(fetched, new Set(last.keys()));
    if (parsed.state !== 'feed') {
      const words = parsed.state === 'trouble' ? parsed.trouble : 'It could not be read.';
      return { outcome: 'failed', trouble: words, retryAfter: null };
    }

    const site = parsed.site === null ? null : canonicalUrl(parsed.site, fetched.url);
    const traits: Traits[] = [];
    const next = new Map<string, Traits>();
    for (const { key, item } of parsed.items) {
      const known = key === null ? undefined : last.get(key);
      const trait = item === null ? known : traitsOf(item, site ?? fetched.url);
      if (trait === undefined) continue;
      traits.push(trait);
      // Of a text only its share in the id is needed, and that only where nothing else identifies the item.
      if (key !== null)
        next.set(key, { ...trait, text: trait.url === null && trait.guid === null ? trait.text : '' });
    }
    const { identities, sharedLinks } = identify(
      feed.id,
      traits,
      site,
      cursor.sharedLinks,
      (index) => parsed.items[index]?.item !== null,
    );
    const entries: FoundEntry[] = [];
    for (const [index, identity] of identities.entries()) {
      const trait = traits[index];
      const item = parsed.items[index]?.item;
      if (identity === null || trait === undefined || item === null || item === undefined) continue;
      entries.push({
        entry: {
          id: identity.id,
          feed: feed.id,
          source: feed.source.id,
          url: trait.url,
          guid: item.guid,
          title: item.title,
          lead: item.lead,
          text: item.text,
          language: feed.language,
          publishedAt: item.publishedAt,
        },
        aliases: identity.aliases,
      });
    }
    remember(feed.id, { bodyHash: fetched.bodyHash, traits: next });
    return {
      outcome: 'read',
      entries,
      etag: fetched.etag,
      lastModified: fetched.lastModified,
      bodyHash: fetched.bodyHash,
      sharedLinks,
      movedTo: fetched.movedTo,
      mended: parsed.mended,
    };
  }

  /** A file in place of an address (`poll --feed FILE`). Settings and redirects cannot name one: both take http only. */
  async function fromFile(address: string, cursor: Cursor): Promise<FetchOutcome> {
    const raw = await openFile(fileURLToPath(address), limits);
    if (typeof raw === 'string') return { outcome: 'failed', trouble: raw, retryAfter: null };
    const bodyHash = hashOfBody(raw.body);
    if (bodyHash === cursor.bodyHash)
      return { outcome: 'unchanged', etag: null, lastModified: null, movedTo: null };
    return { outcome: 'body', ...raw, url: address, bodyHash, etag: null, lastModified: null, movedTo: null };
  }

  function remember(feed: string, document: Remembered): void {
    remembered.delete(feed);
    remembered.set(feed, document);
    if (remembered.size <= MOST_REMEMBERED) return;
    const [oldest] = remembered.keys();
    if (oldest !== undefined) remembered.delete(oldest);
  }

  async function readOne(fileOrUrl: string): Promise<FeedReading> {
    if (/^(?!https?:)[a-z][a-z\d+.-]*:\/\//iu.test(fileOrUrl))
      return nothing(
        `"${fileOrUrl.slice(0, 200)}" is no address that is read. One begins with https:// or http://.`,
      );
    const raw = /^https?:\/\//i.test(fileOrUrl)
      ? await fetchOne(fileOrUrl)
      : await openFile(fileOrUrl, limits);
    if (typeof raw === 'string') return nothing(raw);
    const parsed = await parse(raw);
    if (parsed.state !== 'feed')
      return nothing(parsed.state === 'trouble' ? parsed.trouble : 'It could not be read.');
    const site = parsed.site === null ? null : canonicalUrl(parsed.site, raw.url);
    const items = parsed.items.flatMap(({ item }) => (item === null ? [] : [item]));
    const traits = items.map((item) => traitsOf(item, site ?? raw.url));
    const { identities } = identify('', traits, site, []);
    return {
      format: parsed.format,
      encoding: parsed.encoding,
      title: parsed.title,
      mended: parsed.mended,
      // Left out is what the publisher's own id says stood there before; without one the list shows the document as it is.
      entries: items.flatMap((item, index) =>
        identities[index] === null && item.guid !== null
          ? []
          : [
              {
                guid: item.guid,
                url: traits[index]?.url ?? null,
                title: item.title,
                text: fullText(item),
                publishedAt: item.publishedAt === null ? null : new Date(item.publishedAt).toISOString(),
              },
            ],
      ),
      error: null,
    };
  }

  async function fetchOne(url: string): Promise<(RawDocument & { readonly url: string }) | string> {
    const fetched = await fetcher.fetch({ url, etag: null, lastModified: null, bodyHash: null }, Date.now());
    switch (fetched.outcome) {
      case 'body':
        return fetched;
      case 'unchanged':
        return 'It answers "unchanged" though it was not asked.';
      case 'failed':
      case 'gone':
        return fetched.trouble;
    }
  }

  return {
    read,
    readOne,
    async close() {
      fetcher.close();
      await beside.close();
    },
  };
}

function traitsOf(item: Item, base: string | null): Traits {
  return {
    url: item.link === null ? null : canonicalUrl(item.link, base),
    guid: item.guid,
    title: item.title,
    text: item.lead + item.text,
    publishedAt: item.publishedAt,
  };
}

/** Lead and text as one: full texts mostly begin with their lead, or the lead is cut out of them. */
function fullText({ lead, text }: Item): string {
  if (text === '') return lead;
  return text.startsWith(lead.slice(0, 40)) ? text : `${lead} ${text}`;
}

function nothing(error: string): FeedReading {
  return { format: null, encoding: null, title: null, mended: [], entries: [], error };
}

async function openFile(
  path: string,
  limits: Limits,
): Promise<(RawDocument & { readonly url: null }) | string> {
  try {
    const { size } = await stat(path);
    if (size > limits.sentBytes)
      return `The file ${path} is larger than ${String(limits.sentBytes / 1024 / 1024)} MB.`;
    return { body: await readFile(path), contentType: null, contentEncoding: null, url: null };
  } catch (error) {
    return fileTrouble(path, codeOf(error));
  }
}
