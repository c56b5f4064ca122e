/** A real Discord client of ours before a stand-in, with a small inside behind it. */
import assert from 'node:assert/strict';
import type { ChatCommand } from '#core/chat.ts';
import type { Message } from '#core/message.ts';
import type { Connection } from '#platforms/connection.ts';
import { createDiscord } from '#platforms/discord.ts';
import type { DiscordChannel, DiscordGuild, DiscordUser } from '#tests/support/discord/actors.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordOptions, DiscordStandIn } from '#tests/support/discord/server.ts';
import { wallClock } from '#tests/support/standin/clock.ts';
import { createInside, keepLog } from './inside.ts';
import type { Inside, KeptLog } from './inside.ts';

export interface OnDiscord extends AsyncDisposable {
  readonly discord: DiscordStandIn;
  readonly guild: DiscordGuild;
  readonly ruth: DiscordUser;
  readonly inside: Inside;
  readonly log: KeptLog;
  readonly bot: Connection;
  /** Another connection with the same token, as after a restart; not started. */
  again(): Connection;
  /** Sends as the outbox does, a first attempt. */
  send(place: DiscordChannel, message: Message): ReturnType<Connection['notifier']['send']>;
}

/** Begins with a connection that is not started. At its end, nothing may have been refused that was not expected. */
export async function onDiscord(
  options: DiscordOptions = {},
  commands?: readonly ChatCommand[],
): Promise<OnDiscord> {
  const discord = await startDiscord({ maxConcurrency: 16, ...options });
  const guild = discord.guild({ name: 'Newsroom' });
  const ruth = discord.user({ locale: 'en-GB' });
  guild.joins(ruth);
  const inside = createInside(commands);
  const log = keepLog();
  const made: Connection[] = [];
  const again = (): Connection => {
    const { chat, locales, notes } = inside;
    const { token, api } = discord;
    const bot = createDiscord({ token, api, chat, locales, notes, clock: wallClock, log });
    made.push(bot);
    return bot;
  };
  const bot = again();
  let sent = 0;
  return {
    discord,
    guild,
    ruth,
    inside,
    log,
    bot,
    again,
    send(place, message) {
      sent += 1;
      return bot.notifier.send(
        {
          id: `delivery-${String(sent)}`,
          destination: destinationOf(place),
          message,
          silent: false,
          cause: { kind: 'notice' },
        },
        { from: 0, messageId: null, begin: () => Promise.resolve(null) },
      );
    },
    async [Symbol.asyncDispose]() {
      for (const one of made) await one.stop();
      await discord.stop();
      assert.equal(log.text().includes(discord.token), false, 'the token is in the log');
      assert.deepEqual(discord.journal.unexpected(), []);
    },
  };
}

export function destinationOf(place: { readonly id: string }) {
  return { platform: 'discord', chat: place.id, thread: null } as const;
}

/** What a person reads of a message: Discord takes the backslashes away. */
export function read(shown: DiscordChannel['messages'][number] | undefined): string {
  return (shown?.embeds ?? [])
    .flatMap(({ title, description }) => [title, description])
    .filter((text) => typeof text === 'string')
    .join('\n')
    .replaceAll(/\\([^\p{L}\p{N}\s])/gu, '$1');
}
