import type { Asked } from '#core/chat.ts';
import type { Locale } from '#core/locale.ts';
import type { Message, Words } from '#core/message.ts';
import { heading, list, message, paragraph } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';

/** What the bot is and what one can type. `/start` greets with the same. */
export function helpCommands(all: () => readonly Command[]): readonly [Command, Command] {
  const run = (asked: Asked, deps: CommandDeps): Promise<Message> =>
    Promise.resolve(greeting(all().filter(isFor(asked, deps)), deps, localeFor(asked, deps)));
  return [
    { name: 'start', does: 'command.start.does', argument: null, whisper: true, run },
    { name: 'help', does: 'command.help.does', argument: null, whisper: true, run },
  ];
}

function greeting(commands: readonly Command[], deps: CommandDeps, locale: Locale): Message {
  const captives = [...deps.watchlist.subjects.values()].filter(
    (subject) => subject.kind === 'captive',
  ).length;
  return message(
    [
      heading(locale.say('help.title')),
      paragraph(locale.say('help.what', { n: captives })),
      list(commands.map((command) => line(command, locale))),
      paragraph(locale.say('help.subscribe')),
    ],
    {
      buttons: [
        [
          { kind: 'command', label: locale.text('button.everybody'), command: 'status' },
          { kind: 'command', label: locale.text('button.subscribe'), command: 'subscribe' },
        ],
      ],
    },
  );
}

/** What only operators may do is told to them alone; the greeting is no news to who reads it. */
function isFor({ user }: Asked, { watching }: CommandDeps): (command: Command) => boolean {
  const isOperator = watching.isAdmin(user);
  return ({ name, audience }) => name !== 'start' && (isOperator || audience !== 'operators');
}

function line({ name, does }: Command, locale: Locale): Words {
  return locale.say('help.command', { command: `/${name}`, does: locale.say(does) });
}
