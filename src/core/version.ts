/**
 * A report that its outlet changes in place: a live blog that grows, a headline that follows the event, a correction under the
 * same address. Of every report it is remembered which words were seen; it is read again when there are new ones. What feeds
 * change at every poll (counts, times, order, spaces) is none, and what turns over without end is read now and then only.
 */
import { packShingles, unpackShingles } from './copies.ts';
import type { Entry } from './entry.ts';
import { phrasesOf } from './fresh.ts';
import { causeId } from './ids.ts';

/** What is remembered of a report's words. */
export interface KnownWords {
  /** The phrases seen in any of its versions, hashed, four bytes each, base64. */
  readonly words: string;
  /** Readings again that count against the allowance, at `at`. */
  readonly spent: number;
  /** When this last changed, ms. */
  readonly at: number;
  /** It came as news, or has been read again as news: what changes in it is news too. Left out: so far it is history. */
  readonly news?: true | undefined;
}

/** What another sight of a report brings. */
export type Sight =
  /** Nothing, or what may be taken as seen. `known` is null where there is nothing to write. */
  | { readonly kind: 'known'; readonly known: KnownWords | null }
  /** New words, and its allowance is spent: they are to be looked for again with the next poll. */
  | { readonly kind: 'later' }
  /** New words, to be read. */
  | { readonly kind: 'version'; readonly id: string; readonly known: KnownWords };

/** So often may a report be read again at once; then it gets one more reading for each of these times, ms. */
const ALLOWANCE = 12;
const REFILL = 30 * 60_000;

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
  return marked({ words: packShingles(phrasesOf(entry)), spent: 0, at: now }, entry);
}

function marked(known: KnownWords, { arrival }: Pick<Entry, 'arrival'>): KnownWords {
  return arrival === 'news' ? { ...known, news: true } : known;
}

/**
 * What a report brings that was seen before.
 * @param now ms
 * @param read whether it may be read again; otherwise its words are only taken as seen
 */
export function seeAgain(
  entry: Words & Pick<Entry, 'id' | 'source' | 'arrival'>,
  known: KnownWords,
  now: number,
  read: boolean,
): Sight {
  const before = unpackShingles(known.words);
  const phrases = phrasesOf(entry);
  const seen = new Set(before);
  if (phrases.every((phrase) => seen.has(phrase))) return { kind: 'known', known: null };
  const there = new Set(phrases);
  const all = [...before.filter((phrase) => !there.has(phrase)), ...phrases];
  const words = packShingles(Uint32Array.from(all.slice(-MOST_REMEMBERED)));
  if (!read) return { kind: 'known', known: { ...known, words, at: now } };
  const spent = Math.max(0, known.spent - (now - known.at) / REFILL);
  if (spent > ALLOWANCE - 1) return { kind: 'later' };
  return {
    kind: 'version',
    id: `${entry.id}${BETWEEN}${causeId('version', entry.source, words)}`,
    known: marked({ ...known, words, spent: spent + 1, at: now }, entry),
  };
}

/** The entry of which this is the id, or the id of a version. */
export function entryOfVersion(id: string): string {
  return id.split(BETWEEN, 1)[0] ?? id;
}
