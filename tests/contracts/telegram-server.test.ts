import { afterEach, describe, expect, test } from 'vitest';
import { Bot } from 'grammy';
import { startTelegram } from '#tests/support/telegram/server.ts';
import type { TelegramStandIn } from '#tests/support/telegram/server.ts';

let telegram: TelegramStandIn;
afterEach(async () => {
  await telegram.stop();
});

describe('grammY speaks to the stand-in as to Telegram', () => {
  test('a person writes, the bot answers, the person presses, the bot edits', async () => {
    telegram = await startTelegram();
    const bot = new Bot(telegram.token, { client: { apiRoot: telegram.apiRoot } });
    bot.command('status', async (context) => {
      await context.reply(`<b>held</b> ${context.match}`, {
        parse_mode: 'HTML',
        reply_markup: { inline_keyboard: [[{ text: 'Timeline', callback_data: 'timeline trufanov' }]] },
      });
    });
    bot.on('callback_query:data', async (context) => {
      await context.editMessageText(`you asked for ${context.callbackQuery.data}`);
      await context.answerCallbackQuery({ text: 'done' });
    });
    await bot.api.setMyCommands([{ command: 'status', description: 'What is known' }]);
    const running = bot.start();

    const anna = telegram.user({ languageCode: 'ru' });
    anna.writes('/status trufanov');
    const said = await anna.chat.says();
    expect(said).toMatchObject({
      text: 'held trufanov',
      entities: [{ type: 'bold', offset: 0, length: 4 }],
      buttons: [[{ text: 'Timeline', callbackData: 'timeline trufanov' }]],
    });

    const press = anna.presses('Timeline', said);
    expect(await anna.sees(press)).toEqual({ text: 'done', alert: false });
    expect(anna.chat.fromBot.map((one) => one.text)).toEqual(['you asked for timeline trufanov']);
    expect(telegram.commands.get()).toEqual([{ command: 'status', description: 'What is known' }]);

    await bot.stop();
    await running;
    expect(telegram.journal.unexpected()).toEqual([]);
  });
});
