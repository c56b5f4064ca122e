/**
 * Where the words of a text are, and which of them may be worth a closer look. The text is walked once; a sieve of bits
 * says whether anything that is looked for has the letters of a word, or its beginning. Nearly all words of a text fall
 * through and are never looked at again.
 */
import {
  DROP,
  FIRST_LETTER,
  FOLD_TABLE,
  Folding,
  GAP,
  SPECIAL,
  UNSEEN,
  foldException,
  foldOf,
} from './normalise.ts';

/** Letters at the beginning of a word by which a sieve knows it. */
export const BEGINNING = 3;

/** Spreads the bits of a key; the golden ratio in 32 bits. */
const SPREAD = 0x9e37_79b1;

function spreadOut(key: number): number {
  return Math.imul(key ^ (key >>> 15), SPREAD);
}

/** The key of a whole word: that of its letters so far (0 at first) and one more. */
export function wordKey(key: number, letter: number): number {
  return ((key << 5) | (key >>> 27)) ^ letter;
}

/** The key of the beginning of a word: of the letters so far (0 at first) and the next one, number `at` from 0. */
export function beginningKey(key: number, letter: number, at: number): number {
  return key | ((letter & 0xff) << (8 * at));
}

/** Powers of two of the smallest sieve and the largest, 256 KB: what a processor has at hand. */
const SMALLEST_SIEVE = 10;
const LARGEST_SIEVE = 16;
/** Of the 32 bits of a member for whole words so many may be set: about 1 % of other words pass then. */
const WORD_BITS = 4;
/** Of the members for beginnings one in so many may be in use. */
const BEGINNINGS_SPARSE = 4;

/** A word that is odd in some way has this key, which every sieve lets pass: its letters are seen when it is folded. */
const ODD = 0;

/**
 * What is looked for, as bits. A bit that another word sets costs a closer look for nothing; none that is looked for is
 * ever lost.
 */
export class Sieve {
  /** Two bits for each key of a whole word. */
  words = new Uint32Array(2 ** LARGEST_SIEVE);
  /** For each key of a beginning, the letters that may come next: a bit for the last five bits of each. */
  beginnings = new Uint32Array(2 ** LARGEST_SIEVE);
  /** What leaves of 32 bits the number of a member. */
  wordShift = 32 - LARGEST_SIEVE;
  beginningShift = 32 - LARGEST_SIEVE;

  constructor() {
    this.addWord(ODD);
  }

  /** Lets one word pass, by its {@link wordKey}: two bits of one member. */
  addWord(key: number): void {
    const spread = spreadOut(key);
    const at = spread >>> this.wordShift;
    this.words[at] = (this.words[at] ?? 0) | (1 << (spread >>> 6)) | (1 << (spread >>> 11));
  }

  /** Lets all words pass that begin so, by their {@link beginningKey} and the letter behind; null: any or none. */
  addBeginning(key: number, next: number | null): void {
    const at = spreadOut(key) >>> this.beginningShift;
    this.beginnings[at] = (this.beginnings[at] ?? 0) | (next === null ? -1 : 1 << (next & 31));
  }

  /** Lets every word pass: something is looked for that has fewer letters than a beginning, and any letters behind. */
  addAll(): void {
    this.words.fill(0xffff_ffff);
  }

  /** Makes it as small as may be while it lets few other words pass: the smaller, the sooner it is asked. */
  shrink(): void {
    for (;;) {
      const smaller = quarter(this.words);
      if (smaller.length < 2 ** SMALLEST_SIEVE || bitsOf(smaller) > smaller.length * WORD_BITS) break;
      this.words = smaller;
      this.wordShift += 2;
    }
    for (;;) {
      const smaller = quarter(this.beginnings);
      if (smaller.length < 2 ** SMALLEST_SIEVE || usedOf(smaller) > smaller.length / BEGINNINGS_SPARSE) break;
      this.beginnings = smaller;
      this.beginningShift += 2;
    }
  }
}

/** Four neighbours become one: a member's number is the upper bits of its key. */
function quarter(members: Uint32Array): Uint32Array<ArrayBuffer> {
  const smaller = new Uint32Array(members.length / 4);
  for (let at = 0; at < members.length; at += 1)
    smaller[at >> 2] = (smaller[at >> 2] ?? 0) | (members[at] ?? 0);
  return smaller;
}

function bitsOf(members: Uint32Array): number {
  let set = 0;
  for (let bits of members) for (; bits !== 0; bits &= bits - 1) set += 1;
  return set;
}

function usedOf(members: Uint32Array): number {
  let used = 0;
  for (const bits of members) if (bits !== 0) used += 1;
  return used;
}

