/** What a word is when we look for an event's own person among its neighbours. */
import { isCapital, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/**
 * `role`: what somebody is called, or goes with a name; `date`: numbers and settings too; `saying`: whatever opens a statement;
 * `little`: an article, or three letters at most; `verb`: one that governs another; `unknown`: on no list, so perhaps a verb.
 */
export type Word =
  | 'name'
  | 'role'
  | 'date'
  | 'place'
  | 'little'
  | 'saying'
  | 'preposition'
  | 'relative'
  | 'verb'
  | 'unknown';

/** What the word at `at` is. */
export function wordAt(sentence: Sentence, at: number): Word {
  const word = { first: at, last: at };
  if (touches(listOf(sentence, 'relative'), word)) return 'relative';
  if (touches(listOf(sentence, 'preposition'), word)) return 'preposition';
  if (touches(listOf(sentence, 'setting'), word)) return 'date';
  if (touches(sentence.dates, word) || /^\d+$/.test(sentence.tokens[at]?.text ?? '')) return 'date';
  const mention = sentence.mentions.find((one) => touches([one], word));
  if (mention !== undefined) return mention.is.kind === 'place' ? 'place' : 'name';
  if (touches(listOf(sentence, 'reporting', 'boundary', 'that'), word)) return 'saying';
  if (touches(listOf(sentence, 'governs'), word)) return 'verb';
  if (touches(listOf(sentence, 'others', 'and', 'count', 'called', 'earlier', 'pronoun'), word))
    return 'role';
  const roles = sentence.cues.filter((one) => one.cue.list === 'event' && one.cue.what === 'held');
  if (touches(roles, word)) return 'role';
  if (touches(sentence.people, word) || touches(listOf(sentence, 'kin'), word)) return 'name';
  if ((sentence.tokens[at]?.text.length ?? 0) <= 3 || touches(listOf(sentence, 'article'), word))
    return 'little';
  // Names of peoples and functions with a capital letter belong to the name: "Russian-Israeli X".
  if (at > 0 && isCapital(sentence, at)) return 'role';
  return 'unknown';
}

/** Whether a word is any of these: mostly those that a rule lets stand between two others. */
export function isOf(word: Word, ...words: readonly Word[]): boolean {
  return words.includes(word);
}
