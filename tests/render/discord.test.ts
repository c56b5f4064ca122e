import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emphasis, heading, link, list, message, paragraph, quote, strong } from '#render/build.ts';
import { toDiscord } from '#render/discord.ts';
import { isVisible, tidy } from '#render/lines.ts';
import { checkForm } from '#tests/support/discord/form.ts';
import { BODY, checkMessage } from '#tests/support/discord/message-rules.ts';
import { hostileText, lettersOf, messages, textsOf, withoutLinks } from './messages.ts';

/** The description of a message that is one embed. */
function described(...blocks: Parameters<typeof message>[0]): string {
  return toDiscord(message(blocks))[0]?.embeds[0]?.description ?? '';
}

test('whatever a headline holds, Discord takes every part: its own schema and the rules beside it agree', () => {
  fc.assert(
    fc.property(messages, (message) => {
      for (const part of toDiscord(message)) {
        checkForm(MessageCreateRequestSchema, part);
        checkMessage(BODY.parse(part), [], 0);
        for (const { title = '', description = 'x' } of part.embeds) {
          expect(`${title}${description}`.isWellFormed()).toBe(true);
          expect(description.trim()).not.toBe('');
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('no word is lost when a message is split', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const plain = withoutLinks(message);
      const said = toDiscord(plain).flatMap((part) =>
        part.embeds.flatMap(({ title = '', description = '' }) => [title, description]),
      );
      expect(lettersOf(said.join('\n'))).toBe(lettersOf(textsOf(plain).join('\n')));
    }),
    { numRuns: 200 },
  );
});

test('what a headline holds is shown as it is: every sign that Discord could obey is escaped', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const markdown = described(list([text]));
      const unescaped = markdown.replaceAll(/\\[^\p{L}\p{N}\s]/gu, '');
      expect(unescaped).not.toMatch(/[*_~`|<>[\]#@\\]/u);
      expect(
        markdown
          .replaceAll(/\\([^\p{L}\p{N}\s])/gu, '$1')
          .replace('• ', '')
          .trim(),
        // What holds no visible sign is no line at all.
      ).toBe(isVisible(tidy(text)) ? tidy(text).trim() : '');
    }),
  );
});

test.each([
  ['- a dash', '\\- a dash'],
  ['+ a plus', '\\+ a plus'],
  ['# a title', '\\# a title'],
  ['-# small', '\\-\\# small'],
  ['> a quote', '\\> a quote'],
  ['15. February', '15\\. February'],
  [':smile: at 12:40', '\\:smile: at 12:40'],
  ['<@5001> <t:1> <:a:1>', '\\<\\@5001\\> \\<t:1\\> \\<\\:a:1\\>'],
])('a headline that begins with markdown, %j, is shown as it is', (text, markdown) => {
  expect(described(paragraph(text))).toBe(markdown);
});

test('nobody is pinged, whatever a headline says', () => {
  expect(toDiscord(message([paragraph('@everyone @here <@5001>')]))[0]?.allowed_mentions).toEqual({
    parse: [],
  });
});

test('the first heading is the title, its link the title’s link, and its colour tells the tone', () => {
  const [part] = toDiscord(
    message([heading(['🟢 ', link('https://a.example/', 'RELEASED')]), paragraph(strong('Anna'))], {
      tone: 'released',
    }),
  );
  expect(part?.embeds).toEqual([
    { title: '🟢 RELEASED', url: 'https://a.example/', description: '**Anna**', color: 0x2ea043 },
  ]);
});

test('a heading of 257 characters is no title but a bold first line', () => {
  expect(toDiscord(message([heading('x'.repeat(256))]))[0]?.embeds[0]?.title).toHaveLength(256);
  const [embed] = toDiscord(message([heading('x'.repeat(257))]))[0]?.embeds ?? [];
  expect(embed?.title).toBeUndefined();
  expect(embed?.description).toBe(`**${'x'.repeat(257)}**`);
});

test('4096 characters are one embed, 4097 are two', () => {
  expect(toDiscord(message([paragraph('x'.repeat(4096))]))[0]?.embeds).toHaveLength(1);
  expect(toDiscord(message([paragraph('x'.repeat(4097))]))[0]?.embeds).toHaveLength(2);
});

test('embeds of 6001 characters together become two messages', () => {
  const first = paragraph('x'.repeat(4096));
  expect(toDiscord(message([first, paragraph('y'.repeat(1904))]))).toHaveLength(1);
  expect(toDiscord(message([first, paragraph('y'.repeat(1905))]))).toHaveLength(2);
});

test('a word of a link that looks like an address does not make Discord take the link apart', () => {
  expect(described(paragraph(link('https://a.example/x', 'https://b.example/y [1]')))).toBe(
    '[b.example/y \\(1\\)](https://a.example/x)',
  );
});

test('an address with parentheses stays whole', () => {
  expect(described(paragraph(link('https://a.example/x_(y)', 'wiki')))).toBe(
    '[wiki](https://a.example/x_%28y%29)',
  );
});

test('spaces at the ends of marked words stay outside the marks', () => {
  expect(
    described(paragraph([strong('Anna '), emphasis(' said'), quote('').kind === 'quote' ? '.' : ''])),
  ).toBe('**Anna**  _said_.');
});

test('buttons without room are left out, not the message', () => {
  const rows = Array.from({ length: 6 }, (_, row) =>
    Array.from({ length: 5 }, (_, at) => ({
      kind: 'command' as const,
      label: 'x'.repeat(90),
      command: `c ${String(row)} ${String(at)}`,
    })),
  );
  const [part] = toDiscord(message([paragraph('x')], { buttons: rows }));
  expect(part?.components).toHaveLength(5);
  expect(part?.components[0]?.components[0]).toMatchObject({ label: 'x'.repeat(80) });
});

test('the same command twice is one button', () => {
  const button = { kind: 'command' as const, label: 'Status', command: 'status anna' };
  const [part] = toDiscord(message([paragraph('x')], { buttons: [[button, button]] }));
  expect(part?.components[0]?.components).toHaveLength(1);
});
