/**
 * Furniture: lines that a publisher puts under everything it prints (appeals, related links, who we are). A line that
 * stands in three other items of the same source is furniture: it is blanked before anything is looked for, so that all
 * offsets stay what they were. Headlines are never furniture.
 */
import { splitSentences } from '#language/sentences.ts';
import type { Entry } from './entry.ts';

/** What is remembered of one source's lines. */
export interface Recurring {
  readonly lines: readonly RecurringLine[];
}

/** A line that one source has printed at least once. */
export interface RecurringLine {
  /** Hash of the line, case and spaces aside. */
  readonly line: string;
  /** Items that had it, at most as many as matter. */
  readonly items: readonly string[];
  /** When it was last seen, ms. */
  readonly at: number;
}

/** So many other items make a line furniture. */
const OTHERS = 3;

/** Lines remembered of a source, and looked at in an item: what recurs stands at its head or its end. */
const MOST_LINES = 300;
const FROM_HEAD = 12;
const FROM_END = 28;

/** Shorter lines recur by chance ("Read more" harms nobody); longer ones are taken by their beginning, UTF-16 units. */
const SHORTEST = 20;
const LONGEST = 600;

/** Of a source that is read for the first time. */
export const NOTHING_RECURS: Recurring = { lines: [] };

/** A line of a field, by its place. */
interface Line {
  readonly field: 'lead' | 'text';
  readonly start: number;
  readonly end: number;
  readonly hash: string;
}

/** The entry without its furniture: blanks in its place. */
export function withoutRecurring(entry: Entry, known: Recurring): Entry {
  if (known.lines.length === 0) return entry;
  const furniture = new Set(
    known.lines
      .filter(({ items }) => items.filter((item) => item !== entry.id).length >= OTHERS)
      .map(({ line }) => line),
  );
  if (furniture.size === 0) return entry;
  const cut = linesOf(entry).filter((line) => furniture.has(line.hash));
  if (cut.length === 0) return entry;
  const blanked = (field: 'lead' | 'text'): string => {
    let text = entry[field];
    for (const { start, end } of cut.filter((line) => line.field === field))
      text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
    return text;
  };
  return { ...entry, lead: blanked('lead'), text: blanked('text') };
}

/** What is remembered once this entry was read too. @param now ms */
export function withLines(known: Recurring, entry: Entry, now: number): Recurring {
  const hashes = new Set(linesOf(entry).map((line) => line.hash));
  if (hashes.size === 0) return known;
  const lines: RecurringLine[] = [];
  for (const one of known.lines) {
    if (!hashes.delete(one.line)) {
      lines.push(one);
      continue;
    }
    // One more than needed: an item that is read again must not count as its own other.
    const items =
      one.items.includes(entry.id) || one.items.length > OTHERS ? one.items : [...one.items, entry.id];
    lines.push({ line: one.line, items, at: now });
  }
  for (const line of hashes) lines.push({ line, items: [entry.id], at: now });
  if (lines.length <= MOST_LINES) return { lines };
  // What recurs stays longest; of what was seen once the newest.
  return {
    lines: lines
      .toSorted((a, b) => Math.min(b.items.length, 2) - Math.min(a.items.length, 2) || b.at - a.at)
      .slice(0, MOST_LINES),
  };
}

function linesOf(entry: Pick<Entry, 'lead' | 'text'>): readonly Line[] {
  const lines: Line[] = [];
  for (const field of ['lead', 'text'] as const) {
    const spans = splitSentences(entry[field]).filter(({ start, end }) => end - start >= SHORTEST);
    const ends =
      spans.length > FROM_HEAD + FROM_END ? [...spans.slice(0, FROM_HEAD), ...spans.slice(-FROM_END)] : spans;
    for (const { start, end } of ends) {
      const words = entry[field].slice(start, Math.min(end, start + LONGEST)).toLowerCase();
      lines.push({ field, start, end, hash: hashOf(words.replaceAll(/\s+/gu, ' ')) });
    }
  }
  return lines;
}

/** 53 bits (cyrb53, public domain): a few hundred lines a source never collide, and it costs less than SHA-256. */
function hashOf(text: string): string {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(two ^ (two >>> 13), 3266489909);
  two = Math.imul(two ^ (two >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
  return (4294967296 * (2097151 & two) + (one >>> 0)).toString(36);
}
