/** Lengths of time, ms. */
export const SECOND = 1_000;
/** ms */
export const MINUTE = 60 * SECOND;
/** ms */
export const HOUR = 60 * MINUTE;
/** ms, of 24 hours: days of a calendar are in day.ts and wallclock.ts. */
export const DAY = 24 * HOUR;
