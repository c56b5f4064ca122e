/**
 * Text made comparable for matching, with the way back to the original: case, combining marks, niqqud, tashkeel,
 * tatweel, bidi and zero-width signs, soft hyphens, width, final Hebrew forms, Arabic hamza carriers and homoglyphs
 * no longer matter; every folded unit knows which UTF-16 units of the original it stands for.
 *
 * One table of 65,536 entries instead of expressions per character: a text is walked once, whatever is in it.
 */

/**
 * What a folded unit below {@link FIRST_LETTER} means: how strongly it parts two words. A name may run over a
 * `SPACE` (also hyphens and apostrophes), a nickname may stand in `QUOTE`s, nothing runs over a `STOP`.
 */
export const GAP = { SPACE: 4, QUOTE: 5, COMMA: 6, STOP: 7 } as const;

/** Folded units from here on are letters and digits; below it they are gaps. */
export const FIRST_LETTER = 0x30;

/** A folded text. Only the first `length` members of the arrays count. */
export interface Folded {
  readonly length: number;
  /** Folded letters and digits, or a {@link GAP}. */
  readonly codes: Uint16Array;
  /** Offset in the original of the first UTF-16 unit of what this unit stands for. */
  readonly starts: Int32Array;
  /** Offset behind its last unit, combining marks that follow it included. */
  readonly ends: Int32Array;
  /** Number of words: letters without a gap between them. */
  readonly words: number;
  /** Of each word: its first unit, behind its last one, and the strongest gap before it (STOP before the first). */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly gaps: Uint8Array;
}

/** Dropped without parting a word. DROP, SPECIAL and UNSEEN are less than any {@link GAP}. */
export const DROP = 0;
/** Needs a look at the original: more than one folded letter, a quote inside a word, a tag, an entity, a surrogate. */
export const SPECIAL = 1;
/** Marks a unit whose block of 256 was not looked up yet. */
export const UNSEEN = 2;
/** A letter of a script that no name of ours is written in; keeps words whole. */
const OTHER_LETTER = 0xe000;

interface Tables {
  readonly fold: Uint16Array;
  /** What a SPECIAL unit becomes when it is a letter: ligatures, letters with more than one base letter, signs that are words. */
  readonly several: Map<number, readonly number[]>;
}

/** Letters that do not come apart by Unicode but by reading. */
const READ_AS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ŧ: 't',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  // The sigma at the end of a Greek word.
  ς: 'σ',
  // Final forms of Hebrew.
  ך: 'כ',
  ם: 'מ',
  ן: 'נ',
  ף: 'פ',
  ץ: 'צ',
  // Arabic letters that are mixed up in print, and Persian keyboards. The hamza carriers come apart by NFKD.
  ى: 'ي',
  ی: 'ي',
  ې: 'ي',
  ة: 'ه',
  ہ: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ک: 'ك',
  ٱ: 'ا',
  پ: 'ب',
  چ: 'ج',
  ژ: 'ز',
  گ: 'ك',
  ڤ: 'ف',
};

/** Signs inside a word that are no part of it: modifier letters of romanisation, Arabic tatweel, free hamza. */
const UNREAD = 'ʰʲʹʺʻʼʽʾʿˈˊˋ˙ـء·';

/** Combining marks to drop. Vowel signs of Indian scripts are marks too and must stay: words differ by them alone. */
const DROPPED_MARKS: readonly (readonly [number, number])[] = [
  [0x0300, 0x036f],
  [0x0483, 0x0489],
  [0x0591, 0x05bd],
  [0x05bf, 0x05bf],
  [0x05c1, 0x05c2],
  [0x05c4, 0x05c5],
  [0x05c7, 0x05c7],
  [0x0610, 0x061a],
  [0x064b, 0x065f],
  [0x0670, 0x0670],
  [0x06d6, 0x06dc],
  [0x06df, 0x06e4],
  [0x06e7, 0x06e8],
  [0x06ea, 0x06ed],
  [0x08d3, 0x08ff],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
];

