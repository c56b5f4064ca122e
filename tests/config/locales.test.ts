/** The files of our own words: which is read, and what is said of a broken one. */
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { readLocales } from '#config/locales.ts';
import { LANGUAGES } from '#core/locale.ts';
import { TYPED_WORDS, plainly } from '#core/typed-words.ts';
import { createLocales } from '#render/locale.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-locales-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

test('a file of one’s own wins over the project’s, and what it leaves out is said in English', async () => {
  const own = 'language: ru\nname: Русский\ntexts:\n  where: { held: пока не дома }\n';
  await writeFile(join(folder, 'ru.yaml'), own);
  const { files, problems, check } = await readLocales([folder, 'config/locales']);
  const locales = createLocales(files);
  expect(locales.in('ru').text('where.held')).toBe('пока не дома');
  expect(locales.in('ru').text('change.talks')).toBe('TALKS');
  expect(locales.in('he').text('where.held')).toBe('בשבי');
  expect([...problems, ...check()]).toEqual([]);
});

test('a broken file is named with its line, and English answers for it', async () => {
  await writeFile(join(folder, 'he.yaml'), 'language: he\nname: עברית\ntexts:\n  where: [held]\n');
  const { files, check } = await readLocales([folder, 'config/locales']);
  expect(createLocales(files).in('he').text('where.held')).toBe('held');
  expect(check()).toMatchObject([{ file: join(folder, 'he.yaml'), line: 4 }]);
});

test('a language without a file is told at once', async () => {
  await mkdir(join(folder, 'uk.yaml'));
  const { files, problems } = await readLocales([folder]);
  expect([...files.keys()]).toEqual([]);
  expect(problems.map(({ what }) => what)).toEqual([
    'This file is not there',
    'This file is not there',
    'This file cannot be read: it is a folder',
    'This file is not there',
  ]);
});

describe('what people may type', () => {
  const russian = (typed: string): string => `language: ru\nname: Русский\ntexts: {}\ntyped:\n${typed}`;

  test('what buttons and our own texts write is understood without any file', async () => {
    const { typedWords } = await readLocales([folder]);
    expect(typedWords.meaning('mute', 'h')).toBe('hour');
    expect(typedWords.meaning('subscribe', 'quiet:off')).toBe('quiet:off');
    expect(typedWords.meaning('subscribe', 'ALL')).toBe('everybody');
    expect(typedWords.meaning('search', 'from')).toBe('from');
    expect(typedWords.meaning('mute', 'constructor')).toBeNull();
  });

  test('a file of one’s own has its own words, beside those of the other languages', async () => {
    await writeFile(join(folder, 'ru.yaml'), russian('  # Часы.\n  mute:\n    hour: [часик]\n'));
    const { typedWords, check } = await readLocales([folder, 'config/locales']);
    expect(typedWords.meaning('mute', 'Часик')).toBe('hour');
    expect(typedWords.meaning('mute', 'часов')).toBeNull();
    expect(typedWords.meaning('mute', 'хв')).toBe('minute');
    expect(check()).toEqual([]);
  });

  test.each([
    [
      '  mute: { hour: [час], day: [Час] }\n',
      5,
      'It stands under hour as well: take it out of one of the two.',
    ],
    ['  mute:\n    huor: [час]\n', 6, 'Did you mean hour?'],
    ['  muted:\n    hour: [час]\n', 5, 'Did you mean mute?'],
    ['  mute:\n    hour: час\n', 6, 'Write a list: [hour, hours].'],
    ['  mute:\n    hour: [8ч]\n', 6, 'Write a word, or several with one space between, without digits.'],
  ])('what is wrong is told with its line: %j', async (typed, line, fix) => {
    await writeFile(join(folder, 'ru.yaml'), russian(typed));
    const { check, typedWords } = await readLocales([folder, 'config/locales']);
    expect(check()).toMatchObject([{ file: join(folder, 'ru.yaml'), line, fix }]);
    expect(typedWords.meaning('mute', 'год')).toBe('hour');
  });

  test('every language of ours has words for all that can be meant, and none means two things', async () => {
    const seen = new Map<string, string>();
    const lacking: string[] = [];
    const double: string[] = [];
    for (const language of LANGUAGES) {
      const text = await readFile(`config/locales/${language}.yaml`, 'utf8');
      const { typed } = typedIn.parse(parse(text));
      for (const [command, meanings] of Object.entries(TYPED_WORDS)) {
        for (const meaning of meanings) {
          const words = typed[command]?.[meaning];
          if (words === undefined) lacking.push(`${language} ${command} ${meaning}`);
          for (const word of words ?? []) {
            const key = `${command} ${plainly(word)}`;
            if ((seen.get(key) ?? meaning) !== meaning)
              double.push(`${key}: ${String(seen.get(key))}, ${meaning}`);
            seen.set(key, meaning);
          }
        }
      }
    }
    expect(lacking).toEqual([]);
    expect(double).toEqual([]);
  });
});

const typedIn = z.object({
  typed: z.record(z.string(), z.record(z.string(), z.array(z.string()))),
});
