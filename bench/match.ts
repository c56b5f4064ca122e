/**
 * `npm run bench -- match`: how fast the watchlist compiles, how fast texts are searched for many names, and how many
 * items classify reads a second. The text is made here from a fixed seed, so that two runs read the same.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createMatcher } from '#core/match.ts';
import { foldedText } from '#language/normalise.ts';
import type { Spelling } from '#core/match.ts';
import type { Classifiable } from '#core/verdict.ts';
import { compileWatchlist } from '#watchlist/compile.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { loadNamesOf } from '#src/knowledge.ts';
import type { Names } from '#watchlist/names.ts';
import { WatchlistFile } from '#watchlist/schema.ts';
import { spellName } from '#watchlist/spell.ts';
import { parse } from 'yaml';
import { z } from 'zod';

const ITEM_LENGTH = 800;

/** A small generator of numbers in [0, n): good enough to mix syllables, the same in every run. */
function dice(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * n);
  };
}

/** Syllables of the scripts that the sentences below are written in: beginnings, then middles and ends. */
const SYLLABLES = {
  latin: [
    'ba bel bro chu da dra el fi ga gre hal jo ka kra li lo mar mi nov o pa pro ri sa shu sto ta tru ul va vi ya zor',
    'bin cho dan den dor fa gan gin ke kov la len lin lov mak man mer nik nov per ra rin ro ru san sen shin tan tov van ver vich zin',
  ],
  cyrillic: [
    'ба бел бро чу да дра ел фи га гре хал жо ка кра ли ло мар ми нов о па про ри са шу сто та тру ул ва ви я зор',
    'бин чо дан ден дор фа ган гин ке ков ла лен лин лов мак ман мер ник нов пер ра рин ро ру сан сен шин тан тов ван вер вич зин',
  ],
  hebrew: [
    'בא בל ברו גו דא דרא הל זו חל טו יו כא כרא לי לו מר מי נו סא עו פא פרו צי קא רי שו תא תרו',
    'בי גן דב דן דור הן וב זין חק טן יב כה לב לי מן מר ני נק סן פר צק קו רב רו רין שין תן תוב',
  ],
  arabic: [
    'با بل برو جو دا درا حل زو خل طو يو كا كرا لي لو مر مي نو سا عو فا فرو صي قا ري شو تا ترو',
    'بي جن دب دن دور هن وب زين حق طن يب كه لب لي من مر ني نق سن فر صق قو رب رو رين شين تن توب',
  ],
} as const;
type Writing = keyof typeof SYLLABLES;
const WRITINGS: readonly Writing[] = ['latin', 'cyrillic', 'hebrew', 'arabic'];

/** Invented surnames, no two alike, the scripts in turn; the shorter lists are the beginnings of the longer ones. */
function names(count: number): string[] {
  const roll = dice(7);
  const made = new Set<string>();
  while (made.size < count) {
    const [first, further] = SYLLABLES[WRITINGS[made.size % WRITINGS.length] ?? 'latin'].map((row) =>
      row.split(' '),
    );
    let name = first?.[roll(first.length)] ?? '';
    for (let at = 0; at < 2 + roll(2); at += 1) name += further?.[roll(further.length)] ?? '';
    made.add(name.charAt(0).toUpperCase() + name.slice(1));
  }
  return [...made];
}