/** Zero-width signs, bidi controls, soft hyphen, byte order mark. */
const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x034f, 0x034f],
  [0x061c, 0x061c],
  [0x180e, 0x180e],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0xfeff, 0xfeff],
];

const QUOTES = '"\'`´‘’‚‛“”„‟«»‹›′″׳״()[]{}';
const HYPHENS = '-‐‑‒־_・･゠'; // what joins the parts of a name; the long dashes part clauses
const DASHES = '–—―−';
const COMMAS = ',،、，/\\&+*=<>~^%$#@';

const LETTER = /^[\p{L}\p{N}\p{M}]$/u;
const WHITE = /^[\s\p{Z}]$/u;

/** Signs with a meaning of their own, whatever Unicode says of them. */
function signs(): Map<number, number> {
  const meant = new Map<number, number>();
  const set = (chars: string, code: number): void => {
    for (const char of chars) meant.set(char.charCodeAt(0), code);
  };
  set(QUOTES, GAP.QUOTE);
  set(HYPHENS, GAP.SPACE);
  set(DASHES, GAP.COMMA);
  set(COMMAS, GAP.COMMA);
  set(UNREAD, DROP);
  set('\n\r\u0085\u2028\u2029\f\v', GAP.STOP);
  set('\'"’‘“”׳״`′″ʼ<&', SPECIAL);
  return meant;
}

const tables: Tables = { fold: new Uint16Array(0x10000).fill(UNSEEN), several: new Map() };
/** What each UTF-16 unit folds into: a letter, a {@link GAP}, DROP, SPECIAL, or UNSEEN before {@link fillBlock}. */
export const FOLD_TABLE: Readonly<Uint16Array> = tables.fold;
let meantSigns: ReadonlyMap<number, number> | null = null;

/** Looks up a block of 256 units. Texts use few of them: looking up all would cost 30 ms at the start. */
function fillBlock(block: number): void {
  meantSigns ??= signs();
  for (let code = block << 8; code < (block + 1) << 8; code += 1)
    tables.fold[code] = meantSigns.get(code) ?? foldUnit(code);
}

function foldUnit(code: number): number {
  if (isWithin(code, DROPPED_MARKS) || isWithin(code, INVISIBLE)) return DROP;
  // Chinese and Japanese part no words by spaces, and Korean glues its particles on: each sign is a word of its own, and a name
  // is a phrase of several.
  if (isSign(code)) {
    tables.several.set(code, [GAP.SPACE, wideSign(code), GAP.SPACE]);
    return SPECIAL;
  }
  if (code >= 0xd800 && code <= 0xdfff) return SPECIAL;
  if (code >= 0xe000 && code <= 0xf8ff) return OTHER_LETTER;
  const char = String.fromCharCode(code);
  if (!LETTER.test(char)) return WHITE.test(char) ? GAP.SPACE : GAP.STOP;
  const folded = foldLetter(char);
  const [only] = folded;
  if (folded.length === 1 && only !== undefined) return only;
  tables.several.set(code, folded);
  return SPECIAL;
}

/** What a unit folds into: a letter, a {@link GAP}, DROP or SPECIAL. */
export function foldOf(unit: number): number {
  const known = tables.fold[unit] ?? GAP.STOP;
  if (known !== UNSEEN) return known;
  fillBlock(unit >> 8);
  return tables.fold[unit] ?? GAP.STOP;
}

/** The folded letters of one character: decomposed, marks dropped, lower case. */
function foldLetter(char: string): number[] {
  const out: number[] = [];
  for (const part of char.normalize('NFKD').toLowerCase().normalize('NFKD')) {
    for (const base of READ_AS[part] ?? part) {
      const code = base.codePointAt(0) ?? 0;
      if (code > 0xffff) out.push(OTHER_LETTER);
      else if (isWithin(code, DROPPED_MARKS) || isWithin(code, INVISIBLE)) continue;
      else if (base === 'ё') out.push('е'.charCodeAt(0));
      else if (/[\p{L}\p{N}\p{M}]/u.test(base)) out.push(code);
    }
  }
  // A mark alone, or something like a superscript sign: it parts nothing.
  return out.length === 0 ? [DROP] : out;
}

