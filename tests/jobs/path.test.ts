/** From the inbox to the chat, killed between any two writes and started again. */
import { describe, expect, test } from 'vitest';
import type { Entry } from '#core/entry.ts';
import type { Outcome } from '#core/delivery.ts';
import type { Message } from '#core/message.ts';
import type { Notifier } from '#core/ports.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Platform, Subscription } from '#core/subscription.ts';
import { analyse } from '#jobs/analyse.ts';
import { openGrouping } from '#jobs/grouping.ts';
import { createDeliver } from '#jobs/deliver.ts';
import type { SendDeps } from '#jobs/send.ts';
import { MANNERS } from '#platforms/manners.ts';
import { toTerminal } from '#render/terminal.ts';
import type { UnknownSpelling } from '#core/unknown.ts';
import { PROPOSED } from '#core/watching.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { classify, entry, quietLog, readClaims, sources, subscription, watch } from '#tests/support/desk.ts';
import { locales } from '#tests/support/locales.ts';
import { Killed, Killer } from '#tests/support/kill.ts';
import { storyWords } from '#tests/support/story-words.ts';

const HOUR = 3_600_000;

/** What says where somebody lives is not shown. */
const isShowable = (text: string): boolean => !text.includes('street');
const START = Date.parse('2025-02-03T10:00:00Z');

/** A promise, a release told by two outlets, a story about somebody else. */
const news: readonly Entry[] = [
  entry('held', 'anna abducted fact; anna held fact', START - 48 * HOUR, { arrival: 'history' }),
  entry('promise', 'anna released promise by captors', START),
  entry('release', 'anna released fact', START + 5 * HOUR),
  entry('second', 'anna released fact', START + 5 * HOUR + 60_000, { source: 'south' }),
  entry('boris', 'boris sign-of-life fact', START + 6 * HOUR, { source: 'east' }),
];

/** Two freed by one report, one of them told by another outlet, the other denied by an authority. */
const together: readonly Entry[] = [
  entry('held', 'anna held fact; boris held fact', START - 48 * HOUR, { arrival: 'history' }),
  entry('two', 'boris released fact; anna released fact', START + 5 * HOUR),
  entry('one-of-them', 'anna released fact', START + 5 * HOUR + 60_000, { source: 'south' }),
  entry('denied', 'boris released denial by red-cross', START + 6 * HOUR, { source: 'east' }),
];

/** What stands in each chat: messages by id in order, as a person sees them. */
class Chats {
  readonly chats = new Map<string, Map<string, string>>();
  sends = 0;

  notifier(alive: <T>(work: () => T) => T): Notifier {
    const show = (message: Message): string => toTerminal(message, { width: 200, colour: false });
    return {
      platform: 'terminal',
      send: async ({ destination, message }, account) => {
        if (account.from > 0) return { outcome: 'sent', messageId: account.messageId };
        const wait = await account.begin(0, null);
        if (wait !== null) return wait;
        return alive((): Outcome => {
          this.sends += 1;
          const id = String(this.sends);
          const chat = this.chats.get(destination.chat) ?? new Map<string, string>();
          this.chats.set(destination.chat, chat.set(id, show(message)));
          return { outcome: 'sent', messageId: id };
        });
      },
      edit: (to, messageId, message) =>
        alive(() => {
          const chat = this.chats.get(to.chat);
          if (chat?.has(messageId) !== true)
            return Promise.resolve({ outcome: 'uneditable', reason: 'no such message' });
          chat.set(messageId, show(message));
          return Promise.resolve({ outcome: 'sent', messageId });
        }),
    };
  }

  texts(chat: string): readonly string[] {
    return [...(this.chats.get(chat)?.values() ?? [])];
  }
}

interface World {
  readonly store: Store;
  readonly chats: Chats;
  readonly log: ReturnType<typeof quietLog>;
  now: number;
}

async function world(): Promise<World> {
  const made: World = {
    store: undefined as unknown as Store,
    chats: new Chats(),
    log: quietLog(),
    now: START + 7 * HOUR,
  };
  const store = await openStore('memory:', made.log, { clock: { now: () => made.now } });
  return Object.assign(made, { store });
}

