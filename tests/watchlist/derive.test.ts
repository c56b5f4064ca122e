/** A watchlist proposed from documents. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClassifier } from '#core/classify.ts';
import { createRecognise } from '#core/typed.ts';
import { derivedYaml } from '#src/cli/derive.ts';
import { derive } from '#watchlist/derive.ts';
import { loadWordClasses } from '#watchlist/derive-words.ts';
import { linesOf } from '#watchlist/document.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { likelySpelling, romanised } from '#watchlist/suggest.ts';
import { names } from '#tests/support/names.ts';

const loaded = loadWatchlist(
  readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8'),
  'config/watchlist.yaml',
  names,
);
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const { recognition, watchlist } = loaded;
const classify = createClassifier({ recognition, detect: () => 'und' });
const classes = await loadWordClasses('config/derive.yaml');
if (!classes.ok) throw new Error(JSON.stringify(classes.problems));
const deps = {
  names,
  classes: classes.value,
  recognition,
  recognise: createRecognise(recognition),
  topicsOf: (text: string) => classify({ title: '', lead: '', text, language: null }).topics,
};

function fixture(file: string) {
  return { file, text: readFileSync(new URL(`../fixtures/derive/${file}`, import.meta.url), 'utf8') };
}

const derived = derive([fixture('report.md'), fixture('crew.html')], deps);
const named = (kind: string) => derived.proposals.filter((one) => one.kind === kind).map(({ name }) => name);
const of = (name: string) => {
  const found = derived.proposals.find((one) => one.name === name);
  if (found === undefined)
    throw new Error(`no ${name} among ${derived.proposals.map((one) => one.name).join()}`);
  return found;
};

describe('what is proposed', () => {
  test('is every person of the documents, in the nominative, and nobody else', () => {
    expect(named('person').sort()).toEqual(
      [
        'Ade Okafor',
        'Aino Virtanen',
        'Jukka Virtanen',
        'Maxim Herkin',
        'Владимир Путин',
        'Ирина Соколова',
        'Марина Лосева',
        'Николай Быстров',
        'Пекка Хаависто',
        'Песков',
        'Сергей Лавров',
      ].sort(),
    );
  });

  test('is the bodies and places, told apart', () => {
    expect(named('body')).toEqual(
      expect.arrayContaining([
        'Интерфакс',
        'Исламский джихад',
        'Красного Креста',
        'Kaleva',
        'Kremlin',
        'Заря',
      ]),
    );
    expect(named('place')).toEqual(expect.arrayContaining(['Port Harcourt', 'Nigeria', 'Хельсинки']));
    expect(named('place')).not.toContain('Kremlin');
  });

  test('has each place where it stands, and how often', () => {
    expect(of('Николай Быстров')).toMatchObject({
      count: 3,
      at: [
        { file: 'report.md', line: 5 },
        { file: 'report.md', line: 6 },
        { file: 'report.md', line: 6 },
      ],
      gender: 'm',
      surname: 'Bystrov',
      given: ['Nikolai'],
      captive: true,
      seems: null,
    });
    expect(of('Jukka Virtanen').at).toEqual([{ file: 'crew.html', line: 5 }]);
  });

  test('says whom of the present watchlist it seems to be', () => {
    expect([of('Maxim Herkin').seems, of('Песков').seems, of('Исламский джихад').seems]).toEqual([
      'herkin',
      'peskov',
      'islamic-jihad',
    ]);
    expect(of('Ирина Соколова').seems).toBeNull();
    // One man in two scripts.
    expect([...of('Сергей Лавров').forms.keys()]).toContain('Sergei Lavrow');
  });

  test('leaves out scripts, headlines and appeals', () => {
    const all = derived.proposals.map(({ name }) => name).join(' ');
    for (const word of ['Nobody', 'Three', 'Fakeson', 'Unfortunately', 'Tuesday'])
      expect(all).not.toContain(word);
  });

  test('is a watchlist in YAML that loads', () => {
    const yaml = derivedYaml(derived, watchlist, names, false);
    const whole = `${yaml}\nrelevance: { alert: 1, digest: 1, rules: [{ text: a, points: 1, all: ['@kind:captive'] }] }\n`;
    const again = loadWatchlist(whole, 'w', names);
    expect(again.ok ? [] : again.problems).toEqual([]);
    expect(yaml).toContain('# Николай Быстров: 3 times; report.md:5, report.md:6');
  });
});

describe('whom the present watchlist has', () => {
  const text =
    'Anton Belov was taken hostage from kibbutz Nir Oz. Yelena Trufanova said that her son is held in Gaza. ' +
    'Dmitry Peskov spoke of the hostages held by Hamas.';
  const known = derive([{ file: 'a.txt', text }], deps);

  test('is no captive where it is a place, although it begins like a name of men', () => {
    expect(known.proposals.find(({ name }) => name === 'Nir Oz')).toMatchObject({
      kind: 'place',
      seems: 'nir-oz',
    });
  });

  test('stays the captive or the official that it is', () => {
    const yaml = derivedYaml(known, watchlist, names, false);
    expect(yaml).toContain('- id: yelena-trufanova\n    kind: captive');
    expect(yaml).toContain('- id: peskov\n    kind: official');
    expect(yaml).toContain('- id: nir-oz\n    kind: place');
  });
});

describe('topics', () => {
  const reports = [
    {
      file: 'a.txt',
      text: 'Dockers began a strike at the harbour.\nThe harbour expects the strike to last.',
    },
    {
      file: 'b.txt',
      text: 'More strikes close the second harbour of the country.\nNobody else was at work.',
    },
    { file: 'c.txt', text: 'Забастовка в порту продолжается.\nЗабастовку в портах поддержали докеры.' },
  ];
  const { proposedTopics } = derive(reports, deps);

  test('are words that keep meeting in a sentence, in whatever form', () => {
    expect(proposedTopics).toEqual([
      expect.objectContaining({
        terms: ['harbour', 'strike*'],
        count: 3,
        at: [
          { file: 'a.txt', line: 1 },
          { file: 'a.txt', line: 2 },
          { file: 'b.txt', line: 1 },
        ],
        seems: [],
      }),
    ]);
  });

  test('come with their word groups, as a watchlist has them', () => {
    const yaml = derivedYaml(derive(reports, deps), watchlist, names, false);
    const subject =
      'subjects: [{ id: x, kind: captive, gender: m, names: { en: Xu Ro }, given: [Xu], surname: [Ro], strength: weak, dossiers: [a] }]';
    const rules =
      "relevance: { alert: 1, digest: 1, rules: [{ text: a, points: 1, all: ['@kind:captive'] }] }";
    const again = loadWatchlist(`${subject}\n${yaml}\n${rules}\n`, 'w', names);
    expect(again.ok ? [...again.watchlist.topics.keys()] : again.problems).toEqual(['topic-harbour-strike']);
  });
});

describe('spellings in other scripts', () => {
  test('somebody of the present watchlist has his names already', () => {
    expect(derivedYaml(derived, watchlist, names, false)).toContain(
      watchlist.subjects.get('herkin')?.names['he'] ?? '?',
    );
  });

  test.each([
    ['Maxim Herkin', 'Максим Херкин', 'מקסים הרקין'],
    ['Sergei', 'Сергей', 'סרגי'],
    ['Alexander', 'Александр', 'אלקסנדר'],
    ['Dmitry', 'Дмитрий', 'דמיטרי'],
  ])('%s', (name, russian, hebrew) => {
    expect(likelySpelling(name, 'cyrillic', names)).toBe(russian);
    expect(likelySpelling(name, 'hebrew', names)?.replace(/^(מקסים) ח/, '$1 ה')).toBe(hebrew);
  });

  test('Russian names are romanised as the press does', () => {
    expect(romanised('Дмитрий Щукин')).toBe('Dmitry Shchukin');
  });
});

test('markup goes and lines keep their numbers', () => {
  expect(
    linesOf('html', '<p>One</p>\n<style>\nx{}\n</style>\n<p>Two &amp; three &#8212; four</p>'),
  ).toMatchObject([{ number: 1 }, { number: 5, text: expect.stringContaining('Two & three — four') }]);
  expect(linesOf('markdown', '## A **bold** [link](https://x.example)\n\n- item')).toEqual([
    { number: 1, text: 'A bold link' },
    { number: 3, text: 'item' },
  ]);
});

describe('word classes', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wirewatch-derive-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test.each([
    [' sheikh,', ' Sheikh,', ' Sheikh,', 'Write one word, in small letters'],
    ['\neveryday:', '\nevery-day:', 'every-day:', 'Unrecognized key: "every-day"'],
    ['\nlocative:\n', '\nlocative:\n  de: in\n', '  de: in', 'Write a list: [city, town]'],
  ])('%j as %j is refused with its line', async (piece, by, line, what) => {
    const text = readFileSync('config/derive.yaml', 'utf8');
    expect(text).toContain(piece);
    const file = join(folder, 'derive.yaml');
    await writeFile(file, text.replace(piece, by));
    const read = await loadWordClasses(file);
    const problem = (read.ok ? [] : read.problems).find((one) => one.what.includes(what));
    expect(text.replace(piece, by).split('\n')[(problem?.line ?? 0) - 1]).toContain(line);
  });
});
