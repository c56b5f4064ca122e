import assert from 'node:assert/strict';
import { Api } from 'grammy';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '#core/message.ts';
import type { Connection } from '#platforms/connection.ts';
import { post } from '#platforms/telegram-notifier.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { message, note, paragraph } from '#render/build.ts';
import { keepingAccount } from '#tests/support/account.ts';
import { notifierContract } from '#tests/contracts/notifier.ts';
import { ManualClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramStandIn } from '#tests/support/telegram/server.ts';
import { ALERT, CHOICES, createInside, digest, keepLog, PNG, STEP } from './inside.ts';
import type { Inside, KeptLog } from './inside.ts';

let clock: ManualClock;
let telegram: TelegramStandIn;
let inside: Inside;
let log: KeptLog;
let bot: Connection;

beforeEach(async () => {
  clock = new ManualClock();
  telegram = await startTelegram({ clock });
  // grammY's last getUpdates may overtake the end of the one that it gave up; Telegram then ends the older.
  telegram.journal.expect('getUpdates: Conflict');
  inside = createInside();
  log = keepLog();
  bot = connection();
});

afterEach(async () => {
  await bot.stop();
  await telegram.stop();
  assert.equal(log.text().includes(telegram.token.split(':')[1] ?? ''), false, 'the token is in the log');
  assert.deepEqual(telegram.journal.unexpected(), []);
});

function connection(token = telegram.token): Connection {
  const { chat, locales, notes } = inside;
  const { apiRoot } = telegram;
  return createTelegram({
    token,
    apiRoot,
    webhook: null,
    richDigests: true,
    operators: [],
    chat,
    locales,
    notes,
    clock,
    log,
  });
}

function to(chat: { readonly id: number }, thread: number | null = null) {
  return {
    platform: 'telegram',
    chat: String(chat.id),
    thread: thread === null ? null : String(thread),
  } as const;
}

function send(
  chat: { readonly id: number },
  message: Message,
  id = 'delivery-0000000000001',
  silent = false,
) {
  return keepingAccount(bot.notifier)({ id, destination: to(chat), message, silent });
}

const text = (words: string): Message => message([paragraph(words)]);

