import { Changes } from '../standin/changes.ts';
import { bits, computePermissions, ORDINARY } from './permissions.ts';
import type { Overwrite, PermissionName } from './permissions.ts';
import type { Pings } from './mentions.ts';
import type { StandInClock } from '../standin/clock.ts';

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
export const CHANNEL_TYPES = {
  text: 0,
  private: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  announcementThread: 10,
  thread: 11,
  forum: 15,
} as const;
export type ChannelType = (typeof CHANNEL_TYPES)[keyof typeof CHANNEL_TYPES];

export interface User {
  readonly id: string;
  readonly name: string;
  readonly bot: boolean;
  /** What the app is set to: `ru`, `he`, `en-US`. */
  readonly locale: string;
  /** Takes no direct messages from the bot. */
  closed: boolean;
}

export interface Role {
  readonly id: string;
  readonly name: string;
  permissions: bigint;
  readonly mentionable: boolean;
}

export interface Guild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly roles: Map<string, Role>;
  /** Role ids by user id. */
  readonly members: Map<string, readonly string[]>;
}

/** A message as the channel shows it now. */
export interface ShownMessage {
  readonly id: string;
  readonly authorId: string;
  /** ms */
  readonly at: number;
  readonly editedAt: number | null;
  readonly content: string;
  /** Embeds as sent, checked. */
  readonly embeds: readonly Readonly<Record<string, unknown>>[];
  readonly components: readonly unknown[];
  readonly attachments: readonly {
    readonly id: string;
    readonly filename: string;
    readonly bytes: number;
    /** The alternative text. */
    readonly description: string | null;
  }[];
  /** Who is called to look by it: an edit never calls anybody. */
  readonly pings: Pings;
  readonly flags: number;
  readonly nonce: string | null;
  readonly replyTo: string | null;
  /** Made by an interaction. */
  readonly interactionId: string | null;
}

export interface Channel {
  readonly id: string;
  readonly type: ChannelType;
  /** Null for a direct message. */
  readonly guildId: string | null;
  name: string;
  /** The channel a thread belongs to. */
  readonly parentId: string | null;
  /** The person of a direct message. */
  readonly recipientId: string | null;
  overwrites: readonly Overwrite[];
  /** Threads only. */
  archived: boolean;
  /** Threads only: nobody writes there but moderators. */
  locked: boolean;
  flags: number;
  /** Of a forum. */
  tags: readonly { readonly id: string; readonly name: string; readonly moderated: boolean }[];
  /** Of a post in a forum: ids of tags. */
  applied: readonly string[];
  /** All messages in order, as they look now. */
  messages: readonly ShownMessage[];
  edits: number;
  /** How often somebody was shown typing. */
  typings: number;
}

/** https://discord.com/developers/docs/reference#snowflakes */
const DISCORD_EPOCH = 1_420_070_400_000;

/** Everything there is on this Discord. What the test did not make does not exist. */
export class World {
  readonly clock: StandInClock;
  readonly changes = new Changes();
  readonly users = new Map<string, User>();
  readonly guilds = new Map<string, Guild>();
  readonly channels = new Map<string, Channel>();
  /** The bot's account; its application has the same id, as on the service for newer bots. */
  readonly bot: User;
  #count = 0n;

  constructor(clock: StandInClock, botName: string) {
    this.clock = clock;
    this.bot = this.addUser({ name: botName, bot: true });
  }

  snowflake(): string {
    this.#count += 1n;
    return String((BigInt(this.clock.now() - DISCORD_EPOCH) << 22n) | (this.#count & 0x3fffffn));
  }

  addUser(about: { readonly name: string; readonly bot?: boolean; readonly locale?: string }): User {
    const user: User = {
      id: this.snowflake(),
      name: about.name,
      bot: about.bot ?? false,
      locale: about.locale ?? 'en-US',
      closed: false,
    };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string, ownerId: string, everyone: readonly PermissionName[] = ORDINARY): Guild {
    const id = this.snowflake();
    const guild: Guild = { id, name, ownerId, roles: new Map(), members: new Map() };
    guild.roles.set(id, { id, name: '@everyone', permissions: bits(everyone), mentionable: false });
    guild.members.set(ownerId, []);
    this.guilds.set(id, guild);
    return guild;
  }

  addRole(guild: Guild, name: string, permissions: readonly PermissionName[], mentionable: boolean): Role {
    const role: Role = { id: this.snowflake(), name, permissions: bits(permissions), mentionable };
    guild.roles.set(role.id, role);
    return role;
  }

  addChannel(about: Pick<Channel, 'type' | 'guildId' | 'name' | 'parentId' | 'recipientId'>): Channel {
    const channel: Channel = {
      ...about,
      id: this.snowflake(),
      overwrites: [],
      archived: false,
      locked: false,
      flags: 0,
      tags: [],
      applied: [],
      messages: [],
      edits: 0,
      typings: 0,
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  /** The direct-message channel with a person, made when it is first wanted. */
  privateChannel(user: User): Channel {
    const known = [...this.channels.values()].find((one) => one.recipientId === user.id);
    return (
      known ??
      this.addChannel({
        type: CHANNEL_TYPES.private,
        guildId: null,
        name: user.name,
        parentId: null,
        recipientId: user.id,
      })
    );
  }

  isMember(guildId: string, userId: string): boolean {
    return this.guilds.get(guildId)?.members.has(userId) ?? false;
  }

  /** What a user may do in a channel; in direct messages everything ordinary. */
  permissions(channel: Channel, userId: string): bigint {
    if (channel.guildId === null) return bits(ORDINARY);
    const guild = this.guilds.get(channel.guildId);
    const roleIds = guild?.members.get(userId);
    if (guild === undefined || roleIds === undefined) return 0n;
    const place =
      channel.parentId === null || !isThread(channel) ? channel : this.channels.get(channel.parentId);
    const roles = roleIds.map((id) => guild.roles.get(id)).filter((role) => role !== undefined);
    return computePermissions({
      owner: guild.ownerId === userId,
      memberId: userId,
      everyone: guild.roles.get(guild.id) ?? { id: guild.id, permissions: 0n },
      roles,
      overwrites: place?.overwrites ?? [],
    });
  }
}

export function isThread(channel: Pick<Channel, 'type'>): boolean {
  return channel.type === CHANNEL_TYPES.thread || channel.type === CHANNEL_TYPES.announcementThread;
}
