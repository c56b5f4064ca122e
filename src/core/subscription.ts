/** Where messages can go; `terminal` prints them. */
export const PLATFORMS = ['telegram', 'discord', 'terminal'] as const;
/** One of {@link PLATFORMS}. */
export type Platform = (typeof PLATFORMS)[number];

/** A chat, channel or thread that messages go to. */
export interface Destination {
  readonly platform: Platform;
  /** Telegram chat id or @channel name, Discord channel id, `terminal`. */
  readonly chat: string;
  /** Telegram forum topic; null elsewhere (a Discord thread is a channel of its own). */
  readonly thread: string | null;
}

/** `telegram:-100123`, `telegram:-100123/7`, `discord:998`: the destination as one word; also its lane in the outbox. */
export function destinationKey(destination: Destination): string {
  const thread = destination.thread === null ? '' : `/${destination.thread}`;
  return `${destination.platform}:${destination.chat}${thread}`;
}

/** The desk's note of the channels to which a person of Telegram has added the bot before writing to it. */
export function greetingKey(person: string): string {
  return `telegram greeting ${person}`;
}

/** A destination's key as people may see it who are not in that chat: the last four characters of its id. */
export function shortened(key: string): string {
  return key.replace(
    /^(?<platform>telegram|discord):@?-?(?<chat>[^/]*)/u,
    (_all, platform: string, chat: string) => `${platform}:…${chat.slice(-4)}`,
  );
}

/** Wall-clock time of day, 24 h. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** Who wants what, how. */
export interface Subscription {
  /** The destination's key: one subscription a destination. */
  readonly id: string;
  readonly destination: Destination;
  /** Subject ids, or everything. */
  readonly subjects: 'all' | readonly string[];
  /** Topic ids followed beside the subjects; whoever follows all subjects follows all topics. */
  readonly topics: readonly string[];
  readonly alerts: 'changes' | 'all' | 'none';
  /** When the daily digest comes, in `timeZone`; null for none. */
  readonly digest: TimeOfDay | null;
  /** On which day of the week it comes and covers the week before, 1 Monday to 7 Sunday (ISO 8601); null: every day. */
  readonly weekly: number | null;
  /** What a day without news gives. */
  readonly emptyDigest: 'say' | 'silent';
  /** IANA name. */
  readonly timeZone: string;
  /** Language of our own words. */
  readonly language: string;
  /** Alerts wait till its end, but for a release or a death. Equal ends mean none. */
  readonly quiet: { readonly from: TimeOfDay; readonly to: TimeOfDay } | null;
  /** How a release or a death comes in quiet hours. */
  readonly urgent: 'silent' | 'loud';
  /** Paused until, ms; null when it is not. */
  readonly mutedUntil: number | null;
  /** Stories of which nothing more is wanted, the newest last; a release or a death is told all the same. */
  readonly mutedStories: readonly string[];
  /** Where it was made: by the operator's file or in the chat. */
  readonly madeIn: 'config' | 'chat';
  /** ms; when its digest was turned on, where that was later: none is owed for a time before. */
  readonly createdAt: number;
  /** Set when the destination is gone (blocked, kicked, deleted): nothing is sent, nothing is forgotten. */
  readonly paused: { readonly since: number; readonly reason: string } | null;
}

/** What a subscription is that says nothing of topics, a weekday, urgency and stories. */
export const NO_WISHES = { topics: [], weekly: null, urgent: 'silent', mutedStories: [] } as const;

/** Muted stories remembered: a story ends after some days. */
const MOST_MUTED = 50;

/** The subscription with one more muted story. */
export function withMuted(to: Subscription, story: string): Subscription {
  const others = to.mutedStories.filter((one) => one !== story);
  return { ...to, mutedStories: [...others, story].slice(-MOST_MUTED) };
}
