import { readFile } from 'node:fs/promises';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document, ErrorCode, Node } from 'yaml';
import type { z } from 'zod';
import { codeOf } from '#core/file-trouble.ts';
import type { Problem } from '#core/problem.ts';
import { nearest } from '#core/nearest.ts';

/** Where something stands in a YAML file: keys and list positions from the top. */
export type Path = readonly PropertyKey[];

/** A settings file as read: its plain value, and the lines its parts stand on. */
export interface YamlText {
  readonly file: string;
  readonly value: unknown;
  /** From 1; the line of the nearest part that is there when the path leads nowhere. */
  lineOf(path: Path): number;
}

/** Reads a file of settings; `null` as text means it is not there. */
export async function readIfThere(path: string): Promise<{ text: string | null } | { error: unknown }> {
  try {
    return { text: await readFile(path, 'utf8') };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { text: null } : { error };
  }
}

/** A system error in words, without the path in it (the caller names it). */
export function inWords(error: unknown): string {
  const known = {
    ENOENT: 'it is not there',
    EACCES: 'this user may not read it',
    EPERM: 'this user may not read it',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of its path is no folder',
  };
  const found = Object.entries(known).find(([code]) => code === codeOf(error));
  return found?.[1] ?? (error instanceof Error ? error.message : String(error));
}

/**
 * Parses YAML 1.2 text. An empty value ("polling:" with all below it commented out) counts as not written. Whole numbers
 * too long for JavaScript (Discord's ids) become text with every digit kept.
 */
export function parseYaml(
  file: string,
  text: string,
): { readonly ok: true; readonly yaml: YamlText } | { readonly ok: false; readonly problems: Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, intAsBigInt: true });
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({
        file,
        line: lines.linePos(error.pos[0]).line,
        what: `This is not YAML: ${error.message.replace(/\.$/, '')}`,
        fix: adviceFor(error.code),
      })),
    };
  }
  try {
    const value = withoutEmpty(document.toJS({ maxAliasCount: 100 }));
    return { ok: true, yaml: { file, value, lineOf: (path) => lineOf(document, lines, path) } };
  } catch (error) {
    return {
      ok: false,
      problems: [{ file, line: null, what: inWords(error), fix: 'Write it without aliases (*name).' }],
    };
  }
}

function adviceFor(code: ErrorCode): string {
  if (code === 'DUPLICATE_KEY') return 'Keep one of the two lines.';
  if (code === 'TAB_AS_INDENT') return 'Indent with spaces, not with tabs.';
  if (code === 'BAD_ALIAS' || code === 'BAD_SCALAR_START') return 'Put the value in quotes: "@channel", "*".';
  return 'Look at the indentation (two spaces a level), the quotes and the colons there.';
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (Array.isArray(value)) return value.map(withoutEmpty);
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, member]) => [key, withoutEmpty(member)] as const)
      .filter(([, member]) => member !== undefined),
  );
}

function lineOf(document: Document, lines: LineCounter, path: Path): number {
  let node: unknown = document.contents;
  let at = 0;
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      if (isScalar(pair.key)) at = startOf(pair.key) ?? at;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(step)];
      if (item === undefined) break;
      if (isScalar(item) || isMap(item) || isSeq(item) || isAlias(item)) at = startOf(item) ?? at;
      node = item;
    } else {
      break;
    }
  }
  return lines.linePos(at).line;
}

function startOf(node: Node): number | null {
  return node.range?.[0] ?? null;
}

/** Everything zod found, in the words of a person who wrote the file. */
export function problemsOf(
  yaml: YamlText,
  issues: readonly z.core.$ZodIssue[],
  schema: KnownKeys,
): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const place = { file: yaml.file, line: yaml.lineOf(issue.path) };
    if (issue.code === 'unrecognized_keys') {
      const known = schema.keysAt(issue.path);
      return issue.keys.map((key) => ({
        file: yaml.file,
        line: yaml.lineOf([...issue.path, key]),
        what: `${label([...issue.path, key])} is not a setting`,
        fix: didYouMean(key, known),
      }));
    }
    if (issue.code === 'invalid_key') {
      const fix = issue.issues[0]?.message ?? issue.message;
      return [{ ...place, what: `${label(issue.path)} is no good id`, fix }];
    }
    const value = valueAt(yaml.value, issue.path);
    const what = value === undefined ? 'is missing' : `is ${shown(value)}`;
    return [{ ...place, what: `${label(issue.path)} ${what}`, fix: issue.message }];
  });
}

/** Which keys may stand at a place: for "did you mean". */
export interface KnownKeys {
  keysAt(path: Path): readonly string[];
}

/** Advice for a key that is not known. */
function didYouMean(key: string, known: readonly string[]): string {
  if (/token|password|secret/i.test(key)) {
    return 'Take it out: secrets come from the environment, as TELEGRAM_BOT_TOKEN or DISCORD_BOT_TOKEN.';
  }
  const meant = nearest(key, known);
  if (meant !== null) return `Did you mean ${meant}?`;
  return known.length === 0 ? 'Take it out.' : `Take it out; known here: ${known.join(', ')}.`;
}

/** `subscriptions[1].digest`; list positions from 1, as people count. */
export function label(path: Path): string {
  const written = path
    .map((step) => (typeof step === 'number' ? `[${String(step + 1)}]` : `.${String(step)}`))
    .join('');
  return written === '' ? 'The file' : written.replace(/^\./, '');
}

/** The value at a path, undefined when it is not there. */
export function valueAt(value: unknown, path: Path): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = Object.entries(at).find(([key]) => key === String(step))?.[1];
  }
  return at;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a group of settings';
  if (typeof value !== 'string') return String(value);
  // A person may have written a secret where none belongs.
  const safe = value.replaceAll(/\/\/[^/\s@]*@/g, '//…@').replaceAll(/\d+:[\w-]{30,}/g, '…');
  return `"${safe.length > 80 ? `${safe.slice(0, 80)}…` : safe}"`;
}
