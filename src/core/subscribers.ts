import type { Destination, Subscription } from './subscription.ts';

/** Everybody who is told something. All are held in memory, since each entry asks for all of them. */
export interface Subscribers {
  all(): readonly Subscription[];
  /** By destination. */
  of(destination: Destination): Subscription | null;
  /** Adds or replaces; durable when it returns. */
  save(subscription: Subscription): Promise<void>;
  remove(destination: Destination): Promise<void>;
}
