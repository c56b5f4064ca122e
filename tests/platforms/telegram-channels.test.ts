import { expect, test } from 'vitest';
import { onTelegram } from './on-telegram.ts';

test('who adds the bot to a channel is greeted, and one tap brings alerts and the first digest there', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user();
  anna.writes('/help');
  await anna.chat.says();
  const wire = desk.telegram.channel({ title: 'Wire <b>', creator: anna, bot: { status: 'left' } });
  wire.addsBot(anna, { status: 'administrator', post: true, edit: true });
  const greeting = await anna.chat.says(2);
  expect(greeting.text).toContain('Wire <b>');
  anna.presses('Begin, with a digest now', greeting);
  expect((await wire.says()).text).toBe('digest:');
  await desk.telegram.until(() => anna.chat.fromBot[1]?.text.startsWith('subscribe: all changes') === true);
  // What is typed in the private chat would change that one.
  expect(anna.chat.fromBot[1]?.text).toContain('write /subscribe in the channel itself');
  expect(anna.chat.fromBot[1]?.buttons).toEqual([]);
  const channel = { platform: 'telegram', chat: String(wire.id), thread: null };
  expect(desk.inside.asked.slice(1)).toMatchObject([
    { command: 'subscribe', argument: 'all changes', destination: channel },
    { command: 'digest', destination: channel },
  ]);
  expect(await desk.inside.asked[1]?.mayManage()).toBe(true);
});

test('who has not started the bot is greeted when they do, even after a restart', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user();
  const wire = desk.telegram.channel({ title: 'Wire', creator: anna, bot: { status: 'left' } });
  desk.telegram.journal.expect("can't initiate conversation");
  wire.addsBot(anna, { status: 'administrator', post: true, edit: true });
  await desk.telegram.until(() => desk.inside.notes.kept.size === 1);
  await desk.bot.stop();
  await desk.again().start();
  anna.writes('/start');
  expect((await anna.chat.says(2)).text).toContain('You have added me to Wire');
  expect(desk.inside.notes.kept.size).toBe(0);
});

test('only an admin of the channel can begin; the right to post has to be given', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const [anna, boris] = [desk.telegram.user(), desk.telegram.user()];
  anna.writes('/help');
  await anna.chat.says();
  const wire = desk.telegram.channel({ title: 'Wire', creator: boris, bot: { status: 'left' } });
  wire.addsBot(anna, { status: 'administrator', post: false, edit: false });
  await desk.inside.until(({ heard }) => heard.length === 1);
  expect(desk.inside.heard[0]).toContain('may not post');
  wire.setsBot(anna, { status: 'administrator', post: true, edit: true });
  const press = anna.presses('Begin, with a digest now', await anna.chat.says(2));
  expect((await anna.sees(press)).text).toBe('Only admins of that channel can set it up.');
  expect(wire.fromBot).toEqual([]);
  expect(desk.inside.asked).toHaveLength(1);
});
