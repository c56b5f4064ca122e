import { countsAt, dayOf, toldAt } from '#core/archive.ts';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import { written } from '#core/because.ts';
import type { Claim } from '#core/claim.ts';
import type { Original } from '#core/copies.ts';
import type { Delivery } from '#core/delivery.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { newClaims, withoutRecycled, withoutRepeated } from '#core/fresh.ts';
import { eventKey } from '#core/gist.ts';
import type { Recurring } from '#core/furniture.ts';
import { STORY_WINDOW } from '#core/join.ts';
import { tellable } from '#core/ledger.ts';
import { isStoreTrouble } from '#core/ports.ts';
import type { Clock, Collection, Leased, Log, Queue } from '#core/ports.ts';
import { shownLink } from '#core/shown-link.ts';
import type { IsShowable } from '#core/showable.ts';
import { headlineOf, withAlerts, withEntry, withVersion } from '#core/story.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { toldTogether } from '#core/together.ts';
import { withUnknown } from '#core/unknown.ts';
import type { ProposedSpelling, SpotUnknown } from '#core/unknown.ts';
import type { Verdict } from '#core/verdict.ts';
import { PROPOSED } from '#core/watching.ts';
import { openFurniture } from './furniture.ts';
import type { Furniture } from './furniture.ts';
import type { Grouping } from './grouping.ts';
import { owed, settledAt } from './owed.ts';
import type { LedgerStep, OwedDeps } from './owed.ts';
import { mergeStories } from './regroup.ts';
import type { RegroupDeps } from './regroup.ts';

export interface AnalyseDeps extends OwedDeps, RegroupDeps {
  readonly inbox: Queue<Entry>;
  readonly outbox: Queue<Delivery>;
  readonly claims: Collection<readonly Claim[]>;
  readonly grouping: Grouping;
  /** Lines that recur in the items of a source, by source id. */
  readonly recurring: Collection<Recurring>;
  readonly classify: (entry: Entry) => Verdict;
  readonly readClaims: (entry: Entry, verdict: Verdict) => readonly Claim[];
  /** May an outlet's headline be shown? See core/showable.ts. */
  readonly isShowable: IsShowable;
  readonly spotUnknown: SpotUnknown;
  /** Unknown spellings collected, in one record. */
  readonly proposed: Collection<readonly ProposedSpelling[]>;
  /** The moment as which an entry is judged, ms: now, unless old entries are to be told as if they were new. */
  readonly momentOf: (entry: Entry) => number;
  readonly clock: Clock;
  readonly log: Log;
}

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
  // One that nobody kept was not of the watch before: it is read as it now is.
  if (earlier !== null) return analyseVersion(deps, item, earlier, { entry, cleared, verdict });
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
  const ledgers = await readLedgers(deps, entry, all, now);
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
  for (const ledger of ledgers) {
    if (ledger.added.length > 0) await deps.claims.set(ledger.subject, [...ledger.before, ...ledger.added]);
  }
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

/**
 * A later version of a report that is in the archive. It is no second report: its new words are read, and they can tell what it
 * has not told before and take back what it has. The archive and its story show it as it is now.
 * @param version the id that the inbox has it under
 */
async function analyseVersion(
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
  const ledgers = await readLedgers(deps, entry, all, now);
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
  for (const ledger of ledgers) {
    if (ledger.added.length > 0) await deps.claims.set(ledger.subject, [...ledger.before, ...ledger.added]);
  }
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
  const subjects = [...new Set([...read.whole, ...read.alone].map(({ subject }) => subject))];
  const before = (await deps.claims.getMany(subjects)).flatMap((ledger) =>
    (ledger ?? []).filter((claim) => isOf(claim, entry) && claim.statedAt !== saidAt(entry)),
  );
  const told = newClaims(read, fresh, before).map((claim) => ({
    ...claim,
    from: { kind: 'entry', entry: entry.id, url: entry.url } as const,
  }));
  return { told, fresh, original: others?.kind === 'copy' ? others.original : null };
}

/** Whether an entry was read before, and what of it is left to read. */
type Copy =
  | { readonly kind: 'new'; readonly original: null; readonly fresh: Entry }
  /** Of these days: the same report in another outlet, or the outlet's own, grown. */
  | { readonly kind: 'copy'; readonly original: Original; readonly fresh: Entry }
  /** Old words that come back. */
  | { readonly kind: 'recycled'; readonly original: Original; readonly fresh: Entry };

