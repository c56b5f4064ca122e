import { MINUTE } from '#core/spans.ts';

/**
 * Dates as feeds write them: RFC 822 and 3339 as they should be, and what is met instead: names of months in the
 * feed's own language, a missing seconds field, a time element in the place of the date. Never guesses "now":
 * what cannot be read is null.
 *
 * @returns ms since 1970. A date without a zone is taken as UTC; so is a zone letter code we do not know (RFC 5322, 4.3).
 */
export function parseDate(written: string): number | null {
  if (written.length > 400) return null;
  const attribute = /\bdatetime\s*=\s*["']([^"']+)["']/i.exec(written)?.[1];
  const text = (attribute ?? written.replace(/<[^>]*>/g, ' '))
    .replace(/[\u200E\u200F\u00A0\u202F]/g, ' ')
    .trim();
  return isoDate(text) ?? namedMonth(text) ?? dottedDate(text);
}

// RFC 3339 and its relatives: 2023-10-26T12:00:00+03:00, 2023-10-26 12:00, 2023-10-26.
const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?\s*([A-Z]{1,5}|[+-]\d{1,2}:?\d{0,2})?$/i;

function isoDate(text: string): number | null {
  const match = ISO.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = match;
  const milliseconds = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  const date = build(Number(year), Number(month), Number(day), [hour, minute, second], zone);
  return date === null ? null : date + Math.floor(milliseconds);
}

const TIME =
  /(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP]M\b)?\s*((?:GMT|UTC)?[+-]\d{1,2}:?\d{0,2}|[A-Z]{1,5}\b)?/i;
// RFC 822 with any language's month: 26 окт 2023, 26-Oct-23; and month first: October 26, 2023.
const DAY_FIRST =
  /(?<!\d)(\d{1,2})(?:\.|st|nd|rd|th)?[\s-]+(?:de\s+|ב)?(\p{L}[\p{L}\p{M}]+)\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2})(?![\d:])/u;
const MONTH_FIRST = /(\p{L}{3,})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)/u;

function namedMonth(text: string): number | null {
  const dayFirst = DAY_FIRST.exec(text);
  if (dayFirst !== null) {
    const [whole, day, name, year] = dayFirst;
    const month = monthOf(name ?? '');
    if (month !== null) return timed(text, whole, expandYear(year ?? ''), month, Number(day));
  }
  const monthFirst = MONTH_FIRST.exec(text);
  if (monthFirst === null) return null;
  const [whole, name, day, year] = monthFirst;
  const month = monthOf(name ?? '');
  return month === null ? null : timed(text, whole, Number(year), month, Number(day));
}

// 26.10.2023 12:00. With slashes nobody can tell the day from the month unless it is above 12.
const DOTTED = /^(?:\p{L}+\.?,?\s+)?(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)/u;

function dottedDate(text: string): number | null {
  const match = DOTTED.exec(text);
  if (match === null) return null;
  const [whole, first, separator, second, year] = match;
  if (separator === '.' || Number(first) > 12) {
    return timed(text, whole, Number(year), Number(second), Number(first));
  }
  if (Number(second) > 12) return timed(text, whole, Number(year), Number(first), Number(second));
  return null;
}

function timed(text: string, date: string, year: number, month: number, day: number): number | null {
  const time = TIME.exec(text.replace(date, ' '));
  if (time === null) return build(year, month, day, [], undefined);
  const [, hour, minute, second, half, zone] = time;
  return build(year, month, day, [onDayClock(hour ?? '', half), minute, second], zone);
}

function onDayClock(hour: string, half: string | undefined): string {
  if (half === undefined) return hour;
  return String((Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0));
}

function build(
  year: number,
  month: number,
  day: number,
  [hour, minute, second]: readonly (string | undefined)[],
  zone: string | undefined,
): number | null {
  // Before the web or in another century: a default or a slip, no date of an entry.
  if (year < 1990 || year > 2100 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const [h, m, s] = [Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0)];
  if (h > 24 || m > 59 || s > 60) return null;
  const date = Date.UTC(year, month - 1, day, h, m, s);
  // 31 February rolls over; that is no date.
  if (new Date(Date.UTC(year, month - 1, day)).getUTCMonth() !== month - 1) return null;
  return date - offsetOf(zone) * MINUTE;
}

function expandYear(year: string): number {
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

// RFC 822 zones and those that feeds of our languages use, minutes east of Greenwich.
const ZONES: Readonly<Record<string, number>> = {
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
  BST: 60,
  WEST: 60,
  CET: 60,
  MEZ: 60,
  CEST: 120,
  MESZ: 120,
  EET: 120,
  EEST: 180,
  IDT: 180,
  MSK: 180,
  MSD: 240,
};

function offsetOf(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numeric = /([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  if (numeric === null) return ZONES[zone.toUpperCase()] ?? 0;
  const [, sign, hours, minutes] = numeric;
  const offset = Number(hours) * 60 + Number(minutes ?? 0);
  return offset > 14 * 60 ? 0 : sign === '-' ? -offset : offset;
}

// How the months begin, each language a line; the longest beginning that fits counts.
const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  ['янв', 'фев', 'мар', 'апр', 'май', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек'],
  ['січ', 'лют', 'бер', 'кві', 'тра', 'чер', 'лип', 'сер', 'вер', 'жов', 'лис', 'гру'],
  ['ינו', 'פבר', 'מרץ', 'אפר', 'מאי', 'יונ', 'יול', 'אוג', 'ספט', 'אוק', 'נוב', 'דצמ'],
  [
    'يناير',
    'فبراير',
    'مارس',
    'أبريل',
    'مايو',
    'يونيو',
    'يوليو',
    'أغسطس',
    'سبتمبر',
    'أكتوبر',
    'نوفمبر',
    'ديسمبر',
  ],
  ['jän', 'feb', 'mär', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'],
  ['jan', 'fév', 'mars', 'avr', 'mai', 'juin', 'juil', 'août', 'sept', 'oct', 'nov', 'déc'],
  ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic'],
];

function monthOf(name: string): number | null {
  const lower = name.toLowerCase().normalize('NFC');
  if (/^мая$/.test(lower)) return 5;
  for (const months of MONTHS) {
    const index = months.findIndex((beginning) => lower.startsWith(beginning));
    if (index !== -1) return index + 1;
  }
  return null;
}
