/** Who is owed which message for what an entry has brought: alerts, edits of alerts, corrections, stories. */
import type { Claim } from '#core/claim.ts';
import { alertId, editId, isEnd, queued, storyDeliveryId } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Source } from '#core/feed.ts';
import type { Tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { QueueItem } from '#core/ports.ts';
import { route, wants } from '#core/route.ts';
import type { Happening } from '#core/route.ts';
import { heldSince } from '#core/situation.ts';
import type { ChangeKind, Support } from '#core/situation.ts';
import { HOUR } from '#core/spans.ts';
import { alertOf } from '#core/story.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import { toldTogether } from '#core/together.ts';
import type { ChangeName, Together } from '#core/together.ts';
import { alertMessage, storyMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';
import { withMutesInForce } from './regroup.ts';
import type { RegroupDeps } from './regroup.ts';
import { isConfirmedNow, touched } from './told.ts';
import type { ToldDeps, Touched } from './told.ts';

/** What says who is to get which message of a change. */
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

/** What an entry, or an operator's word, has brought. */
export interface Brought {
  /** Its id. */
  readonly by: string;
  /** The story that it belongs to; null: one that is not kept any more. */
  readonly story: Story | null;
  /** The ids of stories that become one with it. */
  readonly bridges: readonly string[];
  readonly ledgers: readonly LedgerStep[];
  /** ms */
  readonly now: number;
}

/** What came of an entry: the changes that it brought, and its story with and without it. */
export interface Analysis extends Brought {
  readonly story: Story;
  /** The story without the entry; null: it opened one. */
  readonly before: Story | null;
  /** Of a story that was there: nobody was told of it. */
  readonly isUntold: boolean;
  /** When the first entry of the story came, ms. */
  readonly seenSince: number;
}

/** Later sources edit a message at most so often, and so long after it (ms): both platforms limit edits. */
const MOST_SOURCES_EDITED = 12;
const EDITS_UNTIL = 47 * HOUR;

/** When an alert of this kind goes out, ms: news of somebody freed or dead waits for nobody. */
export function settledAt(kind: ChangeKind, now: number, settle: number): number {
  return isEnd(kind) || kind === 'correction' ? now : now + settle;
}

/** Every message that somebody is owed for an entry. */
export async function owed(deps: OwedDeps, analysis: Analysis): Promise<readonly QueueItem<Delivery>[]> {
  const { ledgers, story } = analysis;
  // What is said in another story is news there; that somebody is surely free or dead is told where it was told first.
  const ownSupports = (one: Support): boolean =>
    alertOf(story, one) !== null || (isEnd(one.kind) && isConfirmedNow(one.after));
  const own = ledgers.map((step) => ({
    ...step,
    told: { ...step.told, supports: step.told.supports.filter(ownSupports) },
  }));
  return owedFor(deps, { ...analysis, ledgers: own }, (to) => wholeStory(deps, analysis, to));
}

/** Every message that somebody is owed for changes: alerts, corrections, edits of what was sent. */
export async function owedForChanges(
  deps: OwedDeps,
  brought: Brought,
): Promise<readonly QueueItem<Delivery>[]> {
  return owedFor(deps, brought, () => null);
}

/** @param otherwise for whom no change is told by it */
async function owedFor(
  deps: OwedDeps,
  brought: Brought,
  otherwise: (to: Subscription) => QueueItem<Delivery> | null,
): Promise<readonly QueueItem<Delivery>[]> {
  const { ledgers, story, now } = brought;
  const changes = ledgers.flatMap((ledger) => ledger.told.changes);
  const supports = ledgers.flatMap((ledger) => ledger.told.supports);
  const messages = toldTogether(changes, deps.watchlist);
  const edits = await touched(deps, { changes, supports, story, ledgers: claimsOf(brought), now });
  const items: (QueueItem<Delivery> | null)[] = [];
  for (const subscription of await deps.subscriptions()) {
    const to = await withMutesInForce(deps, subscription);
    const alerts = messages.map((together) => alert(deps, brought, { together, edits }, to));
    // The old message first: who looks up at it sees that it no longer holds.
    for (const one of edits) if (one.corrected) items.push(edited(deps, brought, one, to));
    items.push(...alerts);
    for (const one of edits) if (!one.corrected) items.push(edited(deps, brought, one, to));
    // Who follows nobody whom it changes may still want the story.
    if (alerts.every((one) => one === null)) items.push(otherwise(to));
  }
  return items.filter((item) => item !== null);
}

function alert(
  deps: OwedDeps,
  brought: Brought,
  { together: { kind, lead, changes }, edits }: { together: Together; edits: readonly Touched[] },
  to: Subscription,
): QueueItem<Delivery> | null {
  const { story, now } = brought;
  const ledgers = claimsOf(brought);
  // Of one who changed twice in one report the later counts.
  const told = new Map(
    changes
      .filter(({ subject }) => wants(to, [subject], story?.topics ?? []))
      .map((change) => {
        const since = heldSince(ledgers.get(change.subject) ?? []);
        return [change.subject, { ...change, takenBackAt: null, heldSince: since }];
      }),
  );
  if (told.size === 0) return null;
  const subjects = [...told.keys()];
  return owedTo(to, { ...about(brought), subjects, change: { kind } }, now, {
    id: alertId(to.id, { kind, ...lead }),
    notBefore: settledAt(kind, now, deps.settle),
    message: alertMessage([...told.values()], contextOf(deps, brought, to)),
    cause: {
      kind: 'alert',
      subjects,
      change: kind,
      story: story?.id ?? '',
      told: [...told.values()].map(({ subject, ordinal, after: { situation } }) => ({
        subject,
        ordinal,
        situation,
      })),
      corrects: kind === 'correction' ? correctedBy(subjects, edits) : undefined,
    },
  });
}

/**
 * The change that a correction takes back. An end is corrected in any case: who did not get the message may have read of it
 * in a digest, or asked.
 */
function correctedBy(subjects: readonly string[], edits: readonly Touched[]): ChangeName | undefined {
  const meant = edits.filter(
    (one) => one.corrected && one.subjects.some((subject) => subjects.includes(subject)),
  );
  const [only] = meant;
  return only === undefined || meant.length > 1 || isEnd(only.lead.kind) ? undefined : only.lead;
}

/**
 * What was told and is taken back is struck through where it stands; the correction itself is a message of its own. A later
 * source makes the message that was sent grow, within bounds, instead of sending another.
 */
function edited(
  deps: OwedDeps,
  brought: Brought,
  one: Touched,
  to: Subscription,
): QueueItem<Delivery> | null {
  const { by, story, now } = brought;
  const home = one.story ?? story;
  // What was reported and is confirmed now is told however many there are.
  const isDue = one.rose || (home !== null && home.entries.length <= MOST_SOURCES_EDITED);
  if (!one.corrected && (one.story === null || !isDue || now - one.dueAt > EDITS_UNTIL)) return null;
  const topics = story?.topics ?? [];
  const subjects = one.subjects.filter((subject) => wants(to, [subject], topics));
  const told = one.told.filter(({ subject }) => wants(to, [subject], topics));
  if (subjects.length === 0 || told.length === 0) return null;
  const edits = alertId(to.id, one.lead);
  const kind = one.corrected ? 'correction' : one.lead.kind;
  const context = contextOf(deps, brought, to);
  return owedTo(to, { ...about(brought), subjects, change: { kind } }, now, {
    id: editId(edits, by),
    // Due when the alert itself is: an edit that came before an alert held back by quiet hours would find nothing.
    notBefore: one.corrected ? now : one.dueAt,
    message: alertMessage(told, { ...context, story: home ?? context.story }),
    cause: {
      kind: 'edit',
      edits,
      entry: by,
      tells:
        one.corrected || home === null
          ? undefined
          : {
              change: one.lead.kind,
              story: home.id,
              told: told.map(({ subject, after: { situation } }) => ({
                subject,
                ordinal: one.ordinals.get(subject) ?? one.lead.ordinal,
                situation,
              })),
            },
    },
  });
}

/** For those who want all: a story once, and the message grows with it. */
function wholeStory(deps: OwedDeps, analysis: Analysis, to: Subscription): QueueItem<Delivery> | null {
  const { by, story, before, isUntold, seenSince, now } = analysis;
  if (to.alerts !== 'all') return null;
  const first = storyDeliveryId(to.id, story.entries[0]?.entry ?? by);
  // Whom it did not concern before has not been told of it either.
  const isNew = before === null || isUntold || !wants(to, before.subjects, before.topics);
  if (!isNew && (story.entries.length > MOST_SOURCES_EDITED || now - seenSince > EDITS_UNTIL)) return null;
  const message = storyMessage(story, {
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
  });
  return owedTo(to, { ...about(analysis), subjects: story.subjects, change: null }, now, {
    id: isNew ? first : editId(first, by),
    notBefore: isNew ? now : Math.max(now, story.openedAt),
    message,
    cause: isNew ? { kind: 'story', story: story.id } : { kind: 'edit', edits: first, entry: by },
  });
}

/** What routing asks of a story. Who has muted one of several that become one has muted that. */
function about({ story, bridges }: Brought): Pick<Happening, 'topics' | 'stories'> {
  return { topics: story?.topics ?? [], stories: story === null ? bridges : [story.id, ...bridges] };
}

function claimsOf({ ledgers }: Pick<Brought, 'ledgers'>): ReadonlyMap<string, readonly Claim[]> {
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

function contextOf(deps: OwedDeps, { story, now }: Brought, to: Subscription): AlertContext {
  return {
    story: story ?? { id: null, entries: [] },
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
    now,
  };
}
