/** A chat's subscription: in one line, by buttons, paused, in another language, forgotten. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Button } from '#core/message.ts';
import { readWish } from '#core/wish.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import { toTerminal } from '#render/terminal.ts';
import { subscription } from '#tests/support/desk.ts';
import { typedWords } from '#tests/support/locales.ts';
import { openTestDesk } from '#tests/support/test-desk.ts';
import type { TestDesk } from '#tests/support/test-desk.ts';

let desk: TestDesk;
beforeEach(async () => {
  desk = await openTestDesk();
});

const shown = (answer: Answer): string => toTerminal(answer, { width: Infinity, colour: false });
const mine = (): Subscription | null => desk.subscribers.of(desk.here);
const type = async (line: string): Promise<Answer> => desk.ask(line);

/** Presses the button with this label, or the choice. */
async function press(answer: Answer, label: RegExp): Promise<Answer> {
  const buttons: Button[] = answer.buttons.flat();
  const commands = [
    ...buttons.flatMap((one) => (one.kind === 'command' ? [one] : [])),
    ...(answer.choices?.options ?? []),
  ];
  const found = commands.find((one) => label.test(one.label));
  if (found === undefined)
    throw new Error(`no button ${String(label)} among ${commands.map((one) => one.label).join(' | ')}`);
  expect(Buffer.byteLength(found.command)).toBeLessThanOrEqual(64);
  return desk.ask(found.command, { via: 'button' });
}

describe('in one line', () => {
  test('everything that was said, and the defaults for the rest', async () => {
    const answer = await type(
      'subscribe trufanov changes 08:30 Asia/Jerusalem monday 22:00-07:00 loud empty:silent',
    );
    expect(mine()).toMatchObject({
      subjects: ['trufanov'], alerts: 'changes', digest: { hour: 8, minute: 30 }, weekly: 1, timeZone: 'Asia/Jerusalem',
      quiet: { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 } }, urgent: 'loud', emptyDigest: 'silent',
    }); // prettier-ignore
    expect(shown(answer)).toMatch(/every week, Monday at 08:30 \(Asia\/Jerusalem\)/);
    expect(shown(answer)).toMatch(/22:00–07:00; a release or a death comes with sound/);
  });

  test.each([
    ['Tue silent', { weekly: 2, urgent: 'silent' }],
    ['труфанов среда 8:30 тихо', { subjects: ['trufanov'], weekly: 3, urgent: 'silent' }],
    ['все новости раз в неделю', { alerts: 'all', subjects: 'all', weekly: 1 }],
    ['про всіх п’ятниця зі звуком', { subjects: 'all', weekly: 5, urgent: 'loud' }],
    ['трупанов, יום שישי, без тихих часов', { weekly: 5, quiet: null }],
    ['כולם יום א׳ בלי צליל', { subjects: 'all', weekly: 7, urgent: 'silent' }],
    ['щодня без зведення', { weekly: null, digest: null }],
  ])('in any of our languages: %s', async (words, wished) => {
    await type(`subscribe ${words}`);
    expect(mine()).toMatchObject(wished);
  });

  test('a second line changes only what it says', async () => {
    await type('subscribe trufanov 08:30');
    await type('subscribe none');
    expect(mine()).toMatchObject({ subjects: ['trufanov'], alerts: 'none', digest: { hour: 8, minute: 30 } });
  });

  test('nothing at all, typed by a chat that has a subscription, shows it and changes nothing', async () => {
    await type('subscribe trufanov');
    await type('mute 8h');
    const before = mine();
    if (before === null) throw new Error('a subscription was expected');
    await desk.subscribers.save({ ...before, madeIn: 'config' });
    const answer = shown(await type('subscribe'));
    expect(answer).toContain('What this chat gets');
    expect(answer).toContain('Paused for 8 h: /mute off ends it');
    expect(mine()).toEqual({ ...before, madeIn: 'config' });
    await type('subscribe 08:30');
    expect(mine()).toMatchObject({ madeIn: 'chat', mutedUntil: before.mutedUntil });
  });

  test('nothing at all, typed where the bot had been shut out, takes the subscription up again', async () => {
    await type('subscribe trufanov');
    const before = mine();
    if (before === null) throw new Error('a subscription was expected');
    await desk.subscribers.save({ ...before, paused: { since: desk.now, reason: 'blocked' } });
    await type('subscribe');
    expect(mine()).toEqual(before);
  });

  test('nothing at all means everybody, by the defaults', async () => {
    expect(shown(await type('subscribe'))).toContain('everybody on the watchlist');
    expect(mine()).toMatchObject({ subjects: 'all', alerts: 'changes' });
  });

  test.each([
    ['subscribe trufanvo', /"trufanvo" is nobody on the watchlist; did you mean trufanov\?/],
    ['subscribe 25:00', /"25:00" is no time of day/],
    ['subscribe Europe/Atlantis', /"Europe\/Atlantis" is no time zone/],
    ['subscribe 22:00-27:00', /no time of day/],
    ['subscribe ' + 'x'.repeat(4000), /too long/],
  ])('%s is not guessed at, and nothing is changed', async (line, says) => {
    expect(shown(await type(line))).toMatch(says);
    expect(mine()).toBeNull();
  });
});

