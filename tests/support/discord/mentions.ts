import { z } from 'zod';
import { invalidForm } from './refusal.ts';
import { PERMISSIONS } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** Who a message calls to look, after allowed_mentions and permissions. */
export interface Pings {
  readonly everyone: boolean;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export const NOBODY: Pings = { everyone: false, users: [], roles: [] };

/** https://discord.com/developers/docs/resources/message#allowed-mentions-object */
const ALLOWED = z.object({
  parse: z.array(z.string()).nullish(),
  users: z.array(z.string()).nullish(),
  roles: z.array(z.string()).nullish(),
  replied_user: z.boolean().nullish(),
});

/**
 * Would anybody be pinged? Mentions inside embeds never ping; `@everyone` and roles that are not for everybody to mention
 * need MENTION_EVERYONE as well.
 *
 * @param byDefault what is parsed where allowed_mentions is absent: `all` for messages, `users` for interactions and webhooks.
 * @throws Refusal 50035 where `parse` and a list of the same kind contradict each other.
 */
export function resolvePings(
  world: World,
  channel: Channel,
  content: string,
  allowed: unknown,
  byDefault: 'all' | 'users',
  repliedTo: string | null,
): Pings {
  const wanted = allowed === undefined || allowed === null ? null : ALLOWED.parse(allowed);
  const parse = new Set(wanted?.parse ?? []);
  for (const kind of ['users', 'roles'] as const) {
    if (parse.has(kind) && (wanted?.[kind]?.length ?? 0) > 0) {
      throw invalidForm(
        ['allowed_mentions'],
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
      );
    }
  }
  const allows = (kind: 'users' | 'roles' | 'everyone', id: string): boolean => {
    if (wanted === null) return byDefault === 'all' || kind === 'users';
    if (parse.has(kind)) return true;
    return kind !== 'everyone' && (wanted[kind] ?? []).includes(id);
  };
  const mayMentionAll = (world.permissions(channel, world.bot.id) & PERMISSIONS.mentionEveryone) !== 0n;
  const guild = channel.guildId === null ? undefined : world.guilds.get(channel.guildId);
  const users = found(content, /<@!?(\d+)>/g).filter((id) => world.users.has(id) && allows('users', id));
  const replied = repliedTo !== null && (wanted === null || wanted.replied_user === true) ? [repliedTo] : [];
  return {
    everyone: /@(everyone|here)\b/.test(content) && mayMentionAll && allows('everyone', ''),
    users: [...new Set([...users, ...replied])],
    roles: found(content, /<@&(\d+)>/g).filter((id) => {
      const role = guild?.roles.get(id);
      return role !== undefined && (role.mentionable || mayMentionAll) && allows('roles', id);
    }),
  };
}

function found(content: string, pattern: RegExp): readonly string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}
