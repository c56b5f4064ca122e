import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { REST } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Message } from '#core/message.ts';
import type { Connection } from '#platforms/connection.ts';
import { createDiscordNotifier } from '#platforms/discord-notifier.ts';
import { createDiscord } from '#platforms/discord.ts';
import { note } from '#render/build.ts';
import { keepingAccount } from '#tests/support/account.ts';
import { notifierContract } from '#tests/contracts/notifier.ts';
import type { DiscordChannel, DiscordGuild, DiscordUser } from '#tests/support/discord/actors.ts';
import { FLAGS } from '#tests/support/discord/message-rules.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordStandIn } from '#tests/support/discord/server.ts';
import { wallClock } from '#tests/support/standin/clock.ts';
import { ALERT, CHOICES, createInside, digest, keepLog, PNG, STEP } from './inside.ts';
import type { Inside, KeptLog } from './inside.ts';

const CREATE = 'POST /channels/:channel/messages';
const PUT = /^PUT /u;

let discord: DiscordStandIn;
let guild: DiscordGuild;
let channel: DiscordChannel;
let inside: Inside;
let log: KeptLog;
let bot: Connection;

beforeEach(async () => {
  discord = await startDiscord({ maxConcurrency: 16 });
  guild = discord.guild({ name: 'Newsroom' });
  channel = guild.channel('news');
  inside = createInside();
  log = keepLog();
  bot = connection();
});

afterEach(async () => {
  await bot.stop();
  await discord.stop();
  assert.equal(log.text().includes(discord.token), false, 'the token is in the log');
  assert.deepEqual(discord.journal.unexpected(), []);
});

function connection(token = discord.token): Connection {
  const { chat, locales, notes } = inside;
  return createDiscord({ token, api: discord.api, chat, locales, notes, clock: wallClock, log });
}

function to(place: { readonly id: string }) {
  return { platform: 'discord', chat: place.id, thread: null } as const;
}

function send(
  place: { readonly id: string },
  message: Message,
  id = 'delivery-0000000000001',
  silent = false,
) {
  return keepingAccount(bot.notifier)({ id, destination: to(place), message, silent });
}

/** What a person sees of a message: Discord takes the backslashes away. */
function seen(shown: DiscordChannel['messages'][number] | undefined): string {
  return (shown?.embeds ?? [])
    .flatMap(({ title, description }) => [title, description])
    .filter((text) => typeof text === 'string')
    .join('\n')
    .replaceAll(/\\([^\p{L}\p{N}\s])/gu, '$1');
}

