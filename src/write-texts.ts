/** `npm run texts`: writes src/core/texts.ts from config/locales, so that the compiler knows every text and what it takes. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readLocales } from '#config/locales.ts';
import { problemLine } from '#core/problem.ts';
import { documentTexts } from '#render/places.ts';

const HOME = join(import.meta.dirname, '..');
const { files, problems, check } = await readLocales([join(HOME, 'config/locales')]);
const wrong = [...problems, ...check()];
if (wrong.length > 0) throw new Error(wrong.map(problemLine).join('\n'));
await writeFile(join(HOME, 'src/core/texts.ts'), documentTexts(files));
