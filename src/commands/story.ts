import { note } from '#render/build.ts';
import { paged } from '#render/pages.ts';
import { storyPages } from '#render/story.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

/** All reports of one event, in the order of time, and why each is one of them. */
export const story: Command = {
  name: 'story',
  does: 'command.story.does',
  argument: { name: 'story', takes: 'command.story.takes', required: true, suggests: 'nothing' },
  whisper: false,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    const wanted = asked.argument.trim();
    if (wanted === '') return note(locale.say('story.how'));
    const id = /^[\w-]{22}$/.test(wanted) ? wanted : null;
    const [byId] = id === null ? [] : await deps.desk.stories([id]);
    // The link of a report, or its id, leads to its story.
    const found = byId ?? (await deps.explain(wanted))?.story ?? null;
    if (found === null) return note(locale.say('story.none'));
    const context = { watchlist: deps.watchlist, sources: deps.sources, locale, now: deps.clock.now() };
    return paged(asked, `story ${found.id}`, storyPages(found, context));
  },
};
