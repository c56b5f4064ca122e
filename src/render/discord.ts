/** The message tree as Discord takes it: embeds with markdown, as JSON of its API (version 10). */
import type { Answer, Button, Choices, Tone } from '#core/message.ts';
import { gap, isVisible, linesOf, shown, tidy, trimmed, webAddress } from './lines.ts';
import type { Line, Run } from './lines.ts';
import { inPages, pageButtons } from './pages.ts';
import { split } from './split.ts';

/** The body of one message, https://docs.discord.com/developers/resources/message#create-message */
export interface DiscordPart {
  readonly embeds: readonly DiscordEmbed[];
  /** On the last part only; empty for none. */
  readonly components: readonly DiscordRow[];
  /** Nobody is ever pinged, whatever a headline says. */
  readonly allowed_mentions: { readonly parse: readonly never[] };
}

/**
 * The part of Discord's embed object that we use (https://docs.discord.com/developers/resources/message#embed-
 * object).
 */
export interface DiscordEmbed {
  readonly title?: string;
  readonly url?: string;
  readonly description?: string;
  readonly color: number;
}

/** A row of buttons, or one list to choose from. */
export interface DiscordRow {
  /** Action row. */
  readonly type: 1;
  readonly components: readonly DiscordButton[] | readonly [DiscordSelect];
}

