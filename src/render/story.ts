import type { Message } from '#core/message.ts';
import type { Story, StoryEntry } from '#core/story.ts';
import { displayName } from '#core/watchlist.ts';
import { heading, joined, link, list, message, paragraph } from './build.ts';
import type { Words } from './build.ts';
import { inPages } from './pages.ts';
import type { StatusContext } from './status.ts';
import { dateOf, sourceName } from './words.ts';

/** Reports on a page. */
const ON_A_PAGE = 8;
/** Names above them. */
const NAMED = 6;

/** `/story ID`: whom it is about, and every report in the order of time. */
export function storyPages(story: Story, context: StatusContext): readonly [Message, ...Message[]] {
  const { locale, watchlist } = context;
  const subjects = story.subjects
    .map((id) => watchlist.subjects.get(id))
    .filter((subject) => subject !== undefined);
  const named = subjects
    .filter(({ kind }) => kind !== 'place')
    .slice(0, NAMED)
    .map((subject) => displayName(subject, locale.language));
  const title = heading(
    locale.say('story.title', { day: dateOf(story.openedAt, locale), n: story.entries.length }),
  );
  const about = named.length === 0 ? [] : [paragraph(joined(', ', named))];
  const captive = subjects.find(({ kind }) => kind === 'captive');
  const buttons =
    captive === undefined
      ? []
      : [
          [
            {
              kind: 'command' as const,
              label: locale.text('button.status'),
              command: `status ${captive.id}`,
            },
          ],
        ];
  const page = (entries: readonly StoryEntry[]): Message =>
    message([title, ...about, list(entries.map((entry) => line(entry, context)))], {
      tone: 'plain',
      buttons,
    });
  const inOrder = story.entries.toSorted((a, b) => a.saidAt - b.saidAt);
  const [first, ...others] = inPages(inOrder, ON_A_PAGE);
  return [page(first), ...others.map(page)];
}

function line(entry: StoryEntry, { locale, sources }: StatusContext): Words {
  return locale.say('search.line', {
    day: dateOf(entry.saidAt, locale),
    headline: entry.title === '' ? locale.say('search.withheld') : link(entry.url, entry.title),
    source: sourceName(entry.source, sources, locale),
  });
}
