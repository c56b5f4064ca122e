/** What the desk keeps, how it is found again, and when it is gone: a whole desk over a store in memory, the clock in hand. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { queued } from '#core/delivery.ts';
import type { Answer } from '#core/message.ts';
import type { Notifier } from '#core/ports.ts';
import { greetingKey } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog, subscription } from '#tests/support/desk.ts';
import { projectKnowledge, projectSettings } from '#tests/support/project.ts';
import { entriesOf } from '../../src/cli/replay.ts';
import { assemble, partsOf } from '../../src/newsdesk.ts';
import type { Newsdesk } from '../../src/newsdesk.ts';

const START = Date.parse('2025-02-15T08:00:00Z');
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const show = (answer: Answer): string => toTerminal(answer, { width: Infinity, colour: false });

const settings = await projectSettings();
const knowledge = await projectKnowledge();

const here: Destination = { platform: 'terminal', chat: 'one', thread: null };
const operator: Destination = { platform: 'telegram', chat: '42', thread: null };

let now = START;
/** What went out, and where to. */
let out: string[];
let store: Store;
let newsdesk: Newsdesk;

beforeEach(async () => {
  now = START;
  out = [];
  const clock = { now: () => now };
  store = await openStore('memory:', quietLog(), { clock });
  const notifier: Notifier = {
    platform: 'terminal',
    send: ({ id, destination, cause }) => {
      out.push(`${cause.kind} to ${destination.chat}`);
      return Promise.resolve({ outcome: 'sent', messageId: id });
    },
    edit: (_to, id) => Promise.resolve({ outcome: 'sent', messageId: id }),
  };
  newsdesk = await assemble({
    ...partsOf({ ...settings, feeds: [], retention: { entries: 30 * DAY, sent: 10 * DAY } }),
    admins: [operator],
    knowledge,
    store,
    connect: () => [{ notifier }],
    clock,
    log: quietLog(),
  });
  await newsdesk.subscribers.save(subscription('one', { destination: here, createdAt: START - DAY }));
});

afterEach(() => store.close());

/** A report comes in: news of now, or the history of a feed that is read for the first time. */
async function report(id: string, title: string, history: string | null = null): Promise<void> {
  const publishedAt = history === null ? now : Date.parse(history);
  const item = {
    id,
    title,
    summary: '',
    content: '',
    url: `https://wire.example/${id}`,
    lang: 'en',
    publishedAt,
    source: 'bbc',
  };
  const entries = entriesOf([item], settings, now).map((one) => ({
    ...one,
    firstSeenAt: now,
    arrival: history === null ? ('news' as const) : ('history' as const),
  }));
  await store.inbox.put(entries.map((value) => ({ id, lane: 'inbox', dueAt: now, value })));
  await newsdesk.analyse();
  await newsdesk.deliver();
}

async function ask(command: string, argument = '', destination = here): Promise<string> {
  const answer = await newsdesk.chat.answer({
    command,
    argument,
    page: null,
    via: 'typed',
    destination,
    user: { platform: 'telegram', id: '77' },
    language: 'en',
    mayManage: () => Promise.resolve(true),
  });
  return show(answer);
}

/** The nights pass, and the tidying with them. */
async function nights(n: number): Promise<void> {
  for (let night = 0; night < n; night += 1) {
    now += DAY;
    await newsdesk.tidy();
  }
}

const HELD = 'Hostage Alexander Trufanov is still held in Gaza';
const FREED = 'Hamas freed hostage Alexander Trufanov on Saturday';
const LETTER = 'Hamas hands over a letter of hostage Alexander Trufanov in Gaza';

describe('/search', () => {
  test('finds the history of a feed that was added after the last question, and nothing that was tidied away', async () => {
    await report('held', HELD);
    expect(await ask('search', 'letter')).toContain('Nothing found');
    await report('letter', LETTER, '2025-01-20T12:00:00Z');
    expect(await ask('search', 'letter')).toContain(LETTER);
    expect(await ask('search', 'trufanov')).toContain('2 reports found');
    await nights(10);
    expect(await ask('search', 'trufanov')).toContain('1 report found');
    expect(await ask('search', 'letter')).toContain('Nothing found');
  });
});

test('our own feeds have the stories of each, found in one walk over the index', async () => {
  await report('held', HELD);
  await report('letter', LETTER, '2025-01-20T12:00:00Z');
  let pages = 0;
  const getMany = store.days.getMany.bind(store.days);
  store.days.getMany = (ids) => {
    pages += ids.length;
    return getMany(ids);
  };
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-feeds-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await newsdesk.publish({ folder, address: null });
  expect(await readFile(join(folder, 'trufanov.atom'), 'utf8')).toContain(LETTER);
  expect(await readFile(join(folder, 'herkin.atom'), 'utf8')).not.toContain(LETTER);
  // So far back it looks, once.
  expect(pages).toBe(400);
});

