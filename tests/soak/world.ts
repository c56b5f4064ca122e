/** What the soak stands on: a host with many feeds that move with the simulated clock, and chats that fail now and then. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { textKey } from '#core/delivery.ts';
import type { Outcome } from '#core/delivery.ts';
import type { Feed, Source } from '#core/feed.ts';
import type { Account, Notifier } from '#core/ports.ts';
import type { Destination } from '#core/subscription.ts';
import type { Chance } from '#tests/torture/chance.ts';

const HOUR = 3_600_000;

/** Items that a feed shows, the newest ones. */
const SHOWN = 20;

export interface Newsstand {
  readonly feeds: readonly Feed[];
  readonly sources: readonly Source[];
  /** Answers so far. */
  readonly answers: { changed: number; unchanged: number; failed: number };
  close(): Promise<void>;
}

const PEOPLE = ['Maxim Herkin', 'Alexander Trufanov', 'Andrei Kozlov', 'Yarden Bibas', 'Dmitry Kupershtein'];
const NEWS = [
  'Hamas promises to free hostage # held in Gaza, mediator {n} says',
  'Hostage # is alive in Gaza, released captive number {n} says',
  'Talks on the release of hostage # from Gaza go into round {n}',
  'Rally number {n} calls for the release of hostage # from Gaza',
  'Israel denies for the {n}th time that hostage # was freed from Gaza',
];
const OTHER = [
  'Harvest of apricots in valley {n} begins early',
  'Bridge number {n} is closed for repairs',
  'Choir festival {n} opens with a song of the sea',
  'A museum shows map {n} of the old harbour',
];

/** A host on loopback; what its feeds hold follows from the simulated moment alone, so that nothing is kept for them. */
export async function openNewsstand(count: number, now: () => number, chance: Chance): Promise<Newsstand> {
  const answers = { changed: 0, unchanged: 0, failed: 0 };
  const server = createServer((request, response) => {
    const feed = Number(/\d+/u.exec(request.url ?? '')?.[0] ?? 0);
    if (chance.percent(2)) {
      answers.failed += 1;
      response.writeHead(chance.one([500, 503, 429]), { 'retry-after': '60' }).end();
      return;
    }
    const newest = newestOf(feed, now());
    const tag = `"${String(feed)}-${String(newest)}"`;
    if (request.headers['if-none-match'] === tag) {
      answers.unchanged += 1;
      response.writeHead(304, { etag: tag }).end();
      return;
    }
    answers.changed += 1;
    response
      .writeHead(200, { etag: tag, 'content-type': 'application/rss+xml' })
      .end(documentOf(feed, newest));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  const sources = Array.from({ length: count }, (_, n): Source => {
    const id = `outlet-${String(n)}`;
    return { id, name: `Outlet ${String(n)}`, reliability: 'B', stateMedia: null, agency: false };
  });
  return {
    sources,
    feeds: sources.map((source, n) => ({
      id: `feed-${String(n)}`,
      url: `http://127.0.0.1:${String(port)}/${String(n)}`,
      source,
      language: 'en',
      interval: 2 * HOUR,
    })),
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A feed brings something new every eight hours, each at a minute of its own. */
const EVERY = 8 * HOUR;
const offsetOf = (feed: number): number => ((feed * 7_919) % 480) * 60_000;
const newestOf = (feed: number, now: number): number => Math.floor((now - offsetOf(feed)) / EVERY);

function documentOf(feed: number, newest: number): string {
  const items = Array.from({ length: SHOWN }, (_, back) => itemOf(feed, newest - back));
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Outlet ${String(feed)}</title><link>https://outlet-${String(feed)}.example/</link>${items.join('')}</channel></rss>`;
}

function itemOf(feed: number, ordinal: number): string {
  const number = ordinal * 1_000 + feed;
  // One in ten is about somebody who is watched.
  const watched = (feed * 13 + ordinal * 7) % 10 === 0;
  const [from, pick] = [watched ? NEWS : OTHER, (feed + ordinal) % (watched ? NEWS.length : OTHER.length)];
  const title = (from[pick] ?? '')
    .replace('#', PEOPLE[(feed * 3 + ordinal) % PEOPLE.length] ?? '')
    .replace('{n}', String(number % 9_973));
  const at = new Date(ordinal * EVERY + offsetOf(feed)).toUTCString();
  return (
    `<item><title>${title}</title><link>https://outlet-${String(feed)}.example/${String(number)}</link>` +
    `<guid>${String(number)}</guid><pubDate>${at}</pubDate><description>${title}. Told by desk ${String(feed)} in report ${String(number)}.</description></item>`
  );
}

/** All chats: what arrived where, and how often each message. */
export interface Chats {
  readonly notifier: Notifier;
  /** New messages by delivery id: how often each arrived. */
  readonly arrived: ReadonlyMap<string, number>;
  readonly counts: { edits: number; postponed: number; unreachable: number };
}

/** A service that takes most messages, and is flooded or out of reach for some. */
export function openChats(chance: Chance): Chats {
  const arrived = new Map<string, number>();
  const counts = { edits: 0, postponed: 0, unreachable: 0 };
  const trouble = (): Outcome | null => {
    if (chance.percent(2)) {
      counts.postponed += 1;
      return { outcome: 'retry', after: chance.whole(1, 120) * 1_000, reason: 'too many messages' };
    }
    if (!chance.percent(1)) return null;
    counts.unreachable += 1;
    return { outcome: 'retry', after: null, reason: 'out of reach' };
  };
  return {
    arrived,
    counts,
    notifier: {
      platform: 'telegram',
      async send({ id, message }, account: Account): Promise<Outcome> {
        if (account.from > 0) return { outcome: 'sent', messageId: account.messageId };
        const wait = (await account.begin(0, null)) ?? trouble();
        if (wait !== null) return wait;
        arrived.set(id, (arrived.get(id) ?? 0) + 1);
        return { outcome: 'sent', messageId: textKey(message).slice(0, 12) };
      },
      edit(_to: Destination, messageId: string): Promise<Outcome> {
        const wait = trouble();
        if (wait !== null) return Promise.resolve(wait);
        counts.edits += 1;
        return Promise.resolve({ outcome: 'sent', messageId });
      },
    },
  };
}
