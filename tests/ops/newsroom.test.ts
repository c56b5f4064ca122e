import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { get, request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import RssParser from 'rss-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Feed } from '#core/feed.ts';
import type { Newsroom, OpenNewsroom } from '#ops/newsroom.ts';
import { loadNewsroom, moments, openNewsroom } from '#ops/newsroom.ts';

const FOLDER = path.join(import.meta.dirname, '../../config/newsroom');

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

async function fetchBytes(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) });
      });
    }).on('error', reject);
  });
}

const JsonFeed = z.object({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      url: z.string(),
      title: z.string(),
      content_text: z.string(),
      date_published: z.iso.datetime(),
    }),
  ),
});

interface ReadItem {
  readonly url: string | undefined;
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly publishedAt: number;
}

/** Reads a feed as a stranger would, with the parser that fits its format. */
async function readFeed(
  feed: Feed,
  body: Buffer,
): Promise<{ title: string | undefined; items: readonly ReadItem[] }> {
  if (feed.url.endsWith('.json')) {
    const parsed = JsonFeed.parse(JSON.parse(body.toString('utf8')));
    return {
      title: parsed.title,
      items: parsed.items.map((item) => ({
        url: item.url,
        title: item.title,
        text: item.content_text,
        publishedAt: Date.parse(item.date_published),
      })),
    };
  }
  const encoding = /^<\?xml version="1\.0" encoding="([a-z0-9-]+)"\?>/.exec(body.toString('latin1'))?.[1];
  const parsed = await new RssParser().parseString(new TextDecoder(encoding, { fatal: true }).decode(body));
  return {
    title: parsed.title,
    items: parsed.items.map((item) => ({
      url: item.link,
      title: item.title,
      // Atom without full text has a summary only.
      text: item.content ?? item.summary,
      publishedAt: Date.parse(item.isoDate ?? ''),
    })),
  };
}

let newsroom: Newsroom;
let open: OpenNewsroom;

beforeAll(async () => {
  newsroom = await loadNewsroom(FOLDER);
  open = await openNewsroom(newsroom, { port: 0 });
});
afterAll(async () => {
  await open.stop();
});

function feedOf(id: string): Feed {
  const feed = open.feeds.find((candidate) => candidate.id === id);
  if (feed === undefined) throw new Error(`no feed ${id}`);
  return feed;
}

describe('what the newsroom holds', () => {
  it('is more than seventy items in at least four languages, most of them live', () => {
    expect(newsroom.items.length).toBeGreaterThan(70);
    for (const language of ['en', 'ru', 'he', 'ar']) {
      expect(newsroom.items.filter((item) => item.language === language).length).toBeGreaterThanOrEqual(10);
    }
    expect(moments(newsroom).length).toBeGreaterThan(50);
  });

  it('tells the two years in order: history ends before the live part begins', () => {
    const [first] = moments(newsroom);
    expect(first).toBe(Date.parse('2025-02-04T07:30:00Z'));
    for (const item of newsroom.items) {
      expect(item.part === 'history').toBe(item.publishedAt < (first ?? 0));
      expect(item.publishedAt).toBeLessThan(Date.parse('2025-10-15T00:00:00Z'));
      expect(item.publishedAt).toBeGreaterThan(Date.parse('2023-10-07T00:00:00Z'));
    }
  });

  it('reports the release of 15 February in several languages within half an hour', () => {
    const from = Date.parse('2025-02-15T08:20:00Z');
    const reports = newsroom.items.filter(
      (item) => item.publishedAt >= from && item.publishedAt < from + 30 * 60_000,
    );
    expect(new Set(reports.map(({ language }) => language))).toEqual(new Set(['en', 'ru', 'he', 'ar', 'uk']));
    expect(new Set(reports.map(({ wire }) => wire)).size).toBe(8);
  });

  it('comes from invented hosts only, and carries no link in its texts', () => {
    for (const wire of newsroom.wires) expect(new URL(wire.site).hostname).toMatch(/\.example$/);
    for (const item of newsroom.items)
      expect(`${item.title} ${item.text}`).not.toMatch(/https?:|www\.|t\.me/);
  });
});

