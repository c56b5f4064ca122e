/** A reader of another language meets no English but names: every alert, the digest, and every command's answers. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands } from '#commands/index.ts';
import type { Entry } from '#core/entry.ts';
import type { Feed, Source } from '#core/feed.ts';
import type { Language } from '#core/locale.ts';
import { createTerminal } from '#platforms/terminal.ts';
import { toTerminal } from '#render/terminal.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { loadKnowledge } from '#src/knowledge.ts';
import type { Knowledge } from '#src/knowledge.ts';
import { assemble, terminalSubscription } from '#src/newsdesk.ts';
import type { Newsdesk } from '#src/newsdesk.ts';
import { quietLog } from '#tests/support/desk.ts';

const DAY = 86_400_000;
const START = Date.parse('2025-02-03T10:00:00Z');
const form = { width: Infinity, colour: false };

const source: Source = { id: 'wire', name: 'Провод', reliability: 'B', stateMedia: 'Russia', agency: true };
const second: Source = { id: 'paper', name: 'Газета', reliability: 'B', stateMedia: null, agency: false };
const feeds: readonly Feed[] = [
  { id: 'wire-ru', url: 'https://wire.example/rss', source, language: 'ru', interval: 600_000 },
  { id: 'paper-ru', url: 'https://paper.example/rss', source: second, language: 'ru', interval: 600_000 },
];

/** Headlines in Russian only: what is Latin in an answer is ours, or a name. */
const HEADLINES: readonly (readonly [day: number, source: Source, title: string])[] = [
  [0, source, 'ХАМАС пообещал освободить россиянина Александра Труфанова из плена в Газе'],
  [1, source, 'Богданов обсудил с ХАМАС освобождение россиян из плена в Газе, в том числе Максима Харкина'],
  [2, second, '«Исламский джихад» показал, что заложник Максим Харкин в Газе жив'],
  [3, second, 'Израиль опроверг, что заложник Максим Харкин освобождён из Газы'],
  [12, source, 'Заложник Александр Труфанов освобождён из плена в Газе'],
  [12, second, 'Красный Крест принял в Газе заложника Александра Труфанова, он освобождён'],
  [20, second, 'Заложник Максим Харкин погиб в плену в Газе, сообщила его семья'],
];

let folder = '';
let knowledge: Knowledge;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-languages-'));
  // Without the dossiers: their notes are documents, not our words.
  const loaded = await loadKnowledge({ config: 'config', seeds: folder, locales: ['config/locales'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  knowledge = loaded.knowledge;
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Told {
  readonly newsdesk: Newsdesk;
  readonly store: Store;
  readonly said: () => string;
}

/** The desk of one reader, after three weeks of news. */
async function threeWeeks(language: Language): Promise<Told> {
  const log = quietLog();
  const store = await openStore('memory:', log);
  let now = START;
  let said = '';
  const clock = { now: () => now };
  const defaults = {
    digest: { hour: 9, minute: 0 },
    timeZone: 'UTC',
    language,
    emptyDigest: 'say',
    quiet: null,
  } as const;
  const terminal = createTerminal({ write: (text) => void (said += text), form: () => form });
  const newsdesk = await assemble({
    feeds,
    sources: [source, second],
    defaults,
    keepEntries: 365 * DAY,
    admins: [],
    silentAfter: 7 * DAY,
    knowledge,
    store,
    connect: () => [{ notifier: terminal }],
    clock,
    log,
  });
  await newsdesk.subscribers.save({
    ...terminalSubscription(defaults),
    alerts: 'all',
    mutedUntil: null,
    createdAt: START - DAY,
    paused: null,
  });
  for (const [i, [day, from, title]] of HEADLINES.entries()) {
    now = START + day * DAY + i * 60_000;
    const entry = entryOf(i, from, title, now);
    await store.inbox.put([{ id: entry.id, lane: 'inbox', dueAt: now, value: entry }]);
    await newsdesk.analyse();
    await newsdesk.deliver();
    now += DAY / 2;
    await newsdesk.digests();
    await newsdesk.deliver();
  }
  return { newsdesk, store, said: () => said };
}

function entryOf(i: number, from: Source, title: string, at: number): Entry {
  return {
    id: `e${String(i)}`,
    feed: `${from.id}-ru`,
    source: from.id,
    url: `https://${from.id}.example/${String(i)}`,
    guid: null,
    title,
    lead: '',
    text: '',
    language: 'ru',
    publishedAt: at,
    firstSeenAt: at,
    arrival: 'news',
  };
}

/** Words that are typed as they are in every language. */
const TYPED =
  'all changes everything none off picture from to source tass add alias remove official https UTC Asia/Jerusalem Europe/Berlin Europe/Kyiv';

/** What may be Latin in any language: names, what one types, and what a feed is called. */
function latinNames(): ReadonlySet<string> {
  const { subjects, topics } = knowledge.watchlist;
  const words = [
    ...[...subjects.values()].flatMap(({ id, names }) => [id, ...Object.values(names)]),
    ...topics.keys(),
    ...knowledge.locales.all.map(({ name }) => name),
    ...commands.flatMap(({ name, argument }) => [name, argument?.name ?? '']),
    ...feeds.flatMap(({ id, language }) => [id, language]),
    `wirewatch telegram discord ${TYPED}`,
  ];
  return new Set(words.flatMap((word) => latinWords(word)));
}

function latinWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]{2,}/gu) ?? [];
}

