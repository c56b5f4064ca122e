/** Sending and editing on Discord, and what its refusals mean. */
import {
  ChannelType,
  DiscordAPIError,
  HTTPError,
  RateLimitError,
  RESTJSONErrorCodes,
  Routes,
} from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { Outcome } from '#core/delivery.ts';
import { causeId } from '#core/ids.ts';
import type { Log, Notifier } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import { toDiscord } from '#render/discord.ts';
import type { DiscordPart } from '#render/discord.ts';
import { FORUMS, isTakenBack, postInForum, titleOf } from './discord-forum.ts';
import { sendParts, editable, NOTHING_TO_SHOW } from './parts.ts';
import { kindOf, NEVER_REACHED, TOKEN_PAUSE, short } from './reaching.ts';

/** A 429 without Retry-After comes from Cloudflare in front of Discord, for minutes: asking sooner prolongs it. */
const BAN_PAUSE = 10 * MINUTE;

/** SUPPRESS_NOTIFICATIONS, https://docs.discord.com/developers/resources/message#message-object-message-flags */
const SILENT = 1 << 12;

/** What the channel is told by its kind, https://docs.discord.com/developers/topics/opcodes-and-status-codes#json */
const GONE = new Set<number>([
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownGuild,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel,
  RESTJSONErrorCodes.CannotExecuteActionOnThisChannelType,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
]);

/** With what the client of discord.js says when nobody took the call. */
const UNSENT: ReadonlySet<string> = new Set([...NEVER_REACHED, 'UND_ERR_CONNECT_TIMEOUT']);

const UNEDITABLE = new Set<number>([
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.CannotEditMessageAuthoredByAnotherUser,
]);

/** A limit that does not come as a 429. */
const BUSY = new Set<number>([RESTJSONErrorCodes.MaximumNumberOfEditsToMessagesOlderThanOneHourReached]);

const ANNOUNCEMENT: number = ChannelType.GuildAnnouncement;

/** What is read of Discord's answers. */
const CREATED = z.object({ id: z.string() });
const CHANNEL = z.object({ type: z.number() });

/** What sends to Discord. */
export interface DiscordNotifierDeps {
  /** With `retries: 0` and `rejectOnRateLimit`, so that it never waits or repeats by itself. */
  readonly rest: REST;
  readonly token: string;
  readonly log: Log;
  /** The channel's type as the gateway told it; undefined when it did not. */
  readonly channelType: (channel: string) => number | undefined;
}

