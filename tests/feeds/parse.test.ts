import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from '#feeds/limits.ts';
import type { Limits } from '#feeds/limits.ts';
import { parseDocument } from '#feeds/parse.ts';
import type { Item, Parsed, RawDocument } from '#feeds/parse.ts';

type Feed = Extract<Parsed, { state: 'feed' }>;

const raw = (text: string | Buffer): RawDocument => ({
  body: Buffer.from(text),
  contentType: null,
  contentEncoding: null,
});

async function parse(text: string | Buffer, limits: Partial<Limits> = {}): Promise<Parsed> {
  const all = { ...DEFAULT_LIMITS, ...limits };
  const parsed = await parseDocument(raw(text), all, 'main');
  return parsed.state === 'beside' ? parseDocument(raw(text), all, 'beside') : parsed;
}

async function feed(
  text: string | Buffer,
  limits: Partial<Limits> = {},
): Promise<Feed & { all: readonly Item[] }> {
  const parsed = await parse(text, limits);
  if (parsed.state !== 'feed') throw new Error(JSON.stringify(parsed));
  return { ...parsed, all: parsed.items.flatMap(({ item }) => (item === null ? [] : [item])) };
}

const day = (date: string): number => Date.parse(date);
const rss = (items: string): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>http://wire.example/</link>${items}</channel></rss>`;
const item = (n: number, more = ''): string =>
  `<item><title>Story ${String(n)}</title><link>http://wire.example/${String(n)}</link>${more}</item>`;
const atom = (entries: string): string =>
  `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><link href="http://wire.example/"/>${entries}</feed>`;
const rdf = (uri: string): string =>
  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="${uri}" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
  '<channel><title>Wire</title></channel><item rdf:about="urn:1"><title>One</title><link>http://wire.example/1</link>' +
  '<dc:date>2023-10-26T12:00:00+03:00</dc:date></item></rdf:RDF>';
const titles = (read: { all: readonly Item[] }): readonly string[] => read.all.map(({ title }) => title);

