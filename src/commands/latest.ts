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
  does: 'command.latest.does',
  argument: { name: 'subject', takes: 'command.latest.takes', required: false, suggests: 'subject' },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const locale = localeFor(asked, deps);
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now };
    const found = asked.argument === '' ? null : findSubject(asked.argument, deps);
    if (found !== null && found.found !== 'one') return notFoundMessage(found, 'latest', locale);
    const stories = await deps.desk.latest(found?.subject.id ?? null, SHOWN, now);
    const name = found === null ? null : displayName(found.subject, locale.language);
    if (stories.length === 0)
      return note(name === null ? locale.say('latest.none') : locale.say('latest.noneAbout', { name }));
    return message([
      heading(name === null ? locale.say('latest.title') : locale.say('latest.titleAbout', { name })),
      list(
        stories.map((story) =>
          locale.say('latest.line', {
            day: dateOf(story.updatedAt, locale, deps.defaults.timeZone),
            story: storyLine(story, false, context),
          }),
        ),
      ),
    ]);
  },
};