function isWithin(code: number, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some(([from, to]) => code >= from && code <= to);
}

/** Signs that are words of their own: ideographs, kana with what lengthens them, syllables of Hangul. */
const SIGNS: readonly (readonly [number, number])[] = [
  [0x3005, 0x3007],
  [0x3041, 0x3096],
  [0x309d, 0x309e],
  [0x30a1, 0x30fa],
  [0x30fc, 0x30fe],
  [0x31f0, 0x31ff],
  [0x3400, 0x9fff],
  [0xac00, 0xd7a3],
  [0xff66, 0xff9d],
];

const isSign = (code: number): boolean => isWithin(code, SIGNS);

/** Kana of half the width as others print them; no other sign is taken apart, since a syllable of Hangul would be. */
function wideSign(code: number): number {
  return code < 0xff00 ? code : String.fromCharCode(code).normalize('NFKC').charCodeAt(0);
}
const isLatin = (code: number): boolean => code >= 0x61 && code <= 0x7a;
const isCyrillic = (code: number): boolean => code >= 0x400 && code <= 0x52f;
const isHebrew = (code: number): boolean => code >= 0x5d0 && code <= 0x5ea;

/** Cyrillic letters and the Latin ones that look the same, in upper or lower case. */
const LOOKALIKES = new Map<number, number>();
for (const [cyrillic, latin] of [
  'аa',
  'вb',
  'еe',
  'кk',
  'мm',
  'нh',
  'оo',
  'рp',
  'сc',
  'тt',
  'уy',
  'хx',
  'іi',
  'јj',
  'ѕs',
]) {
  if (cyrillic === undefined || latin === undefined) continue;
  LOOKALIKES.set(cyrillic.charCodeAt(0), latin.charCodeAt(0));
  LOOKALIKES.set(latin.charCodeAt(0), cyrillic.charCodeAt(0));
}

/** Character references that feeds leave in texts; the others part words, which is harmless. */
const ENTITIES: Readonly<Record<string, number>> = {
  amp: 0x26,
  nbsp: 0x20,
  quot: 0x22,
  apos: 0x27,
  lt: 0x20,
  gt: 0x20,
  shy: 0xad,
  rlm: 0x200f,
  lrm: 0x200e,
};

/** Tags that do not end a line of text. */
const INLINE_TAG = /^\/?(?:a|abbr|b|bdi|bdo|cite|em|font|i|mark|q|s|small|span|strong|sub|sup|u)$/i;

/** Longest tag that is skipped, in UTF-16 units; a `<` without its `>` within that is a sign like another. */
const LONGEST_TAG = 4096;

/** A text being folded. Public fields of one object, since the quick loop and the exceptions both write it. */
export class Folding implements Folded {
  length = 0;
  words = 0;
  codes: Uint16Array;
  starts: Int32Array;
  ends: Int32Array;
  from: Int32Array;
  to: Int32Array;
  gaps: Uint8Array;
  /** The strongest gap since the last letter; 0 within a word. */
  gap: number = GAP.STOP;
  /** All letters of the word so far, joined by OR and by AND: whether it may mix scripts. */
  any = 0;
  all = 0xffff;

  constructor(room: number) {
    this.codes = new Uint16Array(room);
    this.starts = new Int32Array(room);
    this.ends = new Int32Array(room);
    this.from = new Int32Array((room >> 1) + 1);
    this.to = new Int32Array((room >> 1) + 1);
    this.gaps = new Uint8Array((room >> 1) + 1);
  }

