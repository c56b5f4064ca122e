import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import type { Problem } from '#core/problem.ts';
import { nearest } from '#core/nearest.ts';
import { inWords, readIfThere } from './yaml.ts';

/** A variable of the environment that means something here. */
export interface Variable {
  readonly name: string;
  /** Its value must never be shown, and may come from the file that NAME_FILE names. */
  readonly secret: boolean;
  /** For docs/configuration.md. */
  readonly describe: string;
}

/** All of them, in the order of the page. */
export const VARIABLES = [
  {
    name: 'TELEGRAM_BOT_TOKEN',
    secret: true,
    describe: 'Token of the Telegram bot, from @BotFather. Without it Telegram stays off.',
  },
  {
    name: 'DISCORD_BOT_TOKEN',
    secret: true,
    describe:
      'Token of the Discord bot, from its page "Bot" in the developer portal. Without it Discord stays off.',
  },
  {
    name: 'WIREWATCH_STORE',
    secret: true,
    describe: 'Instead of `store`; the only place for an address with a password in it.',
  },
  {
    name: 'WIREWATCH_CONFIG',
    secret: false,
    describe:
      'Folder with wirewatch.yaml, feeds.yaml and watchlist.yaml; else `config` where the program is started, else the one that came with the program.',
  },
  {
    name: 'TELEGRAM_WEBHOOK_SECRET',
    secret: true,
    describe:
      'Proves that it is Telegram who calls `telegram.webhook`: 1 to 256 of A-Z, a-z, 0-9, `_` and `-`. Make one: `openssl rand -hex 32`.',
  },
  { name: 'WIREWATCH_LOG', secret: false, describe: 'Instead of `log.level`.' },
  { name: 'WIREWATCH_LOG_FORMAT', secret: false, describe: 'Instead of `log.format`.' },
  { name: 'WIREWATCH_CONTACT', secret: false, describe: 'Instead of `polling.contact`.' },
  { name: 'TELEGRAM_API_ROOT', secret: false, describe: 'Instead of `telegram.apiRoot`.' },
  { name: 'DISCORD_API', secret: false, describe: 'Instead of `discord.api`.' },
] as const satisfies readonly Variable[];

/** Those whose value must never be shown. */
const SECRETS: ReadonlySet<string> = new Set(
  VARIABLES.filter(({ secret }) => secret).map(({ name }) => name),
);

/** The name of a variable that we read: see {@link VARIABLES}. */
export type VariableName = (typeof VARIABLES)[number]['name'];

/** A value from the environment, and where it stood: to point a person there. */
export interface Given {
  readonly value: string;
  readonly file: string;
  readonly line: number | null;
}

/** How a problem names the real environment in its `file`. */
const ENVIRONMENT = 'environment';

/**
 * Reads the variables: the real environment first, then `.env` in the working directory. An empty value counts as not
 * set (compose files pass those on). A `.env` that is not there is no problem; a line of it that says nothing is one.
 */