/** A list to choose one from; the value is a command as typed. */
export interface DiscordSelect {
  readonly type: 3;
  readonly custom_id: typeof CHOOSE;
  readonly placeholder: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** `style` 2: a grey button that comes back as an interaction; 5: a link. */
export type DiscordButton =
  | { readonly type: 2; readonly style: 2; readonly label: string; readonly custom_id: string }
  | { readonly type: 2; readonly style: 5; readonly label: string; readonly url: string };

// https://docs.discord.com/developers/resources/message#embed-object-embed-limits ; measured here in UTF-16 units,
// which are never fewer than whatever Discord counts.
const TITLE_LIMIT = 256;
const DESCRIPTION_LIMIT = 4096;
const TOTAL_LIMIT = 6000;
const EMBEDS_LIMIT = 10;

// https://docs.discord.com/developers/components/reference#button
const ROWS_LIMIT = 5;
const ROW_LIMIT = 5;
const LABEL_LIMIT = 80;
const CUSTOM_ID_LIMIT = 100;
const URL_LIMIT = 512;

// https://docs.discord.com/developers/components/reference#string-select
const OPTIONS_LIMIT = 25;
const OPTION_LIMIT = 100;
const PLACEHOLDER_LIMIT = 150;

/** The custom id of every select: which command it is stands in the option chosen. */
const CHOOSE = 'choose';

/** The stripe beside the embed. Chosen to be told apart on dark and on light, and by the colour-blind by lightness. */
const COLOUR: Readonly<Record<Tone, number>> = {
  released: 0x2e_a0_43,
  dead: 0x4b_4b_4b,
  promise: 0xe3_b3_41,
  held: 0xd9_6c_06,
  notice: 0x58_6e_c4,
  digest: 0x1f_6f_eb,
  plain: 0x8b_94_9e,
};

/** The messages that say it, in order; none when there is nothing to see. */
export function toDiscord(message: Answer): readonly DiscordPart[] {
  const color = COLOUR[message.tone];
  const lines = linesOf(message);
  const title = titleOf(lines[0]);
  const descriptions = split(title === null ? lines : lines.slice(1), fits).map(markdown);
  const embeds: DiscordEmbed[] = descriptions.map((description) => ({ description, color }));
  if (title !== null) embeds.splice(0, 1, { ...title, ...(embeds[0] ?? { color }) });
  const messages = packed(embeds);
  return messages.map((embeds, index) => ({
    embeds,
    components: index === messages.length - 1 ? rowsOf(message) : [],
    allowed_mentions: { parse: [] },
  }));
}

/** The first heading as the embed's title, which takes one link for all of it. */
function titleOf(line: Line | undefined): { readonly title: string; readonly url?: string } | null {
  if (line?.kind !== 'heading') return null;
  const urls = new Set(line.runs.flatMap((run) => (run.url === null ? [] : [run.url])));
  const title = line.runs
    .map((run) => shown(run, (text) => (run.struck ? `~~${escaped(text)}~~` : escaped(text))))
    .join('')
    .trim();
  if (urls.size > 1 || title.length > TITLE_LIMIT) return null;
  const [url] = urls;
  return url === undefined ? { title } : { title, url };
}

function packed(embeds: readonly DiscordEmbed[]): readonly (readonly DiscordEmbed[])[] {
  const messages: DiscordEmbed[][] = [];
  let size = 0;
  for (const embed of embeds) {
    const more = (embed.title?.length ?? 0) + (embed.description?.length ?? 0);
    const last = messages.at(-1);
    if (last === undefined || size + more > TOTAL_LIMIT || last.length === EMBEDS_LIMIT) {
      messages.push([embed]);
      size = more;
    } else {
      last.push(embed);
      size += more;
    }
  }
  return messages;
}

function fits(part: readonly Line[]): boolean {
  return markdown(part).length <= DESCRIPTION_LIMIT;
}

function markdown(part: readonly Line[]): string {
  return part
    .map((line, at) => {
      const before = part[at - 1];
      return (before === undefined ? '' : gap(before, line)) + markdownLine(line);
    })
    .join('');
}

function markdownLine(line: Line): string {
  const content = groups(line)
    .map((group, index, all) => joint(all[index - 1], group) + marked(group))
    .join('');
  if (line.kind === 'quote') return `> ${content}`;
  return line.kind === 'list' ? `• ${content}` : content;
}

interface Group {
  readonly signs: string;
  readonly runs: readonly Run[];
}

/** Neighbours with the same marks, which Discord could not tell apart otherwise: `**a****b**`. */
function groups(line: Line): readonly Group[] {
  const found: { signs: string; runs: Run[] }[] = [];
  for (const run of line.runs) {
    const signs =
      (run.strong || line.kind === 'heading' ? '**' : '') +
      (run.struck ? '~~' : '') +
      (run.emphasis ? '_' : '');
    const last = found.at(-1);
    if (last?.signs === signs) last.runs.push(run);
    else found.push({ signs, runs: [run] });
  }
  return found;
}

/** Two marked groups without a space between get one without width, or their signs would run together. */
function joint(before: Group | undefined, after: Group): string {
  if (before === undefined || before.signs === '' || after.signs === '') return '';
  const left = before.runs.at(-1)?.text ?? '';
  const right = after.runs[0]?.text ?? '';
  return /\s$/u.test(left) || /^\s/u.test(right) ? '' : '\u200B';
}

function marked(group: Group): string {
  const words = group.runs.map(wordsOf).join('');
  if (group.signs === '') return words;
  // Signs beside a space would be shown as they are.
  const { before, core, after } = trimmed(words);
  return core === ''
    ? before
    : before + group.signs + core + group.signs.split('').toReversed().join('') + after;
}

function wordsOf(run: Run): string {
  if (run.code && run.url === null) return codeOf(run.text);
  if (run.url === null) return shown(run, escaped);
  const { before, core, after } = trimmed(run.text);
  if (core === '') return before;
  return `${before}[${shown({ ...run, text: core }, linkWords)}](${addressOf(run.url)})${after}`;
}

/** Backticks cannot be escaped inside code; apostrophes are shown instead. */
function codeOf(text: string): string {
  const { before, core, after } = trimmed(text);
  return core === '' ? before : `${before}\`${core.replaceAll('`', "'")}\`${after}`;
}

/**
 * Words of a link. Brackets would end it and cannot be escaped there, and Discord takes links apart whose words look
 * like another address.
 */
function linkWords(text: string): string {
  const words = text
    .replaceAll('[', '(')
    .replaceAll(']', ')')
    .replaceAll(/https?:\/\//giu, '');
  return escaped(words === '' ? 'link' : words);
}

function addressOf(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29').replaceAll('\\', '%5C').replaceAll('<', '%3C');
}

/**
 * Text shown as it is: everything that Discord could read as markdown, a mention, a custom emoji or a timestamp gets a
 * backslash, which Discord takes away again from before any sign that is neither letter nor digit.
 */
function escaped(text: string): string {
  return text
    .replace(/[\\*_~`|<>#[\]()@]/gu, '\\$&')
    .replace(/^(\s*)([-+])/u, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/u, '$1\\$2')
    .replace(/:(?=[^\s:]+:)/gu, '\\:');
}

/** The rows Discord would take; one refused button would cost the whole message. */
function rowsOf({ choices, buttons }: Answer): readonly DiscordRow[] {
  if (choices === undefined) return buttonRows(buttons).slice(0, ROWS_LIMIT);
  const pages = inPages(choices.options, OPTIONS_LIMIT);
  const at = Math.min(choices.page ?? 1, pages.length);
  const turning = pages.length === 1 ? [] : pageButtons(choices.again, at, pages.length);
  return [...selectRow(choices.prompt, pages[at - 1] ?? []), ...buttonRows([turning, ...buttons])].slice(
    0,
    ROWS_LIMIT,
  );
}

/** A page of choices as a select; no row where none of them can be shown. */
function selectRow(prompt: string, choices: Choices['options']): readonly DiscordRow[] {
  const options = new Map(
    choices.flatMap(({ label, command }): readonly [string, string][] => {
      const words = labelOf(label, OPTION_LIMIT);
      return words === null || command === '' || command.length > OPTION_LIMIT ? [] : [[command, words]];
    }),
  );
  if (options.size === 0) return [];
  const select: DiscordSelect = {
    type: 3,
    custom_id: CHOOSE,
    placeholder: labelOf(prompt, PLACEHOLDER_LIMIT) ?? '…',
    options: [...options].map(([value, label]) => ({ label, value })),
  };
  return [{ type: 1, components: [select] }];
}

function buttonRows(rows: readonly (readonly Button[])[]): readonly DiscordRow[] {
  const used = new Set<string>();
  return rows.flatMap((row) => {
    const buttons = row.flatMap((button): readonly DiscordButton[] => {
      const label = labelOf(button.label, LABEL_LIMIT);
      if (label === null) return [];
      if (button.kind === 'link') {
        const url = webAddress(button.url);
        return url === null || url.length > URL_LIMIT ? [] : [{ type: 2, style: 5, label, url }];
      }
      const id = button.command;
      if (id === '' || id.length > CUSTOM_ID_LIMIT || used.has(id)) return [];
      used.add(id);
      return [{ type: 2, style: 2, label, custom_id: id }];
    });
    return Array.from({ length: Math.ceil(buttons.length / ROW_LIMIT) }, (_, at) => ({
      type: 1 as const,
      components: buttons.slice(at * ROW_LIMIT, (at + 1) * ROW_LIMIT),
    }));
  });
}

/** Words of a button or an option, not longer than the limit; a surrogate cut in two is left out. Null for none to see. */
function labelOf(text: string, limit: number): string | null {
  const label = tidy(text)
    .trim()
    .slice(0, limit)
    .replace(/[\uD800-\uDBFF]$/u, '');
  return isVisible(label) ? label : null;
}
