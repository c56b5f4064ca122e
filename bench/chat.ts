/** How soon questions are answered: 30 captives, 100,000 archived entries, a store on disk, the real Telegram client. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSettings } from '#config/load.ts';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import type { Asked } from '#core/chat.ts';
import type { Claim } from '#core/claim.ts';
import { dayOf } from '#core/day.ts';
import type { Subject } from '#core/watchlist.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import { HOME, knowledgeOf, wallClock } from '../src/main.ts';
import { assemble, partsOf, prepare } from '../src/newsdesk.ts';

const CAPTIVES = 30;
const CLAIMS_EACH = 60;
const DAY = 24 * 60 * 60_000;
const log = { error: console.error, warn: console.error, info() {}, debug() {} };

const captive = (n: number): Subject => ({
  id: `captive-${String(n)}`,
  kind: 'captive',
  names: { en: `Captive ${String(n)}` },
  gender: null,
  relatives: [],
  role: null,
  authorityFor: [],
  voice: null,
  dossiers: [],
});

function claimsOf(subject: string, now: number): readonly Claim[] {
  return Array.from({ length: CLAIMS_EACH }, (_, i): Claim => {
    const at = now - (CLAIMS_EACH - i) * DAY;
    return {
      id: `${subject}-${String(i)}`,
      subject,
      event: 'held',
      modality: i % 3 === 0 ? 'promise' : 'fact',
      speaker: null,
      via: null,
      source: 'tass',
      origin: `outlet-${String(i % 7)}`,
      quote: null,
      statedAt: at,
      eventAt: { day: dayOf(at), precision: 'day' },
      background: false,
      rule: 'bench',
      from: { kind: 'entry', entry: `e${String(i)}`, url: `https://news.example/${String(i)}` },
      note: null,
      weighed: false,
    };
  });
}

async function fill(store: Store, entries: number, now: number): Promise<void> {
  const perDay = Math.ceil(entries / 400);
  for (let day = 0; day < 400; day += 1) {
    const at = now - day * DAY;
    const batch = Array.from({ length: perDay }, (_, i): readonly [string, ArchivedEntry] => {
      const id = `entry-${String(day)}-${String(i)}`;
      return [
        id,
        {
          entry: {
            id,
            feed: 'feed',
            source: 'tass',
            url: `https://news.example/${id}`,
            guid: null,
            title: `A report of day ${String(day)}, number ${String(i)}, about somebody who is held`,
            lead: 'A lead of usual length that says a little more of what the headline has said already.',
            text: '',
            language: 'en',
            publishedAt: at,
            firstSeenAt: at,
            arrival: 'news',
          },
          verdict: {
            language: 'en',
            relevant: true,
            reach: 'digest',
            score: 1,
            mentions: [],
            topics: [],
            reasons: [],
          },
          story: null,
        },
      ];
    });
    await store.entries.setMany(batch);
    const lines = batch.map(([entry]): DayLine => ({ entry, story: null, subjects: [], at }));
    await store.days.set(dayOf(at), lines);
  }
  await store.claims.setMany(
    Array.from({ length: CAPTIVES }, (_, n) => [captive(n).id, claimsOf(captive(n).id, now)] as const),
  );
}

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
  return `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms`;
}

export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { entries: { type: 'string', default: '100000' } },
  });
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-bench-chat-'));
  const loaded = await loadSettings({ folder: join(HOME, 'config'), env: {}, cwd: folder });
  const known = await knowledgeOf({ folder: join(HOME, 'config') });
  if (!loaded.ok || !known.ok) throw new Error('the project’s own settings are broken');
  const { settings } = loaded;
  const { knowledge } = known;
  const now = Date.now();
  const store = await openStore(`sqlite:${join(folder, 'desk.sqlite')}`, log);
  await fill(store, Number(values.entries), now);
  const subjects = new Map([...knowledge.watchlist.subjects].filter(([, { kind }]) => kind !== 'captive'));
  for (let n = 0; n < CAPTIVES; n += 1) subjects.set(captive(n).id, captive(n));
  const telegram = await startTelegram();
  let bot: ReturnType<typeof createTelegram> | null = null;
  const newsdesk = await assemble({
    ...partsOf(settings),
    knowledge: { ...knowledge, watchlist: { ...knowledge.watchlist, subjects } },
    store,
    connect: (inside) => {
      bot = createTelegram({
        ...inside,
        token: telegram.token,
        apiRoot: telegram.apiRoot,
        webhook: null,
        richDigests: true,
        operators: [],
        clock: wallClock,
        log,
      });
      return [bot];
    },
    clock: wallClock,
    log,
  });
  await prepare(newsdesk, store, settings, knowledge, now);
  const ask = (command: string, argument: string) =>
    newsdesk.chat.answer({
      command,
      argument,
      page: null,
      via: 'typed',
      destination: { platform: 'telegram', chat: '1', thread: null },
      user: { platform: 'telegram', id: '1' },
      language: 'en',
      mayManage: () => Promise.resolve(false),
    } satisfies Asked);
  for (const [command, argument] of [
    ['status', ''],
    ['status', 'captive-7'],
    ['latest', ''],
    ['digest', ''],
    ['help', ''],
  ] as const) {
    const times: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      const began = performance.now();
      await ask(command, argument);
      times.push(performance.now() - began);
    }
    console.log(
      `/${command} ${argument}`.trim().padEnd(20),
      `first ${times[0]?.toFixed(1) ?? ''} ms,`,
      spread(times.slice(1)),
    );
  }

  const connection = newsdesk.connections[0];
  if (connection === undefined) throw new Error('no connection');
  await connection.start();
  await telegram.until(() => telegram.polled);
  const round = async (people: readonly ReturnType<typeof telegram.user>[], count: number) => {
    const began = performance.now();
    for (const person of people) person.writes('/status captive-7');
    const times = await Promise.all(
      people.map(async (person) => {
        await person.chat.says(count);
        return performance.now() - began;
      }),
    );
    return times;
  };
  const [one] = [telegram.user()];
  const single: number[] = [];
  for (let i = 1; i <= 15; i += 1) single.push(...(await round([one], i)));
  console.log('one person, from writing to reading, both servers in this process:', spread(single));
  const people = Array.from({ length: 200 }, () => telegram.user());
  const cpu = process.cpuUsage();
  const crowd = await round(people, 1);
  const { user, system } = process.cpuUsage(cpu);
  console.log('200 chats at once, until each has its answer:', spread(crowd));
  console.log(`  of it on the processor: ${((user + system) / 1000).toFixed(0)} ms`);

  const quiet = telegram.user();
  for (let i = 0; i < 50; i += 1) one.writes('/status captive-7');
  const began = performance.now();
  quiet.writes('/status captive-3');
  await quiet.chat.says();
  console.log(`somebody else while one repeats 50 times: ${(performance.now() - began).toFixed(1)} ms`);

  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  for (let i = 0; i < 5000; i += 1) await ask('status', i % 2 === 0 ? '' : 'captive-7');
  globalThis.gc?.();
  const grown = (process.memoryUsage().heapUsed - before) / 1024 / 1024;
  console.log(`heap after 5,000 more answers: ${grown.toFixed(1)} MB more`);
  await connection.stop();
  await telegram.stop();
  await store.close();
  await rm(folder, { recursive: true });
}
