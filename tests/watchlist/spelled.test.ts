/** What `wirewatch names` shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadWatchlist } from '#watchlist/load.ts';
import { spelledOut } from '#watchlist/spelled.ts';
import { namesText } from '#src/cli/names.ts';
import { names } from '#tests/support/names.ts';

const loaded = loadWatchlist(
  readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8'),
  'config/watchlist.yaml',
  names,
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { lines } = loaded;

describe('what is generated for a person', () => {
  const spellings = spelledOut(lines, 'trufanov', names) ?? [];
  const surname = spellings.filter(({ part }) => part === 'surname');

  test.each([
    ['latin', 'troufanov'],
    ['cyrillic', 'труфанов'],
    ['hebrew', 'טרופנוב'],
    ['arabic', 'تروفانوف'],
  ] as const)('has %s spellings, each with its rule', (script, spelling) => {
    const own = surname.filter((one) => one.script === script && one.rule.startsWith('usual'));
    expect(own).toHaveLength(1);
    expect(own[0]?.rule).toContain('Trufanov');
    expect(own[0]?.examples).toContain(spelling);
    expect(own[0]?.count).toBeGreaterThanOrEqual(own[0]?.examples.length ?? Infinity);
  });

  test('shows cases, particles, and what the watchlist itself adds', () => {
    expect(surname.find(({ rule }) => rule.startsWith('usual cyrillic'))?.endings).toEqual(
      expect.arrayContaining(['', 'а', 'у', 'ым']),
    );
    expect(surname.find(({ script }) => script === 'hebrew')?.particles).toBe(true);
    expect(surname.map(({ rule }) => rule)).toContain('spelling "Troufanov" of the watchlist');
    expect(new Set(surname.map(({ rule }) => rule)).size).toBe(surname.length);
  });

  test('is readable by script, with when it counts', () => {
    const written = lines.subjects.find(({ id }) => id === 'krivoi');
    if (written === undefined) throw new Error('no krivoi');
    const text = namesText('Ron Krivoi', written, spelledOut(lines, 'krivoi', names) ?? []);
    for (const head of ['LATIN', 'CYRILLIC', 'HEBREW', 'ARABIC', 'WHEN IT COUNTS'])
      expect(text).toContain(head);
    expect(text).toContain('with its capital, beside captivity or captors');
    expect(text).toContain('veto: the term "Крив* Рог*"');
  });
});

test('a body shows its terms, a stranger nothing', () => {
  expect(spelledOut(lines, 'hamas', names)?.map(({ rule }) => rule)).toContain('the term "ХАМАС*"');
  expect(spelledOut(lines, 'nobody', names)).toBeNull();
});
