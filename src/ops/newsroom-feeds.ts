/** Writes what a news wire publishes: the four feed formats in use, as bytes. For the demo newsroom (newsroom.ts). */

/** Formats that the newsroom writes. */
export const WRITTEN_FORMATS = ['rss', 'atom', 'rdf', 'json'] as const;
/** One of {@link WRITTEN_FORMATS}. */
export type WrittenFormat = (typeof WRITTEN_FORMATS)[number];

/** Encodings that the newsroom writes. */
export const WRITTEN_ENCODINGS = ['utf-8', 'windows-1251'] as const;
/** One of {@link WRITTEN_ENCODINGS}. */
export type WrittenEncoding = (typeof WRITTEN_ENCODINGS)[number];

/** What a feed says of itself. */
export interface FeedHead {
  readonly format: WrittenFormat;
  /** JSON Feed is UTF-8 whatever stands here (RFC 8259, 8.1). */
  readonly encoding: WrittenEncoding;
  readonly title: string;
  readonly description: string;
  /** BCP 47 primary tag. */
  readonly language: string;
  /** The publisher's front page. */
  readonly site: string;
  /** The feed's own address. */
  readonly address: string;
  /** ms */
  readonly updatedAt: number;
}

/** One item of a feed, plain text. */
export interface FeedItem {
  readonly url: string;
  readonly language: string;
  /** ms */
  readonly publishedAt: number;
  readonly title: string;
  /** The first is the summary; a feed carries the full text where there is more than one. */
  readonly paragraphs: readonly string[];
}

/** A feed as it goes over the wire. */
export interface FeedDocument {
  readonly contentType: string;
  readonly body: Buffer;
}

interface Writer {
  /** Without a charset: the XML declaration is the only word on the encoding, as with many real feeds. */
  readonly contentType: string;
  readonly write: (head: FeedHead, items: readonly FeedItem[]) => string;
}

const WRITERS: Readonly<Record<WrittenFormat, Writer>> = {
  rss: { contentType: 'application/rss+xml', write: rss },
  atom: { contentType: 'application/atom+xml', write: atom },
  rdf: { contentType: 'application/rdf+xml', write: rdf },
  json: { contentType: 'application/feed+json', write: json },
};

/** Writes the feed in its format and encoding; items in the order given. */
export function writeFeed(head: FeedHead, items: readonly FeedItem[]): FeedDocument {
  const { contentType, write } = WRITERS[head.format];
  const text = write(head, items);
  const legacy = head.encoding === 'windows-1251' && head.format !== 'json';
  return { contentType, body: legacy ? encodeWindows1251(text) : Buffer.from(text, 'utf8') };
}

/** RSS 2.0, https://www.rssboard.org/rss-specification, with the content module for the full text. */
function rss(head: FeedHead, items: readonly FeedItem[]): string {
  return lines(
    declaration(head),
    '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"',
    '  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">',
    '<channel>',
    element('title', head.title),
    element('link', head.site),
    `<atom:link rel="self" type="application/rss+xml" href="${escapeXml(head.address)}"/>`,
    element('description', head.description),
    element('language', head.language),
    element('lastBuildDate', new Date(head.updatedAt).toUTCString()),
    ...items.map((item) =>
      lines(
        '<item>',
        element('title', item.title),
        element('link', item.url),
        `<guid isPermaLink="true">${escapeXml(item.url)}</guid>`,
        element('pubDate', new Date(item.publishedAt).toUTCString()),
        element('dc:language', item.language),
        element('description', item.paragraphs[0] ?? ''),
        ...(item.paragraphs.length > 1 ? [element('content:encoded', html(item.paragraphs))] : []),
        '</item>',
      ),
    ),
    '</channel>',
    '</rss>',
  );
}

