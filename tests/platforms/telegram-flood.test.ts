import { expect, test } from 'vitest';
import { wallClock } from '#tests/support/standin/clock.ts';
import { FAQ_LIMITS } from '#tests/support/telegram/flood.ts';
import { onTelegram } from './on-telegram.ts';

test('a hundred chats that ask at once are all answered, as fast as Telegram allows', async () => {
  await using desk = await onTelegram({ clock: wallClock, flood: FAQ_LIMITS }, { clock: wallClock });
  desk.telegram.journal.expect('Too Many Requests');
  await desk.bot.start();
  const people = Array.from({ length: 100 }, () => desk.telegram.user());
  for (const person of people) person.writes('/status anna');
  await Promise.all(people.map((person) => person.chat.says()));
  expect(desk.telegram.journal.faultsOfTheBot()).toEqual([]);
  // Each that was told to wait comes back once: all of them at the same moment would be told again.
  const refused = desk.telegram.journal.entries.filter(({ kind }) => kind === 'refused');
  expect(refused.length).toBeLessThan(85);
  expect(desk.log.lines).toEqual([]);
}, 20_000);

test('one group over its limit costs the others no answer', async () => {
  await using desk = await onTelegram({ clock: wallClock }, { clock: wallClock });
  await desk.bot.start();
  const [anna, boris] = [desk.telegram.user(), desk.telegram.user()];
  const group = desk.telegram.group({ title: 'Family', creator: anna });
  desk.telegram.faults.nextIn(group.id, 'sendMessage', { fault: 'flood', retryAfter: 2 });
  anna.writes('/status anna', { in: group });
  await desk.telegram.until(() => desk.telegram.faults.left === 0);
  const began = performance.now();
  boris.writes('/status boris');
  await boris.chat.says();
  expect(performance.now() - began).toBeLessThan(1000);
  await group.says();
});
