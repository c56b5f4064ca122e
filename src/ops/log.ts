import { pino } from 'pino';
import type { Log } from '#core/ports.ts';
import { printable } from './printable.ts';
import type { Hide } from './secrets.ts';
import { hider } from './secrets.ts';
import { textLine } from './log-text.ts';

/** Gravest first. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
/** One of {@link LEVELS}. */
export type Level = (typeof LEVELS)[number];

/** What is written, and how. */
export interface LogOptions {
  /** This and everything graver is written. */
  readonly level: Level;
  /** `json`: one object a line; `text`: for people; `auto`: text where `terminal` is true. */
  readonly format: 'auto' | 'json' | 'text';
  /** Is what the log goes to read by a person? */
  readonly terminal: boolean;
  /** Values that must never be printed, wherever they turn up (an error of a library may quote an address with a token). */
  readonly secrets: readonly string[];
  /** Where lines go, each with its line break. */
  readonly to: { write(line: string): void };
}

/** Stderr, written at once, so that the last words before an exit are not lost; a reader that went away is no error. */
export function standardError(): LogOptions['to'] {
  const stream = pino.destination({ fd: 2, sync: true });
  return { write: (line) => void stream.write(line) };
}

/**
 * The log behind core's port. Whatever is given as fields is made plain first: secrets are replaced, chat ids shortened,
 * errors told with their causes.
 */
export function openLog(options: LogOptions): Log {
  const hide = hider(options.secrets);
  const text = options.format === 'text' || (options.format === 'auto' && options.terminal);
  return text ? textLog(options, hide) : jsonLog(options, hide);
}

function jsonLog({ level, to }: LogOptions, hide: Hide): Log {
  const out = pino(
    {
      level,
      // No pid and host name: whoever collects the lines knows where they come from.
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    to,
  );
  return {
    error: (fields, sentence) => out.error(plainFields(fields, hide), hide(sentence)),
    warn: (fields, sentence) => out.warn(plainFields(fields, hide), hide(sentence)),
    info: (fields, sentence) => out.info(plainFields(fields, hide), hide(sentence)),
    debug: (fields, sentence) => out.debug(plainFields(fields, hide), hide(sentence)),
  };
}

function textLog({ level, to }: LogOptions, hide: Hide): Log {
  const least = LEVELS.indexOf(level);
  const at = (own: Level) => (fields: object, sentence: string) => {
    if (LEVELS.indexOf(own) > least) return;
    to.write(textLine(new Date(), own, hide(sentence), plainFields(fields, hide)));
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

function plainFields(fields: object, hide: Hide): Readonly<Record<string, unknown>> {
  // A bare error is a slip that must not cost us the error.
  const plain = printable(fields instanceof Error ? { error: fields } : fields, hide);
  return typeof plain === 'object' && plain !== null ? { ...plain } : { fields: plain };
}
