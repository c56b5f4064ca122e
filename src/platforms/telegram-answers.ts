/** Answering on Telegram: below what was typed, in place of a message with buttons, or aside. */
import { setTimeout as wait } from 'node:timers/promises';
import { GrammyError } from 'grammy';
import type { Api } from 'grammy';
import type { CallbackQuery, User } from 'grammy/types';
import { questionOf } from '#core/chat.ts';
import type { Asked, Chat } from '#core/chat.ts';
import type { Answer } from '#core/message.ts';
import type { Log } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import { toTelegram } from '#render/telegram.ts';
import { note } from '#render/build.ts';
import type { Allowance } from './allowance.ts';
import { short } from './reaching.ts';
import { chatOf, isTooLate, outcomeOf, post, postPicture, rewrite } from './telegram-notifier.ts';
import { chatDestination, destinationOf, languageOf, linkPayload } from './telegram-reading.ts';

/** "typing…" is shown when an answer takes longer than this, and again so often, ms; Telegram shows it for 5 s. */
const TYPING_AFTER = 1_000;
const TYPING_EVERY = 4_500;
const MOST_TYPING = 20;

/** A press is acknowledged after so long even where the answer is not there yet, ms: the button shows a clock until then. */
const QUIET_PRESS = 1_000;

/** Characters of a remark over the chat: https://core.telegram.org/bots/api#answercallbackquery */
const ASIDE_LIMIT = 200;

/** Answers that are remembered, so that an edited question changes its answer. */
const MOST_REMEMBERED = 500;

/** A chat is told once in so long that what was asked while the bot was away has to be asked again, ms. */
const TOLD_ONCE_IN = 10 * MINUTE;

/** What answers people on Telegram. */
export interface TelegramAnswersDeps {
  /** May wait for a short flood limit. */
  readonly api: Api;
  readonly chat: Chat;
  readonly allowance: Allowance;
  readonly clock: { now(): number };
  readonly log: Log;
  /** Ends every wait. */
  readonly closing: AbortSignal;
  readonly username: () => string | null;
  readonly isAdmin: (destination: Destination, user: number | undefined) => Promise<boolean>;
  /** The answer to a button that speaks for another chat; null for all others. */
  readonly tapped: (line: string, by: User) => Promise<Answer> | null;
}

/** A message with a command, and whether the answer shows whom it answers. */
export interface Typed {
  readonly message: number;
  readonly text: string;
  readonly marked: boolean;
}

/** Answers what people type and tap on Telegram. */
export interface TelegramAnswers {
  /**
   * Answers what was typed; where the same message was answered before and has been edited, that answer changes.
   * @returns did the answer come through?
   */
  typed(asked: Asked, typed: Typed): Promise<boolean>;
  /** Was this message answered? With this very text, with another, or not at all as far as is remembered. */
  known(destination: Destination, typed: Pick<Typed, 'message' | 'text'>): 'same' | 'other' | 'not';
  pressed(query: CallbackQuery): Promise<void>;
  /** Says once, however much came, that what was asked while the bot was away should be asked again. @returns was it said? */
  missed(to: Destination, language: string | null): Promise<boolean>;
  /** Sends an answer. @returns the ids of its messages; null when it could not be sent */
  reply(to: Destination, answer: Answer, answers: number | null): Promise<readonly number[] | null>;
}

