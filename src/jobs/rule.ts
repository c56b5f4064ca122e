import type { ArchivedEntry } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { alertId, editId, queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Source } from '#core/feed.ts';
import { tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import type { Clock, Collection, Log, Queue } from '#core/ports.ts';
import { route } from '#core/route.ts';
import { rulingOn, whyNot } from '#core/ruling.ts';
import type { Ruled, Ruling } from '#core/ruling.ts';
import { heldSince } from '#core/situation.ts';
import type { Change, Support } from '#core/situation.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Person } from '#core/watching.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { alertMessage, correctedMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';

export interface RuleDeps {
  readonly outbox: Queue<Delivery>;
  readonly claims: Collection<readonly Claim[]>;
  readonly stories: Collection<Story>;
  readonly entries: Collection<ArchivedEntry>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  readonly locales: Locales;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Takes an operator's word about a claim into the ledger, and owes the subscribers what changes by it: a correction where
 * what they were told no longer holds, the message in its newer state where it stands firmer. The analysis must not run
 * meanwhile: both read the ledger before they write it.
 */
export async function rule(
  deps: RuleDeps,
  subject: string,
  id: string,
  does: Ruling,
  by: Person,
): Promise<Ruled> {
  const before = (await deps.claims.get(subject)) ?? [];
  const meant = before.find((claim) => claim.id === id);
  const because = whyNot(meant, does, before, deps.watchlist);
  if (meant === undefined || because !== null) return { done: false, because: because ?? 'unknown' };
  const now = deps.clock.now();
  const ruling = rulingOn(meant, does, by, now);
  const told = tellable(before, [ruling], deps.watchlist, now);
  const story = await storyOf(deps, meant);
  const context = (to: Subscription): AlertContext => ({
    story: { entries: story?.entries ?? [] },
    heldSince: heldSince(before),
    watchlist: deps.watchlist,
    sources: deps.sources,
    locale: deps.locales.in(to.language),
    now,
  });
  const deliveries: Delivery[] = [];
  for (const to of await deps.subscriptions()) {
    const message = (one: Change | Support): Message => alertMessage(one, context(to));
    const put = (
      one: Change | Support,
      words: Message,
      delivery: string,
      cause: Delivery['cause'],
      silent: boolean,
    ): void => {
      const decision = route(
        { subjects: [subject], change: one, topics: story?.topics ?? [], story: story?.id ?? '' },
        to,
        now,
      );
      if (decision.send === 'nothing') return;
      const owedAt = decision.send === 'later' ? decision.at : now;
      const quiet = silent || (decision.send === 'now' && decision.silent);
      const { destination } = to;
      deliveries.push({ id: delivery, destination, owedAt, silent: quiet, message: words, cause });
    };
    for (const change of told.changes) {
      const { kind, ordinal } = change;
      const cause = { kind: 'alert', subject, change: kind, ordinal, story: story?.id ?? '' } as const;
      put(change, message(change), alertId(to.id, change), cause, false);
      if (change.corrects === null) continue;
      const edits = alertId(to.id, { subject, ...change.corrects });
      const taken = correctedMessage({ subject, ...change.corrects }, context(to));
      put(change, taken, editId(edits, ruling.id), { kind: 'edit', edits, entry: ruling.id }, true);
    }
    for (const support of told.supports) {
      const edits = alertId(to.id, support);
      put(
        support,
        message(support),
        editId(edits, ruling.id),
        { kind: 'edit', edits, entry: ruling.id },
        true,
      );
    }
  }
  // Owed before done, as in the analysis: a kill in between leaves a claim that is still to be ruled on.
  await deps.outbox.put(deliveries.map(queued));
  await deps.claims.set(subject, [...before, ruling]);
  deps.log.info({ subject, claim: id, does, messages: deliveries.length }, 'an operator ruled on a claim');
  return { done: true, claim: ruling, messages: deliveries.length };
}

/** The story in which the claim was told; null for a dossier's. */
async function storyOf({ entries, stories }: RuleDeps, { from }: Claim): Promise<Story | null> {
  const archived = from.kind === 'entry' ? await entries.get(from.entry) : null;
  return archived?.story == null ? null : stories.get(archived.story);
}
