import { causeId } from './ids.ts';
import type { Change, ChangeKind } from './situation.ts';
import type { Message } from './message.ts';
import type { QueueItem } from './ports.ts';
import { destinationKey } from './subscription.ts';
import type { Destination } from './subscription.ts';

/** One message owed. Lives in the outbox until it is settled. */
export interface Delivery {
  /** From its causes, see the functions below. Discord's nonce is made of it. */
  readonly id: string;
  readonly destination: Destination;
  /** ms */
  readonly owedAt: number;
  /** Without sound. */
  readonly silent: boolean;
  readonly message: Message;
  readonly cause:
    | {
        readonly kind: 'alert';
        readonly subject: string;
        readonly change: ChangeKind;
        readonly ordinal: number;
        readonly story: string;
      }
    /** A story for those who want all. */
    | { readonly kind: 'story'; readonly story: string }
    /** Replaces the text of the message sent for `edits`; goes nowhere while that one is unsent and absorbs it. */
    | { readonly kind: 'edit'; readonly edits: string; readonly entry: string }
    | { readonly kind: 'digest'; readonly from: number; readonly to: number }
    /** To the operator: a feed in trouble, a destination lost. */
    | { readonly kind: 'notice' };
}

/**
 * The id of an alert: the same whichever feed's entry comes first after a crash, so nobody is told twice.
 * A correction of the same change would be another kind with an ordinal of its own.
 */
export function alertId(subscription: string, change: Pick<Change, 'subject' | 'kind' | 'ordinal'>): string {
  return causeId('alert', subscription, change.subject, change.kind, String(change.ordinal));
}

/** The id of a story told to those who want all. */
export function storyDeliveryId(subscription: string, firstEntry: string): string {
  return causeId('story', subscription, firstEntry);
}

/** The id of an edit: the alert it changes and the entry that caused it. */
export function editId(alert: string, entry: string): string {
  return causeId('edit', alert, entry);
}

/** The id of a digest: one for each subscription and window. */
export function digestId(subscription: string, from: number, to: number): string {
  return causeId('digest', subscription, String(from), String(to));
}

/** A delivery as the outbox takes it: its destination is its lane, so that one slow chat holds up no other. */
export function queued(delivery: Delivery): QueueItem<Delivery> {
  return {
    id: delivery.id,
    lane: destinationKey(delivery.destination),
    dueAt: delivery.owedAt,
    value: delivery,
  };
}

/** What became of one attempt to send. Only the platform's adapter knows the service's codes behind it. */
export type Outcome =
  | { readonly outcome: 'sent'; readonly messageId: string }
  /**
   * Not now: flood limit, service down, no network. The whole lane waits, so that order is kept: `after` ms where the
   * service says how long, exactly as long; null where nobody said, then longer each time.
   */
  | { readonly outcome: 'retry'; readonly after: number | null; readonly reason: string }
  /** The destination cannot be reached any more: blocked, kicked, deleted, rights lost. */
  | { readonly outcome: 'gone'; readonly reason: string }
  /** The service will never take this message. It is parked, the next ones go on. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The chat got another id (group became supergroup): same message, there. */
  | { readonly outcome: 'moved'; readonly to: Destination; readonly reason: string }
  /** The message to edit is no longer there, or too old to edit. */
  | { readonly outcome: 'uneditable'; readonly reason: string };

/** What a platform took: by the delivery's id, so that a later edit finds the message. */
export interface Sent {
  readonly destination: Destination;
  /** The platform's own id of the message. */
  readonly messageId: string;
  /** ms */
  readonly sentAt: number;
  /** `textKey` of what stands in the chat now: an edit to the same text is not made. */
  readonly text: string;
}

/** A short key of a message's content: equal keys, equal messages. */
export function textKey(message: Message): string {
  return causeId('message', JSON.stringify(message));
}
