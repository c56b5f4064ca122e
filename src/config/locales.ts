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
  formats: z
    .string('Write whose dates and numbers they are, as en-GB.')
    .refine(isLocale, 'Write it as en-GB.'),
  texts,
});

/** The locales' files, with what is wrong in them; null when not even English can be read. */
export interface LocalesRead {
  readonly files: LocaleFiles | null;
  readonly problems: readonly Problem[];
}

/** Reads `config/locales`. A language whose file is missing or broken is left out; English answers for it. */
export async function readLocales(folder: string): Promise<LocalesRead> {
  const read = await Promise.all(LANGUAGES.map((language) => readLocale(folder, language)));
  const files = new Map(read.flatMap(({ language, file }) => (file === null ? [] : [[language, file]])));
  const en = files.get('en');
  return {
    files: en === undefined ? null : { ...Object.fromEntries(files), en },
    problems: read.flatMap(({ problems }) => problems),
  };
}

interface LocaleRead {
  readonly language: Language;
  readonly file: LocaleFile | null;
  readonly problems: readonly Problem[];
}

async function readLocale(folder: string, language: Language): Promise<LocaleRead> {
  const path = join(folder, `${language}.yaml`);
  const none = (problems: readonly Problem[]): LocaleRead => ({ language, file: null, problems });
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const fix = 'Put the one of the project there; until then English answers for it.';
    return none([{ file: path, line: null, what: `This file cannot be read: ${inWords(error)}`, fix }]);
  }
  const parsed = parseYaml(path, text);
  if (!parsed.ok) return none(parsed.problems);
  const checked = localeSchema.safeParse(parsed.yaml.value);
  if (!checked.success) {
    return none(
      problemsOf(parsed.yaml, checked.error.issues, { keysAt: () => Object.keys(localeSchema.shape) }),
    );
  }
  const { name, formats } = checked.data;
  return { language, file: { name, formats, texts: new Map(flat(checked.data.texts, '')) }, problems: [] };
}

/** `status: {held: …}` as `status.held`. */
function flat(texts: Texts, before: string): readonly (readonly [string, string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${before}${key}`, value] as const] : flat(value, `${before}${key}.`),
  );
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
