import { expect, test } from 'vitest';
import type { Answer } from '#core/message.ts';
import { note } from '#render/build.ts';
import { ALERT, CHOICES } from './inside.ts';
import { destinationOf, onDiscord } from './on-discord.ts';
import type { OnDiscord } from './on-discord.ts';

const CALLBACK = 'POST /interactions/:interaction/:token/callback';

const lose = (desk: OnDiscord, ...places: readonly { readonly id: string }[]) =>
  Promise.all(places.map((place) => desk.inside.chat.lost(destinationOf(place), 'removed')));

test('at the start all channels where the bot is heard are there again', async () => {
  await using desk = await onDiscord();
  const { guild } = desk;
  const [news, secret, stories] = [guild.channel('news'), guild.channel('secret'), guild.forum('stories')];
  const thread = news.thread('one story');
  secret.denies('sendMessages');
  thread.locks();
  await lose(desk, news, secret, stories, thread);
  await desk.bot.start();
  await desk.inside.until(({ heard }) => heard.length === 6);
  expect(desk.inside.heard.slice(4).sort()).toEqual(
    [`regained discord:${news.id}`, `regained discord:${stories.id}`].sort(),
  );
  thread.locks(false);
  await desk.inside.until(({ heard }) => heard.length === 7);
  expect(desk.inside.heard[6]).toBe(`regained discord:${thread.id}`);
  secret.relents();
  await desk.inside.until(({ heard }) => heard.length === 8);
  expect(desk.inside.heard[7]).toBe(`regained discord:${secret.id}`);
});

test('a server that is left and joined again takes its channels and threads along', async () => {
  await using desk = await onDiscord();
  const { guild, inside } = desk;
  const news = guild.channel('news');
  const thread = news.thread('one story');
  await desk.bot.start();
  guild.kicksBot();
  await inside.until(({ heard }) => heard.length === 2);
  guild.addsBot();
  await inside.until(({ heard }) => heard.length === 4);
  expect(inside.heard.toSorted()).toEqual(
    [
      `lost discord:${news.id} the bot was removed from the server`,
      `lost discord:${thread.id} the bot was removed from the server`,
      `regained discord:${news.id}`,
      `regained discord:${thread.id}`,
    ].sort(),
  );
});

test('a server that is taken away in a form nobody knows costs a line in the log, and the bot goes on', async () => {
  await using desk = await onDiscord();
  const news = desk.guild.channel('news');
  await desk.bot.start();
  desk.discord.gateway.dispatch('GUILD_DELETE', { id: 5 }, { intents: 1 });
  await desk.log.until('could not be read');
  await desk.ruth.runs('/status', {}, { in: news }).answer();
  expect(desk.log.lines).toEqual(['warn a packet of Discord could not be read']);
  expect(desk.inside.heard).toEqual([]);
});

test('who writes to the bot opens the door again', async () => {
  await using desk = await onDiscord();
  await desk.bot.start();
  await lose(desk, desk.ruth.dm);
  await desk.ruth.runs('/help').answer();
  expect(desk.inside.heard[1]).toBe(`regained discord:${desk.ruth.dm.id}`);
});

test('an answer that comes too late is told to nobody, and the next one works', async () => {
  await using desk = await onDiscord();
  const news = desk.guild.channel('news');
  await desk.bot.start();
  desk.discord.faults.next(
    CALLBACK,
    { fault: 'refused', status: 404, code: 10062, message: 'Unknown interaction' },
    { fault: 'refused', status: 400, code: 40060, message: 'Interaction has already been acknowledged.' },
  );
  desk.ruth.runs('/status', {}, { in: news });
  desk.ruth.runs('/status', {}, { in: news });
  await desk.discord.until(() => desk.log.lines.length === 2);
  expect(desk.log.lines).toEqual([
    'warn An answer could not be sent to Discord',
    'warn An answer could not be sent to Discord',
  ]);
  await desk.ruth.runs('/status', {}, { in: news }).answer();
});

