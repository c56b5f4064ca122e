/** The settings and the watchlist that the project ships, read as the program reads them. */
import { join } from 'node:path';
import { loadSettings } from '#config/load.ts';
import type { Settings } from '#config/load.ts';
import type { Knowledge } from '#src/knowledge.ts';
import { HOME, knowledgeOf } from '#src/main.ts';

const folder = join(HOME, 'config');
let knowledge: Knowledge | null = null;

/** Read once in a test file. */
export async function projectKnowledge(): Promise<Knowledge> {
  if (knowledge !== null) return knowledge;
  const loaded = await knowledgeOf({ folder });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  ({ knowledge } = loaded);
  return knowledge;
}

/** As they are without an environment. */
export async function projectSettings(): Promise<Settings> {
  const loaded = await loadSettings({ folder, env: {}, cwd: HOME });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.settings;
}
