/** Feeds as publishers write them, of our own making: every format that is read, in the languages of the watch. */
import type { Chance } from '#tests/torture/chance.ts';

const WORDS = [
  ['The', 'ministry', 'said', 'talks', 'go', 'on', 'AT&amp;T', '5 &lt; 6', 'in', 'Doha', '“soon”', 'again'],
  ['Переговоры', 'о', 'заложниках', 'идут', 'в', 'Каире', 'сообщает', 'агентство', '«скоро»', 'ещё', 'раз'],
  ['Перемовини', 'щодо', 'заручників', 'тривають', 'їхні', 'ґрати', 'повідомляє', 'агенція', 'знову'],
  ['המשא', 'ומתן', 'על', 'החטופים', 'נמשך', 'בקהיר', 'לפי', 'הדיווח', 'צה״ל', 'שוב'],
  ['المفاوضات', 'بشأن', 'الرهائن', 'مستمرة', 'في', 'القاهرة', '٢٠٢٥', 'مرة', 'أخرى'],
  ['👩‍👩‍👧', 'é', 'ﬁ', '\u200f', '名前', 'ন', 'हिन्दी', '🇮🇱'],
] as const;

const MARKUP = [
  '<p>#</p>',
  '&lt;p&gt;#&lt;/p&gt;',
  '<![CDATA[<p class="x">#</p><img src="https://wire.example/a.jpg">]]>',
  '<![CDATA[# ]] &gt; #]]>',
  '#&nbsp;#',
  '<b>#<br>#</b>',
  '#',
] as const;

const DATES = [
  'Mon, 03 Feb 2025 09:00:00 GMT',
  '2025-02-03T09:00:00+02:00',
  'Пн, 3 фев 2025 12:00:00 +0300',
  '2025-02-30',
  '03.02.2025 09:00',
  'Sat, 99 Foo 99999 25:61:61 XYZ',
  '1738573200',
  '-271822-04-19T23:59:59Z',
  '',
] as const;

/** The formats that the reader knows, and lists of feeds. */
export const FORMATS = ['rss20', 'rss091', 'rss090', 'rss10', 'atom', 'jsonfeed', 'opml'] as const;
export type Format = (typeof FORMATS)[number];

/** A document of one to thirty items, well-formed but for what real ones do too. */
export function documentOf(chance: Chance, format: Format): string {
  const most = chance.percent(90) ? 12 : 30;
  const items = Array.from({ length: chance.whole(0, most) }, (_, index) => index);
  switch (format) {
    case 'rss20':
    case 'rss091': {
      const version = format === 'rss20' ? '2.0' : chance.one(['0.91', '0.92']);
      return (
        `${declaration(chance)}<rss version="${version}" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
        `<channel><title>${words(chance)}</title><link>https://wire.example/</link>` +
        `${items.map((n) => rssItem(chance, n)).join(chance.one(['', '\n', '\r\n  ']))}</channel></rss>`
      );
    }
    case 'rss090':
    case 'rss10': {
      const uri = format === 'rss10' ? 'http://purl.org/rss/1.0/' : 'http://my.netscape.com/rdf/simple/0.9/';
      return (
        `${declaration(chance)}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="${uri}" xmlns:dc="http://purl.org/dc/elements/1.1/">` +
        `<channel rdf:about="https://wire.example/"><title>${words(chance)}</title></channel>` +
        `${items.map((n) => `<item rdf:about="urn:${String(n)}"><title>${words(chance)}</title><link>${link(chance, n)}</link><dc:date>${chance.one(DATES)}</dc:date></item>`).join('')}</rdf:RDF>`
      );
    }
    case 'atom':
      return (
        `${declaration(chance)}<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://wire.example/a/"><title type="html">${words(chance)}</title>` +
        `<link href="/"/>${items.map((n) => atomEntry(chance, n)).join('')}</feed>`
      );
    case 'jsonfeed':
      return JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: words(chance),
        home_page_url: 'https://wire.example/',
        items: items.map((n) => ({
          id: chance.one<unknown>([String(n), n, null, { n }]),
          url: link(chance, n),
          title: words(chance),
          content_html: markup(chance),
          content_text: chance.one([words(chance), undefined]),
          date_published: chance.one(DATES),
        })),
      });
    case 'opml':
      return (
        `${declaration(chance)}<opml version="2.0"><head><title>${words(chance)}</title></head><body>` +
        `${items.map((n) => `<outline text="${words(chance)}" type="rss" xmlUrl="${link(chance, n)}" language="ru"/>`).join('<outline text="folder">')}</body></opml>`
      );
  }
}

function rssItem(chance: Chance, n: number): string {
  const guid = chance.one([
    `<guid isPermaLink="false">${String(n)}</guid>`,
    `<guid>${link(chance, n)}</guid>`,
    '<guid/>',
    '',
    '<guid>same</guid>',
  ]);
  return (
    `<item><title>${words(chance)}</title><link>${link(chance, n)}</link>${guid}<pubDate>${chance.one(DATES)}</pubDate>` +
    `<description>${markup(chance)}</description>${chance.percent(40) ? `<content:encoded>${markup(chance)}</content:encoded>` : ''}</item>`
  );
}

function atomEntry(chance: Chance, n: number): string {
  const content = chance.one([
    `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>${words(chance)} <b>${words(chance)}</b></p></div></content>`,
    `<content type="html">${markup(chance)}</content>`,
    `<summary>${words(chance)}</summary>`,
    '',
  ]);
  return (
    `<entry><id>tag:wire.example,2025:${String(n)}</id><title type="${chance.one(['text', 'html'])}">${words(chance)}</title>` +
    `<link rel="${chance.one(['alternate', 'self', 'enclosure'])}" href="${link(chance, n)}"/><updated>${chance.one(DATES)}</updated>${content}</entry>`
  );
}

function declaration(chance: Chance): string {
  return chance.one([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<?xml version="1.0"?>\n',
    '<?xml version="1.0" encoding="windows-1251"?>',
    "<?xml version='1.0' encoding='koi8-r' standalone='yes'?>",
    '<?xml version="1.0" encoding="utf-16"?>',
    '<?xml version="1.0" encoding="x-none"?>',
    '\n\n',
    '',
  ]);
}

function link(chance: Chance, n: number): string {
  return chance.one([
    `https://wire.example/${String(n)}?utm_source=rss&amp;id=${String(n)}`,
    `/news/${String(n)}#top`,
    `//wire.example/${String(n)}`,
    'javascript:alert(1)',
    'https://[::1',
    'http://10.0.0.1/admin',
    'https://wire.example/новости/один два',
    '',
  ]);
}

function words(chance: Chance): string {
  const from = WORDS[chance.whole(0, WORDS.length - 1)] ?? WORDS[0];
  return Array.from({ length: chance.whole(1, 12) }, () => from[chance.whole(0, from.length - 1)]).join(' ');
}

function markup(chance: Chance): string {
  return chance.one(MARKUP).replaceAll('#', () => words(chance));
}
