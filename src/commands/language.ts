import type { Language } from '#core/locale.ts';
import type { Answer, Block } from '#core/message.ts';
import { message, note, paragraph } from '#render/build.ts';
import { localeFor } from './command.ts';
import type { Command, CommandDeps } from './command.ts';
import { fresh, notYours } from './subscribe.ts';

/** In which language this chat is answered and told. */
export const language: Command = {
  name: 'language',
  does: 'command.language.does',
  argument: { name: 'language', takes: 'command.language.takes', required: false, suggests: 'nothing' },
  whisper: false,
  audience: 'managers',
  async run(asked, deps) {
    const locale = localeFor(asked, deps);
    const { locales, subscribers } = deps;
    const choose = (before: readonly Block[]): Answer => ({
      ...message([...before, paragraph(locale.say('language.choose'))], {
        tone: 'notice',
        // Each in its own words: whoever cannot read ours finds theirs.
        buttons: locales.all.map((one) => [
          {
            kind: 'command',
            label: one.language === locale.language ? `✓ ${one.name}` : one.name,
            command: `language ${one.language}`,
          } as const,
        ]),
      }),
      place: 'instead',
    });
    if (asked.argument === '') return choose([]);
    if (!(await asked.mayManage())) return notYours(locale);
    const wanted = meant(asked.argument.toLowerCase(), deps);
    if (wanted === null)
      return choose([paragraph(locale.say('language.unknown', { typed: asked.argument.slice(0, 40) }))]);
    const had = subscribers.of(asked.destination);
    // Without a subscription the choice is kept as one that sends nothing.
    const kept = had ?? { ...fresh(asked, deps, null), alerts: 'none', digest: null };
    await subscribers.save({ ...kept, language: wanted });
    const chosen = locales.in(wanted);
    return { ...note(chosen.say('language.chosen', { name: chosen.name })), place: 'instead' };
  },
};

/** By its tag, its own name, or how the others begin to write it. */
function meant(
  typed: string,
  { locales, typedWords }: Pick<CommandDeps, 'locales' | 'typedWords'>,
): Language | null {
  const { all } = locales;
  const named = all.find((one) => one.language === typed || one.name.toLowerCase() === typed);
  return named?.language ?? typedWords.beginning('language', typed);
}
