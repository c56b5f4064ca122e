/** https://discord.com/developers/docs/interactions/application-commands */
import {
  ApplicationCommandCreateRequestSchema,
  ApplicationCommandUpdateRequestSchema,
} from 'discord-api-spec/zod';
import { z } from 'zod';
import { checkForm } from './form.ts';
import { invalidForm, notDocumented } from './refusal.ts';

const CHOICE = z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) });
const OPTION = z.looseObject({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z.array(CHOICE).nullish(),
  name_localizations: z.record(z.string(), z.string()).nullish(),
  description_localizations: z.record(z.string(), z.string()).nullish(),
});
const COMMAND = z.looseObject({
  name: z.string(),
  type: z.number().nullish(),
  description: z.string().nullish(),
  options: z.array(OPTION).nullish(),
  contexts: z.array(z.number()).nullish(),
  dm_permission: z.boolean().nullish(),
  default_member_permissions: z.union([z.string(), z.number()]).nullish(),
  name_localizations: z.record(z.string(), z.string()).nullish(),
  description_localizations: z.record(z.string(), z.string()).nullish(),
});
/** A command as the bot defined it. */
export type CommandForm = z.output<typeof COMMAND>;

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const TOTAL_LIMIT = 8000;
/** In the documents, not in the schema. */
const ALSO_KNOWN = ['nsfw'];

/**
 * A command that Discord would register.
 *
 * @throws Refusal
 */
export function readCommand(
  form: unknown,
  path: readonly (string | number)[],
  overwriting: boolean,
): CommandForm {
  const schema = overwriting ? ApplicationCommandUpdateRequestSchema : ApplicationCommandCreateRequestSchema;
  checkForm(schema, withNumericPermissions(form), ALSO_KNOWN);
  const parsed = COMMAND.safeParse(form);
  if (!parsed.success) throw notDocumented(path, z.prettifyError(parsed.error));
  const command = parsed.data;
  if (command.type === 3) return readMenu(command, path);
  if ((command.type ?? 1) !== 1)
    throw notDocumented([...path, 'type'], 'only chat-input and message commands are kept here');
  checkName(command.name, [...path, 'name']);
  for (const name of Object.values(command.name_localizations ?? {})) {
    checkName(name, [...path, 'name_localizations']);
  }
  if ((command.description ?? '').trim() === '') {
    throw invalidForm([...path, 'description'], 'This field is required', 'BASE_TYPE_REQUIRED');
  }
  checkOptions(command.options ?? [], path);
  if (totalLength(command) > TOTAL_LIMIT) {
    throw invalidForm(path, 'Command exceeds maximum size (8000)', 'APPLICATION_COMMAND_TOO_LARGE');
  }
  return command;
}

/** An entry of the menu on a message: a name of 1 to 32 characters in any case, with spaces, and nothing else. */
function readMenu(command: CommandForm, path: readonly (string | number)[]): CommandForm {
  for (const name of [command.name, ...Object.values(command.name_localizations ?? {})]) {
    if (name.trim() === '' || name.length > 32)
      throw invalidForm([...path, 'name'], 'Command name is invalid', 'APPLICATION_COMMAND_INVALID_NAME');
  }
  if ((command.description ?? '') !== '' || (command.options ?? []).length > 0) {
    throw invalidForm(
      [...path, 'description'],
      'Context menu commands cannot have description or options',
      'APPLICATION_COMMAND_INVALID_DESCRIPTION',
    );
  }
  return command;
}

/** The documents have permissions as a string, the schema as a number. */
function withNumericPermissions(form: unknown): unknown {
  if (typeof form !== 'object' || form === null || !('default_member_permissions' in form)) return form;
  const permissions = form.default_member_permissions;
  return typeof permissions === 'string' && /^\d+$/.test(permissions)
    ? { ...form, default_member_permissions: Number(permissions) }
    : form;
}

function checkName(name: string, path: readonly (string | number)[]): void {
  if (!NAME.test(name) || name !== name.toLowerCase()) {
    throw invalidForm([...path], 'Command name is invalid', 'APPLICATION_COMMAND_INVALID_NAME');
  }
}

function checkOptions(options: readonly z.output<typeof OPTION>[], path: readonly (string | number)[]): void {
  let optionalSeen = false;
  const names = new Set<string>();
  for (const [index, option] of options.entries()) {
    const place = [...path, 'options', index];
    if (option.type !== 3) throw notDocumented([...place, 'type'], 'only text options are kept here');
    checkName(option.name, [...place, 'name']);
    if (names.has(option.name)) {
      throw invalidForm(place, 'Option names must be unique', 'APPLICATION_COMMAND_OPTIONS_NAME_INVALID');
    }
    names.add(option.name);
    if (option.required === true && optionalSeen) {
      throw invalidForm(
        place,
        'Required options must be placed before non-required options',
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
      );
    }
    if (option.required !== true) optionalSeen = true;
    if (option.autocomplete === true && (option.choices ?? []).length > 0) {
      throw invalidForm(
        place,
        'Choices and autocomplete exclude each other',
        'APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID',
      );
    }
  }
}

/** Name, description and values of the command, its options and choices; of translations the longest counts. */
function totalLength(command: CommandForm): number {
  let total =
    longest(command.name, command.name_localizations) +
    longest(command.description ?? '', command.description_localizations);
  for (const option of command.options ?? []) {
    total +=
      longest(option.name, option.name_localizations) +
      longest(option.description, option.description_localizations);
    for (const choice of option.choices ?? []) total += choice.name.length + String(choice.value).length;
  }
  return total;
}

function longest(text: string, translations: Readonly<Record<string, string>> | null | undefined): number {
  return Math.max(text.length, ...Object.values(translations ?? {}).map((one) => one.length));
}
