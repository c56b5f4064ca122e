/** What the bot hears on Telegram, and who takes care of it. */
import type { Bot } from 'grammy';
import type { Message as TelegramMessage } from 'grammy/types';
import type { Chat } from '#core/chat.ts';
import type { Clock, Log } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import type { Destination } from '#core/subscription.ts';
import type { TelegramAnswers } from './telegram-answers.ts';
import type { TelegramChannels } from './telegram-channels.ts';
import type { createTelegramInline } from './telegram-inline.ts';
import {
  chatDestination,
  destinationOf,
  languageOf,
  questionIn,
  reach,
  speaksForChat,
} from './telegram-reading.ts';
import type { Turns } from './turns.ts';

/** Only what is read here; Telegram then keeps the rest to itself. */
export const UPDATES = [
  'message',
  'edited_message',
  'channel_post',
  'edited_channel_post',
  'callback_query',
  'inline_query',
  'my_chat_member',
] as const;

/** Commands older than this are not answered any more, ms: after a night without the bot nobody waits for 200 answers. */
const STALE = 5 * MINUTE;

/** What takes the updates of Telegram. */
export interface HearingDeps {
  readonly chat: Chat;
  readonly clock: Clock;
  readonly log: Log;
  /** Updates are taken at once and worked on in turns, one lane a chat. */
  readonly turns: Turns;
  readonly answers: TelegramAnswers;
  readonly channels: TelegramChannels;
  readonly inline: ReturnType<typeof createTelegramInline>;
  readonly username: () => string | null;
  readonly isAdmin: (destination: Destination, user: number | undefined) => Promise<boolean>;
}

/** Makes the bot hear. */
export function hear(bot: Bot, deps: HearingDeps): void {
  const { chat, clock, log, turns, answers, channels, inline, username, isAdmin } = deps;
  const names = new Set(chat.commands.map(({ name }) => name));

  bot.on('message:migrate_to_chat_id', ({ msg }) => {
    const from = destinationOf(msg);
    const to = { ...from, chat: String(msg.migrate_to_chat_id) };
    turns.take(from.chat, () => chat.moved(from, to));
  });

  bot.on('message:forum_topic_reopened', ({ msg }) => {
    const destination = destinationOf(msg);
    turns.take(destination.chat, () => chat.regained(destination));
  });

  bot.on(
    ['message:text', 'message:file', 'message:location', 'message:contact', 'channel_post:text'],
    ({ msg }) => {
      // Ten pictures at once are one thing said.
      if (msg.media_group_id !== undefined) return;
      const question = questionIn(msg, names, username());
      if (question === null) return;
      const { destination } = askedIn(msg);
      const age = clock.now() - msg.date * 1000;
      if (age > STALE) {
        turns.take(destination.chat, async () => {
          if (await answers.missed(destination, languageOf(msg.from)))
            log.info(
              { command: question.command, minutes: Math.round(age / MINUTE) },
              "Old commands are not answered; if this one was just given, this machine's clock is wrong",
            );
        });
        return;
      }
      const { from } = msg;
      const starts =
        msg.chat.type === 'private' && from !== undefined && (msg.text ?? '').startsWith('/start');
      // In a forum the general topic says nothing of the others.
      const general = 'is_forum' in msg.chat && msg.chat.is_forum === true && destination.thread === null;
      turns.take(destination.chat, async () => {
        const through = await answers.typed({ ...question, ...askedIn(msg) }, typedIn(msg));
        // What can be answered can be told news again; Telegram does not say when a group lets its members write.
        if (through && !general) await chat.regained(destination);
        if (starts) await channels.started(from);
      });
    },
  );

  // An edited question changes its answer. Telegram tells of changes that nobody made, too: the same text is no question.
  bot.on(['edited_message:text', 'edited_channel_post:text'], ({ msg }) => {
    const question = questionIn(msg, names, username());
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

  bot.on('inline_query', ({ inlineQuery }) => {
    inline.came(inlineQuery);
    turns.take(`inline ${String(inlineQuery.from.id)}`, () => inline.answer(inlineQuery));
  });

  bot.on('my_chat_member', ({ myChatMember }) => {
    const { chat: place, from, old_chat_member: was, new_chat_member: is } = myChatMember;
    const destination = chatDestination(place.id);
    // The operator's file may name a public chat by its name.
    const named = 'username' in place && place.username !== undefined ? `@${place.username}` : null;
    const places = [destination, ...(named === null ? [] : [{ ...destination, chat: named }])];
    const before = reach(myChatMember, was);
    const now = reach(myChatMember, is);
    if (now !== null) {
      turns.take(destination.chat, async () => {
        for (const one of places) await chat.lost(one, now);
      });
      return;
    }
    if (before === null) return;
    turns.take(destination.chat, async () => {
      for (const one of places) await chat.regained(one);
      if (place.type === 'channel') await channels.added(place, from);
    });
  });

  function askedIn(msg: TelegramMessage) {
    const destination = destinationOf(msg);
    return {
      via: 'typed' as const,
      destination,
      user: {
        platform: 'telegram' as const,
        // All anonymous admins share one account, and so do all who write as a channel of theirs.
        id: String(msg.sender_chat?.id ?? msg.from?.id ?? msg.chat.id),
      },
      language: languageOf(msg.from),
      mayManage: async () => speaksForChat(msg) || isAdmin(destination, msg.from?.id),
    };
  }
}

function typedIn(msg: TelegramMessage) {
  // Where two talk, it needs no mark whom an answer answers.
  const marked = msg.chat.type !== 'private' && msg.chat.type !== 'channel';
  return { message: msg.message_id, text: msg.text ?? '', marked };
}
