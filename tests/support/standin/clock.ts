/** Time as a stand-in server sees it: the wall clock, or one that a test moves by hand. */
export interface StandInClock {
  /** ms since 1970 */
  now(): number;
  /** Runs `act` once, `ms` from now. @returns a function that takes it back. */
  after(ms: number, act: () => void): () => void;
}

/** Real time. Its timers keep no process alive. */
export const wallClock: StandInClock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};

/** Time that stands still until the test moves it: deadlines and limits are met exactly, and nothing sleeps. */
export class ManualClock implements StandInClock {
  #now: number;
  readonly #waiting = new Set<{ readonly at: number; readonly act: () => void }>();

  /** @param start ms since 1970; by default a fixed day, so that runs do not differ. */
  constructor(start: number = Date.UTC(2025, 1, 16, 8, 0, 0)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    const waiting = { at: this.#now + ms, act };
    this.#waiting.add(waiting);
    return () => {
      this.#waiting.delete(waiting);
    };
  }

  /** Moves time on by `ms` and runs what falls due on the way, in its order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = [...this.#waiting].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#waiting.delete(next);
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }
}
