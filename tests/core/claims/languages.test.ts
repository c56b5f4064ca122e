import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { createClaimReader } from '#core/claims/read.ts';
import { worded } from '#tests/support/worded.ts';
import { createClassifier } from '#core/classify.ts';
import type { Claim } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const FIXTURES = ['languages', 'events', 'together', 'nouns', 'plain'].map(
  (name) => `tests/fixtures/claims/${name}.yaml`,
);
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { lexicons, check } = await loadLexicons('config/lexicon');
const detect = createDetector({ languages: [...lexicons.keys()], statistics: null });
const classify = createClassifier({ recognition: loaded.recognition, detect });
const read = worded(createClaimReader({ lexicons, watchlist: loaded.watchlist, sources: new Map() }));

/** Parts a headline from the lead under it. */
const BAR = ' || ';

/** Before a reading that must not be found. */
const NOT = 'not ';

/** A sentence, or a headline and its lead, then each reading that has to be among those found. */
const Lines = z.record(z.string(), z.array(z.tuple([z.string()]).rest(z.string())));
const texts = await Promise.all(FIXTURES.map((file) => readFile(file, 'utf8')));
const lines = texts.flatMap((text) =>
  Object.entries(Lines.parse(parse(text))).flatMap(([language, list]) =>
    list.map(([text, ...readings]) => ({
      language,
      text,
      expected: readings.filter((one) => !one.startsWith(NOT)),
      never: readings.filter((one) => one.startsWith(NOT)).map((one) => one.slice(NOT.length)),
    })),
  ),
);

/** Saturday, 15 February 2025, noon. */
const SATURDAY = Date.UTC(2025, 1, 15, 12);

function claimsIn(language: string, text: string): readonly Claim[] {
  const [title, lead] = text.includes(BAR) ? text.split(BAR) : ['', text];
  const entry: Entry = {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title: title ?? '',
    lead: lead ?? '',
    text: '',
    language,
    publishedAt: SATURDAY,
    firstSeenAt: SATURDAY,
    arrival: 'news',
  };
  return read(entry, classify(entry));
}

function readings(language: string, text: string): string[] {
  return claimsIn(language, text)
    .filter((claim) => !claim.weighed)
    .filter((claim) => claim.subject !== 'russian-hostages')
    .map((claim) => `${claim.subject} ${claim.event}/${claim.modality}`);
}

describe('claims in every language that has a lexicon', () => {
  it('the lexicons have no broken line', () => {
    expect(check()).toEqual([]);
  });

  it.each(lines)('$language: $text', ({ language, text, expected, never }) => {
    const found = readings(language, text);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found.filter((one) => never.includes(one))).toEqual([]);
    // A release or death that is not told there is worse than one that is missed.
    expect(found.filter((one) => /released|died|body/.test(one) && !expected.includes(one))).toEqual([]);
  });
});

describe('the seventh of October without a year', () => {
  it.each([
    ['en', 'Maxim Herkin was kidnapped by Hamas on October 7.'],
    ['ru', 'Максима Харкина похитили боевики ХАМАС 7 октября.'],
    ['uk', 'Максима Харкіна викрали бойовики ХАМАС 7 жовтня.'],
    ['he', 'מקסים הרקין נחטף בידי חמאס ב-7 באוקטובר.'],
    ['ar', 'اختطفت حماس الرهينة مكسيم هركين في 7 أكتوبر.'],
    ['de', 'Maxim Herkin wurde am 7. Oktober von der Hamas entführt.'],
    ['fr', 'Maxim Herkin a été enlevé par le Hamas le 7 octobre.'],
    ['es', 'Maxim Herkin fue secuestrado por Hamás el 7 de octubre.'],
    ['it', 'Maxim Herkin è stato rapito da Hamas il 7 ottobre.'],
    ['pt', 'Maxim Herkin foi sequestrado pelo Hamas em 7 de outubro.'],
    ['pl', 'Maksim Herkin został porwany przez Hamas 7 października.'],
    ['nl', 'Maxim Herkin werd op 7 oktober door Hamas ontvoerd.'],
    ['tr', "Maksim Herkin 7 Ekim'de Hamas tarafından kaçırıldı."],
    ['zh', '人质马克西姆·赫尔金10月7日被哈马斯绑架。'],
    ['ja', '人質のマキシム・ヘルキンさんは10月7日にハマスに拉致された。'],
  ])('is the one of 2023, in %s', (language, text) => {
    const taken = claimsIn(language, text).find(({ event }) => event === 'abducted');
    expect(taken?.eventAt?.day).toBe('2023-10-07');
  });
});
