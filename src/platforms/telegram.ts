/** The bot on Telegram: long polling, commands, buttons, and what becomes of the chats it is in. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Api, Bot, GrammyError, HttpError } from 'grammy';
import type { ApiClientOptions, Transformer } from 'grammy';
import type { Message as TelegramMessage } from 'grammy/types';
import type { Chat } from '#core/chat.ts';
import type { Clock, Log } from '#core/ports.ts';
import type { Destination } from '#core/subscription.ts';
import { createAllowance } from './allowance.ts';
import type { Connection } from './connection.ts';
import { createTelegramAnswers } from './telegram-answers.ts';
import {
  chatOf,
  createTelegramNotifier,
  isTokenRefusal,
  systemCode,
  TOKEN_REFUSED,
} from './telegram-notifier.ts';
import {
  chatDestination,
  destinationOf,
  languageOf,
  questionIn,
  reach,
  short,
  speaksForChat,
} from './telegram-reading.ts';
import { createTurns } from './turns.ts';

export interface TelegramDeps {
  readonly token: string;
  /** Where the Bot API is; undefined for Telegram's own server. */
  readonly apiRoot?: string | undefined;
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
}

/** What grammY waits for an answer, s; longer than the long poll of 30 s. */
const ANSWER_TIMEOUT = 40;

/** Commands older than this are not answered any more, ms: after a night without the bot nobody waits for 200 answers. */
const STALE = 5 * 60_000;

/** An answer to a person waits this long for a flood limit, s; news wait in the outbox instead. */
const LONGEST_FLOOD_WAIT = 30;

/** Pauses before trying to connect or to poll again, ms, doubled up to the longest. */
const FIRST_PAUSE = 5_000;
const CONFLICT_PAUSE = 30_000;
const LONGEST_PAUSE = 10 * 60_000;

/** How long `stop` lets what is under way come to its end, ms. */
const LAST_MOMENTS = 700;

/** Only what the bot reads; Telegram then keeps the rest to itself. */
const UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'my_chat_member',
] as const;

