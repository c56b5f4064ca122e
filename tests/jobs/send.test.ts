/** What becomes of messages whose sending goes wrong: the outbox, the delivery, and the notifiers against the stand-ins. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { queued } from '#core/delivery.ts';
import type { Delivery, Outcome } from '#core/delivery.ts';
import type { Notifier } from '#core/ports.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Destination, Platform } from '#core/subscription.ts';
import { createDeliver } from '#jobs/deliver.ts';
import type { Deliver } from '#jobs/deliver.ts';
import type { SendDeps } from '#jobs/send.ts';
import { MANNERS } from '#platforms/manners.ts';
import { createDiscord } from '#platforms/discord.ts';
import { createTelegram } from '#platforms/telegram.ts';
import { heading, list, message, note } from '#render/build.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog } from '#tests/support/desk.ts';
import { startDiscord } from '#tests/support/discord/server.ts';
import { ManualClock } from '#tests/support/standin/clock.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import { createInside } from '#tests/platforms/inside.ts';

const clock = new ManualClock();
const log = quietLog();
let store: Store;
let telegram: Awaited<ReturnType<typeof startTelegram>>;
let discord: Awaited<ReturnType<typeof startDiscord>>;
let notifiers: Map<Platform, Notifier>;
let closing: (() => Promise<unknown>)[];
let told: string[];

beforeEach(async () => {
  store = await openStore('memory:', log, { clock });
  telegram = await startTelegram({ clock });
  discord = await startDiscord({ clock });
  const inside = createInside();
  const { chat, locales, notes } = inside;
  const common = { chat, locales, notes, clock, log };
  const bots = [
    createTelegram({
      ...common,
      token: telegram.token,
      apiRoot: telegram.apiRoot,
      webhook: null,
      richDigests: true,
      operators: [],
    }),
    createDiscord({ ...common, token: discord.token, api: discord.api }),
  ];
  notifiers = new Map(bots.map(({ notifier }) => [notifier.platform, notifier]));
  closing = [...bots.map((bot) => () => bot.stop()), () => telegram.stop(), () => discord.stop()];
  told = [];
});

afterEach(async () => {
  for (const close of closing) await close();
  await store.close();
});

/** A life of the delivery: what it knows in memory begins anew. */
function life(change: Partial<SendDeps> = {}): Deliver {
  return createDeliver({
    outbox: store.outbox,
    sent: store.sent,
    notifiers,
    manners: MANNERS,
    answers: () => Promise.resolve(true),
    unanswered: { urgent: 'again', rest: 'once' },
    firstPause: 5_000,
    lost: (destination, reason) => Promise.resolve(void told.push(`lost ${destination.chat}: ${reason}`)),
    moved: (from, to) => Promise.resolve(void told.push(`moved ${from.chat} ${to.chat}`)),
    heldUp: (destination, until) =>
      Promise.resolve(void told.push(`held up ${destination.chat} for ${String(until - clock.now())}`)),
    repeated: () => Promise.resolve(void told.push('again')),
    idsOf: (destination) => Promise.resolve([destinationKey(destination)]),
    stillToTell: (delivery) => Promise.resolve(delivery),
    random: () => 1,
    clock,
    log,
    ...change,
  });
}

const on = (chat: { readonly id: number | string }): Destination =>
  typeof chat.id === 'number'
    ? { platform: 'telegram', chat: String(chat.id), thread: null }
    : { platform: 'discord', chat: chat.id, thread: null };

const PROMISE = { kind: 'alert', subjects: ['anna'], change: 'promise', story: 's' } as const;
const RELEASE = { ...PROMISE, change: 'released' } as const;

async function owe(id: string, destination: Destination, more: Partial<Delivery> = {}): Promise<void> {
  const one = { id, destination, owedAt: clock.now(), silent: false, message: note(id), cause: PROMISE };
  await store.outbox.put([queued({ ...one, ...more })]);
}

const texts = (chat: { readonly fromBot: readonly { readonly text: string }[] }): readonly string[] =>
  chat.fromBot.map(({ text }) => text);

/** Killed after the message was taken and before anybody heard of it. */
function killedAfterSend(platform: Platform): ReadonlyMap<Platform, Notifier> {
  const inner = notifiers.get(platform);
  if (inner === undefined) throw new Error(platform);
  const send: Notifier['send'] = async (delivery, account) => {
    await inner.send(delivery, account);
    return new Promise<Outcome>(() => undefined);
  };
  return new Map([[platform, { ...inner, send }]]);
}

async function dieWhile(work: Deliver, seen: () => boolean): Promise<void> {
  void work();
  await telegram.until(seen);
}

