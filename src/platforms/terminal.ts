import type { Message } from '#core/message.ts';
import type { Outcome } from '#core/delivery.ts';
import type { Notifier } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import { brief, toTerminal } from '#render/terminal.ts';
import type { TerminalForm } from '#render/terminal.ts';
import { sendParts } from './parts.ts';

/** Where messages go that are written instead of sent. */
export interface TerminalDeps {
  /** Takes whole messages, each ending with an empty line. */
  readonly write: (text: string) => void | Promise<void>;
  /** Asked for each message: a window may be resized. */
  readonly form: () => TerminalForm;
}

/** How long to wait when the output cannot be written to, ms: a full disk or a reader that went away. */
const WRITE_PAUSE = MINUTE;

/** The platform that needs no account: prints what it is told, an edit as its first and last lines. */
export function createTerminal(deps: TerminalDeps): Notifier {
  let printed = 0;
  const print = async (message: Message, before: string): Promise<Outcome> => {
    const text = toTerminal(message, deps.form());
    if (text === '') return { outcome: 'rejected', reason: 'the message has nothing to show' };
    try {
      await deps.write(`${before}${text}\n\n`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { outcome: 'retry', after: WRITE_PAUSE, reason: `could not write to the terminal: ${reason}` };
    }
    printed += 1;
    return { outcome: 'sent', messageId: String(printed) };
  };
  return {
    platform: 'terminal',
    send: (delivery, account) =>
      sendParts(
        [delivery.message],
        account,
        (whole) => print(whole, ''),
        () => undefined,
      ),
    async edit(_to, messageId, message) {
      const outcome = await print(brief(message), '↻ ');
      return outcome.outcome === 'sent' ? { ...outcome, messageId } : outcome;
    },
  };
}
