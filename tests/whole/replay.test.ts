/**
 * Two years of the story replayed: tests/fixtures/two-years, items of our own wording in eight languages about what is public
 * record, with what misleads (promises, denials, false statements, videos, other people's releases, anniversaries, copies).
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Newsreel, ReplayJson } from '#tests/support/replaying.ts';
import { linesIn, newsreel } from '#tests/support/replaying.ts';

const HOME = join(import.meta.dirname, '..', '..');
const REEL = join(HOME, 'tests', 'fixtures', 'two-years', 'items.jsonl');

/** From which day on each stands where, by the public record as far as the items tell it. */
const STANDS: Readonly<Record<string, readonly (readonly [from: string, situation: string])[]>> = {
  trufanov: [
    ['2023-10-10', 'held'],
    ['2025-02-16', 'released'],
  ],
  'yelena-trufanova': [
    ['2023-10-10', 'held'],
    ['2023-11-30', 'released'],
  ],
  'irena-tati': [
    ['2023-10-10', 'held'],
    ['2023-11-30', 'released'],
  ],
  'sapir-cohen': [
    ['2023-10-10', 'held'],
    ['2023-12-01', 'released'],
  ],
  'vitaly-trufanov': [['2023-10-10', 'dead']],
  krivoi: [
    ['2023-10-12', 'held'],
    ['2023-11-27', 'released'],
  ],
  herkin: [
    ['2023-10-12', 'held'],
    ['2025-10-14', 'released'],
  ],
  kozlov: [
    ['2023-10-13', 'held'],
    ['2024-06-09', 'released'],
  ],
  lobanov: [
    ['2023-10-13', 'held'],
    ['2024-09-02', 'dead'],
  ],
};

/** Since when, at the end. */
const SINCE: Readonly<Record<string, string>> = {
  trufanov: '2025-02-15',
  'yelena-trufanova': '2023-11-29',
  'irena-tati': '2023-11-29',
  'sapir-cohen': '2023-11-30',
  'vitaly-trufanov': '2023-10-07',
  krivoi: '2023-11-26',
  herkin: '2025-10-13',
  kozlov: '2024-06-08',
  lobanov: '2024-09-01',
};

const DAYS = [
  '2023-10-08',
  '2023-11-26',
  '2023-11-27',
  '2023-11-29',
  '2023-12-01',
  '2024-06-08',
  '2024-09-02',
  '2025-02-15',
  '2025-02-16',
  '2025-10-13',
  '2025-12-02',
];

/** Everybody's freedom and death, and the first item that tells it. Two women came free together. */
const ENDS = [
  'died vitaly-trufanov father-killed-he',
  'released krivoi krivoi-free-en',
  'released irena-tati,yelena-trufanova two-women-free-en',
  'released sapir-cohen sapir-free-en',
  'released kozlov kozlov-rescued-en',
  'died lobanov lobanov-dead-he',
  'released trufanov free-en',
  'released herkin herkin-free-en',
];

/** What tells nothing new, or nothing of them: each would be an alert if a class of sentences were read wrongly. */
const NO_NEWS: ReadonlySet<string> = new Set([
  'found-dead-en',
  'only-one-man-en',
  'promised-and-come-ar',
  'arrived-in-egypt-en',
  'home-town-ru',
  'they-were-all-released-en',
  'recalled-promise-en',
  'pictures-of-the-dead-ru',
  'refuses-and-offers-ru',
  'second-captive-en',
  'video-and-promise-en',
  'seventh-of-october-de',
  'hopes-es',
  'named-only-en',
  'video-recalls-promise-en',
  'thanks-months-later-ar',
  'radio-talk-he',
  'welcomed-on-tuesday-en',
]);

/**
 * What happened besides, one event where one report tells it of several: five abductions of eight people, four videos, eight
 * promises, five denials, a false claim of a death.
 */
const OTHER_EVENTS = 5 + 4 + 8 + 5 + 1;

let reel: Newsreel;
let lines: readonly string[];
let whole: ReplayJson;

beforeAll(async () => {
  reel = await newsreel(join(HOME, 'config'));
  lines = await linesIn(REEL);
  whole = await reel.replay(lines);
});

function situations({ subjects }: ReplayJson): Record<string, string> {
  return Object.fromEntries(Object.entries(subjects).map(([id, one]) => [id, one.situation]));
}

