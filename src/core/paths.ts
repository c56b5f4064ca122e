/**
 * The ways through all spellings: nodes, and edges from one to another by a letter. Columns of numbers, since ten
 * thousand names have millions of edges: ten bytes for each instead of fifty.
 */

/** Members of a block of a column, as a power of two. */
const BLOCK = 14;
const WITHIN = 2 ** BLOCK - 1;

/** Numbers in blocks: a column that grows never moves what it has, nor leaves its old room behind. */
class Column<A extends Int32Array | Uint16Array | Float64Array> {
  readonly #blocks: A[] = [];
  readonly #newBlock: () => A;

  constructor(newBlock: () => A) {
    this.#newBlock = newBlock;
  }

  at(index: number): number {
    return this.#blocks[index >> BLOCK]?.[index & WITHIN] ?? 0;
  }

  set(index: number, value: number): void {
    const block = (this.#blocks[index >> BLOCK] ??= this.#newBlock());
    block[index & WITHIN] = value;
  }
}

const small = (): Column<Uint16Array> => new Column(() => new Uint16Array(WITHIN + 1));
const whole = (): Column<Int32Array> => new Column(() => new Int32Array(WITHIN + 1));
const large = (): Column<Float64Array> => new Column(() => new Float64Array(WITHIN + 1));

/** Makes an empty graph. Edges and ends are numbered from 1; 0 says that there is no further one. */
export function createPaths() {
  // Of each node: its newest edge, and its newest end.
  const edgeOf = whole();
  const endOf = whole();
  let nodes = 0;
  // Of each edge: by which letter it goes, where to, and which edge its node had before.
  const letters = small();
  const targets = whole();
  const edgesBefore = whole();
  let edges = 1;
  // Of each end: what its node leads to without a letter (more than 32 bits), and which end its node had before.
  const ends = large();
  const endsBefore = whole();
  let endings = 1;

  return {
    newNode: (): number => {
      nodes += 1;
      return nodes - 1;
    },
    link: (from: number, letter: number, to: number): void => {
      letters.set(edges, letter);
      targets.set(edges, to);
      edgesBefore.set(edges, edgeOf.at(from));
      edgeOf.set(from, edges);
      edges += 1;
    },
    /** What `node` leads to without a letter: the ending of a word. */
    endWith: (node: number, ending: number): void => {
      ends.set(endings, ending);
      endsBefore.set(endings, endOf.at(node));
      endOf.set(node, endings);
      endings += 1;
    },
    first: (node: number): number => edgeOf.at(node),
    next: (edge: number): number => edgesBefore.at(edge),
    letter: (edge: number): number => letters.at(edge),
    target: (edge: number): number => targets.at(edge),
    firstEnd: (node: number): number => endOf.at(node),
    nextEnd: (end: number): number => endsBefore.at(end),
    end: (end: number): number => ends.at(end),
  };
}
