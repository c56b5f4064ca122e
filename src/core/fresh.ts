/** What is new in a text of which most was read before: live blogs grow by paragraphs, old reports come back. */
import { splitSentences } from '#language/sentences.ts';
import type { Claim } from './claim.ts';
import { hashOf, shinglesOf } from './copies.ts';
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

/** Phrases of one report that are looked at. */
const MOST_PHRASES = 800;

/**
 * The phrases of a report, hashed, each once. Figures count in the headline only: below it they are views, times and comments,
 * and change at every poll.
 */
export function phrasesOf({ title, lead, text }: Words): Uint32Array {
  const hashes = new Set([hashOf(wordsIn(title, ANY_WORD)) >>> 0]);
  for (const field of [title, lead, text]) addPhrases(field.toLowerCase(), hashes);
  return Uint32Array.from(hashes);
}

/** Goes through a text once and makes no strings: this runs for every entry that a feed brings. FNV-1a, 32 bits. */
function addPhrases(text: string, to: Set<number>): void {
  let hash: number = FNV.offset;
  const kinds = kindsOfSigns();
  let [inWord, isEmpty] = [false, true];
  // One more than there are: the end of the text ends its last phrase.
  for (let at = 0; at <= text.length && to.size < MOST_PHRASES; at += 1) {
    const code = at === text.length ? NEW_LINE : text.charCodeAt(at);
    const kind = kinds[code];
    if (kind === LETTER) {
      hash = Math.imul((inWord || isEmpty ? hash : Math.imul(hash ^ SPACE, FNV.prime)) ^ code, FNV.prime);
      [inWord, isEmpty] = [true, false];
      continue;
    }
    inWord = false;
    if (kind !== END || isEmpty) continue;
    to.add(hash >>> 0);
    hash = FNV.offset;
    isEmpty = true;
  }
}

const FNV = { offset: 0x811c9dc5, prime: 0x01000193 } as const;
const [SPACE, NEW_LINE] = [0x20, 0x0a];
const [LETTER, END] = [1, 2];

let made: Uint8Array | null = null;

/** What each UTF-16 unit is: part of a word, the end of a phrase, or neither. Halves of pairs are letters: most of them are. */
function kindsOfSigns(): Uint8Array {
  // Made when the first feed is read: a start that reads none has no use for it.
  made ??= Uint8Array.from({ length: 0x1_0000 }, (_, code) => {
    const sign = String.fromCharCode(code);
    if (/[\p{L}\p{M}\p{Cs}]/u.test(sign)) return LETTER;
    return /[.!?…:;。！？؟۔।\n]/u.test(sign) ? END : 0;
  });
  return made;
}

/**
 * Of the claims of a report's later version, those that stand in its new words and that it has not made before. What was told
 * anew since it took it back it may take back again, and what it took back it may tell again. Everything else that it tells again
 * in other words it has told.
 *
 * @param whole read of the whole version
 * @param alone read of its new words alone; these may lack whom they speak of
 * @param fresh the version with blanks in place of what stood in the one before
 * @param told what was read of the versions before
 */
export function newClaims(
  { whole, alone }: { readonly whole: readonly Claim[]; readonly alone: readonly Claim[] },
  fresh: Words,
  told: readonly Claim[],
): readonly Claim[] {
  const words = [fresh.title, fresh.lead, fresh.text].map((text) => ` ${wordsIn(text, ANY_WORD)} `);
  const stands = ({ quote }: Claim): boolean => {
    const said = wordsIn(quote ?? '', ANY_WORD);
    return said !== '' && words.some((text) => text.includes(` ${said} `));
  };
  const known = new Set(told.map(wordOf));
  const said = [...alone, ...whole.filter(stands)];
  const found = new Map<string, Claim>();
  for (const claim of said) {
    const word = wordOf(claim);
    if (!found.has(word) && (!known.has(word) || deniesAgain(claim, told) || tellsAgain(claim, told, said)))
      found.set(word, claim);
  }
  return [...found.values()];
}

/** What is one and the same word of one report, however it is put. */
function wordOf({ subject, event, modality, speaker, eventAt, weighed }: Claim): string {
  const day = modality === 'promise' ? (eventAt?.day ?? '') : '';
  return [subject, event, modality, speaker ?? '', day, String(weighed)].join('\n');
}

/** A denial of what was told anew since the last one. */
function deniesAgain(claim: Claim, told: readonly Claim[]): boolean {
  const last = lastOf(claim, told);
  return claim.modality === 'denial' && last !== null && last.modality !== 'denial';
}

/**
 * A fact or a promise that was taken back since it was told: freed at last. Not where the same new words deny it, since these tell
 * the denial once more ("we said that he was freed; he was not").
 */
function tellsAgain(claim: Claim, told: readonly Claim[], said: readonly Claim[]): boolean {
  return (
    (claim.modality === 'fact' || claim.modality === 'promise') &&
    !claim.weighed &&
    lastOf(claim, told)?.modality === 'denial' &&
    !said.some((other) => other.modality === 'denial' && isOfOne(other, claim))
  );
}

/** The newest that was told of the same. */
function lastOf(claim: Claim, told: readonly Claim[]): Claim | null {
  return told
    .filter((one) => isOfOne(one, claim) && !one.weighed)
    .reduce<Claim | null>(
      (newest, one) => (newest !== null && newest.statedAt > one.statedAt ? newest : one),
      null,
    );
}

function isOfOne(one: Claim, other: Claim): boolean {
  return one.subject === other.subject && one.event === other.event;
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
      words: wordsIn(text.slice(start, end), ANY_WORD),
    }));
}

const ANY_WORD = /[\p{L}\p{M}\p{N}]+/gu;

/** Lower case, without signs. */
function wordsIn(text: string, word: RegExp): string {
  return (text.match(word) ?? []).join(' ').toLowerCase();
}
