/** /claim, through a whole desk: the ledger, the outbox and a chat that keeps what it is sent. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Answer } from '#core/message.ts';
import type { Notifier } from '#core/ports.ts';
import { FIXED_WATCH } from '#core/watching.ts';
import type { Person } from '#core/watching.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { quietLog, subscription } from '#tests/support/desk.ts';
import { projectKnowledge, projectSettings } from '#tests/support/project.ts';
import { entriesOf } from '../../src/cli/replay.ts';
import { assemble } from '../../src/newsdesk.ts';
import type { Newsdesk } from '../../src/newsdesk.ts';

const START = Date.parse('2025-02-15T08:00:00Z');
const HOUR = 3_600_000;
const ADMIN: Person = { platform: 'telegram', id: '77' };

const show = (answer: Answer): string => toTerminal(answer, { width: Infinity, colour: false });

const settings = await projectSettings();
const knowledge = await projectKnowledge();

let now = START;
let store: Store;
let newsdesk: Newsdesk;
/** What stands in the chat, by message id. */
let chat: Map<string, string>;

beforeEach(async () => {
  now = START;
  chat = new Map();
  const clock = { now: () => now };
  store = await openStore('memory:', quietLog(), { clock });
  const notifier: Notifier = {
    platform: 'terminal',
    send: ({ id, message }) => {
      chat.set(id, show(message));
      return Promise.resolve({ outcome: 'sent', messageId: id });
    },
    edit: (_to, id, message) => {
      chat.set(id, show(message));
      return Promise.resolve({ outcome: 'sent', messageId: id });
    },
  };
  newsdesk = await assemble({
    feeds: [],
    sources: settings.sources,
    defaults: settings.defaults,
    keepEntries: Infinity,
    silentAfter: Infinity,
    admins: [],
    knowledge,
    watching: { ...FIXED_WATCH, isAdmin: ({ id }) => id === ADMIN.id },
    store,
    connect: () => [{ notifier }],
    clock,
    log: quietLog(),
  });
  await newsdesk.subscribers.save(subscription('one'));
});

afterEach(() => store.close());

/** News comes in, an hour after what came before. */
async function news(id: string, source: string, title: string): Promise<void> {
  now += HOUR;
  const item = { id, title, summary: '', content: '', url: null, lang: 'en', publishedAt: now, source };
  const entries = entriesOf([item], settings, now);
  await store.inbox.put(entries.map((value) => ({ id, lane: 'inbox', dueAt: now, value })));
  await newsdesk.analyse();
  await newsdesk.deliver();
}

async function ask(argument: string, user: Person = ADMIN, command = 'claim'): Promise<Answer> {
  now += HOUR;
  const answer = await newsdesk.chat.answer({
    command,
    argument,
    page: null,
    via: 'typed',
    destination: { platform: 'terminal', chat: 'operators', thread: null },
    user,
    language: 'en',
    mayManage: () => Promise.resolve(true),
  });
  await newsdesk.deliver();
  return answer;
}

function status(): Promise<Answer> {
  return ask('trufanov', ADMIN, 'status');
}

/** The id that /claim gives the subject's newest claim whose line has these words. */
async function idOf(words: string): Promise<string> {
  const line = show(await ask('trufanov'))
    .split('\n')
    .find((one) => one.includes(words));
  return /[\w-]{6}/u.exec(line ?? '')?.[0] ?? '';
}

async function situation(): Promise<string> {
  const subject = knowledge.watchlist.subjects.get('trufanov');
  if (subject === undefined) throw new Error('nobody is watched');
  const { situation: where } = await newsdesk.desk.known(subject, now);
  return `${where.situation} ${String(where.standing)} ${String(where.confirmedBy)} ${String(where.origins)}`;
}

const HELD = 'Hostage Alexander Trufanov is still held in Gaza';
const FREED = 'Hamas freed hostage Alexander Trufanov on Saturday';

