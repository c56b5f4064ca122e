import { createServer } from 'node:http';
import { request } from 'node:http';
import { connect, createServer as createTunnel } from 'node:net';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { onTelegram } from './on-telegram.ts';

const SECRET = 'a_secret-of-64';

/** A port of this machine that is free just now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<void>((done) => void server.close(() => done()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function hooked() {
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}/telegram`;
  const webhook = { url, secret: SECRET, listen: { host: '127.0.0.1', port } };
  const desk = await onTelegram({ loopbackWebhooks: true }, { webhook });
  return { desk, url, webhook };
}

/** Calls the webhook as anybody could. */
async function call(
  url: string,
  secret: string | null,
  body: string | Buffer,
  method = 'POST',
): Promise<number> {
  return new Promise((done, failed) => {
    const headers = secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret };
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    sent.on('error', failed);
    sent.end(body);
  });
}

test('what people write is brought, answered, and not brought again', async () => {
  const { desk: begun } = await hooked();
  await using desk = begun;
  const anna = desk.telegram.user();
  await desk.bot.start();
  anna.writes('/status anna');
  expect((await anna.chat.says()).text).toBe('status: anna');
  anna.writes('/status boris');
  expect((await anna.chat.says(2)).text).toBe('status: boris');
  expect(desk.telegram.brought.map(({ status }) => status)).toEqual([200, 200]);
  expect(desk.telegram.journal.count('getUpdates')).toBe(0);
});

test('what came while nobody listened comes after the start, once', async () => {
  const { desk: begun, webhook } = await hooked();
  await using desk = begun;
  await desk.bot.start();
  await desk.bot.stop();
  const anna = desk.telegram.user();
  anna.writes('/status anna');
  await desk.telegram.until(() => desk.telegram.brought.length === 1);
  expect(desk.telegram.brought[0]?.status).toBe(null);
  expect(await desk.again({ webhook }).check()).toMatchObject({
    ok: false,
    detail: expect.stringContaining('Connection refused'),
  });
  await desk.again({ webhook }).start();
  desk.clock.advance(1000);
  expect((await anna.chat.says()).text).toBe('status: anna');
  expect(desk.inside.asked).toHaveLength(1);
});

test('an update whose answer Telegram did not hear is not worked on twice', async () => {
  const { desk: begun, url } = await hooked();
  await using desk = begun;
  await desk.bot.start();
  const anna = desk.telegram.user();
  anna.writes('/status anna');
  await anna.chat.says();
  const update = JSON.stringify({
    update_id: desk.telegram.brought[0]?.update,
    message: {
      message_id: 1,
      date: desk.clock.now() / 1000,
      chat: { id: anna.id, type: 'private' },
      text: '/help',
    },
  });
  expect(await call(url, SECRET, update)).toBe(200);
  anna.writes('/status boris');
  expect((await anna.chat.says(2)).text).toBe('status: boris');
});

test('who does not know the secret, brings too much, nonsense, or comes elsewhere is sent away', async () => {
  const { desk: begun, url } = await hooked();
  await using desk = begun;
  await desk.bot.start();
  const update = '{"update_id":1,"message":{}}';
  expect(await call(url, null, update)).toBe(401);
  expect(await call(url, `${SECRET}x`, update)).toBe(401);
  expect(await call(url, SECRET.toUpperCase(), update)).toBe(401);
  expect(await call(`${url}/other`, SECRET, update)).toBe(404);
  expect(await call(url, SECRET, '', 'GET')).toBe(405);
  expect(await call(url, SECRET, '{"update_id":"1"}')).toBe(400);
  expect(await call(url, SECRET, 'nonsense')).toBe(400);
  expect(await call(url, SECRET, Buffer.alloc(1024 * 1024 + 1, ' '))).toBe(413);
  expect(desk.inside.asked).toEqual([]);
  expect(desk.log.text()).not.toContain(SECRET);
});

test('an answer waits until Telegram can be reached again', async () => {
  // The way to Telegram, which can be closed while updates still come in.
  const sockets = new Set<Socket>();
  let target = 0;
  const way = createTunnel((socket) => {
    const onward = connect(target, '127.0.0.1');
    for (const one of [socket, onward]) {
      sockets.add(one.on('error', () => one.destroy()).on('close', () => void sockets.delete(one)));
    }
    socket.pipe(onward).pipe(socket);
  });
  const port = await freePort();
  const open = () => new Promise<void>((done) => void way.listen(port, '127.0.0.1', done));
  const close = async () => {
    const closed = new Promise<void>((done) => void way.close(() => done()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const { desk: begun, webhook } = await hooked();
  await using desk = begun;
  target = Number(new URL(desk.telegram.apiRoot).port);
  await open();
  const bot = desk.again({ webhook, apiRoot: `http://127.0.0.1:${String(port)}` });
  await bot.start();
  await close();
  const anna = desk.telegram.user();
  anna.writes('/status anna');
  await desk.log.until('an answer waits');
  await open();
  expect((await anna.chat.says()).text).toBe('status: anna');
  await bot.stop();
  await close();
});

test('a start by polling takes the webhook away', async () => {
  const { desk: begun } = await hooked();
  await using desk = begun;
  await desk.bot.start();
  await desk.bot.stop();
  await desk.again({ webhook: null }).start();
  const anna = desk.telegram.user();
  anna.writes('/status anna');
  expect((await anna.chat.says()).text).toBe('status: anna');
});

test('an address that Telegram does not take, and a port that is taken, are told in words', async () => {
  await using desk = await onTelegram();
  const listen = { host: '127.0.0.1', port: 0 };
  desk.telegram.journal.expect('HTTPS URL');
  const refused = desk.again({ webhook: { url: 'http://bot.example/x', secret: SECRET, listen } });
  await expect(refused.start()).rejects.toThrow(/does not take the webhook.*HTTPS.*Check telegram.webhook/u);
  const port = Number(new URL(desk.telegram.apiRoot).port);
  const taken = desk.again({
    webhook: { url: 'https://bot.example/x', secret: SECRET, listen: { ...listen, port } },
  });
  await expect(taken.start()).rejects.toThrow(/cannot listen on 127.0.0.1.*EADDRINUSE.*Choose another/u);
});
