/** The sentence that a claim is taken from, as far as it may be shown. */
import type { Sentence } from './sentence.ts';

/** Longest quote, in UTF-16 units. */
const LONGEST_QUOTE = 300;

/** The sentence as printed, shortened at a word; null where it holds what must not be shown. */
export function quoteOf(sentence: Sentence): string | null {
  if (sentence.cues.some((cue) => cue.cue.list === 'unshown')) return null;
  if (sentence.printed.length <= LONGEST_QUOTE) return sentence.printed;
  const cut = sentence.printed.slice(0, LONGEST_QUOTE - 1);
  // Japanese and Chinese have no spaces: at the sign, and not within one of two units.
  const word = cut.lastIndexOf(' ');
  return `${word > LONGEST_QUOTE / 2 ? cut.slice(0, word) : cut.replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