/** What stands in Hyperscan's list for a name: it knows case for ASCII only, so other scripts with case get each form. */
function formsOf(name: string): readonly string[] {
  return [...new Set(/^[a-z]+$/i.test(name) ? [name] : [name, name.toLowerCase(), name.toUpperCase()])];
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

/** So many invented names there are in the texts, as many of them watched as the list is long. */
const PEOPLE = 400_000;

/**
 * Texts for the search of many names: every eighth word is an invented name in the script of its sentence, as names stand
 * in news. A text without anything like a name would say nothing: Hyperscan skips it at memory speed.
 */
function pages(count: number): readonly string[] {
  const roll = dice(13);
  const people = names(PEOPLE);
  return Array.from({ length: count }, () => {
    const sentence = SENTENCES[roll(SENTENCES.length)] ?? '';
    const own = sentence.split(' ');
    const script = /[א-ת]/.test(sentence) ? 2 : /[ا-ي]/.test(sentence) ? 3 : /[а-я]/.test(sentence) ? 1 : 0;
    let page = '';
    for (let at = 0; page.length < ITEM_LENGTH; at += 1)
      page += `${at % 8 === 7 ? (people[roll(PEOPLE / 4) * 4 + script] ?? '') : (own[roll(own.length)] ?? '')} `;
    return page.slice(0, ITEM_LENGTH);
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

function row(...cells: readonly string[]): void {
  console.log(`| ${cells.join(' | ')} |`);
}

/** Whole processes that search the same text for the same names, where this machine has them. */
interface Others {
  readonly hyperscan: string | null;
  readonly ripgrep: boolean;
}

function othersIn(folder: string): Others {
  const program = join(folder, 'hyperscan');
  const source = fileURLToPath(new URL('./hyperscan.c', import.meta.url));
  const built = spawnSync('cc', ['-O2', '-o', program, source, '-lhs'], { stdio: 'ignore' }).status === 0;
  return {
    hyperscan: built ? program : null,
    ripgrep: spawnSync('rg', ['--version'], { stdio: 'ignore' }).status === 0,
  };
}

/** Best of five scans in ms, without the time to compile the names; null where it is not installed. */
function hyperscan({ hyperscan: program }: Others, list: string, text: string): number | null {
  if (program === null) return null;
  const said = spawnSync(program, [list, text], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return said.status === 0 ? Number(said.stdout.split(' ')[0]) : null;
}

/** One run in ms, the start and compiling the names counted in: it cannot be asked without, and takes long. */
function ripgrep({ ripgrep: there }: Others, list: string, text: string): number | null {
  if (!there) return null;
  const from = performance.now();
  spawnSync('rg', ['--fixed-strings', '--word-regexp', '--ignore-case', '--count', '--file', list, text]);
  return performance.now() - from;
}

interface Speed {
  /** Items a second, without the start: by the clock, and by the processor time that it took. */
  readonly perSecond: number;
  readonly perCpuSecond: number;
  /** Most memory at any time, MB. */
  readonly peak: number;
}

/** `classify` as a process, from stdin to stdout. @param config folder of settings, or null for ours */
function classifyProcess(folder: string, all: readonly Classifiable[], config: string | null): Speed {
  const line = (item: Classifiable, at: number): string =>
    JSON.stringify({ id: String(at), title: item.title, summary: item.lead });
  const timed = (lines: readonly string[]): { ms: number; cpu: number; peak: number } => {
    const file = join(folder, 'items.jsonl');
    writeFileSync(file, `${lines.join('\n')}\n`);
    // The process tells what it took when it ends.
    const tell = `process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();
process.stderr.write('\\n'+JSON.stringify([maxRSS,userCPUTime+systemCPUTime]))})`;
    const from = performance.now();
    const { stderr, status } = spawnSync(
      process.execPath,
      [
        '--import',
        `data:text/javascript,${encodeURIComponent(tell)}`,
        // As the first line of the file has it, which npx follows.
        '--max-semi-space-size=4',
        START,
        'classify',
        ...(config === null ? [] : ['--config', config]),
      ],
      {
        stdio: [openSync(file, 'r'), openSync(join(folder, 'verdicts.jsonl'), 'w'), 'pipe'],
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`classify failed: ${stderr}`);
    const [rss, cpu] = Told.parse(JSON.parse(stderr.trim().split('\n').at(-1) ?? ''));
    return { ms: performance.now() - from, cpu: cpu / 1000, peak: rss / 1024 };
  };
  const lines = all.map(line);
  timed(lines.slice(0, 1));
  const starts = [1, 2, 3].map(() => timed(lines.slice(0, 1)));
  const runs = [1, 2, 3].map(() => timed(lines));
  const least = (of: 'ms' | 'cpu'): number =>
    Math.min(...runs.map((run) => run[of])) - Math.min(...starts.map((start) => start[of]));
  return {
    perSecond: (all.length / least('ms')) * 1000,
    perCpuSecond: (all.length / least('cpu')) * 1000,
    peak: Math.max(...runs.map((run) => run.peak)),
  };
}

/** KB and µs. */
const Told = z.tuple([z.number(), z.number()]);

/** Our settings with so many invented captives more. */
function settingsWith(folder: string, count: number): string {
  const config = join(folder, 'config');
  cpSync(new URL('../config', import.meta.url), config, { recursive: true });
  const given = ['Alexander', 'Maxim', 'Andrei', 'Roman', 'Ivan'];
  const subjects = latinNames(count).map(
    (name, at) =>
      `  - id: person-${String(at)}\n    kind: captive\n    names: { en: ${given[at % given.length] ?? ''} ${name} }\n` +
      `    gender: m\n    given: [${given[at % given.length] ?? ''}]\n    surname: [${name}]\n    strength: strong\n` +
      `    needs: [watch-company]\n    dossiers: [public-record]\n`,
  );
  const file = join(config, 'watchlist.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8').replace('\nsubjects:\n', `\nsubjects:\n${subjects.join('\n')}\n`),
  );
  return config;
}

function latinNames(count: number): readonly string[] {
  return names(count * WRITINGS.length).filter((name) => /^[a-z]+$/i.test(name));
}

const START = fileURLToPath(new URL('../src/start.js', import.meta.url));

/** @param args a number of items to read instead of 20,000 */
export async function main(args: string[]): Promise<void> {
  const count = Number(args[0] ?? 20_000);
  const folder = mkdtempSync(join(tmpdir(), 'wirewatch-bench-'));
  try {
    const known = await loadNamesOf(fileURLToPath(new URL('../config', import.meta.url)));
    if (!known.ok) throw new Error(known.problems[0]?.what);
    measure(count, folder, known.names);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function measure(count: number, folder: string, known: Names): void {
  const text = readFileSync(new URL('../config/watchlist.yaml', import.meta.url), 'utf8');
  const cold = performance.now();
  const loaded = loadWatchlist(text, 'config/watchlist.yaml', known);
  const coldMs = performance.now() - cold;
  if (!loaded.ok) throw new Error(`the watchlist is wrong: ${loaded.problems[0]?.what ?? ''}`);
  const file = WatchlistFile.parse(parse(text));
  row('what', 'figure', 'Hyperscan, same text', 'ratio', 'rg -F -w -i', 'bar');
  row('---', '---', '---', '---', '---', '---');
  row('watchlist read, checked, compiled, first time', `${coldMs.toFixed(0)} ms`, '', '', '', '');
  const compile = best(() => compileWatchlist(file, known));
  row('watchlist compiled', `${compile.toFixed(1)} ms`, '', '', '', '50 ms');

  const all = items(count);
  const textFile = join(folder, 'text');
  const searched = pages(count);
  writeFileSync(textFile, searched.join('\n'));
  const bytes = searched.reduce((sum, page) => sum + Buffer.byteLength(page), 0);
  const speed = (ms: number): string => `${(bytes / ms / 1000).toFixed(0)} MB/s`;
  const scanAll = (matcher: { scan(text: string, slot: number): unknown }): number =>
    best(() => {
      for (const page of searched) matcher.scan(page, 0);
    });
  const subjects = String(file.subjects.length);
  row(
    `search, the watchlist (${subjects} subjects and their words)`,
    speed(scanAll(loaded.recognition.matcher)),
    '',
    '',
    '',
    '',
  );

  const others = othersIn(folder);
  for (const [many, bar] of [
    [1_000, ''],
    [10_000, 'at least 0.8'],
    [100_000, 'at least 1.5'],
  ] as const) {
    const list = names(many);
    const listFile = join(folder, `names-${String(many)}`);
    writeFileSync(
      listFile,
      list
        .flatMap(formsOf)
        .map((form) => `${form}\n`)
        .join(''),
    );
    const from = performance.now();
    const matcher = createMatcher(asWritten(list), new Set());
    const made = performance.now() - from;
    const own = scanAll(matcher);
    const theirs = hyperscan(others, listFile, textFile);
    const grepped = ripgrep(others, listFile, textFile);
    row(
      `search, ${String(many)} names as written (compiled in ${made.toFixed(0)} ms)`,
      speed(own),
      theirs === null ? 'not installed' : speed(theirs),
      theirs === null ? '' : (theirs / own).toFixed(2),
      grepped === null ? 'not installed' : speed(grepped),
      bar,
    );
  }
  for (const many of [1_000, 10_000]) {
    const list = latinNames(many);
    const from = performance.now();
    const matcher = createMatcher(everySpelling(list), new Set());
    const made = performance.now() - from;
    row(
      `search, ${String(many)} names in every script with endings (compiled in ${made.toFixed(0)} ms)`,
      speed(scanAll(matcher)),
      '',
      '',
      '',
      '',
    );
  }

  for (const [subjectsMore, bar] of [
    [0, '20,000'],
    [10_000, 'half of that'],
  ] as const) {
    const config = subjectsMore === 0 ? null : settingsWith(folder, subjectsMore);
    const { perSecond, perCpuSecond, peak } = classifyProcess(folder, all, config);
    const watched = `${String(file.subjects.length + subjectsMore)} subjects`;
    row(
      `classify, stdin to stdout, items of ${String(ITEM_LENGTH)} characters, ${watched}`,
      `${perSecond.toFixed(0)} a second (${perCpuSecond.toFixed(0)} a second of processor time)`,
      '',
      '',
      '',
      bar,
    );
    row('its peak memory', `${peak.toFixed(0)} MB`, '', '', '', '300 MB');
  }
}

/** Surnames as a watchlist has them: every spelling in four scripts, with endings and glued prefixes. */
function everySpelling(list: readonly string[]): readonly Spelling[] {
  return list.flatMap(
    (name) =>
      spellName(
        name,
        { name, also: [] },
        { part: 'surname', gender: 'both', declines: true, capital: false },
      ) ?? [],
  );
}

/** Each name as one word, in any case. */
function asWritten(list: readonly string[]): readonly Spelling[] {
  return list.map((name) => ({
    unit: name,
    rule: 'as written',
    words: [
      {
        positions: Array.from(foldedText(name), (letter) => [letter]),
        endings: PLAIN,
        prefixes: 'none',
        open: false,
        capital: false,
      },
    ],
  }));
}

/** Shared, so that all names share their paths. */
const PLAIN = [{ text: '', form: 'plain', added: false }] as const;
