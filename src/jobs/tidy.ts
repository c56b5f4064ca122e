import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { dayOf } from '#core/day.ts';
import type { Sent } from '#core/delivery.ts';
import type { Gist } from '#core/gist.ts';
import type { Clock, Collection, Log } from '#core/ports.ts';
import type { Story } from '#core/story.ts';

/** What is kept for a time only. */
export interface TidyDeps {
  readonly days: Collection<readonly DayLine[]>;
  readonly entries: Collection<ArchivedEntry>;
  readonly stories: Collection<Story>;
  /** What copies are known by is kept on: old news must not come back as new. */
  readonly gists: Pick<Collection<Gist>, 'delete'>;
  /** What was sent where. */
  readonly sent: Pick<Collection<Sent>, 'entries' | 'delete'>;
  /** Forgets settled queue ids after years, and rows that expired. */
  readonly tidyStore: (now: number) => Promise<unknown>;
  /** How long the text of an entry is kept, ms. Its id stays much longer, so that it does not return as new. */
  readonly keepEntries: number;
  /** How long it is kept which message was sent where, ms. */
  readonly keepSent: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** Days taken out in one run: when much is too old at once, the rest goes in the nights after. */
const MOST_DAYS = 60;

/** Takes out what is older than its retention: of the archive a day's page at a time. The ledger is kept for good. */
export async function tidy(deps: TidyDeps): Promise<number> {
  const now = deps.clock.now();
  const until = dayOf(now - deps.keepEntries);
  const old: string[] = [];
  // All pages are looked at: the history of a feed that is added is filed under days long past.
  for await (const [day] of deps.days.entries()) if (day < until) old.push(day);
  let forgotten = 0;
  for (const day of old.toSorted().slice(0, MOST_DAYS)) forgotten += await forgetDay(deps, day);
  await forgetSent(deps, now);
  await deps.tidyStore(now);
  if (forgotten > 0) deps.log.info({ entries: forgotten, before: until }, 'archive tidied');
  return forgotten;
}

async function forgetSent({ sent, keepSent }: TidyDeps, now: number): Promise<void> {
  const old: string[] = [];
  for await (const [id, { sentAt }] of sent.entries()) if (sentAt < now - keepSent) old.push(id);
  for (const id of old) await sent.delete(id);
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