async function gathered({ store }: World, entries: readonly Entry[]): Promise<void> {
  await store.inbox.put(
    entries.map((one) => ({ id: one.id, lane: 'inbox', dueAt: one.firstSeenAt, value: one })),
  );
}

const everybody: readonly Subscription[] = [subscription('one'), subscription('two', { alerts: 'all' })];

const spotUnknown = (): readonly UnknownSpelling[] => [];

/** What the analysis is given, with nothing killed. */
function analysing(the: World, subscriptions: readonly Subscription[] = everybody) {
  const { store } = the;
  return {
    inbox: store.inbox,
    outbox: store.outbox,
    claims: store.claims,
    stories: store.stories,
    entries: store.entries,
    days: store.days,
    gists: store.gists,
    storyAliases: store.storyAliases,
    grouping: openGrouping({
      ...store,
      watchlist: watch,
      ...storyWords,
    }),
    settle: 0,
    recurring: store.recurring,
    subscriptions: () => Promise.resolve(subscriptions),
    classify,
    readClaims,
    isShowable,
    spotUnknown,
    proposed: store.proposed,
    watchlist: watch,
    sources,
    locales,
    momentOf: () => the.now,
    clock: { now: () => the.now },
    log: the.log,
  };
}

/** What the delivery is given, with nothing killed. */
function delivering(the: World, notifier: Notifier): SendDeps {
  return {
    outbox: the.store.outbox,
    sent: the.store.sent,
    notifiers: new Map<Platform, Notifier>([['terminal', notifier]]),
    manners: MANNERS,
    answers: () => Promise.resolve(true),
    unanswered: { urgent: 'again', rest: 'again' },
    firstPause: 5_000,
    lost: () => Promise.resolve(),
    moved: () => Promise.resolve(),
    heldUp: () => Promise.resolve(),
    repeated: () => Promise.resolve(),
    idsOf: (destination) => Promise.resolve([destinationKey(destination)]),
    stillToTell: (delivery) => Promise.resolve(delivery),
    random: () => 0.5,
    clock: { now: () => the.now },
    log: the.log,
  };
}

function run(the: World, killer: Killer, subscriptions: readonly Subscription[] = everybody) {
  const { store } = the;
  const clock = { now: () => the.now };
  const common = { outbox: killer.outbox(store.outbox), clock, log: the.log };
  return {
    analyse: () =>
      analyse({
        ...common,
        inbox: killer.queue(store.inbox),
        claims: killer.collection(store.claims),
        stories: killer.collection(store.stories),
        entries: killer.collection(store.entries),
        days: killer.collection(store.days),
        gists: killer.collection(store.gists),
        storyAliases: killer.collection(store.storyAliases),
        grouping: openGrouping({
          stories: killer.collection(store.stories),
          entries: killer.collection(store.entries),
          days: killer.collection(store.days),
          gists: killer.collection(store.gists),
          prints: killer.collection(store.prints),
          frequencies: killer.collection(store.frequencies),
          watchlist: watch,
          ...storyWords,
        }),
        settle: 0,
        recurring: killer.collection(store.recurring),
        subscriptions: () => Promise.resolve(subscriptions),
        classify,
        readClaims,
        isShowable,
        spotUnknown,
        proposed: killer.collection(store.proposed),
        watchlist: watch,
        sources,
        locales,
        momentOf: clock.now,
      }),
    deliver: createDeliver({
      ...delivering(
        the,
        the.chats.notifier((work) => killer.does(work)),
      ),
      ...common,
      sent: killer.collection(store.sent),
    }),
  };
}

/** Runs until killed; true when it came to its end. */
async function lives(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  }
}

/** What the chats hold when nothing is killed. */
async function undisturbed(entries = news): Promise<{
  one: readonly string[];
  two: readonly string[];
  writes: number;
  deliverWrites: number;
}> {
  const the = await world();
  await gathered(the, entries);
  const analysing = new Killer(Infinity);
  await run(the, analysing).analyse();
  const delivering = new Killer(Infinity);
  await run(the, delivering).deliver();
  return {
    one: the.chats.texts('one'),
    two: the.chats.texts('two'),
    writes: analysing.writes,
    deliverWrites: delivering.writes,
  };
}