/** The notifier over Discord's HTTP API alone: it needs no gateway. */
export function createDiscordNotifier(deps: DiscordNotifierDeps): Notifier {
  const { rest, log } = deps;
  const asked = new Map<string, number>();

  async function attempt(work: () => Promise<string>): Promise<Outcome> {
    try {
      return { outcome: 'sent', messageId: await work() };
    } catch (error) {
      // The client drops a token that was refused once; the next attempt must get Discord's own answer again.
      if (error instanceof DiscordAPIError && error.status === 401) rest.setToken(deps.token);
      return outcomeOf(error);
    }
  }

  function known(channel: string): number | undefined {
    return deps.channelType(channel) ?? asked.get(channel);
  }

  async function typeOf(channel: string): Promise<number> {
    const told = known(channel);
    if (told !== undefined) return told;
    const { type } = CHANNEL.parse(await rest.get(Routes.channel(channel)));
    asked.set(channel, type);
    return type;
  }

  /** Publishes to the servers that follow an announcement channel. The message stays where that fails: ten an hour. */
  async function crosspost(channel: string, message: string): Promise<void> {
    try {
      if ((await typeOf(channel)) !== ANNOUNCEMENT) return;
      await rest.post(Routes.channelMessageCrosspost(channel, message));
    } catch (error) {
      const outcome = outcomeOf(error);
      log.warn({ channel: short(channel), outcome }, 'A message was sent to Discord but not published');
    }
  }

  /** In the list of a forum a false release stands as news for as long as its post is called so. */
  async function rename(post: string, name: string): Promise<void> {
    try {
      await rest.patch(Routes.channel(post), { body: { name } });
    } catch (error) {
      const outcome = outcomeOf(error);
      log.warn({ channel: short(post), outcome }, 'A post that no longer holds keeps its name');
    }
  }

  return {
    platform: 'discord',
    async send({ id, destination, message, silent }, account) {
      const { chat } = destination;
      const flags = silent ? SILENT : 0;
      // In a forum the first part makes the post, and its id is the post's; the others go there.
      let post = account.messageId;
      const one = async (part: DiscordPart, index: number): Promise<Outcome> => {
        const body = {
          ...part,
          flags,
          // Discord gives back the first message for the same nonce for some minutes: an attempt whose answer was lost
          // does not double it. https://docs.discord.com/developers/resources/message#create-message
          nonce: causeId(id, String(index)),
          enforce_nonce: true,
        };
        const write = async (place: string): Promise<string> =>
          CREATED.parse(await rest.post(Routes.channelMessages(place), { body })).id;
        const inForum = () => (post === null ? postInForum(rest, chat, message, part, flags) : write(post));
        const outcome = await attempt(async () => {
          if (FORUMS.has(known(chat) ?? -1)) return inForum();
          try {
            return await write(chat);
          } catch (error) {
            // Without the gateway nobody has told yet what kind of channel it is.
            if (!isNoTextChannel(error) || !FORUMS.has(await typeOf(chat))) throw error;
            return inForum();
          }
        });
        if (outcome.outcome !== 'sent') return outcome;
        post ??= outcome.messageId;
        if (outcome.messageId !== null) await crosspost(chat, outcome.messageId);
        return outcome;
      };
      return sendParts(toDiscord(message), account, one, (part, reason) =>
        log.warn({ delivery: id, part, reason }, 'Discord refused a part of a message, the rest was sent'),
      );
    },
    async edit(to, messageId, message) {
      const body = editable(toDiscord(message), 'components');
      if (body === null) return NOTHING_TO_SHOW;
      return attempt(async () => {
        const isPost = FORUMS.has(await typeOf(to.chat));
        const place = isPost ? messageId : to.chat;
        await awake(place, () => rest.patch(Routes.channelMessage(place, messageId), { body }));
        if (isPost && isTakenBack(message)) await rename(messageId, titleOf(message));
        return messageId;
      });
    },
  };

  /** Writing wakes a thread that fell asleep, editing does not; one that was locked refuses and is gone. */
  async function awake<T>(channel: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (
        !(error instanceof DiscordAPIError) ||
        error.code !== RESTJSONErrorCodes.InvalidActionOnArchivedThread
      )
        throw error;
      await rest.patch(Routes.channel(channel), { body: { archived: false } });
      return work();
    }
  }
}

function isNoTextChannel(error: unknown): boolean {
  return (
    error instanceof DiscordAPIError && error.code === RESTJSONErrorCodes.CannotSendMessagesInNonTextChannel
  );
}

/** What a failed call means for the delivery. By code, never by words. */
export function outcomeOf(error: unknown): Exclude<Outcome, { outcome: 'sent' | 'moved' }> {
  if (error instanceof RateLimitError) {
    return error.retryAfter > 0
      ? { outcome: 'retry', after: Math.ceil(error.retryAfter), reason: `Discord's limit (${error.scope})` }
      : { outcome: 'retry', after: BAN_PAUSE, reason: 'Discord turns this machine away for a while (429)' };
  }
  if (error instanceof HTTPError) {
    return { outcome: 'unknown', reason: `Discord failed (${String(error.status)})` };
  }
  if (error instanceof DiscordAPIError) return refusal(error);
  const code = kindOf(error);
  return UNSENT.has(code)
    ? { outcome: 'retry', after: null, reason: `Discord could not be reached (${code})` }
    : { outcome: 'unknown', reason: `no answer from Discord (${code})` };
}

function refusal(error: DiscordAPIError): Exclude<Outcome, { outcome: 'sent' | 'moved' }> {
  const code = Number(error.code);
  const reason = `${error.message} (${String(error.code)})`;
  if (error.status === 401) return { outcome: 'retry', after: TOKEN_PAUSE, reason: TOKEN_REFUSED };
  if (BUSY.has(code)) return { outcome: 'retry', after: BAN_PAUSE, reason };
  if (UNEDITABLE.has(code)) return { outcome: 'uneditable', reason };
  if (GONE.has(code)) return { outcome: 'gone', reason };
  // A 403 without a code of Discord's own is Cloudflare's, in front of it.
  if (error.status === 403) {
    return code > 0
      ? { outcome: 'gone', reason }
      : { outcome: 'retry', after: BAN_PAUSE, reason: 'Discord turns this machine away for a while (403)' };
  }
  return { outcome: 'rejected', reason };
}

/** What the operator reads when the token is not accepted. */
export const TOKEN_REFUSED =
  'Discord does not accept the bot token. Reset it at https://discord.com/developers/applications (Bot, then Reset Token), put it into DISCORD_BOT_TOKEN, and start again.';
