/** A real Telegram client of ours before a stand-in, with a small inside behind it. */
import assert from 'node:assert/strict';
import type { ChatCommand } from '#core/chat.ts';
import type { Connection } from '#platforms/connection.ts';
import { createTelegram } from '#platforms/telegram.ts';
import type { TelegramDeps } from '#platforms/telegram.ts';
import { ManualClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramOptions, TelegramStandIn } from '#tests/support/telegram/server.ts';
import { createInside, keepLog } from './inside.ts';
import type { Inside, KeptLog } from './inside.ts';

export interface OnTelegram extends AsyncDisposable {
  readonly telegram: TelegramStandIn;
  readonly inside: Inside;
  readonly log: KeptLog;
  readonly clock: ManualClock;
  readonly bot: Connection;
  /** Another connection with the same token, as after a restart; not started. */
  again(more?: Partial<TelegramDeps>): Connection;
}

/** Begins with a connection that is not started. At its end, nothing may have been refused that was not expected. */
export async function onTelegram(
  options: TelegramOptions = {},
  more: Partial<TelegramDeps> = {},
  commands?: readonly ChatCommand[],
): Promise<OnTelegram> {
  const clock = new ManualClock();
  const telegram = await startTelegram({ clock, ...options });
  // The last call of grammY at its stop may overtake the end of its long poll.
  telegram.journal.expect('terminated by other getUpdates');
  const inside = createInside(commands);
  const log = keepLog();
  const made: Connection[] = [];
  const again = (deps: Partial<TelegramDeps> = {}): Connection => {
    const bot = createTelegram({
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      webhook: null,
      richDigests: true,
      operators: [],
      chat: inside.chat,
      locales: inside.locales,
      notes: inside.notes,
      clock,
      log,
      ...more,
      ...deps,
    });
    made.push(bot);
    return bot;
  };
  return {
    telegram,
    inside,
    log,
    clock,
    bot: again(),
    again,
    async [Symbol.asyncDispose]() {
      for (const one of made) await one.stop();
      await telegram.stop();
      const secret = telegram.token.split(':')[1] ?? '';
      assert.equal(log.text().includes(secret), false, 'the token is in the log');
      assert.deepEqual(telegram.journal.unexpected(), []);
    },
  };
}

export function destinationOf(chat: { readonly id: number }, thread: number | null = null) {
  return {
    platform: 'telegram',
    chat: String(chat.id),
    thread: thread === null ? null : String(thread),
  } as const;
}