/** Atom 1.0, RFC 4287. */
function atom(head: FeedHead, items: readonly FeedItem[]): string {
  return lines(
    declaration(head),
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escapeXml(head.language)}">`,
    element('title', head.title),
    element('subtitle', head.description),
    element('id', `${head.site}/`),
    `<link rel="alternate" href="${escapeXml(head.site)}/"/>`,
    `<link rel="self" type="application/atom+xml" href="${escapeXml(head.address)}"/>`,
    element('updated', new Date(head.updatedAt).toISOString()),
    `<author>${element('name', head.title)}</author>`,
    ...items.map((item) =>
      lines(
        `<entry xml:lang="${escapeXml(item.language)}">`,
        element('title', item.title),
        element('id', item.url),
        `<link rel="alternate" type="text/html" href="${escapeXml(item.url)}"/>`,
        element('published', new Date(item.publishedAt).toISOString()),
        element('updated', new Date(item.publishedAt).toISOString()),
        element('summary', item.paragraphs[0] ?? ''),
        ...(item.paragraphs.length > 1
          ? [`<content type="html">${escapeXml(html(item.paragraphs))}</content>`]
          : []),
        '</entry>',
      ),
    ),
    '</feed>',
  );
}

/** RSS 1.0, https://web.resource.org/rss/1.0/spec, with dates from Dublin Core. */
function rdf(head: FeedHead, items: readonly FeedItem[]): string {
  return lines(
    declaration(head),
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"',
    '  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">',
    `<channel rdf:about="${escapeXml(head.address)}">`,
    element('title', head.title),
    element('link', head.site),
    element('description', head.description),
    element('dc:language', head.language),
    element('dc:date', new Date(head.updatedAt).toISOString()),
    '<items><rdf:Seq>',
    ...items.map((item) => `<rdf:li rdf:resource="${escapeXml(item.url)}"/>`),
    '</rdf:Seq></items>',
    '</channel>',
    ...items.map((item) =>
      lines(
        `<item rdf:about="${escapeXml(item.url)}">`,
        element('title', item.title),
        element('link', item.url),
        element('description', item.paragraphs[0] ?? ''),
        ...(item.paragraphs.length > 1 ? [element('content:encoded', html(item.paragraphs))] : []),
        element('dc:date', new Date(item.publishedAt).toISOString()),
        element('dc:language', item.language),
        '</item>',
      ),
    ),
    '</rdf:RDF>',
  );
}

/** JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/. */
function json(head: FeedHead, items: readonly FeedItem[]): string {
  return JSON.stringify(
    {
      version: 'https://jsonfeed.org/version/1.1',
      title: head.title,
      description: head.description,
      home_page_url: head.site,
      feed_url: head.address,
      language: head.language,
      items: items.map((item) => ({
        id: item.url,
        url: item.url,
        title: item.title,
        content_text: item.paragraphs.join('\n\n'),
        date_published: new Date(item.publishedAt).toISOString(),
        language: item.language,
      })),
    },
    null,
    1,
  );
}

function declaration(head: FeedHead): string {
  return `<?xml version="1.0" encoding="${head.encoding}"?>`;
}

function element(name: string, text: string): string {
  return `<${name}>${escapeXml(text)}</${name}>`;
}

function html(paragraphs: readonly string[]): string {
  return paragraphs.map((paragraph) => element('p', paragraph)).join('');
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function lines(...parts: readonly string[]): string {
  return parts.join('\n');
}

/** What the encoding lacks becomes a character reference, which XML allows wherever we write text. */
function encodeWindows1251(xml: string): Buffer {
  const decoder = new TextDecoder('windows-1251');
  const byteOf = new Map<string, number>();
  for (let byte = 0; byte < 256; byte += 1) byteOf.set(decoder.decode(Uint8Array.of(byte)), byte);
  const bytes: number[] = [];
  for (const character of xml) {
    const byte = byteOf.get(character);
    if (byte === undefined) bytes.push(...Buffer.from(`&#${String(character.codePointAt(0))};`, 'latin1'));
    else bytes.push(byte);
  }
  return Buffer.from(bytes);
}
