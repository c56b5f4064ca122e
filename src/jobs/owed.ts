/** Who is owed which message for what an entry has brought: alerts, edits of alerts, corrections, stories. */
import type { Claim } from '#core/claim.ts';
import { alertId, editId, queued, storyDeliveryId } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { Tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { QueueItem } from '#core/ports.ts';
import { route } from '#core/route.ts';
import type { Happening } from '#core/route.ts';
import { heldSince } from '#core/situation.ts';
import type { Change, ChangeKind, Support } from '#core/situation.ts';
import { alertOf } from '#core/story.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { alertMessage, correctedMessage, storyMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';

export interface OwedDeps {
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly watchlist: Watchlist;
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
  return kind === 'released' || kind === 'died' || kind === 'correction' ? now : now + settle;
}

/** Every message that somebody is owed for this entry. */
export async function owed(deps: OwedDeps, analysis: Analysis): Promise<readonly QueueItem<Delivery>[]> {
  const { ledgers } = analysis;
  const changes = ledgers.flatMap((ledger) => ledger.told.changes);
  const items: (QueueItem<Delivery> | null)[] = [];
  for (const to of await deps.subscriptions()) {
    for (const change of changes) {
      // The old message first: who looks up at it sees that it no longer holds.
      items.push(strike(deps, analysis, change, to));
      items.push(alert(deps, analysis, change, to));
    }
    for (const { told } of ledgers)
      for (const support of told.supports) items.push(grown(deps, analysis, support, to));
    if (changes.length === 0) items.push(wholeStory(deps, analysis, to));
  }
  return items.filter((item) => item !== null);
}

function alert(
  deps: OwedDeps,
  analysis: Analysis,
  change: Change,
  to: Subscription,
): QueueItem<Delivery> | null {
  const { story, now } = analysis;
  return owedTo(to, { ...about(story), subjects: [change.subject], change }, now, {
    id: alertId(to.id, change),
    notBefore: settledAt(change.kind, now, deps.settle),
    message: alertMessage(change, contextOf(deps, analysis, change.subject, to)),
    cause: {
      kind: 'alert',
      subject: change.subject,
      change: change.kind,
      ordinal: change.ordinal,
      story: story.id,
    },
  });
}

/** A later source makes the message that was sent grow, within bounds, instead of sending another. */
function grown(
  deps: OwedDeps,
  analysis: Analysis,
  support: Support,
  to: Subscription,
): QueueItem<Delivery> | null {
  const { entry, story, now } = analysis;
  const told = alertOf(story, support);
  if (told === null || now - story.openedAt > EDITS_UNTIL) return null;
  // What was reported and is confirmed now is told however many there are.
  const rose = support.after.standing === 'confirmed' && support.after.origins <= 2;
  if (story.entries.length > MOST_SOURCES_EDITED && !rose) return null;
  const edits = alertId(to.id, support);
  // Due when the alert itself is: an edit that came before an alert held back by quiet hours would find nothing.
  return owedTo(to, { ...about(story), subjects: [support.subject], change: support }, now, {
    id: editId(edits, entry.id),
    notBefore: told.dueAt,
    message: alertMessage(support, contextOf(deps, analysis, support.subject, to)),
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
  return owedTo(to, { ...about(story), subjects: story.subjects, change: null }, now, {
    id: isNew ? first : editId(first, entry.id),
    notBefore: isNew ? now : Math.max(now, story.openedAt),
    message,
    cause: isNew ? { kind: 'story', story: story.id } : { kind: 'edit', edits: first, entry: entry.id },
  });
}

/** What was told and is taken back is struck through where it stands; the correction itself is a message of its own. */
function strike(
  deps: OwedDeps,
  analysis: Analysis,
  { subject, kind, corrects }: Change,
  to: Subscription,
): QueueItem<Delivery> | null {
  if (corrects === null) return null;
  const { entry, story, now } = analysis;
  const edits = alertId(to.id, { subject, ...corrects });
  return owedTo(to, { ...about(story), subjects: [subject], change: { kind } }, now, {
    id: editId(edits, entry.id),
    notBefore: now,
    message: correctedMessage({ subject, ...corrects }, contextOf(deps, analysis, subject, to)),
    cause: { kind: 'edit', edits, entry: entry.id },
  });
}

/** What routing asks of a story. */
function about(story: Story): { readonly topics: readonly string[]; readonly story: string } {
  return { topics: story.topics, story: story.id };
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

function contextOf(deps: OwedDeps, analysis: Analysis, subject: string, to: Subscription): AlertContext {
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
