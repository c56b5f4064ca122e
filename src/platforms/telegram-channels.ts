/** A channel is set up with one tap: the bot greets whoever added it, in their own chat. */
import { greetingKey } from '#core/subscription.ts';
import type { Chat as TelegramChat, User } from 'grammy/types';
import { z } from 'zod';
import { questionOf } from '#core/chat.ts';
import type { Chat } from '#core/chat.ts';
import type { Locales } from '#core/locale.ts';
import type { Answer } from '#core/message.ts';
import type { Destination } from '#core/subscription.ts';
import { message, paragraph } from '#render/build.ts';
import type { Inside } from './connection.ts';
import type { TelegramAnswers } from './telegram-answers.ts';
import { chatDestination, languageOf } from './telegram-reading.ts';

/** What the button under the greeting asks, in the channel's name: everything that changes, and the digest. */
const BEGIN = 'subscribe all changes';

/** Greetings that wait for one person. */
const MOST_WAITING = 20;

const WAITING = z.array(z.object({ chat: z.number(), title: z.string() }));
type Waiting = z.output<typeof WAITING>;

/** What greets whoever makes the bot an administrator of a channel. */
export interface TelegramChannelsDeps {
  readonly chat: Chat;
  readonly locales: Locales;
  readonly notes: Inside['notes'];
  readonly answers: Pick<TelegramAnswers, 'reply'>;
  readonly isAdmin: (destination: Destination, user: number | undefined) => Promise<boolean>;
}

/** Sets up a channel with whoever has added the bot to it, in the chat with that person. */
export interface TelegramChannels {
  /** Somebody made the bot an administrator of a channel. Whoever has not started the bot yet is greeted when they do. */
  added(channel: TelegramChat.ChannelChat, by: User): Promise<void>;
  /** The person started the bot: greetings that waited come now. */
  started(person: User): Promise<void>;
  /** A tap on the greeting's button; null for other buttons. */
  tapped(line: string, by: User): Promise<Answer> | null;
}

/** Greetings that cannot be brought yet are kept in `notes`. */
export function createTelegramChannels(deps: TelegramChannelsDeps): TelegramChannels {
  const { chat, locales, notes, answers, isAdmin } = deps;

  function localeOf(person: User) {
    return locales.in(languageOf(person) ?? 'en');
  }

  async function greet(person: User, { chat: channel, title }: Waiting[number]): Promise<boolean> {
    const locale = localeOf(person);
    const greeting = message([paragraph(locale.say('channel.greeting', { title }))], {
      tone: 'notice',
      buttons: [
        [
          {
            kind: 'command',
            label: locale.text('channel.begin'),
            command: `in ${String(channel)} ${BEGIN}`,
          },
        ],
      ],
    });
    return (await answers.reply(chatDestination(person.id), greeting, null)) !== null;
  }

  async function waitingFor(person: User): Promise<Waiting> {
    const kept = await notes.get(keyOf(person));
    const read = WAITING.safeParse(kept === null ? [] : JSON.parse(kept));
    return read.success ? read.data : [];
  }

  async function begin(channel: number, line: string, by: User): Promise<Answer> {
    const destination = chatDestination(channel);
    if (!(await isAdmin(destination, by.id)))
      return { ...message([paragraph(localeOf(by).say('channel.notYours'))]), place: 'aside' };
    const asked = {
      via: 'button' as const,
      destination,
      user: { platform: 'telegram' as const, id: String(by.id) },
      language: languageOf(by),
      mayManage: () => Promise.resolve(true),
    };
    const { blocks, tone } = await chat.answer({ ...questionOf(line), ...asked });
    const digest = await chat.answer({ ...questionOf('digest'), ...asked });
    await answers.reply(destination, { ...digest, buttons: [] }, null);
    // Its buttons, and how it ends, with what can be typed, would be about the private chat that it is shown in.
    const shown = blocks.length > 1 ? blocks.slice(0, -1) : blocks;
    const change = paragraph(localeOf(by).say('channel.change'));
    return { blocks: [...shown, change], tone, buttons: [], place: 'instead' };
  }

  return {
    async added({ id, title }, by) {
      if (by.is_bot) return;
      const one = { chat: id, title };
      if (await greet(by, one)) return;
      const others = (await waitingFor(by)).filter((other) => other.chat !== id);
      await notes.set(keyOf(by), JSON.stringify([...others, one].slice(-MOST_WAITING)));
    },
    async started(person) {
      const waiting = await waitingFor(person);
      if (waiting.length === 0) return;
      await notes.delete(keyOf(person));
      for (const one of waiting) await greet(person, one);
    },
    tapped(line, by) {
      const { channel, rest } = /^in (?<channel>-\d{1,16}) (?<rest>.+)$/u.exec(line)?.groups ?? {};
      return channel === undefined || rest !== BEGIN ? null : begin(Number(channel), rest, by);
    },
  };
}

function keyOf(person: User): string {
  return greetingKey(String(person.id));
}
