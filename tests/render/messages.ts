/** Messages as hostile as headlines get, for the property tests of the renderers. */
import fc from 'fast-check';
import { TONES } from '#core/message.ts';
import type { Block, Button, Inline, Message } from '#core/message.ts';

/** Scraps that break renderers: markup of every platform, bidi controls, halves of characters, other scripts. */
const SCRAPS = [
  'Trufanov',
  'освобождён',
  'שוחרר היום',
  'أُفرج عنه',
  '解放された',
  '498',
  '12:40',
  ' ',
  ' · ',
  '\n',
  '\t',
  '<b>',
  '</b>',
  '<a href="x">',
  '&amp;',
  '&',
  '"',
  '*',
  '**',
  '_',
  '__',
  '~~',
  '||',
  '`',
  '```',
  '\\',
  '[x](https://evil.example)',
  ']',
  '(',
  ')',
  '# ',
  '> ',
  '- ',
  '1. ',
  '@everyone',
  '@here',
  '@anna',
  '<@5001>',
  '<@&77>',
  '<#42>',
  '<t:1700000000>',
  '<:name:123>',
  ':smile:',
  'https://news.example/a_b*c',
  't.me/x',
  '/start',
  '#tag',
  '\u202E',
  '\u2066',
  '\u2068',
  '\u2069',
  '\u0000',
  '\u001B[31m',
  '\u0085',
  '\uFEFF',
  '\uD83D',
  '\uDE00',
  '😀',
  '👩‍👩‍👧‍👦',
  '🇮🇱',
  'é',
  'e\u0301\u0302\u0303',
  '\u200B',
  '\u00A0',
  'wordwithoutanyspace'.repeat(12),
] as const;

export const hostileText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...SCRAPS) },
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    {
      maxLength: 12,
    },
  )
  .map((scraps) => scraps.join(''));

/** Mostly short; now and then longer than any platform's message. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 30, arbitrary: hostileText },
  {
    weight: 1,
    arbitrary: fc
      .tuple(hostileText, fc.integer({ min: 50, max: 2000 }))
      .map(([text, times]) => text.repeat(times).slice(0, 15_000)),
  },
);

const url: fc.Arbitrary<string> = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom(
    'javascript:alert(1)',
    'tg://user?id=1',
    'data:text/html,x',
    'ftp://files.example/x',
    'not an address',
    '',
    'https://news.example/a(b)c?q="x"&y=<z>#[w]',
    'HTTPS://NEWS.EXAMPLE/ä',
    `https://news.example/${'a'.repeat(3000)}`,
  ),
);

const inline: fc.Arbitrary<Inline> = fc.letrec<{ inline: Inline; some: readonly Inline[] }>((tie) => ({
  inline: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('text' as const), text: anyText }),
    fc.record({ kind: fc.constant('code' as const), text: hostileText }),
    fc.record({
      kind: fc.constantFrom('strong' as const, 'emphasis' as const, 'struck' as const),
      inlines: tie('some'),
    }),
    fc.record({ kind: fc.constant('link' as const), url, inlines: tie('some') }),
  ),
  some: fc.array(tie('inline'), { maxLength: 3 }),
})).inline;

const inlines = fc.array(inline, { maxLength: 5 });

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading' as const, 'paragraph' as const, 'quote' as const), inlines }),
  fc.record({ kind: fc.constant('list' as const), items: fc.array(inlines, { maxLength: 30 }) }),
);

const button: fc.Arbitrary<Button> = fc.oneof(
  fc.record({ kind: fc.constant('command' as const), label: hostileText, command: hostileText }),
  fc.record({ kind: fc.constant('link' as const), label: hostileText, url }),
);

export const messages: fc.Arbitrary<Message> = fc.record({
  blocks: fc.array(block, { maxLength: 8 }),
  buttons: fc.array(fc.array(button, { maxLength: 7 }), { maxLength: 7 }),
  tone: fc.constantFrom(...TONES),
});

/** Every text of the tree in reading order, as it was given. */
export function textsOf(message: Message): readonly string[] {
  return message.blocks.flatMap((block) =>
    (block.kind === 'list' ? block.items : [block.inlines]).flatMap((line) => line.flatMap(inlineTexts)),
  );
}

function inlineTexts(inline: Inline): readonly string[] {
  return 'inlines' in inline ? inline.inlines.flatMap(inlineTexts) : [inline.text];
}

/** What must survive any rendering: letters and digits, in order. */
export function lettersOf(text: string): string {
  return text.toWellFormed().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** The same message without links, whose addresses would count as words where they are shown. */
export function withoutLinks(message: Message): Message {
  const blocks = message.blocks.map((block) =>
    block.kind === 'list'
      ? { ...block, items: block.items.map((item) => item.map(unlinked)) }
      : { ...block, inlines: block.inlines.map(unlinked) },
  );
  return { ...message, blocks };
}

function unlinked(inline: Inline): Inline {
  if (!('inlines' in inline)) return inline;
  const inlines = inline.inlines.map(unlinked);
  return inline.kind === 'link' ? { kind: 'emphasis', inlines } : { ...inline, inlines };
}
