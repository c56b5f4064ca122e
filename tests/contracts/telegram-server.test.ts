import { createServer } from 'node:http';
import { Bot, InputFile } from 'grammy';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ManualClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramOptions, TelegramStandIn } from '#tests/support/telegram/server.ts';
import type { TelegramGroup, TelegramUser } from '#tests/support/telegram/actors.ts';

const ANSWER = z.object({
  ok: z.boolean(),
  result: z.unknown().optional(),
  error_code: z.number().optional(),
  description: z.string().optional(),
  parameters: z.object({ retry_after: z.number(), migrate_to_chat_id: z.number() }).partial().optional(),
});
const UPDATES = z.array(z.looseObject({ update_id: z.number() }));
const SENT = z.object({ message_id: z.number() });
const BROUGHT = z.looseObject({ message: z.looseObject({ text: z.string() }) });

let telegram: TelegramStandIn;
let anna: TelegramUser;
let family: TelegramGroup;
let wire: TelegramGroup;
let desk: TelegramGroup;

/** A Telegram with a person who has written, a group, a channel and a forum. */
async function begin(options: TelegramOptions = {}): Promise<void> {
  telegram = await startTelegram(options);
  anna = telegram.user({ firstName: 'Anna', languageCode: 'ru' });
  anna.writes('/start');
  family = telegram.group({ title: 'Family', creator: anna });
  wire = telegram.channel({ title: 'Wire', username: 'wire', creator: anna });
  desk = telegram.supergroup({ title: 'Desk', creator: anna, topics: ['News'] });
}

afterEach(async () => {
  await telegram.stop();
});

/** One call as the plainest client would make it. */
async function call(method: string, params: object = {}, signal?: AbortSignal) {
  const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(params),
    ...(signal === undefined ? {} : { signal }),
  });
  const answer = ANSWER.parse(await response.json());
  expect(response.status).toBe(answer.error_code ?? 200);
  return { ...answer, retryAfter: response.headers.get('retry-after') };
}

/** What the service said to a call: "ok", or its refusal. */
async function said(method: string, params: object = {}): Promise<string> {
  const { ok, error_code: code, description } = await call(method, params);
  return ok ? 'ok' : `${String(code)} ${description ?? ''}`;
}

async function updates(params: object = {}) {
  return UPDATES.parse((await call('getUpdates', params)).result);
}

async function send(to: number, text = 'hello', more: object = {}): Promise<number> {
  return SENT.parse((await call('sendMessage', { chat_id: to, text, ...more })).result).message_id;
}

/** Sends a picture of that many bytes, as a form. */
async function photo(bytes: number, caption: string): Promise<string> {
  const form = new FormData();
  form.set('chat_id', String(anna.id));
  form.set('caption', caption);
  form.set('photo', new Blob([Buffer.alloc(bytes)]), 'timeline.png');
  const root = `${telegram.apiRoot}/bot${telegram.token}`;
  const response = await fetch(`${root}/sendPhoto`, { method: 'POST', body: form });
  return ANSWER.parse(await response.json()).description ?? 'ok';
}

function kindsOf(list: readonly object[]): readonly string[] {
  return list.flatMap((one) => Object.keys(one).filter((key) => key !== 'update_id'));
}

