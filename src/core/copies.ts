/**
 * Is a text a copy of one that was read before, however long ago? Three-word shingles, hashed, in an inverted index over the
 * whole archive: an edited wire copy keeps most of them, two reporters' texts of one event share few. Shingles that stand
 * in many unrelated texts ("on October 7 2023") say nothing and are left out.
 */
import { withoutMarkup } from './gist.ts';
import { HOUR } from './spans.ts';

/** From this containment on a text counts as a copy (measured on edited wire copy; SimHash finds none of it). */
const COPY_FROM = 0.4;

/** Of a short text more: two leads may share one list of names. Of a long one less: that much is not shared by chance. */
const SHORT = 30;
const SHORT_COPY_FROM = 0.55;
const LONG = 60;
const LONG_COPY_FROM = 0.3;

/** So little must be shared in so many places: one quote of somebody is no copy. */
const LEAST_PLACES = 3;

/** Half of a long text's first sentences is its opening: who shares that, and a little less of the rest, copies it. */
const HALF_HEAD = 12;
const SAME_OPENING_FROM = 0.25;

/**
 * An outlet's own texts share their moulds: the market report, the notice, the daily count. From half a day on only what is
 * nearly the same is the same text again; of short ones, the notes of a fire brigade, at once.
 */
const OWN_COPY_FROM = 0.75;
const OWN_SHORT_FROM = 0.9;
const OWN_AFTER = 12 * HOUR;

/** Fewer shingles than this say nothing: two short headlines may agree by chance. */
const LEAST_SHINGLES = 8;
const LEAST_SHARED = 5;

/**
 * A copy shows in its first sentences. What two texts share further down only is the background that a newsroom keeps at
 * hand, unless it is nearly all of them.
 */
const HEAD_SHINGLES = 24;
const HEAD_SHARE = 1 / 3;
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

/** 32 bits, signed. */
export function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 13);
}

/** As a record keeps it. */
export function packShingles(shingles: Uint32Array): string {
  return Buffer.from(shingles.buffer, shingles.byteOffset, shingles.byteLength).toString('base64');
}

/** What {@link packShingles} made. */
export function unpackShingles(packed: string): Uint32Array {
  const bytes = new Uint8Array(Buffer.from(packed, 'base64'));
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
  find(entry: string, shingles: Uint32Array, text?: Pick<Print, 'saidAt' | 'source'> | null): Original | null;
  /** Takes a text in, once. @param copyOf what it copies, as `find` said */
  add(entry: string, text: Pick<Print, 'saidAt' | 'source' | 'copyOf'>, shingles: Uint32Array): void;
}

/** @param shorter shingles of the shorter text */
function enoughOf(shorter: number, sameOpening: boolean): number {
  if (sameOpening) return SAME_OPENING_FROM;
  if (shorter < SHORT) return SHORT_COPY_FROM;
  return shorter < LONG ? COPY_FROM : LONG_COPY_FROM;
}

/** Of a text's shingles, those that another one has: all, those in its head, in how many places, and where the last one stands. */
interface Shared {
  all: number;
  inHead: number;
  places: number;
  last: number;
}

type Said = Pick<Print, 'saidAt' | 'source'>;

/** How much an outlet's text must share with an earlier one of its own; 0: no more than others. */
function ownFrom(text: Said | null, known: Said | undefined, shorter: number): number {
  if (text === null || known?.source !== text.source) return 0;
  if (shorter < SHORT) return OWN_SHORT_FROM;
  return Math.abs(text.saidAt - known.saidAt) > OWN_AFTER ? OWN_COPY_FROM : 0;
}

