import { z } from 'zod';
import type { Choice, Interaction } from './interactions.ts';
import { NOBODY } from './mentions.ts';
import { INTENTS } from './gateway.ts';
import { bits, PERMISSIONS } from './permissions.ts';
import type { PermissionName } from './permissions.ts';
import type { House } from './routes.ts';
import { wireChannel, wireGuild, wireMessage, wireRole } from './wire.ts';
import { CHANNEL_TYPES } from './world.ts';
import type { Channel, ChannelType, Guild, Role, ShownMessage, User } from './world.ts';

/** A button as far as a finger is concerned. */
const BUTTON = z.looseObject({
  type: z.literal(2),
  label: z.string().nullish(),
  custom_id: z.string().nullish(),
});
const ROW = z.looseObject({ components: z.array(z.unknown()) });
/** A list as far as a finger is concerned. */
const SELECT = z.looseObject({
  type: z.literal(3),
  custom_id: z.string(),
  options: z.array(z.looseObject({ label: z.string(), value: z.string() })),
});

/** A channel, thread or direct message as a test looks at it. */
export class DiscordChannel {
  readonly #house: House;
  readonly #channel: Channel;

  constructor(house: House, channel: Channel) {
    this.#house = house;
    this.#channel = channel;
  }

  get id(): string {
    return this.#channel.id;
  }

  /** Everything that everybody here sees now. */
  get messages(): readonly ShownMessage[] {
    return this.#channel.messages;
  }

  /** What the bot has said here, as it looks now. */
  get fromBot(): readonly ShownMessage[] {
    return this.#channel.messages.filter((one) => one.authorId === this.#house.world.bot.id);
  }

  /** How many edits the channel has seen. */
  get edits(): number {
    return this.#channel.edits;
  }

  get typings(): number {
    return this.#channel.typings;
  }

  get archived(): boolean {
    return this.#channel.archived;
  }

  /** Waits for the bot's message number `count` (1 for the first) and returns it. */
  async says(count = 1): Promise<ShownMessage> {
    return this.#house.world.changes.until(() => this.fromBot[count - 1]);
  }

