import {
  ApplicationCommandOptionType,
  ButtonStyle,
  Client,
  ComponentType,
  GatewayIntentBits,
  MessageFlags,
} from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { ManualClock } from '#tests/support/standin/clock.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordOptions, DiscordStandIn } from '#tests/support/discord/server.ts';
import type {
  DiscordChannel,
  DiscordGuild,
  DiscordInteraction,
  DiscordUser,
} from '#tests/support/discord/actors.ts';

const REFUSED = z.object({ code: z.number(), message: z.string(), errors: z.unknown().optional() });
const MADE = z.looseObject({ id: z.string() });
const STATUS = {
  name: 'status',
  description: 'What is known',
  options: [{ type: 3, name: 'subject', description: 'Whose', required: true, autocomplete: true }],
};

let discord: DiscordStandIn;
let ruth: DiscordUser;
let guild: DiscordGuild;
let news: DiscordChannel;

/** A Discord with a person, and a guild with a text channel and the bot in it. */
async function begin(options: DiscordOptions = {}): Promise<void> {
  discord = await startDiscord(options);
  ruth = discord.user({ name: 'ruth', locale: 'he' });
  guild = discord.guild({ name: 'Newsroom', members: [ruth] });
  news = guild.channel('news');
}

afterEach(async () => {
  await discord.stop();
});