/** The words of a text. Only the first `count`, or `chosenCount`, members of the arrays count. */
export interface Words {
  readonly count: number;
  /** Offset in the text of what parts each word from the next one; signs that folding drops may stand before that. */
  readonly to: Int32Array;
  /** Numbers of the words that passed the sieve, ascending. */
  readonly chosen: Int32Array;
  readonly chosenCount: number;
  /** The folded letters of the text, apart from those of odd words. Good until the next text is parted, as all below. */
  readonly units: Uint16Array;
  /** Where the letters of a word begin in `units`; they end at its `to`. Negative: it is odd, and has to be folded by itself. */
  lettersOf(word: number): number;
  /** Whether a word passes another sieve. */
  passes(word: number, sieve: Sieve): boolean;
}

/** The {@link beginningKey} of the three units from `from` on. */
function beginningAt(units: Uint16Array, from: number): number {
  return (
    ((units[from] ?? 0) & 0xff) |
    (((units[from + 1] ?? 0) & 0xff) << 8) |
    (((units[from + 2] ?? 0) & 0xff) << 16)
  );
}

/** A text being walked. */
class Walk implements Words {
  count = 0;
  chosenCount = 0;
  /** The last folded letter, when a word is under way; else 0. */
  last = 0;
  readonly room: number;
  to: Int32Array<ArrayBuffer>;
  chosen: Int32Array<ArrayBuffer>;
  /** Of each word. */
  keys: Int32Array<ArrayBuffer>;
  /** The units of the text, and behind the walk what they fold into. */
  readonly units: Uint16Array;
  readonly bytes: Buffer;

  constructor(room: number) {
    this.room = room;
    const words = (room >> 1) + 2;
    this.to = new Int32Array(words);
    this.chosen = new Int32Array(words);
    this.keys = new Int32Array(words);
    // Room behind the end, since the letter behind a beginning is read too.
    this.units = new Uint16Array(room + BEGINNING + 1);
    this.bytes = Buffer.from(this.units.buffer);
  }

  /** Notes a sign that is a word of its own, at `at`. */
  addSign(at: number, sign: number): void {
    // There may be as many words as signs then, and not one for every two.
    if (this.count + 2 >= this.to.length) {
      const words = this.room + 2;
      const grown = (old: Int32Array): Int32Array<ArrayBuffer> => {
        const larger = new Int32Array(words);
        larger.set(old);
        return larger;
      };
      this.to = grown(this.to);
      this.chosen = grown(this.chosen);
      this.keys = grown(this.keys);
    }
    this.units[at] = sign;
    this.to[this.count] = at + 1;
    this.keys[this.count] = wordKey(0, sign);
    this.count += 1;
  }

  lettersOf(word: number): number {
    return this.keys[word] === ODD ? -1 : this.startOf(word);
  }

  startOf(word: number): number {
    const { units } = this;
    let from = word === 0 ? 0 : (this.to[word - 1] ?? 0);
    while ((units[from] ?? FIRST_LETTER) < FIRST_LETTER) from += 1;
    return from;
  }

  passes(word: number, { words, beginnings, wordShift, beginningShift }: Sieve): boolean {
    const { units } = this;
    const from = this.startOf(word);
    const next = beginnings[spreadOut(beginningAt(units, from)) >>> beginningShift] ?? 0;
    const spread = spreadOut(this.keys[word] ?? 0);
    const whole = words[spread >>> wordShift] ?? 0;
    return (
      (((next >>> (units[from + 3] ?? 0)) | ((whole >>> (spread >>> 6)) & (whole >>> (spread >>> 11)))) &
        1) ===
      1
    );
  }

  /** Notes the words that pass, without a branch for each. */
  sift({ words, beginnings, wordShift, beginningShift }: Sieve): void {
    const { count, to, keys, units, chosen } = this;
    let passed = 0;
    let from = 0;
    for (let word = 0; word < count; word += 1) {
      while ((units[from] ?? FIRST_LETTER) < FIRST_LETTER) from += 1;
      const next = beginnings[spreadOut(beginningAt(units, from)) >>> beginningShift] ?? 0;
      const spread = spreadOut(keys[word] ?? 0);
      const whole = words[spread >>> wordShift] ?? 0;
      chosen[passed] = word;
      passed +=
        ((next >>> (units[from + 3] ?? 0)) | ((whole >>> (spread >>> 6)) & (whole >>> (spread >>> 11)))) & 1;
      from = to[word] ?? 0;
    }
    this.chosenCount = passed;
  }
}

/** Letters of Latin script and those of the other scripts that we read differ in this bit. */
const OTHER_HALF = 0x400;

/** Takes what one exception folds into; what it holds besides does not matter. */
const exception = new Folding(64);

