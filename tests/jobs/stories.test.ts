/** Stories, copies and messages that grow: from the inbox to what stands in the chat. */
import { describe, expect, test } from 'vitest';
import type { Outcome } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import { storyId } from '#core/join.ts';
import type { Notifier } from '#core/ports.ts';
import type { Story } from '#core/story.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Platform, Subscription } from '#core/subscription.ts';
import { analyse } from '#jobs/analyse.ts';
import { createDeliver } from '#jobs/deliver.ts';
import { atHand } from '#jobs/at-hand.ts';
import { openGrouping } from '#jobs/grouping.ts';
import { stillToTell } from '#jobs/overtaken.ts';
import { mergeStories, splitStory, storyUnder } from '#jobs/regroup.ts';
import { rule } from '#jobs/rule.ts';
import { MANNERS } from '#platforms/manners.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { classify, entry, quietLog, readClaims, sources, subscription, watch } from '#tests/support/desk.ts';
import { Killed, Killer } from '#tests/support/kill.ts';
import { locales } from '#tests/support/locales.ts';
import { storyWords } from '#tests/support/story-words.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2025-02-03T10:00:00Z');

/** One chat, and a desk whose alerts wait two minutes for company. */
async function desk(to: Subscription = subscription('one')) {
  const messages = new Map<string, string>();
  /** How each message looked when it was sent. */
  const sent: string[] = [];
  let now = START;
  const clock = { now: () => now };
  const log = quietLog();
  const store: Store = await openStore('memory:', log, { clock });
  const notifier: Notifier = {
    platform: 'terminal',
    send: async ({ message }, account) => {
      await account.begin(0, null);
      const messageId = String(messages.size + 1);
      const text = toTerminal(message, { width: 200, colour: false });
      sent.push(text);
      messages.set(messageId, text);
      return { outcome: 'sent', messageId } satisfies Outcome;
    },
    edit: async (_, messageId, message) => {
      messages.set(messageId, toTerminal(message, { width: 200, colour: false }));
      return Promise.resolve({ outcome: 'sent', messageId } satisfies Outcome);
    },
  };
  const stories = atHand(store.stories, 64);
  const analysing = (
    over: Pick<Store, 'stories' | 'entries' | 'days' | 'gists' | 'prints' | 'frequencies'>,
  ) => ({
    grouping: openGrouping({
      ...over,
      watchlist: watch,
      ...storyWords,
    }),
    settle: 2 * MINUTE,
    subscriptions: () => Promise.resolve([to]),
    classify,
    readClaims,
    isShowable: () => true,
    spotUnknown: () => [],
    watchlist: watch,
    sources,
    locales,
    momentOf: () => now,
    clock,
    log,
  });
  const inForce = analysing({ ...store, stories });
  const deliver = createDeliver({
    outbox: store.outbox,
    sent: store.sent,
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
    stillToTell: (delivery) =>
      stillToTell(
        {
          claims: store.claims,
          storyUnder: (id) => storyUnder(store, id),
          subscriptions: () => Promise.resolve([to]),
          watchlist: watch,
          sources,
          locales,
          clock,
        },
        delivery,
      ),
    random: () => 0.5,
    clock,
    log,
  });
  return {
    store,
    sent,
    messages: () => [...messages.values()],
    /** The entries come in, each at its time; what is due goes out after each. */
    async reads(...entries: readonly Entry[]) {
      for (const one of entries) {
        now = Math.max(now, one.firstSeenAt);
        await store.inbox.put([{ id: idIn(one), lane: 'inbox', dueAt: one.firstSeenAt, value: one }]);
      }
      await analyse({ ...store, stories, ...inForce });
      await deliver();
      // Whatever is put aside is named here.
      expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
    },
    /** A process that dies at a write, and the one that is started after it. */
    async killedWhileReading(killer: Killer, entries: readonly Entry[]) {
      for (const one of entries) {
        now = Math.max(now, one.firstSeenAt);
        await store.inbox.put([{ id: idIn(one), lane: 'inbox', dueAt: one.firstSeenAt, value: one }]);
      }
      const fragile = {
        ...store,
        inbox: killer.queue(store.inbox),
        outbox: killer.queue(store.outbox),
        claims: killer.collection(store.claims),
        stories: killer.collection(store.stories),
        storyAliases: killer.collection(store.storyAliases),
        entries: killer.collection(store.entries),
        days: killer.collection(store.days),
        gists: killer.collection(store.gists),
        prints: killer.collection(store.prints),
        frequencies: killer.collection(store.frequencies),
        recurring: killer.collection(store.recurring),
      };
      await analyse({ ...fragile, ...analysing(fragile) }).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      now += HOUR;
      await analyse({ ...store, ...analysing(store) });
    },
    async waits(ms: number) {
      now += ms;
      await deliver();
    },
    /** An operator withdraws the claim that an entry has brought. */
    async withdraws(subject: string, from: string) {
      const ledger = (await store.claims.get(subject)) ?? [];
      const meant = ledger.find((claim) => claim.from.kind === 'entry' && claim.from.entry === from);
      await rule(
        {
          ...store,
          subscriptions: () => Promise.resolve([to]),
          watchlist: watch,
          sources,
          locales,
          clock,
          log,
        },
        subject,
        meant?.id ?? '',
        'withdraws',
        { platform: 'terminal', id: 'operator' },
      );
      await deliver();
    },
    async stories(): Promise<readonly Story[]> {
      const found: Story[] = [];
      for await (const [id, story] of store.stories.entries())
        if ((await store.storyAliases.get(id)) === null) found.push(story);
      return found.toSorted((a, b) => a.openedAt - b.openedAt);
    },
  };
}

