import { describe, expect, test } from 'vitest';
import { heading, message, note, paragraph, struck } from '#render/build.ts';
import { ALERT, digest } from './inside.ts';
import { destinationOf, onDiscord, read } from './on-discord.ts';

// With the gateway the channel's kind is known beforehand; without, only from Discord's refusal.
describe.each([true, false])('with the gateway: %s', (connected) => {
  test('news in a forum are a post of their own, titled with what and whom, and edited there', async () => {
    await using desk = await onDiscord();
    if (!connected) desk.discord.journal.expect('50008');
    const forum = desk.guild.forum('stories');
    if (connected) await desk.bot.start();
    const sent = await desk.send(forum, ALERT);
    const [post] = forum.threads;
    expect(post?.name).toBe('🟡 PROMISED, not a release · Anna Example · held, day 486');
    expect(post?.tags).toEqual([]);
    expect(sent).toEqual({ outcome: 'sent', messageId: post?.id });
    if (sent.outcome !== 'sent' || post === undefined || sent.messageId === null) return;
    post.archives();
    desk.discord.journal.expect('50083');
    await desk.bot.notifier.edit(destinationOf(forum), sent.messageId, note('confirmed'));
    expect(post.fromBot.map(read)).toEqual(['confirmed']);
  });

  test('what is taken back is struck through, and its post renamed', async () => {
    await using desk = await onDiscord();
    if (!connected) desk.discord.journal.expect('50008');
    const forum = desk.guild.forum('stories');
    if (connected) await desk.bot.start();
    const sent = await desk.send(forum, ALERT);
    if (sent.outcome !== 'sent' || sent.messageId === null) throw new Error('it was not sent');
    const gone = message([heading([struck('🟢 RELEASED')]), paragraph([struck('Anna Example · free')])]);
    await desk.bot.notifier.edit(destinationOf(forum), sent.messageId, gone);
    const [post] = forum.threads;
    expect(post?.name).toBe('↩️ 🟢 RELEASED · Anna Example · free');
    expect(post?.fromBot[0]?.embeds[0]?.['title']).toBe('~~🟢 RELEASED~~');
  });

  test('a long digest is one post, and goes on in it', async () => {
    await using desk = await onDiscord();
    if (!connected) desk.discord.journal.expect('50008');
    const forum = desk.guild.forum('stories');
    if (connected) await desk.bot.start();
    expect(await desk.send(forum, digest(250))).toMatchObject({ outcome: 'sent' });
    expect(forum.threads).toHaveLength(1);
    expect(forum.threads[0]?.fromBot.length).toBeGreaterThan(1);
  });
});

test('a tag that is called as the news goes with it; where one is needed and none fits, the first that is free', async () => {
  await using desk = await onDiscord();
  const forum = desk.guild.forum('stories');
  await desk.bot.start();
  forum.tag('Rules', true);
  const other = forum.tag('Other');
  const promise = forum.tag('Promise');
  await desk.send(forum, ALERT);
  await desk.send(forum, note('A remark'));
  forum.requiresTag();
  await desk.send(forum, note('A remark'));
  expect(forum.threads.map(({ tags }) => tags)).toEqual([[promise], [], [other]]);
});

test('a tag that is deleted in this moment is left out', async () => {
  await using desk = await onDiscord();
  const forum = desk.guild.forum('stories');
  await desk.bot.start();
  forum.tag('Promise');
  desk.discord.faults.next('POST /channels/:channel/threads', {
    fault: 'refused',
    status: 400,
    code: 10087,
    message: 'Unknown tag',
  });
  expect(await desk.send(forum, ALERT)).toMatchObject({ outcome: 'sent' });
  expect(forum.threads[0]?.tags).toEqual([]);
});

test('a title of 5,000 letters is cut, an empty first line breaks nothing', async () => {
  await using desk = await onDiscord();
  const forum = desk.guild.forum('stories');
  await desk.bot.start();
  await desk.send(forum, message([heading('word '.repeat(1000)), paragraph('x')]));
  await desk.send(forum, message([heading('😀'.repeat(120)), paragraph('x')]));
  await desk.send(forum, message([heading('\u2060'), paragraph('second')]));
  const names = forum.threads.map(({ name }) => name);
  expect(names[0]).toMatch(/word…$/u);
  expect(names.every((name) => name.length <= 100 && name.isWellFormed())).toBe(true);
  expect(names[2]).toBe('second');
});

test('a forum without the right to post, and a locked thread, are gone', async () => {
  await using desk = await onDiscord();
  const forum = desk.guild.forum('stories');
  const thread = desk.guild.channel('news').thread('one story');
  await desk.bot.start();
  desk.discord.journal.expect('50013', '160005');
  forum.denies('sendMessages');
  expect(await desk.send(forum, ALERT)).toMatchObject({ outcome: 'gone' });
  thread.locks();
  expect(await desk.send(thread, ALERT)).toMatchObject({ outcome: 'gone' });
});
