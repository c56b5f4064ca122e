/**
 * Finds the words and phrases of the watchlist in a text, all at once and in one walk.
 *
 * Every way to write a word is a path through one automaton; its deterministic states are made while texts are read
 * and kept, so that a letter costs one look-up however many names are watched. A word counts only as a whole: edges
 * are where letters end, in any script. Endings and glued prefixes are part of the paths.
 */
import { FIRST_LETTER, GAP, fold } from '#language/normalise.ts';
import type { Folded } from '#language/normalise.ts';

/** What the ending of a word says about who is meant. `either`: his genitive or her nominative. */
export type Form = 'plain' | 'masculine' | 'feminine' | 'either' | 'plural';

export interface Ending {
  /** Folded letters. */
  readonly text: string;
  readonly form: Form;
  /** Whether the word is whole without it, so that it is left out of the surface: Труфанов|ым, but Елен+ы. */
  readonly added: boolean;
}

/** One word in one script: positions that each have several spellings, then an ending. */
export interface WordPattern {
  /** Folded letters; an empty string makes the position optional. */
  readonly positions: readonly (readonly string[])[];
  /** At least one. */
  readonly endings: readonly Ending[];
  /** Particles that this script glues on in front. */
  readonly prefixes: 'none' | 'hebrew' | 'arabic';
  /** Any letters may follow: a stem. */
  readonly open: boolean;
  /** Must begin with a capital where the script has them: surnames that are common words too. */
  readonly capital: boolean;
}

/** A way to write a unit: one word or several in a row. */
export interface Spelling {
  /** What it means to whoever compiled it: a name, a term group, a veto. */
  readonly unit: string;
  /** How this spelling came about, for `/why`. */
  readonly rule: string;
  readonly words: readonly WordPattern[];
}

/** A unit found. Token numbers and folded offsets belong to the {@link Scan} that it is of. */
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
  readonly hits: readonly Hit[];
  /** Offset in the original where token `n` begins. */
  tokenStart(n: number): number;
  tokenEnd(n: number): number;
  /** The folded letters of token `n`. */
  tokenText(n: number): string;
  /** How strongly token `n` is parted from the one before: see GAP. The first token is parted by a STOP. */
  gapBefore(n: number): number;
  isCapital(n: number): boolean;
}

export interface Matcher {
  /** Reads a text. The result is good until the next call for the same `slot`. */
  scan(text: string, slot: number): Scan;
  /** States made so far, for measurements. */
  states(): number;
}

/** States are kept up to here, then made anew: a bound on memory, about 50 MB at the usual alphabet. */
const MOST_STATES = 60_000;

/** Longest phrase in words; bounds the work at one token. */
const LONGEST_PHRASE = 8;

const HEBREW_PARTICLES = 'ושהלבכמ';
/** More glued particles than this are another word. */
const MOST_PARTICLES = 3;

interface Out {
  readonly atom: number;
  readonly ending: Ending;
}

interface PhraseNode {
  readonly next: Map<number, PhraseNode>;
  readonly ends: { unit: string; rule: string }[];
}

/**
 * Compiles spellings into a matcher. Milliseconds for a watchlist; the states are made while reading.
 * @param masks units whose phrases hide every hit that lies within them: "The Moscow Times", a name in its veto
 */
