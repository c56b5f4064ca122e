/** Log lines for a person at a terminal. */
import { stripVTControlCharacters } from 'node:util';

/**
 * `2026-11-21 09:00:00 WARN  The feed did not answer  feed=tass-ru tries=3`; errors below it, a line each cause, with
 * the stack where the level is error. Local time: it is read beside a clock on the wall.
 */
export function textLine(
  time: Date,
  level: string,
  sentence: string,
  fields: Readonly<Record<string, unknown>>,
): string {
  const parts: string[] = [];
  const below: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (isTold(value)) below.push(...errorLines(name, value, level === 'error'));
    else if (value !== undefined) parts.push(`${name}=${oneWord(value)}`);
  }
  const head = `${stamp(time)} ${level.toUpperCase().padEnd(5)} ${clean(sentence)}`;
  return [parts.length === 0 ? head : `${head}  ${parts.join(' ')}`, ...below, ''].join('\n');
}

interface Told {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: unknown;
}

function isTold(value: unknown): value is Told {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    typeof value.type === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  );
}

function errorLines(name: string, error: Told, withStack: boolean): string[] {
  const lines = [`    ${name}: ${clean(error.type)}: ${clean(error.message)}`];
  if (withStack && error.stack !== undefined) {
    const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
    lines.push(...frames.slice(0, 8).map((line) => `      ${clean(line.trim())}`));
  }
  if (isTold(error.cause)) lines.push(...errorLines('because', error.cause, false));
  return lines;
}

function oneWord(value: unknown): string {
  if (typeof value === 'string') {
    return value !== '' && !/[\s"=]/.test(value) ? clean(value) : JSON.stringify(clean(value));
  }
  return clean(JSON.stringify(value));
}

/**
 * Feeds are hostile: no line breaks that forge a log line, no terminal commands (ESC, C1), nothing that turns the
 * direction of what follows.
 */
function clean(text: string): string {
  return stripVTControlCharacters(text).replaceAll(
    // eslint-disable-next-line no-control-regex -- control characters are what is looked for
    /[\u0000-\u001F\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g,
    ' ',
  );
}

function stamp(time: Date): string {
  const day = `${String(time.getFullYear())}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
