/** What every command of the terminal starts from: settings, knowledge, a log, and where to print. */
import process from 'node:process';
import { loadSettings, unknownSubjects } from '#config/load.ts';
import type { Settings } from '#config/load.ts';
import { LANGUAGES } from '#core/locale.ts';
import type { Language } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import type { Log, Notifier } from '#core/ports.ts';
import { problemLine } from '#core/problem.ts';
import type { Problem } from '#core/problem.ts';
import { openLog, standardError } from '#ops/log.ts';
import { createTerminal } from '#platforms/terminal.ts';
import { toTerminal } from '#render/terminal.ts';
import type { TerminalForm } from '#render/terminal.ts';
import { count } from '#render/words.ts';
import type { Knowledge } from '../knowledge.ts';
import { unpressed } from './asked-once.ts';
import { knowledgeOf } from '../main.ts';

/** Used wrongly: exit code 2. The message says what to do. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** Could not be done: exit code 1. The message says why and what to do. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly language?: string;
  readonly json?: boolean;
}

/** What a command of the terminal works with: read once, before it begins. */
export interface Session {
  readonly settings: Settings;
  readonly knowledge: Knowledge;
  readonly log: Log;
}

/** Writes to stdout. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** One JSON document on stdout. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** A remark for the person, on stderr, so that it never gets between data. */
export function remark(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Remarks on the lines of a file: the first ones one by one; `end` says how many more there are. */
export function lineRemarks(most: number): {
  readonly say: (text: string) => void;
  readonly end: () => void;
} {
  let said = 0;
  return {
    say(text) {
      said += 1;
      if (said <= most) remark(text);
    },
    end() {
      if (said > most) remark(`… and ${count(said - most, 'more line', 'more lines')} like these`);
    },
  };
}

/** Progress of long work: only where a person looks. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

/** How messages are shown here: as wide as the window, coloured where there are colours. */
export function form(): TerminalForm {
  const { stdout } = process;
  return stdout.isTTY
    ? { width: Math.min(stdout.columns, 100), colour: process.env['NO_COLOR'] === undefined }
    : { width: 100, colour: false };
}

/** Prints a message without the buttons that nobody could press. */
export function printMessage(message: Message): void {
  print(toTerminal(unpressed(message), form()));
}

/** The platform that prints. @param seen the message as it is printed: without the buttons, unless a chat is to be shown */
export function terminalNotifier(seen: (message: Message) => Message = unpressed): Notifier {
  const terminal = createTerminal({ write: (text) => void process.stdout.write(text), form });
  return {
    platform: terminal.platform,
    send: (delivery, account) => terminal.send({ ...delivery, message: seen(delivery.message) }, account),
    edit: (to, messageId, message) => terminal.edit(to, messageId, seen(message)),
  };
}

/** Settings, or every problem at once and exit code 2. */
export async function openSettings(options: GlobalOptions): Promise<Settings> {
  const loaded = await loadSettings({ folder: options.config ?? null, env: process.env, cwd: process.cwd() });
  if (!loaded.ok) {
    // All at once: nobody should mend the settings only to be told of the watchlist then.
    const known = loaded.folder === null ? null : await knowledgeOf({ folder: loaded.folder });
    const more = known === null ? [] : known.ok ? [...known.warnings, ...known.check()] : known.problems;
    throw new Misuse(problemText([...loaded.problems, ...more]));
  }
  const language = languageOf(options);
  const { settings } = loaded;
  return language === null ? settings : { ...settings, defaults: { ...settings.defaults, language } };
}

/** The language asked for on the command line; null: none was. */
export function languageOf({ language: wanted }: GlobalOptions): Language | null {
  if (wanted === undefined) return null;
  const language = LANGUAGES.find((known) => known === wanted.toLowerCase());
  if (language === undefined)
    throw new Misuse(`wirewatch does not speak "${wanted}" yet; --language takes ${LANGUAGES.join(', ')}.`);
  return language;
}

/** Settings and all that the desk knows. */
export async function openSession(options: GlobalOptions): Promise<Session> {
  const settings = await openSettings(options);
  const knowledge = await knowledgeFor(settings);
  return { settings, knowledge, log: logFor(settings) };
}

/** Watchlist, lexicons and dossiers, or every problem with them. */
export async function knowledgeFor(settings: Settings): Promise<Knowledge> {
  const warn = (problem: Problem): void => remark(`warning: ${problemLine(problem)}`);
  const known = await knowledgeOf(settings, warn);
  const problems = known.ok
    ? unknownSubjects(settings, known.knowledge.watchlist.subjects.keys())
    : known.problems;
  if (!known.ok || problems.length > 0) throw new Misuse(problemText(problems));
  known.warnings.forEach(warn);
  return known.knowledge;
}

/** Problems for a person: one a line. */
export function problemText(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'One thing is' : `${String(problems.length)} things are`;
  return `${count} wrong in the settings:\n${problems.map((problem) => `  ${problemLine(problem)}`).join('\n')}`;
}

/** The log as the settings want it, on stderr. */
export function logFor(settings: Settings): Log {
  return openLog({
    level: settings.log.level,
    format: settings.log.format,
    terminal: process.stderr.isTTY,
    secrets: secretsOf(settings),
    to: standardError(),
  });
}

/** What must never be printed. An address without a password is no secret, and a log without it is hard to read. */
export function secretsOf(settings: Settings): readonly string[] {
  const { telegram, discord } = settings;
  const tokens = [telegram.token, telegram.webhook?.secret ?? null, discord.token].filter(
    (token) => token !== null,
  );
  const store = settings.store.url.reveal();
  const hasPassword = (URL.parse(store)?.password ?? '') !== '';
  return [...tokens.map((token) => token.reveal()), ...(hasPassword ? [store] : [])];
}
