import { fork, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import Parser from 'rss-parser';
import { emptyCursor } from '#core/cursor.ts';
import type { Feed } from '#core/feed.ts';
import { createFetcher } from '#feeds/fetch.ts';
import { DEFAULT_LIMITS } from '#feeds/limits.ts';
import { createReader } from '#feeds/reader.ts';
import { unpack } from '#feeds/unpack.ts';
import { createGather } from '#jobs/gather.ts';
import { openStore } from '#store/open.ts';

/**
 * Polling, beside the tools that are installed: CPU and wall time for feeds of 107 KB with 40 entries in four scripts,
 * served on loopback by a process of its own. Ours is the whole gather job with its store; time to start a program is
 * in the others' figures and not in ours, which is a service.
 */
const ENTRIES = 40;
const ENTRY_BYTES = 2_550;
const CONCURRENCY = 32;
const INTERVAL = 600_000;

const log = { error: console.error, warn() {}, info() {}, debug() {} };

interface Cost {
  /** Seconds. */
  readonly cpu: number;
  readonly wall: number;
}

// ---- The server ----------------------------------------------------------------------------------------------------

const WORDS = {
  en: 'hostage talks released foreign ministry said statement according people who were held since october agency reports'.split(
    ' ',
  ),
  ru: 'заложники переговоры освобождены министерство иностранных дел заявило сообщает агентство люди которые находились с октября'.split(
    ' ',
  ),
  he: 'חטופים שיחות שוחררו משרד החוץ מסר הודעה לפי אנשים שהוחזקו מאז אוקטובר סוכנות דיווחה'.split(' '),
  ar: 'رهائن محادثات أفرج وزارة الخارجية قالت بيان وفقا أشخاص كانوا محتجزين منذ أكتوبر وكالة ذكرت'.split(' '),
};

/** The same numbers each time, so that every run serves the same bytes. */
function random(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An item as news sites write them: a dozen elements, escaped HTML in the summary, the text in CDATA. */
function itemXml(feed: number, n: number): string {
  const dice = random(feed * 1_000 + n);
  const scripts = Object.values(WORDS);
  const words = scripts[n % scripts.length] ?? WORDS.en;
  const phrase = (length: number): string => {
    let text = '';
    while (text.length < length)
      text += `${words[Math.floor(dice() * words.length)] ?? ''}${String(Math.floor(dice() * 100))} `;
    return text.trim();
  };
  const date = new Date(Date.UTC(2025, 1, 3) - n * 3_600_000).toUTCString();
  const url = `https://wire${String(feed)}.example/${String(n)}`;
  const head =
    `<item>\n<title>${phrase(60)}</title>\n<link>${url}?utm_source=rss&amp;id=${String(n)}</link>\n` +
    `<guid isPermaLink="false">${String(feed)}-${String(n)}</guid>\n<pubDate>${date}</pubDate>\n` +
    `<dc:creator><![CDATA[${phrase(12)}]]></dc:creator>\n<category><![CDATA[${phrase(8)}]]></category>\n<category><![CDATA[${phrase(8)}]]></category>\n` +
    `<comments>${url}#comments</comments>\n<media:content url="${url}.jpg" medium="image" width="1200"><media:title>${phrase(20)}</media:title></media:content>\n` +
    `<description>&lt;p&gt;&lt;img src=&quot;${url}.jpg&quot;/&gt;${phrase(150)}&lt;/p&gt;</description>\n<content:encoded><![CDATA[`;
  const tail = ']]></content:encoded>\n</item>\n';
  // Bytes, not characters, make the size that is served.
  let body = '';
  while (Buffer.byteLength(head + body + tail) < ENTRY_BYTES) {
    body += `<p>${phrase(70)} <a href="${url}/${String(body.length)}">${phrase(15)}</a> ${phrase(30)}</p>\n`;
  }
  return head + body + tail;
}

/** @param fresh how many entries are newer than those of the first edition. */
function feedXml(feed: number, fresh: number): string {
  let items = '';
  for (let n = -fresh; n < ENTRIES - fresh; n += 1) items += itemXml(feed, n + 1_000);
  return `<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Wire ${String(feed)}</title><link>https://wire${String(feed)}.example/</link>\n${items}</channel></rss>`;
}

async function serveFeeds(count: number): Promise<void> {
  const bodies = Array.from({ length: count }, (_, feed) => gzipSync(feedXml(feed, 0)));
  let edition = bodies;
  const server = createServer((request, response) => {
    const [, kind, n] = (request.url ?? '').split('/');
    const body = edition[Number(n)];
    if (body === undefined) {
      response.writeHead(404).end();
    } else if (kind === 'etag' && request.headers['if-none-match'] === '"one"') {
      response.writeHead(304, { etag: '"one"' }).end();
    } else if (request.headers['accept-encoding']?.includes('gzip') === true) {
      const headers = {
        'content-type': 'application/rss+xml',
        'content-encoding': 'gzip',
        'content-length': body.length,
      };
      response.writeHead(200, kind === 'etag' ? { ...headers, etag: '"one"' } : headers).end(body);
    } else {
      const plain = unpack(body, 'gzip', 1_000_000);
      response.writeHead(200, {
        'content-type': 'application/rss+xml',
        ...(kind === 'etag' ? { etag: '"one"' } : {}),
      });
      response.end(plain.state === 'unpacked' ? plain.bytes : '');
    }
  });
  server.keepAliveTimeout = 60_000;
  process.on('message', (message) => {
    // In each edition after the first, three feeds in ten have two more entries.
    const fresh = 2 * (Number(message) - 1);
    edition = bodies.map((body, feed) =>
      feed % 10 < 3 && fresh > 0 ? gzipSync(feedXml(feed, fresh)) : body,
    );
    process.send?.('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
}

// ---- Those that poll, each in a process of its own ---------------------------------------------------------------------

async function measure(work: () => Promise<unknown>): Promise<Cost> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1_000 };
}

function feedsAt(origin: string, kind: string, count: number): readonly Feed[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `f${String(n)}`,
    url: `${origin}/${kind}/${String(n)}`,
    source: { id: `s${String(n)}`, name: 'Wire', reliability: 'B', stateMedia: null, agency: false },
    language: 'en',
    interval: INTERVAL,
  }));
}

