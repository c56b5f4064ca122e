import { z } from 'zod';
import { parseDate } from './dates.ts';
import { excerpt } from './excerpt.ts';
import type { Limits } from './limits.ts';
import type { Item } from './parse.ts';
import { plainText } from './text.ts';

const text = z.string().nullish().catch(null);

/** https://www.jsonfeed.org/version/1.1/, only what we use. A wrong field counts as absent. */
const JsonFeed = z.object({
  version: z.string().startsWith('https://jsonfeed.org/version/'),
  title: text,
  home_page_url: text,
  items: z.array(z.unknown()),
});

const JsonItem = z.object({
  // A string by the standard; numbers are met.
  id: z
    .union([z.string(), z.number().transform(String)])
    .nullish()
    .catch(null),
  url: text,
  external_url: text,
  title: text,
  content_html: text,
  content_text: text,
  summary: text,
  date_published: text,
  date_modified: text,
});

/** A JSON Feed 1 or 1.1, or null when the text is none. Items that are no objects are dropped and counted. */
export function parseJsonFeed(
  source: string,
  limits: Limits,
): {
  readonly title: string;
  readonly site: string | null;
  readonly items: readonly Item[];
  readonly mended: readonly string[];
} | null {
  let json: unknown;
  try {
    json = JSON.parse(source);
  } catch {
    return null;
  }
  const feed = JsonFeed.safeParse(json);
  if (!feed.success) return null;
  const items: Item[] = [];
  let dropped = 0;
  for (const member of feed.data.items.slice(0, limits.items)) {
    const parsed = JsonItem.safeParse(member);
    if (!parsed.success) {
      dropped += 1;
      continue;
    }
    const item = parsed.data;
    // Plain text is plain: it is not read as HTML.
    const body = plainText(item.content_html ?? escaped(item.content_text ?? ''), limits.text);
    items.push({
      guid: item.id ?? null,
      link: item.url ?? item.external_url ?? null,
      title: plainText(escaped(item.title ?? ''), limits.title),
      ...excerpt(plainText(escaped(item.summary ?? ''), limits.text), body),
      publishedAt: dateOf(item.date_published) ?? dateOf(item.date_modified),
    });
  }
  const mended: string[] = [];
  if (dropped > 0)
    mended.push(
      dropped === 1
        ? '1 entry that is no object was left out'
        : `${String(dropped)} entries that are no objects were left out`,
    );
  if (feed.data.items.length > limits.items)
    mended.push(`only the first ${String(limits.items)} entries were read`);
  return {
    title: plainText(escaped(feed.data.title ?? ''), limits.title),
    site: feed.data.home_page_url ?? null,
    items,
    mended,
  };
}

function dateOf(written: string | null | undefined): number | null {
  return written === null || written === undefined ? null : parseDate(written);
}

function escaped(plain: string): string {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
