/** The commands, asked as a platform asks them. */
import { beforeEach, describe, expect, test } from 'vitest';
import { createChat } from '#commands/chat.ts';
import type { Command } from '#commands/command.ts';
import { createDesk } from '#commands/desk.ts';
import { createExplain } from '#commands/explain.ts';
import { commands } from '#commands/index.ts';
import { dayOf } from '#core/day.ts';
import { emptyGist } from '#core/gist.ts';
import { questionOf } from '#core/chat.ts';
import type { Chat } from '#core/chat.ts';
import type { Entry } from '#core/entry.ts';
import type { Answer, Message } from '#core/message.ts';
import type { Settlement } from '#core/ports.ts';
import { withEntry } from '#core/story.ts';
import type { StoryEntry } from '#core/story.ts';
import type { Subscribers } from '#core/subscribers.ts';
import type { Destination } from '#core/subscription.ts';
import { entryIdOfLink, identify } from '#feeds/identity.ts';
import type { Watching } from '#core/watching.ts';
import { digestOf } from '#jobs/digest.ts';
import { storyUnder } from '#jobs/regroup.ts';
import { toTelegram } from '#render/telegram.ts';
import { toTerminal } from '#render/terminal.ts';
import { openSearch } from '#store/search.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { openSubscribers } from '#store/subscribers.ts';
import { locales, typedWords } from '#tests/support/locales.ts';
import { classify, entry, quietLog, readClaims, sources, subscription, watch } from '#tests/support/desk.ts';

const watching: Watching = {
  isAdmin: ({ id }) => id === '1',
  change: (change, by) =>
    Promise.resolve(
      change.kind === 'remove'
        ? { done: false, because: 'He is somebody’s relative.' }
        : { done: true, what: `${by.id} asked for ${JSON.stringify(change)}` },
    ),
  trouble: () => [
    { file: 'watchlist.yaml', line: 7, what: 'the id "anna" is there twice', fix: 'Change one.' },
  ],
  proposals: () =>
    Promise.resolve([
      { subject: 'anna', spelling: 'Аннa', times: 3, entry: 'e', url: 'https://news.example/a', at: NOW },
    ]),
  latest: () =>
    Promise.resolve([{ at: NOW, by: { platform: 'telegram', id: '1' }, what: 'anna is found as Аня too' }]),
};

const NOW = Date.parse('2025-02-03T10:00:00Z');
const DAY = 86_400_000;
const here: Destination = { platform: 'telegram', chat: '77', thread: null };

let store: Store;
let subscribers: Subscribers;
let log: ReturnType<typeof quietLog>;
let chat: Chat;

function owed({ outbox }: Store) {
  return {
    backlog: (now: number) => outbox.backlog(now),
    revive: (ids: readonly string[]) => outbox.revive(ids),
    settle: (id: string, outcome: Settlement) => outbox.settle(id, outcome),
  };
}

function chatOf(list: readonly Command[]): Chat {
  const desk = createDesk({
    claims: store.claims,
    stories: store.stories,
    storyUnder: (id) => storyUnder(store, id),
    days: store.days,
    cursors: store.cursors,
    feeds: [],
    silentAfter: 7 * DAY,
    watchlist: watch,
    dossiers: { figures: () => [] },
  });
  return createChat(
    list,
    {
      desk,
      search: openSearch({ days: store.days, entries: store.entries, clock: { now: () => NOW } }).search,
      explain: createExplain({
        entries: store.entries,
        claims: store.claims,
        stories: store.stories,
        idOfLink: entryIdOfLink,
      }),
      subscribers,
      digestOf: (to, window) =>
        digestOf(
          {
            ...store,
            everybody: desk.everybody.bind(desk),
            health: (span) => desk.health(span),
            watchlist: watch,
            sources,
          },
          to,
          window,
        ),
      watchlist: watch,
      locales,
      watching,
      rulings: { rule: () => Promise.resolve({ done: false, because: 'unknown' }) },
      outbox: { ...owed(store), repeated: () => Promise.resolve(2) },
      recognise: (typed) => (typed === 'Аннушка' ? ['anna'] : []),
      typedWords,
      sources,
      defaults: {
        digest: { hour: 9, minute: 0 },
        timeZone: 'UTC',
        language: 'en',
        emptyDigest: 'say',
        quiet: null,
      },
      clock: { now: () => NOW },
      version: '1.2.3',
      forget: (destination) => subscribers.remove(destination),
      lost: () => Promise.resolve(),
      moved: () => Promise.resolve(),
    },
    log,
  );
}

