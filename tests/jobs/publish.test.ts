/** Our own stories as feeds, read back by readers that are not ours. */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'htmlparser2';
import RssParser from 'rss-parser';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Story } from '#core/story.ts';
import { publish } from '#jobs/publish.ts';
import { writeWhole } from '#ops/whole-file.ts';
import { locales } from '#tests/support/locales.ts';
import { sources, watch } from '#tests/support/desk.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function story(id: string, title: string, at: number): Story {
  const entry = {
    entry: `e-${id}`, source: 'north', origin: 'north', url: `https://north.example/${id}?a=1&b=2`, title,
    language: 'en', saidAt: at, because: 'first',
  }; // prettier-ignore
  return {
    id,
    entries: [entry],
    subjects: ['anna'],
    topics: [],
    events: [],
    openedAt: at,
    updatedAt: at,
    alerts: [],
  };
}
const stories = [
  story('b', 'Anna <script>alert(1)</script> & "friends" ]]> free\u0008', 2_000_000_000_000),
  story('a', 'Anna to be freed', 1_900_000_000_000),
  story('hidden', '', 1_800_000_000_000),
];

function run(some: readonly Story[] = stories) {
  return publish({
    latestOfEach: (subjects) =>
      Promise.resolve(subjects.map((subject) => (subject === null || subject === 'anna' ? some : []))),
    watchlist: watch,
    sources,
    locale: locales.in('en'),
    address: 'https://desk.example/feeds',
    write: (name, content) => writeWhole(join(folder, name), content),
  });
}
/** The text of HTML, as a reader shows it. */
function shown(html: string): string {
  let text = '';
  new Parser({ ontext: (more) => (text += more) }).end(html);
  return text;
}
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

describe('the feeds', () => {
  test('are one of all and one for each captive, in both formats', async () => {
    await run();
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['all.atom', 'all.json', 'anna.atom', 'anna.json']),
    );
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  test('are Atom that another parser reads: headlines literal, newest first, each with its id', async () => {
    await run();
    const feed = await new RssParser().parseString(read('all.atom'));
    // Its titles are HTML: what a reader shows of them is the headline as it was printed.
    expect(read('all.atom').match(/<title type="html">/gu)).toHaveLength(3);
    expect(feed.items.map(({ title }) => shown(title ?? ''))).toEqual([
      expect.stringContaining('Anna <script>alert(1)</script> & "friends" ]]> free'),
      'Anna to be freed',
      expect.stringContaining('Anna'),
    ]);
    expect(feed.items[0]?.link).toBe('https://north.example/b?a=1&b=2');
    expect(new Set(feed.items.map((item) => item['id'])).size).toBe(3);
    expect(feed.items[0]?.isoDate).toBe('2033-05-18T03:33:20.000Z');
  });

  test('hold no character that XML forbids, and no markup from outside', async () => {
    await run();
    const text = read('all.atom');
    // https://www.w3.org/TR/xml/#charsets
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(text).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/u);
    const seen: string[] = [];
    const html = z
      .object({ items: z.array(z.object({ content_html: z.string() })) })
      .parse(JSON.parse(read('all.json')));
    const atom = await new RssParser().parseString(text);
    new Parser({ onopentagname: (name) => seen.push(name) }).end(
      [
        ...html.items.map((item) => item.content_html),
        ...atom.items.flatMap(({ title, content }) => [title, content]),
      ].join(''),
    );
    expect(new Set(seen)).toEqual(new Set(['ul', 'li', 'a', 'p']));
  });

  test('are JSON Feed with what its specification demands', async () => {
    await run();
    const Feed = z.object({
      version: z.literal('https://jsonfeed.org/version/1'),
      title: z.string().min(1),
      items: z.array(
        z.object({
          id: z.string().min(1),
          title: z.string(),
          content_html: z.string().min(1),
          date_modified: z.iso.datetime(),
        }),
      ),
    });
    const { items } = Feed.parse(JSON.parse(read('anna.json')));
    expect(items).toHaveLength(3);
    // Plain text there.
    expect(items[0]?.title).toContain('Anna <script>alert(1)</script> & "friends" ]]> free');
  });

  test('do not show a headline that is withheld', async () => {
    await run();
    expect(read('all.atom')).toContain('headline withheld');
  });

  test('are left alone when nothing has changed', async () => {
    expect(await run()).toBeGreaterThan(0);
    expect(await run()).toBe(0);
    expect(await run([story('c', 'News', 2_000_000_100_000), ...stories])).toBe(4);
  });

  test('of nothing are feeds too', async () => {
    await run([]);
    const feed = await new RssParser().parseString(read('all.atom'));
    expect(feed.items).toEqual([]);
  });
});