describe('who may ask, and for what', () => {
  test('a wrong token is unauthorized', async () => {
    await begin();
    const response = await fetch(`${telegram.apiRoot}/bot1:wrong/getMe`);
    expect(await response.json()).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
  });

  test('an unknown method is refused and marked as a fault of the bot', async () => {
    await begin();
    expect(await said('sendTelepathy')).toBe('404 Not Found: method not found');
    expect(telegram.journal.faultsOfTheBot()).toEqual(['sendTelepathy: Not Found: method not found']);
  });

  test('an unknown field is refused and marked as a fault of the bot', async () => {
    await begin();
    expect(await said('sendMessage', { chat_id: anna.id, text: 'x', colour: 'red' })).toContain('colour');
    expect(telegram.journal.faultsOfTheBot()).toHaveLength(1);
  });

  test('parameters come as JSON, as a form, in the address and as multipart; method names in any case', async () => {
    await begin();
    const root = `${telegram.apiRoot}/bot${telegram.token}`;
    const form = new FormData();
    form.set('chat_id', String(anna.id));
    form.set('text', 'multipart');
    await fetch(`${root}/sendMessage`, { method: 'POST', body: form });
    const fields = new URLSearchParams({
      chat_id: String(anna.id),
      text: 'form',
      link_preview_options: '{"is_disabled":true}',
    });
    await fetch(`${root}/SENDMESSAGE`, { method: 'POST', body: fields });
    await fetch(`${root}/sendmessage?chat_id=${String(anna.id)}&text=address`);
    await send(anna.id, 'json');
    expect(anna.chat.fromBot.map((one) => one.text)).toEqual(['multipart', 'form', 'address', 'json']);
  });

  test('a body that is no JSON is refused', async () => {
    await begin();
    const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/getMe`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"a":',
    });
    expect(response.status).toBe(400);
  });

  test('a body of an unknown kind is refused', async () => {
    await begin();
    const root = `${telegram.apiRoot}/bot${telegram.token}`;
    const response = await fetch(`${root}/getMe`, { method: 'POST', body: 'plain words' });
    expect(response.status).toBe(400);
  });

  test('a refusal stands in the journal until the test says that it reckoned with it', async () => {
    await begin();
    await said('sendMessage', { chat_id: 1, text: 'x' });
    expect(telegram.journal.unexpected()).toHaveLength(1);
    telegram.journal.expect('chat not found');
    expect(telegram.journal.unexpected()).toEqual([]);
  });
});

describe('the text of a message', () => {
  test.each([
    ['<foo>x</foo>', 'HTML', `can't parse entities: Unsupported start tag "foo" at byte offset 0`],
    ['<b>x', 'HTML', `can't parse entities: Can't find end tag corresponding to start tag "b"`],
    [
      '<b><i>test</b></i>',
      'HTML',
      'can\'t parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    ],
    [
      'a.b',
      'MarkdownV2',
      `can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'`,
    ],
    ['*unclosed', 'MarkdownV2', `can't parse entities: Can't find end of Bold entity at byte offset 0`],
    ['*unclosed', 'Markdown', `can't parse entities: Can't find end of the entity starting at byte offset 0`],
    ['x', 'BBCode', 'unsupported parse_mode'],
    ['', 'HTML', 'message text is empty'],
    ['   ', 'HTML', 'text must be non-empty'],
    ['<b> </b>', 'HTML', 'text must be non-empty'],
    [`<b>${'x'.repeat(4097)}</b>`, 'HTML', 'message is too long'],
    ['😀'.repeat(2049), '', 'message is too long'],
  ])('%j in %s is refused', async (text, mode, reason) => {
    await begin();
    const params = { chat_id: anna.id, text, parse_mode: mode };
    expect(await said('sendMessage', params)).toBe(`400 Bad Request: ${reason}`);
    expect(anna.chat.fromBot).toEqual([]);
  });

  test('what is shown is the text after parsing, with offsets in UTF-16 units', async () => {
    await begin();
    await send(anna.id, ' 😀 <b>bold</b> &lt;', { parse_mode: 'HTML' });
    expect(anna.chat.fromBot).toMatchObject([
      { text: '😀 bold <', entities: [{ type: 'bold', offset: 3, length: 4 }] },
    ]);
  });

  test('the limit counts after parsing: 4096 letters in long markup are shown whole', async () => {
    await begin();
    await send(anna.id, `<b>${'x'.repeat(4095)}</b>&amp;`, { parse_mode: 'HTML' });
    expect(anna.chat.fromBot[0]?.text).toHaveLength(4096);
  });

  test('a link to an address that the service does not take is shown as plain words', async () => {
    await begin();
    const text = '<a href="javascript:alert(1)">bad</a> <a href="https://example.org/?a=1&amp;b=2">good</a>';
    await send(anna.id, text, { parse_mode: 'HTML' });
    expect(anna.chat.fromBot[0]?.entities).toEqual([
      { type: 'text_link', offset: 4, length: 4, url: 'https://example.org/?a=1&b=2' },
    ]);
  });

  test('after a hundred entities the rest is plain, and the journal says so', async () => {
    await begin();
    await send(anna.id, '<b>x</b> '.repeat(101), { parse_mode: 'HTML' });
    expect(anna.chat.fromBot[0]?.entities).toHaveLength(100);
    expect(telegram.journal.unexpected()).toHaveLength(1);
  });

  test('commands, mentions and addresses are found in plain text, but not in code', async () => {
    await begin();
    await send(anna.id, '/status @anna_k example.com <code>/help</code>', { parse_mode: 'HTML' });
    expect(anna.chat.fromBot[0]?.entities.map((one) => one.type)).toEqual([
      'bot_command',
      'mention',
      'url',
      'code',
    ]);
  });

  test.each([
    [
      [{ type: 'bold', offset: 100, length: 1 }],
      'entity begins after the end of the text at UTF-16 offset 100',
    ],
    [
      [{ type: 'bold', offset: 0, length: 100 }],
      'entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100',
    ],
    [[{ type: 'shouting', offset: 0, length: 1 }], "can't parse MessageEntity: Unsupported type specified"],
    [[{ type: 'text_link', offset: 0, length: 1 }], 'can\'t parse MessageEntity: Can\'t find field "url"'],
    [
      [{ type: 'text_link', offset: 0, length: 1, url: 'not-a-url' }],
      "entity URL 'not-a-url' is invalid: Wrong HTTP URL",
    ],
    [[{ type: 'bold', offset: -1, length: 1 }], 'receive an entity with incorrect offset -1'],
    [[{ type: 'bold', offset: 0, length: -1 }], 'receive an entity with incorrect length -1'],
  ])('entities %j are refused', async (entities, reason) => {
    await begin();
    expect(await said('sendMessage', { chat_id: anna.id, text: 'hello', entities })).toBe(
      `400 Bad Request: ${reason}`,
    );
  });

  test('entities and parse_mode together are refused', async () => {
    await begin();
    const entities = [{ type: 'bold', offset: 0, length: 1 }];
    expect(
      await said('sendMessage', { chat_id: anna.id, text: 'x', parse_mode: 'HTML', entities }),
    ).toContain('400');
  });

  test('the preview is that of the first address, of the one asked for, or none', async () => {
    await begin();
    const text = '<a href="https://example.org/a">a</a> https://example.org/b';
    await send(anna.id, text, { parse_mode: 'HTML' });
    await send(anna.id, text, { parse_mode: 'HTML', link_preview_options: { is_disabled: true } });
    await send(anna.id, text, { parse_mode: 'HTML', link_preview_options: { url: 'https://example.org/c' } });
    expect(anna.chat.fromBot.map((one) => one.linkPreview)).toEqual([
      'https://example.org/a',
      null,
      'https://example.org/c',
    ]);
    const wrong = { chat_id: anna.id, text: 'x', link_preview_options: { url: 'nowhere' } };
    expect(await said('sendMessage', wrong)).toBe('400 Bad Request: WEBPAGE_URL_INVALID');
  });
});

describe('rich messages', () => {
  test('are shown as blocks, and edited into plain ones', async () => {
    await begin();
    const html =
      '<h3>News</h3><ul><li><b>A</b> &amp; <a href="https://a.example/">b</a></li></ul><p>@anna</p>';
    const rich_message = { html, is_rtl: true, skip_entity_detection: true };
    const { result } = await call('sendRichMessage', { chat_id: anna.id, rich_message });
    const [shown] = anna.chat.fromBot;
    expect(shown).toMatchObject({
      text: 'News\n• A & b\n@anna',
      rich: { blocks: ['h3', 'ul', 'li', 'p'], rightToLeft: true },
      linkPreview: null,
    });
    expect(shown?.entities.map(({ type }) => type)).toEqual(['bold', 'text_link']);
    const { message_id } = SENT.parse(result);
    expect(await said('editMessageText', { chat_id: anna.id, message_id, text: 'plain' })).toBe('ok');
    expect(anna.chat.fromBot).toMatchObject([{ text: 'plain', rich: null }]);
  });

  test.each([
    ['', '400 Bad Request: RICH_MESSAGE_CONTENT_REQUIRED'],
    ['<p> </p>', '400 Bad Request: RICH_MESSAGE_CONTENT_REQUIRED'],
    ['<p>x', 'is not closed'],
    ['<p><b>x</p></b>', '</p> closes <b>'],
    ['<p><blink>x</blink></p>', 'Unsupported start tag "blink"'],
    ['<p><p>x</p></p>', '<p> in <p>'],
    ['<li>x</li>', '<li> in <nothing>'],
    ['<p>a & b</p>', 'the entity &'],
    ['<p>&copy;</p>', 'the entity &copy;'],
    ['<p>1 < 2</p>', 'a "<" that begins no tag'],
    ['<p><a href="javascript:x">x</a></p>', 'a link to javascript:x'],
    ['<p onclick="x">x</p>', '<p onclick="x">'],
    [`<p>${'x'.repeat(32_769)}</p>`, 'message is too long'],
    ['<p>x</p>'.repeat(501), 'more than 500 blocks'],
    [`<p>${'<b>'.repeat(16)}x${'</b>'.repeat(16)}</p>`, 'more than 16 levels'],
  ])('refused: %.40s', async (html, refusal) => {
    await begin();
    expect(await said('sendRichMessage', { chat_id: anna.id, rich_message: { html } })).toContain(refusal);
  });

  test('previews are not theirs to choose, and an older server does not know them', async () => {
    await begin();
    const rich = { chat_id: anna.id, rich_message: { html: '<p>x</p>' } };
    const preview = { link_preview_options: { is_disabled: true } };
    expect(await said('sendRichMessage', { ...rich, ...preview })).toContain('link_preview_options');
    await telegram.stop();
    await begin({ rich: false });
    expect(await said('sendRichMessage', rich)).toBe('404 Not Found: method not found');
  });
});

describe('buttons', () => {
  test.each([
    [{ text: 'b' }, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
    [
      { text: 'b', callback_data: '' },
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    [{ callback_data: 'x' }, 'can\'t parse inline keyboard button: Can\'t find field "text"'],
    [{ text: 'b', callback_data: 'ж'.repeat(33) }, 'BUTTON_DATA_INVALID'],
    [{ text: 'b', url: 'not-a-url' }, "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL"],
    [
      { text: 'b', url: 'http://localhost:80/' },
      "inline keyboard button URL 'http://localhost:80/' is invalid: Wrong HTTP URL",
    ],
    [
      { text: 'b', url: 'ftp://example.com' },
      "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ],
  ])('%j is refused', async (button, reason) => {
    await begin();
    const params = { chat_id: anna.id, text: 'x', reply_markup: { inline_keyboard: [[button]] } };
    expect(await said('sendMessage', params)).toBe(`400 Bad Request: ${reason}`);
  });

  test('64 bytes of callback data and a web address are shown as buttons', async () => {
    await begin();
    const row = [
      { text: 'a', callback_data: 'ж'.repeat(32) },
      { text: 'b', url: 'https://example.org/x' },
    ];
    await send(anna.id, 'x', { reply_markup: { inline_keyboard: [row] } });
    expect(anna.chat.fromBot[0]?.buttons).toEqual([
      [
        { text: 'a', callbackData: 'ж'.repeat(32) },
        { text: 'b', url: 'https://example.org/x' },
      ],
    ]);
  });

  test('a press is answered once, in time, with an id that was given', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    await updates({ offset: -1 });
    await send(anna.id, 'x', { reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] } });
    const [shown] = anna.chat.fromBot;
    if (shown === undefined) throw new Error('The message is there.');
    const press = anna.presses('Go', shown);
    expect(await updates()).toMatchObject([
      {},
      { callback_query: { id: press.id, data: 'go', from: { id: anna.id } } },
    ]);

    const answer = { callback_query_id: press.id, text: 'gone', show_alert: true };
    const tooLate = '400 Bad Request: query is too old and response timeout expired or query ID is invalid';
    expect(await said('answerCallbackQuery', { callback_query_id: 'x' })).toBe(tooLate);
    expect(await said('answerCallbackQuery', { ...answer, text: 'x'.repeat(201) })).toContain('400');
    expect(await said('answerCallbackQuery', answer)).toBe('ok');
    expect(press.answer).toMatchObject({ text: 'gone', alert: true });
    expect(await said('answerCallbackQuery', answer)).toBe(tooLate);

    const slow = anna.presses('Go', shown);
    clock.advance(16_000);
    expect(await said('answerCallbackQuery', { callback_query_id: slow.id })).toBe(tooLate);
  });

  test('a press opens an address of the bot itself only', async () => {
    await begin();
    const id = await send(anna.id, 'one', {
      reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'x' }]] },
    });
    const shown = anna.chat.messages.find((one) => one.id === id);
    if (shown === undefined) throw new Error('not shown');
    const press = anna.presses('x', shown);
    const url = `https://t.me/${telegram.bot.username}?start=status_anna`;
    for (const other of ['https://example.org/', 'https://t.me/another_bot?start=x'])
      expect(await said('answerCallbackQuery', { callback_query_id: press.id, url: other })).toBe(
        '400 Bad Request: URL_INVALID',
      );
    expect(await said('answerCallbackQuery', { callback_query_id: press.id, url })).toBe('ok');
    expect(press.answer).toEqual({ text: '', alert: false, url });
  });

  test('only what is shown can be pressed', async () => {
    await begin();
    const id = await send(anna.id, 'x', {
      reply_markup: { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] },
    });
    const [shown] = anna.chat.fromBot;
    if (shown === undefined) throw new Error('The message is there.');
    await call('editMessageReplyMarkup', { chat_id: anna.id, message_id: id });
    expect(() => anna.presses('Go', shown)).toThrow('no button');
  });
});

