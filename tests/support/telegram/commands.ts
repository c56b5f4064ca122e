import { badRequest } from './refusal.ts';

/** A command in the bot's menu. */
export interface MenuCommand {
  readonly command: string;
  readonly description: string;
}

type Scope = { readonly type: string; readonly chat_id?: number | string | undefined };

/** https://core.telegram.org/bots/api#setmycommands */
const COMMANDS_LIMIT = 100;

/** The bot's menus, one for a scope and language, and how it describes itself. */
export class BotCommands {
  readonly #menus = new Map<string, readonly MenuCommand[]>();
  readonly #described = new Map<string, string>();

  /** https://core.telegram.org/bots/api#botcommand */
  set(commands: readonly MenuCommand[], scope: Scope | undefined, language: string | undefined): true {
    if (commands.length > COMMANDS_LIMIT) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    for (const { command, description } of commands) {
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      if (description.trim() === '' || description.length > 256) {
        throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
      }
    }
    this.#menus.set(key(scope, language), commands);
    return true;
  }

  get(scope?: Scope, language?: string): readonly MenuCommand[] {
    return this.#menus.get(key(scope, language)) ?? [];
  }

  remove(scope: Scope | undefined, language: string | undefined): true {
    this.#menus.delete(key(scope, language));
    return true;
  }

  describe(what: string, text: string): true {
    this.#described.set(what, text);
    return true;
  }

  described(what: 'name' | 'description' | 'short description'): string {
    return this.#described.get(what) ?? '';
  }
}

function key(scope: Scope | undefined, language: string | undefined): string {
  return `${scope?.type ?? 'default'} ${String(scope?.chat_id ?? '')} ${language ?? ''}`;
}
