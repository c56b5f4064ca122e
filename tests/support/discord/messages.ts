/** https://discord.com/developers/docs/resources/message */
import { MessageCreateRequestSchema, MessageEditRequestPartialSchema } from 'discord-api-spec/zod';
import type { ZodMiniType } from 'zod/mini';
import { z } from 'zod';
import { INTENTS } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import { checkForm } from './form.ts';
import { NOBODY, resolvePings } from './mentions.ts';
import { BODY, checkMessage, FLAGS } from './message-rules.ts';
import type { Body } from './message-rules.ts';
import { PERMISSIONS } from './permissions.ts';
import { notDocumented, refusals } from './refusal.ts';
import { wireMessage } from './wire.ts';
import { CHANNEL_TYPES, isThread } from './world.ts';
import type { Channel, ShownMessage, World } from './world.ts';

/** A file that came with a request. */
export interface SentFile {
  readonly name: string;
  readonly bytes: number;
}

/** A request body, JSON or multipart. */
export interface Sent {
  readonly json: unknown;
  readonly files: readonly SentFile[];
}

/** "The past few minutes" in the documents; the exact span is unknown, so the test may choose. */
export const NONCE_WINDOW_MS = 3 * 60 * 1000;
/** https://discord.com/developers/docs/reference#uploading-files, in bytes, for guilds without boosts */
const FILE_LIMIT = 10 * 1024 * 1024;

/** discord.js sends these with edits and interaction answers too, where the service takes no notice of them. */
const SENT_EVERYWHERE = ['nonce', 'enforce_nonce', 'tts'];

const POSTABLE: ReadonlySet<number> = new Set([
  CHANNEL_TYPES.text,
  CHANNEL_TYPES.private,
  CHANNEL_TYPES.announcement,
  CHANNEL_TYPES.announcementThread,
  CHANNEL_TYPES.thread,
]);

/** Sending, editing, deleting and publishing. */
export class MessageDesk {
  readonly #world: World;
  readonly #gateway: Gateway;
  readonly #nonceWindow: number;
  readonly #nonces = new Map<
    string,
    { readonly at: number; readonly channel: Channel; readonly id: string }
  >();

  constructor(world: World, gateway: Gateway, nonceWindow: number) {
    this.#world = world;
    this.#gateway = gateway;
    this.#nonceWindow = nonceWindow;
  }

