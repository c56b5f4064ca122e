import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readQuickly } from '#watchlist/quick-yaml.ts';

const LIST =
  '  # The first.\n  - id: one\n    note: |\n      - no item\n      of the list\n    names: [a, "b: c"]\n  - id: two\n';

describe('a file read quickly', () => {
  it.each([
    ['a list between other members', `# Remarks.\nwords:\n  a: b\nsubjects:\n${LIST}last: 1\n`],
    ['items at the edge', `subjects: # all\n${LIST.replaceAll(/^ {2}/gm, '')}`],
    ['lines that end as on Windows', `subjects:\n${LIST}`.replaceAll('\n', '\r\n')],
    ['members without a value', `words:\nsubjects:\n${LIST}`],
    [
      'words that other versions of YAML take for something else',
      'a: [no, on, 2025-02-15, 12:30, 0o7, 1_0, ~]\n',
    ],
    ['a folded text', 'a: >-\n  one\n  two\n\n  three\n'],
    ['names in other scripts', 'he: טרופנוב\nru: "Труфанов"\nar: تروفانوف\n'],
  ])('%s: holds what the careful reader finds', (_, text) => {
    expect(readQuickly(text)).toEqual({ value: parse(text) });
  });

  it.each([
    ['a member twice', `a: 1\nsubjects:\n${LIST}a: 2\n`],
    ['an open quote', `subjects:\n${LIST}  - id: "open\n`],
    ['an item that stands further out', `subjects:\n${LIST} - id: x\n`],
    ['an alias', `a: &one 1\nsubjects:\n${LIST}b: *one\n`],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['nothing', '# Remarks only.\n'],
  ])('%s is left to the careful reader', (_, text) => {
    expect(readQuickly(text)).toBeNull();
  });
});
