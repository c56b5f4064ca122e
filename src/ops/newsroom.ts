/**
 * The demo's newsroom: invented wires whose items, written by us, retell a public record. It serves them as real feeds
 * on loopback, up to a moment that the demo moves on, so that everything behind the socket is what runs in earnest.
 */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { dayOf } from '#core/day.ts';
import type { Feed } from '#core/feed.ts';
import { WRITTEN_ENCODINGS, WRITTEN_FORMATS, writeFeed } from './newsroom-feeds.ts';

/** Feeds show their newest items only; 40 is a usual number. */
const ITEMS_A_FEED = 40;

const Id = z.string().regex(/^[a-z0-9-]+$/, 'must be lower-case letters, digits and hyphens');

const Wire = z.strictObject({
  id: Id,
  format: z.enum(WRITTEN_FORMATS),
  encoding: z.enum(WRITTEN_ENCODINGS),
  language: z.string().min(2),
  /** Wanted pause between polls, ms. */
  interval: z.number().int().positive(),
  site: z.url(),
  source: z.strictObject({
    id: Id,
    name: z.string().min(1),
    reliability: z.enum(['A', 'B', 'C', 'D', 'E', 'F']),
    stateMedia: z.string().min(1).nullable(),
    agency: z.boolean(),
  }),
});
/** An invented publisher and its one feed. */
export type Wire = z.infer<typeof Wire>;

const NewsItem = z.strictObject({
  id: Id,
  wire: Id,
  language: z.string().min(2),
  publishedAt: z.iso.datetime({ offset: true }).transform((date) => Date.parse(date)),
  /** `history` stands in the feed from the start; `live` items appear as the demo's clock reaches them. */
  part: z.enum(['history', 'live']),
  title: z.string().min(1),
  /** Plain text; a line is a paragraph, the first one the summary. */
  text: z.string().min(1),
});
/** One report, `publishedAt` in ms. */
export type NewsItem = z.infer<typeof NewsItem>;

const NewsroomFile = z.strictObject({
  wires: z.array(Wire).default([]),
  items: z.array(NewsItem).default([]),
});

/** Everything the invented wires publish, oldest first. */
export interface Newsroom {
  readonly wires: readonly Wire[];
  readonly items: readonly NewsItem[];
}

/** A newsroom that answers on loopback. */
export interface OpenNewsroom {
  /** One a wire, with its address on this machine. */
  readonly feeds: readonly Feed[];
  /** From now on the feeds hold what was published at or before `ms`. */
  publishUntil(ms: number): void;
  /** Ends every connection; resolves when the port is free. */
  stop(): Promise<void>;
}

/**
 * Reads the newsroom from a folder's `.yaml` files: each holds `wires:`, `items:` or both.
 *
 * @throws Error that names every fault with its file and place.
 */
export async function loadNewsroom(folder: string): Promise<Newsroom> {
  const faults: string[] = [];
  const wires: Wire[] = [];
  const items: NewsItem[] = [];

  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  if (names.length === 0) faults.push(`${folder} holds no .yaml file`);
  for (const name of names) {
    const file = path.join(folder, name);
    const document = parseDocument(await readFile(file, 'utf8'), { prettyErrors: true });
    for (const error of document.errors) faults.push(`${file}: ${error.message}`);
    if (document.errors.length > 0) continue;
    const parsed = NewsroomFile.safeParse(document.toJS());
    if (parsed.success) {
      wires.push(...parsed.data.wires);
      items.push(...parsed.data.items);
    } else faults.push(`${file}:\n${z.prettifyError(parsed.error)}`);
  }

  items.sort((a, b) => a.publishedAt - b.publishedAt);
  if (faults.length === 0) faults.push(...disagreements(wires, items));
  if (faults.length > 0) {
    throw new Error(
      `The demo newsroom cannot be read. Mend these, or restore the folder:\n${faults.join('\n')}`,
    );
  }
  return { wires, items };
}

function disagreements(wires: readonly Wire[], items: readonly NewsItem[]): readonly string[] {
  const known = new Set(wires.map(({ id }) => id));
  const lastOfHistory = historyEnd({ wires, items });
  return [
    ...doubled(wires).map((id) => `wire ${id} is there twice`),
    ...doubled(items).map((id) => `item ${id} is there twice`),
    ...items.flatMap((item) =>
      known.has(item.wire) ? [] : [`item ${item.id}: there is no wire ${item.wire}`],
    ),
    ...items.flatMap((item) =>
      item.part === 'live' && item.publishedAt <= lastOfHistory
        ? [`item ${item.id} is live but not later than the last item of the history`]
        : [],
    ),
  ];
}

