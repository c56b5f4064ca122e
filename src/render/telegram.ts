/** The message tree as Telegram takes it: HTML parse mode, https://core.telegram.org/bots/api#html-style */
import type { Answer, Button } from '#core/message.ts';
import { gap, isVisible, leadsRightToLeft, linesOf, shown, tidy, webAddress } from './lines.ts';
import type { Line, Run } from './lines.ts';
import { inPages, pageButtons } from './pages.ts';
import { split } from './split.ts';

/** One message of at most 4096 characters. */
export interface TelegramPart {
  /** For `parse_mode: 'HTML'`; everything from outside is escaped. */
  readonly html: string;
  /** The same words without any markup, for `parse_mode` left out. */
  readonly plain: string;
  /** Rows of buttons, on the last part only; empty for none. */
  readonly keyboard: readonly (readonly TelegramButton[])[];
}

/** A button that comes back to us with its `callback_data` (at most 64 bytes), or a link. */
export type TelegramButton =
  | { readonly text: string; readonly callback_data: string }
  | { readonly text: string; readonly url: string };

/** Length of a message in UTF-16 units after its entities were parsed: https://core.telegram.org/bots/api#sendmessage */
const TEXT_LIMIT = 4096;

/** Entities of one message; Telegram drops further ones without a word: https://limits.tginfo.me/en */
const ENTITY_LIMIT = 100;

/** Bytes of a button's callback_data: https://core.telegram.org/bots/api#inlinekeyboardbutton */
const CALLBACK_LIMIT = 64;

/** Buttons of one keyboard; more are refused (REPLY_MARKUP_TOO_LONG). */
const BUTTON_LIMIT = 100;
const ROW_LIMIT = 8;

/** Choices shown at a time, and the longest label of which two stand side by side on a narrow phone. */
const CHOICES_A_PAGE = 8;
const NARROW = 16;

/**
 * The messages that say it, in order; none when there is nothing to see. Split between blocks, then between list items,
 * then between words, so that every part has its own whole markup.
 */
export function toTelegram(message: Answer): readonly TelegramPart[] {
  const parts = split(linesOf(message), fits);
  return parts.map((part, index) => ({
    html: part.map((line, at) => separator(part, at) + htmlLine(line)).join(''),
    plain: plainText(part),
    keyboard: index === parts.length - 1 ? keyboardOf(message) : [],
  }));
}

/** A rich message, https://core.telegram.org/bots/api#inputrichmessage : headings, paragraphs and lists of their own. */
export interface TelegramRich {
  /** For `html`; everything from outside is escaped. */
  readonly html: string;
  /** It is to be laid out from the right. */
  readonly rightToLeft: boolean;
}

/** Blocks of a rich message, nested ones included: https://core.telegram.org/bots/api#inputrichmessage */
const BLOCK_LIMIT = 500;

/**
 * The same as a rich message; null where `toTelegram` takes more or less than one message for it. So both forms are one part,
 * and whoever counts the parts of a delivery need not know which one was sent.
 */
export function toRichTelegram(message: Answer): TelegramRich | null {
  const lines = linesOf(message);
  // An item of a list may be a block, and what is in it another.
  if (toTelegram(message).length !== 1 || lines.length * 3 > BLOCK_LIMIT) return null;
  const html = lines.map((line, at) => richLine(line, lines[at - 1], lines[at + 1])).join('');
  return { html, rightToLeft: leadsRightToLeft(lines.flatMap(({ runs }) => runs)) };
}

/** A heading of the third of six sizes: the first two are those of a whole page. */
function richLine(line: Line, before: Line | undefined, after: Line | undefined): string {
  const content = marked(line, false);
  switch (line.kind) {
    case 'heading':
      return `<h3>${content}</h3>`;
    case 'paragraph':
      return `<p>${content}</p>`;
    case 'quote':
      return `<blockquote>${content}</blockquote>`;
    case 'list': {
      const open = before?.block === line.block ? '' : '<ul>';
      return `${open}<li>${content}</li>${after?.block === line.block ? '' : '</ul>'}`;
    }
  }
}

