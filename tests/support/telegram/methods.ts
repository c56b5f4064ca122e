import { z } from 'zod';
import { readKeyboard } from './keyboard.ts';
import type { ShownButton } from './keyboard.ts';
import { automaticEntities, readCaption, readText, tooManyEntities } from './markup.ts';
import type { Entity, FormattedText } from './markup.ts';
import { chatReference, flag, integer, structure, Upload } from './params.ts';
import { badRequest, notDocumented } from './refusal.ts';
import { readRich } from './rich.ts';
import { reachableChat, writableChat } from './sending.ts';
import { wireMember, wireMessage } from './wire.ts';
import type { BotCommands } from './commands.ts';
import type { Chat, ShownMessage } from './chat.ts';
import type { World } from './world.ts';

/** What a method works on. */
export interface Call {
  readonly world: World;
  readonly commands: BotCommands;
  /** Webhooks on loopback are taken, and served. */
  readonly loopbackWebhooks: boolean;
  /** Fires when the caller hangs up. */
  readonly gone: AbortSignal;
  /** Something was accepted that will not be shown as meant. */
  remark(note: string): void;
}

/** One method of the Bot API: its parameters are checked strictly, an unknown one is refused. */
export interface Method {
  /** Counts against the limits on sending. */
  readonly sends: boolean;
  run(params: Readonly<Record<string, unknown>>, call: Call): Promise<unknown>;
}

function method<S extends z.ZodType>(
  schema: S,
  run: (params: z.output<S>, call: Call) => unknown,
  sends = false,
): Method {
  return {
    sends,
    run: async (params, call) => {
      const parsed = schema.safeParse(params);
      if (parsed.success) return run(parsed.data, call);
      if (!('chat_id' in params) && parsed.error.issues.some((issue) => issue.path[0] === 'chat_id')) {
        throw badRequest('Chat_id is empty');
      }
      if (!('text' in params) && parsed.error.issues.some((issue) => issue.path[0] === 'text')) {
        throw badRequest('Message text is empty');
      }
      throw notDocumented(z.prettifyError(parsed.error).replaceAll('\n', ' '));
    },
  };
}

const ENTITY = z.strictObject({
  type: z.string(),
  offset: z.int(),
  length: z.int(),
  url: z.string().optional(),
  language: z.string().optional(),
});
const LINK_PREVIEW = z.strictObject({
  is_disabled: z.boolean().optional(),
  url: z.string().optional(),
  prefer_small_media: z.boolean().optional(),
  prefer_large_media: z.boolean().optional(),
  show_above_text: z.boolean().optional(),
});
const REPLY = z.strictObject({
  message_id: integer,
  allow_sending_without_reply: z.boolean().optional(),
});
const SENDING = {
  chat_id: chatReference,
  message_thread_id: integer.optional(),
  disable_notification: flag.optional(),
  protect_content: flag.optional(),
  reply_parameters: structure(REPLY).optional(),
  reply_markup: structure(z.unknown()).optional(),
};
const SEND_MESSAGE = z.strictObject({
  ...SENDING,
  text: z.string(),
  parse_mode: z.string().optional(),
  entities: structure(z.array(ENTITY)).optional(),
  link_preview_options: structure(LINK_PREVIEW).optional(),
});
/** https://core.telegram.org/bots/api#sendrichmessage ; of its three styles only HTML is kept here. It knows no link preview. */
const SEND_RICH = z.strictObject({
  ...SENDING,
  rich_message: structure(
    z.strictObject({
      html: z.string(),
      is_rtl: z.boolean().optional(),
      skip_entity_detection: z.boolean().optional(),
    }),
  ),
});
const SEND_PHOTO = z
  .strictObject({
    ...SENDING,
    photo: z.union([z.instanceof(Upload), z.string()]),
    caption: z.string().optional(),
    parse_mode: z.string().optional(),
    caption_entities: structure(z.array(ENTITY)).optional(),
    // A file may be attached under any name and referred to as attach://NAME.
  })
  .catchall(z.instanceof(Upload));
