import { describe, expect, test } from 'vitest';
import { createTerminal } from '#platforms/terminal.ts';
import { message, paragraph } from '#render/build.ts';
import { keepingAccount } from '#tests/support/account.ts';
import { notifierContract } from '#tests/contracts/notifier.ts';
import { ALERT } from './inside.ts';

const form = () => ({ width: Infinity, colour: false });
const destination = { platform: 'terminal', chat: 'terminal', thread: null } as const;

describe('as a notifier', () => {
  notifierContract(async () => {
    const printed: string[] = [];
    return {
      notifier: createTerminal({ write: (text) => void printed.push(text), form }),
      destination,
      nowhere: null,
      rewrites: false,
      shown: () => printed.map((text) => text.trimEnd()),
      end: () => Promise.resolve(),
    };
  });
});

test('each message is followed by an empty line, an edit says that it is one', async () => {
  let printed = '';
  const terminal = createTerminal({ write: (text) => void (printed += text), form });
  await keepingAccount(terminal)({
    id: 'one',
    destination,
    message: message([paragraph('one')]),
    silent: false,
  });
  await terminal.edit(destination, '1', message([paragraph('two')]));
  expect(printed).toBe('one\n\n↻ two\n\n');
});

test('what could not be written waits and is not lost', async () => {
  const terminal = createTerminal({ write: () => Promise.reject(new Error('write EPIPE')), form });
  expect(
    await keepingAccount(terminal)({ id: 'one', destination, message: ALERT, silent: false }),
  ).toMatchObject({
    outcome: 'retry',
    reason: 'could not write to the terminal: write EPIPE',
  });
});
