import { decode } from './decode.ts';
import { permit } from './guard.ts';
import { attributesOf, scan } from './scan.ts';
import { plainText } from './text.ts';

/** One feed of a list. */
export interface ListedFeed {
  readonly title: string;
  readonly url: string;
  /** The home page, or null. */
  readonly site: string | null;
  /** As written, mostly BCP 47; null when the list does not say. */
  readonly language: string | null;
}

/** What a list of feeds holds. */
export type OpmlReading =
  | {
      readonly state: 'read';
      /** In the list's order, each address once. */
      readonly feeds: readonly ListedFeed[];
      /** Addresses that may not be fetched, with the reason in words. */
      readonly refused: readonly { readonly url: string; readonly because: string }[];
    }
  | { readonly state: 'trouble'; readonly trouble: string };

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_FEEDS = 5_000;

/**
 * Reads a list of feeds as readers exchange them (OPML, http://opml.org/spec2.opml), however it is nested. Lists come
 * from strangers: broken markup is read as far as it goes, and every address passes the guard.
 */
export function readOpml(bytes: Uint8Array, allowPrivate: boolean): OpmlReading {
  if (bytes.length > MOST_BYTES)
    return trouble(`The list is larger than ${String(MOST_BYTES / 1024 / 1024)} MB. Split it.`);
  const { text } = decode(bytes, null);
  const feeds = new Map<string, ListedFeed>();
  const refused = new Map<string, string>();
  let isList = false;
  scan(
    text,
    {
      open(tag) {
        const name = tag.name.toLowerCase();
        if (name === 'opml') isList = true;
        if (name !== 'outline' || !isList) return;
        const attributes = new Map<string, string>();
        for (const [key, value] of attributesOf(text.slice(tag.start, tag.end))) {
          attributes.set(key.toLowerCase(), plainText(value, 2_000));
        }
        const url = attributes.get('xmlurl') ?? '';
        if (url === '') return;
        const permission = permit(url, allowPrivate);
        if (!permission.allowed) {
          refused.set(url, permission.because);
          return;
        }
        const { href } = permission.url;
        if (feeds.has(href)) return;
        feeds.set(href, {
          title: attributes.get('title') || attributes.get('text') || permission.url.host,
          url: href,
          site: attributes.get('htmlurl') || null,
          language: attributes.get('language') || null,
        });
      },
      close: ignore,
      text: ignore,
      cdata: ignore,
      doctype: ignore,
      odd: ignore,
    },
    () => feeds.size + refused.size < MOST_FEEDS,
  );
  if (!isList)
    return trouble('The file is no OPML: it has no element <opml>. Export the list of feeds again.');
  return {
    state: 'read',
    feeds: [...feeds.values()],
    refused: [...refused].map(([url, because]) => ({ url, because })),
  };
}

/** Writes a list of feeds that other readers import. */
export function writeOpml(title: string, feeds: readonly ListedFeed[]): string {
  const lines = feeds.map((feed) => {
    const attributes: [name: string, value: string | null][] = [
      ['type', 'rss'],
      // `text` is what the standard requires, `title` what many readers show.
      ['text', feed.title],
      ['title', feed.title],
      ['xmlUrl', feed.url],
      ['htmlUrl', feed.site],
      ['language', feed.language],
    ];
    const written = attributes.flatMap(([name, value]) =>
      value === null ? [] : [` ${name}="${escaped(value)}"`],
    );
    return `    <outline${written.join('')}/>\n`;
  });
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<opml version="2.0">\n  <head>\n    <title>${escaped(title)}</title>\n  </head>\n  <body>\n${lines.join('')}  </body>\n</opml>\n`
  );
}

function escaped(text: string): string {
  return plainText(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;'), 2_000)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function trouble(words: string): OpmlReading {
  return { state: 'trouble', trouble: words };
}

function ignore(): void {
  // Only elements matter in a list.
}