/** As the inbox has it: a later version has an id of its own. */
function idIn({ id, changedAt, title }: Entry): string {
  return changedAt === undefined ? id : `${id}~${String(changedAt)} ${title}`;
}

/** The report as its outlet has it an hour after it was published, or so many. */
function changed(report: Entry, title: string, hours: number, more: Partial<Entry> = {}): Entry {
  const at = START + hours * HOUR;
  return { ...report, title, firstSeenAt: at, changedAt: at, ...more };
}

/** What a wire wrote, long enough to be known again. */
const WIRE =
  'A convoy of four white cars crossed the bridge shortly after dawn and stopped beside the tents where two doctors waited. ' +
  'The woman in the second car waved once, then pulled the blanket over her head. Officials spoke of a private arrangement.';
const EDITED = WIRE.replace('shortly after dawn', 'early on Monday').replace(
  'Officials spoke',
  'Two officials spoke',
);

const HELD = entry('held', 'anna abducted fact; anna held fact', START - 2 * DAY, { arrival: 'history' });

describe('a message that waits for company', () => {
  test('is sent once, with the sources that came meanwhile in it', async () => {
    const the = await desk();
    await the.reads(
      HELD,
      entry('p1', 'anna released promise by captors', START),
      entry('p2', 'anna released promise by captors', START + MINUTE, { source: 'south' }),
    );
    expect(the.sent).toEqual([]);
    await the.waits(2 * MINUTE);
    expect(the.sent).toHaveLength(1);
    expect(the.sent[0]).toContain('north wire');
    expect(the.sent[0]).toContain('south wire');
  });

  test('does not wait when somebody is free, and grows afterwards', async () => {
    const the = await desk();
    await the.reads(HELD, entry('r1', 'anna released fact', START));
    expect(the.sent).toHaveLength(1);
    await the.reads(entry('r2', 'anna released fact', START + MINUTE, { source: 'south' }));
    expect(the.messages()).toHaveLength(1);
    expect(the.messages()[0]).toContain('confirmed, 2 independent sources');
  });

  test('five hundred identical reports at once are one message', async () => {
    const the = await desk();
    const flood = Array.from({ length: 500 }, (_, i) =>
      entry(`r${String(i)}`, 'anna released fact', START, { lead: WIRE, source: `outlet-${String(i % 50)}` }),
    );
    await the.reads(HELD, ...flood);
    await the.waits(HOUR);
    expect(the.messages()).toHaveLength(1);
    // One text is one witness, however many print it.
    expect(the.messages()[0]).toContain('reported, one source');
    expect((await the.stories()).at(-1)?.entries).toHaveLength(500);
  });
});