describe('the formats', () => {
  test('RSS 2.0, with full text beside the summary', async () => {
    const read = await feed(
      rss(
        item(
          1,
          '<guid isPermaLink="false">g1</guid><pubDate>Thu, 26 Oct 2023 12:00:00 +0300</pubDate>' +
            '<description>The &lt;b&gt;lead&lt;/b&gt;</description>' +
            '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>All</p><p>of it</p>]]></content:encoded>',
        ),
      ),
    );
    expect(read).toMatchObject({
      format: 'rss20',
      encoding: 'utf-8',
      title: 'Wire',
      site: 'http://wire.example/',
      mended: [],
    });
    expect(read.all).toEqual([
      {
        guid: 'g1',
        link: 'http://wire.example/1',
        title: 'Story 1',
        lead: 'The lead',
        text: 'All of it',
        publishedAt: day('2023-10-26T09:00:00Z'),
      },
    ]);
  });

  test.each([
    ['0.91', 'rss091'],
    ['0.92', 'rss092'],
    ['2.0', 'rss20'],
  ])('RSS %s', async (version, format) => {
    const read = await feed(rss(item(1)).replace('"2.0"', `"${version}"`));
    expect(read).toMatchObject({ format, mended: [] });
    expect(titles(read)).toEqual(['Story 1']);
  });

  test('RSS 1.0 and the RDF before it', async () => {
    const one = await feed(rdf('http://purl.org/rss/1.0/'));
    expect(one.format).toBe('rss10');
    expect(one.all[0]).toMatchObject({ guid: 'urn:1', publishedAt: day('2023-10-26T09:00:00Z') });
    expect((await feed(rdf('http://my.netscape.com/rdf/simple/0.9/'))).format).toBe('rss090');
  });

  test('Atom: id as guid, the link that is the entry, "updated" where nothing else is', async () => {
    const read = await feed(
      atom(
        '<entry><id>tag:1</id><title type="html">A &amp;lt;b&amp;gt;</title><link rel="self" href="http://wire.example/self"/>' +
          '<link href="http://wire.example/1"/><updated>2023-10-26T12:00:00Z</updated><summary>Lead</summary></entry>' +
          '<entry><id>tag:2</id><title>B</title><link rel="alternate" href="http://wire.example/2"/>' +
          '<published>2023-10-25T12:00:00Z</published><updated>2023-10-26T12:00:00Z</updated></entry>',
      ),
    );
    expect(read.format).toBe('atom10');
    expect(read.all).toMatchObject([
      {
        guid: 'tag:1',
        link: 'http://wire.example/1',
        lead: 'Lead',
        publishedAt: day('2023-10-26T12:00:00Z'),
      },
      { guid: 'tag:2', link: 'http://wire.example/2', publishedAt: day('2023-10-25T12:00:00Z') },
    ]);
  });

  test('Atom with XHTML inside keeps the order of the words', async () => {
    const read = await feed(
      atom(
        '<entry><id>1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">He is <b>not</b> free</div></title>' +
          '<content type="xhtml"><div><p>One <i>two</i> three</p><p>A &amp; B</p></div></content></entry>',
      ),
    );
    expect(read.all[0]).toMatchObject({ title: 'He is not free', lead: 'One two three A & B' });
    expect(read.mended).toEqual([]);
  });

  test('JSON Feed: plain text is plain, a member that is no item is dropped and counted', async () => {
    const read = await feed(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Wire',
        items: [
          {
            id: 7,
            url: 'http://wire.example/7',
            title: 'a <b> c',
            content_text: '1 < 2',
            date_published: '2023-10-26T12:00:00Z',
          },
          'nonsense',
          { id: 'x', external_url: 'http://wire.example/x', content_html: '<p>Hi</p>', summary: 4 },
        ],
      }),
    );
    expect(read.format).toBe('jsonfeed');
    expect(read.all).toMatchObject([
      { guid: '7', title: 'a <b> c', lead: '1 < 2', publishedAt: day('2023-10-26T12:00:00Z') },
      { guid: 'x', link: 'http://wire.example/x', lead: 'Hi', publishedAt: null },
    ]);
    expect(read.mended).toEqual(['1 entry that is no object was left out']);
  });

  test('a feed without items is empty, not broken', async () => {
    expect((await feed(rss(''))).all).toEqual([]);
    expect((await feed(atom(''))).all).toEqual([]);
  });

  test('relative links follow xml:base', async () => {
    const read = await feed(
      '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://wire.example/news/"><entry><title>A</title><link href="1"/></entry>' +
        '<entry xml:base="old/"><title>B</title><link href="2"/></entry></feed>',
    );
    expect(read.all.map(({ link }) => link)).toEqual([
      'http://wire.example/news/1',
      'http://wire.example/news/old/2',
    ]);
  });

  test('titles and guids with attributes, empty or doubled, are read as text', async () => {
    const read = await feed(
      rss(
        '<item><title lang="ru">Раз</title><guid isPermaLink="false"/></item><item><title/><guid isPermaLink="false">g</guid></item>' +
          '<item><title>Три</title><title>Four</title></item>',
      ),
    );
    expect(read.all).toMatchObject([
      { title: 'Раз', guid: null },
      { title: '', guid: 'g' },
      { title: 'Три', guid: null },
    ]);
  });

  test('a guid that is an address serves as the link that is missing', async () => {
    const read = await feed(rss('<item><title>A</title><guid>http://wire.example/a</guid></item>'));
    expect(read.all[0]?.link).toBe('http://wire.example/a');
  });

  test('no date is null, and the date of the channel is not the date of its items', async () => {
    const read = await feed(
      rss(`<pubDate>Thu, 26 Oct 2023 12:00:00 GMT</pubDate>${item(1)}${item(2, '<pubDate>soon</pubDate>')}`),
    );
    expect(read.all.map(({ publishedAt }) => publishedAt)).toEqual([null, null]);
  });
});

