/** The commands of the terminal. Results go to stdout, everything else to stderr; exit code 0 done, 1 failed, 2 used wrongly. */
import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { Failure, Misuse, remark } from './cli/session.ts';
import type { GlobalOptions } from './cli/session.ts';
import { codeOf, fileTrouble } from '#core/file-trouble.ts';
import { LANGUAGES } from '#core/locale.ts';
import { nearest } from '#core/nearest.ts';
import { StoreError } from '#store/trouble.ts';

/** Runs one command; resolves with the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  // `wirewatch classify | head`: whoever reads has had enough, and that is no fault of anybody.
  process.stdout.on('error', (error) => {
    if (codeOf(error) === 'EPIPE') process.exit(0);
    remark(fileTrouble('stdout', codeOf(error), 'written'));
    process.exit(1);
  });
  try {
    await program().parseAsync(argv);
    return 0;
  } catch (error) {
    return exitCode(error);
  }
}

function exitCode(error: unknown): number {
  // --help and --version end as errors of commander, with code 0; everything else it says is a wrong use.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof Misuse || error instanceof Failure || error instanceof StoreError) {
    if (error.message !== '') remark(error.message);
    return error instanceof Misuse ? 2 : 1;
  }
  remark(
    `wirewatch failed in a way it should not: ${error instanceof Error ? error.message : String(error)}`,
  );
  if (process.env['WIREWATCH_LOG'] === 'debug' && error instanceof Error) remark(error.stack ?? '');
  else remark('Run it with WIREWATCH_LOG=debug to see where, and please report it.');
  return 1;
}

/** Each command's code is imported only when it runs, so that `classify` does not wait for the chat clients. */
function program(): Command {
  const wirewatch = new Command('wirewatch')
    .description(
      'A watch desk in your chat: reads news feeds, recognises a watchlist in any script, tells a promise from a fact.',
    )
    .version(packageJson.version)
    .option('--config <folder>', 'folder with wirewatch.yaml, feeds.yaml and watchlist.yaml')
    .option('--language <tag>', `of the answers, where no chat has chosen one: ${LANGUAGES.join(', ')}`)
    .exitOverride()
    .showHelpAfterError('(wirewatch --help shows what there is)');
  const json = '--json';
  const asJson = 'machine-readable output on stdout';

  wirewatch
    .command('run')
    .description('the service: schedule and platforms')
    .action(async (_own, command: Command) => (await import('./cli/run.ts')).run(all(command)));
  wirewatch
    .command('demo')
    .description('a newsroom on this machine, through the real path; no account and no network needed')
    .action(async (_own, command: Command) => (await import('./cli/demo.ts')).demo(all(command)));
  wirewatch
    .command('poll')
    .description('one pass over the due feeds, deliver, end')
    .option('--feed <url-or-file>', 'only this one: an id, an address or a file')
    .option('--as-news', 'alert on its first reading too')
    .option(json, asJson)
    .action(async (_own, command: Command) => (await import('./cli/poll.ts')).poll(all(command)));
  wirewatch
    .command('classify [file]')
    .description('JSON Lines of a file or of stdin, JSON Lines on stdout, same order')
    .option(json, 'as it always is')
    .action(async (file: string | undefined, _own, command: Command) =>
      (await import('./cli/classify.ts')).classify(file, all(command)),
    );
  wirewatch
    .command('replay [file]')
    .description('dated JSON Lines through the whole path, in a store of its own; "-" reads stdin')
    .option('--until <day>', 'stops before that day, YYYY-MM-DD, begins in UTC')
    .option('--seeds', 'with the dossiers, each from its date')
    .option(json, asJson)
    .action(async (file: string | undefined, _own, command: Command) =>
      (await import('./cli/replay.ts')).replayFile(file, all(command)),
    );
  wirewatch
    .command('status [subject]')
    .description('where a person stands, or everybody')
    .option(json, asJson)
    .action(async (subject: string | undefined, _own, command: Command) =>
      (await import('./cli/questions.ts')).status(subject, all(command)),
    );
  wirewatch
    .command('timeline <subject>')
    .description('what was said of somebody, by date')
    .option('--picture <file>', 'as a picture (PNG)')
    .option('--dark', 'on a dark ground')
    .option(json, asJson)
    .action(async (subject: string, _own, command: Command) =>
      (await import('./cli/questions.ts')).timeline(subject, all(command)),
    );
  wirewatch
    .command('latest [subject]')
    .description('the newest stories')
    .option(json, asJson)
    .action(async (subject: string | undefined, _own, command: Command) =>
      (await import('./cli/questions.ts')).latest(subject, all(command)),
    );
  wirewatch
    .command('digest [days...]')
    .description('the digest of the last 24 hours, or of days: 2025-02-10 2025-02-15')
    .option(json, asJson)
    .action(async (days: readonly string[], _own, command: Command) =>
      (await import('./cli/questions.ts')).digest(days.join(' '), all(command)),
    );
  wirewatch
    .command('search <words...>')
    .description('what was read: words, names in any spelling, from:2025-01 to:2025-02-15 source:ID')
    .option(json, asJson)
    .action(async (words: readonly string[], _own, command: Command) =>
      (await import('./cli/questions.ts')).search(words.join(' '), all(command)),
    );
  wirewatch
    .command('story <id-or-link>')
    .description('all reports of one event')
    .option(json, asJson)
    .action(async (idOrLink: string, _own, command: Command) =>
      (await import('./cli/questions.ts')).story(idOrLink, all(command)),
    );
  wirewatch
    .command('claim [words...]')
    .description(
      'what is claimed of somebody: NAME, or withdraw|confirm NAME ID [all] yes, as /claim in chat',
    )
    // An id may begin with a hyphen.
    .allowUnknownOption()
    .action(async (words: readonly string[], _own, command: Command) =>
      (await import('./cli/claim.ts')).claim(words.join(' '), all(command)),
    );
  wirewatch
    .command('watchlist')
    .description('whom and what it watches')
    .option(json, asJson)
    .action(async (_own, command: Command) => (await import('./cli/questions.ts')).watchlist(all(command)));
  wirewatch
    .command('about')
    .description('what it is, how it fares and what it keeps')
    .action(async (_own, command: Command) => (await import('./cli/questions.ts')).about(all(command)));
  wirewatch
    .command('chat')
    .description('the terminal as a chat: the same commands, buttons by their numbers (#1)')
    .action(async (_own, command: Command) => (await import('./cli/chat.ts')).chat(all(command)));
  wirewatch
    .command('why <id-or-link>')
    .description('why a report counted: what was found in it, what it claims, which story it joined')
    .option(json, asJson)
    .action(async (idOrLink: string, _own, command: Command) =>
      (await import('./cli/why.ts')).why(idOrLink, all(command)),
    );
  wirewatch
    .command('derive <files...>')
    .description(
      'proposes a watchlist from documents (text, HTML, Markdown, PDF), with the place of each name',
    )
    .option('--diff', 'only what the present watchlist lacks')
    .option(json, asJson)
    .action(async (files: readonly string[], _own, command: Command) =>
      (await import('./cli/derive.ts')).derive(files, all(command)),
    );
  wirewatch
    .command('names <subject>')
    .description('what is generated for a name of the watchlist: spellings by script, and the rule of each')
    .option(json, asJson)
    .action(async (subject: string, _own, command: Command) =>
      (await import('./cli/names.ts')).names(subject, all(command)),
    );
  wirewatch
    .command('outbox')
    .description('what waits to be sent, since when and why, and what was put aside')
    .option(json, asJson)
    .action(async (_own, command: Command) => (await import('./cli/outbox.ts')).outbox(all(command)));
  feedsCommands(wirewatch, json, asJson);
  wirewatch
    .command('explain <sentence>')
    .description('the cues found in a sentence, and what was decided of each')
    .option('--lang <tag>', 'its language; found out when missing')
    .option('--date <day>', 'when it was printed, YYYY-MM-DD; today when missing')
    .option(json, asJson)
    .action(async (sentence: string, _own, command: Command) =>
      (await import('./cli/explain.ts')).explain(sentence, all(command)),
    );
  const stories = wirewatch
    .command('stories')
    .description('what is one event, by your word')
    .allowExcessArguments()
    .action((_own, command: Command) => {
      const [word] = command.args;
      if (word === undefined) command.help({ error: true });
      else noSuchCommand(command, word);
    });
  stories
    .command('merge <id> <more...>')
    .description('joins stories, named by their ids or by those of their reports')
    .option(json, asJson)
    .action(async (id: string, more: string[], _own, command: Command) =>
      (await import('./cli/stories.ts')).merge([id, ...more], all(command)),
    );
  stories
    .command('split <id> <entries...>')
    .description('takes reports out of a story into one of their own')
    .option(json, asJson)
    .action(async (id: string, entries: string[], _own, command: Command) =>
      (await import('./cli/stories.ts')).split(id, entries, all(command)),
    );
  wirewatch
    .command('backup [file]')
    .description('a checked copy of the store, also while the service runs')
    .option(json, asJson)
    .action(async (file: string | undefined, _own, command: Command) =>
      (await import('./cli/backup.ts')).backup(file, all(command)),
    );
  wirewatch
    .command('restore [file]')
    .description('puts a copy in the place of the store; without a file, the copies there are')
    .option(json, asJson)
    .action(async (file: string | undefined, _own, command: Command) =>
      (await import('./cli/backup.ts')).restore(file, all(command)),
    );
  wirewatch
    .command('export <file>')
    .description('everything in the store as JSON Lines, to move it to another kind of store; "-" is stdout')
    .option(json, asJson)
    .action(async (file: string, _own, command: Command) =>
      (await import('./cli/transfer.ts')).exportStore(file, all(command)),
    );
  wirewatch
    .command('import <file>')
    .description('such a file into the store of the settings, which has to be empty')
    .option(json, asJson)
    .action(async (file: string, _own, command: Command) =>
      (await import('./cli/transfer.ts')).importStore(file, all(command)),
    );
  wirewatch
    .command('doctor')
    .description('checks settings, watchlist, store, tokens, one fetch; says what to do')
    .option(json, asJson)
    .action(async (_own, command: Command) => (await import('./cli/doctor.ts')).doctor(all(command)));
  wirewatch
    .helpCommand(false)
    .command('help [command...]')
    .description('what there is, or how a command is used')
    .action((words: readonly string[]) => help(wirewatch, words));
  // Applies to subcommands too: commander copies neither setting downwards by itself.
  for (const command of [...wirewatch.commands, ...wirewatch.commands.flatMap((one) => one.commands)]) {
    command.exitOverride().showHelpAfterError('(add --help to see how it is used)');
  }
  return wirewatch;
}