describe('what was overtaken while it waited', () => {
  const NIGHT = subscription('one', { quiet: { from: { hour: 22, minute: 0 }, to: { hour: 7, minute: 0 } } });
  const at = (hour: number): number => START - 10 * HOUR + hour * HOUR;
  const heads = (messages: readonly string[]): readonly string[] =>
    messages.map((text) => text.split('\n')[0] ?? '');

  test('a promise is not told after the release that kept it', async () => {
    const the = await desk();
    await the.reads(HELD, entry('p', 'anna released promise by captors', START));
    await the.reads(entry('r', 'anna released fact', START + MINUTE, { source: 'south' }));
    await the.waits(HOUR);
    expect(heads(the.sent)).toEqual(['🟢 RELEASED · reported, one source']);
  });

  test('nor in the morning after the night in which somebody came free', async () => {
    const the = await desk(NIGHT);
    await the.reads(HELD, entry('p', 'anna released promise by captors; boris sign-of-life fact', at(23)));
    await the.reads(entry('r', 'anna released fact', at(26), { source: 'south' }));
    await the.waits(6 * HOUR);
    expect(heads(the.sent)).toEqual([
      '🟢 RELEASED · reported, one source',
      expect.stringContaining('SIGN OF LIFE'),
    ]);
  });

  test('a promise of two is told of the one who still waits', async () => {
    const the = await desk();
    await the.reads(
      HELD,
      entry('p', 'anna released promise by captors; boris released promise by captors', START),
    );
    await the.reads(entry('r', 'anna released fact', START + MINUTE, { source: 'south' }));
    await the.waits(HOUR);
    expect(heads(the.sent)).toEqual(['🟢 RELEASED · reported, one source', '🟡 PROMISED, not a release']);
    expect(the.sent[1]).toContain('Boris');
    expect(the.sent[1]).not.toContain('Anna');
  });

  test('a promise is told when it is said again after the release that overtook it was taken back', async () => {
    const the = await desk();
    await the.reads(HELD, entry('p', 'anna released promise by captors', START));
    await the.reads(entry('r', 'anna released fact', START + MINUTE, { source: 'south' }));
    await the.waits(5 * MINUTE);
    await the.reads(entry('d', 'anna released denial', START + 6 * MINUTE, { source: 'south' }));
    await the.reads(entry('p2', 'anna released promise by captors', START + HOUR, { source: 'east' }));
    await the.waits(HOUR);
    expect(heads(the.sent)).toEqual([
      '🟢 RELEASED · reported, one source',
      expect.stringContaining('CORRECTION'),
      '🟡 PROMISED, not a release',
    ]);
  });

  test('and once, where it has waited through the night with both', async () => {
    const the = await desk(NIGHT);
    await the.reads(HELD, entry('p', 'anna released promise by captors', at(23)));
    await the.reads(entry('r', 'anna released fact', at(25), { source: 'south' }));
    await the.reads(entry('d', 'anna released denial', at(26), { source: 'south' }));
    await the.reads(entry('p2', 'anna released promise by captors', at(27), { source: 'east' }));
    await the.waits(6 * HOUR);
    expect(heads(the.sent).filter((head) => head.includes('PROMISED'))).toHaveLength(1);
    expect(the.sent.at(-1)).toContain('east wire');
  });

  test('a promise withdrawn before anybody has read it is not told, and neither is its correction', async () => {
    const the = await desk(NIGHT);
    await the.reads(HELD, entry('p', 'anna released promise by captors', at(23)));
    await the.withdraws('anna', 'p');
    expect(the.sent).toEqual([]);
    await the.waits(9 * HOUR);
    expect(the.sent).toEqual([]);
  });

  test('an edit does not bring back who was freed meanwhile', async () => {
    const the = await desk(NIGHT);
    const both = 'anna released promise by captors; boris released promise by captors';
    await the.reads(HELD, entry('p', both, at(23)), entry('p2', both, at(23) + MINUTE, { source: 'south' }));
    await the.reads(entry('r', 'anna released fact', at(26), { source: 'east' }));
    await the.waits(6 * HOUR);
    expect(the.messages()).toEqual([
      expect.stringContaining('RELEASED'),
      expect.stringMatching(/PROMISED(?:(?!Anna)[^])*Boris(?:(?!Anna)[^])*$/u),
    ]);
  });

  test('a promise of two outlets is corrected when both are withdrawn, whichever goes first', async () => {
    for (const order of [
      ['p', 'p2'],
      ['p2', 'p'],
    ]) {
      const the = await desk();
      await the.reads(
        HELD,
        entry('p', 'anna released promise by captors', START),
        entry('p2', 'anna released promise by captors', START + MINUTE, { source: 'south' }),
      );
      await the.waits(HOUR);
      for (const report of order) await the.withdraws('anna', report);
      expect(the.messages()).toEqual([
        expect.stringContaining('No longer holds'),
        expect.stringContaining('CORRECTION'),
      ]);
    }
  });

  test('a promise withdrawn after it was read is struck through and corrected', async () => {
    const the = await desk();
    await the.reads(HELD, entry('p', 'anna released promise by captors', START));
    await the.waits(HOUR);
    await the.withdraws('anna', 'p');
    expect(the.messages()).toEqual([
      expect.stringContaining('No longer holds'),
      expect.stringContaining('CORRECTION'),
    ]);
  });

  test('a release of two days ago that is read late still grows', async () => {
    const the = await desk();
    const late = { firstSeenAt: START + 50 * HOUR };
    await the.reads(HELD, entry('r1', 'anna released fact', START, late));
    await the.reads(
      entry('r2', 'anna released fact', START + HOUR, {
        source: 'south',
        firstSeenAt: START + 51 * HOUR,
      }),
    );
    expect(heads(the.messages())).toEqual(['🟢 RELEASED · confirmed, 2 independent sources']);
  });
});

