/** Days of UTC, written `YYYY-MM-DD`: as the ledger has them, and the archive files by them. */

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
