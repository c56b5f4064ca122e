/** Digests on Bot API servers that know rich messages, and on those that do not: each comes once, in one message. */
import { expect, test } from 'vitest';
import type { Outcome } from '#core/delivery.ts';
import type { Message } from '#core/message.ts';
import type { Account } from '#core/ports.ts';
import type { Connection } from '#platforms/connection.ts';
import { heading, link, list, message, paragraph, strong } from '#render/build.ts';
import { ALERT, digest as longDigest } from './inside.ts';
import { destinationOf, onTelegram } from './on-telegram.ts';

const DIGEST = message(
  [
    heading('🗞 Digest of 15 February'),
    list(['Anna Petrova · free', 'Ivan Petrov · held, day 500']),
    paragraph(strong('2 stories')),
    list([
      ['Freed. ', link('https://north.example/1?a=1&b=2', 'She is "free" <at last> & well, says @north')],
    ]),
    list([['Talks. ', link('https://south.example/2', 'No date')]]),
    paragraph('Feeds: all 3 answered.'),
  ],
  { tone: 'digest', buttons: [[{ kind: 'command', label: 'Everybody', command: 'status' }]] },
);

const BEGIN: Account = { from: 0, messageId: null, begin: () => Promise.resolve(null) };

function send(
  bot: Connection,
  to: { readonly id: number },
  more: {
    readonly message?: Message;
    readonly account?: Account;
    readonly silent?: boolean;
    readonly thread?: number;
  } = {},
): Promise<Outcome> {
  const destination = destinationOf(to, more.thread ?? null);
  const { message = DIGEST, silent = false, account = BEGIN } = more;
  const cause = { kind: 'digest', from: 0, to: 1 } as const;
  return bot.notifier.send({ id: 'digest-1', destination, message, silent, cause }, account);
}

test('a digest comes as one rich message: headings, lists, links and buttons, in its topic, without a preview', async () => {
  await using desk = await onTelegram();
  const forum = desk.telegram.supergroup({ title: 'Desk', topics: ['News'] });
  const thread = forum.topic('News');
  const outcome = await send(desk.bot, forum, { silent: true, thread });
  const [shown] = forum.fromBot;
  expect(outcome).toEqual({ outcome: 'sent', messageId: String(shown?.id) });
  expect(shown).toMatchObject({
    silent: true,
    thread,
    linkPreview: null,
    buttons: [[{ text: 'Everybody' }]],
  });
  expect(shown?.rich).toEqual({
    blocks: ['h3', 'ul', 'li', 'li', 'p', 'ul', 'li', 'ul', 'li', 'p'],
    rightToLeft: false,
  });
  expect(shown?.text.replaceAll('\u2060', '').split('\n')).toEqual([
    '🗞 Digest of 15 February',
    '• Anna Petrova · free',
    '• Ivan Petrov · held, day 500',
    '2 stories',
    '• Freed. She is "free" <at last> & well, says @north',
    '• Talks. No date',
    'Feeds: all 3 answered.',
  ]);
  // Nobody called @north is named, and nothing else was made of a stranger's words.
  expect(shown?.entities.map(({ type, url }) => url ?? type)).toEqual([
    'bold',
    'https://north.example/1?a=1&b=2',
    'https://south.example/2',
  ]);
});

test('a digest in Hebrew is laid out from the right, with a Latin name in it too', async () => {
  await using desk = await onTelegram();
  const channel = desk.telegram.channel({ title: 'Wire' });
  await send(desk.bot, channel, { message: message([heading('🗞 תקציר'), paragraph('Reuters: אין חדש')]) });
  expect(channel.fromBot[0]?.rich).toEqual({ blocks: ['h3', 'p'], rightToLeft: true });
});

test('alerts stay plain, and so does a digest that takes several messages or where rich ones are switched off', async () => {
  await using desk = await onTelegram();
  const channel = desk.telegram.channel({ title: 'Wire' });
  await desk.bot.notifier.send(
    {
      id: 'alert-1',
      destination: destinationOf(channel),
      message: ALERT,
      silent: false,
      cause: { kind: 'alert', subjects: ['anna'], change: 'promise', story: 's' },
    },
    BEGIN,
  );
  await send(desk.bot, channel, { message: longDigest(120) });
  await send(desk.again({ richDigests: false }), channel);
  expect(channel.fromBot.length).toBeGreaterThan(3);
  expect(channel.fromBot.every(({ rich }) => rich === null)).toBe(true);
});

