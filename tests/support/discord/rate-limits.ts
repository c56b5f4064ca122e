import { createHash } from 'node:crypto';
import type { StandInClock } from '../standin/clock.ts';

/** So many requests in so many ms. */
export interface Bucket {
  readonly limit: number;
  readonly perMs: number;
}

/** What a rate limit says to one request. */
export interface Metered {
  readonly headers: Readonly<Record<string, string>>;
  /** ms to wait, 0 when the request may pass. */
  readonly wait: number;
}

interface Window {
  count: number;
  resetAt: number;
}

/** Wide enough to be out of the way of tests that are about something else. */
const DEFAULT_BUCKET: Bucket = { limit: 1000, perMs: 1000 };

/**
 * Rate limits by route and top-level resource: https://discord.com/developers/docs/topics/rate-limits. The numbers are the
 * test's own: no client may count on any.
 */
export class RateLimits {
  readonly #clock: StandInClock;
  readonly #buckets: Readonly<Record<string, Bucket>>;
  readonly #overall: Bucket | null;
  readonly #windows = new Map<string, Window>();

  /**
   * @param buckets by route: `POST /channels/:channel/messages`.
   * @param inAllPerSecond over all routes; undefined for no such limit.
   */
  constructor(
    clock: StandInClock,
    buckets: Readonly<Record<string, Bucket>>,
    inAllPerSecond: number | undefined,
  ) {
    this.#clock = clock;
    this.#buckets = buckets;
    this.#overall = inAllPerSecond === undefined ? null : { limit: inAllPerSecond, perMs: 1000 };
  }

  /** Counts one request of any route. @returns ms to wait, 0 when it may pass. */
  takeOverall(): number {
    if (this.#overall === null) return 0;
    const { over, window } = this.#count('over all', this.#overall);
    return over ? window.resetAt - this.#clock.now() : 0;
  }

  /** Counts one request. @param resource the channel, guild or webhook that the route begins with. */
  take(route: string, resource: string): Metered {
    const bucket = this.#buckets[route] ?? DEFAULT_BUCKET;
    const now = this.#clock.now();
    const { over, window } = this.#count(`${route} ${resource}`, bucket);
    const resetAfter = window.resetAt - now;
    return {
      headers: {
        'x-ratelimit-limit': String(bucket.limit),
        'x-ratelimit-remaining': String(bucket.limit - window.count),
        'x-ratelimit-reset': (window.resetAt / 1000).toFixed(3),
        'x-ratelimit-reset-after': (resetAfter / 1000).toFixed(3),
        'x-ratelimit-bucket': createHash('sha256').update(route).digest('hex').slice(0, 32),
      },
      wait: over ? resetAfter : 0,
    };
  }

  #count(name: string, bucket: Bucket): { readonly over: boolean; readonly window: Window } {
    const now = this.#clock.now();
    const known = this.#windows.get(name);
    const window =
      known !== undefined && known.resetAt > now ? known : { count: 0, resetAt: now + bucket.perMs };
    this.#windows.set(name, window);
    const over = window.count >= bucket.limit;
    if (!over) window.count += 1;
    return { over, window };
  }
}