describe('what is older than its retention is taken out', () => {
  async function messages(): Promise<number> {
    let n = 0;
    for await (const [,] of store.sent.entries()) n += 1;
    return n;
  }

  test('also the history of a feed that was added later, whose days lie long back', async () => {
    await nights(2);
    await report('old', LETTER, '2024-06-01T12:00:00Z');
    await report('newer', HELD, '2025-02-01T12:00:00Z');
    await nights(1);
    expect(await store.entries.get('old')).toBeNull();
    expect(await store.days.get('2024-06-01')).toBeNull();
    expect(await store.entries.get('newer')).not.toBeNull();
    // The ledger is kept for good.
    expect((await store.claims.get('trufanov'))?.length).toBeGreaterThan(0);
  });

  test('in turn with the analysis: what is filed meanwhile under a day that is tidied stays in its list', async () => {
    await report('old', LETTER, '2024-06-01T12:00:00Z');
    const erase = store.entries.delete.bind(store.entries);
    store.entries.delete = async (id) => {
      await erase(id);
      // In the middle of the day's list: time enough for the analysis, if it does not wait.
      for (let turn = 0; turn < 100; turn += 1) await setImmediate();
    };
    await Promise.all([newsdesk.tidy(), report('meanwhile', HELD, '2024-06-01T13:00:00Z')]);
    expect((await store.days.get('2024-06-01'))?.map(({ entry }) => entry)).toEqual(['meanwhile']);
    await nights(1);
    expect(await store.entries.get('meanwhile')).toBeNull();
  });

  test('and which message was sent where', async () => {
    await report('held', HELD);
    await report('freed', FREED);
    expect(await messages()).toBe(1);
    await nights(10);
    expect(await messages()).toBe(1);
    await nights(1);
    expect(await messages()).toBe(0);
  });
});

describe('a chat that gets a new id', () => {
  const there: Destination = { ...here, chat: 'super' };

  /** Everything in the store that names the chat by an id that it has or had. */
  async function kept(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const records of [store.sent, store.desk, store.subscriptions])
      for await (const [id, value] of records.entries()) {
        const text = `${id} ${JSON.stringify(value)}`;
        if (/one|super/u.test(text)) found.push(text);
      }
    const { lanes } = await store.outbox.backlog(now);
    return [...found, ...lanes.map(({ lane }) => lane)];
  }

  beforeEach(async () => {
    await report('held', HELD);
    now += HOUR;
    await newsdesk.subscribers.save(
      subscription('one', { destination: here, createdAt: START - DAY, digest: { hour: 9, minute: 0 } }),
    );
    await newsdesk.digests();
    await newsdesk.deliver();
    now += HOUR;
  });

  test('is not sent the digest of the day once more, and gets the next', async () => {
    await newsdesk.chat.moved(here, there);
    await newsdesk.digests();
    await newsdesk.deliver();
    expect(out).toEqual(['digest to one']);
    now += DAY;
    await newsdesk.digests();
    await newsdesk.deliver();
    expect(out).toEqual(['digest to one', 'digest to super']);
  });

  test('and says /forget there: nothing is kept of it under any of its ids, and nothing that waited comes', async () => {
    const cause = { kind: 'notice' } as const;
    const message = { blocks: [], buttons: [], tone: 'plain' } as const;
    await store.outbox.put([
      queued({ id: 'waits', destination: here, owedAt: now, silent: false, message, cause }),
    ]);
    const between: Destination = { ...here, chat: 'one-and-a-half' };
    await newsdesk.chat.moved(here, between);
    await newsdesk.chat.moved(between, there);
    expect(await kept()).not.toEqual([]);
    expect(await ask('forget', 'yes', there)).toContain('Nothing of this chat is kept any more');
    expect(await kept()).toEqual([]);
  });

  test('without ever having been sent anything leaves no trace', async () => {
    await newsdesk.chat.moved({ ...here, chat: 'other' }, { ...here, chat: 'other-super' });
    expect((await kept()).filter((one) => one.includes('other'))).toEqual([]);
  });
});

test('/forget erases the note of channels to which somebody added the bot before writing to it', async () => {
  const anna: Destination = { platform: 'telegram', chat: '77', thread: null };
  await store.desk.set(greetingKey(anna.chat), '-100500 Wire');
  await ask('forget', 'yes', anna);
  expect(await store.desk.get(greetingKey(anna.chat))).toBeNull();
});

describe('operators are told of a subscriber that is lost', () => {
  const forum: Destination = { platform: 'telegram', chat: '-100500', thread: null };

  async function told(): Promise<readonly string[]> {
    const leased = await store.outbox.lease(now, 100, 1);
    return leased
      .filter(({ value }) => value.destination.chat === operator.chat)
      .map(({ value }) => toTerminal(value.message, { width: Infinity, colour: false }));
  }

  test('also when the whole forum of a topic is, or a channel is named in capitals, and once', async () => {
    const topic = { ...forum, thread: '7' };
    const wire: Destination = { platform: 'telegram', chat: '@wire', thread: null };
    for (const destination of [topic, wire])
      await newsdesk.subscribers.save(subscription('any', { destination }));
    await newsdesk.chat.lost(forum, 'the bot was removed from the chat');
    await newsdesk.chat.lost({ ...wire, chat: '@Wire' }, 'the channel is gone');
    await newsdesk.chat.lost(forum, 'the bot was removed from the chat');
    expect((await told()).toSorted()).toEqual([
      expect.stringContaining('telegram:-100500/7'),
      expect.stringContaining('telegram:@wire'),
    ]);
  });

  test('though the process is killed before the pause is noted', async () => {
    await newsdesk.subscribers.save(subscription('any', { destination: forum }));
    store.subscriptions.set = () => Promise.reject(new Error('killed'));
    await expect(newsdesk.chat.lost(forum, 'blocked')).rejects.toThrow('killed');
    expect(await told()).toHaveLength(1);
  });
});