test('a server that knows no rich messages is asked once in a run; every digest comes once, and plain', async () => {
  await using desk = await onTelegram({ rich: false });
  desk.telegram.journal.expect('method not found');
  const chats = ['One', 'Two', 'Three'].map((title) => desk.telegram.channel({ title }));
  const begun: number[] = [];
  const begin: Account['begin'] = (part) => {
    begun.push(part);
    return Promise.resolve(null);
  };
  for (const chat of chats) {
    const outcome = await send(desk.bot, chat, { account: { ...BEGIN, begin } });
    expect(outcome).toEqual({ outcome: 'sent', messageId: String(chat.fromBot[0]?.id) });
    expect(chat.fromBot).toMatchObject([{ rich: null, linkPreview: null }]);
  }
  expect(begun).toEqual([0, 0, 0]);
  const asked = desk.telegram.journal.entries.filter(({ what }) => what === 'sendRichMessage');
  expect(asked).toHaveLength(1);
  expect(desk.log.text()).toContain('Telegram takes no rich messages here');
});

test('a rich digest whose answer was lost is not sent again in another form', async () => {
  await using desk = await onTelegram();
  const channel = desk.telegram.channel({ title: 'Wire' });
  desk.telegram.faults.next('sendRichMessage', { fault: 'answer lost' });
  expect(await send(desk.bot, channel)).toMatchObject({ outcome: 'unknown' });
  // After a restart it is let be, by a bot that may have learnt meanwhile that the server takes none.
  const account: Account = { ...BEGIN, from: 1 };
  for (const richDigests of [true, false]) {
    const outcome = await send(desk.again({ richDigests }), channel, { account });
    expect(outcome).toEqual({ outcome: 'sent', messageId: null });
  }
  expect(channel.fromBot).toHaveLength(1);
});

test('a rich message that is refused goes out plain in the same attempt', async () => {
  await using desk = await onTelegram();
  const channel = desk.telegram.channel({ title: 'Wire' });
  const message = 'Bad Request: RICH_MESSAGE_CONTENT_REQUIRED';
  desk.telegram.faults.next('sendRichMessage', { fault: 'refused', status: 400, message });
  expect(await send(desk.bot, channel)).toMatchObject({ outcome: 'sent' });
  expect(channel.fromBot).toMatchObject([{ rich: null }]);
});

test('a lost chat or a flood limit says nothing about rich messages', async () => {
  await using desk = await onTelegram();
  desk.telegram.journal.expect('chat not found');
  const channel = desk.telegram.channel({ title: 'Wire' });
  expect(await send(desk.bot, { id: -100_999 })).toMatchObject({ outcome: 'gone' });
  desk.telegram.faults.next('sendRichMessage', { fault: 'flood', retryAfter: 7 });
  expect(await send(desk.bot, channel)).toMatchObject({ outcome: 'retry', after: 7_000 });
  desk.clock.advance(7_000);
  expect(await send(desk.bot, channel)).toMatchObject({ outcome: 'sent' });
  expect(channel.fromBot).toMatchObject([{ rich: { rightToLeft: false } }]);
});

test('in a group that became a supergroup the digest follows as a rich one', async () => {
  await using desk = await onTelegram();
  desk.telegram.journal.expect('upgraded');
  const anna = desk.telegram.user();
  const family = desk.telegram.group({ title: 'Family', creator: anna });
  const heir = family.becomesSupergroup(anna);
  expect(await send(desk.bot, family)).toMatchObject({ outcome: 'moved', to: { chat: String(heir.id) } });
});

test('/why under a rich digest asks of the first report that it links to', async () => {
  await using desk = await onTelegram();
  await desk.bot.start();
  const anna = desk.telegram.user();
  anna.writes('/status herkin');
  await anna.chat.says();
  await send(desk.bot, anna.chat);
  const digest = await anna.chat.says(2);
  anna.writes('/why', { replyTo: digest.id });
  await anna.chat.says(3);
  expect(desk.inside.asked.at(-1)).toMatchObject({
    command: 'why',
    argument: 'https://north.example/1?a=1&b=2',
  });
});
