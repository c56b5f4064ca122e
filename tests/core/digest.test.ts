import { describe, expect, test } from 'vitest';
import { dueWindow } from '#core/digest.ts';
import { dayCount, passings } from '#core/wallclock.ts';
import { subscription } from '#tests/support/desk.ts';

const at = (iso: string): number => Date.parse(iso);
const HOUR = 3_600_000;
const morning = { hour: 9, minute: 0 };

/** Every window that a subscriber is told while the clock runs from `from` to `to` in steps of `step` ms. */
function windows(
  timeZone: string,
  digest: { hour: number; minute: number },
  from: string,
  to: string,
  step: number,
) {
  const to_ = subscription('a', { digest, timeZone, createdAt: at(from) });
  const told: { from: number; to: number }[] = [];
  let last: number | null = null;
  for (let now = at(from); now <= at(to); now += step) {
    const window = dueWindow(to_, last, now);
    if (window === null) continue;
    told.push(window);
    last = window.to;
  }
  return told;
}

describe('the daily digest', () => {
  test.each([
    ['Asia/Jerusalem', '2026-03-20T00:00:00Z', '2026-04-03T00:00:00Z'],
    ['Asia/Jerusalem', '2026-10-18T00:00:00Z', '2026-11-01T00:00:00Z'],
    ['Europe/Berlin', '2026-03-22T00:00:00Z', '2026-04-05T00:00:00Z'],
    ['Europe/Berlin', '2026-10-18T00:00:00Z', '2026-11-01T00:00:00Z'],
  ])('comes exactly once a day in %s through the change of clocks after %s', (zone, from, to) => {
    const told = windows(zone, morning, from, to, HOUR / 4);
    const days = told.map((window) => new Intl.DateTimeFormat('sv', { timeZone: zone }).format(window.to));
    expect(new Set(days).size).toBe(days.length);
    expect(days.length).toBe(14);
    expect(told.slice(1).map((window) => window.from)).toEqual(told.slice(0, -1).map((window) => window.to));
  });

  test('at an hour that spring skips comes once, at the change; at one that autumn doubles, the first time', () => {
    const half = { hour: 2, minute: 30 };
    const spring = windows('Asia/Jerusalem', half, '2026-03-26T12:00:00Z', '2026-03-28T12:00:00Z', HOUR / 4);
    expect(spring.map((window) => new Date(window.to).toISOString())).toEqual([
      '2026-03-27T00:30:00.000Z',
      '2026-03-27T23:30:00.000Z',
    ]);
    const autumn = windows('Europe/Berlin', half, '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z', HOUR / 4);
    expect(autumn.map((window) => new Date(window.to).toISOString())).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  test('missed at nine comes at twenty to ten, once; missed for three days it is one', () => {
    const to = subscription('a', { digest: morning, timeZone: 'UTC', createdAt: at('2026-01-01T12:00:00Z') });
    const last = at('2026-01-05T09:00:00Z');
    expect(dueWindow(to, last, at('2026-01-06T08:59:00Z'))).toBeNull();
    const late = dueWindow(to, last, at('2026-01-06T09:40:00Z'));
    expect(late).toEqual({ from: last, to: at('2026-01-06T09:00:00Z') });
    expect(dueWindow(to, late?.to ?? null, at('2026-01-06T09:41:00Z'))).toBeNull();
    expect(dueWindow(to, last, at('2026-01-08T10:00:00Z'))).toEqual({
      from: last,
      to: at('2026-01-08T09:00:00Z'),
    });
  });

  test('is not sent for a time before somebody subscribed', () => {
    const to = subscription('a', { digest: morning, timeZone: 'UTC', createdAt: at('2026-01-05T12:00:00Z') });
    expect(dueWindow(to, null, at('2026-01-05T12:01:00Z'))).toBeNull();
    expect(dueWindow(to, null, at('2026-01-06T09:00:00Z'))).toEqual({
      from: at('2026-01-05T09:00:00Z'),
      to: at('2026-01-06T09:00:00Z'),
    });
  });
});

test('a wall clock passes each time once a day', () => {
  const { last, next } = passings(at('2025-02-15T08:00:00Z'), morning, 'Europe/Moscow');
  expect([new Date(last).toISOString(), new Date(next).toISOString()]).toEqual([
    '2025-02-15T06:00:00.000Z',
    '2025-02-16T06:00:00.000Z',
  ]);
  expect(dayCount('2023-10-07', '2025-02-15')).toBe(498);
});
