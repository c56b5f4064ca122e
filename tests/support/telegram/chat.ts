import type { Entity } from './markup.ts';
import type { ShownButton } from './keyboard.ts';
import type { ShownRich } from './rich.ts';

export type ChatKind = 'private' | 'group' | 'supergroup' | 'channel';

/** What a person is in a chat. */
export type MemberStatus = 'creator' | 'administrator' | 'member' | 'left' | 'kicked';

/** What the bot is in a chat, and may do there. */
export type BotStanding =
  | { readonly status: 'member' }
  /** `post` and `edit` matter in channels. */
  | { readonly status: 'administrator'; readonly post: boolean; readonly edit: boolean }
  /** A supergroup's restriction. */
  | { readonly status: 'restricted'; readonly send: boolean }
  | { readonly status: 'left' }
  | { readonly status: 'kicked' };

/** A message as the chat shows it now. */
export interface ShownMessage {
  readonly id: number;
  /** Id of the person or bot; null for a post of the channel itself. */
  readonly from: number | null;
  /** ms */
  readonly at: number;
  /** ms of the last edit; null when there was none. */
  readonly editedAt: number | null;
  /** The text, or a photo's caption. */
  readonly text: string;
  readonly entities: readonly Entity[];
  /** How a rich message is laid out; null for all others. */
  readonly rich: ShownRich | null;
  readonly buttons: readonly (readonly ShownButton[])[];
  readonly photo: { readonly filename: string | null; readonly bytes: number } | null;
  /** Pictures of one album share it; null for others. */
  readonly album: string | null;
  /** Came without a sound. */
  readonly silent: boolean;
  /** The forum topic; null outside topics. */
  readonly thread: number | null;
  readonly replyTo: number | null;
  /** The address whose preview is shown below; null for none. */
  readonly linkPreview: string | null;
  /** A service message's own fields ("the group became a supergroup"); null for messages. */
  readonly service: object | null;
}

type NewMessage = Pick<ShownMessage, 'from' | 'at' | 'text'> & Partial<Omit<ShownMessage, 'id' | 'editedAt'>>;

/** A private chat, group, supergroup or channel, with what it shows. */
export class Chat {
  readonly id: number;
  readonly kind: ChatKind;
  readonly title: string;
  readonly username: string | null;
  readonly members = new Map<number, MemberStatus>();
  /** Ids of messages that the bot is not handed any more. */
  readonly forgotten = new Set<number>();
  /** Forum topics by thread id. */
  readonly topics = new Map<number, string>();
  /** Names of topics that are closed. */
  readonly closed = new Set<string>();
  /** All messages in order, as they look now. Deleted ones are gone. */
  messages: readonly ShownMessage[] = [];
  /** How often what the chat shows was edited: an edit that changed nothing visible does not count. */
  edits = 0;
  /** What the bot is here. */
  bot: BotStanding;
  /** The person of a private chat has deleted the account. */
  deactivated = false;
  /** The supergroup this group became; null while it is one. */
  upgradedTo: number | null = null;
  /** Actions such as "typing" that the bot showed. */
  readonly actions: string[] = [];
  #nextMessage: number;

  constructor(about: Pick<Chat, 'id' | 'kind' | 'title' | 'username' | 'bot'>) {
    this.id = about.id;
    this.kind = about.kind;
    this.title = about.title;
    this.username = about.username;
    this.bot = about.bot;
    // Message ids differ between chats, so that a bot that mixes chats up does not get away with it.
    this.#nextMessage = 100 + (Math.abs(about.id) % 97) * 1000;
  }

  /** What the bot has said here, oldest first. */
  saidBy(id: number): readonly ShownMessage[] {
    return this.messages.filter((one) => one.from === id);
  }

  message(id: number): ShownMessage | undefined {
    return this.messages.find((one) => one.id === id);
  }

  show(message: NewMessage): ShownMessage {
    const shown: ShownMessage = {
      entities: [],
      rich: null,
      buttons: [],
      photo: null,
      album: null,
      silent: false,
      thread: null,
      replyTo: null,
      linkPreview: null,
      service: null,
      ...message,
      id: this.#nextMessage++,
      editedAt: null,
    };
    this.messages = [...this.messages, shown];
    return shown;
  }

  replace(id: number, change: Partial<Omit<ShownMessage, 'id' | 'from' | 'at'>>): ShownMessage | undefined {
    this.messages = this.messages.map((one) => (one.id === id ? { ...one, ...change } : one));
    this.edits += 1;
    return this.message(id);
  }

  remove(id: number): void {
    this.messages = this.messages.filter((one) => one.id !== id);
  }

  /** The chat as updates and answers carry it. */
  wire(): object {
    const name = this.kind === 'private' ? { first_name: this.title } : { title: this.title };
    return {
      id: this.id,
      type: this.kind,
      ...name,
      ...(this.username === null ? {} : { username: this.username }),
      ...(this.topics.size > 0 ? { is_forum: true } : {}),
    };
  }
}
