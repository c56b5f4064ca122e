import { countsAt, toldAt } from '#core/archive.ts';
import { dayOf } from '#core/day.ts';
import type { Entry } from '#core/entry.ts';
import { isStoreTrouble } from '#core/ports.ts';
import type { Leased } from '#core/ports.ts';
import { shownLink } from '#core/shown-link.ts';
import { withAlerts, withEntry } from '#core/story.ts';
import { openFurniture } from './furniture.ts';
import type { Furniture } from './furniture.ts';
import { owed } from './owed.ts';
import { mergeStories } from './regroup.ts';
import { analyseVersion } from './analyse-version.ts';
import {
  addDayLine,
  alertsOf,
  claimsOf,
  collectUnknown,
  copyOf,
  fromOriginal,
  isSure,
  newIn,
  originalLine,
  readLedgers,
  recycledWords,
  silently,
  storyEntry,
  toldSoFar,
  writeLedgers,
} from './reading.ts';
import type { AnalyseDeps } from './reading.ts';

/** What one run did. */
export interface Analysed {
  readonly entries: number;
  readonly relevant: number;
  readonly deliveries: number;
}

/**
 * How long the inbox keeps others off an entry that is being analysed, ms. There is one analyser, so nobody is kept off for
 * good; and after a store that failed, entries held by the run that broke off are free again soon.
 */
const LEASE = 10_000;

/** Entries taken at once. */
const BATCH = 64;

/** So often is an entry tried that makes the analysis fail; then it is parked and the next ones go on. */
const MOST_ATTEMPTS = 3;

/**
 * Takes entries out of the inbox, in order, until it is empty or `signal` fires: what do they say, whom does it concern, who is to be
 * told? One at a time and by one process only, since each reads what the one before wrote.
 */
export async function analyse(deps: AnalyseDeps, signal?: AbortSignal): Promise<Analysed> {
  let entries = 0;
  let relevant = 0;
  let deliveries = 0;
  const furniture = openFurniture(deps.recurring, deps.clock);
  for (;;) {
    const leased = await deps.inbox.lease(deps.clock.now(), BATCH, LEASE);
    if (leased.length === 0) return { entries, relevant, deliveries };
    for (const item of leased) {
      if (signal?.aborted === true) return { entries, relevant, deliveries };
      const done = await analyseLeased(deps, furniture, item);
      entries += 1;
      if (done === null) continue;
      relevant += done.relevant ? 1 : 0;
      deliveries += done.deliveries;
    }
    await furniture.keep();
    await deps.grouping.keep();
  }
}

async function analyseLeased(
  deps: AnalyseDeps,
  furniture: Furniture,
  item: Leased<Entry>,
): Promise<{ readonly relevant: boolean; readonly deliveries: number } | null> {
  try {
    const done = await analyseEntry(deps, item, await furniture.cleared(item.value));
    // 3. Only now may the entry be forgotten: a kill before this line runs it again, to the same ids.
    await deps.inbox.settle(item.id, { kind: 'done' });
    return done;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (isStoreTrouble(error)) {
      // Not the entry's fault: put aside for it, an alert would be lost for a disk that was full for a moment.
      await deps.inbox
        .settle(item.id, { kind: 'retry', at: deps.clock.now(), reason })
        .catch(() => undefined);
      throw error;
    }
    const again = item.attempt < MOST_ATTEMPTS;
    deps.log.error(
      { entry: item.id, feed: item.value.feed, attempt: item.attempt, error },
      again ? 'entry could not be analysed, trying again' : 'entry could not be analysed and was put aside',
    );
    await deps.inbox.settle(
      item.id,
      again ? { kind: 'retry', at: deps.clock.now(), reason } : { kind: 'parked', reason },
    );
    return null;
  }
}

/**
 * One entry: decide everything first, then write in the order that loses nothing.
 * @param givenCleared the entry without the furniture of its source: what is looked at
 */
