import { describe, expect, test } from 'vitest';
import { emptyGist, numbersIn } from '#core/gist.ts';
import { properNames, soundKey } from '#core/proper-names.ts';
import { headlineOf } from '#core/story.ts';
import { createRarity } from '#core/rarity.ts';
import { createThemeFinder } from '#core/themes.ts';
import { loadThemes } from '#watchlist/themes.ts';

describe('what a report is about', () => {
  test('are its numbers, in the digits of any script; no years, no days of a month', () => {
    expect(
      numbersIn('On 14 March 2024 some 1,400 people, 369 of them from the coast, and 7 dogs left.'),
    ).toEqual(['1400', '369']);
    expect(numbersIn('بعد ٤٩٨ يوما')).toEqual(['498']);
    expect(numbersIn('४९८ दिन, ৩৬৯')).toEqual(['498', '369']);
  });

  test('are names, which sound alike in every script', () => {
    for (const spelt of ['Dekel', 'Декель', 'דקל', 'ديكل']) expect(soundKey(spelt, 3)).toBe('TKL');
    for (const spelt of ['Goldberg', 'Гольдберг', 'גולדברג', 'गोल्डबर्ग'])
      expect(soundKey(spelt, 4)).toBe('KLTPR');
  });

  test('are names by their capitals, and not the first word of a sentence or a headline all in capitals', () => {
    expect(
      properNames('Five Men Walk Home', 'Yesterday the baker Lindgren met them. Everybody sang.'),
    ).toEqual([soundKey('Lindgren', 3)]);
  });

  test('are themes, in the words of each language', async () => {
    const { themes, problems } = await loadThemes('config/themes.yaml');
    expect(problems).toEqual([]);
    const find = createThemeFinder(themes);
    for (const text of [
      'He was buried on Monday',
      'Его похоронили в понедельник',
      'الجنازة يوم الاثنين',
      'Er wurde beigesetzt',
    ])
      expect(find(text)).toContain('funeral');
    for (const text of [
      'a new video',
      'новая видеозапись',
      'והסרטון החדש',
      'وبالفيديو',
      'नया वीडियो',
      'wideo',
    ])
      expect(find(text)).toContain('video');
    expect(find('公布名单')).toContain('list');
  });

  test('a file of themes that cannot be read is named, and stories go on without', async () => {
    const { themes, problems } = await loadThemes('config/no-such-file.yaml');
    expect(themes.size).toBe(0);
    expect(problems[0]?.fix).toContain('config/themes.yaml');
  });
});

test('what is rare says more, and one busy week does not make somebody common', () => {
  const gist = { ...emptyGist({ language: 'en', saidAt: 0 }), subjects: ['anna'] };
  const rarity = createRarity(null);
  const before = rarity.weigh('anna', 'captive');
  expect(before).toBeGreaterThan(rarity.weigh('gaza', 'place'));
  for (let i = 0; i < 5000; i += 1) rarity.learn(gist);
  const after = rarity.weigh('anna', 'captive');
  expect(after).toBeLessThan(before);
  expect(after).toBeGreaterThan(before - 1);
  // And it is remembered.
  expect(createRarity(rarity.learnt()).weigh('anna', 'captive')).toBeCloseTo(after);
});

test('a report without a headline is known by its first sentence, cut between words', () => {
  expect(headlineOf({ title: 'Rain', lead: 'It rains. It pours.' })).toBe('Rain');
  expect(headlineOf({ title: '', lead: 'It rains in the north. It pours in the south.' })).toBe(
    'It rains in the north.',
  );
  const long = headlineOf({ title: '', lead: 'It rains '.repeat(100) });
  expect(long).toMatch(/(rains|It)…$/u);
  expect(long.length).toBeLessThanOrEqual(141);
  expect(headlineOf({ title: '', lead: '' })).toBe('');
});
