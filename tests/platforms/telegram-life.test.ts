import { expect, test } from 'vitest';
import { note } from '#render/build.ts';
import { STEP } from './inside.ts';
import { destinationOf, onTelegram } from './on-telegram.ts';

test('a topic that is deleted or closed is told apart from its chat, and is back when it is opened again', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const { telegram, inside } = desk;
  const anna = telegram.user();
  const forum = telegram.supergroup({ title: 'Desk', topics: ['News', 'Talk'], creator: anna });
  const [news, talk] = [forum.topic('News'), forum.topic('Talk')];
  telegram.journal.expect('TOPIC_CLOSED', 'thread not found');
  anna.writes('/status a', { in: forum, thread: news });
  await forum.says();
  forum.closesTopic('News', anna);
  anna.writes('/status b', { in: forum, thread: news });
  await inside.until(({ heard }) => heard.length === 1);
  forum.reopensTopic('News', anna);
  await inside.until(({ heard }) => heard.length === 2);
  const slow = Promise.withResolvers<ReturnType<typeof note>>();
  inside.answersNext(slow.promise);
  anna.writes('/status c', { in: forum, thread: talk });
  await inside.until(({ asked }) => asked.length === 3);
  forum.deletesTopic('Talk');
  slow.resolve(note('too late'));
  await inside.until(({ heard }) => heard.length === 3);
  const place = `telegram:${String(forum.id)}`;
  expect(inside.heard).toEqual([
    expect.stringMatching(new RegExp(`^lost ${place}/${String(news)} .*TOPIC_CLOSED$`, 'u')),
    `regained ${place}/${String(news)}`,
    expect.stringMatching(new RegExp(`^lost ${place}/${String(talk)} .*thread not found$`, 'u')),
  ]);
});

test('who is answered can be told news again, whatever an earlier token knew', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user();
  await desk.inside.chat.lost(destinationOf(anna), 'chat not found');
  anna.writes('/start');
  await desk.inside.until(({ heard }) => heard.length === 2);
  expect(desk.inside.heard[1]).toBe(`regained telegram:${String(anna.id)}`);
});

test('a button of last year, whose message Telegram no longer hands out, is answered below', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user();
  desk.inside.answersNext(Promise.resolve(STEP), Promise.resolve({ ...note('Done.'), place: 'instead' }));
  anna.writes('/subscribe');
  const step = await anna.chat.says();
  desk.clock.advance(365 * 24 * 60 * 60_000);
  desk.telegram.journal.expect('to edit not found');
  const press = anna.presses('Everybody', step, { forgotten: true });
  await anna.sees(press);
  expect((await anna.chat.says(2)).text).toBe('Done.');
  expect(desk.inside.asked[1]).toMatchObject({ destination: { chat: String(anna.id), thread: null } });
});

test('rights that are taken and given back are followed', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const { telegram, inside } = desk;
  const anna = telegram.user();
  const group = telegram.supergroup({ title: 'Desk', creator: anna });
  const wire = telegram.channel({ title: 'Wire', username: 'wire', creator: anna });
  group.setsBot(anna, { status: 'restricted', send: false });
  group.setsBot(anna, { status: 'member' });
  wire.setsBot(anna, { status: 'administrator', post: false, edit: true });
  wire.kicksBot(anna);
  await inside.until(({ heard }) => heard.length === 6);
  expect([...inside.heard].sort()).toEqual(
    [
      `lost telegram:${String(group.id)} the bot may not write in the chat`,
      `regained telegram:${String(group.id)}`,
      `lost telegram:${String(wire.id)} the bot may not post in the channel`,
      `lost telegram:${String(wire.id)} the bot was removed from the chat`,
      // As the operator's file may name it.
      'lost telegram:@wire the bot may not post in the channel',
      'lost telegram:@wire the bot was removed from the chat',
    ].sort(),
  );
});

test('an answer follows a group that became a supergroup while it was made', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const { telegram, inside } = desk;
  const anna = telegram.user();
  const group = telegram.group({ title: 'Family', creator: anna });
  const slow = Promise.withResolvers<ReturnType<typeof note>>();
  inside.answersNext(slow.promise);
  anna.writes('/status anna', { in: group });
  await inside.until(({ asked }) => asked.length === 1);
  telegram.journal.expect('upgraded to a supergroup');
  const heir = group.becomesSupergroup(anna);
  slow.resolve(note('at last'));
  expect((await heir.says()).text).toBe('at last');
  expect(inside.heard[0]).toBe(`moved telegram:${String(group.id)} telegram:${String(heir.id)}`);
});
