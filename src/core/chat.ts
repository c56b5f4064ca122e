import type { Message } from './message.ts';
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
  } | null;
  /** Only the asker should see the answer, where the platform can do that. */
  readonly whisper: boolean;
}

/** One question from a chat. */
export interface Asked {
  readonly command: string;
  /** As typed, trimmed; empty when there was none. Hostile. */
  readonly argument: string;
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
  answer(asked: Asked): Promise<Message>;
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
