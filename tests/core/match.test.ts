import { describe, expect, test } from 'vitest';
import { createAutomaton } from '#core/automaton.ts';
import type { Automaton, Ending, WordPattern } from '#core/automaton.ts';
import { createMatcher } from '#core/match.ts';
import type { Spelling } from '#core/match.ts';

const bare: readonly Ending[] = [{ text: '', form: 'plain', added: false }];
const russianCases: readonly Ending[] = [
  { text: '', form: 'plain', added: false },
  { text: 'а', form: 'either', added: true },
  { text: 'ым', form: 'masculine', added: true },
  { text: 'ои', form: 'feminine', added: true },
];

function word(letters: string, more: Partial<WordPattern> = {}): WordPattern {
  return {
    positions: Array.from(letters, (letter) => [letter]),
    endings: bare,
    prefixes: 'none',
    open: false,
    capital: false,
    ...more,
  };
}

function found(spellings: readonly Spelling[], text: string, masks: readonly string[] = []): string[] {
  const { hits } = createMatcher(spellings, new Set(masks)).scan(text, 0);
  return hits.map((hit) => `${hit.unit}:${text.slice(hit.start, hit.end)}`);
}

const spelled = (unit: string, ...words: WordPattern[]): Spelling => ({ unit, rule: 'test', words });

describe('a word counts only as a whole', () => {
  const ai = [spelled('ai', word('ai'))];
  test.each([
    ['training is hard', []],
    ['the AI said', ['ai:AI']],
    ['ai', ['ai:ai']],
    ['said ai, aid', ['ai:ai']],
    ['заai', []],
    ['ai7', []],
  ])('%s', (text, hits) => {
    expect(found(ai, text)).toEqual(hits);
  });
});

describe('endings belong to the word and not to its surface', () => {
  const name = [spelled('trufanov', word('труфанов', { endings: russianCases }))];
  test.each([
    ['Труфановым', ['trufanov:Труфанов']],
    ['Труфановой', ['trufanov:Труфанов']],
    ['Труфанов', ['trufanov:Труфанов']],
    ['Труфановка', []],
    ['Труфановск', []],
    ['Трубанов', []],
  ])('%s', (text, hits) => {
    expect(found(name, text)).toEqual(hits);
  });

  test('and say who may be meant', () => {
    const { hits } = createMatcher(name, new Set()).scan('Труфанов Труфанова Труфановым Труфановой', 0);
    expect(hits.map((hit) => hit.form)).toEqual(['plain', 'either', 'masculine', 'feminine']);
  });
});

describe('glued particles', () => {
  const hebrew = [spelled('trufanov', word('טרופנוב', { prefixes: 'hebrew' }))];
  const arabic = [spelled('red-cross', word('صليب', { prefixes: 'arabic' }))];
  test.each([
    ['לטרופנוב', ['trufanov:טרופנוב']],
    ['ושלטרופנוב', ['trufanov:טרופנוב']],
    ['ושהלטרופנוב', []],
    ['גטרופנוב', []],
  ])('Hebrew: %s', (text, hits) => {
    expect(found(hebrew, text)).toEqual(hits);
  });
  test.each([
    ['الصليب', ['red-cross:صليب']],
    ['وبالصليب', ['red-cross:صليب']],
    ['للصليب', ['red-cross:صليب']],
    ['صليب', ['red-cross:صليب']],
    ['مصليب', []],
  ])('Arabic: %s', (text, hits) => {
    expect(found(arabic, text)).toEqual(hits);
  });

  test('a name that begins like a particle is still whole', () => {
    expect(found([spelled('boroda', word('בורודה', { prefixes: 'hebrew' }))], 'בורודה לבורודה')).toEqual([
      'boroda:בורודה',
      'boroda:בורודה',
    ]);
  });
});

describe('alternatives', () => {
  const name: WordPattern = word('', {
    positions: [['t'], ['r'], ['u', 'ou', 'oo'], ['f', 'ff', ''], ['a']],
  });
  test.each([
    ['trufa', 1],
    ['troufa', 1],
    ['trooffa', 1],
    ['troua', 1],
    ['trofa', 0],
    ['trufaa', 0],
  ])('%s', (text, hits) => {
    expect(found([spelled('x', name)], text)).toHaveLength(hits);
  });

  test('a stem takes any ending, and another word on the same path does not', () => {
    const spellings = [spelled('stem', word('host', { open: true })), spelled('plain', word('hosta'))];
    expect(found(spellings, 'hostages hosta host hostal')).toEqual([
      'stem:hostages',
      'stem:hosta',
      'plain:hosta',
      'stem:host',
      'stem:hostal',
    ]);
  });
});

describe('phrases', () => {
  const abu = word('abu');
  const spellings = [
    spelled('gaza', word('gaza')),
    spelled('gaza', word('gaza'), word('strip')),
    spelled('abu', abu, word('marzouk')),
  ];
  test.each([
    ['the Gaza Strip', ['gaza:Gaza Strip']],
    ['Gaza, strip', ['gaza:Gaza']],
    ['Abu-Marzouk and abu\u00a0marzouk', ['abu:Abu-Marzouk', 'abu:abu\u00a0marzouk']],
    ['Abu. Marzouk', []],
    ['abu', []],
  ])('%s', (text, hits) => {
    expect(found(spellings, text)).toEqual(hits);
  });

  test('a mask hides what lies within it and nothing else', () => {
    const masked = [spelled('moscow', word('moscow')), spelled('mask', word('moscow'), word('times'))];
    expect(found(masked, 'The Moscow Times writes from Moscow', ['mask'])).toEqual([
      'mask:Moscow Times',
      'moscow:Moscow',
    ]);
  });

  test('a word that wants its capital is not found without', () => {
    const goats = [
      spelled('kozlov', word('козлов', { capital: true })),
      spelled('he', word('קוז', { capital: true })),
    ];
    expect(found(goats, 'сто козлов, Козлов, КОЗЛОВ, קוז')).toEqual([
      'kozlov:Козлов',
      'kozlov:КОЗЛОВ',
      'he:קוז',
    ]);
  });
});

