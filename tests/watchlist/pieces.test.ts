import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readPieces } from '#watchlist/pieces.ts';

/** So many subjects that the list is longer than one piece. */
const LONG = Array.from(
  { length: 1200 },
  (_, at) =>
    `  # Number ${String(at)}.\n  - id: person-${String(at)}\n    note: |\n      - no item\n      of the list\n    names: [a, "b: c"]\n`,
).join('');

describe('a long file, read in pieces', () => {
  it.each([
    ['a list between other members', `# Remarks.\nwords:\n  a: b\nsubjects:\n${LONG}\nlast: 1\n`],
    ['items at the edge', `subjects: # all\n${LONG.replaceAll(/^ {2}/gm, '')}`],
    ['lines that end as on Windows', `subjects:\n${LONG}`.replaceAll('\n', '\r\n')],
    [
      'a long member that is no list',
      `words:\n${LONG.replaceAll('- id', 'id').replaceAll(/(?<=person-|id)(?=:)/g, '')}`.slice(0, 20),
    ],
    ['a long text', `text: |\n  - ${'long '.repeat(20_000)}\n`],
    ['members without a value', `words:\nsubjects:\n${LONG}`],
  ])('%s: holds what the whole file holds', (_, text) => {
    expect(readPieces(text)).toEqual(parse(text));
  });

  it.each([
    ['a member twice', `a: 1\nsubjects:\n${LONG}a: 2\n`],
    ['an item that is no YAML', `subjects:\n${LONG}  - id: "open\n`],
    ['an item that stands further out', `subjects:\n${LONG} - id: x\n`],
    ['an alias of another member', `a: &one 1\nsubjects:\n${LONG}b: *one\n`],
    ['a quote over the edge', `a: "b\nc: d"\nsubjects:\n${LONG}`],
    ['a list at the top', '- a\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['nothing', '# Remarks only.\n'],
  ])('%s is left to the reader of whole files', (_, text) => {
    expect(readPieces(text)).toBeNull();
  });
});
