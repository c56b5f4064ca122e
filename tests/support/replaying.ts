/** Replays a file of items the way `wirewatch replay --json` does, in this process. */
import { readFile } from 'node:fs/promises';
import { loadSettings } from '#config/load.ts';
import { entriesOf, replayedJson } from '../../src/cli/replay.ts';
import { parseItem } from '../../src/cli/items.ts';
import type { Knowledge } from '../../src/knowledge.ts';
import { HOME, knowledgeOf } from '../../src/main.ts';
import { replay } from '../../src/replay.ts';
import { quietLog } from './desk.ts';

export type ReplayJson = ReturnType<typeof replayedJson>;

export interface Newsreel {
  readonly knowledge: Knowledge;
  /** @param until `YYYY-MM-DD` */
  replay(
    lines: readonly string[],
    options?: { readonly until?: string; readonly seeds?: boolean },
  ): Promise<ReplayJson>;
}

/** What is asked of items, with the settings of a folder. */
export async function newsreel(folder: string): Promise<Newsreel> {
  const loaded = await loadSettings({ folder, env: {}, cwd: HOME });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const { settings } = loaded;
  const known = await knowledgeOf(settings);
  if (!known.ok) throw new Error(JSON.stringify(known.problems));
  if (known.warnings.length > 0) throw new Error(JSON.stringify(known.warnings));
  const { knowledge } = known;
  return {
    knowledge,
    async replay(lines, { until, seeds = false } = {}) {
      const items = lines.flatMap((line, at) => {
        const read = parseItem(line, at + 1);
        return 'item' in read ? [read.item] : [];
      });
      const log = quietLog();
      const replayed = await replay({
        entries: entriesOf(items, settings, Date.UTC(2032, 0, 1)),
        knowledge,
        sources: settings.sources,
        until: until === undefined ? null : Date.parse(`${until}T00:00:00Z`),
        seeds,
        language: 'en',
        show: () => undefined,
        log,
      });
      const trouble = log.lines.find(({ level }) => level === 'error' || level === 'warn');
      if (trouble !== undefined) throw new Error(trouble.sentence, { cause: trouble.fields });
      return replayedJson(replayed);
    },
  };
}

/** The lines of a file. */
export async function linesIn(file: string | URL): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
}