describe('by buttons', () => {
  test('from the card to one person and back', async () => {
    const card = await type('subscribe');
    const people = await press(card, /People/);
    expect(people.place).toBe('instead');
    const chosen = await press(people, /^Alexander .* Trufanov$/);
    expect(mine()?.subjects).toEqual(['trufanov']);
    expect(chosen.choices?.options.map((one) => one.label)).toContain('✓ Alexander (Sasha) Trufanov');
    await press(chosen, /✓ Alexander/);
    expect(mine()?.subjects).toBe('all');
    expect(shown(await press(chosen, /Done/))).toContain('What this chat gets');
  });

  test('alerts, digest, quiet hours: each press shows the same choices as they are then', async () => {
    const card = await type('subscribe');
    const alerts = await press(await press(card, /Alerts/), /Every story/);
    expect(mine()?.alerts).toBe('all');
    expect(alerts.buttons.flat().map((one) => one.label)).toContain('✓ Every story');
    await press(await press(card, /Digest$/), /^21:00/);
    await press(await press(card, /Digest$/), /Weekly/);
    expect(mine()).toMatchObject({ digest: { hour: 21, minute: 0 }, weekly: 1 });
    await press(await press(card, /Digest$/), /No digest/);
    expect(mine()?.digest).toBeNull();
    await press(await press(card, /Quiet/), /23:00–07:00/);
    expect(mine()?.quiet).toEqual({ from: { hour: 23, minute: 0 }, to: { hour: 7, minute: 0 } });
  });

  test('a digest that is turned on again is owed for no time before', async () => {
    await desk.subscribers.save({
      ...subscription('x', { digest: null }),
      id: destinationKey(desk.here),
      destination: desk.here,
    });
    await press(await type('subscribe changes'), /Digest$/);
    expect(mine()?.createdAt).toBe(0);
    await press(await press(await type('subscribe changes'), /Digest$/), /^21:00/);
    expect(mine()?.createdAt).toBe(desk.now);
  });

  test('looking at the choices changes nothing', async () => {
    await desk.ask('subscribe @people', { via: 'button' });
    expect(mine()).toBeNull();
  });

  test('fit both platforms: at most five rows, and five buttons in one', async () => {
    const card = await type('subscribe');
    for (const view of ['people', 'topics', 'alerts', 'digest', 'quiet']) {
      const { buttons, choices } = await desk.ask(`subscribe @${view}`, { via: 'button' });
      expect(buttons.length + (choices === undefined ? 0 : 1)).toBeLessThanOrEqual(5);
      for (const row of buttons) expect(row.length).toBeLessThanOrEqual(5);
    }
    expect(card.buttons.length).toBeLessThanOrEqual(5);
  });

  test('are for the admins of a chat', async () => {
    const answer = await desk.ask('subscribe @alerts none', { via: 'button', mayManage: false });
    expect(answer.place).toBe('aside');
    expect(mine()).toBeNull();
  });
});

