/**
 * `npm run soak -- --days 30`: the whole desk over a real store file for so many simulated days, 200 feeds on loopback, 50
 * chats that fail now and then. Memory stays flat, the store grows with the news and no faster, and what is owed arrives
 * once. A line a day; exit code 1 when something of this does not hold.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import { createReader } from '#feeds/reader.ts';
import { createGather } from '#jobs/gather.ts';
import { loadKnowledge } from '#src/knowledge.ts';
import { assemble } from '#src/newsdesk.ts';
import { openStore } from '#store/open.ts';
import { quietLog, subscription } from '#tests/support/desk.ts';
import { chanceOf } from '#tests/torture/chance.ts';
import { openChats, openNewsstand } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2025-03-15T00:00:00Z');
const ZONES = ['Asia/Jerusalem', 'Europe/Kyiv', 'Europe/Moscow', 'America/New_York', 'UTC'] as const;

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '30' },
    feeds: { type: 'string', default: '200' },
    chats: { type: 'string', default: '50' },
    step: { type: 'string', default: '15' },
    seed: { type: 'string', default: '1' },
  },
});
const [days, feedCount, chatCount, step] = [values.days, values.feeds, values.chats, values.step].map(Number);
if (
  ![days, feedCount, chatCount, step].every((number) => Number.isSafeInteger(number) && Number(number) > 0)
) {
  console.error(
    'How many days? npm run soak -- --days 30 [--feeds 200] [--chats 50] [--step MINUTES] [--seed N]',
  );
  process.exit(2);
}

setFlagsFromString('--expose-gc');
const sweep: unknown = runInNewContext('gc');
/** Heap after a full sweep, MB. */
function heap(): number {
  if (typeof sweep === 'function') sweep();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

const home = resolve(import.meta.dirname, '../..');
const folder = await mkdtemp(join(tmpdir(), 'wirewatch-soak-'));
const file = join(folder, 'w.sqlite');
try {
  process.exitCode = (await soak()) ? 0 : 1;
} finally {
  await rm(folder, { recursive: true });
}

async function soak(): Promise<boolean> {
  const chance = chanceOf(Number(values.seed));
  let now = START;
  const clock = { now: () => now };
  const log = quietLog();
  const config = join(home, 'config');
  const loaded = await loadKnowledge({ config, seeds: folder, locales: [join(config, 'locales')] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const stand = await openNewsstand(feedCount ?? 1, clock.now, chance);
  const reader = createReader({ userAgent: 'wirewatch/soak', allowPrivate: true });
  const store = await openStore(`sqlite:${file}`, log, { clock });
  // What was ever owed, by the outbox's own word: what it says was new.
  const owed = new Set<string>();
  const outbox = new Proxy(store.outbox, {
    get(target, name) {
      if (name !== 'put') {
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      }
      return async (items: Parameters<typeof target.put>[0]) => {
        for (const { id, value } of items) if (value.cause.kind !== 'edit') owed.add(id);
        return target.put(items);
      };
    },
  });
  const chats = openChats(chance);
  const newsdesk = await assemble({
    feeds: stand.feeds,
    sources: stand.sources,
    defaults: {
      digest: { hour: 9, minute: 0 },
      timeZone: 'UTC',
      language: 'en',
      emptyDigest: 'say',
      quiet: null,
    },
    keepEntries: 10 * DAY,
    admins: [],
    silentAfter: 7 * DAY,
    knowledge: loaded.knowledge,
    store: { ...store, outbox },
    connect: () => [{ notifier: chats.notifier }],
    clock,
    log,
  });
  for (let n = 0; n < (chatCount ?? 1); n += 1) await newsdesk.subscribers.save(subscriberOf(n));
  const gather = createGather({
    feeds: stand.feeds,
    readFeed: reader.read.bind(reader),
    inbox: store.inbox,
    aliases: store.aliases,
    versions: store.versions,
    archive: store.entries,
    cursors: store.cursors,
    clock,
    random: () => chance.next(),
    log,
  });

  const heaps: number[] = [];
  const sizes: number[] = [];
  const end = START + (days ?? 1) * DAY;
  for (; now < end; now += (step ?? 15) * MINUTE) {
    await newsdesk.notices(await gather({ concurrency: 16, perHost: 16 }));
    await newsdesk.analyse();
    await newsdesk.digests();
    await newsdesk.deliver();
    if ((now + (step ?? 15) * MINUTE - START) % DAY !== 0) continue;
    await newsdesk.tidy();
    heaps.push(heap());
    sizes.push((await stat(file)).size / 1024 / 1024);
    const { waiting } = await store.outbox.backlog(now);
    console.log(
      `day ${String(heaps.length)}: heap ${(heaps.at(-1) ?? 0).toFixed(1)} MB, store ${(sizes.at(-1) ?? 0).toFixed(1)} MB, ${String(chats.arrived.size)} messages, ${String(waiting)} waiting`,
    );
  }
  // What waits for a flood limit or a pause at the end of the last day gets two more hours.
  for (let n = 0; n < 240; n += 1, now += MINUTE / 2) await newsdesk.deliver();

  const twice = [...chats.arrived].filter(([, times]) => times > 1).length;
  const missing = [...owed].filter((id) => !chats.arrived.has(id)).length;
  const { waiting, parked } = await store.outbox.backlog(now);
  const errors = log.lines.filter(({ level }) => level === 'error');
  await reader.close();
  await stand.close();
  await store.close();
  const result = {
    days,
    polls: stand.answers,
    owed: owed.size,
    arrived: chats.arrived.size,
    twice,
    missing,
    ...chats.counts,
    waiting,
    parked,
    errors: errors.length,
    heapMegabytes: round(heaps),
    storeMegabytes: round(sizes),
    rssMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(result));
  for (const { sentence, fields } of errors.slice(0, 3)) console.error(sentence, fields);
  const flat = (heaps.at(-1) ?? 0) - (heaps[Math.floor(heaps.length / 2)] ?? 0) < 10;
  return twice === 0 && missing === 0 && waiting === 0 && errors.length === 0 && flat;
}

function subscriberOf(n: number): Subscription {
  const destination = { platform: 'telegram', chat: String(1_000 + n), thread: null } as const;
  return subscription('', {
    id: destinationKey(destination),
    destination,
    alerts: n % 2 === 0 ? 'all' : 'changes',
    digest: { hour: n % 24, minute: 0 },
    timeZone: ZONES[n % ZONES.length] ?? 'UTC',
    language: (['en', 'ru', 'uk', 'he'] as const)[n % 4] ?? 'en',
    quiet: n % 5 === 0 ? { from: { hour: 23, minute: 0 }, to: { hour: 7, minute: 0 } } : null,
    createdAt: START,
  });
}

function round(numbers: readonly number[]): readonly number[] {
  return numbers.map((number) => Math.round(number * 10) / 10);
}