/** One request as the plainest client would make it. */
async function ask(verb: string, path: string, body?: unknown, authorization = `Bot ${discord.token}`) {
  const response = await fetch(`${discord.api}/v10${path}`, {
    method: verb,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  return { status: response.status, headers: response.headers, answer };
}

/** What the service said: the status of a success, or status and code of its refusal. */
async function said(verb: string, path: string, body?: unknown): Promise<string> {
  const { status, answer } = await ask(verb, path, body);
  return status < 300 ? String(status) : `${String(status)} ${String(REFUSED.parse(answer).code)}`;
}

async function post(body: object, to: DiscordChannel = news): Promise<string> {
  return said('POST', `/channels/${to.id}/messages`, body);
}

async function send(content: string, more: object = {}): Promise<string> {
  const { answer } = await ask('POST', `/channels/${news.id}/messages`, { content, ...more });
  return MADE.parse(answer).id;
}

async function register(...commands: readonly object[]): Promise<string> {
  return said('PUT', `/applications/${discord.applicationId}/commands`, commands);
}

const row = (...components: readonly object[]): object => ({ type: 1, components });
const button = (more: object = {}): object => ({ type: 2, style: 1, label: 'Go', custom_id: 'go', ...more });
const embed = (more: object): object => ({ embeds: [{ title: 'x', ...more }] });
const field = (more: object = {}): object => ({ name: 'n', value: 'v', ...more });
const select = (options: number): object => ({
  type: 3,
  custom_id: 's',
  options: Array.from({ length: options }, (_, index) => ({
    label: `o${String(index)}`,
    value: String(index),
  })),
});

describe('who may ask, and for what', () => {
  test('a wrong token, or none, is unauthorized', async () => {
    await begin();
    expect(await ask('GET', '/users/@me', undefined, 'Bot wrong')).toMatchObject({
      status: 401,
      answer: { message: '401: Unauthorized', code: 0 },
    });
    expect(await ask('GET', '/users/@me', undefined, discord.token)).toMatchObject({ status: 401 });
    expect(discord.invalidRequests).toBe(2);
  });

  test('an unknown route, and another version, are refused and marked as a fault of the bot', async () => {
    await begin();
    expect(await said('GET', '/telepathy')).toBe('404 0');
    expect((await fetch(`${discord.api}/v6/users/@me`)).status).toBe(404);
    expect(discord.journal.faultsOfTheBot()).toHaveLength(2);
  });

  test('an unknown field is refused and marked as a fault of the bot', async () => {
    await begin();
    expect(await post({ content: 'x', colour: 'red' })).toBe('400 50035');
    expect(await post({ embeds: [{ title: 'x', colour: 1 }] })).toBe('400 50035');
    expect(discord.journal.faultsOfTheBot()).toHaveLength(2);
  });

  test('a body that is no JSON is refused', async () => {
    await begin();
    expect(await said('POST', `/channels/${news.id}/messages`, '{"content":')).toBe('400 50109');
  });

  test('a refusal names the place, and stands in the journal until the test reckons with it', async () => {
    await begin();
    const { answer } = await ask('POST', `/channels/${news.id}/messages`, {
      embeds: [{ title: 'x'.repeat(257) }],
    });
    expect(answer).toMatchObject({
      code: 50035,
      message: 'Invalid Form Body',
      errors: { embeds: { '0': { title: { _errors: [{}] } } } },
    });
    expect(discord.journal.unexpected()).toHaveLength(1);
    discord.journal.expect('50035');
    expect(discord.journal.unexpected()).toEqual([]);
  });
});

describe('what a message may hold', () => {
  test.each<[string, object]>([
    ['content of 2001', { content: 'x'.repeat(2001) }],
    ['eleven embeds', { embeds: Array.from({ length: 11 }, () => ({ title: 'x' })) }],
    ['a title of 257', embed({ title: 'x'.repeat(257) })],
    ['a description of 4097', embed({ description: 'x'.repeat(4097) })],
    ['26 fields', embed({ fields: Array.from({ length: 26 }, () => field()) })],
    ['a field name of 257', embed({ fields: [field({ name: 'x'.repeat(257) })] })],
    ['a field value of 1025', embed({ fields: [field({ value: 'x'.repeat(1025) })] })],
    ['a field without a value', embed({ fields: [field({ value: ' ' })] })],
    ['a footer of 2049', embed({ footer: { text: 'x'.repeat(2049) } })],
    ['an author of 257', embed({ author: { name: 'x'.repeat(257) } })],
    ['6001 in one embed', embed({ description: 'x'.repeat(4096), footer: { text: 'x'.repeat(1904) } })],
    [
      '6002 over two embeds',
      { embeds: [{ description: 'x'.repeat(3001) }, { description: 'x'.repeat(3001) }] },
    ],
    ['an embed with nothing in it', { content: 'x', embeds: [{}] }],
    ['a bad timestamp', embed({ timestamp: 'yesterday' })],
    ['a colour beyond white', embed({ color: 16_777_216 })],
    ['a relative address', embed({ url: '/x' })],
    ['an address of another scheme', embed({ url: 'ftp://example.org/x' })],
    ['a picture that was not sent along', embed({ image: { url: 'attachment://x.png' } })],
    [
      'six rows',
      {
        content: 'x',
        components: Array.from({ length: 6 }, (_, i) => row(button({ custom_id: String(i) }))),
      },
    ],
    [
      'six buttons in a row',
      {
        content: 'x',
        components: [row(...Array.from({ length: 6 }, (_, i) => button({ custom_id: String(i) })))],
      },
    ],
    ['a custom id twice', { content: 'x', components: [row(button()), row(button())] }],
    ['a custom id of 101', { content: 'x', components: [row(button({ custom_id: 'x'.repeat(101) }))] }],
    ['a button without words', { content: 'x', components: [row(button({ label: ' ' }))] }],
    ['a button without an action', { content: 'x', components: [row({ type: 2, style: 1, label: 'Go' })] }],
    [
      'a button with two actions',
      { content: 'x', components: [row(button({ url: 'https://example.org' }))] },
    ],
    ['a link button without a link', { content: 'x', components: [row({ type: 2, style: 5, label: 'Go' })] }],
    [
      'a link button to a script',
      { content: 'x', components: [row({ type: 2, style: 5, label: 'Go', url: 'javascript:alert(1)' })] },
    ],
    ['a select of 26', { content: 'x', components: [row(select(26))] }],
    ['a select of none', { content: 'x', components: [row(select(0))] }],
    [
      'a select with a value twice',
      {
        content: 'x',
        components: [
          row({ type: 3, custom_id: 's', options: ['a', 'b'].map((label) => ({ label, value: 'same' })) }),
        ],
      },
    ],
    ['a select beside a button', { content: 'x', components: [row(select(2), button())] }],
    [
      'content in the second layout',
      { content: 'x', flags: 1 << 15, components: [{ type: 10, content: 'y' }] },
    ],
    ['an unknown kind of mention', { content: 'x', allowed_mentions: { parse: ['friends'] } }],
    ['mentions parsed and listed', { content: 'x', allowed_mentions: { parse: ['users'], users: ['1'] } }],
    ['a nonce of 26', { content: 'x', nonce: 'x'.repeat(26) }],
    ['a flag that only answers have', { content: 'x', flags: 64 }],
    [
      'a select without an id',
      { content: 'x', components: [row({ type: 3, options: [{ label: 'o', value: '1' }] })] },
    ],
    ['a poll', { content: 'x', poll: { question: { text: 'q' }, answers: [{ poll_media: { text: 'a' } }] } }],
    ['speech', { content: 'x', tts: true }],
    ['a sticker', { content: 'x', sticker_ids: ['1'] }],
    ['a button outside a row', { content: 'x', components: [button()] }],
    ['text of the second layout in the first', { content: 'x', components: [{ type: 10, content: 'y' }] }],
    [
      'a link button that would also call back',
      { content: 'x', components: [row(button({ style: 5, url: 'https://example.org' }))] },
    ],
  ])('%s is refused', async (_what, body) => {
    await begin();
    expect(await post(body)).toBe('400 50035');
    expect(news.messages).toEqual([]);
  });

  test.each<[string, object]>([
    ['nothing', {}],
    ['blanks', { content: ' \n ' }],
    ['only buttons', { components: [row(button())] }],
  ])('%s is an empty message', async (_what, body) => {
    await begin();
    expect(await post(body)).toBe('400 50006');
  });

  test('up to the limits all is well; blanks around do not count', async () => {
    await begin();
    const embeds = [
      { description: `${'x'.repeat(4000)}  ` },
      { title: ' x ', description: 'x'.repeat(1999) },
    ];
    expect(await post({ content: 'x'.repeat(2000), embeds })).toBe('200');
    expect(
      await post({ content: ' x ', components: [row(button(), button({ custom_id: 'two' }))], flags: 4096 }),
    ).toBe('200');
    expect(await post({ flags: 1 << 15, components: [{ type: 10, content: 'y' }] })).toBe('200');
    expect(news.fromBot.map((one) => one.content.length)).toEqual([2000, 1, 0]);
  });

  test('files come along, are named in embeds, and weigh 10 MB at most', async () => {
    await begin();
    const upload = async (bytes: number): Promise<number> => {
      const form = new FormData();
      form.set('payload_json', JSON.stringify({ embeds: [{ image: { url: 'attachment://days.png' } }] }));
      form.set('files[0]', new Blob([Buffer.alloc(bytes)]), 'days.png');
      const response = await fetch(`${discord.api}/v10/channels/${news.id}/messages`, {
        method: 'POST',
        headers: { authorization: `Bot ${discord.token}` },
        body: form,
      });
      return response.status;
    };
    expect(await upload(64)).toBe(200);
    expect(await upload(10 * 1024 * 1024 + 1)).toBe(413);
    expect(news.fromBot).toMatchObject([{ attachments: [{ filename: 'days.png', bytes: 64 }] }]);
  });
});

describe('who would be called to look', () => {
  test('without allowed_mentions everybody mentioned, as far as the bot may', async () => {
    await begin();
    const staff = guild.role('staff', []);
    const readers = guild.role('readers', [], true);
    await send(`<@${ruth.id}> <@&${staff.id}> <@&${readers.id}> @everyone`);
    expect(news.fromBot[0]?.pings).toEqual({ everyone: false, users: [ruth.id], roles: [readers.id] });
  });

  test('with the right to mention all, all', async () => {
    await begin();
    const other = discord.guild({ name: 'Other', bot: ['mentionEveryone'] });
    const room = other.channel('room');
    const staff = other.role('staff', []);
    await post({ content: `<@&${staff.id}> @here` }, room);
    expect(room.fromBot[0]?.pings).toEqual({ everyone: true, users: [], roles: [staff.id] });
  });

  test('nobody with an empty parse; only the named with a list; nobody by an embed', async () => {
    await begin();
    const boaz = discord.user({ name: 'boaz' });
    const content = `<@${ruth.id}> <@${boaz.id}>`;
    await send(content, { allowed_mentions: { parse: [] } });
    await send(content, { allowed_mentions: { users: [boaz.id] } });
    await send('look', { embeds: [{ description: content }] });
    expect(news.fromBot.map((one) => one.pings.users)).toEqual([[], [boaz.id], []]);
  });
});

describe('where the bot may write', () => {
  test('a channel that is not there, or not for it to see', async () => {
    await begin();
    expect(await said('POST', '/channels/1/messages', { content: 'x' })).toBe('404 10003');
    news.denies('viewChannel');
    expect(await post({ content: 'x' })).toBe('403 50001');
    news.relents();
    expect(await post({ content: 'x' })).toBe('200');
    news.vanishes();
    expect(await post({ content: 'x' })).toBe('404 10003');
  });

  test('what it lacks the right for', async () => {
    await begin();
    news.denies('embedLinks');
    expect(await post({ embeds: [{ title: 'x' }] })).toBe('403 50013');
    expect(await post({ content: 'x' })).toBe('200');
    news.denies('sendMessages');
    expect(await post({ content: 'x' })).toBe('403 50013');
    guild.kicksBot();
    expect(await post({ content: 'x' })).toBe('403 50001');
    expect(discord.invalidRequests).toBe(3);
  });

  test('a forum takes threads, not messages; a thread takes messages and is opened by them', async () => {
    await begin();
    const forum = guild.forum('cases');
    expect(await post({ content: 'x' }, forum)).toBe('400 50008');
    const started = await ask('POST', `/channels/${forum.id}/threads`, {
      name: 'x',
      message: { content: 'first' },
    });
    expect(started).toMatchObject({ status: 201, answer: { type: 11, message: { content: 'first' } } });
    expect(await said('POST', `/channels/${forum.id}/threads`, { name: 'x', message: {} })).toBe('400 50006');

    const thread = news.thread('story');
    const { answer } = await ask('POST', `/channels/${thread.id}/messages`, { content: 'x' });
    thread.archives();
    const place = `/channels/${thread.id}/messages/${MADE.parse(answer).id}`;
    expect(await said('PATCH', place, { content: 'y' })).toBe('400 50083');
    expect(await post({ content: 'z' }, thread)).toBe('200');
    expect(thread.archived).toBe(false);
    thread.archives();
    expect(await said('PATCH', `/channels/${thread.id}`, { archived: false })).toBe('200');
    expect(thread.archived).toBe(false);
    expect(await said('PATCH', `/channels/${thread.id}`, { name: 'x' })).toBe('200');
    expect(await said('PATCH', `/channels/${thread.id}`, { name: '' })).toBe('400 50035');
    expect(await said('PATCH', `/channels/${thread.id}`, { topic: 'x' })).toBe('400 50035');
    expect(await said('PATCH', `/channels/${news.id}`, { archived: true })).toBe('400 50024');
    expect(await said('POST', `/channels/${news.id}/threads`, { name: 'x', type: 11 })).toBe('201');
    expect(await said('POST', `/channels/${thread.id}/threads`, { name: 'x', type: 11 })).toBe('400 50024');
    expect(await said('PATCH', place, { content: 'y' })).toBe('200');
  });

  test('a post takes tags of its forum only, needs one where that is asked for, and shares its id with its first message', async () => {
    await begin();
    const forum = guild.forum('cases');
    const tag = forum.tag('held');
    const open = (more: object = {}) =>
      ask('POST', `/channels/${forum.id}/threads`, { name: 'x', message: { content: 'first' }, ...more });
    const { answer } = await open({ applied_tags: [tag] });
    const { id, message } = z.looseObject({ id: z.string(), message: MADE }).parse(answer);
    expect(message.id).toBe(id);
    expect(forum.threads[0]?.tags).toEqual([tag]);
    expect(REFUSED.parse((await open({ applied_tags: ['1000000000000000000'] })).answer).code).toBe(10087);
    forum.requiresTag();
    expect(REFUSED.parse((await open()).answer).code).toBe(40067);
    expect(REFUSED.parse((await open({ name: 'x'.repeat(101), applied_tags: [tag] })).answer).code).toBe(
      50035,
    );
    forum.threads[0]?.locks();
    expect(await said('POST', `/channels/${id}/messages`, { content: 'x' })).toBe('400 160005');
    expect(forum.threads).toHaveLength(1);
  });

  test('a direct message needs a common guild and an open door', async () => {
    await begin();
    const opened = await ask('POST', '/users/@me/channels', { recipient_id: ruth.id });
    expect(opened).toMatchObject({ status: 200, answer: { id: ruth.dm.id } });
    expect(await post({ content: 'x' }, ruth.dm)).toBe('200');
    ruth.closes();
    expect(await post({ content: 'x' }, ruth.dm)).toBe('403 50007');
    expect(await post({ content: 'x' }, discord.user({ name: 'stranger' }).dm)).toBe('403 50007');
    expect(await said('POST', '/users/@me/channels', { recipient_id: '1' })).toBe('404 10013');
  });
});

describe('what the bot may ask about', () => {
  test('its guilds, their members, and people; nothing of guilds it is not in', async () => {
    await begin();
    const closed = discord.guild({ name: 'Closed', bot: 'absent' });
    expect((await ask('GET', `/guilds/${guild.id}`)).answer).toMatchObject({ name: 'Newsroom' });
    expect((await ask('GET', `/guilds/${guild.id}/channels`)).answer).toMatchObject([{ id: news.id }]);
    expect((await ask('GET', `/guilds/${guild.id}/members/${ruth.id}`)).answer).toMatchObject({ roles: [] });
    expect((await ask('GET', `/users/${ruth.id}`)).answer).toMatchObject({ username: 'ruth' });
    expect(await said('GET', `/guilds/${guild.id}/members/1`)).toBe('404 10007');
    expect(await said('GET', '/guilds/1')).toBe('404 10004');
    expect(await said('GET', `/guilds/${closed.id}`)).toBe('403 50001');
    expect(await said('GET', '/users/1')).toBe('404 10013');
    expect(await said('DELETE', `/users/@me/guilds/${guild.id}`)).toBe('204');
    expect(await said('GET', `/guilds/${guild.id}`)).toBe('403 50001');
  });

  test('the commands of a guild are a list', async () => {
    await begin();
    expect(await said('PUT', `/applications/${discord.applicationId}/commands`, STATUS)).toBe('400 50109');
  });
});

describe('editing, deleting, publishing', () => {
  test('a reply names a message that is there', async () => {
    await begin();
    const hers = ruth.writes('so?', { in: news });
    const reply = { content: 'so', message_reference: { message_id: hers.id } };
    expect(await post(reply)).toBe('200');
    expect(news.fromBot).toMatchObject([{ replyTo: hers.id, pings: { users: [ruth.id] } }]);
    expect(await post({ ...reply, message_reference: { message_id: '1' } })).toBe('404 10008');
  });

  test('rights that are taken away stop files, threads and publishing too', async () => {
    await begin();
    const wire = guild.announcements('wire');
    const { answer } = await ask('POST', `/channels/${wire.id}/messages`, { content: 'x' });
    wire.denies('sendMessages');
    const place = `/channels/${wire.id}/messages/${MADE.parse(answer).id}/crosspost`;
    expect(await said('POST', place)).toBe('403 50013');
    news.denies('createPublicThreads', 'attachFiles');
    expect(await said('POST', `/channels/${news.id}/threads`, { name: 'x', type: 11 })).toBe('403 50013');
    const form = new FormData();
    form.set('files[0]', new Blob(['x']), 'x.txt');
    const headers = { authorization: `Bot ${discord.token}` };
    const upload = { method: 'POST', headers, body: form };
    expect((await fetch(`${discord.api}/v10/channels/${news.id}/messages`, upload)).status).toBe(403);
  });

  test('an edit shows the new words in the old place, keeps the rest and calls nobody', async () => {
    await begin();
    const id = await send('before', { embeds: [{ title: 'kept' }] });
    expect(await said('PATCH', `/channels/${news.id}/messages/${id}`, { content: `<@${ruth.id}>` })).toBe(
      '200',
    );
    expect(news.fromBot).toMatchObject([{ id, content: `<@${ruth.id}>`, embeds: [{ title: 'kept' }] }]);
    expect(news.fromBot[0]?.pings.users).toEqual([]);
    expect(news.edits).toBe(1);
  });

  test('the rules hold for what stands there afterwards', async () => {
    await begin();
    const place = `/channels/${news.id}/messages/${await send('x')}`;
    expect(await said('PATCH', place, { content: '' })).toBe('400 50006');
    expect(await said('PATCH', place, { content: 'x'.repeat(2001) })).toBe('400 50035');
    const longer = { embeds: [{ description: 'x'.repeat(3001) }, { description: 'x'.repeat(3001) }] };
    expect(await said('PATCH', place, longer)).toBe('400 50035');
    expect(await said('PATCH', place, { content: '', embeds: [{ title: 'y' }] })).toBe('200');
  });

  test('only its own messages, and only those that are there', async () => {
    await begin();
    const hers = ruth.writes('mine', { in: news });
    expect(await said('PATCH', `/channels/${news.id}/messages/${hers.id}`, { content: 'x' })).toBe(
      '403 50005',
    );
    expect(await said('DELETE', `/channels/${news.id}/messages/${hers.id}`)).toBe('403 50013');
    expect(await said('PATCH', `/channels/${news.id}/messages/1`, { content: 'x' })).toBe('404 10008');
    expect(await said('DELETE', `/channels/${news.id}/messages/${await send('x')}`)).toBe('204');
    expect(news.messages.map((one) => one.id)).toEqual([hers.id]);
  });

  test('an announcement is published once, and only where there are announcements', async () => {
    await begin();
    const wire = guild.announcements('wire');
    const { answer } = await ask('POST', `/channels/${wire.id}/messages`, { content: 'x' });
    const place = `/channels/${wire.id}/messages/${MADE.parse(answer).id}/crosspost`;
    expect(await said('POST', place)).toBe('200');
    expect((wire.fromBot[0]?.flags ?? 0) & 1).toBe(1);
    expect(await said('POST', place)).toBe('400 40033');
    expect(await said('POST', `/channels/${news.id}/messages/${await send('x')}/crosspost`)).toBe(
      '400 50024',
    );
  });

  test('an enforced nonce gives the first message again, for some minutes', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    const once = { nonce: 'alert-1', enforce_nonce: true };
    const first = await send('x', once);
    expect(await send('x', once)).toBe(first);
    expect(await send('x', { nonce: 'alert-1' })).not.toBe(first);
    expect(news.fromBot).toHaveLength(2);
    clock.advance(10 * 60_000);
    expect(await send('x', once)).not.toBe(first);
  });
});

describe('commands', () => {
  const optional = { type: 3, name: 'a', description: 'x' };
  test.each<[string, object]>([
    ['a name in capitals', { ...STATUS, name: 'Status' }],
    ['a name with a blank', { ...STATUS, name: 'a b' }],
    ['a name of 33', { ...STATUS, name: 'x'.repeat(33) }],
    ['a description of 101', { ...STATUS, description: 'x'.repeat(101) }],
    ['no description', { name: 'status' }],
    [
      '26 options',
      { ...STATUS, options: Array.from({ length: 26 }, (_, i) => ({ ...optional, name: `o${String(i)}` })) },
    ],
    [
      'a required option after an optional one',
      { ...STATUS, options: [optional, { ...optional, name: 'b', required: true }] },
    ],
    ['a menu entry with a description', { ...STATUS, type: 3, options: [] }],
    ['a menu entry of 33', { name: 'x'.repeat(33), type: 3 }],
    ['a command for users', { name: 'status', type: 2 }],
    ['an option that is no text', { ...STATUS, options: [{ ...optional, type: 5 }] }],
    [
      'choices and suggestions at once',
      { ...STATUS, options: [{ ...optional, autocomplete: true, choices: [{ name: 'c', value: 'v' }] }] },
    ],
    ['an option twice', { ...STATUS, options: [optional, optional] }],
    [
      '26 choices',
      {
        ...STATUS,
        options: [
          {
            ...optional,
            choices: Array.from({ length: 26 }, (_, i) => ({ name: `c${String(i)}`, value: 'v' })),
          },
        ],
      },
    ],
    ['an unknown field', { ...STATUS, colour: 'red' }],
    [
      'more than 8000 characters',
      {
        ...STATUS,
        options: Array.from({ length: 4 }, (_, o) => ({
          ...optional,
          name: `o${String(o)}`,
          choices: Array.from({ length: 25 }, (_, c) => ({ name: `c${String(c)}`, value: 'v'.repeat(100) })),
        })),
      },
    ],
  ])('%s is refused', async (_what, command) => {
    await begin();
    expect(await register(command)).toBe('400 50035');
    expect(discord.commands.in(null)).toEqual([]);
  });

  test('translations are told to who asks for them; a menu entry may share its name with a command', async () => {
    await begin();
    const menu = { name: 'status', type: 3, name_localizations: { he: 'מה המצב?' } };
    expect(await register({ ...STATUS, description_localizations: { he: 'מה ידוע' } }, menu)).toBe('200');
    const path = `/applications/${discord.applicationId}/commands`;
    expect(JSON.stringify((await ask('GET', path)).answer)).not.toContain('localizations');
    expect((await ask('GET', `${path}?with_localizations=true`)).answer).toMatchObject([
      { type: 1, description_localizations: { he: 'מה ידוע' } },
      { type: 3, name_localizations: { he: 'מה המצב?' } },
    ]);
    await send('who is this?');
    const [message] = news.messages;
    if (message === undefined) throw new Error('not sent');
    ruth.asksOf('status', message, { in: news });
    expect(() => ruth.asksOf('other', message, { in: news })).toThrow('no "other"');
  });

  test('a list with a name twice, or of 101, is refused', async () => {
    await begin();
    expect(await register(STATUS, STATUS)).toBe('400 50035');
    const many = Array.from({ length: 101 }, (_, index) => ({ ...STATUS, name: `c${String(index)}` }));
    expect(await register(...many)).toBe('400 30032');
  });

  test('PUT replaces all and keeps the ids of names that stay; POST makes or updates', async () => {
    await begin();
    const base = `/applications/${discord.applicationId}/commands`;
    expect(await register(STATUS, { name: 'help', description: 'x' })).toBe('200');
    const before = discord.commands.in(null);
    expect(await register({ ...STATUS, description: 'new' })).toBe('200');
    expect(discord.commands.in(null)).toMatchObject([{ id: before[0]?.id, form: { description: 'new' } }]);
    expect(await said('POST', base, STATUS)).toBe('200');
    expect(await said('POST', base, { name: 'latest', description: 'x' })).toBe('201');
    const id = discord.commands.in(null).find((one) => one.form.name === 'latest')?.id ?? '';
    expect(await said('DELETE', `${base}/${id}`)).toBe('204');
    expect(await said('DELETE', `${base}/${id}`)).toBe('404 10063');
    expect(
      await said('PUT', `/applications/${discord.applicationId}/guilds/${guild.id}/commands`, [STATUS]),
    ).toBe('200');
    expect(await said('PUT', `/applications/1/commands`, [])).toBe('403 50001');
  });

  test('200 new names a day, no more', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    const hundred = (prefix: string): readonly object[] =>
      Array.from({ length: 100 }, (_, index) => ({ ...STATUS, name: `${prefix}${String(index)}` }));
    expect(await register(...hundred('a'))).toBe('200');
    expect(await register(...hundred('b'))).toBe('200');
    expect(await said('POST', `/applications/${discord.applicationId}/commands`, STATUS)).toBe('400 30032');
    expect(await register(...hundred('b'))).toBe('200');
    expect(await register(STATUS)).toBe('400 30034');
    clock.advance(24 * 3_600_000);
    expect(await register(STATUS)).toBe('200');
  });

  test('a person can run only what the app would send', async () => {
    await begin();
    expect(() => ruth.runs('/status', { subject: 'x' }, { in: news })).toThrow('offers no command');
    await register(STATUS, {
      name: 'admin',
      description: 'x',
      default_member_permissions: '32',
      contexts: [0],
    });
    expect(() => ruth.runs('/status', {}, { in: news })).toThrow('without "subject"');
    expect(() => ruth.runs('/admin', {}, { in: news })).toThrow('so few rights');
    expect(() => ruth.runs('/admin')).toThrow('offers no command');
    guild.joins(ruth, guild.role('boss', ['manageGuild']));
    expect(ruth.runs('/admin', {}, { in: news }).state).toBe('waiting');
  });
});

