/**
 * `npm run bench -- match`: how fast the watchlist compiles, how fast texts are searched for many names, and how many
 * items classify reads a second. The text is made here from a fixed seed, so that two runs read the same.
 */
import { readFileSync } from 'node:fs';
import { createMatcher } from '#core/match.ts';
import { createClassifier } from '#core/classify.ts';
import type { Classifiable } from '#core/verdict.ts';
import { createDetector } from '#language/detect.ts';
import { compileWatchlist } from '#watchlist/compile.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { WatchlistFile } from '#watchlist/schema.ts';
import { spellName } from '#watchlist/spell.ts';
import { parse } from 'yaml';

const ITEM_LENGTH = 800;

/** A small generator of numbers in [0, n): good enough to mix syllables, the same in every run. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * n);
  };
}

const SYLLABLES = 'ka lo mi ru sen tov dra bel nik pan zor vi gra tul mer on ak ef shu lia'.split(' ');

/** Invented surnames, no two alike. */
function names(count: number): string[] {
  const roll = dice(7);
  const made = new Set<string>();
  while (made.size < count) {
    let name = '';
    for (let at = 0; at < 3 + roll(2); at += 1) name += SYLLABLES[roll(SYLLABLES.length)] ?? '';
    made.add(name.charAt(0).toUpperCase() + name.slice(1));
  }
  return [...made];
}

const SENTENCES = [
  'The council met on Tuesday to talk about the new budget for roads and schools.',
  'Several members asked for more time, and the mayor agreed to come back in a week.',
  'Погода в выходные обещает быть тёплой, сообщили синоптики, дождей не ждут.',
  'В музее открылась выставка детских рисунков, вход свободный до конца месяца.',
  'העירייה הודיעה כי הכביש ייסגר לתנועה בסוף השבוע לצורך עבודות.',
  'قالت البلدية إن الطريق سيغلق أمام حركة المرور خلال عطلة نهاية الأسبوع.',
  'Der Verein gewann das Spiel in der letzten Minute vor vollen Rängen.',
  'Les habitants du quartier demandent une nouvelle ligne de bus depuis longtemps.',
];

/** Items of 800 characters, one in twenty of which concerns the watch. */
function items(count: number): Classifiable[] {
  const roll = dice(11);
  return Array.from({ length: count }, (_, at) => {
    // One language an item, as in real feeds.
    const own = SENTENCES[roll(SENTENCES.length)] ?? '';
    let lead =
      at % 20 === 0
        ? 'Hamas named Alexander Trufanov among the hostages to be freed, the Kremlin said. '
        : '';
    while (lead.length < ITEM_LENGTH) lead += `${own} ${String(roll(1000))} `;
    return { title: own.slice(0, 60), lead: lead.slice(0, ITEM_LENGTH), text: '', language: null };
  });
}

/** Best of five, in ms: the machine may be busy with other things. */
function best(work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const from = performance.now();
    work();
    least = Math.min(least, performance.now() - from);
  }
  return least;
}

function row(what: string, figure: string): void {
  console.log(`${what.padEnd(56)}${figure}`);
}

/** @param args a number of items to read instead of 20,000 */
export async function main(args: string[]): Promise<void> {
  const count = Number(args[0] ?? 20_000);
  const text = readFileSync(new URL('../config/watchlist.yaml', import.meta.url), 'utf8');
  const cold = performance.now();
  const loaded = loadWatchlist(text, 'config/watchlist.yaml');
  const coldMs = performance.now() - cold;
  if (!loaded.ok) throw new Error(`the watchlist is wrong: ${loaded.problems[0]?.what ?? ''}`);
  const file = WatchlistFile.parse(parse(text));
  row('watchlist read, checked and compiled, first time', `${coldMs.toFixed(0)} ms`);
  row('watchlist compiled alone, warm', `${best(() => compileWatchlist(file)).toFixed(1)} ms`);

  const all = items(count);
  const bytes = all.reduce((sum, item) => sum + Buffer.byteLength(item.lead), 0);
  const units = all.reduce((sum, item) => sum + item.lead.length, 0);
  const speed = (ms: number): string =>
    `${(bytes / ms / 1000).toFixed(0)} MB/s (${(units / ms / 1000).toFixed(0)} M characters/s)`;
  const scanAll = (matcher: { scan(text: string, slot: number): unknown }): number =>
    best(() => {
      for (const item of all) matcher.scan(item.lead, 0);
    });
  row(
    `search, the watchlist (${String(file.subjects.length)} subjects and their words)`,
    speed(scanAll(loaded.recognition.matcher)),
  );

  for (const many of [1_000, 10_000, 100_000]) {
    const from = performance.now();
    const spellings = names(many).flatMap((name) =>
      many <= 10_000
        ? (spellName(
            name,
            { name, also: [] },
            { part: 'surname', gender: 'both', declines: true, capital: false },
          ) ?? [])
        : [
            {
              unit: name,
              rule: 'plain',
              words: [
                {
                  positions: Array.from(name.toLowerCase(), (letter) => [letter]),
                  endings: PLAIN,
                  prefixes: 'none' as const,
                  open: false,
                  capital: false,
                },
              ],
            },
          ],
    );
    const matcher = createMatcher(spellings, new Set());
    const made = performance.now() - from;
    const how = many <= 10_000 ? 'in every script' : 'as written';
    row(`search, ${String(many)} names ${how} (compiled in ${made.toFixed(0)} ms)`, speed(scanAll(matcher)));
  }

  const detect = createDetector({
    languages: ['en', 'ru', 'uk', 'he', 'ar', 'de', 'fr', 'es', 'pt', 'it', 'pl'],
    statistics: null,
  });
  const classify = createClassifier({ recognition: loaded.recognition, detect });
  let relevant = 0;
  const ms = best(() => {
    relevant = 0;
    for (const item of all) if (classify(item).relevant) relevant += 1;
  });
  row(
    `classify, items of ${String(ITEM_LENGTH)} characters`,
    `${((count / ms) * 1000).toFixed(0)} items/s, ${String(relevant)} relevant`,
  );
  row('resident after all that', `${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
}

/** Shared, so that all names share their paths. */
const PLAIN = [{ text: '', form: 'plain', added: false }] as const;
