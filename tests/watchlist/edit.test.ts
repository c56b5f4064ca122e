/** Changes of the watchlist from chat: the lines in question change, and nothing else. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { WatchChange } from '#core/watching.ts';
import { createRecognise } from '#core/typed.ts';
import { editWatchlist } from '#watchlist/edit.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const own = readFileSync(new URL('../../config/watchlist.yaml', import.meta.url), 'utf8');

function edited(change: WatchChange, text = own): string {
  const result = editWatchlist(text, 'watchlist.yaml', change, names);
  if (!result.ok) throw new Error(result.because);
  return result.text;
}

function refusal(change: WatchChange): string {
  const result = editWatchlist(own, 'watchlist.yaml', change, names);
  return result.ok ? 'done' : result.because;
}

function recogniseIn(text: string) {
  const loaded = loadWatchlist(text, 'w', names);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return createRecognise(loaded.recognition);
}

/** Lines that one has and the other has not. */
function changedLines(before: string, after: string): { gone: string[]; come: string[] } {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return { gone: a.filter((line) => !b.includes(line)), come: b.filter((line) => !a.includes(line)) };
}

describe('a spelling', () => {
  test('is added to a person, found from then on, and taken away again', () => {
    expect(recogniseIn(own)('Трюфанофф')).toEqual([]);
    const added = edited({ kind: 'alias', subject: 'trufanov', spelling: 'Трюфанофф' });
    expect(recogniseIn(added)('Трюфанофф')).toEqual(['trufanov']);
    const { gone, come } = changedLines(own, added);
    expect(gone).toHaveLength(1);
    expect(come).toEqual([expect.stringContaining('Трюфанофф')]);
    const removed = edited({ kind: 'unalias', subject: 'trufanov', spelling: 'Трюфанофф' }, added);
    expect(recogniseIn(removed)('Трюфанофф')).toEqual([]);
    expect(recogniseIn(removed)('Трупанов')).toEqual(['trufanov']);
  });

  test('is added to one whose surname stood alone, and to a body under its language', () => {
    const person = edited({ kind: 'alias', subject: 'kozlov', spelling: 'Козловв' });
    expect(recogniseIn(person)('Козловв')).toEqual(['kozlov']);
    const body = edited({ kind: 'alias', subject: 'red-cross', spelling: 'Международный Красный Кристалл' });
    expect(recogniseIn(body)('Международный Красный Кристалл')).toEqual(['red-cross']);
    expect(changedLines(own, body).gone).toHaveLength(1);
  });

  test.each([
    ['one that is there', 'trufanov', 'Трупанов', 'has the spelling Трупанов already'],
    ['no letters', 'trufanov', '*', 'letters only'],
    ['more YAML', 'trufanov', 'x], strength: [', 'letters only'],
    ['one letter', 'trufanov', 'Т', 'too short'],
    ['of nobody', 'nobody', 'Нободи', 'no subject nobody'],
  ])('%s is refused', (_what, subject, spelling, because) => {
    expect(refusal({ kind: 'alias', subject, spelling })).toContain(because);
  });
});

describe('a person', () => {
  const add = { kind: 'add', as: 'captive', name: 'Ivan Petrov', gender: null } as const;

  test('is added behind the others, with a cautious surname, and nothing else changes', () => {
    const added = edited(add);
    const recognise = recogniseIn(added);
    expect(recognise('Ивана Петрова')).toEqual(['petrov']);
    expect(recognise('איוואן פטרוב')).toEqual(['petrov']);
    expect(changedLines(own, added).gone).toEqual([]);
    expect(added).toContain('strength: context');
    expect(added.startsWith(own.slice(0, own.indexOf('# A topic is there')).trimEnd())).toBe(true);
  });

  test('is taken away again, and the file is what it was', () => {
    const back = edited({ kind: 'remove', subject: 'petrov' }, edited(add));
    expect(changedLines(own, back)).toEqual({ gone: [], come: [] });
  });

  test('is not taken away while others speak of him', () => {
    expect(refusal({ kind: 'remove', subject: 'trufanov' })).toContain('there is no subject "trufanov"');
  });

  test.each([
    ['no surname', 'Ivan', 'given name and surname'],
    ['another script', 'Иван Петров', 'Latin letters'],
    ['a name that is no known given name', 'Zxqy Petrov', 'a man or a woman'],
  ])('%s is refused', (_what, name, because) => {
    expect(refusal({ ...add, name })).toContain(because);
  });

  test('of a surname that is taken gets the whole name as id', () => {
    expect(recogniseIn(edited({ ...add, name: 'Ivan Kozlov' }))('Ivan Kozlov')).toEqual(['ivan-kozlov']);
  });
});
