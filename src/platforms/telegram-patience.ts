/** Keeping to Telegram's limits with answers to people: they wait, in turn, and none is dropped because many asked at once. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Transformer } from 'grammy';
import type { Log } from '#core/ports.ts';
import { neverReached } from './telegram-notifier.ts';

/** A call waits this long for a limit, s; a chat that Telegram closes for longer gets no answer, the news wait in the outbox. */
const LONGEST_WAIT = 30;

/** What one call waits in all before it is given up, s: nobody looks for an answer after that. */
const MOST_WAITED = 90;

/** For so long after a limit was met answers go out one after another, ms. */
const SLOW_FOR = 30_000;

/**
 * Between two answers then, ms: about thirty a second are allowed in all (https://core.telegram.org/bots/faq), and news are
 * on their way too.
 */
const BETWEEN = 40;

/** Pauses before a call to a chat is made again that did not reach Telegram, ms: somebody waits for the answer. */
const PAUSES = [1_000, 3_000, 8_000];

/**
 * Makes calls again where it is sure that nothing was done: after a 429, and where Telegram could not be reached at all.
 * While no limit is met nothing is held back. After one, all calls take turns, for those that were told to wait would otherwise come back
 * at the same moment and be told again. A call that was not told waits for its turn only: most limits are those of one
 * chat, and must not cost the others their answers.
 */
export function patience(log: Log, closing: AbortSignal): Transformer {
  let slowUntil = 0;
  let nextTurn = 0;

  async function turn(): Promise<void> {
    const now = performance.now();
    if (now >= slowUntil) return;
    const mine = Math.max(now, nextTurn);
    nextTurn = mine + BETWEEN;
    if (mine > now) await wait(mine - now, null, { signal: closing });
  }

  return async (prev, method, payload, signal) => {
    // The long poll sends nothing, and grammY waits by itself there.
    if (method === 'getUpdates') return prev(method, payload, signal);
    let failures = 0;
    let waited = 0;
    for (;;) {
      await turn();
      let answer;
      try {
        answer = await prev(method, payload, signal);
      } catch (error) {
        const pause = PAUSES[failures];
        if (pause === undefined || !('chat_id' in payload) || !neverReached(error)) throw error;
        failures += 1;
        log.info({ method, seconds: pause / 1000 }, 'Telegram cannot be reached, an answer waits');
        await wait(pause, null, { signal: closing });
        continue;
      }
      if (answer.ok || answer.error_code !== 429) return answer;
      const seconds = answer.parameters?.retry_after;
      if (seconds === undefined || seconds > LONGEST_WAIT || waited + seconds > MOST_WAITED) return answer;
      waited += seconds;
      slowUntil = performance.now() + seconds * 1000 + SLOW_FOR;
      await wait(seconds * 1000, null, { signal: closing });
    }
  };
}
