import type { Language, Locale } from './locale.ts';
import type { Answer } from './message.ts';
import type { Destination, Platform } from './subscription.ts';

/** A command as a platform has to know it, to announce and parse it. What it does stays behind `Chat.answer`. */
export interface ChatCommand {
  /** Lower-case letters only: both platforms allow it. */
  readonly name: string;
  /** At most 100 characters (Discord). */
  readonly description: string;
  /** The one argument it takes, all words after the command; null for none. */
  readonly argument: {
    readonly name: string;
    readonly description: string;
    readonly required: boolean;
    /** `subject`: the platform may offer subjects while the person types. */
    readonly suggests: 'subject' | 'nothing';
    /** Where only these words make sense: Discord offers them, 25 at most. Absent where anything may be typed. */
    readonly choices?: readonly { readonly label: string; readonly value: string }[];
  } | null;
  /** Only the asker should see the answer, where the platform can do that. */
  readonly whisper: boolean;
  /**
   * Whom the platform's menu shows it to: everybody, those who manage a chat, or the operators of the bot only. Whoever
   * types it all the same is answered by the command itself. Absent: everybody.
   */
  readonly audience?: 'everybody' | 'managers' | 'operators';
  /** The same in other languages, for menus. Absent: as above in every language. */
  readonly translated?: Readonly<Partial<Record<Language, TranslatedCommand>>>;
}

/** What menus show of a command in one of our languages. */
export interface TranslatedCommand {
  /** At most 100 characters. */
  readonly description: string;
  /** The argument's description; null where there is no argument. */
  readonly argument: string | null;
  /** What Discord calls the command in this language: small letters of any script. Absent: as everywhere. */
  readonly name?: string;
}

/** One question from a chat. */
export interface Asked {
  /** Empty for what is written to the bot alone without a command: "trufanov?" */
  readonly command: string;
  /** As typed, trimmed, without the page; empty when there was none. Hostile. */
  readonly argument: string;
  /** The page asked for of a long answer, from 1 (`latest trufanov ~2`); null when none was named. */
  readonly page: number | null;
  /** `button`: with a tap on a message of ours, a choice of its list included. */
  readonly via: 'typed' | 'button';
  readonly destination: Destination;
  readonly user: { readonly platform: Platform; readonly id: string };
  /** What the person's app is set to ("ru"), or null. */
  readonly language: string | null;
  /** May this person change the settings of this chat? A private chat's owner may; in groups and channels its admins. */
  readonly mayManage: () => Promise<boolean>;
}

/** The bot's inside as a platform sees it. */
export interface Chat {
  readonly commands: readonly ChatCommand[];
  /** Never throws: trouble becomes a short, kind message. */
  answer(asked: Asked): Promise<Answer>;
  /** Our words for what a platform says by itself there: in the chat's language, else that of the person's app. */
  localeOf(asked: Pick<Asked, 'destination' | 'language'>): Locale;
  /** At most 25 subjects for what has been typed so far, best first. */
  suggest(
    typed: string,
    language: string | null,
  ): Promise<readonly { readonly label: string; readonly value: string }[]>;
  /** The platform says this destination can no longer be reached (kicked, blocked, deleted). */
  lost(destination: Destination, reason: string): Promise<void>;
  /** It can be reached again. */
  regained(destination: Destination): Promise<void>;
  /** The chat got another id. */
  moved(from: Destination, to: Destination): Promise<void>;
}

/** A page of an answer, 1 to 9999, at the end of what is typed: "herkin ~2". */
const PAGE = /(?:^|\s)~(?<page>[1-9]\d{0,3})$/u;

/** An argument as typed, parted into what is asked and which page of the answer. */
export function argumentOf(typed: string): Pick<Asked, 'argument' | 'page'> {
  const argument = typed.trim();
  const page = PAGE.exec(argument)?.groups?.['page'];
  return page === undefined
    ? { argument, page: null }
    : { argument: argument.replace(PAGE, '').trim(), page: Number(page) };
}

/** A command as a button carries it: `latest trufanov ~2`, as typed but for the slash. */
export function questionOf(line: string): Pick<Asked, 'command' | 'argument' | 'page'> {
  const { command = '', rest = '' } = /^\/?(?<command>\S*)(?<rest>.*)$/su.exec(line.trim())?.groups ?? {};
  return { command: command.toLowerCase(), ...argumentOf(rest) };
}
