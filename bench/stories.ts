/** Stories and copies: entries a second into an archive that grows, memory, and the start with the archive there. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { dayOf } from '#core/day.ts';
import type { Entry } from '#core/entry.ts';
import type { Log } from '#core/ports.ts';
import { withEntry } from '#core/story.ts';
import { countsAt } from '#core/archive.ts';
import type { DayLine } from '#core/archive.ts';
import { createThemeFinder } from '#core/themes.ts';
import { createToldReader } from '#core/told.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { openGrouping } from '#jobs/grouping.ts';
import type { Grouping } from '#jobs/grouping.ts';
import { mergeStories } from '#jobs/regroup.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';

const nothing = (): void => {};
const log: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
const HOUR = 3_600_000;

/** Numbers from a seed, the same every time (mulberry32, public domain). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SUBJECTS = Array.from({ length: 60 }, (_, i) => `subject-${String(i)}`);

const KINDS = ['captive', 'official', 'body'] as const;

const watchlist: Watchlist = {
  subjects: new Map(
    SUBJECTS.map((id, i) => [
      id,
      {
        id,
        kind: KINDS[Math.floor(i / 20)] ?? 'body',
        names: { en: id },
        gender: null,
        relatives: [],
        role: null,
        authorityFor: [],
        voice: null,
        dossiers: [],
      },
    ]),
  ),
  topics: new Map(),
};

const WORDS = Array.from({ length: 6000 }, (_, i) => `w${(i * 7919).toString(36)}e${(i % 97).toString(36)}`);

/** News as it comes: 150 a day, half of it about an event of the last hours, a fifth a copy of what is there. */
function newsAt(count: number, random: () => number): { readonly entry: Entry; readonly verdict: Verdict } {
  const at = Date.parse('2022-01-01T00:00:00Z') + count * (24 / 150) * HOUR;
  const event = Math.floor((count - random() * 20) / 4);
  const pick = seeded(event);
  const subjects = Array.from({ length: 3 }, () => SUBJECTS[Math.floor(pick() ** 2 * SUBJECTS.length)] ?? '');
  const teller = random() < 0.2 ? pick : random;
  const lead = Array.from({ length: 45 }, () => WORDS[Math.floor(teller() ** 2 * WORDS.length)] ?? '').join(
    ' ',
  );
  const source = `outlet-${String(Math.floor(random() * 40))}`;
  const id = `entry-${String(count)}`;
  return {
    entry: {
      id,
      feed: source,
      source,
      url: `https://news.example/${id}`,
      guid: null,
      title: `${subjects.join(' and ')} ${String(event)}`,
      lead,
      text: '',
      language: 'en',
      publishedAt: at,
      firstSeenAt: at,
      arrival: 'news',
    },
    verdict: {
      language: random() < 0.5 ? 'en' : 'ru',
      relevant: true,
      reach: 'alert',
      score: 100,
      mentions: subjects.map((subject) => ({
        subject,
        surface: subject,
        field: 'title',
        start: 0,
        end: 1,
        rule: '',
      })),
      topics: [],
      reasons: [],
    },
  };
}

const { lexicons: LEXICONS } = await loadLexicons(join(import.meta.dirname, '../config/lexicon'));

function opened(store: Store): Grouping {
  return openGrouping({
    ...store,
    watchlist,
    findThemes: createThemeFinder(new Map([['video', ['video']]])),
    tellsMatter: () => false,
    findCounts: () => [],
    readTold: createToldReader(LEXICONS),
  });
}

/** What the analysis does of grouping, with all its writes. */
async function take(store: Store, grouping: Grouping, count: number, random: () => number): Promise<void> {
  const { entry, verdict } = newsAt(count, random);
  const original = await grouping.originalOf(entry, entry);
  const place = await grouping.place(entry, entry, { verdict, claims: [], original });
  const line = {
    entry: entry.id,
    source: entry.source,
    origin: entry.source,
    url: entry.url,
    title: entry.title,
    language: verdict.language,
    saidAt: entry.firstSeenAt,
    because: place.because,
  };
  const story = withEntry(place.story, line, place.gist);
  await store.stories.set(story.id, story);
  const kept = await mergeStories(store, story, place.bridges);
  const { id } = kept;
  await grouping.merged(
    [story, ...place.bridges].map((one) => one.id).filter((one) => one !== id),
    kept,
  );
  await grouping.remember(entry, entry, { gist: place.gist, original: original?.entry ?? null, story: kept });
  await store.entries.set(entry.id, { entry, verdict, story: id });
  const day = dayOf(countsAt(entry));
  const lines: readonly DayLine[] = (await store.days.get(day)) ?? [];
  await store.days.set(day, [
    ...lines,
    { entry: entry.id, story: id, subjects: place.gist.subjects, at: countsAt(entry) },
  ]);
}

const megabytes = (): string => {
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage();
  return `${String(Math.round(rss / 1e6))} MB (heap ${String(Math.round(heapUsed / 1e6))}, index ${String(Math.round(arrayBuffers / 1e6))})`;
};

/** The first entry after a start, with the archive there. */
async function start(url: string, entries: number): Promise<void> {
  const began = performance.now();
  const used = process.cpuUsage();
  const store = await openStore(url, log);
  await take(store, opened(store), entries, seeded(2));
  const ms = Math.round(performance.now() - began);
  const cpu = Math.round(process.cpuUsage(used).user / 1000);
  console.log(
    `start with ${String(entries)} entries, first one judged: ${String(ms)} ms (${String(cpu)} ms of CPU), ${megabytes()}`,
  );
  await store.close();
}

export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { entries: { type: 'string', default: '100000' }, start: { type: 'string' } },
  });
  const entries = Number(values.entries);
  if (values.start !== undefined) return start(values.start, entries);
  const folder = mkdtempSync(join(tmpdir(), 'stories-'));
  const url = `sqlite:${join(folder, 'stories.db')}`;
  try {
    const store = await openStore(url, log);
    const grouping = opened(store);
    const random = seeded(1);
    const step = Math.max(1, Math.floor(entries / 10));
    for (let count = 0; count < entries;) {
      const from = process.cpuUsage();
      const began = performance.now();
      for (const until = Math.min(entries, count + step); count < until; count += 1)
        await take(store, grouping, count, random);
      await grouping.keep();
      const cpu = process.cpuUsage(from);
      const busy = (cpu.user + cpu.system) / 1e6;
      console.log(
        `${String(count).padStart(7)} entries: ${String(Math.round(step / busy)).padStart(5)}/s by CPU, ${String(Math.round((1000 * step) / (performance.now() - began))).padStart(5)}/s by the clock, ${megabytes()}`,
      );
    }
    await store.close();
    // As the service starts: in a process of its own.
    const { execPath, execArgv } = process;
    const script = process.argv[1] ?? '';
    spawnSync(execPath, [...execArgv, script, 'stories', '--start', url, '--entries', String(entries)], {
      stdio: 'inherit',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
