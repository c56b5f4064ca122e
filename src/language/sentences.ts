/** Where the sentences of a text are. Rules for the languages we watch; in doubt a sentence goes on. */

/** A piece of a text, in UTF-16 units, `end` exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Words that end in a full stop and no sentence, folded to lower case. One-letter words (initials) never end one. */
const ABBREVIATIONS = new Set(
  // English
  (
    'mr mrs ms dr prof sr jr st gen col lt maj capt sgt sen rep gov rev hon no vs etc inc ltd corp co dept est approx ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m u.s u.k u.n e.g i.e ' +
    // German, French, Spanish, Portuguese, Italian, Polish
    'bzw ca usw z.b d.h hr fr nr mme mlle mm sra sres dra ud gral sig dott ul godz tys mln mld prof ' +
    // Russian and Ukrainian
    'г гг т.е т.д т.п т.к т.н им ул руб тыс млн млрд др пр св стр проф акад ген полк янв фев мар апр авг сен сент окт ноя нояб дек ' +
    'р рр тис грн вул ім гол див ' +
    // Hebrew and Arabic
    'עמ מס ד ص د'
  ).split(' '),
);

const BLOCK_TAG =
  /^(?:p|div|br|li|ul|ol|h[1-6]|tr|td|table|blockquote|section|article|figure|figcaption|hr|pre)$/i;

/** What a number with a full stop stands before in German: "am 7. Oktober", "am 498. Tag". */
const AFTER_ORDINAL =
  /^\s(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Tag|Tages|Phase|Stufe|Etappe|Jahrestag)(?!\p{L})/u;

/** Longest tag that is looked for, in UTF-16 units. */
const LONGEST_TAG = 2048;

const CLOSERS = '"\'’”»)]}›“';
const OPENERS = /[«"'“„‘([{¿¡–—-]/;

/**
 * The sentences of `text`, in order, without the white space around them. A line break ends a sentence: feeds put
 * paragraphs there. Linear in the length of the text.
 */
export function splitSentences(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  const close = (end: number): void => {
    let start = from;
    let stop = end;
    while (start < stop && isSpace(text.charCodeAt(start))) start += 1;
    while (stop > start && isSpace(text.charCodeAt(stop - 1))) stop -= 1;
    if (stop > start) spans.push({ start, end: stop });
    from = end;
  };

  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (isOrdinary(unit)) continue;
    if (unit === 0x0a || unit === 0x0d || unit === 0x2028 || unit === 0x2029) {
      close(at);
      continue;
    }
    if (unit === 0x3c) {
      // Tags that were left in a text: blocks end a sentence, the others are passed over.
      const tag = /^<(\/?)([a-z][a-z0-9]*)[^<>]*>/i.exec(text.slice(at, at + LONGEST_TAG));
      if (tag === null) continue;
      if (BLOCK_TAG.test(tag[2] ?? '')) {
        close(at);
        from = at + tag[0].length;
      }
      at += tag[0].length - 1;
      continue;
    }
    if (!isTerminator(unit)) continue;
    const first = at;
    while (isTerminator(text.charCodeAt(at + 1))) at += 1;
    while (at + 1 < text.length && CLOSERS.includes(text.charAt(at + 1))) at += 1;
    const wide = unit === 0x3002 || unit === 0xff01 || unit === 0xff1f;
    const behind = text.charCodeAt(at + 1);
    if (!wide && at + 1 < text.length && !isSpace(behind) && behind !== 0x3c) continue; // "3.5", "site.ru", "U.S.A"
    if (unit === 0x2e && at === first && (isAbbreviation(text, first) || isOrdinal(text, first))) continue;
    // After an ellipsis or a full stop a small letter shows that the sentence goes on.
    const next = firstLetter(text, at + 1);
    if ((unit === 0x2e || unit === 0x2026) && /\p{Ll}/u.test(next)) continue;
    close(at + 1);
  }
  close(text.length);
  return spans;
}

/** Whether a unit is surely none that matters here: letters of our scripts and spaces, nearly all of a text. */
function isOrdinary(unit: number): boolean {
  return unit > 0x3f ? unit < 0x61f : unit === 0x20;
}

function isSpace(unit: number): boolean {
  return (
    unit <= 0x20 ||
    unit === 0xa0 ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    (unit >= 0x2000 && unit <= 0x200f) ||
    unit === 0x3000
  );
}

function isTerminator(unit: number): boolean {
  // . ! ? … ؟ ۔ 。 ！ ？ ।
  return (
    unit === 0x2e ||
    unit === 0x21 ||
    unit === 0x3f ||
    unit === 0x2026 ||
    unit === 0x61f ||
    unit === 0x6d4 ||
    unit === 0x3002 ||
    unit === 0xff01 ||
    unit === 0xff1f ||
    unit === 0x964
  );
}

/** Is the full stop at `dot` that of an abbreviation or an initial? Looks back over at most 12 units. */
function isAbbreviation(text: string, dot: number): boolean {
  let start = dot;
  while (start > 0 && dot - start < 12 && /[\p{L}.]/u.test(text.charAt(start - 1))) start -= 1;
  const word = text.slice(start, dot);
  if (word === '') return false;
  const last = word.slice(word.lastIndexOf('.') + 1);
  // "в 2023 г. Песков": a capital after it may begin a sentence, yet cutting there loses the year of a claim.
  return isShortened(last) || ABBREVIATIONS.has(word.toLowerCase());
}

/** Whether a word with a full stop behind it ends no sentence: an initial or an abbreviation. @param word without the stop */
export function isShortened(word: string): boolean {
  return /^\p{L}$/u.test(word) || ABBREVIATIONS.has(word.toLowerCase());
}

/** Is the full stop at `dot` that of a German ordinal number? */
function isOrdinal(text: string, dot: number): boolean {
  if (!/[0-9]/.test(text.charAt(dot - 1))) return false;
  return (
    /(?:^|[^0-9.,:])[0-9]{1,3}$/.test(text.slice(Math.max(0, dot - 4), dot)) &&
    AFTER_ORDINAL.test(text.slice(dot + 1, dot + 14))
  );
}

/** The first letter or digit behind `from`, over white space and opening signs only; empty when there is none near. */
function firstLetter(text: string, from: number): string {
  for (let at = from; at < text.length && at < from + 12; at += 1) {
    const char = text.charAt(at);
    if (isSpace(text.charCodeAt(at)) || OPENERS.test(char)) continue;
    return char;
  }
  return '';
}
