/** Who is owed which message for what an entry has brought: alerts, edits of alerts, corrections, stories. */
import type { Claim } from '#core/claim.ts';
import { alertId, editId, queued, storyDeliveryId } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { Tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { QueueItem } from '#core/ports.ts';
import { route, wants } from '#core/route.ts';
import type { Happening } from '#core/route.ts';
import { heldSince } from '#core/situation.ts';
import type { ChangeKind } from '#core/situation.ts';
import { alertOf } from '#core/story.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import { toldTogether } from '#core/together.ts';
import type { Together } from '#core/together.ts';
import { alertMessage, storyMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';
import { withMutesInForce } from './regroup.ts';
import type { RegroupDeps } from './regroup.ts';
import { isConfirmedNow, touched } from './told.ts';
import type { ToldDeps, Touched } from './told.ts';

export interface OwedDeps extends ToldDeps, Pick<RegroupDeps, 'storyAliases'> {
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly locales: Locales;
  /** How long an alert waits for company, ms; 0: not at all. */
  readonly settle: number;
}

/** A subject's ledger with what an entry adds to it. */
export interface LedgerStep {
  readonly subject: string;
  readonly before: readonly Claim[];
  readonly added: readonly Claim[];
  readonly told: Tellable;
}

export interface Analysis {
  readonly entry: Entry;
  readonly story: Story;
  /** The ids of stories that become one with it. */
  readonly bridges: readonly string[];
  /** To those who want every story. */
  readonly isNew: boolean;
  readonly ledgers: readonly LedgerStep[];
  /** ms */
  readonly now: number;
}

/** Later sources edit a message at most so often, and so long after it (ms): both platforms limit edits. */
const MOST_SOURCES_EDITED = 12;
const EDITS_UNTIL = 47 * 60 * 60_000;

/** When an alert of this kind goes out, ms: news of somebody freed or dead waits for nobody. */
export function settledAt(kind: ChangeKind, now: number, settle: number): number {
  return isEnd(kind) || kind === 'correction' ? now : now + settle;
}

function isEnd(kind: ChangeKind): boolean {
  return kind === 'released' || kind === 'died';
}

/** Every message that somebody is owed for this entry. */
export async function owed(deps: OwedDeps, analysis: Analysis): Promise<readonly QueueItem<Delivery>[]> {
  const { ledgers, story, now } = analysis;
  const changes = ledgers.flatMap((ledger) => ledger.told.changes);
  const messages = toldTogether(changes, deps.watchlist);
  // What is said in another story is news there; that somebody is surely free or dead is told where it was told first.
  const supports = ledgers
    .flatMap(({ told }) => told.supports)
    .filter((one) => alertOf(story, one) !== null || (isEnd(one.kind) && isConfirmedNow(one.after)));
  const edits = await touched(deps, { changes, supports, story, ledgers: claimsOf(analysis), now });
  const items: (QueueItem<Delivery> | null)[] = [];
  for (const subscription of await deps.subscriptions()) {
    const to = await withMutesInForce(deps, subscription);
    // The old message first: who looks up at it sees that it no longer holds.
    for (const one of edits) if (one.corrected) items.push(edited(deps, analysis, one, to));
    for (const together of messages) items.push(alert(deps, analysis, together, to));
    for (const one of edits) if (!one.corrected) items.push(edited(deps, analysis, one, to));
    if (changes.length === 0) items.push(wholeStory(deps, analysis, to));
  }
  return items.filter((item) => item !== null);
}

function alert(
  deps: OwedDeps,
  analysis: Analysis,
  { kind, lead, changes }: Together,
  to: Subscription,
): QueueItem<Delivery> | null {
  const { story, now } = analysis;
  const ledgers = claimsOf(analysis);
  // Of one who changed twice in one report the later counts.
  const told = new Map(
    changes
      .filter(({ subject }) => wants(to, [subject], story.topics))
      .map((change) => {
        const since = heldSince(ledgers.get(change.subject) ?? []);
        return [change.subject, { ...change, takenBackAt: null, heldSince: since }];
      }),
  );
  if (told.size === 0) return null;
  const subjects = [...told.keys()];
  return owedTo(to, { ...about(analysis), subjects, change: { kind } }, now, {
    id: alertId(to.id, { kind, ...lead }),
    notBefore: settledAt(kind, now, deps.settle),
    message: alertMessage([...told.values()], contextOf(deps, analysis, to)),
    cause: { kind: 'alert', subjects, change: kind, story: story.id },
  });
}

/**
 * What was told and is taken back is struck through where it stands; the correction itself is a message of its own. A later
 * source makes the message that was sent grow, within bounds, instead of sending another.
 */
function edited(
  deps: OwedDeps,
  analysis: Analysis,
  one: Touched,
  to: Subscription,
): QueueItem<Delivery> | null {
  const { entry, story, now } = analysis;
  const home = one.story ?? story;
  // What was reported and is confirmed now is told however many there are.
  const isDue = home.entries.length <= MOST_SOURCES_EDITED || one.rose;
  if (!one.corrected && (one.story === null || !isDue || now - home.openedAt > EDITS_UNTIL)) return null;
  const subjects = one.subjects.filter((subject) => wants(to, [subject], story.topics));
  const told = one.told.filter(({ subject }) => wants(to, [subject], story.topics));
  if (subjects.length === 0 || told.length === 0) return null;
  const edits = alertId(to.id, one.lead);
  const kind = one.corrected ? 'correction' : one.lead.kind;
  const context = contextOf(deps, analysis, to);
  return owedTo(to, { ...about(analysis), subjects, change: { kind } }, now, {
    id: editId(edits, entry.id),
    // Due when the alert itself is: an edit that came before an alert held back by quiet hours would find nothing.
    notBefore: one.corrected ? now : one.dueAt,
    message: alertMessage(told, { ...context, story: home }),
    cause: { kind: 'edit', edits, entry: entry.id },
  });
}

/** For those who want all: a story once, and the message grows with it. */
function wholeStory(deps: OwedDeps, analysis: Analysis, to: Subscription): QueueItem<Delivery> | null {
  const { entry, story, isNew, now } = analysis;
  if (to.alerts !== 'all') return null;
  const first = storyDeliveryId(to.id, story.entries[0]?.entry ?? entry.id);
  if (!isNew && (story.entries.length > MOST_SOURCES_EDITED || now - story.openedAt > EDITS_UNTIL))
    return null;
  const message = storyMessage(story, {
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
  });
  return owedTo(to, { ...about(analysis), subjects: story.subjects, change: null }, now, {
    id: isNew ? first : editId(first, entry.id),
    notBefore: isNew ? now : Math.max(now, story.openedAt),
    message,
    cause: isNew ? { kind: 'story', story: story.id } : { kind: 'edit', edits: first, entry: entry.id },
  });
}

/** What routing asks of a story. Who has muted one of several that become one has muted that. */
function about({ story, bridges }: Analysis): Pick<Happening, 'topics' | 'stories'> {
  return { topics: story.topics, stories: [story.id, ...bridges] };
}

function claimsOf({ ledgers }: Analysis): ReadonlyMap<string, readonly Claim[]> {
  return new Map(ledgers.map(({ subject, before, added }) => [subject, [...before, ...added]]));
}

interface Owing {
  readonly id: string;
  /** ms */
  readonly notBefore: number;
  readonly message: Delivery['message'];
  readonly cause: Delivery['cause'];
}

function owedTo(
  to: Subscription,
  happening: Happening,
  now: number,
  { id, notBefore, message, cause }: Owing,
): QueueItem<Delivery> | null {
  const decision = route(happening, to, now);
  if (decision.send === 'nothing') return null;
  const owedAt = decision.send === 'later' ? decision.at : now;
  const silent = cause.kind === 'edit' || (decision.send === 'now' && decision.silent);
  const item = queued({ id, destination: to.destination, owedAt, silent, message, cause });
  return { ...item, dueAt: Math.max(item.dueAt, notBefore) };
}

function contextOf(deps: OwedDeps, analysis: Analysis, to: Subscription): AlertContext {
  return {
    story: analysis.story,
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
    now: analysis.now,
  };
}
