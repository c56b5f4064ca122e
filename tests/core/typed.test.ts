/** Names as people type them into `/status`. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createRecognise } from '#core/typed.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const loaded = loadWatchlist(
  readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8'),
  'config/watchlist.yaml',
  names,
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const recognise = createRecognise(loaded.recognition);

describe('a typed name is found', () => {
  test.each([
    ['труфанов', ['trufanov']],
    ['Труфанову', ['trufanov']],
    ['о Труфанове', ['trufanov']],
    ['טרופנוב', ['trufanov']],
    ['לטרופנוב', ['trufanov']],
    ['תרופנוב', ['trufanov']],
    ['تروفانوف', ['trufanov']],
    ['Troufanov', ['trufanov']],
    ['sasha troufanov', ['trufanov']],
    ['TRUFANOV', ['trufanov']],
    ['Трyфaнoв', ['trufanov']],
    ['елена труфанова', ['yelena-trufanova']],
    ['труфановой', ['yelena-trufanova']],
    ['trufanova', ['yelena-trufanova']],
    ['виталий труфанов', ['vitaly-trufanov']],
    ['харкин', ['herkin']],
    ['krivoi', ['krivoi']],
    ['путину', ['putin']],
    ['bogdanov', ['bogdanov']],
    ['викторов', ['viktorov']],
    ['мид россии', ['russian-foreign-ministry']],
    ['абу марзук', ['abu-marzouk']],
  ])('%s', (typed, subjects) => {
    expect(recognise(typed)).toEqual(subjects);
  });

  test('both are offered where the form does not tell the man from the woman', () => {
    expect(recognise('труфанова')).toEqual(['yelena-trufanova', 'trufanov']);
  });

  test('a given name alone means everybody who bears it', () => {
    expect(recognise('саша')).toEqual(expect.arrayContaining(['trufanov', 'lobanov']));
  });
});

describe('nobody is found', () => {
  test.each([
    ['Иван Труфанов'],
    ['Ирина Соколова'],
    ['Кривой Рог'],
    ['hostages'],
    [''],
    ['?'],
    ['x'.repeat(5_000)],
  ])('%s', (typed) => {
    expect(recognise(typed)).toEqual([]);
  });
});
