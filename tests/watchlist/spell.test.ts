import { describe, expect, test } from 'vitest';
import { createMatcher } from '#core/match.ts';
import { soundsOf } from '#watchlist/sounds.ts';
import { isGendered, spellName, spellTerm } from '#watchlist/spell.ts';
import type { NameManner } from '#watchlist/spell.ts';

const surname: NameManner = { part: 'surname', gender: 'both', declines: true, capital: false };
const given = (gender: 'm' | 'f'): NameManner => ({ part: 'given', gender, declines: true, capital: true });

/** Which of the printed forms are spellings of the name. */
function taken(name: string, manner: NameManner, forms: string, also: string[] = []): string[] {
  const spellings = spellName('x', { name, also }, manner);
  if (spellings === null) throw new Error(`no sounds: ${name}`);
  const matcher = createMatcher(spellings, new Set());
  return forms.split(' ').filter((form) => matcher.scan(form, 0).hits.length > 0);
}

/** Which of the printed forms are no spellings of the name. */
function missed(name: string, manner: NameManner, forms: string, also: string[] = []): string[] {
  const found = taken(name, manner, forms, also);
  return forms.split(' ').filter((form) => !found.includes(form));
}

describe('a name written once is spelled as the press does', () => {
  test('a surname in -ov, declined in Russian and Ukrainian', () => {
    expect(
      missed(
        'Trufanov',
        surname,
        'Труфанов Труфанова Труфанову Труфановым Труфанове Труфановой Труфановы Труфановых Труфановыми',
      ),
    ).toEqual([]);
    expect(
      missed(
        'Trufanov',
        surname,
        'Труфановим Труфанові Труфанові Труфанової Труфановій Труфановою Труфанових',
      ),
    ).toEqual([]);
  });

  test('a surname that is an adjective', () => {
    expect(
      missed(
        'Krivoi',
        surname,
        'Кривой Кривого Кривому Кривым Кривом Кривая Кривую Кривые Кривий Кривим Крива',
      ),
    ).toEqual([]);
    expect(missed('Krivoi', surname, 'Krivoi Krivoy Krivoj Kryvoi Kryvoy Kriwoi')).toEqual([]);
    expect(taken('Krivoi', surname, 'Кривич Кривошеин Крик Krivorog')).toEqual([]);
  });

  test('given names of men and women', () => {
    expect(
      missed('Maxim', given('m'), 'Максим Максима Максиму Максимом Максиме Maxim Maksim Maksima'),
    ).toEqual([]);
    expect(
      missed('S E R G E J', given('m'), 'Сергей Сергея Сергею Сергеем Сергее Sergei Sergey Sergej'),
    ).toEqual([]);
    expect(
      missed('M A R I JA', given('f'), 'Мария Марии Марию Марией Maria Mariya Marija מריה ماريا'),
    ).toEqual([]);
    expect(missed('JE L E N A', given('f'), 'Елена Елены Елене Елену Еленой Yelena Jelena Elena')).toEqual(
      [],
    );
  });

  test('romanisations, and spellings that went through Hebrew or Arabic and back', () => {
    expect(
      missed(
        'Trufanov',
        surname,
        'Trufanov Troufanov Trufanow Trufanoff Trupanov Tropanov Трупанов טרופנוב טרופאנוב تروفانوف تروبانوف تروبنوف',
      ),
    ).toEqual([]);
    expect(
      missed(
        'Herkin',
        surname,
        'Herkin Kherkin Kharkin Harkin Херкин Харкин Геркин הרקין חרקין هيركين هركين خاركين',
      ),
    ).toEqual([]);
  });

  test('a name of two words, apart, with a hyphen and as one', () => {
    const forms = [
      'Abu Marzouk',
      'Abu Marzook',
      'Abu-Marzuk',
      'Abumarzouk',
      'Абу Марзука',
      'אבו מרזוק',
      'أبو مرزوق',
      'أبو مارزوك',
    ];
    const matcher = createMatcher(
      spellName('x', { name: 'Abu Marzouk', also: [] }, surname) ?? [],
      new Set(),
    );
    expect(forms.filter((form) => matcher.scan(form, 0).hits.length !== 1)).toEqual([]);
    expect(matcher.scan('Abu Mazen', 0).hits).toEqual([]);
  });

  test('a name that never changes', () => {
    const manner = { ...surname, gender: 'f', declines: false } as const;
    expect(taken('Halperin', manner, 'Гальперин Гальперина Гальпериным')).toEqual(['Гальперин']);
  });

  test('spellings given letter by letter take the endings of their script', () => {
    expect(
      missed('Cohen', { ...surname, gender: 'm' }, 'Коэн Коэна Коэном כהן וכהן כהן', ['Коэн', 'כהן']),
    ).toEqual([]);
  });
});

