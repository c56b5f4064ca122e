/** A place on disk as an operator would have it: a working directory with `config/` and perhaps a `.env`. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Loaded, Settings } from '#config/load.ts';
import { loadSettings } from '#config/load.ts';
import { problemLine } from '#core/problem.ts';

export interface Place {
  readonly cwd: string;
  write(name: string, text: string): Promise<string>;
  load(env?: Readonly<Record<string, string>>, folder?: string | null): Promise<Loaded>;
  /** The settings; fails with all problems when there are any. */
  settings(env?: Readonly<Record<string, string>>): Promise<Settings>;
  /** Each problem as a person would read it; none when all is well. */
  problems(env?: Readonly<Record<string, string>>): Promise<readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param files by name below the working directory; feeds.yaml is there, empty, unless given. */
export async function place(files: Readonly<Record<string, string>> = {}): Promise<Place> {
  const cwd = await mkdtemp(join(tmpdir(), 'wirewatch-settings-'));
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(cwd, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
    return path;
  };
  for (const [name, text] of Object.entries({ 'config/feeds.yaml': '', ...files })) await write(name, text);
  const load: Place['load'] = (env = {}, folder = null) => loadSettings({ folder, env, cwd });
  return {
    cwd,
    write,
    load,
    settings: async (env) => {
      const loaded = await load(env);
      if (loaded.ok) return loaded.settings;
      throw new Error(loaded.problems.map(problemLine).join('\n'));
    },
    problems: async (env) => {
      const loaded = await load(env);
      return loaded.ok ? [] : loaded.problems.map(problemLine);
    },
    [Symbol.asyncDispose]: () => rm(cwd, { recursive: true, force: true }),
  };
}