describe('two years of items', () => {
  test.each(DAYS)('put everybody where they stood on %s', async (day) => {
    const expected = Object.fromEntries(
      Object.entries(STANDS).map(([id, moves]) => [
        id,
        moves.findLast(([from]) => from <= day)?.[1] ?? 'unknown',
      ]),
    );
    expect(situations(await reel.replay(lines, { until: day }))).toEqual(expected);
  });

  test('tell each release and each death once, on the first item that reports it', () => {
    const told = whole.alerts
      .filter(({ kind }) => kind === 'released' || kind === 'died' || kind === 'correction')
      .map(({ kind, subjects, entry }) => `${kind} ${subjects.toSorted().join()} ${entry}`);
    expect(told.toSorted()).toEqual(ENDS.toSorted());
  });

  test('tell in one message what one report tells of several', () => {
    const [family] = whole.alerts;
    expect(family).toMatchObject({
      kind: 'held',
      entry: 'family-taken-en',
      subjects: ['trufanov', 'yelena-trufanova', 'irena-tati', 'sapir-cohen'],
    });
    expect(family?.text.split('\n').slice(0, 5)).toEqual([
      expect.stringContaining('HELD · reported, one source'),
      'Alexander (Sasha) Trufanov · held, day 3',
      'Yelena Trufanova · held, day 3',
      'Irena Tati · held, day 3',
      'Sapir Cohen · held, day 3',
    ]);
    const joined = whole.edits.findLast(({ edits }) => edits === 'two-women-free-en')?.text;
    expect(joined).toContain('Irena Tati · free after 54 days');
    expect(joined).toContain('Yelena Trufanova · free after 54 days');
  });

  test('tell nothing of what only sounds like news', () => {
    expect(whole.alerts.filter(({ entry }) => NO_NEWS.has(entry))).toEqual([]);
  });

  test.each([
    ['every other item', 2, 0],
    ['the others', 2, 1],
    ['two thirds', 3, 0],
    ['two thirds', 3, 1],
    ['two thirds', 3, 2],
  ])('free and bury nobody else where only %s come (%i, %i)', async (_which, of, left) => {
    const some = lines.filter((_line, i) => (of === 2 ? i % 2 === left : i % 3 !== left));
    const { subjects, alerts } = await reel.replay(some);
    const stand = Object.entries(subjects).map(([id, { situation, since }]) => ({
      id,
      end: situation === 'held' || situation === 'unknown' ? null : situation,
      // A look back may know the month only.
      month: since?.slice(0, 7),
    }));
    const ended = stand.filter(({ end }) => end !== null);
    expect(ended).toEqual(
      ended.map(({ id }) => ({ id, end: STANDS[id]?.at(-1)?.[1], month: SINCE[id]?.slice(0, 7) })),
    );
    const early = alerts
      .filter(({ kind }) => kind === 'released' || kind === 'died')
      .filter(({ at, subjects: whom }) => whom.some((id) => at < (SINCE[id] ?? '')));
    expect(early).toEqual([]);
    expect(alerts.filter(({ kind }) => kind === 'correction')).toEqual([]);
  });

  test('tell little more than happened', () => {
    expect(whole.alerts.length).toBeLessThanOrEqual(1.2 * (ENDS.length + OTHER_EVENTS));
  });

  test('say since when', () => {
    const since = Object.fromEntries(Object.entries(whole.subjects).map(([id, one]) => [id, one.since]));
    expect(since).toMatchObject(SINCE);
  });

  test("tell a captor's claim of a death as a claim, and its denial", () => {
    const told = whole.alerts.filter(
      ({ at, subjects }) => at >= '2025-07' && at < '2025-08' && subjects.includes('herkin'),
    );
    expect(told.map(({ kind, entry, text }) => `${kind} ${entry} ${text.split('\n')[0] ?? ''}`)).toEqual([
      'other hamas-claims-death-en ⚪ CLAIMED, not confirmed',
      'denial death-denied-he 🟠 DENIED',
    ]);
  });

  test('make edits of what copies and further sources add, and digests of the days that had news', () => {
    const freed = whole.edits.filter(
      ({ kind, subjects }) => kind === 'released' && subjects.includes('trufanov'),
    );
    expect(freed.length).toBeGreaterThan(2);
    expect(freed.at(-1)?.text).toContain('confirmed');
    expect(whole.digests.every(({ at }) => at.endsWith('T09:00:00.000Z'))).toBe(true);
    expect(new Set(whole.digests.map(({ at }) => at)).size).toBe(whole.digests.length);
    expect(whole.digests.length).toBeGreaterThan(40);
  });

  test('digest a promise as a promise, a captor’s claim as a claim, and what is repeated once', () => {
    const of = (day: string): string => whole.digests.find(({ at }) => at.startsWith(day))?.text ?? '';
    expect(of('2025-02-04')).toMatch(/promises? the release of Alexander \(Sasha\) Trufanov\./u);
    expect(of('2025-02-04')).not.toContain('🟢');
    expect(of('2025-02-15')).toMatch(/sources say that Alexander \(Sasha\) Trufanov is free\..*\(alerted\)/u);
    expect(of('2025-02-16')).toMatch(
      /Known before, with further reports since: .*Troufanov freed after 498 days/u,
    );
    expect(of('2025-07-21')).toContain('⚪ Hamas claims that Maxim Herkin died; that is not confirmed.');
  });

  test('name items by their own ids', () => {
    const ids = new Set(lines.map((line) => /"id": ?"([^"]+)"/u.exec(line)?.[1]));
    const named = [
      ...whole.alerts.map(({ entry }) => entry),
      ...whole.stories.flatMap(({ entries }) => entries),
    ];
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
    const stories = new Set(whole.stories.map(({ id }) => id));
    expect(whole.alerts.filter(({ story }) => !stories.has(story))).toEqual([]);
  });
});