describe('where the bot may write', () => {
  test('a chat that nobody made is not found, a person who never wrote cannot be addressed', async () => {
    await begin();
    const stranger = telegram.user();
    expect(await said('sendMessage', { chat_id: 12, text: 'x' })).toBe('400 Bad Request: chat not found');
    expect(await said('sendMessage', { chat_id: '@nobody', text: 'x' })).toBe(
      '400 Bad Request: chat not found',
    );
    expect(await said('sendMessage', { chat_id: '', text: 'x' })).toBe('400 Bad Request: chat_id is empty');
    expect(await said('sendMessage', { text: 'x' })).toBe('400 Bad Request: chat_id is empty');
    expect(await said('sendMessage', { chat_id: anna.id })).toBe('400 Bad Request: message text is empty');
    expect(await said('sendMessage', { chat_id: stranger.id, text: 'x' })).toBe(
      "403 Forbidden: bot can't initiate conversation with a user",
    );
  });

  test('blocked and deactivated people are out of reach; an unblocked one is back', async () => {
    await begin();
    anna.blocks();
    const params = { chat_id: anna.id, text: 'x' };
    expect(await said('sendMessage', params)).toBe('403 Forbidden: bot was blocked by the user');
    anna.unblocks();
    expect(await said('sendMessage', params)).toBe('ok');
    anna.deactivates();
    expect(await said('sendMessage', params)).toBe('403 Forbidden: user is deactivated');
    expect(kindsOf(await updates())).toEqual(['message', 'my_chat_member', 'my_chat_member']);
  });

  test('a bot that was thrown out, or left, may not write', async () => {
    await begin();
    family.kicksBot(anna);
    desk.kicksBot(anna);
    await call('leaveChat', { chat_id: wire.id });
    expect(await said('sendMessage', { chat_id: family.id, text: 'x' })).toBe(
      '403 Forbidden: bot was kicked from the group chat',
    );
    expect(await said('sendMessage', { chat_id: desk.id, text: 'x' })).toBe(
      '403 Forbidden: bot was kicked from the supergroup chat',
    );
    expect(await said('sendMessage', { chat_id: wire.id, text: 'x' })).toBe(
      '403 Forbidden: bot is not a member of the channel chat',
    );
  });

  test('in a channel it needs the right to post, in a supergroup the right to write', async () => {
    await begin();
    expect(await said('sendMessage', { chat_id: wire.mention, text: 'x' })).toBe('ok');
    const own = { chat_id: wire.id, message_id: wire.fromBot[0]?.id, text: 'y' };
    const hers = { ...own, message_id: wire.posts('by the channel').id };
    expect(await said('editMessageText', own)).toBe('ok');
    expect(await said('editMessageText', hers)).toBe('ok');
    wire.setsBot(anna, { status: 'administrator', post: false, edit: false });
    expect(await said('editMessageText', { ...own, text: 'z' })).toBe(
      "400 Bad Request: message can't be edited",
    );
    expect(await said('sendMessage', { chat_id: wire.id, text: 'x' })).toBe(
      '400 Bad Request: need administrator rights in the channel chat',
    );
    desk.setsBot(anna, { status: 'restricted', send: false });
    expect(await said('sendMessage', { chat_id: desk.id, text: 'x' })).toBe(
      '400 Bad Request: not enough rights to send text messages to the chat',
    );
  });

  test('a group that became a supergroup names its heir', async () => {
    await begin();
    const heir = family.becomesSupergroup(anna);
    const answer = await call('sendMessage', { chat_id: family.id, text: 'x' });
    expect(answer).toMatchObject({
      error_code: 400,
      description: 'Bad Request: group chat was upgraded to a supergroup chat',
      parameters: { migrate_to_chat_id: heir.id },
    });
    await send(heir.id, 'here');
    expect(heir.fromBot.map((one) => one.text)).toEqual(['here']);
    expect(await updates()).toMatchObject([
      {},
      { message: { chat: { id: family.id }, migrate_to_chat_id: heir.id } },
      { message: { chat: { id: heir.id }, migrate_from_chat_id: family.id } },
    ]);
  });

  test('a topic is written to by its thread; there is no other, and none outside forums', async () => {
    await begin();
    await send(desk.id, 'x', { message_thread_id: desk.topic('News') });
    expect(desk.fromBot).toMatchObject([{ thread: desk.topic('News') }]);
    const missing = '400 Bad Request: message thread not found';
    expect(await said('sendMessage', { chat_id: desk.id, text: 'x', message_thread_id: 99 })).toBe(missing);
    expect(await said('sendMessage', { chat_id: family.id, text: 'x', message_thread_id: 2 })).toBe(missing);
  });

  test('a closed topic takes nothing until it is opened again, a deleted one is not found', async () => {
    await begin();
    const thread = desk.topic('News');
    const write = () => said('sendMessage', { chat_id: desk.id, text: 'x', message_thread_id: thread });
    desk.closesTopic('News', anna);
    expect(await write()).toBe('400 Bad Request: TOPIC_CLOSED');
    desk.reopensTopic('News', anna);
    expect(await write()).toBe('ok');
    desk.deletesTopic('News');
    expect(await write()).toBe('400 Bad Request: message thread not found');
    const seen = (await updates()).map((update) => JSON.stringify(update));
    expect(seen.filter((update) => /forum_topic_(?:closed|reopened)/.test(update))).toHaveLength(2);
  });

  test('silent is silent, and a reply needs its message', async () => {
    await begin();
    const first = await send(anna.id, 'x', { disable_notification: true });
    await send(anna.id, 'y', { reply_parameters: { message_id: first } });
    expect(anna.chat.fromBot).toMatchObject([{ silent: true }, { silent: false, replyTo: first }]);
    const lost = { chat_id: anna.id, text: 'z', reply_parameters: { message_id: 1 } };
    expect(await said('sendMessage', lost)).toBe('400 Bad Request: message to be replied not found');
  });
});