/** Folds the exception at `at`, behind a folded letter or gap; says its last unit. What it is, is in {@link exception}. */
function foldOne(text: string, at: number, before: number): number {
  exception.length = 1;
  exception.codes[0] = before;
  exception.words = 0;
  exception.gap = GAP.STOP;
  return foldException(exception, text, at, text.charCodeAt(at));
}

/**
 * Parts a text into words as `fold` does, and notes those that pass the sieve. Linear in the length of the text.
 *
 * @param into a result that is no longer needed: where it has room, its arrays are written anew and it is returned.
 */
export function partWords(text: string, sieve: Sieve, into?: Words): Words {
  const used = into instanceof Walk && into.room >= text.length;
  // Twice as long as needed where there was one before: texts differ.
  const walk = used ? into : new Walk(into === undefined ? text.length : text.length * 2);
  walk.count = 0;
  // One copy, since reading a typed array costs half of what asking a string costs.
  walk.bytes.write(text, 0, 'utf16le');
  walk.units.fill(GAP.STOP, text.length, text.length + BEGINNING + 1);
  for (let at = walkPlain(walk, 0, text.length); at < text.length; at = walkPlain(walk, at, text.length))
    at = walkException(walk, text, at);
  walk.sift(sieve);
  return walk;
}

/**
 * Walks over plain words and gaps, nearly all of a text, from `start` on, where no word is under way; says where the
 * first exception is. Words begin and end without a branch, since no processor foresees where: what a unit may change is
 * written for every unit, and stays where it was the last of its word.
 */
function walkPlain(walk: Walk, start: number, end: number): number {
  const { to, keys, units } = walk;
  const table = FOLD_TABLE;
  let { count } = walk;
  let key = 0;
  let last = 0;
  // All bits set within a word, none between words.
  let within = 0;
  // Said to be no negative number: the compiler then drops half of the checks in the loop (measured, a fifth of the time).
  let at = start >>> 0;
  for (; at < end; at += 1) {
    const folded = table[units[at] ?? 0] ?? GAP.STOP;
    if (folded <= UNSEEN) break;
    const letter = (FIRST_LETTER - 1 - folded) >> 31;
    if ((last ^ folded) & OTHER_HALF & within & letter) break;
    units[at] = folded;
    to[count] = at;
    keys[count] = key;
    count += within & ~letter & 1;
    key &= within;
    key = ((key << 5) | (key >>> 27)) ^ folded;
    last = folded;
    within = letter;
  }
  to[count] = at;
  keys[count] = key;
  walk.last = last & within;
  walk.count = at === end ? count + (within & 1) : count;
  return at;
}

/**
 * Goes on at an exception and says where plain text begins again. Nearly all only part the words, as quotes do. Else the
 * word is an odd one and read to its end.
 */
function walkException(walk: Walk, text: string, at: number): number {
  const { units, last } = walk;
  const folded = foldOf(text.charCodeAt(at));
  if (folded === SPECIAL) {
    const next = foldOne(text, at, last) + 1;
    const meant = exception.length === 1 ? DROP : (exception.codes[1] ?? DROP);
    if (meant < FIRST_LETTER && (last === 0 || meant !== DROP)) {
      if (last > 0) walk.count += 1;
      const sign = exception.length > 2 ? (exception.codes[2] ?? 0) : 0;
      if (sign >= FIRST_LETTER && next === at + 1) walk.addSign(at, sign);
      else units.fill(GAP.SPACE, at, next);
      return next;
    }
  } else if (last === 0) {
    // Not looked up before, or nothing.
    if (folded !== DROP) return at;
    units[at] = GAP.SPACE;
    return at + 1;
  }
  let from = at;
  // No gap stands behind a sign that is a word of its own.
  const end = walk.count === 0 ? 0 : (walk.to[walk.count - 1] ?? 0);
  if (last > 0) while (from > end && (units[from - 1] ?? 0) >= FIRST_LETTER) from -= 1;
  return walkOdd(walk, text, from);
}

/** Reads the odd word that begins at `from`; says where it ends. */
function walkOdd(walk: Walk, text: string, from: number): number {
  let last: number = GAP.STOP;
  let at = from;
  while (at < text.length) {
    const folded = foldOf(text.charCodeAt(at));
    if (folded === SPECIAL) {
      const next = foldOne(text, at, last) + 1;
      if (exception.length > 1) last = exception.codes[exception.length - 1] ?? GAP.STOP;
      if (last < FIRST_LETTER) break;
      at = next;
      continue;
    }
    if (folded !== DROP && folded < FIRST_LETTER) break;
    if (folded !== DROP) last = folded;
    at += 1;
  }
  walk.units[from] = FIRST_LETTER;
  walk.to[walk.count] = at;
  walk.keys[walk.count] = ODD;
  walk.count += 1;
  return at;
}