beforeEach(async () => {
  log = quietLog();
  store = await openStore('memory:', log);
  subscribers = await openSubscribers(store.subscriptions);
  const taken = entry('taken', 'anna abducted fact by red-cross', NOW - 485 * DAY);
  const promised = entry('promised', 'anna released promise by captors', NOW - DAY);
  await store.claims.set('anna', [...readClaims(taken), ...readClaims(promised)]);
  chat = chatOf(commands);
});

function shown(message: Message): string {
  return toTerminal(message, { width: Infinity, colour: false });
}

async function ask(
  command: string,
  argument = '',
  mayManage = true,
  id = '77',
  page: number | null = null,
): Promise<string> {
  return shown(
    await chat.answer({
      command,
      argument,
      page,
      via: 'typed',
      destination: here,
      user: { platform: 'telegram', id },
      language: 'en',
      mayManage: () => Promise.resolve(mayManage),
    }),
  );
}

describe('/why', () => {
  const link = 'https://news.example/2025/anna-free';
  const item = { url: link, guid: null, title: 'x', text: '', publishedAt: NOW };
  const id = identify('feed', [item], null, []).identities[0]?.id ?? '';

  beforeEach(async () => {
    const read = entry(id, 'anna released promise by captors', NOW - DAY, { url: link });
    const verdict = { ...classify(read), reasons: [{ text: 'names a captive', points: 3 }], score: 3 };
    await store.entries.set(id, { entry: read, verdict, story: 's1' });
    await store.claims.set('anna', [...((await store.claims.get('anna')) ?? []), ...readClaims(read)]);
    const line = {
      entry: id,
      source: 'north',
      origin: 'north',
      url: link,
      title: 'Anna to be freed',
      language: 'en',
      saidAt: NOW - DAY,
      because: 'same event within a day',
    };
    await store.stories.set('s1', {
      id: 's1',
      entries: [line],
      subjects: ['anna'],
      topics: [],
      events: [],
      openedAt: NOW - DAY,
      updatedAt: NOW - DAY,
      alerts: [
        { subject: 'anna', kind: 'promise', ordinal: 1, lead: { subject: 'anna', ordinal: 1 }, dueAt: NOW },
      ],
    });
  });

  test('shows the score with its parts, the mentions, the claims and the story', async () => {
    const answer = await ask('why', `${link}?utm_source=feed`);
    expect(answer).toContain('Why: Anna to be freed');
    expect(answer).toContain('Score 3');
    expect(answer).toContain('+3 names a captive');
    expect(answer).toContain('Anna Example: “anna” in the headline (test)');
    expect(answer).toContain('promise of release (promise)');
    expect(answer).toContain('same event within a day; 1 report in it, told as promise of Anna Example');
    expect(await ask('why', id)).toBe(answer);
  });

  test('says so when the archive has nothing of it, and asks for a link when none is given', async () => {
    expect(await ask('why', 'https://news.example/other')).toContain('not in the archive');
    expect(await ask('why')).toContain('/why https://');
  });
});