describe('editing and deleting', () => {
  test('an edit shows the new text in the old place', async () => {
    await begin();
    const id = await send(anna.id, 'before');
    await call('editMessageText', {
      chat_id: anna.id,
      message_id: id,
      text: '<i>after</i>',
      parse_mode: 'HTML',
    });
    expect(anna.chat.fromBot).toMatchObject([{ id, text: 'after', entities: [{ type: 'italic' }] }]);
    expect(anna.chat.edits).toBe(1);
  });

  test('an edit that changes nothing is refused, whatever markup it comes in', async () => {
    await begin();
    const id = await send(anna.id, '*same*', { parse_mode: 'MarkdownV2' });
    const params = { chat_id: anna.id, message_id: id, text: '<b>same</b>', parse_mode: 'HTML' };
    expect(await said('editMessageText', params)).toBe(
      '400 Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a ' +
        'current content and reply markup of the message',
    );
    expect(anna.chat.edits).toBe(0);
  });

  test('only its own messages, and only those that are there', async () => {
    await begin();
    const hers = anna.writes('mine');
    const edit = { chat_id: anna.id, text: 'x' };
    expect(await said('editMessageText', { ...edit, message_id: 1 })).toBe(
      '400 Bad Request: message to edit not found',
    );
    expect(await said('editMessageText', { ...edit, message_id: hers.id })).toBe(
      "400 Bad Request: message can't be edited",
    );
    const remove = { chat_id: anna.id };
    expect(await said('deleteMessage', { ...remove, message_id: 1 })).toBe(
      '400 Bad Request: message to delete not found',
    );
    expect(await said('deleteMessage', { ...remove, message_id: hers.id })).toBe(
      "400 Bad Request: message can't be deleted",
    );
  });

  test('a message older than 48 hours stays', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    const [early, late] = [await send(anna.id, 'a'), await send(anna.id, 'b')];
    expect(await said('deleteMessage', { chat_id: anna.id, message_id: early })).toBe('ok');
    clock.advance(48 * 3_600_000 + 1);
    expect(await said('deleteMessage', { chat_id: anna.id, message_id: late })).toBe(
      "400 Bad Request: message can't be deleted",
    );
    expect(anna.chat.fromBot.map((one) => one.text)).toEqual(['b']);
  });
});

