/** The service as an operator runs it: its own process, a real feed, and real clients against the stand-ins. */
import { afterEach, describe, expect, test } from 'vitest';
import { startDiscord } from '#tests/support/discord/server.ts';
import { makeHome, openNewspaper } from '#tests/support/service.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';

const HOUR = 3_600_000;

/** A watch in which Herkin is still held: the dossiers of the project know how his story ended. */
const DOSSIER = `
id: '000'
kind: report
title: Taken from the festival
source: { id: null, name: test desk, url: null }
date: ${day(-60)}
language: en
people:
  - { subject: herkin, says: taken from the festival }
bodies: []
places: []
topics: []
figures: []
conflicts: []
claims:
  - { subject: herkin, event: abducted, modality: fact, speaker: israel, statedAt: ${day(-60)}, eventAt: ${day(-60)}, words: Taken from the festival. }
  - { subject: herkin, event: held, modality: fact, speaker: israel, statedAt: ${day(-2)}, words: Still held. }
`;

function day(from: number): string {
  return new Date(Date.now() + from * 24 * HOUR).toISOString().slice(0, 10);
}

function feedsYaml(url: string): string {
  return `
sources:
  paper: { name: The Paper, reliability: B }
feeds:
  paper: { url: '${url}', source: paper, language: en, interval: 1m }
`;
}

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

describe('the service', () => {
  test('tells a Telegram channel and a Discord channel of a release, sends a digest, answers /status, and stops in order', async () => {
    const paper = await openNewspaper();
    closing.push(() => paper.stop());
    const telegram = await startTelegram();
    closing.push(() => telegram.stop());
    const discord = await startDiscord();
    closing.push(() => discord.stop());

    const olga = telegram.user({ languageCode: 'en' });
    const channel = telegram.channel({ title: 'Watch', username: 'watchdesk', creator: olga });
    const ruth = discord.user({ name: 'ruth' });
    const guild = discord.guild({ name: 'Newsroom', members: [ruth] });
    const news = guild.channel('news');

    // Both digests come in the next minute, whenever that is.
    const soon = new Date(Date.now() + 60_000).toISOString().slice(11, 16);
    const home = await makeHome(
      {
        'config/feeds.yaml': feedsYaml(paper.url),
        'config/wirewatch.yaml': `
polling: { allowPrivate: true }
digest: { time: '${soon}' }
telegram: { apiRoot: '${telegram.apiRoot}' }
discord: { api: '${discord.api}' }
subscriptions:
  - { destination: 'telegram:${String(channel.id)}', subjects: [herkin] }
  - { destination: 'discord:${news.id}', subjects: [herkin] }
`,
        'seeds/000-held.yaml': DOSSIER,
      },
      { TELEGRAM_BOT_TOKEN: telegram.token, DISCORD_BOT_TOKEN: discord.token },
    );
    closing.push(() => home.remove());
    paper.publish({
      path: 'old',
      title: 'Families wait for news of Maxim Herkin',
      text: 'Maxim Herkin is still held in Gaza by Hamas; Moscow has asked for his release.',
      at: Date.now() - 20 * HOUR,
    });

    const service = home.run();
    closing.push(() => service.stop('SIGKILL'));
    await service.until('the first reading', () => paper.asked() > 0);
    await service.until(
      'both platforms',
      () => (service.err().match(/platform connected/gu) ?? []).length === 2,
    );

    // Somebody asks in a private chat, somebody in a guild.
    olga.writes('/status herkin');
    const answer = await olga.chat.says();
    expect(answer.text).toContain('HELD');
    const run = ruth.runs('/status', { subject: 'herkin' }, { in: news });
    expect(JSON.stringify(await run.answer())).toContain('HELD');

    paper.publish({
      path: 'free',
      title: 'Maxim Herkin released from Gaza, Red Cross says',
      text: 'Hamas handed Maxim Herkin over to the Red Cross on Monday, the Red Cross said. The Russian foreign ministry welcomed his release.',
      at: Date.now(),
    });
    const alerted = (): boolean =>
      channel.fromBot.some(({ text }) => text.includes('RELEASED')) &&
      news.messages.some((message) => JSON.stringify(message).includes('RELEASED'));
    await service.until('the alert on both', alerted);
    expect(channel.fromBot.filter(({ text }) => text.includes('RELEASED'))).toHaveLength(1);
    await service.until(
      'the digest on both',
      () =>
        channel.fromBot.some(({ text }) => text.includes('Digest')) &&
        news.messages.some((message) => JSON.stringify(message).includes('Digest')),
    );

    const begun = Date.now();
    const ended = await service.stop();
    expect(ended.code).toBe(0);
    expect(Date.now() - begun).toBeLessThan(10_000);
    // While stopping, grammY confirms the updates it handled with one more getUpdates, which may meet its own long poll.
    telegram.journal.expect('terminated by other getUpdates request');
    expect(telegram.journal.unexpected()).toEqual([]);
    expect(discord.journal.unexpected()).toEqual([]);
    expect(ended.out + ended.err).not.toContain(telegram.token);
    expect(ended.out + ended.err).not.toContain(discord.token);
    // A feed is read again after a minute at the earliest, so this takes a little longer than that.
  }, 150_000);

  test('runs on one platform when the token of the other is refused, and says so', async () => {
    const paper = await openNewspaper();
    closing.push(() => paper.stop());
    const telegram = await startTelegram();
    closing.push(() => telegram.stop());
    const discord = await startDiscord();
    closing.push(() => discord.stop());
    const ruth = discord.user({ name: 'ruth' });
    const news = discord.guild({ name: 'Newsroom', members: [ruth] }).channel('news');
    const wrong = '123456789:AAwrongwrongwrongwrongwrongwrongwrong';
    const home = await makeHome(
      {
        'config/feeds.yaml': feedsYaml(paper.url),
        'config/wirewatch.yaml': `
polling: { allowPrivate: true }
telegram: { apiRoot: '${telegram.apiRoot}' }
discord: { api: '${discord.api}' }
`,
      },
      { TELEGRAM_BOT_TOKEN: wrong, DISCORD_BOT_TOKEN: discord.token },
    );
    closing.push(() => home.remove());
    const service = home.run();
    closing.push(() => service.stop('SIGKILL'));
    await service.until('Discord', () => service.err().includes('platform connected'));
    await service.until('a word about Telegram', () => service.err().includes('platform does not run'));
    const run = ruth.runs('/status', { subject: 'trufanov' }, { in: news });
    expect(JSON.stringify(await run.answer())).toContain('RELEASED');
    expect(service.err()).toContain('BotFather');
    const ended = await service.stop();
    expect(ended.code).toBe(0);
    expect(ended.out + ended.err).not.toContain(wrong);
  });
});
