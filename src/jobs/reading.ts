/**
 * What a report says, and what is written of it: the parts that a first reading (analyse.ts) and the reading of a later version
 * (analyse-version.ts) have in common.
 */
import type { DayLine } from '#core/archive.ts';
import { written } from '#core/because.ts';
import type { Claim } from '#core/claim.ts';
import type { Original } from '#core/copies.ts';
import { dayOf } from '#core/day.ts';
import type { Delivery } from '#core/delivery.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import { originOf } from '#core/feed.ts';
import type { Source } from '#core/feed.ts';
import { withoutRecycled, withoutRepeated } from '#core/fresh.ts';
import { eventKey } from '#core/gist.ts';
import type { Recurring } from '#core/furniture.ts';
import { STORY_WINDOW } from '#core/join.ts';
import { tellable } from '#core/ledger.ts';
import type { Clock, Collection, Log, Queue } from '#core/ports.ts';
import type { IsShowable } from '#core/showable.ts';
import { headlineOf } from '#core/story.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { toldTogether } from '#core/together.ts';
import { withUnknown } from '#core/unknown.ts';
import type { ProposedSpelling, SpotUnknown } from '#core/unknown.ts';
import type { Verdict } from '#core/verdict.ts';
import { PROPOSED } from '#core/watching.ts';
import type { Grouping } from './grouping.ts';
import { settledAt } from './owed.ts';
import type { LedgerStep, OwedDeps } from './owed.ts';
import type { RegroupDeps } from './regroup.ts';

/** What an entry is analysed with, at first sight and when it was changed in place. */
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

/** Whether an entry was read before, and what of it is left to read. */
export type Copy =
  | { readonly kind: 'new'; readonly original: null; readonly fresh: Entry }
  /** Of these days: the same report in another outlet, or the outlet's own, grown. */
  | { readonly kind: 'copy'; readonly original: Original; readonly fresh: Entry }
  /** Old words that come back. */
  | { readonly kind: 'recycled'; readonly original: Original; readonly fresh: Entry };

/** From this containment on an old text that is no longer kept is taken for the same. */
const SAME_TEXT = 0.7;

/**
 * Whether the entry's words are known already, and what of them is new. Old words are those from before the story
 * window.
 */
export async function copyOf(deps: AnalyseDeps, entry: Entry, cleared: Entry): Promise<Copy> {
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
export function claimsOf(deps: AnalyseDeps, { kind, fresh }: Copy, verdict: Verdict): readonly Claim[] {
  if (verdict.reach !== 'alert') return [];
  return deps.readClaims(fresh, kind === 'new' ? verdict : deps.classify(fresh));
}

/** With the mark that nobody is told of it: the first report that is news still is the first. */
export function silently(claim: Claim): Claim {
  return claim.from.kind === 'entry' ? { ...claim, from: { ...claim.from, silent: true } } : claim;
}

/** Read by rule. What was read by weight is kept in the ledger, and decides nothing. */
export function isSure(claim: Claim): boolean {
  return !claim.weighed;
}

/** The reason that a story keeps of an entry that is an old text again. */
export function recycledWords(original: Original, { sources }: Pick<AnalyseDeps, 'sources'>): string {
  const source = sources.get(original.source)?.name ?? original.source;
  return written({ code: 'old words', source, day: dayOf(original.saidAt) });
}

/** What was told of these changes, for the story to remember. */
export function alertsOf(
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

/** Adds the claims to their subjects' ledgers, and says of each what it changes. Writes nothing. */
export async function readLedgers(
  deps: AnalyseDeps,
  claims: readonly Claim[],
  now: number,
): Promise<readonly LedgerStep[]> {
  const subjects = [...new Set(claims.map((claim) => claim.subject))];
  const ledgers = await deps.claims.getMany(subjects);
  const named = await saidByName(deps, subjects, claims);
  const own = new Set(claims.map(({ id }) => id));
  return subjects.map((subject, i) => {
    // Without those just read: after a kill between the writes they may be there already, and the same change must be found
    // again so that the story learns of its alert. Known by their ids: versions of one moment keep what each has told.
    const before = (ledgers[i] ?? []).filter(({ id }) => !own.has(id));
    const added = claims.filter((claim) => claim.subject === subject);
    return { subject, before, added, told: tellable(before, added, deps.watchlist, now, named) };
  });
}

/** Writes what was read into the ledgers that it adds to. */
export async function writeLedgers(deps: AnalyseDeps, ledgers: readonly LedgerStep[]): Promise<void> {
  for (const { subject, before, added } of ledgers) {
    if (added.length > 0) await deps.claims.set(subject, [...before, ...added]);
  }
}

/** Whether it was read in this report, in whichever version. */
export function isOf({ from }: Claim, entry: Entry): boolean {
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
export async function toldSoFar(
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
export async function originalLine(deps: AnalyseDeps, { entry }: Original): Promise<StoryEntry | null> {
  const id = (await deps.entries.get(entry))?.story ?? null;
  const story = id === null ? null : await deps.stories.get(id);
  return story?.entries.find((line) => line.entry === entry) ?? null;
}

/** So many entries of a story are heard in full; after that a copy only with what nobody in the story has said. */
const MOST_COPIES_HEARD = 30;

/** Five hundred copies of one text are one witness: their claims would fill the ledger and weigh nothing. */
export function newIn(story: Story | null, claims: readonly Claim[]): readonly Claim[] {
  return story === null || story.entries.length < MOST_COPIES_HEARD
    ? claims
    : claims.filter((claim) => !story.events.includes(eventKey(claim)));
}

/** What an outlet says in a copied text is the original's word; what it quotes from somebody stays theirs. */
export function fromOriginal(
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

/** The entry as its story has it. */
export function storyEntry(
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
export async function collectUnknown(
  deps: AnalyseDeps,
  entry: Entry,
  verdict: Verdict,
  now: number,
): Promise<void> {
  const unknown = deps.spotUnknown(entry, verdict);
  if (unknown.length === 0) return;
  const kept = (await deps.proposed.get(PROPOSED)) ?? [];
  await deps.proposed.set(PROPOSED, withUnknown(kept, unknown, entry, now));
}

/**
 * The day's page is always the same one for an entry: a run after a kill must not file it twice.
 * @param since of a later version: lines of before are those of earlier ones, ms
 */
export async function addDayLine(
  days: Collection<readonly DayLine[]>,
  day: string,
  line: DayLine,
  since = -Infinity,
): Promise<void> {
  const lines = (await days.get(day)) ?? [];
  const isThere = lines.some((known) => known.entry === line.entry && known.at >= since);
  if (!isThere) await days.set(day, [...lines, line]);
}