/** The person runs /status in the news channel. */
async function run(): Promise<DiscordInteraction> {
  await register(STATUS);
  return ruth.runs('/status', { subject: 'trufanov' }, { in: news });
}

async function callback(
  to: DiscordInteraction | { id: string; token: string },
  body: object,
  query = '',
): Promise<string> {
  return said('POST', `/interactions/${to.id}/${to.token}/callback${query}`, body);
}

/** Where edits of and follow-ups to an interaction go. */
function hook(to: DiscordInteraction): string {
  return `/webhooks/${discord.applicationId}/${to.token}`;
}

describe('interactions', () => {
  test('the first answer has three seconds', async () => {
    const time = new ManualClock();
    await begin({ clock: time });
    const [early, late] = [await run(), await run()];
    time.advance(2999);
    expect(await callback(early, { type: 4, data: { content: 'x' } })).toBe('204');
    time.advance(1);
    expect(await callback(late, { type: 4, data: { content: 'x' } })).toBe('404 10062');
    expect([early.state, late.state]).toEqual(['answered', 'failed']);
    await expect(late.answer()).rejects.toThrow('did not respond');
    expect(await callback({ id: '1', token: 'x' }, { type: 5 })).toBe('404 10062');
  });

  test('a second answer is one too many', async () => {
    await begin();
    const asked = await run();
    expect(await callback(asked, { type: 5 })).toBe('204');
    expect(await callback(asked, { type: 4, data: { content: 'x' } })).toBe('400 40060');
  });

  test('before any answer there is nothing to edit or to follow', async () => {
    await begin();
    const asked = await run();
    expect(await said('PATCH', `${hook(asked)}/messages/@original`, { content: 'x' })).toBe('404 10015');
    expect(await said('POST', hook(asked), { content: 'x' })).toBe('404 10015');
    expect(await said('POST', `/webhooks/${discord.applicationId}/unknown`, { content: 'x' })).toBe(
      '404 10015',
    );
  });

  test('a deferral is filled by an edit, or by the first follow-up, and stays as private as it began', async () => {
    await begin();
    const open = await run();
    await callback(open, { type: 5 });
    expect(open.state).toBe('thinking');
    expect(await said('POST', hook(open), { content: 'first', flags: 64 })).toBe('200');
    expect(await said('POST', hook(open), { content: 'second' })).toBe('200');
    expect(news.fromBot.map((one) => one.content)).toEqual(['first', 'second']);

    const whispered = await run();
    await callback(whispered, { type: 5, data: { flags: 64 } });
    expect(await said('PATCH', `${hook(whispered)}/messages/@original`, { content: 'psst' })).toBe('200');
    expect(whispered.replies.map((one) => one.content)).toEqual(['psst']);
    expect(whispered.whispered).toBe(true);
    expect(news.fromBot).toHaveLength(2);
  });

  test('replies can be edited, read and deleted by the token', async () => {
    await begin();
    const asked = await run();
    await callback(asked, { type: 4, data: { content: 'one' } });
    const original = `${hook(asked)}/messages/@original`;
    expect(await said('PATCH', original, { content: 'two' })).toBe('200');
    expect((await ask('GET', original)).answer).toMatchObject({ content: 'two' });
    expect(await said('PATCH', `${hook(asked)}/messages/1`, { content: 'x' })).toBe('404 10008');
    expect(await said('PATCH', `/webhooks/1/${asked.token}/messages/@original`, { content: 'x' })).toBe(
      '404 10015',
    );
    expect(await said('DELETE', original)).toBe('204');
    expect(news.fromBot).toEqual([]);
  });

  test('an answer without a type, of an odd type, or a deferral with a flag of messages, is refused', async () => {
    await begin();
    const asked = await run();
    expect(await callback(asked, { data: { content: 'x' } })).toBe('400 50035');
    expect(await callback(asked, { type: 9, data: {} })).toBe('400 50035');
    expect(await callback(asked, { type: 7, data: { content: 'x' } })).toBe('400 50035');
    expect(await callback(asked, { type: 5, data: { flags: 4 } })).toBe('400 50035');
    expect(asked.state).toBe('waiting');
  });

  test('a message that is gone cannot be changed by its button any more', async () => {
    await begin();
    const id = await send('x', { components: [row(button())] });
    const press = ruth.presses('Go', news.fromBot[0] ?? failed(), { in: news });
    await said('DELETE', `/channels/${news.id}/messages/${id}`);
    expect(await callback(press, { type: 7, data: { content: 'y' } })).toBe('404 10008');
  });

  test('the token lives for fifteen minutes', async () => {
    const time = new ManualClock();
    await begin({ clock: time });
    const asked = await run();
    await callback(asked, { type: 5 });
    time.advance(15 * 60_000 + 1);
    expect(await said('PATCH', `${hook(asked)}/messages/@original`, { content: 'x' })).toBe('401 50027');
  });

  test('answers keep the rules of messages, and only people are called by them', async () => {
    await begin();
    const asked = await run();
    expect(await callback(asked, { type: 4, data: {} })).toBe('400 50006');
    expect(await callback(asked, { type: 4, data: { content: 'x'.repeat(2001) } })).toBe('400 50035');
    expect(await callback(asked, { type: 4, data: { embeds: [{}] } })).toBe('400 50035');
    const everybody = guild.role('all', [], true);
    const content = `<@${ruth.id}> <@&${everybody.id}>`;
    expect(await callback(asked, { type: 4, data: { content } }, '?with_response=true')).toBe('200');
    expect(news.fromBot[0]?.pings).toEqual({ everyone: false, users: [ruth.id], roles: [] });
  });

  test('suggestions are 25 at most, of 100 characters, and only for who types', async () => {
    await begin();
    await register(STATUS);
    const typing = ruth.types('/status', { subject: 'tru' }, { in: news });
    const choices = Array.from({ length: 26 }, (_, index) => ({ name: 'n', value: String(index) }));
    expect(await callback(typing, { type: 8, data: { choices } })).toBe('400 50035');
    expect(
      await callback(typing, { type: 8, data: { choices: [{ name: 'x'.repeat(101), value: 'v' }] } }),
    ).toBe('400 50035');
    expect(await callback(typing, { type: 4, data: { content: 'x' } })).toBe('400 50035');
    expect(await callback(typing, { type: 8, data: { choices: choices.slice(1) } })).toBe('204');
    expect(await typing.choices()).toHaveLength(25);
    expect(await callback(await run(), { type: 8, data: { choices: [] } })).toBe('400 50035');
  });

  test('a pressed button changes its own message, also one that only one person sees', async () => {
    await begin();
    const asked = await run();
    await callback(asked, { type: 4, data: { content: 'x', flags: 64, components: [row(button())] } });
    const press = ruth.presses('Go', await asked.answer(), { in: news });
    expect(await callback(press, { type: 7, data: { content: 'y', components: [] } })).toBe('204');
    expect(asked.replies.map((one) => one.content)).toEqual(['y']);
    expect(() => ruth.presses('Go', asked.replies[0] ?? failed(), { in: news })).toThrow('no button');

    await send('x', { components: [row(button())] });
    const later = ruth.presses('Go', news.fromBot[0] ?? failed(), { in: news });
    expect(await callback(later, { type: 6 })).toBe('204');
    expect(await said('PATCH', `${hook(later)}/messages/@original`, { content: 'z' })).toBe('200');
    expect(news.fromBot.map((one) => one.content)).toEqual(['z']);
  });
});