describe('what a strict parser refuses and a browser reads', () => {
  test.each<[what: string, text: string, titles: readonly string[], mended: readonly string[]]>([
    [
      'a bare ampersand',
      rss(item(1) + item(2, '<category>Q&A</category><description>AT&T</description>') + item(3)),
      ['Story 1', 'Story 2', 'Story 3'],
      ['bare ampersands'],
    ],
    ['a truncated end', rss(item(1) + item(2)).slice(0, -8), ['Story 1', 'Story 2'], ['the end was missing']],
    [
      'an end inside the last link: that item is left out, for half a link is another',
      rss(item(1) + item(2)).split('example/2')[0] ?? '',
      ['Story 1'],
      ['the end was missing'],
    ],
    [
      'an end inside the last text: that item is kept',
      rss(item(1) + item(2, '<description>half a sen')).split('</item></channel')[0] ?? '',
      ['Story 1', 'Story 2'],
      ['the end was missing'],
    ],
    [
      'text before the prolog',
      `Warning: mysql_connect() failed<br />\n${rss(item(1))}`,
      ['Story 1'],
      ['text before the feed was cut off'],
    ],
    ['blank lines before the prolog', `\n\n  ${rss(item(1))}`, ['Story 1'], []],
    [
      'an Atom date that is none',
      atom(
        '<entry><title>A</title><updated>yesterday</updated></entry><entry><title>B</title><updated>2023-10-26T12:00:00Z</updated></entry>',
      ),
      ['A', 'B'],
      ['dates that cannot be read'],
    ],
    [
      'an Atom link as text',
      atom(
        '<entry><title>A</title><link>http://wire.example/a</link></entry><entry><title>B</title><link href="http://wire.example/b"/></entry>',
      ),
      ['A', 'B'],
      ['links written as text'],
    ],
    [
      'entities of HTML',
      rss(item(1, '<description>caf&eacute;&nbsp;&laquo;x&raquo;</description>')),
      ['Story 1'],
      [],
    ],
    [
      'entities that nobody declared',
      rss(item(1, '<description>&publisher; &NotEqualTilde;</description>')),
      ['Story 1'],
      ['entities that XML does not know'],
    ],
    [
      'a version that is missing',
      rss(item(1)).replace(' version="2.0"', ''),
      ['Story 1'],
      ['the version was missing'],
    ],
    [
      'an attribute without quotes',
      rss(
        '<item><title>A</title><enclosure url=http://wire.example/a.mp3 length=1/><guid isPermaLink=false>g</guid></item>',
      ),
      ['A'],
      ['attributes without quotes'],
    ],
    [
      'tags that cross',
      rss('<item><title>A <b>bold</title></b></item>' + item(2)),
      ['A bold', 'Story 2'],
      ['tags left open or crossed'],
    ],
    [
      'an item that is never closed',
      rss('<item><title>A</title><link>http://wire.example/a</link>' + item(2)),
      ['A', 'Story 2'],
      ['tags left open or crossed'],
    ],
    [
      'a title that is never closed',
      rss('<item><title>A<link>http://wire.example/a</link></item>' + item(2)),
      ['A', 'Story 2'],
      ['tags left open or crossed'],
    ],
    [
      'a description that is never closed',
      rss('<item><title>A</title><description>text <b>bold<pubDate>26 Oct 2023</pubDate></item>' + item(2)),
      ['A', 'Story 2'],
      ['tags left open or crossed'],
    ],
    [
      'unescaped HTML in a description',
      rss(item(1, '<description><p>One<br>two</p></description>')),
      ['Story 1'],
      [],
    ],
    [
      'a bare angle bracket',
      rss('<item><title>1 < 2 & 3 > 2</title></item>'),
      ['1 < 2 & 3 > 2'],
      ['angle brackets in the text', 'bare ampersands'],
    ],
    [
      'a CDATA section that never ends',
      rss(item(1) + item(2, '<description><![CDATA[half')),
      ['Story 1', 'Story 2'],
      ['the end was missing'],
    ],
    [
      'names in the wrong case',
      '<RSS VERSION="2.0"><Channel><Item><Title>A</Title><PUBDATE>26 Oct 2023</PUBDATE></Item></Channel></RSS>',
      ['A'],
      ['the version was missing'],
    ],
    [
      'a root that is missing',
      '<channel><title>Wire</title>' + item(1) + '</channel>',
      ['Story 1'],
      ['the root element was missing', 'the end was missing'],
    ],
    [
      'items after the channel',
      '<rss version="2.0"><channel><title>Wire</title></channel>' + item(1) + item(2) + '</rss>',
      ['Story 1', 'Story 2'],
      [],
    ],
    [
      'a prefix on every name of Atom',
      '<ns0:feed xmlns:ns0="http://www.w3.org/2005/Atom"><ns0:entry><ns0:title>A</ns0:title><ns0:link href="http://wire.example/a"/></ns0:entry></ns0:feed>',
      ['A'],
      [],
    ],
    ['words after the end', `${rss(item(1))}<!-- 0.2 s --><script>x()</script>`, ['Story 1'], []],
    [
      'a character that XML forbids',
      rss('<item><title>A\u000BB & C</title></item>'),
      ['AB & C'],
      ['control characters', 'bare ampersands'],
    ],
    [
      'a reference to such a character',
      rss('<item><title>A&#x1;B &#146;C</title></item>'),
      ['A B ’C'],
      ['XML that is not well-formed'],
    ],
    [
      'a title of a picture or of another source is not the title of the item',
      atom('<entry><source><title>Other &</title></source><title>A</title></entry>'),
      ['A'],
      ['bare ampersands'],
    ],
  ])('%s', async (_, text, expected, mended) => {
    const read = await feed(text);
    expect(titles(read)).toEqual(expected);
    expect(read.mended.toSorted()).toEqual(mended.toSorted());
  });

  test('a mended address and text are what was meant', async () => {
    const read = await feed(
      rss(
        '<item><title>Q&A</title><link>http://wire.example/?a=1&b=2</link><description>caf&eacute; &amp; bar</description></item>',
      ),
    );
    expect(read.all[0]).toMatchObject({
      title: 'Q&A',
      link: 'http://wire.example/?a=1&b=2',
      lead: 'café & bar',
    });
  });

  test('a title like the name of a function of strings is no surprise', async () => {
    const read = await feed('<rss version="2.0"><channel>text only</channel></rss>');
    expect(read.all).toEqual([]);
    expect(
      titles(
        await feed(
          rss(
            '<item>only words</item><item><constructor>x</constructor><__proto__>y</__proto__><title>A</title></item>',
          ),
        ),
      ),
    ).toEqual(['', 'A']);
  });
});

