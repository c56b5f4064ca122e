import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { place } from './folder.ts';

const SECRET = '0123456789abcdef_-';
const hooked = (more = '') => ({
  'config/wirewatch.yaml': `telegram:\n  webhook: https://bot.example.org/telegram\n${more}`,
});

test('without a webhook we ask Telegram; with one, its secret is needed and never shown', async () => {
  await using here = await place();
  expect((await here.settings({ TELEGRAM_WEBHOOK_SECRET: SECRET })).telegram.webhook).toBe(null);
  await here.write('config/wirewatch.yaml', hooked('  listen: "[::1]:9090"\n')['config/wirewatch.yaml']);
  const { telegram } = await here.settings({ TELEGRAM_WEBHOOK_SECRET: SECRET });
  expect(telegram.webhook).toMatchObject({
    url: 'https://bot.example.org/telegram',
    listen: { host: '::1', port: 9090 },
  });
  expect(telegram.webhook?.secret.reveal()).toBe(SECRET);
  expect(inspect(telegram) + JSON.stringify(telegram)).not.toContain(SECRET);
});

test('without the secret it does not start, and says how to make one', async () => {
  await using here = await place(hooked());
  expect(await here.problems()).toEqual([
    expect.stringMatching(
      /^config\/wirewatch\.yaml:2: telegram\.webhook is set, and TELEGRAM_WEBHOOK_SECRET is not.*openssl rand -hex 32/,
    ),
  ]);
});

test.each(['käse', 'a'.repeat(257), 'a.b'])(
  'a secret that Telegram does not take (%s) is refused',
  async (secret) => {
    await using here = await place(hooked());
    const problems = await here.problems({ TELEGRAM_WEBHOOK_SECRET: secret });
    expect(problems).toEqual([expect.stringMatching(/^environment: TELEGRAM_WEBHOOK_SECRET is not what/)]);
    expect(problems.join()).not.toContain(secret);
  },
);

test('Telegram calls https on four ports only; a Bot API server of your own calls anything', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'telegram:\n  webhook: https://bot.example.org:8080/telegram\n',
  });
  const env = { TELEGRAM_WEBHOOK_SECRET: SECRET };
  expect(await here.problems(env)).toEqual([expect.stringMatching(/port 443, 80, 88 or 8443/)]);
  expect(await here.problems({ ...env, TELEGRAM_API_ROOT: 'http://127.0.0.1:8081' })).toEqual([]);
});

test.each(['8080', 'localhost', '127.0.0.1:99999', '127.0.0.1:x'])(
  'where to listen is an address and a port; %s is none',
  async (listen) => {
    await using here = await place(hooked(`  listen: "${listen}"\n`));
    expect(await here.problems({ TELEGRAM_WEBHOOK_SECRET: SECRET })).toContainEqual(
      expect.stringMatching(/telegram\.listen is .*Write an address of this machine and a port/),
    );
  },
);
