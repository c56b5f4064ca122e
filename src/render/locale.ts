/** Our own words as people read them: the texts of `config/locales`, filled in, with plurals and choices by ICU's rules. */
import { TYPE, parse } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement, PluralElement, SelectElement } from '@formatjs/icu-messageformat-parser';
import { dayStart } from '#core/day.ts';
import { LANGUAGES } from '#core/locale.ts';
import type { Language, Locale, LocaleFiles, Locales, TextKey } from '#core/locale.ts';
import type { Inline, Words } from '#core/message.ts';
import { DAY, HOUR, MINUTE } from '#core/spans.ts';
import { code, emphasis, inlines, plain, strong, struck } from './build.ts';
import { LEFT_TO_RIGHT, RIGHT_TO_LEFT } from './lines.ts';

/** Tags by which some apps still call a language that has another one now. */
const OLDER_TAGS: Readonly<Record<string, Language>> = { iw: 'he' };

/** The languages of these files. A file is read when it is first needed, and a text compiled when it is first said. */
export function createLocales(files: LocaleFiles): Locales {
  const english = speakerOf('en', files);
  const speaking = new Map<Language, Locale>();
  const locale = (language: Language): Locale => {
    const known = speaking.get(language);
    if (known !== undefined) return known;
    const made = localeOf(language, language === 'en' ? english : speakerOf(language, files), english);
    speaking.set(language, made);
    return made;
  };
  const known = (tag: string): Language | null => {
    const primary = tag.toLowerCase().split(/[-_]/u)[0] ?? '';
    const wanted = OLDER_TAGS[primary] ?? primary;
    return LANGUAGES.find((language) => language === wanted && files.has(language)) ?? null;
  };
  return {
    get all() {
      return LANGUAGES.filter((language) => files.has(language)).map(locale);
    },
    known,
    in: (tag) => locale(known(tag) ?? 'en'),
  };
}

type Filling = Readonly<Record<string, Words | number>>;

/** A language and its file. */
interface Speaker {
  readonly language: Language;
  readonly name: () => string;
  readonly formats: string;
  /** Null where the file does not have the text, or it cannot be read. */
  readonly say: (key: string, filling: Filling) => readonly Inline[] | null;
}

/** Whose dates and numbers they are; a country only where there are several ways. */
const FORMATS: Readonly<Record<Language, string>> = { en: 'en-GB', ru: 'ru', uk: 'uk', he: 'he' };

function localeOf(language: Language, own: Speaker, english: Speaker): Locale {
  // A text that is missing everywhere is a mistake of ours: its name is better than silence.
  const say = (key: TextKey, filling: Filling = {}): readonly Inline[] =>
    own.say(key, filling) ?? english.say(key, filling) ?? [{ kind: 'text', text: key }];
  return {
    language,
    get name() {
      return own.name();
    },
    say,
    text: (key: TextKey, filling: Filling = {}) => plain(say(key, filling)),
    apart: (words) => apart(words, againstOf(language)),
    span: (ms) => {
      if (ms < 90 * MINUTE) return plain(say('span.minutes', { n: Math.max(1, Math.round(ms / MINUTE)) }));
      return ms < 2 * DAY
        ? plain(say('span.hours', { n: Math.round(ms / HOUR) }))
        : plain(say('span.days', { n: Math.round(ms / DAY) }));
    },
    ...calendar(own.formats),
  };
}

function speakerOf(language: Language, files: LocaleFiles): Speaker {
  const compiled = new Map<string, readonly MessageFormatElement[] | null>();
  const elementsOf = (key: string): readonly MessageFormatElement[] | null => {
    const known = compiled.get(key);
    if (known !== undefined) return known;
    const text = files.get(language)?.()?.texts.get(key);
    const elements = text === undefined ? null : readText(text);
    compiled.set(key, elements);
    return elements;
  };
  const formats = FORMATS[language];
  const against = againstOf(language);
  const plural = once(() => new Intl.PluralRules(formats));
  const numbers = once(() => new Intl.NumberFormat(formats));
  return {
    language,
    name: () => files.get(language)?.()?.name ?? language,
    formats,
    say: (key, filling) => {
      const elements = elementsOf(key);
      return elements === null
        ? null
        : merged(filled(elements, { language, filling, against, plural, numbers }, null));
    },
  };
}

/** Letters of the other direction. */
function againstOf(language: Language): RegExp {
  return language === 'he' ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
}

/** Made when it is first needed: the platform's tables of a language take milliseconds to load. */
function once<T>(make: () => T): () => T {
  let made: { readonly it: T } | null = null;
  return () => {
    made ??= { it: make() };
    return made.it;
  };
}

/** A text of a locale's file as a tree; null when it is not an ICU message. */
export function readText(text: string): readonly MessageFormatElement[] | null {
  try {
    return parse(text, { requiresOtherClause: true });
  } catch {
    return null;
  }
}

interface Filler {
  readonly language: Language;
  readonly filling: Filling;
  /** Letters of the other direction. */
  readonly against: RegExp;
  readonly plural: () => Intl.PluralRules;
  readonly numbers: () => Intl.NumberFormat;
}

