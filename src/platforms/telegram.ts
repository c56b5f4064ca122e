/** The bot on Telegram: it asks for updates or is brought them, answers, and keeps track of the chats it is in. */
import { once } from 'node:events';
import { Api, Bot, GrammyError } from 'grammy';
import type { ApiClientOptions, Transformer } from 'grammy';
import type { Clock, Log } from '#core/ports.ts';
import { HOUR } from '#core/spans.ts';
import type { Destination } from '#core/subscription.ts';
import { createAllowance } from './allowance.ts';
import type { Connection, Inside } from './connection.ts';
import { LAST_MOMENTS, persist, short } from './reaching.ts';
import { createTelegramAnswers } from './telegram-answers.ts';
import { createTelegramChannels } from './telegram-channels.ts';
import { hear, UPDATES } from './telegram-hearing.ts';
import { createTelegramInline } from './telegram-inline.ts';
import { announce } from './telegram-menu.ts';
import { chatOf, createTelegramNotifier, isTokenRefusal, told, TOKEN_REFUSED } from './telegram-notifier.ts';
import { patience } from './telegram-patience.ts';
import { poll } from './telegram-polling.ts';
import { openWebhook } from './telegram-webhook.ts';
import type { Webhook, WebhookServer } from './telegram-webhook.ts';
import { createTurns } from './turns.ts';

/** What a bot on Telegram is made of. */
export interface TelegramDeps extends Inside {
  readonly token: string;
  /** Where the Bot API is; undefined for Telegram's own server. */
  readonly apiRoot?: string | undefined;
  /** Where Telegram brings the updates; null: they are asked for. */
  readonly webhook: Webhook | null;
  /** Digests go out as rich messages where the server takes them. */
  readonly richDigests: boolean;
  /** User ids of those who run the bot: their menus show the operators' commands. */
  readonly operators: readonly string[];
  readonly clock: Clock;
  readonly log: Log;
}

/** What grammY waits for an answer, s; longer than the long poll of 30 s. */
const ANSWER_TIMEOUT = 40;

/** Inline queries of one person in a minute: one a letter, and each is cheap. */
const QUERIES_A_MINUTE = 120;

/** Trouble with the webhook that is older than this is over, ms. */
const RECENT_TROUBLE = HOUR;

