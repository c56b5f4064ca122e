/** Objects as Discord sends them: https://discord.com/developers/docs/resources */
import { PERMISSIONS } from './permissions.ts';
import { isThread } from './world.ts';
import type { Channel, Guild, Role, ShownMessage, User, World } from './world.ts';

const iso = (ms: number): string => new Date(ms).toISOString().replace('Z', '000+00:00');

export function wireUser(user: User): object {
  return {
    id: user.id,
    username: user.name,
    discriminator: '0',
    global_name: user.bot ? null : user.name,
    avatar: null,
    bot: user.bot,
    public_flags: 0,
  };
}

export function wireMember(world: World, guild: Guild, userId: string): object {
  const user = world.users.get(userId);
  return {
    ...(user === undefined ? {} : { user: wireUser(user) }),
    nick: null,
    avatar: null,
    roles: guild.members.get(userId) ?? [],
    joined_at: iso(world.clock.now()),
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

export function wireRole(role: Role, position: number): object {
  return {
    id: role.id,
    name: role.name,
    permissions: String(role.permissions),
    mentionable: role.mentionable,
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    flags: 0,
  };
}

export function wireChannel(world: World, channel: Channel): object {
  const common = {
    id: channel.id,
    type: channel.type,
    flags: channel.flags,
    last_message_id: channel.messages.at(-1)?.id ?? null,
  };
  const recipient = channel.recipientId === null ? undefined : world.users.get(channel.recipientId);
  if (recipient !== undefined) return { ...common, recipients: [wireUser(recipient)] };
  const inGuild = { ...common, guild_id: channel.guildId, name: channel.name, parent_id: channel.parentId };
  if (isThread(channel)) {
    return {
      ...inGuild,
      owner_id: world.bot.id,
      applied_tags: channel.applied,
      message_count: channel.messages.length,
      member_count: 1,
      rate_limit_per_user: 0,
      thread_metadata: {
        archived: channel.archived,
        auto_archive_duration: 1440,
        archive_timestamp: iso(world.clock.now()),
        locked: channel.locked,
      },
    };
  }
  return {
    ...inGuild,
    position: 0,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: channel.overwrites.map((one) => ({
      id: one.id,
      type: one.type === 'role' ? 0 : 1,
      allow: String(one.allow),
      deny: String(one.deny),
    })),
    ...(channel.type === 15
      ? {
          available_tags: channel.tags.map((tag) => ({ ...tag, emoji_id: null, emoji_name: null })),
          default_reaction_emoji: null,
          default_sort_order: null,
        }
      : {}),
  };
}

/** GUILD_CREATE's guild, with what only that event carries. */
export function wireGuild(world: World, guild: Guild): object {
  const channels = [...world.channels.values()].filter((one) => one.guildId === guild.id);
  const visible = channels.filter(
    (one) => (world.permissions(one, world.bot.id) & PERMISSIONS.viewChannel) !== 0n,
  );
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    splash: null,
    owner_id: guild.ownerId,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    roles: [...guild.roles.values()].map(wireRole),
    emojis: [],
    stickers: [],
    features: [],
    mfa_level: 0,
    application_id: null,
    system_channel_id: null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: 'en-US',
    nsfw_level: 0,
    premium_progress_bar_enabled: false,
    joined_at: iso(world.clock.now()),
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    voice_states: [],
    members: [...guild.members.keys()].map((id) => wireMember(world, guild, id)),
    channels: visible.filter((one) => !isThread(one)).map((one) => wireChannel(world, one)),
    threads: visible.filter((one) => isThread(one)).map((one) => wireChannel(world, one)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function wireMessage(world: World, channel: Channel, message: ShownMessage): object {
  const author = world.users.get(message.authorId);
  const reply =
    message.replyTo === null ? undefined : channel.messages.find((one) => one.id === message.replyTo);
  return {
    id: message.id,
    channel_id: channel.id,
    type: message.interactionId === null ? (reply === undefined ? 0 : 19) : 20,
    author: author === undefined ? null : wireUser(author),
    content: message.content,
    timestamp: iso(message.at),
    edited_timestamp: message.editedAt === null ? null : iso(message.editedAt),
    tts: false,
    mention_everyone: message.pings.everyone,
    mentions: message.pings.users
      .map((id) => world.users.get(id))
      .filter((one) => one !== undefined)
      .map(wireUser),
    mention_roles: message.pings.roles,
    attachments: message.attachments.map((one) => ({
      id: one.id,
      filename: one.filename,
      size: one.bytes,
      ...(one.description === null ? {} : { description: one.description }),
      url: `http://127.0.0.1/attachments/${one.id}/${one.filename}`,
      proxy_url: `http://127.0.0.1/attachments/${one.id}/${one.filename}`,
    })),
    embeds: message.embeds.map((one) => ({ type: 'rich', ...one })),
    components: message.components,
    pinned: false,
    flags: message.flags,
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(reply === undefined
      ? {}
      : { message_reference: { type: 0, channel_id: channel.id, message_id: reply.id } }),
    ...(message.interactionId === null ? {} : { application_id: world.bot.id, webhook_id: world.bot.id }),
  };
}
