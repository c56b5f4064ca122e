/** From an address to entries: real servers, a real thread. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { emptyCursor, nextCursor } from '#core/cursor.ts';
import type { ReadOutcome } from '#core/cursor.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import type { Limits } from '#feeds/limits.ts';
import { createReader } from '#feeds/reader.ts';
import { serve } from './server.ts';

const NOW = Date.parse('2025-02-03T10:00:00Z');

function reader(limits: Partial<Limits> = {}) {
  const made = createReader({ limits, userAgent: 'wirewatch/test', allowPrivate: true });
  onTestFinished(() => made.close());
  return made;
}

const feedAt = (url: string): Feed => ({
  id: 'wire',
  url,
  source: { id: 'wire-source', name: 'Wire', reliability: 'B', stateMedia: null, agency: false },
  language: 'ru',
  interval: 600_000,
});

const rss = (...items: readonly string[]): string =>
  `<rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>${items.join('')}</channel></rss>`;
const item = (name: string, more = ''): string =>
  `<item><title>${name}</title><link>https://wire.example/${name}?utm_source=rss</link><guid>${name}</guid>` +
  `<pubDate>Mon, 03 Feb 2025 09:00:00 GMT</pubDate><description>About ${name}</description>${more}</item>`;

/** Many items have this address. */
const live = (guid: string): string =>
  `<item><title>${guid}</title><link>https://wire.example/live</link><guid isPermaLink="false">${guid}</guid></item>`;

/** A feed that is read again and again, its cursor kept as the gather job keeps it. */
function follow(feed: Feed, made = reader()) {
  let cursor: Cursor = emptyCursor(feed, NOW, 0);
  return {
    cursor: () => cursor,
    /** @param stored false: what was read was not stored, so the cursor stays. */
    async read(stored = true): Promise<ReadOutcome> {
      const outcome = await made.read(feed, cursor, NOW);
      if (stored) cursor = nextCursor(cursor, feed, outcome, { now: NOW, brought: 0, jitter: 0 });
      return outcome;
    },
  };
}

const titles = (outcome: ReadOutcome): readonly string[] | string =>
  outcome.outcome === 'read' ? outcome.entries.map(({ entry }) => entry.title) : outcome.outcome;