describe('as a notifier', () => {
  notifierContract(async () => {
    const channel = telegram.channel({ title: 'Wire' });
    telegram.journal.expect('chat not found');
    return {
      notifier: bot.notifier,
      destination: to(channel),
      nowhere: to({ id: -100_999 }),
      rewrites: true,
      shown: () => channel.fromBot.map((shown) => shown.text.replaceAll('\u2060', '')),
      end: () => Promise.resolve(),
    };
  });

  test('an alert arrives in a channel with its links and buttons, and without a preview', async () => {
    const channel = telegram.channel({ title: 'Wire', username: 'wire' });
    const outcome = await keepingAccount(bot.notifier)({
      id: 'delivery-0000000000001',
      destination: { platform: 'telegram', chat: channel.mention, thread: null },
      message: ALERT,
      silent: false,
    });
    const [shown] = channel.fromBot;
    expect(outcome).toEqual({ outcome: 'sent', messageId: String(shown?.id) });
    expect(shown).toMatchObject({ silent: false, linkPreview: null, buttons: [[{ text: 'Timeline' }]] });
    expect(shown?.text.split('\n')[0]).toBe('🟡 PROMISED, not a release');
    expect(
      shown?.entities.filter((entity) => entity.type === 'text_link').map((entity) => entity.url),
    ).toEqual(['https://north.example/1', 'https://south.example/2']);
  });

  test('a long digest arrives in parts, silently where that is wanted, and in its topic', async () => {
    const forum = telegram.supergroup({ title: 'Desk', topics: ['News'] });
    const outcome = await keepingAccount(bot.notifier)({
      id: 'delivery-0000000000001',
      destination: to(forum, forum.topic('News')),
      message: digest(250),
      silent: true,
    });
    expect(outcome).toEqual({ outcome: 'sent', messageId: String(forum.fromBot[0]?.id) });
    expect(forum.fromBot.length).toBeGreaterThan(1);
    for (const shown of forum.fromBot)
      expect(shown).toMatchObject({ silent: true, thread: forum.topic('News') });
  });

  test('a flood limit postpones exactly as long as Telegram says, and holds up no other chat', async () => {
    const busy = telegram.channel({ title: 'Busy' });
    const calm = telegram.channel({ title: 'Calm' });
    telegram.faults.nextIn(busy.id, 'sendMessage', { fault: 'flood', retryAfter: 43_837 });
    expect(await send(busy, ALERT)).toMatchObject({ outcome: 'retry', after: 43_837_000 });
    expect(await send(calm, ALERT)).toMatchObject({ outcome: 'sent' });
    clock.advance(43_837_000);
    expect(await send(busy, ALERT)).toMatchObject({ outcome: 'sent' });
    expect(busy.fromBot).toHaveLength(1);
  });

  test('a flood limit between two parts repeats none of them', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    const held = Promise.resolve();
    telegram.faults.next('sendMessage', { fault: 'held', until: held }, { fault: 'flood', retryAfter: 7 });
    expect(await send(channel, digest(250))).toMatchObject({ outcome: 'retry', after: 7000 });
    const [first] = channel.fromBot;
    clock.advance(7000);
    expect(await send(channel, digest(250))).toEqual({ outcome: 'sent', messageId: String(first?.id) });
    expect(channel.fromBot.filter((shown) => shown.text.includes('Daily digest'))).toHaveLength(1);
    expect(channel.fromBot.at(-1)?.text).toContain('Item 249');
  });

  test('a person who blocked the bot and a channel without its rights are gone', async () => {
    const anna = telegram.user();
    anna.writes('hello');
    anna.blocks();
    expect(await send(anna, ALERT)).toMatchObject({ outcome: 'gone', reason: /blocked/u });
    const channel = telegram.channel({ title: 'Wire' });
    channel.setsBot(anna, { status: 'administrator', post: false, edit: false });
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'gone' });
    const group = telegram.group({ title: 'Family', creator: anna });
    group.kicksBot(anna);
    expect(await send(group, ALERT)).toMatchObject({ outcome: 'gone', reason: /kicked/u });
    telegram.journal.expect('Forbidden', 'rights');
  });

  test('a group that became a supergroup gives its new id, and the message goes there', async () => {
    const anna = telegram.user();
    const group = telegram.group({ title: 'Family', creator: anna });
    const supergroup = group.becomesSupergroup(anna);
    telegram.journal.expect('upgraded');
    const outcome = await send(group, ALERT);
    expect(outcome).toMatchObject({ outcome: 'moved', to: to(supergroup) });
    expect(await send(supergroup, ALERT)).toMatchObject({ outcome: 'sent' });
  });

  test.each([
    [400, 'Bad Request: message thread not found', 'gone'],
    [400, 'Bad Request: TOPIC_CLOSED', 'gone'],
    [400, 'Bad Request: not enough rights to send text messages to the chat', 'gone'],
    [403, 'Forbidden: words that nobody has seen before', 'gone'],
    [400, 'Bad Request: words that nobody has seen before', 'rejected'],
  ] as const)(
    '%i %j is %s: only that chat is paused, only that message put aside',
    async (status, message, outcome) => {
      const channel = telegram.channel({ title: 'Wire' });
      telegram.faults.next('sendMessage', { fault: 'refused', status, message });
      expect(await send(channel, ALERT)).toEqual({ outcome, reason: message });
      expect(await send(channel, ALERT)).toMatchObject({ outcome: 'sent' });
    },
  );

  test('a part that Telegram will never take does not keep the rest of a digest back', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    const strange = { fault: 'refused', status: 400, message: 'Bad Request: strange' } as const;
    telegram.faults.next('sendMessage', { fault: 'held', until: Promise.resolve() }, strange);
    expect(await send(channel, digest(500))).toMatchObject({ outcome: 'sent' });
    expect(channel.fromBot[0]?.text).toContain('Item 0');
    expect(channel.fromBot.at(-1)?.text).toContain('Item 499');
    expect(log.lines).toEqual(['warn Telegram refused a part of a message, the rest was sent']);
  });

  test.each([
    ['answer lost', { fault: 'answer lost' }],
    ['a 502 after it was taken', { fault: 'broken', status: 502, accepted: true }],
    ['a 500', { fault: 'broken', status: 500, accepted: false }],
  ] as const)(
    'with %s nobody knows what became of it, so it is sent once and reported so',
    async (_what, fault) => {
      const channel = telegram.channel({ title: 'Wire' });
      telegram.faults.next('sendMessage', fault);
      expect(await send(channel, ALERT)).toMatchObject({ outcome: 'unknown' });
      expect(channel.fromBot).toHaveLength('accepted' in fault && !fault.accepted ? 0 : 1);
    },
  );

  test('where Telegram cannot be reached at all, it is sure that nothing was sent', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    await telegram.stop();
    expect(await send(channel, ALERT)).toMatchObject({
      outcome: 'retry',
      reason: 'Telegram could not be reached (ECONNREFUSED)',
    });
  });

  test('markup that Telegram cannot read goes out once more as plain text', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    telegram.journal.expect("can't parse entities");
    const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
    await post(
      api,
      log,
      to(channel),
      { html: '<b>x', plain: 'x', keyboard: [] },
      { silent: false, answers: null },
    );
    expect(channel.fromBot.map((shown) => shown.text)).toEqual(['x']);
    expect(log.lines).toEqual([
      'error Telegram could not read our markup, the message goes out as plain text',
    ]);
  });

  test('an edit that changes nothing is done, one of a message that is gone says so', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    const sent = await send(channel, ALERT);
    if (sent.outcome !== 'sent') throw new Error(sent.reason);
    telegram.journal.expect('not modified', 'to edit not found');
    expect(await bot.notifier.edit(to(channel), sent.messageId ?? '', ALERT)).toEqual(sent);
    expect(await bot.notifier.edit(to(channel), '9999', ALERT)).toMatchObject({ outcome: 'uneditable' });
  });

  test('an edit that no longer fits one message keeps the buttons', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    const sent = await send(channel, ALERT);
    if (sent.outcome !== 'sent') throw new Error(sent.reason);
    const longer = { ...digest(250), buttons: ALERT.buttons };
    expect(await bot.notifier.edit(to(channel), sent.messageId ?? '', longer)).toEqual(sent);
    expect(channel.fromBot).toMatchObject([{ buttons: [[{ text: 'Timeline' }]] }]);
    expect(channel.fromBot[0]?.text).toContain('Item 0');
  });
});

