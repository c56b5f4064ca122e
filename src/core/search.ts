/** What people search the archive for, and what they are given. */
import { readDay } from './day.ts';
import { DAY } from './spans.ts';
import type { TypedWords } from './typed-words.ts';

/** A question to the archive, taken apart. */
export interface SearchQuery {
  /** The words that are left; empty where only the rest narrows it. */
  readonly words: string;
  /** Subjects of whom all must be in the report. */
  readonly subjects: readonly string[];
  readonly source: string | null;
  /** ms, from included, to excluded. */
  readonly from: number | null;
  readonly to: number | null;
}

/** What is written like a filter and is none. */
export interface MisreadFilter {
  /** As typed; of a source what stands after the colon. */
  readonly word: string;
  readonly because: 'date' | 'source' | 'filter' | 'backwards';
}

/** A report that was found. */
export interface SearchHit {
  readonly entry: string;
  readonly story: string | null;
  readonly source: string;
  /** When it was said, ms. */
  readonly at: number;
}

/** Ranks the archive by a query: the best first. @param most how many are given; `total` counts all. */
export type Search = (
  query: SearchQuery,
  most: number,
) => Promise<{ readonly hits: readonly SearchHit[]; readonly total: number }>;

/** `lang:ru`, `form:2025`; neither an address nor a time nor "Moscow:" of a headline. */
const NO_FILTER = /^(?!https?:)\p{L}[\p{L}-]*:\S/iu;
const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/u;

/**
 * Takes what was typed apart: `from:2025-01 to:2025-02-15 source:tass`, a bare `2025-02-15` or `2025-02`, and words.
 * Dates are UTC days. What is written like a filter and is none is told apart: whoever reads the answer must not believe that
 * it was heeded.
 *
 * @param isSource whether there is a publisher of that id.
 * @param words in which people say `from:` and the like.
 */
export function readQuery(
  typed: string,
  isSource: (id: string) => boolean,
  words: TypedWords,
): { readonly query: SearchQuery; readonly misread: readonly MisreadFilter[] } {
  const left: string[] = [];
  const misread: MisreadFilter[] = [];
  let source: string | null = null;
  let from: number | null = null;
  let to: number | null = null;
  const dates: string[] = [];
  for (const word of typed.slice(0, 500).split(/\s+/u)) {
    const filter = filterOf(word, words);
    const isDate = filter?.by === 'from' || filter?.by === 'to';
    const span = spanOf(isDate ? filter.value : word);
    if (span !== null) {
      dates.push(word);
      if (filter?.by !== 'to') ({ from } = span);
      if (filter?.by !== 'from') ({ to } = span);
    } else if (isDate || WHOLE_DATE.test(word)) misread.push({ word, because: 'date' });
    else if (filter === null) {
      if (NO_FILTER.test(word)) misread.push({ word, because: 'filter' });
      else if (word !== '') left.push(word);
    } else {
      const named = filter.value.toLowerCase();
      if (named === '') misread.push({ word, because: 'filter' });
      else if (isSource(named)) source = named;
      else misread.push({ word: named, because: 'source' });
    }
  }
  // Nothing lies between them, and "nothing found" would be told of the archive.
  if (from !== null && to !== null && from >= to)
    misread.push({ word: dates.join(' '), because: 'backwards' });
  return { query: { words: left.join(' '), subjects: [], source, from, to }, misread };
}

/** `since:2025` parted into what it narrows by and the rest; null where it narrows by nothing that we know. */
function filterOf(
  word: string,
  words: TypedWords,
): { readonly by: 'from' | 'to' | 'source'; readonly value: string } | null {
  const colon = word.indexOf(':');
  const by = colon === -1 ? null : words.meaning('search', word.slice(0, colon));
  return by === null ? null : { by, value: word.slice(colon + 1) };
}

/** A day, a month or a year as a span of time; null for anything else, the thirty-first of February too. */
function spanOf(text: string): { readonly from: number; readonly to: number } | null {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text) ?? [];
  if (year === undefined) return null;
  const from = readDay(`${year}-${month ?? '01'}-${day ?? '01'}`);
  if (from === null || Number(year) < 1900) return null;
  if (day !== undefined) return { from, to: from + DAY };
  const next = month === undefined ? Date.UTC(Number(year) + 1, 0) : Date.UTC(Number(year), Number(month));
  return { from, to: next };
}
