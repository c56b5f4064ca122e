import type { StandInClock } from '../standin/clock.ts';

/** So many messages in so many ms. */
export interface Rate {
  readonly messages: number;
  readonly perMs: number;
}

/** Limits on sending. Telegram gives no exact numbers, so a test that cares chooses its own. */
export interface FloodLimits {
  readonly perChat: Rate;
  readonly perGroup: Rate;
  readonly inAll: Rate;
}

/** https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, with a small burst to one chat. */
export const FAQ_LIMITS: FloodLimits = {
  perChat: { messages: 3, perMs: 3_000 },
  perGroup: { messages: 20, perMs: 60_000 },
  inAll: { messages: 30, perMs: 1_000 },
};

/** Counts what was sent and says when the next message may come. */
export class FloodControl {
  readonly #clock: StandInClock;
  readonly #limits: FloodLimits;
  readonly #sent = new Map<string, number[]>();

  constructor(clock: StandInClock, limits: FloodLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Takes one message to a chat into account. @returns 0, or after how many whole seconds to come again. */
  take(chat: number, group: boolean): number {
    const buckets: readonly (readonly [name: string, rate: Rate])[] = [
      ['all', this.#limits.inAll],
      [`chat ${String(chat)}`, group ? this.#limits.perGroup : this.#limits.perChat],
    ];
    const now = this.#clock.now();
    const wait = Math.max(0, ...buckets.map(([name, rate]) => this.#wait(name, rate, now)));
    if (wait > 0) return Math.ceil(wait / 1000);
    for (const [name] of buckets) this.#sent.set(name, [...(this.#sent.get(name) ?? []), now]);
    return 0;
  }

  #wait(name: string, rate: Rate, now: number): number {
    const recent = (this.#sent.get(name) ?? []).filter((at) => at > now - rate.perMs);
    this.#sent.set(name, recent);
    if (recent.length < rate.messages) return 0;
    const oldest = recent[recent.length - rate.messages] ?? now;
    return oldest + rate.perMs - now;
  }
}
