/** What is kept of entries after the analysis, for questions ("why", "search", the digest) and for people. */
import { dayOf } from './day.ts';
import { saidAt } from './entry.ts';
import type { Entry } from './entry.ts';
import { DAY } from './spans.ts';
import type { Verdict } from './verdict.ts';

/** An entry as the analysis left it. Its claims are found in the ledger of the subjects that its verdict mentions. */
export interface ArchivedEntry {
  readonly entry: Entry;
  readonly verdict: Verdict;
  /** Id of the story it joined; null when it is in none. */
  readonly story: string | null;
}

/** One line of a day's index: enough to choose entries by, without reading each of them. */
export interface DayLine {
  readonly entry: string;
  readonly story: string | null;
  readonly subjects: readonly string[];
  /** Which digest tells it: the one whose window holds this, ms; see `toldAt`. */
  readonly at: number;
}

/** The moment under whose day an entry is filed, ms: when news was first seen, when history was said. */
export function countsAt(entry: Entry): number {
  return entry.arrival === 'news' ? entry.firstSeenAt : saidAt(entry);
}

/**
 * When an entry counts for a digest, ms: news when it was read, so that what a slow feed brings late is still told, and so is
 * what waited in the inbox while the digest went out; history when it was said, so that a new feed's old items do not fill today's.
 * @param readAt when its analysis ends, ms: no digest made before has it, and the window of the next one holds it.
 */
export function toldAt(entry: Entry, readAt: number): number {
  return entry.arrival === 'news' ? readAt : saidAt(entry);
}

/** The days under which an entry may have lines; of one that was changed in place, those up to its last version. */
export function daysOf(entry: Entry): readonly string[] {
  const { publishedAt, firstSeenAt, changedAt } = entry;
  if (changedAt === undefined) return [dayOf(countsAt(entry))];
  const days = new Set([dayOf(publishedAt ?? firstSeenAt), dayOf(changedAt)]);
  for (let at = firstSeenAt; at < changedAt; at += DAY) days.add(dayOf(at));
  return [...days];
}