export function createTelegram(deps: TelegramDeps): Connection {
  const { chat, clock, log } = deps;
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
  // Repeats only what Telegram has surely not accepted (429), and never for long: a chat's commands wait meanwhile.
  bot.api.config.use(
    autoRetry({
      maxDelaySeconds: LONGEST_FLOOD_WAIT,
      maxRetryAttempts: 2,
      rethrowHttpErrors: true,
      rethrowInternalServerErrors: true,
    }),
    untilClosed,
  );
  const api = new Api(deps.token, client);
  api.config.use(untilClosed);
  const notifier = createTelegramNotifier(api, log);
  // Updates are taken at once and worked on in turns, one lane a chat: a slow answer or a flood limit in one chat does
  // not hold up the others.
  const turns = createTurns((lane, error) =>
    log.error({ lane, ...told(error) }, 'An update from Telegram failed'),
  );
  const names = new Set(chat.commands.map(({ name }) => name));
  let username: string | null = null;
  const answers = createTelegramAnswers({
    api: bot.api,
    chat,
    allowance: createAllowance(clock),
    clock,
    log,
    closing: closing.signal,
    username: () => username,
    isAdmin,
  });
  let polling: Promise<void> | null = null;

  bot.catch(({ error, ctx }) =>
    log.error({ update: ctx.update.update_id, ...told(error) }, 'An update from Telegram failed'),
  );

  bot.on(['message:migrate_to_chat_id'], (ctx) => {
    const from = destinationOf(ctx.msg);
    const to = { ...from, chat: String(ctx.msg.migrate_to_chat_id) };
    turns.take(from.chat, () => chat.moved(from, to));
  });

  bot.on(['message:text', 'channel_post:text'], ({ msg }) => {
    const question = questionIn(msg, names, username);
    if (question === null) return;
    const { destination } = askedIn(msg);
    if (clock.now() - msg.date * 1000 <= STALE) {
      turns.take(destination.chat, () => answers.typed({ ...question, ...askedIn(msg) }, typedIn(msg)));
      return;
    }
    log.info(
      { command: question.command, minutes: Math.round((clock.now() - msg.date * 1000) / 60_000) },
      "An old command is not answered; if it was just given, this machine's clock is wrong",
    );
    turns.take(destination.chat, () => answers.missed(destination, languageOf(msg.from)));
  });

  // An edited question changes its answer. Telegram tells of changes that nobody made, too: the same text is no question.
  bot.on(['edited_message:text', 'edited_channel_post:text'], ({ msg }) => {
    const question = questionIn(msg, names, username);
    if (question === null) return;
    const { destination } = askedIn(msg);
    turns.take(destination.chat, async () => {
      const before = answers.known(destination, typedIn(msg));
      const fresh = clock.now() - msg.date * 1000 <= STALE;
      if (before === 'same' || (before === 'not' && !fresh)) return;
      await answers.typed({ ...question, ...askedIn(msg) }, typedIn(msg));
    });
  });

  bot.on('callback_query', ({ callbackQuery }) => {
    const { message, from } = callbackQuery;
    turns.take(String(message?.chat.id ?? from.id), () => answers.pressed(callbackQuery));
  });

  bot.on('my_chat_member', (ctx) => {
    const destination = chatDestination(ctx.myChatMember.chat.id);
    const before = reach(ctx.myChatMember, ctx.myChatMember.old_chat_member);
    const now = reach(ctx.myChatMember, ctx.myChatMember.new_chat_member);
    if (now !== null) turns.take(destination.chat, () => chat.lost(destination, now));
    else if (before !== null) turns.take(destination.chat, () => chat.regained(destination));
  });

  function askedIn(msg: TelegramMessage) {
    const destination = destinationOf(msg);
    return {
      via: 'typed' as const,
      destination,
      user: {
        platform: 'telegram' as const,
        id: String(msg.from?.id ?? msg.sender_chat?.id ?? msg.chat.id),
      },
      language: languageOf(msg.from),
      mayManage: async () => speaksForChat(msg) || isAdmin(destination, msg.from?.id),
    };
  }

  function typedIn(msg: TelegramMessage) {
    // Where two talk, it needs no mark whom an answer answers.
    const marked = msg.chat.type !== 'private' && msg.chat.type !== 'channel';
    return { message: msg.message_id, text: msg.text ?? '', marked };
  }

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

  /** Tries until Telegram answers. Throws when it refuses the token, or when the bot is stopped. */
  async function connect(): Promise<void> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      try {
        bot.botInfo = await bot.api.getMe();
        username = bot.botInfo.username;
        return;
      } catch (error) {
        if (isTokenRefusal(error)) throw new Error(TOKEN_REFUSED, { cause: error });
        closing.signal.throwIfAborted();
        log.warn({ seconds: pause / 1000, ...told(error) }, 'Telegram cannot be reached, trying again');
        await wait(pause, null, { signal: closing.signal });
      }
    }
  }

  /** Announces the commands, where they differ from what Telegram shows already. Not worth stopping for. */
  async function announce(): Promise<void> {
    const wanted = chat.commands.map(({ name, description }) => ({ command: name, description }));
    try {
      const shown = await bot.api.getMyCommands();
      const key = (commands: typeof shown) =>
        JSON.stringify(commands.map(({ command, description }) => [command, description]));
      if (key(shown) !== key(wanted)) await bot.api.setMyCommands(wanted);
    } catch (error) {
      log.warn(told(error), 'The list of commands could not be given to Telegram');
    }
  }

  async function poll(): Promise<void> {
    for (let pause = CONFLICT_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      const began = clock.now();
      try {
        await bot.start({ allowed_updates: UPDATES });
        return;
      } catch (error) {
        if (closing.signal.aborted) return;
        if (isTokenRefusal(error)) {
          log.error({}, TOKEN_REFUSED);
          return;
        }
        if (clock.now() - began > LONGEST_PAUSE) pause = CONFLICT_PAUSE;
        if (error instanceof GrammyError && error.error_code === 409) {
          log.error(
            { seconds: pause / 1000 },
            'Another program reads this Telegram bot: two instances run with one token. Stop one of them, or give each its own bot.',
          );
        } else log.warn({ seconds: pause / 1000, ...told(error) }, 'Polling Telegram failed, trying again');
      }
      try {
        await wait(pause, null, { signal: closing.signal });
      } catch {
        // Stopped while waiting.
        return;
      }
    }
  }

  return {
    notifier,
    get username() {
      return username;
    },
    async start() {
      await connect();
      await announce();
      closing.signal.throwIfAborted();
      polling = poll();
    },
    async stop() {
      if (closing.signal.aborted) return;
      const timer = setTimeout(() => closing.abort(), LAST_MOMENTS);
      const closed = once(closing.signal, 'abort');
      // Tells Telegram what was read, so that it does not come again at the next start.
      await bot.stop().catch((error: unknown) => log.debug(told(error), 'Telegram did not hear the end'));
      // grammY may sleep between two polls and cannot be woken; nothing is lost by not waiting for that.
      await Promise.race([Promise.all([turns.idle(), polling]), closed]);
      clearTimeout(timer);
      closing.abort();
    },
    async check() {
      try {
        const me = await bot.api.getMe();
        username = me.username;
        return { ok: true, detail: `Telegram knows the bot as @${me.username}` };
      } catch (error) {
        if (isTokenRefusal(error)) return { ok: false, detail: TOKEN_REFUSED };
        const { reason } = told(error);
        return { ok: false, detail: `Telegram did not answer (${reason}). Check the network and try again.` };
      }
    },
  };
}

/** An error as the log may have it: never its message, which can hold the address with the token. */
function told(error: unknown): { readonly reason: string; readonly error?: unknown } {
  if (error instanceof HttpError) return { reason: systemCode(error.error) };
  if (error instanceof GrammyError) return { reason: `${String(error.error_code)} ${error.description}` };
  return { reason: error instanceof Error ? error.message : String(error), error };
}
