/**
 * Is a text a copy of one that was read before, however long ago? Three-word shingles, hashed, in an inverted index over the
 * whole archive: an edited wire copy keeps most of them, two reporters' texts of one event share few. Shingles that stand
 * in many unrelated texts ("on October 7 2023") say nothing and are left out.
 */
import { withoutMarkup } from './gist.ts';

/** From this containment on a text counts as a copy (measured on edited wire copy; SimHash finds none of it). */
const COPY_FROM = 0.4;

/** Of a short text more: two leads may share one list of names. */
const SHORT = 30;
const SHORT_COPY_FROM = 0.55;

/** Fewer shingles than this say nothing: two short headlines may agree by chance. */
const LEAST_SHINGLES = 8;
const LEAST_SHARED = 5;

/**
 * A copy shows in its first sentences. What two texts share further down only is the background that a newsroom keeps at
 * hand, unless it is nearly all of them.
 */
const HEAD_SHINGLES = 24;
const LEAST_IN_HEAD = 2;
const NEARLY_ALL = 0.7;

/** At most so many words are looked at: a copy shows in its first paragraphs. */
const MOST_WORDS = 98;

/** A shingle that so many texts have which are no copies of each other is a phrase. */
const PHRASE = 5;

/** Texts remembered of one shingle: of a copied one the first tell which text it is, a phrase is not looked up. */
const MOST_TEXTS = 24;

/** What is kept of a text to know its copies by. */
export interface Print {
  /** ms */
  readonly saidAt: number;
  readonly source: string;
  /** The text that it copies, by entry; null: it is one of its own. */
  readonly copyOf: string | null;
  /** `shinglesOf`, four bytes each, base64. */
  readonly shingles: string;
}

/** The hashed shingles of a text, each once: letters and digits only, any case. Every Chinese sign is a word. */
export function shinglesOf(text: string): Uint32Array {
  const words = withoutMarkup(text.slice(0, MOST_WORDS * 40))
    .toLowerCase()
    .matchAll(/\p{Script=Han}|[[\p{L}\p{M}\p{N}]--\p{Script=Han}]+/gv);
  const hashes: number[] = [];
  for (const [word] of words) {
    hashes.push(hashOf(word));
    if (hashes.length === MOST_WORDS) break;
  }
  const shingles = new Set<number>();
  for (let at = 0; at + 2 < hashes.length; at += 1) {
    const one = Math.imul(hashes[at] ?? 0, 0x9e3779b1);
    const two = Math.imul(one ^ (hashes[at + 1] ?? 0), 0x85ebca6b);
    const three = Math.imul(two ^ (hashes[at + 2] ?? 0), 0xc2b2ae35);
    // Zero stands for an empty place in the index.
    shingles.add(((three ^ (three >>> 15)) >>> 0) | 1);
  }
  return Uint32Array.from(shingles);
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 13);
}

/** As a record keeps it. */
export function packShingles(shingles: Uint32Array): string {
  return Buffer.from(shingles.buffer, shingles.byteOffset, shingles.byteLength).toString('base64');
}

export function unpackShingles(packed: string): Uint32Array {
  const bytes = Uint8Array.from(Buffer.from(packed, 'base64'));
  return new Uint32Array(bytes.buffer, 0, Math.floor(bytes.length / 4));
}

/** A text that another one copies. */
export interface Original {
  /** The earliest known text of these words. */
  readonly entry: string;
  readonly source: string;
  /** ms */
  readonly saidAt: number;
  /** How much of the shorter text stands in the longer one, 0 to 1. */
  readonly containment: number;
}

/** Every text of the archive by its shingles. It holds about 1 KB a text. */
export interface CopyIndex {
  readonly size: number;
  /** What the text copies; null: it is new. An entry does not copy itself. */
  find(entry: string, shingles: Uint32Array): Original | null;
  /** Takes a text in, once. @param copyOf what it copies, as `find` said */
  add(entry: string, text: Pick<Print, 'saidAt' | 'source' | 'copyOf'>, shingles: Uint32Array): void;
}

