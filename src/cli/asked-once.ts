/** Messages as the terminal prints them once: nothing can be pressed there, and a command is what a shell takes. */
import type { Answer, Block, Inline, Message } from '#core/message.ts';
import { code, list, paragraph } from '#render/build.ts';

/** Chat's commands that the terminal has under the same name, with the same words after it. */
export const TYPED = [
  'status',
  'timeline',
  'latest',
  'digest',
  'search',
  'story',
  'why',
  'feeds',
  'outbox',
  'watchlist',
  'claim',
  'about',
] as const;

/** The message without the buttons that run a command; what links to a page stays. */
export function unpressed({ blocks, buttons, tone }: Answer): Message {
  const links = buttons.map((row) => row.filter(({ kind }) => kind === 'link'));
  return { blocks, tone, buttons: links.filter((row) => row.length > 0) };
}

/**
 * The answer to a question that was a command of the terminal: "/status trufanov" in it is "wirewatch status trufanov", and how
 * to turn the page is a line below, as are the next steps of a dialogue.
 */
export function asAskedOnce(answer: Answer, dialogue = false): Message {
  const message = unpressed(answer);
  const buttons = answer.buttons.flat().filter((button) => button.kind === 'command');
  const onward = buttons.find(({ label }) => label === '▶');
  const at = buttons.find(({ label }) => /^\d+\/\d+$/u.test(label))?.label ?? '';
  const turning = onward === undefined ? [] : [paragraph([`${at} · `, code(inShell(onward.command))])];
  const steps = buttons.filter(({ command }) => !/ ~\d+$/u.test(command));
  const next = dialogue && steps.length > 0 ? [list(steps.map(({ command }) => code(inShell(command))))] : [];
  return { ...message, blocks: [...message.blocks.map(retyped), ...turning, ...next] };
}

/** "latest trufanov ~2" as a shell takes it: one argument, and no folder of somebody called 2. */
function inShell(command: string): string {
  const [, name = command, rest = ''] = /^(\S+) (.*)$/u.exec(command) ?? [];
  if (!rest.includes('~')) return `wirewatch ${command}`;
  return `wirewatch ${name} ${rest.includes("'") ? JSON.stringify(rest) : `'${rest}'`}`;
}

function retyped(block: Block): Block {
  switch (block.kind) {
    case 'list':
      return { ...block, items: block.items.map((item) => item.map(inTerminal)) };
    case 'quote':
      return block;
    case 'heading':
    case 'paragraph':
      return { ...block, inlines: block.inlines.map(inTerminal) };
  }
}

const COMMAND = new RegExp(`(?<![\\p{L}\\p{N}/.:])/(?=(?:${TYPED.join('|')})(?![\\p{L}\\p{N}/]))`, 'gu');

/** Links and quotations are others' words. */
function inTerminal(inline: Inline): Inline {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return { ...inline, text: inline.text.replaceAll(COMMAND, 'wirewatch ') };
    case 'strong':
    case 'emphasis':
    case 'struck':
    case 'isolated':
      return { ...inline, inlines: inline.inlines.map(inTerminal) };
    case 'link':
      return inline;
  }
}
