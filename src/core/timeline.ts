/** A captive's story in time: the situations one after the other, and every dated claim. */
import type { Claim } from './claim.ts';
import { isImplied } from './claims/implied.ts';
import { dayOf, dayStart } from './day.ts';
import { deskWord } from './evidence.ts';
import { situationOf } from './ledger.ts';
import type { Situation, SituationName } from './situation.ts';
import { heldSince } from './situation.ts';
import type { Watchlist } from './watchlist.ts';

/** A stretch of time in one situation. */
export interface Band {
  readonly situation: SituationName;
  /** ms; a band ends where the next one begins, the last one now. */
  readonly from: number;
  readonly to: number;
}

/** What `/timeline` shows. */
export interface Timeline {
  /** Without a gap, oldest first; empty while nothing is known. */
  readonly bands: readonly Band[];
  /** Newest first. The same said again by the same origin on the same day stands there once; what is only implied does not. */
  readonly claims: readonly Claim[];
  /** Ids of those that the desk has withdrawn. */
  readonly withdrawn: ReadonlySet<string>;
}

/** Reads a ledger into a timeline, as it is known at `now`, ms. */
export function timelineOf(
  ledger: readonly Claim[],
  watchlist: Pick<Watchlist, 'subjects' | 'rules'>,
  now: number,
): Timeline {
  const known = ledger.filter((claim) => claim.statedAt <= now);
  return {
    bands: bandsOf(known, watchlist, now),
    claims: onceEach(known.filter((claim) => !isImplied(claim))),
    withdrawn: deskWord(known).withdrawn,
  };
}

/** The situation as it was known after each fact, each from the day that is given for it. */
function bandsOf(
  claims: readonly Claim[],
  watchlist: Pick<Watchlist, 'subjects' | 'rules'>,
  now: number,
): readonly Band[] {
  // Only facts and an operator's word move anybody.
  const moments = [
    ...new Set(
      claims
        .filter((claim) => claim.modality === 'fact' || claim.from.kind === 'desk')
        .map((claim) => claim.statedAt),
    ),
  ].sort((a, b) => a - b);
  const turns: { situation: SituationName; from: number }[] = [];
  const taken = heldSince(claims);
  for (const at of moments) {
    const situation = situationOf(
      claims.filter((claim) => claim.statedAt <= at),
      watchlist,
      at,
    );
    const last = turns.at(-1);
    if (situation.situation === 'unknown' || situation.situation === last?.situation) continue;
    const from = Math.min(at, beginningOf(situation, taken) ?? at);
    // What is told late began before what was told early: it takes the place of what it overlaps.
    while ((turns.at(-1)?.from ?? -Infinity) >= from) turns.pop();
    if (turns.at(-1)?.situation !== situation.situation) turns.push({ situation: situation.situation, from });
  }
  return turns.map((turn, at) => ({ ...turn, to: turns[at + 1]?.from ?? now }));
}

function beginningOf({ since, situation }: Situation, taken: string | null): number | null {
  if (since !== null) return dayStart(since.day);
  return situation === 'held' && taken !== null ? dayStart(taken) : null;
}

function onceEach(claims: readonly Claim[]): readonly Claim[] {
  const seen = new Set<string>();
  return claims
    .toSorted((a, b) => b.statedAt - a.statedAt || Number(a.weighed) - Number(b.weighed))
    .filter(({ event, modality, origin, statedAt, eventAt }) => {
      const key = [event, modality, origin, eventAt?.day, dayOf(statedAt)].join(' ');
      return !seen.has(key) && seen.add(key);
    });
}
