/** The archive, searched: words in any script, names in any spelling, dates and sources. */
import { beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '#core/day.ts';
import { readQuery } from '#core/search.ts';
import type { Search } from '#core/search.ts';
import { openStore } from '#store/open.ts';
import { openSearch } from '#store/search.ts';
import type { Store } from '#store/store.ts';
import { classify, entry, quietLog } from '#tests/support/desk.ts';
import { typedWords } from '#tests/support/locales.ts';

const day = (date: string): number => Date.parse(`${date}T12:00:00Z`);
let now = day('2025-03-01');
let store: Store;
let search: Search;
let days: Store['days'];
let entries: Store['entries'];

async function archive(
  id: string,
  at: string,
  title: string,
  more: { lead?: string; source?: string; subjects?: string[] } = {},
) {
  const read = {
    ...entry(id, title, day(at)),
    lead: more.lead ?? '',
    source: more.source ?? 'north',
    publishedAt: day(at),
  };
  await entries.set(id, { entry: read, verdict: classify(read), story: null });
  const key = dayOf(day(at));
  const line = { entry: id, story: null, subjects: more.subjects ?? [], at: day(at) };
  await days.set(key, [...((await days.get(key)) ?? []), line]);
}

async function find(typed: string, subjects: readonly string[] = []): Promise<readonly string[]> {
  const { query } = readQuery(typed, (id) => ['north', 'tass'].includes(id), typedWords);
  return (await search({ ...query, subjects }, 20)).hits.map(({ entry: id }) => id);
}

beforeEach(async () => {
  now = day('2025-03-01');
  store = await openStore('memory:', quietLog());
  ({ search, days, entries } = openSearch({
    days: store.days,
    entries: store.entries,
    clock: { now: () => now },
  }));
  await archive('en', '2025-02-15', 'Red Cross receives the engineer', { lead: 'Three men left Gaza.' });
  await archive('ru', '2025-02-16', 'Инженера встретили в Тель-Авиве', {
    source: 'tass',
    subjects: ['anna'],
  });
  await archive('he', '2025-02-14', 'המהנדס בדרך לישראל', { lead: 'הצלב האדום ממתין' });
  await archive('ar', '2024-11-13', 'الإفراج عن المهندس قريبا');
  await archive('old', '2023-11-30', 'Engineer named in a list');
});

describe('words of kana and Hangul', () => {
  beforeEach(async () => {
    await archive('ja', '2025-02-15', 'ハマス、トルファノフ氏を解放', { lead: 'ガザで赤十字に引き渡した。' });
    await archive('ko', '2025-02-14', '하마스, 트루파노프를 석방하기로', {
      lead: '인질은 토요일 적십자에 인계된다.',
    });
    await archive('other', '2025-02-13', '질문이 있는 개인', { lead: 'マスクとハト' });
  });

  test.each([
    ['トルファノフ', ['ja']],
    ['解放 ガザ', ['ja']],
    ['트루파노프', ['ko']],
    ['트루파노프는', ['ko']],
    // Not where its two syllables stand apart.
    ['인질', ['ko']],
    ['ハマス', ['ja']],
  ])('%s, whatever hangs on them', async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });
});

describe('words', () => {
  test.each([
    ['engineer', ['en', 'old']],
    ['ENGINEER cross', ['en']],
    ['инженер', ['ru']],
    ['инженера', ['ru']],
    ['ישראל', ['he']],
    ['בישראל', ['he']],
    ['מהנדס', ['he']],
    ['مهندس', ['ar']],
    ['enginer', ['en', 'old']],
    ['gaza', ['en']],
  ])('%s', async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });

  test('where no report has all of them, those with most', async () => {
    expect((await find('engineer Gaza submarine'))[0]).toBe('en');
  });

  test('that are nowhere find nothing', async () => {
    expect(await find('submarine')).toEqual([]);
  });
});

