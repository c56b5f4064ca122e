/** config/names.yaml and config/given-names.yaml: what is known of names whatever the watch, which a native speaker may correct. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadNames } from '#watchlist/names.ts';
import { names } from '#tests/support/names.ts';

const OWN = { words: 'config/names.yaml', given: 'config/given-names.yaml' };
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-names-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** What is wrong with a file of the project when one piece of it is replaced, as "line: what". */
async function wrong(which: keyof typeof OWN, piece: string, by: string): Promise<readonly string[]> {
  const text = await readFile(OWN[which], 'utf8');
  expect(text).toContain(piece);
  const file = join(folder, 'names.yaml');
  await writeFile(file, text.replace(piece, by));
  const loaded = await loadNames({ ...OWN, [which]: file });
  if (loaded.ok) return [];
  expect(loaded.problems.every((problem) => problem.file === file)).toBe(true);
  const lines = (await readFile(file, 'utf8')).split('\n');
  return loaded.problems.map(({ line, what }) => `${lines[(line ?? 0) - 1] ?? ''}: ${what}`);
}

test('words are compared as texts are: without capitals and accents, a hyphen as a space', () => {
  expect(names.words.titles.f.has('г жа')).toBe(true);
  expect(names.words.titles.f.has('senora')).toBe(true);
  expect(names.words.herBehindComma.has('ее')).toBe(true);
  expect(names.words.woman.test('россиянки')).toBe(true);
  expect(names.words.takesObject.test('освободили')).toBe(true);
  expect(names.words.takesObject.test('помогли')).toBe(false);
});

test('a title is no given name that we do not know', () => {
  expect(
    [...names.words.titles.f, ...names.words.titles.m].filter((one) => !names.words.noNames.has(one)),
  ).toEqual([]);
});

test('an empty list is one that finds nothing', async () => {
  const text = await readFile(OWN.words, 'utf8');
  const file = join(folder, 'names.yaml');
  await writeFile(file, text.replace(/^woman-beginnings:\n(?: .*\n)*/mu, 'woman-beginnings: {}\n'));
  const loaded = await loadNames({ ...OWN, words: file });
  expect(loaded.ok && loaded.names.words.woman.test('россиянки')).toBe(false);
});

test.each([
  [
    '\n  en: [mrs, ms',
    '\n  en: [mrs smith, ms',
    '  en: [mrs smith, ms, miss, madam]: titles-f.en.0: Write one word, of letters only',
  ],
  ['\n  en: [her]', '\n  en: her', '  en: her: her.en: Write a list: [mr, mister]'],
  ['\nelder:', '\nelders:', 'elders:: The file: Unrecognized key: "elders"'],
  ['\n  en: [her]', '\n  en: [her', 'This is not YAML'],
])('%j as %j is refused with its place', async (piece, by, what) => {
  expect((await wrong('words', piece, by)).join('; ')).toContain(what);
});

test('a file that is not there is told', async () => {
  const loaded = await loadNames({ words: join(folder, 'names.yaml'), given: folder });
  const fixes = loaded.ok ? [] : loaded.problems.map(({ fix }) => fix);
  expect(fixes).toEqual([
    expect.stringContaining('config/names.yaml'),
    expect.stringContaining('config/given-names.yaml'),
  ]);
});

test('every list of the project has words', () => {
  const { titles, ...rest } = names.words;
  const sets = [titles.f, titles.m, ...Object.values(rest)].filter((one) => one instanceof Set);
  expect(sets.map(({ size }) => size > 0)).toEqual(sets.map(() => true));
});

test.each([
  ['Sasha: { gender: m,', 'Sasha: { gender: x,', 'everywhere.Sasha.gender: Write m or f'],
  [
    'sounds: S A SH A,',
    'sounds: Sasha,',
    'everywhere.Sasha.sounds: Write sounds with a space between: S A SH A',
  ],
  ['also: [Sascha,', 'also: [Sascha (Саша),', 'everywhere.Sasha.also.0: Write one word, of letters only'],
  ['  Sasha:', '  Саша:', 'everywhere.Саша: '],
])('of given names %j as %j is refused with its place', async (piece, by, what) => {
  const [problem = ''] = await wrong('given', piece, by);
  expect(problem).toContain(what);
  expect(problem).toContain(by.trim());
});

test('a given name is known by its English spelling, whatever its capitals', () => {
  expect(names.given.get('sasha')).toMatchObject({ name: 'Sasha', gender: 'm', sounds: 'S A SH A' });
  expect(names.given.get('rustam')).toEqual({ name: 'Rustam', gender: 'm', sounds: 'Rustam', also: [] });
  expect(names.given.get('omar')).toBeUndefined();
  expect(names.given.get('juan')?.scripts).toEqual(['latin', 'cyrillic']);
});
