import { note } from '#render/build.ts';
import { whyMessage } from '#render/why.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

/** Why an entry counted: what was found in it, what was read from it, which story it joined. */
export const why: Command = {
  name: 'why',
  does: 'command.why.does',
  argument: {
    name: 'report',
    takes: 'command.why.takes',
    required: true,
    suggests: 'nothing',
  },
  whisper: false,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (asked.argument === '') return note(locale.say('why.how'));
    const explained = await deps.explain(asked.argument);
    if (explained === null) {
      return note(locale.say('why.none'));
    }
    return whyMessage(explained, {
      watchlist: deps.watchlist,
      sources: deps.sources,
      locale,
      now: deps.clock.now(),
    });
  },
};
