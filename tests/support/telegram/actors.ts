import type { BotStanding, Chat, MemberStatus, ShownMessage } from './chat.ts';
import type { InlineQuestion, Person, Press, World } from './world.ts';

/** A chat as a test looks at it. */
abstract class Place {
  protected readonly world: World;
  protected readonly chat: Chat;

  constructor(world: World, chat: Chat) {
    this.world = world;
    this.chat = chat;
  }

  get id(): number {
    return this.chat.id;
  }

  /** Everything the chat shows now, people's messages too. */
  get messages(): readonly ShownMessage[] {
    return this.chat.messages;
  }

  /** What the bot has said here, as it looks now. */
  get fromBot(): readonly ShownMessage[] {
    return this.chat.saidBy(this.world.bot.id);
  }

  /** How many edits the chat has seen. */
  get edits(): number {
    return this.chat.edits;
  }

  /** "typing" and the like, in order. */
  get actions(): readonly string[] {
    return this.chat.actions;
  }

  /** Waits for the bot's message number `count` (1 for the first) and returns it. */
  async says(count = 1): Promise<ShownMessage> {
    return this.world.changes.until(() => this.fromBot[count - 1]);
  }
}

/** A person acting in the Telegram app. Itself the private chat with the bot. */
export class TelegramUser {
  readonly #world: World;
  readonly #person: Person;

  constructor(world: World, person: Person) {
    this.#world = world;
    this.#person = person;
  }

  /** Also the id of the private chat. */
  get id(): number {
    return this.#person.id;
  }

  /** The private chat with the bot. @throws while the person has not written: there is none then. */
  get chat(): TelegramPrivateChat {
    const chat = this.#world.chats.get(this.id);
    if (chat === undefined) throw new Error(`${this.#person.firstName} has not written to the bot yet.`);
    return new TelegramPrivateChat(this.#world, chat);
  }

  /** Writes to the bot, or in a group. */
  writes(
    text: string,
    where: {
      readonly in?: TelegramGroup;
      readonly thread?: number;
      readonly replyTo?: number;
      /** As an administrator who stays unnamed. */
      readonly anonymously?: boolean;
    } = {},
  ): ShownMessage {
    const { in: group, ...options } = where;
    const chat =
      group === undefined ? this.#world.privateChat(this.#person) : this.#world.chats.get(group.id);
    if (chat === undefined) throw new Error('There is no such chat.');
    if (chat.kind === 'channel') throw new Error('In a channel only the channel posts: use channel.posts().');
    if (chat.kind === 'private' && chat.bot.status === 'kicked') {
      throw new Error(`${this.#person.firstName} has blocked the bot and has to unblock it first.`);
    }
    return this.#world.write(this.#person, chat, text, options);
  }

  /** Sends a photo, or in a group. */
  sendsPhoto(where: { readonly in?: TelegramGroup; readonly album?: string } = {}): ShownMessage {
    const chat =
      where.in === undefined ? this.#world.privateChat(this.#person) : this.#world.chats.get(where.in.id);
    if (chat === undefined) throw new Error('There is no such chat.');
    return this.#world.write(this.#person, chat, '', { photo: true, album: where.album ?? null });
  }

  /** Changes a message of one's own, as it stands in the private chat or a group. */
  edits(message: ShownMessage, text: string, where: { readonly in?: TelegramGroup } = {}): ShownMessage {
    const chat = this.#world.chats.get(where.in?.id ?? this.id);
    if (chat === undefined) throw new Error('There is no such chat.');
    return this.#world.rewrite(this.#person, chat, message.id, text);
  }

  /** Presses the button with these words under a message. */
  presses(
    words: string,
    message: ShownMessage,
    where: {
      readonly in?: TelegramGroup;
      /** The message is so old that Telegram hands it out no more, only where it stood, and cannot be edited. */
      readonly forgotten?: boolean;
    } = {},
  ): Press {
    const chat = this.#world.chats.get(where.in?.id ?? this.id);
    const current = chat?.message(message.id);
    const button = current?.buttons.flat().find((one) => one.text === words);
    if (chat === undefined || current === undefined || button === undefined) {
      throw new Error(`There is no button "${words}" under that message any more.`);
    }
    if ('url' in button)
      throw new Error(`The button "${words}" opens an address; the bot does not hear of it.`);
    if (where.forgotten === true) chat.forgotten.add(message.id);
    return this.#world.press(this.#person, chat, current, button.callbackData);
  }

  /** Waits until the bot has answered the press. */
  async sees(press: Press): Promise<NonNullable<Press['answer']>> {
    return this.#world.changes.until(() => press.answer);
  }

  /** Types `@bot words` in some chat. */
  asksInline(words: string): InlineQuestion {
    return this.#world.ask(this.#person, words);
  }

  /** Waits for what is offered. */
  async isOffered(question: InlineQuestion): Promise<NonNullable<InlineQuestion['answer']>> {
    return this.#world.changes.until(() => question.answer);
  }

  blocks(): void {
    this.#world.changeStanding(this.#world.privateChat(this.#person), this.#person, { status: 'kicked' });
  }

  unblocks(): void {
    this.#world.changeStanding(this.#world.privateChat(this.#person), this.#person, { status: 'member' });
  }

  /** Deletes the account. */
  deactivates(): void {
    this.#world.privateChat(this.#person).deactivated = true;
  }

  get person(): Person {
    return this.#person;
  }
}

/** A private chat as a test looks at it. */
export class TelegramPrivateChat extends Place {}

/** A group, supergroup or channel, and what happens to it. */
export class TelegramGroup extends Place {
  /** The thread id of a forum topic. @throws when there is no such topic. */
  topic(name: string): number {
    const found = [...this.chat.topics].find(([, title]) => title === name);
    if (found === undefined) throw new Error(`There is no topic "${name}" in ${this.chat.title}.`);
    return found[0];
  }

