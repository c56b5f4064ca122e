/** Ranges of the words of a sentence, and who may be meant by them. */
import type { FunctionWord, Lexicon, Token } from '#language/lexicon.ts';

/** How far, in words, cues reach. Measured on real sentences: further words mostly speak of something else. */
export const REACH = {
  person: 30,
  behind: 12,
  modal: 12,
  after: 5,
  firm: 6,
  not: 4,
  kin: 4,
  name: 2,
  date: 15,
  speaker: 9,
  body: 4,
} as const;

/** Tokens `first` to `last`, both included, and what they are. */
export interface Range<T> {
  readonly first: number;
  readonly last: number;
  readonly is: T;
}

/** Somebody to whom an event may have happened. Only watched ones have a subject. */
export type Person =
  | { readonly kind: 'watched'; readonly subject: string; readonly group: boolean }
  | { readonly kind: 'kin' | 'other' | 'name' };

/** Where it stands, without what it is. */
export type Span = Pick<Range<unknown>, 'first' | 'last'>;

/** Whom the pronouns of a sentence mean, by what was said before. */
export interface Meant {
  /** Whom "he" means; null where it is not clear. */
  readonly one: string | null;
  /** Whom "they" means; fewer than two where it means nobody. */
  readonly all: readonly string[];
  /** The one man, and the one woman, of whom was spoken last; null where it is not clear. */
  readonly he: string | null;
  readonly she: string | null;
  /** The women of the watchlist named so far. */
  readonly women: readonly string[];
  /** Those of the watchlist in the list of names told last, strangers among them: "the trio", "all four". */
  readonly together: readonly string[];
  /** The one captive of the text, whom "the hostage" means; null where it names several. */
  readonly text: string | null;
  /** The captor named last, whom "the group" means. */
  readonly captor: string | null;
  /** Other people were named, who are not only quoted: "the hostage" may be one of them. */
  readonly strangers: boolean;
}

/** Whether a range shares a token with any of `ranges`; no range shares none. */
export function touches(ranges: readonly Span[], one: Span | null): boolean {
  return one !== null && ranges.some((range) => range.first <= one.last && one.first <= range.last);
}

/** The words between two of which `left` ends before `right`; null where there are none. */
export function spanBetween({ last }: Pick<Span, 'last'>, { first }: Pick<Span, 'first'>): Span | null {
  return last + 1 < first ? { first: last + 1, last: first - 1 } : null;
}

/** Whether the word at `at` is one of grammar, by the lexicon's `function-words`. */
export function isWord(
  { lexicon, tokens }: { readonly lexicon: Lexicon; readonly tokens: readonly Token[] },
  at: number,
  is: FunctionWord,
): boolean {
  const token = tokens[at];
  const words = lexicon.functionWords.get(is);
  if (token === undefined || words === undefined) return false;
  return words.exact.has(token.text) || words.printed.has(token.printed);
}

/** Whether a comma or a semicolon is printed between two tokens. */
export function hasComma(
  { text, tokens }: { readonly text: string; readonly tokens: readonly Token[] },
  left: number,
  right: number,
): boolean {
  return /[,;،]/.test(printedBetween(text, tokens, left, right));
}

/** Whether the word at `at` is printed with a capital letter. */
export function isCapital(
  { text, tokens }: { readonly text: string; readonly tokens: readonly Token[] },
  at: number,
): boolean {
  const token = tokens[at];
  return token !== undefined && /^\p{Lu}/u.test(text.slice(token.start, token.end));
}

/** Whether "and" is written together with the word at `at`, as Hebrew and Arabic have it. */
export function isGluedAnd(
  { lexicon, tokens }: { readonly lexicon: Lexicon; readonly tokens: readonly Token[] },
  at: number,
): boolean {
  return lexicon.glued !== 'none' && /^[וو]/u.test(tokens[at]?.text ?? '');
}

/** "Russian citizens": some of a group of the watchlist. */
export function isGroup({ is }: Range<Person>): boolean {
  return is.kind === 'watched' && is.group;
}

/** "Three hostages", "Russian citizens". */
export function isUnnamed(person: Range<Person>): boolean {
  return person.is.kind === 'other' || isGroup(person);
}

/** What is printed between two tokens. */
export function printedBetween(text: string, tokens: readonly Token[], left: number, right: number): string {
  return text.slice(tokens[left]?.end ?? 0, tokens[right]?.start ?? 0);
}