function fits(part: readonly Line[]): boolean {
  const entities = part.reduce((sum, line) => sum + entitiesOf(line), 0);
  return entities <= ENTITY_LIMIT && plainText(part).length <= TEXT_LIMIT;
}

/** Counted for each run alone, as many as Telegram can possibly make of them. */
function entitiesOf(line: Line): number {
  const marks = line.runs.reduce((sum, run) => sum + tagsOf(run, line.kind === 'heading').length, 0);
  return line.kind === 'quote' ? marks + 1 : marks;
}

function plainText(part: readonly Line[]): string {
  return part
    .map((line, at) => separator(part, at) + bullet(line) + line.runs.map(wordsOf).join(''))
    .join('');
}

function separator(part: readonly Line[], at: number): string {
  const before = part[at - 1];
  const line = part[at];
  return before === undefined || line === undefined ? '' : gap(before, line);
}

function bullet(line: Line): string {
  return line.kind === 'list' ? '• ' : '';
}

function htmlLine(line: Line): string {
  const content = marked(line, line.kind === 'heading');
  return line.kind === 'quote' ? `<blockquote>${content}</blockquote>` : bullet(line) + content;
}

/** @param bold all of it, beside the runs that are */
function marked(line: Line, bold: boolean): string {
  return line.runs
    .map((run) =>
      tagsOf(run, bold).reduceRight((inner, [open, close]) => open + inner + close, escaped(wordsOf(run))),
    )
    .join('');
}

type Tag = readonly [open: string, close: string];

/** Outermost first. Code may hold nothing and stand in nothing else, says the page above. */
function tagsOf(run: Run, bold: boolean): readonly Tag[] {
  if (run.code) return [['<code>', '</code>']];
  const tags: Tag[] = [];
  if (run.strong || bold) tags.push(['<b>', '</b>']);
  if (run.emphasis) tags.push(['<i>', '</i>']);
  if (run.struck) tags.push(['<s>', '</s>']);
  if (run.url !== null) tags.push([`<a href="${escaped(run.url)}">`, '</a>']);
  return tags;
}

/**
 * The words as shown. An @ before a letter gets an invisible word joiner after it: Telegram would make a mention of it,
 * and a stranger's headline would ping whoever has that name.
 */
function wordsOf(run: Run): string {
  return shown(run, (text) => (run.code ? text : text.replace(/@(?=\w)/gu, '@\u2060')));
}

/** Text from outside as it stands in the HTML of a message. */
export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Choices as rows of buttons, a page at a time, with ◀ 2/5 ▶ below them. */
function choiceRows({ choices }: Answer): readonly (readonly Button[])[] {
  if (choices === undefined) return [];
  const pages = inPages(choices.options, CHOICES_A_PAGE);
  const at = Math.min(choices.page ?? 1, pages.length);
  const options = (pages[at - 1] ?? []).map((option): Button => ({ kind: 'command', ...option }));
  const wide = options.some(({ label }) => label.length > NARROW);
  const rows = rowsOf(options, wide ? 1 : 2);
  return pages.length === 1 ? rows : [...rows, pageButtons(choices.again, at, pages.length)];
}

/** The buttons Telegram would take; one refused button would cost the whole message. */
function keyboardOf(message: Answer): readonly (readonly TelegramButton[])[] {
  let left = BUTTON_LIMIT;
  return [...choiceRows(message), ...message.buttons]
    .flatMap((row) => {
      const buttons = row.flatMap((button): readonly TelegramButton[] => {
        const text = tidy(button.label).trim();
        if (!isVisible(text) || left === 0) return [];
        if (button.kind === 'command') {
          const size = Buffer.byteLength(button.command);
          if (size === 0 || size > CALLBACK_LIMIT) return [];
          left -= 1;
          return [{ text, callback_data: button.command }];
        }
        const url = webAddress(button.url);
        if (url === null) return [];
        left -= 1;
        return [{ text, url }];
      });
      return rowsOf(buttons, ROW_LIMIT);
    })
    .filter((row) => row.length > 0);
}

function rowsOf<T>(items: readonly T[], width: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / width) }, (_, row) =>
    items.slice(row * width, (row + 1) * width),
  );
}
