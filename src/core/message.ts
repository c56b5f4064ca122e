/**
 * What we say, before any platform's markup: a small tree that every platform renders and splits in its own way.
 * Text from outside stands here as it is; each platform's renderer escapes it, once.
 */
export interface Message {
  readonly blocks: readonly Block[];
  readonly buttons: readonly (readonly Button[])[];
  /** What kind of news it is: the stripe of a Discord embed, nothing on Telegram. */
  readonly tone: Tone;
}

/** `held`: of whoever is alive and waited for, signs of life and denials too; `notice`: corrections, and our own short answers. */
export const TONES = ['released', 'dead', 'promise', 'held', 'notice', 'digest', 'plain'] as const;
/** One of {@link TONES}. */
export type Tone = (typeof TONES)[number];

/** A part that begins on a line of its own. */
export type Block =
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'quote'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] };

/** A part of a line. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'struck'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** Words against the direction of the sentence that they stand in: a Latin name in a Hebrew one. */
  | { readonly kind: 'isolated'; readonly inlines: readonly Inline[] }
  /** Only http(s) addresses; a renderer drops the link and keeps the words otherwise. */
  | { readonly kind: 'link'; readonly url: string; readonly inlines: readonly Inline[] };

/** What may stand where inline content is wanted: a bare string is plain text. */
export type Words = string | Inline | readonly (string | Inline)[];

/** The label is plain words: no platform takes marks in it. */
export type Button =
  /** Runs a chat command as if it had been typed: `status trufanov`. At most 64 bytes (Telegram's callback_data). */
  | { readonly kind: 'command'; readonly label: string; readonly command: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };

/** What a command answers: a message, and what only an answer may have. Nothing of it ever waits in the outbox. */
export interface Answer extends Message {
  /**
   * Where it is shown when a button was pressed; whoever typed is always answered below. `below` (absent means it): as a
   * message of its own. `instead`: in place of the message with the button, where that can be edited. `aside`: a short
   * remark for the one who pressed only ("not yours to change").
   */
  readonly place?: 'below' | 'instead' | 'aside';
  readonly picture?: Picture;
  readonly choices?: Choices;
}

/** A picture above the words. */
export interface Picture {
  readonly png: Uint8Array;
  /** What it shows, for those who do not see it; at most 1,024 characters are kept. */
  readonly alt: string;
}

/** One of many to choose: a select on Discord, rows of buttons with pages on Telegram, above the other buttons. */
export interface Choices {
  /** "Whom?": what a select says before anything is chosen. */
  readonly prompt: string;
  /** The command that offers the same choices again, without a page: the buttons ◀ and ▶ ask it. */
  readonly again: string;
  /** As `Asked.page`: which page of the choices; null for the first. */
  readonly page: number | null;
  /** Each runs its command; 64 bytes at most, like a button. */
  readonly options: readonly { readonly label: string; readonly command: string }[];
}
