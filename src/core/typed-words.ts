/** The words that people may type after a command, in every language of ours: `typed:` in `config/locales`. */
import { LANGUAGES } from './locale.ts';

/** What each command can be told in words of a language. What the words are is said in the languages' files. */
export const TYPED_WORDS = {
  search: ['from', 'to', 'source'],
  mute: ['minute', 'hour', 'day', 'week', 'off'],
  language: LANGUAGES,
  subscribe: [
    'changes',
    'none',
    'everything',
    'everybody',
    'off',
    'daily',
    'weekly',
    'loud',
    'silent',
    'quiet:off',
    'empty:say',
    'empty:silent',
    'monday',
    'tuesday',
    'wednesday',
    'thursday',
    'friday',
    'saturday',
    'sunday',
  ],
} as const;

/** A command whose argument has words of its own. */
export type TypedCommand = keyof typeof TYPED_WORDS;

/** What a word may mean for a command. */
export type Meaning<C extends TypedCommand> = (typeof TYPED_WORDS)[C][number];

/** The words of one language: for a command, for a meaning; a file may leave any of them out. */
export type TypedFile = {
  readonly [C in TypedCommand]?: { readonly [M in Meaning<C>]?: readonly string[] | undefined } | undefined;
};

/** What our own texts and buttons write besides the names of the meanings: understood whatever the files say. */
const OWN_WORDS: TypedFile = {
  mute: { minute: ['m'], hour: ['h'], day: ['d'], week: ['w'] },
  subscribe: { everybody: ['all'] },
};

/** The words of all languages together: people type in theirs, whatever language their chat is told in. */
export interface TypedWords {
  /** What a word, or several with a space between, means for a command; null where it means nothing. */
  meaning<C extends TypedCommand>(command: C, typed: string): Meaning<C> | null;
  /** The same for a word of which its beginning is enough. */
  beginning<C extends TypedCommand>(command: C, typed: string): Meaning<C> | null;
}

/** @param files asked when the first word is looked up. A word that two of them use otherwise means what the first says. */
export function createTypedWords(files: () => readonly TypedFile[]): TypedWords {
  let all: readonly TypedFile[] | null = null;
  const known = new Map<TypedCommand, ReadonlyMap<string, string>>();
  const wordsOf = (command: TypedCommand): ReadonlyMap<string, string> => {
    const made = known.get(command);
    if (made !== undefined) return made;
    all ??= [OWN_WORDS, ...files()];
    const words = new Map<string, string>(TYPED_WORDS[command].map((meaning) => [meaning, meaning]));
    for (const file of all) {
      for (const [meaning, list] of Object.entries(file[command] ?? {}))
        for (const word of list ?? []) if (!words.has(plainly(word))) words.set(plainly(word), meaning);
    }
    known.set(command, words);
    return words;
  };
  const asMeaning = <C extends TypedCommand>(command: C, found: string | undefined): Meaning<C> | null => {
    const meanings: readonly Meaning<C>[] = TYPED_WORDS[command];
    return meanings.find((meaning) => meaning === found) ?? null;
  };
  return {
    meaning: (command, typed) => asMeaning(command, wordsOf(command).get(plainly(typed))),
    beginning: (command, typed) => {
      const plain = plainly(typed);
      const found = [...wordsOf(command)].find(([word]) => plain.startsWith(word));
      return asMeaning(command, found?.[1]);
    },
  };
}

/** Without capitals, and with one kind of apostrophe and quotation mark: keyboards differ. */
export function plainly(word: string): string {
  return word
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[’‘ʼ׳`´]/gu, "'")
    .replaceAll(/[״“”]/gu, '"')
    .replaceAll('ё', 'е');
}
