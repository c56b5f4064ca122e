/** Our own words: every language has all of them, with every plural that it needs, and names keep their direction. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Message } from '#core/message.ts';
import { commands } from '#commands/index.ts';
import { link, message, paragraph, plain } from '#render/build.ts';
import { toDiscord } from '#render/discord.ts';
import { createLocales, readText } from '#render/locale.ts';
import { documentTexts, placesOf } from '#render/places.ts';
import { toTelegram } from '#render/telegram.ts';
import { fileOf, locales, read } from '#tests/support/locales.ts';

const english = locales.in('en');
const russian = locales.in('ru');
const ukrainian = locales.in('uk');
const hebrew = locales.in('he');

const FSI = '\u2068';
const PDI = '\u2069';

const telegram = (said: Message): string =>
  toTelegram(said)
    .map(({ plain }) => plain)
    .join('\n');

describe('the files', () => {
  test('can be read', () => {
    expect([...read.problems, ...read.check()]).toEqual([]);
  });

  test.each(['ru', 'uk', 'he'] as const)('%s has the keys of English, no more and no less', (language) => {
    expect([...fileOf(language).texts.keys()].sort()).toEqual([...fileOf('en').texts.keys()].sort());
  });

  test('every text can be read, has the same places in all languages, and only choices may be one’s own', () => {
    const differing: string[] = [];
    for (const [key, text] of fileOf('en').texts) {
      for (const { language } of locales.all) {
        const own = placesOf(fileOf(language).texts.get(key) ?? '');
        expect(own, `${language} ${key}`).not.toBeNull();
        const theirs = namesOf(own ?? []);
        if (theirs !== namesOf(placesOf(text) ?? [])) differing.push(`${language} ${key}: ${theirs}`);
      }
    }
    expect(differing).toEqual([]);
  });

  test.each(['en', 'ru', 'uk', 'he'] as const)('%s counts in every way that its grammar has', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted();
    const missing: string[] = [];
    for (const [key, text] of fileOf(language).texts) {
      for (const { kind, options } of placesOf(text) ?? []) {
        if (kind !== 'number' || options.length === 0) continue;
        const lacking = needed.filter((category) => !options.includes(category));
        if (lacking.length > 0) missing.push(`${key}: ${lacking.join(', ')}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test('what the compiler knows of them is up to date: npm run texts', async () => {
    expect(await readFile('src/core/texts.ts', 'utf8')).toBe(documentTexts(read.files));
  });

  test('every text is said somewhere', async () => {
    const names = await readdir('src', { recursive: true });
    const sources = await Promise.all(
      names
        .filter((name) => name.endsWith('.ts') && name !== join('core', 'texts.ts'))
        .map((name) => readFile(join('src', name), 'utf8')),
    );
    const source = sources.join('\n');
    const silent = [...fileOf('en').texts.keys()].filter((key) => {
      // A part of a key may be filled in: `situation.${name}`.
      const starts = [...key.matchAll(/\./gu)].map(({ index }) => `\`${key.slice(0, index + 1)}\${`);
      return !source.includes(`'${key}'`) && !starts.some((start) => source.includes(start));
    });
    expect(silent).toEqual([]);
  });

  test('what a menu says of a command fits Discord in every language', () => {
    const texts = commands.flatMap(({ does, argument }) =>
      argument === null ? [does] : [does, argument.takes],
    );
    const long = locales.all.flatMap((locale) =>
      texts.filter((key) => locale.text(key).length > 100).map((key) => `${locale.language} ${key}`),
    );
    expect(long).toEqual([]);
  });

  test('a text that is no ICU message is not taken for one', () => {
    expect(readText('{n, plural, one {# day}')).toBeNull();
    expect(readText('{n, plural, one {# day}}')).toBeNull();
    expect(readText('<b>open')).toBeNull();
  });
});

/** Words and numbers that are filled in; what is only chosen by is each language's own affair. */
function namesOf(places: NonNullable<ReturnType<typeof placesOf>>): string {
  return [...new Set(places.filter(({ kind }) => kind !== 'choice').map(({ name }) => name))]
    .sort()
    .join(' ');
}

describe('a language counts as its speakers do', () => {
  test.each([
    [1, 'на свободе после 1 дня в плену'],
    [2, 'на свободе после 2 дней в плену'],
    [5, 'на свободе после 5 дней в плену'],
    [21, 'на свободе после 21 дня в плену'],
    [498, 'на свободе после 498 дней в плену'],
  ])('Russian, %i days', (n, said) => {
    expect(russian.text('where.freeAfter', { n, gender: 'm' })).toBe(said);
  });

  test.each([
    [1, '1 новина'],
    [2, '2 новини'],
    [5, '5 новин'],
    [21, '21 новина'],
    [112, '112 новин'],
  ])('Ukrainian, %i stories', (n, said) => {
    expect(ukrainian.text('digest.stories', { n })).toBe(said);
  });

  test.each([
    [1, 'ידיעה אחת'],
    [2, 'שתי ידיעות'],
    [20, '20 ידיעות'],
  ])('Hebrew, %i stories', (n, said) => {
    expect(hebrew.text('digest.stories', { n })).toBe(said);
  });

  test('lengths of time are short and their days are counted', () => {
    expect([60_000, 7_200_000, 2 * 86_400_000, 5 * 86_400_000].map((ms) => russian.span(ms))).toEqual([
      '1 мин',
      '2 ч',
      '2 дня',
      '5 дней',
    ]);
    expect(hebrew.span(2 * 86_400_000)).toBe('יומיים');
  });
});

