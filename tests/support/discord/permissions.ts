/** https://discord.com/developers/docs/topics/permissions#permissions-bitwise-permission-flags */
export const PERMISSIONS = {
  administrator: 1n << 3n,
  manageChannels: 1n << 4n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  manageMessages: 1n << 13n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  mentionEveryone: 1n << 17n,
  useApplicationCommands: 1n << 31n,
  manageThreads: 1n << 34n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

export type PermissionName = keyof typeof PERMISSIONS;

const ALL = Object.values(PERMISSIONS).reduce((all, one) => all | one, 0n);

/** What a person or the bot needs to take part in a channel. */
export const ORDINARY: readonly PermissionName[] = [
  'viewChannel',
  'sendMessages',
  'embedLinks',
  'attachFiles',
  'readMessageHistory',
  'useApplicationCommands',
  'sendMessagesInThreads',
  'createPublicThreads',
];

export function bits(names: readonly PermissionName[]): bigint {
  return names.reduce((all, name) => all | PERMISSIONS[name], 0n);
}

/** What a channel adds to or takes from one role or member. */
export interface Overwrite {
  readonly id: string;
  readonly type: 'role' | 'member';
  readonly allow: bigint;
  readonly deny: bigint;
}

/**
 * What a member may do in a channel: https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function computePermissions(about: {
  readonly owner: boolean;
  readonly memberId: string;
  readonly everyone: { readonly id: string; readonly permissions: bigint };
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
  readonly overwrites: readonly Overwrite[];
}): bigint {
  const { owner, memberId, everyone, roles, overwrites } = about;
  const base = roles.reduce((all, role) => all | role.permissions, everyone.permissions);
  if (owner || (base & PERMISSIONS.administrator) !== 0n) return ALL;
  const apply = (permissions: bigint, matching: readonly Overwrite[]): bigint => {
    const deny = matching.reduce((all, one) => all | one.deny, 0n);
    const allow = matching.reduce((all, one) => all | one.allow, 0n);
    return (permissions & ~deny) | allow;
  };
  const roleIds = new Set(roles.map((role) => role.id));
  const forEveryone = overwrites.filter((one) => one.type === 'role' && one.id === everyone.id);
  const forRoles = overwrites.filter((one) => one.type === 'role' && roleIds.has(one.id));
  const forMember = overwrites.filter((one) => one.type === 'member' && one.id === memberId);
  return apply(apply(apply(base, forEveryone), forRoles), forMember);
}
