import { DAY } from '#core/spans.ts';
import { heading, list, message, paragraph } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';

/** What this bot is, how it fares, and what it keeps of a chat. */
export const about: Command = {
  name: 'about',
  does: 'command.about.does',
  argument: null,
  whisper: true,
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    const now = deps.clock.now();
    const health = await deps.desk.health({ from: now - DAY, to: now });
    const { waiting, oldestDueAt } = await deps.outbox.backlog(now);
    const late = oldestDueAt === null ? 0 : Math.max(0, now - oldestDueAt);
    return message(
      [
        heading(locale.say('about.title', { version: deps.version })),
        paragraph(locale.say('about.what')),
        list([
          locale.say('about.feeds', { answered: health.answered, n: health.feeds }),
          waiting === 0
            ? locale.say('about.nothingWaits')
            : locale.say('about.waits', { n: waiting, span: locale.span(late) }),
        ]),
        paragraph(locale.say('about.kept')),
        paragraph(locale.say('about.never')),
      ],
      {
        tone: 'plain',
        buttons: [[{ kind: 'command', label: locale.text('about.forget'), command: 'forget' }]],
      },
    );
  },
};
