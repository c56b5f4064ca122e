import { aboutMessage, everybodyMessage, statusMessage } from '#render/status.ts';
import { storyLine } from '#render/digest.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { findSubject } from './find.ts';
import { notFoundMessage } from './answers.ts';

/** Where a person stands, or everybody. */
export const status: Command = {
  name: 'status',
  description: 'Where a person stands; without a name, everybody',
  argument: {
    name: 'subject',
    description: 'A name in any script, e.g. trufanov',
    required: false,
    suggests: 'subject',
  },
  whisper: false,
  async run(asked, deps) {
    const now = deps.clock.now();
    const context = {
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale: localeFor(asked, deps),
      now,
    };
    if (asked.argument === '') return everybodyMessage(await deps.desk.everybody(now), context);
    const found = findSubject(asked.argument, deps);
    if (found.found !== 'one') return notFoundMessage(found, 'status', context.locale.language);
    const { subject } = found;
    if (subject.kind === 'captive') return statusMessage(await deps.desk.known(subject, now), context);
    const stories = await deps.desk.latest(subject.id, 5, now);
    return aboutMessage(
      subject,
      stories.map((story) => storyLine(story, false, context)),
      context,
    );
  },
};
