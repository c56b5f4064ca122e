/** How often a waiting test looks of its own accord. */
const LOOK_EVERY_MS = 5;

/** Tells waiting tests that a stand-in's world changed, so that they never sleep and look again. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  /** Something changed: every waiting `until` looks again. */
  happened(): void {
    for (const look of this.#waiting) look();
  }

  /**
   * Resolves with what `look` returns as soon as that is neither null, undefined nor false. It looks at every change of
   * the world, and every few ms besides, for what only the client knows ("is it logged in?"). Where it never comes, the
   * test's own time limit ends the wait.
   */
  async until<T>(look: () => T | null | undefined | false): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const finish = (): void => {
        clearInterval(timer);
        this.#waiting.delete(again);
      };
      const again = (): void => {
        try {
          const seen = look();
          if (seen === null || seen === undefined || seen === false) return;
          finish();
          resolve(seen);
        } catch (error) {
          finish();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      const timer = setInterval(again, LOOK_EVERY_MS);
      timer.unref();
      this.#waiting.add(again);
      again();
    });
  }
}
