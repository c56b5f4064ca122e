import type { Asked, Chat, ChatCommand } from '#core/chat.ts';
import type { Locale } from '#core/locale.ts';
import type { Answer } from '#core/message.ts';
import { nearest } from '#core/nearest.ts';
import type { Log } from '#core/ports.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Destination, Subscription } from '#core/subscription.ts';
import { note } from '#render/build.ts';
import { announced, localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject, findTopic, suggestSubjects } from './find.ts';

/** Longest argument that is read; nobody types more on purpose. */
const LONGEST_ARGUMENT = 500;

/** The bot's inside, as each platform sees it. */
export function createChat(commands: readonly Command[], deps: CommandDeps, log: Log): Chat {
  const byName = new Map(commands.map((command) => [command.name, command]));
  if (byName.size !== commands.length)
    throw new Error('two commands have the same name: see src/commands/index.ts');
  let menu: readonly ChatCommand[] | null = null;
  return {
    // Only a platform asks for them, and their texts in every language take a while to read.
    get commands() {
      menu ??= announced(commands, deps.locales, deps.defaults.language);
      return menu;
    },
    async answer(asked) {
      const command = byName.get(asked.command === '' ? meantBy(asked.argument, deps) : asked.command);
      if (command === undefined) return unknownCommand(asked.command, byName.keys(), localeFor(asked, deps));
      if (asked.argument.length > LONGEST_ARGUMENT) return note(localeFor(asked, deps).say('answer.tooLong'));
      return answered(command, asked, deps, log);
    },
    localeOf: (asked) => localeFor(asked, deps),
    suggest: (typed, language) =>
      Promise.resolve(
        suggestSubjects(typed, deps.watchlist, deps.locales.in(language ?? deps.defaults.language).language),
      ),
    async lost(destination, reason) {
      for (const subscription of within(deps, destination)) {
        if (subscription.paused !== null) continue;
        // Before it is paused: nobody is told of what is paused already.
        await deps.lost(subscription.destination, reason);
        // Paused, not deleted: whoever unblocks the bot finds everything as it was.
        await deps.subscribers.save({ ...subscription, paused: { since: deps.clock.now(), reason } });
        log.warn({ destination: subscription.id, reason }, 'destination lost, its subscription is paused');
      }
    },
    async regained(destination) {
      for (const subscription of within(deps, destination)) {
        if (subscription.paused === null) continue;
        await deps.subscribers.save({ ...subscription, paused: null });
        log.info({ destination: subscription.id }, 'destination is back, its subscription goes on');
      }
    },
    async moved(from, to) {
      await move(deps, from, to);
      log.info({ from: destinationKey(from), to: destinationKey(to) }, 'chat has a new id');
    },
  };
}

/** What words without a command ask for: where somebody stands, if a name is among what may be meant; else what can be asked. */
function meantBy(words: string, deps: CommandDeps): 'status' | 'help' {
  if (words.length > LONGEST_ARGUMENT) return 'help';
  const found = findSubject(words, deps);
  const isName =
    found.found !== 'none' || found.nearest !== null || findTopic(words, deps.watchlist) !== null;
  return isName ? 'status' : 'help';
}

async function answered(command: Command, asked: Asked, deps: CommandDeps, log: Log): Promise<Answer> {
  try {
    return await command.run(asked, deps);
  } catch (error) {
    log.error(
      { command: command.name, destination: destinationKey(asked.destination), error },
      'command failed',
    );
    return note(localeFor(asked, deps).say('answer.failed'));
  }
}

/** Also what a button of a command that is no more gives: nobody else needs to read that. */
function unknownCommand(name: string, known: Iterable<string>, locale: Locale): Answer {
  const meant = nearest(name, known);
  const words = note(
    meant === null
      ? locale.say('answer.unknownCommand')
      : locale.say('answer.unknownCommandNear', { command: `/${meant}` }),
  );
  return { ...words, place: 'aside' };
}

/** The subscriptions that a destination holds: a chat holds those of its topics too. */
function within(deps: CommandDeps, destination: Destination): readonly Subscription[] {
  // Names of public chats (@wire) know no case.
  const wanted = destination.chat.toLowerCase();
  return deps.subscribers
    .all()
    .filter(
      ({ destination: { platform, chat, thread } }) =>
        platform === destination.platform &&
        chat.toLowerCase() === wanted &&
        (destination.thread === null || destination.thread === thread),
    );
}

/** The subscription follows the chat; if the new chat has one already, that one stays. */
async function move(deps: CommandDeps, from: Destination, to: Destination): Promise<void> {
  // First: with the subscription first, a kill in between would send the last digest once more.
  await deps.moved(from, to);
  const subscription = deps.subscribers.of(from);
  if (subscription === null) return;
  if (deps.subscribers.of(to) === null) {
    await deps.subscribers.save({ ...subscription, id: destinationKey(to), destination: to, paused: null });
  }
  await deps.subscribers.remove(from);
}
