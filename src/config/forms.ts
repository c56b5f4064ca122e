/**
 * How single values are written in the settings files, and what they become inside. Each form's error sentence is the
 * advice a person gets beside "is …": it says how to write it.
 */
import { z } from 'zod';
import { DAY, HOUR, MINUTE, SECOND } from '#core/spans.ts';
import type { Destination, TimeOfDay } from '#core/subscription.ts';
import { nearest } from '#core/nearest.ts';

const MS = { s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;
const BYTES = { KB: 1_024, MB: 1_024 ** 2, GB: 1_024 ** 3 } as const;

/** `30s`, `10m`, `2h`, `7d` → ms; null for anything else. */
function parseDuration(text: string): number | null {
  const [, amount, unit] = /^(\d{1,6})\s?([smhd])$/.exec(text) ?? [];
  if (amount === undefined || (unit !== 's' && unit !== 'm' && unit !== 'h' && unit !== 'd')) return null;
  return Number(amount) * MS[unit];
}

/** `512 KB`, `8 MB`, `1 GB` (of 1,024) → bytes; null for anything else. */
function parseSize(text: string): number | null {
  const [, amount, unit] = /^(\d{1,6})\s?([KMG]B)$/i.exec(text) ?? [];
  const known = unit?.toUpperCase();
  if (amount === undefined || (known !== 'KB' && known !== 'MB' && known !== 'GB')) return null;
  return Number(amount) * BYTES[known];
}

/** `09:00` or `9:00`, 24 h; null for anything else. */
function parseTimeOfDay(text: string): TimeOfDay | null {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return null;
  const time = { hour: Number(hour), minute: Number(minute) };
  return time.hour <= 23 && time.minute <= 59 ? time : null;
}

/** `23:00-07:00`; null for anything else. */
function parseTimeSpan(text: string): { readonly from: TimeOfDay; readonly to: TimeOfDay } | null {
  const [from, to, ...more] = text.split(/\s?[-–]\s?/).map((end) => parseTimeOfDay(end));
  return from && to && more.length === 0 ? { from, to } : null;
}

/**
 * A destination as people write it: `telegram:@channel`, `telegram:-1001234567890`, `telegram:-1001234567890/7` (a forum
 * topic), `discord:123456789012345678` (a channel or thread), `terminal`. Null for anything else.
 */
export function parseDestination(text: string): Destination | null {
  if (text === 'terminal') return { platform: 'terminal', chat: 'terminal', thread: null };
  // @names: 4 to 32 letters, digits and underscores, a letter first (https://core.telegram.org/method/account.checkUsername).
  const [, chat, thread] =
    /^telegram:(@[a-z]\w{3,31}|-?[1-9]\d{0,15})(?:\/([1-9]\d{0,9}))?$/i.exec(text) ?? [];
  if (chat !== undefined) return { platform: 'telegram', chat, thread: thread ?? null };
  // Discord's ids are snowflakes: 64 bits in decimal.
  const [, channel] = /^discord:(\d{15,20})$/.exec(text) ?? [];
  return channel === undefined ? null : { platform: 'discord', chat: channel, thread: null };
}

/** An http(s) address without user and password. */
export function isHttpAddress(text: string): boolean {
  const url = URL.parse(text);
  return (
    url !== null &&
    (url.protocol === 'https:' || url.protocol === 'http:') &&
    url.username === '' &&
    url.password === ''
  );
}

/** An IANA name this Node knows; an offset such as `+02:00` is none: it would be wrong half of the year. */
function isTimeZone(text: string): boolean {
  if (!/^[a-z]/i.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function parsedBy<T>(parse: (text: string) => T | null, error: string) {
  return z.string({ error }).transform((text, context): T => {
    const value = parse(text.trim());
    if (value !== null) return value;
    context.issues.push({ code: 'custom', message: error, input: text });
    return z.NEVER;
  });
}

/** A length of time within bounds written the same way; gives ms. */
export function duration(from: string, to: string) {
  const error = `Write a length of time with its unit (s, m, h or d), from ${from} to ${to}.`;
  const least = parseDuration(from) ?? 0;
  const most = parseDuration(to) ?? 0;
  return parsedBy((text) => {
    const ms = parseDuration(text);
    return ms !== null && ms >= least && ms <= most ? ms : null;
  }, error);
}

/** A size within bounds; gives bytes. */
export function size(from: string, to: string) {
  const error = `Write a size with its unit (KB, MB or GB), from ${from} to ${to}.`;
  const least = parseSize(from) ?? 0;
  const most = parseSize(to) ?? 0;
  return parsedBy((text) => {
    const bytes = parseSize(text);
    return bytes !== null && bytes >= least && bytes <= most ? bytes : null;
  }, error);
}

/** A whole number of this range, both ends in it. */
export function wholeNumber(from: number, to: number) {
  const error = `Write a whole number from ${String(from)} to ${String(to)}.`;
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** A port to listen on, or `off`, which is null. 0 takes a free one. */
export function portOrOff() {
  const error = 'Write a port number from 0 to 65535, or off.';
  return z
    .union([z.literal('off'), z.int().min(0).max(65_535)], { error })
    .transform((value) => (value === 'off' ? null : value));
}

/** One of a few words; the advice names the one that was probably meant. */
export function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, {
    error: (issue) => {
      const meant = typeof issue.input === 'string' ? nearest(issue.input, words) : null;
      return `${meant === null ? '' : `Did you mean ${meant}? `}Write one of: ${words.join(', ')}.`;
    },
  });
}

/** `true` or `false`. */
export function yesOrNo() {
  return z.boolean({ error: 'Write true or false.' });
}

/** A text without spaces around it. @param most characters (UTF-16 units) */
export function text(most: number) {
  const error = `Write a text of 1 to ${String(most)} characters.`;
  return z.string({ error }).trim().min(1, { error }).max(most, { error });
}

/** The id of a feed or source, as commands and addresses have it. */
export function identifier() {
  const error = 'Write small letters, digits and "-", a letter first: times-of-israel.';
  return z.string({ error }).regex(/^[a-z][a-z0-9-]{0,63}$/, { error });
}

/** The primary tag of a language (BCP 47), in small letters. */
export function languageTag() {
  const error = 'Write a language as two or three small letters: en, ru, he, ar.';
  return z.string({ error }).regex(/^[a-z]{2,3}$/, { error });
}

/** An address of the web. User and password in it are refused: they would end up in logs. */
export function httpAddress() {
  const error = 'Write a whole address that begins with https:// or http://, without user and password.';
  return z.string({ error }).refine(isHttpAddress, { error });
}

/** `127.0.0.1:8080`, `[::1]:8080`, `0.0.0.0:8080` */
export function listenAddress() {
  return parsedBy((text) => {
    const [, bare, bracketed, port] =
      /^(?:([\w.-]{1,253})|\[([0-9a-f:]{2,39})\]):(\d{1,5})$/i.exec(text) ?? [];
    const host = bare ?? bracketed;
    return host === undefined || Number(port) > 65_535 ? null : { host, port: Number(port) };
  }, 'Write an address of this machine and a port: 127.0.0.1:8080.');
}

/** A time zone of the IANA database that this Node knows; a misspelled one is told with the nearest. */
export function timeZone() {
  return z
    .string({ error: 'Write a time zone by its IANA name: Asia/Jerusalem, Europe/Moscow, UTC.' })
    .refine(isTimeZone, {
      error: (issue) => {
        const meant =
          typeof issue.input === 'string' ? nearest(issue.input, Intl.supportedValuesOf('timeZone')) : null;
        return meant === null
          ? 'Write a time zone by its IANA name: Asia/Jerusalem, Europe/Moscow, UTC.'
          : `Did you mean ${meant}?`;
      },
    });
}

/** `09:00`, or `off` for null. */
export function timeOrOff() {
  return parsedBy<{ readonly at: TimeOfDay | null }>((text) => {
    if (text === 'off') return { at: null };
    const at = parseTimeOfDay(text);
    return at === null ? null : { at };
  }, 'Write a time of day as 09:00 (24 hours), or off.').transform(({ at }) => at);
}

/** `23:00-07:00`, or `off` for null. Equal ends mean none, never the whole day. */
export function spanOrOff() {
  return parsedBy<{ readonly span: { readonly from: TimeOfDay; readonly to: TimeOfDay } | null }>((text) => {
    if (text === 'off') return { span: null };
    const span = parseTimeSpan(text);
    if (span === null) return null;
    const equal = span.from.hour === span.to.hour && span.from.minute === span.to.minute;
    return { span: equal ? null : span };
  }, 'Write two times of day as 23:00-07:00 (24 hours), or off.').transform(({ span }) => span);
}

/** Where messages go, written in a line; see `parseDestination`. */
export function destination() {
  return parsedBy(
    parseDestination,
    'Write telegram:@channel, telegram:-1001234567890, telegram:-1001234567890/7 (a topic), discord:123456789012345678 or terminal.',
  );
}

/** An id of a platform, digits only. YAML hands long ones over as text already, see yaml.ts. */
export function platformId(platform: string) {
  const error = `Write the number of the ${platform} user, digits only.`;
  return z
    .union([z.string(), z.int()], { error })
    .transform(String)
    .pipe(z.string({ error }).regex(/^[1-9]\d{0,19}$/, { error }));
}