async function analyseEntry(
  deps: AnalyseDeps,
  { id: item, value: given }: Leased<Entry>,
  givenCleared: Entry,
): Promise<{ readonly relevant: boolean; readonly deliveries: number }> {
  const verdict = deps.classify(givenCleared);
  if (!verdict.relevant) return { relevant: false, deliveries: 0 };
  const url = shownLink(given, verdict.language, deps.isShowable);
  const [entry, cleared] = [
    { ...given, url },
    { ...givenCleared, url },
  ];
  const now = deps.momentOf(entry);
  const earlier = entry.changedAt === undefined ? null : await deps.entries.get(entry.id);
  // One that nobody kept was not of the watch before: it is read as it now is, again where that was broken off by a kill.
  if (earlier !== null && !isFirstReading(earlier.entry, entry))
    return analyseVersion(deps, item, earlier, { entry, cleared, verdict });
  const copy = await copyOf(deps, entry, cleared);
  const read = claimsOf(deps, copy, verdict);
  const isOld = copy.kind === 'recycled' && !deps.classify(copy.fresh).relevant;
  const original = copy.kind === 'copy' ? copy.original : null;
  const {
    gist,
    story: joined,
    bridges,
    translates,
    because,
  } = isOld
    ? await deps.grouping.alone(entry, cleared, { verdict, because: recycledWords(copy.original, deps) })
    : await deps.grouping.place(entry, cleared, { verdict, claims: read.filter(isSure), original });
  const source = original === null ? null : await originalLine(deps, original);
  // History alerts nobody, so nothing of it is there to be edited later. Nor does what is told again after months.
  const silent = entry.arrival === 'history' || verdict.reach !== 'alert' || isOld;
  const heard =
    source === null ? read : newIn(joined, read).map((claim) => fromOriginal(claim, entry, source, deps));
  const all = silent ? heard.map(silently) : heard;
  const claims = all.filter(isSure);
  const line = storyEntry(deps, { entry, verdict, claims, original: source, because });
  const story = withEntry(joined, line, gist);
  const ledgers = await readLedgers(deps, all, now);
  const told = silent ? story : withAlerts(story, alertsOf(deps, ledgers, now));
  const deliveries = silent
    ? []
    : await owed(deps, {
        by: entry.id,
        story: told,
        bridges: bridges.map(({ id }) => id),
        before: joined,
        ...(await toldSoFar(deps, joined, now)),
        ledgers,
        now,
      });

  // The order of these writes is the transaction: whatever is killed in between, the run after it makes the same ids.
  // 1. What is owed comes first. Were the ledger written first, a kill here would leave a change that nobody is told of.
  await deps.outbox.put(deliveries);
  // 2. What we now know.
  await writeLedgers(deps, ledgers);
  await deps.stories.set(told.id, told);
  // Before the entry is archived: it is by finding both stories again that a run after a kill joins them.
  const kept = await mergeStories(deps, told, bridges);
  const { id } = kept;
  const gone = [told, ...bridges].map((one) => one.id).filter((one) => one !== id);
  await deps.grouping.merged(gone, kept);
  await deps.grouping.remember(entry, cleared, {
    gist,
    original: copy.original?.entry ?? translates,
    story: isOld ? null : kept,
  });
  await deps.entries.set(entry.id, { entry, verdict, story: id });
  await collectUnknown(deps, cleared, verdict, now);
  await addDayLine(deps.days, dayOf(countsAt(entry)), {
    entry: entry.id,
    // In no digest and no list of what is new.
    story: isOld ? null : id,
    subjects: gist.subjects,
    at: toldAt(entry, deps.clock.now()),
  });
  return { relevant: true, deliveries: deliveries.length };
}

/** Whether the archive has a version because it was the first that anybody kept: a later one has the first sight of the report. */
function isFirstReading(kept: Entry, version: Entry): boolean {
  return (
    kept.changedAt === version.changedAt &&
    kept.firstSeenAt === version.firstSeenAt &&
    kept.title === version.title &&
    kept.lead === version.lead &&
    kept.text === version.text
  );
}
