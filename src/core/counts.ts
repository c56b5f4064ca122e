/**
 * How many people of which kind a report speaks of, in words or digits (`config/counts.yaml`). A shared count says that two
 * reports tell one event, in whatever languages; two that differ, that they tell two. Only small numbers: large ones are
 * totals, which reports repeat in passing.
 */
import { westernDigits } from './gist.ts';
import { formsOf, plainLetters } from './themes.ts';

/** Words by language. */
type Words = Readonly<Record<string, readonly string[]>>;

/** What `config/counts.yaml` lists. */
export interface CountWords {
  /** Number → its words, each as printed. */
  readonly numbers: ReadonlyMap<number, Words>;
  /** Kind → what its nouns begin with; several words stand behind each other. */
  readonly kinds: ReadonlyMap<string, Words>;
  /** Kind → what its adjectives begin with; the first that stands there is the one. */
  readonly countries: ReadonlyMap<string, Words>;
  /** May stand between number and noun: what they begin with. */
  readonly between: Words;
  /** Make a number one beside others: "two more". What they begin with. */
  readonly besides: Words;
  /** Before a number they make it a day or a name: "October 7". What they begin with. */
  readonly notPeople: Words;
}

/**
 * The counts of a text, `kind number`, in order and each once; with a plus behind it one that is beside others ("captives 2+").
 * @param language primary tag; where there are no words of it nothing is found
 */
export type FindCounts = (text: string, language: string) => readonly string[];

const LEAST = 2;
const MOST = 20;

/** A noun stands so many words behind its number at most, and what tells the country so many behind the noun. */
const NOUN_WITHIN = 5;
const COUNTRY_WITHIN = 3;

/** Counted in passing: casualties, whom the other side sets free. They say nothing against each other. */
const IN_PASSING: ReadonlySet<string> = new Set(['people', 'prisoners']);

/** The words of a language are made ready when its first text comes. */
export function createCountFinder(words: CountWords): FindCounts {
  const finders = new Map<string, Finder>();
  const finderOf = (language: string): Finder => {
    const known = finders.get(language);
    if (known !== undefined) return known;
    const test = (by: Words): Test => startsWithOneOf((by[language] ?? []).map(wordsOf));
    const tests = (those: ReadonlyMap<string, Words>): readonly Kind[] =>
      [...those].map(([kind, by]) => [kind, test(by)] as const);
    const made: Finder = {
      numbers: new Map(
        [...words.numbers].flatMap(([value, by]) =>
          (by[language] ?? []).map((word) => [wordsOf(word).join(' '), value] as const),
        ),
      ),
      kinds: tests(words.kinds),
      countries: tests(words.countries),
      between: test(words.between),
      besides: test(words.besides),
      notPeople: test(words.notPeople),
    };
    finders.set(language, made);
    return made;
  };
  return (text, language) => {
    const finder = finderOf(language);
    if (finder.numbers.size === 0) return [];
    const tokens = wordsOf(text);
    const found = new Set<string>();
    for (let at = 0; at < tokens.length; at += 1) {
      const number = numberAt(tokens, at, finder);
      if (number === null) continue;
      const count = countAt(tokens, at, number, finder);
      if (count !== null) found.add(count);
    }
    return [...found];
  };
}

/** How many of the words from `at` on it takes; 0: none. */
type Test = (tokens: readonly string[], at: number) => number;

type Kind = readonly [name: string, test: Test];

interface Finder {
  readonly numbers: ReadonlyMap<string, number>;
  readonly kinds: readonly Kind[];
  readonly countries: readonly Kind[];
  readonly between: Test;
  readonly besides: Test;
  readonly notPeople: Test;
}

function startsWithOneOf(stems: readonly (readonly string[])[]): Test {
  return (tokens, at) => {
    const forms = formsOf(tokens[at] ?? '');
    for (const [first = '', ...rest] of stems) {
      if (first === '' || !forms.some((form) => form.startsWith(first))) continue;
      if (rest.every((word, i) => tokens[at + 1 + i]?.startsWith(word) === true)) return 1 + rest.length;
    }
    return 0;
  };
}