export function createMatcher(spellings: readonly Spelling[], masks: ReadonlySet<string>): Matcher {
  // --- the automaton with many arrows: edges as flat pairs [class, target, …]
  const edges: number[][] = [];
  const outsAt: number[][] = [];
  const openAt: boolean[] = [];
  const outs: Out[] = [];
  const classOf = new Uint16Array(0x10000);
  let classes = 1; // 0: a letter that no spelling has

  const newNode = (): number => {
    edges.push([]);
    outsAt.push(NOTHING);
    openAt.push(false);
    return edges.length - 1;
  };
  const letterClass = (code: number): number => {
    let known = classOf[code] ?? 0;
    if (known === 0) {
      known = classes;
      classes += 1;
      classOf[code] = known;
    }
    return known;
  };
  const link = (from: number, code: number, to: number): void => {
    edges[from]?.push(letterClass(code), to);
  };

  const plainEntry = newNode();
  const hebrewEntry = newNode();
  const arabicEntry = newNode();
  /** Nodes that plain words may share; a shared node has exactly one way in. */
  const shared = new Set([plainEntry, hebrewEntry, arabicEntry]);

  const sharedChild = (from: number, code: number): number => {
    const wanted = letterClass(code);
    const list = edges[from] ?? [];
    for (let at = 0; at < list.length; at += 2) {
      const to = list[at + 1] ?? 0;
      if (list[at] === wanted && shared.has(to)) return to;
    }
    const to = newNode();
    shared.add(to);
    link(from, code, to);
    return to;
  };

  const addPattern = (pattern: WordPattern, atom: number): void => {
    let frontier = [
      pattern.prefixes === 'hebrew' ? hebrewEntry : pattern.prefixes === 'arabic' ? arabicEntry : plainEntry,
    ];
    for (const choices of pattern.positions) {
      const [only] = choices;
      const [here] = frontier;
      if (
        choices.length === 1 &&
        only !== undefined &&
        frontier.length === 1 &&
        here !== undefined &&
        shared.has(here)
      ) {
        let node = here;
        for (let at = 0; at < only.length; at += 1) node = sharedChild(node, only.charCodeAt(at));
        frontier = [node];
        continue;
      }
      const join = newNode();
      const next = [join];
      for (const choice of choices) {
        if (choice === '') {
          next.push(...frontier);
          continue;
        }
        for (const from of frontier) {
          let node = from;
          for (let at = 0; at < choice.length - 1; at += 1) {
            const to = newNode();
            link(node, choice.charCodeAt(at), to);
            node = to;
          }
          link(node, choice.charCodeAt(choice.length - 1), join);
        }
      }
      frontier = next;
    }
    for (const ending of pattern.endings) {
      const out = outs.push({ atom, ending }) - 1;
      let tip = frontier;
      for (let at = 0; at < ending.text.length; at += 1) {
        const to = newNode();
        for (const from of tip) link(from, ending.text.charCodeAt(at), to);
        tip = [to];
      }
      if (pattern.open) {
        // Its own node, so that sharing the path does not make other words stems.
        const loop = newNode();
        openAt[loop] = true;
        outsAt[loop] = [out];
        openOf.push([tip, loop]);
      }
      for (const node of tip) {
        const there = outsAt[node] ?? NOTHING;
        outsAt[node] = there === NOTHING ? [out] : [...there, out];
      }
    }
  };
  /** Stems: when one of these nodes is reached, the loop beside it is too. */
  const openOf: (readonly [readonly number[], number])[] = [];

  const atoms = new Map<WordPattern, number>();
  const capitalAtoms = new Set<number>();
  const phrases: PhraseNode = { next: new Map(), ends: [] };
  for (const spelling of spellings) {
    let node = phrases;
    for (const word of spelling.words.slice(0, LONGEST_PHRASE)) {
      let atom = atoms.get(word);
      if (atom === undefined) {
        atom = atoms.size;
        atoms.set(word, atom);
        if (word.capital) capitalAtoms.add(atom);
        addPattern(word, atom);
      }
      let next = node.next.get(atom);
      if (next === undefined) {
        next = { next: new Map(), ends: [] };
        node.next.set(atom, next);
      }
      node = next;
    }
    node.ends.push({ unit: spelling.unit, rule: spelling.rule });
  }

  // --- glued particles
  const beside = new Map<number, number>();
  for (const [tips, loop] of openOf) for (const tip of tips) addBeside(beside, tip, loop);
  let particles = newNode();
  const hebrewStart = particles;
  for (let depth = 0; depth < MOST_PARTICLES; depth += 1) {
    const deeper = newNode();
    for (const letter of HEBREW_PARTICLES) {
      link(particles, letter.charCodeAt(0), hebrewEntry);
      if (depth + 1 < MOST_PARTICLES) link(particles, letter.charCodeAt(0), deeper);
    }
    particles = deeper;
  }
  // Arabic: (و|ف)? (ب|ل|ك|س)? (ال|لل)?
  const arabicStart = newNode();
  const afterAnd = newNode();
  const article = newNode();
  const doubleLam = newNode();
  for (const letter of 'وف') {
    link(arabicStart, letter.charCodeAt(0), afterAnd);
    link(arabicStart, letter.charCodeAt(0), arabicEntry);
  }
  const afterBy = newNode();
  for (const from of [arabicStart, afterAnd]) {
    for (const letter of 'بلك') {
      link(from, letter.charCodeAt(0), afterBy);
      link(from, letter.charCodeAt(0), arabicEntry);
    }
    link(from, LAM, doubleLam);
  }
  for (const from of [arabicStart, afterAnd, afterBy]) link(from, ALIF, article);
  link(article, LAM, arabicEntry);
  link(doubleLam, LAM, arabicEntry);

  // --- the deterministic states, made on demand
  let stateNodes: Int32Array[] = [];
  let stateOuts: (readonly number[])[] = [];
  let stateOf = new Map<string, number>();
  let arrows = new Int32Array(0);
  let width = classes;

  const makeState = (nodes: number[]): number => {
    const all = new Set(nodes);
    for (const node of nodes) {
      const loop = beside.get(node);
      // `beside` chains are followed to their end: several stems may share a path.
      for (let next = loop; next !== undefined; next = beside.get(-next - 1)) all.add(next);
    }
    const sorted = Int32Array.from(all).sort();
    const key = sorted.join(',');
    const known = stateOf.get(key);
    if (known !== undefined) return known;
    const id = stateNodes.length;
    stateOf.set(key, id);
    stateNodes.push(sorted);
    const found: number[] = [];
    for (const node of sorted) found.push(...(outsAt[node] ?? NOTHING));
    stateOuts.push(found.length === 0 ? NOTHING : [...new Set(found)]);
    if ((id + 1) * width > arrows.length) {
      const grown = new Int32Array(Math.max(arrows.length * 2, (id + 64) * width)).fill(UNKNOWN);
      grown.set(arrows);
      arrows = grown;
    }
    return id;
  };

  const restart = (): void => {
    stateNodes = [];
    stateOuts = [];
    stateOf = new Map();
    width = classes;
    arrows = new Int32Array(256 * width).fill(UNKNOWN);
    makeState([]); // 0: nothing can come of this word any more
    arrows.fill(0, 0, width);
    makeState([plainEntry, hebrewEntry, arabicEntry, hebrewStart, arabicStart]); // 1: a word begins
    makeState([plainEntry, hebrewEntry, arabicEntry]); // 2: a word begins, without particles
  };

  const follow = (state: number, letter: number): number => {
    const targets: number[] = [];
    for (const node of stateNodes[state] ?? []) {
      if (openAt[node] === true) targets.push(node);
      const list = edges[node] ?? [];
      for (let at = 0; at < list.length; at += 2) if (list[at] === letter) targets.push(list[at + 1] ?? 0);
    }
    const to = makeState(targets);
    arrows[state * width + letter] = to;
    return to;
  };
  restart();

  /** How many letters of the token are glued particles, for this atom. */
  const glued = (folded: Folded, from: number, to: number, atom: number): number => {
    for (let skip = 0; skip <= 5 && from + skip < to; skip += 1) {
      let state = BARE;
      for (let at = from + skip; at < to && state !== DEAD; at += 1) {
        const letter = classOf[folded.codes[at] ?? 0] ?? 0;
        const known = arrows[state * width + letter] ?? UNKNOWN;
        state = known === UNKNOWN ? follow(state, letter) : known;
      }
      if ((stateOuts[state] ?? NOTHING).some((out) => outs[out]?.atom === atom)) return skip;
    }
    return 0;
  };

  const slots: Slot[] = [];

  const scan = (text: string, slot: number): Scan => {
    if (stateNodes.length > MOST_STATES) restart();
    const held = (slots[slot] ??= newSlot());
    const folded = fold(text, held.folded ?? undefined);
    held.folded = folded;
    const { codes, length } = folded;
    let tokens = 0;
    let gap: number = GAP.STOP;
    const found: number[] = []; // pairs: token, state
    let at = 0;
    while (at < length) {
      const code = codes[at] ?? 0;
      if (code < FIRST_LETTER) {
        if (code > gap) gap = code;
        at += 1;
        continue;
      }
      if (tokens >= held.from.length) growSlot(held);
      held.from[tokens] = at;
      held.gap[tokens] = gap;
      gap = 0;
      let state = START;
      for (;;) {
        const letter = classOf[codes[at] ?? 0] ?? 0;
        const known = arrows[state * width + letter] ?? UNKNOWN;
        state = known === UNKNOWN ? follow(state, letter) : known;
        at += 1;
        if (state === DEAD || at >= length || (codes[at] ?? 0) < FIRST_LETTER) break;
      }
      while (at < length && (codes[at] ?? 0) >= FIRST_LETTER) at += 1;
      held.to[tokens] = at;
      if (state !== DEAD && stateOuts[state] !== NOTHING) found.push(tokens, state);
      tokens += 1;
    }
    const reading: Reading = { text, folded, slot: held, tokens };
    return {
      text,
      tokens,
      hits: found.length === 0 ? [] : longest(joinPhrases(reading, found), masks),
      tokenStart: (n) => folded.starts[held.from[n] ?? 0] ?? text.length,
      tokenEnd: (n) => folded.ends[(held.to[n] ?? 1) - 1] ?? text.length,
      tokenText: (n) =>
        String.fromCharCode(
          ...codes.subarray(held.from[n] ?? 0, Math.min(held.to[n] ?? 0, (held.from[n] ?? 0) + 64)),
        ),
      gapBefore: (n) => held.gap[n] ?? GAP.STOP,
      isCapital: (n) => isCapital(reading, n),
    };
  };

  const joinPhrases = (reading: Reading, found: readonly number[]): Hit[] => {
    const hits: Hit[] = [];
    for (let index = 0; index < found.length; index += 2) {
      extend(reading, found, index, phrases, index, hits);
    }
    return hits;
  };

  const extend = (
    reading: Reading,
    found: readonly number[],
    index: number,
    node: PhraseNode,
    first: number,
    hits: Hit[],
  ): void => {
    const token = found[index] ?? 0;
    for (const id of stateOuts[found[index + 1] ?? 0] ?? NOTHING) {
      const out = outs[id];
      const next = out === undefined ? undefined : node.next.get(out.atom);
      if (out === undefined || next === undefined) continue;
      if (capitalAtoms.has(out.atom) && !isCapital(reading, token)) continue;
      if (next.ends.length > 0) hits.push(...makeHits(reading, found, first, token, out, next.ends));
      const follows =
        found[index + 2] === token + 1 && (reading.slot.gap[token + 1] ?? GAP.STOP) <= GAP.QUOTE;
      if (next.next.size > 0 && follows) extend(reading, found, index + 2, next, first, hits);
    }
  };

  const makeHits = (
    reading: Reading,
    found: readonly number[],
    first: number,
    last: number,
    out: Out,
    ends: PhraseNode['ends'],
  ): Hit[] => {
    const { folded, slot } = reading;
    const firstToken = found[first] ?? 0;
    const from = slot.from[firstToken] ?? 0;
    const to = slot.to[last] ?? 0;
    let start = from;
    if ((folded.codes[from] ?? 0) >= HEBREW_AND_ARABIC) {
      // Verified again without particles, to know where the name itself begins. In a phrase any first word will do.
      const firstTo = slot.to[firstToken] ?? 0;
      if (firstToken === last) start += glued(folded, from, firstTo, out.atom);
      else {
        const state = found[first + 1] ?? 0;
        const skips = (stateOuts[state] ?? NOTHING).map((id) =>
          glued(folded, from, firstTo, outs[id]?.atom ?? -1),
        );
        start += Math.min(...skips);
      }
    }
    const stem = out.ending.added ? to - out.ending.text.length : to;
    return ends.map(({ unit, rule }) => ({
      unit,
      rule,
      first: firstToken,
      last,
      start: folded.starts[start] ?? 0,
      end: folded.ends[stem - 1] ?? 0,
      wholeEnd: folded.ends[to - 1] ?? 0,
      form: out.ending.form,
    }));
  };

  return { scan, states: () => stateNodes.length };
}