describe('hostile documents', () => {
  test('billion laughs are not told', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, n) => `<!ENTITY l${String(n + 1)} "${`&l${String(n)};`.repeat(10)}">`,
    ).join('');
    const read = await feed(
      `<!DOCTYPE rss [<!ENTITY l0 "ha">${laughs}]>${rss('<item><title>&l9;</title></item>')}`,
    );
    expect(titles(read)).toEqual(['&l9;']);
    expect(read.mended).toContain('a document type declaration was taken out');
  });

  test('an external entity is not fetched', async () => {
    const read = await feed(
      `<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>${rss('<item><title>a&x;b</title></item>')}`,
    );
    expect(titles(read)).toEqual(['a&x;b']);
  });

  test.each<[what: string, text: string]>([
    [
      'brackets that made rss-parser hang',
      rss(`<item><title>A</title><description><![CDATA[${'x<p'.repeat(30_000)}]]></description></item>`),
    ],
    [
      'escaped brackets by the million',
      rss(`<item><title>A</title><description>${'&lt;'.repeat(1_000_000)}</description></item>`),
    ],
    [
      'a hundred thousand tags in each other',
      rss(`<item><title>A</title><description>${'<a>'.repeat(100_000)}</description></item>`),
    ],
    [
      'closing tags without end',
      rss(`<item><title>A</title>${'<z>'.repeat(100_000)}${'</y>'.repeat(100_000)}</item>`),
    ],
    [
      'quotes without end',
      rss(`<item><title>A</title><description>${'<a b="'.repeat(200_000)}</description></item>`),
    ],
    ['attributes without end', rss(`<item><title>A</title><a ${'b="c" '.repeat(200_000)}/></item>`)],
    ['titles without end', rss(`<item><title>A</title>${'<title>B</title>'.repeat(100_000)}</item>`)],
  ])('%s cost little time', async (_, text) => {
    const before = process.threadCpuUsage();
    const read = await feed(text);
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(3_000);
    expect(titles(read)).toEqual(['A']);
  });

  test('of too many items the first are read, and that is said', async () => {
    const many = rss(Array.from({ length: 50 }, (_, n) => item(n)).join(''));
    for (const text of [many, many.replace('Wire', 'W & W')]) {
      const read = await feed(text, { items: 20 });
      expect(read.all).toHaveLength(20);
      expect(read.mended).toContain('only the first 20 entries were read');
    }
  });

  test('titles and texts are cut at their limits', async () => {
    const read = await feed(
      rss(
        `<item><title>${'т'.repeat(5_000)}</title><description>${'слово '.repeat(50_000)}</description></item>`,
      ),
    );
    expect(read.all[0]?.title).toHaveLength(DEFAULT_LIMITS.title);
    expect(read.all[0]?.text).toHaveLength(DEFAULT_LIMITS.text);
    expect(read.all[0]?.lead.length).toBeLessThan(500);
  });

  test('what unpacks beyond the limit is stopped there', async () => {
    const bomb = gzipSync(Buffer.alloc(40_000_000));
    expect(bomb.length).toBeLessThan(100_000);
    const parsed = await parse(bomb);
    expect(parsed).toMatchObject({ state: 'trouble', trouble: expect.stringContaining('16 MB') });
  });
});