describe('as a bot', () => {
  beforeEach(() => bot.start());

  test('a question is answered, with who asked what and where', async () => {
    const anna = telegram.user({ languageCode: 'pt-BR' });
    anna.writes('/status trufanov  now');
    expect((await anna.chat.says()).text).toBe('status: trufanov now');
    expect(inside.asked).toMatchObject([
      {
        command: 'status',
        argument: 'trufanov  now',
        destination: to(anna),
        user: { platform: 'telegram', id: String(anna.id) },
        language: 'pt',
      },
    ]);
    expect(await inside.asked[0]?.mayManage()).toBe(true);
  });

  test('in a group it hears its own commands only, and answers the message and the topic', async () => {
    const anna = telegram.user();
    const forum = telegram.supergroup({ title: 'Desk', topics: ['News'], members: [anna] });
    const thread = forum.topic('News');
    anna.writes('/status@another_bot herkin', { in: forum, thread });
    anna.writes('/weather', { in: forum, thread });
    const question = anna.writes(`/STATUS@${telegram.bot.username} herkin`, { in: forum, thread });
    expect(await forum.says()).toMatchObject({ text: 'status: herkin', thread, replyTo: question.id });
    expect(inside.asked).toHaveLength(1);
    expect(inside.asked[0]?.destination).toEqual(to(forum, thread));
  });

  test('it leaves alone what is said to another bot, even where it hears everything', async () => {
    await bot.stop();
    await telegram.stop();
    telegram = await startTelegram({ clock, privacy: false });
    bot = connection();
    await bot.start();
    const anna = telegram.user();
    const group = telegram.group({ title: 'Family', creator: anna });
    anna.writes('/status@another_bot herkin', { in: group });
    anna.writes('status of herkin?', { in: group });
    anna.writes(`/status krivoi`, { in: group });
    expect((await group.says()).text).toBe('status: krivoi');
    expect(inside.asked).toHaveLength(1);
  });

  test('only admins may manage a group: an anonymous one too, and a channel speaks for itself', async () => {
    const [anna, boris, clara] = [telegram.user(), telegram.user(), telegram.user()];
    const group = telegram.supergroup({ title: 'Desk', creator: anna, members: [boris], admins: [clara] });
    const channel = telegram.channel({ title: 'Wire', creator: anna });
    anna.writes('/status a', { in: group });
    boris.writes('/status b', { in: group });
    clara.writes('/status c', { in: group, anonymously: true });
    channel.posts('/status d');
    await inside.until(({ asked }) => asked.length === 4);
    const may = new Map<string, boolean>();
    for (const asked of inside.asked) may.set(asked.argument, await asked.mayManage());
    expect(Object.fromEntries(may)).toEqual({ a: true, b: false, c: true, d: true });
    expect((await channel.says()).text).toBe('status: d');
  });

  test('a button runs its command, and the press is answered', async () => {
    const anna = telegram.user();
    inside.answersNext(Promise.resolve(ALERT));
    anna.writes('/status anna');
    const press = anna.presses('Timeline', await anna.chat.says());
    await anna.sees(press);
    expect((await anna.chat.says(2)).text).toBe('timeline: anna');
  });

  test('a dialogue goes on in the message that its button stands on', async () => {
    const anna = telegram.user();
    inside.answersNext(
      Promise.resolve(STEP),
      Promise.resolve({ ...note('About everybody.'), place: 'instead' }),
    );
    anna.writes('/subscribe');
    const step = await anna.chat.says();
    await anna.sees(anna.presses('Everybody', step));
    await telegram.until(() => anna.chat.fromBot[0]?.text === 'About everybody.');
    expect(anna.chat.fromBot).toHaveLength(1);
    expect(anna.chat.fromBot[0]?.buttons).toEqual([]);
    expect(inside.asked[1]).toMatchObject({
      command: 'subscribe',
      argument: 'everybody',
      via: 'button',
      page: null,
    });
  });

  test('what only the one who pressed needs to know stands over the chat, not in it', async () => {
    const [anna, boris] = [telegram.user(), telegram.user()];
    const group = telegram.group({ title: 'Family', creator: anna, members: [boris] });
    inside.answersNext(
      Promise.resolve(STEP),
      Promise.resolve({ ...note('Only admins may.'), place: 'aside' }),
    );
    anna.writes('/subscribe', { in: group });
    const press = boris.presses('Everybody', await group.says(), { in: group });
    expect(await boris.sees(press)).toMatchObject({ text: 'Only admins may.', alert: true });
    expect(group.fromBot).toHaveLength(1);
    expect(group.edits).toBe(0);
  });

  test('many choices come in pages, turned in place', async () => {
    const anna = telegram.user();
    const { choices = null } = CHOICES;
    if (choices === null) throw new Error('no choices');
    inside.answersNext(
      Promise.resolve(CHOICES),
      Promise.resolve({ ...CHOICES, choices: { ...choices, page: 2 } }),
    );
    anna.writes('/subscribe');
    const first = await anna.chat.says();
    expect(first.buttons.flat().map((button) => button.text)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `Person ${String(i + 1)}`),
      '1/4',
      '▶',
    ]);
    await anna.sees(anna.presses('▶', first));
    await telegram.until(() => anna.chat.edits === 1);
    expect(inside.asked[1]).toMatchObject({ command: 'subscribe', argument: 'choose', page: 2 });
    anna.presses('Person 9', await anna.chat.says());
    await inside.until(({ asked }) => asked.length === 3);
    expect(inside.asked[2]).toMatchObject({ argument: 'person-9' });
  });

  test('a button of a message that is gone, or too old to change, is answered below', async () => {
    const anna = telegram.user();
    inside.answersNext(
      Promise.resolve(STEP),
      Promise.resolve({ ...note('About everybody.'), place: 'instead' }),
    );
    anna.writes('/subscribe');
    const step = await anna.chat.says();
    telegram.faults.next('editMessageText', {
      fault: 'refused',
      status: 400,
      message: "Bad Request: message can't be edited",
    });
    anna.presses('Everybody', step);
    expect((await anna.chat.says(2)).text).toBe('About everybody.');
  });

  test('readers of a channel are answered in their own chat, not in the channel', async () => {
    const [anna, reader] = [telegram.user(), telegram.user()];
    const wire = telegram.channel({ title: 'Wire', creator: anna });
    await send(wire, ALERT);
    const press = reader.presses('Timeline', await wire.says(), { in: wire });
    const { url } = await reader.sees(press);
    expect(url).toBe(`https://t.me/${telegram.bot.username}?start=timeline_anna`);
    expect(inside.asked).toHaveLength(0);
    reader.writes('/start timeline_anna');
    expect((await reader.chat.says()).text).toBe('timeline: anna');
  });

  test('"why" under an alert asks of the report that it links to', async () => {
    const anna = telegram.user();
    const group = telegram.supergroup({ title: 'Desk', creator: anna });
    await send(group, ALERT);
    anna.writes('/why', { in: group, replyTo: (await group.says()).id });
    await group.says(2);
    expect(inside.asked[0]).toMatchObject({ command: 'why', argument: 'https://north.example/1' });
  });

  test('a link only asks; it changes nothing', async () => {
    const anna = telegram.user();
    anna.writes('/start subscribe_all');
    await anna.chat.says();
    anna.writes('/start status_yelena-trufanova');
    await anna.chat.says(2);
    expect(inside.asked).toMatchObject([
      { command: 'start', argument: 'subscribe_all' },
      { command: 'status', argument: 'yelena-trufanova' },
    ]);
  });

  test('presses that waited too long are answered once, with what to do', async () => {
    const anna = telegram.user();
    inside.answersNext(Promise.resolve(ALERT));
    anna.writes('/status anna');
    const shown = await anna.chat.says();
    await bot.stop();
    for (let i = 0; i < 5; i += 1) anna.presses('Timeline', shown);
    clock.advance(60_000);
    telegram.journal.expect('query is too old');
    bot = connection();
    await bot.start();
    anna.writes('/help');
    expect((await anna.chat.says(2)).text).toContain('Please ask again');
    expect((await anna.chat.says(3)).text).toBe('help:');
  });

  test('an edited question changes its answer, and each edit once', async () => {
    const [anna, boris] = [telegram.user(), telegram.user()];
    const group = telegram.group({ title: 'Family', creator: anna, members: [boris] });
    const question = anna.writes('/status trufanv', { in: group });
    inside.answersNext(Promise.resolve(digest(250)));
    await group.says(2);
    anna.edits(question, '/status trufanov', { in: group });
    await telegram.until(() => group.fromBot[0]?.text === 'status: trufanov');
    await telegram.until(() => group.fromBot.length === 1);
    // Telegram tells of an edit where only a preview came.
    anna.edits(question, '/status trufanov', { in: group });
    boris.writes('/status herkin', { in: group });
    expect((await group.says(2)).text).toBe('status: herkin');
    expect(inside.asked).toHaveLength(3);
  });

  test('fifty edits in a moment are limited, told so once, and the answer stays', async () => {
    const anna = telegram.user();
    const question = anna.writes('/status 0');
    await anna.chat.says();
    for (let i = 1; i <= 50; i += 1) anna.edits(question, `/status ${String(i)}`);
    expect((await anna.chat.says(2)).text).toContain('Please give me a minute');
    expect(anna.chat.fromBot[0]?.text).toBe('status: 19');
    anna.edits(question, '/status 51');
    const boris = telegram.user();
    boris.writes('/status boris');
    await boris.chat.says();
    expect(anna.chat.fromBot).toHaveLength(2);
    expect(inside.asked).toHaveLength(21);
  });

  test('words that become a command by an edit are answered; those of yesterday are not', async () => {
    const anna = telegram.user();
    const group = telegram.group({
      title: 'Family',
      creator: anna,
      bot: { status: 'administrator', post: true, edit: true },
    });
    const [old, fresh] = [anna.writes('status', { in: group }), () => anna.writes('statsu', { in: group })];
    clock.advance(24 * 60 * 60_000);
    anna.edits(old, '/status old', { in: group });
    anna.edits(fresh(), '/status fresh', { in: group });
    expect((await group.says()).text).toBe('status: fresh');
    expect(inside.asked).toHaveLength(1);
  });

  test('an answer that takes longer than a second shows that it is being written', async () => {
    const anna = telegram.user();
    const forum = telegram.supergroup({ title: 'Desk', topics: ['News'], members: [anna] });
    const slow = Promise.withResolvers<Message>();
    inside.answersNext(slow.promise);
    anna.writes('/status anna', { in: forum, thread: forum.topic('News') });
    await telegram.until(() => forum.actions.length === 1);
    expect(forum.actions).toEqual(['typing']);
    slow.resolve(note('at last'));
    expect((await forum.says()).text).toBe('at last');
    anna.writes('/status quick', { in: forum });
    await forum.says(2);
    expect(forum.actions).toHaveLength(1);
  });

  test('a picture comes with the words below it; more words than a caption holds follow', async () => {
    const anna = telegram.user();
    const picture = { png: PNG, alt: 'A line of days: held since 7 October' };
    inside.answersNext(Promise.resolve({ ...ALERT, picture }), Promise.resolve({ ...digest(60), picture }));
    anna.writes('/timeline anna');
    const short = await anna.chat.says();
    expect(short).toMatchObject({ photo: { bytes: PNG.length }, text: expect.stringContaining('PROMISED') });
    expect(short.buttons).toHaveLength(1);
    anna.writes('/timeline boris');
    expect(await anna.chat.says(2)).toMatchObject({ photo: {}, text: picture.alt, buttons: [] });
    expect(await anna.chat.says(3)).toMatchObject({ photo: null, text: expect.stringContaining('Item 59') });
  });

  test('whatever is written in a private chat is answered, with a command or without', async () => {
    const anna = telegram.user();
    anna.writes('Trufanov?');
    anna.writes('/statsu trufanov');
    await anna.chat.says(2);
    expect(inside.asked).toMatchObject([
      { command: '', argument: 'Trufanov?' },
      { command: 'statsu', argument: 'trufanov' },
    ]);
  });

  test('a picture in a private chat is answered too, an album not ten times; groups are left alone', async () => {
    const anna = telegram.user();
    const group = telegram.group({
      title: 'Family',
      creator: anna,
      bot: { status: 'administrator', post: true, edit: true },
    });
    for (let i = 0; i < 10; i += 1) anna.sendsPhoto({ album: 'one' });
    anna.sendsPhoto({ in: group });
    anna.sendsPhoto();
    expect((await anna.chat.says()).text).toBe(':');
    anna.writes('/status anna');
    await anna.chat.says(2);
    expect(inside.asked).toHaveLength(2);
    expect(group.fromBot).toEqual([]);
  });

  test('commands from before a long absence are not answered, new ones are', async () => {
    await bot.stop();
    const anna = telegram.user();
    for (let i = 0; i < 200; i += 1) anna.writes(`/status ${String(i)}`);
    clock.advance(3 * 60 * 60_000);
    anna.writes('/status now');
    bot = connection();
    await bot.start();
    expect((await anna.chat.says()).text).toContain('Please ask again');
    expect((await anna.chat.says(2)).text).toBe('status: now');
    expect(anna.chat.fromBot).toHaveLength(2);
    expect(inside.asked).toHaveLength(1);
  });

  test('chats that are lost, found again and moved are reported', async () => {
    const anna = telegram.user();
    const group = telegram.group({ title: 'Family', creator: anna });
    group.kicksBot(anna);
    group.addsBot(anna);
    const supergroup = group.becomesSupergroup(anna);
    anna.writes('/help');
    await anna.chat.says();
    anna.blocks();
    anna.unblocks();
    await inside.until(({ heard }) => heard.length === 5);
    const [old, now, person] = [group, supergroup, anna].map(({ id }) => `telegram:${String(id)}`);
    expect([...inside.heard].sort()).toEqual(
      [
        `lost ${String(old)} the bot was removed from the chat`,
        `regained ${String(old)}`,
        `moved ${String(old)} ${String(now)}`,
        `lost ${String(person)} the person blocked the bot`,
        `regained ${String(person)}`,
      ].sort(),
    );
  });

  test('a slow answer in one chat holds up no other', async () => {
    const [anna, boris] = [telegram.user(), telegram.user()];
    const slow = Promise.withResolvers<Message>();
    inside.answersNext(slow.promise);
    anna.writes('/status slow');
    await inside.until(({ asked }) => asked.length === 1);
    anna.writes('/status next');
    boris.writes('/status quick');
    expect((await boris.chat.says()).text).toBe('status: quick');
    slow.resolve(note('at last'));
    expect((await anna.chat.says(2)).text).toBe('status: next');
    expect((await anna.chat.says(1)).text).toBe('at last');
  });

  test('a person who asks too much is told once, and others are answered', async () => {
    const [anna, boris] = [telegram.user(), telegram.user()];
    const group = telegram.group({ title: 'Family', creator: anna, members: [boris] });
    for (let i = 0; i < 30; i += 1) anna.writes(`/status ${String(i)}`, { in: group });
    boris.writes('/status boris', { in: group });
    expect((await group.says(22)).text).toBe('status: boris');
    expect(group.fromBot[20]?.text).toContain('Please give me a minute');
    clock.advance(3000);
    anna.writes('/status again', { in: group });
    expect((await group.says(23)).text).toBe('status: again');
    expect(inside.asked).toHaveLength(22);
  });

  test('an answer waits for a short flood limit, and is given up for a long one', async () => {
    const anna = telegram.user();
    telegram.faults.next('sendMessage', { fault: 'flood', retryAfter: 1 });
    anna.writes('/status one');
    await telegram.until(() => telegram.faults.left === 0);
    clock.advance(1000);
    expect((await anna.chat.says()).text).toBe('status: one');
    telegram.faults.next('sendMessage', { fault: 'flood', retryAfter: 3000 });
    anna.writes('/status two');
    await log.until('An answer could not be sent');
    clock.advance(3_000_000);
    anna.writes('/status three');
    expect((await anna.chat.says(2)).text).toBe('status: three');
  });

  test('an answer that cannot be sent because the person is gone pauses the chat', async () => {
    const anna = telegram.user();
    const answer = Promise.withResolvers<Message>();
    inside.answersNext(answer.promise);
    anna.writes('/status anna');
    await inside.until(({ asked }) => asked.length === 1);
    telegram.journal.expect('deactivated');
    anna.deactivates();
    answer.resolve(text('too late'));
    await inside.until(({ heard }) => heard.length === 1);
    expect(inside.heard[0]).toMatch(/^lost .* deactivated$/u);
  });

  test('the commands are announced once, and again only when they change', async () => {
    expect(telegram.journal.count('setMyCommands')).toBe(1);
    await bot.stop();
    bot = connection();
    await bot.start();
    expect(telegram.journal.count('setMyCommands')).toBe(1);
    await bot.stop();
    inside = createInside([{ name: 'help', description: 'Other words', argument: null, whisper: true }]);
    bot = connection();
    await bot.start();
    expect(telegram.journal.count('setMyCommands')).toBe(2);
  });

  test('two instances with one token: the log says so, and the bot does not hammer', async () => {
    await telegram.until(() => telegram.polled);
    const other = connection();
    await other.start();
    await log.until('two instances run with one token');
    expect(telegram.journal.count('getUpdates')).toBeLessThan(8);
    await other.stop();
  });

  test('it stops within a second, even in the middle of an answer that hangs', async () => {
    const anna = telegram.user();
    inside.answersNext(new Promise(() => {}));
    anna.writes('/status anna');
    await inside.until(({ asked }) => asked.length === 1);
    const began = performance.now();
    await bot.stop();
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('what was read is not read again after a stop', async () => {
    const anna = telegram.user();
    anna.writes('/status once');
    await anna.chat.says();
    await bot.stop();
    bot = connection();
    await bot.start();
    anna.writes('/status twice');
    await anna.chat.says(2);
    expect(inside.asked.map(({ argument }) => argument)).toEqual(['once', 'twice']);
  });
});

test('a refused token stops only this platform, with words that say what to do', async () => {
  telegram.journal.expect('Unauthorized');
  bot = connection('123:wrong');
  await expect(bot.start()).rejects.toThrow('Telegram does not accept the bot token');
  expect(await bot.check()).toMatchObject({ ok: false, detail: /@BotFather/u });
  expect(
    await keepingAccount(bot.notifier)({
      id: 'x',
      destination: to({ id: 1 }),
      message: ALERT,
      silent: false,
    }),
  ).toMatchObject({
    outcome: 'retry',
    reason: /token/u,
  });
});

test('the check names the bot, or says what is wrong', async () => {
  expect(await bot.check()).toEqual({
    ok: true,
    detail: `Telegram knows the bot as @${telegram.bot.username}`,
  });
  expect(bot.username).toBe(telegram.bot.username);
  await telegram.stop();
  expect(await bot.check()).toMatchObject({ ok: false, detail: /did not answer \(ECONNREFUSED\)/u });
});

test('a start while Telegram is away ends when the bot is stopped', async () => {
  await telegram.stop();
  const ended = bot.start().then(
    () => 'connected',
    () => 'given up',
  );
  await bot.stop();
  expect(await ended).toBe('given up');
});
