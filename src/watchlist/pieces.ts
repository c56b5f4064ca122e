/**
 * A long YAML file read piece by piece. The syntax tree of a file is two hundred times as large as the file; of a piece it is
 * gone when the next one is read. Only what is plainly written can be cut: anything else, and anything wrong, is for
 * a reader that sees the whole file and can say where it is.
 */
import { parseDocument } from 'yaml';

/** Pieces are about so long, in UTF-16 units. */
const PIECE = 32_768;

/**
 * The value of a file that is a block mapping. A line that begins at its edge begins a member; where that member is a list,
 * each line that begins with a dash at the list's own edge begins an item: YAML wants all that belongs to it further in.
 * @returns null where the file is not written so, or anything in it is wrong
 */
export function readPieces(text: string): Readonly<Record<string, unknown>> | null {
  const value = new Map<string, unknown>();
  for (const member of partedBy(text, /^(?![ \t\r\n#-])/gm)) {
    const key = /^([a-z][a-z0-9_-]*):(?=[ \t\r\n]|$)/i.exec(member)?.[1];
    if (key === undefined) {
      // What stands before the first member may be remarks.
      if (/^[ \t]*[^ \t\r\n#]/m.test(member)) return null;
      continue;
    }
    if (value.has(key)) return null;
    const read = member.length < PIECE ? wholeMember(member, key) : listMember(member);
    if (read === null) return null;
    value.set(key, read.value);
  }
  return value.size === 0 ? null : Object.fromEntries(value);
}

/** The text cut before each match. */
function partedBy(text: string, edge: RegExp): readonly string[] {
  const parts: string[] = [];
  let from = 0;
  for (const { index } of text.matchAll(edge)) {
    if (index > from) parts.push(text.slice(from, index));
    from = index;
  }
  parts.push(text.slice(from));
  return parts;
}

function wholeMember(member: string, key: string): { readonly value: unknown } | null {
  const read = readPiece(member);
  const { value } = read ?? {};
  return typeof value === 'object' && value !== null
    ? { value: Object.entries(value).find(([name]) => name === key)?.[1] }
    : null;
}

/** A member that is a long list; one that is something else is read as a whole. */
function listMember(member: string): { readonly value: unknown } | null {
  const [, head = '', indent] = /^(.*\n(?:[ \t]*(?:#.*)?\r?\n)*)([ ]*)- /.exec(member) ?? [];
  if (indent === undefined || !/^[^:]*:\s*(?:#.*)?\s*$/m.test(head.split('\n', 1)[0] ?? ''))
    return wholeMember(member, member.slice(0, member.indexOf(':')));
  const items: unknown[] = [];
  let piece = '';
  const close = (): boolean => {
    const read = readPiece(piece);
    piece = '';
    if (read === null || !Array.isArray(read.value)) return false;
    for (const item of read.value) items.push(item);
    return true;
  };
  for (const item of partedBy(member.slice(head.length), new RegExp(`^${indent}- `, 'gm'))) {
    if (piece.length + item.length > PIECE && piece !== '' && !close()) return null;
    piece += item;
  }
  return close() ? { value: items } : null;
}

function readPiece(piece: string): { readonly value: unknown } | null {
  const document = parseDocument(piece);
  if (document.errors.length > 0) return null;
  try {
    const value: unknown = document.toJS();
    return { value };
  } catch {
    return null;
  }
}