describe('an attempt of which nobody knows', () => {
  test('on Telegram a release is sent again, once, and counted; a promise is not, and is listed', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    telegram.faults.next('sendMessage', { fault: 'answer lost' });
    await owe('free', on(channel), { cause: RELEASE });
    const deliver = life();
    await deliver();
    expect(texts(channel)).toEqual(['free']);
    clock.advance(5_000);
    await deliver();
    expect(texts(channel)).toEqual(['free', 'free']);
    expect(told).toEqual(['again']);

    telegram.faults.next('sendMessage', { fault: 'answer lost' });
    await owe('promise', on(channel));
    await owe('next', on(channel));
    await deliver();
    clock.advance(60_000);
    await deliver();
    expect(texts(channel)).toEqual(['free', 'free', 'promise', 'next']);
    expect((await store.outbox.backlog(clock.now())).parked).toMatchObject([
      { id: 'promise', because: 'unknown' },
    ]);
  });

  test('after a kill between send and answer it is the same; what was only held goes out once', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    await owe('promise', on(channel));
    await owe('behind', on(channel));
    await dieWhile(life({ notifiers: killedAfterSend('telegram') }), () => channel.fromBot.length === 1);
    clock.advance(6 * 60_000);
    await life()();
    expect(texts(channel)).toEqual(['promise', 'behind']);
    expect((await store.outbox.backlog(clock.now())).parkedInAll.unknown).toBe(1);
  });

  test('on Discord it is sent again while the nonce is known, and shown once', async () => {
    const news = discord.guild({ name: 'Newsroom' }).channel('news');
    discord.faults.next('POST /channels/:channel/messages', { fault: 'broken', status: 502, accepted: true });
    await owe('promise', on(news));
    const deliver = life();
    await deliver();
    clock.advance(5_000);
    await deliver();
    expect(news.fromBot).toHaveLength(1);
    expect(told).toEqual([]);
    expect((await store.outbox.backlog(clock.now())).parked).toEqual([]);
  });

  test('while the whole service is silent, one message a chat is in doubt, not one after the other', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    for (const id of ['a', 'b', 'c', 'd']) await owe(id, on(channel));
    telegram.faults.next('sendMessage', { fault: 'dropped' });
    let answering = false;
    const deliver = life({ answers: () => Promise.resolve(answering) });
    for (let hour = 0; hour < 6; hour += 1) {
      await deliver();
      clock.advance(3_600_000);
    }
    expect(telegram.journal.count('sendMessage')).toBe(1);
    answering = true;
    await deliver();
    expect(texts(channel)).toEqual(['b', 'c', 'd']);
    expect((await store.outbox.backlog(clock.now())).parked).toMatchObject([{ id: 'a', because: 'unknown' }]);
  });

  test('of a digest in parts only the part in flight is in doubt', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    const long = message([
      heading('Digest'),
      list(
        Array.from(
          { length: 150 },
          (_, n) => `Line ${String(n)} of a digest that takes several messages to send`,
        ),
      ),
    ]);
    const cause = { kind: 'digest', from: clock.now() - 1, to: clock.now() } as const;
    await owe('digest', on(channel), { message: long, cause });
    const held = Promise.resolve();
    telegram.faults.next('sendMessage', { fault: 'held', until: held }, { fault: 'answer lost' });
    const deliver = life({ unanswered: { urgent: 'again', rest: 'again' } });
    await deliver();
    expect(channel.fromBot).toHaveLength(2);
    clock.advance(5_000);
    // A new life: what is out is in the store, not in memory.
    await life({ unanswered: { urgent: 'again', rest: 'again' } })();
    const heads = texts(channel).map((text) => text.split('\n')[0]);
    expect(heads.filter((head) => head === 'Digest')).toHaveLength(1);
    expect(heads[1]).toBe(heads[2]);
    expect(texts(channel).at(-1)).toContain('Line 149 ');
  });
});

describe('limits', () => {
  test('a wait of twelve hours is kept to the second, operators are told once, and others go on', async () => {
    const busy = telegram.channel({ title: 'Busy' });
    const calm = telegram.channel({ title: 'Calm' });
    telegram.faults.nextIn(busy.id, 'sendMessage', { fault: 'flood', retryAfter: 43_837 });
    for (const id of ['one', 'two']) await owe(id, on(busy));
    await owe('three', on(calm));
    const deliver = life();
    await deliver();
    expect([texts(busy), texts(calm)]).toEqual([[], ['three']]);
    expect(told).toEqual([`held up ${String(busy.id)} for 43837000`]);
    clock.advance(43_836_999);
    await life()();
    expect(telegram.journal.faultsOfTheBot()).toEqual([]);
    expect(texts(busy)).toEqual([]);
    clock.advance(1);
    await deliver();
    expect(texts(busy)).toEqual(['one', 'two']);
  });

  test('a burst of forty into a group goes out at twenty a minute, and another chat does not wait', async () => {
    const group = telegram.supergroup({ title: 'Family' });
    const anna = telegram.user();
    anna.writes('hello');
    for (let n = 0; n < 40; n += 1) await owe(`n${String(n)}`, on(group));
    await owe('to anna', on(anna.chat));
    const deliver = life();
    await deliver();
    expect(anna.chat.fromBot).toHaveLength(1);
    for (let second = 0; second < 60; second += 1) {
      await deliver();
      clock.advance(1_000);
    }
    expect(group.fromBot).toHaveLength(20);
    for (let second = 0; second < 61; second += 1) {
      await deliver();
      clock.advance(1_000);
    }
    expect(texts(group)).toEqual(Array.from({ length: 40 }, (_, n) => `n${String(n)}`));
    // Waiting for one's own limit is no failure.
    expect((await store.outbox.backlog(clock.now())).parked).toEqual([]);
  });

  test('thirty messages to a Discord channel without access cost one request', async () => {
    const news = discord.guild({ name: 'Newsroom' }).channel('news');
    news.denies('sendMessages');
    for (let n = 0; n < 30; n += 1) await owe(`n${String(n)}`, on(news));
    const deliver = life();
    await deliver();
    clock.advance(3_600_000);
    await deliver();
    expect(discord.invalidRequests).toBe(1);
    expect(told).toHaveLength(1);
    expect((await store.outbox.backlog(clock.now())).parkedInAll.gone).toBe(30);
  });
});