/** Ends as a wrong use, with the command that was meant. @param otherwise said where no name is near */
function noSuchCommand(among: Command, word: string, otherwise?: string): never {
  const path = among.parent === null ? '' : `${among.name()} `;
  const meant = nearest(
    word,
    among.commands.map((one) => one.name()),
  );
  const hint = meant === null ? otherwise : `Did you mean ${path}${meant}?`;
  return among.error(`error: unknown command '${path}${word}'${hint === undefined ? '' : `\n(${hint})`}`);
}

/** `wirewatch help feeds read`; the library's own says nothing of a word that is no command. */
function help(wirewatch: Command, words: readonly string[]): void {
  let command = wirewatch;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) return noSuchCommand(command, word);
    command = next;
  }
  command.help();
}

function feedsCommands(wirewatch: Command, json: string, asJson: string): void {
  const feeds = wirewatch
    .command('feeds')
    .description('the feeds and how they fare')
    .option(json, asJson)
    // Taken by commander as arguments too many of the list; said here as what it is: a misspelt subcommand.
    .allowExcessArguments()
    .action(async (_own, command: Command) => {
      const [word] = command.args;
      if (word !== undefined) noSuchCommand(command, word, '"wirewatch feeds" alone lists them');
      await (await import('./cli/feeds.ts')).feedsList(all(command));
    });
  feeds
    .command('read <file-or-url>')
    .description('what the reader makes of one feed; stores nothing')
    .option(json, asJson)
    .action(async (place: string, _own, command: Command) =>
      (await import('./cli/feeds.ts')).feedsRead(place, all(command)),
    );
  feeds
    .command('check [ids...]')
    .description('asks each feed once; stores nothing')
    .option(json, asJson)
    .action(async (ids: readonly string[], _own, command: Command) =>
      (await import('./cli/feeds.ts')).feedsCheck(ids, all(command)),
    );
  feeds
    .command('import <opml>')
    .description('adds the feeds of an OPML file to feeds.yaml')
    .option(json, asJson)
    .action(async (file: string, _own, command: Command) =>
      (await import('./cli/feeds.ts')).feedsImport(file, all(command)),
    );
  feeds
    .command('publish <folder>')
    .description('writes the stories as Atom and JSON Feed files: all, and one for each person')
    .option(json, asJson)
    .action(async (folder: string, _own, command: Command) =>
      (await import('./cli/feeds.ts')).feedsPublish(folder, all(command)),
    );
  feeds
    .command('export')
    .description('the feeds as OPML')
    .action(async (_own, command: Command) => (await import('./cli/feeds.ts')).feedsExport(all(command)));
}

/** The command's own options and the global ones. */
function all(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}
