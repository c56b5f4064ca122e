/** Sending a message that takes several: all of them, going on where an attempt broke off. */
import type { Outcome } from '#core/delivery.ts';

/** Deliveries whose beginning is out; more than could ever be under way. */
const MOST_REMEMBERED = 1000;

export interface PartSender {
  /**
   * Sends the parts of one delivery in order. The outcome's message id is the first part's. When a part has to wait, the
   * next call for the same delivery goes on with that part; this is remembered in memory only, so a restart in between
   * may repeat the first parts. A later part that the service will never take is left out and reported to `skipped`:
   * better most of a digest than none.
   */
  send<Part>(
    delivery: string,
    parts: readonly Part[],
    one: (part: Part, index: number) => Promise<Outcome>,
  ): Promise<Outcome>;
}

export function createPartSender(
  skipped: (delivery: string, index: number, reason: string) => void,
): PartSender {
  const begun = new Map<string, { readonly messageId: string; readonly next: number }>();
  return {
    async send(delivery, parts, one) {
      const before = begun.get(delivery);
      begun.delete(delivery);
      let messageId = before?.messageId ?? null;
      const start = before?.next ?? 0;
      for (const [offset, part] of parts.slice(start).entries()) {
        const index = start + offset;
        const outcome = await one(part, index);
        if (outcome.outcome === 'sent') {
          messageId ??= outcome.messageId;
          continue;
        }
        if (messageId === null) return outcome;
        if (outcome.outcome === 'rejected') {
          skipped(delivery, index, outcome.reason);
          continue;
        }
        if (outcome.outcome === 'retry' || outcome.outcome === 'moved') {
          begun.set(delivery, { messageId, next: index });
          const [oldest] = begun.keys();
          if (begun.size > MOST_REMEMBERED && oldest !== undefined) begun.delete(oldest);
        }
        return outcome;
      }
      return messageId === null
        ? { outcome: 'rejected', reason: 'the message has nothing to show' }
        : { outcome: 'sent', messageId };
    },
  };
}
