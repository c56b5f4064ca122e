/** Alerts that waited (for company, for the end of quiet hours, for a platform) and what has become of them meanwhile. */
import { isEnd } from '#core/delivery.ts';
import type { Delivery, Tells, ToldChange } from '#core/delivery.ts';
import { asTold, situationOf } from '#core/ledger.ts';
import type { Told } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { Clock, Collection } from '#core/ports.ts';
import type { Source } from '#core/feed.ts';
import { CAPTIVITY, endsMatter } from '#core/situation-rules.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Claim } from '#core/claim.ts';
import type { Story } from '#core/story.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { alertMessage } from '#render/alert.ts';

/** What tells whether a message that has waited is still true, and for whom. */
export interface OvertakenDeps {
  readonly claims: Collection<readonly Claim[]>;
  /** A story under the id that is in force. */
  readonly storyUnder: (id: string) => Promise<Story | null>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
  readonly locales: Locales;
  readonly clock: Clock;
}

/**
 * The delivery as it may go out now; null: nothing of it may. "Promised, held" must not follow "released", and what was
 * withdrawn before anybody had read it is not told. What is dropped so is news again once the end is taken back (`overtaken` in
 * core/telling.ts); what waited through both is told as the newer of the two. What an alert, or an edit of one, tells of others stays.
 */
export async function stillToTell(deps: OvertakenDeps, delivery: Delivery): Promise<Delivery | null> {
  const tells = tellsOf(delivery);
  // An end is told in any case: struck through, should it be taken back by then.
  if (tells === null || isEnd(tells.change)) return delivery;
  const now = deps.clock.now();
  const left: Told[] = [];
  let gone = 0;
  for (const change of tells.told) {
    const ledger = (await deps.claims.get(change.subject)) ?? [];
    const told = asTold(ledger, { ...change, kind: tells.change }, deps.watchlist, now);
    // Owed, and the ledger not written yet: it is as it was.
    if (told === null) return delivery;
    if (told.takenBackAt !== null || told.isToldAnew || isOvertaken(deps, ledger, change, now)) gone += 1;
    else left.push(told);
  }
  if (gone === 0) return delivery;
  if (left.length === 0) return null;
  const key = destinationKey(delivery.destination);
  const to = (await deps.subscriptions()).find(({ destination }) => destinationKey(destination) === key);
  const story = (await deps.storyUnder(tells.story)) ?? { id: null, entries: [] };
  return {
    ...delivery,
    message: alertMessage(left, {
      story,
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale: deps.locales.in(to?.language ?? 'en'),
      now,
    }),
  };
}

function tellsOf({ cause }: Delivery): Tells | null {
  if (cause.kind === 'edit') return cause.tells ?? null;
  return cause.kind === 'alert' && cause.told !== undefined ? { ...cause, told: cause.told } : null;
}

/** Whether the subject has come to an end since. */
function isOvertaken(
  { watchlist }: OvertakenDeps,
  ledger: readonly Claim[],
  { situation }: ToldChange,
  now: number,
): boolean {
  const rules = watchlist.rules ?? CAPTIVITY;
  const stands = situationOf(ledger, watchlist, now).situation;
  return stands !== situation && endsMatter(rules, stands) && !endsMatter(rules, situation);
}
