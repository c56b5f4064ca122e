/** Documents as lines of plain text. Line numbers stay those of the file, so that a person finds the place. */

/** How a document is written. */
export type DocumentKind = 'text' | 'html' | 'markdown';

/** One line; `number` from 1. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  laquo: '«',
  raquo: '»',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  shy: '',
};

const BLOCK =
  /^\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|td|th|table|blockquote|section|article|header|footer|title|pre)$/i;

/** The kind of a document by its name, and by its first letters where the name says nothing. */
export function kindOfDocument(name: string, text: string): DocumentKind {
  if (/\.(?:html?|xhtml)$/i.test(name)) return 'html';
  if (/\.(?:md|markdown)$/i.test(name)) return 'markdown';
  return /^\s*(?:<!doctype html|<html)/i.test(text) ? 'html' : 'text';
}

/** The lines of a document without its markup; empty lines are left out. */
export function linesOf(kind: DocumentKind, text: string): readonly Line[] {
  const plain = kind === 'html' ? withoutTags(text) : text;
  return plain
    .split(/\r\n|\n|\r/)
    .map((line, at) => ({ number: at + 1, text: (kind === 'markdown' ? withoutMarks(line) : line).trim() }))
    .filter((line) => line.text !== '');
}

/** Tags become spaces, blocks a full stop where none stands, scripts and styles nothing; line breaks stay where they are. */
function withoutTags(html: string): string {
  const newlines = (cut: string): string => cut.replaceAll(/[^\n]/g, '');
  return html
    .replaceAll(/<!--[\s\S]*?-->/g, newlines)
    .replaceAll(/<(script|style|noscript|template)(?=[\s>])[\s\S]*?<\/\1\s*>/gi, newlines)
    .replaceAll(/<(\/?[a-z][a-z0-9]*)[^<>]*>/gi, (tag: string, name: string) =>
      BLOCK.test(name) ? ` \u2029 ${newlines(tag)}` : newlines(tag),
    )
    .replaceAll(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
      (all: string, ten?: string, hex?: string, name?: string) => {
        if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? all;
        const point = ten === undefined ? Number.parseInt(hex ?? '', 16) : Number(ten);
        return point > 0 && point <= 0x10_ffff ? String.fromCodePoint(point) : ' ';
      },
    );
}

function withoutMarks(line: string): string {
  return line
    .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d+[.)]\s+)/, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '');
}
