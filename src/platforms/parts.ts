/** Sending a message that takes several: all of them, going on where an attempt broke off. */
import type { Outcome } from '#core/delivery.ts';
import type { Account } from '#core/ports.ts';

/** What becomes of a message without a part. */
export const NOTHING_TO_SHOW: Outcome = { outcome: 'rejected', reason: 'the message has nothing to show' };

/**
 * What stands in the place of a message sent before, of which only the first part's id is known: that part takes what fits, and the
 * buttons, which stand on the last part otherwise. Null for a message without a part.
 */
export function editable<Buttons extends string, Part extends Readonly<Record<Buttons, unknown>>>(
  parts: readonly Part[],
  buttons: Buttons,
): Part | null {
  const [first] = parts;
  const last = parts.at(-1);
  return first === undefined || last === undefined ? null : { ...first, [buttons]: last[buttons] };
}

/**
 * Sends the parts of one delivery in order, from where the account says. The outcome's message id is the first part's. A
 * later part that the service will never take is left out and reported to `skipped`: better most of a digest than none.
 */
export async function sendParts<Part>(
  parts: readonly Part[],
  account: Account,
  one: (part: Part, index: number) => Promise<Outcome>,
  skipped: (index: number, reason: string) => void,
): Promise<Outcome> {
  let { messageId } = account;
  for (const [offset, part] of parts.slice(account.from).entries()) {
    const index = account.from + offset;
    const wait = await account.begin(index, messageId);
    if (wait !== null) return wait;
    const outcome = await one(part, index);
    if (outcome.outcome === 'sent') {
      if (index === 0) messageId = outcome.messageId;
    } else if (outcome.outcome === 'rejected' && index > 0) skipped(index, outcome.reason);
    else return outcome;
  }
  return parts.length === 0 ? NOTHING_TO_SHOW : { outcome: 'sent', messageId };
}