test('a woman, a man, a group and somebody unknown are each spoken of as they are', () => {
  const said = (gender: string): string => russian.text('change.released', { gender });
  expect(['f', 'm', 'many', 'other', 'constructor'].map(said)).toEqual([
    'ОСВОБОЖДЕНА',
    'ОСВОБОЖДЁН',
    'ОСВОБОЖДЕНЫ',
    'ОСВОБОЖДЕНИЕ',
    'ОСВОБОЖДЕНИЕ',
  ]);
});

test('days and months are told as the language inflects them', () => {
  expect(locales.all.map((locale) => locale.day('2025-02-15'))).toEqual([
    '15 February 2025',
    '15 февраля 2025',
    '15 лютого 2025',
    '15 בפברואר 2025',
  ]);
  expect(locales.all.map((locale) => locale.month('2023-11-01'))).toEqual([
    'November 2023',
    'ноябрь 2023',
    'листопад 2023',
    'נובמבר 2023',
  ]);
  expect(russian.text('where.freeSince', { gender: 'f', day: russian.monthSince('2023-11-01') })).toBe(
    'на свободе с ноября 2023',
  );
});

test('a list is joined as the language joins lists, and its members keep their links', () => {
  const names = [link('https://a.example', 'Anna'), 'Boris', 'Vera'];
  expect(locales.all.map((locale) => plain(locale.list(names)))).toEqual([
    'Anna, Boris and Vera',
    'Anna, Boris и Vera',
    'Anna, Boris і Vera',
    'Anna, Boris ו-Vera',
  ]);
  expect(english.list(names)[0]).toEqual(names[0]);
});

describe('direction', () => {
  test('a Latin name at the head of a Hebrew sentence stands apart, so that the sentence stays Hebrew', () => {
    const said = message([paragraph(hebrew.say('alert.person', { name: 'Anna Example', where: 'בשבי' }))]);
    expect(telegram(said)).toBe(`${FSI}Anna Example${PDI} · בשבי`);
    expect(toDiscord(said)[0]?.embeds[0]?.description).toBe(`**${FSI}Anna Example${PDI}** · בשבי`);
  });

  test('a Hebrew headline in a Russian sentence stands apart, and its link stays one', () => {
    const report = link('https://a.example/1', 'שוחרר הבוקר');
    const said = message([paragraph(russian.say('why.title', { report }))]);
    expect(toTelegram(said)[0]?.html).toBe(
      `Почему: <a href="https://a.example/1">${FSI}שוחרר הבוקר${PDI}</a>`,
    );
  });

  test('what is typed keeps its slash in front in a Hebrew sentence', () => {
    const said = message([paragraph(hebrew.say('subscribe.none')), paragraph(hebrew.say('watch.alias'))]);
    expect(telegram(said)).toContain(`${FSI}/subscribe${PDI} `);
    expect(telegram(said)).toContain(`${FSI}/watch alias trufanov Трупанов${PDI}: `);
  });

  test('no Hebrew text begins with a Latin word or the mark of one, which would turn its line round', () => {
    const turned = [...fileOf('he').texts].filter(
      ([key, text]) => !key.endsWith('.takes') && /^[a-zа-я\u200E].*\p{Script=Hebrew}/iu.test(text),
    );
    expect(turned).toEqual([]);
  });

  test('what is filled in cannot bring directions of its own', () => {
    const said = message([
      paragraph(hebrew.say('alert.person', { name: '\u202Eelpmaxe\u2069', where: 'בשבי' })),
    ]);
    expect(telegram(said)).toBe(`${FSI}elpmaxe${PDI} · בשבי`);
  });

  test('what is filled in is words, whatever it looks like', () => {
    const said = message([paragraph(english.say('subscribe.nobody', { word: '<b>{n, plural}</b>' }))]);
    expect(telegram(said)).toBe('"<b>{n, plural}</b>" is nobody on the watchlist');
  });
});

describe('the language of a reader', () => {
  test('is known by what apps send', () => {
    expect(['ru-RU', 'he', 'iw', 'UK', 'en_US', 'pt-BR', ''].map((tag) => locales.known(tag))).toEqual([
      'ru',
      'he',
      'he',
      'uk',
      'en',
      null,
      null,
    ]);
    expect(locales.in('pt-BR').language).toBe('en');
  });

  test('that lacks a text, or has one that cannot be read, borrows it from English', () => {
    const texts = new Map([['change.talks', '{broken']]);
    const small = createLocales(
      new Map([
        ['en', () => fileOf('en')],
        ['he', () => ({ name: 'עברית', texts })],
      ]),
    );
    expect(small.in('he').text('change.talks')).toBe('TALKS');
    expect(small.in('he').text('where.held')).toBe('held');
    expect(small.in('ru').language).toBe('en');
  });
});
