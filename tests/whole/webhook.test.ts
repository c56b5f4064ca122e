/** The service as an operator runs it behind a webhook: its own process, with updates brought to it. */
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { makeHome } from '#tests/support/service.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise<void>((done) => void server.close(() => done()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const FEEDS = { 'config/feeds.yaml': 'feeds: {}\n' };

test('without the secret the service does not start, and says what to do', async () => {
  const home = await makeHome(
    { ...FEEDS, 'config/wirewatch.yaml': 'telegram: { webhook: https://bot.example.org/telegram }\n' },
    { TELEGRAM_BOT_TOKEN: '1:x' },
  );
  const { code, err } = await home.command('run');
  await home.remove();
  expect(code).toBe(2);
  expect(err).toMatch(/wirewatch\.yaml:1: .*TELEGRAM_WEBHOOK_SECRET is not.*openssl rand -hex 32/u);
});

test('what people write is brought to the service and answered, and it stops in order', async () => {
  const telegram = await startTelegram({ loopbackWebhooks: true });
  const port = String(await freePort());
  const home = await makeHome(
    {
      ...FEEDS,
      'config/wirewatch.yaml': `telegram:\n  webhook: http://127.0.0.1:${port}/telegram\n  listen: 127.0.0.1:${port}\n`,
    },
    {
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      TELEGRAM_WEBHOOK_SECRET: 'a_long-enough_secret',
    },
  );
  const service = home.run();
  await service.until('the connection', () => service.err().includes('platform connected'));
  const anna = telegram.user({ languageCode: 'he' });
  anna.writes('/status trufanov');
  expect((await anna.chat.says()).text).not.toBe('');
  const { code } = await service.stop();
  expect(code).toBe(0);
  expect(service.out() + service.err()).not.toContain('a_long-enough_secret');
  expect(telegram.journal.count('getUpdates')).toBe(0);
  expect(telegram.journal.unexpected()).toEqual([]);
  await telegram.stop();
  await home.remove();
}, 60_000);