function failed(): never {
  throw new Error('The message should be there.');
}

describe('limits and faults', () => {
  test('a bucket announces itself, runs out and opens again; coming back too early is the fault of the bot', async () => {
    const clock = new ManualClock();
    await begin({ clock, buckets: { 'POST /channels/:channel/messages': { limit: 2, perMs: 5000 } } });
    const path = `/channels/${news.id}/messages`;
    const first = await ask('POST', path, { content: '1' });
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '1',
      'x-ratelimit-reset-after': '5.000',
      'x-ratelimit-reset': ((clock.now() + 5000) / 1000).toFixed(3),
    });
    await ask('POST', path, { content: '2' });
    const third = await ask('POST', path, { content: '3' });
    expect(third).toMatchObject({ status: 429, answer: { retry_after: 5, global: false } });
    expect(third.headers.get('retry-after')).toBe('5');
    expect(third.headers.get('x-ratelimit-scope')).toBe('user');
    expect(discord.journal.faultsOfTheBot()).toEqual([]);
    expect(await post({ content: 'elsewhere' }, guild.channel('other'))).toBe('200');

    clock.advance(4000);
    expect((await ask('POST', path, { content: '3' })).status).toBe(429);
    expect(discord.journal.faultsOfTheBot()).toHaveLength(1);
    clock.advance(1000);
    expect(await post({ content: '3' })).toBe('200');
  });

  test('the limit over all spares the answers to interactions', async () => {
    const clock = new ManualClock();
    await begin({ clock, inAllPerSecond: 2 });
    await register(STATUS);
    const asked = ruth.runs('/status', { subject: 'x' }, { in: news });
    await send('x');
    const over = await ask('POST', `/channels/${news.id}/messages`, { content: 'y' });
    expect(over).toMatchObject({ status: 429, answer: { global: true } });
    expect(over.headers.get('x-ratelimit-global')).toBe('true');
    expect(await said('POST', `/interactions/${asked.id}/${asked.token}/callback`, { type: 5 })).toBe('204');
  });

  test('dropped, lost, broken, refused, flooded: as scripted, one request each', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    discord.faults.next(
      'POST /channels/:channel/messages',
      { fault: 'dropped' },
      { fault: 'answer lost' },
      { fault: 'broken', status: 503, accepted: false },
      { fault: 'broken', status: 500, accepted: true },
      {
        fault: 'refused',
        status: 403,
        code: 20_028,
        message: 'The write action you are performing has hit a limit.',
      },
      { fault: 'flood', retryAfter: 2 },
    );
    await expect(send('a')).rejects.toThrow('fetch failed');
    await expect(send('b')).rejects.toThrow('fetch failed');
    expect(await post({ content: 'c' })).toBe('503 0');
    expect(await post({ content: 'd' })).toBe('500 0');
    expect(await post({ content: 'e' })).toBe('403 20028');
    expect((await ask('POST', `/channels/${news.id}/messages`, { content: 'f' })).status).toBe(429);
    clock.advance(2000);
    expect(await post({ content: 'g' })).toBe('200');
    expect(news.fromBot.map((one) => one.content)).toEqual(['b', 'd', 'g']);
    expect(discord.journal.unexpected()).toEqual([]);
    expect(discord.faults.left).toBe(0);
  });
});