describe('a claim that is withdrawn', () => {
  test('no longer counts, and what was told of it is struck through and corrected', async () => {
    await news('a', 'tass', HELD);
    await news('b', 'bbc', FREED);
    const alert = [...chat.keys()].at(-1) ?? '';
    expect(chat.get(alert)).toContain('🟢 RELEASED');
    const id = await idOf('release');
    const sure = await ask(`withdraw trufanov ${id}`);
    expect(show(sure)).toContain('Sure?');
    expect(await situation()).toMatch(/^released/u);
    const done = show(await ask(`withdraw trufanov ${id} yes`));
    expect(done).toContain('is withdrawn');
    // Two are owed; what a chat in its quiet hours was not told yet is taken out of what waits, and not sent.
    expect(done).toContain('At most 2 messages go out.');
    expect(await situation()).toBe('held reported null 1');
    expect(chat.get(alert)).toContain('No longer holds: corrected on 15 February 2025');
    expect([...chat.values()].at(-1)).toMatch(
      /^↩️ CORRECTION[^]*held[^]*the desk: report withdrawn \(release\)/u,
    );
    expect(chat.size).toBe(2);
  });

  test('of one whom a report named with others is struck through alone', async () => {
    await news('b', 'bbc', 'Hamas freed hostages Alexander Trufanov and Sapir Cohen on Saturday');
    expect(chat.size).toBe(1);
    await ask(`withdraw trufanov ${await idOf('release')} yes`);
    const [old = '', fresh = ''] = [...chat.values()];
    expect(old).toMatch(/^🟢 RELEASED[^]*Trufanov[^]*No longer holds[^]*Sapir Cohen · free/u);
    expect(old.match(/No longer holds/gu)).toHaveLength(1);
    expect(fresh).toMatch(/^↩️ CORRECTION/u);
    expect(fresh).not.toContain('Sapir');
  });

  test('stays in the ledger, with who withdrew it', async () => {
    await news('b', 'bbc', FREED);
    await ask(`withdraw ${(await idOf('release')).toUpperCase()} yes`);
    const ledger = await store.claims.get('trufanov');
    expect(ledger?.map(({ from }) => from.kind)).toEqual(['entry', 'desk']);
    expect(ledger?.[1]?.from).toMatchObject({ does: 'withdraws', by: ADMIN, claim: ledger?.[0]?.id });
    expect(show(await ask('trufanov'))).toContain('telegram:77');
    expect(show(await ask('trufanov', ADMIN, 'timeline'))).toMatch(
      /report withdrawn \(release\)[^\n]*the desk[^]*release[^\n]*BBC · withdrawn by the desk/u,
    );
    expect(show(await ask(`withdraw trufanov ${ledger?.[0]?.id ?? ''} yes`))).toContain('said so already');
  });

  test('corrects nobody where others have said the same', async () => {
    await news('a', 'tass', HELD);
    await news('b', 'bbc', FREED);
    await news('c', 'haaretz', FREED);
    const before = chat.size;
    await ask(`withdraw trufanov ${await idOf('BBC')} yes`);
    expect(await situation()).toBe('released reported null 1');
    expect(chat.size).toBe(before);
  });
});

test('a search for a name and a word finds what has both', async () => {
  await news('a', 'bbc', HELD);
  await news('b', 'tass', 'Hostage Alexander Trufanov receives a parcel of winter clothes in Gaza');
  expect(show(await ask('trufanov parcel', ADMIN, 'search'))).toContain('1 report found');
  expect(show(await ask('parcel sasha trufanov', ADMIN, 'search'))).toContain('1 report found');
  expect(show(await ask('trufanov banana', ADMIN, 'search'))).toContain('Nothing found');
});