  /** Opens a thread. */
  thread(name: string): DiscordChannel {
    const announcement = this.#channel.type === CHANNEL_TYPES.announcement;
    const thread = this.#house.world.addChannel({
      type: announcement ? CHANNEL_TYPES.announcementThread : CHANNEL_TYPES.thread,
      guildId: this.#channel.guildId,
      name,
      parentId: this.id,
      recipientId: null,
    });
    this.#tell('THREAD_CREATE', thread);
    return new DiscordChannel(this.#house, thread);
  }

  archives(): void {
    this.#channel.archived = true;
    this.#tell('THREAD_UPDATE', this.#channel);
  }

  /** A moderator locks the thread, or opens it again. */
  locks(locked = true): void {
    this.#channel.locked = locked;
    this.#channel.archived = locked;
    this.#tell('THREAD_UPDATE', this.#channel);
  }

  /** The forum gets a tag. @returns its id */
  tag(name: string, moderated = false): string {
    const id = this.#house.world.snowflake();
    this.#channel.tags = [...this.#channel.tags, { id, name, moderated }];
    this.#tell('CHANNEL_UPDATE', this.#channel);
    return id;
  }

  /** Posts in the forum need a tag from now on. */
  requiresTag(): void {
    this.#channel.flags |= 1 << 4;
    this.#tell('CHANNEL_UPDATE', this.#channel);
  }

  /** The forum's posts, or the channel's threads, oldest first. */
  get threads(): readonly DiscordChannel[] {
    return [...this.#house.world.channels.values()]
      .filter((one) => one.parentId === this.id)
      .map((one) => new DiscordChannel(this.#house, one));
  }

  get name(): string {
    return this.#channel.name;
  }

  /** Ids of a post's tags. */
  get tags(): readonly string[] {
    return this.#channel.applied;
  }

  /** Takes rights from the bot here. */
  denies(...names: readonly PermissionName[]): void {
    this.#channel.overwrites = [
      ...this.#channel.overwrites,
      { id: this.#house.world.bot.id, type: 'member', allow: 0n, deny: bits(names) },
    ];
    this.#tell('CHANNEL_UPDATE', this.#channel);
  }

  /** Gives back what was taken here. */
  relents(): void {
    this.#channel.overwrites = [];
    this.#tell('CHANNEL_UPDATE', this.#channel);
  }

  /** Somebody deletes the channel. */
  vanishes(): void {
    this.#house.world.channels.delete(this.id);
    this.#tell('CHANNEL_DELETE', this.#channel);
  }

  #tell(event: string, channel: Channel): void {
    this.#house.gateway.dispatch(event, wireChannel(this.#house.world, channel), { intents: INTENTS.guilds });
    this.#house.world.changes.happened();
  }
}

/** A guild and what happens to it. */
export class DiscordGuild {
  readonly #house: House;
  readonly #guild: Guild;

  constructor(house: House, guild: Guild) {
    this.#house = house;
    this.#guild = guild;
  }

  get id(): string {
    return this.#guild.id;
  }

  /** An ordinary text channel. */
  channel(name: string): DiscordChannel {
    return this.#add(CHANNEL_TYPES.text, name);
  }

  /** An announcement channel, whose messages can be published to its followers. */
  announcements(name: string): DiscordChannel {
    return this.#add(CHANNEL_TYPES.announcement, name);
  }

  /** A forum: only threads can be made in it. */
  forum(name: string): DiscordChannel {
    return this.#add(CHANNEL_TYPES.forum, name);
  }

  voice(name: string): DiscordChannel {
    return this.#add(CHANNEL_TYPES.voice, name);
  }

  role(name: string, permissions: readonly PermissionName[], mentionable = false): Role {
    const role = this.#house.world.addRole(this.#guild, name, permissions, mentionable);
    this.#house.gateway.dispatch(
      'GUILD_ROLE_CREATE',
      { guild_id: this.id, role: wireRole(role, this.#guild.roles.size) },
      { intents: INTENTS.guilds },
    );
    return role;
  }

  /** A person joins, with these roles. */
  joins(user: DiscordUser, ...roles: readonly Role[]): void {
    this.#guild.members.set(
      user.id,
      roles.map((role) => role.id),
    );
  }

  /** Somebody throws the bot out. */
  kicksBot(): void {
    this.#guild.members.delete(this.#house.world.bot.id);
    this.#house.gateway.dispatch('GUILD_DELETE', { id: this.id }, { intents: INTENTS.guilds });
    this.#house.world.changes.happened();
  }

  /** Somebody lets the bot in (again). */
  addsBot(): void {
    this.#guild.members.set(this.#house.world.bot.id, []);
    this.#house.gateway.dispatch('GUILD_CREATE', wireGuild(this.#house.world, this.#guild), {
      intents: INTENTS.guilds,
    });
    this.#house.world.changes.happened();
  }

  /** An outage: the guild is away, which is not the same as the bot being thrown out. */
  failsForAWhile(): void {
    this.#house.gateway.dispatch(
      'GUILD_DELETE',
      { id: this.id, unavailable: true },
      { intents: INTENTS.guilds },
    );
  }

  #add(type: ChannelType, name: string): DiscordChannel {
    const channel = this.#house.world.addChannel({
      type,
      guildId: this.id,
      name,
      parentId: null,
      recipientId: null,
    });
    this.#house.gateway.dispatch('CHANNEL_CREATE', wireChannel(this.#house.world, channel), {
      intents: INTENTS.guilds,
    });
    return new DiscordChannel(this.#house, channel);
  }
}

/** What came of something a person did. */
export class DiscordInteraction {
  readonly #house: House;
  readonly #interaction: Interaction;

  constructor(house: House, interaction: Interaction) {
    this.#house = house;
    this.#interaction = interaction;
  }

  get id(): string {
    return this.#interaction.id;
  }

  get token(): string {
    return this.#interaction.token;
  }

  /** See `Interaction.state`. */
  get state(): Interaction['state'] {
    return this.#interaction.state;
  }

