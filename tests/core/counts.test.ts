import { describe, expect, test } from 'vitest';
import { countsClash, createCountFinder } from '#core/counts.ts';
import { peopleClash } from '#core/likeness.ts';
import { loadCounts } from '#watchlist/themes.ts';

const { counts, problems } = await loadCounts('config/counts.yaml');
const find = createCountFinder(counts);

describe('how many people a report speaks of', () => {
  test.each([
    ['en', 'Eight hostages come home', ['captives 8']],
    ['en', 'Search for 8 Russian-Israeli captives', ['russians 8']],
    ['de', 'Acht Geiseln übergeben', ['captives 8']],
    ['ru', 'Из анклава вывезли восьмерых заложников', ['captives 8']],
    ['ru', 'Освобождены двое заложников с российским гражданством', ['russians 2']],
    ['uk', 'Двох російських заручниць передали медикам', ['russians 2']],
    ['he', 'שמונה חטופים שוחררו', ['captives 8']],
    ['ar', 'الإفراج عن ثمانية رهائن', ['captives 8']],
    ['fr', 'Deux otages russes remises', ['russians 2']],
    ['es', 'Liberan a dos rehenes israelíes', ['israelis 2']],
    ['pl', 'Uwolniono dwóch rosyjskich zakładników', ['russians 2']],
    ['hi', 'आठ बंधकों की सूची', ['captives 8']],
    ['zh', '释放两名俄罗斯人质', ['russians 2']],
    ['ar', 'إطلاق سراح ٨ رهائن', ['captives 8']],
  ])('in %s: %s', (language, text, expected) => {
    expect(find(text, language)).toEqual(expected);
  });

  test('is nothing where a number counts days, dates, channels or strikes, or a sign stands between', () => {
    for (const text of [
      'After eight days hostages come home',
      'Relatives of the October 7 hostages',
      'Channel 12 hostages special',
      'Three Israeli strikes on the city',
      'He spoke to eight. Hostages were not mentioned',
      'One of the hostages wrote a book',
    ])
      expect(find(text, 'en'), text).toEqual([]);
    // In German "hat" is no six.
    expect(find('Die Gruppe hat Geiseln freigelassen', 'de')).toEqual([]);
  });

  test('says when they are beside others, whom the number leaves out', () => {
    expect(find('Two more hostages freed', 'en')).toEqual(['captives 2+']);
    expect(find('Трифонов и ещё двое заложников', 'ru')).toEqual(['captives 2+']);
  });

  test('the file can be read', () => {
    expect(problems).toEqual([]);
  });

  test('a file that cannot be read is named; a watch without one counts nobody', async () => {
    expect((await loadCounts('config')).problems[0]?.fix).toContain('config/counts.yaml');
    expect((await loadCounts('config/no-such-file.yaml')).problems).toEqual([]);
  });
});

describe('two counts', () => {
  test('of one kind tell two events', () => {
    expect(countsClash(['captives 8'], ['captives 2'])).toBe('8 captives against 2');
  });

  test('do not, where one report counts in passing, counts the parts, or others', () => {
    expect(countsClash(['captives 3'], ['captives 8', 'captives 3'])).toBeNull();
    expect(countsClash(['captives 8'], ['israelis 3', 'thais 5'])).toBeNull();
    expect(countsClash(['captives 3'], ['captives 2+'])).toBeNull();
    expect(countsClash(['prisoners 9'], ['prisoners 3'])).toBeNull();
    expect(countsClash(['russians 2'], ['captives 8'])).toBeNull();
  });

  test('of a whole and of its parts agree by their sum', () => {
    expect(countsClash(['captives 8'], ['captives 3', 'thais 5'])).toBeNull();
  });
});

test('a captive whom two reports are about says more than how many are with him', () => {
  const kinds = new Map([['anna', { kind: 'captive' as const }]]);
  const eight = { counts: ['captives 8'], main: ['anna'] };
  const two = { counts: ['captives 2'], main: ['anna'] };
  expect(peopleClash(eight, two, { kinds })).toBeNull();
  expect(peopleClash({ ...eight, main: [] }, two, { kinds })).toBe('8 captives against 2');
});
