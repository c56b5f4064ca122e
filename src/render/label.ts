import type { Block, Message } from '#core/message.ts';

/** The message with a word before its first line, so that no part of it can be taken for something else. */
export function labelled(message: Message, label: string): Message {
  const [first, ...rest] = message.blocks;
  const word = { kind: 'strong', inlines: [{ kind: 'text', text: label }] } as const;
  const marked: Block =
    first === undefined || first.kind === 'list'
      ? { kind: 'paragraph', inlines: [word] }
      : { ...first, inlines: [word, { kind: 'text', text: ' · ' }, ...first.inlines] };
  return { ...message, blocks: first?.kind === 'list' ? [marked, first, ...rest] : [marked, ...rest] };
}
