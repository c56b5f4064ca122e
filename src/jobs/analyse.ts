import { countsAt, dayOf } from '#core/archive.ts';
import type { ArchivedEntry, DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { COPY_FROM, containment, shingles } from '#core/copies.ts';
import { alertId, editId, queued, storyDeliveryId } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Recurring } from '#core/furniture.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { STORY_WINDOW, eventsOf, joinStory, storyId, withEntry } from '#core/join.ts';
import type { Gist } from '#core/join.ts';
import { tellable } from '#core/ledger.ts';
import type { Tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { Clock, Collection, Leased, Log, Queue } from '#core/ports.ts';
import { route } from '#core/route.ts';
import type { Happening } from '#core/route.ts';
import { heldSince } from '#core/situation.ts';
import type { Support } from '#core/situation.ts';
import type { IsShowable } from '#core/showable.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import { withUnknown } from '#core/unknown.ts';
import type { ProposedSpelling, SpotUnknown } from '#core/unknown.ts';
import type { Verdict } from '#core/verdict.ts';
import { PROPOSED } from '#core/watching.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { openFurniture } from './furniture.ts';
import type { Furniture } from './furniture.ts';
import { alertMessage, storyMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';

export interface AnalyseDeps {
  readonly inbox: Queue<Entry>;
  readonly outbox: Queue<Delivery>;
  readonly claims: Collection<readonly Claim[]>;
  readonly stories: Collection<Story>;
  readonly entries: Collection<ArchivedEntry>;
  readonly days: Collection<readonly DayLine[]>;
  /** Lines that recur in the items of a source, by source id. */
  readonly recurring: Collection<Recurring>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly classify: (entry: Entry) => Verdict;
  readonly readClaims: (entry: Entry, verdict: Verdict) => readonly Claim[];
  /** May an outlet's headline be shown? See core/showable.ts. */
  readonly isShowable: IsShowable;
  readonly spotUnknown: SpotUnknown;
  /** Unknown spellings collected, in one record. */
  readonly proposed: Collection<readonly ProposedSpelling[]>;
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  readonly locales: Locales;
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

/** How long the inbox keeps others off an entry that is being analysed, ms. Far more than it ever takes. */
const LEASE = 60_000;

/** Entries taken at once. */
const BATCH = 64;

/** So often is an entry tried that makes the analysis fail; then it is parked and the next ones go on. */
const MOST_ATTEMPTS = 3;

/** Later sources edit an alert at most so often, and so long after it (ms): both platforms limit edits. */
const MOST_SOURCES_EDITED = 12;
const EDITS_UNTIL = 47 * 60 * 60_000;

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
  }
}

async function analyseLeased(
  deps: AnalyseDeps,
  furniture: Furniture,
  item: Leased<Entry>,
): Promise<{ readonly relevant: boolean; readonly deliveries: number } | null> {
  try {
    const done = await analyseEntry(deps, item.value, await furniture.cleared(item.value));
    // 3. Only now may the entry be forgotten: a kill before this line runs it again, to the same ids.
    await deps.inbox.settle(item.id, { kind: 'done' });
    return done;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
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
 * @param cleared the same without the furniture of its source: what is looked at
 */
async function analyseEntry(
  deps: AnalyseDeps,
  entry: Entry,
  cleared: Entry,
): Promise<{ readonly relevant: boolean; readonly deliveries: number }> {
  const verdict = deps.classify(cleared);
  if (!verdict.relevant) return { relevant: false, deliveries: 0 };
  const now = deps.momentOf(entry);
  // What is too weak to alert moves nobody either: a change that it brought would count as told and never be told.
  const read = verdict.reach === 'alert' ? deps.readClaims(cleared, verdict) : [];
  const gist = gistOf(entry, verdict, read);
  const { story: joined, because } = await findStory(deps, entry, gist);
  const copied = joined === null ? null : await originalOf(deps, entry, joined);
  const claims = copied === null ? read : read.map((claim) => fromOriginal(claim, entry, copied, deps));
  const line = storyEntry(deps, entry, verdict, claims, copied, because);
  const story = withEntry(joined, line, gist);
  const ledgers = await readLedgers(deps, entry, claims, now);
  const tellings = ledgers.map((ledger) => ledger.told);
  // History alerts nobody, so nothing of it is there to be edited later.
  const told = entry.arrival === 'history' ? story : withAlerts(story, tellings);
  const deliveries =
    entry.arrival === 'history' || verdict.reach !== 'alert'
      ? []
      : await owed(deps, {
          entry,
          verdict,
          story: told,
          isNew: await isUntold(deps, joined),
          ledgers,
          now,
        });

  // The order of these writes is the transaction: whatever is killed in between, the run after it makes the same ids.
  // 1. What is owed comes first. Were the ledger written first, a kill here would leave a change that nobody is told of.
  await deps.outbox.put(deliveries.map(queued));
  // 2. What we now know.
  for (const ledger of ledgers) {
    if (ledger.added.length > 0) await deps.claims.set(ledger.subject, [...ledger.before, ...ledger.added]);
  }
  await deps.stories.set(told.id, told);
  await deps.entries.set(entry.id, { entry, verdict, story: told.id });
  await collectUnknown(deps, cleared, verdict, now);
  await addDayLine(deps.days, {
    entry: entry.id,
    story: told.id,
    subjects: gist.subjects,
    at: countsAt(entry),
  });
  return { relevant: true, deliveries: deliveries.length };
}

/** A subject's ledger with what this entry adds to it. */
interface LedgerStep {
  readonly subject: string;
  readonly before: readonly Claim[];
  readonly added: readonly Claim[];
  readonly told: Tellable;
}

async function readLedgers(
  deps: AnalyseDeps,
  entry: Entry,
  claims: readonly Claim[],
  now: number,
): Promise<readonly LedgerStep[]> {
  const subjects = [...new Set(claims.map((claim) => claim.subject))];
  const ledgers = await deps.claims.getMany(subjects);
  return subjects.map((subject, i) => {
    // Without this entry's own claims: after a kill between the writes they may be there already, and the same
    // change must be found again so that the story learns of its alert.
    const before = (ledgers[i] ?? []).filter(
      (claim) => !(claim.from.kind === 'entry' && claim.from.entry === entry.id),
    );
    const added = claims.filter((claim) => claim.subject === subject);
    return { subject, before, added, told: tellable(before, added, deps.watchlist, now) };
  });
}

function gistOf(entry: Entry, verdict: Verdict, claims: readonly Claim[]): Gist {
  return {
    subjects: [...new Set(verdict.mentions.map((mention) => mention.subject))],
    topics: verdict.topics,
    events: eventsOf(claims),
    saidAt: saidAt(entry),
  };
}

/** The story that the entry belongs to, among those of the days around it; null when it opens one. */
async function findStory(
  deps: AnalyseDeps,
  entry: Entry,
  gist: Gist,
): Promise<{ readonly story: Story | null; readonly because: string }> {
  const own = await deps.stories.get(storyId(entry.id));
  if (own !== null) return { story: own, because: own.entries[0]?.because ?? 'opened it' };
  const around = new Set<string>();
  for (let at = gist.saidAt - STORY_WINDOW; at <= gist.saidAt + STORY_WINDOW; at += 24 * 60 * 60_000)
    around.add(dayOf(at));
  around.add(dayOf(countsAt(entry)));
  const days = await deps.days.getMany([...around]);
  const ids = new Set(
    days.flatMap((lines) => (lines ?? []).map((line) => line.story)).filter((id) => id !== null),
  );
  const open = (await deps.stories.getMany([...ids])).filter((story) => story !== null);
  const joining = joinStory(gist, open, deps.watchlist.subjects);
  return { story: open.find((story) => story.id === joining.join) ?? null, because: joining.because };
}

/** Whether the story is new to those who want every story: opened now, or by entries that were too weak to alert. */
async function isUntold(deps: AnalyseDeps, story: Story | null): Promise<boolean> {
  if (story === null) return true;
  const archived = await deps.entries.getMany(story.entries.slice(0, 40).map((known) => known.entry));
  return archived.every((known) => known?.verdict.reach === 'digest');
}

/** The entry of the story that this one copies, or null. */
async function originalOf(deps: AnalyseDeps, entry: Entry, story: Story): Promise<StoryEntry | null> {
  const others = story.entries.filter((known) => known.entry !== entry.id).slice(0, 40);
  const archived = await deps.entries.getMany(others.map((known) => known.entry));
  const mine = shingles(wholeText(entry));
  for (const [i, known] of others.entries()) {
    const theirs = archived[i]?.entry;
    if (theirs !== undefined && containment(mine, shingles(wholeText(theirs))) >= COPY_FROM) return known;
  }
  return null;
}

function wholeText(entry: Entry): string {
  return `${entry.lead}\n${entry.text}`;
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
  entry: Entry,
  verdict: Verdict,
  claims: readonly Claim[],
  copied: StoryEntry | null,
  because: string,
): StoryEntry {
  const title = entry.title === '' ? entry.lead.slice(0, 120) : entry.title;
  const agency =
    claims.find((claim) => claim.via !== null && sources.get(claim.via)?.agency === true)?.via ?? null;
  return {
    entry: entry.id,
    source: entry.source,
    origin: copied?.origin ?? outletOrigin(agency ?? entry.source, sources),
    url: entry.url,
    title: isShowable(title, verdict.language) ? title : '',
    language: verdict.language,
    saidAt: saidAt(entry),
    because: copied === null ? because : `copy of ${copied.source}`,
  };
}

/** The story remembers what was told of it, so that later entries edit that message. */
function withAlerts(story: Story, tellings: readonly Tellable[]): Story {
  const fresh = tellings
    .flatMap((telling) => telling.changes)
    .filter(
      (change) =>
        !story.alerts.some(
          (alert) =>
            alert.subject === change.subject &&
            alert.kind === change.kind &&
            alert.ordinal === change.ordinal,
        ),
    );
  return fresh.length === 0
    ? story
    : {
        ...story,
        alerts: [...story.alerts, ...fresh.map(({ subject, kind, ordinal }) => ({ subject, kind, ordinal }))],
      };
}

interface Analysis {
  readonly entry: Entry;
  readonly verdict: Verdict;
  readonly story: Story;
  /** To those who want every story. */
  readonly isNew: boolean;
  readonly ledgers: readonly LedgerStep[];
  readonly now: number;
}

/** Every message that somebody is owed for this entry. */
async function owed(deps: AnalyseDeps, analysis: Analysis): Promise<readonly Delivery[]> {
  const { entry, story, ledgers, now } = analysis;
  const changes = ledgers.flatMap((ledger) => ledger.told.changes);
  const subscriptions = await deps.subscriptions();
  const deliveries: Delivery[] = [];
  for (const to of subscriptions) {
    for (const change of changes) {
      const delivery = deliveryFor(to, { subjects: [change.subject], change }, now, (silent, owedAt) => ({
        id: alertId(to.id, change),
        destination: to.destination,
        owedAt,
        silent,
        message: alertMessage(change, tellingOf(deps, analysis, change.subject, to)),
        cause: {
          kind: 'alert',
          subject: change.subject,
          change: change.kind,
          ordinal: change.ordinal,
          story: story.id,
        },
      }));
      if (delivery !== null) deliveries.push(delivery);
    }
    for (const ledger of ledgers) {
      for (const support of ledger.told.supports) deliveries.push(...editsFor(deps, analysis, support, to));
    }
    if (changes.length === 0 && analysis.isNew) {
      const delivery = deliveryFor(to, { subjects: story.subjects, change: null }, now, (silent, owedAt) => ({
        id: storyDeliveryId(to.id, story.entries[0]?.entry ?? entry.id),
        destination: to.destination,
        owedAt,
        silent,
        message: storyMessage(story, {
          watchlist: deps.watchlist,
          sources: deps.sources,
          locale: deps.locales.in(to.language),
        }),
        cause: { kind: 'story', story: story.id },
      }));
      if (delivery !== null) deliveries.push(delivery);
    }
  }
  return deliveries;
}

function deliveryFor(
  to: Subscription,
  happening: Happening,
  now: number,
  make: (silent: boolean, owedAt: number) => Delivery,
): Delivery | null {
  const decision = route(happening, to, now);
  switch (decision.send) {
    case 'nothing':
      return null;
    case 'later':
      return make(false, decision.at);
    case 'now':
      return make(decision.silent, now);
  }
}

/** A later source makes the message that was sent grow, within bounds, instead of sending another. */
function editsFor(
  deps: AnalyseDeps,
  analysis: Analysis,
  support: Support,
  to: Subscription,
): readonly Delivery[] {
  const { entry, story, now } = analysis;
  const told = story.alerts.some(
    (alert) =>
      alert.subject === support.subject && alert.kind === support.kind && alert.ordinal === support.ordinal,
  );
  if (!told || story.entries.length > MOST_SOURCES_EDITED || now - story.openedAt > EDITS_UNTIL) return [];
  const edits = alertId(to.id, support);
  // Due when the alert itself is: an edit that came before an alert held back by quiet hours would find nothing.
  const delivery = deliveryFor(to, { subjects: [support.subject], change: support }, now, (_, owedAt) => ({
    id: editId(edits, entry.id),
    destination: to.destination,
    owedAt,
    silent: true,
    message: alertMessage(support, tellingOf(deps, analysis, support.subject, to)),
    cause: { kind: 'edit', edits, entry: entry.id },
  }));
  return delivery === null ? [] : [delivery];
}

function tellingOf(deps: AnalyseDeps, analysis: Analysis, subject: string, to: Subscription): AlertContext {
  const ledger = analysis.ledgers.find((step) => step.subject === subject);
  return {
    story: analysis.story,
    heldSince: heldSince([...(ledger?.before ?? []), ...(ledger?.added ?? [])]),
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
    now: analysis.now,
  };
}

/** For an operator to look at; nothing else comes of them. */
async function collectUnknown(deps: AnalyseDeps, entry: Entry, verdict: Verdict, now: number): Promise<void> {
  const unknown = deps.spotUnknown(entry, verdict);
  if (unknown.length === 0) return;
  const kept = (await deps.proposed.get(PROPOSED)) ?? [];
  await deps.proposed.set(PROPOSED, withUnknown(kept, unknown, entry, now));
}

async function addDayLine(days: Collection<readonly DayLine[]>, line: DayLine): Promise<void> {
  const day = dayOf(line.at);
  const lines = (await days.get(day)) ?? [];
  if (!lines.some((known) => known.entry === line.entry)) await days.set(day, [...lines, line]);
}
