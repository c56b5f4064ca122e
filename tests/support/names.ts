/** What is known of names, from the project's own files. */
import { join } from 'node:path';
import { loadNames } from '#watchlist/names.ts';

const config = join(import.meta.dirname, '../../config');
const loaded = await loadNames({
  words: join(config, 'names.yaml'),
  given: join(config, 'given-names.yaml'),
});
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
export const { names } = loaded;