describe('/digest', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `story-${String(i)}`);
  const inTitle = (text: string): readonly string[] => ids.filter((id) => text.includes(`Title of ${id}.`));

  /** Thirty stories of the last day, each with a report of its own. */
  async function fill(): Promise<void> {
    const reports = ids.map((id, i) => entry(id, 'anna released promise', NOW - DAY / 2 - i * 60_000));
    await store.stories.setMany(
      reports.map((read, i) => {
        const saidAt = NOW - DAY / 2 - i * 60_000;
        const line = { ...lineOf(read, `Title of ${read.id}. ${'words '.repeat(12)}`), saidAt };
        return [read.id, { ...withEntry(null, line, EMPTY), id: read.id }] as const;
      }),
    );
    for (const { id, firstSeenAt: at } of reports) {
      const day = (await store.days.get(dayOf(at))) ?? [];
      await store.days.set(dayOf(at), [...day, { entry: id, story: id, subjects: ['anna'], at }]);
    }
  }

  const press = (line: string, page: number | null = null): Promise<Answer> =>
    chat.answer({
      ...questionOf(line),
      ...(page === null ? {} : { page }),
      via: 'button',
      destination: here,
      user: { platform: 'telegram', id: '77' },
      language: 'en',
      mayManage: () => Promise.resolve(true),
    });

  const commandsOf = ({ buttons }: Message): readonly string[] =>
    buttons.flat().flatMap((button) => (button.kind === 'command' ? [button.command] : []));

  test('its button leads to exactly the stories that it had no room for, in pages', async () => {
    await fill();
    const first = await press('digest');
    const told = inTitle(shown(first));
    const rest = commandsOf(first).find((command) => command.startsWith('digest ')) ?? '';
    expect(shown(first)).toContain(`and ${String(ids.length - told.length)} more`);
    // Later a story grows, and one that was told is muted: what was left out is still the same.
    const [, second = ''] = told;
    const grown = await store.stories.get('story-29');
    if (grown !== null) await store.stories.set('story-29', { ...grown, updatedAt: NOW + DAY });
    await subscribers.save(subscription('muted', { destination: here, mutedStories: [second] }));
    const begin = await press(rest);
    expect(begin.place).toBe('below');
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => press(rest, page)));
    expect(pages[1]?.place).toBe('instead');
    const others = [...new Set(pages.flatMap((page) => inTitle(shown(page))))];
    expect([...told, ...others].toSorted()).toEqual(ids.toSorted());
    expect(shown(pages[0] ?? first)).toContain('[1/');
    for (const page of pages) expect(toTelegram(page)).toHaveLength(1);
  });

  test('of days that are named it tells those, and nothing of feeds that fare otherwise by now', async () => {
    await fill();
    const day = await ask('digest', '2025-02-02');
    expect(day).toContain('Digest · 2 February 2025\n');
    expect(inTitle(day).length).toBeGreaterThan(3);
    expect(day).not.toContain('Feeds');
    expect(await ask('digest', '2025-01-20 2025-01-22')).toContain(
      'Digest · 20 January 2025 to 22 January 2025',
    );
    expect(await ask('digest')).toContain('No feeds are set up');
  });

  test('of a longer time than one digest tells of says which days are not in it, and how to ask for them', async () => {
    const answer = await ask('digest', '2024-10-01 2025-01-31');
    expect(answer).toContain('What came from 1 October 2024 to 18 January 2025 is not in it');
    expect(answer).toContain('/digest 2025-01-04 2025-01-18');
  });

  test('what is no day is answered with how to write one', async () => {
    for (const typed of ['yesterday', '2025-02-31', '2026-01-01', '+3', '2025-02-01 2025-02-02 2025-02-03'])
      expect(await ask('digest', typed)).toContain('/digest 2025-02-10 2025-02-15');
    expect(await ask('digest', '2025-02-03 +900')).toBe('That was all of that digest.');
  });
});

describe('/latest', () => {
  test('has the stories that a digest has no room for on its further pages', async () => {
    const read = entry('e', 'anna released promise', NOW - DAY);
    const ids = Array.from({ length: 20 }, (_, i) => `story-${String(i)}`);
    await store.stories.setMany(
      ids.map((id) => [id, { ...withEntry(null, lineOf(read, `Title of ${id}.`), EMPTY), id }] as const),
    );
    await store.days.set(
      dayOf(NOW - DAY),
      ids.map((id) => ({ entry: id, story: id, subjects: ['anna'], at: NOW - DAY })),
    );
    const pages = await Promise.all([1, 2, 3].map((page) => ask('latest', '', true, '77', page)));
    const all = ids.filter((id) => pages.some((page) => page.includes(`Title of ${id}.`)));
    expect(all).toEqual(ids);
    expect(pages[0]).toContain('[1/3]');
  });
});

const EMPTY = { ...emptyGist({ language: 'en', saidAt: NOW - DAY }), subjects: ['anna'] };

function lineOf({ id, source, url }: Entry, title: string): StoryEntry {
  return { entry: id, source, origin: source, url, title, language: 'en', saidAt: NOW - DAY, because: '' };
}

describe('/search', () => {
  test('shows the headline of a report whose story has become one with another', async () => {
    const read = entry('e', 'anna released promise', NOW - DAY);
    const [old, kept] = ['o'.repeat(22), 'k'.repeat(22)];
    await store.entries.set('e', { entry: read, verdict: classify(read), story: old });
    await store.days.set(dayOf(NOW - DAY), [{ entry: 'e', story: old, subjects: ['anna'], at: NOW - DAY }]);
    await store.stories.set(old, { ...withEntry(null, lineOf(read, 'Anna to be freed'), EMPTY), id: old });
    expect(await ask('search', 'anna')).toContain('Anna to be freed');
    const story = await store.stories.get(old);
    if (story !== null) await store.stories.set(kept, { ...story, id: kept });
    await store.storyAliases.set(old, kept);
    await store.stories.delete(old);
    expect(await ask('search', 'anna')).toContain('Anna to be freed');
  });

  test('asks back what is written like a filter and is none, and looks for nothing without it', async () => {
    const answer = await ask('search', 'anna source:nort from:2025-02-31');
    expect(answer).toContain('Nobody called "nort" is read here; did you mean north?');
    expect(answer).toContain('"from:2025-02-31" is no date; write from:2025-02');
    expect(answer).not.toContain('found');
  });
});

