/** What the runs over days of the past share (`demo`, `replay`): a clock that follows them, and the terminal as the only chat. */
import { questionOf } from '#core/chat.ts';
import type { Language } from '#core/locale.ts';
import type { Answer } from '#core/message.ts';
import type { Clock } from '#core/ports.ts';
import { TERMINAL, terminalSubscription } from './newsdesk.ts';
import type { Newsdesk, NewsdeskParts } from './newsdesk.ts';

/** A clock that is set by what is replayed. */
export interface FollowingClock extends Clock {
  to(ms: number): void;
}

/** Never goes back. */
export function followingClock(start: number): FollowingClock {
  let now = start;
  return {
    now: () => now,
    to(ms) {
      now = Math.max(now, ms);
    },
  };
}

/** The terminal follows everybody, as if it had since `createdAt`, ms. */
export function subscribeTerminal(
  newsdesk: Newsdesk,
  defaults: NewsdeskParts['defaults'],
  createdAt: number,
): Promise<void> {
  return newsdesk.subscribers.save({
    ...terminalSubscription(defaults),
    mutedUntil: null,
    createdAt,
    paused: null,
  });
}

/** What chat answers the terminal to a line as typed, without the slash. */
export function askTerminal(newsdesk: Newsdesk, line: string, language: Language): Promise<Answer> {
  return newsdesk.chat.answer({
    ...questionOf(line),
    via: 'typed',
    destination: TERMINAL,
    user: { platform: 'terminal', id: 'terminal' },
    language,
    mayManage: () => Promise.resolve(false),
  });
}
