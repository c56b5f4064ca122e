import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '#core/locale.ts';
import type { Language, LocaleFile, LocaleFiles } from '#core/locale.ts';
import type { Problem } from '#core/problem.ts';
import { TYPED_WORDS, createTypedWords, plainly } from '#core/typed-words.ts';
import type { TypedCommand, TypedFile, TypedWords } from '#core/typed-words.ts';
import { inWords, parseYaml, problemsOf, readIfThere } from './yaml.ts';
import type { Path } from './yaml.ts';

interface Texts {
  [key: string]: string | Texts;
}

const texts: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), texts]), 'Write a text, or names with texts below them.'),
);

/** Digits are read apart from the words beside them. */
const word = z
  .string('Write a word.')
  .regex(/^(?!\s)[^\d]+(?<!\s)$/u, 'Write a word, or several with one space between, without digits.');

const typedSchema = z
  .strictObject({
    search: wordsFor('search'),
    mute: wordsFor('mute'),
    language: wordsFor('language'),
    subscribe: wordsFor('subscribe'),
  })
  .superRefine((typed, context) => {
    for (const [command, meanings] of Object.entries(typed)) {
      const seen = new Map<string, string>();
      for (const [meaning, words = []] of Object.entries(meanings ?? {})) {
        for (const [at, one] of words.entries()) {
          const other = seen.get(plainly(one));
          seen.set(plainly(one), meaning);
          if (other === undefined || other === meaning) continue;
          const message = `It stands under ${other} as well: take it out of one of the two.`;
          context.addIssue({ code: 'custom', path: [command, meaning, at], message });
        }
      }
    }
  });

function wordsFor(command: TypedCommand) {
  const words = z.array(word, 'Write a list: [hour, hours].').optional();
  return z
    .strictObject(Object.fromEntries(TYPED_WORDS[command].map((meaning) => [meaning, words])))
    .optional();
}

const localeSchema = z.strictObject({
  language: z.enum(LANGUAGES),
  name: z.string('Write what the language calls itself.').min(1),
  typed: typedSchema.optional(),
  texts,
});

/** The languages of a folder: which there are, and what is wrong with them. */
export interface LocalesRead {
  readonly files: LocaleFiles;
  /** What people may type, in all of them together. */
  readonly typedWords: TypedWords;
  /** Files that cannot be read. */
  readonly problems: readonly Problem[];
  /** What is wrong inside of the files: reads every one of them. */
  readonly check: () => readonly Problem[];
}

/**
 * Reads the languages' files, each from the first of the folders that has it. A language that is in none of them, or whose
 * file is broken, is left out; English answers for it.
 */
export async function readLocales(folders: readonly string[]): Promise<LocalesRead> {
  const readings = new Map<Language, () => Reading>();
  const typed: (() => TypedFile)[] = [];
  const problems: Problem[] = [];
  for (const language of LANGUAGES) {
    const found = await readFirst(folders.map((folder) => join(folder, `${language}.yaml`)));
    if ('problem' in found) problems.push(found.problem);
    else {
      let reading: Reading | null = null;
      readings.set(language, () => (reading ??= readLocale(found.path, found.text)));
      typed.push(() => readTyped(found.text));
    }
  }
  return {
    files: new Map([...readings].map(([language, reading]) => [language, () => reading().file])),
    typedWords: createTypedWords(() => typed.map((read) => read())),
    problems,
    check: () => [...readings.values()].flatMap((reading) => reading().problems),
  };
}

async function readFirst(
  paths: readonly string[],
): Promise<{ readonly path: string; readonly text: string } | { readonly problem: Problem }> {
  const last = paths.at(-1) ?? '';
  for (const path of paths) {
    const read = await readIfThere(path);
    if ('error' in read) {
      const fix = 'Make it readable, or take it away; until then English answers for it.';
      const what = `This file cannot be read: ${inWords(read.error)}`;
      return { problem: { file: path, line: null, what, fix } };
    }
    if (read.text !== null) return { path, text: read.text };
  }
  const fix = 'Put the one of the project there; until then English answers for it.';
  return { problem: { file: last, line: null, what: 'This file is not there', fix } };
}

interface Reading {
  readonly file: LocaleFile | null;
  readonly problems: readonly Problem[];
}

function readLocale(path: string, text: string): Reading {
  const parsed = parseYaml(path, text);
  if (!parsed.ok) return { file: null, problems: parsed.problems };
  const checked = localeSchema.safeParse(parsed.yaml.value);
  if (!checked.success) {
    return { file: null, problems: problemsOf(parsed.yaml, checked.error.issues, { keysAt }) };
  }
  const { name, texts } = checked.data;
  return { file: { name, texts: new Map(flat(texts, '')) }, problems: [] };
}

function keysAt([part, command]: Path): readonly string[] {
  if (part !== 'typed') return Object.keys(localeSchema.shape);
  const commands: readonly (readonly [string, readonly string[]])[] = Object.entries(TYPED_WORDS);
  return command === undefined
    ? commands.map(([name]) => name)
    : (commands.find(([name]) => name === command)?.[1] ?? []);
}

/**
 * What may be typed in a language, without its texts: who types the first word needs those of all languages, and reading
 * the texts of all takes a third of a second. None where it is broken: `check` says so, with the line.
 */
function readTyped(text: string): TypedFile {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('typed:'));
  if (start === -1) return {};
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#]/u.test(line));
  const part = lines.slice(start, length === -1 ? undefined : start + 1 + length);
  const parsed = parseYaml('', part.join('\n'));
  if (!parsed.ok) return {};
  const checked = z.object({ typed: typedSchema }).safeParse(parsed.yaml.value);
  return checked.success ? checked.data.typed : {};
}

/** `status: {held: …}` as `status.held`. */
function flat(texts: Texts, before: string): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as const] : flat(value, `${before}${key}.`),
  );
}
