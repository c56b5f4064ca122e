/** What people search the archive for, and what they are given. */
import { readDay } from './day.ts';
import { DAY } from './spans.ts';

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

/** What else may be said beside words, by the names people try. */
const FROM = /^(?:from|since|after|с|от|від|מ-?):(.*)$/iu;
const TO = /^(?:to|until|before|до|по|עד):(.*)$/iu;
const SOURCE = /^(?:source|site|by|источник|джерело|מקור):(.*)$/iu;
/** `lang:ru`, `form:2025`, `source:`; neither an address nor a time nor "Moscow:" of a headline. */
const NO_FILTER = /^(?!https?:)(?:\p{L}[\p{L}-]*:\S|(?:source|site|by|источник|джерело|מקור):$)/iu;
const WHOLE_DATE = /^\d{4}-\d{2}-\d{2}$/u;

/**
 * Takes what was typed apart: `from:2025-01 to:2025-02-15 source:tass`, a bare `2025-02-15` or `2025-02`, and words.
 * Dates are UTC days. What is written like a filter and is none is told apart: whoever reads the answer must not believe that
 * it was heeded.
 *
 * @param isSource whether there is a publisher of that id.
 */
export function readQuery(
  typed: string,
  isSource: (id: string) => boolean,
): { readonly query: SearchQuery; readonly misread: readonly MisreadFilter[] } {
  const words: string[] = [];
  const misread: MisreadFilter[] = [];
  let source: string | null = null;
  let from: number | null = null;
  let to: number | null = null;
  const dates: string[] = [];
  for (const word of typed.slice(0, 500).split(/\s+/u)) {
    const [since, until] = [FROM.exec(word)?.[1], TO.exec(word)?.[1]];
    const day = since ?? until ?? word;
    const span = spanOf(day);
    const named = SOURCE.exec(word)?.[1]?.toLowerCase();
    if (span !== null) {
      dates.push(word);
      if (until === undefined) ({ from } = span);
      if (since === undefined) ({ to } = span);
    } else if (day !== word || WHOLE_DATE.test(word)) misread.push({ word, because: 'date' });
    else if (NO_FILTER.test(word) && (named === undefined || named === ''))
      misread.push({ word, because: 'filter' });
    else if (named === undefined) words.push(...(word === '' ? [] : [word]));
    else if (isSource(named)) source = named;
    else misread.push({ word: named, because: 'source' });
  }
  // Nothing lies between them, and "nothing found" would be told of the archive.
  if (from !== null && to !== null && from >= to)
    misread.push({ word: dates.join(' '), because: 'backwards' });
  return { query: { words: words.join(' '), subjects: [], source, from, to }, misread };
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