describe('reading a feed', () => {
  test('an entry has everything that is known of it', async () => {
    const { origin } = await serve((_, response) => response.setHeader('etag', '"1"').end(rss(item('a'))));
    const outcome = await follow(feedAt(origin)).read();
    expect(outcome).toMatchObject({
      outcome: 'read',
      etag: '"1"',
      lastModified: null,
      movedTo: null,
      mended: [],
    });
    expect(outcome.outcome === 'read' && outcome.entries.map(({ entry }) => entry)).toEqual([
      {
        id: expect.stringMatching(/^e1-/),
        feed: 'wire',
        source: 'wire-source',
        url: 'https://wire.example/a',
        guid: 'a',
        title: 'a',
        lead: 'About a',
        text: '',
        language: 'ru',
        publishedAt: NOW - 3_600_000,
      },
    ]);
  });

  test('the wrong content type, and none, are no obstacle', async () => {
    for (const type of ['text/html', 'application/octet-stream', '']) {
      const { origin } = await serve((_, response) =>
        response.setHeader('content-type', type).end(rss(item('a'))),
      );
      expect(titles(await follow(feedAt(origin)).read())).toEqual(['a']);
    }
  });

  test('the charset of the header reaches the text', async () => {
    const bytes = Buffer.from(rss(item('a').replace('About a', 'libre')), 'latin1');
    const { origin } = await serve((_, response) =>
      response
        .setHeader('content-type', 'text/xml; charset=koi8-r')
        .end(Buffer.concat([bytes.subarray(0, -32), bytes.subarray(-32)])),
    );
    expect(titles(await follow(feedAt(origin)).read())).toEqual(['a']);
  });

  test('unchanged bytes are neither unpacked nor parsed, whatever has become of unpacking', async () => {
    const { origin } = await serve((_, response) =>
      response.setHeader('content-encoding', 'gzip').end(gzipSync(rss(item('a')))),
    );
    const wire = follow(feedAt(origin));
    expect(titles(await wire.read())).toEqual(['a']);
    expect(titles(await wire.read())).toBe('unchanged');
  });

  test('only what is new since the last reading comes again', async () => {
    const items = ['a', 'b', 'c'].map((name) => item(name));
    const { origin } = await serve((_, response) => response.end(rss(...items)));
    const wire = follow(feedAt(origin));
    expect(titles(await wire.read())).toEqual(['a', 'b', 'c']);
    items.unshift(item('d'));
    items.splice(2, 0, item('late'));
    expect(titles(await wire.read())).toEqual(['d', 'late']);
    items[0] = item('d', '<category>edited</category>');
    expect(titles(await wire.read())).toEqual(['d']);
  });

  test('what was read but not stored comes again', async () => {
    const items = [item('a')];
    const { origin } = await serve((_, response) => response.end(rss(...items)));
    const wire = follow(feedAt(origin));
    await wire.read();
    items.unshift(item('b'));
    expect(titles(await wire.read(false))).toEqual(['b']);
    // The process knows this document, the store does not: it must not be taken for read.
    expect(titles(await wire.read())).toEqual(['b', 'a']);
    expect(titles(await wire.read())).toBe('unchanged');
  });

  test('an id stays the same whether its neighbours are read again or not', async () => {
    const items = [live('a'), live('b')];
    const { origin } = await serve((_, response) => response.end(rss(...items)));
    const wire = follow(feedAt(origin));
    await wire.read();
    items.unshift(live('c'));
    const short = await wire.read();
    const whole = await follow(feedAt(origin)).read();
    expect(titles(short)).toEqual(['c']);
    if (short.outcome !== 'read' || whole.outcome !== 'read') throw new Error('not read');
    expect(short.entries[0]?.entry.id).toBe(whole.entries[0]?.entry.id);
  });

  test('an empty document is no failure, a web page is, and neither clears what is known', async () => {
    let answer = rss(item('a'));
    const { origin } = await serve((_, response) => response.end(answer));
    const wire = follow(feedAt(origin));
    await wire.read();
    const known = wire.cursor();
    answer = '<!doctype html><html><head><title>Just a moment...</title></head></html>';
    expect(await wire.read()).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('Blocked by Cloudflare'),
    });
    expect(wire.cursor()).toMatchObject({
      bodyHash: known.bodyHash,
      firstReadAt: known.firstReadAt,
      failures: 1,
    });
    answer = rss();
    expect(titles(await wire.read())).toEqual([]);
  });

  test('a permanent move is followed next time, a login page at its end is none', async () => {
    let page = rss(item('a'));
    const server = await serve((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: '/new' }).end();
      else response.end(page);
    });
    const lost = follow(feedAt(`${server.origin}/old`));
    page = '<html><form>Log in</form></html>';
    await lost.read();
    expect(lost.cursor().movedTo).toBeNull();

    const wire = follow(feedAt(`${server.origin}/old`));
    page = rss(item('a'));
    await wire.read();
    expect(wire.cursor().movedTo).toBe(`${server.origin}/new`);
    await wire.read();
    expect(server.requests.at(-1)?.url).toBe('/new');
    expect(server.requests.filter(({ url }) => url === '/old')).toHaveLength(2);
  });

  test('an address shared by two items is remembered by the cursor', async () => {
    let document = rss(live('one'), live('two'));
    const { origin } = await serve((_, response) => response.end(document));
    const wire = follow(feedAt(origin));
    await wire.read();
    expect(wire.cursor().sharedLinks).toHaveLength(1);
    document = rss(live('three'));
    const outcome = await wire.read();
    const [third] = outcome.outcome === 'read' ? outcome.entries : [];
    const [alone] = await follow(feedAt(origin))
      .read()
      .then((fresh) => (fresh.outcome === 'read' ? fresh.entries : []));
    expect(third?.entry.id).not.toBe(alone?.entry.id);
  });
});

