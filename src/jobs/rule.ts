import type { Claim } from '#core/claim.ts';
import { alertId, editId, queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Source } from '#core/feed.ts';
import { tellable } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import type { Clock, Log, Queue } from '#core/ports.ts';
import { route, wants } from '#core/route.ts';
import { rulingOn, whyNot } from '#core/ruling.ts';
import type { Ruled, Ruling } from '#core/ruling.ts';
import { heldSince } from '#core/situation.ts';
import type { ChangeKind } from '#core/situation.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Person } from '#core/watching.ts';
import { alertMessage } from '#render/alert.ts';
import type { AlertContext } from '#render/alert.ts';
import { withMutesInForce } from './regroup.ts';
import type { RegroupDeps } from './regroup.ts';
import { touched } from './told.ts';
import type { ToldDeps } from './told.ts';

export interface RuleDeps extends ToldDeps, Pick<RegroupDeps, 'storyAliases'> {
  readonly outbox: Queue<Delivery>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
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
  const ledger = [...before, ruling];
  const edits = await touched(deps, { ...told, story, ledgers: new Map([[subject, ledger]]), now });
  const deliveries: Delivery[] = [];
  for (const subscription of await deps.subscriptions()) {
    const to = await withMutesInForce(deps, subscription);
    const context: AlertContext = {
      story: story ?? { id: null, entries: [] },
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale: deps.locales.in(to.language),
      now,
    };
    const put = (
      kind: ChangeKind,
      message: Message,
      delivery: string,
      cause: Delivery['cause'],
      silent: boolean,
    ): void => {
      const decision = route(
        {
          subjects: [subject],
          change: { kind },
          topics: story?.topics ?? [],
          stories: story === null ? [] : [story.id],
        },
        to,
        now,
      );
      if (decision.send === 'nothing') return;
      const owedAt = decision.send === 'later' ? decision.at : now;
      const quiet = silent || (decision.send === 'now' && decision.silent);
      const { destination } = to;
      deliveries.push({ id: delivery, destination, owedAt, silent: quiet, message, cause });
    };
    for (const change of told.changes) {
      const { kind } = change;
      const cause = { kind: 'alert', subjects: [subject], change: kind, story: story?.id ?? '' } as const;
      const message = alertMessage([{ ...change, takenBackAt: null, heldSince: heldSince(ledger) }], context);
      put(kind, message, alertId(to.id, change), cause, false);
    }
    for (const { lead, corrected, told: all, story: home } of edits) {
      const shown = all.filter((one) => wants(to, [one.subject], home?.topics ?? []));
      if (shown.length === 0) continue;
      const sent = alertId(to.id, lead);
      const message = alertMessage(shown, { ...context, story: home ?? context.story });
      const cause = { kind: 'edit', edits: sent, entry: ruling.id } as const;
      put(corrected ? 'correction' : lead.kind, message, editId(sent, ruling.id), cause, true);
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
