/**
 * Spellings that no rule makes and that may be a watched surname all the same: the same consonants, between two people or
 * bodies of the watch. They are collected for an operator to look at, and count for nothing by themselves.
 */
import { foldedText } from '#language/normalise.ts';
import { ENTRY_FIELDS } from './entry.ts';
import type { Entry } from './entry.ts';
import type { Recognise } from './typed.ts';
import type { Mention, Verdict } from './verdict.ts';

/** A spelling that may be somebody's. */
export interface UnknownSpelling {
  readonly subject: string;
  /** As printed. */
  readonly spelling: string;
}

/** One that was collected. */
export interface ProposedSpelling extends UnknownSpelling {
  /** How many entries had it. */
  readonly times: number;
  /** Of the entry that had it last. */
  readonly entry: string;
  readonly url: string | null;
  /** ms */
  readonly at: number;
}

/** A watched surname by its consonants. */
export interface SurnameSkeleton {
  readonly subject: string;
  /** In Latin letters, as the watchlist has it. */
  readonly name: string;
}

/** Surnames of fewer consonants than this have too many words that sound like them. */
const FEWEST = 4;

/** How far from the spelling the two known subjects may stand, UTF-16 units. */
const NEAR = 200;

/** Words looked at in one entry. */
const MOST_WORDS = 2_000;

/** Proposals kept: more than an operator reads. */
const MOST_KEPT = 50;

/**
 * Classes of consonants that scripts and ears mix up: labials, dentals, velars with h, hissing sounds; l, m, n, r stand
 * alone. Vowels, and what Hebrew and Arabic write for them, are left out.
 */
const CLASSES: readonly (readonly [string, string])[] = [
  ['p', 'bpfvw бпфв בפ بفپڤ'],
  ['t', 'dt дт דטת دتطض'],
  ['k', 'gkqhc гкхґ גכקח غجقكخهح'],
  ['s', 'szxj зсжшщцч זסצש زسصشژ'],
  ['l', 'l л ל ل'],
  ['m', 'm м מ م'],
  ['n', 'n н נ ن'],
  ['r', 'r р ר ر'],
];
const CLASS_OF = new Map(
  CLASSES.flatMap(([one, letters]) =>
    Array.from(letters.replaceAll(' ', ''), (letter) => [letter, one] as const),
  ),
);

/** The consonants of a word by class; a doubled one is one. */
export function skeletonOf(word: string): string {
  const letters = foldedText(word)
    .replaceAll(' ', '')
    // Latin digraphs that are one sound each.
    .replaceAll(/shch|sch|tch|sh|ch|zh|ts|tz|cz|sz/g, 's')
    .replaceAll(/kh|ck/g, 'k')
    .replaceAll('ph', 'f');
  let skeleton = '';
  for (const letter of letters) {
    const one = CLASS_OF.get(letter);
    if (one !== undefined && !skeleton.endsWith(one)) skeleton += one;
  }
  return skeleton;
}

/** Says which words of an entry may be watched surnames in an unknown spelling. */
export type SpotUnknown = (entry: Entry, verdict: Verdict) => readonly UnknownSpelling[];

/** @param recognise what it finds in a word is known, and no unknown spelling */
export function createSpotter(surnames: readonly SurnameSkeleton[], recognise: Recognise): SpotUnknown {
  const bySkeleton = new Map<string, string>();
  for (const { subject, name } of surnames) {
    const skeleton = skeletonOf(name);
    // Of a family the first on the list stands for all.
    if (skeleton.length >= FEWEST && !bySkeleton.has(skeleton)) bySkeleton.set(skeleton, subject);
  }
  return (entry, verdict) => {
    const found = new Map<string, UnknownSpelling>();
    if (new Set(verdict.mentions.map((mention) => mention.subject)).size < 2) return [];
    let words = 0;
    for (const field of ENTRY_FIELDS) {
      const mentions = verdict.mentions.filter((mention) => mention.field === field);
      if (mentions.length < 2) continue;
      for (const match of entry[field].matchAll(/\p{L}[\p{L}\p{M}]{4,30}/gu)) {
        words += 1;
        if (words > MOST_WORDS) return [...found.values()];
        const [word] = match;
        if (!mayBeName(word)) continue;
        const subject = readings(word)
          .map((reading) => bySkeleton.get(skeletonOf(reading)))
          .find((one) => one !== undefined);
        if (subject === undefined || !isBetweenKnown(mentions, match.index, match.index + word.length))
          continue;
        if (recognise(word).length === 0) found.set(word, { subject, spelling: word });
      }
    }
    return [...found.values()];
  };
}

function mayBeName(word: string): boolean {
  const [first = ''] = word;
  return first.toLowerCase() !== first || first.toUpperCase() === first;
}

/** The word as it is, and without the case ending or the glued particle that it may have. */
function readings(word: string): readonly string[] {
  const stem = word.replace(/(?:ого|ому|ыми|ым|ом|ем|ой|ою|ую)$/u, '');
  const bare = /^[ושהלבכמ]/u.test(word) ? word.slice(1) : word;
  return [...new Set([word, stem, bare])];
}

/** Near two subjects, and no part of what is known. */
function isBetweenKnown(mentions: readonly Mention[], start: number, end: number): boolean {
  if (mentions.some((mention) => mention.start < end && mention.end > start)) return false;
  const near = mentions.filter((mention) => mention.start - end < NEAR && start - mention.end < NEAR);
  return new Set(near.map((mention) => mention.subject)).size >= 2;
}

/** The collected ones with those of one more entry; the newest stay. @param now ms */
export function withUnknown(
  kept: readonly ProposedSpelling[],
  spellings: readonly UnknownSpelling[],
  entry: Pick<Entry, 'id' | 'url'>,
  now: number,
): readonly ProposedSpelling[] {
  let all = [...kept];
  for (const { subject, spelling } of spellings) {
    const before = all.find((one) => one.subject === subject && one.spelling === spelling);
    // The same entry again, after a crash, is not once more.
    if (before?.entry === entry.id) continue;
    all = all.filter((one) => one !== before);
    all.push({
      subject,
      spelling,
      times: (before?.times ?? 0) + 1,
      entry: entry.id,
      url: entry.url,
      at: now,
    });
  }
  return all.slice(-MOST_KEPT);
}
