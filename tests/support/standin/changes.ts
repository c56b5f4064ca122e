/** Tells waiting tests that a stand-in's world changed, so that they never sleep and look again. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  /** Something changed: every waiting `until` looks again. */
  happened(): void {
    for (const look of this.#waiting) look();
  }

  /**
   * Resolves with what `look` returns as soon as that is neither null, undefined nor false. Where it never comes, the
   * test's own time limit ends the wait.
   */
  async until<T>(look: () => T | null | undefined | false): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const again = (): void => {
        try {
          const seen = look();
          if (seen === null || seen === undefined || seen === false) return;
          this.#waiting.delete(again);
          resolve(seen);
        } catch (error) {
          this.#waiting.delete(again);
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      };
      this.#waiting.add(again);
      again();
    });
  }
}