describe('/mute', () => {
  test.each([
    ['8h', 8 * 3_600_000],
    ['2 days', 2 * 86_400_000],
    ['30 мин', 30 * 60_000],
    ['30 хв.', 30 * 60_000],
    ['3 тижні', 21 * 86_400_000],
    ['8 שעות', 8 * 3_600_000],
    ['30 דק׳', 30 * 60_000],
    ['2 ימים', 2 * 86_400_000],
    ['', 8 * 3_600_000],
    ['400 days', 31 * 86_400_000],
  ])('"%s" is a pause with an end', async (length, ms) => {
    await type('subscribe');
    expect(shown(await type(`mute ${length}`.trim()))).toContain('Paused for');
    expect(mine()?.mutedUntil).toBe(desk.now + ms);
    await type('mute off');
    expect(mine()?.mutedUntil).toBeNull();
  });

  test.each(['off', 'стоп', 'Вимк', 'בטל'])('%s ends it', async (word) => {
    await type('subscribe');
    await type('mute 8h');
    await type(`mute ${word}`);
    expect(mine()?.mutedUntil).toBeNull();
  });

  test('says by whose clock it ends', async () => {
    await type('subscribe Asia/Jerusalem');
    expect(shown(await type('mute 8h'))).toContain('until 3 February 2025, 20:00 (Asia/Jerusalem).');
  });

  test('of a story keeps the rest', async () => {
    await type('subscribe');
    await type('mute story abcdefghijklmnopqrstuv');
    expect(mine()).toMatchObject({ mutedStories: ['abcdefghijklmnopqrstuv'], mutedUntil: null });
  });

  test('what is no length of time is asked back, and without a subscription there is nothing to mute', async () => {
    expect(shown(await type('mute 8h'))).toContain('has no subscription');
    await type('subscribe');
    expect(shown(await type('mute for a bit'))).toContain('How long?');
    expect(shown(await type('mute 5 constructor'))).toContain('How long?');
    expect(mine()?.mutedUntil).toBeNull();
  });
});

describe('/language', () => {
  test.each([
    ['ru', 'ru'], ['Русский', 'ru'], ['русский', 'ru'], ['українська', 'uk'], ['עברית', 'he'], ['english', 'en'],
    ['английский', 'en'], ['російська', 'ru'], ['רוסית', 'ru'], ['Иврит', 'he'], ['ivrit', 'he'],
  ])('%s', async (typed, language) => {
    await type(`language ${typed}`);
    expect(mine()?.language).toBe(language);
  }); // prettier-ignore

  test('before any subscription is remembered, sends nothing, and holds for the subscription then made', async () => {
    await type('language he');
    expect(shown(await type('subscriptions'))).toContain('/subscribe');
    await type('subscribe');
    expect(mine()).toMatchObject({ language: 'he', alerts: 'changes' });
  });

  test('nonsense gets the choice, each language in its own words', async () => {
    const answer = await type('language klingon');
    expect(answer.buttons.flat().map((one) => one.label)).toEqual([
      '✓ English',
      'Русский',
      'Українська',
      'עברית',
    ]);
  });
});

describe('/forget', () => {
  test('asks once, and then nothing of the chat is in the store', async () => {
    await type('subscribe trufanov');
    await desk.owe('waiting for this chat');
    expect(shown(await type('forget'))).toContain('This erases');
    expect(mine()).not.toBeNull();
    await press(await type('forget'), /Yes/);
    expect(mine()).toBeNull();
    expect(await desk.everythingStored()).not.toContain(desk.here.chat);
  });
});

test('/about says what is kept, and how things fare', async () => {
  const answer = shown(await type('about'));
  expect(answer).toContain('/forget erases it');
  expect(answer).toMatch(/feeds/i);
});

test('a wish of five hundred words is read in no time and no further', () => {
  const { wish, misread } = readWish(
    'trufanov '.repeat(5000),
    () => [{ kind: 'subject', id: 'trufanov' }],
    typedWords,
  );
  expect(wish.only.length).toBe(56);
  expect(misread).toEqual([]);
});
