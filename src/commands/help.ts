import type { Asked } from '#core/chat.ts';
import type { Message } from '#core/message.ts';
import { heading, list, message, paragraph, strong } from '#render/build.ts';
import type { Command, CommandDeps } from './command.ts';

/** What the bot is and what one can type. `/start` greets with the same. */
export function helpCommands(all: () => readonly Command[]): readonly [Command, Command] {
  const run = (_asked: Asked, deps: CommandDeps): Promise<Message> => Promise.resolve(greeting(all(), deps));
  return [
    { name: 'start', description: 'What this bot does and how to begin', argument: null, whisper: true, run },
    { name: 'help', description: 'What you can ask', argument: null, whisper: true, run },
  ];
}

function greeting(commands: readonly Command[], deps: CommandDeps): Message {
  const captives = [...deps.watchlist.subjects.values()].filter(
    (subject) => subject.kind === 'captive',
  ).length;
  return message(
    [
      heading('wirewatch: a watch desk in your chat'),
      paragraph(
        `It reads news feeds in many languages, watches for ${String(captives)} people, and tells a promise from a fact. ` +
          'It says who said what, and how sure that is.',
      ),
      list(
        commands
          .filter((command) => command.name !== 'start')
          .map((command) => [
            strong(`/${command.name}${command.argument === null ? '' : ` [${command.argument.name}]`}`),
            `: ${command.description}`,
          ]),
      ),
      paragraph('To be told of changes here and get the daily digest, send /subscribe.'),
    ],
    {
      buttons: [
        [
          { kind: 'command', label: 'Where everybody stands', command: 'status' },
          { kind: 'command', label: 'Subscribe', command: 'subscribe' },
        ],
      ],
    },
  );
}
