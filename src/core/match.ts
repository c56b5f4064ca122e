/**
 * Finds the words and phrases of the watchlist in a text, all at once and in one walk. A word counts only as a whole:
 * edges are where letters end, in any script. Endings and glued prefixes are part of the words (automaton.ts).
 */
import { Folding, GAP, foldWord } from '#language/normalise.ts';
import type { Folded } from '#language/normalise.ts';
import { partWords } from '#language/words.ts';
import type { Words } from '#language/words.ts';
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

/** Finds every unit of the watchlist in a text. Texts that are needed at the same time are read into different slots (0, 1, 2 …). */
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
  /** By the word that comes next; null where nothing does. */
  next: Map<number, PhraseNode> | null;
  end: End | null;
}

/** A spelling whose last word has been read. A chain and no list: ten thousand names have a hundred thousand spellings. */
interface End {
  readonly unit: string;
  readonly rule: string;
  /** The next spelling of the same words. */
  also: End | null;
}

/** A text being read. */
interface Page {
  readonly text: string;
  readonly words: Words;
  /** Of the text only the words of the phrase that is being followed, one behind the other. */
  readonly folding: Folding;
  readonly hits: Hit[];
}

/** Buffers that are used again for the next text. */
interface Slot {
  words: Words | undefined;
  readonly folding: Folding;
}

/** The first word of a phrase in a text. */
interface Begun {
  readonly token: number;
  /** Its number among the folded words of the page. */
  readonly index: number;
  readonly readings: readonly Reading[];
}

/** Words that a token may be, numbered. */
function vocabulary() {
  const automaton = createAutomaton();
  // Weak: of ten thousand names nobody else keeps the patterns once they are added.
  const known = new WeakMap<WordPattern, number>();
  const withCapital = new Set<number>();
  const joined = new Set<number>();
  return {
    automaton,
    withCapital,
    joined,
    numberOf: (pattern: WordPattern): number => {
      let word = known.get(pattern);
      if (word === undefined) {
        word = automaton.add(pattern);
        known.set(pattern, word);
        if (pattern.capital) withCapital.add(word);
        if (pattern.joined === true) joined.add(word);
      }
      return word;
    },
  };
}

/** Room for the folded letters of a few words; it grows. */
const FEW_LETTERS = 256;

/**
 * Compiles spellings into a matcher. Milliseconds for a watchlist; the states are made while reading.
 * @param masks units whose phrases hide every hit that lies within them: "The Moscow Times", a name in its veto
 */
