/** Feeds that behave oddly, through the real program: each event is told once, and nothing is told twice. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeHome, openNewspaper } from '#tests/support/service.ts';
import type { Home, Newspaper } from '#tests/support/service.ts';

const HOUR = 3_600_000;
const RELEASE =
  'The group has released two Russian hostages from Gaza, the Red Cross said on Sunday. The two women were handed over in Khan Younis towards noon.';

let paper: Newspaper;
let home: Home;

beforeEach(async () => {
  paper = await openNewspaper();
  home = await makeHome({
    'config/feeds.yaml': `
sources:
  paper: { name: The Paper, reliability: B }
feeds:
  paper: { url: '${paper.url}', source: paper, language: en, interval: 1m }
`,
    'config/wirewatch.yaml': 'polling: { allowPrivate: true }\n',
  });
  paper.publish({ path: 'first', title: 'Rain', text: 'It rains.', at: Date.now() - 2 * HOUR });
  await home.command('poll', '--feed', 'paper');
});

afterEach(async () => {
  await home.remove();
  await paper.stop();
});

/** One pass over the feed: what came to the chat. */
async function messages(): Promise<string> {
  const { code, out } = await home.command('poll', '--feed', 'paper');
  expect(code).toBe(0);
  return out.trim();
}

test('three hundred identical items at once are one message, and none the next time', async () => {
  for (let i = 0; i < 300; i += 1)
    paper.publish({
      path: `same-${String(i)}`,
      title: 'Hamas releases two Russian hostages',
      text: RELEASE,
      at: Date.now() - HOUR,
    });
  const told = await messages();
  expect(told.match(/Red Cross: release/gu)).toHaveLength(1);
  expect(await messages()).toBe('');
});

test('a live blog under one address is told by its new words, whatever it is called each hour', async () => {
  const old = 'Russia said it works for the release of the Russian hostages held by Hamas in Gaza.';
  const promise =
    'Hamas promised on Sunday to free all Russian hostages next week, Mousa Abu Marzouk told RIA Novosti.';
  const at = Date.now() - HOUR;
  paper.publish({ path: 'live', title: 'Live: Russian hostages in Gaza', text: old, at });
  expect(await messages()).toBe('');
  paper.revise({
    path: 'live',
    title: 'Live: Hamas promises Moscow a release',
    text: `${promise} ${old}`,
    at,
  });
  expect((await messages()).match(/PROMISED/gu)).toHaveLength(1);
  for (const [title, ago] of [
    ['Live: an hour later', '2 minutes ago'],
    ['Live: two hours later', '3 hours ago'],
  ] as const) {
    paper.revise({
      path: 'live',
      title,
      text: `Updated ${ago}. At noon nothing was new about the Russian hostages. ${promise} ${old}`,
      at,
    });
    expect(await messages()).toBe('');
  }
  const { out } = await home.command('search', 'hostages');
  expect(out).toContain('Live: two hours later');
  expect(out).not.toContain('Live: Russian hostages in Gaza');
});

test('items without text, of one word or of nothing at all are read, and tell nobody anything', async () => {
  const at = Date.now() - HOUR;
  paper.publish({ path: 'a', title: 'Hamas Trufanov Russia hostages', text: '', at });
  paper.publish({ path: 'b', title: '', text: 'Trufanov', at });
  paper.publish({ path: 'c', title: 'Trufanov', text: '', at });
  paper.publish({ path: 'd', title: '', text: '', at });
  expect(await messages()).toBe('');
});
