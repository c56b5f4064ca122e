/** Objects of the Bot API as it sends them: https://core.telegram.org/bots/api#available-types */
import { wireKeyboard } from './keyboard.ts';
import type { BotStanding, Chat, MemberStatus, ShownMessage } from './chat.ts';
import type { Person, World } from './world.ts';

/** https://core.telegram.org/bots/api#message */
export function wireMessage(world: World, chat: Chat, message: ShownMessage, from: Person | null): object {
  const sender =
    message.from === world.bot.id ? world.wireBot() : from === null ? null : world.wirePerson(from);
  // In a channel the channel itself speaks; an anonymous administrator speaks as the group.
  const speaksAsChat = chat.kind === 'channel' || from?.username === 'GroupAnonymousBot';
  const inTopic =
    message.thread === null ? {} : { message_thread_id: message.thread, is_topic_message: true };
  const reply = message.replyTo === null ? undefined : chat.message(message.replyTo);
  return {
    message_id: message.id,
    ...(chat.kind === 'channel' || sender === null ? {} : { from: sender }),
    ...(speaksAsChat ? { sender_chat: chat.wire() } : {}),
    chat: chat.wire(),
    date: Math.floor(message.at / 1000),
    ...(message.editedAt === null ? {} : { edit_date: Math.floor(message.editedAt / 1000) }),
    ...inTopic,
    ...(reply === undefined
      ? {}
      : {
          reply_to_message: wireMessage(
            world,
            chat,
            { ...reply, replyTo: null },
            world.personOrBot(reply.from),
          ),
        }),
    ...content(message),
    ...(message.album === null ? {} : { media_group_id: message.album }),
    ...(message.buttons.length === 0 ? {} : { reply_markup: wireKeyboard(message.buttons) }),
  };
}

function content(message: ShownMessage): object {
  if (message.service !== null) return message.service;
  if (message.photo !== null) {
    const photo = [
      { file_id: 'photo', file_unique_id: 'photo', width: 800, height: 600, file_size: message.photo.bytes },
    ];
    return {
      photo,
      ...(message.text === '' ? {} : { caption: message.text, caption_entities: message.entities }),
    };
  }
  if (message.rich !== null) {
    const { rightToLeft } = message.rich;
    return { rich_message: { blocks: richBlocks(message), ...(rightToLeft ? { is_rtl: true } : {}) } };
  }
  return { text: message.text, ...(message.entities.length === 0 ? {} : { entities: message.entities }) };
}

/** The blocks of a rich message, a line each, https://core.telegram.org/bots/api#richblock ; of its marks only the links. */
function richBlocks({ text, entities }: ShownMessage): readonly object[] {
  let from = 0;
  return text.split('\n').map((line) => {
    const [start, end] = [from, from + line.length];
    from = end + 1;
    const links = entities.filter(
      ({ type, offset }) => type === 'text_link' && offset >= start && offset < end,
    );
    let at = start;
    const parts = links.flatMap(({ offset, length, url }) => {
      const before = text.slice(at, offset);
      at = offset + length;
      return [before, { type: 'url', text: text.slice(offset, at), url }];
    });
    return { type: 'paragraph', text: [...parts, text.slice(at, end)].filter((part) => part !== '') };
  });
}

/** https://core.telegram.org/bots/api#chatmember */
export function wireMember(
  chat: Chat,
  user: object,
  standing: BotStanding | { readonly status: MemberStatus },
): object {
  const { status } = standing;
  if (status === 'creator') return { status, user, is_anonymous: false };
  if (status === 'member' || status === 'left') return { status, user };
  if (status === 'kicked') return { status, user, until_date: 0 };
  if (status === 'restricted') {
    const send = 'send' in standing && standing.send;
    const kinds = [
      'messages',
      'audios',
      'documents',
      'photos',
      'videos',
      'video_notes',
      'voice_notes',
      'polls',
      'other_messages',
    ];
    return {
      status,
      user,
      is_member: true,
      until_date: 0,
      ...Object.fromEntries(kinds.map((kind) => [`can_send_${kind}`, send])),
      can_add_web_page_previews: send,
      can_change_info: false,
      can_invite_users: false,
      can_pin_messages: false,
      can_manage_topics: false,
    };
  }
  const channel =
    chat.kind === 'channel'
      ? {
          can_post_messages: 'post' in standing ? standing.post : true,
          can_edit_messages: 'edit' in standing ? standing.edit : true,
        }
      : { can_pin_messages: false, can_manage_topics: false };
  return {
    status,
    user,
    can_be_edited: false,
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: false,
    can_restrict_members: false,
    can_promote_members: false,
    can_change_info: false,
    can_invite_users: false,
    can_post_stories: false,
    can_edit_stories: false,
    can_delete_stories: false,
    ...channel,
  };
}