describe('other names and words are not', () => {
  test.each([
    ['Trufanov', 'Труфановка Труфановский Трофимов Тифанов Trefanov Trufanovka טרפה ترف'],
    ['Herkin', 'Herkimer Hercin Perkin Херсон הרכין'],
    ['Lobanov', 'Лобановский Любанов Labanowski'],
    ['Kozlov', 'Козловский козлик כסלו كسل'],
    ['Krivoi', 'קרבי קרב ריבוי כריבוי قريب קריבי'],
  ])('%s', (name, forms) => {
    expect(taken(name, surname, forms)).toEqual([]);
  });
});

test('every spelling remembers how it came about', () => {
  const spellings = spellName('x', { name: 'Trufanov', also: ['Troufanoff'] }, surname) ?? [];
  const matcher = createMatcher(spellings, new Set());
  const rule = (form: string): string | undefined => matcher.scan(form, 0).hits[0]?.rule;
  expect(rule('Трубанов')).toBeUndefined();
  expect(rule('Труфановым')).toBe('usual cyrillic spelling of Trufanov');
  expect(rule('תרופנוב')).toBe('usual hebrew spelling of Trufanov');
  expect(rule('Tropanov')).toBe('roundabout latin spelling of Trufanov');
  expect(rule('Troufanoff')).toBe('usual latin spelling of Trufanov');
});

test('sounds are read from English spelling or given one by one', () => {
  const read = (name: string): string | undefined =>
    soundsOf(name)
      ?.map(({ sound, maybe }) => sound + (maybe ? '?' : ''))
      .join(' ');
  expect(read('Zakharov')).toBe('Z A H A R O V');
  expect(read('Krivoi')).toBe('K R I V O J');
  expect(read('Yelena')).toBe('JE L E N A');
  expect(read('A L E X A N D E? R')).toBe('A L E X A N D E? R');
  expect(read('Труфанов')).toBeUndefined();
  expect(read('')).toBe('');
});

test('women of some families bear another form of the name', () => {
  expect(['Trufanov', 'Krivoi', 'Cohen', 'Lazar', 'Abu Marzouk'].filter(isGendered)).toEqual([
    'Trufanov',
    'Krivoi',
  ]);
});

describe('terms of the word lists', () => {
  const matches = (term: string, text: string): number => {
    const spelling = spellTerm('#x', term, new Map());
    return spelling === null ? -1 : createMatcher([spelling], new Set()).scan(text, 0).hits.length;
  };
  test.each([
    ['hostage*', 'hostages and hostage-takers', 2],
    ['hostage*', 'ghostage', 0],
    ['заложни*', 'Заложницу и заложников', 2],
    ['Газа', 'Газа, газа', 1],
    ['Красн* Крест*', 'Красному Кресту', 1],
    ['Красн* Крест*', 'Красный крест', 0],
    ['חטופ*', 'החטופים ולחטוף', 2],
    ['صليب أحمر', 'للصليب الأحمر', 1],
    ['cease-fire', 'a cease-fire and a cease fire', 2],
  ])('%s in "%s"', (term, text, hits) => {
    expect(matches(term, text)).toBe(hits);
  });

  test('a term without letters is none', () => {
    expect(spellTerm('#x', '*', new Map())).toBeNull();
  });
});
