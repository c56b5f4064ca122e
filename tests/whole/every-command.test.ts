/** Every command on both platforms, through the real desk and the real clients, with what people type right and wrong. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '#commands/index.ts';
import { loadSettings } from '#config/load.ts';
import { createDiscord } from '#platforms/discord.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordStandIn } from '#tests/support/discord/server.ts';
import type { DiscordChannel, DiscordGuild } from '#tests/support/discord/actors.ts';
import { wallClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramStandIn } from '#tests/support/telegram/server.ts';
import { keepLog } from '#tests/platforms/inside.ts';
import { HOME, knowledgeOf } from '../../src/main.ts';
import { assemble, partsOf, prepare } from '../../src/newsdesk.ts';
import type { Newsdesk } from '../../src/newsdesk.ts';

const ARGUMENTS = [
  '',
  'trufanov',
  'Трупанову',
  'טרופנוב',
  'nobody at all',
  '~7',
  '@everyone <b>*x*_ [a](https://x.example) `\u202e\u2066',
  'a'.repeat(3900),
];

const config = join(HOME, 'config');
const log = keepLog();
let telegram: TelegramStandIn;
let discord: DiscordStandIn;
let guild: DiscordGuild;
let news: DiscordChannel;
let store: Store;
let desk: Newsdesk;

beforeAll(async () => {
  const loaded = await loadSettings({ folder: config, env: {}, cwd: HOME });
  const known = await knowledgeOf({ folder: config });
  if (!loaded.ok || !known.ok) throw new Error('the settings of the project are broken');
  telegram = await startTelegram();
  discord = await startDiscord({ maxConcurrency: 16 });
  guild = discord.guild({ name: 'Newsroom' });
  news = guild.channel('news');
  store = await openStore('memory:', log);
  desk = await assemble({
    ...partsOf(loaded.settings),
    knowledge: known.knowledge,
    store,
    connect: (inside) => [
      createTelegram({
        ...inside,
        token: telegram.token,
        apiRoot: telegram.apiRoot,
        webhook: null,
        operators: [],
        clock: wallClock,
        log,
      }),
      createDiscord({ ...inside, token: discord.token, api: discord.api, clock: wallClock, log }),
    ],
    clock: wallClock,
    log,
  });
  await prepare(desk, store, loaded.settings, known.knowledge, Date.now());
  await Promise.all(desk.connections.map((connection) => connection.start()));
});

afterAll(async () => {
  await Promise.all(desk.connections.map((connection) => connection.stop()));
  await Promise.all([telegram.stop(), discord.stop(), store.close()]);
});

describe.each(['en', 'ru', 'uk', 'he'])('in %s', (language) => {
  test.each(commands.map(({ name }) => name))(
    '/%s is answered on Telegram, whatever stands behind it',
    async (name) => {
      for (const argument of ARGUMENTS) {
        const anna = telegram.user({ languageCode: language });
        anna.writes(`/${name} ${argument}`.trim());
        const { text, photo } = await anna.chat.says();
        expect(text.trim() !== '' || photo !== null).toBe(true);
        expect(text).not.toMatch(/undefined|\[object|\{\w+\}|NaN/u);
      }
      expect(telegram.journal.unexpected()).toEqual([]);
    },
  );

  test.each(commands.map(({ name }) => name))(
    '/%s is answered on Discord, whatever stands behind it',
    async (name) => {
      const command = desk.chat.commands.find((one) => one.name === name);
      const argument = command?.argument ?? null;
      for (const typed of argument === null ? [''] : ARGUMENTS) {
        if (argument?.required === true && typed === '') continue;
        const ruth = discord.user({ locale: language });
        guild.joins(ruth);
        const options = argument === null || typed === '' ? {} : { [argument.name]: typed };
        const shown = await ruth.runs(`/${name}`, options, { in: news }).answer();
        expect(JSON.stringify(shown.embeds)).not.toMatch(/undefined|\[object|NaN/u);
        expect(shown.pings).toEqual({ everyone: false, users: [], roles: [] });
      }
      expect(discord.journal.unexpected()).toEqual([]);
    },
  );
});

test('a timeline comes as a picture on both, with its description', async () => {
  const [anna, ruth] = [telegram.user({ languageCode: 'ru' }), discord.user({ locale: 'ru' })];
  guild.joins(ruth);
  anna.writes('/timeline trufanov picture');
  expect((await anna.chat.says()).photo?.bytes).toBeGreaterThan(1000);
  const shown = await ruth.runs('/timeline', { subject: 'trufanov picture' }, { in: news }).answer();
  expect(shown.attachments).toMatchObject([{ description: expect.stringMatching(/[а-я]{3}/u) }]);
});

test('a channel is set up with one tap: it is subscribed, and the first digest comes', async () => {
  const anna = telegram.user({ languageCode: 'uk' });
  anna.writes('/start');
  await anna.chat.says();
  const wire = telegram.channel({ title: 'Wire', creator: anna, bot: { status: 'left' } });
  wire.addsBot(anna, { status: 'administrator', post: true, edit: true });
  const greeting = await anna.chat.says(2);
  anna.presses(greeting.buttons[0]?.[0]?.text ?? '', greeting);
  expect((await wire.says()).text).not.toBe('');
  await telegram.until(() => anna.chat.edits === 1);
  const destination = { platform: 'telegram', chat: String(wire.id), thread: null } as const;
  expect(desk.subscribers.of(destination)).toMatchObject({
    subjects: 'all',
    alerts: 'changes',
    language: 'uk',
    paused: null,
  });
});

test('nothing was worth a warning', () => {
  expect(log.lines.filter((line) => /^(?:warn|error)/u.test(line))).toEqual([]);
});