  /** Everything the bot has said to it that is still there, as it looks now; ephemeral ones too. */
  get replies(): readonly ShownMessage[] {
    return this.#interaction.replies
      .map(({ place, id }) => place.messages.find((one) => one.id === id))
      .filter((one) => one !== undefined);
  }

  /** Does only the asker see the answer? */
  get whispered(): boolean {
    return this.replies.some((one) => (one.flags & 64) !== 0);
  }

  /** Waits for reply number `count`. @throws when the three seconds passed in silence. */
  async answer(count = 1): Promise<ShownMessage> {
    return this.#house.world.changes.until(() => {
      if (this.state === 'failed') throw new Error('The application did not respond within three seconds.');
      return this.replies[count - 1];
    });
  }

  /** Waits until the bot has taken notice: deferred or answered. */
  async acknowledged(): Promise<void> {
    await this.#house.world.changes.until(() => this.state === 'thinking' || this.state === 'answered');
  }

  /** Waits for what the bot offers while one types. */
  async choices(): Promise<readonly Choice[]> {
    return this.#house.world.changes.until(() => {
      if (this.state === 'failed') throw new Error('No choices came within three seconds.');
      return this.#interaction.choices;
    });
  }
}

type Where = { readonly in?: DiscordChannel };

/** A person acting in the Discord app. Without `in`, in the direct messages with the bot. */
export class DiscordUser {
  readonly #house: House;
  readonly #user: User;

  constructor(house: House, user: User) {
    this.#house = house;
    this.#user = user;
  }

  get id(): string {
    return this.#user.id;
  }

