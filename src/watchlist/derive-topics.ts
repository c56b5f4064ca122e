/**
 * Proposes topics from documents: two words that keep meeting in a sentence ("hostages" and "release"), as the words of a topic
 * are. Names are left to the people, bodies and places; what one document alone says once is no topic.
 */
import { splitSentences } from '#language/sentences.ts';
import type { WordClasses } from './derive-words.ts';
import type { Place } from './derive.ts';

/** A sentence of a document. */
export interface Said {
  readonly at: Place;
  readonly text: string;
}

/** Two word groups that meet, as a topic of a watchlist would have them. */
export interface ProposedTopic {
  /** The forms that were printed, the most frequent first. */
  readonly words: readonly [readonly string[], readonly string[]];
  /** `hostag*, release*`: the common beginnings, as `words:` of a watchlist takes them. */
  readonly terms: readonly [string, string];
  readonly language: 'en' | 'ru';
  /** Sentences that have both. */
  readonly count: number;
  readonly at: readonly Place[];
}

/** So many letters of a word tell it from others; what follows is mostly ending. */
const STEM = 6;
/** Shorter words are grammar. */
const SHORTEST = 4;
/** A pair of words is a topic from so many sentences on … */
const SENTENCES_FROM = 3;
/** … and proposals end here: a person looks over each. */
const MOST_TOPICS = 8;
/** A word takes part in so many topics, or one word would make them all. */
const MOST_A_WORD = 2;

/** Proposes the pairs that meet most, those of several documents first. */
export function deriveTopics(
  lines: readonly Said[],
  { everyday }: Pick<WordClasses, 'everyday'>,
): readonly ProposedTopic[] {
  const forms = new Map<string, Map<string, number>>();
  const sentences: { readonly at: Place; readonly stems: readonly string[] }[] = [];
  const found = new Map<string, number>();
  for (const { at, text } of lines) {
    for (const { start, end } of splitSentences(text)) {
      const stems = contentOf(text.slice(start, end), forms, everyday);
      sentences.push({ at, stems });
      for (const stem of stems) found.set(stem, (found.get(stem) ?? 0) + 1);
    }
  }
  const pairs = new Map<string, { readonly stems: readonly [string, string]; readonly at: Place[] }>();
  for (const { at, stems } of sentences) {
    const frequent = stems.filter((stem) => (found.get(stem) ?? 0) >= SENTENCES_FROM);
    for (const [n, a] of frequent.entries()) {
      for (const b of frequent.slice(n + 1)) {
        if (scriptOf(a) !== scriptOf(b)) continue;
        const key = `${a} ${b}`;
        const pair = pairs.get(key);
        if (pair === undefined) pairs.set(key, { stems: [a, b], at: [at] });
        else pair.at.push(at);
      }
    }
  }
  const files = (at: readonly Place[]): number => new Set(at.map(({ file }) => file)).size;
  const ranked = [...pairs.values()]
    .filter(({ at }) => at.length >= SENTENCES_FROM)
    .toSorted((a, b) => files(b.at) - files(a.at) || b.at.length - a.at.length);
  const uses = new Map<string, number>();
  const topics: ProposedTopic[] = [];
  for (const { stems, at } of ranked) {
    if (topics.length === MOST_TOPICS) break;
    if (stems.some((stem) => (uses.get(stem) ?? 0) >= MOST_A_WORD)) continue;
    for (const stem of stems) uses.set(stem, (uses.get(stem) ?? 0) + 1);
    const printed = stems.map((stem) =>
      [...(forms.get(stem) ?? [])].toSorted((a, b) => b[1] - a[1]).map(([form]) => form),
    );
    const [one = [], other = []] = printed;
    topics.push({
      words: [one, other],
      terms: [termOf(one), termOf(other)],
      language: scriptOf(stems[0]),
      count: at.length,
      at,
    });
  }
  return topics;
}

/** The stems of a sentence's words that carry a matter, each once and sorted; their printed forms are counted in `forms`. */
function contentOf(
  sentence: string,
  forms: Map<string, Map<string, number>>,
  everyday: ReadonlySet<string>,
): readonly string[] {
  const stems = new Set<string>();
  for (const [word] of sentence.matchAll(/(?<![\p{L}\p{N}-])\p{Ll}+(?![\p{L}\p{N}-])/gu)) {
    if (word.length < SHORTEST || everyday.has(word)) continue;
    const stem = word.slice(0, STEM);
    stems.add(stem);
    const known = forms.get(stem);
    if (known === undefined) forms.set(stem, new Map([[word, 1]]));
    else known.set(word, (known.get(word) ?? 0) + 1);
  }
  return [...stems].sort();
}

/** The beginning that all forms share, with `*` where they differ behind it. */
function termOf(forms: readonly string[]): string {
  const [first = '', ...others] = forms;
  if (others.length === 0) return first;
  let shared = first.length;
  for (const form of others) while (!form.startsWith(first.slice(0, shared))) shared -= 1;
  return `${first.slice(0, shared)}*`;
}

function scriptOf(stem: string): 'en' | 'ru' {
  return /^[а-яё]/u.test(stem) ? 'ru' : 'en';
}