describe('what narrows it', () => {
  test.each([
    ['engineer from:2025-01-01', ['en']],
    ['engineer to:2024', ['old']],
    ['2025-02-15', ['en']],
    ['2025-02', ['ru', 'en', 'he']],
    ['source:tass', ['ru']],
    ['from:2025-02-15 to:2025-02-15', ['en']],
    ['from:2025-02-15 to:2025-02-16', ['ru', 'en']],
    ['с:2025-02-15 ДО:2025-02-15', ['en']],
    ['після:2025-02-16', ['ru']],
    ['מ-:2025-02-16 מקור:tass', ['ru']],
    ['לפני:2023', ['old']],
  ])('%s', async (typed, found) => {
    expect(await find(typed)).toEqual(found);
  });

  test('a subject, whatever the words', async () => {
    expect(await find('', ['anna'])).toEqual(['ru']);
    expect(await find('engineer', ['anna'])).toEqual([]);
  });

  test.each([
    ['source:nobody engineer', [{ word: 'nobody', because: 'source' }]],
    ['engineer from:yesterday', [{ word: 'from:yesterday', because: 'date' }]],
    [
      'from:2025-13 to:2025-02-31',
      [
        { word: 'from:2025-13', because: 'date' },
        { word: 'to:2025-02-31', because: 'date' },
      ],
    ],
    ['from: 2025-02', [{ word: 'from:', because: 'date' }]],
    ['2025-02-31', [{ word: '2025-02-31', because: 'date' }]],
    ['engineer lang:ru', [{ word: 'lang:ru', because: 'filter' }]],
    ['form:2025-02', [{ word: 'form:2025-02', because: 'filter' }]],
    ['engineer source:', [{ word: 'source:', because: 'filter' }]],
    ['engineer джерело:', [{ word: 'джерело:', because: 'filter' }]],
    ['с:вчера', [{ word: 'с:вчера', because: 'date' }]],
    ['Resolution 2728-24 10:30', []],
    ['Moscow: the engineer is free https://north.example/1', []],
    ['anna to:2024 from:2025', [{ word: 'to:2024 from:2025', because: 'backwards' }]],
  ])('%s: what only looks like a filter is told apart', (typed, misread) => {
    const read = readQuery(typed, (id) => id === 'tass', typedWords);
    expect(read.misread).toEqual(misread);
    expect(read.query.source).toBeNull();
  });
});

test('what came since the last question is found', async () => {
  expect(await find('balloon')).toEqual([]);
  await archive('new', '2025-03-01', 'A balloon over the harbour');
  expect(await find('balloon')).toEqual(['new']);
  now = day('2025-03-02');
  await archive('newer', '2025-03-02', 'Another balloon');
  expect(await find('balloon')).toEqual(['newer', 'new']);
  await archive('history', '2024-06-01', 'The first balloon, in the history of a feed that was added');
  expect(await find('balloon')).toEqual(['newer', 'new', 'history']);
});

test('a report that its outlet has changed is found by the words that it has now, and by whom it names', async () => {
  expect(await find('engineer')).toEqual(['en', 'old']);
  const changed = async (title: string): Promise<void> => {
    const kept = await store.entries.get('old');
    if (kept === null) throw new Error('it is kept');
    const read = { ...kept.entry, title };
    await entries.set('old', { ...kept, entry: read, verdict: classify(read) });
  };
  await changed('anna released fact');
  expect(await find('released')).toEqual(['old']);
  expect(await find('', ['anna'])).toEqual(['ru', 'old']);
  expect(await find('engineer')).toEqual(['en']);
  await changed('Engineer named in a list');
  expect(await find('released')).toEqual([]);
  expect(await find('engineer')).toEqual(['en', 'old']);
  // Filed under a further day by then.
  await changed('Engineer in a balloon');
  await days.set('2025-02-20', [{ entry: 'old', story: null, subjects: [], at: day('2025-02-20') }]);
  expect(await find('balloon')).toEqual(['old']);
});

test('what is no longer kept is not found any more', async () => {
  expect(await find('engineer')).toEqual(['en', 'old']);
  await store.entries.delete('old');
  await days.delete('2023-11-30');
  expect(await find('engineer')).toEqual(['en']);
});

test.each(['', ' ', '"', '*', '((((', 'a'.repeat(4000), '\u202E\u0000', 'x '.repeat(2000)])(
  'anything may be typed: %#',
  async (typed) => {
    await expect(find(typed)).resolves.toBeDefined();
  },
);