/** An empty one, in memory only: at a start it is filled from the prints that are kept. */
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
    find(entry, shingles, text = null) {
      if (shingles.length < LEAST_SHINGLES) return null;
      const self = numbers.get(entry);
      const found = new Map<number, Shared>();
      let telling = 0;
      const head = Math.min(HEAD_SHINGLES, Math.ceil(shingles.length * HEAD_SHARE));
      for (const [at, shingle] of shingles.entries()) {
        const slot = table.slotOf(shingle);
        if (slot === null) {
          telling += 1;
          continue;
        }
        if (table.texts(slot) >= PHRASE) continue;
        telling += 1;
        table.eachEntry(slot, (number) => {
          const one = found.get(number);
          const inHead = at < head ? 1 : 0;
          if (one === undefined) {
            found.set(number, { all: 1, inHead, places: 1, last: at });
            return;
          }
          one.all += 1;
          one.inHead += inHead;
          if (one.last !== at - 1) one.places += 1;
          one.last = at;
        });
      }
      if (telling < LEAST_SHINGLES) return null;
      let best: { readonly number: number; readonly containment: number } | null = null;
      for (const [number, shared] of found) {
        if (number === self || shared.all < LEAST_SHARED) continue;
        const shorter = Math.min(telling, sizes[number] ?? telling);
        const containment = Math.min(1, shared.all / shorter);
        const sameOpening = shorter >= LONG && shared.inHead >= HALF_HEAD;
        const enough = Math.max(enoughOf(shorter, sameOpening), ownFrom(text, entries[number], shorter));
        if (containment < NEARLY_ALL && shared.inHead < LEAST_IN_HEAD) continue;
        if (containment < COPY_FROM && shared.places < LEAST_PLACES && !sameOpening) continue;
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

/** Shards: each grows by itself, so that no growth holds half of the archive twice. A power of two. */
const SHARD_BITS = 5;

/** A shard's slots at first. */
const FIRST_SLOTS = 1 << 9;

/** How full a shard gets before it grows. */
const MOST_FULL = 0.85;

/** Texts in one piece of the chains. */
const PIECE = 1 << 16;

/** Part of the slots of a table. */
interface Shard {
  keys: Uint32Array;
  /** 0: nobody; negative: the one text, ~number; else the first link of a chain. */
  heads: Int32Array;
  unrelated: Uint8Array;
  used: number;
}

function emptyShard(slots: number): Shard {
  return {
    keys: new Uint32Array(slots),
    heads: new Int32Array(slots),
    unrelated: new Uint8Array(slots),
    used: 0,
  };
}

function createShingleTable(): ShingleTable {
  const shards = Array.from({ length: 1 << SHARD_BITS }, () => emptyShard(FIRST_SLOTS));
  // Nearly every shingle has one text, which its slot names. Of the others the texts are chained, the newest first.
  const numbers: Uint32Array[] = [];
  const nexts: Int32Array[] = [];
  let links = 1;

  const link = (number: number, next: number): number => {
    const piece = Math.floor(links / PIECE);
    numbers[piece] ??= new Uint32Array(PIECE);
    nexts[piece] ??= new Int32Array(PIECE);
    const at = links % PIECE;
    const [texts, chain] = [numbers[piece], nexts[piece]];
    if (texts !== undefined && chain !== undefined) {
      texts[at] = number;
      chain[at] = next;
    }
    links += 1;
    return links - 1;
  };
  const placeIn = ({ keys }: Shard, shingle: number): number => {
    const slots = keys.length;
    let at = Math.floor(((Math.imul(shingle, 0x9e3779b1) >>> 0) / 4294967296) * slots);
    while (keys[at] !== 0 && keys[at] !== shingle) at = at + 1 === slots ? 0 : at + 1;
    return at;
  };
  const shardOf = (shingle: number): number => Math.imul(shingle, 0x85ebca6b) >>> (32 - SHARD_BITS);
  const shardAt = (number: number): Shard => shards[number] ?? emptyShard(1);
  const grow = (number: number): Shard => {
    const old = shardAt(number);
    const grown = emptyShard(larger(old.keys.length));
    grown.used = old.used;
    for (let at = 0; at < old.keys.length; at += 1) {
      const shingle = old.keys[at] ?? 0;
      if (shingle === 0) continue;
      const slot = placeIn(grown, shingle);
      grown.keys[slot] = shingle;
      grown.heads[slot] = old.heads[at] ?? 0;
      grown.unrelated[slot] = old.unrelated[at] ?? 0;
    }
    shards[number] = grown;
    return grown;
  };
  const eachIn = (head: number, visit: (number: number) => void): void => {
    let at = head;
    while (at > 0) {
      visit(numbers[Math.floor(at / PIECE)]?.[at % PIECE] ?? 0);
      at = nexts[Math.floor(at / PIECE)]?.[at % PIECE] ?? 0;
    }
    if (at < 0) visit(~at);
  };

  return {
    slotOf(shingle) {
      const shard = shardOf(shingle);
      const slot = placeIn(shardAt(shard), shingle);
      return shardAt(shard).keys[slot] === 0 ? null : slot * shards.length + shard;
    },
    texts: (slot) => shardAt(slot % shards.length).unrelated[Math.floor(slot / shards.length)] ?? 0,
    eachEntry(slot, visit) {
      eachIn(shardAt(slot % shards.length).heads[Math.floor(slot / shards.length)] ?? 0, visit);
    },
    add(shingle, number, isRelated) {
      const at = shardOf(shingle);
      const full = shardAt(at).used > shardAt(at).keys.length * MOST_FULL;
      const shard = full ? grow(at) : shardAt(at);
      const slot = placeIn(shard, shingle);
      if (shard.keys[slot] === 0) {
        shard.keys[slot] = shingle;
        shard.used += 1;
        shard.heads[slot] = ~number;
        shard.unrelated[slot] = 1;
        return;
      }
      const head = shard.heads[slot] ?? 0;
      let related = false;
      let length = 0;
      eachIn(head, (other) => {
        related ||= isRelated(other);
        length += 1;
      });
      if (!related) shard.unrelated[slot] = Math.min(255, (shard.unrelated[slot] ?? 0) + 1);
      if (length < MOST_TEXTS) shard.heads[slot] = link(number, head);
    },
  };
}

/** Large ones by two fifths: what is empty costs as much as what is full. */
function larger(length: number): number {
  return length < 1 << 14 ? length * 2 : Math.ceil(length * 1.4);
}
