import type { Asked, ChatCommand, TranslatedCommand } from '#core/chat.ts';
import type { Digest, DigestReader, Window } from '#core/digest.ts';
import type { Source } from '#core/feed.ts';
import type { Language, Locale, Locales, PlainKey } from '#core/locale.ts';
import type { Answer } from '#core/message.ts';
import type { Clock, Outbox } from '#core/ports.ts';
import type { Rulings } from '#core/ruling.ts';
import type { Search } from '#core/search.ts';
import type { Subscribers } from '#core/subscribers.ts';
import type { Destination, Subscription } from '#core/subscription.ts';
import type { Recognise } from '#core/typed.ts';
import type { TypedWords } from '#core/typed-words.ts';
import type { Watching } from '#core/watching.ts';
import type { Watchlist } from '#core/watchlist.ts';
import type { Desk } from './desk.ts';
import type { Explain } from './explain.ts';

/** What commands are given. */
export interface CommandDeps {
  readonly desk: Desk;
  /** What the archive has of an entry, by its id or link. */
  readonly explain: Explain;
  readonly search: Search;
  readonly subscribers: Subscribers;
  /** What this subscriber, or somebody who follows everything, would be told of a window. */
  readonly digestOf: (to: DigestReader, window: Window) => Promise<Digest>;
  readonly watchlist: Watchlist;
  /** Our own words. */
  readonly locales: Locales;
  readonly watching: Watching;
  /** What operators say of claims. */
  readonly rulings: Rulings;
  /** What is owed, and how many messages were sent a second time since nobody knew of the first. */
  readonly outbox: Pick<Outbox<unknown>, 'backlog' | 'revive' | 'settle'> & {
    readonly repeated: () => Promise<number>;
  };
  /** Whom a typed name means, by all the spellings that the news is searched for. */
  readonly recognise: Recognise;
  /** What else people may type, in all languages of ours. */
  readonly typedWords: TypedWords;
  readonly sources: ReadonlyMap<string, Source>;
  /** What a subscription made in a chat gets. */
  readonly defaults: Pick<Subscription, 'digest' | 'timeZone' | 'language' | 'emptyDigest' | 'quiet'>;
  /** Erases all that is kept of a chat. */
  readonly forget: (destination: Destination) => Promise<void>;
  /** Tells the operators that a subscriber can no longer be reached. */
  readonly lost: (destination: Destination, reason: string) => Promise<void>;
  /** What is kept of a chat beside its subscription follows it to its new id. */
  readonly moved: (from: Destination, to: Destination) => Promise<void>;
  /** Of this program. */
  readonly version: string;
  readonly clock: Clock;
}

type Argument = NonNullable<ChatCommand['argument']>;

/** One chat command, the same on every platform. */
export interface Command extends Omit<ChatCommand, 'description' | 'translated' | 'argument'> {
  /** What it does, at most 100 characters in every language (Discord). */
  readonly does: PlainKey;
  readonly argument: (Omit<Argument, 'description'> & { readonly takes: PlainKey }) | null;
  /** Answers a person. What goes wrong by their doing is an answer; only bugs are thrown. */
  run(asked: Asked, deps: CommandDeps): Promise<Answer>;
}

/** Our words for this question: in the chat's language, else in that of the person's app if we speak it, else the default. */
export function localeFor(
  asked: Pick<Asked, 'destination' | 'language'>,
  { subscribers, locales, defaults }: Pick<CommandDeps, 'subscribers' | 'locales' | 'defaults'>,
): Locale {
  const app = asked.language === null ? null : locales.known(asked.language);
  return locales.in(subscribers.of(asked.destination)?.language ?? app ?? defaults.language);
}

/** The commands as a platform announces them: in the default language, and in every other one that we speak. */
export function announced(
  commands: readonly Command[],
  locales: Locales,
  language: string,
): readonly ChatCommand[] {
  const own = locales.in(language);
  const others = locales.all.filter((locale) => locale.language !== own.language);
  return commands.map(({ does, argument, name, whisper, audience }) => ({
    name,
    description: own.text(does),
    argument: argument === null ? null : { ...argument, description: own.text(argument.takes) },
    whisper,
    ...(audience === undefined ? {} : { audience }),
    translated: Object.fromEntries(
      others.map((locale): readonly [Language, TranslatedCommand] => [
        locale.language,
        {
          description: locale.text(does),
          argument: argument === null ? null : locale.text(argument.takes),
        },
      ]),
    ),
  }));
}
