/** A stand-in by somebody else: what our own servers and our clients might both have misunderstood shows here. It knows little, so only the wiring. */
import { startDiscordServer, startTelegramServer } from '@openclaw/crabline';
import type { ServerRequestEvent } from '@openclaw/crabline';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Asked, Chat } from '#core/chat.ts';
import { createDiscord } from '#platforms/discord.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { note } from '#render/build.ts';
import { quietLog } from '#tests/support/desk.ts';
import { keepingAccount } from '#tests/support/account.ts';
import { locales } from '#tests/support/locales.ts';

let folder = '';
let asked: Asked[] = [];
let events: ServerRequestEvent[] = [];

const chat: Chat = {
  commands: [{ name: 'status', description: 'Where a person stands', argument: null, whisper: false }],
  answer: (question) => {
    asked.push(question);
    return Promise.resolve(note('held & well'));
  },
  localeOf: () => locales.in('en'),
  suggest: () => Promise.resolve([]),
  lost: () => Promise.resolve(),
  regained: () => Promise.resolve(),
  moved: () => Promise.resolve(),
};

const notes = {
  get: () => Promise.resolve(null),
  set: () => Promise.resolve(),
  delete: () => Promise.resolve(),
};
const deps = () => ({
  chat,
  locales,
  notes,
  webhook: null,
  richDigests: true,
  operators: [],
  clock: { now: () => Date.now() },
  log: quietLog(),
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-second-'));
  asked = [];
  events = [];
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const onEvent = (event: ServerRequestEvent): void => void events.push(event);

function bodyOf(path: string): unknown {
  return events.find((event) => event.path.endsWith(path))?.body;
}

test('Telegram: a command comes in, its answer goes out', async () => {
  const server = await startTelegramServer({ recorderPath: join(folder, 'telegram.jsonl'), onEvent });
  const { botToken, endpoints, adminToken } = server.manifest;
  const bot = createTelegram({ ...deps(), token: botToken, apiRoot: endpoints.apiRoot });
  await bot.start();
  await fetch(endpoints.adminInboundUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-crabline-admin-token': adminToken },
    body: JSON.stringify({
      chatId: 1001,
      fromId: 1001,
      fromName: 'Alice',
      text: '/status trufanov',
      entities: [{ type: 'bot_command', offset: 0, length: 7 }],
    }),
  });
  await vi.waitFor(() => {
    expect(bodyOf('/sendMessage')).toMatchObject({
      chat_id: 1001,
      text: 'held &amp; well',
      parse_mode: 'HTML',
    });
  }, 10_000);
  expect(asked).toMatchObject([{ command: 'status', argument: 'trufanov', destination: { chat: '1001' } }]);
  await bot.stop();
  await server.close();
});

test('Discord: the bot logs in, announces its commands, and a message arrives', async () => {
  const server = await startDiscordServer({ recorderPath: join(folder, 'discord.jsonl'), onEvent });
  const { botToken, endpoints, fixture } = server.manifest;
  const bot = createDiscord({ ...deps(), token: botToken, api: endpoints.apiRoot });
  await bot.start();
  const outcome = await keepingAccount(bot.notifier)({
    id: 'second-opinion',
    destination: { platform: 'discord', chat: fixture.channelId, thread: null },
    message: note('held & well'),
    silent: false,
  });
  expect(outcome).toMatchObject({ outcome: 'sent' });
  expect(bodyOf('/messages')).toMatchObject({
    embeds: [{ description: 'held & well' }],
    allowed_mentions: { parse: [] },
  });
  expect(events.filter(({ path, method }) => method === 'PUT' && path.endsWith('/commands'))).toHaveLength(1);
  await bot.stop();
  await server.close();
});
