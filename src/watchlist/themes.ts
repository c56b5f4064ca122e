import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Problem } from '#core/problem.ts';

const ThemesFile = z.record(z.string(), z.record(z.string(), z.array(z.string())));

/**
 * The words of each theme, all languages together. Without a readable file there are no themes: stories are then told apart
 * by people, claims and numbers alone.
 */
export async function loadThemes(file: string): Promise<{
  readonly themes: ReadonlyMap<string, readonly string[]>;
  readonly problems: readonly Problem[];
}> {
  const unread = (what: string): Problem => ({
    file,
    line: null,
    what: `The themes of stories cannot be read (${what})`,
    fix: 'Copy config/themes.yaml of the project there.',
  });
  let read: unknown;
  try {
    read = parse(await readFile(file, 'utf8'));
  } catch (cause) {
    return { themes: new Map(), problems: [unread(cause instanceof Error ? cause.message : String(cause))] };
  }
  const parsed = ThemesFile.safeParse(read);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      themes: new Map(),
      problems: [unread(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)],
    };
  }
  const themes = Object.entries(parsed.data).map(
    ([theme, byLanguage]) => [theme, [...new Set(Object.values(byLanguage).flat())]] as const,
  );
  return { themes: new Map(themes), problems: [] };
}
