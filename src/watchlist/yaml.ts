/** YAML files of the watch (dossiers, situations) against their schema, every problem with its line. */
import { readFile } from 'node:fs/promises';
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';
import type { Problem } from '#core/problem.ts';
import { readQuickly } from './quick-yaml.ts';

/** What a file holds, or everything that is wrong with it. */
export type FileReading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/**
 * Parses `text` and holds it against `schema`.
 *
 * @param file as people are told it.
 */
export function readYaml<T>(file: string, text: string, schema: z.ZodType<T>): FileReading<T> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        what: `This is not YAML: ${error.message.replace(/\.$/, '')}`,
        fix: 'Look at the quotes, colons and indentation there.',
      })),
    };
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return { ok: true, value: parsed.data };
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => ({
      file,
      line: lineOf(document, lines, placeOf(issue)),
      what: `${issue.path.length === 0 ? 'The file' : issue.path.map(String).join('.')}: ${issue.message.replace(/\.$/, '')}`,
      fix: 'Write it as the other files in this folder have it.',
    })),
  };
}

/**
 * Reads a file that the project has too, by the quick parser; the other one says what is wrong.
 *
 * @param ours where the project has it.
 */
export async function readYamlFile<T>(
  file: string,
  ours: string,
  schema: z.ZodType<T>,
): Promise<FileReading<T>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const what = `This file cannot be read (${cause instanceof Error ? cause.message : String(cause)})`;
    const fix = `Put the project's ${ours} there, or nothing of that name: then it is read from the project.`;
    return { ok: false, problems: [{ file, line: null, what, fix }] };
  }
  const quick = readQuickly(text);
  const parsed = quick === null ? null : schema.safeParse(quick.value);
  return parsed?.success === true ? { ok: true, value: parsed.data } : readYaml(file, text, schema);
}

/** Where the problem is: an unknown key stands below the place that zod names. */
function placeOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
}

/** The line, from 1, of the nearest part of `path` that is there; null in an empty file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset = 0;
  if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? 0;
  else return null;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === step);
      if (pair === undefined) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (isMap(node) || isSeq(node) || isScalar(node)) offset = node.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}
