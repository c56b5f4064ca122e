import { describe, expect, test } from 'vitest';
import { Folding, fold, foldWord } from '#language/normalise.ts';
import { Sieve, partWords, wordKey } from '#language/words.ts';

function everything(): Sieve {
  const sieve = new Sieve();
  sieve.addAll();
  return sieve;
}

/** The words of a text with the strongest gap before each, as the whole text folds. */
function wholly(text: string): readonly string[] {
  const folded = fold(text);
  return Array.from({ length: folded.words }, (_, n) => described(folded, n));
}

/** The same, each word found by itself. */
function singly(text: string): readonly string[] {
  const words = partWords(text, everything());
  const one = new Folding(16);
  return Array.from(words.chosen.subarray(0, words.chosenCount), (n) => {
    foldWord(one.again(), text, n === 0 ? 0 : (words.to[n - 1] ?? 0), words.to[n] ?? 0);
    return one.words === 1 ? described(one, 0) : `${String(one.words)} words`;
  });
}

function described({ codes, starts, ends, from, to, gaps }: ReturnType<typeof fold>, n: number): string {
  const [first = 0, behind = 0] = [from[n], to[n]];
  const letters = String.fromCharCode(...codes.subarray(first, Math.min(behind, first + 100)));
  return `${String(gaps[n])} ${letters} ${String(starts[first])}-${String(ends[behind - 1])}`;
}

/** What texts are dressed up and broken with. */
const PIECES = [
  'a',
  'Tr',
  'ру',
  'צה',
  'ה',
  'حم',
  '中',
  'ガ',
  'ｶ',
  '트루',
  '・',
  '9',
  'ß',
  'œ',
  'ﷺ',
  '𝐒',
  'é',
  'e\u0301',
  '\u05b0',
  'ـ',

  ' ',
  '  ',
  '. ',
  ', ',
  '-',
  '\n',
  "'",
  '"',
  '’',
  '“',
  '<b>',
  '</p>',
  '<',
  '<p ',
  '&amp;',
  '&shy;',
  '&#84;',
  '&',

  '\u00ad',
  '\u200f',
  '\u200b',
  '\ud800',
  '\udc00',
  '😀',
  '\u0301',
  'ё',
  'Ё',
  'x86',
  'Т9',
];

describe('words are where folding has them, with the same gaps before them', () => {
  test.each([
    'Alexander (Sasha) Trufanov, 29.',
    'צה"ל: ״הארץ״ ו-ynet',
    '<p>Sasha&nbsp;<b>Tru</b>fanov</p>&#1058;рy',
    'O’Brien’s l’otage м’яч',
    '\u200bабв Tpуфaнoв Tru\u00adfa\u00adnov',
    '',
    ' ',
    '\u0301',
  ])('%j', (text) => {
    expect(singly(text)).toEqual(wholly(text));
  });

  test('in texts put together from everything that goes wrong', () => {
    let state = 3;
    const roll = (n: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 0x1_0000_0000) * n);
    };
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: 30 }, () => PIECES[roll(PIECES.length)] ?? '').join('');
      expect(singly(text), JSON.stringify(text)).toEqual(wholly(text));
    }
  });

  test.each([
    ['a letter with ten thousand marks', `a${'\u0301'.repeat(10_000)} b`, 2],
    ['half pairs', `a${'\ud800'.repeat(500_000)}b`, 2],
    ['a megabyte in one word', 'a'.repeat(1_000_000), 1],
    ['opened tags that never close', '<p'.repeat(300_000), 300_000],
    ['quotes between letters', "a'".repeat(300_000), 300_000],
    ['soft hyphens', '\u00ad'.repeat(500_000), 0],
  ])('in %s', (_what, text, count) => {
    const words = partWords(text, everything());
    expect([words.count, words.chosenCount]).toEqual([count, count]);
    // No more room than the text asks for, however it is broken.
    expect(words.to.length).toBeLessThanOrEqual(text.length);
  });
});

test('a sieve lets a word through by all its letters, or by how it begins', () => {
  const sieve = new Sieve();
  sieve.addWord(Array.from('moscow', (letter) => letter.charCodeAt(0)).reduce(wordKey, 0));
  const passed = (text: string): number[] => {
    const words = partWords(text, sieve);
    return [...words.chosen.subarray(0, words.chosenCount)];
  };
  expect(passed('From MOSCOW to Moscowa and to Moscow.')).toEqual([1, 6]);
});
