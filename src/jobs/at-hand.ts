import type { Collection } from '#core/ports.ts';

/**
 * A collection with its last used records at hand: while an event lasts, every report asks for the same story. Only for records
 * that are written through it alone; who reads them otherwise sees each change, since it is in the collection before it is here.
 * @param most records kept at hand
 */
export function atHand<T>(inner: Collection<T>, most: number): Collection<T> {
  const known = new Map<string, T>();
  /** Writes so far: what was asked for before one and comes after it may be old. */
  let writes = 0;
  const keep = (id: string, value: T): void => {
    known.delete(id);
    known.set(id, value);
    if (known.size <= most) return;
    for (const oldest of known.keys()) {
      known.delete(oldest);
      break;
    }
  };
  return {
    async get(id) {
      const before = writes;
      const value = known.get(id) ?? (await inner.get(id));
      if (value !== null && writes === before) keep(id, value);
      return value;
    },
    async getMany(ids) {
      const missing = ids.filter((id) => !known.has(id));
      const read = new Map((await inner.getMany(missing)).map((value, at) => [missing[at], value] as const));
      return ids.map((id) => known.get(id) ?? read.get(id) ?? null);
    },
    async set(id, value) {
      await inner.set(id, value);
      writes += 1;
      keep(id, value);
    },
    async setMany(records) {
      await inner.setMany(records);
      writes += 1;
      for (const [id, value] of records) keep(id, value);
    },
    async delete(id) {
      await inner.delete(id);
      writes += 1;
      known.delete(id);
    },
    entries: () => inner.entries(),
  };
}
