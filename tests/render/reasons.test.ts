/** The reasons behind a verdict are kept in English sentences: each of them has to be known again, or a reader of another language meets it as it is. */
import { readFileSync } from 'node:fs';
import { eld } from 'eld/extrasmall';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readBecause, written } from '#core/because.ts';
import type { Because } from '#core/because.ts';
import { createClassifier } from '#core/classify.ts';
import { LANGUAGES } from '#core/locale.ts';
import { createDetector } from '#language/detect.ts';
import { plain } from '#render/build.ts';
import { becauseWords, languageName, reasonWords, ruleWords, shortCues } from '#render/reasons.ts';
import { spellingsOf } from '#watchlist/compile.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { locales } from '#tests/support/locales.ts';
import { names } from '#tests/support/names.ts';

const file = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');
const loaded = loadWatchlist(file('config/watchlist.yaml'), 'config/watchlist.yaml', names);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { recognition, watchlist, lines } = loaded;
const russian = locales.in('ru');
const context = { watchlist, sources: new Map(), locale: russian };

test('every spelling that the watchlist makes is told in words of ours', () => {
  const rules = new Set(spellingsOf(lines, names).map(({ rule }) => rule));
  expect(rules.size).toBeGreaterThan(500);
  expect([...rules].filter((rule) => plain(ruleWords(rule, russian)) === rule)).toEqual([]);
});

test('so is every way in which somebody is found, and every reason of a score', () => {
  const detect = createDetector({ languages: [...LANGUAGES, 'de', 'ar', 'es', 'fr'], statistics: () => eld });
  const classify = createClassifier({ recognition, detect });
  const Item = z.object({ title: z.string(), lead: z.string() });
  const verdicts = file('tests/fixtures/classify/items.jsonl')
    .trim()
    .split('\n')
    .map((line) => Item.parse(JSON.parse(line)))
    .map(({ title, lead }) => classify({ title, lead, text: '', language: null }));
  const rules = new Set(verdicts.flatMap(({ mentions }) => mentions.map(({ rule }) => rule)));
  const reasons = verdicts.flatMap((verdict) => verdict.reasons);
  for (const latin of [
    ...[...rules].map((rule) => plain(ruleWords(rule, russian)).replace(/[«:].*/u, '')),
    ...reasons.map((reason) => plain(reasonWords(reason, context))),
  ])
    expect(latin).not.toMatch(/[a-z]{2,}/iu);
  expect(new Set([...rules].map((rule) => rule.split(',')[0])).size).toBeGreaterThan(5);
});

describe('why a report is in its story', () => {
  const ALL: readonly (readonly [Because, string])[] = [
    [{ code: 'alone' }, 'за 72 часа ничего похожего'],
    [{ code: 'parted' }, 'отделено вручную'],
    [
      { code: 'refused', against: 'a:released/fact against a:died/fact' },
      'похожее рассказывает о другом событии',
    ],
    [{ code: 'alike', likeness: -0.5, shared: [] }, 'сходство -0.5'],
    [
      { code: 'alike', likeness: 3.1, shared: ['herkin', 'theme visit', 'theme video', '498', '3 people'] },
      'сходство 3.1 (Максим Харкин, 498, 3 человека и 2 общие темы)',
    ],
    [{ code: 'copy', source: 'wire', share: 87 }, 'копия: wire, 87 % слов'],
    [
      { code: 'old words', source: 'A, of B', day: '2025-02-03' },
      'старый текст: снова A, of B, 3 февраля 2025',
    ],
  ];

  test.each(ALL)('%j is read as it was written, and told', (because, told) => {
    expect(readBecause(written(because))).toEqual(because);
    expect(plain(becauseWords(written(because), context))).toBe(told);
  });

  test('what is none of that is told as it is', () => {
    expect(plain(becauseWords('the first', context))).toBe('the first');
  });
});

test('cues are told short, and languages by their names', () => {
  expect(shortCues('ru: дал~past|даёт|дают|дать … слово + тот|та')).toBe(
    'ru: дал|даёт|дают|… … слово + тот|та',
  );
  expect(LANGUAGES.map((language) => languageName('he', locales.in(language)))).toEqual([
    'Hebrew',
    'иврит',
    'іврит',
    'עברית',
  ]);
});
