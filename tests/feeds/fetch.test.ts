/** Against real servers on loopback. */
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createFetcher } from '#feeds/fetch.ts';
import type { FetchOutcome, FetchRequest } from '#feeds/fetch.ts';
import { DEFAULT_LIMITS } from '#feeds/limits.ts';
import type { Limits } from '#feeds/limits.ts';
import { unpack } from '#feeds/unpack.ts';
import { serve } from './server.ts';

const NOW = Date.parse('2025-02-03T10:00:00Z');
const BODY = '<rss version="2.0"><channel><title>Wire</title></channel></rss>';

function fetcher(limits: Partial<Limits> = {}, allowPrivate = true) {
  const made = createFetcher({
    limits: { ...DEFAULT_LIMITS, ...limits },
    userAgent: 'wirewatch/1 (+mailto:desk@wire.example)',
    allowPrivate,
  });
  onTestFinished(() => made.close());
  return (url: string, more: Partial<FetchRequest> = {}): Promise<FetchOutcome> =>
    made.fetch({ url, etag: null, lastModified: null, bodyHash: null, ...more }, NOW);
}

async function body(outcome: FetchOutcome | Promise<FetchOutcome>) {
  const settled = await outcome;
  if (settled.outcome !== 'body') throw new Error(JSON.stringify(settled));
  return settled;
}

describe('asking only for what is new', () => {
  test('the validators of the last answer are sent back, also when only one is known', async () => {
    const server = await serve((request, response) => {
      const known = request.headers['if-none-match'] ?? request.headers['if-modified-since'];
      response.writeHead(known === undefined ? 200 : 304, {
        etag: '"2"',
        'last-modified': 'Mon, 03 Feb 2025 09:00:00 GMT',
      });
      response.end(known === undefined ? BODY : undefined);
    });
    const fetch = fetcher();
    const first = await body(fetch(server.origin));
    expect(first).toMatchObject({ etag: '"2"', lastModified: 'Mon, 03 Feb 2025 09:00:00 GMT' });
    for (const { etag, lastModified } of [
      first,
      { ...first, etag: null },
      { ...first, lastModified: null },
    ]) {
      expect(await fetch(server.origin, { etag, lastModified })).toEqual({
        outcome: 'unchanged',
        etag: '"2"',
        lastModified: first.lastModified,
        movedTo: null,
      });
    }
    expect(
      server.requests.map(({ headers }) => [headers['if-none-match'], headers['if-modified-since']]),
    ).toEqual([
      [undefined, undefined],
      ['"2"', 'Mon, 03 Feb 2025 09:00:00 GMT'],
      [undefined, 'Mon, 03 Feb 2025 09:00:00 GMT'],
      ['"2"', undefined],
    ]);
  });

  test('the same bytes are unchanged, without validators and without unpacking', async () => {
    const server = await serve((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(BODY)),
    );
    const fetch = fetcher();
    const { bodyHash } = await body(fetch(server.origin));
    expect(await fetch(server.origin, { bodyHash })).toMatchObject({ outcome: 'unchanged' });
    expect(await fetch(server.origin, { bodyHash: 'other' })).toMatchObject({ outcome: 'body' });
  });

  test.each([
    ['of 10 KB', `"${'x'.repeat(10_000)}"`, undefined],
    ['that is not ASCII', '"\u00e9\u00df"', '"\u00e9\u00df"'],
  ])('an ETag %s does no harm', async (_, etag, sentBack) => {
    const server = await serve((_request, response) => response.writeHead(200, { etag }).end(BODY));
    const fetch = fetcher();
    const first = await body(fetch(server.origin));
    await body(fetch(server.origin, { etag: first.etag }));
    expect(server.requests[1]?.headers['if-none-match']).toBe(sentBack);
  });

  test.each(['"мир"', '"a\nb"', '"a\0"'])(
    'a stored ETag that no header can carry is not sent: %j',
    async (etag) => {
      const server = await serve((_, response) => response.end(BODY));
      await body(fetcher()(server.origin, { etag }));
      expect(server.requests[0]?.headers['if-none-match']).toBeUndefined();
    },
  );

  test('we say who we are and what we take', async () => {
    const server = await serve((_, response) => response.end(BODY));
    await fetcher()(server.origin);
    expect(server.requests[0]?.headers).toMatchObject({
      'user-agent': 'wirewatch/1 (+mailto:desk@wire.example)',
      'accept-encoding': 'gzip, deflate, br',
      accept: expect.stringContaining('application/atom+xml'),
    });
  });

  test('"unchanged" without having been asked is an error of the server', async () => {
    const server = await serve((_, response) => response.writeHead(304).end());
    expect(await fetcher()(server.origin)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('304'),
    });
  });
});