/** @param pound what # stands for; null outside a plural. */
function filled(
  elements: readonly MessageFormatElement[],
  filler: Filler,
  pound: number | null,
): readonly Inline[] {
  return elements.flatMap((element): readonly Inline[] => {
    switch (element.type) {
      case TYPE.literal:
        return filler.language === 'he'
          ? leftToRightIn(element.value)
          : [{ kind: 'text', text: element.value }];
      case TYPE.argument:
      case TYPE.number:
      case TYPE.date:
      case TYPE.time:
        return given(element.value, filler);
      case TYPE.pound:
        return pound === null ? [] : [{ kind: 'text', text: filler.numbers().format(pound) }];
      case TYPE.select: {
        const wanted = filler.filling[element.value];
        return filled(optionOf(element, [typeof wanted === 'string' ? wanted : 'other']), filler, pound);
      }
      case TYPE.plural: {
        const n = Number(filler.filling[element.value]) - element.offset;
        return filled(optionOf(element, [`=${String(n)}`, filler.plural().select(n)]), filler, n);
      }
      case TYPE.tag: {
        const inside = filled(element.children, filler, pound);
        return MARKS.get(element.value)?.(inside) ?? inside;
      }
    }
  });
}

/** What stands there for the first of these names that it has; what is chosen by may come from outside. */
function optionOf(
  { options }: Pick<SelectElement | PluralElement, 'options'>,
  names: readonly string[],
): readonly MessageFormatElement[] {
  const name = [...names, 'other'].find((one) => Object.hasOwn(options, one)) ?? 'other';
  return options[name]?.value ?? [];
}

const MARKS: ReadonlyMap<string, (inside: readonly Inline[]) => readonly Inline[]> = new Map([
  ['b', (inside: readonly Inline[]) => [strong(inside)]],
  ['i', (inside: readonly Inline[]) => [emphasis(inside)]],
  ['s', (inside: readonly Inline[]) => [struck(inside)]],
  ['code', (inside: readonly Inline[]) => [code(plain(inside))]],
]);

/**
 * What is typed, `/subscribe trufanov`, as it stands in a Hebrew text: the slash has no direction of its own and would be
 * shown behind the word.
 */
const TYPED = /\/[a-z](?:[^\p{Script=Hebrew},;]*[[\p{L}\p{N}]--\p{Script=Hebrew}])?/v;

function leftToRightIn(text: string): readonly Inline[] {
  const typed = TYPED.exec(text);
  if (typed === null) return inlines(text);
  const [word] = typed;
  return [
    ...inlines(text.slice(0, typed.index)),
    { kind: 'isolated', inlines: inlines(word) },
    ...leftToRightIn(text.slice(typed.index + word.length)),
  ];
}

/** Neighbouring plain words as one: each piece would count as a mark of its own where a message's marks are numbered. */
function merged(words: readonly Inline[]): readonly Inline[] {
  const whole: Inline[] = [];
  for (const word of words) {
    const last = whole.at(-1);
    if (word.kind === 'text' && last?.kind === 'text')
      whole.splice(-1, 1, { kind: 'text', text: last.text + word.text });
    else whole.push(word);
  }
  return whole;
}

/** What was given for a place; words of the other direction keep to themselves. */
function given(name: string, { filling, against, numbers }: Filler): readonly Inline[] {
  const value = filling[name];
  if (value === undefined) return [];
  if (typeof value === 'number') return [{ kind: 'text', text: numbers().format(value) }];
  return apart(value, against);
}

function apart(words: Words, against: RegExp): readonly Inline[] {
  return inlines(words).map((inline) =>
    against.test(plain(inline)) ? { kind: 'isolated', inlines: [inline] } : inline,
  );
}

type Calendar = Pick<Locale, 'day' | 'month' | 'monthSince' | 'list' | 'number'>;

/** Dates, lists and numbers by the platform's own data (CLDR). */
function calendar(formats: string): Calendar {
  const date = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  const days = once(() => new Intl.DateTimeFormat(formats, { ...date, day: 'numeric' }));
  const months = once(() => new Intl.DateTimeFormat(formats, date));
  const lists = once(() => new Intl.ListFormat(formats));
  const numbers = once(() => new Intl.NumberFormat(formats));
  return {
    day: (day) => withoutSign(days().formatToParts(midnight(day))),
    month: (day) => withoutSign(months().formatToParts(midnight(day))),
    monthSince: (day) => {
      const parts = days().formatToParts(midnight(day));
      return withoutSign(parts.slice(parts.findIndex(({ type }) => type === 'month')));
    },
    list: (parts) => {
      let next = 0;
      // The words between depend on the letters that follow: "и Анна", "ו-Anna".
      return lists()
        .formatToParts(parts.map((part) => plain(part)))
        .flatMap(({ type, value }): readonly Inline[] => {
          if (type === 'literal') return [{ kind: 'text', text: value }];
          next += 1;
          return inlines(parts[next - 1] ?? '');
        });
    },
    number: (n) => numbers().format(n),
  };
}

function midnight(day: string): Date {
  return new Date(dayStart(day));
}

/** "15 февраля 2025" rather than "15 февраля 2025 г.": the sign ends like a sentence and stands in the midst of ours. */
function withoutSign(parts: readonly Intl.DateTimeFormatPart[]): string {
  const end = parts.findLastIndex(({ type }) => type === 'year');
  return parts
    .slice(0, end + 1)
    .map(({ value }) => value)
    .join('');
}