describe('who wants every story of one person', () => {
  test('gets one in which somebody else is freed, and sees it grow', async () => {
    const the = await desk(subscription('one', { alerts: 'all', subjects: ['boris'] }));
    await the.reads(
      HELD,
      entry('r1', 'anna released fact', START, { lead: 'Her friends sang in the street of the harbour.' }),
    );
    expect(the.messages()).toEqual([]);
    const more = { source: 'south', lead: 'Her friends sang in the street of the harbour.' };
    await the.reads(entry('r2', 'anna released fact; boris talks fact', START + MINUTE, more));
    expect(the.messages()).toHaveLength(1);
    expect(the.messages()[0]).toContain('Boris');
  });
});

describe('a correction', () => {
  test('strikes the old message through and says so in a new one', async () => {
    const the = await desk();
    await the.reads(HELD, entry('r1', 'anna released fact', START));
    await the.reads(entry('d1', 'anna released denial by red-cross', START + HOUR, { source: 'south' }));
    const [old = '', fresh = ''] = the.messages();
    expect(the.messages()).toHaveLength(2);
    expect(old).toContain('No longer holds');
    expect(fresh).toContain('CORRECTION');
  });
});

describe('one report of several', () => {
  const BOTH = entry('both', 'anna held fact; boris held fact', START - 2 * DAY, { arrival: 'history' });
  const heads = (messages: readonly string[]): readonly string[] =>
    messages.map((text) => text.split('\n')[0] ?? '');

  test('is one message, of each kind of news', async () => {
    const the = await desk();
    await the.reads(BOTH, entry('r', 'anna released fact; boris died fact', START));
    expect(heads(the.messages())).toEqual([
      '🟢 RELEASED · reported, one source',
      '⚫ DEAD · reported, one source',
    ]);
    await the.reads(
      entry('p', 'anna sign-of-life fact; boris sign-of-life fact', START - DAY, { source: 'south' }),
    );
    expect(the.messages()).toHaveLength(2);
  });

  test('puts no promise into the mouth of somebody else', async () => {
    const the = await desk();
    await the.reads(
      BOTH,
      entry('p', 'anna released promise by captors; boris released promise by red-cross', START),
    );
    await the.waits(HOUR);
    expect(the.messages()).toEqual([
      expect.stringMatching(/Anna[^]*captors: promise/u),
      expect.stringMatching(/Boris[^]*red-cross: promise/u),
    ]);
  });

  test('names only those who are followed, and the one it is named by need not be', async () => {
    const the = await desk(subscription('one', { subjects: ['boris'] }));
    await the.reads(
      BOTH,
      entry('r1', 'anna released fact; boris released fact', START),
      entry('r2', 'boris released fact', START + MINUTE, { source: 'south' }),
    );
    expect(heads(the.messages())).toEqual(['🟢 RELEASED · confirmed, 2 independent sources']);
    expect(the.messages()[0]).not.toContain('Anna');
  });

  test('is confirmed where it was told, by a report that stands in another story', async () => {
    const the = await desk();
    await the.reads(
      BOTH,
      entry('r1', 'anna released fact; boris released fact', START),
      entry('r2', 'anna released fact', START + MINUTE, { source: 'east' }),
      entry('r3', 'boris released fact', START + 2 * MINUTE, { source: 'south' }),
    );
    expect((await the.store.entries.get('r3'))?.story).not.toBe(storyId('r1'));
    expect(heads(the.messages())).toEqual(['🟢 RELEASED · confirmed, 2 independent sources']);
    expect(the.messages()[0]).toMatch(/north wire \[1\] · east wire \[2\] · south wire \[3\]/u);
  });

  test('leaves what was told of one before to its message, and tells the other', async () => {
    const the = await desk();
    await the.reads(
      BOTH,
      entry('r1', 'boris released fact', START),
      entry('r2', 'anna released fact; boris released fact', START + HOUR, { source: 'south' }),
    );
    const [first = '', second = ''] = the.messages();
    expect(the.messages()).toHaveLength(2);
    expect(first).not.toContain('Anna');
    expect(second).toMatch(/RELEASED · reported, one source\nAnna Example · free/u);
    expect(second).not.toContain('Boris');
  });

  test('says of each how sure it is, where that differs', async () => {
    const the = await desk();
    await the.reads(
      BOTH,
      entry('r1', 'anna released fact; boris released fact', START),
      entry('r2', 'boris released fact', START + MINUTE, { source: 'south' }),
    );
    expect(the.messages()[0]?.split('\n').slice(0, 3)).toEqual([
      '🟢 RELEASED',
      'Anna Example · free since 3 February 2025 · reported, one source',
      'Boris Example · free since 3 February 2025 · confirmed, 2 independent sources',
    ]);
  });
});

