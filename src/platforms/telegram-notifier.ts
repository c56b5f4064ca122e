/** Sending and editing on Telegram, and what its refusals mean. */
import { GrammyError, HttpError, InputFile } from 'grammy';
import type { Api } from 'grammy';
import type { Outcome } from '#core/delivery.ts';
import type { Picture } from '#core/message.ts';
import type { Log, Notifier } from '#core/ports.ts';
import type { Destination } from '#core/subscription.ts';
import { escaped, toRichTelegram, toTelegram } from '#render/telegram.ts';
import type { TelegramPart, TelegramRich } from '#render/telegram.ts';
import { sendParts, editable, NOTHING_TO_SHOW } from './parts.ts';
import { kindOf, NEVER_REACHED, TOKEN_PAUSE } from './reaching.ts';

/** A certificate that is not trusted ends the call before anything is sent, too. */
const UNSENT: ReadonlySet<string> = new Set([
  ...NEVER_REACHED,
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

type Meaning = 'gone' | 'late' | 'unchanged' | 'uneditable' | 'unparsable';

/**
 * The only place where a refusal's words are read. Telegram answers 400 to all of these and tells them apart in the
 * description alone (tdlib/telegram-bot-api Client.cpp, `fail_query_with_error`, and the error names of its server that
 * it passes on in capitals). Compared in lower case, the first that is contained counts.
 */
const MEANINGS: readonly (readonly [description: string, meaning: Meaning])[] = [
  ["can't parse entities", 'unparsable'],
  ['query is too old', 'late'],
  ['query_id_invalid', 'late'],
  ['message is not modified', 'unchanged'],
  ['message to edit not found', 'uneditable'],
  ["message can't be edited", 'uneditable'],
  ['there is no text in the message to edit', 'uneditable'],
  ['message_id_invalid', 'uneditable'],
  ['message_edit_time_expired', 'uneditable'],
  ['chat not found', 'gone'],
  ['user not found', 'gone'],
  ['peer_id_invalid', 'gone'],
  ['channel_private', 'gone'],
  ['user_is_blocked', 'gone'],
  ['input_user_deactivated', 'gone'],
  ['group chat was deactivated', 'gone'],
  ['not enough rights', 'gone'],
  ['have no rights', 'gone'],
  ['need administrator rights', 'gone'],
  ['chat_admin_required', 'gone'],
  ['chat_write_forbidden', 'gone'],
  ['chat_restricted', 'gone'],
  ['chat_send_plain_forbidden', 'gone'],
  ['message thread not found', 'gone'],
  ['topic_closed', 'gone'],
  ['topic_deleted', 'gone'],
];

/** How a message is posted. */
export interface TelegramPost {
  readonly silent: boolean;
  /** The message that is answered; null for news. */
  readonly answers: number | null;
}

/**
 * Sends one part.
 *
 * @returns Telegram's id of the message
 * @throws GrammyError, HttpError
 */
export async function post(
  api: Api,
  log: Log,
  to: Destination,
  part: TelegramPart,
  how: TelegramPost,
): Promise<string> {
  const sent = await orPlain(log, part, (text, parse) =>
    api.sendMessage(chatOf(to), text, { ...parse, ...markupOf(part), ...placed(to, how), ...NO_PREVIEW }),
  );
  return String(sent.message_id);
}

/**
 * Sends a rich message. It takes no preview options, since it shows none.
 *
 * @returns Telegram's id of the message
 * @throws GrammyError, HttpError
 */
async function postRich(
  api: Api,
  to: Destination,
  rich: TelegramRich,
  part: TelegramPart,
  how: TelegramPost,
): Promise<string> {
  const sent = await api.sendRichMessage(
    chatOf(to),
    // A stranger's headline makes no mention and no command.
    { html: rich.html, is_rtl: rich.rightToLeft, skip_entity_detection: true },
    { ...markupOf(part), ...placed(to, how) },
  );
  return String(sent.message_id);
}

/**
 * Did the server turn this form of the message down, for whatever reason, so that the plain one is still to be tried? Older
 * servers do not know the method (404); of a chat that is not there, or of a wrong token, the plain one tells.
 */
function isTurnedDown(error: unknown): error is GrammyError {
  return (
    error instanceof GrammyError &&
    (error.error_code === 400 || error.error_code === 404) &&
    error.parameters.migrate_to_chat_id === undefined &&
    error.parameters.retry_after === undefined
  );
}

/** A preview would show whatever pictures the page has, captors' footage too. */
export const NO_PREVIEW = { link_preview_options: { is_disabled: true } };

function placed(to: Destination, how: TelegramPost) {
  return {
    ...(to.thread === null ? {} : { message_thread_id: Number(to.thread) }),
    // In a group it must be seen who is answered; where the question was deleted meanwhile, the answer still comes.
    ...(how.answers === null
      ? {}
      : { reply_parameters: { message_id: how.answers, allow_sending_without_reply: true } }),
    disable_notification: how.silent,
  };
}

/**
 * Puts one part in the place of a message sent before. That it is the same already is no error.
 *
 * @throws GrammyError, HttpError
 */
export async function rewrite(
  api: Api,
  log: Log,
  to: Destination,
  message: number,
  part: TelegramPart,
): Promise<void> {
  try {
    await orPlain(log, part, (text, parse) =>
      api.editMessageText(chatOf(to), message, text, { ...parse, ...markupOf(part), ...NO_PREVIEW }),
    );
  } catch (error) {
    if (meaningOf(error) !== 'unchanged') throw error;
  }
}

/**
 * Sends a picture, with the words as its caption where one part of them is all and short enough; otherwise with its
 * alternative text, and the words follow.
 *
 * @returns Telegram's id of the message, and the parts that are still to be sent
 * @throws GrammyError, HttpError
 */
export async function postPicture(
  api: Api,
  log: Log,
  to: Destination,
  picture: Picture,
  parts: readonly TelegramPart[],
  how: TelegramPost,
): Promise<{ readonly id: number; readonly rest: readonly TelegramPart[] }> {
  const [only, ...others] = parts;
  const fits = only !== undefined && others.length === 0 && only.plain.length <= CAPTION_LIMIT;
  const alt = picture.alt.slice(0, CAPTION_LIMIT).toWellFormed();
  const caption = fits ? only : { html: escaped(alt), plain: alt, keyboard: [] };
  const sent = await orPlain(log, caption, (text, parse) =>
    api.sendPhoto(chatOf(to), new InputFile(picture.png, 'picture.png'), {
      caption: text,
      ...parse,
      ...markupOf(caption),
      ...placed(to, how),
    }),
  );
  return { id: sent.message_id, rest: fits ? [] : parts };
}

/** Characters of a caption: https://core.telegram.org/bots/api#sendphoto */
const CAPTION_LIMIT = 1024;

/**
 * The notifier over an `Api` that never waits by itself: whoever keeps the outbox decides when to try again.
 *
 * @param richDigests digests go out as rich messages, until the server turns one down that it takes in plain form: then it is
 *   not asked again
 */
export function createTelegramNotifier(api: Api, log: Log, richDigests: boolean): Notifier {
  let rich = richDigests;

  async function richOrPlain(
    to: Destination,
    dressed: TelegramRich,
    part: TelegramPart,
    how: TelegramPost,
  ): Promise<string> {
    try {
      return await postRich(api, to, dressed, part, how);
    } catch (error) {
      if (!isTurnedDown(error)) throw error;
      const messageId = await post(api, log, to, part, how);
      if (rich) log.info(told(error), 'Telegram takes no rich messages here, digests go out as plain ones');
      rich = false;
      return messageId;
    }
  }

  return {
    platform: 'telegram',
    async send({ id, destination, message, silent, cause }, account) {
      const how = { silent, answers: null };
      const dressed = rich && cause.kind === 'digest' ? toRichTelegram(message) : null;
      const one = async (part: TelegramPart): Promise<Outcome> => {
        try {
          const messageId =
            dressed === null
              ? await post(api, log, destination, part, how)
              : await richOrPlain(destination, dressed, part, how);
          return { outcome: 'sent', messageId };
        } catch (error) {
          return outcomeOf(error, destination);
        }
      };
      return sendParts(toTelegram(message), account, one, (part, reason) =>
        log.warn({ delivery: id, part, reason }, 'Telegram refused a part of a message, the rest was sent'),
      );
    },
    async edit(to, messageId, message) {
      const part = editable(toTelegram(message), 'keyboard');
      if (part === null) return NOTHING_TO_SHOW;
      try {
        await rewrite(api, log, to, Number(messageId), part);
        return { outcome: 'sent', messageId };
      } catch (error) {
        return outcomeOf(error, to);
      }
    },
  };
}

/** What a failed call means for the delivery. By code; by words only where `MEANINGS` says so. */
export function outcomeOf(error: unknown, to: Destination): Exclude<Outcome, { outcome: 'sent' }> {
  if (error instanceof HttpError) {
    const code = kindOf(error.error);
    return neverReached(error)
      ? { outcome: 'retry', after: null, reason: `Telegram could not be reached (${code})` }
      : { outcome: 'unknown', reason: `no answer from Telegram (${code})` };
  }
  if (!(error instanceof GrammyError)) throw error;
  const { error_code: code, description, parameters } = error;
  if (parameters.migrate_to_chat_id !== undefined) {
    const chat = String(parameters.migrate_to_chat_id);
    // A group that becomes a supergroup has no topics yet.
    return { outcome: 'moved', to: { ...to, chat, thread: null }, reason: description };
  }
  if (code === 429 || parameters.retry_after !== undefined) {
    const seconds = parameters.retry_after;
    return { outcome: 'retry', after: seconds === undefined ? null : seconds * 1000, reason: description };
  }
  if (isTokenRefusal(error)) {
    return { outcome: 'retry', after: TOKEN_PAUSE, reason: TOKEN_REFUSED };
  }
  if (code === 403) return { outcome: 'gone', reason: description };
  if (code >= 500) {
    return { outcome: 'unknown', reason: `Telegram failed (${String(code)})` };
  }
  switch (meaningOf(error)) {
    case 'gone':
      return { outcome: 'gone', reason: description };
    case 'uneditable':
      return { outcome: 'uneditable', reason: description };
    case 'late':
    case 'unchanged':
    case 'unparsable':
    case null:
      return { outcome: 'rejected', reason: description };
  }
}

/** What the operator reads when the token is not accepted. */
export const TOKEN_REFUSED =
  'Telegram does not accept the bot token. Copy it again from @BotFather (/mybots, then API Token) into TELEGRAM_BOT_TOKEN, and start again.';

/** 401 for a token that was revoked, 404 for one that never was: then the path with it does not exist. */
export function isTokenRefusal(error: unknown): boolean {
  return error instanceof GrammyError && (error.error_code === 401 || error.error_code === 404);
}

/** A number where it is one: `@name` stays a string. */
export function chatOf(to: Destination): number | string {
  return /^-?\d+$/u.test(to.chat) ? Number(to.chat) : to.chat;
}

/** Is it sure that Telegram has not got the call? */
export function neverReached(error: unknown): boolean {
  return error instanceof HttpError && UNSENT.has(kindOf(error.error));
}

/** A press or a question that waited too long for its answer. */
export function isTooLate(error: unknown): boolean {
  return meaningOf(error) === 'late';
}

function meaningOf(error: unknown): Meaning | null {
  if (!(error instanceof GrammyError) || error.error_code !== 400) return null;
  const description = error.description.toLowerCase();
  return MEANINGS.find(([words]) => description.includes(words))?.[1] ?? null;
}

/** Once more without markup where Telegram cannot read it: the news matters more than its looks. */
async function orPlain<T>(
  log: Log,
  part: TelegramPart,
  call: (text: string, parse: { parse_mode?: 'HTML' }) => Promise<T>,
): Promise<T> {
  try {
    return await call(part.html, { parse_mode: 'HTML' });
  } catch (error) {
    if (meaningOf(error) !== 'unparsable') throw error;
    log.error({ error }, 'Telegram could not read our markup, the message goes out as plain text');
    return call(part.plain, {});
  }
}

function markupOf(part: TelegramPart): {
  reply_markup?: {
    inline_keyboard: ({ text: string; callback_data: string } | { text: string; url: string })[][];
  };
} {
  if (part.keyboard.length === 0) return {};
  return {
    reply_markup: { inline_keyboard: part.keyboard.map((row) => row.map((button) => ({ ...button }))) },
  };
}

/** An error as the log may have it: never its message, which can hold the address with the token. */
export function told(error: unknown): { readonly reason: string; readonly error?: unknown } {
  if (error instanceof HttpError) return { reason: kindOf(error.error) };
  if (error instanceof GrammyError) return { reason: `${String(error.error_code)} ${error.description}` };
  return { reason: error instanceof Error ? error.message : String(error), error };
}