describe('as a notifier', () => {
  notifierContract(() => {
    discord.journal.expect('10003');
    return Promise.resolve({
      notifier: bot.notifier,
      destination: to(channel),
      nowhere: to({ id: '1000000000000000000' }),
      rewrites: true,
      shown: () => channel.fromBot.map(seen),
      end: () => Promise.resolve(),
    });
  });

  test('an alert arrives as an embed with its links and buttons, and calls nobody', async () => {
    const outcome = await send(channel, ALERT);
    const [shown] = channel.fromBot;
    expect(outcome).toEqual({ outcome: 'sent', messageId: shown?.id });
    expect(shown).toMatchObject({
      embeds: [{ title: '🟡 PROMISED, not a release', color: 0xe3b341 }],
      components: [{ components: [{ label: 'Timeline', custom_id: 'timeline anna' }] }],
      pings: { everyone: false, users: [], roles: [] },
    });
    expect(seen(shown)).toContain('To be freed "soon" <b>& *certainly*, @everyone');
  });

  test('a long digest arrives in as few messages as hold it, without a sound where that is wanted', async () => {
    expect(await send(channel, digest(250), undefined, true)).toEqual({
      outcome: 'sent',
      messageId: channel.fromBot[0]?.id,
    });
    expect(channel.fromBot.length).toBeGreaterThan(1);
    for (const shown of channel.fromBot) expect(shown.flags & FLAGS.suppressNotifications).not.toBe(0);
  });

  test('an attempt whose answer was lost is not doubled by the next, thanks to its nonce', async () => {
    discord.faults.next(CREATE, { fault: 'answer lost' });
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'unknown' });
    expect(channel.fromBot).toHaveLength(1);
    expect(await send(channel, ALERT)).toEqual({ outcome: 'sent', messageId: channel.fromBot[0]?.id });
    expect(channel.fromBot).toHaveLength(1);
    expect(await send(channel, ALERT, 'delivery-0000000000002')).toMatchObject({ outcome: 'sent' });
    expect(channel.fromBot).toHaveLength(2);
  });

  test('a 500 is reported, not repeated by the client', async () => {
    discord.faults.next(CREATE, { fault: 'broken', status: 500, accepted: false });
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'unknown' });
    expect(discord.journal.count(CREATE)).toBe(1);
  });

  test('a limit postpones as long as Discord says, and is not waited for', async () => {
    discord.faults.next(CREATE, { fault: 'flood', retryAfter: 35 });
    // discord.js adds 50 ms for the way.
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'retry', after: 35_050 });
    expect(await send(guild.channel('calm'), ALERT)).toMatchObject({ outcome: 'sent' });
  });

  test('a limit between two parts repeats none of them', async () => {
    discord.faults.next(
      CREATE,
      { fault: 'held', until: Promise.resolve() },
      { fault: 'flood', retryAfter: 0 },
    );
    expect(await send(channel, digest(250))).toMatchObject({ outcome: 'retry' });
    const [first] = channel.fromBot;
    expect(await send(channel, digest(250))).toEqual({ outcome: 'sent', messageId: first?.id });
    const taken = discord.journal.entries.filter(({ what, kind }) => what === CREATE && kind === 'answered');
    expect(taken).toHaveLength(channel.fromBot.length);
  });

  test('a ban by Cloudflare, an HTML page without any header, is waited out for minutes', async () => {
    const server = createServer((_request, response) => {
      response.writeHead(429, { 'content-type': 'text/html' }).end('<html>error code: 1015</html>');
    });
    await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const rest = new REST({
      api: `http://127.0.0.1:${String(port)}/api`,
      retries: 0,
      rejectOnRateLimit: () => true,
    }).setToken('x');
    const notifier = createDiscordNotifier({ rest, token: 'x', log, channelType: () => undefined });
    const outcome = await keepingAccount(notifier)({
      id: 'x',
      destination: to(channel),
      message: ALERT,
      silent: false,
    });
    expect(outcome).toMatchObject({ outcome: 'retry', after: 600_000 });
    server.close();
  });

  test('where Discord cannot be reached at all, it is sure that nothing was sent', async () => {
    await discord.stop();
    expect(await send(channel, ALERT)).toMatchObject({
      outcome: 'retry',
      reason: 'Discord could not be reached (ECONNREFUSED)',
    });
  });

  test('a channel without rights, one that was deleted, and a closed door are gone', async () => {
    discord.journal.expect('50013', '50001', '10003', '50007');
    channel.denies('sendMessages');
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'gone', reason: /\(50013\)$/u });
    channel.denies('viewChannel');
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'gone', reason: /\(50001\)$/u });
    channel.vanishes();
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'gone', reason: /\(10003\)$/u });
    const ruth = discord.user();
    ruth.writes('hello');
    ruth.closes();
    expect(await send(ruth.dm, ALERT)).toMatchObject({ outcome: 'gone', reason: /\(50007\)$/u });
  });

  test.each([
    [400, 50035, { outcome: 'rejected' }],
    [400, 50006, { outcome: 'rejected' }],
    [403, 160005, { outcome: 'gone' }],
    [403, 99999, { outcome: 'gone' }],
    [403, undefined, { outcome: 'retry', after: 600_000 }],
    [401, 0, { outcome: 'retry', after: 600_000 }],
  ])('status %i with code %s is %j', async (status, code, outcome) => {
    const fault = { fault: 'refused', status, message: 'no' } as const;
    discord.faults.next(CREATE, code === undefined ? fault : { ...fault, code });
    expect(await send(channel, ALERT)).toMatchObject(outcome);
    expect(await send(channel, ALERT)).toMatchObject({ outcome: 'sent' });
  });

  test('an edit of a message that is gone says so', async () => {
    discord.journal.expect('10008');
    const outcome = await bot.notifier.edit(to(channel), '1000000000000000000', ALERT);
    expect(outcome).toMatchObject({ outcome: 'uneditable' });
  });

  test('a message to an announcement channel is published; where that fails the message stays', async () => {
    const wire = guild.announcements('wire');
    expect(await send(wire, ALERT)).toMatchObject({ outcome: 'sent' });
    expect(wire.fromBot[0]?.flags ?? 0).toBe(FLAGS.crossposted);
    discord.faults.next('POST /channels/:channel/messages/:message/crosspost', {
      fault: 'flood',
      retryAfter: 1800,
    });
    expect(await send(wire, ALERT, 'delivery-0000000000002')).toMatchObject({ outcome: 'sent' });
    expect(wire.fromBot).toHaveLength(2);
    expect(log.lines).toEqual(['warn A message was sent to Discord but not published']);
  });

  test('a thread that fell asleep takes messages, and their edits', async () => {
    const thread = channel.thread('one story');
    thread.archives();
    const sent = await send(thread, ALERT);
    if (sent.outcome !== 'sent') throw new Error(sent.reason);
    thread.archives();
    discord.journal.expect('50083');
    expect(await bot.notifier.edit(to(thread), sent.messageId ?? '', note('after'))).toEqual(sent);
    expect(thread.fromBot.map(seen)).toEqual(['after']);
  });
});