describe('a muted story', () => {
  const read = [
    entry('a', 'anna talks fact', START, {
      lead: 'Delegates met about an exchange and the list of 498 names.',
    }),
    entry('b', 'captors talks fact', START + MINUTE, {
      lead: 'The list was there, and so was the exchange: of 602 names delegates spoke.',
      source: 'south',
    }),
  ];
  const bridge = entry(
    'c',
    'anna talks fact; captors talks fact; boris sign-of-life fact',
    START + 2 * MINUTE,
    {
      lead: 'After 498 and 602 names were read, delegates met again about an exchange and the list.',
      source: 'east',
    },
  );
  const later = entry('d', 'captors talks fact; boris released promise by captors', START + HOUR, {
    lead: 'Once more 498 and 602 names were read, and delegates met again about an exchange and the list.',
    source: 'west',
  });

  test('stays muted when it goes on under the id of an older one', async () => {
    const loud = await desk();
    await loud.reads(...read, bridge, later);
    await loud.waits(HOUR);
    expect(await loud.stories()).toHaveLength(1);
    expect(loud.messages()).toHaveLength(2);

    const muted = await desk(subscription('one', { mutedStories: [storyId('b')] }));
    await muted.reads(...read, bridge);
    const [story] = await muted.stories();
    expect(story?.id).toBe(storyId('a'));
    await muted.reads(later);
    await muted.waits(HOUR);
    expect(muted.messages()).toEqual([]);
  });
});

describe('a text that was read before', () => {
  test('is a copy in an edited form, and no second witness', async () => {
    const the = await desk();
    await the.reads(
      HELD,
      entry('r1', 'anna released fact', START, { lead: WIRE }),
      entry('r2', 'anna released fact', START + HOUR, { lead: EDITED, source: 'south' }),
    );
    expect(the.messages()[0]).toContain('reported, one source');
    const line = (await the.stories()).at(-1)?.entries.find(({ entry: id }) => id === 'r2');
    expect(line?.because).toMatch(/^copy of north, \d+ % of its words$/u);
  });

  test('alerts nobody when it comes back after months, under whatever name', async () => {
    const the = await desk(subscription('one', { alerts: 'all' }));
    await the.reads(HELD, entry('v1', 'anna sign-of-life fact', START, { lead: WIRE }));
    await the.waits(HOUR);
    const before = the.messages();
    await the.reads(
      entry('v2', 'anna sign-of-life fact', START + 120 * DAY, { lead: EDITED, source: 'south' }),
    );
    await the.waits(HOUR);
    expect(the.messages()).toEqual(before);
    const archived = await the.store.entries.get('v2');
    const story = await the.store.stories.get(archived?.story ?? '');
    expect(story?.entries[0]?.because).toBe('old words: the text of north wire of 2025-02-03 again');
  });

  test('is told where new sentences stand in it', async () => {
    const the = await desk();
    await the.reads(HELD, entry('v1', 'anna sign-of-life fact', START, { lead: WIRE }));
    await the.reads(
      entry('r1', 'anna released fact', START + 120 * DAY, {
        lead: `Nobody had expected this day when they woke in the camp near the old mill. ${WIRE}`,
        source: 'south',
      }),
    );
    expect(the.messages().at(-1)).toContain('RELEASED');
  });
});

