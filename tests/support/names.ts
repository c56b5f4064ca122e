/** What is known of names, from the project's own files. */
import { join } from 'node:path';
import { loadNames } from '#watchlist/names.ts';

const loaded = await loadNames(join(import.meta.dirname, '../../config/names.yaml'));
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
export const { names } = loaded;
