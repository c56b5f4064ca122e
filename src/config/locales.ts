import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { LANGUAGES } from '#core/locale.ts';
import type { Language, LocaleFile, LocaleFiles } from '#core/locale.ts';
import type { Problem } from '#core/problem.ts';
import { inWords, parseYaml, problemsOf } from './yaml.ts';

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
  /** The same, and all that is wrong inside of the files: reads every one of them. */
  readonly check: () => readonly Problem[];
}

/** Reads `config/locales`. A language whose file is missing or broken is left out; English answers for it. */
export async function readLocales(folder: string): Promise<LocalesRead> {
  const files = new Map<Language, () => LocaleFile | null>();
  const problems: Problem[] = [];
  const readings = new Map<Language, () => Reading>();
  await Promise.all(
    LANGUAGES.map(async (language) => {
      const path = join(folder, `${language}.yaml`);
      try {
        const text = await readFile(path, 'utf8');
        let reading: Reading | null = null;
        readings.set(language, () => (reading ??= readLocale(path, text)));
      } catch (error) {
        const fix = 'Put the one of the project there; until then English answers for it.';
        problems.push({ file: path, line: null, what: `This file cannot be read: ${inWords(error)}`, fix });
      }
    }),
  );
  for (const language of LANGUAGES) {
    const reading = readings.get(language);
    if (reading !== undefined) files.set(language, () => reading().file);
  }
  return {
    files,
    problems,
    check: () => [...problems, ...[...readings.values()].flatMap((reading) => reading().problems)],
  };
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
