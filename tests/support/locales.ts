/** Our own words, from the project's own files. */
import { join } from 'node:path';
import { readLocales } from '#config/locales.ts';
import { createLocales } from '#render/locale.ts';

const read = await readLocales(join(import.meta.dirname, '../../config/locales'));
if (read.files === null) throw new Error(JSON.stringify(read.problems));

export const { files, problems } = { ...read, files: read.files };
export const locales = createLocales(files);
