/**
 * One automaton for every way to write every watched word. Words are added as paths with alternatives; which of them a
 * token takes is found letter by letter, in deterministic states that are made while reading and kept. So the cost of
 * a letter is one look-up, however many words are watched, and nothing is spelled out that no text ever writes.
 * A word with one spelling only needs no states: it is looked up as a whole. Both are asked only about the few tokens that
 * pass the sieve.
 */
import { BEGINNING, Sieve, beginningKey, wordKey } from '#language/words.ts';
import { createPaths } from './paths.ts';
import { createSingles } from './singles.ts';

/** What the ending of a word says about who is meant. `either`: his genitive or her nominative. */
export type Form = 'plain' | 'masculine' | 'feminine' | 'either' | 'plural';

/** What may stand behind the last position of a word. */
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
  /** At least one. Words that share a list share its paths: pass the same array. */
  readonly endings: readonly Ending[];
  /** Particles that this script glues on in front. */
  readonly prefixes: 'none' | 'hebrew' | 'arabic';
  /** Any letters may follow: a stem. */
  readonly open: boolean;
  /** Must begin with a capital where the script has them: surnames that are common words too. */
  readonly capital: boolean;
  /** In a phrase nothing may be printed before it: a syllable of Korean, where spaces part words. */
  readonly joined?: boolean;
}

/** A word that a token may be. */
export interface Reading {
  /** Number of the pattern, as {@link Automaton.add} gave it. */
  readonly word: number;
  readonly ending: Ending;
}

/** Every pattern at once; words are numbered in the order in which they are added. */
export interface Automaton {
  /** Adds a pattern and says its number. */
  add(pattern: WordPattern): number;
  /** Lets every token pass that may be a word of ours, and few others. Good until the next pattern is added. */
  sieve(): Sieve;
  /** What the token in `letters` from `from` to `to` may be; empty when it is nothing of ours. */
  read(letters: Uint16Array, from: number, to: number): readonly Reading[];
  /** How many letters at the start of a token are glued particles, when it is to be this word. */
  particlesOf(letters: Uint16Array, from: number, to: number, word: number): number;
  /** States made so far. */
  states(): number;
}

/** A bound on memory: about 50 MB at the usual alphabet. */
const MOST_STATES = 60_000;

const HEBREW_PARTICLES = 'ושהלבכמ';
/** More glued particles than this are another word. */
const MOST_PARTICLES = 3;
/** Longest run of Arabic particles in letters: و + ب + ال. */
const MOST_PARTICLE_LETTERS = 4;
const ALIF = 0x627;
const LAM = 0x644;

/** Nodes from here on stand for "this word, so far into its ending": word * ENDING_ROOM + node of the ending tree. */
const IN_ENDING = 0x1000_0000;
const ENDING_ROOM = 4096;

const NOTHING: readonly number[] & number[] = [];
const NO_READINGS: readonly Reading[] = [];
const UNKNOWN = -1;
const DEAD = 0;
const START = 1;
const BARE = 2;

const ANY_MORE: Ending = { text: '', form: 'plain', added: false };

