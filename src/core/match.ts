/**
 * Finds the words and phrases of the watchlist in a text, all at once and in one walk. A word counts only as a whole:
 * edges are where letters end, in any script. Endings and glued prefixes are part of the words (automaton.ts).
 */
import { FIRST_LETTER, GAP, fold } from '#language/normalise.ts';
import type { Folded } from '#language/normalise.ts';
import { createAutomaton } from './automaton.ts';
import type { Form, Reading, WordPattern } from './automaton.ts';

/** A way to write a unit: one word or several in a row. */
export interface Spelling {
  /** What it means to whoever compiled it: a name, a term group, a veto. */
  readonly unit: string;
  /** How this spelling came about, for `/why`. */
  readonly rule: string;
  readonly words: readonly WordPattern[];
}

/** A unit found. Token numbers belong to the {@link Scan} that it is of. */
export interface Hit {
  readonly unit: string;
  readonly rule: string;
  readonly first: number;
  readonly last: number;
  /** Offsets in the original, UTF-16 units; glued prefixes and added endings are left out. */
  readonly start: number;
  readonly end: number;
  /** Offset in the original behind the last word with its ending. */
  readonly wholeEnd: number;
  /** Of the last word. */
  readonly form: Form;
}

/** One text, read. */
export interface Scan {
  readonly text: string;
  /** Number of words. */
  readonly tokens: number;
  /** In reading order. */
  readonly hits: readonly Hit[];
  /** The folded letters of token `n`, at most 64. */
  tokenText(n: number): string;
  /** How strongly token `n` is parted from the one before: see GAP. The first token is parted by a STOP. */
  gapBefore(n: number): number;
  /** Whether token `n` begins with a capital; scripts without case always do. */
  isCapital(n: number): boolean;
}

export interface Matcher {
  /** Reads a text. The result is good until the next call for the same `slot`: buffers are used again. */
  scan(text: string, slot: number): Scan;
  /** States made so far, for measurements. */
  states(): number;
}

/** Longest phrase in words; bounds the work at one token. */
const LONGEST_PHRASE = 8;

/** Folded letters from here on are of scripts that glue particles on. */
const HEBREW_AND_ARABIC = 0x5d0;

interface PhraseNode {
  readonly next: Map<number, PhraseNode>;
  readonly ends: { unit: string; rule: string }[];
}

/** A text being read. */
interface Page {
  readonly text: string;
  readonly folded: Folded;
  readonly slot: Slot;
  /** Tokens that are words of ours, and what they may be. */
  readonly tokens: number[];
  readonly readings: (readonly Reading[])[];
}

interface Slot {
  folded: Folded | null;
  /** Of each token: where it begins and ends in the folded text, and the gap before it. */
  from: Int32Array;
  to: Int32Array;
  gap: Uint8Array;
}

/**
 * Compiles spellings into a matcher. Milliseconds for a watchlist; the states are made while reading.
 * @param masks units whose phrases hide every hit that lies within them: "The Moscow Times", a name in its veto
 */
