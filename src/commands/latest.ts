import { displayName } from '#core/watchlist.ts';
import { heading, list, message, note } from '#render/build.ts';
import { storyLine } from '#render/digest.ts';
import { dateOf } from '#render/words.ts';
import { notFoundMessage } from './answers.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { findSubject } from './find.ts';

const SHOWN = 8;

/** The newest stories. */
export const latest: Command = {
  name: 'latest',
  description: 'The newest stories, about everybody or one person',
  argument: { name: 'subject', description: 'A name in any script', required: false, suggests: 'subject' },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const locale = localeFor(asked, deps);
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now };
    const found = asked.argument === '' ? null : findSubject(asked.argument, deps);
    if (found !== null && found.found !== 'one') return notFoundMessage(found, 'latest', locale.language);
    const stories = await deps.desk.latest(found?.subject.id ?? null, SHOWN, now);
    const about = found === null ? '' : ` about ${displayName(found.subject, locale.language)}`;
    if (stories.length === 0) return note(`No story${about} has been read yet.`);
    return message([
      heading(`Latest${about}`),
      list(
        stories.map((story) => {
          const line = storyLine(story, false, context);
          return [
            `${dateOf(story.updatedAt, locale, deps.defaults.timeZone)}: `,
            ...(typeof line === 'string' ? [line] : 'kind' in line ? [line] : line),
          ];
        }),
      ),
    ]);
  },
};
