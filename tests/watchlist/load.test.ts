import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const own = readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8');

/** A small watch that is right, so that each test can spoil one line of it. */
const small = `words:
  captivity:
    en: hostage*, captive
  mother:
    en: mother
bundles:
  company: [captivity]
subjects:
  - id: rossi
    kind: captive
    names: { en: Ada Rossi }
    gender: f
    given: [Ada]
    surname: [Rossi]
    strength: weak
    needs: [company]
    relatives: [bruno-rossi]
    vetoes: [Rossi street]
    dossiers: ['1']
  - id: bruno-rossi
    kind: captive
    names: { en: Bruno Rossi }
    gender: m
    given: [Bruno]
    surname: [Rossi]
    strength: strong
    dossiers: ['1']
  - id: ship
    kind: body
    names: { en: the ship }
    terms: { en: 'Aurora' }
    dossiers: ['1']
topics:
  - id: taken
    names: { en: taken }
    all: [captivity, '@kind:captive']
    near: sentence
    dossiers: ['1']
relevance:
  alert: 60
  digest: 50
  rules:
    - text: names a captive
      points: 60
      all: ['@kind:captive']
`;

/** Loads the small watch with one piece replaced, and gives what is wrong as "line: what". */
function wrong(piece: string, by: string): string[] {
  expect(small).toContain(piece);
  const loaded = loadWatchlist(small.replace(piece, by), 'w.yaml', names);
  return loaded.ok ? [] : loaded.problems.map((problem) => `${String(problem.line)}: ${problem.what}`);
}

function lineOf(piece: string): number {
  return small.slice(0, small.indexOf(piece)).split('\n').length;
}

describe('our own watchlist', () => {
  const loaded = loadWatchlist(own, 'config/watchlist.yaml', names);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, null, 1));

  test('has every subject and topic that chat and terminal speak of', () => {
    const wanted =
      'trufanov herkin krivoi yelena-trufanova irena-tati sapir-cohen vitaly-trufanov kozlov lobanov putin peskov lavrov bogdanov zakharova ' +
      'viktorov halperin abu-marzouk lazar boroda russian-hostages hamas islamic-jihad russian-foreign-ministry kremlin red-cross israel idf israeli-prime-minister ' +
      'qassam-spokesman hagari adraee shoshani defrin ' +
      'gaza nir-oz rafah supernova moscow';
    expect([...loaded.watchlist.subjects.keys()].sort()).toEqual(wanted.split(' ').sort());
    expect([...loaded.watchlist.topics.keys()].sort()).toEqual(
      ['hostage-release', 'hostage-talks', 'sign-of-life', 'evacuation', 'ceasefire', 'russia-hamas'].sort(),
    );
  });

  test('names everybody in the five languages', () => {
    for (const one of [...loaded.watchlist.subjects.values(), ...loaded.watchlist.topics.values()]) {
      expect([one.id, ...Object.keys(one.names).sort()]).toEqual([one.id, 'ar', 'en', 'he', 'ru', 'uk']);
    }
  });

  test('has no captor among the authorities, and relatives know each other', () => {
    const { subjects } = loaded.watchlist;
    const captors = [...subjects.values()].filter((subject) => subject.role === 'captor');
    expect(captors.flatMap((subject) => subject.authorityFor)).toEqual([]);
    const oneSided = [...subjects.values()].flatMap((subject) =>
      subject.relatives.filter((relative) => subjects.get(relative)?.relatives.includes(subject.id) !== true),
    );
    expect(oneSided).toEqual([]);
  });
});

test('another small watch works by a file alone', () => {
  const loaded = loadWatchlist(small, 'w.yaml', names);
  expect(loaded.ok && [...loaded.watchlist.subjects.keys()]).toEqual(['rossi', 'bruno-rossi', 'ship']);
});