describe('a report that is changed in place', () => {
  const FREED = entry('r1', 'anna released fact', START);

  test('takes back what its outlet told: the old message is struck through, a new one says so', async () => {
    const the = await desk();
    await the.reads(HELD, FREED, changed(FREED, 'anna released denial', 1));
    expect(the.messages()).toHaveLength(2);
    expect(the.messages()[0]).toContain('No longer holds');
    expect(the.sent[1]).toContain('CORRECTION');
  });

  test('is read for what is new, which is told once', async () => {
    const the = await desk();
    const live = entry('live', 'anna talks fact', START);
    await the.reads(HELD, live, changed(live, 'anna released promise by captors', 1));
    await the.waits(HOUR);
    await the.reads(changed(live, 'anna released fact', 3));
    for (const hours of [4, 5, 6])
      await the.reads(changed(live, `anna released fact; ${'x'.repeat(hours)}`, hours));
    expect(the.sent.map((text) => text.split('\n')[0])).toEqual([
      '🟡 PROMISED, not a release',
      '🟢 RELEASED · reported, one source',
    ]);
  });

  test('is no second report and no second origin of its outlet', async () => {
    const the = await desk();
    await the.reads(HELD, FREED, changed(FREED, 'anna released fact; on Monday', 1));
    expect(the.messages()).toHaveLength(1);
    expect(the.messages()[0]).toContain('reported, one source');
    expect((await the.stories()).at(-1)?.entries).toHaveLength(1);
    expect(await the.store.claims.get('anna')).toHaveLength(3);
  });

  test('confirms once it names an authority', async () => {
    const the = await desk();
    await the.reads(HELD, FREED, changed(FREED, 'anna released fact by red-cross', 1));
    expect(the.messages()).toHaveLength(1);
    expect(the.messages()[0]).toContain('confirmed');
  });

  test('that had been history alerts by what is new in it, and not by what was', async () => {
    const the = await desk();
    const old = entry('old', 'anna released promise by captors', START, { arrival: 'history' });
    const news: Partial<Entry> = { arrival: 'news' };
    await the.reads(HELD, old, changed(old, 'anna released promise by captors; boris talks fact', 1, news));
    await the.waits(HOUR);
    expect(the.sent).toEqual([]);
    await the.reads(changed(old, 'anna released fact', 2, news));
    expect(the.sent).toHaveLength(1);
    expect(the.sent[0]).toContain('RELEASED');
  });

  test('is shown as it is now, in the archive and in its story', async () => {
    const the = await desk();
    await the.reads(HELD, FREED, changed(FREED, 'anna released fact; on Monday', 1));
    expect(await the.store.entries.get('r1')).toMatchObject({
      entry: { title: 'anna released fact; on Monday', publishedAt: START, firstSeenAt: START },
    });
    expect((await the.stories()).at(-1)?.entries).toMatchObject([{ title: 'anna released fact; on Monday' }]);
  });

  test('is not put into the mouth of its outlet by another house that leads to it', async () => {
    const the = await desk();
    await the.reads(HELD, FREED, changed(FREED, 'anna died fact', 1, { source: 'south' }));
    expect(the.messages()).toHaveLength(1);
    expect(await the.store.entries.get('r1')).toMatchObject({ entry: { title: 'anna released fact' } });
  });

  test('is read by nobody else twice: who copies its new words is no second origin', async () => {
    const the = await desk();
    const live = entry('live', 'anna talks fact', START);
    await the.reads(HELD, live, changed(live, 'anna released fact', 1, { lead: WIRE }));
    await the.reads(entry('copy', 'anna released fact', START + 2 * HOUR, { source: 'south', lead: EDITED }));
    expect(the.messages()).toHaveLength(1);
    expect(the.messages()[0]).toContain('reported, one source');
  });

  test('to two versions of one moment keeps what each has told', async () => {
    const the = await desk();
    const live = entry('live', 'anna talks fact', START);
    await the.reads(HELD, live);
    await the.reads(
      changed(live, 'anna released fact', 1),
      changed(live, 'anna released promise by captors', 1),
    );
    const claims = (await the.store.claims.get('anna')) ?? [];
    expect(claims.map(({ event, modality }) => `${event} ${modality}`)).toContain('released fact');
    expect(the.sent.map((text) => text.split('\n')[0])).toEqual(['🟢 RELEASED · reported, one source']);
  });

  test('tells the same, whatever the analysis is killed at', async () => {
    const versions = [FREED, changed(FREED, 'anna released denial; boris released promise by captors', 1)];
    for (let at = 1; ; at += 1) {
      const the = await desk();
      await the.reads(HELD);
      const killer = new Killer(at);
      await the.killedWhileReading(killer, versions);
      await the.waits(HOUR);
      expect(the.sent.map((text) => text.split('\n')[0] ?? '').toSorted(), `killed at ${String(at)}`).toEqual(
        ['↩️ CORRECTION', '🟡 PROMISED, not a release', '🟢 RELEASED · reported, one source'],
      );
      expect(the.messages().filter((text) => text.includes('No longer holds: corrected on'))).toHaveLength(1);
      expect(await the.store.claims.get('anna')).toHaveLength(4);
      if (killer.writes < at) return;
    }
  });
});

