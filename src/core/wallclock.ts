import { Temporal } from 'temporal-polyfill';
import type { TimeOfDay } from './subscription.ts';

/** Time of day and calendar day as a clock on the wall in `timeZone` (IANA) shows them at `ms`. */
export function wallClock(ms: number, timeZone: string): TimeOfDay & { readonly day: string } {
  const there = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return { day: there.toPlainDate().toString(), hour: there.hour, minute: there.minute };
}

/**
 * The last moment at or before `now` at which a wall clock in `timeZone` passed `time`, and the one after it.
 * A time that a change of the clocks skips (02:30 in spring) counts as long after the change as it would have been after the
 * hour (at 03:30); one that comes twice (01:30 in autumn) counts the first time: so every calendar day has exactly one.
 */
export function passings(
  now: number,
  time: TimeOfDay,
  timeZone: string,
): { readonly last: number; readonly next: number } {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone).toPlainDate();
  const on = (day: Temporal.PlainDate): number =>
    day.toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
  return on(today) <= now
    ? { last: on(today), next: on(today.add({ days: 1 })) }
    : { last: on(today.subtract({ days: 1 })), next: on(today) };
}

/** The last moment at or before `now` at which it was `time` on that day of the week, 1 Monday to 7 Sunday (ISO 8601). */
export function weeklyPassing(now: number, time: TimeOfDay, weekday: number, timeZone: string): number {
  const { last } = passings(now, time, timeZone);
  const day = Temporal.Instant.fromEpochMilliseconds(last).toZonedDateTimeISO(timeZone).toPlainDate();
  return day
    .subtract({ days: (day.dayOfWeek - weekday + 7) % 7 })
    .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}

/** The moment at which a wall clock in `timeZone` shows this, `2025-02-15` (its first one) or `2025-02-15T09:00`; null for nonsense. */
export function momentIn(text: string, timeZone: string): number | null {
  try {
    return text.includes('T')
      ? Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).epochMilliseconds
      : Temporal.PlainDate.from(text).toZonedDateTime(timeZone).epochMilliseconds;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** The first moment of the calendar day after the one that `ms` is in. */
export function dayAfter(ms: number, timeZone: string): number {
  const there = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  return there.toPlainDate().add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds;
}

/**
 * Which day of something that began on `from` the day `to` is (both `YYYY-MM-DD`), the first day being day 1: whoever was
 * taken on 7 October 2023 and came home on 15 February 2025 was away 498 days, as the press and the families count.
 */
export function dayCount(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days + 1;
}
