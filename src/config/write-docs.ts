/** `npm run docs`: writes docs/configuration.md. A test fails when that was forgotten. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { documentSettings } from './document.ts';

await writeFile(join(import.meta.dirname, '../../docs/configuration.md'), documentSettings());
