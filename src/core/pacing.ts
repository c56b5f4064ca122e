/** How fast we send, so that a service need not tell us to slow down. */
import type { Destination } from './subscription.ts';

/** So many messages in any so many ms. */
export interface Rate {
  readonly messages: number;
  readonly perMs: number;
}

/** A limit that a message counts against. Messages that name the same limit share it. */
export interface Limit {
  readonly name: string;
  readonly rate: Rate;
}

/** What is known of a service beside its calls. */
export interface Manners {
  /** Which limits a message to this destination counts against; none where the service's own client sees to it. */
  readonly limits: (to: Destination) => readonly Limit[];
  /** How long the service knows a message that it was sent again by its id and does not show it twice, ms; 0: it never does. */
  readonly recognises: number;
}

/** Counts what goes out against the limits. */
export interface Pacer {
  /**
   * Takes one message into account.
   * @returns 0, or after how many ms to ask again; then nothing was counted.
   */
  take(limits: readonly Limit[], now: number): number;
}

/** Limits remembered at a time; those whose span has passed are forgotten beyond it. */
const MOST_REMEMBERED = 5_000;

/**
 * A pacer with nothing sent yet. It remembers the moments of the last messages rather than a level that fills up again:
 * a bucket of twenty that refills at twenty a minute lets forty through within one minute.
 */
export function createPacer(): Pacer {
  const sent = new Map<string, { readonly moments: readonly number[]; readonly perMs: number }>();

  const recent = ({ name, rate }: Limit, now: number): readonly number[] =>
    // A moment in the future is from before the clock was set back.
    (sent.get(name)?.moments ?? []).filter((at) => at > now - rate.perMs && at <= now);

  const forget = (now: number): void => {
    for (const [name, { moments, perMs }] of sent) {
      if ((moments.at(-1) ?? 0) <= now - perMs) sent.delete(name);
    }
  };

  return {
    take(limits, now) {
      let wait = 0;
      for (const limit of limits) {
        const moments = recent(limit, now);
        const first = moments[moments.length - limit.rate.messages];
        if (first !== undefined) wait = Math.max(wait, first + limit.rate.perMs - now);
      }
      if (wait > 0) return wait;
      for (const limit of limits) {
        sent.set(limit.name, { moments: [...recent(limit, now), now], perMs: limit.rate.perMs });
      }
      if (sent.size > MOST_REMEMBERED) forget(now);
      return 0;
    },
  };
}
