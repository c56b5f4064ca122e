import { describe, expect, test } from 'vitest';
import { splitSentences } from '#language/sentences.ts';

function sentences(text: string): string[] {
  return splitSentences(text).map(({ start, end }) => text.slice(start, end));
}

describe('sentences end where a reader stops', () => {
  test.each<[string, string[]]>([
    ['Hamas freed two women. They crossed at Rafah.', ['Hamas freed two women.', 'They crossed at Rafah.']],
    ['Он на свободе! Когда? Вчера…', ['Он на свободе!', 'Когда?', 'Вчера…']],
    ['“He is alive.” She wept.', ['“He is alive.”', 'She wept.']],
    ['הוא שוחרר. היא חיכתה.', ['הוא שוחרר.', 'היא חיכתה.']],
    ['هل عاد؟ نعم عاد.', ['هل عاد؟', 'نعم عاد.']],
    ['他回来了。她等了。', ['他回来了。', '她等了。']],
    ['A title\nThe first paragraph.', ['A title', 'The first paragraph.']],
  ])('%s', (text, expected) => {
    expect(sentences(text)).toEqual(expected);
  });
});

describe('a full stop that ends no sentence', () => {
  test.each([
    'He was taken on Oct. 7 from Nir Oz.',
    'Mr. A. Trufanov and Dr. Cohen met.',
    'The U.S. Senate voted.',
    'Это было в 2023 г. Песков ответил.',
    'Сумма в 3.5 млн. рублей выплачена.',
    'Read site.ru for 2.5 hours.',
    'Ждали... и дождались.',
    'Er wurde am 7. Oktober aus Nir Oz verschleppt.',
    'Sie warteten am 498. Tag auf ihn.',
  ])('%s', (text) => {
    expect(sentences(text)).toEqual([text]);
  });
});

test('blocks of markup that were left in end a sentence, inline tags do not', () => {
  expect(sentences('<p>First one.</p><p>Second <b>one</b> here.</p>')).toEqual([
    'First one.',
    'Second <b>one</b> here.',
  ]);
});

test('the spans do not overlap and a text of stops alone is quick', () => {
  for (const text of [
    '. '.repeat(200_000),
    '<'.repeat(100_000),
    'a.'.repeat(200_000),
    '\n'.repeat(200_000),
  ]) {
    const spans = splitSentences(text);
    expect(spans.every((span, at) => span.start < span.end && span.start >= (spans[at - 1]?.end ?? 0))).toBe(
      true,
    );
  }
});
