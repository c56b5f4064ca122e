/** Messages as the terminal prints them once: nothing can be pressed there, and a command is what a shell takes. */
import type { Answer, Block, Inline, Message } from '#core/message.ts';

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
  'about',
] as const;

/** The message without the buttons that run a command; what links to a page stays. */
export function unpressed({ blocks, buttons, tone }: Answer): Message {
  const links = buttons.map((row) => row.filter(({ kind }) => kind === 'link'));
  return { blocks, tone, buttons: links.filter((row) => row.length > 0) };
}

/** The answer to a question that was a command of the terminal: "/status trufanov" in it is "wirewatch status trufanov". */
export function asAskedOnce(answer: Answer): Message {
  const message = unpressed(answer);
  return { ...message, blocks: message.blocks.map(retyped) };
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