describe('pictures', () => {
  test('up to 10 MB, with a caption up to 1024', async () => {
    await begin();
    expect(await photo(100, 'x'.repeat(1024))).toBe('ok');
    expect(await photo(100, 'x'.repeat(1025))).toBe('Bad Request: message caption is too long');
    expect(await photo(10 * 1024 * 1024 + 1, '')).toBe('Bad Request: too big file');
    expect(await photo(0, '')).toBe('Bad Request: file must be non-empty');
    expect(anna.chat.fromBot).toMatchObject([{ photo: { filename: 'timeline.png', bytes: 100 } }]);
  });

  test('only what is sent along: a name of a file elsewhere is refused', async () => {
    await begin();
    expect(await said('sendPhoto', { chat_id: anna.id, photo: 'https://example.org/x.png' })).toContain(
      '400',
    );
  });

  test('a picture has no text to edit', async () => {
    await begin();
    await photo(100, 'x');
    const id = anna.chat.fromBot[0]?.id;
    expect(await said('editMessageText', { chat_id: anna.id, message_id: id, text: 'y' })).toBe(
      '400 Bad Request: there is no text in the message to edit',
    );
  });

  test('grammY sends files in its own way of writing multipart', async () => {
    await begin();
    const { api } = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    await api.sendPhoto(anna.id, new InputFile(Buffer.alloc(64), 'timeline.png'), { caption: 'days' });
    expect(anna.chat.fromBot).toMatchObject([
      { text: 'days', photo: { filename: 'timeline.png', bytes: 64 } },
    ]);
  });
});

