/** The files of our own words: which is read, and what is said of a broken one. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readLocales } from '#config/locales.ts';
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
