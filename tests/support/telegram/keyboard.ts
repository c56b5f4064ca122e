import { z } from 'zod';
import { checkedUrl } from './markup.ts';
import { badRequest, notDocumented } from './refusal.ts';

/** A button below a message, as the chat shows it. */
export type ShownButton =
  | { readonly text: string; readonly callbackData: string }
  | { readonly text: string; readonly url: string };

const WIRE_BUTTON = z.strictObject({
  text: z.string().optional(),
  callback_data: z.string().optional(),
  url: z.string().optional(),
});
const WIRE_MARKUP = z.strictObject({ inline_keyboard: z.array(z.array(WIRE_BUTTON)) });

/** https://core.telegram.org/bots/api#inlinekeyboardbutton, in bytes */
const CALLBACK_DATA_LIMIT = 64;
/** Seen on the service, not documented: more in a row or in all gives REPLY_MARKUP_TOO_LONG. */
const ROW_LIMIT = 8;
const BUTTON_LIMIT = 100;

/**
 * The rows of an inline keyboard. Other kinds of keyboard, and buttons that do anything but call back or open an address,
 * are refused: the bot has no use for them, so no rule of theirs is kept here.
 *
 * @throws Refusal with the real server's words.
 */
export function readKeyboard(markup: unknown): readonly (readonly ShownButton[])[] {
  if (typeof markup === 'object' && markup !== null && 'inline_keyboard' in markup) {
    if (!Array.isArray(markup.inline_keyboard)) {
      throw badRequest('Field "inline_keyboard" must be of type Array');
    }
  }
  const parsed = WIRE_MARKUP.safeParse(markup);
  if (!parsed.success) throw notDocumented(`reply_markup: ${z.prettifyError(parsed.error)}`);
  const rows = parsed.data.inline_keyboard.filter((row) => row.length > 0);
  if (rows.some((row) => row.length > ROW_LIMIT) || rows.flat().length > BUTTON_LIMIT) {
    throw badRequest('Reply markup is too long');
  }
  return rows.map((row) => row.map(readButton));
}

function readButton(button: z.infer<typeof WIRE_BUTTON>): ShownButton {
  const { text, url, callback_data: data } = button;
  if (text === undefined) {
    throw badRequest('Can\'t parse inline keyboard button: Can\'t find field "text"');
  }
  if (text.trim() === '') throw notDocumented('a button without words');
  if (url !== undefined && data !== undefined) throw notDocumented('a button with two actions');
  if (url !== undefined && url !== '') {
    const checked = checkedUrl(url);
    if (checked !== null && /^(https?|tg):/.test(checked)) return { text, url: checked };
    const why =
      /^[a-z][a-z0-9+.-]*:\/\//i.test(url) && !/^https?:/i.test(url)
        ? 'Unsupported URL protocol'
        : 'Wrong HTTP URL';
    throw badRequest(`Inline keyboard button URL '${url}' is invalid: ${why}`);
  }
  if (data === undefined || data === '') {
    throw badRequest("Can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  if (Buffer.byteLength(data) > CALLBACK_DATA_LIMIT) throw badRequest('BUTTON_DATA_INVALID');
  return { text, callbackData: data };
}

/** The keyboard as the Bot API returns it with a message. */
export function wireKeyboard(rows: readonly (readonly ShownButton[])[]): object {
  return {
    inline_keyboard: rows.map((row) =>
      row.map((button) =>
        'url' in button
          ? { text: button.text, url: button.url }
          : { text: button.text, callback_data: button.callbackData },
      ),
    ),
  };
}