/** A gateway client of the plainest sort, which remembers what it was sent. */
class Listener {
  readonly received: Frame[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  constructor(query = '?v=10&encoding=json') {
    this.#socket = new WebSocket(`${discord.gateway.url}/${query}`);
    this.#socket.on('message', (raw: Buffer) => {
      this.received.push(FRAME.parse(JSON.parse(raw.toString())));
      for (const look of this.#waiting) look();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', resolve);
    });
  }

  send(payload: unknown): void {
    this.#socket.send(typeof payload === 'string' ? payload : JSON.stringify(payload));
  }

  leave(): void {
    this.#socket.terminate();
  }

  /** Waits for an event by name, or an opcode. */
  async hears(what: string | number): Promise<Frame> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.received.find((one) =>
          typeof what === 'string' ? one.t === what : one.op === what,
        );
        if (found === undefined) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  /** The names of the events so far. */
  get events(): readonly string[] {
    return this.received.flatMap((one) => (typeof one.t === 'string' ? [one.t] : []));
  }
}

const FRAME = z.looseObject({
  op: z.number(),
  t: z.string().nullish(),
  s: z.number().nullish(),
  d: z.unknown().optional(),
});
type Frame = z.output<typeof FRAME>;
const GUILDS = 1 << 0;
const GUILD_MESSAGES = 1 << 9;
const MESSAGE_CONTENT = 1 << 15;