describe('unpacking', () => {
  test.each([
    ['gzip', 'gzip', gzipSync(BODY)],
    ['brotli', 'br', brotliCompressSync(BODY)],
    ['deflate', 'deflate', deflateSync(BODY)],
    ['bare deflate', 'deflate', deflateRawSync(BODY)],
    ['gzip twice', 'gzip, gzip', gzipSync(gzipSync(BODY))],
    ['gzip by name only', 'gzip', Buffer.from(BODY)],
    ['gzip without its name', null, gzipSync(BODY)],
    ['nothing', 'identity', Buffer.from(BODY)],
  ])('%s', (_, encoding, bytes) => {
    expect(unpack(bytes, encoding, 1_000)).toEqual({ state: 'unpacked', bytes: Buffer.from(BODY) });
  });

  test('what was cut off in transit is read as far as it goes', () => {
    const whole = gzipSync(Buffer.from(Array.from({ length: 5_000 }, (_, n) => String(n)).join()));
    const unpacked = unpack(whole.subarray(0, whole.length / 2), 'gzip', 1_000_000);
    expect(unpacked.state === 'unpacked' && unpacked.bytes.toString().startsWith('0,1,2,3')).toBe(true);
  });

  test.each([
    ['gzip', gzipSync(Buffer.alloc(10_000_000))],
    ['br', brotliCompressSync(Buffer.alloc(10_000_000))],
    ['deflate', deflateSync(Buffer.alloc(10_000_000))],
    ['gzip, gzip', gzipSync(gzipSync(Buffer.alloc(10_000_000)))],
  ])('a bomb of %s stops at the limit', (encoding, bytes) => {
    expect(unpack(bytes, encoding, 1_000_000)).toEqual({ state: 'large' });
  });

  test('nonsense and unknown names are told', () => {
    expect(unpack(Buffer.from([0x1f, 0x8b, 1, 2, 3]), 'gzip', 1_000).state).toBe('broken');
    expect(unpack(Buffer.from(BODY), 'zstd', 1_000)).toEqual({ state: 'broken', encoding: 'zstd' });
    expect(unpack(Buffer.from(BODY), 'gzip, gzip, gzip', 1_000).state).toBe('broken');
  });
});

describe('limits', () => {
  test('a body beyond the limit is stopped, announced or not', async () => {
    let sent = 0;
    const server = await serve((request, response) => {
      if (request.url === '/announced') response.setHeader('content-length', 200_000_000);
      const chunk = Buffer.alloc(65_536);
      const pump = (): void => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', pump);
      pump();
    });
    const fetch = fetcher({ sentBytes: 1_000_000 });
    for (const path of ['/announced', '/endless']) {
      expect(await fetch(server.origin + path)).toMatchObject({
        outcome: 'failed',
        trouble: expect.stringContaining('1 MB'),
      });
    }
    expect(sent).toBeLessThan(50_000_000);
  });

  test('a server that answers and then dawdles is given up when the time is over', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200);
      response.write('<rss');
    });
    const start = performance.now();
    expect(await fetcher({ fetchMs: 150 })(server.origin)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('0.15 s'),
    });
    expect(performance.now() - start).toBeLessThan(3_000);
  });

  test('at most so many connections to one host at a time; waiting for a turn is not held against a feed', async () => {
    let open = 0;
    let most = 0;
    const server = await serve((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end(BODY);
      }, 40);
    });
    const fetch = fetcher({ perHost: 3, fetchMs: 250 });
    const outcomes = await Promise.all(Array.from({ length: 40 }, () => fetch(server.origin)));
    expect(most).toBe(3);
    expect(outcomes.every(({ outcome }) => outcome === 'body')).toBe(true);
  });

  test('a connection that was closed while it waited is no trouble', async () => {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket);
      socket.on('error', () => undefined);
      // Answers once on each connection; asked again on it, it hangs up.
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n<rss>');
        socket.once('data', () => socket.resetAndDestroy());
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const address = server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`;
    const fetch = fetcher();
    await body(fetch(url));
    await body(fetch(url));
    expect(sockets).toHaveLength(2);
  });
});

const redirects = async (steps: Readonly<Record<string, readonly [status: number, to: string]>>) =>
  serve((request, response) => {
    const step = steps[request.url ?? ''];
    if (step === undefined) response.end(BODY);
    else response.writeHead(step[0], { location: step[1] }).end();
  });

describe('redirects', () => {
  test('permanent all the way is a move', async () => {
    const { origin } = await redirects({ '/a': [301, '/b'], '/b': [308, '/c'] });
    expect(await fetcher()(`${origin}/a`)).toMatchObject({
      outcome: 'body',
      movedTo: `${origin}/c`,
      url: `${origin}/c`,
    });
  });

  test.each([302, 303, 307])('with a %i in between it is none', async (status) => {
    const { origin } = await redirects({ '/a': [301, '/b'], '/b': [status, '/c'] });
    expect(await fetcher()(`${origin}/a`)).toMatchObject({
      outcome: 'body',
      movedTo: null,
      url: `${origin}/c`,
    });
  });

  test('a circle and too many are errors', async () => {
    const { origin } = await redirects({
      '/a': [301, '/b'],
      '/b': [302, '/a'],
      '/1': [302, '/2'],
      '/2': [302, '/3'],
      '/3': [302, '/4'],
    });
    expect(await fetcher()(`${origin}/a`)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('circle'),
    });
    expect(await fetcher({ redirects: 2 })(`${origin}/1`)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('2 redirects'),
    });
  });

  test.each(['file:///etc/passwd', 'ftp://wire.example/', 'http://user:secret@wire.example/', 'http://['])(
    'none to %s',
    async (to) => {
      const { origin } = await redirects({ '/a': [301, to] });
      expect(await fetcher()(`${origin}/a`)).toMatchObject({
        outcome: 'failed',
        trouble: expect.stringMatching(/redirects/),
      });
    },
  );
});

describe('the guard', () => {
  test('nothing private is even connected to: by number, by another notation, by name', async () => {
    const server = await serve((_, response) => response.end(BODY));
    const port = new URL(server.origin).port;
    const fetch = fetcher({}, false);
    for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', 'localhost']) {
      expect(await fetch(`http://${host}:${port}/`)).toMatchObject({
        outcome: 'failed',
        trouble: expect.stringContaining('set polling.allowPrivate in wirewatch.yaml'),
      });
    }
    expect(server.requests).toHaveLength(0);
  });
});

