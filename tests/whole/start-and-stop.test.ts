/** How the service begins and ends, in this process: a real feed, a real store, a real client before the stand-in of Telegram. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startService } from '#src/main.ts';
import { createTerminal } from '#platforms/terminal.ts';
import { openStore } from '#store/open.ts';
import { place } from '#tests/config/folder.ts';
import { quietLog } from '#tests/support/desk.ts';
import { projectKnowledge } from '#tests/support/project.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';

/** A service whose one feed is gone for good, with an operator on Telegram. */
async function start() {
  const server = createServer((_request, response) => void response.writeHead(410).end()).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const telegram = await startTelegram();
  const operator = telegram.user({ languageCode: 'en' });
  operator.writes('/about');
  const here = await place({
    'config/feeds.yaml': `
sources: { paper: { name: The Paper, reliability: B } }
feeds: { paper: { url: 'http://127.0.0.1:${String(port)}/feed', source: paper, language: en } }
`,
    'config/wirewatch.yaml': `
polling: { allowPrivate: true }
telegram: { apiRoot: '${telegram.apiRoot}' }
admins: { telegram: ['${String(operator.id)}'] }
`,
  });
  await cp('config/watchlist.yaml', join(here.cwd, 'config/watchlist.yaml'));
  const settings = await here.settings({ TELEGRAM_BOT_TOKEN: telegram.token });
  const log = quietLog();
  const terminal = createTerminal({ write: () => {}, form: () => ({ width: 80, colour: false }) });
  const service = await startService(settings, () => projectKnowledge(), terminal, log);
  let stopped: Promise<void> | null = null;
  const stop = (): Promise<void> => (stopped ??= service.stop());
  onTestFinished(async () => {
    await stop();
    await telegram.stop();
    server.close();
    await here[Symbol.asyncDispose]();
  });
  return { service, stop, operator, log, store: settings.store.url.reveal() };
}

test('operators are told of a feed that the first pass of a start finds gone', async () => {
  const { operator } = await start();
  expect((await operator.chat.says(2)).text + (await operator.chat.says(1)).text).toContain('paper: ');
}, 20_000);

test('a connection that fails to stop is told in the log, and the store is closed all the same', async () => {
  const { service, stop, log, store } = await start();
  for (const connection of service.newsdesk.connections) {
    const end = connection.stop.bind(connection);
    connection.stop = async () => {
      await end();
      throw new Error('it hangs on');
    };
  }
  await stop();
  expect(log.lines).toContainEqual(
    expect.objectContaining({ sentence: 'a part of the service did not stop in order' }),
  );
  // Nobody else has it any more.
  await (await openStore(store, log)).close();
}, 20_000);
