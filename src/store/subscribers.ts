import type { Collection } from '#core/ports.ts';
import type { Subscribers } from '#core/subscribers.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';

/** Reads every subscription once; from then on memory answers and the store follows each change before it counts. */
export async function openSubscribers(records: Collection<Subscription>): Promise<Subscribers> {
  const known = new Map<string, Subscription>();
  for await (const [id, subscription] of records.entries()) known.set(id, subscription);
  return {
    all: () => [...known.values()],
    of: (destination) => known.get(destinationKey(destination)) ?? null,
    async save(subscription) {
      await records.set(subscription.id, subscription);
      known.set(subscription.id, subscription);
    },
    async remove(destination) {
      const id = destinationKey(destination);
      await records.delete(id);
      known.delete(id);
    },
  };
}
