/** What Telegram's updates say: where, who, in which language, and which command. */
import type { ChatMember, ChatMemberUpdated, Message as TelegramMessage, User } from 'grammy/types';
import { questionOf } from '#core/chat.ts';
import type { Asked } from '#core/chat.ts';
import type { Destination } from '#core/subscription.ts';

/** A command with what stands behind it. */
export type Question = Pick<Asked, 'command' | 'argument' | 'page'>;

/** A chat as a whole, whatever topics it has. @param chat its id at Telegram */
export function chatDestination(chat: number): Destination {
  return { platform: 'telegram', chat: String(chat), thread: null };
}

/** Where a message was written: its chat, and in a forum its topic. */
export function destinationOf(
  msg: Pick<TelegramMessage, 'chat' | 'is_topic_message' | 'message_thread_id'>,
): Destination {
  // Outside forums a thread id only says which message is answered.
  const thread = msg.is_topic_message === true ? msg.message_thread_id : undefined;
  return { ...chatDestination(msg.chat.id), thread: thread === undefined ? null : String(thread) };
}

/** Private chats belong to whoever writes; only admins post in a channel, or in the group's own name. */
export function speaksForChat(msg: TelegramMessage): boolean {
  return msg.chat.type === 'private' || msg.chat.type === 'channel' || msg.sender_chat?.id === msg.chat.id;
}

/** The primary tag of the language that the person's Telegram speaks; null where it does not say. */
export function languageOf(user: User | undefined): string | null {
  return user?.language_code?.split('-')[0]?.toLowerCase() ?? null;
}

/** Null when the bot can write there, else why not. */
export function reach(update: ChatMemberUpdated, member: ChatMember): string | null {
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

/** What a link `t.me/BOT?start=status_trufanov` may ask: whoever opens one has not read what it does. */
const LINKED = new Set([
  'about',
  'digest',
  'feeds',
  'help',
  'latest',
  'search',
  'status',
  'story',
  'timeline',
  'watchlist',
  'why',
]);

/**
 * The command in a message's text, null for none. In a private chat, where nothing else is meant, any other text is a question without a
 * command, and a command that there is not is answered too.
 *
 * @param known the names of the commands there are
 * @param username the bot's own, to leave alone what is said to another
 */
export function questionIn(
  msg: TelegramMessage,
  known: ReadonlySet<string>,
  username: string | null,
): Question | null {
  // Somebody else's words.
  if (msg.forward_origin !== undefined || msg.via_bot !== undefined) return null;
  const found = /^\/(?<name>\w+)(?:@(?<bot>\w+))?(?<rest>\s.*)?$/su.exec(msg.text?.trim() ?? '');
  const { name = '', bot: addressee, rest = '' } = found?.groups ?? {};
  if (addressee !== undefined && addressee.toLowerCase() !== username?.toLowerCase()) return null;
  const question = questionOf(`${name}${rest}`);
  const link = linked(question, known);
  if (link !== null) return link;
  if (known.has(question.command)) return pointed(question, msg);
  if (msg.chat.type !== 'private') return null;
  return found === null ? { command: '', argument: msg.text?.trim() ?? '', page: null } : question;
}

/** `/why` under a message asks of the first report that the message links to. */
function pointed(question: Question, { reply_to_message: message }: TelegramMessage): Question {
  if (question.command !== 'why' || question.argument !== '' || message === undefined) return question;
  const text = message.text ?? message.caption ?? '';
  for (const entity of message.entities ?? message.caption_entities ?? []) {
    if (entity.type === 'text_link') return { ...question, argument: entity.url };
    if (entity.type === 'url')
      return { ...question, argument: text.slice(entity.offset, entity.offset + entity.length) };
  }
  const link = linkIn(message.rich_message?.blocks);
  return link === null ? question : { ...question, argument: link };
}

/** The first web address in the blocks of a rich message, which hold words and one another in two dozen ways. */
function linkIn(blocks: unknown): string | null {
  if (typeof blocks !== 'object' || blocks === null) return null;
  const isLink = 'type' in blocks && blocks.type === 'url' && 'url' in blocks;
  if (isLink && typeof blocks.url === 'string' && /^https?:/iu.test(blocks.url)) return blocks.url;
  for (const within of Object.values(blocks)) {
    const link = linkIn(within);
    if (link !== null) return link;
  }
  return null;
}

/** The command that a link's payload names: letters, digits, `_` and `-` are all it can have, so `_` parts its words. */
function linked({ command, argument }: Question, known: ReadonlySet<string>): Question | null {
  if (command !== 'start' || argument === '') return null;
  const question = questionOf(argument.replaceAll('_', ' '));
  return LINKED.has(question.command) && known.has(question.command) ? question : null;
}

/** What stands behind `?start=` for a command that may be linked; null where it cannot be written so. */
export function linkPayload({ command, argument, page }: Question): string | null {
  if (!LINKED.has(command) || page !== null) return null;
  const payload = [command, ...argument.split(/\s+/u)].filter((word) => word !== '').join('_');
  // https://core.telegram.org/bots/features#deep-linking
  return /^[\w-]{1,64}$/u.test(payload) && !argument.includes('_') ? payload : null;
}
