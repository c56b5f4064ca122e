/** Lines that recur in the items of a source. */
import { describe, expect, test } from 'vitest';
import { NOTHING_RECURS, withLines, withoutRecurring } from '#core/furniture.ts';
import type { Recurring } from '#core/furniture.ts';
import { entry } from '#tests/support/desk.ts';

const APPEAL = 'Support us: we tell of Anna Example every single day.';

const item = (id: string, text: string, lead = '') => entry(id, 'Anna is free', 0, { text, lead });

function after(...ids: readonly string[]): Recurring {
  return ids.reduce(
    (known, id) => withLines(known, item(id, `Line of ${id} alone, long enough.\n${APPEAL}`), 1),
    NOTHING_RECURS,
  );
}

describe('a recurring line', () => {
  test('is blanked once three other items have it, wherever it stands, and the offsets stay', () => {
    const next = item(
      'd',
      `Some news about Boris came today.\n  ${APPEAL.toUpperCase()} And more of Boris here.`,
      APPEAL,
    );
    expect(withoutRecurring(next, after('a', 'b')).text).toBe(next.text);
    const cleared = withoutRecurring(next, after('a', 'b', 'c'));
    expect(cleared.lead.trim()).toBe('');
    expect(cleared.text).not.toMatch(/anna/i);
    expect(cleared.text.indexOf('And more of Boris')).toBe(next.text.indexOf('And more of Boris'));
    expect(cleared.title).toBe(next.title);
  });

  test('does not count an item as its own other, however often it is read', () => {
    const known = after('a', 'b', 'a', 'a', 'b', 'c');
    expect(withoutRecurring(item('c', APPEAL), known).text).toBe(APPEAL);
    expect(withoutRecurring(item('d', APPEAL), known).text.trim()).toBe('');
  });

  test('is no short line, and no headline', () => {
    const known = ['a', 'b', 'c'].reduce((all, id) => withLines(all, item(id, 'Anna.'), 1), NOTHING_RECURS);
    expect(withoutRecurring(item('d', 'Anna.'), known).text).toBe('Anna.');
  });
});

test('memory is bounded, and what recurs stays longest', () => {
  let known = after('a', 'b', 'c');
  for (let n = 0; n < 2_000; n += 1)
    known = withLines(
      known,
      item(`x${String(n)}`, `Line number ${String(n)} of many, all different.`),
      2 + n,
    );
  expect(known.lines.length).toBeLessThanOrEqual(300);
  expect(withoutRecurring(item('z', APPEAL), known).text.trim()).toBe('');
});
