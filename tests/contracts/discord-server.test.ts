import {
  ApplicationCommandOptionType,
  ButtonStyle,
  Client,
  ComponentType,
  GatewayIntentBits,
  MessageFlags,
} from 'discord.js';
import { afterEach, describe, expect, test } from 'vitest';
import { startDiscord } from '#tests/support/discord/server.ts';
import type { DiscordStandIn } from '#tests/support/discord/server.ts';

let discord: DiscordStandIn;
afterEach(async () => {
  await discord.stop();
});

describe('discord.js speaks to the stand-in as to Discord', () => {
  test('it logs in, registers a command, suggests, answers late and privately, and posts', async () => {
    discord = await startDiscord();
    const ruth = discord.user({ name: 'ruth', locale: 'he' });
    const guild = discord.guild({ name: 'Newsroom', members: [ruth] });
    const news = guild.channel('news');
    const client = new Client({
      intents: [GatewayIntentBits.Guilds],
      enforceNonce: true,
      allowedMentions: { parse: [] },
      rest: { api: discord.api, version: '10' },
    });
    client.on('interactionCreate', (interaction) => {
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
    await client.login(discord.token);
    await discord.until(() => client.isReady());
    await client.application?.commands.set([
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

    const channel = await client.channels.fetch(news.id);
    if (channel?.isSendable() !== true) throw new Error('The channel is there to write in.');
    await channel.send({ content: '@everyone, <@1>', nonce: 'alert-1', enforceNonce: true });
    await channel.send({ content: '@everyone, <@1>', nonce: 'alert-1', enforceNonce: true });
    expect(news.fromBot).toHaveLength(2);
    expect(news.fromBot[1]?.pings).toEqual({ everyone: false, users: [], roles: [] });

    await client.destroy();
    expect(discord.journal.unexpected()).toEqual([]);
  });
});
