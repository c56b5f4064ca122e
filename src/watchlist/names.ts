/** What is known of names whatever the watch: `config/names.yaml` and `config/given-names.yaml`. */
import { z } from 'zod';
import { NAME_LISTS, compileNameWords } from '#core/name-words.ts';
import type { NameWords } from '#core/name-words.ts';
import type { Problem } from '#core/problem.ts';
import type { Script } from './sounds.ts';
import { readYamlFile } from './yaml.ts';

/** Both files, as they are used. */
export interface Names {
  /** Words beside a name that say whose it is. */
  readonly words: NameWords;
  /** Given names of anybody, by their Latin spelling without capitals. */
  readonly given: ReadonlyMap<string, GivenName>;
}

/** A given name with what its spellings are made from. */
export interface GivenName {
  /** In Latin letters, as English papers write it. */
  readonly name: string;
  readonly gender: 'm' | 'f';
  /** As spelled in {@link soundsOf}, or the name itself. */
  readonly sounds: string;
  /** Spellings that the sounds do not give, in any script. */
  readonly also: readonly string[];
  /** Scripts that it is spelled in; all where there are none. */
  readonly scripts?: readonly Script[];
}

/** All of it, or what is wrong: without it everybody would be taken for somebody's namesake, or nobody, and it would look well. */
export type NamesLoaded =
  | { readonly ok: true; readonly names: Names }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Letters, and what stands within a word; what is more would be a part of a pattern. */
const word = z
  .string('Write a word, in quotes if it is a number')
  .regex(/^[\p{L}\p{M}'’-]+$/u, 'Write one word, of letters only');

const list = z.record(
  z.string(),
  z.array(word, 'Write a list: [mr, mister]'),
  'Write the words by language, {} for none',
);

const WordsFile = z.strictObject(Object.fromEntries(NAME_LISTS.map((name) => [name, list])));

const gender = z.enum(['m', 'f'], 'Write m or f');
const latin = z.string().regex(/^[A-Za-z\u00c0-\u024f'’-]+$/u, 'Write the name as English papers do');
const GivenFile = z.strictObject({
  everywhere: z.record(
    latin,
    z.strictObject({
      gender,
      sounds: z
        .string()
        .regex(/^[A-Z]+\??(?: [A-Z]+\??)*$/, 'Write sounds with a space between: S A SH A')
        .optional(),
      also: z.array(word, 'Write a list: [Sascha, Саня]').optional(),
    }),
  ),
  'with-capitals': z.record(gender, z.array(latin, 'Write a list: [Jean, Pierre]')),
});

/** Scripts with capitals. */
const WITH_CAPITALS: readonly Script[] = ['latin', 'cyrillic'];

/** Where the files are. */
export interface NamesFiles {
  readonly words: string;
  readonly given: string;
}

/** Reads the files. */
export async function loadNames(files: NamesFiles): Promise<NamesLoaded> {
  const [words, given] = await Promise.all([
    readYamlFile(files.words, 'config/names.yaml', WordsFile),
    readYamlFile(files.given, 'config/given-names.yaml', GivenFile),
  ]);
  if (!words.ok || !given.ok)
    return { ok: false, problems: [words, given].flatMap((one) => (one.ok ? [] : one.problems)) };
  return {
    ok: true,
    names: {
      words: compileNameWords((name) => Object.values(words.value[name] ?? {}).flat()),
      given: givenOf(given.value),
    },
  };
}

function givenOf(file: z.infer<typeof GivenFile>): ReadonlyMap<string, GivenName> {
  const all = Object.entries(file.everywhere).map(
    ([name, { gender, sounds = name, also = [] }]): GivenName => ({ name, gender, sounds, also }),
  );
  for (const gender of ['m', 'f'] as const) {
    for (const name of file['with-capitals'][gender])
      all.push({ name, gender, sounds: name, also: [], scripts: WITH_CAPITALS });
  }
  // A name that stands in both parts is read by the first.
  return new Map(
    all
      .toReversed()
      .map((one) => [one.name.toLowerCase(), one] as const)
      .toReversed(),
  );
}