/** From this containment on an old text that is no longer kept is taken for the same. */
const SAME_TEXT = 0.7;

async function copyOf(deps: AnalyseDeps, entry: Entry, cleared: Entry): Promise<Copy> {
  const original = await deps.grouping.originalOf(entry, cleared);
  if (original === null) return { kind: 'new', original, fresh: cleared };
  const earlier = (await deps.entries.get(original.entry))?.entry ?? null;
  if (saidAt(entry) - original.saidAt > STORY_WINDOW) {
    if (earlier !== null) return { kind: 'recycled', original, fresh: withoutRecycled(cleared, earlier) };
    return original.containment >= SAME_TEXT
      ? { kind: 'recycled', original, fresh: { ...cleared, title: '', lead: '', text: '' } }
      : { kind: 'new', original: null, fresh: cleared };
  }
  const grown = earlier !== null && original.source === entry.source;
  return { kind: 'copy', original, fresh: grown ? withoutRepeated(cleared, earlier) : cleared };
}

/** What the entry claims, of what is new in it. What is too weak to alert moves nobody either. */
function claimsOf(deps: AnalyseDeps, { kind, fresh }: Copy, verdict: Verdict): readonly Claim[] {
  if (verdict.reach !== 'alert') return [];
  return deps.readClaims(fresh, kind === 'new' ? verdict : deps.classify(fresh));
}

/** With the mark that nobody is told of it: the first report that is news still is the first. */
function silently(claim: Claim): Claim {
  return claim.from.kind === 'entry' ? { ...claim, from: { ...claim.from, silent: true } } : claim;
}

/** Read by rule. What was read by weight is kept in the ledger, and decides nothing. */
function isSure(claim: Claim): boolean {
  return !claim.weighed;
}

function recycledWords(original: Original, { sources }: Pick<AnalyseDeps, 'sources'>): string {
  const source = sources.get(original.source)?.name ?? original.source;
  return written({ code: 'old words', source, day: dayOf(original.saidAt) });
}

/** What was told of these changes, for the story to remember. */
function alertsOf(
  { watchlist, settle }: Pick<AnalyseDeps, 'watchlist' | 'settle'>,
  ledgers: readonly LedgerStep[],
  now: number,
): Story['alerts'] {
  const changes = ledgers.flatMap(({ told }) => told.changes);
  return toldTogether(changes, watchlist).flatMap(({ kind, lead, changes: together }) =>
    together.map(({ subject, ordinal }) => ({
      subject,
      kind,
      ordinal,
      lead,
      dueAt: settledAt(kind, now, settle),
    })),
  );
}

async function readLedgers(
  deps: AnalyseDeps,
  entry: Entry,
  claims: readonly Claim[],
  now: number,
): Promise<readonly LedgerStep[]> {
  const subjects = [...new Set(claims.map((claim) => claim.subject))];
  const ledgers = await deps.claims.getMany(subjects);
  const named = await saidByName(deps, subjects, claims);
  return subjects.map((subject, i) => {
    // Without this entry's own claims: after a kill between the writes they may be there already, and the same
    // change must be found again so that the story learns of its alert. Those of an earlier version stay.
    const before = (ledgers[i] ?? []).filter(
      (claim) => !isOf(claim, entry) || claim.statedAt !== saidAt(entry),
    );
    const known = new Set(before.map(({ id }) => id));
    const added = claims.filter((claim) => claim.subject === subject && !known.has(claim.id));
    return { subject, before, added, told: tellable(before, added, deps.watchlist, now, named) };
  });
}

/** Whether it was read in this report, in whichever version. */
function isOf({ from }: Claim, entry: Entry): boolean {
  return from.kind === 'entry' && from.entry === entry.id;
}

/** Where a group is spoken of: what is known of captives by name, so that the same said without names is not told again. */
async function saidByName(
  { claims: ledgers, watchlist }: AnalyseDeps,
  subjects: readonly string[],
  claims: readonly Claim[],
): Promise<readonly Claim[]> {
  const kindOf = (subject: string): string | undefined => watchlist.subjects.get(subject)?.kind;
  if (!subjects.some((subject) => kindOf(subject) === 'group')) return [];
  const captives = [...watchlist.subjects.keys()].filter((subject) => kindOf(subject) === 'captive');
  const known = (await ledgers.getMany(captives)).flatMap((ledger) => ledger ?? []);
  return [...known, ...claims.filter(({ subject }) => kindOf(subject) === 'captive')];
}

