import { displayName } from '#core/watchlist.ts';
import type { Message } from '#core/message.ts';
import type { Story } from '#core/story.ts';
import { heading, list, message, note } from '#render/build.ts';
import { storyLine } from '#render/digest.ts';
import { inPages, paged } from '#render/pages.ts';
import { dateOf } from '#render/words.ts';
import { notFoundMessage, topicMessage } from './answers.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { findSubject, findTopic } from './find.ts';

/** Stories on a page, and how many there are on all pages: what a digest has no room for is among them. */
const ON_A_PAGE = 8;
const MOST = 40;

/** The newest stories, in pages. */
export const latest: Command = {
  name: 'latest',
  does: 'command.latest.does',
  argument: { name: 'subject', takes: 'command.latest.takes', required: false, suggests: 'subject' },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const locale = localeFor(asked, deps);
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now };
    const found = asked.argument === '' ? null : findSubject(asked.argument, deps);
    const topic = found === null || found.found === 'one' ? null : findTopic(asked.argument, deps.watchlist);
    if (topic !== null) return topicMessage(topic, locale);
    if (found !== null && found.found !== 'one') return notFoundMessage(found, 'latest', locale);
    const stories = await deps.desk.latest(found?.subject.id ?? null, MOST, now);
    const name = found === null ? null : displayName(found.subject, locale.language);
    if (stories.length === 0)
      return note(name === null ? locale.say('latest.none') : locale.say('latest.noneAbout', { name }));
    const ends = await deps.desk.endReports(now);
    const title = heading(
      name === null ? locale.say('latest.title') : locale.say('latest.titleAbout', { name }),
    );
    const line = (story: Story) =>
      locale.say('latest.line', {
        day: dateOf(story.updatedAt, locale, deps.defaults.timeZone),
        story: storyLine(story, false, context, ends),
      });
    const page = (some: readonly Story[]): Message => message([title, list(some.map(line))]);
    const [first, ...others] = inPages(stories, ON_A_PAGE);
    const question = found === null ? 'latest' : `latest ${found.subject.id}`;
    return paged(asked, question, [page(first), ...others.map(page)]);
  },
};