const EDIT_TEXT = z.strictObject({
  chat_id: chatReference,
  message_id: integer,
  text: z.string(),
  parse_mode: z.string().optional(),
  entities: structure(z.array(ENTITY)).optional(),
  link_preview_options: structure(LINK_PREVIEW).optional(),
  reply_markup: structure(z.unknown()).optional(),
});
const EDIT_MARKUP = EDIT_TEXT.pick({ chat_id: true, message_id: true, reply_markup: true });
/** https://core.telegram.org/bots/api#inlinequeryresultarticle ; other kinds of result are not kept here. */
const ARTICLE = z.strictObject({
  type: z.literal('article'),
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  input_message_content: z.strictObject({
    message_text: z.string(),
    parse_mode: z.string().optional(),
    link_preview_options: LINK_PREVIEW.optional(),
  }),
});
const SCOPE = z.union([
  z.strictObject({
    type: z.enum(['default', 'all_private_chats', 'all_group_chats', 'all_chat_administrators']),
  }),
  z.strictObject({ type: z.enum(['chat', 'chat_administrators']), chat_id: chatReference }),
]);
const COMMAND_SET = {
  scope: structure(SCOPE).optional(),
  language_code: z.union([z.literal(''), z.string().regex(/^[a-z]{2}$/)]).optional(),
};
const NAMED = { language_code: COMMAND_SET.language_code };

/** https://core.telegram.org/bots/api#sending-files, in bytes */
const PHOTO_LIMIT = 10 * 1024 * 1024;
/** https://core.telegram.org/bots/api#deletemessage */
const DELETE_WITHIN_MS = 48 * 60 * 60 * 1000;
/** https://core.telegram.org/bots/api#answercallbackquery */
const ANSWER_LIMIT = 200;
/** https://core.telegram.org/bots/api#sendchataction */
const ACTIONS = z.enum([
  'typing',
  'upload_photo',
  'record_video',
  'upload_video',
  'record_voice',
  'upload_voice',
  'upload_document',
  'choose_sticker',
  'find_location',
  'record_video_note',
  'upload_video_note',
]);

function readMarkup(markup: unknown): readonly (readonly ShownButton[])[] {
  return markup === undefined ? [] : readKeyboard(markup);
}

