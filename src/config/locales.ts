import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '#core/locale.ts';
import type { Language, LocaleFile, LocaleFiles } from '#core/locale.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, parseYaml, problemsOf, readIfThere } from './yaml.ts';

interface Texts {
  [key: string]: string | Texts;
}

const texts: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), texts]), 'Write a text, or names with texts below them.'),
);

const localeSchema = z.strictObject({
  language: z.enum(LANGUAGES),
  name: z.string('Write what the language calls itself.').min(1),
  texts,
});

/** The languages of a folder: which there are, and what is wrong with them. */
export interface LocalesRead {
  readonly files: LocaleFiles;
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
  const problems: Problem[] = [];
  for (const language of LANGUAGES) {
    const found = await readFirst(folders.map((folder) => join(folder, `${language}.yaml`)));
    if ('problem' in found) problems.push(found.problem);
    else {
      let reading: Reading | null = null;
      readings.set(language, () => (reading ??= readLocale(found.path, found.text)));
    }
  }
  return {
    files: new Map([...readings].map(([language, reading]) => [language, () => reading().file])),
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
    const keys = { keysAt: () => Object.keys(localeSchema.shape) };
    return { file: null, problems: problemsOf(parsed.yaml, checked.error.issues, keys) };
  }
  const { name, texts } = checked.data;
  return { file: { name, texts: new Map(flat(texts, '')) }, problems: [] };
}

/** `status: {held: …}` as `status.held`. */
function flat(texts: Texts, before: string): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as const] : flat(value, `${before}${key}.`),
  );
}
