import type { Inline, Words } from './message.ts';
import type { Texts } from './texts.ts';

/** The languages that our own words are written in: one file each in `config/locales`. */
export const LANGUAGES = ['en', 'ru', 'uk', 'he'] as const;
/** Primary BCP 47 tag of a language that our texts are written in; what entries are written in is any language. */
export type Language = (typeof LANGUAGES)[number];

/** The name of one of our texts: `status.held`. */
export type TextKey = keyof Texts;

/** A text without places: it says itself. */
export type PlainKey = { readonly [K in TextKey]: keyof Texts[K] extends never ? K : never }[TextKey];

/** The places of all these texts together, so that one of several may be said: `situation.${name}`. */
type PlaceOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, P extends PropertyKey> = T extends Readonly<Record<P, infer V>> ? V : never;

/** What a text has to be given; nothing where it has no places to fill. */
export type TextArguments<K extends TextKey> = [PlaceOf<Texts[K]>] extends [never]
  ? []
  : [filled: { readonly [P in PlaceOf<Texts[K]>]: ValueOf<Texts[K], P> }];

/** Our own words in one language, written down in `config/locales/<language>.yaml`. */
export interface Locale {
  readonly language: Language;
  /** What the language calls itself: "Русский". */
  readonly name: string;
  /** The text as a part of a message; what is filled in keeps its marks and links, and its direction. */
  say<K extends TextKey>(key: K, ...filled: TextArguments<K>): readonly Inline[];
  /** The text without marks, for what takes plain words only: a button, a menu. */
  text<K extends TextKey>(key: K, ...filled: TextArguments<K>): string;
  /** Words of others among ours: of the other direction, they keep to themselves. What is filled in is so by itself. */
  apart(words: Words): readonly Inline[];
  /** "15 February 2025" for `2025-02-15`. */
  day(day: string): string;
  /** "November 2023" for any day of that month, as it stands alone: "ноябрь 2023". */
  month(day: string): string;
  /** The same after "since", "of", "from": "ноября 2023". */
  monthSince(day: string): string;
  /** "5 min", "3 h", "12 days" for a length of time in ms. */
  span(ms: number): string;
  /** "A, B and C" */
  list(parts: readonly Words[]): readonly Inline[];
  /** `1,204` */
  number(n: number): string;
}

/** All of them. */
export interface Locales {
  /** The locale for a language tag (`ru-RU`, `iw`), English for a language that we do not write. */
  in(tag: string): Locale;
  /** The language of a tag if we write it, else null. */
  known(tag: string): Language | null;
  readonly all: readonly Locale[];
}

/** One file of `config/locales`, as read. */
export interface LocaleFile {
  /** What the language calls itself. */
  readonly name: string;
  /** ICU messages by their key: https://unicode-org.github.io/icu/userguide/format_parse/messages/ */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * The languages whose files are there. A file is read when the first of its texts is said, since most watches speak one or
 * two languages; null where it cannot be understood. English stands in for a text or a language that is missing.
 */
export type LocaleFiles = ReadonlyMap<Language, () => LocaleFile | null>;