export function createCopyIndex(): CopyIndex {
  const entries: { readonly id: string; readonly source: string; readonly saidAt: number }[] = [];
  const numbers = new Map<string, number>();
  /** Of each text: how many shingles it has, and the first text of its words. */
  const sizes: number[] = [];
  const groups: number[] = [];
  const earliest = new Map<number, number>();
  const table = createShingleTable();

  return {
    get size() {
      return entries.length;
    },
    find(entry, shingles) {
      if (shingles.length < LEAST_SHINGLES) return null;
      const self = numbers.get(entry);
      const counts = new Map<number, number>();
      const inHead = new Map<number, number>();
      let telling = 0;
      for (const [at, shingle] of shingles.entries()) {
        const slot = table.slotOf(shingle);
        if (slot === null) {
          telling += 1;
          continue;
        }
        if (table.texts(slot) >= PHRASE) continue;
        telling += 1;
        table.eachEntry(slot, (number) => {
          counts.set(number, (counts.get(number) ?? 0) + 1);
          if (at < HEAD_SHINGLES) inHead.set(number, (inHead.get(number) ?? 0) + 1);
        });
      }
      if (telling < LEAST_SHINGLES) return null;
      let best: { readonly number: number; readonly containment: number } | null = null;
      for (const [number, shared] of counts) {
        if (number === self || shared < LEAST_SHARED) continue;
        const shorter = Math.min(telling, sizes[number] ?? telling);
        const containment = Math.min(1, shared / shorter);
        const enough = shorter < SHORT ? SHORT_COPY_FROM : COPY_FROM;
        if (containment < NEARLY_ALL && (inHead.get(number) ?? 0) < LEAST_IN_HEAD) continue;
        if (containment >= enough && (best === null || containment > best.containment))
          best = { number, containment };
      }
      if (best === null) return null;
      const first = entries[earliest.get(groups[best.number] ?? best.number) ?? best.number];
      if (first === undefined || first.id === entry) return null;
      return { entry: first.id, source: first.source, saidAt: first.saidAt, containment: best.containment };
    },
    add(entry, { saidAt, source, copyOf }, shingles) {
      if (numbers.has(entry)) return;
      const number = entries.length;
      entries.push({ id: entry, source, saidAt });
      numbers.set(entry, number);
      sizes.push(shingles.length);
      const original = copyOf === null ? undefined : numbers.get(copyOf);
      const group = original === undefined ? number : (groups[original] ?? original);
      groups.push(group);
      const first = earliest.get(group);
      if (first === undefined || saidAt < (entries[first]?.saidAt ?? 0)) earliest.set(group, number);
      for (const shingle of shingles) table.add(shingle, number, (other) => groups[other] === group);
    },
  };
}

/** Shingle → texts, in typed arrays: a Map of arrays would take five times the memory. */
interface ShingleTable {
  slotOf(shingle: number): number | null;
  /** How many unrelated texts have it. */
  texts(slot: number): number;
  eachEntry(slot: number, visit: (number: number) => void): void;
  add(shingle: number, number: number, isRelated: (other: number) => boolean): void;
}

const FIRST_SLOTS = 1 << 14;

/** How full the table gets before it grows. */
const MOST_FULL = 0.8;

function createShingleTable(): ShingleTable {
  let keys = new Uint32Array(FIRST_SLOTS);
  let heads = new Int32Array(FIRST_SLOTS);
  let unrelated = new Uint8Array(FIRST_SLOTS);
  let used = 0;
  // Postings are chained, the newest first; 0 ends a chain.
  let numbers = new Uint32Array(FIRST_SLOTS);
  let nexts = new Uint32Array(FIRST_SLOTS);
  let postings = 1;

  const place = (shingle: number): number => {
    const slots = keys.length;
    let at = Math.floor(((Math.imul(shingle, 0x9e3779b1) >>> 0) / 4294967296) * slots);
    while (keys[at] !== 0 && keys[at] !== shingle) at = at + 1 === slots ? 0 : at + 1;
    return at;
  };
  const grow = (): void => {
    const [oldKeys, oldHeads, oldUnrelated] = [keys, heads, unrelated];
    keys = new Uint32Array(larger(oldKeys.length));
    heads = new Int32Array(keys.length);
    unrelated = new Uint8Array(keys.length);
    for (let at = 0; at < oldKeys.length; at += 1) {
      const shingle = oldKeys[at] ?? 0;
      if (shingle === 0) continue;
      const slot = place(shingle);
      keys[slot] = shingle;
      heads[slot] = oldHeads[at] ?? 0;
      unrelated[slot] = oldUnrelated[at] ?? 0;
    }
  };
  const eachEntry = (slot: number, visit: (number: number) => void): void => {
    for (let at = heads[slot] ?? 0; at !== 0; at = nexts[at] ?? 0) visit(numbers[at] ?? 0);
  };

  return {
    slotOf(shingle) {
      const slot = place(shingle);
      return keys[slot] === 0 ? null : slot;
    },
    texts: (slot) => unrelated[slot] ?? 0,
    eachEntry,
    add(shingle, number, isRelated) {
      if (used > keys.length * MOST_FULL) grow();
      const slot = place(shingle);
      if (keys[slot] === 0) {
        keys[slot] = shingle;
        used += 1;
      }
      let related = false;
      let length = 0;
      eachEntry(slot, (other) => {
        related ||= isRelated(other);
        length += 1;
      });
      if (!related) unrelated[slot] = Math.min(255, (unrelated[slot] ?? 0) + 1);
      if (length >= MOST_TEXTS) return;
      if (postings === numbers.length) {
        numbers = extended(numbers);
        nexts = extended(nexts);
      }
      numbers[postings] = number;
      nexts[postings] = heads[slot] ?? 0;
      heads[slot] = postings;
      postings += 1;
    },
  };
}

/** Large ones by two fifths: doubling would hold twice the archive. */
function larger(length: number): number {
  return length < 1 << 20 ? length * 2 : Math.ceil(length * 1.4);
}

function extended(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(larger(array.length));
  longer.set(array);
  return longer;
}
