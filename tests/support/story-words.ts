/** What a gist is made with: the project's own words for themes, counts and ways of telling. */
import { join } from 'node:path';
import { createCountFinder } from '#core/counts.ts';
import { createThemeFinder } from '#core/themes.ts';
import { createToldReader } from '#core/told.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadCounts, loadThemes } from '#watchlist/themes.ts';

const config = join(import.meta.dirname, '../../config');
const [themes, counts, lexicons] = await Promise.all([
  loadThemes(join(config, 'themes.yaml')),
  loadCounts(join(config, 'counts.yaml')),
  loadLexicons(join(config, 'lexicon')),
]);

export const storyWords = {
  findThemes: createThemeFinder(themes.themes),
  tellsMatter: (theme: string): boolean => themes.matters.has(theme),
  findCounts: createCountFinder(counts.counts),
  readTold: createToldReader(lexicons.lexicons),
};