function numberAt(
  tokens: readonly string[],
  at: number,
  finder: Finder,
): { readonly value: number; readonly words: number } | null {
  const token = tokens[at] ?? '';
  if (at > 0 && finder.notPeople(tokens, at - 1) > 0) return null;
  const digits = /^\p{Nd}{1,2}$/u.test(token) ? Number(westernDigits(token)) : null;
  if (digits !== null) return digits >= LEAST && digits <= MOST ? { value: digits, words: 1 } : null;
  for (const form of formsOf(token)) {
    const two = finder.numbers.get(`${form} ${tokens[at + 1] ?? ''}`);
    if (two !== undefined) return { value: two, words: 2 };
    const one = finder.numbers.get(form);
    if (one !== undefined) return { value: one, words: 1 };
  }
  return null;
}

function countAt(
  tokens: readonly string[],
  from: number,
  number: { readonly value: number; readonly words: number },
  finder: Finder,
): string | null {
  let besides = from > 0 && finder.besides(tokens, from - 1) > 0;
  let country: number = finder.countries.length;
  let kind: string | null = null;
  let last = from + number.words + NOUN_WITHIN;
  for (let at = from + number.words; at < last;) {
    const noun: Kind | undefined =
      kind === null ? finder.kinds.find(([, test]) => test(tokens, at) > 0) : undefined;
    const here = finder.countries.findIndex(([, test]) => test(tokens, at) > 0);
    if (here >= 0 && here < country) country = here;
    if (noun !== undefined) {
      kind = noun[0];
      last = at + 1 + COUNTRY_WITHIN;
    }
    const isBeside = finder.besides(tokens, at) > 0;
    besides ||= isBeside;
    if (noun === undefined && here < 0 && !isBeside && finder.between(tokens, at) === 0) break;
    at += Math.max(1, noun?.[1](tokens, at) ?? 0, finder.countries[here]?.[1](tokens, at) ?? 0);
  }
  if (kind === null) return null;
  const named = kind === 'captives' || kind === 'people' ? finder.countries[country]?.[0] : undefined;
  return `${named ?? kind} ${String(number.value)}${besides ? '+' : ''}`;
}

/** Why the counts of two reports, each in its order, cannot be of one event; null: they can. */
export function countsClash(a: readonly string[], b: readonly string[]): string | null {
  const [mine, theirs] = [a.map(readCount), b.map(readCount)];
  // Of three, "two others" may be told.
  if ([...mine, ...theirs].some(({ besides }) => besides)) return null;
  for (const kind of new Set(mine.map((count) => count.kind))) {
    if (IN_PASSING.has(kind)) continue;
    const [one, other] = [firstOf(mine, kind), firstOf(theirs, kind)];
    if (one === null || other === null || valuesOf(theirs).has(one) || valuesOf(mine).has(other)) continue;
    return `${String(one)} ${kind} against ${String(other)}`;
  }
  return null;
}

/** What a report counts first of a kind is what it tells; the rest it may say in passing. */
function firstOf(counts: readonly Count[], kind: string): number | null {
  return counts.find((count) => count.kind === kind)?.value ?? null;
}

/** All numbers, and what they come to together: three Israelis and five Thais are eight hostages. */
function valuesOf(counts: readonly Count[]): ReadonlySet<number> {
  const values = counts.map(({ value }) => value);
  return new Set([...values, values.reduce((sum, value) => sum + value, 0)]);
}

/**
 * How many are counted, of whatever kind: "eight citizens" here are "8 hostages" there. Without those beside others, of whom the
 * other report may count the whole.
 */
export function peopleCounted(counts: readonly string[]): readonly string[] {
  const values = counts.map(readCount).filter(({ besides }) => !besides);
  return [...new Set(values.map(({ value }) => String(value)))];
}

interface Count {
  readonly kind: string;
  readonly value: number;
  readonly besides: boolean;
}

function readCount(count: string): Count {
  const [kind = '', number = ''] = count.split(' ');
  return { kind, value: Number.parseInt(number, 10), besides: number.endsWith('+') };
}

/** Signs between words are words of their own, so that no count reaches over them; every Chinese sign is one. */
function wordsOf(text: string): readonly string[] {
  return (
    plainLetters(text).match(
      /\p{Script=Han}|\p{Nd}+(?:[.,]\p{Nd}+)*|[[\p{L}\p{M}]--\p{Script=Han}]+|[.,:;!?\(\)\|\n]/gv,
    ) ?? []
  );
}