/** Makes an empty automaton. @param mostStates states are made up to here; what is rarer is found without */
export function createAutomaton(mostStates = MOST_STATES): Automaton {
  const paths = createPaths();
  const classOf = new Uint16Array(0x10000);
  const letterOf = [0];
  let classes = 1; // 0: a letter that no spelling has
  const singles = createSingles();

  // Endings as trees shared by all words that have them.
  const endingEdges: number[][] = [];
  const endingAt: (Ending | null)[] = [];
  const endingRoots = new Map<readonly Ending[], number>();

  const letterClass = (code: number): number => {
    let known = classOf[code] ?? 0;
    if (known === 0) {
      known = classes;
      classes += 1;
      classOf[code] = known;
      letterOf.push(code);
    }
    return known;
  };
  const { newNode } = paths;
  const link = (from: number, code: number, to: number): void => paths.link(from, letterClass(code), to);
  const newEndingNode = (ending: Ending | null): number => {
    if (endingAt.length >= ENDING_ROOM)
      throw new Error('more kinds of endings than the automaton has room for');
    endingEdges.push([]);
    return endingAt.push(ending) - 1;
  };
  const anyMore = newEndingNode(ANY_MORE); // whatever letters follow

  const endingRoot = (endings: readonly Ending[]): number => {
    const known = endingRoots.get(endings);
    if (known !== undefined) return known;
    const root = newEndingNode(null);
    endingRoots.set(endings, root);
    for (const ending of endings) {
      let node = root;
      for (let at = 0; at < ending.text.length; at += 1) {
        const letter = letterClass(ending.text.charCodeAt(at));
        const list = endingEdges[node] ?? NOTHING;
        let next: number | undefined;
        for (let edge = 0; edge < list.length; edge += 2) if (list[edge] === letter) next = list[edge + 1];
        if (next === undefined) {
          next = newEndingNode(null);
          list.push(letter, next);
        }
        node = next;
      }
      // Of two endings of one spelling the first in the table stands.
      endingAt[node] ??= ending;
    }
    return root;
  };

  const plainEntry = newNode();
  const hebrewEntry = newNode();
  const arabicEntry = newNode();
  /** Nodes that plain words share; each has exactly one way in. */
  const shared = new Set([plainEntry, hebrewEntry, arabicEntry]);

  /** The shared child of a shared node by a letter: node * 65,536 + class of the letter → child. */
  const sharedChildren = new Map<number, number>();

  const sharedChild = (from: number, code: number): number => {
    const key = from * 0x1_0000 + letterClass(code);
    const known = sharedChildren.get(key);
    if (known !== undefined) return known;
    const to = newNode();
    shared.add(to);
    sharedChildren.set(key, to);
    link(from, code, to);
    return to;
  };

  const addChoices = (frontier: readonly number[], choices: readonly string[]): number[] => {
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
      return [node];
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
    return next;
  };

  let sieve: Sieve | null = null;
  let words = 0;
  const add = (pattern: WordPattern): number => {
    const word = words;
    words += 1;
    sieve = null;
    const only = onlySpelling(pattern);
    if (only !== null) {
      singles.add(only, word, pattern.endings[0] ?? ANY_MORE);
      return word;
    }
    const entry =
      pattern.prefixes === 'hebrew' ? hebrewEntry : pattern.prefixes === 'arabic' ? arabicEntry : plainEntry;
    let frontier = [entry];
    for (const choices of pattern.positions) frontier = addChoices(frontier, choices);
    const root = endingRoot(pattern.endings);
    for (const node of frontier) {
      paths.endWith(node, IN_ENDING + word * ENDING_ROOM + root);
      if (pattern.open) paths.endWith(node, IN_ENDING + word * ENDING_ROOM + anyMore);
    }
    return word;
  };

  // Hebrew: up to three of its particles before a word.
  const hebrewStart = newNode();
  let particles = hebrewStart;
  for (let depth = 1; depth <= MOST_PARTICLES; depth += 1) {
    const deeper = newNode();
    for (let at = 0; at < HEBREW_PARTICLES.length; at += 1) {
      link(particles, HEBREW_PARTICLES.charCodeAt(at), hebrewEntry);
      if (depth < MOST_PARTICLES) link(particles, HEBREW_PARTICLES.charCodeAt(at), deeper);
    }
    particles = deeper;
  }
  // Arabic: (و|ف)? (ب|ل|ك)? (ال)? and لل for ل + ال.
  const arabicStart = newNode();
  const afterAnd = newNode();
  const afterBy = newNode();
  const article = newNode();
  const doubleLam = newNode();
  for (const letter of ['و', 'ف']) {
    link(arabicStart, letter.charCodeAt(0), afterAnd);
    link(arabicStart, letter.charCodeAt(0), arabicEntry);
  }
  for (const from of [arabicStart, afterAnd]) {
    for (const letter of ['ب', 'ل', 'ك']) {
      link(from, letter.charCodeAt(0), afterBy);
      link(from, letter.charCodeAt(0), arabicEntry);
    }
    link(from, LAM, doubleLam);
  }
  for (const from of [arabicStart, afterAnd, afterBy]) link(from, ALIF, article);
  link(article, LAM, arabicEntry);
  link(doubleLam, LAM, arabicEntry);

  /** Puts the beginnings of all words that may come from `node` on into the sieve. */
  const siftFrom = (into: Sieve, node: number, depth: number, key: number, beginning: number): void => {
    const along = (letter: number, to: number): void => {
      const code = letterOf[letter] ?? 0;
      if (depth === BEGINNING) into.addBeginning(beginning, code);
      else siftFrom(into, to, depth + 1, wordKey(key, code), beginningKey(beginning, code, depth));
    };
    if (node < IN_ENDING) {
      for (let end = paths.firstEnd(node); end > 0; end = paths.nextEnd(end))
        siftFrom(into, paths.end(end), depth, key, beginning);
      for (let edge = paths.first(node); edge > 0; edge = paths.next(edge))
        along(paths.letter(edge), paths.target(edge));
      return;
    }
    const ending = (node - IN_ENDING) % ENDING_ROOM;
    if (ending === anyMore) {
      if (depth === BEGINNING) into.addBeginning(beginning, null);
      else into.addAll();
      return;
    }
    if (endingAt[ending] != null) into.addWord(key);
    const list = endingEdges[ending] ?? NOTHING;
    for (let at = 0; at < list.length; at += 2) along(list[at] ?? 0, node - ending + (list[at + 1] ?? 0));
  };

  const makeSieve = (): Sieve => {
    const made = new Sieve();
    singles.sift(made);
    for (const node of [plainEntry, hebrewEntry, arabicEntry, hebrewStart, arabicStart])
      siftFrom(made, node, 0, 0, 0);
    made.shrink();
    return made;
  };

  // The deterministic states, made on demand: a state is the set of nodes that may have been reached.
  let stateNodes: (readonly number[])[] = [];
  let stateReadings: (readonly Reading[])[] = [];
  let stateOf = new Map<string, number>();
  let arrows = new Int32Array(0);
  let width = 0;

  /** The nodes with those that they lead to without a letter, in order and each once. */
  const closed = (nodes: readonly number[]): readonly number[] => {
    const all = new Set(nodes);
    for (const node of nodes)
      if (node < IN_ENDING)
        for (let end = paths.firstEnd(node); end > 0; end = paths.nextEnd(end)) all.add(paths.end(end));
    return [...all].sort((a, b) => a - b);
  };

  const readingsOf = (nodes: readonly number[]): readonly Reading[] => {
    const readings: Reading[] = [];
    for (const node of nodes) {
      if (node < IN_ENDING) continue;
      const inner = node - IN_ENDING;
      const ending = endingAt[inner % ENDING_ROOM];
      const word = Math.floor(inner / ENDING_ROOM);
      if (ending == null || readings.some((reading) => reading.word === word)) continue;
      readings.push({ word, ending });
    }
    return readings.length === 0 ? NO_READINGS : readings;
  };

  const makeState = (nodes: readonly number[]): number => {
    const sorted = closed(nodes);
    const key = sorted.join(',');
    const known = stateOf.get(key);
    if (known !== undefined) return known;
    const id = stateNodes.push(sorted) - 1;
    stateOf.set(key, id);
    stateReadings.push(readingsOf(sorted));
    if ((id + 1) * width > arrows.length) {
      const grown = new Int32Array(Math.max(arrows.length * 2, (id + 64) * width)).fill(UNKNOWN);
      grown.set(arrows);
      arrows = grown;
    }
    return id;
  };

  const restart = (): void => {
    stateNodes = [];
    stateReadings = [];
    stateOf = new Map();
    width = classes;
    arrows = new Int32Array(256 * width).fill(UNKNOWN);
    makeState([]); // DEAD: nothing can come of this word any more
    arrows.fill(DEAD, 0, width);
    makeState([plainEntry, hebrewEntry, arabicEntry, hebrewStart, arabicStart]); // START
    makeState([plainEntry, hebrewEntry, arabicEntry]); // BARE: a word begins, without particles
  };

  const targetsOf = (nodes: readonly number[], letter: number): number[] => {
    const targets: number[] = [];
    for (const node of nodes) {
      if (node < IN_ENDING) {
        for (let edge = paths.first(node); edge > 0; edge = paths.next(edge))
          if (paths.letter(edge) === letter) targets.push(paths.target(edge));
        continue;
      }
      const ending = (node - IN_ENDING) % ENDING_ROOM;
      if (ending === anyMore) targets.push(node);
      const list = endingEdges[ending] ?? NOTHING;
      for (let at = 0; at < list.length; at += 2) {
        if (list[at] === letter) targets.push(node - ending + (list[at + 1] ?? 0));
      }
    }
    return targets;
  };

  const follow = (state: number, letter: number): number => {
    const to = makeState(targetsOf(stateNodes[state] ?? NOTHING, letter));
    arrows[state * width + letter] = to;
    return to;
  };

  /** The same without states. */
  const readNodes = (
    nodes: readonly number[],
    letters: Uint16Array,
    from: number,
    to: number,
  ): readonly Reading[] => {
    let here = nodes;
    for (let at = from; at < to && here.length > 0; at += 1)
      here = closed(targetsOf(here, classOf[letters[at] ?? 0] ?? 0));
    return readingsOf(here);
  };

  const readStates = (start: number, letters: Uint16Array, from: number, to: number): readonly Reading[] => {
    if (width !== classes) restart();
    const across = width;
    let table = arrows;
    let state = start;
    for (let at = from; at < to; at += 1) {
      const letter = classOf[letters[at] ?? 0] ?? 0;
      let next = table[state * across + letter] ?? UNKNOWN;
      if (next === UNKNOWN) {
        if (stateNodes.length >= mostStates) return readNodes(stateNodes[state] ?? NOTHING, letters, at, to);
        next = follow(state, letter);
        table = arrows;
      }
      if (next === DEAD) return NO_READINGS;
      state = next;
    }
    return stateReadings[state] ?? NO_READINGS;
  };

  return {
    add,
    sieve: () => (sieve ??= makeSieve()),
    read: (letters, from, to) => {
      const readings = readStates(START, letters, from, to);
      const single = singles.read(letters, from, to);
      if (single.length === 0) return readings;
      if (readings.length === 0) return single;
      return [...readings, ...single].sort((one, other) => one.word - other.word);
    },
    particlesOf: (letters, from, to, word) => {
      for (let skip = 0; skip <= MOST_PARTICLE_LETTERS && from + skip < to; skip += 1) {
        const readings = readStates(BARE, letters, from + skip, to);
        if (readings.some((reading) => reading.word === word)) return skip;
      }
      return 0;
    },
    states: () => stateNodes.length,
  };
}

/** The letters of a word that is written in one way only, or null. */
function onlySpelling(pattern: WordPattern): string | null {
  if (pattern.open || pattern.prefixes !== 'none' || pattern.endings.length !== 1) return null;
  let letters = '';
  for (const choices of pattern.positions) {
    if (choices.length !== 1) return null;
    letters += choices[0] ?? '';
  }
  return letters + (pattern.endings[0]?.text ?? '');
}