describe('a lane', () => {
  test('that hangs holds up no other, nor what is owed later', async () => {
    const slow = telegram.channel({ title: 'Slow' });
    const quick = telegram.channel({ title: 'Quick' });
    let free: (value: unknown) => void = () => undefined;
    const until = new Promise((done) => {
      free = done;
    });
    telegram.faults.nextIn(slow.id, 'sendMessage', { fault: 'held', until });
    await owe('slow', on(slow));
    const deliver = life();
    const first = deliver();
    await telegram.until(() => slow.fromBot.length === 1);
    await owe('quick', on(quick));
    await owe('behind', on(slow));
    await deliver();
    expect(texts(quick)).toEqual(['quick']);
    // Nor does a clock that jumps eight hours make anybody send it again.
    clock.advance(8 * 3_600_000);
    const second = deliver();
    free(null);
    await Promise.all([first, second]);
    await deliver();
    expect(texts(slow)).toEqual(['slow', 'behind']);
  });

  test('of poison puts it aside with the reason, and the next goes on', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    telegram.faults.next('sendMessage', { fault: 'refused', status: 400, message: 'Bad Request: strange' });
    await owe('poison', on(channel));
    await owe('good', on(channel));
    await life()();
    expect(texts(channel)).toEqual(['good']);
    expect((await store.outbox.backlog(0)).parked).toMatchObject([
      { id: 'poison', because: 'failed', reason: 'Bad Request: strange' },
    ]);
  });

  test('that fails again and again waits longer each time, and gives up in the end', async () => {
    const waits: number[] = [];
    const inner = notifiers.get('telegram');
    const send: Notifier['send'] = async (_delivery, account) => {
      waits.push(clock.now());
      return (await account.begin(0, null)) ?? { outcome: 'retry', after: null, reason: 'down' };
    };
    if (inner === undefined) throw new Error('no Telegram');
    const deliver = life({ notifiers: new Map([['telegram', { ...inner, send }]]) });
    await owe('x', on(telegram.channel({ title: 'Wire' })));
    for (let hour = 0; hour < 24 * 4 * 60; hour += 1) {
      await deliver();
      clock.advance(60_000);
    }
    expect(waits).toHaveLength(60);
    const gaps = waits.slice(1).map((at, n) => at - (waits[n] ?? 0));
    expect(gaps.every((gap, n) => n === 0 || gap >= (gaps[n - 1] ?? 0))).toBe(true);
    expect(gaps.at(-1)).toBe(3_600_000);
    expect((await store.outbox.backlog(clock.now())).parked).toMatchObject([
      { reason: 'tried 60 times: down' },
    ]);
  });

  test('whose store fails after the send writes it down later, and sends nothing twice', async () => {
    const channel = telegram.channel({ title: 'Wire' });
    await owe('one', on(channel));
    await owe('two', on(channel));
    let broken = true;
    const outbox: Store['outbox'] = {
      ...store.outbox,
      settle: (id, outcome) =>
        broken ? Promise.reject(new Error('disk is full')) : store.outbox.settle(id, outcome),
    };
    const deliver = life({ outbox });
    await expect(deliver()).rejects.toThrow('disk is full');
    await deliver();
    expect(texts(channel)).toEqual(['one']);
    broken = false;
    await deliver();
    expect(texts(channel)).toEqual(['one', 'two']);
    expect((await store.outbox.backlog(clock.now())).waiting).toBe(0);
  });
});

test('a message that cannot be looked at again goes as it was, and what waits behind it follows', async () => {
  const chat = telegram.channel({ title: 'Wire' });
  await owe('poison', on(chat));
  clock.advance(1);
  await owe('release', on(chat), { cause: RELEASE });
  const deliver = life({
    stillToTell: (delivery) =>
      delivery.id === 'poison'
        ? Promise.reject(new Error('a record of the ledger cannot be read'))
        : Promise.resolve(delivery),
  });
  await deliver();
  expect(texts(chat)).toEqual(['poison', 'release']);
});
