/** Every command on both platforms, through the real desk and the real clients, with what people type right and wrong. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '#commands/index.ts';
import { onBoth } from './on-both.ts';
import type { OnBoth } from './on-both.ts';

const ARGUMENTS = [
  '',
  'trufanov',
  'Трупанову',
  'טרופנוב',
  'nobody at all',
  '~7',
  '@everyone <b>*x*_ [a](https://x.example) `\u202e\u2066',
  'a'.repeat(3900),
];

let both: OnBoth;

beforeAll(async () => {
  both = await onBoth();
});

afterAll(async () => {
  await both.stop();
});

describe.each(['en', 'ru', 'uk', 'he'])('in %s', (language) => {
  test.each(commands.map(({ name }) => name))(
    '/%s is answered on Telegram, whatever stands behind it',
    async (name) => {
      const { telegram } = both;
      for (const argument of ARGUMENTS) {
        const anna = telegram.user({ languageCode: language });
        anna.writes(`/${name} ${argument}`.trim());
        const { text, photo } = await anna.chat.says();
        expect(text.trim() !== '' || photo !== null).toBe(true);
        expect(text).not.toMatch(/undefined|\[object|\{\w+\}|NaN/u);
      }
      expect(telegram.journal.unexpected()).toEqual([]);
    },
  );

  test.each(commands.map(({ name }) => name))(
    '/%s is answered on Discord, whatever stands behind it',
    async (name) => {
      const { discord, guild, news, desk } = both;
      const command = desk.chat.commands.find((one) => one.name === name);
      const argument = command?.argument ?? null;
      for (const typed of argument === null ? [''] : ARGUMENTS) {
        if (argument?.required === true && typed === '') continue;
        const ruth = discord.user({ locale: language });
        guild.joins(ruth);
        const options = argument === null || typed === '' ? {} : { [argument.name]: typed };
        const shown = await ruth.runs(`/${name}`, options, { in: news }).answer();
        expect(JSON.stringify(shown.embeds)).not.toMatch(/undefined|\[object|NaN/u);
        expect(shown.pings).toEqual({ everyone: false, users: [], roles: [] });
      }
      expect(discord.journal.unexpected()).toEqual([]);
    },
  );
});

test('a timeline comes as a picture on both, with its description', async () => {
  const { telegram, discord, guild, news } = both;
  const [anna, ruth] = [telegram.user({ languageCode: 'ru' }), discord.user({ locale: 'ru' })];
  guild.joins(ruth);
  anna.writes('/timeline trufanov picture');
  expect((await anna.chat.says()).photo?.bytes).toBeGreaterThan(1000);
  const shown = await ruth.runs('/timeline', { subject: 'trufanov picture' }, { in: news }).answer();
  expect(shown.attachments).toMatchObject([{ description: expect.stringMatching(/[а-я]{3}/u) }]);
});

test('a channel is set up with one tap: it is subscribed, and the first digest comes', async () => {
  const { telegram, desk } = both;
  const anna = telegram.user({ languageCode: 'uk' });
  anna.writes('/start');
  await anna.chat.says();
  const wire = telegram.channel({ title: 'Wire', creator: anna, bot: { status: 'left' } });
  wire.addsBot(anna, { status: 'administrator', post: true, edit: true });
  const greeting = await anna.chat.says(2);
  anna.presses(greeting.buttons[0]?.[0]?.text ?? '', greeting);
  expect((await wire.says()).text).not.toBe('');
  await telegram.until(() => anna.chat.edits === 1);
  const destination = { platform: 'telegram', chat: String(wire.id), thread: null } as const;
  expect(desk.subscribers.of(destination)).toMatchObject({
    subjects: 'all',
    alerts: 'changes',
    language: 'uk',
    paused: null,
  });
});

test('nothing was worth a warning', () => {
  expect(both.log.lines.filter((line) => /^(?:warn|error)/u.test(line))).toEqual([]);
});
