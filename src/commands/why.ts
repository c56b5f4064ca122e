import { note } from '#render/build.ts';
import { whyMessage } from '#render/why.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

/** Why an entry counted: what was found in it, what was read from it, which story it joined. */
export const why: Command = {
  name: 'why',
  description: 'Why a report counted: what was found in it, and by which rule',
  argument: {
    name: 'report',
    description: 'The link of a report, or its id',
    required: true,
    suggests: 'nothing',
  },
  whisper: false,
  async run(asked, deps) {
    if (asked.argument === '') return note('Send the link of a report with it: /why https://…');
    const explained = await deps.explain(asked.argument);
    if (explained === null) {
      return note(
        'That report is not in the archive: it was not read, it named nobody of the watchlist, or it is older than the archive goes back.',
      );
    }
    return whyMessage(explained, {
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale: localeFor(asked, deps),
      now: deps.clock.now(),
    });
  },
};
