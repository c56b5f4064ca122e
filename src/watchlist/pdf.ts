/** PDF documents as text: pages of lines are all that they know, paragraphs have to be guessed. */
import { extractText, getDocumentProxy } from 'unpdf';

/** Verbosity of PDF.js: it tells of repairs on stdout, which is ours. */
const ERRORS_ONLY = 0;

/** A line shorter than this part of the page's longest one may be the last of its paragraph. */
const SHORT = 0.8;

/**
 * The text of each page, a paragraph a line. A page of pictures has an empty one.
 * @throws whatever the reader throws when the file is damaged or has a password
 */
export async function pagesOfPdf(bytes: Uint8Array): Promise<readonly string[]> {
  // A copy: the reader takes the bytes away from their owner, and refuses a Buffer.
  const document = await getDocumentProxy(Uint8Array.from(bytes), { verbosity: ERRORS_ONLY });
  const { text } = await extractText(document);
  return text.map((page) => paragraphsOf(page.split('\n')).join('\n'));
}

function paragraphsOf(lines: readonly string[]): readonly string[] {
  const longest = Math.max(...lines.map((line) => line.length));
  const paragraphs: string[] = [];
  let paragraph = '';
  for (const [at, line] of lines.entries()) {
    paragraph = joined(paragraph, line.trim());
    if (isLast(line.trim(), lines[at + 1]?.trim() ?? '', longest * SHORT)) {
      paragraphs.push(paragraph);
      paragraph = '';
    }
  }
  return paragraphs.filter((text) => text !== '');
}

/** Whether a paragraph ends with the line: after a full sentence, or a headline before a line that begins anew. */
function isLast(line: string, next: string, short: number): boolean {
  if (next === '') return true;
  if (line.length >= short) return false;
  return /[.!?…:]["»”’)\]]*$/u.test(line) || /^[\p{Lu}\p{Lo}\p{N}"«“•–—-]/u.test(next);
}

/** A word parted at the line's end is one again; before a capital the hyphen is its own: "Israeli-Palestinian". */
function joined(before: string, line: string): string {
  if (before === '') return line;
  if (!/\p{L}[-\u00ad]$/u.test(before)) return `${before} ${line}`;
  return /^\p{Ll}/u.test(line) ? before.slice(0, -1) + line : before + line;
}