describe('items as they come', () => {
  const told = ({ alerts }: ReplayJson): string[] =>
    alerts.map(({ at, kind, subjects }) => `${at} ${kind} ${subjects.join()}`);

  test('in no order, and twice, come to the same', async () => {
    const reversed = await reel.replay(lines.toReversed());
    expect(situations(reversed)).toEqual(situations(whole));
    expect(told(reversed)).toEqual(told(whole));
    expect(told(await reel.replay([...lines, ...lines]))).toEqual(told(whole));
  });

  test('without a date are seen with the one before, and of the future with their neighbours', async () => {
    const items = [
      {
        id: 'a',
        title: 'Hostage Maxim Herkin is held in Gaza by Hamas',
        publishedAt: '2024-05-01T10:00:00Z',
        source: 'bbc',
      },
      { id: 'b', title: 'Hamas freed hostage Maxim Herkin', source: 'ynet' },
      {
        id: 'c',
        title: 'Hamas freed hostage Maxim Herkin',
        publishedAt: '2077-01-01T00:00:00Z',
        source: 'jpost',
      },
      { id: 'd', title: 'Weather', publishedAt: 'soon' },
    ].map((item) => JSON.stringify(item));
    const { alerts, subjects } = await reel.replay(items);
    // That he is held is no news so long after he was taken.
    expect(alerts.map(({ at, kind }) => `${at} ${kind}`)).toEqual(['2024-05-01T10:00:00.000Z released']);
    expect(subjects['herkin']).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
      since: '2024-05-01',
    });
  });

  test('from a labelled file have the dates that they have there', async () => {
    const labelled = lines.slice(0, 40).map((line) => line.replace('"publishedAt":', '"published":'));
    expect(labelled).not.toEqual(lines.slice(0, 40));
    expect(told(await reel.replay(labelled))).toEqual(told(await reel.replay(lines.slice(0, 40))));
  });

  test('of a megabyte are read in bounded time', async () => {
    const started = performance.now();
    const text = 'Hamas said hostage Maxim Herkin would be freed in Gaza soon. '.repeat(17_000);
    const { subjects } = await reel.replay([
      JSON.stringify({ id: 'long', title: 'Long', content: text, publishedAt: '2024-05-01' }),
    ]);
    expect(subjects['herkin']?.situation).toBe('held');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

/** Runs the command as a person does. */
async function wirewatch(
  args: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ['src/start.js', ...args], { cwd: HOME });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

describe('wirewatch replay', () => {
  const item =
    '{"id":"1","title":"Hamas freed hostage Maxim Herkin","publishedAt":"2025-10-13T08:00:00Z","source":"bbc"}';

  test('prints alerts as they would have come, then where everybody stands', async () => {
    const { code, out } = await wirewatch(['replay', '-', '--until', '2025-10-14'], item);
    expect(code).toBe(0);
    expect(out).toContain('── 2025-10-13 08:00 UTC\n🟢 RELEASED · reported, one source');
    expect(out.indexOf('Where everybody stands')).toBeGreaterThan(out.indexOf('RELEASED'));
  });

  test('names a broken line and goes on with the rest', async () => {
    const { code, out, err } = await wirewatch(['replay', '-', '--json'], `${item}\nnonsense\n{"id":2}\n`);
    expect(code).toBe(0);
    expect(err).toContain('stdin, line 2: this is not JSON');
    expect(err).toContain('stdin, line 3: title');
    const read: unknown = JSON.parse(out);
    expect(read).toMatchObject({ alerts: [{ kind: 'released', subjects: ['herkin'], entry: '1' }] });
    expect((await wirewatch(['replay', '-'], 'nonsense')).code).toBe(1);
  });

  test('names a date that it cannot read, and what it does with the item', async () => {
    const dated = (id: number, at: string): string =>
      JSON.stringify({ id, title: 'Rain in Oslo', publishedAt: at });
    const { code, err } = await wirewatch(['replay', '-', '--json'], `${item}\n${dated(2, 'yesterday')}\n`);
    expect(code).toBe(0);
    expect(err).toBe(
      'stdin, line 2: "yesterday" is no date that can be read; the item gets the date of the one before it, or of the first that has one.\n',
    );
    const many = Array.from({ length: 25 }, (_, n) => dated(n + 2, `soon ${String(n)}`));
    expect((await wirewatch(['replay', '-', '--json'], [item, ...many].join('\n'))).err).toContain(
      '… and 5 more lines like these',
    );
  });

  test('says nothing of a publisher that no item names, and nothing of feeds where none is read', async () => {
    const lines = [
      {
        id: 1,
        title: 'Hostage Maxim Herkin freed from Gaza, the Red Cross says',
        publishedAt: '2025-10-13T08:00:00Z',
      },
      {
        id: 2,
        title: 'Families of the Russian hostages in Gaza ask Moscow for help',
        publishedAt: '2025-10-13T09:00:00Z',
      },
    ];
    const unnamed = lines.map((line) => JSON.stringify(line)).join('\n');
    for (const language of ['en', 'ru']) {
      const { out, err } = await wirewatch(
        ['--language', language, 'replay', '-', '--until', '2025-10-15'],
        unnamed,
      );
      const told = out.slice(0, out.indexOf('⚪'));
      expect(told).toContain('Maxim Herkin freed from Gaza');
      expect(told).not.toMatch(/unknown|— *$/mu);
      expect(out).not.toMatch(/No feeds are set up|Ленты не настроены/u);
      expect(err).toContain('2 items of stdin through 2025-10-14');
    }
    const named = unnamed.replace('"id":1', '"id":1,"source":"bbc"');
    const { out } = await wirewatch(['replay', '-', '--until', '2025-10-15'], named);
    expect(out).toMatch(/^Red Cross, via BBC$/mu);
    expect(out).toContain('— BBC');
  });

  test('says once how many items have no date, and what they are taken for', async () => {
    const dateless = (id: number): string => JSON.stringify({ id, title: 'Rain in Oslo' });
    const some = await wirewatch(['replay', '-', '--json'], [dateless(2), item, dateless(3)].join('\n'));
    expect(some.err).toBe(
      '2 items have no date; each gets the date of the one before it, or of the first that has one.\n',
    );
    const all = await wirewatch(['replay', '-', '--json'], [dateless(2), dateless(3)].join('\n'));
    expect(all.err).toBe('2 items have no date; each is read as one of now.\n');
    // As classify says it.
    expect((await wirewatch(['classify'], [dateless(2), dateless(3)].join('\n'))).err).toBe(all.err);
  });

  test('says kindly what is wrong with how it is used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wirewatch-replay-'));
    const file = join(folder, 'items.jsonl');
    await writeFile(file, item);
    const missing = await wirewatch(['replay', join(folder, 'itmes.jsonl')]);
    expect(missing).toMatchObject({ code: 2, out: '' });
    expect(missing.err).toMatch(/^There is no file \S*itmes\.jsonl here\./u);
    const day = await wirewatch(['replay', file, '--until', '2025-02-31']);
    expect(day).toMatchObject({ code: 2, out: '' });
    expect(day.err).toContain('"2025-02-31" is none');
    const flag = await wirewatch(['replay', file, '--untill', '2025-02-01']);
    expect(flag.code).toBe(2);
    expect(flag.err).toContain('--until');
    await rm(folder, { recursive: true });
  });
});