/** Ours. Reports what each pass cost, and waits to be told to make the next one. */
async function pollOurs(origin: string, kind: string, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  const store = await openStore(`sqlite:${join(folder, 'bench.db')}`, log);
  const reader = createReader({
    userAgent: 'wirewatch bench',
    allowPrivate: true,
    limits: { perHost: CONCURRENCY },
  });
  const feeds = feedsAt(origin, kind, count);
  let now = Date.UTC(2025, 1, 3, 12);
  const gather = createGather({
    feeds,
    readFeed: (feed, cursor, at) => reader.read(feed, cursor, at),
    inbox: store.inbox,
    aliases: store.aliases,
    versions: store.versions,
    archive: store.entries,
    cursors: store.cursors,
    clock: { now: () => now },
    random: () => 0,
    log,
  });
  process.on('message', () => {
    now += 2 * INTERVAL;
    let brought = 0;
    let failed = 0;
    const pass = async (): Promise<void> => {
      for (const summary of await gather({ concurrency: CONCURRENCY, perHost: CONCURRENCY })) {
        brought += summary.brought;
        if (summary.outcome === 'failed') failed += 1;
      }
    };
    void measure(pass).then((cost) => process.send?.({ ...cost, brought, failed }));
  });
  process.once('disconnect', () => {
    void Promise.all([reader.close(), store.close()]).then(() => rmSync(folder, { recursive: true }));
  });
  process.send?.('ready');
}

/** The reader alone, for its share in the whole: every feed as if for the first time, nothing stored. */
async function readAll(origin: string, kind: string, count: number): Promise<void> {
  const reader = createReader({
    userAgent: 'wirewatch bench',
    allowPrivate: true,
    limits: { perHost: CONCURRENCY },
  });
  const feeds = feedsAt(origin, kind, count);
  process.on('message', () => {
    let next = 0;
    let brought = 0;
    const worker = async (): Promise<void> => {
      for (let feed = feeds[next++]; feed !== undefined; feed = feeds[next++]) {
        const outcome = await reader.read(feed, emptyCursor(feed, 0, 0), 0);
        brought += outcome.outcome === 'read' ? outcome.entries.length : 0;
      }
    };
    void measure(async () => Promise.all(Array.from({ length: CONCURRENCY }, worker))).then((cost) =>
      process.send?.({ ...cost, brought, failed: 0 }),
    );
  });
  process.once('disconnect', () => void reader.close());
  process.send?.('ready');
}

