import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Problem } from '#core/problem.ts';
import { readLexicon } from './lexicon-file.ts';
import type { Lexicon } from '#language/lexicon.ts';

/** Lexicons by language. Each is compiled when it is first asked for: the start waits for none of them. */
export interface Lexicons {
  /** The language's lexicon, without what is broken in it; undefined where it has none. */
  get(language: string): Lexicon | undefined;
  /** The languages that have one. */
  keys(): Iterable<string>;
}

/** The lexicons of a folder. */
export interface LexiconsRead {
  readonly lexicons: Lexicons;
  /** Why there are none. */
  readonly problems: readonly Problem[];
  /** What is wrong inside of the files: compiles every one of them. */
  readonly check: () => readonly Problem[];
}

/**
 * Every lexicon of a folder.
 * @param tell is told what is broken in a file when it is compiled; the rest of the file is in force
 */
export async function loadLexicons(
  folder: string,
  tell: (problem: Problem) => void = () => undefined,
): Promise<LexiconsRead> {
  const readings = new Map<string, () => ReturnType<typeof readLexicon>>();
  const all: (() => ReturnType<typeof readLexicon>)[] = [];
  const none = (what: string): LexiconsRead => {
    const fix =
      "Put the project's config/lexicon/ there, or nothing of that name: then it is read from the project.";
    const problem = { file: folder, line: null, what, fix };
    return { lexicons: new Map<string, Lexicon>(), problems: [problem], check: () => [] };
  };
  let names: string[];
  try {
    names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
  } catch (cause) {
    return none(
      `The folder of the lexicons cannot be read (${cause instanceof Error ? cause.message : String(cause)})`,
    );
  }
  if (names.length === 0) return none('This folder has no lexicon in it');
  for (const name of names) {
    const file = join(folder, name);
    const text = await readFile(file, 'utf8');
    let reading: ReturnType<typeof readLexicon> | null = null;
    const read = (): ReturnType<typeof readLexicon> => {
      if (reading === null) {
        reading = readLexicon(file, text);
        reading.problems.forEach(tell);
      }
      return reading;
    };
    all.push(read);
    for (const language of languagesOf(text, name)) readings.set(language, read);
  }
  return {
    lexicons: { get: (language) => readings.get(language)?.().lexicon, keys: () => readings.keys() },
    problems: [],
    check: () => all.flatMap((reading) => reading().problems),
  };
}

/** The language that a file says it is of, and what else it is read for (`also`); where it says none, it is named for it. */
function languagesOf(text: string, name: string): readonly string[] {
  const language = /^language:[ \t]*["']?([A-Za-z0-9_-]+)/m.exec(text)?.[1] ?? name.replace(/\.ya?ml$/, '');
  const also = /^also:[ \t]*\[([^\]\n]*)\]/m.exec(text)?.[1] ?? '';
  return [language, ...also.split(',').flatMap((tag) => (tag.trim() === '' ? [] : [tag.trim()]))];
}