function identify(more: object = {}): object {
  return { op: 2, d: { token: discord.token, intents: GUILDS | GUILD_MESSAGES, properties: {}, ...more } };
}

async function connect(more: object = {}): Promise<Listener> {
  const listener = new Listener();
  await listener.hears(10);
  listener.send(identify(more));
  await listener.hears('READY');
  return listener;
}

describe('the gateway', () => {
  test('is found by asking, greets, and tells first who is there, then of each guild', async () => {
    await begin({ heartbeatInterval: 5000 });
    expect((await ask('GET', '/gateway/bot')).answer).toMatchObject({
      url: discord.gateway.url,
      session_start_limit: { max_concurrency: 1 },
    });
    const listener = new Listener();
    expect(await listener.hears(10)).toMatchObject({ d: { heartbeat_interval: 5000 } });
    listener.send(identify());
    const created = await listener.hears('GUILD_CREATE');
    expect(created.d).toMatchObject({ id: guild.id, channels: [{ id: news.id, name: 'news' }] });
    expect(await listener.hears('READY')).toMatchObject({
      s: 1,
      d: { guilds: [{ id: guild.id, unavailable: true }], application: { id: discord.applicationId } },
    });
    listener.send({ op: 1, d: 2 });
    await listener.hears(11);
    discord.gateway.asksForHeartbeat();
    await listener.hears(1);
  });

  test.each<[number, string, () => unknown]>([
    [4004, 'a wrong token', () => identify({ token: 'wrong' })],
    [4013, 'intents that do not exist', () => identify({ intents: 1 << 30 })],
    [4014, 'intents that were not granted', () => identify({ intents: MESSAGE_CONTENT })],
    [4010, 'a shard that cannot be', () => identify({ shard: [2, 2] })],
    [4003, 'another payload before IDENTIFY', () => ({ op: 8, d: {} })],
    [4002, 'a payload that is no JSON', () => '{'],
    [4002, 'a payload of more than 4096 bytes', () => identify({ properties: { os: 'x'.repeat(4096) } })],
    [
      4007,
      'a sequence that was never sent',
      () => ({ op: 6, d: { token: discord.token, session_id: '', seq: 99 } }),
    ],
  ])('%i for %s', async (code, _what, payload) => {
    await begin();
    const first = await connect();
    const session = READY.parse((await first.hears('READY')).d).session_id;
    const listener = new Listener();
    await listener.hears(10);
    const sent = payload();
    listener.send(
      typeof sent === 'string'
        ? sent
        : JSON.stringify(sent).replace('"session_id":""', `"session_id":"${session}"`),
    );
    expect(await listener.closed).toBe(code);
  });

  test('4012 for another version, 4005 for identifying twice, 4001 for an unknown opcode, 4008 for too much', async () => {
    await begin({ maxConcurrency: 9 });
    expect(await new Listener('?v=6&encoding=json').closed).toBe(4012);
    const twice = await connect();
    twice.send(identify());
    expect(await twice.closed).toBe(4005);
    const odd = await connect();
    odd.send({ op: 99, d: null });
    expect(await odd.closed).toBe(4001);
    const loud = await connect();
    for (let count = 0; count < 120; count += 1) loud.send({ op: 1, d: null });
    expect(await loud.closed).toBe(4008);
  });

  test('more identifications in five seconds than allowed are invalid sessions', async () => {
    const clock = new ManualClock();
    await begin({ clock });
    await connect();
    const second = new Listener();
    await second.hears(10);
    second.send(identify());
    expect(await second.hears(9)).toMatchObject({ d: false });
    clock.advance(5000);
    await connect();
  });

  test('only what was asked for is told; others’ words need an intent of their own', async () => {
    await begin({ granted: ['messageContent'], maxConcurrency: 9 });
    const deaf = await connect({ intents: GUILDS });
    const plain = await connect();
    const reader = await connect({ intents: GUILDS | GUILD_MESSAGES | MESSAGE_CONTENT });
    ruth.writes('secret', { in: news });
    expect((await plain.hears('MESSAGE_CREATE')).d).toMatchObject({ content: '' });
    expect((await reader.hears('MESSAGE_CREATE')).d).toMatchObject({ content: 'secret' });
    await send('own words');
    news.vanishes();
    await Promise.all([deaf.hears('CHANNEL_DELETE'), plain.hears('CHANNEL_DELETE')]);
    expect(deaf.events).toEqual(['READY', 'GUILD_CREATE', 'CHANNEL_DELETE']);
    expect(plain.received.filter((one) => one.t === 'MESSAGE_CREATE').map((one) => one.d)).toMatchObject([
      { content: '' },
      { content: 'own words' },
    ]);
  });

  test('who comes back with RESUME is told what was missed, in order', async () => {
    await begin();
    const first = await connect();
    const { session_id: session, resume_gateway_url: url } = READY.parse((await first.hears('READY')).d);
    expect(url).toContain(discord.gateway.url);
    first.leave();
    await discord.until(() => !discord.gateway.connected);
    await send('one');
    await send('two');

    const again = new Listener();
    await again.hears(10);
    again.send({ op: 6, d: { token: discord.token, session_id: session, seq: 2 } });
    await again.hears('RESUMED');
    expect(again.events).toEqual(['MESSAGE_CREATE', 'MESSAGE_CREATE', 'RESUMED']);
    expect(again.received.flatMap((one) => one.s ?? [])).toEqual([3, 4, 5]);

    discord.gateway.forgetsSessions();
    const late = new Listener();
    await late.hears(10);
    late.send({ op: 6, d: { token: discord.token, session_id: session, seq: 2 } });
    expect(await late.hears(9)).toMatchObject({ d: false });
  });

  test('a bot that is thrown out hears of it, and an outage is something else', async () => {
    await begin();
    const listener = await connect();
    guild.failsForAWhile();
    guild.kicksBot();
    guild.addsBot();
    await discord.until(() => listener.events.length >= 5);
    const lost = listener.received.filter((one) => one.t === 'GUILD_DELETE').map((one) => one.d);
    expect(lost).toEqual([{ id: guild.id, unavailable: true }, { id: guild.id }]);
    expect(listener.events.at(-1)).toBe('GUILD_CREATE');
  });
});

