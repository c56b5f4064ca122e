/** The commands that Telegram shows: by whom, where, and in which language. */
import type { Api } from 'grammy';
import type { BotCommand, BotCommandScope } from 'grammy/types';
import type { ChatCommand } from '#core/chat.ts';
import { LANGUAGES } from '#core/locale.ts';
import type { Language } from '#core/locale.ts';

interface Menu {
  readonly scope: BotCommandScope;
  readonly audiences: readonly NonNullable<ChatCommand['audience']>[];
}

/** The general menu comes first; Telegram shows it where no other is set: core.telegram.org/bots/api#botcommandscope */
const MENUS: readonly [Menu, ...Menu[]] = [
  { scope: { type: 'default' }, audiences: ['everybody'] },
  { scope: { type: 'all_private_chats' }, audiences: ['everybody', 'managers'] },
  { scope: { type: 'all_chat_administrators' }, audiences: ['everybody', 'managers'] },
];

/** Characters of a description: https://core.telegram.org/bots/api#botcommand */
const DESCRIPTION_LIMIT = 256;

/**
 * Gives Telegram the commands where they differ from what it shows already.
 *
 * @param operators user ids of those who see the operators' commands, in their private chats
 * @throws GrammyError, HttpError; for an operator who has not written to the bot yet, nothing is set and nothing thrown
 */
export async function announce(
  api: Api,
  commands: readonly ChatCommand[],
  operators: readonly string[],
): Promise<void> {
  const languages = LANGUAGES.filter((one) =>
    commands.some(({ translated }) => translated?.[one] !== undefined),
  );
  for (const language of [null, ...languages]) {
    const general = listOf(commands, MENUS[0], language);
    for (const menu of MENUS) {
      const wanted = listOf(commands, menu, language);
      // The same as the general one: then that stands in for it.
      const own = menu === MENUS[0] || keyOf(wanted) !== keyOf(general) ? wanted : [];
      await show(api, menu.scope, language, own);
    }
  }
  if (!commands.some(({ audience }) => audience === 'operators')) return;
  for (const operator of operators) {
    const menu: Menu = {
      scope: { type: 'chat', chat_id: Number(operator) },
      audiences: ['everybody', 'managers', 'operators'],
    };
    for (const language of [null, ...languages]) {
      try {
        await show(api, menu.scope, language, listOf(commands, menu, language));
      } catch {
        // Telegram does not know the chat before the person has written; the commands work all the same.
        break;
      }
    }
  }
}

async function show(
  api: Api,
  scope: BotCommandScope,
  language: Language | null,
  wanted: readonly BotCommand[],
): Promise<void> {
  const where = { scope, ...(language === null ? {} : { language_code: language }) };
  const shown = await api.getMyCommands(where);
  if (keyOf(shown) === keyOf(wanted)) return;
  if (wanted.length === 0) await api.deleteMyCommands(where);
  else await api.setMyCommands(wanted, where);
}

function listOf(
  commands: readonly ChatCommand[],
  { audiences }: Menu,
  language: Language | null,
): readonly BotCommand[] {
  return commands
    .filter(({ audience = 'everybody' }) => audiences.includes(audience))
    .map(({ name, description, translated }) => ({
      command: name,
      description: (
        (language === null ? undefined : translated?.[language]?.description) ?? description
      ).slice(0, DESCRIPTION_LIMIT),
    }));
}

function keyOf(commands: readonly BotCommand[]): string {
  return JSON.stringify(commands.map(({ command, description }) => [command, description]));
}
