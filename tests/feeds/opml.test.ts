import { describe, expect, test } from 'vitest';
import { readOpml, writeOpml } from '#feeds/opml.ts';
import type { ListedFeed } from '#feeds/opml.ts';

function list(text: string, allowPrivate = false) {
  const reading = readOpml(Buffer.from(text), allowPrivate);
  if (reading.state !== 'read') throw new Error(reading.trouble);
  return reading;
}

describe('lists of feeds', () => {
  test('what is written is read again as it was', () => {
    const feeds: readonly ListedFeed[] = [
      {
        title: 'Wire "A" & <B>',
        url: 'https://wire.example/feed?a=1&b=2',
        site: 'https://wire.example/',
        language: 'en',
      },
      { title: 'Провод', url: 'https://провод.example/лента', site: null, language: null },
    ];
    const read = list(writeOpml('My "feeds" & more', feeds));
    expect(read.refused).toEqual([]);
    expect(read.feeds).toEqual(feeds.map((feed) => Object.assign({}, feed, { url: new URL(feed.url).href })));
  });

  test('nested folders, names in another case, a feed listed twice', () => {
    const read = list(
      '<OPML version="1.0"><body><outline text="News"><outline text="Folder"><OUTLINE TEXT="A" XMLURL="http://a.example/f"/></outline>' +
        '<outline text="Again" xmlUrl="http://a.example/f"/></outline><outline xmlUrl="http://b.example/f"/></body></OPML>',
    );
    expect(read.feeds.map(({ title, url }) => [title, url])).toEqual([
      ['A', 'http://a.example/f'],
      ['b.example', 'http://b.example/f'],
    ]);
  });

  test('every address passes the guard', () => {
    const text =
      '<opml><outline xmlUrl="http://169.254.169.254/latest"/><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="http://a.example/f"/></opml>';
    const read = list(text);
    expect(read.feeds.map(({ url }) => url)).toEqual(['http://a.example/f']);
    expect(read.refused.map(({ url }) => url)).toEqual([
      'http://169.254.169.254/latest',
      'file:///etc/passwd',
    ]);
    expect(list(text, true).feeds).toHaveLength(2);
  });

  test('broken markup is read as far as it goes', () => {
    const read = list(
      '<opml><head><title>Q&A</head><body><outline text=A xmlUrl="http://a.example/?x=1&y=2"><outline xmlUrl=http://b.example/f><outl',
    );
    expect(read.feeds.map(({ url }) => url)).toEqual(['http://a.example/?x=1&y=2', 'http://b.example/f']);
  });

  test('entities of a document type are not told, nor is depth a danger', () => {
    const read = list(
      '<!DOCTYPE opml [<!ENTITY x "http://evil.example/">]><opml><outline xmlUrl="&x;"/></opml>',
    );
    expect(read.feeds).toEqual([]);
    const before = process.threadCpuUsage();
    list(`<opml>${'<outline>'.repeat(200_000)}${'</x>'.repeat(200_000)}</opml>`);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
  });

  test.each([
    ['a web page', '<html></html>', /no OPML/],
    ['too large a file', ' '.repeat(6_000_000), /larger than 5 MB/],
  ])('%s is refused in words', (_, text, words) => {
    expect(readOpml(Buffer.from(text), false)).toMatchObject({
      state: 'trouble',
      trouble: expect.stringMatching(words),
    });
  });

  test('of too many feeds the first are taken', () => {
    const many = Array.from(
      { length: 6_000 },
      (_, n) => `<outline xmlUrl="http://a.example/${String(n)}"/>`,
    ).join('');
    expect(list(`<opml>${many}</opml>`).feeds).toHaveLength(5_000);
  });
});
