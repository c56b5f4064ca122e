/** Asking Telegram for updates, for as long as the bot runs. */
import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError } from 'grammy';
import type { Bot } from 'grammy';
import type { Clock, Log } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import { isTokenRefusal, told, TOKEN_REFUSED } from './telegram-notifier.ts';
import { UPDATES } from './telegram-hearing.ts';

/** Pauses before polling again, ms, doubled up to the longest. */
const CONFLICT_PAUSE = 30_000;
const LONGEST_PAUSE = 10 * MINUTE;

/** Polls until the bot is stopped, or its token refused. Takes a webhook away that was set before. Never throws. */
export async function poll(bot: Bot, clock: Clock, log: Log, closing: AbortSignal): Promise<void> {
  for (let pause = CONFLICT_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const began = clock.now();
    try {
      await bot.start({ allowed_updates: UPDATES });
      return;
    } catch (error) {
      if (closing.aborted) return;
      if (isTokenRefusal(error)) {
        log.error({}, TOKEN_REFUSED);
        return;
      }
      if (clock.now() - began > LONGEST_PAUSE) pause = CONFLICT_PAUSE;
      if (error instanceof GrammyError && error.error_code === 409) {
        log.error(
          { seconds: pause / 1000 },
          'Another program reads this Telegram bot: two instances run with one token. Stop one of them, or give each its own bot.',
        );
      } else log.warn({ seconds: pause / 1000, ...told(error) }, 'Polling Telegram failed, trying again');
    }
    try {
      await wait(pause, null, { signal: closing });
    } catch {
      // Stopped while waiting.
      return;
    }
  }
}
