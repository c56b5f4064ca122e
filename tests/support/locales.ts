/** Our own words, from the project's own files. */
import { join } from 'node:path';
import { readLocales } from '#config/locales.ts';
import type { Language, LocaleFile } from '#core/locale.ts';
import { createLocales } from '#render/locale.ts';

export const read = await readLocales([join(import.meta.dirname, '../../config/locales')]);
export const locales = createLocales(read.files);
export const { typedWords } = read;

export function fileOf(language: Language): LocaleFile {
  const file = read.files.get(language)?.();
  if (file === undefined || file === null) throw new Error(JSON.stringify(read.check()));
  return file;
}