/** What polling costs without any skipping: each feed fetched, unpacked and given to rss-parser whole. */
async function pollEverything(origin: string, kind: string, count: number): Promise<void> {
  const fetcher = createFetcher({
    userAgent: 'wirewatch bench',
    allowPrivate: true,
    limits: { ...DEFAULT_LIMITS, perHost: CONCURRENCY },
  });
  const parser = new Parser();
  process.on('message', () => {
    let next = 0;
    let brought = 0;
    const worker = async (): Promise<void> => {
      while (next < count) {
        const url = `${origin}/${kind}/${String(next++)}`;
        const fetched = await fetcher.fetch({ url, etag: null, lastModified: null, bodyHash: null }, 0);
        if (fetched.outcome !== 'body') throw new Error(fetched.outcome);
        const unpacked = unpack(fetched.body, fetched.contentEncoding, 10_000_000);
        if (unpacked.state !== 'unpacked') throw new Error(unpacked.state);
        brought += (await parser.parseString(unpacked.bytes.toString())).items.length;
      }
    };
    void measure(async () => Promise.all(Array.from({ length: CONCURRENCY }, worker))).then((cost) =>
      process.send?.({ ...cost, brought, failed: 0 }),
    );
  });
  process.once('disconnect', () => fetcher.close());
  process.send?.('ready');
}

// ---- The comparison --------------------------------------------------------------------------------------------------

interface Pass extends Cost {
  readonly brought: number;
  readonly failed: number;
}

