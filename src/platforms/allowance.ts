/** How much one person may ask: one that leans on a button must not cost the others their answers. */
import type { Clock } from '#core/ports.ts';
import type { Message } from '#core/message.ts';

/** Commands one person may give in a minute, and at once. */
const COMMANDS_A_MINUTE = 20;

/** People remembered at a time; forgetting one only gives them a fresh allowance. */
const MOST_REMEMBERED = 10_000;

/** `granted`: go on. `spent`: over the limit for the first time, say so. `ignored`: over it and already told. */
export type Grant = 'granted' | 'spent' | 'ignored';

export interface Allowance {
  /** Takes one command from what this person has left. */
  take(user: string): Grant;
}

/** A token bucket for each person, refilled evenly over the minute. */
export function createAllowance(clock: Clock, aMinute: number = COMMANDS_A_MINUTE): Allowance {
  const buckets = new Map<string, { left: number; at: number; told: boolean }>();
  return {
    take(user) {
      const now = clock.now();
      const known = buckets.get(user);
      const refilled =
        known === undefined ? aMinute : known.left + (Math.max(0, now - known.at) * aMinute) / 60_000;
      const left = Math.min(aMinute, refilled);
      const granted = left >= 1;
      const told = !granted && known?.told === true;
      // Set anew, so that the map stays in order of use and the longest unused go first.
      buckets.delete(user);
      buckets.set(user, { left: granted ? left - 1 : left, at: now, told: !granted });
      if (buckets.size > MOST_REMEMBERED) {
        const [oldest] = buckets.keys();
        if (oldest !== undefined) buckets.delete(oldest);
      }
      if (granted) return 'granted';
      return told ? 'ignored' : 'spent';
    },
  };
}

const SLOW_DOWN: Readonly<Record<string, string>> = {
  en: 'That was a lot at once. Please give me a minute, then ask again.',
  ru: 'Слишком много запросов подряд. Подождите минуту и спросите снова.',
  he: 'יותר מדי בקשות בבת אחת. אפשר לנסות שוב בעוד דקה.',
};

/** What a person over the limit is told, once. */
export function slowDown(language: string | null): Message {
  return notice(SLOW_DOWN, language);
}

const ASK_AGAIN: Readonly<Record<string, string>> = {
  en: 'I was away when you asked. Please ask again.',
  ru: 'Меня не было на месте, когда вы спросили. Пожалуйста, спросите ещё раз.',
  uk: 'Мене не було на місці, коли ви запитали. Будь ласка, запитайте ще раз.',
  he: 'לא הייתי כאן כששאלתם. אפשר לשאול שוב.',
};

/** What a chat is told, once, when its questions waited too long to be answered. */
export function askAgain(language: string | null): Message {
  return notice(ASK_AGAIN, language);
}

function notice(said: Readonly<Record<string, string>>, language: string | null): Message {
  const words = said[language ?? 'en'] ?? said['en'] ?? '';
  return {
    blocks: [{ kind: 'paragraph', inlines: [{ kind: 'text', text: words }] }],
    buttons: [],
    tone: 'notice',
  };
}
