import { Changes } from '../standin/changes.ts';
import { Chat } from './chat.ts';
import type { BotStanding, ChatKind, ShownMessage } from './chat.ts';
import { automaticEntities } from './markup.ts';
import type { Entity } from './markup.ts';
import { wireMember, wireMessage } from './wire.ts';
import type { StandInClock } from '../standin/clock.ts';
import type { UpdateQueue } from './updates.ts';

/** Somebody with a Telegram account. */
export interface Person {
  readonly id: number;
  readonly firstName: string;
  readonly username: string | null;
  /** What the person's app is set to, or null when it does not say. */
  readonly languageCode: string | null;
}

/** The bot's own account. */
export interface BotAccount {
  readonly id: number;
  readonly username: string;
  readonly firstName: string;
  /** Privacy mode (the default): in groups it hears commands and replies to it only. */
  readonly privacy: boolean;
  /** Inline mode, which BotFather turns on. */
  readonly inline: boolean;
}

/** A pressed button, until the bot answers it. */
export interface Press {
  readonly id: string;
  /** What the bot answered; null while it has not. */
  answer: { readonly text: string; readonly alert: boolean; readonly url: string | null } | null;
  /** ms; answers later than this come too late. */
  readonly expiresAt: number;
}

/** Words after `@bot` in some chat, until the bot answers them. */
export interface InlineQuestion {
  readonly id: string;
  /** ms; answers later than this come too late. */
  readonly expiresAt: number;
  /** What the person is offered; null while there is nothing. */
  answer: {
    /** Seconds. */
    readonly cacheTime: number;
    readonly personal: boolean;
    readonly button: { readonly text: string; readonly start_parameter: string } | null;
    readonly results: readonly {
      readonly title: string;
      readonly description: string;
      /** What is posted when it is chosen. */
      readonly text: string;
      readonly entities: readonly Entity[];
      readonly linkPreview: string | null;
    }[];
  } | null;
}

/** Who an anonymous administrator of a group appears to be (seen on the service). */
const ANONYMOUS_ADMIN: Person = {
  id: 1_087_968_824,
  firstName: 'Group',
  username: 'GroupAnonymousBot',
  languageCode: null,
};

/** Not documented; "query is too old" was seen after anything from 15 seconds to some minutes. */
const PRESS_LIFETIME_MS = 15_000;

/** Everything there is on this Telegram. What the test did not make does not exist. */
export class World {
  readonly clock: StandInClock;
  readonly queue: UpdateQueue;
  readonly changes = new Changes();
  readonly bot: BotAccount;
  readonly people = new Map<number, Person>();
  readonly chats = new Map<number, Chat>();
  readonly presses = new Map<string, Press>();
  readonly queries = new Map<string, InlineQuestion>();
  #nextUser = 5_001_000_101;
  #nextGroup = 4_100_200;
  #nextSuper = 1_002_003_004_005;
  #nextPress = 90_000_000_000_001n;

  constructor(clock: StandInClock, queue: UpdateQueue, bot: BotAccount) {
    this.clock = clock;
    this.queue = queue;
    this.bot = bot;
  }

  addPerson(about: Partial<Omit<Person, 'id'>>): Person {
    const person: Person = {
      id: this.#nextUser++,
      firstName: about.firstName ?? 'Anna',
      username: about.username ?? null,
      languageCode: about.languageCode ?? null,
    };
    this.people.set(person.id, person);
    return person;
  }

