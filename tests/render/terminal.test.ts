import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heading, link, list, message, paragraph, quote, strong } from '#render/build.ts';
import { toTerminal } from '#render/terminal.ts';
import { lettersOf, messages, textsOf, withoutLinks } from './messages.ts';

const pipe = { width: Infinity, colour: false };

test('nothing from outside can steer the terminal', () => {
  fc.assert(
    fc.property(messages, (message) => {
      expect(toTerminal(message, pipe).replaceAll('\n', '')).not.toMatch(
        /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
      );
    }),
    { numRuns: 200 },
  );
});

test('every word is there, whatever the width, with colours or without', () => {
  fc.assert(
    fc.property(messages, fc.integer({ min: 10, max: 120 }), fc.boolean(), (message, width, colour) => {
      const plain = { ...withoutLinks(message), buttons: [] };
      const shown = stripVTControlCharacters(toTerminal(plain, { width, colour }));
      const words = textsOf(plain).join('\n');
      expect(lettersOf(shown)).toBe(lettersOf(words));
    }),
    { numRuns: 200 },
  );
});

test('a message as a person reads it', () => {
  const alert = message(
    [
      heading('🟢 RELEASED · confirmed'),
      paragraph([strong('Anna Example'), ' · free after 498 days']),
      quote('Handed over this morning.'),
      paragraph([link('https://a.example/1', 'North'), ' · ', link('https://b.example/2', 'South')]),
      heading('Also'),
      list(['one', 'two']),
    ],
    { buttons: [[{ kind: 'command', label: 'Timeline', command: 'timeline anna' }]] },
  );
  expect(toTerminal(alert, pipe)).toBe(
    [
      '🟢 RELEASED · confirmed',
      'Anna Example · free after 498 days',
      '│ Handed over this morning.',
      'North [1] · South [2]',
      '',
      'Also',
      '• one',
      '• two',
      '  [1] https://a.example/1',
      '  [2] https://b.example/2',
      '[Timeline]',
    ].join('\n'),
  );
});

test('lines are broken between words, and the next ones stand under the first', () => {
  expect(toTerminal(message([list(['one two three four'])]), { width: 12, colour: false })).toBe(
    '• one two\n  three four',
  );
});

test('emoji and East Asian letters count two columns', () => {
  expect(toTerminal(message([paragraph('解放 解放 解放')]), { width: 10, colour: false })).toBe(
    '解放 解放\n解放',
  );
});

test('colours come only where they were asked for', () => {
  const warning = message([heading('Careful')], { tone: 'promise' });
  expect(toTerminal(warning, pipe)).toBe('Careful');
  expect(toTerminal(warning, { width: 80, colour: true })).toContain('\u001B[33m');
});

test('an address that is its own text stands there once', () => {
  expect(toTerminal(message([paragraph(link('https://a.example/', 'https://a.example/'))]), pipe)).toBe(
    'https://a.example/',
  );
});

test('a headline and its source with one address have its number once', () => {
  const line = paragraph([link('https://a.example/1', 'Freed'), ' — ', link('https://a.example/1', 'North')]);
  expect(toTerminal(message([line]), pipe)).toBe('Freed — North [1]\n  [1] https://a.example/1');
});