export async function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<{
  readonly given: ReadonlyMap<VariableName, Given>;
  readonly problems: readonly Problem[];
  /** `.env`, when a secret stands in it, and the files that variables name, absolute. */
  readonly secretFiles: readonly string[];
}> {
  const problems: Problem[] = [];
  const all = new Map<string, Given>();
  const secretFiles = new Set<string>();

  const dotEnv = await readIfThere(join(cwd, '.env'));
  if ('error' in dotEnv) {
    problems.push({
      file: '.env',
      line: null,
      what: `This file cannot be read: ${inWords(dotEnv.error)}`,
      fix: 'Make it readable for the user that runs wirewatch, or remove it.',
    });
  } else if (dotEnv.text !== null) {
    const { lines, problems: broken } = dotEnvLines(dotEnv.text);
    problems.push(...broken);
    for (const [name, value] of Object.entries(parseEnv(dotEnv.text))) {
      if (value !== undefined && value.trim() !== '') {
        all.set(name, { value, file: '.env', line: lines.get(name) ?? null });
        if (SECRETS.has(name)) secretFiles.add(join(cwd, '.env'));
      }
    }
  }
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && value.trim() !== '') all.set(name, { value, file: ENVIRONMENT, line: null });
  }

  const names: readonly string[] = VARIABLES.flatMap(({ name, secret }) =>
    secret ? [name, `${name}_FILE`] : [name],
  );
  for (const [name, { file, line }] of all) {
    // Only names that are plainly meant for us: the environment holds other programs' variables (DISCORD_TOKEN), while
    // `.env` was written for this one.
    const ours = file === '.env' ? /^(WIREWATCH|TELEGRAM|DISCORD)_/i : /^WIREWATCH_/i;
    if (!ours.test(name) || names.includes(name)) continue;
    const meant = nearest(name, names);
    if (meant === null) continue;
    problems.push({
      file,
      line,
      what: `The variable ${name} is not known here`,
      fix: `Did you mean ${meant}?`,
    });
  }

  const given = new Map<VariableName, Given>();
  for (const { name, secret } of VARIABLES) {
    const direct = all.get(name);
    const twin = secret ? all.get(`${name}_FILE`) : undefined;
    if (twin !== undefined) secretFiles.add(secretFileOf(twin, cwd));
    if (direct !== undefined && twin !== undefined) {
      problems.push({
        file: twin.file,
        line: twin.line,
        what: `Both ${name} and ${name}_FILE are set`,
        fix: 'Take one of them away.',
      });
    } else if (twin !== undefined) {
      const value = await readSecretFile(name, twin, cwd, problems);
      if (value !== null) given.set(name, { ...twin, value });
    } else if (direct !== undefined) {
      given.set(name, { ...direct, value: direct.value.trim() });
    }
  }
  for (const { name, secret } of VARIABLES) {
    const one = given.get(name);
    if (!secret || one === undefined || !/\s/.test(one.value)) continue;
    problems.push({
      file: one.file,
      line: one.line,
      what: `${name} has a space or a line break in the middle`,
      fix: 'Copy the value again, the whole of it and nothing else.',
    });
    given.delete(name);
  }
  return { given, problems, secretFiles: [...secretFiles] };
}

/** The file that a `*_FILE` variable names, absolute. */
function secretFileOf({ value }: Given, cwd: string): string {
  return resolve(cwd, value.trim());
}

async function readSecretFile(
  name: string,
  twin: Given,
  cwd: string,
  problems: Problem[],
): Promise<string | null> {
  const path = twin.value.trim();
  const read = await readIfThere(secretFileOf(twin, cwd));
  const trouble =
    'error' in read
      ? `cannot be read: ${inWords(read.error)}`
      : read.text === null
        ? 'is not there'
        : read.text.trim() === ''
          ? 'is empty'
          : null;
  if (trouble === null && 'text' in read && read.text !== null) return read.text.trim();
  problems.push({
    file: twin.file,
    line: twin.line,
    what: `${name}_FILE names ${path}, and that file ${trouble ?? 'is empty'}`,
    fix: `Put the value into that file, readable for the user that runs wirewatch, or set ${name} instead.`,
  });
  return null;
}

/**
 * Where each variable of a `.env` stands, and the lines that are none. Node's own parser (util.parseEnv) passes over
 * what it does not understand, so a token behind a slip of the finger would just be missing.
 */
function dotEnvLines(text: string): { readonly lines: Map<string, number>; readonly problems: Problem[] } {
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  const rows = text.split(/\r?\n/);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]?.trim() ?? '';
    if (row === '' || row.startsWith('#')) continue;
    const [, name, value = ''] = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*(.*)$/.exec(row) ?? [];
    if (name === undefined) {
      // The line itself is not shown: it may well be a token.
      problems.push({
        file: '.env',
        line: at + 1,
        what: 'This line sets nothing',
        fix: 'Write NAME=value, or begin the line with # for a remark.',
      });
      continue;
    }
    lines.set(name, at + 1);
    const quote = value.charAt(0);
    if (quote !== '"' && quote !== "'" && quote !== '`') continue;
    if (value.indexOf(quote, 1) > 0) continue;
    // A quoted value may run over several lines.
    const end = rows.findIndex((row, index) => index > at && row.includes(quote));
    if (end === -1) {
      problems.push({
        file: '.env',
        line: at + 1,
        what: `The value of ${name} begins with a quote that is never closed`,
        fix: 'Close it, or take it away.',
      });
    } else {
      at = end;
    }
  }
  return { lines, problems };
}
