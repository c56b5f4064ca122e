import { expect, test } from 'vitest';
import { argumentOf, questionOf } from '#core/chat.ts';
import { message, paragraph } from '#render/build.ts';
import { inPages, paged } from '#render/pages.ts';
import { toTelegram } from '#render/telegram.ts';

const [first, ...rest] = ['one', 'two', 'three'].map((words) => message([paragraph(words)]));
if (first === undefined) throw new Error('no pages');
const pages = [first, ...rest] as const;

const labels = (answer: ReturnType<typeof paged>) =>
  answer.buttons.map((row) => row.map(({ label }) => label));

test('the first page comes below, and turning goes on in the same message', () => {
  const asked = paged({ page: null }, 'latest trufanov', pages);
  expect(asked.place).toBe('below');
  expect(labels(asked)).toEqual([['1/3', '▶']]);
  const turned = paged({ page: 2 }, 'latest trufanov', pages);
  expect(turned).toMatchObject({ place: 'instead', blocks: pages[1]?.blocks });
  expect(turned.buttons[0]).toEqual([
    { kind: 'command', label: '◀', command: 'latest trufanov ~1' },
    { kind: 'command', label: '2/3', command: 'latest trufanov ~2' },
    { kind: 'command', label: '▶', command: 'latest trufanov ~3' },
  ]);
});

test('a page beyond the last, as on a button from when there were more, is the last', () => {
  expect(labels(paged({ page: 9999 }, 'latest', pages))).toEqual([['◀', '3/3']]);
  expect(paged({ page: 7 }, 'latest', [first])).toMatchObject({ place: 'instead', buttons: [] });
});

test('a question too long for a button says what to type', () => {
  const answer = paged({ page: 3 }, `search ${'ж'.repeat(40)}`, pages);
  expect(answer.buttons).toEqual([]);
  expect(toTelegram(answer)[0]?.plain).toContain(`3/3 · /search ${'ж'.repeat(40)} ~1`);
});

test('items are dealt to pages; none make one empty page', () => {
  expect(inPages([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inPages([], 2)).toEqual([[]]);
});

test.each([
  ['latest trufanov ~2', 'latest', 'trufanov', 2],
  ['/Latest  ~12', 'latest', '', 12],
  ['search ~0', 'search', '~0', null],
  ['search a~2', 'search', 'a~2', null],
  ['search x ~99999', 'search', 'x ~99999', null],
  ['', '', '', null],
])('"%s" asks %s of "%s", page %s', (line, command, argument, page) => {
  expect(questionOf(line)).toEqual({ command, argument, page });
});

test('four thousand spaces are read at once', () => {
  const began = performance.now();
  argumentOf(`${' '.repeat(4000)}x${' '.repeat(4000)}~`);
  questionOf(`x${' '.repeat(100_000)}y`);
  expect(performance.now() - began).toBeLessThan(100);
});