describe('updates', () => {
  test('stay until an offset confirms them; a negative offset keeps the last', async () => {
    await begin();
    anna.writes('two');
    anna.writes('three');
    const [one, two] = await updates();
    expect(await updates()).toHaveLength(3);
    expect(await updates({ limit: 1 })).toMatchObject([one ?? {}]);
    expect(await updates({ offset: two?.update_id })).toHaveLength(2);
    expect(await updates({ offset: -1 })).toMatchObject([{ message: { text: 'three' } }]);
    expect(await updates()).toHaveLength(1);
  });

  test('are kept for 24 hours', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    clock.advance(24 * 3_600_000 + 1);
    expect(await updates()).toEqual([]);
  });

  test('a long poll ends with what happens, or empty when its time is over', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    await updates({ offset: -1 });
    const [last] = await updates();
    const offset = (last?.update_id ?? 0) + 1;
    const first = updates({ offset, timeout: 30 });
    await telegram.until(() => telegram.polled);
    anna.writes('news?');
    expect(await first).toMatchObject([{ message: { text: 'news?' } }]);

    const second = updates({ offset: offset + 1, timeout: 500 });
    await telegram.until(() => telegram.polled);
    clock.advance(50_000);
    expect(await second).toEqual([]);
  });

  test('a second poller ends the wait of the first with 409', async () => {
    await begin();
    const offset = ((await updates())[0]?.update_id ?? 0) + 1;
    const first = said('getUpdates', { offset, timeout: 30 });
    await telegram.until(() => telegram.polled);
    const second = updates({ offset, timeout: 30 });
    expect(await first).toBe(
      '409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    );
    anna.writes('x');
    expect(await second).toHaveLength(1);
  });

  test('a poller that hangs up leaves the place free', async () => {
    await begin();
    const offset = ((await updates())[0]?.update_id ?? 0) + 1;
    const leaving = new AbortController();
    const first = call('getUpdates', { offset, timeout: 30 }, leaving.signal).catch(() => 'gone');
    await telegram.until(() => telegram.polled);
    leaving.abort();
    expect(await first).toBe('gone');
    await telegram.until(() => !telegram.polled);
    expect(telegram.journal.unexpected()).toEqual([]);
  });

  test('a webhook excludes polling, and has its own rules', async () => {
    await begin();
    expect(await said('setWebhook', { url: 'http://example.org/' })).toContain(
      'An HTTPS URL must be provided',
    );
    expect(await said('setWebhook', { url: 'https://example.org:8080/' })).toContain(
      'ports 80, 88, 443 or 8443',
    );
    expect(await said('setWebhook', { url: 'https://example.org/', secret_token: 'a b' })).toBe(
      '400 Bad Request: secret token contains unallowed characters',
    );
    expect(await said('setWebhook', { url: 'https://example.org/', secret_token: 'a'.repeat(257) })).toBe(
      '400 Bad Request: secret token is too long',
    );
    expect(await said('setWebhook', { url: 'https://example.org/' })).toBe('ok');
    expect(await said('getUpdates')).toBe(
      "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    expect((await call('getWebhookInfo')).result).toMatchObject({ pending_update_count: 1 });
    await call('deleteWebhook', { drop_pending_updates: true });
    expect(await updates()).toEqual([]);
  });

  test('an update is brought to the webhook until it is taken, with the secret, and the next after it', async () => {
    const clock = new ManualClock();
    await begin({ clock, loopbackWebhooks: true });
    const got: { readonly text: unknown; readonly secret: unknown }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => void (body += chunk.toString()));
      request.on('end', () => {
        const { message } = BROUGHT.parse(JSON.parse(body));
        got.push({ text: message.text, secret: request.headers['x-telegram-bot-api-secret-token'] });
        response.writeHead(got.length < 3 ? 500 : 204).end();
      });
    });
    await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    anna.writes('second');
    expect(
      await said('setWebhook', { url: `http://127.0.0.1:${String(port)}/hook`, secret_token: 'sesame' }),
    ).toBe('ok');
    for (const tries of [1, 2]) {
      await telegram.until(() => telegram.brought.length === tries);
      clock.advance(1000);
    }
    await telegram.until(() => telegram.brought.length === 4);
    expect(got).toEqual(['/start', '/start', '/start', 'second'].map((text) => ({ text, secret: 'sesame' })));
    expect((await call('getWebhookInfo')).result).toMatchObject({ pending_update_count: 0 });
    server.close();
    server.closeAllConnections();
  });

  test('only the kinds that were asked for are kept', async () => {
    await begin();
    await updates({ offset: -1, allowed_updates: ['my_chat_member'] });
    anna.writes('not asked for');
    anna.blocks();
    expect(kindsOf(await updates())).toEqual(['message', 'my_chat_member']);
  });

  test('with privacy on, the bot hears in groups only what is meant for it', async () => {
    await begin();
    await updates({ offset: -1 });
    const id = await send(family.id, 'x');
    anna.writes('chatter', { in: family });
    anna.writes('/status', { in: family });
    anna.writes('/status@other_bot', { in: family });
    anna.writes(`/latest@${telegram.bot.username}`, { in: family });
    anna.writes('so?', { in: family, replyTo: id });
    wire.posts('a post');
    family.setsBot(anna, { status: 'administrator', post: false, edit: false });
    anna.writes('heard now', { in: family });
    const heard = (await updates()).map((one) => one['message'] ?? one['channel_post']);
    const texts = z.array(z.object({ text: z.string() }).optional()).parse(heard);
    expect(texts.map((one) => one?.text ?? '')).toEqual([
      '/start',
      '/status',
      `/latest@${telegram.bot.username}`,
      'so?',
      'a post',
      '',
      'heard now',
    ]);
  });

  test('an edited command comes as an edit; a bot that is added is greeted by a service message', async () => {
    await begin();
    const asked = anna.writes('/status');
    anna.edits(asked, '/status trufanov');
    family.kicksBot(anna);
    family.addsBot(anna);
    expect(kindsOf(await updates())).toEqual([
      'message',
      'message',
      'edited_message',
      'my_chat_member',
      'my_chat_member',
      'message',
    ]);
  });

  test('an anonymous administrator speaks as the group', async () => {
    await begin();
    anna.writes('/status', { in: family, anonymously: true });
    expect(await updates({ offset: -1 })).toMatchObject([
      { message: { from: { username: 'GroupAnonymousBot' }, sender_chat: { id: family.id } } },
    ]);
  });
});

