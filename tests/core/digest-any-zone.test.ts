/** In every time zone of the world and at every time of day: one digest a day, no moment told twice or left out, and quiet hours that end. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueWindow } from '#core/digest.ts';
import type { Window } from '#core/digest.ts';
import { quietEnd } from '#core/route.ts';
import { passings, wallClock } from '#core/wallclock.ts';
import { subscription } from '#tests/support/desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** In such steps the clock moves here. */
const STEP = 47 * MINUTE;

const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
const times = fc.record({ hour: fc.integer({ min: 0, max: 23 }), minute: fc.integer({ min: 0, max: 59 }) });
/** Years of summer times, and of countries that gave them up. */
const moments = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });

test('a fortnight has one digest a day, whose windows join', () => {
  fc.assert(
    fc.property(zones, times, moments, (timeZone, digest, from) => {
      const to = subscription('a', { digest, timeZone, createdAt: from });
      const told: Window[] = [];
      for (let now = from; now < from + 14 * DAY; now += STEP) {
        const due = dueWindow(to, told.at(-1)?.to ?? null, now);
        if (due === null) continue;
        told.push(due);
        expect(now - due.to).toBeLessThan(STEP);
      }
      expect(told.slice(1).map((window) => window.from)).toEqual(
        told.slice(0, -1).map((window) => window.to),
      );
      const days = told.map((window) => wallClock(window.to, timeZone).day);
      expect(new Set(days).size).toBe(days.length);
      expect(days.length).toBeGreaterThanOrEqual(13);
      expect(days.length).toBeLessThanOrEqual(15);
    }),
    { numRuns: 20 },
  );
});

test('the last passing is not ahead, the next one is, and they are a day apart, give or take the clocks', () => {
  fc.assert(
    fc.property(zones, times, moments, (timeZone, time, now) => {
      const { last, next } = passings(now, time, timeZone);
      expect(last).toBeLessThanOrEqual(now);
      expect(next).toBeGreaterThan(now);
      expect(Math.abs(next - last - DAY)).toBeLessThanOrEqual(3 * HOUR);
      // Asked again at the moment itself, it is that moment.
      expect(passings(last, time, timeZone).last).toBe(last);
      expect(passings(next - 1, time, timeZone).last).toBe(last);
    }),
    { numRuns: 200 },
  );
});

test('quiet hours hold nothing longer than they last, give or take the clocks, whatever those do', () => {
  // What goes wrong goes wrong near a change of the clocks, and near the end by what they show.
  const nearChange = fc
    .tuple(zones, fc.integer({ min: 2020, max: 2034 }), fc.integer({ min: 0, max: 364 }))
    .map(([zone, year, day]) => [zone, changeAfter(Date.UTC(year, 0, day), zone)] as const);
  const minutes = fc.integer({ min: -120, max: 120 });
  fc.assert(
    fc.property(nearChange, minutes, minutes, times, ([timeZone, change], after, ahead, from) => {
      const now = change + after * MINUTE;
      const { hour, minute } = wallClock(now + ahead * MINUTE, timeZone);
      const quiet = { from, to: { hour, minute } };
      const end = quietEnd({ quiet, timeZone }, now);
      if (end === null) return;
      const lasts = (hour - from.hour) * HOUR + (minute - from.minute) * MINUTE;
      expect(end).toBeGreaterThan(now);
      expect(end - now).toBeLessThanOrEqual(((lasts + DAY) % DAY) + 3 * HOUR);
      expect(quietEnd({ quiet, timeZone }, end)).toBeNull();
    }),
    { numRuns: 300 },
  );
});

/** When the clocks of a zone change next, to the quarter of an hour; a year on where they do not. */
function changeAfter(ms: number, timeZone: string): number {
  const offset = (at: number): number => {
    const { day, hour, minute } = wallClock(at, timeZone);
    return Date.parse(day) + hour * HOUR + minute * MINUTE - at;
  };
  const before = offset(ms);
  let at = ms;
  for (const step of [8 * DAY, DAY, HOUR, 15 * MINUTE])
    while (at < ms + 365 * DAY && offset(at + step) === before) at += step;
  return at;
}