async function child(...args: readonly string[]): Promise<ChildProcess> {
  const started = fork(import.meta.filename, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return started;
}

async function ask(process: ChildProcess, message: number): Promise<unknown> {
  process.send(message);
  const [answer]: unknown[] = await once(process, 'message');
  return answer;
}

async function pass(process: ChildProcess): Promise<Pass> {
  const answer = await ask(process, 0);
  if (typeof answer !== 'object' || answer === null) throw new Error('no figures');
  return answer as Pass;
}

/** The first reading and a few passes more: a service polls all day, its code is warm. */
async function warm(process: ChildProcess): Promise<void> {
  for (let n = 0; n < 4; n += 1) await pass(process);
}

/** CPU and wall time of a command and its children, by bash's own clock. */
function time(command: string, env: Readonly<Record<string, string>> = {}): Cost {
  const result = spawnSync(
    'bash',
    ['-c', `TIMEFORMAT='cost %R %U %S'; time { ${command} >/dev/null 2>&1; }`],
    {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const [, wall, user, system] = /cost ([\d.]+) ([\d.]+) ([\d.]+)/.exec(result.stderr) ?? [];
  return { cpu: Number(user) + Number(system), wall: Number(wall) };
}

function installed(command: string): boolean {
  return spawnSync('bash', ['-c', `command -v ${command}`]).status === 0;
}

function median(costs: readonly Cost[]): Cost {
  const middle = (values: readonly number[]): number =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { cpu: middle(costs.map(({ cpu }) => cpu)), wall: middle(costs.map(({ wall }) => wall)) };
}

function curl(folder: string, origin: string, kind: string, count: number): Cost {
  const urls = Array.from(
    { length: count },
    (_, n) => `url = "${origin}/${kind}/${String(n)}"\noutput = "/dev/null"\n`,
  ).join('');
  const file = join(folder, `curl-${kind}-${String(count)}`);
  writeFileSync(file, urls);
  const header = kind === 'etag' ? `-H 'If-None-Match: "one"'` : '';
  return time(`curl --silent --parallel --compressed ${header} --config ${file}`);
}

/** Both keep what they read, so the first run is the cold one and the second finds all unchanged. */
function newsboat(folder: string, origin: string, kind: string, count: number): { cold: Cost; again: Cost } {
  const home = mkdtempSync(join(folder, 'newsboat-'));
  writeFileSync(
    join(home, 'urls'),
    Array.from({ length: count }, (_, n) => `${origin}/${kind}/${String(n)}\n`).join(''),
  );
  writeFileSync(join(home, 'config'), 'reload-threads 8\n');
  const run = (): Cost =>
    time(`newsboat -x reload -u ${home}/urls -c ${home}/cache.db -C ${home}/config`, { HOME: home });
  return { cold: run(), again: run() };
}

function sfeed(folder: string, origin: string, kind: string, count: number): { cold: Cost; again: Cost } {
  const home = mkdtempSync(join(folder, 'sfeed-'));
  const feeds = Array.from(
    { length: count },
    (_, n) => `  feed f${String(n)} ${origin}/${kind}/${String(n)}\n`,
  ).join('');
  mkdirSync(join(home, 'etags'));
  // As its manual shows it: curl with its own file of validators; an unchanged feed gives nothing to parse.
  const fetch = `fetch() { curl -s -f --compressed -m 15 --etag-save "${home}/etags/$1.new" --etag-compare "${home}/etags/$1" "$2" 2>/dev/null && if [ -s "${home}/etags/$1.new" ]; then mv "${home}/etags/$1.new" "${home}/etags/$1"; fi; }\n`;
  writeFileSync(join(home, 'sfeedrc'), `sfeedpath="${home}/feeds"\n${fetch}feeds() {\n${feeds}}\n`);
  const run = (): Cost => time(`sfeed_update ${home}/sfeedrc`, { HOME: home });
  return { cold: run(), again: run() };
}

const seconds = (cost: Cost | null): string =>
  cost === null ? '–' : `${cost.cpu.toFixed(2)} s (${cost.wall.toFixed(2)} s)`;

/** One line of the table: a bar, what it allows and what was measured. */
function bar(what: string, ours: Cost, other: Cost | null, allowed: number): void {
  if (other === null) {
    console.log(`| ${what} | ≤ ${String(allowed)} | not installed | |`);
    return;
  }
  const ratio = ours.cpu / other.cpu;
  console.log(
    `| ${what} | ≤ ${allowed.toPrecision(2)} | ${ratio.toPrecision(2)} | ${ratio <= allowed ? 'met' : 'missed'} |`,
  );
}

/** Scales what was measured on fewer feeds. Kind to the slow ones: their time grows faster than the number. */
const scaled = (cost: Cost, factor: number): Cost => ({ cpu: cost.cpu * factor, wall: cost.wall * factor });

/**
 * `npm run bench -- poll [--feeds 2000] [--cold 500] [--rounds 5] [--others 500]`
 *
 * `--others` is how many feeds the slow programs get; their figures are scaled to all.
 */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      feeds: { type: 'string', default: '2000' },
      cold: { type: 'string', default: '500' },
      rounds: { type: 'string', default: '5' },
      others: { type: 'string', default: '500' },
    },
  });
  const [count, cold, rounds, others] = [values.feeds, values.cold, values.rounds, values.others].map(Number);
  if (count === undefined || cold === undefined || rounds === undefined || others === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  console.error(`Making ${String(count)} feeds…`);
  const server = await child('serve', String(count));
  const [port]: unknown[] = await once(server, 'message');
  const origin = `http://127.0.0.1:${String(port)}`;
  const poller = async (
    program: 'ours' | 'read' | 'everything',
    kind: string,
    n: number,
  ): Promise<ChildProcess> => {
    const started = await child(program, origin, kind, String(n));
    await once(started, 'message');
    return started;
  };
  const several = async (run: () => Promise<Cost> | Cost): Promise<Cost> => {
    const costs: Cost[] = [];
    for (let round = 0; round < rounds; round += 1) costs.push(await run());
    return median(costs);
  };

  console.error('Cold…');
  const oursCold = await several(async () => {
    const process = await poller('ours', 'plain', cold);
    const result = await pass(process);
    process.disconnect();
    if (result.brought !== cold * ENTRIES) throw new Error(`brought ${String(result.brought)} entries`);
    return result;
  });
  const readCold = await several(async () => {
    const process = await poller('read', 'plain', cold);
    const result = await pass(process);
    process.disconnect();
    return result;
  });
  const curlCold = installed('curl') ? await several(() => curl(folder, origin, 'plain', cold)) : null;

  console.error('Unchanged…');
  const plain = await poller('ours', 'plain', count);
  await warm(plain);
  const oursUnchanged = await several(() => pass(plain));
  const curlUnchanged = installed('curl') ? await several(() => curl(folder, origin, 'plain', count)) : null;

  console.error('304…');
  const etag = await poller('ours', 'etag', count);
  await warm(etag);
  const oursEtag = await several(() => pass(etag));
  etag.disconnect();
  const curlEtag = installed('curl') ? await several(() => curl(folder, origin, 'etag', count)) : null;

  console.error('rss-parser on everything…');
  const everything = await poller('everything', 'plain', count);
  await pass(everything);
  const all = await several(() => pass(everything));
  everything.disconnect();

  console.error('Three in ten changed…');
  let edition = 1;
  await ask(server, (edition += 1));
  await pass(plain);
  const oursChanged = await several(async () => {
    edition += 1;
    await ask(server, edition);
    const result = await pass(plain);
    if (result.brought !== Math.ceil(count * 0.3) * 2)
      throw new Error(`brought ${String(result.brought)} entries`);
    return result;
  });
  plain.disconnect();
  await ask(server, 1);

  console.error(`Others, on ${String(others)} feeds…`);
  const boat = installed('newsboat') ? newsboat(folder, origin, 'plain', others) : null;
  const sfeedPlain = installed('sfeed_update') ? sfeed(folder, origin, 'plain', others) : null;
  const sfeedEtag = installed('sfeed_update') ? sfeed(folder, origin, 'etag', others) : null;
  server.kill();
  rmSync(folder, { recursive: true });

  const toCold = cold / others;
  const toAll = count / others;
  const of = (cost: Cost | undefined, factor: number): Cost | null =>
    cost === undefined ? null : scaled(cost, factor);
  console.log(
    `CPU (wall) of one pass, medians of ${String(rounds)}; newsboat and sfeed_update once, on ${String(others)} feeds, scaled.\n`,
  );
  console.log('| case | wirewatch | rss-parser on everything | curl --parallel | newsboat | sfeed_update |');
  console.log('|---|---|---|---|---|---|');
  const row = (what: string, ...costs: readonly (Cost | null)[]): void =>
    console.log(`| ${what} | ${costs.map(seconds).join(' | ')} |`);
  row(
    `cold, ${String(cold)} feeds`,
    oursCold,
    null,
    curlCold,
    of(boat?.cold, toCold),
    of(sfeedPlain?.cold, toCold),
  );
  row(
    `unchanged, no validators, ${String(count)}`,
    oursUnchanged,
    all,
    curlUnchanged,
    of(boat?.again, toAll),
    of(sfeedPlain?.again, toAll),
  );
  row(`all 304, ${String(count)}`, oursEtag, null, curlEtag, null, of(sfeedEtag?.again, toAll));
  row(`30 % have two new entries, ${String(count)}`, oursChanged, all, null, null, null);
  console.log('\n| bar (ratio of CPU) | allowed | measured | |\n|---|---|---|---|');
  bar('unchanged, to curl', oursUnchanged, curlUnchanged, 1);
  bar('unchanged, to newsboat', oursUnchanged, of(boat?.again, toAll), 1 / 100);
  bar('304, to curl', oursEtag, curlEtag, 3);
  bar('304, to sfeed_update with ETag', oursEtag, of(sfeedEtag?.again, toAll), 1 / 40);
  bar('30 % changed, to rss-parser on everything', oursChanged, all, 1 / 4);
  bar('cold, to newsboat', oursCold, of(boat?.cold, toCold), 1 / 3);
  bar('cold, reading alone, to newsboat', readCold, of(boat?.cold, toCold), 1 / 3);
  bar('cold, reading alone, to sfeed_update', readCold, of(sfeedPlain?.cold, toCold), 1 / 3);
  bar('cold, to sfeed_update', oursCold, of(sfeedPlain?.cold, toCold), 1 / 3);
}

if (import.meta.main) {
  const [role = '', origin = '', kind = '', count = ''] = process.argv.slice(2);
  if (role === 'serve') await serveFeeds(Number(origin));
  else if (role === 'ours') await pollOurs(origin, kind, Number(count));
  else if (role === 'read') await readAll(origin, kind, Number(count));
  else if (role === 'everything') await pollEverything(origin, kind, Number(count));
  else await main(process.argv.slice(2));
}
