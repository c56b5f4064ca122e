/** Inline mode: `@bot trufanov` in any chat offers the cards of those who may be meant. */
import type { Api } from 'grammy';
import type { InlineQuery, InlineQueryResultArticle } from 'grammy/types';
import type { Chat } from '#core/chat.ts';
import type { Locales } from '#core/locale.ts';
import type { Log } from '#core/ports.ts';
import { toTelegram } from '#render/telegram.ts';
import type { Allowance } from './allowance.ts';
import { isTooLate, NO_PREVIEW } from './telegram-notifier.ts';
import { chatDestination, languageOf } from './telegram-reading.ts';

/** Cards offered at a time: more than a phone shows without scrolling, and each is computed. */
const MOST_OFFERED = 8;

/** Telegram keeps the answer so long for the same person and words, s: a situation may change any minute. */
const KEPT = 30;

/** Bytes of a result's id: https://core.telegram.org/bots/api#inlinequeryresultarticle */
const ID_LIMIT = 64;

/** What answers inline queries (`@bot trufanov` in any chat). */
export interface TelegramInlineDeps {
  readonly api: Api;
  readonly chat: Chat;
  readonly locales: Locales;
  readonly allowance: Allowance;
  readonly log: Log;
}

/** Answers one inline query, unless the person has typed on meanwhile. */
export function createTelegramInline(deps: TelegramInlineDeps): {
  /** To be called at once: only the newest query of a person is answered. */
  came(query: InlineQuery): void;
  answer(query: InlineQuery): Promise<void>;
} {
  const { api, chat, locales, allowance, log } = deps;
  const newest = new Map<number, string>();

  async function cards(query: InlineQuery): Promise<readonly InlineQueryResultArticle[]> {
    const language = languageOf(query.from);
    const user = String(query.from.id);
    const offered = (await chat.suggest(query.query.trim(), language)).filter(
      ({ value }) => Buffer.byteLength(value) <= ID_LIMIT,
    );
    const made = offered.slice(0, MOST_OFFERED).map(async ({ label, value }) => {
      const answer = await chat.answer({
        command: 'status',
        argument: value,
        page: null,
        via: 'typed',
        destination: chatDestination(query.from.id),
        user: { platform: 'telegram', id: user },
        language,
        mayManage: () => Promise.resolve(false),
      });
      // Buttons of ours would have no chat to answer in.
      const [part] = toTelegram({ blocks: answer.blocks, buttons: [], tone: answer.tone });
      return part === undefined ? [] : [card(value, label, part)];
    });
    return (await Promise.all(made)).flat();
  }

  return {
    came(query) {
      newest.set(query.from.id, query.id);
    },
    async answer(query) {
      // Somebody who types fast asks with every letter.
      if (newest.get(query.from.id) !== query.id) return;
      newest.delete(query.from.id);
      const granted = allowance.take(String(query.from.id)) === 'granted';
      const results = granted ? await cards(query) : [];
      const locale = locales.in(languageOf(query.from) ?? 'en');
      try {
        await api.answerInlineQuery(query.id, [...results], {
          cache_time: granted ? KEPT : 0,
          // The words are in the person's language.
          is_personal: true,
          ...(results.length > 0
            ? {}
            : { button: { text: locale.text('chat.whoIsWatched'), start_parameter: 'watchlist' } }),
        });
      } catch (error) {
        if (!isTooLate(error)) throw error;
        log.debug({}, 'An inline query was answered too late');
      }
    },
  };
}

function card(
  id: string,
  title: string,
  part: { readonly html: string; readonly plain: string },
): InlineQueryResultArticle {
  const [, ...rest] = part.plain.split('\n').filter((line) => line.trim() !== '');
  return {
    type: 'article',
    id,
    title,
    description: rest.slice(0, 2).join(' ').slice(0, 200).toWellFormed(),
    input_message_content: { message_text: part.html, parse_mode: 'HTML', ...NO_PREVIEW },
  };
}