  addChat(
    kind: ChatKind,
    about: {
      readonly id?: number;
      readonly title: string;
      readonly username?: string;
      readonly bot: BotStanding;
    },
  ): Chat {
    const id = about.id ?? (kind === 'group' ? -this.#nextGroup++ : -this.#nextSuper++);
    const chat = new Chat({ id, kind, title: about.title, username: about.username ?? null, bot: about.bot });
    this.chats.set(id, chat);
    return chat;
  }

  /** By id or @username; undefined when there is none. */
  findChat(reference: number | string): Chat | undefined {
    if (typeof reference === 'string' && reference.startsWith('@')) {
      const wanted = reference.slice(1).toLowerCase();
      return [...this.chats.values()].find((chat) => chat.username?.toLowerCase() === wanted);
    }
    return this.chats.get(Number(reference));
  }

  /** A private chat comes to be when its person writes, never before. */
  privateChat(person: Person): Chat {
    const known = this.chats.get(person.id);
    if (known !== undefined) return known;
    const chat = new Chat({
      id: person.id,
      kind: 'private',
      title: person.firstName,
      username: person.username,
      bot: { status: 'member' },
    });
    chat.members.set(person.id, 'member');
    this.chats.set(chat.id, chat);
    return chat;
  }

  /** A person writes, or posts in a channel. The bot hears of it where the service would tell it. */
  write(
    author: Person | null,
    chat: Chat,
    text: string,
    options: {
      readonly thread?: number;
      readonly replyTo?: number;
      readonly anonymously?: boolean;
      readonly photo?: boolean;
      /** `media_group_id` */
      readonly album?: string | null;
    },
  ): ShownMessage {
    const from = options.anonymously === true ? ANONYMOUS_ADMIN : author;
    const message = chat.show({
      from: from?.id ?? null,
      at: this.clock.now(),
      text,
      entities: automaticEntities(text),
      thread: options.thread ?? null,
      replyTo: options.replyTo ?? null,
      photo: options.photo === true ? { filename: null, bytes: 1000 } : null,
      album: options.album ?? null,
    });
    if (this.#hears(chat, message)) {
      const kind = chat.kind === 'channel' ? 'channel_post' : 'message';
      this.queue.push(kind, wireMessage(this, chat, message, from));
    }
    this.changes.happened();
    return message;
  }

  /** A person changes a message. The bot hears of it as it heard of the message. */
  rewrite(author: Person, chat: Chat, id: number, text: string): ShownMessage {
    const change = { text, entities: automaticEntities(text), editedAt: this.clock.now() };
    const message = chat.message(id)?.from === author.id ? chat.replace(id, change) : undefined;
    if (message === undefined)
      throw new Error(`${author.firstName} can only edit own messages that are there.`);
    if (this.#hears(chat, message)) {
      this.queue.push('edited_message', wireMessage(this, chat, message, author));
    }
    this.changes.happened();
    return message;
  }

  /** A person presses a button under a message. */
  press(person: Person, chat: Chat, message: ShownMessage, data: string): Press {
    const press: Press = {
      id: String(this.#nextPress++),
      answer: null,
      expiresAt: this.clock.now() + PRESS_LIFETIME_MS,
    };
    this.presses.set(press.id, press);
    this.queue.push('callback_query', {
      id: press.id,
      from: this.wirePerson(person),
      message: chat.forgotten.has(message.id)
        ? // https://core.telegram.org/bots/api#inaccessiblemessage
          { chat: chat.wire(), message_id: message.id, date: 0 }
        : wireMessage(this, chat, message, this.personOrBot(message.from)),
      chat_instance: String(chat.id * -7),
      data,
    });
    return press;
  }

  /** A person types `@bot words` somewhere. */
  ask(person: Person, words: string): InlineQuestion {
    if (!this.bot.inline) throw new Error('Inline mode is off: the app does not ask the bot.');
    const question: InlineQuestion = {
      id: String(this.#nextPress++),
      answer: null,
      expiresAt: this.clock.now() + PRESS_LIFETIME_MS,
    };
    this.queries.set(question.id, question);
    this.queue.push('inline_query', {
      id: question.id,
      from: this.wirePerson(person),
      query: words,
      offset: '',
      chat_type: 'group',
    });
    return question;
  }

  /** The bot's standing in a chat changes: added, promoted, kicked, blocked. */
  changeStanding(chat: Chat, by: Person, standing: BotStanding): void {
    const before = wireMember(chat, this.wireBot(), chat.bot);
    const wasOut = chat.bot.status === 'left' || chat.bot.status === 'kicked';
    chat.bot = standing;
    this.queue.push('my_chat_member', {
      chat: chat.wire(),
      from: this.wirePerson(by),
      date: Math.floor(this.clock.now() / 1000),
      old_chat_member: before,
      new_chat_member: wireMember(chat, this.wireBot(), standing),
    });
    const isIn = standing.status !== 'left' && standing.status !== 'kicked';
    if (wasOut && isIn && (chat.kind === 'group' || chat.kind === 'supergroup')) {
      const service = { new_chat_members: [this.wireBot()] };
      const message = chat.show({ from: by.id, at: this.clock.now(), text: '', service });
      this.queue.push('message', wireMessage(this, chat, message, by));
    }
    this.changes.happened();
  }

  /** A service message in a topic. */
  tell(chat: Chat, by: Person, thread: number, service: object): void {
    const message = chat.show({ from: by.id, at: this.clock.now(), text: '', thread, service });
    this.queue.push('message', wireMessage(this, chat, message, by));
    this.changes.happened();
  }

  /** A group becomes a supergroup: the old id is dead from now on, and both chats carry a service message. */
  upgrade(group: Chat, by: Person): Chat {
    const heir = this.addChat('supergroup', { title: group.title, bot: group.bot });
    for (const [id, status] of group.members) heir.members.set(id, status);
    group.upgradedTo = heir.id;
    for (const [chat, link] of [
      [group, { migrate_to_chat_id: heir.id }],
      [heir, { migrate_from_chat_id: group.id }],
    ] as const) {
      const message = chat.show({ from: by.id, at: this.clock.now(), text: '', service: link });
      this.queue.push('message', wireMessage(this, chat, message, by));
    }
    this.changes.happened();
    return heir;
  }

  personOrBot(id: number | null): Person | null {
    if (id === null) return null;
    if (id === ANONYMOUS_ADMIN.id) return ANONYMOUS_ADMIN;
    return this.people.get(id) ?? null;
  }

  wireBot(): object {
    return { id: this.bot.id, is_bot: true, first_name: this.bot.firstName, username: this.bot.username };
  }

  wirePerson(person: Person): object {
    return {
      id: person.id,
      is_bot: person.id === ANONYMOUS_ADMIN.id,
      first_name: person.firstName,
      ...(person.username === null ? {} : { username: person.username }),
      ...(person.languageCode === null ? {} : { language_code: person.languageCode }),
    };
  }

  /** https://core.telegram.org/bots/features#privacy-mode */
  #hears(chat: Chat, message: ShownMessage): boolean {
    const { status } = chat.bot;
    if (status === 'left' || status === 'kicked') return false;
    if (chat.kind === 'private' || chat.kind === 'channel') return true;
    if (status === 'administrator' || !this.bot.privacy) return true;
    const command = message.entities.find((one) => one.type === 'bot_command' && one.offset === 0);
    if (command !== undefined) {
      const [, addressee] = message.text.slice(0, command.length).split('@');
      return addressee === undefined || addressee.toLowerCase() === this.bot.username.toLowerCase();
    }
    return message.replyTo !== null && chat.message(message.replyTo)?.from === this.bot.id;
  }
}