  /** The direct messages with the bot. */
  get dm(): DiscordChannel {
    return new DiscordChannel(this.#house, this.#house.world.privateChannel(this.#user));
  }

  /** Takes no direct messages any more, or takes them again. */
  closes(closed = true): void {
    this.#user.closed = closed;
  }

  /** Writes a plain message. */
  writes(content: string, where: Where = {}): ShownMessage {
    const channel = this.#channel(where);
    const message: ShownMessage = {
      id: this.#house.world.snowflake(),
      authorId: this.id,
      at: this.#house.world.clock.now(),
      editedAt: null,
      content,
      embeds: [],
      components: [],
      attachments: [],
      pings: NOBODY,
      flags: 0,
      nonce: null,
      replyTo: null,
      interactionId: null,
    };
    this.#house.messages.append(channel, message);
    return message;
  }

  /**
   * Runs a slash command: `ruth.runs('/status', { subject: 'trufanov' })`.
   *
   * @throws when the app would not let the person send it: no such command here, an unknown option, a required one missing.
   */
  runs(
    command: string,
    options: Readonly<Record<string, string>> = {},
    where: Where = {},
  ): DiscordInteraction {
    const channel = this.#channel(where);
    const { id, form, guildId } = this.#offered(command, channel);
    for (const option of form.options ?? []) {
      if (option.required === true && options[option.name] === undefined) {
        throw new Error(`The app does not send ${command} without "${option.name}".`);
      }
    }
    const payload = {
      data: {
        id,
        name: form.name,
        type: 1,
        ...(guildId === null ? {} : { guild_id: guildId }),
        options: Object.entries(options).map(([name, value]) => ({ type: 3, name, value })),
      },
    };
    return this.#begin('command', channel, payload, null);
  }

  /** Types into the last of these options and waits for suggestions: `ruth.types('/status', { subject: 'tru' })`. */
  types(command: string, options: Readonly<Record<string, string>>, where: Where = {}): DiscordInteraction {
    const channel = this.#channel(where);
    const { id, form } = this.#offered(command, channel);
    const focused = Object.keys(options).at(-1);
    const option = form.options?.find((one) => one.name === focused);
    if (option?.autocomplete !== true)
      throw new Error(`The option "${focused ?? ''}" of ${command} suggests nothing.`);
    const payload = {
      data: {
        id,
        name: form.name,
        type: 1,
        options: Object.entries(options).map(([name, value]) =>
          name === focused ? { type: 3, name, value, focused: true } : { type: 3, name, value },
        ),
      },
    };
    return this.#begin('autocomplete', channel, payload, null);
  }

  /** Chooses an entry of the menu on a message: `ruth.asksOf('Why was this sent?', message, { in: news })`. */
  asksOf(entry: string, message: ShownMessage, where: Where = {}): DiscordInteraction {
    const channel = this.#channel(where);
    const offered = this.#house.commands.menu(channel.guildId, entry);
    if (offered === undefined) throw new Error(`The app offers no "${entry}" on messages here.`);
    const payload = {
      data: {
        id: offered.id,
        name: offered.form.name,
        type: 3,
        target_id: message.id,
        resolved: { messages: { [message.id]: wireMessage(this.#house.world, channel, message) } },
      },
    };
    return this.#begin('command', channel, payload, null);
  }

  /** Presses the button with this label under a message. @throws when there is no such button any more. */
  presses(label: string, message: ShownMessage, where: Where = {}): DiscordInteraction {
    const channel = this.#channel(where);
    const place = this.#house.interactions.placeOf(channel, message.id);
    const current = place?.messages.find((one) => one.id === message.id);
    const buttons = (current?.components ?? []).flatMap((row) => {
      const read = ROW.safeParse(row);
      return read.success ? read.data.components.map((one) => BUTTON.safeParse(one)) : [];
    });
    const button = buttons.find((one) => one.success && one.data.label === label)?.data;
    if (current === undefined || button === undefined) {
      throw new Error(`There is no button "${label}" under that message any more.`);
    }
    if (typeof button.custom_id !== 'string') {
      throw new Error(`The button "${label}" opens an address; the bot does not hear of it.`);
    }
    const payload = { data: { component_type: 2, custom_id: button.custom_id } };
    return this.#begin('component', channel, payload, current);
  }

  /** Chooses the option with this label from a list under a message. @throws when it is not offered any more. */
  chooses(label: string, message: ShownMessage, where: Where = {}): DiscordInteraction {
    const channel = this.#channel(where);
    const place = this.#house.interactions.placeOf(channel, message.id);
    const current = place?.messages.find((one) => one.id === message.id);
    const lists = (current?.components ?? []).flatMap((row) => {
      const read = ROW.safeParse(row);
      return read.success ? read.data.components.map((one) => SELECT.safeParse(one)) : [];
    });
    for (const list of lists) {
      const option = list.data?.options.find((one) => one.label === label);
      if (current === undefined || list.data === undefined || option === undefined) continue;
      const data = { component_type: 3, custom_id: list.data.custom_id, values: [option.value] };
      return this.#begin('component', channel, { data }, current);
    }
    throw new Error(`There is no option "${label}" under that message any more.`);
  }

  #begin(
    kind: Interaction['kind'],
    channel: Channel,
    payload: object,
    source: ShownMessage | null,
  ): DiscordInteraction {
    const interaction = this.#house.interactions.begin(kind, this.#user, channel, payload, source);
    return new DiscordInteraction(this.#house, interaction);
  }

  #offered(command: string, channel: Channel): ReturnType<House['commands']['in']>[number] {
    const offered = this.#house.commands.offered(channel.guildId, command.replace(/^\//, ''));
    if (offered === undefined) throw new Error(`The app offers no command ${command} here.`);
    const needed = offered.form.default_member_permissions;
    const may = this.#house.world.permissions(channel, this.id);
    if (
      needed !== null &&
      needed !== undefined &&
      channel.guildId !== null &&
      (may & BigInt(needed)) !== BigInt(needed)
    ) {
      throw new Error(`The app does not offer ${command} to somebody with so few rights.`);
    }
    return offered;
  }

  #channel(where: Where): Channel {
    if (where.in === undefined) return this.#house.world.privateChannel(this.#user);
    const channel = this.#house.world.channels.get(where.in.id);
    if (channel === undefined) throw new Error('There is no such channel any more.');
    if (
      channel.guildId !== null &&
      (this.#house.world.permissions(channel, this.id) & PERMISSIONS.viewChannel) === 0n
    ) {
      throw new Error(`${this.#user.name} does not see that channel.`);
    }
    return channel;
  }
}
