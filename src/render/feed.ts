/** Our own stories as feeds: Atom (RFC 4287) and JSON Feed (https://jsonfeed.org/version/1), for readers and other programs. */
import { Feed } from 'feed';
import type { Story } from '#core/story.ts';
import { plain } from './build.ts';
import { bestEntry, withheld } from './digest.ts';
import type { StatusContext } from './status.ts';
import { sourceName } from './words.ts';
import { escaped } from './telegram.ts';

/** What a feed is about. */
export interface FeedOf {
  /** Part of its address: `all`, or a subject's id. */
  readonly id: string;
  /** In the reader's language. */
  readonly title: string;
  /** Where the folder of the feeds is reached, without a slash at the end; null when nobody said. */
  readonly address: string | null;
  /** Newest first. */
  readonly stories: readonly Story[];
}

/** One feed in both formats, each a whole document. */
export interface FeedFiles {
  readonly atom: string;
  readonly json: string;
}

/** The feed in both formats. A title of Atom is HTML as the library writes it, one of JSON Feed is plain text. */
export function storyFeed(of: FeedOf, context: StatusContext): FeedFiles {
  return {
    atom: feedOf(of, context, escaped).atom1(),
    json: feedOf(of, context, (headline) => headline).json1(),
  };
}

function feedOf(
  { id, title, address, stories }: FeedOf,
  context: StatusContext,
  asTitle: (headline: string) => string,
): Feed {
  const { locale, sources } = context;
  const feed = new Feed({
    title,
    id: `urn:wirewatch:feed:${id}`,
    language: locale.language,
    updated: new Date(stories[0]?.updatedAt ?? 0),
    generator: 'wirewatch',
    copyright: '',
    ...(address === null
      ? {}
      : { feedLinks: { atom: `${address}/${id}.atom`, json: `${address}/${id}.json` } }),
  });
  for (const story of stories) {
    const best = bestEntry(story, locale.language);
    const reports = story.entries
      .filter((entry) => entry.title !== '')
      .map((entry) => {
        const words = escaped(allowed(entry.title));
        const named = entry.url === null ? words : `<a href="${escaped(entry.url)}">${words}</a>`;
        return `<li>${named} (${escaped(plain(sourceName(entry.source, sources, locale)))})</li>`;
      });
    const about = plain(withheld(story, context));
    const link = best?.url ?? null;
    feed.addItem({
      title: asTitle(best === null ? about : allowed(best.title)),
      id: `urn:wirewatch:story:${story.id}`,
      // Atom wants an address; a story whose reports have none is its own.
      link: link ?? `urn:wirewatch:story:${story.id}`,
      date: new Date(story.updatedAt),
      published: new Date(story.openedAt),
      content: reports.length === 0 ? `<p>${escaped(about)}</p>` : `<ul>${reports.join('')}</ul>`,
      author: [{ name: 'wirewatch' }],
    });
  }
  return feed;
}

/** Without the characters that XML cannot hold at all (https://www.w3.org/TR/xml/#charsets): the library leaves them in. */
function allowed(text: string): string {
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '');
}
