/** The real desk with the project's own settings, between a Telegram and a Discord that stand in for the services. */
import { join } from 'node:path';
import { loadSettings } from '#config/load.ts';
import { createDiscord } from '#platforms/discord.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { openStore } from '#store/open.ts';
import { keepLog } from '#tests/platforms/inside.ts';
import type { KeptLog } from '#tests/platforms/inside.ts';
import type { DiscordChannel, DiscordGuild } from '#tests/support/discord/actors.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordStandIn } from '#tests/support/discord/server.ts';
import { wallClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramStandIn } from '#tests/support/telegram/server.ts';
import { HOME, knowledgeOf } from '../../src/main.ts';
import { assemble, partsOf, prepare } from '../../src/newsdesk.ts';
import type { Newsdesk } from '../../src/newsdesk.ts';

export interface OnBoth {
  readonly telegram: TelegramStandIn;
  readonly discord: DiscordStandIn;
  readonly guild: DiscordGuild;
  /** A text channel of the guild. */
  readonly news: DiscordChannel;
  readonly desk: Newsdesk;
  readonly log: KeptLog;
  stop(): Promise<void>;
}

/** Both connections have started. */
export async function onBoth(): Promise<OnBoth> {
  const config = join(HOME, 'config');
  const log = keepLog();
  const loaded = await loadSettings({ folder: config, env: {}, cwd: HOME });
  const known = await knowledgeOf({ folder: config });
  if (!loaded.ok || !known.ok) throw new Error('the settings of the project are broken');
  const telegram = await startTelegram();
  const discord = await startDiscord({ maxConcurrency: 16 });
  const guild = discord.guild({ name: 'Newsroom' });
  const news = guild.channel('news');
  const store = await openStore('memory:', log);
  const desk = await assemble({
    ...partsOf(loaded.settings),
    knowledge: known.knowledge,
    store,
    connect: (inside) => [
      createTelegram({
        ...inside,
        token: telegram.token,
        apiRoot: telegram.apiRoot,
        webhook: null,
        richDigests: true,
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
  return {
    telegram,
    discord,
    guild,
    news,
    desk,
    log,
    async stop() {
      await Promise.all(desk.connections.map((connection) => connection.stop()));
      await Promise.all([telegram.stop(), discord.stop(), store.close()]);
    },
  };
}