  /** Begins anew with another text; the arrays stay. */
  again(): this {
    this.length = 0;
    this.words = 0;
    this.gap = GAP.STOP;
    return this;
  }

  /** Makes room where a letter folds into several: for those, and one unit for each of the text that is left. */
  grow(left: number): void {
    if (this.length + left + SPARE <= this.codes.length) return;
    const grown = new Folding((this.length + left + SPARE) * 2);
    grown.codes.set(this.codes);
    grown.starts.set(this.starts);
    grown.ends.set(this.ends);
    grown.from.set(this.from);
    grown.to.set(this.to);
    grown.gaps.set(this.gaps);
    ({ codes: this.codes, starts: this.starts, ends: this.ends } = grown);
    ({ from: this.from, to: this.to, gaps: this.gaps } = grown);
  }

  /** Adds one unit. */
  emit(code: number, start: number, end: number): void {
    if (code >= FIRST_LETTER) {
      if (this.gap > 0) this.beginWord();
      this.any |= code;
      this.all &= code;
    } else {
      if (this.gap === 0) this.endWord();
      if (code > this.gap) this.gap = code;
    }
    this.codes[this.length] = code;
    this.starts[this.length] = start;
    this.ends[this.length] = end;
    this.length += 1;
  }

  beginWord(): void {
    this.from[this.words] = this.length;
    this.gaps[this.words] = this.gap;
    this.gap = 0;
    this.any = 0;
    this.all = 0xffff;
  }

  endWord(): void {
    if (mayMixScripts(this.any, this.all)) mendWord(this.codes, this.from[this.words] ?? 0, this.length);
    this.to[this.words] = this.length;
    this.words += 1;
  }
}

const LETTER_A = 0x61;

/** Units that one character may fold into, at most (the longest ligature of Arabic has 18). */
const SPARE = 32;

/**
 * Folds `text`. Linear in its length. Tags and character references that were left in it are passed over.
 *
 * @param into a result that is no longer needed: where it has room, its arrays are written anew and it is returned.
 */
export function fold(text: string, into?: Folded): Folded {
  const room = text.length + SPARE;
  const used = into instanceof Folding && into.codes.length >= room;
  // Twice as long as needed where there was one before: texts differ.
  const folding = used ? into.again() : new Folding(into === undefined ? room : room * 2);
  foldRange(folding, text, 0, text.length);
  return folding;
}

/**
 * Folds one word of a text with the gap before it, behind what `folding` holds already; it becomes its word number
 * `folding.words - 1`.
 * @param from where the word before it ends, or 0
 */
export function foldWord(folding: Folding, text: string, from: number, to: number): void {
  folding.grow(to - from);
  folding.gap = GAP.STOP;
  if (from > 0) {
    // No word is under way; the least of gaps, which is all that parts two signs that are words.
    folding.gap = GAP.SPACE;
    // A quote at the end of a word asks for the letter before it. Any will do that lets it part the words, as this one did.
    // Behind a sign that is a word of its own folding has a space.
    folding.codes[folding.length] = isSign(text.charCodeAt(from - 1)) ? GAP.SPACE : LETTER_A;
    folding.length += 1;
  }
  foldRange(folding, text, from, to);
}

function foldRange(folding: Folding, text: string, from: number, to: number): void {
  for (let at = foldPlain(folding, text, from, to); at < to; at = foldPlain(folding, text, at, to)) {
    folding.grow(to - at);
    at = foldException(folding, text, at, text.charCodeAt(at)) + 1;
  }
  if (folding.gap === 0) folding.endWord();
}

/**
 * Folds letters and gaps, nearly all of a text, from `from` up to `to`; says where the first exception is. Apart from the
 * exceptions, and on locals, so that the compiler keeps the loop in registers: half the time of the whole is spent here.
 */
