/**
 * Themes of a report: words that mean the same in every language (`config/themes.yaml`). They help to tell which reports
 * speak of one event; nobody is recognised and nothing is believed because of them.
 */
import { withoutGlued } from '#language/cues.ts';

/** The themes that a text touches, in no order. */
export type FindThemes = (text: string) => readonly string[];

/** Whether a theme tells what happened, a funeral or a rescue, and not only what it is about, a family or a list. */
export type TellsMatter = (theme: string) => boolean;

/** How many letters of a word are tried: no theme's word is longer. */
const LONGEST = 20;

/** Scripts whose words stand side by side: theirs are looked for anywhere in a text. */
const UNSPACED = /[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}]/u;

/**
 * @param words theme → what its words begin with, of all languages together: the language of a short text is often misread,
 *   and words this long seldom mean something else in another one. Several words ("no success") stand behind each other.
 */
export function createThemeFinder(words: ReadonlyMap<string, readonly string[]>): FindThemes {
  const byStem = new Map<string, { readonly theme: string; readonly rest: readonly string[] }[]>();
  const unspaced: { readonly theme: string; readonly sign: string }[] = [];
  for (const [theme, stems] of words) {
    for (const stem of stems) {
      if (UNSPACED.test(stem)) unspaced.push({ theme, sign: stem });
      const [first = '', ...rest] = wordsOf(stem);
      if (first !== '') byStem.set(first, [...(byStem.get(first) ?? []), { theme, rest }]);
    }
  }
  return (text) => {
    const found = new Set<string>();
    const tokens = wordsOf(text);
    for (const [at, token] of tokens.entries()) {
      for (const form of formsOf(token)) {
        for (let length = 3; length <= Math.min(form.length, LONGEST); length += 1) {
          for (const { theme, rest } of byStem.get(form.slice(0, length)) ?? []) {
            if (rest.every((word, i) => tokens[at + 1 + i]?.startsWith(word))) found.add(theme);
          }
        }
      }
    }
    if (UNSPACED.test(text))
      for (const { theme, sign } of unspaced) if (text.includes(sign)) found.add(theme);
    return [...found];
  };
}

/** Lower case, without accents and vowel points, in every script. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}

function wordsOf(text: string): readonly string[] {
  return plainLetters(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** A word as it stands, and without particles that are written together with it. */
export function formsOf(word: string): readonly string[] {
  if (/\p{Script=Hebrew}/u.test(word)) return withoutGlued(word, 'hebrew');
  return /\p{Script=Arabic}/u.test(word) ? withoutGlued(word, 'arabic') : [word];
}
