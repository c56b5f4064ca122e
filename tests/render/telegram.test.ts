import fc from 'fast-check';
import { getTdjson } from 'prebuilt-tdlib';
import { configure, execute } from 'tdl';
import { expect, test } from 'vitest';
import { code, heading, joined, link, list, message, paragraph, quote, strong } from '#render/build.ts';
import { toTelegram } from '#render/telegram.ts';
import { lettersOf, messages, textsOf } from './messages.ts';

configure({ tdjson: getTdjson(), verbosityLevel: 0 });

/** What Telegram makes of our markup: TDLib is the parser that its servers use. */
function parsed(html: string) {
  const result = execute({ _: 'parseTextEntities', text: html, parse_mode: { _: 'textParseModeHTML' } });
  if (result._ === 'error') throw new Error(`${result.message} in ${html}`);
  return result;
}

function urlsOf(html: string): readonly string[] {
  return parsed(html).entities.flatMap(({ type }) => (type._ === 'textEntityTypeTextUrl' ? [type.url] : []));
}

test('whatever a headline holds, Telegram can read every part and shows its words, all of them', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const parts = toTelegram(message);
      for (const part of parts) {
        const { text, entities } = parsed(part.html);
        expect(text).toBe(part.plain);
        expect(text.length).toBeLessThanOrEqual(4096);
        expect(text.trim()).not.toBe('');
        expect(entities.length).toBeLessThanOrEqual(100);
        expect(part.html.isWellFormed()).toBe(true);
        for (const url of urlsOf(part.html)) expect(url).toMatch(/^https?:\/\//u);
      }
      const said = parts.map((part) => part.plain).join('\n');
      expect(lettersOf(said)).toBe(lettersOf(textsOf(message).join('\n')));
    }),
    { numRuns: 300 },
  );
});

test('a space before a word that is longer than a message makes no empty part', () => {
  const long = 'Trufanov'.repeat(600);
  const parts = toTelegram(message([heading(link('http://a.example/', [' ', long]))]));
  expect(parts.map(({ plain }) => plain)).toEqual([long.slice(0, 4096), long.slice(4096)]);
});

