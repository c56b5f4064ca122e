import { expect, test } from 'vitest';
import { ALERT } from './inside.ts';
import { onTelegram } from './on-telegram.ts';

test('in any chat one is offered cards, which are posted as they are offered', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user({ languageCode: 'ru' });
  desk.inside.answersNext(Promise.resolve(ALERT));
  const { results, cacheTime, personal } = await anna.isOffered(anna.asksInline('tru'));
  expect(results).toMatchObject([
    { title: 'TRUFANOV', description: expect.stringContaining('held, day 486'), linkPreview: null },
  ]);
  expect(results[0]?.text).toContain('To be freed "soon" <b>& *certainly*');
  expect(cacheTime).toBeLessThanOrEqual(60);
  expect(personal).toBe(true);
  expect(desk.inside.asked).toMatchObject([{ command: 'status', argument: 'trufanov', language: 'ru' }]);
});

test('who finds nobody is led to the watchlist', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user({ languageCode: 'he' });
  const { results, button } = await anna.isOffered(anna.asksInline('<b>nobody\u202e'));
  expect(results).toEqual([]);
  expect(button).toEqual({ text: 'לא נמצא איש. אחרי מי עוקבים?', start_parameter: 'watchlist' });
});

test('of many letters typed while an answer is made only the last are answered, and a late answer breaks nothing', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const [anna, boris] = [desk.telegram.user(), desk.telegram.user()];
  const slow = Promise.withResolvers<typeof ALERT>();
  desk.inside.answersNext(slow.promise);
  const first = anna.asksInline('t');
  await desk.inside.until(({ asked }) => asked.length === 1);
  const [second, third] = [anna.asksInline('tr'), anna.asksInline('tru')];
  await boris.isOffered(boris.asksInline('her'));
  desk.clock.advance(20_000);
  desk.telegram.journal.expect('query is too old');
  slow.resolve(ALERT);
  await desk.telegram.until(() => desk.telegram.journal.count('answerInlineQuery') === 3);
  expect([first.answer, second.answer, third.answer]).toEqual([null, null, null]);
  expect(desk.inside.asked.map(({ argument }) => argument)).toEqual(['trufanov', 'herkin', 'trufanov']);
});