test('a report that becomes one of the watch when it is changed is filed, whatever the analysis is killed at', async () => {
  const rain = entry('live', 'rain', START);
  for (let at = 1; ; at += 1) {
    const the = await desk();
    const killer = new Killer(at);
    await the.killedWhileReading(killer, [rain, changed(rain, 'anna released fact', 1)]);
    await the.waits(HOUR);
    expect(the.sent, `killed at ${String(at)}`).toHaveLength(1);
    const lines = (await the.store.days.get('2025-02-03')) ?? [];
    expect(
      lines.map((line) => line.entry),
      `killed at ${String(at)}`,
    ).toEqual(['live']);
    expect(await the.store.claims.get('anna')).toHaveLength(1);
    if (killer.writes < at) return;
  }
});

test('a new report over old background is in the digest, whatever it claims', async () => {
  const the = await desk(subscription('one', { alerts: 'all' }));
  await the.reads(entry('v1', 'anna talks fact', START, { lead: WIRE }));
  await the.reads(
    entry('i1', 'anna talks fact', START + 120 * DAY, {
      lead: `Her brother speaks for the first time about the year that followed. ${WIRE}`,
      source: 'south',
    }),
  );
  const archived = await the.store.entries.get('i1');
  const [line] = (await the.store.days.get('2025-06-03')) ?? [];
  expect(line?.story).toBe(archived?.story);
});

