/** What recurs in a source's items, learnt while entries are analysed. */
import type { Entry } from '#core/entry.ts';
import { NOTHING_RECURS, withLines, withoutRecurring } from '#core/furniture.ts';
import type { Recurring } from '#core/furniture.ts';
import type { Clock, Collection } from '#core/ports.ts';

/** Lines that an outlet prints in every item, learnt from the items themselves. */
export interface Furniture {
  /** The entry without what recurs in other items of its source; what it has itself is learnt. */
  cleared(entry: Entry): Promise<Entry>;
  /** Writes what was learnt. What a kill takes away is learnt again from the next items. */
  keep(): Promise<void>;
}

/** The memory of one run over the collection. */
export function openFurniture(recurring: Collection<Recurring>, clock: Clock): Furniture {
  const known = new Map<string, Recurring>();
  const learnt = new Set<string>();
  return {
    async cleared(entry) {
      const before = known.get(entry.source) ?? (await recurring.get(entry.source)) ?? NOTHING_RECURS;
      const after = withLines(before, entry, clock.now());
      known.set(entry.source, after);
      if (after !== before) learnt.add(entry.source);
      return withoutRecurring(entry, before);
    },
    async keep() {
      if (learnt.size === 0) return;
      await recurring.setMany([...learnt].map((source) => [source, known.get(source) ?? NOTHING_RECURS]));
      learnt.clear();
    },
  };
}