describe('inline mode', () => {
  const article = (more: object = {}): object => ({
    type: 'article',
    id: 'a',
    title: 'Anna',
    input_message_content: { message_text: '<b>held</b>', parse_mode: 'HTML' },
    ...more,
  });
  const offer = (question: { readonly id: string }, results: readonly object[], more: object = {}) =>
    said('answerInlineQuery', { inline_query_id: question.id, results, ...more });

  test('what is offered is shown as it would be posted; a question is answered once, and in time', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    const question = anna.asksInline('tru');
    expect(kindsOf(await updates())).toContain('inline_query');
    expect(await offer(question, [article()], { cache_time: 10, is_personal: true })).toBe('ok');
    expect(question.answer).toMatchObject({
      cacheTime: 10,
      personal: true,
      results: [{ title: 'Anna', text: 'held', entities: [{ type: 'bold', offset: 0, length: 4 }] }],
    });
    expect(await offer(question, [article()])).toContain('query is too old');
    const late = anna.asksInline('tru');
    clock.advance(16_000);
    expect(await offer(late, [article()])).toContain('query is too old');
  });

  test.each([
    ['an id twice', [article(), article()], {}, 'RESULT_ID_DUPLICATE'],
    ['an id of 65 bytes', [article({ id: 'a'.repeat(65) })], {}, 'RESULT_ID_INVALID'],
    ['no title', [article({ title: ' ' })], {}, 'title must be non-empty'],
    ['51 results', Array.from({ length: 51 }, (_, i) => article({ id: String(i) })), {}, 'RESULTS_TOO_MUCH'],
    [
      'broken markup',
      [article({ input_message_content: { message_text: '<b>x', parse_mode: 'HTML' } })],
      {},
      "can't parse entities",
    ],
    ['an empty message', [article({ input_message_content: { message_text: '' } })], {}, 'text is empty'],
    ['a parameter with a space', [], { button: { text: 'x', start_parameter: 'a b' } }, 'start_parameter'],
  ] as const)('%s is refused', async (_what, results, more, words) => {
    await begin();
    expect(await offer(anna.asksInline('x'), results, more)).toContain(words);
  });

  test('where BotFather has not turned it on, nobody asks', async () => {
    await begin({ inline: false });
    expect((await call('getMe')).result).toMatchObject({ supports_inline_queries: false });
    expect(() => anna.asksInline('x')).toThrow('Inline mode is off');
  });
});

describe('what the bot says of itself and asks of others', () => {
  test('commands are small letters, described, and a hundred at most', async () => {
    await begin();
    const one = { command: 'status', description: 'What is known' };
    expect(await said('setMyCommands', { commands: [one] })).toBe('ok');
    expect(
      await said('setMyCommands', {
        commands: [one],
        language_code: 'ru',
        scope: { type: 'all_group_chats' },
      }),
    ).toBe('ok');
    expect(telegram.commands.get({ type: 'all_group_chats' }, 'ru')).toEqual([one]);
    const bad = (command: object): object => ({ commands: [{ ...one, ...command }] });
    expect(await said('setMyCommands', bad({ command: 'Status' }))).toBe(
      '400 Bad Request: BOT_COMMAND_INVALID',
    );
    expect(await said('setMyCommands', bad({ command: 'a-b' }))).toBe('400 Bad Request: BOT_COMMAND_INVALID');
    expect(await said('setMyCommands', bad({ description: 'x'.repeat(257) }))).toBe(
      '400 Bad Request: BOT_COMMAND_DESCRIPTION_INVALID',
    );
    const many = Array.from({ length: 101 }, (_, index) => ({ ...one, command: `c${String(index)}` }));
    expect(await said('setMyCommands', { commands: many })).toBe('400 Bad Request: BOT_COMMANDS_TOO_MUCH');
    expect(await said('setMyDescription', { description: 'A watch desk' })).toBe('ok');
    expect(telegram.commands.described('description')).toBe('A watch desk');
  });

  test('members are known by their standing; a channel tells only its administrators', async () => {
    await begin();
    const boris = telegram.user({ firstName: 'Boris' });
    const status = async (chat: number, user: number): Promise<unknown> =>
      (await call('getChatMember', { chat_id: chat, user_id: user })).result;
    expect(await status(family.id, anna.id)).toMatchObject({ status: 'creator' });
    expect(await status(family.id, boris.id)).toMatchObject({ status: 'left' });
    family.sets(boris, 'administrator');
    expect(await status(family.id, boris.id)).toMatchObject({ status: 'administrator' });
    expect(await status(family.id, telegram.bot.id)).toMatchObject({ status: 'member' });
    expect(await said('getChatMember', { chat_id: family.id, user_id: 1 })).toBe(
      '400 Bad Request: user not found',
    );
    wire.setsBot(anna, { status: 'member' });
    expect(await said('getChatMember', { chat_id: wire.id, user_id: anna.id })).toBe(
      '400 Bad Request: member list is inaccessible',
    );
    expect(await said('getChatAdministrators', { chat_id: anna.id })).toContain(
      'no administrators in the private chat',
    );
    expect(await said('leaveChat', { chat_id: anna.id })).toContain('400');
    expect((await call('getChatAdministrators', { chat_id: family.id })).result).toMatchObject([
      { status: 'creator' },
      { status: 'administrator', user: { first_name: 'Boris' } },
    ]);
    expect((await call('getChat', { chat_id: '@wire' })).result).toMatchObject({
      id: wire.id,
      type: 'channel',
    });
  });

  test('typing shows', async () => {
    await begin();
    await call('sendChatAction', { chat_id: anna.id, action: 'typing' });
    expect(await said('sendChatAction', { chat_id: anna.id, action: 'dancing' })).toContain('400');
    expect(anna.chat.actions).toEqual(['typing']);
  });
});

