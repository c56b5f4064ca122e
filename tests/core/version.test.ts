/** Whether a report that was seen before says something new. */
import { describe, expect, test } from 'vitest';
import type { Claim } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import { newClaims } from '#core/fresh.ts';
import { entryOfVersion, firstWords, seeAgain } from '#core/version.ts';
import type { Back, KnownWords } from '#core/version.ts';
import { entry, readClaims } from '#tests/support/desk.ts';

const HALF_AN_HOUR = 30 * 60_000;
const report = (title: string, text = '') => entry('report', title, 0, { text });

/** The sights of one report, each half an hour after the one before. */
function sights(...versions: readonly (readonly [title: string, text?: string])[]): readonly string[] {
  const [first = ['']] = versions;
  let known: KnownWords = firstWords(report(...first), 0);
  let back: Back | null = null;
  return versions.slice(1).map((words, n) => {
    const sight = seeAgain(report(...words), known, (n + 1) * HALF_AN_HOUR, true, back);
    if (sight.kind === 'back') ({ back } = sight);
    if ((sight.kind === 'known' || sight.kind === 'version') && sight.known !== null) {
      ({ known } = sight);
      back = null;
    }
    return sight.kind;
  });
}

describe('a report that was seen before', () => {
  test('has new words where its headline or text has, one word and one figure of the headline included', () => {
    expect(sights(['Talks'], ['Talks fail'], ['Talks fail', 'All went home.'])).toEqual([
      'version',
      'version',
    ]);
    expect(sights(['She was freed'], ['She was not freed'])).toEqual(['version']);
    expect(sights(['3 are free'], ['6 are free'])).toEqual(['version']);
  });

  test('has none where only figures of its text, signs, spaces, capitals or the order change, or some are gone', () => {
    const text = 'Talks go on. Seen 12 times. Rain is near.';
    expect(
      sights(
        ['Talks', text],
        ['Talks', 'Talks go on. Seen 4,013 times. Rain is near.'],
        ['  TALKS! ', '“Rain is near”.   Talks go on…'],
        ['Talks', ''],
        ['Talks', text],
      ),
    ).toEqual(['known', 'known', 'known', 'known']);
  });

  test('has none where it goes to and fro between two states', () => {
    const [talks, home, news] = [['Talks'], ['Home'], ['News']] as const;
    const toAndFro = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? talks : home));
    expect(sights(talks, home, ...toAndFro)).toEqual([
      'version',
      'back',
      'back',
      ...Array.from({ length: 98 }, () => 'known'),
    ]);
    // Nor does it stay later, nor among three.
    expect(sights(talks, home, talks, home, talks, talks, talks, talks).slice(3)).not.toContain('version');
    expect(sights(talks, home, news, talks, home, talks, home, news).slice(2)).not.toContain('version');
  });

  test('has some that have come back when they have stayed, every time', () => {
    const [talks, home] = [['Talks', 'All went. Home.'], ['Home']] as const;
    expect(sights(talks, home, talks, talks, talks, talks, home, home, home, home, talks)).toEqual([
      'version',
      'back',
      'back',
      'version',
      'known',
      'back',
      'back',
      'version',
      'known',
      'back',
    ]);
    // A sentence that is gone is none.
    expect(sights(['Talks', 'All went. Home.'], ['Talks', 'Home.'], talks, talks, talks)).not.toContain(
      'back',
    );
  });

  test('is remembered as it is now, however much it turned over', () => {
    const long = (word: string): string =>
      Array.from(
        { length: 700 },
        (_, n) => `${word} ${'abcdefghij'[n % 10] ?? ''}${'k'.repeat(Math.floor(n / 10))}`,
      ).join('. ');
    const last = ['Live', long('third')] as const;
    expect(sights(['Live', long('first')], ['Live', long('second')], last, last)).toEqual([
      'version',
      'version',
      'known',
    ]);
  });

  test('in scripts without spaces and with other stops is told apart too', () => {
    expect(sights(['会谈'], ['会谈', '人质获释。'], ['会谈', '他们没有获释。人质获释。'])).toEqual([
      'version',
      'version',
    ]);
    expect(sights(['حديث'], ['حديث', 'هل أفرج عنها؟'])).toEqual(['version']);
  });
});

describe('what a version claims', () => {
  const claims = (version: Entry): Claim[] => [...readClaims(version)];
  const FREED = entry('r', 'anna released fact', 0);
  const at = (hours: number, title: string): Entry => entry('r', title, hours * HALF_AN_HOUR);
  const added = (version: Entry, told: readonly Claim[]): readonly string[] =>
    newClaims({ whole: [], alone: claims(version) }, version, told).map(({ event, modality, speaker }) =>
      `${event} ${modality} ${speaker ?? ''}`.trim(),
    );

  test('is what it has not claimed before, by whomever', () => {
    const told = claims(FREED);
    expect(added(at(1, 'anna released fact; anna talks fact'), told)).toEqual(['talks fact']);
    expect(added(at(1, 'anna released fact by red-cross'), told)).toEqual(['released fact red-cross']);
  });

  test('is a denial as often as something was told since, a release once until it is taken back', () => {
    const told = claims(FREED);
    expect(added(at(1, 'anna released denial'), told)).toEqual(['released denial']);
    told.push(...claims(at(1, 'anna released denial')));
    expect(added(at(2, 'anna released denial'), told)).toEqual([]);
    // What was taken back and is true in the end is told again; not where the same words take it back.
    expect(added(at(2, 'anna released fact'), told)).toEqual(['released fact']);
    expect(added(at(2, 'anna released fact; anna released denial'), told)).toEqual([]);
    expect(added(at(2, 'anna talks fact; anna died denial'), told)).toEqual(['talks fact', 'died denial']);
    expect(added(at(2, 'anna released fact'), claims(FREED))).toEqual([]);
    told.push(...claims(at(3, 'anna released fact by red-cross')));
    expect(added(at(4, 'anna released denial'), told)).toEqual(['released denial']);
  });

  test('is read with its headline, though only its text is new', () => {
    const said = { ...claims(FREED)[0], modality: 'denial', quote: 'She was not freed' } as Claim;
    const fresh = { title: ' ', lead: 'An error. She was not freed.', text: '' };
    expect(newClaims({ whole: [said], alone: [] }, fresh, claims(FREED))).toEqual([said]);
    expect(newClaims({ whole: [said], alone: [] }, { ...fresh, lead: '' }, claims(FREED))).toEqual([]);
  });
});

test('a version is known by its entry, and the same version by one id', () => {
  const known = firstWords(report('Talks'), 0);
  const [one, again] = [1, 2].map((at) => seeAgain(report('Home'), known, at, true));
  if (one?.kind !== 'version' || again?.kind !== 'version') throw new Error('it has new words');
  expect(one.id).toBe(again.id);
  expect(entryOfVersion(one.id)).toBe('report');
  expect(entryOfVersion('report')).toBe('report');
});
