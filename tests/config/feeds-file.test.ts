/** `wirewatch feeds import` adds lines to feeds.yaml and leaves every other byte as it was. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withFeeds } from '#src/cli/feeds-file.ts';
import { makeHome } from '#tests/support/service.ts';

const sources = new Map([['lantern-example', { name: 'Lantern: Post', reliability: 'F' }]]);
const feeds = new Map([
  ['lantern-example', { url: 'https://lantern.example/rss', source: 'lantern-example', language: 'en' }],
]);
const added = new Set([
  `lantern-example: { name: "Lantern: Post", reliability: F }`,
  `lantern-example: { url: https://lantern.example/rss, source: lantern-example, language: en }`,
]);

/** What the file has beside the lines that were added. */
function rest(text: string): string {
  return text
    .split(/(?<=\n)/u)
    .filter((line) => !added.has(line.trim()))
    .join('');
}

test('our own file keeps every byte and has the new lines where they belong', async () => {
  const own = await readFile('config/feeds.yaml', 'utf8');
  const longer = withFeeds(own, sources, feeds) ?? '';
  expect(rest(longer)).toBe(own);
  const [before, after] = [parse(own) as unknown, parse(longer) as unknown];
  expect(after).toEqual({
    sources: { ...(before as { sources: object }).sources, ...Object.fromEntries(sources) },
    feeds: { ...(before as { feeds: object }).feeds, ...Object.fromEntries(feeds) },
  });
});

test.each([
  [
    'entries over several lines',
    'sources:\n    a:\n        name: A   # ours\n\n# end\nfeeds:\n    a:\n        url: x\n',
  ],
  ['the lines of Windows', 'sources:\r\n  a: { name: A }\r\nfeeds:\r\n  a: { url: x }\r\n'],
  ['no end of line at the end', 'sources:\n  a: { name: A }\nfeeds:\n  a: { url: x }'],
  ['feeds before sources', 'feeds:\n  a:\n    { url: x } # why\nsources:\n  a: { name: A }\n# the end\n'],
])('so does one with %s', (_, text) => {
  const longer = withFeeds(text, sources, feeds) ?? '';
  expect(rest(longer).trimEnd()).toBe(text.trimEnd());
  expect(parse(longer)).toEqual({
    sources: { a: { name: 'A' }, ...Object.fromEntries(sources) },
    feeds: { a: { url: 'x' }, ...Object.fromEntries(feeds) },
  });
});

test('one without any feed yet is begun, and what is no such file is refused', () => {
  const all = { sources: Object.fromEntries(sources), feeds: Object.fromEntries(feeds) };
  for (const text of ['sources: {}\nfeeds: {}\n', 'sources:\nfeeds:\n'])
    expect(parse(withFeeds(text, sources, feeds) ?? '')).toEqual(all);
  expect(withFeeds('- a list\n', sources, feeds)).toBeNull();
});

test('the command says how many it has added', async () => {
  const home = await makeHome({
    'new.opml':
      '<opml version="2.0"><body><outline type="rss" text="Lantern Post" xmlUrl="https://lantern.example/rss"/></body></opml>',
  });
  const file = join(home.folder, 'config/feeds.yaml');
  const before = await readFile(file, 'utf8');
  const { code, err } = await home.command('feeds', 'import', 'new.opml');
  expect(code).toBe(0);
  expect(err).toContain('1 feed added to ');
  const now = await readFile(file, 'utf8');
  expect(now.split('\n').filter((line) => !line.includes('lantern-example'))).toEqual(before.split('\n'));
  await home.remove();
});