describe('as a bot', () => {
  let ruth: DiscordUser;

  beforeEach(async () => {
    ruth = discord.user({ locale: 'en-GB' });
    guild.joins(ruth);
    await bot.start();
  });

  test('a question is answered, with who asked what and where', async () => {
    const run = ruth.runs('/status', { subject: 'trufanov' }, { in: channel });
    expect(seen(await run.answer())).toBe('status: trufanov');
    expect(run.whispered).toBe(false);
    expect(inside.asked).toMatchObject([
      {
        command: 'status',
        argument: 'trufanov',
        destination: to(channel),
        user: { platform: 'discord', id: ruth.id },
        language: 'en',
      },
    ]);
  });

  test('what only the asker should see is whispered', async () => {
    const run = ruth.runs('/help', {}, { in: channel });
    expect(seen(await run.answer())).toBe('help:');
    expect(run.whispered).toBe(true);
  });

  test('a long answer comes in several messages, whispered ones too', async () => {
    inside.answersNext(Promise.resolve(digest(250)));
    const run = ruth.runs('/help', {}, { in: channel });
    expect(seen(await run.answer())).toContain('Daily digest');
    await run.answer(2);
    expect(channel.fromBot.filter((shown) => (shown.flags & FLAGS.ephemeral) === 0)).toEqual([]);
  });

  test('an answer that takes long is announced in time and comes afterwards', async () => {
    const slow = Promise.withResolvers<Message>();
    inside.answersNext(slow.promise);
    const run = ruth.runs('/subscribe', {}, { in: channel });
    await run.acknowledged();
    expect(run.state).not.toBe('failed');
    slow.resolve(note('at last'));
    await discord.until(() => seen(run.replies[0]) === 'at last');
    expect(run.whispered).toBe(true);
  });

  test('subjects are offered while one types', async () => {
    expect(await ruth.types('/status', { subject: 'tru' }, { in: channel }).choices()).toEqual([
      { name: 'TRUFANOV', value: 'trufanov' },
    ]);
  });

  test('a button runs its command', async () => {
    await send(channel, ALERT);
    const press = ruth.presses('Timeline', await channel.says(), { in: channel });
    expect(seen(await press.answer())).toBe('timeline: anna');
  });

  test('a dialogue goes on in the message that its button stands on, quickly or not', async () => {
    const slow = Promise.withResolvers<Answer>();
    inside.answersNext(Promise.resolve(STEP), Promise.resolve(STEP), slow.promise);
    const step = await ruth.runs('/status', {}, { in: channel }).answer();
    await ruth.presses('Everybody', step, { in: channel }).acknowledged();
    const press = ruth.presses('Everybody', step, { in: channel });
    await press.acknowledged();
    slow.resolve({ ...note('About everybody.'), place: 'instead' });
    await discord.until(() => seen(channel.fromBot[0]) === 'About everybody.');
    expect(channel.fromBot).toHaveLength(1);
    expect(channel.fromBot[0]?.components).toEqual([]);
    expect(inside.asked[1]).toMatchObject({ command: 'subscribe', argument: 'everybody', via: 'button' });
  });

  test('a remark for the one who pressed is whispered, and the message stays', async () => {
    await send(channel, ALERT);
    inside.answersNext(Promise.resolve({ ...note('Only admins may.'), place: 'aside' }));
    const press = ruth.presses('Timeline', await channel.says(), { in: channel });
    expect(seen(await press.answer())).toBe('Only admins may.');
    expect(press.whispered).toBe(true);
    expect(seen(channel.fromBot[0])).toContain('PROMISED');
  });

  test('many choices are a list to choose from, 25 at a time', async () => {
    inside.answersNext(Promise.resolve(CHOICES), Promise.resolve(CHOICES));
    const asked = await ruth.runs('/status', {}, { in: channel }).answer();
    await ruth.presses('▶', asked, { in: channel }).acknowledged();
    expect(inside.asked[1]).toMatchObject({ command: 'subscribe', argument: 'choose', page: 2 });
    const choice = ruth.chooses('Person 25', asked, { in: channel });
    expect(seen(await choice.answer())).toBe('subscribe: person-25');
    expect(inside.asked[2]).toMatchObject({ command: 'subscribe', argument: 'person-25', via: 'button' });
    expect(() => ruth.chooses('Person 26', asked, { in: channel })).toThrow('no option');
  });

  test('a button of a command that is no more is answered for the eyes of one only', async () => {
    await send(channel, { ...ALERT, buttons: [[{ kind: 'command', label: 'Old', command: 'gone 1' }]] });
    const press = ruth.presses('Old', await channel.says(), { in: channel });
    expect(seen(await press.answer())).toBe('gone: 1');
    expect(press.whispered).toBe(true);
  });

  test('a picture comes with what it shows in words', async () => {
    inside.answersNext(Promise.resolve({ ...ALERT, picture: { png: PNG, alt: 'A line of days' } }));
    const shown = await ruth.runs('/status', {}, { in: channel }).answer();
    expect(shown.attachments).toMatchObject([{ description: 'A line of days', bytes: PNG.length }]);
  });

  test('only those who manage the server, or have the role for it, may manage a channel; a private chat belongs to its person', async () => {
    const editor = discord.user();
    guild.joins(editor, guild.role('editor', ['manageGuild']));
    await ruth.runs('/status', { subject: 'a' }, { in: channel }).answer();
    await editor.runs('/status', { subject: 'b' }, { in: channel }).answer();
    await ruth.runs('/status', { subject: 'c' }).answer();
    const helper = discord.user();
    guild.joins(helper, guild.role('Wirewatch', []));
    await helper.runs('/status', { subject: 'd' }, { in: channel }).answer();
    const may = [];
    for (const asked of inside.asked) may.push(await asked.mayManage());
    expect(may).toEqual([false, true, true, true]);
    expect(inside.asked[2]?.destination).toEqual(to(ruth.dm));
  });

  test('a person who asks too much is told, for their eyes only', async () => {
    for (let i = 0; i < 20; i += 1) await ruth.runs('/status', {}, { in: channel }).answer();
    const run = ruth.runs('/status', {}, { in: channel });
    expect(seen(await run.answer())).toContain('Please give me a minute');
    expect(run.whispered).toBe(true);
    expect(inside.asked).toHaveLength(20);
  });

  test('channels that are lost and found again are reported, an outage is not', async () => {
    const other = guild.channel('other');
    guild.failsForAWhile();
    other.vanishes();
    await inside.until(({ heard }) => heard.length === 1);
    guild.kicksBot();
    await inside.until(({ heard }) => heard.length === 2);
    guild.addsBot();
    await inside.until(({ heard }) => heard.length === 3);
    expect(inside.heard).toEqual([
      `lost discord:${other.id} the channel was deleted`,
      `lost discord:${channel.id} the bot was removed from the server`,
      `regained discord:${channel.id}`,
    ]);
  });

  test('after a broken connection commands still work, each once', async () => {
    await ruth.runs('/status', { subject: 'before' }, { in: channel }).answer();
    discord.gateway.cut();
    await discord.until(() => discord.gateway.connected);
    await ruth.runs('/status', { subject: 'after' }, { in: channel }).answer();
    expect(inside.asked.map(({ argument }) => argument)).toEqual(['before', 'after']);
  });

  test('the commands are announced once, and again only when they change', async () => {
    expect(discord.journal.count(PUT)).toBe(1);
    await bot.stop();
    bot = connection();
    await bot.start();
    expect(discord.journal.count(PUT)).toBe(1);
    await bot.stop();
    inside = createInside([{ name: 'help', description: 'Other words', argument: null, whisper: true }]);
    bot = connection();
    await bot.start();
    expect(discord.journal.count(PUT)).toBe(2);
  });

  test('it stops within a second, even in the middle of an answer that hangs', async () => {
    inside.answersNext(new Promise(() => {}));
    ruth.runs('/status', {}, { in: channel });
    await inside.until(({ asked }) => asked.length === 1);
    const began = performance.now();
    await bot.stop();
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

test('a refused token stops only this platform, with words that say what to do', async () => {
  discord.journal.expect('401');
  bot = connection('wrong');
  await expect(bot.start()).rejects.toThrow('Discord does not accept the bot token');
  expect(await bot.check()).toMatchObject({ ok: false, detail: /Reset Token/u });
  expect(await send(channel, ALERT)).toMatchObject({ outcome: 'retry', reason: /token/u });
});

test('the check names the bot and how to invite it, or says what is wrong', async () => {
  const { ok, detail } = await bot.check();
  expect(ok).toBe(true);
  expect(detail).toContain(`client_id=${discord.applicationId}`);
  expect(bot.username).toBe('wirewatch');
  await discord.stop();
  expect(await bot.check()).toMatchObject({ ok: false, detail: /could not be reached/u });
});

test('a start while Discord is away ends when the bot is stopped', async () => {
  await discord.stop();
  const ended = bot.start().then(
    () => 'connected',
    () => 'given up',
  );
  await bot.stop();
  expect(await ended).toBe('given up');
});