describe('the path from the inbox to the chat', () => {
  test('tells a promise, a release and a sign of life, once each; the second source edits the release', async () => {
    const { one, two } = await undisturbed();
    expect(one.map((text) => text.split('\n')[0])).toEqual([
      expect.stringContaining('PROMISED, not a release'),
      expect.stringContaining('RELEASED · confirmed, 2 independent sources'),
      expect.stringContaining('SIGN OF LIFE'),
    ]);
    expect(one[1]).toMatch(/north wire \[1\] · south wire \[2\]/u);
    expect(two).toHaveLength(3);
  });

  test('tells of two whom one report frees in one message; what becomes of one leaves the other alone', async () => {
    const { one } = await undisturbed(together);
    expect(one).toHaveLength(2);
    expect(one[0]?.split('\n').slice(0, 4)).toEqual([
      '🟢 RELEASED · confirmed, 2 independent sources',
      'Anna Example · free since 3 February 2025',
      'Boris Example · free since 3 February 2025',
      'No longer holds: corrected on 3 February 2025, see the newer message.',
    ]);
    expect(one[1]).toMatch(/CORRECTION[^]*Boris Example/u);
  });

  test('what came with the first reading of a feed alerts nobody, but counts', async () => {
    const the = await world();
    await gathered(the, [entry('old', 'anna released fact', START, { arrival: 'history' })]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.texts('one')).toEqual([]);
    expect(await the.store.claims.get('anna')).toHaveLength(1);
  });

  test('a release that a first reading knew is told by the first report that is news, and grows from there', async () => {
    const the = await world();
    await gathered(the, [
      entry('held', 'anna abducted fact; anna held fact', START - 48 * HOUR, { arrival: 'history' }),
      entry('old', 'anna released fact', START, { arrival: 'history' }),
    ]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect([...the.chats.texts('one'), ...the.chats.texts('two')]).toEqual([]);
    await gathered(the, [
      entry('news', 'anna released fact', START + HOUR, { source: 'south' }),
      entry('more', 'anna released fact', START + 2 * HOUR, { source: 'east' }),
    ]);
    await jobs.analyse();
    await jobs.deliver();
    const told = [expect.stringMatching(/RELEASED · confirmed, 3 independent sources[^]*east wire/u)];
    expect(the.chats.texts('one')).toEqual(told);
    expect(the.chats.texts('two')).toEqual(told);
  });

  test('a release that was history for days is no news when it is told of again', async () => {
    const the = await world();
    await gathered(the, [
      entry('old', 'anna released fact', START - 96 * HOUR, { arrival: 'history' }),
      entry('news', 'anna released fact', START, { source: 'south' }),
    ]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.texts('one')).toEqual([]);
  });

  test('a promise and a sign of life that a first reading knew are told by the next report of them', async () => {
    const the = await world();
    await gathered(the, [
      entry('held', 'anna held fact', START - 48 * HOUR, { arrival: 'history' }),
      entry('said', 'anna released promise by captors', START, { arrival: 'history' }),
      entry('seen', 'anna sign-of-life fact', START, { arrival: 'history' }),
      entry('said-again', 'anna released promise by captors', START + HOUR, { source: 'south' }),
      entry('seen-again', 'anna sign-of-life fact', START + HOUR, { source: 'east' }),
      entry('seen-still', 'anna sign-of-life fact', START + 2 * HOUR, { source: 'south' }),
    ]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.texts('one').map((text) => text.split('\n')[0])).toEqual([
      expect.stringContaining('PROMISED'),
      expect.stringContaining('SIGN OF LIFE'),
    ]);
  });

  test('does not show a headline that tells where somebody lives, nor a quote of it', async () => {
    const the = await world();
    await gathered(the, [entry('home', 'boris sign-of-life fact ; street', START)]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    const [alert = ''] = the.chats.texts('one');
    expect(alert).toContain('SIGN OF LIFE');
    expect(alert).not.toContain('street');
    const [line] = (await the.store.days.get('2025-02-03')) ?? [];
    expect((await the.store.stories.get(line?.story ?? ''))?.entries[0]?.title).toBe('');
  });

  test('what is too weak to alert goes into archive and digest, moves nobody, and does not swallow the alert', async () => {
    const the = await world();
    await gathered(the, [
      entry('weak', 'anna released promise by captors', START + HOUR, { lead: 'for the digest' }),
    ]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect([...the.chats.texts('one'), ...the.chats.texts('two')]).toEqual([]);
    expect((await the.store.entries.get('weak'))?.story).not.toBeNull();
    expect(await the.store.claims.get('anna')).toBeNull();
    await gathered(the, [
      entry('strong', 'anna released promise by captors', START + 2 * HOUR, { source: 'south' }),
    ]);
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.texts('one')).toEqual([expect.stringContaining('PROMISED, not a release')]);
  });

  test('lines that recur in the items of a source are learnt, and match nothing from then on', async () => {
    const the = await world();
    const appeal = 'Read also: everything about Anna Example and her captors';
    const read: string[] = [];
    const deps = {
      ...analysing(the),
      classify: (one: Entry) => {
        read.push(one.text);
        return classify(one);
      },
    };
    for (let n = 1; n <= 5; n += 1) {
      const text = `What happened on day ${String(n)} is told in this line.\n${appeal}`;
      await gathered(the, [entry(`n${String(n)}`, 'nobody', START + n * HOUR, { text })]);
      await gathered(the, [
        entry(`s${String(n)}`, 'nobody', START + n * HOUR, { text, source: `other${String(n)}` }),
      ]);
      // Each its own run: what was learnt is in the store.
      await analyse(deps);
    }
    const own = read.filter((_text, at) => at % 2 === 0);
    expect(own.map((text) => text.includes('Anna'))).toEqual([true, true, true, false, false]);
    expect(own.map((text) => text.includes('is told in this line'))).toEqual([true, true, true, true, true]);
    // Offsets stay what they were, and other publishers' lines count for themselves.
    expect(new Set(own.map((text) => text.length)).size).toBe(1);
    expect(read.filter((_text, at) => at % 2 === 1).every((text) => text.includes('Anna'))).toBe(true);
  });

  test('unknown spellings are collected, once for each entry, and alert nobody', async () => {
    const the = await world();
    await gathered(the, [entry('odd', 'anna', START + HOUR)]);
    const deps = {
      ...analysing(the),
      spotUnknown: () => [{ subject: 'anna', spelling: 'Annna' }],
    };
    await analyse(deps);
    expect(await the.store.proposed.get(PROPOSED)).toMatchObject([
      { spelling: 'Annna', times: 1, entry: 'odd' },
    ]);
    await run(the, new Killer(Infinity)).deliver();
    expect(the.chats.texts('one')).toEqual([]);
  });

  test('who wants every story is told when the first entry of weight joins it', async () => {
    const the = await world();
    await gathered(the, [
      entry('weak', 'anna; delegates met about a list', START + HOUR, { lead: 'for the digest' }),
    ]);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await gathered(the, [
      entry('strong', 'anna; delegates met about the list', START + 2 * HOUR, { source: 'south' }),
    ]);
    await jobs.analyse();
    await jobs.deliver();
    const stories = await the.store.entries.get('strong');
    expect(stories?.story).toBe((await the.store.entries.get('weak'))?.story);
    expect(the.chats.texts('two')).toHaveLength(1);
    expect(the.chats.texts('one')).toEqual([]);
  });

  test.each([
    ['a promise, a release, a sign of life', news],
    ['two whom one report frees', together],
  ])(
    'killed between any two writes of the analysis and started again, it tells the same, and nothing twice: %s',
    async (_, entries) => {
      const expected = await undisturbed(entries);
      expect(expected.writes).toBeGreaterThan(20);
      for (let at = 1; at <= expected.writes; at++) {
        const the = await world();
        await gathered(the, entries);
        const killed = run(the, new Killer(at));
        expect(await lives(killed.analyse), `write ${String(at)}`).toBe(false);
        // What was owed before the kill may go out before the analysis is run again.
        await run(the, new Killer(Infinity)).deliver();
        the.now += HOUR;
        const again = run(the, new Killer(Infinity));
        await again.analyse();
        await again.deliver();
        expect(the.chats.texts('one'), `killed before write ${String(at)}`).toEqual(expected.one);
        expect(the.chats.texts('two'), `killed before write ${String(at)}`).toEqual(expected.two);
      }
    },
  );

  test('killed between any two writes of the delivery, it loses nothing and repeats at most what was in flight', async () => {
    const expected = await undisturbed();
    for (let at = 1; at <= expected.deliverWrites; at++) {
      const the = await world();
      await gathered(the, news);
      await run(the, new Killer(Infinity)).analyse();
      expect(await lives(run(the, new Killer(at)).deliver)).toBe(false);
      the.now += HOUR;
      await run(the, new Killer(Infinity)).deliver();
      for (const chat of ['one', 'two'] as const) {
        const texts = the.chats.texts(chat);
        expect(new Set(texts), `killed before write ${String(at)}`).toEqual(new Set(expected[chat]));
        expect(texts.length).toBeLessThanOrEqual(expected[chat].length + 1);
      }
    }
  });
});

describe('delivery', () => {
  test('a flood limit postpones a lane, keeps its order, and holds up no other', async () => {
    const the = await world();
    await gathered(the, news);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    const inner = the.chats.notifier((work) => work());
    let limited = true;
    const notifier: Notifier = {
      ...inner,
      send: (delivery, account) =>
        limited && delivery.destination.chat === 'one'
          ? Promise.resolve({ outcome: 'retry', after: 35_000, reason: 'flood limit' })
          : inner.send(delivery, account),
    };
    const deliver = createDeliver(delivering(the, notifier));
    await deliver();
    expect(the.chats.texts('one')).toEqual([]);
    expect(the.chats.texts('two')).toHaveLength(3);
    limited = false;
    the.now += 34_999;
    await deliver();
    expect(the.chats.texts('one')).toEqual([]);
    the.now += 1;
    await deliver();
    expect(the.chats.texts('one')).toEqual((await undisturbed()).one);
  });

  test('a destination that is gone is told of once and holds up nobody', async () => {
    const the = await world();
    await gathered(the, news);
    await run(the, new Killer(Infinity)).analyse();
    const lost: string[] = [];
    const inner = the.chats.notifier((work) => work());
    const deliver = createDeliver({
      ...delivering(the, {
        ...inner,
        send: (delivery, account) =>
          delivery.destination.chat === 'one'
            ? Promise.resolve({ outcome: 'gone', reason: 'blocked' })
            : inner.send(delivery, account),
      }),
      lost: (destination) => Promise.resolve(void lost.push(destination.chat)),
    });
    await deliver();
    // Three are owed there; the first refusal is enough.
    expect(lost).toEqual(['one']);
    expect(the.chats.texts('two')).toHaveLength(3);
    expect((await the.store.outbox.backlog(the.now)).waiting).toBe(0);
  });

  test('an edit goes into an alert that is still unsent', async () => {
    const the = await world();
    await gathered(the, news);
    const jobs = run(the, new Killer(Infinity));
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.sends).toBe(6);
  });

  test('an alert held back by quiet hours comes at their end, in its newest state', async () => {
    const the = await world();
    the.now = Date.parse('2025-02-03T23:30:00Z');
    await gathered(the, [
      entry('p1', 'anna released promise by captors', the.now),
      entry('p2', 'anna released promise by captors', the.now, { source: 'south' }),
    ]);
    const quiet = { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 } };
    const jobs = run(the, new Killer(Infinity), [subscription('one', { quiet })]);
    await jobs.analyse();
    await jobs.deliver();
    expect(the.chats.texts('one')).toEqual([]);
    the.now = Date.parse('2025-02-04T07:00:00Z');
    await jobs.deliver();
    expect(the.chats.texts('one')).toHaveLength(1);
    expect(the.chats.texts('one')[0]).toContain('PROMISED');
  });

  test('an entry that makes the analysis fail is put aside and the next ones go on', async () => {
    const the = await world();
    await gathered(the, news);
    const failing = (read: Entry) => {
      if (read.id === 'promise') throw new Error('cannot read this');
      return classify(read);
    };
    const { store } = the;
    await analyse({ ...analysing(the), classify: failing });
    await run(the, new Killer(Infinity)).deliver();
    expect(the.chats.texts('one')).toHaveLength(2);
    expect((await store.inbox.backlog(the.now)).parked).toMatchObject([
      { id: 'promise', reason: 'cannot read this' },
    ]);
  });
});
