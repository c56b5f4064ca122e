import { dayOf } from '#core/archive.ts';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import type { Gist } from '#core/gist.ts';
import type { Clock, Collection, Log } from '#core/ports.ts';
import type { Story } from '#core/story.ts';

export interface TidyDeps {
  readonly days: Collection<readonly DayLine[]>;
  readonly entries: Collection<ArchivedEntry>;
  readonly stories: Collection<Story>;
  /** What copies are known by is kept on: old news must not come back as new. */
  readonly gists: Pick<Collection<Gist>, 'delete'>;
  readonly desk: Collection<string>;
  /** Forgets settled queue ids after years, and rows that expired. */
  readonly tidyStore: (now: number) => Promise<unknown>;
  /** How long the text of an entry is kept, ms. Its id stays much longer, so that it does not return as new. */
  readonly keepEntries: number;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY = 24 * 60 * 60_000;

/** Days looked through in one run when the bot was off for long. */
const MOST_DAYS = 60;

/** Takes out of the archive what is older than its retention, a day's page at a time. The ledger is kept for good. */
export async function tidy(deps: TidyDeps): Promise<number> {
  const now = deps.clock.now();
  const until = dayOf(now - deps.keepEntries);
  const done = await deps.desk.get('tidied');
  let day = done ?? dayOf(Date.parse(until) - MOST_DAYS * DAY);
  let forgotten = 0;
  while (day < until) {
    forgotten += await forgetDay(deps, day);
    day = dayOf(Date.parse(day) + DAY);
    await deps.desk.set('tidied', day);
  }
  await deps.tidyStore(now);
  if (forgotten > 0) deps.log.info({ entries: forgotten, before: until }, 'archive tidied');
  return forgotten;
}

async function forgetDay(deps: TidyDeps, day: string): Promise<number> {
  const lines = (await deps.days.get(day)) ?? [];
  for (const line of lines) {
    // Old words that came back are in no list of the day, and in a story all the same.
    const id = line.story ?? (await deps.entries.get(line.entry))?.story ?? null;
    const story = id === null ? null : await deps.stories.get(id);
    await deps.entries.delete(line.entry);
    await deps.gists.delete(line.entry);
    // A story may have gone on into days that are still kept.
    if (story !== null && dayOf(story.updatedAt) <= day) await deps.stories.delete(story.id);
  }
  await deps.days.delete(day);
  return lines.length;
}
