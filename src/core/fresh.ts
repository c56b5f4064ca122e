/** What is new in a text of which most was read before: live blogs grow by paragraphs, old reports come back. */
import { splitSentences } from '#language/sentences.ts';
import { shinglesOf } from './copies.ts';
import type { Entry } from './entry.ts';

type Words = Pick<Entry, 'title' | 'lead' | 'text'>;

/** A sentence of which so much stands in a text of long ago is that text, edited. */
const SAME_SENTENCE = 0.6;

/**
 * The entry with blanks where it repeats a sentence of its outlet's earlier text word for word; offsets stay what they were.
 * A sentence with one word changed is new: "will free" has become "has freed".
 */
export function withoutRepeated<T extends Words>(entry: T, earlier: Words): T {
  const known = new Set(
    [earlier.title, earlier.lead, earlier.text].flatMap((text) =>
      sentencesOf(text).map(({ words }) => words),
    ),
  );
  return blanked(entry, ({ words }) => known.has(words));
}

/**
 * The entry without what a text of long ago said nearly the same. A headline over nothing but old sentences is old too.
 */
export function withoutRecycled<T extends Words>(entry: T, earlier: Words): T {
  const known = new Set(shinglesOf(`${earlier.title}\n${earlier.lead}\n${earlier.text}`));
  const fresh = blanked(entry, ({ words }) => {
    const shingles = shinglesOf(words);
    if (shingles.length === 0) return true;
    let shared = 0;
    for (const shingle of shingles) if (known.has(shingle)) shared += 1;
    return shared >= SAME_SENTENCE * shingles.length;
  });
  return `${fresh.lead}${fresh.text}`.trim() === ''
    ? { ...fresh, title: ' '.repeat(entry.title.length) }
    : { ...fresh, title: entry.title };
}

interface Sentence {
  readonly start: number;
  readonly end: number;
  /** Lower case, without signs. */
  readonly words: string;
}

function blanked<T extends Words>(entry: T, isKnown: (sentence: Sentence) => boolean): T {
  const fresh = (text: string): string => {
    let kept = text;
    for (const sentence of sentencesOf(text)) {
      const { start, end } = sentence;
      if (isKnown(sentence)) kept = kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end);
    }
    return kept;
  };
  return { ...entry, title: fresh(entry.title), lead: fresh(entry.lead), text: fresh(entry.text) };
}

/** Sentences looked at; a longer text is a book. */
const MOST_SENTENCES = 400;

function sentencesOf(text: string): readonly Sentence[] {
  return splitSentences(text)
    .slice(0, MOST_SENTENCES)
    .map(({ start, end }) => ({
      start,
      end,
      words: (text.slice(start, end).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(' ').toLowerCase(),
    }));
}