/** Lines of ours with Latin words that are no names and were not in the question. Addresses and commands are left out. */
function leftovers(said: string, asked = ''): readonly string[] {
  const known = new Set([...latinNames(), ...latinWords(asked)]);
  return said
    .split('\n')
    .map((line) => line.replaceAll(/https?:\S+|\/[a-z]+(?: [\w:|/]+)*/gu, ''))
    .filter((line) => latinWords(line).some((word) => !known.has(word)));
}

describe.each(['ru', 'uk', 'he'] as const)('%s', (language) => {
  let told: Told;
  beforeAll(async () => {
    told = await threeWeeks(language);
  });
  afterAll(async () => {
    await told.store.close();
  });

  test('alerts and digests', () => {
    const said = told.said();
    const locale = knowledge.locales.in(language);
    for (const word of [
      locale.text('change.promise'),
      locale.text('change.released', { gender: 'm' }),
      locale.text('change.died', { gender: 'm' }),
      locale.text('digest.none'),
    ])
      expect(said).toContain(word);
    expect(leftovers(said)).toEqual([]);
  });

  test.each(commands.map(({ name }) => name).filter((name) => name !== 'why'))('/%s', async (command) => {
    for (const argument of [
      '',
      'trufanov',
      'herkin',
      'hamas',
      'trufanoff',
      '08:77 zzz a/b',
      'z'.repeat(600),
    ]) {
      for (const mayManage of [true, false]) {
        const answer = await told.newsdesk.chat.answer({
          command,
          argument,
          page: null,
          via: 'typed',
          destination: { platform: 'telegram', chat: '7', thread: null },
          user: { platform: 'telegram', id: '7' },
          language,
          mayManage: () => Promise.resolve(mayManage),
        });
        expect(leftovers(toTerminal(answer, form), argument), `${command} ${argument.slice(0, 20)}`).toEqual(
          [],
        );
      }
    }
  });
});

describe.each(['ru', 'uk', 'he'] as const)('/why in %s', (language) => {
  let told: Told;
  beforeAll(async () => {
    told = await threeWeeks(language);
  });
  afterAll(async () => {
    await told.store.close();
  });

  test.each(HEADLINES.map((_, i) => i))('report %i', async (i) => {
    const answer = await told.newsdesk.chat.answer({
      command: 'why',
      argument: `e${String(i)}`,
      page: null,
      via: 'typed',
      destination: { platform: 'telegram', chat: '7', thread: null },
      user: { platform: 'telegram', id: '7' },
      language,
      mayManage: () => Promise.resolve(false),
    });
    expect(leftovers(toTerminal(answer, form), `e${String(i)}`)).toEqual([]);
  });
});

describe('who is answered in which language', () => {
  let told: Told;
  beforeAll(async () => {
    told = await threeWeeks('ru');
  });
  afterAll(async () => {
    await told.store.close();
  });

  /** The heading of `/status` in a chat of this number, for somebody whose app speaks `app`. */
  async function heading(chat: string, app: string | null): Promise<string> {
    const answer = await told.newsdesk.chat.answer({
      command: 'status',
      argument: '',
      page: null,
      via: 'typed',
      destination: { platform: 'telegram', chat, thread: null },
      user: { platform: 'telegram', id: '7' },
      language: app,
      mayManage: () => Promise.resolve(true),
    });
    return toTerminal(answer, form).split('\n')[0] ?? '';
  }

  test('an app of theirs, if we speak its language, else the settings', async () => {
    expect(await heading('1', 'uk-UA')).toBe('Що відомо про кожного');
    expect(await heading('1', 'en-US')).toBe('Where everybody stands');
    expect(await heading('1', 'pt-BR')).toBe('Что известно о каждом');
    expect(await heading('1', null)).toBe('Что известно о каждом');
  });

  test('what a chat has chosen goes before the app of whoever asks there', async () => {
    const [there] = told.newsdesk.subscribers.all();
    if (there === undefined) throw new Error('nobody subscribes');
    const destination = { platform: 'telegram', chat: '2', thread: null } as const;
    await told.newsdesk.subscribers.save({ ...there, id: 'telegram:2', destination, language: 'he' });
    expect(await heading('2', 'uk-UA')).toBe('מה ידוע על כולם');
  });

  test('menus are announced in the language of the settings and in every other', () => {
    const status = told.newsdesk.chat.commands.find(({ name }) => name === 'status');
    expect(status?.description).toBe('Что известно о человеке; без имени — обо всех');
    expect(Object.keys(status?.translated ?? {})).toEqual(['en', 'uk', 'he']);
    expect(status?.translated?.he?.description).toBe('מה ידוע על אדם; בלי שם — על כולם');
  });
});