/** Remembers the last answers, so that an edited question changes its answer instead of getting a second one. */
export function createTelegramAnswers(deps: TelegramAnswersDeps): TelegramAnswers {
  const { api, chat, allowance, clock, log, closing } = deps;
  const answered = new Map<string, { readonly text: string; readonly messages: readonly number[] }>();
  const toldAt = new Map<string, number>();

  function slowDown(asked: Pick<Asked, 'destination' | 'language'>): Answer {
    return note(chat.localeOf(asked).say('chat.slowDown'));
  }

  async function typed(asked: Asked, { message, text, marked }: Typed): Promise<boolean> {
    const grant = allowance.take(asked.user.id);
    if (grant === 'ignored') return false;
    const to = asked.destination;
    const answers = marked ? message : null;
    if (grant === 'spent') return (await reply(to, slowDown(asked), answers)) !== null;
    const answer = await whileTyping(to, chat.answer(asked));
    const key = keyOf(to, message);
    const messages = await put(to, answer, answered.get(key)?.messages ?? [], answers);
    answered.delete(key);
    if (messages === null) return false;
    answered.set(key, { text, messages });
    forgetOldest(answered);
    return true;
  }

  /** In place of messages sent before, where there are any; the ones too many are deleted. */
  async function put(
    to: Destination,
    answer: Answer,
    before: readonly number[],
    answers: number | null,
  ): Promise<readonly number[] | null> {
    const [first, ...others] = before;
    if (first === undefined || answer.picture !== undefined) return reply(to, answer, answers);
    const parts = toTelegram(answer);
    const [part, ...rest] = parts;
    if (part === undefined) return before;
    try {
      await rewrite(api, log, to, first, part);
    } catch (error) {
      const outcome = outcomeOf(error, to);
      if (outcome.outcome === 'uneditable' || outcome.outcome === 'rejected')
        return reply(to, answer, answers);
      await failed(to, error);
      return null;
    }
    for (const one of others) await api.deleteMessage(chatOf(to), one).catch(() => false);
    const more: number[] = [];
    try {
      for (const one of rest)
        more.push(Number(await post(api, log, to, one, { silent: false, answers: null })));
    } catch (error) {
      await failed(to, error);
    }
    return [first, ...more];
  }

  async function reply(
    to: Destination,
    answer: Answer,
    answers: number | null,
  ): Promise<readonly number[] | null> {
    const sent: number[] = [];
    try {
      const parts = toTelegram(answer);
      const rest = answer.picture === undefined ? parts : await withPicture(to, answer, parts, answers, sent);
      for (const part of rest)
        sent.push(
          Number(
            await post(api, log, to, part, { silent: false, answers: sent.length > 0 ? null : answers }),
          ),
        );
      return sent;
    } catch (error) {
      const moved = await failed(to, error);
      return moved === null ? null : reply(moved, answer, null);
    }
  }

  /** The picture first; what its caption could not hold follows. */
  async function withPicture(
    to: Destination,
    answer: Answer,
    parts: ReturnType<typeof toTelegram>,
    answers: number | null,
    sent: number[],
  ): Promise<ReturnType<typeof toTelegram>> {
    if (answer.picture === undefined) return parts;
    const { id, rest } = await postPicture(api, log, to, answer.picture, parts, { silent: false, answers });
    sent.push(id);
    return rest;
  }

  /** An answer that could not be sent is not repeated: it would come late or twice. @returns where the chat has moved */
  async function failed(to: Destination, error: unknown): Promise<Destination | null> {
    if (closing.aborted) return null;
    const outcome = outcomeOf(error, to);
    if (outcome.outcome === 'moved') {
      await chat.moved(to, outcome.to);
      return outcome.to;
    }
    if (outcome.outcome === 'gone') await chat.lost(to, outcome.reason);
    else
      log.warn({ chat: short(to.chat), reason: outcome.reason }, 'An answer could not be sent to Telegram');
    return null;
  }

  async function pressed(query: CallbackQuery): Promise<void> {
    const { message, from, data } = query;
    const language = languageOf(from);
    // Under a message sent from another chat through the bot, or of a game: nothing of ours has such a button.
    if (message === undefined || data === undefined) {
      await acknowledge(query, null);
      return;
    }
    const destination =
      'date' in message && message.date > 0 && 'is_topic_message' in message
        ? destinationOf(message)
        : chatDestination(message.chat.id);
    const grant = allowance.take(String(from.id));
    if (grant !== 'granted') {
      await acknowledge(query, grant === 'spent' ? asideOf(slowDown({ destination, language })) : null);
      return;
    }
    const question = questionOf(data);
    const username = deps.username();
    const payload = message.chat.type === 'channel' ? linkPayload(question) : null;
    if (payload !== null && username !== null) {
      // Whoever reads a channel may press its buttons, but not make the bot post there: their own chat opens instead.
      await answerQuery(query, { url: `https://t.me/${username}?start=${payload}` });
      return;
    }
    const answering =
      deps.tapped(data, from) ??
      chat.answer({
        ...question,
        via: 'button',
        destination,
        user: { platform: 'telegram', id: String(from.id) },
        language,
        mayManage: async () => message.chat.type === 'private' || deps.isAdmin(destination, from.id),
      });
    const early = await soon(answering);
    const remark = early?.place === 'aside' ? asideOf(early) : null;
    const inTime = await acknowledge(query, remark);
    if (inTime && remark !== null) return;
    const answer = early ?? (await whileTyping(destination, answering));
    if (answer.place === 'instead') await put(destination, answer, [message.message_id], null);
    // A press from the hours while the bot was away: nobody waits for what it would say.
    else if (inTime) await reply(destination, answer, null);
    else await missed(destination, language);
  }

  /** Ends the little clock on the button, with a remark or without. @returns false when the press is too old for that */
  async function acknowledge(query: CallbackQuery, remark: string | null): Promise<boolean> {
    return answerQuery(query, remark === null ? {} : { text: remark, show_alert: true });
  }

  async function answerQuery(
    query: CallbackQuery,
    how: { text?: string; show_alert?: boolean; url?: string },
  ): Promise<boolean> {
    try {
      await api.answerCallbackQuery(query.id, how);
      return true;
    } catch (error) {
      if (isTooLate(error)) return false;
      if (!(error instanceof GrammyError)) throw error;
      log.warn({ reason: error.description }, 'Telegram did not take the answer to a press');
      return true;
    }
  }

  /** What comes within a moment; null otherwise. */
  async function soon<T>(work: Promise<T>): Promise<T | null> {
    const over = new AbortController();
    try {
      return await Promise.race([work, wait(QUIET_PRESS, null, { signal: over.signal }).catch(() => null)]);
    } finally {
      over.abort();
    }
  }

  async function whileTyping<T>(to: Destination, work: Promise<T>): Promise<T> {
    const over = new AbortController();
    void typing(to, AbortSignal.any([over.signal, closing]));
    try {
      return await work;
    } finally {
      over.abort();
    }
  }

  async function typing(to: Destination, over: AbortSignal): Promise<void> {
    try {
      await wait(TYPING_AFTER, null, { signal: over });
      for (let times = 0; times < MOST_TYPING; times += 1) {
        const thread = to.thread === null ? {} : { message_thread_id: Number(to.thread) };
        await api.sendChatAction(chatOf(to), 'typing', thread);
        await wait(TYPING_EVERY, null, { signal: over });
      }
    } catch {
      // Answered, or it cannot be shown: then the answer will say why.
    }
  }

  async function missed(to: Destination, language: string | null): Promise<boolean> {
    const key = destinationKey(to);
    const told = toldAt.get(key);
    if (told !== undefined && clock.now() - told < TOLD_ONCE_IN) return false;
    toldAt.set(key, clock.now());
    forgetOldest(toldAt);
    await reply(to, note(chat.localeOf({ destination: to, language }).say('chat.askAgain')), null);
    return true;
  }

  return {
    typed,
    pressed,
    missed,
    reply,
    known(destination, { message, text }) {
      const before = answered.get(keyOf(destination, message));
      if (before === undefined) return 'not';
      return before.text === text ? 'same' : 'other';
    },
  };
}

function keyOf(to: Destination, message: number): string {
  return `${to.chat} ${String(message)}`;
}

function forgetOldest(map: Map<string, unknown>): void {
  const [oldest] = map.keys();
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

/** Its words, where they are few enough to stand over the chat. */
function asideOf(answer: Answer): string | null {
  const [part, ...more] = toTelegram(answer);
  return part === undefined || more.length > 0 || part.plain.length > ASIDE_LIMIT ? null : part.plain;
}
