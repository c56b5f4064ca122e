import type { ZodMiniType } from 'zod/mini';
import { invalidForm, notDocumented } from './refusal.ts';

/**
 * Holds a request body against Discord's published schema.
 *
 * @param alsoKnown outermost fields that the schema lacks and that are right all the same.
 * @throws Refusal 50035 at the first wrong place; a field that the schema does not know is a fault of the bot (the real
 *   service ignores it, so the sender would believe in something that does not happen).
 */
export function checkForm(schema: ZodMiniType, body: unknown, alsoKnown: readonly string[] = []): void {
  const parsed = schema.safeParse(body);
  if (!parsed.success) {
    const issue = deepest(parsed.error.issues);
    throw invalidForm(issue.path, issue.message);
  }
  const unknown = lostPath(body, parsed.data, new Set(alsoKnown));
  if (unknown !== null) throw notDocumented(unknown, 'unknown field');
}

interface Issue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type RawIssue = {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly errors?: readonly (readonly RawIssue[])[];
};

/** The most telling issue: inside a union, the alternative that got furthest. */
function deepest(issues: readonly RawIssue[]): Issue {
  const [first] = issues;
  if (first === undefined) return { path: [], message: 'invalid' };
  const path = first.path.map((key) => (typeof key === 'number' ? key : String(key)));
  if (first.code !== 'invalid_union' || first.errors === undefined || first.errors.length === 0) {
    return { path, message: first.code ?? first.message };
  }
  const inner = first.errors.map(deepest).sort((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined
    ? { path, message: first.message }
    : { ...inner, path: [...path, ...inner.path] };
}

/** The first field that the schema dropped, or null when it kept all. */
function lostPath(
  given: unknown,
  kept: unknown,
  forgiven: ReadonlySet<string> = new Set(),
): (string | number)[] | null {
  if (Array.isArray(given) && Array.isArray(kept)) {
    for (const [index, item] of given.entries()) {
      const lost = lostPath(item, kept[index]);
      if (lost !== null) return [index, ...lost];
    }
    return null;
  }
  if (typeof given !== 'object' || given === null) return null;
  const keptFields = new Map(typeof kept === 'object' && kept !== null ? Object.entries(kept) : []);
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined || forgiven.has(key)) continue;
    if (!keptFields.has(key)) return [key];
    const lost = lostPath(value, keptFields.get(key));
    if (lost !== null) return [key, ...lost];
  }
  return null;
}
