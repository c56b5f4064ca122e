/** Nothing that could harm who is held, was held, or waits for them is shown, wherever one looks. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { questionOf } from '#core/chat.ts';
import type { Source } from '#core/feed.ts';
import { createTerminal } from '#platforms/terminal.ts';
import { toTerminal } from '#render/terminal.ts';
import { loadKnowledge } from '#src/knowledge.ts';
import type { Knowledge } from '#src/knowledge.ts';
import { assemble, terminalSubscription } from '#src/newsdesk.ts';
import { openStore } from '#store/open.ts';
import { entry, quietLog } from '#tests/support/desk.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2025-02-03T10:00:00Z');
const form = { width: Infinity, colour: false };
const wire: Source = { id: 'wire', name: 'State Wire', reliability: 'C', stateMedia: 'Russia', agency: true };

/** Each line is one headline, and the word in it that must not be shown. */
const Line = z.object({ language: z.string(), kind: z.string(), text: z.string(), secret: z.string() });
const written = await readFile(join(import.meta.dirname, '../fixtures/protected/lines.jsonl'), 'utf8');
const lines = written
  .trim()
  .split('\n')
  .map((line) => Line.parse(JSON.parse(line)));

/** What says nothing of anybody, and makes the report one of the watch. */
const PLAIN = {
  en: 'Hostage Alexander Trufanov is alive in Gaza, Islamic Jihad says',
  ru: 'Заложник Александр Труфанов в Газе жив, заявил «Исламский джихад»',
  uk: 'Заручник Олександр Труфанов у Газі живий, заявив «Ісламський джихад»',
  he: 'החטוף אלכסנדר טרופנוב חי בעזה, כך לפי הג׳יהאד האסלאמי',
  ar: 'الرهينة ألكسندر تروفانوف حي في غزة بحسب الجهاد الإسلامي',
} as const;
const plainIn = z.enum(['en', 'ru', 'uk', 'he', 'ar']).transform((language) => PLAIN[language]);

let folder = '';
let knowledge: Knowledge;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-protected-'));
  const loaded = await loadKnowledge({ config: 'config', seeds: folder, locales: ['config/locales'] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  ({ knowledge } = loaded);
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface Report {
  readonly title: string;
  readonly text: string;
  readonly language: string;
  readonly url?: string;
}

/** Everything that anybody can see after one report: alert, digest, answers of all commands, our own feeds. */
async function everythingShown({ title, text, language, url }: Report): Promise<string> {
  const log = quietLog();
  const store = await openStore('memory:', log);
  const shown: string[] = [];
  const defaults = {
    digest: { hour: 9, minute: 0 },
    timeZone: 'UTC',
    language: 'en',
    emptyDigest: 'say',
    quiet: null,
  } as const;
  const terminal = createTerminal({ write: (said) => void shown.push(said), form: () => form });
  let now = NOW;
  const newsdesk = await assemble({
    feeds: [{ id: 'wire', url: 'https://wire.example/rss', source: wire, language, interval: 600_000 }],
    sources: [wire],
    defaults,
    keepEntries: 365 * DAY,
    admins: [],
    silentAfter: 7 * DAY,
    knowledge,
    store,
    connect: () => [{ notifier: terminal }],
    clock: { now: () => now },
    log,
  });
  await newsdesk.subscribers.save({
    ...terminalSubscription(defaults),
    alerts: 'all',
    mutedUntil: null,
    createdAt: NOW - DAY,
    paused: null,
  });
  const report = entry('report', title, NOW, { text, language, source: 'wire', feed: 'wire' });
  const value = { ...report, url: url ?? report.url };
  await store.inbox.put([{ id: value.id, lane: 'inbox', dueAt: NOW, value }]);
  await newsdesk.analyse();
  await newsdesk.deliver();
  const story = (await store.entries.get('report'))?.story ?? '';
  for (const typed of [
    'status trufanov',
    'status',
    'timeline trufanov',
    'latest',
    'latest trufanov',
    'digest',
    'search Trufanov',
    'search Труфанов',
    `story ${story}`,
    'why report',
  ]) {
    const answer = await newsdesk.chat.answer({
      ...questionOf(typed),
      page: null,
      via: 'typed',
      destination: { platform: 'terminal', chat: 'terminal', thread: null },
      user: { platform: 'terminal', id: '1' },
      language: 'en',
      mayManage: () => Promise.resolve(true),
    });
    shown.push(toTerminal(answer, form));
  }
  now = NOW + DAY;
  await newsdesk.digests();
  await newsdesk.deliver();
  const feeds = await mkdtemp(join(folder, 'feeds-'));
  await newsdesk.publish({ folder: feeds, address: 'https://watch.example' });
  for (const name of await readdir(feeds)) shown.push(await readFile(join(feeds, name), 'utf8'));
  await store.close();
  // Were it not found relevant, nothing would be shown for another reason.
  expect(story, title).not.toBe('');
  return shown.join('\n');
}

describe('a headline', () => {
  test.each(lines)('$language, $kind: $text', async ({ language, text, secret }) => {
    const shown = await everythingShown({ title: text, text: '', language });
    expect(shown).not.toContain(secret);
  });
});

describe('a sentence of the text', () => {
  test.each(lines)('$language, $kind: $text', async ({ language, text, secret }) => {
    const plain = plainIn.parse(language);
    const shown = await everythingShown({ title: plain, text: `${plain}. ${text}.`, language });
    expect(shown).not.toContain(secret);
    expect(shown).toContain(plain);
  });
});

describe('a link', () => {
  const title = PLAIN.en;

  test.each([
    'https://t.me/sarayaexample/12',
    'https://www.alqassam-example.ps/arabic/news/1',
    'https://sarayaexample.ps/post/1',
    'https://example.telegram.me/x',
  ])('to a channel of captors leads nowhere: %s', async (url) => {
    const shown = await everythingShown({ title, text: `${title}.`, language: 'en', url });
    expect(shown).not.toContain(new URL(url).host);
    expect(shown).toContain(title);
  });

  test('that says in its words what the headline is withheld for is left out, any other stays', async () => {
    const withheld = 'Hostage Alexander Trufanov, a paratrooper, is alive in Gaza, Islamic Jihad says';
    const at = (url: string) => everythingShown({ title: withheld, text: '', language: 'en', url });
    expect(await at('https://wire.example/world/paratrooper-trufanov-is-alive.html')).not.toContain(
      'paratrooper',
    );
    expect(await at('https://wire.example/world/4711.html')).toContain(
      'https://wire.example/world/4711.html',
    );
  });
});

test('state media are called so wherever they are named', async () => {
  const shown = await everythingShown({ title: PLAIN.en, text: '', language: 'en' });
  // In our own feeds and on every screen; each line that names the outlet says whose it is.
  for (const line of shown.split('\n').filter((one) => one.includes('State Wire')))
    expect(line).toContain('state media');
});