describe('what is no feed', () => {
  test.each([
    [
      'a web page',
      '<!DOCTYPE html><html><head><title>News</title></head><body>Hello</body></html>',
      /web page, not a feed/,
    ],
    [
      'a web page that names its feed',
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
      /names this feed: \/feed\.xml/,
    ],
    [
      'a web page that names its feed with commands for a terminal',
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed\u001b]0;owned\u0007.xml"></head></html>',
      // eslint-disable-next-line no-control-regex -- what must not be there
      /^[^\u0000-\u001f]*names this feed: [^\u0000-\u001f]*$/,
    ],
    [
      'the page of a guard',
      '<html><head><title>Just a moment...</title></head></html>',
      /Blocked by Cloudflare/,
    ],
    [
      'the page of another guard',
      '<html><script src="https://ct.captcha-delivery.com/c.js"></script></html>',
      /Blocked by DataDome/,
    ],
    ['other XML', '<?xml version="1.0"?><note><to>You</to></note>', /no feed/],
    ['other JSON', '{"error":"not found"}', /no JSON Feed/],
    ['words', 'Service temporarily unavailable', /no feed/],
  ])('%s says what it is', async (_, text, words) => {
    const parsed = await parse(text);
    expect(parsed).toMatchObject({ state: 'trouble', trouble: expect.stringMatching(words) });
  });
});

test('items that are known are not read again', async () => {
  const before = await feed(rss(item(1) + item(2)));
  const known = new Set(before.items.flatMap(({ key }) => (key === null ? [] : [key])));
  const after = await parseDocument(raw(rss(item(3) + item(1) + item(2))), DEFAULT_LIMITS, 'main', known);
  if (after.state !== 'feed') throw new Error(after.state);
  expect(after.items.map(({ item: read }) => read?.title ?? 'known')).toEqual(['Story 3', 'known', 'known']);
});

const place = async (text: string | Buffer): Promise<string> => {
  return (await parseDocument(raw(text), DEFAULT_LIMITS, 'main')).state;
};

test('small and well-formed is parsed at once, all else beside the main thread', async () => {
  expect(await place(rss(item(1)))).toBe('feed');
  expect(await place(rss(item(1, '<description>AT&T</description>')))).toBe('beside');
  expect(await place(rss(item(1, `<description>${'x'.repeat(500_000)}</description>`)))).toBe('beside');
  expect(await place(gzipSync(Buffer.alloc(5_000_000)))).toBe('beside');
  expect(await place(rss('<a>'.repeat(100) + '</a>'.repeat(100)))).toBe('beside');
});