  /** The channel, if the bot may see it. */
  visible(channelId: string): Channel {
    const channel = this.#world.channels.get(channelId);
    if (channel === undefined) throw refusals.unknownChannel();
    if (!this.#may(channel, 'viewChannel')) throw refusals.missingAccess();
    return channel;
  }

  message(channel: Channel, id: string): ShownMessage {
    const found = channel.messages.find((one) => one.id === id);
    if (found === undefined) throw refusals.unknownMessage();
    return found;
  }

  /** POST /channels/:channel/messages */
  post(channelId: string, sent: Sent, id?: string): object {
    const channel = this.visible(channelId);
    if (!POSTABLE.has(channel.type)) throw refusals.notATextChannel();
    const speak = isThread(channel) ? 'sendMessagesInThreads' : 'sendMessages';
    if (!this.#may(channel, speak)) throw refusals.missingPermissions();
    // Only who manages threads writes in a locked one; this bot never does.
    if (channel.locked) throw refusals.threadLocked();
    const recipient = channel.recipientId === null ? undefined : this.#world.users.get(channel.recipientId);
    if (recipient !== undefined && !this.#reaches(recipient.id, recipient.closed))
      throw refusals.closedToMessages();
    const body = this.read(MessageCreateRequestSchema, sent);
    this.#checkRights(channel, body, sent);
    checkMessage(
      body,
      sent.files.map((one) => one.name),
      FLAGS.suppressEmbeds | FLAGS.suppressNotifications | FLAGS.componentsV2,
    );
    const nonce = body.nonce === null || body.nonce === undefined ? null : String(body.nonce);
    const again = nonce === null || body.enforce_nonce !== true ? null : this.#sentBefore(nonce);
    if (again !== null) return again;
    const replyTo = this.#repliedTo(channel, body);
    // Writing in an archived thread opens it again.
    channel.archived = false;
    const message = this.show(channel, body, sent.files, {
      byDefault: 'all',
      nonce,
      ...(id === undefined ? {} : { id }),
      replyTo: replyTo?.id ?? null,
      repliedTo: replyTo?.authorId ?? null,
    });
    if (nonce !== null) this.#nonces.set(nonce, { at: this.#world.clock.now(), channel, id: message.id });
    return { ...wireMessage(this.#world, channel, message), mention_channels: [] };
  }

  /** PATCH /channels/:channel/messages/:message */
  edit(channelId: string, messageId: string, sent: Sent): object {
    const channel = this.visible(channelId);
    const message = this.message(channel, messageId);
    if (message.authorId !== this.#world.bot.id) throw refusals.notYourMessage();
    if (channel.archived) throw refusals.archivedThread();
    this.#checkRights(channel, this.read(MessageEditRequestPartialSchema, sent), sent);
    return this.change(channel, message, MessageEditRequestPartialSchema, sent);
  }

  /** DELETE /channels/:channel/messages/:message */
  remove(channelId: string, messageId: string): void {
    const channel = this.visible(channelId);
    const message = this.message(channel, messageId);
    if (message.authorId !== this.#world.bot.id && !this.#may(channel, 'manageMessages')) {
      throw refusals.missingPermissions();
    }
    this.take(channel, messageId);
  }

  /** POST /channels/:channel/messages/:message/crosspost */
  crosspost(channelId: string, messageId: string): object {
    const channel = this.visible(channelId);
    if (channel.type !== CHANNEL_TYPES.announcement) throw refusals.wrongChannelType();
    const message = this.message(channel, messageId);
    const own = message.authorId === this.#world.bot.id;
    if (!this.#may(channel, own ? 'sendMessages' : 'manageMessages')) throw refusals.missingPermissions();
    if ((message.flags & FLAGS.crossposted) !== 0) throw refusals.alreadyCrossposted();
    return this.#replace(channel, messageId, { flags: message.flags | FLAGS.crossposted });
  }

  /** Puts a checked message where people see it. */
  show(
    channel: Channel,
    body: Body,
    files: readonly SentFile[],
    about: {
      readonly byDefault: 'all' | 'users';
      readonly nonce?: string | null;
      readonly replyTo?: string | null;
      readonly repliedTo?: string | null;
      readonly interactionId?: string;
      readonly id?: string;
      readonly flags?: number;
    },
  ): ShownMessage {
    const content = (body.content ?? '').trim();
    const message: ShownMessage = {
      id: about.id ?? this.#world.snowflake(),
      authorId: this.#world.bot.id,
      at: this.#world.clock.now(),
      editedAt: null,
      content,
      embeds: body.embeds ?? [],
      components: body.components ?? [],
      attachments: this.#attached(body, files),
      pings: resolvePings(
        this.#world,
        channel,
        content,
        body.allowed_mentions,
        about.byDefault,
        about.repliedTo ?? null,
      ),
      flags: (body.flags ?? 0) | (about.flags ?? 0),
      nonce: about.nonce ?? null,
      replyTo: about.replyTo ?? null,
      interactionId: about.interactionId ?? null,
    };
    this.append(channel, message);
    return message;
  }

  /** Anybody's message appears. */
  append(channel: Channel, message: ShownMessage): void {
    channel.messages = [...channel.messages, message];
    this.#tell('MESSAGE_CREATE', channel, message);
    this.#world.changes.happened();
  }

  /** Changes a message of the bot's; what the request leaves out stays. */
  change(channel: Channel, message: ShownMessage, schema: ZodMiniType, sent: Sent): object {
    const body = this.read(schema, sent);
    // Attachments that the request does not list are taken off; without a list all stay.
    const listed = body.attachments?.map((one) => String(one.id));
    const kept = message.attachments.filter((one) => listed?.includes(one.id) ?? true);
    const after: Body = {
      content: body.content === undefined ? message.content : body.content,
      embeds: body.embeds === undefined ? z.array(z.looseObject({})).parse(message.embeds) : body.embeds,
      components:
        body.components === undefined ? BODY.shape.components.parse(message.components) : body.components,
      flags: (body.flags ?? 0) | (message.flags & FLAGS.componentsV2),
    };
    const names = [...kept.map((one) => one.filename), ...sent.files.map((one) => one.name)];
    checkMessage(after, names, FLAGS.suppressEmbeds | FLAGS.componentsV2);
    const added = this.#attached(body, sent.files);
    return this.#replace(channel, message.id, {
      content: (after.content ?? '').trim(),
      embeds: after.embeds ?? [],
      components: after.components ?? [],
      attachments: [...kept, ...added],
      // The wrong combination is refused on edits too, but an edit calls nobody.
      pings: { ...resolvePings(this.#world, channel, '', body.allowed_mentions, 'all', null), ...NOBODY },
      editedAt: this.#world.clock.now(),
    });
  }

  /** Files as the message shows them: `attachments` describes file number `id` of the request. */
  #attached(body: Body, files: Sent['files']): ShownMessage['attachments'] {
    return files.map((one, index) => ({
      id: this.#world.snowflake(),
      filename: one.name,
      bytes: one.bytes,
      description: body.attachments?.find(({ id }) => String(id) === String(index))?.description ?? null,
    }));
  }

  /** A message disappears. */
  take(channel: Channel, messageId: string): void {
    channel.messages = channel.messages.filter((one) => one.id !== messageId);
    const place = { id: messageId, channel_id: channel.id };
    const guild = channel.guildId === null ? {} : { guild_id: channel.guildId };
    this.#gateway.dispatch('MESSAGE_DELETE', { ...place, ...guild }, { intents: this.#intentOf(channel) });
    this.#world.changes.happened();
  }

  /** The body held against the schema, its files against their list. */
  read(schema: ZodMiniType, sent: Sent): Body {
    checkForm(schema, sent.json, SENT_EVERYWHERE);
    const parsed = BODY.safeParse(sent.json);
    if (!parsed.success) throw notDocumented([], z.prettifyError(parsed.error));
    for (const file of sent.files) {
      if (file.bytes > FILE_LIMIT) throw refusals.tooLarge();
    }
    return parsed.data;
  }

  /** What an embed and a file need beyond the right to write (embeds: seen in practice, not documented). */
  #checkRights(channel: Channel, body: Body, sent: Sent): void {
    if ((body.embeds ?? []).length > 0 && !this.#may(channel, 'embedLinks'))
      throw refusals.missingPermissions();
    if (sent.files.length > 0 && !this.#may(channel, 'attachFiles')) throw refusals.missingPermissions();
  }

  #may(channel: Channel, permission: keyof typeof PERMISSIONS): boolean {
    return (this.#world.permissions(channel, this.#world.bot.id) & PERMISSIONS[permission]) !== 0n;
  }

  /** A person takes messages from a bot in a common guild, unless closed to them. */
  #reaches(userId: string, closed: boolean): boolean {
    const { bot, guilds } = this.#world;
    return !closed && [...guilds.values()].some((one) => one.members.has(userId) && one.members.has(bot.id));
  }

  #sentBefore(nonce: string): object | null {
    const known = this.#nonces.get(nonce);
    if (known === undefined || this.#world.clock.now() - known.at > this.#nonceWindow) return null;
    const message = known.channel.messages.find((one) => one.id === known.id);
    return message === undefined ? null : wireMessage(this.#world, known.channel, message);
  }

  #repliedTo(channel: Channel, body: Body): ShownMessage | null {
    const id = body.message_reference?.message_id;
    if (id === null || id === undefined) return null;
    const found = channel.messages.find((one) => one.id === id);
    if (found === undefined && body.message_reference?.fail_if_not_exists !== false)
      throw refusals.unknownMessage();
    return found ?? null;
  }

  #replace(
    channel: Channel,
    id: string,
    change: Partial<Omit<ShownMessage, 'id' | 'authorId' | 'at'>>,
  ): object {
    channel.messages = channel.messages.map((one) => (one.id === id ? { ...one, ...change } : one));
    if (change.editedAt !== undefined) channel.edits += 1;
    const after = this.message(channel, id);
    this.#tell('MESSAGE_UPDATE', channel, after);
    this.#world.changes.happened();
    return wireMessage(this.#world, channel, after);
  }

  #tell(event: string, channel: Channel, message: ShownMessage): void {
    if ((message.flags & FLAGS.ephemeral) !== 0) return;
    const guild = channel.guildId === null ? undefined : this.#world.guilds.get(channel.guildId);
    if (!this.#may(channel, 'viewChannel')) return;
    const payload = {
      ...wireMessage(this.#world, channel, message),
      ...(guild === undefined ? {} : { guild_id: guild.id }),
    };
    const forAll =
      channel.guildId === null ||
      message.authorId === this.#world.bot.id ||
      message.content.includes(`<@${this.#world.bot.id}>`);
    this.#gateway.dispatch(event, payload, {
      intents: this.#intentOf(channel),
      ...(forAll
        ? {}
        : { strip: (full) => ({ ...full, content: '', embeds: [], attachments: [], components: [] }) }),
    });
  }

  #intentOf(channel: Channel): number {
    return channel.guildId === null ? INTENTS.directMessages : INTENTS.guildMessages;
  }
}
