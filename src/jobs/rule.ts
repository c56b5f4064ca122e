import type { Claim } from '#core/claim.ts';
import type { Delivery } from '#core/delivery.ts';
import { tellable } from '#core/ledger.ts';
import type { Clock, Log, Queue } from '#core/ports.ts';
import { rulingOn, whyNot } from '#core/ruling.ts';
import type { Ruled, Ruling } from '#core/ruling.ts';
import type { Story } from '#core/story.ts';
import type { Person } from '#core/watching.ts';
import { owedForChanges } from './owed.ts';
import type { OwedDeps } from './owed.ts';

/** What carries out an operator's word on a claim. */
export interface RuleDeps extends Omit<OwedDeps, 'settle'> {
  readonly outbox: Queue<Delivery>;
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
  const deliveries = await owedForChanges(
    { ...deps, settle: 0 },
    { by: ruling.id, story, bridges: [], ledgers: [{ subject, before, added: [ruling], told }], now },
  );
  // Owed before done, as in the analysis: a kill in between leaves a claim that is still to be ruled on.
  await deps.outbox.put(deliveries);
  await deps.claims.set(subject, [...before, ruling]);
  deps.log.info({ subject, claim: id, does, messages: deliveries.length }, 'an operator ruled on a claim');
  return { done: true, claim: ruling, messages: deliveries.length };
}

/** The story in which the claim was told; null for a dossier's. */
async function storyOf({ entries, stories }: RuleDeps, { from }: Claim): Promise<Story | null> {
  const archived = from.kind === 'entry' ? await entries.get(from.entry) : null;
  return archived?.story == null ? null : stories.get(archived.story);
}