describe('stories', () => {
  test('of two who are freed on one day are two', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'boris released fact', START + MINUTE, { source: 'south' }),
    );
    expect(await the.stories()).toHaveLength(2);
  });

  test('say why an entry stands in them', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'anna released fact', START + MINUTE, { source: 'south' }),
    );
    const [story] = await the.stories();
    expect(story?.entries.map(({ because }) => because)).toEqual([
      'nothing like it within 72 hours',
      expect.stringMatching(/^likeness [\d.]+ \(anna, theme handover\)/u),
    ]);
  });

  test('that turn out to be one go on under the older id, which the younger one leads to', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'boris released fact', START + MINUTE, { source: 'south' }),
    );
    const [first, second] = await the.stories();
    if (first === undefined || second === undefined) throw new Error('two stories were expected');
    await mergeStories(the.store, second, [first]);
    const found = await storyUnder(the.store, second.id);
    expect(found?.id).toBe(first.id);
    expect(found?.entries.map(({ entry: id }) => id)).toEqual(['a', 'b']);
    expect((await the.store.entries.get('b'))?.story).toBe(first.id);
    expect((await the.store.days.get('2025-02-03'))?.map(({ story }) => story)).toEqual([first.id, first.id]);
    // Its message is edited from there.
    expect(found?.alerts.map(({ subject }) => subject)).toEqual(['anna', 'boris']);
  });

  test('are joined by a report that tells of both, whatever it is killed at', async () => {
    const told = [
      entry('a', 'anna talks fact', START, {
        lead: 'Delegates met about an exchange and the list of 498 names.',
      }),
      entry('b', 'captors talks fact', START + MINUTE, {
        lead: 'The list was there, and so was the exchange: of 602 names delegates spoke.',
        source: 'south',
      }),
      entry('c', 'anna talks fact; captors talks fact', START + 2 * MINUTE, {
        lead: 'After 498 and 602 names were read, delegates met again about an exchange and the list.',
        source: 'east',
      }),
    ];
    for (let at = 1; at < 40; at += 1) {
      const the = await desk();
      await the.reads(...told.slice(0, 2));
      expect(await the.stories()).toHaveLength(2);
      const killer = new Killer(at);
      await the.killedWhileReading(killer, told.slice(2));
      const stories = await the.stories();
      expect(stories.map(({ entries }) => entries.map(({ entry: id }) => id).toSorted())).toEqual([
        ['a', 'b', 'c'],
      ]);
      for (const one of told) expect((await the.store.entries.get(one.id))?.story).toBe(stories[0]?.id);
      const lines = await the.store.days.get('2025-02-03');
      expect(lines?.map(({ story }) => story)).toEqual([stories[0]?.id, stories[0]?.id, stories[0]?.id]);
      if (killer.writes < at) return;
    }
    throw new Error('the analysis never came to its end');
  });

  test('can be parted by hand', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'anna released fact', START + MINUTE, { source: 'south' }),
    );
    const [story] = await the.stories();
    if (story === undefined) throw new Error('a story was expected');
    const parted = await splitStory(the.store, story, ['b']);
    expect(parted?.map(({ entries }) => entries.map(({ entry: id }) => id))).toEqual([['a'], ['b']]);
    expect((await the.store.entries.get('b'))?.story).toBe(parted?.[1].id);
    expect(await splitStory(the.store, story, ['a', 'b'])).toBeNull();
  });

  test('keep every report when the one that opened them is parted', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'anna released fact', START + MINUTE, { source: 'south' }),
      entry('c', 'anna released fact', START + 2 * MINUTE, { source: 'east' }),
    );
    const [story] = await the.stories();
    if (story === undefined) throw new Error('a story was expected');
    const parted = await splitStory(the.store, story, ['a']);
    expect(parted?.map(({ entries }) => entries.map(({ entry: id }) => id))).toEqual([['b', 'c'], ['a']]);
    // What was sent of it, and whoever muted it, know it by its id.
    expect(parted?.[0].id).toBe(story.id);
    for (const id of ['a', 'b', 'c']) {
      const under = (await the.store.entries.get(id))?.story ?? '';
      const found = await storyUnder(the.store, under);
      expect(found?.entries.map((line) => line.entry)).toContain(id);
    }
    expect(await the.stories()).toHaveLength(2);
    // The other way round too: its id is another story's now, which must stay as it is.
    const [rest, taken] = parted ?? [];
    if (rest === undefined || taken === undefined) throw new Error('two stories were expected');
    const whole = await mergeStories(the.store, taken, [rest]);
    const again = await splitStory(the.store, whole, ['a']);
    expect(again?.map(({ entries }) => entries.map(({ entry: id }) => id))).toEqual([['b', 'c'], ['a']]);
    for (const one of again ?? []) expect(await storyUnder(the.store, one.id)).toEqual(one);
  });

  test('that were joined by mistake are found under their own ids again once they are parted', async () => {
    const the = await desk();
    await the.reads(
      entry('a', 'anna released fact', START),
      entry('b', 'boris talks fact', START + MINUTE, { source: 'south' }),
      entry('c', 'anna and boris topic:ceasefire', START + 2 * MINUTE, { source: 'east' }),
    );
    const [first, second, third] = await the.stories();
    if (first === undefined || second === undefined || third === undefined)
      throw new Error('three stories were expected');
    // The third came into the second before both came into the first.
    const two = await mergeStories(the.store, second, [third]);
    const all = await mergeStories(the.store, first, [two]);
    const parted = await splitStory(the.store, all, ['b']);
    expect(parted?.map(({ entries }) => entries.map(({ entry: id }) => id))).toEqual([['a', 'c'], ['b']]);
    const under = async (id: string): Promise<readonly string[] | undefined> =>
      (await storyUnder(the.store, id))?.entries.map((line) => line.entry);
    expect(await under(storyId('b'))).toEqual(['b']);
    expect(await under(storyId('a'))).toEqual(['a', 'c']);
    // Where its report is, not where it was joined first.
    expect(await under(storyId('c'))).toEqual(['a', 'c']);
  });

  test('are one for a report whose headline changes every hour', async () => {
    const the = await desk(subscription('one', { alerts: 'all' }));
    await the.reads(
      HELD,
      ...Array.from({ length: 6 }, (_, i) =>
        entry(`t${String(i)}`, `anna talks fact ${String(i)} hours on`, START + i * HOUR, { lead: WIRE }),
      ),
    );
    await the.waits(HOUR);
    expect(await the.stories()).toHaveLength(2);
    expect(the.messages()).toHaveLength(1);
  });

  test('of reports without text, or of one word, are told once', async () => {
    const the = await desk();
    await the.reads(
      HELD,
      ...['', 'Free', ''].map((lead, i) =>
        entry(`s${String(i)}`, 'anna sign-of-life fact', START + i, { lead }),
      ),
    );
    await the.waits(HOUR);
    expect(the.messages()).toHaveLength(1);
  });
});

test('a store that fails while the archive is loaded is asked again', async () => {
  const store = await openStore('memory:', quietLog());
  let broken = true;
  const grouping = openGrouping({
    ...store,
    frequencies: {
      ...store.frequencies,
      get: (id) => (broken ? Promise.reject(new Error('the disk failed')) : store.frequencies.get(id)),
    },
    watchlist: watch,
    ...storyWords,
  });
  const one = entry('a', 'Hamas frees Alexander Trufanov', START);
  await expect(grouping.originalOf(one, one)).rejects.toThrow('the disk failed');
  broken = false;
  await expect(grouping.originalOf(one, one)).resolves.toBeNull();
  await store.close();
});