const NOTHING: readonly number[] & number[] = [];
const UNKNOWN = -1;
const DEAD = 0;
const START = 1;
const BARE = 2;
const ALIF = 0x627;
const LAM = 0x644;
/** Folded letters from here on are of scripts that glue particles on. */
const HEBREW_AND_ARABIC = 0x5d0;

interface Slot {
  folded: Folded | null;
  from: Int32Array;
  to: Int32Array;
  gap: Uint8Array;
}

interface Reading {
  readonly text: string;
  readonly folded: Folded;
  readonly slot: Slot;
  readonly tokens: number;
}

function newSlot(): Slot {
  return { folded: null, from: new Int32Array(1024), to: new Int32Array(1024), gap: new Uint8Array(1024) };
}

function growSlot(slot: Slot): void {
  slot.from = doubled(slot.from);
  slot.to = doubled(slot.to);
  const gap = new Uint8Array(slot.gap.length * 2);
  gap.set(slot.gap);
  slot.gap = gap;
}

function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(old.length * 2);
  grown.set(old);
  return grown;
}

/** Chains loops beside a node: the node's first loop under its own number, further ones under the loop's, negated. */
function addBeside(beside: Map<number, number>, node: number, loop: number): void {
  let key = node;
  for (let there = beside.get(key); there !== undefined; there = beside.get(key)) key = -there - 1;
  beside.set(key, loop);
}

