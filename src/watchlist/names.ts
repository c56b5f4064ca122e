/** What is known of names whatever the watch: `config/names.yaml`. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { NAME_LISTS, compileNameWords } from '#core/name-words.ts';
import type { NameWords } from '#core/name-words.ts';
import type { Problem } from '#core/problem.ts';
import { readQuickly } from './quick-yaml.ts';
import { readYaml } from './yaml.ts';

export interface Names {
  /** Words beside a name that say whose it is. */
  readonly words: NameWords;
}

/** All of it, or what is wrong: without it everybody would be taken for somebody's namesake, or nobody, and it would look well. */
export type NamesLoaded =
  | { readonly ok: true; readonly names: Names }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Letters, and what stands within a word; what is more would be a part of a pattern. */
const word = z
  .string('Write a word, in quotes if it is a number')
  .regex(/^[\p{L}\p{M}'’-]+$/u, 'Write one word, of letters only');

const list = z.record(
  z.string(),
  z.array(word, 'Write a list: [mr, mister]'),
  'Write the words by language, {} for none',
);

const NamesFile = z.strictObject(Object.fromEntries(NAME_LISTS.map((name) => [name, list])));

/** Reads the file. */
export async function loadNames(file: string): Promise<NamesLoaded> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const what = `This file cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
    const fix =
      "Put the project's config/names.yaml there, or nothing of that name: then it is read from the project.";
    return { ok: false, problems: [{ file, line: null, what, fix }] };
  }
  const quick = readQuickly(text);
  const parsed = quick === null ? null : NamesFile.safeParse(quick.value);
  if (parsed?.success === true) return { ok: true, names: namesOf(parsed.data) };
  const read = readYaml(file, text, NamesFile);
  return read.ok ? { ok: true, names: namesOf(read.value) } : read;
}

function namesOf(lists: z.infer<typeof NamesFile>): Names {
  return { words: compileNameWords((name) => Object.values(lists[name] ?? {}).flat()) };
}
