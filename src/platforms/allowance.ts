/** How much one person may ask: one that leans on a button must not cost the others their answers. */
import type { Clock } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';

/** Commands one person may give in a minute, and at once. */
const COMMANDS_A_MINUTE = 20;

/** People remembered at a time; forgetting one only gives them a fresh allowance. */
const MOST_REMEMBERED = 10_000;

/** `granted`: go on. `spent`: over the limit for the first time, say so. `ignored`: over it and already told. */
export type Grant = 'granted' | 'spent' | 'ignored';

/** How many commands a person may still send. */
export interface Allowance {
  /** Takes one command from what this person has left. */
  take(user: string): Grant;
}

/** A token bucket for each person, refilled evenly over the minute. */
export function createAllowance(clock: Clock, aMinute: number = COMMANDS_A_MINUTE): Allowance {
  const buckets = new Map<string, { left: number; at: number; told: boolean }>();
  return {
    take(user) {
      const now = clock.now();
      const known = buckets.get(user);
      const refilled =
        known === undefined ? aMinute : known.left + (Math.max(0, now - known.at) * aMinute) / MINUTE;
      const left = Math.min(aMinute, refilled);
      const granted = left >= 1;
      const told = !granted && known?.told === true;
      // Set anew, so that the map stays in order of use and the longest unused go first.
      buckets.delete(user);
      buckets.set(user, { left: granted ? left - 1 : left, at: now, told: !granted });
      if (buckets.size > MOST_REMEMBERED) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      if (granted) return 'granted';
      return told ? 'ignored' : 'spent';
    },
  };
}
