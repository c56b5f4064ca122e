/** Words beside a name that say whose it is, all languages together: `config/names.yaml`. */
import { foldedText } from '#language/normalise.ts';

/** The lists of the file, each described there. */
export const NAME_LISTS = [
  'titles-f',
  'titles-m',
  'and',
  'her',
  'her-behind-comma',
  'women',
  'two',
  'woman-beginnings',
  'object-beginnings',
  'elder',
  'article',
  'of',
  'before-places',
  'no-names',
] as const;
/** The name of a list of `config/names.yaml`. */
export type NameList = (typeof NAME_LISTS)[number];

/** Folded, as the tokens of a text are. */
export interface NameWords {
  readonly titles: Readonly<Record<'f' | 'm', ReadonlySet<string>>>;
  readonly and: ReadonlySet<string>;
  readonly her: ReadonlySet<string>;
  readonly herBehindComma: ReadonlySet<string>;
  readonly women: ReadonlySet<string>;
  readonly two: ReadonlySet<string>;
  /** What a woman is called, declined. */
  readonly woman: RegExp;
  /** A verb whose object somebody is. */
  readonly takesObject: RegExp;
  readonly elder: ReadonlySet<string>;
  readonly article: ReadonlySet<string>;
  readonly of: ReadonlySet<string>;
  readonly beforePlaces: ReadonlySet<string>;
  /** Titles too. */
  readonly noNames: ReadonlySet<string>;
}

/** @param listed the words of a list as printed, whatever their language. */
export function compileNameWords(listed: (name: NameList) => readonly string[]): NameWords {
  const folded = (...names: readonly NameList[]): ReadonlySet<string> =>
    new Set(names.flatMap((name) => listed(name).map(foldedText)));
  return {
    titles: { f: folded('titles-f'), m: folded('titles-m') },
    and: folded('and'),
    her: folded('her'),
    herBehindComma: folded('her-behind-comma'),
    women: folded('women'),
    two: folded('two'),
    woman: begun([...folded('woman-beginnings')], '', '[аиыуі]$'),
    takesObject: begun(
      [...folded('object-beginnings')],
      '^',
      String.raw`\p{L}*(?:л[аои]?|в|ли|или|ют|ет|ют)$`,
    ),
    elder: folded('elder'),
    article: folded('article'),
    of: folded('of'),
    beforePlaces: folded('before-places'),
    noNames: folded('no-names', 'titles-f', 'titles-m'),
  };
}

/** A word of one of these beginnings, with the endings of Russian and Ukrainian. */
function begun(beginnings: readonly string[], before: string, behind: string): RegExp {
  // An empty list finds nothing.
  const any = beginnings.length === 0 ? '(?!)' : beginnings.join('|');
  return new RegExp(`${before}(?:${any})${behind}`, 'u');
}