test('a text of one repeated name, of one word, and of no word is read in time that grows with its length', () => {
  const matcher = createMatcher([spelled('x', word('x')), spelled('xy', word('x'), word('y'))], new Set());
  expect(matcher.scan('x y '.repeat(200_000), 0).hits).toHaveLength(400_000);
  expect(matcher.scan('a'.repeat(1_000_000), 0).tokens).toBe(1);
  expect(matcher.scan(' '.repeat(1_000_000), 0).tokens).toBe(0);
});

describe('a sieve lets few words pass and loses none', () => {
  test('every spelling of a name passes, its endings and particles with it', () => {
    const name = word('', {
      positions: [['т'], ['р'], ['у', 'ю', 'оу'], ['ф', 'фф', ''], ['анов']],
      endings: russianCases,
    });
    const spellings = [spelled('x', name), spelled('he', word('אב', { prefixes: 'hebrew' }))];
    const stems = ['трутанов', 'труфанов', 'трюффанов', 'троуанов'].flatMap((stem) =>
      ['', 'а', 'ым', 'ои'].map((ending) => stem + ending),
    );
    expect(stems.filter((form) => found(spellings, `и ${form} и`).length > 0)).toHaveLength(12);
    expect(found(spellings, 'אב ואב ושלאב מאב')).toHaveLength(4);
  });

  test.each([
    ['a stem of two letters', 'ab', ['ab', 'abc', 'abcdefg', 'ab中']],
    ['a stem of three', 'abc', ['abc', 'abcd', 'abc中文', 'abcé']],
    ['a stem of one', 'a', ['a', 'ab', 'a1']],
  ])('%s takes any letters behind', (_what, stem, words) => {
    const open = [spelled('open', word(stem, { open: true }))];
    expect(words.filter((one) => found(open, `x ${one} x`).length !== 1)).toEqual([]);
    expect(found(open, 'b xab xabc')).toEqual([]);
  });

  test.each([
    ['a soft hyphen', 'Tru\u00adfanov'],
    ['marks', 'Tru\u0301fa\u0301nov'],
    ['Cyrillic letters that look Latin', 'Tru\u0444anov'.replace('\u0444', 'f').replace('a', '\u0430')],
    ['full-width letters', 'Ｔｒｕfanov'],
    ['a character reference', '&#84;rufanov'],
    ['letters beyond the first plane', '𝐓𝐫𝐮𝐟𝐚𝐧𝐨𝐯'],
    ['a quote behind it', 'Trufanov’s'],
    ['a tag before it', '<b>Trufanov</b>'],
  ])('a word with %s passes', (_what, printed) => {
    expect(found([spelled('x', word('trufanov'))], `said ${printed} there`)).toHaveLength(1);
    const many = word('', { positions: [['t'], ['r'], ['u', 'ou'], ['f'], ['a'], ['n'], ['o'], ['v']] });
    expect(found([spelled('x', many)], `said ${printed} there`)).toHaveLength(1);
  });

  test('what goes on in a phrase is asked for only where one has begun', () => {
    const phrase = [spelled('in', word('in'), word('exchange'), word('for'))];
    expect(found(phrase, 'in in exchange for, exchange for, in exchange')).toEqual(['in:in exchange for']);
  });

  test('of many words with one spelling each is found, and no other', () => {
    const many = Array.from({ length: 5000 }, (_, at) => `w${at.toString(36)}x`);
    const matcher = createMatcher(
      many.filter((_, at) => at % 2 === 0).map((one) => spelled(one, word(one))),
      new Set(),
    );
    const { hits } = matcher.scan(many.join(' '), 0);
    expect(hits.map((hit) => hit.unit)).toEqual(many.filter((_, at) => at % 2 === 0));
  });
});

test('with room for a few states only the same words are found, and no more states are made', () => {
  const patterns = [
    word('', { positions: [['t'], ['r'], ['u', 'ou', 'oo'], ['f', 'ff'], ['a'], ['nov']], endings: bare }),
    word('труфанов', { endings: russianCases }),
    word('טרופנוב', { prefixes: 'hebrew' }),
    word('host', { open: true }),
  ];
  const forms = 'trufanov trooffanov trofanov труфановои труфановск ושלטרופנוב גטרופנוב hostages hos'.split(
    ' ',
  );
  const [roomy, narrow] = [createAutomaton(), createAutomaton(4)];
  for (const pattern of patterns) for (const automaton of [roomy, narrow]) automaton.add(pattern);
  const readBy = (automaton: Automaton): unknown =>
    forms.map((form) => {
      const letters = Uint16Array.from(form, (letter) => letter.charCodeAt(0));
      return [
        automaton.read(letters, 0, letters.length),
        automaton.particlesOf(letters, 0, letters.length, 2),
      ];
    });
  expect(readBy(narrow)).toEqual(readBy(roomy));
  expect(narrow.states()).toBe(4);
});

test('two texts can be read side by side in two slots', () => {
  const matcher = createMatcher([spelled('x', word('x'))], new Set());
  const title = matcher.scan('a x', 0);
  const lead = matcher.scan('x b c', 1);
  expect(title.tokenText(0)).toBe('a');
  expect(lead.tokenText(2)).toBe('c');
});
