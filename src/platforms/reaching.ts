/** Reaching a chat service: what is the same of all of them when it does not answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { codeOf } from '#core/file-trouble.ts';
import { MINUTE } from '#core/spans.ts';

/** Pauses before trying to connect again, ms, doubled up to the longest. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 10 * MINUTE;

/** Pause after the token was refused, ms: nothing helps but the operator. */
export const TOKEN_PAUSE = 10 * MINUTE;

/** How long `stop` lets what is under way come to its end, ms. */
export const LAST_MOMENTS = 700;

/** Errors of the system from before anything was sent: then it is sure that the service has not got the message. */
export const NEVER_REACHED = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
] as const;

/**
 * Works until it does.
 * @param failed tells of a failure and of the seconds until the next attempt, or throws what ends the attempts
 * @throws what `failed` throws, and when it is stopped while it waits
 */
export async function persist<T>(
  work: () => Promise<T>,
  failed: (error: unknown, seconds: number) => void | Promise<void>,
  closing: AbortSignal,
): Promise<T> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    try {
      return await work();
    } catch (error) {
      await failed(error, pause / 1_000);
      await wait(pause, null, { signal: closing });
    }
  }
}

/** Only what kind of error it is: its message may hold the address, and the address the token. */
export function kindOf(error: unknown): string {
  const code = codeOf(error);
  if (code !== null) return code;
  if (!(error instanceof Error)) return 'unknown';
  if ('type' in error && typeof error.type === 'string') return error.type;
  return error.message.includes('timed out') ? 'timed out' : error.name;
}

/** Ids are private: the log only tells them apart. */
export function short(id: string): string {
  return `…${id.slice(-4)}`;
}
