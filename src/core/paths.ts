/**
 * The ways through all spellings: nodes, and edges from one to another by a letter. Lists in typed arrays, since ten
 * thousand names have millions of edges: ten bytes for each instead of fifty.
 */

/** Room that the arrays begin with, in members. */
const FIRST_ROOM = 1024;

/** Makes an empty graph. Edges and ends are numbered from 1; 0 says that there is no further one. */
export function createPaths() {
  // Of each node: its newest edge, and its newest end.
  let edgeOf = new Int32Array(FIRST_ROOM);
  let endOf = new Int32Array(FIRST_ROOM);
  let nodes = 0;
  // Of each edge: by which letter it goes, where to, and which edge its node had before.
  let letters = new Uint16Array(FIRST_ROOM);
  let targets = new Int32Array(FIRST_ROOM);
  let edgesBefore = new Int32Array(FIRST_ROOM);
  let edges = 1;
  // Of each end: what its node leads to without a letter (more than 32 bits), and which end its node had before.
  let ends = new Float64Array(FIRST_ROOM);
  let endsBefore = new Int32Array(FIRST_ROOM);
  let endings = 1;

  return {
    newNode: (): number => {
      if (nodes === edgeOf.length) {
        edgeOf = grown(edgeOf, new Int32Array(nodes * 2));
        endOf = grown(endOf, new Int32Array(nodes * 2));
      }
      nodes += 1;
      return nodes - 1;
    },
    link: (from: number, letter: number, to: number): void => {
      if (edges === letters.length) {
        letters = grown(letters, new Uint16Array(edges * 2));
        targets = grown(targets, new Int32Array(edges * 2));
        edgesBefore = grown(edgesBefore, new Int32Array(edges * 2));
      }
      letters[edges] = letter;
      targets[edges] = to;
      edgesBefore[edges] = edgeOf[from] ?? 0;
      edgeOf[from] = edges;
      edges += 1;
    },
    /** What `node` leads to without a letter: the ending of a word. */
    endWith: (node: number, ending: number): void => {
      if (endings === ends.length) {
        ends = grown(ends, new Float64Array(endings * 2));
        endsBefore = grown(endsBefore, new Int32Array(endings * 2));
      }
      ends[endings] = ending;
      endsBefore[endings] = endOf[node] ?? 0;
      endOf[node] = endings;
      endings += 1;
    },
    first: (node: number): number => edgeOf[node] ?? 0,
    next: (edge: number): number => edgesBefore[edge] ?? 0,
    letter: (edge: number): number => letters[edge] ?? 0,
    target: (edge: number): number => targets[edge] ?? 0,
    firstEnd: (node: number): number => endOf[node] ?? 0,
    nextEnd: (end: number): number => endsBefore[end] ?? 0,
    end: (end: number): number => ends[end] ?? 0,
  };
}

function grown<A extends Int32Array | Uint16Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
