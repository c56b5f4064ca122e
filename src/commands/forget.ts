import { message, note, paragraph } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command } from './command.ts';
import { notYours } from './subscribe.ts';

/** Erases all that is kept of this chat. Asks once before. */
export const forget: Command = {
  name: 'forget',
  does: 'command.forget.does',
  argument: { name: 'sure', takes: 'command.forget.takes', required: false, suggests: 'nothing' },
  whisper: true,
  audience: 'managers',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!(await asked.mayManage())) return notYours(locale);
    if (asked.argument.toLowerCase() !== 'yes') {
      return message([paragraph(locale.say('forget.sure'))], {
        tone: 'notice',
        buttons: [[{ kind: 'command', label: locale.text('forget.yes'), command: 'forget yes' }]],
      });
    }
    await deps.forget(asked.destination);
    return { ...note(locale.say('forget.done')), place: 'instead' };
  },
};
