/** Lengths of time, ms. */
export const SECOND = 1_000;
/** Sixty seconds, ms. */
export const MINUTE = 60 * SECOND;
/** Sixty minutes, ms. */
export const HOUR = 60 * MINUTE;
/** 24 hours, ms: for spans, never for calendars. */
export const DAY = 24 * HOUR;
