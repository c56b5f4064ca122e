/** Dates as people write them in news, found among the words of a sentence and resolved against the day it was said. */
import { foldedText } from './normalise.ts';

/** A language's words for dates, folded. */
export interface DateWords {
  /** Each spelling and inflection of a month → 1 to 12. */
  readonly months: ReadonlyMap<string, number>;
  /** Each of a weekday → 1 (Monday) to 7. */
  readonly weekdays: ReadonlyMap<string, number>;
  /** Weekdays of more than one word: "土 曜 日", each of its signs a word. */
  readonly longWeekdays: readonly { readonly words: readonly string[]; readonly weekday: number }[];
  /** Phrases of one or more words. */
  readonly phrases: readonly Phrase[];
  /** The phrases by their first word. */
  readonly beginning: ReadonlyMap<string, readonly Phrase[]>;
  /** Words with which a date may begin, but for digits: most words of a text are none of them. */
  readonly beginnings: ReadonlySet<string>;
  /** Behind a month: "November of last year". */
  readonly ofLastYear: readonly (readonly string[])[];
  /** Words beside a weekday that make it the one to come: next; and, in front of it, for. */
  readonly next: ReadonlySet<string>;
  readonly for: ReadonlySet<string>;
  /** Words in front of that "for" which leave the weekday what it is: "в ночь на субботу", the night before it. */
  readonly night: ReadonlySet<string>;
  /** Words directly before a month: in, since. */
  readonly beforeMonth: ReadonlySet<string>;
  /** Days that mean one year where none is said, by `MM-DD`: "the attack of October 7". */
  readonly knownDays: ReadonlyMap<string, number>;
}

interface Phrase {
  readonly words: readonly string[];
  readonly means: DatePhrase;
}

const PHRASES = [
  'today',
  'yesterday',
  'tomorrow',
  'last-week',
  'next-week',
  'soon',
  'last-month',
  'last-year',
] as const;
type DatePhrase = (typeof PHRASES)[number];

/** The year of a date; null where it has none. */
type Year = number | 'last' | null;

/** A date found: tokens `first` to `last`, both included. */
export interface FoundDate {
  readonly first: number;
  readonly last: number;
  readonly date:
    | { readonly kind: 'day'; readonly year: Year; readonly month: number; readonly day: number }
    | { readonly kind: 'month'; readonly year: Year; readonly month: number }
    /** The day alone, of the month in which it is said or of one beside it: "15日". */
    | { readonly kind: 'ordinal'; readonly day: number }
    /** `ahead`: the next one, whatever is told of it: "next Saturday", "for Saturday". */
    | { readonly kind: 'weekday'; readonly weekday: number; readonly ahead: boolean }
    | { readonly kind: 'phrase'; readonly means: DatePhrase };
}

