/** Adding to feeds.yaml: new lines only, so that every other byte stays as its owner wrote it. */
import { isCollection, isMap, isNode, isPair, parseDocument, stringify } from 'yaml';
import type { Node } from 'yaml';

/** An entry of `sources` or `feeds`, by its id. */
export type Added = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The file with these sources and feeds behind those that it has; null where it is no such file. */
export function withFeeds(text: string, sources: Added, feeds: Added): string | null {
  const longer = withEntries(text, 'sources', sources);
  return longer === null ? null : withEntries(longer, 'feeds', feeds);
}

function withEntries(text: string, section: string, added: Added): string | null {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return null;
  if (added.size === 0) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = (indent: string): string =>
    [...added].map(([id, entry]) => `${indent}${keyOf(id)}: ${flowOf(entry)}${eol}`).join('');
  const pair = document.contents.items.find(({ key }) => isNode(key) && key.toJSON() === section);
  const there = pair?.value;
  if (isMap(there) && there.flow !== true && there.items.length > 0) {
    const at = lineAfter(text, endOf(there));
    const [first] = there.items;
    const column = columnOf(text, isNode(first?.key) ? (first.key.range?.[0] ?? 0) : 0);
    return (
      text.slice(0, at) + (text[at - 1] === '\n' ? '' : eol) + lines(' '.repeat(column)) + text.slice(at)
    );
  }
  if (pair === undefined) return text + (text.endsWith('\n') ? '' : eol) + `${section}:${eol}${lines('  ')}`;
  // `feeds: {}`, or a list in one line: there is no line to write behind, so that this file is laid out anew.
  if (!isMap(there)) document.set(section, document.createNode({}));
  for (const [id, entry] of added) document.setIn([section, id], entry);
  return document.toString({ lineWidth: 0 });
}

function keyOf(id: string): string {
  return stringify(id).trim();
}

function flowOf(entry: Readonly<Record<string, string>>): string {
  return stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

/** Where the last thing in it ends; that of a block alone would take in the blank lines and remarks behind it. */
function endOf(node: Node): number {
  const last = isCollection(node) && node.flow !== true ? node.items.at(-1) : undefined;
  const inner = isPair(last) ? (last.value ?? last.key) : last;
  return isNode(inner) ? endOf(inner) : (node.range?.[1] ?? 0);
}

function lineAfter(text: string, end: number): number {
  if (text[end - 1] === '\n') return end;
  const at = text.indexOf('\n', end);
  return at === -1 ? text.length : at + 1;
}

function columnOf(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}
