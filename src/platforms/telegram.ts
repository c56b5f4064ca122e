/** The bot on Telegram: long polling, commands, buttons, and what becomes of the chats it is in. */
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Api, Bot, GrammyError, HttpError } from 'grammy';
import type { ApiClientOptions, Transformer } from 'grammy';
import type { ChatMember, ChatMemberUpdated, Message as TelegramMessage, User } from 'grammy/types';
import type { Asked, Chat } from '#core/chat.ts';
import type { Clock, Log } from '#core/ports.ts';
import type { Message } from '#core/message.ts';
import type { Destination } from '#core/subscription.ts';
import { toTelegram } from '#render/telegram.ts';
import { createAllowance, slowDown } from './allowance.ts';
import type { Connection } from './connection.ts';
import {
  chatOf,
  createTelegramNotifier,
  isTokenRefusal,
  outcomeOf,
  post,
  systemCode,
  TOKEN_REFUSED,
} from './telegram-notifier.ts';
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
const UPDATES = ['message', 'channel_post', 'callback_query', 'my_chat_member'] as const;

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
  const allowance = createAllowance(clock);
  // Updates are taken at once and worked on in turns, one lane a chat: a slow answer or a flood limit in one chat does
  // not hold up the others.
  const turns = createTurns((lane, error) =>
    log.error({ lane, ...told(error) }, 'An update from Telegram failed'),
  );
  let username: string | null = null;
  let polling: Promise<void> | null = null;

  bot.catch(({ error, ctx }) =>
    log.error({ update: ctx.update.update_id, ...told(error) }, 'An update from Telegram failed'),
  );

  bot.on(['message:migrate_to_chat_id'], (ctx) => {
    const from = destinationOf(ctx.msg);
    const to = { ...from, chat: String(ctx.msg.migrate_to_chat_id) };
    turns.take(from.chat, () => chat.moved(from, to));
  });

  bot.on(['message:text', 'channel_post:text'], (ctx) => {
    const { msg } = ctx;
    const command = commandIn(msg);
    if (command === null) return;
    const age = clock.now() - msg.date * 1000;
    if (age > STALE) {
      log.info(
        { command: command.name, minutes: Math.round(age / 60_000) },
        "An old command is not answered; if it was just given, this machine's clock is wrong",
      );
      return;
    }
    const destination = destinationOf(msg);
    turns.take(destination.chat, () =>
      answer(
        {
          command: command.name,
          argument: command.argument,
          destination,
          user: { platform: 'telegram', id: String(msg.from?.id ?? msg.sender_chat?.id ?? msg.chat.id) },
          language: languageOf(msg.from),
          mayManage: async () => speaksForChat(msg) || (await isAdmin(destination, msg.from?.id)),
        },
        msg.chat.type === 'private' || msg.chat.type === 'channel' ? null : msg.message_id,
      ),
    );
  });

  bot.on('callback_query:data', (ctx) => {
    const { message, from, data } = ctx.callbackQuery;
    if (message === undefined) return;
    const destination =
      'date' in message && message.date > 0 && 'is_topic_message' in message
        ? destinationOf(message)
        : chatDestination(message.chat.id);
    turns.take(destination.chat, async () => {
      try {
        // Ends the little clock on the button. Refused when the press is too old to wait for an answer: then none comes.
        await ctx.answerCallbackQuery();
      } catch (error) {
        if (error instanceof GrammyError && error.error_code === 400) return;
        throw error;
      }
      const [name = '', ...words] = data.trim().split(/\s+/u);
      await answer(
        {
          command: name,
          argument: words.join(' '),
          destination,
          user: { platform: 'telegram', id: String(from.id) },
          language: languageOf(from),
          mayManage: async () => message.chat.type === 'private' || isAdmin(destination, from.id),
        },
        null,
      );
    });
  });

  bot.on('my_chat_member', (ctx) => {
    const destination = chatDestination(ctx.myChatMember.chat.id);
    const before = reach(ctx.myChatMember, ctx.myChatMember.old_chat_member);
    const now = reach(ctx.myChatMember, ctx.myChatMember.new_chat_member);
    if (now !== null) turns.take(destination.chat, () => chat.lost(destination, now));
    else if (before !== null) turns.take(destination.chat, () => chat.regained(destination));
  });

  async function answer(asked: Asked, answers: number | null): Promise<void> {
    const grant = allowance.take(asked.user.id);
    if (grant === 'ignored') return;
    const message = grant === 'spent' ? slowDown(asked.language) : await chat.answer(asked);
    await reply(asked.destination, message, answers);
  }

  async function reply(to: Destination, message: Message, answers: number | null): Promise<void> {
    try {
      for (const part of toTelegram(message)) await post(bot.api, log, to, part, { silent: false, answers });
    } catch (error) {
      if (closing.signal.aborted) return;
      const outcome = outcomeOf(error, to);
      switch (outcome.outcome) {
        case 'gone':
          await chat.lost(to, outcome.reason);
          return;
        case 'moved':
          await chat.moved(to, outcome.to);
          await reply(outcome.to, message, null);
          return;
        case 'retry':
        case 'rejected':
        case 'uneditable':
          // Not repeated: it would come late or twice. The person asks again.
          log.warn(
            { chat: short(to.chat), reason: outcome.reason },
            'An answer could not be sent to Telegram',
          );
      }
    }
  }

  /** A command from its text; in a private chat, where nothing else is meant, any other text asks for help. */
  function commandIn(msg: TelegramMessage): { readonly name: string; readonly argument: string } | null {
    // Somebody else's words.
    if (msg.forward_origin !== undefined || msg.via_bot !== undefined) return null;
    const found = /^\/(?<name>\w+)(?:@(?<bot>\w+))?(?:\s+(?<argument>.*))?$/su.exec(msg.text?.trim() ?? '');
    const { name = '', bot: addressee, argument = '' } = found?.groups ?? {};
    if (addressee !== undefined && addressee.toLowerCase() !== username?.toLowerCase()) return null;
    const known = chat.commands.find((command) => command.name === name.toLowerCase());
    if (known !== undefined) return { name: known.name, argument: argument.trim() };
    const help = chat.commands.find((command) => command.name === 'help');
    return msg.chat.type === 'private' && help !== undefined ? { name: help.name, argument: '' } : null;
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

/** Chat ids are private: the log only tells them apart. */
function short(chat: string): string {
  return `…${chat.slice(-4)}`;
}

function chatDestination(chat: number): Destination {
  return { platform: 'telegram', chat: String(chat), thread: null };
}

function destinationOf(
  msg: Pick<TelegramMessage, 'chat' | 'is_topic_message' | 'message_thread_id'>,
): Destination {
  // Outside forums a thread id only says which message is answered.
  const thread = msg.is_topic_message === true ? msg.message_thread_id : undefined;
  return { ...chatDestination(msg.chat.id), thread: thread === undefined ? null : String(thread) };
}

/** Private chats belong to whoever writes; only admins post in a channel, or in the group's own name. */
function speaksForChat(msg: TelegramMessage): boolean {
  return msg.chat.type === 'private' || msg.chat.type === 'channel' || msg.sender_chat?.id === msg.chat.id;
}

function languageOf(user: User | undefined): string | null {
  return user?.language_code?.split('-')[0]?.toLowerCase() ?? null;
}

/** Null when the bot can write there, else why not. */
function reach(update: ChatMemberUpdated, member: ChatMember): string | null {
  switch (member.status) {
    case 'kicked':
      return update.chat.type === 'private'
        ? 'the person blocked the bot'
        : 'the bot was removed from the chat';
    case 'left':
      return 'the bot is not in the chat any more';
    case 'restricted':
      return member.is_member && member.can_send_messages ? null : 'the bot may not write in the chat';
    case 'administrator':
      return update.chat.type === 'channel' && member.can_post_messages !== true
        ? 'the bot may not post in the channel'
        : null;
    case 'member':
      return update.chat.type === 'channel' ? 'the bot is not an admin of the channel' : null;
    case 'creator':
      return null;
  }
}
