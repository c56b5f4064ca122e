/** Work in turn within a lane, side by side over the lanes, and nobody waits for it but whoever stops the program. */
export interface Turns {
  /** Runs after what was begun before in this lane. What it throws goes to `failed`. */
  take(lane: string, work: () => Promise<void>): void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Runs the work of a lane one after the other, and lanes beside each other. @param failed told of work that
 * throws; its lane goes on
 */
export function createTurns(failed: (lane: string, error: unknown) => void): Turns {
  const lanes = new Map<string, Promise<void>>();
  return {
    take(lane, work) {
      const before = lanes.get(lane) ?? Promise.resolve();
      const turn = before
        .then(work)
        .catch((error: unknown) => failed(lane, error))
        .finally(() => {
          if (lanes.get(lane) === turn) lanes.delete(lane);
        });
      lanes.set(lane, turn);
    },
    async idle() {
      while (lanes.size > 0) await Promise.all(lanes.values());
    },
  };
}
