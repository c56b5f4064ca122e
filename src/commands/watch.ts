import type { WatchChange } from '#core/watching.ts';
import { list, message, note, paragraph } from '#render/build.ts';
import { notFoundMessage } from './answers.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { findSubject } from './find.ts';
import type { Found } from './find.ts';

const USE = ['watch.add', 'watch.alias', 'watch.unalias', 'watch.remove'] as const;

/** Changes whom the desk watches; for the operators named in the settings. */
export const watch: Command = {
  name: 'watch',
  does: 'command.watch.does',
  argument: {
    name: 'change',
    takes: 'command.watch.takes',
    required: false,
    suggests: 'nothing',
  },
  whisper: true,
  audience: 'operators',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    if (!deps.watching.isAdmin(asked.user)) {
      return note(locale.say('watch.notYours'));
    }
    const wish = readWish(asked.argument, deps);
    if (wish === null)
      return message([paragraph(locale.say('watch.how')), list(USE.map((key) => locale.say(key)))], {
        tone: 'notice',
      });
    if ('found' in wish) return notFoundMessage(wish, 'status', locale);
    const changed = await deps.watching.change(wish, asked.user);
    return note(
      changed.done
        ? locale.say('watch.done', { what: changed.what })
        : locale.say('watch.notDone', { because: changed.because }),
    );
  },
};

function readWish(typed: string, deps: CommandDeps): WatchChange | Exclude<Found, { found: 'one' }> | null {
  const [verb = '', ...words] = typed.split(/\s+/u);
  switch (verb.toLowerCase()) {
    case 'add':
      return readAdd(words);
    case 'alias':
    case 'remove': {
      const [who = '', ...spelling] = words;
      const adds = verb.toLowerCase() === 'alias';
      if (who === '' || (adds && spelling.length === 0)) return null;
      const found = findSubject(who, deps);
      if (found.found !== 'one') return found;
      const subject = found.subject.id;
      if (spelling.length === 0) return { kind: 'remove', subject };
      return { kind: adds ? 'alias' : 'unalias', subject, spelling: spelling.join(' ') };
    }
    default:
      return null;
  }
}

function readAdd(words: readonly string[]): WatchChange | null {
  const rest = [...words];
  let as: 'captive' | 'official' = 'captive';
  let gender: 'm' | 'f' | null = null;
  for (let word = rest[0]; rest.length > 2; word = rest[0]) {
    if (word === 'captive' || word === 'official') as = word;
    else if (word === 'm' || word === 'f') gender = word;
    else break;
    rest.shift();
  }
  return rest.length === 0 ? null : { kind: 'add', as, name: rest.join(' '), gender };
}
