import { Tokenizer } from 'htmlparser2';

// Elements that stand apart on a page: their borders part words.
const BLOCKS: ReadonlySet<string> = new Set(
  'address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html legend li main nav ol option p pre section select summary table tbody td tfoot th thead tr ul video audio iframe img'.split(
    ' ',
  ),
);
// Elements whose content is not for readers.
const SILENT: ReadonlySet<string> = new Set([
  'script',
  'style',
  'template',
  'iframe',
  'noembed',
  'noframes',
  'object',
  'svg',
  'math',
]);

/**
 * Plain text out of HTML, in one line: markup and comments out, entities decoded, scripts and styles dropped, a space
 * where a block begins or ends, control characters out. Linear whatever comes in: it reads htmlparser2's tokens and
 * builds no tree and no stack.
 *
 * @param limit UTF-16 units; more is cut between code points.
 */
export function plainText(html: string, limit: number): string {
  // Markup may outweigh the words; beyond twenty times the limit nobody reads on.
  const bounded = html.length > limit * 20 ? html.slice(0, limit * 20) : html;
  const source = withoutOpenTag(bounded);
  return tidy(/[<&]/.test(source) ? stripped(source) : source, limit);
}

// Everything that shows as nothing: all white space, the control characters, what Unicode says is no character. A single
// space is left alone, so that ordinary text has next to nothing to replace.
const BLANKS = /(?:[^\S ]|[\p{Cc}\uFFFE\uFFFF])[\s\p{Cc}\uFFFE\uFFFF]*| [\s\p{Cc}\uFFFE\uFFFF]+/gu;

/** One line of text without control characters, at most `limit` UTF-16 units, never half a character. */
export function tidy(text: string, limit: number): string {
  const line = text.replace(BLANKS, ' ').trim();
  const whole = line.isWellFormed() ? line : line.toWellFormed();
  if (whole.length <= limit) return whole;
  const cut = whole.slice(0, limit - 1);
  // A high surrogate at the end has lost its other half.
  return `${/[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

function stripped(source: string): string {
  const parts: string[] = [];
  // How deep we are inside an element whose content is not for readers, and which.
  let silent: string | null = null;
  let depth = 0;
  let opened = '';
  const nameAt = (start: number, end: number): string =>
    end - start > 20 ? '' : source.slice(start, end).toLowerCase();
  const tokenizer = new Tokenizer(
    { decodeEntities: true },
    {
      ontext(start, end) {
        if (silent === null) parts.push(source.slice(start, end));
      },
      ontextentity(codepoint) {
        if (silent === null) parts.push(String.fromCodePoint(codepoint));
      },
      onopentagname(start, end) {
        opened = nameAt(start, end);
        if (BLOCKS.has(opened)) parts.push(' ');
        if (silent === null && SILENT.has(opened)) {
          silent = opened;
          depth = 1;
        } else if (opened === silent) {
          depth += 1;
        }
      },
      onclosetag(start, end) {
        const name = nameAt(start, end);
        if (BLOCKS.has(name)) parts.push(' ');
        if (name === silent) {
          depth -= 1;
          if (depth === 0) silent = null;
        }
      },
      onselfclosingtag() {
        if (opened === silent) {
          depth -= 1;
          if (depth === 0) silent = null;
        }
      },
      oncdata(start, end, offset) {
        if (silent === null) parts.push(source.slice(start, end - offset));
      },
      onattribdata: ignore,
      onattribentity: ignore,
      onattribend: ignore,
      onattribname: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onprocessinginstruction: ignore,
    },
  );
  tokenizer.write(source);
  tokenizer.end();
  return parts.join('');
}

/** Cuts a tag that the end of the text breaks off: `see <a href="htt`. */
function withoutOpenTag(source: string): string {
  const start = source.lastIndexOf('<');
  if (start === -1 || source.includes('>', start) || !/[a-z/!]/i.test(source.charAt(start + 1)))
    return source;
  return source.slice(0, start);
}

function ignore(): void {
  // Comments, attributes and declarations carry no text.
}
