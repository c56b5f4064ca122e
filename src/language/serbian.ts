/** Serbian, Croatian and Bosnian are one language to the reader, in two scripts. */

/** Two Latin letters that are one Cyrillic letter, then single ones. */
const PAIRS: readonly (readonly [RegExp, string])[] = [
  [/lj/gu, 'љ'],
  [/nj/gu, 'њ'],
  [/dž/gu, 'џ'],
];
const LATIN = 'abcčćdđefghijklmnoprsštuvzž';
const CYRILLIC = 'абцчћдђефгхијклмнопрсштувзж';
const LETTERS: ReadonlyMap<string, string> = new Map(
  Array.from(LATIN, (letter, at) => [letter, CYRILLIC.charAt(at)]),
);

/** A word in small Latin letters as it is printed in Cyrillic; whatever is no letter of the language stays. */
export function inSerbianCyrillic(latin: string): string {
  let out = latin.normalize('NFC');
  for (const [pair, letter] of PAIRS) out = out.replace(pair, letter);
  return Array.from(out, (letter) => LETTERS.get(letter) ?? letter).join('');
}

/** Tags of what is read as Serbian is. */
export const READ_AS_SERBIAN: ReadonlySet<string> = new Set(['hr', 'bs', 'sh']);
