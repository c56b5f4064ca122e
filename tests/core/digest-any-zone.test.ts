/** In every time zone of the world and at every time of day: one digest a day, and no moment told twice or left out. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dueWindow } from '#core/digest.ts';
import type { Window } from '#core/digest.ts';
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
