import { toldAt } from '#core/archive.ts';
import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import type { Original } from '#core/copies.ts';
import { dayOf } from '#core/day.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { newClaims, withoutRepeated } from '#core/fresh.ts';
import { withAlerts, withEntry, withVersion } from '#core/story.ts';
import type { Verdict } from '#core/verdict.ts';
import { owed } from './owed.ts';
import {
  addDayLine,
  alertsOf,
  collectUnknown,
  copyOf,
  fromOriginal,
  isOf,
  isSure,
  originalLine,
  readLedgers,
  silently,
  storyEntry,
  toldSoFar,
  writeLedgers,
} from './reading.ts';
import type { AnalyseDeps } from './reading.ts';

/**
 * A later version of a report that is in the archive. It is no second report: its new words are read, and they can tell what it
 * has not told before and take back what it has. The archive and its story show it as it is now.
 * @param version the id that the inbox has it under
 */
export async function analyseVersion(
  deps: AnalyseDeps,
  version: string,
  earlier: ArchivedEntry,
  { entry, cleared, verdict }: { readonly entry: Entry; readonly cleared: Entry; readonly verdict: Verdict },
): Promise<{ readonly relevant: boolean; readonly deliveries: number }> {
  // Another house that leads to the same address has not written it.
  if (earlier.entry.source !== entry.source) return { relevant: true, deliveries: 0 };
  const now = deps.momentOf(entry);
  const { told, fresh, original } = await versionClaims(deps, version, earlier, { entry, cleared, verdict });
  const silent = entry.arrival === 'history';
  const source = original === null ? null : await originalLine(deps, original);
  const heard = source === null ? told : told.map((claim) => fromOriginal(claim, entry, source, deps));
  const all = silent ? heard.map(silently) : heard;
  const claims = all.filter(isSure);
  const at = { ...entry, firstSeenAt: earlier.entry.firstSeenAt, publishedAt: earlier.entry.publishedAt };
  const {
    gist,
    story: joined,
    because,
  } = await deps.grouping.place(at, cleared, { verdict, claims, original: null });
  const line = storyEntry(deps, { entry: at, verdict, claims, original: null, because });
  const story = withVersion(withEntry(joined, line, gist), line, gist);
  const ledgers = await readLedgers(deps, all, now);
  const grown = silent ? story : withAlerts(story, alertsOf(deps, ledgers, now));
  const deliveries =
    silent || all.length === 0
      ? []
      : await owed(deps, {
          // Its edits have ids of their own: the report may have brought one to the same message before.
          by: version,
          story: grown,
          bridges: [],
          before: joined,
          ...(await toldSoFar(deps, joined, now)),
          ledgers,
          now,
        });
  // In the order of `analyseEntry`, but the archive last: by what is in it the run after a kill finds the new words again.
  await deps.outbox.put(deliveries);
  await writeLedgers(deps, ledgers);
  await deps.stories.set(grown.id, grown);
  if (all.length > 0) await deps.grouping.rememberVersion(version, at, fresh, { gist, story: grown });
  if (all.length > 0 && !silent) {
    const { subjects } = gist;
    const filed = { entry: entry.id, story: grown.id, subjects, at: toldAt(entry, deps.clock.now()) };
    await addDayLine(deps.days, dayOf(saidAt(entry)), filed, saidAt(entry));
  }
  await collectUnknown(deps, cleared, verdict, now);
  const arrival = all.length > 0 ? entry.arrival : earlier.entry.arrival;
  await deps.entries.set(entry.id, { entry: { ...at, arrival }, verdict, story: grown.id });
  return { relevant: true, deliveries: deliveries.length };
}

/** What a version claims that the report has not claimed before, in words that are new in it. */
async function versionClaims(
  deps: AnalyseDeps,
  version: string,
  earlier: ArchivedEntry,
  { entry, cleared, verdict }: { readonly entry: Entry; readonly cleared: Entry; readonly verdict: Verdict },
): Promise<{ readonly told: readonly Claim[]; readonly fresh: Entry; readonly original: Original | null }> {
  const own = { ...cleared, id: version };
  const added = withoutRepeated(own, earlier.entry);
  // A headline by itself copies nobody.
  const isText = `${added.lead}${added.text}`.trim() !== '';
  const copy = isText ? await copyOf(deps, { ...entry, id: version }, added) : null;
  const others = copy !== null && copy.original !== null && copy.original.entry !== entry.id ? copy : null;
  const fresh = others?.fresh ?? added;
  if (verdict.reach !== 'alert') return { told: [], fresh, original: null };
  const read = {
    whole: deps.readClaims(own, verdict),
    alone: deps.readClaims(fresh, deps.classify(fresh)),
  };
  const both = [...read.whole, ...read.alone];
  const subjects = [...new Set(both.map(({ subject }) => subject))];
  // Without what a run that was killed has written of this version.
  const ids = new Set(both.map(({ id }) => id));
  const before = (await deps.claims.getMany(subjects)).flatMap((ledger) =>
    (ledger ?? []).filter((claim) => isOf(claim, entry) && !ids.has(claim.id)),
  );
  const told = newClaims(read, fresh, before).map((claim) => ({
    ...claim,
    from: { kind: 'entry', entry: entry.id, url: entry.url } as const,
  }));
  return { told, fresh, original: others?.kind === 'copy' ? others.original : null };
}
