import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Notifier } from '#core/ports.ts';
import type { Destination } from '#core/subscription.ts';
import { keepingAccount } from '#tests/support/account.ts';
import { list, message, paragraph } from '#render/build.ts';

/** A notifier on its platform, with a chat to send to. */
export interface Stage {
  readonly notifier: Notifier;
  readonly destination: Destination;
  /** A destination that is not there; null where there is no such thing. */
  readonly nowhere: Destination | null;
  /** What a person sees, one text a message, oldest first. */
  shown(): readonly string[];
  /** Does an edit change what is shown, or is it printed below? */
  readonly rewrites: boolean;
  end(): Promise<void>;
}

const ID = 'delivery-0000000000001';

/** What the deliver job relies on, whatever the platform. */
export function notifierContract(setUp: () => Promise<Stage>): void {
  let stage: Stage;
  beforeEach(async () => {
    stage = await setUp();
  });
  afterEach(() => stage.end());

  const send = (text: string, id = ID) =>
    keepingAccount(stage.notifier)({
      id,
      destination: stage.destination,
      message: message([paragraph(text)]),
      silent: false,
    });

  test('a message that was sent is there, under an id of its own', async () => {
    const first = await send('first');
    const second = await send('second', 'delivery-0000000000002');
    expect(stage.shown()).toEqual(['first', 'second']);
    expect([first.outcome, second.outcome]).toEqual(['sent', 'sent']);
    expect(first).not.toEqual(second);
  });

  test('words from outside are shown as they are', async () => {
    const words = '<b>5 < 6</b> & "so" *not* _this_ [x](y) `z` @everyone 1 \\ 2';
    expect(await send(words)).toMatchObject({ outcome: 'sent' });
    expect(stage.shown()).toEqual([words]);
  });

  test('a message of any length arrives whole and in order', async () => {
    const items = Array.from({ length: 900 }, (_, i) => `item ${String(i)}`);
    const outcome = await keepingAccount(stage.notifier)({
      id: ID,
      destination: stage.destination,
      message: message([list(items)]),
      silent: true,
    });
    expect(outcome.outcome).toBe('sent');
    expect(stage.shown().join('\n').split(/\s*• /u).filter(Boolean)).toEqual(items);
  });

  test('an edit shows the new words and keeps the id', async () => {
    const sent = await send('before');
    if (sent.outcome !== 'sent' || sent.messageId === null) throw new Error(sent.outcome);
    expect(
      await stage.notifier.edit(stage.destination, sent.messageId, message([paragraph('after')])),
    ).toEqual(sent);
    expect(stage.shown().at(-1)).toContain('after');
    expect(stage.shown()).toHaveLength(stage.rewrites ? 1 : 2);
  });

  test('a message without anything to see is refused, not sent', async () => {
    expect((await send(' \u200B')).outcome).toBe('rejected');
    expect(stage.shown()).toEqual([]);
  });

  test('a chat that is not there is gone', async () => {
    if (stage.nowhere === null) return;
    const message_ = message([paragraph('x')]);
    const outcome = await keepingAccount(stage.notifier)({
      id: ID,
      destination: stage.nowhere,
      message: message_,
      silent: false,
    });
    expect(outcome.outcome).toBe('gone');
  });
}