/** Whether the word begins with a capital; scripts without case always do. */
function isCapital(reading: Reading, token: number): boolean {
  const start = reading.folded.starts[reading.slot.from[token] ?? 0] ?? 0;
  const char = reading.text.charAt(start);
  return char.toLowerCase() !== char || char.toUpperCase() === char;
}

/** Leaves out what lies within a longer hit of its own unit ("Gaza" in "Gaza Strip") or within a mask. */
function longest(hits: readonly Hit[], masks: ReadonlySet<string>): Hit[] {
  // Where the longest phrase of a unit from each token ends. Phrases are short: only the tokens just before matter.
  const reach = new Map<string, number>();
  const masked = new Map<number, number>();
  for (const hit of hits) {
    if (masks.has(hit.unit)) masked.set(hit.first, Math.max(masked.get(hit.first) ?? -1, hit.last));
    if (hit.last === hit.first) continue;
    const key = `${hit.unit} ${String(hit.first)}`;
    reach.set(key, Math.max(reach.get(key) ?? -1, hit.last));
  }
  const kept: Hit[] = [];
  const told = new Set<string>();
  for (const hit of hits) {
    let within = false;
    for (let first = hit.first; first > hit.first - LONGEST_PHRASE && !within; first -= 1) {
      const last = reach.get(`${hit.unit} ${String(first)}`) ?? -1;
      within = last >= hit.last && last - first > hit.last - hit.first;
      if (!masks.has(hit.unit) && (masked.get(first) ?? -1) >= hit.last) within = true;
    }
    if (within) continue;
    const key = `${hit.unit} ${String(hit.first)} ${String(hit.last)}`;
    if (told.has(key)) continue;
    told.add(key);
    kept.push(hit);
  }
  return kept.sort((a, b) => a.first - b.first || a.last - b.last);
}