const answering = async (status: number, headers: Readonly<Record<string, string>> = {}, text = 'no') => {
  const { origin } = await serve((_, response) => response.writeHead(status, headers).end(text));
  return fetcher()(origin);
};

describe('what a server says instead', () => {
  test.each([
    [401, /login/],
    [403, /refuses us/],
    [404, /nothing at this address/],
    [429, /too often/],
    [500, /in trouble itself/],
    [503, /in trouble itself/],
    [418, /status 418/],
    [204, /status 204/],
  ])('%i is told in words', async (status, words) => {
    expect(await answering(status)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringMatching(words),
      retryAfter: null,
    });
  });

  test('410 is the end', async () => {
    expect(await answering(410)).toMatchObject({
      outcome: 'gone',
      trouble: expect.stringMatching(/gone for good/),
    });
  });

  test.each([
    ['seconds', '120', 120_000],
    ['an HTTP date', 'Mon, 03 Feb 2025 10:30:00 GMT', 1_800_000],
    ['a date that has passed', 'Mon, 03 Feb 2025 09:00:00 GMT', 0],
    ['nonsense', 'soon', null],
  ])('Retry-After as %s', async (_, header, expected) => {
    for (const status of [429, 503])
      expect(await answering(status, { 'retry-after': header })).toMatchObject({ retryAfter: expected });
  });

  test.each<[what: string, status: number, headers: Readonly<Record<string, string>>, name: string]>([
    ['a challenge', 403, { 'cf-mitigated': 'challenge', server: 'cloudflare' }, 'Cloudflare'],
    ['a challenge that calls itself 200', 200, { 'cf-mitigated': 'challenge' }, 'Cloudflare'],
    ['a refusal of', 403, { server: 'cloudflare' }, 'Cloudflare'],
    ['a refusal of', 403, { server: 'DataDome' }, 'DataDome'],
    ['a refusal of', 403, { server: 'ddos-guard' }, 'DDoS-Guard'],
    ['a refusal of', 401, { server: 'QRATOR' }, 'Qrator'],
    ['a refusal of', 403, { 'x-iinfo': '1-2-3' }, 'Imperva'],
  ])('%s (%i) names the guard', async (_, status, headers, name) => {
    expect(await answering(status, headers)).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining(`Blocked by ${name}`),
    });
  });

  test('a site behind such a guard that answers is just a site', async () => {
    expect(await answering(200, { server: 'cloudflare' }, BODY)).toMatchObject({ outcome: 'body' });
    expect(await answering(404, { server: 'cloudflare' })).toMatchObject({
      trouble: expect.stringContaining('404'),
    });
  });

  test('nothing at all is not taken for a feed', async () => {
    expect(await answering(200, {}, '')).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('nothing at all'),
    });
  });

  test('a refused connection, a name that does not exist, an answer that is not HTTP', async () => {
    const closed = await serve((_, response) => response.end());
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const fetch = fetcher();
    expect(await fetch('http://127.0.0.1:1/')).toMatchObject({
      trouble: expect.stringContaining('ECONNREFUSED'),
    });
    expect(await fetch(`http://127.0.0.1:${String(port)}/`)).toMatchObject({
      trouble: expect.stringContaining('not proper HTTP'),
    });
    expect(await fetch(closed.origin.replace('http:', 'https:'))).toMatchObject({ outcome: 'failed' });
    expect(await fetch('nonsense')).toMatchObject({
      outcome: 'failed',
      trouble: expect.stringContaining('not an address'),
    });
  });
});
