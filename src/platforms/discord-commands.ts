/** The slash commands and the message menu, as Discord registers them. */
import { ApplicationCommandOptionType, ApplicationCommandType, Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import type { ChatCommand, TranslatedCommand } from '#core/chat.ts';
import { LANGUAGES } from '#core/locale.ts';
import type { Locales } from '#core/locale.ts';

/** Characters of a description, of the menu's entry, and choices of one option. */
const DESCRIPTION_LIMIT = 100;
const MENU_LIMIT = 32;
const CHOICES_LIMIT = 25;

type Localized = Readonly<Record<string, string>> | null;

/** What is read of Discord's list, and all that counts when two are compared: Discord adds much of its own. */
const LOCALIZED = z.record(z.string(), z.string()).nullish();
const COMMANDS = z.array(
  z.object({
    name: z.string(),
    type: z.number().nullish(),
    description: z.string().nullish(),
    name_localizations: LOCALIZED,
    description_localizations: LOCALIZED,
    options: z
      .array(
        z.object({
          name: z.string(),
          description: z.string(),
          description_localizations: LOCALIZED,
          type: z.number(),
          required: z.boolean().nullish(),
          autocomplete: z.boolean().nullish(),
          choices: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
        }),
      )
      .nullish(),
  }),
);

/** The command that the menu on a message asks. */
export const EXPLAINS = 'why';

/**
 * Registers the commands where they differ from what Discord has already: one request that replaces the list. Names that
 * stay keep their id, and only new ones count against the 200 a day.
 *
 * @throws DiscordAPIError, HTTPError
 */
export async function announce(
  rest: REST,
  application: string,
  commands: readonly ChatCommand[],
  locales: Locales,
): Promise<void> {
  const wanted = [...commands.map(slashCommand), ...menuEntries(commands, locales)];
  const route = Routes.applicationCommands(application);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const shown = COMMANDS.parse(await rest.get(route, { query }));
  if (keyOf(shown) !== keyOf(wanted)) await rest.put(route, { body: wanted });
}

function slashCommand(command: ChatCommand) {
  const { name, description, argument } = command;
  return {
    type: ApplicationCommandType.ChatInput,
    name,
    name_localizations: translated(command, (words) => words.name ?? null),
    description: description.slice(0, DESCRIPTION_LIMIT),
    description_localizations: translated(command, (words) => words.description),
    options:
      argument === null
        ? []
        : [
            {
              type: ApplicationCommandOptionType.String,
              name: argument.name,
              description: argument.description.slice(0, DESCRIPTION_LIMIT),
              description_localizations: translated(command, (words) => words.argument),
              required: argument.required,
              ...(argument.choices === undefined
                ? { autocomplete: argument.suggests === 'subject' }
                : {
                    choices: argument.choices
                      .slice(0, CHOICES_LIMIT)
                      .map(({ label, value }) => ({ name: label, value })),
                  }),
            },
          ],
  };
}

/** The menu on a message, where there is the command that it asks. */
function menuEntries(commands: readonly ChatCommand[], locales: Locales) {
  if (!commands.some(({ name }) => name === EXPLAINS)) return [];
  const words = new Map(locales.all.map((one) => [one.language, one.text('chat.why').slice(0, MENU_LIMIT)]));
  const { en = EXPLAINS, ...others } = Object.fromEntries(words);
  return [
    {
      type: ApplicationCommandType.Message,
      name: en,
      name_localizations: Object.keys(others).length === 0 ? null : others,
    },
  ];
}

function translated(command: ChatCommand, pick: (words: TranslatedCommand) => string | null): Localized {
  const found = LANGUAGES.flatMap((language) => {
    // English is what stands without a language; Discord splits it in two.
    const words = language === 'en' ? undefined : command.translated?.[language];
    const picked = words === undefined ? null : pick(words);
    return picked === null ? [] : [[language, picked.slice(0, DESCRIPTION_LIMIT)] as const];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

/** Discord leaves out what is false or empty, and keeps no order of translations. */
function keyOf(commands: z.input<typeof COMMANDS>): string {
  const localized = (one: z.input<typeof LOCALIZED>) => LANGUAGES.map((language) => one?.[language] ?? null);
  const keys = commands.map((command) =>
    JSON.stringify([
      command.type ?? ApplicationCommandType.ChatInput,
      command.name,
      localized(command.name_localizations),
      command.description ?? '',
      localized(command.description_localizations),
      (command.options ?? []).map((option) => [
        option.name,
        option.description,
        localized(option.description_localizations),
        option.type,
        option.required ?? false,
        option.autocomplete ?? false,
        (option.choices ?? []).map(({ name, value }) => [name, value]),
      ]),
    ]),
  );
  return JSON.stringify(keys.sort());
}