describe('what several have told', () => {
  const TOLD = 'Hostage Alexander Trufanov was freed on Saturday, the Red Cross said';

  beforeEach(async () => {
    await news('a', 'bbc', HELD);
    await news('b', 'tass', TOLD);
  });

  test('is told and answered with whose word it rests on, and who prints it', async () => {
    expect([...chat.values()].at(-1)).toMatch(/\nRed Cross, via TASS \(Russia, state media\)\n/u);
    expect(show(await status())).toContain('• Red Cross, via TASS (Russia, state media), 15 February 2025');
  });

  test('keeps its sources and a headline of its own when one report of several is withdrawn', async () => {
    await news('c', 'haaretz', 'Sasha Trufanov is released from Gaza, the Israeli army says');
    await news('d', 'jpost', 'The Israeli army says hostage Sasha Trufanov was released from Gaza');
    const [alert = ''] = [...chat].find(([, text]) => text.includes('RELEASED')) ?? [];
    expect(chat.get(alert)).toMatch(/Red Cross, via TASS[^\n]* · IDF, via Haaretz · and 1 more\n/u);
    const ledger = (await store.claims.get('trufanov')) ?? [];
    const printed = ledger.find(({ source, event }) => source === 'haaretz' && event === 'released');
    await ask(`withdraw trufanov ${printed?.id ?? ''} yes`);
    expect(chat.get(alert)).toContain('RELEASED · confirmed, 2 independent sources');
    expect(chat.get(alert)).toContain(TOLD);
    expect(chat.get(alert)).not.toContain('Haaretz');
  });
});

describe('a false release that an authority denies', () => {
  beforeEach(async () => {
    await news('a', 'bbc', HELD);
    await news('b', 'tass', FREED);
    await news('c', 'haaretz', 'The Israeli army denied that hostage Alexander Trufanov was freed');
  });

  test('is corrected in a message that says whose report no longer holds, and claims no certainty of its own', () => {
    const correction = [...chat.values()].at(-1) ?? '';
    expect(correction).toMatch(/^↩️ CORRECTION\n/u);
    expect(correction).toContain('No longer holds: release, 15 February 2025, TASS');
  });

  test('is explained to who asks, and green nowhere any more', async () => {
    expect(show(await status())).toMatch(
      /No longer holds: release, 15 February 2025, TASS[^\n]* · denial of release, 15 February 2025, IDF, via Haaretz/u,
    );
    for (const question of ['latest', 'digest']) {
      const answer = show(await ask('', ADMIN, question));
      expect(lineWith(answer, FREED)).toMatch(/^• (?:[^:]*: )?↩️ No longer holds: /u);
      expect(answer).not.toMatch(/🟢|is free/u);
    }
  });

  test('gives neither headline nor source to the true one that comes later', async () => {
    await news('d', 'bbc', 'Hamas freed hostage Sasha Trufanov tonight, the Red Cross said');
    const alert = [...chat.values()].at(-1) ?? '';
    expect(alert).toMatch(/^🟢 RELEASED · confirmed by an authority[^]*\nRed Cross, via BBC\n/u);
    const answer = show(await ask('', ADMIN, 'digest'));
    expect(lineWith(answer, 'is free')).toContain('Red Cross says');
    expect(answer).not.toContain('TASS');
  });
});

/** The line of an answer that has these words. */
function lineWith(answer: string, words: string): string {
  return answer.split('\n').find((line) => line.includes(words)) ?? '';
}