  /** `@name` of a public channel or supergroup. @throws when it has none. */
  get mention(): string {
    if (this.chat.username === null) throw new Error(`${this.chat.title} has no public name.`);
    return `@${this.chat.username}`;
  }

  /** A post of the channel itself. */
  posts(text: string): ShownMessage {
    if (this.chat.kind !== 'channel') throw new Error('Only channels post: use user.writes().');
    return this.world.write(null, this.chat, text, {});
  }

  sets(user: TelegramUser, status: MemberStatus): void {
    this.chat.members.set(user.id, status);
  }

  /** Somebody adds the bot. */
  addsBot(by: TelegramUser, standing: BotStanding = { status: 'member' }): void {
    this.world.changeStanding(this.chat, by.person, standing);
  }

  /** Somebody throws the bot out. */
  kicksBot(by: TelegramUser): void {
    this.world.changeStanding(this.chat, by.person, { status: 'kicked' });
  }

  /** Somebody gives or takes the bot's rights. */
  setsBot(by: TelegramUser, standing: BotStanding): void {
    this.world.changeStanding(this.chat, by.person, standing);
  }

  /** Somebody deletes a forum topic. */
  deletesTopic(name: string): void {
    this.chat.topics.delete(this.topic(name));
    this.chat.closed.delete(name);
  }

  /** Somebody closes a forum topic: only administrators write there. */
  closesTopic(name: string, by: TelegramUser): void {
    this.chat.closed.add(name);
    this.world.tell(this.chat, by.person, this.topic(name), { forum_topic_closed: {} });
  }

  /** Somebody opens it again. */
  reopensTopic(name: string, by: TelegramUser): void {
    this.chat.closed.delete(name);
    this.world.tell(this.chat, by.person, this.topic(name), { forum_topic_reopened: {} });
  }

  /** The group becomes a supergroup with another id. */
  becomesSupergroup(by: TelegramUser): TelegramGroup {
    return new TelegramGroup(this.world, this.world.upgrade(this.chat, by.person));
  }
}