test('of eleven messages in an hour the last is not published, and stays', async () => {
  const hour = { limit: 10, perMs: 60 * 60_000 };
  await using desk = await onDiscord({
    buckets: { 'POST /channels/:channel/messages/:message/crosspost': hour },
  });
  const wire = desk.guild.announcements('wire');
  await desk.bot.start();
  for (let i = 0; i < 11; i += 1)
    expect(await desk.send(wire, note(`news ${String(i)}`))).toMatchObject({ outcome: 'sent' });
  expect(wire.fromBot.filter(({ flags }) => (flags & 1) !== 0)).toHaveLength(10);
  expect(wire.fromBot).toHaveLength(11);
  expect(desk.log.lines).toEqual(['warn A message was sent to Discord but not published']);
});

test('buttons and lists work after a restart', async () => {
  await using desk = await onDiscord();
  const news = desk.guild.channel('news');
  await desk.bot.start();
  desk.inside.answersNext(Promise.resolve(CHOICES));
  const asked = await desk.ruth.runs('/status', {}, { in: news }).answer();
  await desk.bot.stop();
  await desk.again().start();
  await desk.ruth.chooses('Person 3', asked, { in: news }).answer();
  await desk.ruth.presses('▶', asked, { in: news }).answer();
  expect(desk.inside.asked.slice(1)).toMatchObject([
    { command: 'subscribe', argument: 'person-3', page: null },
    { command: 'subscribe', argument: 'choose', page: 2 },
  ]);
});

test('a message is asked why it was sent, and one without a report says so', async () => {
  await using desk = await onDiscord({}, [
    {
      name: 'why',
      description: 'Why',
      argument: { name: 'report', description: 'x', required: true, suggests: 'nothing' },
      whisper: false,
    },
  ]);
  const news = desk.guild.channel('news');
  await desk.bot.start();
  await desk.send(news, ALERT);
  await desk.send(news, note('no link'));
  const [alert, bare] = news.fromBot;
  if (alert === undefined || bare === undefined) throw new Error('not sent');
  const asked = desk.ruth.asksOf('Why was this sent?', alert, { in: news });
  expect((await asked.answer()).embeds[0]?.['description']).toContain('north');
  expect(asked.whispered).toBe(true);
  expect(desk.inside.asked).toMatchObject([{ command: 'why', argument: 'https://north.example/1' }]);
  const none = desk.ruth.asksOf('Why was this sent?', bare, { in: news });
  expect((await none.answer()).embeds[0]?.['description']).toContain('no report');
  expect(none.whispered).toBe(true);
});

test('commands come with their translations and choices, and are not written again for nothing', async () => {
  await using desk = await onDiscord({}, [
    {
      name: 'language',
      description: 'My language',
      argument: {
        name: 'language',
        description: 'Which',
        required: false,
        suggests: 'nothing',
        choices: [
          { label: 'English', value: 'en' },
          { label: 'עברית', value: 'he' },
        ],
      },
      whisper: false,
      translated: { ru: { name: 'язык', description: 'Мой язык', argument: 'Какой' } },
    },
    { name: 'why', description: 'Why', argument: null, whisper: true },
  ]);
  await desk.bot.start();
  await desk.bot.stop();
  await desk.again().start();
  const puts = desk.discord.journal.entries.filter(({ what }) => what.startsWith('PUT '));
  expect(puts).toHaveLength(1);
  expect(puts[0]?.sent).toMatchObject([
    {
      name: 'language',
      name_localizations: { ru: 'язык' },
      description_localizations: { ru: 'Мой язык' },
      options: [
        {
          description_localizations: { ru: 'Какой' },
          choices: [
            { name: 'English', value: 'en' },
            { name: 'עברית', value: 'he' },
          ],
        },
      ],
    },
    { name: 'why' },
    { type: 3, name: 'Why was this sent?', name_localizations: { he: 'למה זה נשלח?' } },
  ]);
  const news = desk.guild.channel('news');
  const slow = Promise.withResolvers<Answer>();
  desk.inside.answersNext(slow.promise);
  const run = desk.ruth.runs('/language', { language: 'he' }, { in: news });
  await desk.inside.until(({ asked }) => asked.length === 1);
  slow.resolve(note('שלום'));
  await run.answer();
  expect(desk.inside.asked[0]).toMatchObject({ command: 'language', argument: 'he' });
});
