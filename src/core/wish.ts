/** What a chat wishes to be sent, as typed in one line: names, times, a zone, in any order. */
import type { Subscription, TimeOfDay } from './subscription.ts';
import type { Meaning, TypedWords } from './typed-words.ts';

/** What was asked for; null: not said. */
export interface Wish {
  readonly everybody: boolean;
  /** Exactly these subjects and topics, where named without a sign. */
  readonly only: readonly Named[];
  readonly add: readonly Named[];
  readonly remove: readonly Named[];
  readonly alerts: Subscription['alerts'] | null;
  /** The hour of the day; within it null: no digest. */
  readonly digest: { readonly at: TimeOfDay | null } | null;
  /** 1 Monday to 7 Sunday (ISO 8601); within it null: every day. */
  readonly weekly: { readonly day: number | null } | null;
  readonly emptyDigest: Subscription['emptyDigest'] | null;
  readonly timeZone: string | null;
  /** Within it null: no quiet hours. */
  readonly quiet: { readonly span: Subscription['quiet'] } | null;
  readonly urgent: Subscription['urgent'] | null;
}

/** A subject or a topic of the watchlist. */
export type Named =
  | { readonly kind: 'subject'; readonly id: string }
  | { readonly kind: 'topic'; readonly id: string };

/** A word that says nothing we know. */
export interface Misread {
  readonly word: string;
  readonly because: 'time' | 'zone' | 'nobody';
}

/** What was understood, and the words that were not. */
export interface WishRead {
  readonly wish: Wish;
  readonly misread: readonly Misread[];
}

/** UTF-16 units looked at; more is no wish. */
const MOST_CHARACTERS = 500;

/** Words of what has one meaning, at most: "all the stories", "once a week". */
const LONGEST_PHRASE = 3;

/**
 * Reads `trufanov herkin changes 08:30 Asia/Jerusalem monday 22:00-07:00 loud`.
 *
 * @param named whom or what a word names; several where it is a family's.
 * @param known the words that have one meaning, in all languages.
 */
export function readWish(
  typed: string,
  named: (word: string) => readonly Named[],
  known: TypedWords,
): WishRead {
  const misread: Misread[] = [];
  const only: Named[] = [];
  const add: Named[] = [];
  const remove: Named[] = [];
  const wish: { -readonly [Part in keyof Wish]: Wish[Part] } = {
    everybody: false,
    only,
    add,
    remove,
    alerts: null,
    digest: null,
    weekly: null,
    emptyDigest: null,
    timeZone: null,
    quiet: null,
    urgent: null,
  };
  const words = typed
    .slice(0, MOST_CHARACTERS)
    .split(/[\s,;]+/u)
    .filter((word) => word !== '');
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const phrase = phraseAt(words, at, known);
    if (phrase !== null) {
      Object.assign(wish, MEANT[phrase.meaning]);
      at += phrase.length - 1;
    } else if (/^\d{1,2}[:.]\d{2}[-–]\d{1,2}[:.]\d{2}$/u.test(word)) {
      const [from, to] = word.split(/[-–]/u).map(timeOf);
      if (from == null || to == null) misread.push({ word, because: 'time' });
      else wish.quiet = { span: { from, to } };
    } else if (/^\d{1,2}[:.]\d{2}$/u.test(word)) {
      const at = timeOf(word);
      if (at === null) misread.push({ word, because: 'time' });
      else wish.digest = { at };
    } else if (word.toLowerCase() === 'utc' || /^[A-Za-z]+\/[A-Za-z_+-]+/u.test(word)) {
      const timeZone = zoneOf(word);
      if (timeZone === null) misread.push({ word, because: 'zone' });
      else wish.timeZone = timeZone;
    } else {
      const sign = /^[+-]/.exec(word)?.[0] ?? '';
      const found = named(word.slice(sign.length));
      if (found.length === 0) misread.push({ word, because: 'nobody' });
      else (sign === '+' ? add : sign === '-' ? remove : only).push(...found);
    }
  }
  return { wish, misread };
}

/** The longest words from here on that have one meaning, and how many they are. */
function phraseAt(
  words: readonly string[],
  at: number,
  known: TypedWords,
): { readonly meaning: Meaning<'subscribe'>; readonly length: number } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - at); length > 0; length -= 1) {
    const meaning = known.meaning('subscribe', words.slice(at, at + length).join(' '));
    if (meaning !== null) return { meaning, length };
  }
  return null;
}

const MEANT: Readonly<Record<Meaning<'subscribe'>, Partial<Wish>>> = {
  changes: { alerts: 'changes' },
  none: { alerts: 'none' },
  everything: { alerts: 'all' },
  everybody: { everybody: true },
  off: { digest: { at: null } },
  daily: { weekly: { day: null } },
  weekly: { weekly: { day: 1 } },
  monday: { weekly: { day: 1 } },
  tuesday: { weekly: { day: 2 } },
  wednesday: { weekly: { day: 3 } },
  thursday: { weekly: { day: 4 } },
  friday: { weekly: { day: 5 } },
  saturday: { weekly: { day: 6 } },
  sunday: { weekly: { day: 7 } },
  loud: { urgent: 'loud' },
  silent: { urgent: 'silent' },
  'quiet:off': { quiet: { span: null } },
  'empty:say': { emptyDigest: 'say' },
  'empty:silent': { emptyDigest: 'silent' },
};

/** The subscription as wished: what was said, else as it was. */
export function granted(had: Subscription, wish: Wish, defaultDigest: TimeOfDay | null): Subscription {
  const ids = (kind: Named['kind'], from: readonly Named[]): readonly string[] =>
    from.filter((one) => one.kind === kind).map(({ id }) => id);
  const changed = (kind: Named['kind'], before: readonly string[]): readonly string[] => {
    const named = ids(kind, wish.only);
    const gone = new Set(ids(kind, wish.remove));
    const all = new Set([...(named.length > 0 ? named : before), ...ids(kind, wish.add)]);
    return [...all].filter((id) => !gone.has(id));
  };
  const picked = changed('subject', had.subjects === 'all' ? [] : had.subjects);
  const touched = [wish.only, wish.add, wish.remove].some((list) => ids('subject', list).length > 0);
  // A time or a day is asked for by somebody who wants a digest.
  const digest =
    wish.digest === null
      ? wish.weekly === null
        ? had.digest
        : (had.digest ?? defaultDigest ?? { hour: 9, minute: 0 })
      : wish.digest.at;
  return {
    ...had,
    // Nobody left is not nobody at all: that would be a subscription to nothing.
    subjects: wish.everybody ? 'all' : touched ? (picked.length === 0 ? 'all' : picked) : had.subjects,
    topics: changed('topic', had.topics),
    alerts: wish.alerts ?? had.alerts,
    digest,
    weekly: wish.weekly === null ? had.weekly : wish.weekly.day,
    emptyDigest: wish.emptyDigest ?? had.emptyDigest,
    timeZone: wish.timeZone ?? had.timeZone,
    quiet: wish.quiet === null ? had.quiet : wish.quiet.span,
    urgent: wish.urgent ?? had.urgent,
  };
}

function timeOf(word: string): TimeOfDay | null {
  const [hour = NaN, minute = NaN] = word.split(/[:.]/u).map(Number);
  return hour <= 23 && minute <= 59 ? { hour, minute } : null;
}

/** The zone by its IANA name; null for what is none. */
function zoneOf(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}