test('only the last part has buttons, and only such as Telegram takes', () => {
  fc.assert(
    fc.property(messages, (message) => {
      const parts = toTelegram(message);
      for (const part of parts.slice(0, -1)) expect(part.keyboard).toEqual([]);
      const buttons = parts.at(-1)?.keyboard.flat() ?? [];
      for (const { text } of buttons) expect(text.trim()).not.toBe('');
      for (const button of buttons)
        expect('url' in button ? button.url : 'https://').toMatch(/^https?:\/\//u);
      for (const button of buttons) {
        expect(Buffer.byteLength('url' in button ? '' : button.callback_data)).toBeLessThanOrEqual(64);
      }
    }),
    { numRuns: 200 },
  );
});

test('markup in a headline is shown, not obeyed', () => {
  const [part] = toTelegram(message([paragraph('<b>5 < 6</b> & "so" _on_ *and* [x](y)')]));
  expect(parsed(part?.html ?? '')).toMatchObject({
    text: '<b>5 < 6</b> & "so" _on_ *and* [x](y)',
    entities: [],
  });
});

test('marks and links come out as entities', () => {
  const [part] = toTelegram(
    message([paragraph([strong('Anna'), ' via ', link('https://a.example/x?a=1&b="2"', 'TASS')])]),
  );
  expect(part?.html).toBe('<b>Anna</b> via <a href="https://a.example/x?a=1&amp;b=%222%22">TASS</a>');
});

test('4096 characters are one message, 4097 are two', () => {
  expect(toTelegram(message([paragraph('x'.repeat(4096))]))).toHaveLength(1);
  expect(toTelegram(message([paragraph('x'.repeat(4097))])).map((part) => part.plain.length)).toEqual([
    4096, 1,
  ]);
});

test('length is counted after parsing, so that markup and escapes cost nothing', () => {
  expect(toTelegram(message([paragraph(strong('&'.repeat(4096)))]))).toHaveLength(1);
});

test('an emoji is not cut in two', () => {
  const parts = toTelegram(message([paragraph(`x${'😀'.repeat(4000)}`)]));
  for (const part of parts) expect(part.plain.isWellFormed()).toBe(true);
  expect(parts.map((part) => part.plain).join('')).toBe(`x${'😀'.repeat(4000)}`);
});

test('an emoji of several parts, or a letter with its marks, is not cut in two', () => {
  const family = '👩‍👩‍👧‍👦';
  const parts = toTelegram(message([paragraph(family.repeat(500))]));
  for (const part of parts) expect(part.plain.replaceAll(family, '')).toBe('');
});

test('code stands in nothing else, as Telegram wants it', () => {
  const [part] = toTelegram(
    message([heading(['Rule ', code('a<b'), link('https://a.example/', code('c'))])]),
  );
  expect(part?.html).toBe('<b>Rule </b><code>a&lt;b</code><code>c</code>');
});

test('the 101st entity goes into the next message instead of being lost', () => {
  const items = Array.from({ length: 101 }, (_, i) =>
    link(`https://a.example/${String(i)}`, `source ${String(i)}`),
  );
  const parts = toTelegram(message([list(items)]));
  expect(parts.map((part) => urlsOf(part.html).length)).toEqual([100, 1]);
});

test('a long message is split between blocks before it is split within one', () => {
  const [first, second] = toTelegram(
    message([paragraph('a'.repeat(2500)), paragraph(`${'b'.repeat(1250)} ${'b'.repeat(1250)}`)]),
  );
  expect(first?.plain).toBe('a'.repeat(2500));
  expect(second?.plain).toBe(`${'b'.repeat(1250)} ${'b'.repeat(1250)}`);
});

test('a heading goes along with the list that it stands over', () => {
  const parts = toTelegram(
    message([paragraph('a'.repeat(4070)), heading('Released'), list(['x'.repeat(50), 'y'.repeat(4050)])]),
  );
  expect(parts.map((part) => part.plain.slice(0, 14))).toEqual([
    'a'.repeat(14),
    'Released\n• xxx',
    `• ${'y'.repeat(12)}`,
  ]);
});

test('a link is not taken apart where the words around it can be', () => {
  const words = Array.from({ length: 60 }, () => 'headline').join(' ');
  const line = Array.from({ length: 9 }, (_, i) => link(`https://a.example/${String(i)}`, words));
  const parts = toTelegram(message([paragraph(joined(' · ', line))]));
  expect(parts).toHaveLength(2);
  expect(parts.flatMap((part) => urlsOf(part.html))).toEqual(
    line.map((_, i) => `https://a.example/${String(i)}`),
  );
});

test('an address that is not of the web leaves only its words', () => {
  const [part] = toTelegram(
    message([paragraph([link('javascript:alert(1)', 'here'), link('tg://user?id=1', ' there')])]),
  );
  expect(part?.html).toBe('here there');
});

test('a Hebrew headline is isolated in an English line, and is left alone in its own', () => {
  const mixed = toTelegram(message([paragraph([link('https://a.example/', 'שוחרר IDF'), ' · Times'])]));
  expect(mixed[0]?.plain).toBe('\u2068שוחרר IDF\u2069 · Times');
  const alone = toTelegram(message([paragraph([link('https://a.example/', 'שוחרר'), ' · הארץ 12'])]));
  expect(alone[0]?.plain).toBe('שוחרר · הארץ 12');
});

test('an English name is isolated in a line of ours in Hebrew', () => {
  const [part] = toTelegram(message([paragraph(['מקור: ', link('https://a.example/', 'Reuters')])]));
  expect(part?.plain).toBe('מקור: \u2068Reuters\u2069');
});

test('bidi overrides and control characters from outside do not get through', () => {
  const [part] = toTelegram(message([quote('a\u202Egnp.exe\u2066\u0007\u001B[31m')]));
  expect(part?.plain).toBe('agnp.exe[31m');
});

test('a headline with line breaks stays one line and cannot pose as a message of ours', () => {
  const [part] = toTelegram(message([list(['Talks go on\n🟢 RELEASED · confirmed'])]));
  expect(part?.plain).toBe('• Talks go on 🟢 RELEASED · confirmed');
});

test("a headline's @name pings nobody", () => {
  const [part] = toTelegram(message([paragraph('@everyone and @anna said')]));
  const found = execute({ _: 'getTextEntities', text: part?.plain ?? '' });
  expect(found).toMatchObject({ entities: [] });
});

test('a message without anything to see is no message', () => {
  expect(toTelegram(message([paragraph(' \u200B\u0000'), list([])]))).toEqual([]);
});
