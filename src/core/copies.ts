/**
 * Is one text a copy of another? Three-word shingles and containment: the share of the shorter text's shingles that
 * stand in the other. An edited wire copy keeps most of them; two reporters' texts of one event share few.
 */

/** From this containment on a text counts as a copy (measured on edited wire copy; SimHash finds none of it). */
export const COPY_FROM = 0.4;

/** Fewer shingles than this say nothing: two short headlines may agree by chance. */
const LEAST_SHINGLES = 8;

/** At most so many words are looked at: a copy shows in its first paragraphs. */
const MOST_WORDS = 600;

/** The three-word shingles of a text, letters and digits only, any case. */
export function shingles(text: string): ReadonlySet<string> {
  const words = (
    text
      .slice(0, MOST_WORDS * 12)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  ).slice(0, MOST_WORDS);
  const found = new Set<string>();
  for (let i = 0; i + 2 < words.length; i++) found.add(words.slice(i, i + 3).join(' '));
  return found;
}

/** How much of the shorter text stands in the longer one, 0 to 1; 0 where either is too short to tell. */
export function containment(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [short, long] = a.size <= b.size ? [a, b] : [b, a];
  if (short.size < LEAST_SHINGLES) return 0;
  let shared = 0;
  for (const shingle of short) if (long.has(shingle)) shared++;
  return shared / short.size;
}
