import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { CountWords } from '#core/counts.ts';
import { codeOf } from '#core/file-trouble.ts';
import type { Problem } from '#core/problem.ts';
import { readQuickly } from './quick-yaml.ts';

/** By the quick parser; the other one says what is wrong. */
function valueOf(text: string): unknown {
  const quick = readQuickly(text);
  return quick === null ? parse(text) : quick.value;
}

const ThemesFile = z.record(
  z.string(),
  z.object({ matter: z.boolean().default(false) }).catchall(z.array(z.string())),
);

/**
 * The words of each theme, all languages together. Without a readable file there are no themes: stories are then told apart
 * by people, claims and numbers alone.
 */
export async function loadThemes(file: string): Promise<{
  readonly themes: ReadonlyMap<string, readonly string[]>;
  /** Those that tell what happened. */
  readonly matters: ReadonlySet<string>;
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
    read = valueOf(await readFile(file, 'utf8'));
  } catch (cause) {
    return {
      themes: new Map(),
      matters: new Set(),
      problems: [unread(cause instanceof Error ? cause.message : String(cause))],
    };
  }
  const parsed = ThemesFile.safeParse(read);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return {
      themes: new Map(),
      matters: new Set(),
      problems: [unread(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)],
    };
  }
  const themes = Object.entries(parsed.data).map(
    ([theme, words]) =>
      [
        theme,
        [...new Set(Object.values(words).flatMap((of) => (typeof of === 'boolean' ? [] : of)))],
      ] as const,
  );
  const matters = Object.entries(parsed.data).flatMap(([theme, { matter }]) => (matter ? [theme] : []));
  return { themes: new Map(themes), matters: new Set(matters), problems: [] };
}

const Words = z.record(z.string(), z.array(z.string()));
const CountsFile = z.object({
  numbers: z.record(z.coerce.number().int().positive(), Words),
  kinds: z.record(z.string().regex(/^\S+$/, 'write a kind as one word'), Words),
  countries: z.record(z.string().regex(/^\S+$/, 'write a kind as one word'), Words),
  between: Words,
  besides: Words,
  'not-people': Words,
});

/** How people are counted, in each language. Without the file nobody is: stories are then told apart by the rest. */
export async function loadCounts(file: string): Promise<{
  readonly counts: CountWords;
  readonly problems: readonly Problem[];
}> {
  const none: CountWords = {
    numbers: new Map(),
    kinds: new Map(),
    countries: new Map(),
    between: {},
    besides: {},
    notPeople: {},
  };
  const unread = (what: string): { readonly counts: CountWords; readonly problems: readonly Problem[] } => ({
    counts: none,
    problems: [
      {
        file,
        line: null,
        what: `How people are counted cannot be read (${what})`,
        fix: 'Copy config/counts.yaml of the project there.',
      },
    ],
  });
  let read: unknown;
  try {
    read = valueOf(await readFile(file, 'utf8'));
  } catch (cause) {
    // A watch where nobody needs to be counted has none.
    if (codeOf(cause) === 'ENOENT') return { counts: none, problems: [] };
    return unread(cause instanceof Error ? cause.message : String(cause));
  }
  const parsed = CountsFile.safeParse(read);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return unread(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { numbers, kinds, countries, between, besides } = parsed.data;
  return {
    counts: {
      numbers: new Map(Object.entries(numbers).map(([value, by]) => [Number(value), by] as const)),
      kinds: new Map(Object.entries(kinds)),
      countries: new Map(Object.entries(countries)),
      between,
      besides,
      notPeople: parsed.data['not-people'],
    },
    problems: [],
  };
}