describe('reports of one origin that say the same on one day', () => {
  const AGAIN = 'Hostage Alexander Trufanov was freed on Saturday, according to reports from Gaza';
  /** What /claim lists, line by line. */
  const lines = async (): Promise<readonly string[]> => show(await ask('trufanov')).split('\n');
  const released = async (): Promise<readonly string[]> => {
    const ledger = (await store.claims.get('trufanov')) ?? [];
    return ledger
      .filter(({ event, from }) => event === 'released' && from.kind === 'entry')
      .map(({ id }) => id);
  };

  beforeEach(async () => {
    await news('a', 'bbc', HELD);
    await news('b', 'ria', FREED);
    await news('c', 'tass', AGAIN);
  });

  test('stand on one line that tells how many they are, and each is shown with the others', async () => {
    expect(await lines()).toContainEqual(
      expect.stringMatching(/release, .*TASS.* and 1 more of the same origin/u),
    );
    const [ria = '', tass = ''] = await released();
    const answer = show(await ask(`trufanov ${tass}`));
    expect(answer).toContain('One more report of that day says the same');
    expect(answer).toMatch(new RegExp(`• ${ria.slice(0, 6)} · release, .*RIA`, 'u'));
    expect(answer).toMatch(/\[Withdraw\].*\[Withdraw all 2\]/su);
  });

  test('are withdrawn one by one: what still counts stays in the list', async () => {
    const [ria = '', tass = ''] = await released();
    expect(show(await ask(`withdraw trufanov ${tass} yes`))).toContain(
      'One more report of that day says the same',
    );
    expect(await situation()).toMatch(/^released/u);
    const listed = await lines();
    expect(listed).toContainEqual(expect.stringMatching(/TASS.*withdrawn by the desk/u));
    expect(listed).toContainEqual(
      expect.stringMatching(new RegExp(`${ria.slice(0, 6)} · release, .*RIA`, 'u')),
    );
    expect(show(await ask(`withdraw trufanov ${ria} yes`))).toContain('is withdrawn');
    expect(await situation()).toMatch(/^held/u);
  });

  test('are withdrawn together, and corrected by one message', async () => {
    const [, tass = ''] = await released();
    expect(show(await ask(`withdraw trufanov ${tass} all`))).toContain('2 reports will no longer count');
    expect(await situation()).toMatch(/^released/u);
    expect(show(await ask(`withdraw ${tass} all yes`))).toContain('Recorded: 2 reports are withdrawn');
    expect(await situation()).toMatch(/^held/u);
    expect([...chat.values()].filter((one) => one.startsWith('↩️ CORRECTION'))).toHaveLength(1);
    expect((await lines()).filter((one) => one.includes('withdraws'))).toHaveLength(2);
  });
});

describe('a claim that is confirmed', () => {
  test('can be withdrawn on the day on which it was confirmed', async () => {
    await news('b', 'bbc', FREED);
    const id = await idOf('release');
    await ask(`confirm trufanov ${id} yes`);
    expect(show(await ask('trufanov'))).toMatch(
      new RegExp(`${id} · release, .*BBC.*confirmed by the desk`, 'u'),
    );
    expect(show(await ask(`withdraw trufanov ${id} yes`))).toContain('is withdrawn');
    expect(await situation()).not.toMatch(/^released/u);
  });

  test('stands as confirmed by the desk, and is no source more', async () => {
    await news('b', 'bbc', FREED);
    await ask(`confirm trufanov ${await idOf('release')} yes`);
    expect(await situation()).toBe('released confirmed desk 1');
    expect(show(await status())).toMatch(
      /confirmed by the desk[^]*The desk's own word\n• release, 15 February 2025, the desk/u,
    );
    expect(chat.size).toBe(1);
    expect([...chat.values()][0]).toContain('RELEASED · confirmed by the desk');
  });

  test("is never a captor's, nor a promise", async () => {
    await news('p', 'bbc', 'Hamas says it will free hostage Alexander Trufanov on Saturday');
    expect(show(await ask(`confirm trufanov ${await idOf('promise')} yes`))).toContain('stays a promise');
    await news('d', 'bbc', 'Hamas says hostage Alexander Trufanov was killed');
    expect(show(await ask(`confirm trufanov ${await idOf('death')} yes`))).toContain('captors');
    expect(await situation()).not.toMatch(/^dead/u);
  });
});

describe('misuse', () => {
  test('is answered kindly', async () => {
    await news('b', 'bbc', FREED);
    expect(show(await ask('trufanov', { platform: 'telegram', id: '5' }))).toContain('Only the operators');
    expect(show(await ask(''))).toContain('This is how');
    expect(show(await ask('withdraw'))).toContain('This is how');
    expect(show(await ask('withdraw trufanov'))).toContain('This is how');
    expect(show(await ask('withdraw trufanov zzzzzz yes'))).toContain('No claim has the id');
    expect(show(await ask('krivoi'))).toContain('Nothing is claimed');
    expect(show(await ask('x'.repeat(480)))).toContain('watchlist');
    expect(show(await ask('confirm trufnov'))).toContain('Did you mean');
  });
});