function doubled(records: readonly { readonly id: string }[]): readonly string[] {
  const seen = new Set<string>();
  return records.map(({ id }) => id).filter((id) => seen.has(id) || !seen.add(id));
}

/** When the last item of the history was published, ms; 0 when there is none. */
function historyEnd(newsroom: Newsroom): number {
  return Math.max(
    0,
    ...newsroom.items.filter(({ part }) => part === 'history').map((item) => item.publishedAt),
  );
}

/** The distinct moments at which the live part publishes something, ms, in order: the demo's clock steps along them. */
export function moments(newsroom: Newsroom): readonly number[] {
  const live = newsroom.items.filter(({ part }) => part === 'live');
  return [...new Set(live.map(({ publishedAt }) => publishedAt))].sort((a, b) => a - b);
}

/**
 * Serves the newsroom on 127.0.0.1, at first with its history only.
 *
 * @param at `port` 0 takes any free one.
 */
export async function openNewsroom(newsroom: Newsroom, at: { readonly port: number }): Promise<OpenNewsroom> {
  let until = historyEnd(newsroom);
  let origin = '';

  const server = createServer((request, response) => {
    const wire = newsroom.wires.find((candidate) => pathOf(candidate) === request.url);
    if (wire === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('No such feed in the demo newsroom.\n');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response
        .writeHead(405, { allow: 'GET, HEAD', 'content-type': 'text/plain' })
        .end('Only GET and HEAD.\n');
    } else {
      answer(request, response, front(newsroom, wire, origin, until));
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The demo newsroom has no port.');
  origin = `http://127.0.0.1:${String(address.port)}`;

  return {
    feeds: newsroom.wires.map((wire) => ({
      id: wire.id,
      url: origin + pathOf(wire),
      source: wire.source,
      language: wire.language,
      interval: wire.interval,
    })),
    publishUntil(ms) {
      until = ms;
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

function pathOf(wire: Wire): string {
  return `/${wire.id}.${wire.format === 'json' ? 'json' : 'xml'}`;
}

/** A wire's feed as it stood at a moment: its newest items, newest first. */
function front(newsroom: Newsroom, wire: Wire, origin: string, until: number): ReturnType<typeof writeFeed> {
  const published = newsroom.items
    .filter((item) => item.wire === wire.id && item.publishedAt <= until)
    .toReversed()
    .slice(0, ITEMS_A_FEED);
  return writeFeed(
    {
      format: wire.format,
      encoding: wire.encoding,
      title: `${wire.source.name} (DEMO reconstruction)`,
      description:
        'DEMO: an invented wire. Its items retell the public record; nobody published them like this.',
      language: wire.language,
      site: wire.site,
      address: origin + pathOf(wire),
      updatedAt: published[0]?.publishedAt ?? 0,
    },
    published.map((item) => ({
      url: `${wire.site}/${dayOf(item.publishedAt).replaceAll('-', '/')}/${item.id}`,
      language: item.language,
      publishedAt: item.publishedAt,
      title: item.title,
      paragraphs: item.text.split('\n').filter((line) => line.trim() !== ''),
    })),
  );
}

/** Sends a document, or 304 where the asker has it already (RFC 9110, 13.1.2), packed where the asker can unpack. */
function answer(
  request: IncomingMessage,
  response: ServerResponse,
  feed: ReturnType<typeof writeFeed>,
): void {
  // Weak, because the packed and the plain answer share it.
  const etag = `W/"${createHash('sha256').update(feed.body).digest('base64url').slice(0, 22)}"`;
  const headers = { etag, vary: 'accept-encoding', 'cache-control': 'no-cache' };
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim()) ?? [];
  if (known.includes(etag) || known.includes('*')) {
    response.writeHead(304, headers).end();
    return;
  }
  const packs = /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
  const body = packs ? gzipSync(feed.body) : feed.body;
  response.writeHead(200, {
    ...headers,
    'content-type': feed.contentType,
    'content-length': body.length,
    ...(packs ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
