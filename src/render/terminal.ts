/** The message tree as plain text for a terminal or a pipe. */
import { styleText } from 'node:util';
import type { Answer, Block, Inline, Message, Tone } from '#core/message.ts';
import { gap, isVisible, linesOf, tidy, webAddress } from './lines.ts';
import type { Line, Run } from './lines.ts';

/** What the terminal can show. */
export interface TerminalForm {
  /** Columns; lines are broken between words. `Infinity` breaks none, for a pipe. */
  readonly width: number;
  /** Whether to colour; the caller knows whether it writes to a terminal. */
  readonly colour: boolean;
}

type Style = Parameters<typeof styleText>[0];

const TONE_STYLE: Readonly<Record<Tone, Style>> = {
  released: ['bold', 'green'],
  dead: ['bold', 'inverse'],
  promise: ['bold', 'yellow'],
  held: ['bold', 'magenta'],
  notice: ['bold', 'cyan'],
  digest: ['bold', 'blue'],
  plain: 'bold',
};

/** The message as lines of text, without a line break at the end; empty when there is nothing to see. */
export function toTerminal(message: Answer, form: TerminalForm): string {
  const lines = linesOf(message);
  const addresses: Addresses = new Map();
  const text = lines
    .map((line, at) => {
      const before = lines[at - 1];
      return (before === undefined ? '' : gap(before, line)) + block(line, message.tone, form, addresses);
    })
    .join('');
  if (text === '') return text;
  const notes = [...addresses].map(([url, number]) =>
    painted({ text: `  [${String(number)}] ${url}`, style: 'dim' }, form),
  );
  const buttons = buttonLine(message, form);
  return [text, ...notes, ...(buttons === '' ? [] : [buttons])].join('\n');
}

/**
 * A message that was printed before and has changed: what it is about, of whom, and who says so now. What is printed cannot be
 * edited, and the whole of it again would bury the rest.
 */
export function brief(message: Message): Message {
  const { blocks } = message;
  const [heading, about] = blocks;
  const last = blocks.at(-1);
  const kept = [...new Set([heading, about, last])].filter((one) => one !== undefined);
  return { ...message, blocks: kept.map(withoutLinks), buttons: [] };
}

function withoutLinks(block: Block): Block {
  return block.kind === 'list'
    ? { ...block, items: block.items.map(wordsOf) }
    : { ...block, inlines: wordsOf(block.inlines) };
}

function wordsOf(inlines: readonly Inline[]): readonly Inline[] {
  return inlines.flatMap((inline) => (inline.kind === 'link' ? wordsOf(inline.inlines) : [inline]));
}

/** Addresses of the links so far with their numbers: told at the end, so that a line of sources stays a line. */
type Addresses = Map<string, number>;

function block(line: Line, tone: Tone, form: TerminalForm, addresses: Addresses): string {
  const [first, rest] = line.kind === 'list' ? ['• ', '  '] : line.kind === 'quote' ? ['│ ', '│ '] : ['', ''];
  const words = line.runs.flatMap((run, at) =>
    pieces(run, styleOf(run, line, tone), line.runs.slice(at + 1), addresses),
  );
  return wrapped(words, form.width - first.length)
    .map((row, index) => (index === 0 ? first : rest) + row.map((piece) => painted(piece, form)).join(''))
    .join('\n');
}

interface Piece {
  readonly text: string;
  readonly style: Style | null;
}

/** A run as words and spaces, with the number of its address after it unless the words are the address. */
function pieces(
  run: Run,
  style: Style | null,
  after: readonly Run[],
  addresses: Addresses,
): readonly Piece[] {
  const words = run.text.split(/(?<=\s)(?=\S)|(?<=\S)(?=\s)/u).map((text) => ({ text, style }));
  // Several links of a line to one address (a headline, its source) carry its number once, after the last.
  const again = after.some(({ url, text }) => url === run.url && isVisible(text) && text.trim() !== url);
  if (run.url === null || again || run.text.trim() === run.url || !isVisible(run.text)) return words;
  const number = addresses.get(run.url) ?? addresses.size + 1;
  addresses.set(run.url, number);
  return [...words, { text: ' ', style: null }, { text: `[${String(number)}]`, style: 'dim' }];
}

function styleOf(run: Run, line: Line, tone: Tone): Style | null {
  if (line.kind === 'heading') return TONE_STYLE[tone];
  const styles = [
    ...(run.strong ? (['bold'] as const) : []),
    ...(run.emphasis ? (['italic'] as const) : []),
    ...(run.struck ? (['strikethrough'] as const) : []),
    ...(run.code ? (['cyan'] as const) : []),
  ];
  return styles.length === 0 ? null : styles;
}

function painted(piece: Piece, form: TerminalForm): string {
  if (!form.colour || piece.style === null || piece.text.trim() === '') return piece.text;
  // The caller has decided about colours; styleText alone would look at this process's stdout.
  return styleText(piece.style, piece.text, { validateStream: false });
}

/** Broken between words; what stands together without a space stays together, and a longer word sticks out. */
function wrapped(pieces: readonly Piece[], width: number): readonly (readonly Piece[])[] {
  const rows: Piece[][] = [[]];
  let column = 0;
  let chunk: Piece[] = [];
  const place = () => {
    const wide = chunk.reduce((sum, piece) => sum + columns(piece.text), 0);
    if (column > 0 && column + wide > width) {
      const last = rows.at(-1);
      while (last?.at(-1)?.text.trim() === '') last.pop();
      rows.push([]);
      column = 0;
    }
    rows.at(-1)?.push(...chunk);
    column += wide;
    chunk = [];
  };
  for (const piece of pieces) {
    if (piece.text.trim() !== '') {
      chunk.push(piece);
      continue;
    }
    place();
    if (column > 0) {
      rows.at(-1)?.push(piece);
      column += columns(piece.text);
    }
  }
  place();
  return rows;
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Columns the text takes: two for emoji and East Asian wide letters, one for the rest. */
function columns(text: string): number {
  if (!/[^\p{ASCII}]/u.test(text)) return text.length;
  let sum = 0;
  for (const { segment } of GRAPHEMES.segment(text)) {
    sum += /^[\p{Emoji_Presentation}\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]|\uFE0F/u.test(segment)
      ? 2
      : 1;
  }
  return sum;
}

function buttonLine(message: Answer, form: TerminalForm): string {
  const choices = (message.choices?.options ?? []).map((option) => ({ kind: 'command', ...option }) as const);
  const buttons = [...choices, ...message.buttons.flat()].flatMap((button): readonly string[] => {
    const label = tidy(button.label).trim();
    if (!isVisible(label)) return [];
    if (button.kind === 'command') return [`[${label}]`];
    const url = webAddress(button.url);
    return url === null ? [] : [`[${label}] (${url})`];
  });
  return painted({ text: buttons.join(' '), style: 'dim' }, form);
}