describe('the feeds on loopback', () => {
  it('hold the history at first, and each live item from its moment on', async () => {
    const [first = 0, second = 0] = moments(newsroom);
    const room = await openNewsroom(newsroom, { port: 0 });
    const urls = async (): Promise<readonly string[]> => {
      const lists = await Promise.all(
        room.feeds.map(async (feed) => (await readFeed(feed, (await fetchBytes(feed.url)).body)).items),
      );
      return lists.flat().map((item) => item.url ?? '');
    };
    try {
      const history = newsroom.items.filter(({ part }) => part === 'history');
      expect(await urls()).toHaveLength(history.length);

      room.publishUntil(first);
      const afterFirst = await urls();
      expect(afterFirst).toContain('https://meridian-15.example/2025/02/04/talks-go-on-ru');
      expect(afterFirst).not.toContain('https://harbour-wire.example/2025/02/04/soon-says-hamas-official');

      room.publishUntil(second);
      expect(await urls()).toContain('https://harbour-wire.example/2025/02/04/soon-says-hamas-official');
    } finally {
      await room.stop();
    }
  });

  it('are well-formed in every format, newest first, each item as it was written', async () => {
    open.publishUntil(moments(newsroom).at(-1) ?? 0);
    for (const feed of open.feeds) {
      const answer = await fetchBytes(feed.url);
      expect(answer.status).toBe(200);
      const read = await readFeed(feed, answer.body);
      const written = newsroom.items.filter(({ wire }) => wire === feed.id).toReversed();
      expect(read.title).toBe(`${feed.source.name} (DEMO reconstruction)`);
      expect(read.items.map(({ title, publishedAt }) => ({ title, publishedAt }))).toEqual(
        written.map(({ title, publishedAt }) => ({ title, publishedAt })),
      );
      for (const [at, item] of read.items.entries()) {
        const paragraphs = (written[at]?.text ?? '').split('\n');
        for (const paragraph of paragraphs) expect(item.text).toContain(paragraph);
      }
    }
    const roots = await Promise.all(
      open.feeds.map(
        async ({ url }) =>
          /<rss|<feed|<rdf:RDF|^\{/.exec((await fetchBytes(url)).body.toString('latin1'))?.[0],
      ),
    );
    expect(new Set(roots)).toEqual(new Set(['<rss', '<feed', '<rdf:RDF', '{']));
  });

  it('come in windows-1251 from the state agency, with references for what that encoding lacks', async () => {
    open.publishUntil(Date.parse('2025-02-05T08:00:00Z'));
    const { body, headers } = await fetchBytes(feedOf('severvest').url);
    expect(headers['content-type']).toBe('application/rss+xml');
    expect(body.toString('latin1')).toMatch(/^<\?xml version="1\.0" encoding="windows-1251"\?>/);
    // "Лавров" in windows-1251: one byte a letter.
    expect(body.includes(Buffer.from([0xcb, 0xe0, 0xe2, 0xf0, 0xee, 0xe2]))).toBe(true);
    expect(body.includes('&#8381;')).toBe(true);
    const read = await readFeed(feedOf('severvest'), body);
    expect(read.items[0]?.text).toContain('40 млрд ₽');
  });

  it('answer 304 to who has the feed already, until something is published', async () => {
    const { url } = feedOf('harbour-wire');
    open.publishUntil(Date.parse('2025-02-15T08:26:00Z'));
    const first = await fetchBytes(url);
    const etag = first.headers.etag ?? '';
    const again = await fetchBytes(url, { 'if-none-match': etag });
    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
    expect(again.headers.etag).toBe(etag);

    open.publishUntil(Date.parse('2025-02-15T08:27:00Z'));
    const later = await fetchBytes(url, { 'if-none-match': etag });
    expect(later.status).toBe(200);
    expect(later.headers.etag).not.toBe(etag);
  });

  it('are packed for those who can unpack', async () => {
    const { url } = feedOf('hadshot-hanamal');
    const plain = await fetchBytes(url);
    const packed = await fetchBytes(url, { 'accept-encoding': 'br;q=0.5, gzip' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.body)).toEqual(plain.body);
    expect(packed.body.length).toBeLessThan(plain.body.length);
  });

  it('say so when there is no such feed, or it is to be written to', async () => {
    const { url } = feedOf('prystan');
    expect((await fetchBytes(url.replace('prystan', 'nobody'))).status).toBe(404);
    const status = await new Promise((resolve, reject) => {
      request(url, { method: 'POST', agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(405);
  });
});

describe('a newsroom folder with faults', () => {
  it('is refused with every fault and its file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'newsroom-'));
    try {
      const items = await readFile(path.join(FOLDER, '4-october-2025.yaml'), 'utf8');
      await writeFile(path.join(folder, 'items.yaml'), items.replace('part: live', 'part: tomorrow'));
      await writeFile(path.join(folder, 'wires.yaml'), 'wires: [');
      await expect(loadNewsroom(folder)).rejects.toThrow(
        /items\.yaml:[^]*"history"\|"live"[^]*items\[0\]\.part[^]*wires\.yaml:[^]*line 1/,
      );

      await writeFile(path.join(folder, 'items.yaml'), items);
      await writeFile(
        path.join(folder, 'wires.yaml'),
        (await readFile(path.join(FOLDER, 'wires.yaml'), 'utf8')).replaceAll('prystan', 'nobody'),
      );
      await expect(loadNewsroom(folder)).rejects.toThrow('item herkin-free-uk: there is no wire prystan');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