describe('/story', () => {
  test('finds a story under the id that it had before it became one with another', async () => {
    const [old, kept] = ['o'.repeat(22), 'k'.repeat(22)];
    const line = {
      entry: 'e',
      source: 'north',
      origin: 'north',
      url: null,
      title: 'Anna to be freed',
      language: 'en',
      saidAt: NOW - DAY,
      because: 'test',
    };
    const told = { entries: [line], subjects: ['anna'], topics: [], events: [], alerts: [] };
    await store.stories.set(kept, { id: kept, ...told, openedAt: NOW - DAY, updatedAt: NOW - DAY });
    expect(await ask('story', old)).not.toContain('Anna to be freed');
    await store.storyAliases.set(old, kept);
    expect(await ask('story', old)).toContain('Anna to be freed');
  });
});

describe('/watch', () => {
  test('is for the operators, by number; everybody else is told kindly', async () => {
    expect(await ask('watch', 'add Ivan Petrov')).toContain('Only the operators');
    expect(await ask('watch', 'add Ivan Petrov', true, '1')).toContain('Done: 1 asked for');
  });

  test.each([
    ['add official f Maria Petrova', '{"kind":"add","as":"official","name":"Maria Petrova","gender":"f"}'],
    ['alias anna Анна Пример', '{"kind":"alias","subject":"anna","spelling":"Анна Пример"}'],
    ['remove Аннушка Аня', '{"kind":"unalias","subject":"anna","spelling":"Аня"}'],
  ])('%s', async (typed, change) => {
    expect(await ask('watch', typed, true, '1')).toContain(change);
  });

  test('says why not, what it did not understand, and whom it does not know', async () => {
    expect(await ask('watch', 'remove anna', true, '1')).toContain('Not done. He is somebody’s relative.');
    expect(await ask('watch', 'dance', true, '1')).toContain('/watch alias');
    expect(await ask('watch', 'alias zzzzzzz Аня', true, '1')).toContain('Nobody of that name');
  });

  test('/watchlist shows operators what is wrong with the file and who changed what', async () => {
    expect(await ask('watchlist', '', true, '1')).toContain('watchlist.yaml:7');
    expect(await ask('watchlist', '', true, '1')).toContain('telegram 1: anna is found as Аня too');
    expect(await ask('watchlist', '', true, '1')).toContain('3 reports');
    const { buttons } = await chat.answer({
      command: 'watchlist',
      argument: '',
      page: null,
      via: 'typed',
      destination: here,
      user: { platform: 'telegram', id: '1' },
      language: 'en',
      mayManage: () => Promise.resolve(false),
    });
    expect(buttons).toEqual([[{ kind: 'command', label: 'Аннa is anna', command: 'watch alias anna Аннa' }]]);
    const others = await ask('watchlist');
    expect(others).toContain('not in order; this list stays in force');
    expect(others).not.toContain('telegram 1');
    expect(others).not.toContain('3 reports');
  });
});

describe('/status', () => {
  test('says where a person stands, since when, and that a promise is a promise', async () => {
    const answer = await ask('status', 'anna');
    expect(answer).toContain('HELD');
    expect(answer).toContain('Anna Example · held, day 486');
    expect(answer).toContain('Last promise: promise of release, 2 February 2025, captors');
    expect(answer).not.toContain('RELEASED');
  });

  test('without a name tells of everybody, a line each', async () => {
    const answer = await ask('status');
    expect(answer).toContain('Anna Example: held, day 486');
    expect(answer).toContain('Boris Example: unknown');
  });

  test('finds a name in any case, and offers the nearest one for a slip', async () => {
    expect(await ask('status', '  ANNA EXAMPLE ')).toContain('HELD');
    expect(await ask('status', 'ana')).toContain('Did you mean');
    expect(await ask('status', 'ana')).toContain('/status anna');
  });

  test('finds whom the compiled spellings recognise', async () => {
    expect(await ask('status', 'Аннушка')).toContain('Anna Example · held');
  });

  test('asks back when several are meant, and says where to look when nobody is', async () => {
    const answer = await ask('status', 'example');
    expect(answer).toContain('Whom do you mean?');
    expect(answer).toContain('/status boris');
    expect(await ask('status', 'zzzzzzzz')).toContain('/watchlist shows who is');
  });
});

