import { causeId } from './ids.ts';
import type { Change, ChangeKind, SituationName } from './situation.ts';
import type { Message } from './message.ts';
import type { QueueItem } from './ports.ts';
import { HOUR } from './spans.ts';
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
        /** Whose change it tells to this destination. */
        readonly subjects: readonly string[];
        readonly change: ChangeKind;
        readonly story: string;
        /** Each change told in it, and where its subject stood then: what was overtaken while the message waited is not told any more. */
        readonly told?: readonly ToldChange[] | undefined;
        /** Of a correction: the change whose message it takes back, without which it says nothing to anybody. */
        readonly corrects?: Pick<Change, 'subject' | 'kind' | 'ordinal'> | undefined;
      }
    /** A story for those who want all. */
    | { readonly kind: 'story'; readonly story: string }
    /** Replaces the text of the message sent for `edits`; goes nowhere while that one is unsent and absorbs it. */
    | {
        readonly kind: 'edit';
        readonly edits: string;
        readonly entry: string;
        /** Of an alert in which nothing is struck through: what it tells, as for the alert itself. */
        readonly tells?: Tells | undefined;
      }
    | { readonly kind: 'digest'; readonly from: number; readonly to: number }
    /** To the operator: a feed in trouble, a destination lost. */
    | { readonly kind: 'notice' };
}

/** What an edit makes an alert tell. */
export interface Tells {
  readonly change: ChangeKind;
  readonly story: string;
  readonly told: readonly ToldChange[];
}

/** One change that an alert tells. */
export interface ToldChange {
  readonly subject: string;
  /** See `Change`. */
  readonly ordinal: number;
  /** Where the change left its subject. */
  readonly situation: SituationName;
}

/** How long an alert waits for company, ms, unless somebody is freed or dead: what comes meanwhile goes into the same message. */
export const SETTLE = 150_000;

/**
 * The id of an alert: the same whichever feed's entry comes first after a crash, so nobody is told twice.
 * A correction of the same change would be another kind with an ordinal of its own.
 *
 * Where one report changes several people, one message tells all, and has the id of the one among them that leads
 * (core/together.ts), also for who does not follow that one. An entry that is read again after a kill is read against the
 * ledger without its own claims and before any other, so it finds the same changes, the same lead and the same id. What one
 * entry has told is in the ledger when the next is read: that one tells only what is left.
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
  /** `messageId` is null where nobody knows it: the answer to the first part was lost, and the rest followed. */
  | { readonly outcome: 'sent'; readonly messageId: string | null }
  | Wait
  /** The service may have taken it or not: no answer, or one that says only that something broke. */
  | { readonly outcome: 'unknown'; readonly reason: string }
  /** The destination cannot be reached any more: blocked, kicked, deleted, rights lost. */
  | { readonly outcome: 'gone'; readonly reason: string }
  /** The service will never take this message. It is parked, the next ones go on. */
  | { readonly outcome: 'rejected'; readonly reason: string }
  /** The chat got another id (group became supergroup): same message, there. */
  | { readonly outcome: 'moved'; readonly to: Destination; readonly reason: string }
  /** The message to edit is no longer there, or too old to edit. */
  | { readonly outcome: 'uneditable'; readonly reason: string };

/**
 * Not now: flood limit, service down, no network. The whole lane waits, so that order is kept: `after` ms where the
 * service says how long, exactly as long; null where nobody said, then longer each time.
 */
export interface Wait {
  readonly outcome: 'retry';
  readonly after: number | null;
  readonly reason: string;
}

/** What a platform took: by the delivery's id, so that a later edit finds the message. */
export interface Sent {
  readonly destination: Destination;
  /** The platform's own id of the message; null where nobody knows it, and it cannot be edited. */
  readonly messageId: string | null;
  /** So many parts of it are out, or let be. */
  readonly parts: number;
  /** One of these parts may be missing: no answer came to it, and it was not sent again. */
  readonly unsure: boolean;
  /** ms */
  readonly sentAt: number;
  /** `textKey` of what stands in the chat now: an edit to the same text is not made. */
  readonly text: string;
}

/** A short key of a message's content: equal keys, equal messages. */
export function textKey(message: Message): string {
  return causeId('message', JSON.stringify(message));
}

/** What is done about an attempt of which nobody knows whether the message came: send it again, or let it be. */
export type Unanswered = 'again' | 'once';

/** A release or a death: what is waited for, and waits for nothing. */
export function isEnd(kind: ChangeKind): boolean {
  return kind === 'released' || kind === 'died';
}

/** Which messages must not be missed, even at the price of one that comes twice: a release, a death. */
export function isUrgent({ cause }: Pick<Delivery, 'cause'>): boolean {
  return cause.kind === 'alert' && isEnd(cause.change);
}

/** A digest is of no use to anybody once the next two have come, ms after the end of its window. */
const DIGEST_LASTS = 48 * HOUR;

/** A story for those who want all of them, ms: after that it is found with /latest. */
const STORY_LASTS = 72 * HOUR;

/** Word of our own trouble to an operator, ms: what still holds is told anew. */
const NOTICE_LASTS = 24 * HOUR;

/**
 * A message older than this is not changed any more, ms: nobody looks at it again, and Discord limits changes of what is
 * older than an hour.
 */
const EDITABLE_FOR = 48 * HOUR;

/**
 * Why a message that waited so long is not sent any more; null while it is. An alert is always sent.
 * @param sentAt of an edit, when the message that it changes was sent, ms; null otherwise
 */
export function expired(delivery: Delivery, sentAt: number | null, now: number): string | null {
  const { cause, owedAt } = delivery;
  switch (cause.kind) {
    case 'alert':
      return null;
    case 'story':
      return now - owedAt > STORY_LASTS ? 'the story is older than three days' : null;
    case 'edit':
      return sentAt !== null && now - sentAt > EDITABLE_FOR ? 'the message is older than two days' : null;
    case 'digest':
      return now - cause.to > DIGEST_LASTS ? 'the digest is older than two days' : null;
    case 'notice':
      return now - owedAt > NOTICE_LASTS ? 'the notice is older than a day' : null;
  }
}