export function createMatcher(spellings: Iterable<Spelling>, masks: ReadonlySet<string>): Matcher {
  // Many more words go on in a phrase ("of", "the") than begin one: those are only asked for where one has begun.
  const starting = vocabulary();
  const following = vocabulary();
  const phrases: PhraseNode = { next: null, end: null };
  for (const spelling of spellings) {
    let node = phrases;
    for (const pattern of spelling.words.slice(0, LONGEST_PHRASE)) {
      const word = (node === phrases ? starting : following).numberOf(pattern);
      node.next ??= new Map();
      let next = node.next.get(word);
      if (next === undefined) {
        next = { next: null, end: null };
        node.next.set(word, next);
      }
      node = next;
    }
    addEnd(node, { unit: spelling.unit, rule: spelling.rule, also: null });
  }

  const slots: Slot[] = [];
  const look = new Folding(FEW_LETTERS);

  /** Whether the word may go on in a phrase. Nearly none does, and it need not be read to know that. */
  const mayGoOn = ({ words }: Page, token: number): boolean =>
    token < words.count && words.passes(token, following.automaton.sieve());

  /** Follows the phrases from `node` on, whose word before was token `token - 1`; `firsts` is what the first one may be. */
  const follow = (page: Page, token: number, node: PhraseNode, from: Begun | null): void => {
    const { folding, words } = page;
    const { length, words: index } = folding;
    const { automaton, withCapital, joined } = from === null ? starting : following;
    const letters = words.lettersOf(token);
    // Read where it stands: most words that passed the sieve are nothing after all, and are never folded.
    if (letters < 0) foldToken(folding, page.text, words, token);
    const readings =
      letters < 0
        ? automaton.read(folding.codes, folding.from[index] ?? 0, folding.to[index] ?? 0)
        : automaton.read(words.units, letters, words.to[token] ?? 0);
    const goesOn = readings.length > 0 && mayGoOn(page, token + 1);
    const leads = ({ word }: Reading): boolean => {
      const next = node.next?.get(word);
      return next !== undefined && (next.end !== null || (goesOn && next.next !== null));
    };
    if (readings.some(leads)) {
      if (letters >= 0) foldToken(folding, page.text, words, token);
      if (from === null || (folding.gaps[index] ?? GAP.STOP) <= GAP.QUOTE) {
        const begun = from ?? { token, index, readings };
        for (const reading of readings) {
          const next = node.next?.get(reading.word);
          if (next === undefined) continue;
          if (withCapital.has(reading.word) && !isCapital(page.text, folding, index)) continue;
          if (joined.has(reading.word) && !isJoined(folding, index)) continue;
          if (next.end !== null) pushHits(page, begun, token, index, reading, next.end);
          if (goesOn && next.next !== null) follow(page, token + 1, next, begun);
        }
      }
    }
    folding.length = length;
    folding.words = index;
  };

  const pushHits = (
    page: Page,
    begun: Begun,
    last: number,
    index: number,
    reading: Reading,
    ended: End,
  ): void => {
    const { folding } = page;
    let from = folding.from[begun.index] ?? 0;
    const to = folding.to[index] ?? 0;
    if ((folding.codes[from] ?? 0) >= HEBREW_AND_ARABIC) {
      // Read again without particles, to know where the name itself begins. In a phrase any first word will do.
      const firstTo = folding.to[begun.index] ?? 0;
      const words = begun.token === last ? [reading] : begun.readings;
      let skip = Number.POSITIVE_INFINITY;
      for (const { word } of words)
        skip = Math.min(skip, starting.automaton.particlesOf(folding.codes, from, firstTo, word));
      if (Number.isFinite(skip)) from += skip;
    }
    const stem = reading.ending.added ? to - reading.ending.text.length : to;
    const start = folding.starts[from] ?? 0;
    const end = folding.ends[stem - 1] ?? 0;
    const wholeEnd = folding.ends[to - 1] ?? 0;
    for (let spelled: End | null = ended; spelled !== null; spelled = spelled.also) {
      page.hits.push({
        unit: spelled.unit,
        rule: spelled.rule,
        first: begun.token,
        last,
        start,
        end,
        wholeEnd,
        form: reading.ending.form,
      });
    }
  };

  const scan = (text: string, slotNumber: number): Scan => {
    const slot = (slots[slotNumber] ??= { words: undefined, folding: new Folding(FEW_LETTERS) });
    const words = partWords(text, starting.automaton.sieve(), slot.words);
    slot.words = words;
    const hits: Hit[] = [];
    const page: Page = { text, words, folding: slot.folding.again(), hits };
    for (let n = 0; n < words.chosenCount; n += 1) follow(page, words.chosen[n] ?? 0, phrases, null);
    return new ReadText(text, words, hits.length < 2 ? hits : withoutCovered(hits, masks), look);
  };

  return { scan, states: () => starting.automaton.states() + following.automaton.states() };
}

/** Adds behind what already ends there, so that hits come in the order of the watchlist. */
function addEnd(node: PhraseNode, end: End): void {
  let last = node.end;
  if (last === null) {
    node.end = end;
    return;
  }
  while (last.also !== null) last = last.also;
  last.also = end;
}

/** A class, since one is made for every text: closures would cost as much as the search. */
class ReadText implements Scan {
  readonly text: string;
  readonly tokens: number;
  readonly hits: readonly Hit[];
  readonly #words: Words;
  readonly #look: Folding;

  constructor(text: string, words: Words, hits: readonly Hit[], look: Folding) {
    this.text = text;
    this.tokens = words.count;
    this.hits = hits;
    this.#words = words;
    this.#look = look;
  }

  tokenText(n: number): string {
    const { codes, from, to } = this.#folded(n);
    const begin = from[0] ?? 0;
    return String.fromCharCode(...codes.subarray(begin, Math.min(to[0] ?? 0, begin + 64)));
  }

  gapBefore(n: number): number {
    return n >= 0 && n < this.tokens ? (this.#folded(n).gaps[0] ?? GAP.STOP) : GAP.STOP;
  }

  isCapital(n: number): boolean {
    return isCapital(this.text, this.#folded(n), 0);
  }

  #folded(n: number): Folding {
    foldToken(this.#look.again(), this.text, this.#words, n);
    return this.#look;
  }
}

function foldToken(folding: Folding, text: string, { to }: Words, token: number): void {
  foldWord(folding, text, token === 0 ? 0 : (to[token - 1] ?? 0), to[token] ?? 0);
}

/** Whether nothing is printed between a word and the one before it. */
function isJoined({ from, to, starts, ends }: Folded, word: number): boolean {
  return starts[from[word] ?? 0] === ends[(to[word - 1] ?? 0) - 1];
}

function isCapital(text: string, folded: Folded, word: number): boolean {
  const char = text.charAt(folded.starts[folded.from[word] ?? 0] ?? 0);
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
