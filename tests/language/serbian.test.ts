import { describe, expect, test } from 'vitest';
import { findCues, tokensOf } from '#language/cues.ts';
import { readLexicon } from '#watchlist/lexicon-file.ts';
import { inSerbianCyrillic } from '#language/serbian.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';

describe('Serbian in its two scripts', () => {
  test.each([
    ['oslobođen', 'ослобођен'],
    ['ljudi', 'људи'],
    ['njegov', 'његов'],
    ['džihad', 'џихад'],
    ['otac, majka', 'отац, мајка'],
  ])('%s → %s', (latin, cyrillic) => {
    expect(inSerbianCyrillic(latin)).toBe(cyrillic);
  });

  test('a lexicon written in Latin letters reads both, endings and stems too', () => {
    const { lexicon, problems } = readLexicon(
      'sr.yaml',
      'language: sr\nletters: serbian\nendings:\n  n: ["-", a]\nevents:\n  released:\n    did:\n      - pušten~n na|u slobod*\n',
    );
    expect(problems).toEqual([]);
    for (const text of ['Puštena na slobodu', 'Пуштена на слободу', 'Пуштен у слободи'])
      expect(findCues(lexicon, tokensOf(text))).toHaveLength(1);
    expect(findCues(lexicon, tokensOf('Пуштени на слободу'))).toHaveLength(0);
  });

  test('Croatian and Bosnian are read with it', async () => {
    const { lexicons } = await loadLexicons('config/lexicon');
    expect(lexicons.get('hr')).toBe(lexicons.get('sr'));
    expect(lexicons.get('bs')?.language).toBe('sr');
    expect(lexicons.get('sl')).toBeUndefined();
  });
});
