import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '#core/problem.ts';
import { readLexicon } from '#language/lexicon.ts';
import type { Lexicon } from '#language/lexicon.ts';

/** Every lexicon of a folder, by language. What is broken in one is named; the rest of it is in force. */
export async function loadLexicons(
  folder: string,
): Promise<{ readonly lexicons: ReadonlyMap<string, Lexicon>; readonly problems: readonly Problem[] }> {
  const lexicons = new Map<string, Lexicon>();
  const problems: Problem[] = [];
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (cause) {
    const what = `The folder of the lexicons cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
    return { lexicons, problems: [{ file: folder, line: null, what, fix: 'Put config/lexicon/ there.' }] };
  }
  for (const name of names) {
    const file = join(folder, name);
    const read = readLexicon(file, await readFile(file, 'utf8'));
    problems.push(...read.problems);
    if (read.lexicon.language !== '') lexicons.set(read.lexicon.language, read.lexicon);
  }
  return { lexicons, problems };
}