describe('/subscribe', () => {
  test('understands names, alerts, an hour and a time zone in any order', async () => {
    const answer = await ask('subscribe', '08:30 anna Asia/Jerusalem everything');
    expect(answer).toContain('every day at 08:30 (Asia/Jerusalem)');
    expect(subscribers.of(here)).toMatchObject({
      subjects: ['anna'],
      alerts: 'all',
      digest: { hour: 8, minute: 30 },
      timeZone: 'Asia/Jerusalem',
    });
    expect(await store.subscriptions.get('telegram:77')).toMatchObject({ subjects: ['anna'] });
  });

  test('keeps what was not said again', async () => {
    await ask('subscribe', 'anna 08:30');
    await ask('subscribe', 'none');
    expect(subscribers.of(here)).toMatchObject({
      subjects: ['anna'],
      alerts: 'none',
      digest: { hour: 8, minute: 30 },
    });
  });

  test('changes nothing when it does not understand a word, and says which', async () => {
    const answer = await ask('subscribe', 'anna 25:00 Mars/Phobos boriss');
    expect(answer).toContain('"25:00" is no time of day');
    expect(answer).toContain('"Mars/Phobos" is no time zone');
    expect(answer).toContain('did you mean boris?');
    expect(subscribers.of(here)).toBeNull();
  });

  test('is for those who run the chat', async () => {
    expect(await ask('subscribe', '', false)).toContain('Only the admins');
    expect(subscribers.of(here)).toBeNull();
    await ask('subscribe');
    expect(await ask('unsubscribe', '', false)).toContain('Only the admins');
    expect(subscribers.of(here)).not.toBeNull();
    await ask('unsubscribe');
    expect(subscribers.of(here)).toBeNull();
  });
});

describe('a chat', () => {
  test('that is lost is paused, not forgotten, and goes on when it is back', async () => {
    await ask('subscribe', 'anna');
    await chat.lost(here, 'blocked by the user');
    expect(subscribers.of(here)).toMatchObject({
      subjects: ['anna'],
      paused: { since: NOW, reason: 'blocked by the user' },
    });
    await chat.regained(here);
    expect(subscribers.of(here)).toMatchObject({ subjects: ['anna'], paused: null });
  });

  test('that gets another id takes its subscription along', async () => {
    await ask('subscribe', 'anna');
    const there: Destination = { ...here, chat: '-100077' };
    await chat.moved(here, there);
    expect(subscribers.of(here)).toBeNull();
    expect(subscribers.of(there)).toMatchObject({ id: 'telegram:-100077', subjects: ['anna'] });
  });

  test('is told kindly of an unknown command, a novel, and a fault of ours', async () => {
    expect(await ask('statsu')).toContain('Did you mean /status?');
    expect(await ask('status', 'x'.repeat(4_000))).toContain('too long');
    const status = commands.find((command) => command.name === 'status');
    if (status === undefined) throw new Error('there is no /status');
    chat = chatOf([{ ...status, run: () => Promise.reject(new Error('secret path /etc/x')) }]);
    const answer = await ask('status', 'anna');
    expect(answer).toContain('Something went wrong on my side');
    expect(answer).not.toContain('secret path');
    expect(log.lines).toMatchObject([{ level: 'error', sentence: 'command failed' }]);
  });

  test('words without a command ask where somebody stands, and anything else what can be asked', async () => {
    expect(await ask('', 'Anna?')).toContain('Anna Example · held');
    expect(await ask('', 'ana')).toContain('Did you mean');
    expect(await ask('', 'hello')).toContain('a watch desk in your chat');
    expect(await ask('', 'x'.repeat(4_000))).toContain('too long');
  });

  test('help tells only operators of what only they may do', async () => {
    const [anybody, operator] = [await ask('help'), await ask('help', '', true, '1')];
    for (const command of ['/claim', '/watch:', '/outbox']) {
      expect(anybody).not.toContain(command);
      expect(operator).toContain(command);
    }
  });

  test('offers subjects while somebody types, captives first', async () => {
    expect(await chat.suggest('exa', 'en')).toEqual([
      { label: 'Anna Example', value: 'anna' },
      { label: 'Boris Example', value: 'boris' },
    ]);
    expect(await chat.suggest('', 'en')).toHaveLength(watch.subjects.size);
  });

  test('every command answers something', async () => {
    const answers = await Promise.all(commands.map((command) => ask(command.name)));
    expect(answers.filter((answer) => answer === '')).toEqual([]);
  });
});
