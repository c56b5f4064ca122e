/** The account of a message's parts, as the deliver job keeps it, without a queue behind it. */
import type { Notifier, Account } from '#core/ports.ts';

type Sent = Parameters<Notifier['send']>[0];

/** What a test says of a message; why it is owed matters for digests only. */
type Told = Omit<Sent, 'cause'> & Partial<Pick<Sent, 'cause'>>;

const accounts = new WeakMap<Notifier, Map<string, Pick<Account, 'from' | 'messageId'>>>();

/** Sends through a notifier again and again: parts that were sent are not sent again, those of which nobody knows are. */
export function keepingAccount(notifier: Notifier): (delivery: Told) => ReturnType<Notifier['send']> {
  const known = accounts.get(notifier) ?? new Map<string, Pick<Account, 'from' | 'messageId'>>();
  accounts.set(notifier, known);
  return (delivery) => {
    const account: Account = {
      ...(known.get(delivery.id) ?? { from: 0, messageId: null }),
      begin: (part, messageId) => {
        known.set(delivery.id, { from: part, messageId });
        return Promise.resolve(null);
      },
    };
    return notifier.send({ cause: { kind: 'notice' }, ...delivery }, account);
  };
}
