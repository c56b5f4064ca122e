/**
 * The bot on Discord: slash commands, suggestions, buttons, and what becomes of the channels it is in. Import it only
 * where a token is set: discord.js takes 30 MB and a quarter of a second.
 */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  Client,
  DiscordAPIError,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
  HTTPError,
  OAuth2Scopes,
  Options,
  PermissionFlagsBits,
  REST,
  Routes,
} from 'discord.js';
import type { Channel, RESTOptions } from 'discord.js';
import { z } from 'zod';
import { codeOf } from '#core/file-trouble.ts';
import type { Clock, Log } from '#core/ports.ts';
import { createAllowance } from './allowance.ts';
import type { Connection, Inside } from './connection.ts';
import { announce } from './discord-commands.ts';
import { createDiscordAnswers, destination } from './discord-answers.ts';
import { createDiscordNotifier, outcomeOf, TOKEN_REFUSED } from './discord-notifier.ts';
import { LAST_MOMENTS, persist, short } from './reaching.ts';
import { createTurns } from './turns.ts';

/** What a bot on Discord is made of. */
export interface DiscordDeps extends Inside {
  readonly token: string;
  /** Where the HTTP API is; undefined for Discord's own server. */
  readonly api?: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** An interaction dies after 3 s, so its requests wait at most this long for a limit, ms. */
const LONGEST_LIMIT_WAIT = 2_000;

/** What is read of Discord's answers. */
const USER = z.object({ id: z.string(), username: z.string() });
const GUILD_DELETE = z.object({ id: z.string(), unavailable: z.boolean().optional() });
/** Makes the connection; nothing is sent or asked before it is started. */
export function createDiscord(deps: DiscordDeps): Connection {
  const { chat, locales, clock, log, token } = deps;
  const root: Partial<RESTOptions> = { version: '10', ...(deps.api === undefined ? {} : { api: deps.api }) };
  // Never waits and never repeats by itself: whoever keeps the outbox decides when to try again.
  const rest = new REST({ ...root, retries: 0, rejectOnRateLimit: () => true }).setToken(token);
  let client: Client | null = null;
  let username: string | null = null;
  const closing = new AbortController();
  const notifier = createDiscordNotifier({
    rest,
    token,
    log,
    channelType: (channel) => client?.channels.cache.get(channel)?.type,
  });
  const answers = createDiscordAnswers({ chat, allowance: createAllowance(clock), log });
  const turns = createTurns((lane, error) =>
    log.error({ lane: short(lane), ...told(error) }, 'An interaction on Discord failed'),
  );

  /** A client not yet connected; one that failed to connect cannot be used again. */
  function newClient(): Client {
    const made = new Client({
      // Slash commands and buttons come without any; this one tells of channels and servers that are gone.
      intents: [GatewayIntentBits.Guilds],
      enforceNonce: true,
      allowedMentions: { parse: [], repliedUser: false },
      makeCache: Options.cacheWithLimits({
        ...Options.DefaultMakeCacheSettings,
        MessageManager: 0,
        GuildMemberManager: { maxSize: 10, keepOverLimit: (member) => member.id === member.client.user.id },
        UserManager: { maxSize: 100, keepOverLimit: (user) => user.id === user.client.user.id },
      }),
      // A limit without an end given (Cloudflare's) would otherwise be asked again at once, for ever.
      rest: {
        ...root,
        rejectOnRateLimit: ({ retryAfter }) => retryAfter <= 0 || retryAfter > LONGEST_LIMIT_WAIT,
      },
    });
    made.on(Events.InteractionCreate, (interaction) => {
      // Each on its own: the first sign of an answer must come within 3 s, whatever else goes on in the channel.
      turns.take(interaction.id, () => answers.interact(interaction));
    });
    made.on(Events.ChannelDelete, ({ id }) => lose([id], 'the channel was deleted'));
    made.on(Events.ThreadDelete, ({ id }) => lose([id], 'the thread was deleted'));
    // The event of the client itself comes when the server's channels are forgotten already.
    made.ws.on(GatewayDispatchEvents.GuildDelete, (packet: unknown) => {
      const read = GUILD_DELETE.safeParse(packet);
      if (!read.success) {
        log.warn({ error: read.error }, 'a packet of Discord could not be read');
        return;
      }
      const { id, unavailable } = read.data;
      // An outage of Discord's, not a goodbye.
      if (unavailable === true) return;
      lose(
        [...(made.guilds.cache.get(id)?.channels.cache.keys() ?? [])],
        'the bot was removed from the server',
      );
    });
    // Rights of a channel, or of a role of the bot's: what was lost for want of them may be back.
    made.on(Events.ChannelUpdate, (_before, channel) => {
      if (isHeard(channel)) regain([channel.id]);
    });
    made.on(Events.GuildRoleUpdate, (_before, { guild }) => {
      regain([...guild.channels.cache.values()].filter(isHeard).map(({ id }) => id));
    });
    made.on(Events.ThreadUpdate, (before, thread) => {
      if (before.locked === true && thread.locked === false) regain([thread.id]);
    });
    // Servers that were joined again while nobody listened.
    made.on(Events.ClientReady, () => {
      regain([...made.channels.cache.values()].filter(isHeard).map(({ id }) => id));
    });
    made.on(Events.GuildCreate, (guild) => {
      regain([...guild.channels.cache.keys()]);
    });
    made.on(Events.Error, (error) => log.warn(told(error), 'The Discord client reports trouble'));
    made.on(Events.ShardError, (error) =>
      log.warn(told(error), 'The connection to Discord broke, it is made again'),
    );
    made.on(Events.ShardDisconnect, ({ code }) =>
      log.error({ code }, 'Discord closed the connection for good: check the bot token, then start again'),
    );
    return made;
  }

  function lose(channels: readonly string[], reason: string): void {
    for (const id of channels) turns.take(id, () => chat.lost(destination(id), reason));
  }

  function regain(channels: readonly string[]): void {
    for (const id of channels) turns.take(id, () => chat.regained(destination(id)));
  }

  /** One attempt. Throws when Discord refuses the token or does not answer. */
  async function connectOnce(): Promise<void> {
    const me = USER.parse(await rest.get(Routes.user()));
    username = me.username;
    try {
      await announce(rest, me.id, chat.commands, locales);
    } catch (error) {
      // Not worth stopping for.
      log.warn({ reason: outcomeOf(error).reason }, 'The slash commands could not be given to Discord');
    }
    const made = newClient();
    closing.signal.throwIfAborted();
    client = made;
    const ready = once(made, Events.ClientReady, { signal: closing.signal });
    await Promise.all([ready, made.login(token)]);
  }

  return {
    notifier,
    get username() {
      return username;
    },
    start() {
      const failed = async (error: unknown, seconds: number): Promise<void> => {
        rest.setToken(token);
        await client?.destroy();
        client = null;
        closing.signal.throwIfAborted();
        if (isTokenRefusal(error)) throw new Error(TOKEN_REFUSED, { cause: error });
        log.warn({ seconds, ...told(error) }, 'Discord cannot be reached, trying again');
      };
      return persist(connectOnce, failed, closing.signal);
    },
    async stop() {
      if (closing.signal.aborted) return;
      const timer = new AbortController();
      await Promise.race([
        turns.idle(),
        wait(LAST_MOMENTS, null, { signal: timer.signal }).catch(() => null),
      ]);
      timer.abort();
      closing.abort();
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
      await client?.destroy();
      client = null;
    },
    async check() {
      try {
        const me = USER.parse(await rest.get(Routes.user()));
        username = me.username;
        return {
          ok: true,
          detail: `Discord knows the bot as ${me.username}. To add it to a server, open ${inviteUrl(me.id)}`,
        };
      } catch (error) {
        rest.setToken(token);
        if (isTokenRefusal(error)) return { ok: false, detail: TOKEN_REFUSED };
        const { reason } = outcomeOf(error);
        return { ok: false, detail: `${reason}. Check the network and try again.` };
      }
    },
  };
}

/** Where the operator adds the bot to a server: to see the channel, to write there and in threads, to show embeds. */
function inviteUrl(application: string): string {
  const permissions =
    PermissionFlagsBits.ViewChannel |
    PermissionFlagsBits.SendMessages |
    PermissionFlagsBits.SendMessagesInThreads |
    PermissionFlagsBits.EmbedLinks;
  const query = new URLSearchParams({
    client_id: application,
    scope: `${OAuth2Scopes.Bot} ${OAuth2Scopes.ApplicationsCommands}`,
    permissions: String(permissions),
  });
  return `https://discord.com/oauth2/authorize?${query.toString()}`;
}

/** May the bot be heard there, as far as can be told? */
function isHeard(channel: Channel): boolean {
  if (channel.isDMBased() || !(channel.isSendable() || channel.isThreadOnly())) return false;
  if (channel.isThread() && channel.locked === true) return false;
  const { me } = channel.guild.members;
  const rights = me === null ? null : channel.permissionsFor(me);
  const speak = channel.isThread()
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  return rights?.has([PermissionFlagsBits.ViewChannel, speak]) === true;
}

function isTokenRefusal(error: unknown): boolean {
  if (error instanceof DiscordAPIError) return error.status === 401;
  // Thrown by discord.js itself for a token that it can see is none.
  return codeOf(error) === 'TokenInvalid';
}

/** An error as the log may have it. */
function told(error: unknown): { readonly reason: string; readonly error?: unknown } {
  if (error instanceof DiscordAPIError || error instanceof HTTPError)
    return { reason: outcomeOf(error).reason };
  return { reason: error instanceof Error ? error.message : String(error), error };
}
