/** The YAML of a lexicon as its reader walks it: quickly where the file is good, with the line of each part where it is not. */
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Problem } from '#core/problem.ts';
import { readQuickly } from './quick-yaml.ts';

/** What a file holds; a node is whatever its parser makes of a part. */
export interface Tree {
  /** Null when the file is empty. */
  readonly top: unknown;
  /** Of a list; null where it is none. */
  readonly itemsOf: (node: unknown) => readonly unknown[] | null;
  /** Of names with something below them; null where it is something else. */
  readonly membersOf: (node: unknown) => readonly Member[] | null;
  /** Null where it is no text: a number, a yes or no. */
  readonly textOf: (node: unknown) => string | null;
  /** From 1; null where it is not known. */
  readonly lineOf: (node: unknown) => number | null;
}

/** A name and what stands below it. */
export interface Member {
  readonly key: string;
  readonly value: unknown;
  /** The node of the name. */
  readonly at: unknown;
}

/** In a sixth of the time, and without lines; null where the file is not plainly good. */
export function quickTree(text: string): Tree | null {
  const read = readQuickly(text);
  if (read === null) return null;
  return {
    top: read.value,
    itemsOf: (node) => (Array.isArray(node) ? node : null),
    membersOf: (node) =>
      typeof node === 'object' && node !== null && !Array.isArray(node)
        ? Object.entries(node).map(([key, value]) => ({ key, value, at: null }))
        : null,
    textOf: (node) => (typeof node === 'string' ? node : null),
    lineOf: () => null,
  };
}

/** With lines. What is not YAML is added to `problems`, the rest is read. */
export function carefulTree(file: string, text: string, problems: Problem[]): Tree {
  const { document, lines } = parseMending(file, text, problems);
  return {
    top: document.contents,
    itemsOf: (node) => (isSeq(node) ? node.items : null),
    membersOf: (node) =>
      isMap(node)
        ? node.items.flatMap((pair) =>
            isPair(pair) && isScalar(pair.key) && typeof pair.key.value === 'string'
              ? [{ key: pair.key.value, value: pair.value, at: pair.key }]
              : [],
          )
        : null,
    textOf: (node) => (isScalar(node) && typeof node.value === 'string' ? node.value : null),
    lineOf: (node) => {
      const range = isScalar(node) || isMap(node) || isSeq(node) ? node.range : null;
      return range === null || range === undefined ? null : lines.linePos(range[0]).line;
    },
  };
}

const MOST_MENDED_LINES = 50;

/** YAML is all or nothing; a line that it cannot read is named, emptied, and the rest read again. */
function parseMending(
  file: string,
  text: string,
  problems: Problem[],
): { readonly document: ReturnType<typeof parseDocument>; readonly lines: LineCounter } {
  const rows = text.split('\n');
  for (;;) {
    const lines = new LineCounter();
    // A name that stands twice loses neither list: it is told where the lists are read.
    const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
    const document = parseDocument(rows.join('\n'), options);
    const error = document.errors[0];
    if (error === undefined) return { document, lines };
    const line = lines.linePos(error.pos[0]).line;
    // What is left open is noticed below it, often at the end of the file: the line that opened it is the broken one.
    const opened = /^(?:Flow|Implicit keys) /.test(error.message)
      ? rows.slice(0, line).findLastIndex((row) => /(?:\[[^\]]*|\{[^}]*)$/.test(row)) + 1
      : rows.findIndex((row) => /^\s*-\s*(?:"[^"]*|'[^']*)$/.test(row)) + 1;
    // Where the line named is empty already, the fault lies in the next one that is not.
    const below = rows.findIndex((row, at) => at + 1 >= line && row.trim() !== '') + 1;
    const broken = opened > 0 ? opened : below > 0 ? below : line;
    problems.push({
      file,
      line: broken,
      what: `This line is not YAML: ${error.message.replace(/\.$/, '')}`,
      fix: 'Look at its quotes, colons and spaces. It was left out with what is under it, the rest counts.',
    });
    if ((rows[broken - 1] ?? '').trim() === '' || problems.length > MOST_MENDED_LINES) {
      return { document: parseDocument(''), lines: new LineCounter() };
    }
    const emptied = rows[broken - 1] ?? '';
    rows[broken - 1] = '';
    // The lines of a list whose name is gone would else be read as the list's above.
    if (!/:\s*$/.test(emptied)) continue;
    for (let at = broken; indentOf(rows[at]) > indentOf(emptied); at += 1) rows[at] = '';
  }
}

/** How far in a line begins; -1 for none and for an empty one. */
function indentOf(row = ''): number {
  return row.search(/\S/);
}
