import {
  CreateForumThreadRequestSchema,
  CreatePrivateChannelRequestSchema,
  CreateTextThreadWithMessageRequestSchema,
  CreateTextThreadWithoutMessageRequestSchema,
} from 'discord-api-spec/zod';
import type { ZodMiniType } from 'zod/mini';
import { z } from 'zod';
import { wireCommand } from './commands.ts';
import type { CommandRegistry } from './commands.ts';
import { checkForm } from './form.ts';
import { INTENTS } from './gateway.ts';
import type { Gateway } from './gateway.ts';
import type { InteractionDesk } from './interactions.ts';
import type { MessageDesk, Sent } from './messages.ts';
import { PERMISSIONS } from './permissions.ts';
import { invalidForm, notDocumented, refusals } from './refusal.ts';
import { wireChannel, wireGuild, wireMember, wireMessage, wireRole, wireUser } from './wire.ts';
import { CHANNEL_TYPES, isThread } from './world.ts';
import type { Channel, World } from './world.ts';

/** What the routes work on. */
export interface House {
  readonly world: World;
  readonly gateway: Gateway;
  readonly commands: CommandRegistry;
  readonly messages: MessageDesk;
  readonly interactions: InteractionDesk;
}

/** One request, its ids read from the path. */
export interface Call {
  /** An id of the path. */
  id(name: string): string;
  readonly query: URLSearchParams;
  readonly sent: Sent;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Route {
  /** `POST /channels/:channel/messages` */
  readonly name: string;
  readonly verb: string;
  readonly pattern: RegExp;
  /** The token of an interaction takes the place of the bot's. */
  readonly open: boolean;
  run(call: Call, house: House): Answer;
}

function route(name: string, run: (call: Call, house: House) => Answer, open = false): Route {
  const [verb = '', path = ''] = name.split(' ');
  const pattern = new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  return { name, verb, pattern, open, run };
}

const ok = (body: unknown): Answer => ({ status: 200, body });
const NOTHING: Answer = { status: 204 };

const PRIVATE = z.object({ recipient_id: z.string() });
// Whoever made a thread may rename it: https://docs.discord.com/developers/resources/channel#modify-channel
const CHANGED_THREAD = z.strictObject({
  archived: z.boolean().optional(),
  name: z.string().min(1).max(100).optional(),
});
const THREAD = z.object({
  name: z.string(),
  message: z.unknown().optional(),
  applied_tags: z.array(z.string()).nullish(),
});
/** https://discord.com/developers/docs/resources/channel#channel-object-channel-flags */
const REQUIRE_TAG = 1 << 4;

function ownApplication(call: Call, { world }: House): void {
  if (call.id('application') !== world.bot.id) throw refusals.missingAccess();
}

/** Interactions are answered through the application's own webhook. */
function ownWebhook(call: Call, { world }: House): string {
  if (call.id('application') !== world.bot.id) throw refusals.unknownWebhook();
  return call.id('token');
}

/** A guild the bot is in. */
function ownGuild(call: Call, { world }: House): string {
  const id = call.id('guild');
  if (!world.guilds.has(id)) throw refusals.unknownGuild();
  if (!world.isMember(id, world.bot.id)) throw refusals.missingAccess();
  return id;
}

function startThread(call: Call, house: House, schema: ZodMiniType): Answer {
  const parent = house.messages.visible(call.id('channel'));
  const forum = parent.type === CHANNEL_TYPES.forum;
  if (!forum && parent.type !== CHANNEL_TYPES.text && parent.type !== CHANNEL_TYPES.announcement) {
    throw refusals.wrongChannelType();
  }
  const needed = forum ? PERMISSIONS.sendMessages : PERMISSIONS.createPublicThreads;
  if ((house.world.permissions(parent, house.world.bot.id) & needed) === 0n)
    throw refusals.missingPermissions();
  checkForm(schema, call.sent.json);
  const { name, message, applied_tags: applied } = THREAD.parse(call.sent.json);
  if (name.trim() === '') throw invalidForm(['name'], 'This field is required', 'BASE_TYPE_REQUIRED');
  const tags = forum ? (applied ?? []) : [];
  if (tags.some((id) => !parent.tags.some((tag) => tag.id === id))) throw refusals.unknownTag();
  if (forum && (parent.flags & REQUIRE_TAG) !== 0 && tags.length === 0) throw refusals.tagRequired();
  const thread: Channel = house.world.addChannel({
    type:
      parent.type === CHANNEL_TYPES.announcement ? CHANNEL_TYPES.announcementThread : CHANNEL_TYPES.thread,
    guildId: parent.guildId,
    name,
    parentId: parent.id,
    recipientId: null,
  });
  thread.applied = tags;
  if (!forum) return { status: 201, body: announceThread(house, thread) };
  try {
    // The id of a post's first message is that of the post.
    const first = house.messages.post(thread.id, { json: message, files: call.sent.files }, thread.id);
    return { status: 201, body: { ...announceThread(house, thread), message: first } };
  } catch (error) {
    // A refused first message leaves no thread behind.
    house.world.channels.delete(thread.id);
    throw error;
  }
}

function announceThread({ world, gateway }: House, thread: Channel): object {
  const wire = wireChannel(world, thread);
  gateway.dispatch('THREAD_CREATE', { ...wire, newly_created: true }, { intents: INTENTS.guilds });
  return wire;
}

/** The routes that the bot may use; anything else is refused, so that nothing is taken blindly. */
export const ROUTES: readonly Route[] = [
  route('GET /gateway/bot', (_call, { gateway }) => ok(gateway.invitation)),
  route('GET /gateway', (_call, { gateway }) => ok({ url: gateway.url })),
  route('GET /users/@me', (_call, { world }) => ok({ ...wireUser(world.bot), verified: true, flags: 0 })),
  route('GET /applications/@me', (_call, { world }) =>
    ok({
      id: world.bot.id,
      name: world.bot.name,
      icon: null,
      description: '',
      bot_public: true,
      bot_require_code_grant: false,
      verify_key: '0',
      flags: 0,
      bot: wireUser(world.bot),
    }),
  ),
  route('GET /users/:user', (call, { world }) => {
    const user = world.users.get(call.id('user'));
    if (user === undefined) throw refusals.unknownUser();
    return ok(wireUser(user));
  }),
  route('POST /users/@me/channels', (call, { world }) => {
    checkForm(CreatePrivateChannelRequestSchema, call.sent.json);
    const user = world.users.get(PRIVATE.parse(call.sent.json).recipient_id);
    if (user === undefined) throw refusals.unknownUser();
    return ok(wireChannel(world, world.privateChannel(user)));
  }),
  route('DELETE /users/@me/guilds/:guild', (call, house) => {
    const id = ownGuild(call, house);
    house.world.guilds.get(id)?.members.delete(house.world.bot.id);
    house.gateway.dispatch('GUILD_DELETE', { id });
    house.world.changes.happened();
    return NOTHING;
  }),

  route('GET /guilds/:guild', (call, house) => {
    const guild = house.world.guilds.get(ownGuild(call, house));
    return ok(guild === undefined ? null : wireGuild(house.world, guild));
  }),
  route('GET /guilds/:guild/channels', (call, house) => {
    const id = ownGuild(call, house);
    return ok(
      [...house.world.channels.values()]
        .filter((one) => one.guildId === id)
        .map((one) => wireChannel(house.world, one)),
    );
  }),
  route('GET /guilds/:guild/roles', (call, house) => {
    const guild = house.world.guilds.get(ownGuild(call, house));
    return ok([...(guild?.roles.values() ?? [])].map(wireRole));
  }),
  route('GET /guilds/:guild/members/:user', (call, house) => {
    const guild = house.world.guilds.get(ownGuild(call, house));
    const user = call.id('user') === '@me' ? house.world.bot.id : call.id('user');
    if (guild === undefined || !guild.members.has(user)) throw refusals.unknownMember();
    return ok(wireMember(house.world, guild, user));
  }),

  route('GET /channels/:channel', (call, { world, messages }) =>
    ok(wireChannel(world, messages.visible(call.id('channel')))),
  ),
  // Of what can be changed about a channel, only the waking of a thread is kept here: anybody who may write in it may.
  route('PATCH /channels/:channel', (call, { world, gateway, messages }) => {
    const channel = messages.visible(call.id('channel'));
    if (!isThread(channel)) throw refusals.wrongChannelType();
    if ((world.permissions(channel, world.bot.id) & PERMISSIONS.sendMessagesInThreads) === 0n)
      throw refusals.missingPermissions();
    const change = CHANGED_THREAD.safeParse(call.sent.json);
    if (!change.success)
      throw notDocumented([], 'of a thread only `archived` and `name` can be changed here');
    const { archived = channel.archived, name = channel.name } = change.data;
    if (channel.archived && archived) throw refusals.archivedThread();
    channel.archived = archived;
    channel.name = name;
    gateway.dispatch('THREAD_UPDATE', wireChannel(world, channel), { intents: INTENTS.guilds });
    world.changes.happened();
    return ok(wireChannel(world, channel));
  }),
  route('POST /channels/:channel/typing', (call, { world, messages }) => {
    messages.visible(call.id('channel')).typings += 1;
    world.changes.happened();
    return NOTHING;
  }),
  route('GET /channels/:channel/messages', (call, { world, messages }) => {
    const channel = messages.visible(call.id('channel'));
    const limit = Number(call.query.get('limit') ?? '50');
    return ok(
      channel.messages
        .slice(-limit)
        .toReversed()
        .map((one) => wireMessage(world, channel, one)),
    );
  }),
  route('GET /channels/:channel/messages/:message', (call, { world, messages }) => {
    const channel = messages.visible(call.id('channel'));
    return ok(wireMessage(world, channel, messages.message(channel, call.id('message'))));
  }),
  route('POST /channels/:channel/messages', (call, { messages }) =>
    ok(messages.post(call.id('channel'), call.sent)),
  ),
  route('PATCH /channels/:channel/messages/:message', (call, { messages }) =>
    ok(messages.edit(call.id('channel'), call.id('message'), call.sent)),
  ),
  route('DELETE /channels/:channel/messages/:message', (call, { messages }) => {
    messages.remove(call.id('channel'), call.id('message'));
    return NOTHING;
  }),
  route('POST /channels/:channel/messages/:message/crosspost', (call, { messages }) =>
    ok(messages.crosspost(call.id('channel'), call.id('message'))),
  ),
  route('POST /channels/:channel/threads', (call, house) => {
    const forum = house.messages.visible(call.id('channel')).type === CHANNEL_TYPES.forum;
    return startThread(
      call,
      house,
      forum ? CreateForumThreadRequestSchema : CreateTextThreadWithoutMessageRequestSchema,
    );
  }),
  route('POST /channels/:channel/messages/:message/threads', (call, house) => {
    house.messages.message(house.messages.visible(call.id('channel')), call.id('message'));
    return startThread(call, house, CreateTextThreadWithMessageRequestSchema);
  }),

  ...commandRoutes('/applications/:application/commands', () => null),
  ...commandRoutes('/applications/:application/guilds/:guild/commands', ownGuild),

  route(
    'POST /interactions/:interaction/:token/callback',
    (call, { interactions }) => {
      const withResponse = call.query.get('with_response') === 'true';
      const body = interactions.callback(call.id('interaction'), call.id('token'), call.sent, withResponse);
      return body === undefined ? NOTHING : ok(body);
    },
    true,
  ),
  route(
    'POST /webhooks/:application/:token',
    (call, house) => ok(house.interactions.followUp(ownWebhook(call, house), call.sent)),
    true,
  ),
  route(
    'GET /webhooks/:application/:token/messages/:message',
    (call, house) => ok(house.interactions.read(ownWebhook(call, house), call.id('message'))),
    true,
  ),
  route(
    'PATCH /webhooks/:application/:token/messages/:message',
    (call, house) => ok(house.interactions.edit(ownWebhook(call, house), call.id('message'), call.sent)),
    true,
  ),
  route(
    'DELETE /webhooks/:application/:token/messages/:message',
    (call, house) => {
      house.interactions.remove(ownWebhook(call, house), call.id('message'));
      return NOTHING;
    },
    true,
  ),
];

/** The same five routes for everywhere and for a guild. */
function commandRoutes(base: string, where: (call: Call, house: House) => string | null): readonly Route[] {
  return [
    route(`GET ${base}`, (call, house) => {
      ownApplication(call, house);
      const localized = call.query.get('with_localizations') === 'true';
      return ok(house.commands.in(where(call, house)).map((one) => wireCommand(house.world, one, localized)));
    }),
    route(`PUT ${base}`, (call, house) => {
      ownApplication(call, house);
      const forms = z.array(z.unknown()).safeParse(call.sent.json);
      if (!forms.success) throw refusals.invalidJson();
      const registered = house.commands.overwrite(where(call, house), forms.data);
      return ok(registered.map((one) => wireCommand(house.world, one)));
    }),
    route(`POST ${base}`, (call, house) => {
      ownApplication(call, house);
      const { command, isNew } = house.commands.create(where(call, house), call.sent.json);
      return { status: isNew ? 201 : 200, body: wireCommand(house.world, command) };
    }),
    route(`GET ${base}/:command`, (call, house) => {
      ownApplication(call, house);
      return ok(wireCommand(house.world, house.commands.get(where(call, house), call.id('command'))));
    }),
    route(`DELETE ${base}/:command`, (call, house) => {
      ownApplication(call, house);
      house.commands.remove(where(call, house), call.id('command'));
      return NOTHING;
    }),
  ];
}