const READY = z.looseObject({ session_id: z.string(), resume_gateway_url: z.string() });

function client(): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    enforceNonce: true,
    allowedMentions: { parse: [] },
    rest: { api: discord.api, version: '10' },
  });
}

describe('discord.js speaks to the stand-in as to Discord', () => {
  test('it logs in, registers a command, suggests, answers late and privately, and posts', async () => {
    await begin();
    const bot = client();
    bot.on('interactionCreate', (interaction) => {
      void (async () => {
        if (interaction.isAutocomplete()) {
          await interaction.respond([{ name: 'Sasha Trufanov', value: 'trufanov' }]);
        }
        if (interaction.isButton()) await interaction.update({ content: 'pressed', components: [] });
        if (!interaction.isChatInputCommand()) return;
        await interaction.deferReply({ flags: MessageFlags.Ephemeral });
        await interaction.editReply({ embeds: [{ title: interaction.options.getString('subject', true) }] });
        await interaction.followUp({
          content: 'more',
          components: [
            {
              type: ComponentType.ActionRow,
              components: [
                { type: ComponentType.Button, style: ButtonStyle.Primary, label: 'Go', custom_id: 'go' },
              ],
            },
          ],
        });
      })();
    });
    await bot.login(discord.token);
    await discord.until(() => bot.isReady());
    await bot.application?.commands.set([
      {
        name: 'status',
        description: 'What is known',
        options: [
          {
            type: ApplicationCommandOptionType.String,
            name: 'subject',
            description: 'Whose',
            required: true,
            autocomplete: true,
          },
        ],
      },
    ]);

    const typing = ruth.types('/status', { subject: 'tru' }, { in: news });
    expect(await typing.choices()).toEqual([{ name: 'Sasha Trufanov', value: 'trufanov' }]);

    const run = ruth.runs('/status', { subject: 'trufanov' }, { in: news });
    expect((await run.answer()).embeds).toMatchObject([{ title: 'trufanov' }]);
    expect(run.whispered).toBe(true);
    const more = await run.answer(2);
    expect(news.fromBot.map((one) => one.content)).toEqual(['more']);

    const press = ruth.presses('Go', more, { in: news });
    await press.acknowledged();
    await discord.until(() => news.fromBot[0]?.content === 'pressed');

    const channel = await bot.channels.fetch(news.id);
    if (channel?.isSendable() !== true) throw new Error('The channel is there to write in.');
    await channel.send({ content: '@everyone, <@1>', nonce: 'alert-1', enforceNonce: true });
    await channel.send({ content: '@everyone, <@1>', nonce: 'alert-1', enforceNonce: true });
    expect(news.fromBot).toHaveLength(2);
    expect(news.fromBot[1]?.pings).toEqual({ everyone: false, users: [], roles: [] });

    await bot.destroy();
    expect(discord.journal.unexpected()).toEqual([]);
  });

  test('it resumes when the line is cut, when it is asked to, and when its heartbeats get no answer', async () => {
    await begin({ heartbeatInterval: 40 });
    const bot = client();
    await bot.login(discord.token);
    await discord.until(() => bot.isReady());
    discord.gateway.cut();
    await discord.until(() => discord.gateway.counts.resumed === 1 && discord.gateway.connected);
    discord.gateway.asksToReconnect();
    await discord.until(() => discord.gateway.counts.resumed === 2 && discord.gateway.connected);
    discord.gateway.withholdsAcks = true;
    await discord.until(() => discord.gateway.counts.resumed === 3);
    discord.gateway.withholdsAcks = false;
    expect(discord.gateway.counts.identified).toBe(1);
    await bot.destroy();
  });
});
