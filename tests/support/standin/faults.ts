/** What a test can make go wrong with one request. */
export type Fault =
  /** The connection ends before the request was taken: nothing was done. */
  | { readonly fault: 'dropped' }
  /** It was done, and the connection ends before the answer is out: the sender cannot know. */
  | { readonly fault: 'answer lost' }
  /** It was done; the answer comes `ms` later by the server's clock. */
  | { readonly fault: 'slow'; readonly ms: number }
  /** It was done; the answer comes when the test lets it. */
  | { readonly fault: 'held'; readonly until: Promise<unknown> }
  /** A 5xx. `accepted`: it was done all the same. */
  | { readonly fault: 'broken'; readonly status: 500 | 502 | 503 | 504; readonly accepted: boolean }
  /** 429. A request of the same kind before the time is over is a fault of the bot. Seconds. */
  | { readonly fault: 'flood'; readonly retryAfter: number; readonly everywhere?: boolean }
  /** A refusal whose cause cannot be brought about here. `code` is Discord's own; Telegram has none. */
  | { readonly fault: 'refused'; readonly status: number; readonly code?: number; readonly message: string };

interface Scripted {
  readonly what: string | RegExp;
  readonly about: string | null;
  readonly fault: Fault;
}

/** Faults in waiting. Each one befalls one request. */
export class FaultScript {
  readonly #scripted: Scripted[] = [];

  /**
   * The next requests named `what` meet these faults, one each, in this order.
   * @param what `sendMessage`; `POST /channels/:channel/messages`; or a pattern for that.
   */
  next(what: string | RegExp, ...faults: readonly Fault[]): void {
    for (const fault of faults) this.#scripted.push({ what, about: null, fault });
  }

  /** The same, for requests about one chat or channel only. */
  nextIn(about: string | number, what: string | RegExp, ...faults: readonly Fault[]): void {
    for (const fault of faults) this.#scripted.push({ what, about: String(about), fault });
  }

  /** The fault that befalls this request, used up by it. */
  take(what: string, about: string | null): Fault | null {
    const index = this.#scripted.findIndex(
      (one) =>
        (typeof one.what === 'string' ? one.what === what : one.what.test(what)) &&
        (one.about === null || one.about === about),
    );
    return index === -1 ? null : (this.#scripted.splice(index, 1)[0]?.fault ?? null);
  }

  /** How many have not befallen anything yet: at the end of a test that should be 0. */
  get left(): number {
    return this.#scripted.length;
  }
}

/** The waits a server has imposed: `retry_after` by lane (a chat, a route, everything). */
export class ImposedWaits {
  readonly #until = new Map<string, number>();

  impose(lane: string, until: number): void {
    this.#until.set(lane, Math.max(until, this.#until.get(lane) ?? 0));
  }

  /** How many ms the longest wait of these lanes still lasts; 0 when none does. */
  remaining(now: number, lanes: readonly string[]): number {
    return Math.max(0, ...lanes.map((lane) => (this.#until.get(lane) ?? 0) - now));
  }
}
