import type { Block, Button, Inline, Message, Tone, Words } from '#core/message.ts';

export type { Words } from '#core/message.ts';

/** Content as inlines; strings become plain text, empty ones vanish. */
export function inlines(words: Words): readonly Inline[] {
  const list = typeof words === 'string' || 'kind' in words ? [words] : words;
  return list.flatMap((word): readonly Inline[] => {
    if (typeof word !== 'string') return [word];
    return word === '' ? [] : [{ kind: 'text', text: word }];
  });
}

/** Words that must be seen first; bold on every platform. */
export const strong = (words: Words): Inline => ({ kind: 'strong', inlines: inlines(words) });
/** Words that stand out a little: italic. */
export const emphasis = (words: Words): Inline => ({ kind: 'emphasis', inlines: inlines(words) });
/** Words that were wrong, struck through. */
export const struck = (words: Words): Inline => ({ kind: 'struck', inlines: inlines(words) });
/** What is to be typed or copied as it stands. */
export const code = (text: string): Inline => ({ kind: 'code', text });

/** A link where there is an address, else just the words. */
export function link(url: string | null, words: Words): Inline {
  return url === null
    ? { kind: 'emphasis', inlines: inlines(words) }
    : { kind: 'link', url, inlines: inlines(words) };
}

/** A line of its own, in bold. */
export const heading = (words: Words): Block => ({ kind: 'heading', inlines: inlines(words) });
/** Words that belong together; an empty line parts them from the next. */
export const paragraph = (words: Words): Block => ({ kind: 'paragraph', inlines: inlines(words) });
/** Words of somebody else, set off as the platform does it. */
export const quote = (words: Words): Block => ({ kind: 'quote', inlines: inlines(words) });
/** Items below each other. */
export const list = (items: readonly Words[]): Block => ({ kind: 'list', items: items.map(inlines) });

/** A message of these blocks, with rows of buttons below. */
export function message(
  blocks: readonly Block[],
  more: { readonly tone?: Tone; readonly buttons?: readonly (readonly Button[])[] } = {},
): Message {
  return { blocks, buttons: more.buttons ?? [], tone: more.tone ?? 'plain' };
}

/** A short answer of one paragraph. */
export const note = (words: Words): Message => message([paragraph(words)], { tone: 'notice' });

/** Puts words between each two of a list: `joined(' · ', [a, b])`. */
export function joined(between: string, parts: readonly Words[]): readonly Inline[] {
  return parts.flatMap((part, i) => (i === 0 ? inlines(part) : [...inlines(between), ...inlines(part)]));
}

/** The words alone, without marks, links and buttons. */
export function plain(words: Words): string {
  return inlines(words)
    .map((inline) => ('text' in inline ? inline.text : plain(inline.inlines)))
    .join('');
}
