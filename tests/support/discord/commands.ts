import { readCommand } from './command-rules.ts';
import type { CommandForm } from './command-rules.ts';
import { invalidForm, refusals } from './refusal.ts';
import type { World } from './world.ts';

export interface RegisteredCommand {
  readonly id: string;
  readonly version: string;
  /** Null for everywhere. */
  readonly guildId: string | null;
  readonly form: CommandForm;
}

const COMMANDS_LIMIT = 100;
const CREATES_A_DAY = 200;
const DAY_MS = 24 * 60 * 60 * 1000;

/** The commands that the bot has registered, everywhere and by guild. */
export class CommandRegistry {
  readonly #world: World;
  #commands: readonly RegisteredCommand[] = [];
  #creates: readonly { readonly at: number; readonly guildId: string | null }[] = [];

  constructor(world: World) {
    this.#world = world;
  }

  in(guildId: string | null): readonly RegisteredCommand[] {
    return this.#commands.filter((one) => one.guildId === guildId);
  }

  get(guildId: string | null, id: string): RegisteredCommand {
    const found = this.in(guildId).find((one) => one.id === id);
    if (found === undefined) throw refusals.unknownCommand();
    return found;
  }

  /** What a person is offered: the guild's own and those for everywhere (a guild's own first). */
  offered(guildId: string | null, name: string): RegisteredCommand | undefined {
    return this.#offered(guildId, name, 1);
  }

  /** The same for the menu on a message, by its name as registered. */
  menu(guildId: string | null, name: string): RegisteredCommand | undefined {
    return this.#offered(guildId, name, 3);
  }

  #offered(guildId: string | null, name: string, type: number): RegisteredCommand | undefined {
    const is = ({ form }: RegisteredCommand): boolean => form.name === name && (form.type ?? 1) === type;
    const own = guildId === null ? undefined : this.in(guildId).find(is);
    return own ?? this.in(null).find((one) => is(one) && reaches(one.form, guildId));
  }

  /** PUT: what is not named is gone. Names that stay keep their id (seen in practice, not documented). */
  overwrite(guildId: string | null, forms: readonly unknown[]): readonly RegisteredCommand[] {
    if (forms.length > COMMANDS_LIMIT) throw refusals.tooManyCommands();
    const read = forms.map((form, index) => readCommand(form, [index], true));
    const names = new Set<string>();
    for (const [index, form] of read.entries()) {
      // Unique among those of its type: https://discord.com/developers/docs/interactions/application-commands
      const name = `${String(form.type ?? 1)} ${form.name}`;
      if (names.has(name)) {
        throw invalidForm(
          [index],
          'Application command names must be unique',
          'APPLICATION_COMMANDS_DUPLICATE_NAME',
        );
      }
      names.add(name);
    }
    const before = this.in(guildId);
    const after = read.map((form) => this.#register(guildId, form, before));
    this.#commands = [...this.#commands.filter((one) => one.guildId !== guildId), ...after];
    this.#world.changes.happened();
    return after;
  }

  /** POST: a name that is taken is updated. */
  create(
    guildId: string | null,
    body: unknown,
  ): { readonly command: RegisteredCommand; readonly isNew: boolean } {
    const form = readCommand(body, [], false);
    const before = this.in(guildId);
    const isNew = !before.some((one) => one.form.name === form.name);
    if (isNew && before.length >= COMMANDS_LIMIT) throw refusals.tooManyCommands();
    const command = this.#register(guildId, form, before);
    this.#commands = [...this.#commands.filter((one) => one.id !== command.id), command];
    this.#world.changes.happened();
    return { command, isNew };
  }

  remove(guildId: string | null, id: string): void {
    const { id: known } = this.get(guildId, id);
    this.#commands = this.#commands.filter((one) => one.id !== known);
  }

  #register(
    guildId: string | null,
    form: CommandForm,
    before: readonly RegisteredCommand[],
  ): RegisteredCommand {
    const known = before.find((one) => one.form.name === form.name);
    if (known === undefined) this.#countCreate(guildId);
    return { id: known?.id ?? this.#world.snowflake(), version: this.#world.snowflake(), guildId, form };
  }

  /** Only new names count against the day's limit. */
  #countCreate(guildId: string | null): void {
    const now = this.#world.clock.now();
    this.#creates = this.#creates.filter((one) => one.at > now - DAY_MS);
    if (this.#creates.filter((one) => one.guildId === guildId).length >= CREATES_A_DAY) {
      throw refusals.tooManyCommandCreates();
    }
    this.#creates = [...this.#creates, { at: now, guildId }];
  }
}

/** Is a command for everywhere offered here? Contexts: 0 guild, 1 direct messages with the bot. */
function reaches(form: CommandForm, guildId: string | null): boolean {
  if (form.contexts !== null && form.contexts !== undefined)
    return form.contexts.includes(guildId === null ? 1 : 0);
  return guildId !== null || form.dm_permission !== false;
}

/** @param localized with `with_localizations=true`; the service leaves translations out otherwise. */
export function wireCommand(world: World, command: RegisteredCommand, localized = true): object {
  const form = localized ? command.form : withoutTranslations(command.form);
  return {
    id: command.id,
    application_id: world.bot.id,
    version: command.version,
    ...(command.guildId === null ? {} : { guild_id: command.guildId }),
    ...form,
    type: form.type ?? 1,
    description: form.description ?? '',
    default_member_permissions:
      form.default_member_permissions === undefined || form.default_member_permissions === null
        ? null
        : String(form.default_member_permissions),
    nsfw: false,
  };
}

function withoutTranslations(form: CommandForm): CommandForm {
  const { name_localizations: _names, description_localizations: _descriptions, ...rest } = form;
  return {
    ...rest,
    options: rest.options?.map((option) => {
      const { name_localizations: _name, description_localizations: _description, ...bare } = option;
      return bare;
    }),
  };
}
