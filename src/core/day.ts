/** Days of UTC, written `YYYY-MM-DD`: as the ledger has them, and the archive files by them; and moments as they are written. */

/** The day of a moment, ms. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** When a day begins, ms. */
export function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** When the day that somebody wrote begins, ms; null where that is none: 31 February would roll over to March. */
export function readDay(written: string): number | null {
  const ms = dayStart(written);
  return Number.isNaN(ms) || dayOf(ms) !== written ? null : ms;
}

/** A moment for people who have told us no time zone, to the minute: `2025-02-15 08:30 UTC`. */
export function momentText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** A moment for programs: ISO 8601 in UTC, to the millisecond. */
export function isoOf(ms: number): string;
/** The same of one that may not be known: null stays null. */
export function isoOf(ms: number | null): string | null;
export function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
