/** A store that can be killed: the n-th write, and everything after it, does not happen. */
import type { Collection, Outbox, Queue } from '#core/ports.ts';

export class Killed extends Error {
  constructor() {
    super('killed');
  }
}

export class Killer {
  writes = 0;
  #dead = false;
  readonly #at: number;

  /** @param at the write before which the process dies, from 1; Infinity: it lives. */
  constructor(at: number) {
    this.#at = at;
  }

  #write(): void {
    this.#alive();
    this.writes += 1;
    if (this.writes < this.#at) return;
    this.#dead = true;
    throw new Killed();
  }

  #alive(): void {
    if (this.#dead) throw new Killed();
  }

  /** Anything else that a dead process does not do: sending a message. */
  does<T>(work: () => T): T {
    this.#alive();
    return work();
  }

  collection<T>(inner: Collection<T>): Collection<T> {
    return {
      get: async (id) => this.does(() => inner.get(id)),
      getMany: async (ids) => this.does(() => inner.getMany(ids)),
      set: async (id, value) => {
        this.#write();
        await inner.set(id, value);
      },
      setMany: async (records) => {
        this.#write();
        await inner.setMany(records);
      },
      delete: async (id) => {
        this.#write();
        await inner.delete(id);
      },
      entries: () => this.does(() => inner.entries()),
    };
  }

  queue<T>(inner: Queue<T>): Queue<T> {
    return {
      put: async (items) => {
        this.#write();
        return inner.put(items);
      },
      lease: async (now, n, ms) => this.does(() => inner.lease(now, n, ms)),
      settle: async (id, outcome) => {
        this.#write();
        await inner.settle(id, outcome);
      },
      backlog: async (now) => this.does(() => inner.backlog(now)),
    };
  }

  outbox<T>(inner: Outbox<T>): Outbox<T> {
    return {
      ...this.queue(inner),
      begin: async (id, attempt) => {
        this.#write();
        await inner.begin(id, attempt);
      },
      release: async (ids, until) => {
        this.#write();
        await inner.release(ids, until);
      },
      revive: async (ids) => {
        this.#write();
        return inner.revive(ids);
      },
      forget: async (lane) => {
        this.#write();
        return inner.forget(lane);
      },
    };
  }
}