/** The address whose preview Telegram would show: the one asked for, else the first in the text. */
function previewed(shown: FormattedText, options: z.output<typeof LINK_PREVIEW> | undefined): string | null {
  if (options?.is_disabled === true) return null;
  if (options?.url !== undefined) {
    if (!/^https?:\/\//i.test(options.url)) throw badRequest('WEBPAGE_URL_INVALID');
    return options.url;
  }
  const first = shown.entities.find((one) => one.type === 'url' || one.type === 'text_link');
  if (first === undefined) return null;
  return first.url ?? shown.text.slice(first.offset, first.offset + first.length);
}

function repliedTo(chat: Chat, reply: z.output<typeof REPLY> | undefined): number | null {
  if (reply === undefined) return null;
  if (chat.message(reply.message_id) !== undefined) return reply.message_id;
  if (reply.allow_sending_without_reply === true) return null;
  throw badRequest('Message to be replied not found');
}

function tidyEntities(
  entities: readonly z.output<typeof ENTITY>[] | undefined,
): readonly Entity[] | undefined {
  return entities?.map(({ type, offset, length, url, language }) => ({
    type,
    offset,
    length,
    ...(url === undefined ? {} : { url }),
    ...(language === undefined ? {} : { language }),
  }));
}

function readMarkedUp(params: z.output<typeof EDIT_TEXT>, call: Call): FormattedText;
function readMarkedUp(params: z.output<typeof SEND_MESSAGE>, call: Call): FormattedText;
function readMarkedUp(
  params: { readonly text: string; readonly parse_mode: string | undefined },
  call: Call,
): FormattedText;
function readMarkedUp(
  params: Partial<z.output<typeof SEND_MESSAGE>> & { readonly text: string },
  call: Call,
): FormattedText {
  const written = {
    text: params.text,
    parseMode: params.parse_mode,
    entities: tidyEntities(params.entities),
  };
  const shown = readText(written);
  if (tooManyEntities(written)) call.remark('more than 100 entities: the later ones are shown as plain text');
  return shown;
}

/** The message to edit, if it is there and the bot's own. */
function editable(call: Call, chat: Chat, id: number): ShownMessage {
  const message = chat.message(id);
  if (message === undefined || chat.forgotten.has(id)) throw badRequest('Message to edit not found');
  const own = message.from === call.world.bot.id;
  // In a channel: others' posts with the right to edit, own ones only while it is an administrator (the words are not documented).
  const may = chat.kind === 'channel' ? mayEditPosts(chat, own) : own;
  if (!may) throw badRequest("Message can't be edited");
  return message;
}

function mayEditPosts(chat: Chat, own: boolean): boolean {
  return chat.bot.status === 'administrator' && (chat.bot.edit || (own && chat.bot.post));
}

function applyEdit(
  call: Call,
  chat: Chat,
  before: ShownMessage,
  change: Pick<ShownMessage, 'text' | 'entities' | 'rich' | 'buttons' | 'linkPreview'>,
): object {
  const { text, entities, rich, buttons, linkPreview } = before;
  if (JSON.stringify({ text, entities, rich, buttons, linkPreview }) === JSON.stringify(change)) {
    throw badRequest(
      'Message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    );
  }
  const after = chat.replace(before.id, { ...change, editedAt: call.world.clock.now() });
  call.world.changes.happened();
  if (after === undefined) throw badRequest('Message to edit not found');
  return wireMessage(call.world, chat, after, null);
}

function botSpeaks(
  call: Call,
  chat: Chat,
  message: Omit<Parameters<Chat['show']>[0], 'from' | 'at'>,
): object {
  // In a channel the bot's post is the channel's; the stand-in keeps whose it was, to know what it may edit.
  const shown = chat.show({ ...message, from: call.world.bot.id, at: call.world.clock.now() });
  call.world.changes.happened();
  return wireMessage(call.world, chat, shown, null);
}

/** The methods that the bot may use; anything else is refused, so that nothing is taken blindly. */
export const METHODS: Readonly<Record<string, Method>> = {
  getMe: method(z.strictObject({}), (_params, { world }) => ({
    ...world.wireBot(),
    can_join_groups: true,
    can_read_all_group_messages: !world.bot.privacy,
    supports_inline_queries: world.bot.inline,
    can_connect_to_business: false,
    has_main_web_app: false,
  })),

  getUpdates: method(
    z.strictObject({
      offset: integer.optional(),
      limit: integer.optional(),
      timeout: integer.optional(),
      allowed_updates: structure(z.array(z.string())).optional(),
    }),
    async (params, { world, gone }) => {
      world.queue.allow(params.allowed_updates);
      return world.queue.poll(
        { offset: params.offset ?? 0, limit: params.limit ?? 100, timeout: params.timeout ?? 0 },
        gone,
      );
    },
  ),

  setWebhook: method(
    z.strictObject({
      url: z.string(),
      secret_token: z.string().optional(),
      max_connections: integer.optional(),
      allowed_updates: structure(z.array(z.string())).optional(),
      drop_pending_updates: flag.optional(),
    }),
    (params, call) => {
      const { world } = call;
      // https://core.telegram.org/bots/api#setwebhook
      if (params.url !== '') {
        const url = URL.canParse(params.url) ? new URL(params.url) : null;
        const loopback = call.loopbackWebhooks && url?.hostname === '127.0.0.1';
        if (!loopback && url?.protocol !== 'https:') {
          throw badRequest('Bad webhook: An HTTPS URL must be provided for webhook');
        }
        if (!loopback && !['', '443', '80', '88', '8443'].includes(url?.port ?? '')) {
          throw badRequest('Bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
        }
      }
      const secret = params.secret_token;
      if (secret !== undefined && secret.length > 256) throw badRequest('Secret token is too long');
      if (secret !== undefined && !/^[\w-]*$/.test(secret)) {
        throw badRequest('Secret token contains unallowed characters');
      }
      world.queue.allow(params.allowed_updates);
      if (params.drop_pending_updates === true) world.queue.drop();
      world.queue.webhook = params.url;
      // Without the switch there is nobody to bring anything to: the address lies somewhere in the world.
      const reachable = call.loopbackWebhooks && params.url !== '';
      world.queue.carrier.set(reachable ? { url: params.url, secret } : null);
      return true;
    },
  ),

  deleteWebhook: method(z.strictObject({ drop_pending_updates: flag.optional() }), (params, { world }) => {
    if (params.drop_pending_updates === true) world.queue.drop();
    world.queue.webhook = '';
    world.queue.carrier.set(null);
    return true;
  }),

  getWebhookInfo: method(z.strictObject({}), (_params, { world }) => ({
    url: world.queue.webhook,
    has_custom_certificate: false,
    pending_update_count: world.queue.pending,
    ...world.queue.carrier.trouble,
    ...(world.queue.allowed === null ? {} : { allowed_updates: [...world.queue.allowed] }),
  })),

  sendMessage: method(
    SEND_MESSAGE,
    (params, call) => {
      const shown = readMarkedUp(params, call);
      const buttons = readMarkup(params.reply_markup);
      const chat = writableChat(call.world, params.chat_id, params.message_thread_id);
      return botSpeaks(call, chat, {
        ...shown,
        buttons,
        silent: params.disable_notification ?? false,
        thread: params.message_thread_id ?? null,
        replyTo: repliedTo(chat, params.reply_parameters),
        linkPreview: previewed(shown, params.link_preview_options),
      });
    },
    true,
  ),

  sendRichMessage: method(
    SEND_RICH,
    (params, call) => {
      const { html, is_rtl, skip_entity_detection } = params.rich_message;
      const { text, entities, blocks } = readRich(html);
      const buttons = readMarkup(params.reply_markup);
      const chat = writableChat(call.world, params.chat_id, params.message_thread_id);
      return botSpeaks(call, chat, {
        text,
        entities: skip_entity_detection === true ? entities : [...entities, ...automaticEntities(text)],
        rich: { blocks, rightToLeft: is_rtl ?? false },
        buttons,
        silent: params.disable_notification ?? false,
        thread: params.message_thread_id ?? null,
        replyTo: repliedTo(chat, params.reply_parameters),
      });
    },
    true,
  ),

  sendPhoto: method(
    SEND_PHOTO,
    (params, call) => {
      const named =
        typeof params.photo === 'string' ? /^attach:\/\/(.+)$/.exec(params.photo)?.[1] : undefined;
      const photo = named === undefined ? params.photo : params[named];
      if (!(photo instanceof Upload)) throw notDocumented('only uploaded photos are known here');
      if (photo.bytes === 0) throw badRequest('File must be non-empty');
      if (photo.bytes > PHOTO_LIMIT) throw badRequest('Too big file');
      const shown = readCaption({
        text: params.caption ?? '',
        parseMode: params.parse_mode,
        entities: tidyEntities(params.caption_entities),
      });
      const buttons = readMarkup(params.reply_markup);
      const chat = writableChat(call.world, params.chat_id, params.message_thread_id);
      return botSpeaks(call, chat, {
        ...shown,
        buttons,
        photo: { filename: photo.filename, bytes: photo.bytes },
        silent: params.disable_notification ?? false,
        thread: params.message_thread_id ?? null,
        replyTo: repliedTo(chat, params.reply_parameters),
      });
    },
    true,
  ),

  editMessageText: method(EDIT_TEXT, (params, call) => {
    const shown = readMarkedUp(params, call);
    const buttons = readMarkup(params.reply_markup);
    const chat = reachableChat(call.world, params.chat_id);
    const before = editable(call, chat, params.message_id);
    if (before.photo !== null || before.service !== null) {
      throw badRequest('There is no text in the message to edit');
    }
    return applyEdit(call, chat, before, {
      text: shown.text,
      entities: shown.entities,
      rich: null,
      buttons,
      linkPreview: previewed(shown, params.link_preview_options),
    });
  }),

  editMessageReplyMarkup: method(EDIT_MARKUP, (params, call) => {
    const buttons = readMarkup(params.reply_markup);
    const chat = reachableChat(call.world, params.chat_id);
    const before = editable(call, chat, params.message_id);
    return applyEdit(call, chat, before, {
      text: before.text,
      entities: before.entities,
      rich: before.rich,
      buttons,
      linkPreview: before.linkPreview,
    });
  }),

  deleteMessage: method(z.strictObject({ chat_id: chatReference, message_id: integer }), (params, call) => {
    const chat = reachableChat(call.world, params.chat_id);
    const message = chat.message(params.message_id);
    if (message === undefined) throw badRequest('Message to delete not found');
    const own = message.from === call.world.bot.id;
    const old = call.world.clock.now() - message.at > DELETE_WITHIN_MS;
    if (old || (!own && chat.bot.status !== 'administrator')) throw badRequest("Message can't be deleted");
    chat.remove(message.id);
    call.world.changes.happened();
    return true;
  }),

  answerCallbackQuery: method(
    z.strictObject({
      callback_query_id: z.string(),
      text: z.string().optional(),
      show_alert: flag.optional(),
      url: z.string().optional(),
      cache_time: integer.optional(),
    }),
    (params, { world }) => {
      const press = world.presses.get(params.callback_query_id);
      if (press === undefined || press.answer !== null || world.clock.now() > press.expiresAt) {
        throw badRequest('Query is too old and response timeout expired or query ID is invalid');
      }
      if ((params.text ?? '').length > ANSWER_LIMIT) throw badRequest('MESSAGE_TOO_LONG');
      // "links like t.me/your_bot?start=XXXX that open your bot with a parameter"; others are for games.
      const own = new RegExp(`^https://t\\.me/${world.bot.username}\\?start=[\\w-]{1,64}$`);
      if (params.url !== undefined && !own.test(params.url)) throw badRequest('URL_INVALID');
      press.answer = { text: params.text ?? '', alert: params.show_alert ?? false, url: params.url ?? null };
      world.changes.happened();
      return true;
    },
  ),

  answerInlineQuery: method(
    z.strictObject({
      inline_query_id: z.string(),
      results: structure(z.array(ARTICLE).max(50, 'RESULTS_TOO_MUCH')),
      cache_time: integer.optional(),
      is_personal: flag.optional(),
      next_offset: z.string().optional(),
      button: structure(
        z.strictObject({ text: z.string().min(1), start_parameter: z.string().regex(/^[\w-]{1,64}$/) }),
      ).optional(),
    }),
    (params, call) => {
      const { world } = call;
      const query = world.queries.get(params.inline_query_id);
      if (query === undefined || query.answer !== null || world.clock.now() > query.expiresAt) {
        throw badRequest('Query is too old and response timeout expired or query ID is invalid');
      }
      const ids = params.results.map((one) => one.id);
      if (new Set(ids).size !== ids.length) throw badRequest('RESULT_ID_DUPLICATE');
      if (ids.some((id) => id === '' || Buffer.byteLength(id) > 64)) throw badRequest('RESULT_ID_INVALID');
      query.answer = {
        cacheTime: params.cache_time ?? 300,
        personal: params.is_personal ?? false,
        button: params.button ?? null,
        results: params.results.map(({ title, description, input_message_content: content }) => {
          if (title.trim() === '') throw badRequest('Title must be non-empty');
          const shown = readMarkedUp({ text: content.message_text, parse_mode: content.parse_mode }, call);
          const linkPreview = previewed(shown, content.link_preview_options);
          return { title, description: description ?? '', ...shown, linkPreview };
        }),
      };
      world.changes.happened();
      return true;
    },
  ),

  sendChatAction: method(
    z.strictObject({ chat_id: chatReference, message_thread_id: integer.optional(), action: ACTIONS }),
    (params, call) => {
      const chat = writableChat(call.world, params.chat_id, params.message_thread_id);
      chat.actions.push(params.action);
      call.world.changes.happened();
      return true;
    },
  ),

  getChat: method(z.strictObject({ chat_id: chatReference }), (params, { world }) => ({
    ...reachableChat(world, params.chat_id).wire(),
    accent_color_id: 0,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: false,
      limited_gifts: false,
      unique_gifts: false,
      premium_subscription: false,
      gifts_from_channels: false,
    },
  })),

  getChatMember: method(z.strictObject({ chat_id: chatReference, user_id: integer }), (params, { world }) => {
    const chat = reachableChat(world, params.chat_id);
    if (params.user_id === world.bot.id) return wireMember(chat, world.wireBot(), chat.bot);
    if (chat.kind === 'channel' && chat.bot.status !== 'administrator') {
      throw badRequest('Member list is inaccessible');
    }
    const person = world.people.get(params.user_id);
    if (person === undefined) throw badRequest('User not found');
    return wireMember(chat, world.wirePerson(person), { status: chat.members.get(person.id) ?? 'left' });
  }),

  getChatAdministrators: method(z.strictObject({ chat_id: chatReference }), (params, { world }) => {
    const chat = reachableChat(world, params.chat_id);
    if (chat.kind === 'private') throw badRequest('There are no administrators in the private chat');
    const admins: object[] = [];
    for (const [id, status] of chat.members) {
      const person = world.people.get(id);
      if (person === undefined || (status !== 'creator' && status !== 'administrator')) continue;
      admins.push(wireMember(chat, world.wirePerson(person), { status }));
    }
    if (chat.bot.status === 'administrator') admins.push(wireMember(chat, world.wireBot(), chat.bot));
    return admins;
  }),

  leaveChat: method(z.strictObject({ chat_id: chatReference }), (params, { world }) => {
    const chat = reachableChat(world, params.chat_id);
    if (chat.kind === 'private') throw badRequest("Chat member status can't be changed in private chats");
    chat.bot = { status: 'left' };
    world.changes.happened();
    return true;
  }),

  setMyCommands: method(
    z.strictObject({
      commands: structure(z.array(z.strictObject({ command: z.string(), description: z.string() }))),
      ...COMMAND_SET,
    }),
    (params, { commands, world }) => {
      // A menu of one chat needs a chat that the bot can reach.
      if (params.scope !== undefined && 'chat_id' in params.scope) reachableChat(world, params.scope.chat_id);
      return commands.set(params.commands, params.scope, params.language_code);
    },
  ),

  getMyCommands: method(z.strictObject(COMMAND_SET), (params, { commands }) =>
    commands.get(params.scope, params.language_code),
  ),

  deleteMyCommands: method(z.strictObject(COMMAND_SET), (params, { commands }) =>
    commands.remove(params.scope, params.language_code),
  ),

  setMyName: method(z.strictObject({ name: z.string().max(64).optional(), ...NAMED }), (params, call) =>
    call.commands.describe('name', params.name ?? ''),
  ),

  setMyDescription: method(
    z.strictObject({ description: z.string().max(512).optional(), ...NAMED }),
    (params, call) => call.commands.describe('description', params.description ?? ''),
  ),

  setMyShortDescription: method(
    z.strictObject({ short_description: z.string().max(120).optional(), ...NAMED }),
    (params, call) => call.commands.describe('short description', params.short_description ?? ''),
  ),
};