describe('limits and faults', () => {
  test('over the limit: 429 with the wait; coming back too early is the fault of the bot', async () => {
    const clock = new ManualClock();
    const wide = { messages: 1000, perMs: 1000 };
    await begin({ clock, flood: { perChat: { messages: 2, perMs: 5000 }, perGroup: wide, inAll: wide } });
    await send(anna.id, 'one');
    await send(anna.id, 'two');
    const refused = await call('sendMessage', { chat_id: anna.id, text: 'three' });
    expect(refused).toMatchObject({
      error_code: 429,
      description: 'Too Many Requests: retry after 5',
      parameters: { retry_after: 5 },
      retryAfter: '5',
    });
    expect(telegram.journal.faultsOfTheBot()).toEqual([]);
    expect(await said('sendMessage', { chat_id: family.id, text: 'elsewhere' })).toBe('ok');

    clock.advance(4000);
    expect(await said('sendMessage', { chat_id: anna.id, text: 'three' })).toBe(
      '429 Too Many Requests: retry after 1',
    );
    expect(telegram.journal.faultsOfTheBot()).toHaveLength(1);
    clock.advance(1000);
    expect(await said('sendMessage', { chat_id: anna.id, text: 'three' })).toBe('ok');
  });

  test('a scripted flood holds back one chat, or everything', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    telegram.faults.nextIn(family.id, 'sendMessage', { fault: 'flood', retryAfter: 7 });
    expect(await said('sendMessage', { chat_id: anna.id, text: 'x' })).toBe('ok');
    expect(await said('sendMessage', { chat_id: family.id, text: 'x' })).toBe(
      '429 Too Many Requests: retry after 7',
    );
    telegram.faults.next('sendMessage', { fault: 'flood', retryAfter: 9, everywhere: true });
    expect(await said('sendMessage', { chat_id: anna.id, text: 'x' })).toBe(
      '429 Too Many Requests: retry after 9',
    );
    expect(await said('getMe')).toBe('429 Too Many Requests: retry after 9');
    clock.advance(9000);
    expect(await said('sendMessage', { chat_id: family.id, text: 'x' })).toBe('ok');
    expect(telegram.faults.left).toBe(0);
  });

  test('dropped before: nothing is there; answer lost: it is there, and the sender cannot know', async () => {
    await begin();
    telegram.faults.next('sendMessage', { fault: 'dropped' }, { fault: 'answer lost' });
    await expect(send(anna.id, 'first')).rejects.toThrow('fetch failed');
    await expect(send(anna.id, 'second')).rejects.toThrow('fetch failed');
    await send(anna.id, 'third');
    expect(anna.chat.fromBot.map((one) => one.text)).toEqual(['second', 'third']);
    expect(telegram.journal.unexpected()).toEqual([]);
  });

  test('a 5xx comes before or after it was done; a refusal can be scripted', async () => {
    await begin();
    telegram.faults.next(
      'sendMessage',
      { fault: 'broken', status: 502, accepted: false },
      { fault: 'broken', status: 500, accepted: true },
      { fault: 'refused', status: 400, message: 'Bad Request: CHAT_WRITE_FORBIDDEN' },
    );
    expect(await said('sendMessage', { chat_id: anna.id, text: 'first' })).toBe('502 Bad Gateway');
    expect(await said('sendMessage', { chat_id: anna.id, text: 'second' })).toBe('500 Internal Server Error');
    expect(await said('sendMessage', { chat_id: anna.id, text: 'third' })).toBe(
      '400 Bad Request: CHAT_WRITE_FORBIDDEN',
    );
    expect(anna.chat.fromBot.map((one) => one.text)).toEqual(['second']);
  });

  test('a slow answer comes when its time has passed, a held one when it is let go', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    const { promise: gate, resolve: open } = Promise.withResolvers<null>();
    telegram.faults.next('sendMessage', { fault: 'slow', ms: 2000 }, { fault: 'held', until: gate });
    const slow = send(anna.id, 'slow');
    await anna.chat.says(1);
    clock.advance(2000);
    await slow;
    const held = send(anna.id, 'held');
    await anna.chat.says(2);
    open(null);
    expect(await held).toBe(anna.chat.fromBot[1]?.id);
  });
});

describe('grammY speaks to the stand-in as to Telegram', () => {
  test('a person writes, the bot answers, the person presses, the bot edits', async () => {
    telegram = await startTelegram();
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    bot.command('status', async (context) => {
      await context.reply(`<b>held</b> ${context.match}`, {
        parse_mode: 'HTML',
        reply_markup: { inline_keyboard: [[{ text: 'Timeline', callback_data: 'timeline trufanov' }]] },
      });
    });
    bot.on('callback_query:data', async (context) => {
      await context.editMessageText(`you asked for ${context.callbackQuery.data}`);
      await context.answerCallbackQuery({ text: 'done' });
    });
    await bot.api.setMyCommands([{ command: 'status', description: 'What is known' }]);
    const running = bot.start();

    const reader = telegram.user({ languageCode: 'ru' });
    reader.writes('/status trufanov');
    const answer = await reader.chat.says();
    expect(answer).toMatchObject({
      text: 'held trufanov',
      entities: [{ type: 'bold', offset: 0, length: 4 }],
      buttons: [[{ text: 'Timeline', callbackData: 'timeline trufanov' }]],
    });

    const press = reader.presses('Timeline', answer);
    expect(await reader.sees(press)).toMatchObject({ text: 'done', alert: false });
    expect(reader.chat.fromBot.map((one) => one.text)).toEqual(['you asked for timeline trufanov']);
    expect(telegram.commands.get()).toEqual([{ command: 'status', description: 'What is known' }]);

    await bot.stop();
    await running;
    expect(telegram.journal.unexpected()).toEqual([]);
  });
});