/** Makes the connection; nothing is sent or asked before it is started. */
export function createTelegram(deps: TelegramDeps): Connection {
  const { chat, locales, notes, clock, log } = deps;
  const closing = new AbortController();
  const client: ApiClientOptions = {
    timeoutSeconds: ANSWER_TIMEOUT,
    ...(deps.apiRoot === undefined ? {} : { apiRoot: deps.apiRoot.replace(/\/+$/u, '') }),
  };
  // The long poll has a signal of its own; every other call, and every wait before its repetition, ends with the bot.
  // grammY's types ask for the signal of the polyfill it brings; all it does with one is to listen for its abort.
  const untilClosed: Transformer = (prev, method, payload, signal) =>
    prev(method, payload, signal ?? (closing.signal as unknown as typeof signal));
  const bot = new Bot(deps.token, { client });
  bot.api.config.use(untilClosed, patience(log, closing.signal));
  const api = new Api(deps.token, client);
  api.config.use(untilClosed);
  const notifier = createTelegramNotifier(api, log, deps.richDigests);
  // A slow answer or a flood limit in one chat does not hold up the others.
  const turns = createTurns((lane, error) =>
    log.error({ lane: short(lane), ...told(error) }, 'An update from Telegram failed'),
  );
  let me: string | null = null;
  const username = (): string | null => me;
  let polling: Promise<void> | null = null;
  let server: WebhookServer | null = null;

  const answers = createTelegramAnswers({
    api: bot.api,
    chat,
    allowance: createAllowance(clock),
    clock,
    log,
    closing: closing.signal,
    username,
    isAdmin,
    tapped: (line, by) => channels.tapped(line, by),
  });
  const channels = createTelegramChannels({ chat, locales, notes, answers, isAdmin });
  const inline = createTelegramInline({
    api: bot.api,
    chat,
    locales,
    allowance: createAllowance(clock, QUERIES_A_MINUTE),
    log,
  });
  hear(bot, { chat, clock, log, turns, answers, channels, inline, username, isAdmin });
  bot.catch(({ error, ctx }) =>
    log.error({ update: ctx.update.update_id, ...told(error) }, 'An update from Telegram failed'),
  );

  async function isAdmin(destination: Destination, user: number | undefined): Promise<boolean> {
    if (user === undefined) return false;
    try {
      const member = await bot.api.getChatMember(chatOf(destination), user);
      return member.status === 'creator' || member.status === 'administrator';
    } catch (error) {
      log.warn({ chat: short(destination.chat), ...told(error) }, 'Telegram did not say who the admins are');
      return false;
    }
  }

  /** Tries until Telegram answers. @throws when it refuses the token, or when the bot is stopped. */
  function untilAnswered<T>(work: () => Promise<T>): Promise<T> {
    const failed = (error: unknown, seconds: number): void => {
      if (isTokenRefusal(error)) throw new Error(TOKEN_REFUSED, { cause: error });
      if (error instanceof GrammyError && error.error_code === 400) throw error;
      closing.signal.throwIfAborted();
      log.warn({ seconds, ...told(error) }, 'Telegram cannot be reached, trying again');
    };
    return persist(work, failed, closing.signal);
  }

  /** Opens the door first, then tells Telegram where it is. */
  async function openDoor(webhook: Webhook): Promise<void> {
    server = await openWebhook(webhook, (update) => void bot.handleUpdate(update).catch(failed), log);
    try {
      await untilAnswered(() =>
        bot.api.setWebhook(webhook.url, { secret_token: webhook.secret, allowed_updates: UPDATES }),
      );
    } catch (error) {
      await server.stop();
      if (!(error instanceof GrammyError)) throw error;
      throw new Error(
        `Telegram does not take the webhook: ${error.description}. Check telegram.webhook, or leave it out to poll.`,
        { cause: error },
      );
    }
  }

  /** What Telegram says of the webhook, for the doctor; null when nothing is wrong. */
  async function webhookTrouble({ url }: Webhook): Promise<string | null> {
    const info = await bot.api.getWebhookInfo();
    const { last_error_date: at, last_error_message: words } = info;
    if (info.url !== url || at === undefined || clock.now() - at * 1000 > RECENT_TROUBLE) return null;
    return `Telegram could not bring updates to ${url}: ${words ?? 'it does not say why'}. Check that the address leads to telegram.listen, and that the service runs.`;
  }

  function failed(error: unknown): void {
    log.error(told(error), 'An update from Telegram failed');
  }

  return {
    notifier,
    get username() {
      return me;
    },
    async start() {
      bot.botInfo = await untilAnswered(() => bot.api.getMe());
      me = bot.botInfo.username;
      closing.signal.throwIfAborted();
      if (deps.webhook === null) polling = poll(bot, clock, log, closing.signal);
      else await openDoor(deps.webhook);
      try {
        await announce(bot.api, chat.commands, deps.operators);
      } catch (error) {
        // Not worth stopping for; people are answered meanwhile.
        if (!closing.signal.aborted)
          log.warn(told(error), 'The list of commands could not be given to Telegram');
      }
    },
    async stop() {
      if (closing.signal.aborted) return;
      const timer = setTimeout(() => closing.abort(), LAST_MOMENTS);
      const closed = once(closing.signal, 'abort');
      await server?.stop();
      // Tells Telegram what was read, so that it does not come again at the next start.
      if (polling !== null)
        await bot.stop().catch((error: unknown) => log.debug(told(error), 'Telegram did not hear the end'));
      // grammY may sleep between two polls and cannot be woken; nothing is lost by not waiting for that.
      await Promise.race([Promise.all([turns.idle(), polling]), closed]);
      clearTimeout(timer);
      closing.abort();
    },
    async check() {
      try {
        const known = await bot.api.getMe();
        me = known.username;
        const trouble = deps.webhook === null ? null : await webhookTrouble(deps.webhook);
        if (trouble !== null) return { ok: false, detail: trouble };
        return { ok: true, detail: `Telegram knows the bot as @${known.username}` };
      } catch (error) {
        if (isTokenRefusal(error)) return { ok: false, detail: TOKEN_REFUSED };
        const { reason } = told(error);
        return { ok: false, detail: `Telegram did not answer (${reason}). Check the network and try again.` };
      }
    },
  };
}