/** Of a long story that nobody was told so many entries are looked at. */
const MOST_LOOKED_AT = 40;

/** Whether those who want every story know of this one: not of one opened by entries that were history or too weak to alert. */
async function toldSoFar(
  deps: AnalyseDeps,
  story: Story | null,
  now: number,
): Promise<{ readonly isUntold: boolean; readonly seenSince: number }> {
  let isUntold = true;
  let seenSince = now;
  for (const { entry } of story?.entries.slice(0, MOST_LOOKED_AT) ?? []) {
    const known = await deps.entries.get(entry);
    seenSince = Math.min(seenSince, known?.entry.firstSeenAt ?? now);
    isUntold &&= known?.verdict.reach === 'digest' || known?.entry.arrival === 'history';
    if (!isUntold) break;
  }
  return { isUntold, seenSince };
}

/** The text copied as its story has it; null where it is in none any more. */
async function originalLine(deps: AnalyseDeps, { entry }: Original): Promise<StoryEntry | null> {
  const id = (await deps.entries.get(entry))?.story ?? null;
  const story = id === null ? null : await deps.stories.get(id);
  return story?.entries.find((line) => line.entry === entry) ?? null;
}

/** So many entries of a story are heard in full; after that a copy only with what nobody in the story has said. */
const MOST_COPIES_HEARD = 30;

/** Five hundred copies of one text are one witness: their claims would fill the ledger and weigh nothing. */
function newIn(story: Story | null, claims: readonly Claim[]): readonly Claim[] {
  return story === null || story.entries.length < MOST_COPIES_HEARD
    ? claims
    : claims.filter((claim) => !story.events.includes(eventKey(claim)));
}

/** What an outlet says in a copied text is the original's word; what it quotes from somebody stays theirs. */
function fromOriginal(
  claim: Claim,
  entry: Entry,
  original: StoryEntry,
  { sources, watchlist }: Pick<AnalyseDeps, 'sources' | 'watchlist'>,
): Claim {
  // A minister's word has the origin of his state's media without being the outlet's.
  const quoted = claim.speaker !== null && watchlist.subjects.has(claim.speaker);
  return !quoted && claim.origin === outletOrigin(entry.source, sources)
    ? { ...claim, origin: original.origin }
    : claim;
}

function outletOrigin(source: string, sources: ReadonlyMap<string, Source>): string {
  const known = sources.get(source);
  return known === undefined ? source : originOf(known);
}

function storyEntry(
  { sources, isShowable }: AnalyseDeps,
  {
    entry,
    verdict,
    claims,
    original,
    because,
  }: {
    readonly entry: Entry;
    readonly verdict: Verdict;
    readonly claims: readonly Claim[];
    readonly original: StoryEntry | null;
    readonly because: string;
  },
): StoryEntry {
  const title = headlineOf(entry);
  const agency =
    claims.find((claim) => claim.via !== null && sources.get(claim.via)?.agency === true)?.via ?? null;
  return {
    entry: entry.id,
    source: entry.source,
    // The agency that it names, else whoever had these words first.
    origin:
      agency === null
        ? (original?.origin ?? outletOrigin(entry.source, sources))
        : outletOrigin(agency, sources),
    url: entry.url,
    title: isShowable(title, verdict.language) ? title : '',
    language: verdict.language,
    saidAt: saidAt(entry),
    because,
  };
}

/** For an operator to look at; nothing else comes of them. */
async function collectUnknown(deps: AnalyseDeps, entry: Entry, verdict: Verdict, now: number): Promise<void> {
  const unknown = deps.spotUnknown(entry, verdict);
  if (unknown.length === 0) return;
  const kept = (await deps.proposed.get(PROPOSED)) ?? [];
  await deps.proposed.set(PROPOSED, withUnknown(kept, unknown, entry, now));
}

/**
 * The day's page is always the same one for an entry: a run after a kill must not file it twice.
 * @param since of a later version: lines of before are those of earlier ones, ms
 */
async function addDayLine(
  days: Collection<readonly DayLine[]>,
  day: string,
  line: DayLine,
  since = -Infinity,
): Promise<void> {
  const lines = (await days.get(day)) ?? [];
  const isThere = lines.some((known) => known.entry === line.entry && known.at >= since);
  if (!isThere) await days.set(day, [...lines, line]);
}
