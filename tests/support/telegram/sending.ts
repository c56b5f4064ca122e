import { badRequest, forbidden, Refusal } from './refusal.ts';
import type { Chat } from './chat.ts';
import type { World } from './world.ts';

/**
 * The chat that a request names, if the bot may act in it at all.
 *
 * @throws Refusal when there is no such chat, it moved, or the bot is not in it.
 */
export function reachableChat(world: World, reference: number | string): Chat {
  if (reference === '') throw badRequest('Chat_id is empty');
  const chat = world.findChat(reference);
  if (chat === undefined) {
    // A person the bot could know of, who never wrote to it.
    if (world.people.has(Number(reference))) throw forbidden("bot can't initiate conversation with a user");
    throw badRequest('Chat not found');
  }
  if (chat.upgradedTo !== null) {
    throw new Refusal(400, 'Bad Request: group chat was upgraded to a supergroup chat', {
      parameters: { migrate_to_chat_id: chat.upgradedTo },
    });
  }
  if (chat.deactivated) throw forbidden('user is deactivated');
  if (chat.bot.status === 'kicked') {
    throw forbidden(
      chat.kind === 'private' ? 'bot was blocked by the user' : `bot was kicked from the ${chat.kind} chat`,
    );
  }
  if (chat.bot.status === 'left') throw forbidden(`bot is not a member of the ${chat.kind} chat`);
  return chat;
}

/**
 * The chat, if the bot may send messages to it.
 *
 * @throws Refusal also when its rights do not reach so far, or the topic is not there.
 */
export function writableChat(world: World, reference: number | string, thread: number | undefined): Chat {
  const chat = reachableChat(world, reference);
  if (chat.kind === 'channel' && !(chat.bot.status === 'administrator' && chat.bot.post)) {
    throw badRequest('Need administrator rights in the channel chat');
  }
  if (chat.bot.status === 'restricted' && !chat.bot.send) {
    throw badRequest('Not enough rights to send text messages to the chat');
  }
  if (thread !== undefined && !chat.topics.has(thread)) throw badRequest('Message thread not found');
  // An administrator without the right to manage topics is treated as anybody: stricter than the service, perhaps.
  if (thread !== undefined && chat.closed.has(chat.topics.get(thread) ?? ''))
    throw badRequest('TOPIC_CLOSED');
  return chat;
}
