/** The tree laid out as lines of marked runs: what every platform's renderer starts from. */
import type { Block, Inline, Message } from '#core/message.ts';

/** A stretch of text with one set of marks. */
export interface Run {
  readonly text: string;
  readonly strong: boolean;
  readonly emphasis: boolean;
  readonly struck: boolean;
  readonly code: boolean;
  /** Normalised http(s) address; null for plain words. */
  readonly url: string | null;
  /** Runs against the direction of its line: to be shown between FSI and PDI. */
  readonly isolated: boolean;
}

/** A paragraph, a heading, a quote, or one item of a list. */
export interface Line {
  readonly kind: Block['kind'];
  /** Which block it comes from; the items of a list share it. */
  readonly block: number;
  readonly runs: readonly Run[];
}

/** Longest address that is still made a link. Longer ones are trackers or attacks; the words remain. */
const LONGEST_ADDRESS = 2000;

/** First Strong Isolate and Pop Directional Isolate, UAX #9: text between them cannot reorder what stands around it. */
const FSI = '\u2068';
const PDI = '\u2069';

/** Strong letters by direction, UAX #9. Digits and punctuation have none of their own. */
export const RIGHT_TO_LEFT =
  /[[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]&&\p{L}]/v;
/** As above. */
export const LEFT_TO_RIGHT =
  /[\p{L}--[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]]/v;

/** The lines of a message; those without anything to see are left out. */
export function linesOf(message: Pick<Message, 'blocks'>): readonly Line[] {
  return message.blocks.flatMap((block, index) => {
    const lines = block.kind === 'list' ? block.items : [block.inlines];
    return lines
      .map((line) => ({ kind: block.kind, block: index, runs: isolate(runsOf(line)) }))
      .filter((line) => line.runs.some((run) => isVisible(run.text)));
  });
}

/** What stands between two lines: an empty line before a heading and after a list, else just a line break. */
export function gap(before: Line, after: Line): '\n' | '\n\n' {
  if (before.block === after.block) return '\n';
  if (after.kind === 'heading') return before.kind === 'heading' ? '\n' : '\n\n';
  return before.kind === 'list' ? '\n\n' : '\n';
}

/** Text of one run, isolated where that is needed; spaces at its ends stay outside, where they separate the words. */
export function shown(run: Run, dress: (text: string) => string = (text) => text): string {
  if (!run.isolated) return dress(run.text);
  const { before, core, after } = trimmed(run.text);
  return core === '' ? before : `${before}${FSI}${dress(core)}${PDI}${after}`;
}

/** A text without the spaces at its ends, and those spaces. */
export function trimmed(text: string): { before: string; core: string; after: string } {
  const core = text.trim();
  const start = text.length - text.trimStart().length;
  return core === ''
    ? { before: text, core, after: '' }
    : { before: text.slice(0, start), core, after: text.slice(start + core.length) };
}

/**
 * Text from outside made safe to lay out: one line, no control characters, no lone surrogates, no bidi controls that
 * could reorder the rest of the line (Trojan Source, https://trojansource.codes).
 */
export function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\v\f\r \u0085\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '');
}

/** The address if it is one for the web, normalised; null for every other scheme, for nonsense and for endless ones. */
export function webAddress(url: string): string | null {
  const address = URL.parse(url.trim());
  if (address === null || (address.protocol !== 'http:' && address.protocol !== 'https:')) return null;
  return address.href.length > LONGEST_ADDRESS ? null : address.href;
}

/** Is there anything to see: not only spaces and characters without a shape? */
export function isVisible(text: string): boolean {
  return /(?!\p{Default_Ignorable_Code_Point})[^\p{Z}\p{Cc}\p{Cf}\p{Cs}]/u.test(text);
}

const PLAIN = { strong: false, emphasis: false, struck: false, code: false, url: null, isolated: false };

function runsOf(inlines: readonly Inline[], marks: Omit<Run, 'text'> = PLAIN): readonly Run[] {
  return inlines.flatMap((inline): readonly Run[] => {
    switch (inline.kind) {
      case 'text':
        return runOf(inline.text, marks);
      case 'code':
        return runOf(inline.text, { ...marks, code: true });
      case 'strong':
        return runsOf(inline.inlines, { ...marks, strong: true });
      case 'emphasis':
        return runsOf(inline.inlines, { ...marks, emphasis: true });
      case 'struck':
        return runsOf(inline.inlines, { ...marks, struck: true });
      case 'isolated':
        return runsOf(inline.inlines, { ...marks, isolated: true });
      case 'link':
        return runsOf(inline.inlines, { ...marks, url: webAddress(inline.url) ?? marks.url });
    }
  });
}

function runOf(text: string, marks: Omit<Run, 'text'>): readonly Run[] {
  const words = tidy(text);
  return words === '' ? [] : [{ ...marks, text: words }];
}

/**
 * Marks the runs that go against their line. The line's direction is that of our own words, the first ones that are neither
 * a link nor marked as foreign: a headline in Hebrew must not turn around the English line that it stands in, nor the other
 * way round.
 */
function isolate(runs: readonly Run[]): readonly Run[] {
  const mixed =
    runs.some((run) => RIGHT_TO_LEFT.test(run.text)) && runs.some((run) => LEFT_TO_RIGHT.test(run.text));
  if (!mixed || lettered(runs).length < 2) return runs;
  const against = leadsRightToLeft(runs) ? LEFT_TO_RIGHT : RIGHT_TO_LEFT;
  return runs.map((run) => ({ ...run, isolated: run.isolated || against.test(run.text) }));
}

/** Whether our own words, the first ones with letters, are written from the right. */
export function leadsRightToLeft(runs: readonly Run[]): boolean {
  const written = lettered(runs);
  const text = (written.find((run) => run.url === null && !run.isolated) ?? written[0])?.text ?? '';
  const right = text.search(RIGHT_TO_LEFT);
  const left = text.search(LEFT_TO_RIGHT);
  return right !== -1 && (left === -1 || right < left);
}

function lettered(runs: readonly Run[]): readonly Run[] {
  return runs.filter((run) => RIGHT_TO_LEFT.test(run.text) || LEFT_TO_RIGHT.test(run.text));
}
