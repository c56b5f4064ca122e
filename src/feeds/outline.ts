import { attributesOf, scan } from './scan.ts';

/** What a feed calls itself, by its root element and version. `rss090` is the RDF of Netscape, `rss10` that of RSS 1.0. */
const FEED_FORMATS = ['rss20', 'rss10', 'rss090', 'rss091', 'rss092', 'atom10', 'jsonfeed'] as const;
/** One of {@link FEED_FORMATS}. */
export type FeedFormat = (typeof FEED_FORMATS)[number];

/** Where the items of a document are. */
export interface Outline {
  readonly format: FeedFormat;
  /** Offsets of each item in the text, tags included, in order. */
  readonly items: readonly { readonly start: number; readonly end: number }[];
  /** `xml:base` of the root, or null. */
  readonly base: string | null;
}

/** Deeper is no feed. */
const DEEPEST = 40;
/** A page of 400 KB that is all tags has fewer. */
const MOST_TAGS = 30_000;

/**
 * The outline of a document that is well-formed as far as a quick look tells; null for everything else, which then
 * has to be mended. It costs a tenth of parsing, and it is what makes a document safe to give to rss-parser: tags match,
 * are few and shallow, no DOCTYPE, no markup inside a text field (rss-parser would lose the order of its words).
 */
export function outline(text: string): Outline | null {
  const stack: string[] = [];
  const items: { start: number; end: number }[] = [];
  let itemStart = 0;
  let sound = true;
  let tags = 0;
  let format: FeedFormat | null = null;
  let base: string | null = null;
  let itemDepth = 0;
  let closed = false;
  scan(
    text,
    {
      open(tag) {
        tags += 1;
        if (stack.length === 0) {
          if (closed) sound = false;
          const raw = text.slice(tag.start, tag.end);
          format = formatOf(tag.name, raw);
          itemDepth = format === 'rss20' || format === 'rss091' || format === 'rss092' ? 2 : 1;
          base = attributesOf(raw).get('xml:base') ?? null;
          if (format === null || tag.selfClosing) sound = false;
        }
        if (stack.length === itemDepth && isItem(tag.name)) {
          itemStart = tag.start;
          if (tag.selfClosing) items.push({ start: tag.start, end: tag.end });
        } else if (
          // Items where rss-parser does not look for them, after the channel or inside it.
          isItem(tag.name) ||
          (stack.length > itemDepth + 1 && TEXT_FIELDS.has(stack[itemDepth + 1] ?? ''))
        ) {
          sound = false;
        }
        if (!tag.selfClosing) stack.push(tag.name);
        if (stack.length > DEEPEST || tags > MOST_TAGS) sound = false;
      },
      close(name, _start, end) {
        if (stack.pop() !== name) sound = false;
        if (stack.length === itemDepth && isItem(name)) items.push({ start: itemStart, end });
        if (stack.length === 0) closed = true;
      },
      text(start, end) {
        // Words outside the root: not XML.
        if (stack.length === 0 && text.slice(start, end).trim() !== '') sound = false;
      },
      cdata() {
        if (stack.length === 0) sound = false;
      },
      doctype() {
        sound = false;
      },
      odd() {
        sound = false;
      },
    },
    () => sound,
  );
  return sound && closed && format !== null ? { format, items, base } : null;
}

function isItem(name: string): boolean {
  return name === 'item' || name === 'entry';
}

/** Elements of an item that we read as text or HTML; markup inside them is content, not structure. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  'content',
  'content:encoded',
  'link',
  'guid',
  'id',
  'pubDate',
  'published',
  'updated',
  'dc:date',
]);

/** Only the spellings that rss-parser knows; `mend` brings the others into them. */
function formatOf(name: string, tag: string): FeedFormat | null {
  if (name === 'feed') return 'atom10';
  if (name === 'rdf:RDF') return tag.includes('http://purl.org/rss/1.0/') ? 'rss10' : 'rss090';
  return name === 'rss' ? rssVersion(attributesOf(tag).get('version') ?? '') : null;
}

/** null: rss-parser would refuse it. */
export function rssVersion(version: string): FeedFormat | null {
  if (version.startsWith('2')) return 'rss20';
  if (version.startsWith('0.92') || version.startsWith('0.93') || version.startsWith('0.94')) return 'rss092';
  return version.startsWith('0.9') ? 'rss091' : null;
}