describe('beside the main thread', () => {
  test('a broken and a large document are read there, and the same thread is used again', async () => {
    const made = reader();
    let document = rss(item('a', '<category>Q&A</category>'));
    const { origin } = await serve((_, response) => response.end(document));
    const wire = follow(feedAt(origin), made);
    const broken = await wire.read();
    expect(titles(broken)).toEqual(['a']);
    expect(broken).toMatchObject({ mended: ['bare ampersands'] });
    document = rss(item('b', `<category>${'x'.repeat(600_000)}</category>`), item('a'));
    expect(titles(await wire.read())).toEqual(['b', 'a']);
  });

  test('a document that takes too long is given up, the next one is read', async () => {
    const made = reader({ parseMs: 1 });
    const heavy = rss(
      ...Array.from({ length: 2_000 }, (_, n) =>
        item(`n${String(n)}`, '<category>Q&A</category>'.repeat(50)),
      ),
    );
    const { origin } = await serve((request, response) =>
      response.end(request.url === '/heavy' ? heavy : rss(item('a'))),
    );
    expect(await follow(feedAt(`${origin}/heavy`), made).read()).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('took longer than'),
    });
    expect(titles(await follow(feedAt(origin), made).read())).toEqual(['a']);
  });

  test('a document that takes too much memory is given up, the program lives', async () => {
    const made = reader({ parseMegabytes: 16, parseMs: 20_000 });
    const nested = `{"version":"https://jsonfeed.org/version/1","items":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    const { origin } = await serve((_, response) => response.end(nested));
    expect(await follow(feedAt(origin), made).read()).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringMatching(/took more than 16 MB|Reading it failed/),
    });
  });

  test('a bomb stops at the limit', async () => {
    for (const [encoding, bytes] of [
      ['gzip', gzipSync(Buffer.alloc(50_000_000))],
      [
        'br',
        brotliCompressSync(Buffer.alloc(50_000_000), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
      ],
    ] as const) {
      const { origin } = await serve((_, response) =>
        response.setHeader('content-encoding', encoding).end(bytes),
      );
      expect(await follow(feedAt(origin)).read()).toMatchObject({
        outcome: 'failed',
        trouble: expect.stringContaining('16 MB'),
      });
    }
  });

  test('the main thread stays free while the worst documents are read', async () => {
    const made = reader();
    const worst = [
      rss(item('a', `<description><![CDATA[${'x<p'.repeat(30_000)}]]></description>`)),
      rss(item('a', `<description>${'&lt;'.repeat(500_000)}</description>`)),
      rss(item('a', '<z>'.repeat(300_000) + '</y>'.repeat(300_000))),
    ];
    let next = 0;
    const { origin } = await serve((_, response) => response.end(worst[next]));
    await made.readOne(origin);
    for (next = 0; next < worst.length; next += 1) {
      const before = process.threadCpuUsage();
      await made.readOne(origin);
      const { user, system } = process.threadCpuUsage(before);
      // Even all of it in one go would not hold up anybody for a quarter of a second.
      expect((user + system) / 1_000).toBeLessThan(250);
    }
  });
});

async function file(content: string | Buffer): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'feed.xml');
  await writeFile(path, content);
  return path;
}

describe('looking at one document', () => {
  test('a file and an address give the same', async () => {
    const document = rss(item('a', '<category>Q&A</category>'));
    const { origin } = await serve((_, response) => response.end(document));
    const made = reader();
    const reading = await made.readOne(await file(document));
    expect(reading).toEqual({
      format: 'rss20',
      encoding: 'utf-8',
      title: 'Wire',
      mended: ['bare ampersands'],
      entries: [
        {
          guid: 'a',
          url: 'https://wire.example/a',
          title: 'a',
          text: 'About a',
          publishedAt: '2025-02-03T09:00:00.000Z',
        },
      ],
      error: null,
    });
    expect(await made.readOne(origin)).toEqual(reading);
  });

  test('an item whose own id stood there before is left out; without an id the list shows what the document holds', async () => {
    const bare = '<item><title>x</title><link>https://wire.example/x</link></item>';
    const { entries } = await reader().readOne(await file(rss(item('a'), item('a'), bare, bare)));
    expect(entries.map(({ title }) => title)).toEqual(['a', 'x', 'x']);
  });

  test('lead and full text are shown as one', async () => {
    const { entries } = await reader().readOne(
      await file(
        rss(
          item('a', '<content:encoded>The whole story</content:encoded>'),
          item('b', '<content:encoded>About b, the whole story</content:encoded>'),
        ),
      ),
    );
    expect(entries.map(({ text }) => text)).toEqual(['About a The whole story', 'About b, the whole story']);
  });

  test.each([
    ['a web page', '<html><body>Hello</body></html>', /web page/],
    ['nothing', '', /no feed/],
  ])('%s is an error in words', async (_, content, words) => {
    expect(await reader().readOne(await file(content))).toMatchObject({
      format: null,
      entries: [],
      error: expect.stringMatching(words),
    });
  });

  test('a file that is not there, and one that is too large', async () => {
    expect(await reader().readOne('/nowhere/feed.xml')).toMatchObject({
      error: expect.stringContaining('There is no file /nowhere/feed.xml'),
    });
    expect(await reader({ sentBytes: 1_000 }).readOne(await file('x'.repeat(2_000)))).toMatchObject({
      error: expect.stringContaining('larger than'),
    });
  });
});