function foldPlain(folding: Folding, text: string, from: number, to: number): number {
  const { fold: table } = tables;
  const { codes, starts, ends } = folding;
  let { length, gap, any, all } = folding;
  let at = from;
  for (; at < to; at += 1) {
    const unit = text.charCodeAt(at);
    const folded = table[unit] ?? GAP.STOP;
    if (folded >= FIRST_LETTER) {
      if (gap > 0) {
        folding.from[folding.words] = length;
        folding.gaps[folding.words] = gap;
        gap = 0;
        any = 0;
        all = 0xffff;
      }
      any |= folded;
      all &= folded;
    } else if (folded === DROP) {
      // A mark belongs to the letter that it stands on; an invisible sign belongs to nothing.
      if (length > 0 && ends[length - 1] === at && isMark(unit)) ends[length - 1] = at + 1;
      continue;
    } else if (folded === SPECIAL) break;
    else if (folded === UNSEEN) {
      // Looked up now, and read again.
      fillBlock(unit >> 8);
      at -= 1;
      continue;
    } else {
      if (gap === 0) {
        folding.length = length;
        folding.any = any;
        folding.all = all;
        folding.endWord();
      }
      if (folded > gap) gap = folded;
    }
    codes[length] = folded;
    starts[length] = at;
    ends[length] = at + 1;
    length += 1;
  }
  folding.length = length;
  folding.gap = gap;
  folding.any = any;
  folding.all = all;
  return at;
}

/** Folds what is neither a letter nor a gap by itself, at `at`; says its last unit. */
export function foldException(folding: Folding, text: string, at: number, unit: number): number {
  if (unit === 0x3c) {
    const after = text.charCodeAt(at + 1);
    const opens =
      after === 0x2f ||
      after === 0x21 ||
      (after >= 0x41 && after <= 0x5a) ||
      (after >= 0x61 && after <= 0x7a);
    if (opens) {
      const length = text.slice(at, at + LONGEST_TAG + 1).indexOf('>');
      if (length > 0) {
        const close = at + length;
        const name = text.slice(at + 1, Math.min(close, at + 12)).split(/[\s/>]/, 2);
        const word = name[0] === '' ? (name[1] ?? '') : (name[0] ?? '');
        folding.emit(INLINE_TAG.test(word) ? GAP.SPACE : GAP.STOP, at, close + 1);
        return close;
      }
    }
    folding.emit(GAP.COMMA, at, at + 1);
    return at;
  }
  const { several } = tables;
  if (unit === 0x26) {
    const reference = /^&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-z]{2,5}));/.exec(text.slice(at, at + 12));
    if (reference !== null) {
      const [whole, decimal, hexadecimal, named] = reference;
      const code =
        decimal !== undefined
          ? Number.parseInt(decimal, 10)
          : hexadecimal !== undefined
            ? Number.parseInt(hexadecimal, 16)
            : (ENTITIES[named ?? ''] ?? 0x2e);
      const meant = code > 0xffff ? GAP.STOP : foldOf(code);
      if (meant === SPECIAL) {
        const letters = several.get(code);
        if (letters === undefined) folding.emit(GAP.QUOTE, at, at + whole.length);
        else for (const one of letters) folding.emit(one, at, at + whole.length);
      } else if (meant !== DROP) folding.emit(meant, at, at + whole.length);
      return at + whole.length - 1;
    }
    folding.emit(GAP.COMMA, at, at + 1);
    return at;
  }
  if (unit >= 0xd800 && unit <= 0xdfff) {
    const point = text.codePointAt(at) ?? 0;
    if (point <= 0xffff) {
      folding.emit(GAP.STOP, at, at + 1); // half of a pair
      return at;
    }
    const char = String.fromCodePoint(point);
    // Mathematical and enclosed letters are used to dress words up; the rest of that plane keeps words whole or parts them.
    if (/[\p{L}\p{N}]/u.test(char)) for (const one of foldLetter(char)) folding.emit(one, at, at + 2);
    else if (!/\p{M}|[\u{E0000}-\u{E0FFF}]/u.test(char)) folding.emit(GAP.COMMA, at, at + 2);
    return at + 1;
  }
  const letters = several.get(unit);
  if (letters !== undefined) {
    for (const one of letters) folding.emit(one, at, at + 1);
    return at;
  }
  // A quote. Inside a Hebrew word it marks an abbreviation or a foreign sound, inside a Cyrillic or Arabic one it is
  // an apostrophe: the word goes on. Elsewhere it parts: "Trufanov's", "l'otage".
  const before = folding.length === 0 ? 0 : (folding.codes[folding.length - 1] ?? 0);
  const next = at + 1 < text.length ? foldOf(text.charCodeAt(at + 1)) : GAP.STOP;
  const single = unit !== 0x22 && unit !== 0x201c && unit !== 0x201d;
  const inside =
    before >= 0x400 &&
    next >= 0x400 &&
    (isHebrew(before) ? isHebrew(next) : single && before < 0x700 && next < 0x700);
  if (!inside)
    folding.emit(
      single && before >= FIRST_LETTER && next >= FIRST_LETTER ? GAP.SPACE : GAP.QUOTE,
      at,
      at + 1,
    );
  return at;
}

