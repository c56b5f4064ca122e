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

export const TONES = ['released', 'dead', 'promise', 'held', 'notice', 'digest', 'plain'] as const;
export type Tone = (typeof TONES)[number];

export type Block =
  | { readonly kind: 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'quote'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'list'; readonly items: readonly (readonly Inline[])[] };

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'struck'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** Only http(s) addresses; a renderer drops the link and keeps the words otherwise. */
  | { readonly kind: 'link'; readonly url: string; readonly inlines: readonly Inline[] };

export type Button =
  /** Runs a chat command as if it had been typed: `status trufanov`. At most 64 bytes (Telegram's callback_data). */
  | { readonly kind: 'command'; readonly label: string; readonly command: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string };
