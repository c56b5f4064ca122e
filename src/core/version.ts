/**
 * A report that its outlet changes in place: a live blog that grows, a headline that follows the event, a correction under the
 * same address. Of every report it is remembered which words were seen; it is read again when there are new ones. What feeds
 * change at every poll (counts, times, order, spaces) is none, and what turns over without end is read now and then only.
 * Words that were there before and come back ("freed", "not freed", "freed") are read again when they have stayed for an hour: a
 * server may show two versions in turn, from two caches, and two feeds of a house may put it in two ways.
 */
import { packShingles, unpackShingles } from './copies.ts';
import type { Entry } from './entry.ts';
import { phrasesOf } from './fresh.ts';
import { causeId } from './ids.ts';
import { DAY, HOUR, MINUTE } from './spans.ts';

/** What is remembered of a report's words. */
export interface KnownWords {
  /** The phrases seen in any of its versions, hashed, four bytes each, base64. */
  readonly words: string;
  /** So many of them, the last, are those that it had when it was read last. Left out: not known, all of them count as such. */
  readonly shown?: number | undefined;
  /** Readings again that count against the allowance, at `at`. */
  readonly spent: number;
  /** When this last changed, ms. */
  readonly at: number;
  /** It came as news, or has been read again as news: what changes in it is news too. Left out: so far it is history. */
  readonly news?: true | undefined;
}

/** Words of before that a report has gone back to. Not kept over a restart: the hour begins anew then. */
export interface Back {
  /** Its phrases, packed, in order of their hashes. */
  readonly words: string;
  /** Since when every sight of it has had them, ms; null: it goes to and fro, and only words that were never seen are read. */
  readonly since: number | null;
}

/** What another sight of a report brings. */
export type Sight =
  /** Nothing, or what may be taken as seen. `known` is null where there is nothing to write. */
  | { readonly kind: 'known'; readonly known: KnownWords | null }
  /** New words, and its allowance is spent: they are to be looked for again with the next poll. */
  | { readonly kind: 'later' }
  /** Words of before; while they are waited for, they are to be looked for again with the next poll. */
  | { readonly kind: 'back'; readonly back: Back }
  /** New words, or such as have come back, to be read. */
  | { readonly kind: 'version'; readonly id: string; readonly known: KnownWords };

/** So often may a report be read again at once; then it gets one more reading for each of these times, ms. */
const ALLOWANCE = 12;
const REFILL = 30 * MINUTE;

/** So long must words have stayed that come back, ms: longer than feeds are polled apart. */
const STAYS = HOUR;

/**
 * How long the words of a report are remembered after they last changed, ms. Who changes it later changes what is history by
 * then; a report whose words were forgotten is taken as it then is.
 */
export const WORDS_KEPT = 30 * DAY;

/** Phrases remembered of a report: those it has now, and of those that are gone the newest. */
const MOST_REMEMBERED = 1_200;

const BETWEEN = '~';

type Words = Pick<Entry, 'title' | 'lead' | 'text'>;

/**
 * What the words of a report are remembered under: each house has its own. Another one that leads to the same address shows the
 * words in its own time, and must not make those of the outlet itself known.
 */
export function wordsKey({ id, source }: Pick<Entry, 'id' | 'source'>): string {
  return `${id}${BETWEEN}${source}`;
}

/** The words of a report at first sight. @param now ms */
export function firstWords(entry: Words & Pick<Entry, 'arrival'>, now: number): KnownWords {
  const phrases = phrasesOf(entry);
  return marked({ words: packShingles(phrases), shown: phrases.length, spent: 0, at: now }, entry);
}

function marked(known: KnownWords, { arrival }: Pick<Entry, 'arrival'>): KnownWords {
  return arrival === 'news' ? { ...known, news: true } : known;
}

/**
 * What a report brings that was seen before.
 * @param now ms
 * @param read whether it may be read again; otherwise its words are only taken as seen
 * @param back words of before that it had when it was seen last; null: none
 */
export function seeAgain(
  entry: Words & Pick<Entry, 'id' | 'source' | 'arrival'>,
  known: KnownWords,
  now: number,
  read: boolean,
  back: Back | null = null,
): Sight {
  const before = unpackShingles(known.words);
  const phrases = phrasesOf(entry);
  const shown = before.subarray(-(known.shown ?? before.length));
  if (isAmong(phrases, shown)) return toAndFro(back);
  if (isAmong(phrases, before)) {
    const sight = read ? backTo(phrases, back, now) : NOTHING;
    if (sight !== null) return sight;
  }
  const there = new Set(phrases);
  const all = [...before.filter((phrase) => !there.has(phrase)), ...phrases];
  const words = packShingles(Uint32Array.from(all.slice(-MOST_REMEMBERED)));
  const next = { ...known, words, shown: phrases.length, at: now };
  if (!read) return { kind: 'known', known: next };
  const spent = Math.max(0, known.spent - (now - known.at) / REFILL);
  if (spent > ALLOWANCE - 1) return { kind: 'later' };
  return {
    kind: 'version',
    // With the moment: the same words may come back more than once.
    id: `${entry.id}${BETWEEN}${causeId('version', entry.source, words, String(known.at))}`,
    known: marked({ ...next, spent: spent + 1 }, entry),
  };
}

const NOTHING: Sight = { kind: 'known', known: null };

function isAmong(phrases: Uint32Array, some: Uint32Array): boolean {
  // As it was: nearly always.
  if (phrases.length === some.length && phrases.every((phrase, at) => phrase === some[at])) return true;
  const there = new Set(some);
  return phrases.every((phrase) => there.has(phrase));
}

/** It has the words again that it had when it was read last. */
function toAndFro(back: Back | null): Sight {
  return back === null || back.since === null ? NOTHING : { kind: 'back', back: { ...back, since: null } };
}

/** What is to be done with words of before; null: they have stayed. */
function backTo(phrases: Uint32Array, back: Back | null, now: number): Sight | null {
  const words = packShingles(phrases.toSorted());
  if (back === null) return { kind: 'back', back: { words, since: now } };
  if (back.since === null || back.words !== words) return toAndFro(back);
  return now - back.since < STAYS ? { kind: 'back', back } : null;
}

/** The entry of which this is the id, or the id of a version. */
export function entryOfVersion(id: string): string {
  return id.split(BETWEEN, 1)[0] ?? id;
}
