import { describe, expect, test } from 'vitest';
import { storyWords } from '#tests/support/story-words.ts';

const { readTold } = storyWords;
const MONDAY = Date.parse('2024-05-06T00:00:00Z');
const told = (title: string, language: string, lead = '') =>
  readTold({ title, lead, text: '' }, language, MONDAY);

describe('how a report begins to tell a release', () => {
  test.each([
    ['en', 'Rebels free four fishermen after a week in the marshes', 'released/fact'],
    ['ru', 'Повстанцы освободили четырёх рыбаков', 'released/fact'],
    ['es', 'Los rebeldes liberaron a cuatro pescadores', 'released/fact'],
    ['en', 'Rebels will release four fishermen on Thursday', 'released/promise'],
    ['ru', 'Повстанцы отпустят четырёх рыбаков в четверг', 'released/promise'],
    ['de', 'Rebellen wollen vier Fischer freilassen', 'released/promise'],
    ['en', 'Bishop urges rebels to release four fishermen', 'released/asked'],
    ['ru', 'Освобождённые рыбаки выступили на площади', 'released/known'],
  ])('%s: %s', (language, title, way) => {
    expect(told(title, language).events).toEqual([way]);
  });

  test('is read in the headline and two sentences', () => {
    const lead =
      'The market was full. Traders talked at the pier. Rebels will release the crews on Thursday.';
    expect(told('Prices of fish', 'en', lead).events).toEqual([]);
  });

  test('says nothing in a language that has no lexicon', () => {
    expect(told('Lázadók', 'xx')).toEqual({ events: [], days: [] });
  });
});

test('the days of which a report speaks are those around it', () => {
  expect(told('Crews were freed on Saturday', 'en', 'They were taken on 2 March.').days).toEqual([
    '2024-05-04',
  ]);
  expect(told('4 мая рыбаков отпустили', 'ru').days).toEqual(['2024-05-04']);
});
