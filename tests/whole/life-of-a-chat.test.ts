/** Chats come and go; what they had chosen stays with them. Through the real desk and the real clients. */
import assert from 'node:assert/strict';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Destination } from '#core/subscription.ts';
import { onBoth } from './on-both.ts';
import type { OnBoth } from './on-both.ts';

let both: OnBoth;

beforeAll(async () => {
  both = await onBoth();
});

afterEach(() => {
  assert.deepEqual(both.telegram.journal.unexpected(), []);
  assert.deepEqual(both.discord.journal.unexpected(), []);
});

afterAll(async () => {
  await both.stop();
});

const onTelegram = ({ id }: { readonly id: number }): Destination => ({
  platform: 'telegram',
  chat: String(id),
  thread: null,
});
const onDiscord = ({ id }: { readonly id: string }): Destination => ({
  platform: 'discord',
  chat: id,
  thread: null,
});

/** Why a chat is not told anything now; null when it is; undefined without a subscription. */
function pausedAt(destination: Destination): string | null | undefined {
  const subscription = both.desk.subscribers.of(destination);
  return subscription === null ? undefined : (subscription.paused?.reason ?? null);
}

test('who blocks the bot is left in peace, and finds everything as it was', async () => {
  const anna = both.telegram.user({ languageCode: 'en' });
  anna.writes('/subscribe trufanov changes 08:30');
  await anna.chat.says();
  const before = both.desk.subscribers.of(onTelegram(anna));
  expect(before?.subjects).toEqual(['trufanov']);
  anna.blocks();
  await both.telegram.until(() => pausedAt(onTelegram(anna)) === 'the person blocked the bot');
  anna.unblocks();
  await both.telegram.until(() => pausedAt(onTelegram(anna)) === null);
  expect(both.desk.subscribers.of(onTelegram(anna))).toEqual(before);
});

test('a group that becomes a supergroup takes its subscription along', async () => {
  const anna = both.telegram.user({ languageCode: 'en' });
  const group = both.telegram.group({ title: 'Family', creator: anna });
  anna.writes('/subscribe trufanov changes 08:30', { in: group });
  await group.says();
  const heir = group.becomesSupergroup(anna);
  await both.telegram.until(() => pausedAt(onTelegram(heir)) === null);
  expect(pausedAt(onTelegram(group))).toBeUndefined();
  expect(both.desk.subscribers.of(onTelegram(heir))?.subjects).toEqual(['trufanov']);
  heir.kicksBot(anna);
  await both.telegram.until(() => pausedAt(onTelegram(heir)) === 'the bot was removed from the chat');
  heir.addsBot(anna);
  await both.telegram.until(() => pausedAt(onTelegram(heir)) === null);
});

test('only admins settle what a group is sent, unnamed ones too', async () => {
  const [anna, boris] = [
    both.telegram.user({ languageCode: 'en' }),
    both.telegram.user({ languageCode: 'en' }),
  ];
  const group = both.telegram.supergroup({ title: 'Desk', creator: anna, members: [boris] });
  boris.writes('/subscribe trufanov changes 08:30', { in: group });
  await group.says();
  expect(pausedAt(onTelegram(group))).toBeUndefined();
  anna.writes('/subscribe trufanov changes 08:30', { in: group, anonymously: true });
  await group.says(2);
  expect(pausedAt(onTelegram(group))).toBe(null);
});

test('a channel on Discord that is deleted, and a server that is left and joined again', async () => {
  const { discord, guild } = both;
  const editor = discord.user({ locale: 'en-GB' });
  guild.joins(editor, guild.role('editor', ['manageGuild']));
  const [one, other] = [guild.channel('one'), guild.channel('other')];
  const what = both.desk.chat.commands.find(({ name }) => name === 'subscribe')?.argument?.name ?? '';
  for (const place of [one, other])
    await editor.runs('/subscribe', { [what]: 'trufanov changes 08:30' }, { in: place }).answer();
  one.vanishes();
  await discord.until(() => pausedAt(onDiscord(one)) === 'the channel was deleted');
  expect(pausedAt(onDiscord(other))).toBe(null);
  guild.kicksBot();
  await discord.until(() => pausedAt(onDiscord(other)) === 'the bot was removed from the server');
  guild.addsBot();
  await discord.until(() => pausedAt(onDiscord(other)) === null);
  expect(pausedAt(onDiscord(one))).toBe('the channel was deleted');
});
