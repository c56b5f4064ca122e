import { expect, test } from 'vitest';
import type { ChatCommand } from '#core/chat.ts';
import { onTelegram } from './on-telegram.ts';

const COMMANDS: readonly ChatCommand[] = [
  {
    name: 'status',
    description: 'Where somebody stands',
    argument: null,
    whisper: false,
    translated: { ru: { description: 'Что известно о человеке', argument: null } },
  },
  { name: 'subscribe', description: 'Tell this chat', argument: null, whisper: false, audience: 'managers' },
  { name: 'watch', description: 'Change the watch', argument: null, whisper: true, audience: 'operators' },
];

test('each sees the commands that are of use to them, in their language', async () => {
  await using desk = await onTelegram({}, {}, COMMANDS);
  const { telegram } = desk;
  const [anna, boris] = [telegram.user(), telegram.user()];
  anna.writes('hello');
  telegram.journal.expect("can't initiate conversation");
  const bot = desk.again({ operators: [String(boris.id), String(anna.id)] });
  await bot.start();
  const names = (...where: Parameters<typeof telegram.commands.get>) =>
    telegram.commands.get(...where).map(({ command, description }) => `${command}: ${description}`);
  expect(names({ type: 'default' })).toEqual(['status: Where somebody stands']);
  expect(names({ type: 'default' }, 'ru')).toEqual(['status: Что известно о человеке']);
  expect(names({ type: 'all_group_chats' })).toEqual([]);
  for (const type of ['all_private_chats', 'all_chat_administrators'])
    expect(names({ type })).toEqual(['status: Where somebody stands', 'subscribe: Tell this chat']);
  expect(names({ type: 'chat', chat_id: anna.id })).toHaveLength(3);
  const writes = telegram.journal.count('setMyCommands');
  await bot.stop();
  const later = desk.again({ operators: [String(anna.id)] });
  await later.start();
  expect(telegram.journal.count('setMyCommands')).toBe(writes);
});