function isMark(unit: number): boolean {
  return isWithin(unit, DROPPED_MARKS);
}

/**
 * Whether a word may have Latin and Cyrillic letters, from all its letters joined by OR and by AND: both leave these
 * bits, and few other words do.
 */
function mayMixScripts(any: number, all: number): boolean {
  return all < 0x80 && any >= 0x400;
}

/** Puts the letters of a word that mixes Latin and Cyrillic into one script, when all strangers have a twin there. */
function mendWord(codes: Uint16Array, from: number, to: number): void {
  let latin = 0;
  let cyrillic = 0;
  for (let at = from; at < to; at += 1) {
    const code = codes[at] ?? 0;
    if (isLatin(code)) latin += 1;
    else if (isCyrillic(code)) cyrillic += 1;
  }
  if (latin === 0 || cyrillic === 0) return;
  const strangers = latin < cyrillic ? isLatin : latin > cyrillic ? isCyrillic : null;
  for (const stranger of strangers === null ? [isLatin, isCyrillic] : [strangers]) {
    let all = true;
    for (let at = from; at < to && all; at += 1) {
      const code = codes[at] ?? 0;
      if (stranger(code) && !LOOKALIKES.has(code)) all = false;
    }
    if (!all) continue;
    for (let at = from; at < to; at += 1) {
      const code = codes[at] ?? 0;
      if (stranger(code)) codes[at] = LOOKALIKES.get(code) ?? code;
    }
    return;
  }
}

let forText: Folded | undefined;

/** The folded text as a string, gaps as single spaces: for keys, comparisons and the lists of the watchlist. */
export function foldedText(text: string): string {
  const plain = foldedPlain(text);
  if (plain !== null) return plain;
  const folded = fold(text, forText);
  forText = folded;
  let out = '';
  for (let at = 0; at < folded.length; at += 1) {
    const code = folded.codes[at] ?? 0;
    if (code >= FIRST_LETTER) out += String.fromCharCode(code);
    else if (out !== '' && !out.endsWith(' ')) out += ' ';
  }
  return out.trimEnd();
}

/** The same for a word of plain letters of one script, as nearly all of a list are; null for any other text. */
function foldedPlain(text: string): string | null {
  let any = 0;
  let all = 0xffff;
  let same = true;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const letter = foldOf(unit);
    if (letter < FIRST_LETTER) return null;
    any |= letter;
    all &= letter;
    same &&= letter === unit;
  }
  if (mayMixScripts(any, all)) return null;
  if (same) return text;
  let out = '';
  for (let at = 0; at < text.length; at += 1) out += String.fromCharCode(foldOf(text.charCodeAt(at)));
  return out;
}