export function createMatcher(spellings: readonly Spelling[], masks: ReadonlySet<string>): Matcher {
  const automaton = createAutomaton();
  const known = new Map<WordPattern, number>();
  const withCapital = new Set<number>();
  const phrases: PhraseNode = { next: new Map(), ends: [] };
  for (const spelling of spellings) {
    let node = phrases;
    for (const pattern of spelling.words.slice(0, LONGEST_PHRASE)) {
      let word = known.get(pattern);
      if (word === undefined) {
        word = automaton.add(pattern);
        known.set(pattern, word);
        if (pattern.capital) withCapital.add(word);
      }
      let next = node.next.get(word);
      if (next === undefined) {
        next = { next: new Map(), ends: [] };
        node.next.set(word, next);
      }
      node = next;
    }
    node.ends.push({ unit: spelling.unit, rule: spelling.rule });
  }

  const slots: Slot[] = [];

  const extend = (page: Page, index: number, node: PhraseNode, first: number, hits: Hit[]): void => {
    const token = page.tokens[index] ?? 0;
    const goesOn =
      page.tokens[index + 1] === token + 1 && (page.slot.gap[token + 1] ?? GAP.STOP) <= GAP.QUOTE;
    for (const reading of page.readings[index] ?? []) {
      const next = node.next.get(reading.word);
      if (next === undefined) continue;
      if (withCapital.has(reading.word) && !isCapital(page, token)) continue;
      if (next.ends.length > 0) pushHits(page, first, index, reading, next.ends, hits);
      if (goesOn && next.next.size > 0) extend(page, index + 1, next, first, hits);
    }
  };

  const pushHits = (
    page: Page,
    first: number,
    last: number,
    reading: Reading,
    ends: PhraseNode['ends'],
    hits: Hit[],
  ): void => {
    const { folded, slot } = page;
    const firstToken = page.tokens[first] ?? 0;
    const lastToken = page.tokens[last] ?? 0;
    let from = slot.from[firstToken] ?? 0;
    const to = slot.to[lastToken] ?? 0;
    if ((folded.codes[from] ?? 0) >= HEBREW_AND_ARABIC) {
      // Read again without particles, to know where the name itself begins. In a phrase any first word will do.
      const firstTo = slot.to[firstToken] ?? 0;
      const words = first === last ? [reading] : (page.readings[first] ?? []);
      let skip = Number.POSITIVE_INFINITY;
      for (const { word } of words)
        skip = Math.min(skip, automaton.particlesOf(folded.codes, from, firstTo, word));
      if (Number.isFinite(skip)) from += skip;
    }
    const stem = reading.ending.added ? to - reading.ending.text.length : to;
    const start = folded.starts[from] ?? 0;
    const end = folded.ends[stem - 1] ?? 0;
    const wholeEnd = folded.ends[to - 1] ?? 0;
    for (const { unit, rule } of ends) {
      hits.push({
        unit,
        rule,
        first: firstToken,
        last: lastToken,
        start,
        end,
        wholeEnd,
        form: reading.ending.form,
      });
    }
  };

  const scan = (text: string, slotNumber: number): Scan => {
    const slot = (slots[slotNumber] ??= {
      folded: null,
      from: new Int32Array(512),
      to: new Int32Array(512),
      gap: new Uint8Array(512),
    });
    const folded = fold(text, slot.folded ?? undefined);
    slot.folded = folded;
    const { codes, length } = folded;
    const page: Page = { text, folded, slot, tokens: [], readings: [] };
    let tokens = 0;
    let gap: number = GAP.STOP;
    let at = 0;
    while (at < length) {
      const code = codes[at] ?? 0;
      if (code < FIRST_LETTER) {
        if (code > gap) gap = code;
        at += 1;
        continue;
      }
      if (tokens >= slot.from.length) growSlot(slot);
      slot.from[tokens] = at;
      slot.gap[tokens] = gap;
      gap = 0;
      at = automaton.read(codes, at, length, FIRST_LETTER);
      slot.to[tokens] = at;
      const readings = automaton.readings();
      if (readings.length > 0) {
        page.tokens.push(tokens);
        page.readings.push(readings);
      }
      tokens += 1;
    }
    const hits: Hit[] = [];
    for (let index = 0; index < page.tokens.length; index += 1) extend(page, index, phrases, index, hits);
    return {
      text,
      tokens,
      hits: hits.length < 2 ? hits : withoutCovered(hits, masks),
      tokenText: (n) => {
        const from = slot.from[n] ?? 0;
        return String.fromCharCode(...codes.subarray(from, Math.min(slot.to[n] ?? 0, from + 64)));
      },
      gapBefore: (n) => slot.gap[n] ?? GAP.STOP,
      isCapital: (n) => isCapital(page, n),
    };
  };

  return { scan, states: () => automaton.states() };
}

function growSlot(slot: Slot): void {
  slot.from = doubled(slot.from);
  slot.to = doubled(slot.to);
  const gap = new Uint8Array(slot.gap.length * 2);
  gap.set(slot.gap);
  slot.gap = gap;
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
}

function isCapital(page: Page, token: number): boolean {
  const char = page.text.charAt(page.folded.starts[page.slot.from[token] ?? 0] ?? 0);
  return char.toLowerCase() !== char || char.toUpperCase() === char;
}

/**
 * Leaves out what lies within a longer hit of its own unit ("Gaza" in "Gaza Strip") or within a mask, and the second
 * reading of a word. The hits come in the order of their first tokens and phrases are short, so that only the few hits
 * around each one are looked at.
 */
function withoutCovered(hits: readonly Hit[], masks: ReadonlySet<string>): Hit[] {
  const kept: Hit[] = [];
  for (let at = 0; at < hits.length; at += 1) {
    const hit = hits[at];
    if (hit === undefined || isCovered(hits, at, hit, masks)) continue;
    kept.push(hit);
  }
  return kept;
}

function isCovered(hits: readonly Hit[], at: number, hit: Hit, masks: ReadonlySet<string>): boolean {
  const mayBeMasked = !masks.has(hit.unit);
  const covers = (other: Hit | undefined, earlier: boolean): boolean => {
    if (other === undefined || other.first > hit.first || other.last < hit.last) return false;
    const longer = other.first < hit.first || other.last > hit.last;
    if (other.unit === hit.unit) {
      if (longer) return true;
      // Of two readings of one word that without an ending is the better: Poutine is whole, not Poutin with an e.
      if (other.form === 'plain' && hit.form !== 'plain') return true;
      return earlier && (other.form === 'plain' || hit.form !== 'plain');
    }
    return mayBeMasked && masks.has(other.unit);
  };
  for (let before = at - 1; before >= 0; before -= 1) {
    const other = hits[before];
    if (other === undefined || other.first <= hit.first - LONGEST_PHRASE) break;
    if (covers(other, true)) return true;
  }
  for (let behind = at + 1; behind < hits.length; behind += 1) {
    const other = hits[behind];
    if (other === undefined || other.first > hit.first) break;
    if (covers(other, false)) return true;
  }
  return false;
}