describe('what is wrong is told with its line', () => {
  test.each([
    [
      'alerts from where nothing is kept',
      'digest: 50',
      'digest: 70',
      'what alerts (from 60) would not even be kept (from 70)',
    ],
    ['a doubled id', '- id: ship', '- id: rossi', 'the id "rossi" is there twice'],
    ['an empty name', 'given: [Bruno]', "given: ['']", 'this name is empty'],
    [
      'a name of one letter',
      'given: [Bruno]',
      'given: [B]',
      'the name "B" has one letter and would match everywhere',
    ],
    [
      'a surname of one letter',
      'surname: [Rossi]',
      'surname: [R]',
      'the name "R" has one letter and would match everywhere',
    ],
    [
      'a name in another script',
      'given: [Bruno]',
      'given: [Бруно]',
      '"Бруно" has letters that cannot be read as English spelling',
    ],
    [
      'a spelling of one letter',
      'surname: [Rossi]',
      "surname: [{ name: Rossi, also: ['Р'] }]",
      'the spelling "Р" is too short and would match everywhere',
    ],
    [
      'a veto that eats the name',
      'vetoes: [Rossi street]',
      'vetoes: [Rossi]',
      'the veto "Rossi" of "rossi" is no more than the name and would eat it everywhere',
    ],
    [
      'a topic that tells what nobody tells so',
      'near: sentence',
      'tells: [released/rumour]\n    near: sentence',
      'an event such as released, or one with its modality such as released/negotiation',
    ],
    ['an unknown relative', 'relatives: [bruno-rossi]', 'relatives: [carla]', 'there is no subject "carla"'],
    [
      'a spokesman of nobody',
      "terms: { en: 'Aurora' }",
      "spokesmanOf: navy\n    terms: { en: 'Aurora' }",
      'there is no subject "navy"',
    ],
    [
      'an unknown need',
      'needs: [company]',
      'needs: [captivty]',
      'there is no word group and no bundle "captivty"',
    ],
    [
      'an unknown subject in a topic',
      "all: [captivity, '@kind:captive']",
      "all: ['@nobody']",
      'there is no subject "nobody"',
    ],
    [
      'an unknown kind',
      "all: [captivity, '@kind:captive']",
      "all: ['@kind:prisoner']",
      '"@kind:prisoner" is no kind of subject',
    ],
    [
      'a term that matches everything',
      "terms: { en: 'Aurora' }",
      "terms: { en: 'a*' }",
      '"a*" would match nearly everywhere',
    ],
    ['a subject that nothing names', "terms: { en: 'Aurora' }", 'terms: {}', 'nothing names "ship"'],
  ])('%s', (_what, piece, by, what) => {
    const problems = wrong(piece, by);
    expect(problems).toHaveLength(1);
    const line = Number(problems[0]?.split(':', 1)[0]);
    expect(problems[0]).toContain(what);
    // A flow list is on the line of its key; a subject without terms is reported where it begins.
    expect(Math.abs(line - lineOf(piece))).toBeLessThanOrEqual(what.startsWith('nothing names') ? 3 : 0);
  });

  test.each([
    [
      'a missing field',
      "    dossiers: ['1']\n  - id: bruno-rossi",
      '  - id: bruno-rossi',
      'subjects[1] dossiers',
    ],
    ['a misspelt field', 'strength: weak', 'strenght: weak', 'strenght'],
    ['a value that is none', 'strength: weak', 'strength: medium', 'strength'],
    ['no English name', 'names: { en: Ada Rossi }', 'names: { it: Ada Rossi }', 'no English display name'],
    ['no YAML at all', 'words:', 'words: [', 'not YAML'],
  ])('%s', (_what, piece, by, what) => {
    expect(wrong(piece, by).join('\n')).toContain(what);
  });

  test('everything at once, each with what to do', () => {
    const spoilt = small
      .replace('given: [Bruno]', "given: ['']")
      .replace('vetoes: [Rossi street]', 'vetoes: [Rossi]')
      .replace('relatives: [bruno-rossi]', 'relatives: [carla]');
    const loaded = loadWatchlist(spoilt, 'w.yaml', names);
    if (loaded.ok) throw new Error('it was taken');
    expect(loaded.problems).toHaveLength(3);
    for (const problem of loaded.problems) {
      expect(problem.file).toBe('w.yaml');
      expect(problem.fix).toMatch(/^[A-Z].*\.$/);
    }
  });
});