/** A day with how exactly it is meant; for a week or month its first day, `YYYY-MM-DD`. */
export interface ResolvedDate {
  readonly day: string;
  readonly precision: 'day' | 'week' | 'month';
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const DAY = 24 * 60 * 60_000;

/** @param lists by the names of a lexicon's `dates`: `january` … `december`, `monday` … `sunday`, `today`, `last-week`, `known-days`, … */
export function readDateWords(lists: ReadonlyMap<string, readonly string[]>): DateWords {
  const numbered = (names: readonly string[]): ReadonlyMap<string, number> =>
    new Map(names.flatMap((name, i) => (lists.get(name) ?? []).map((word) => [foldedText(word), i + 1])));
  const phrases = PHRASES.flatMap((means) =>
    (lists.get(means) ?? []).map((written) => ({ words: foldedText(written).split(' '), means })),
  );
  const folded = (list: readonly string[] = []): ReadonlySet<string> => new Set(list.map(foldedText));
  const beforeMonth = folded(lists.get('before-month'));
  const knownDays = new Map(
    (lists.get('known-days') ?? []).map((day) => [day.slice(5), Number.parseInt(day, 10)] as const),
  );
  const ofLastYear = (lists.get('of-last-year') ?? []).map((written) => foldedText(written).split(' '));
  const beginning = Map.groupBy(phrases, ({ words }) => words[0] ?? '');
  const months = numbered(MONTHS);
  const weekdays = numbered(WEEKDAYS);
  const longWeekdays = [...weekdays]
    .filter(([word]) => word.includes(' '))
    .map(([word, weekday]) => ({ words: word.split(' '), weekday }));
  return {
    months,
    weekdays,
    longWeekdays,
    phrases,
    beginning,
    beginnings: new Set([
      ...months.keys(),
      ...weekdays.keys(),
      ...beginning.keys(),
      ...longWeekdays.flatMap(({ words }) => words.slice(0, 1)),
    ]),
    ofLastYear,
    next: folded(lists.get('next')),
    for: folded(lists.get('for')),
    night: folded(lists.get('night')),
    beforeMonth,
    knownDays,
  };
}

/**
 * Every date among the words.
 *
 * @param forms each word, folded, with and without what is glued to it.
 * @param comma whether a comma stands before a word: "Almog Meir Jan, 21" is no date.
 */
export function findDates(
  words: DateWords,
  forms: readonly (readonly string[])[],
  comma: (at: number) => boolean = () => false,
): readonly FoundDate[] {
  const found: FoundDate[] = [];
  const number = (at: number, most: number): number | null => {
    const [text = ''] = forms[at] ?? [];
    const first = text.charCodeAt(0);
    // Hardly a word begins with a digit; the expression is asked of those only.
    if (!(first >= 0x30 && first <= 0x39)) return null;
    const digits = /^(\d{1,4})(?:st|nd|rd|th|er|е|го)?$/.exec(text)?.[1];
    const value = digits === undefined ? null : Number.parseInt(digits, 10);
    return value !== null && value >= 1 && value <= most ? value : null;
  };
  const year = (at: number): number | null => {
    const value = number(at, 2100);
    return value !== null && value >= 1990 ? value : null;
  };
  const lookUp = (map: ReadonlyMap<string, number>, at: number): number | null => {
    for (const form of forms[at] ?? []) {
      const value = map.get(form);
      if (value !== undefined) return value;
    }
    return null;
  };
  for (let at = 0; at < forms.length; at += 1) {
    const here = forms[at] ?? [];
    if (mayBeNumber(here[0] ?? '')) {
      const numbered =
        byNumbers(year(at), number(at + 1, 12), number(at + 2, 31), at) ?? bySigns(forms, at, number);
      if (numbered !== null) {
        found.push(withKnownYear(words, numbered));
        at = numbered.last;
        continue;
      }
    }
    if (!here.some((form) => words.beginnings.has(form))) continue;
    const month = lookUp(words.months, at);
    if (month !== null) {
      // "7 октября 2023", "Oct. 7, 2023", "7 de octubre de 2023", "7 تشرين الأول/أكتوبر 2023"
      const before = [number(at - 1, 31), number(at - 2, 31)];
      const alias =
        lookUp(words.months, at + 1) === month ? 1 : lookUp(words.months, at + 2) === month ? 2 : 0;
      const behind = alias + at + 1;
      const dayBefore = before[0] ?? (forms[at - 1]?.[0] === 'de' ? (before[1] ?? null) : null);
      const dayBehind =
        dayBefore === null && year(behind) === null && !comma(behind) ? number(behind, 31) : null;
      const next = behind + (dayBehind === null ? 0 : 1);
      const yearAt =
        year(next) !== null
          ? next
          : year(next + 1) !== null && (forms[next]?.[0]?.length ?? 9) <= 3
            ? next + 1
            : null;
      const inYear = yearAt === null ? null : year(yearAt);
      const day = dayBefore ?? dayBehind;
      // A short month alone is as often another word: "may", "mar"; "in May" is none.
      const short = (forms[at]?.[0] ?? '').length < 5 && !words.beforeMonth.has(forms[at - 1]?.[0] ?? '');
      if (day === null && inYear === null && short) continue;
      const lastYear =
        yearAt === null ? words.ofLastYear.find((parts) => startsAt(forms, next, parts)) : undefined;
      const known = day === null ? undefined : words.knownDays.get(monthAndDay(month, day));
      const when: Year = lastYear === undefined ? (inYear ?? known ?? null) : 'last';
      const first = dayBefore === null ? at : before[0] === null ? at - 2 : at - 1;
      const last =
        lastYear !== undefined
          ? next + lastYear.length - 1
          : (yearAt ?? (dayBehind === null ? at + alias : behind));
      found.push({
        first,
        last,
        date: day === null ? { kind: 'month', year: when, month } : { kind: 'day', year: when, month, day },
      });
      at = last;
      continue;
    }
    const weekday = lookUp(words.weekdays, at);
    if (weekday !== null) {
      const is = (list: ReadonlySet<string>, place: number): boolean =>
        (forms[place] ?? []).some((form) => list.has(form));
      // "For Saturday", but not "for Saturday's exchange", nor "the night from Friday to Saturday".
      const isNight = is(words.night, at - 2) || lookUp(words.weekdays, at - 2) !== null;
      const isFor = is(words.for, at - 1) && forms[at + 1]?.[0] !== 's' && !isNight;
      const ahead = is(words.next, at - 1) || is(words.next, at + 1) || isFor;
      found.push({ first: at, last: at, date: { kind: 'weekday', weekday, ahead } });
      continue;
    }
    const long = words.longWeekdays.find((one) => startsAt(forms, at, one.words));
    if (long !== undefined) {
      const last = at + long.words.length - 1;
      const ahead = (forms[at - 1] ?? []).some((form) => words.next.has(form));
      found.push({ first: at, last, date: { kind: 'weekday', weekday: long.weekday, ahead } });
      at = last;
      continue;
    }
    // "下周六": of the next week, and not the next week.
    const isNext = here.some((form) => words.next.has(form));
    if (isNext && words.longWeekdays.some((one) => startsAt(forms, at + 1, one.words))) continue;
    const phrase = phraseAt(words, forms, at);
    // "Am Samstag Morgen": when on that day, and not the next one.
    const ofDay = phrase?.means === 'tomorrow' && found.at(-1)?.last === at - 1;
    if (phrase !== undefined && !ofDay) {
      found.push({
        first: at,
        last: at + phrase.words.length - 1,
        date: { kind: 'phrase', means: phrase.means },
      });
      // "Por la mañana": in the morning, and no "tomorrow" within it.
      at += phrase.words.length - 1;
    }
  }
  return found;
}

/** A digit, or 去 and 昨 of "last year". */
function mayBeNumber(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || text === '去' || text === '昨';
}

/** 2025-02-15: hyphens part the numbers. */
function byNumbers(
  year: number | null,
  month: number | null,
  day: number | null,
  first: number,
): FoundDate | null {
  if (year === null || month === null || day === null) return null;
  return { first, last: first + 2, date: { kind: 'day', year, month, day } };
}

/** The year that a day without one means by itself. */
function withKnownYear({ knownDays }: DateWords, found: FoundDate): FoundDate {
  const { date } = found;
  if (date.kind !== 'day' || date.year !== null) return found;
  const year = knownDays.get(monthAndDay(date.month, date.day)) ?? null;
  return { ...found, date: { ...date, year } };
}

/** "2025年2月15日", "11月26日", "去年11月", "2025년 2월 15일": numbers parted by the signs for year, month and day. */
function bySigns(
  forms: readonly (readonly string[])[],
  at: number,
  number: (at: number, most: number) => number | null,
): FoundDate | null {
  const is = (place: number, ...signs: readonly string[]): boolean => signs.includes(forms[place]?.[0] ?? '');
  const value = number(at, 2100);
  const year = value !== null && value >= 1990 && is(at + 1, '年', '년') ? value : null;
  const last = is(at, '去', '昨') && is(at + 1, '年');
  const from = year !== null || last ? at + 2 : at;
  const isDay = (place: number): boolean => is(place, '日', '号', '號', '일');
  const month = number(from, 12);
  if (month === null || !is(from + 1, '月', '월')) {
    const alone = isDay(at + 1) && !is(at + 2, ...OF_A_SPAN) ? number(at, 31) : null;
    return alone === null ? null : { first: at, last: at + 1, date: { kind: 'ordinal', day: alone } };
  }
  const day = isDay(from + 3) ? number(from + 2, 31) : null;
  const when: Year = last ? 'last' : year;
  return day === null
    ? { first: at, last: from + 1, date: { kind: 'month', year: when, month } }
    : { first: at, last: from + 3, date: { kind: 'day', year: when, month, day } };
}

/** Behind "15日" they make so many days of it, or leave it open: 15日間, 15日以内, 15日後, 15日ぶり, 15일간, 15일 만에, 10日内. */
const OF_A_SPAN = '間 以 内 後 后 前 目 ぶ 余 連 続 分 も が で 多 간 만 동 이 째 치 뒤 후 전 넘'.split(' ');

function monthAndDay(month: number, day: number): string {
  return `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function startsAt(forms: readonly (readonly string[])[], at: number, parts: readonly string[]): boolean {
  return parts.every((part, i) => (forms[at + i] ?? []).includes(part));
}

/** The first phrase of the lists that stands there. */
function phraseAt(
  { phrases, beginning }: DateWords,
  forms: readonly (readonly string[])[],
  at: number,
): Phrase | undefined {
  const here = forms[at] ?? [];
  const candidates = here.flatMap((form) => beginning.get(form) ?? []);
  if (candidates.length === 0) return undefined;
  // The longest: "heute Morgen" is no "heute" and tomorrow.
  return phrases
    .filter(
      (phrase) =>
        candidates.includes(phrase) && phrase.words.every((part, i) => (forms[at + i] ?? []).includes(part)),
    )
    .reduce<Phrase | undefined>(
      (best, phrase) => (best === undefined || phrase.words.length > best.words.length ? phrase : best),
      undefined,
    );
}

/**
 * What a date means on the day it was said. Without a year, and for weekdays: the last one before, or for what lies ahead the next.
 *
 * @param saidAt ms
 */
export function resolveDate(
  date: FoundDate['date'],
  saidAt: number,
  lies: 'behind' | 'ahead',
): ResolvedDate | null {
  const today = Math.floor(saidAt / DAY) * DAY;
  const now = new Date(today);
  if (date.kind === 'day' || date.kind === 'month') {
    const day = date.kind === 'day' ? date.day : 1;
    let year = date.year === 'last' ? now.getUTCFullYear() - 1 : (date.year ?? now.getUTCFullYear());
    if (date.year === null) {
      const at = Date.UTC(year, date.month - 1, day);
      // A day's grace: in other time zones it is tomorrow already.
      if (lies === 'behind' && at > today + DAY) year -= 1;
      if (lies === 'ahead' && at < today - 31 * DAY) year += 1;
    }
    const at = new Date(Date.UTC(year, date.month - 1, day));
    if (at.getUTCMonth() !== date.month - 1) return null;
    return { day: iso(at.getTime()), precision: date.kind };
  }
  if (date.kind === 'phrase') return resolvePhrase(date.means, today);
  if (date.kind === 'ordinal') return resolveOrdinal(date.day, today, lies);
  const back = (((now.getUTCDay() + 6) % 7) + 1 - date.weekday + 7) % 7;
  const at = lies === 'behind' && !date.ahead ? today - back * DAY : today + ((7 - back) % 7) * DAY;
  return { day: iso(at), precision: 'day' };
}

/** The last such day, that of tomorrow among them, as in other time zones it has come; or the next, that of yesterday among them. */
function resolveOrdinal(day: number, today: number, lies: 'behind' | 'ahead'): ResolvedDate | null {
  const now = new Date(today);
  // Not every month has a 31st; two in a row that have none there are not.
  const months = lies === 'behind' ? [0, -1, -2] : [0, 1, 2];
  for (const month of months) {
    const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + month, day));
    const isThere = at.getUTCDate() === day;
    const isThatWay = lies === 'behind' ? at.getTime() <= today + DAY : at.getTime() >= today - DAY;
    if (isThere && isThatWay) return { day: iso(at.getTime()), precision: 'day' };
  }
  return null;
}

function resolvePhrase(means: DatePhrase, today: number): ResolvedDate | null {
  const now = new Date(today);
  const monday = today - ((now.getUTCDay() + 6) % 7) * DAY;
  const meant: Readonly<Record<DatePhrase, ResolvedDate | null>> = {
    today: { day: iso(today), precision: 'day' },
    yesterday: { day: iso(today - DAY), precision: 'day' },
    tomorrow: { day: iso(today + DAY), precision: 'day' },
    'last-week': { day: iso(monday - 7 * DAY), precision: 'week' },
    'next-week': { day: iso(monday + 7 * DAY), precision: 'week' },
    soon: null,
    'last-month': {
      day: iso(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)),
      precision: 'month',
    },
    // No precision is as coarse as a year: the reader takes it for a look back without a day.
    'last-year': null,
  };
  return meant[means];
}

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
