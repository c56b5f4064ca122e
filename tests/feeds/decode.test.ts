import { describe, expect, test } from 'vitest';
import { decode } from '#feeds/decode.ts';

const xml = (declared: string | null, text: string): string =>
  `<?xml version="1.0"${declared === null ? '' : ` encoding="${declared}"`}?><title>${text}</title>`;
const title = (text: string): string => text.slice(text.indexOf('<title>') + 7, text.indexOf('</title>'));

/** Bytes of a text in an encoding of single bytes. */
function inEncoding(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const byCharacter = new Map<string, number>();
  for (let byte = 255; byte >= 0; byte -= 1) byCharacter.set(decoder.decode(Uint8Array.of(byte)), byte);
  return Buffer.from(Array.from(text, (character) => byCharacter.get(character) ?? 0x3f));
}

describe('which encoding counts', () => {
  test.each([
    ['windows-1251', 'Труфанов на свободе'],
    ['koi8-r', 'Труфанов на свободе'],
    ['iso-8859-8', 'שוחרר מעזה'],
    ['windows-1255', 'שוחרר מעזה'],
    ['windows-1256', 'أفرج عنه'],
  ])('%s by the XML declaration alone', (encoding, text) => {
    const read = decode(inEncoding(xml(encoding, text), encoding), null);
    expect(title(read.text)).toBe(text);
    expect(read.encoding).toBe(encoding);
  });

  test('the header wins over the declaration', () => {
    const read = decode(inEncoding(xml('utf-8', 'мир'), 'koi8-r'), 'text/xml; charset=KOI8-R');
    expect(title(read.text)).toBe('мир');
  });

  test('a byte order mark wins over a header that contradicts it', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(xml('windows-1251', 'мир'))]);
    const read = decode(bytes, 'text/xml; charset=windows-1251');
    expect(read).toMatchObject({ encoding: 'utf-8', text: xml('windows-1251', 'мир') });
  });

  test('UTF-16 is read with its mark and without', () => {
    const little = Buffer.from(xml('utf-16', 'мир'), 'utf16le');
    expect(title(decode(Buffer.concat([Buffer.from([0xff, 0xfe]), little]), null).text)).toBe('мир');
    expect(title(decode(little, null).text)).toBe('мир');
    const big = Buffer.from(little).swap16();
    expect(title(decode(Buffer.concat([Buffer.from([0xfe, 0xff]), big]), null).text)).toBe('мир');
    expect(decode(big, null).encoding).toBe('utf-16be');
  });

  test('a declaration of UTF-16 in single bytes was copied from elsewhere', () => {
    expect(title(decode(Buffer.from(xml('utf-16', 'мир')), null).text)).toBe('мир');
  });

  test('a server that calls everything Latin does not garble UTF-8', () => {
    const read = decode(Buffer.from(xml(null, 'мир')), 'text/xml; charset=ISO-8859-1');
    expect(title(read.text)).toBe('мир');
    expect(read.mended).toEqual(['called itself iso-8859-1 and is utf-8']);
  });

  test('a header that says UTF-8 of what is not, loses to the declaration', () => {
    const read = decode(
      inEncoding(xml('windows-1251', 'мир в Газе'), 'windows-1251'),
      'text/xml; charset=utf-8',
    );
    expect(title(read.text)).toBe('мир в Газе');
  });

  test('what is not UTF-8 and says nothing is read as windows-1252', () => {
    const read = decode(Buffer.from(xml(null, 'libéré à Gaza'), 'latin1'), null);
    expect(title(read.text)).toBe('libéré à Gaza');
    expect(read.encoding).toBe('windows-1252');
    expect(read.mended).toHaveLength(1);
  });

  test('one letter cut in half does not garble the rest', () => {
    const text = xml(null, 'Заложник вышел на свободу…');
    const read = decode(Buffer.concat([Buffer.from(text), Buffer.from([0xd0])]), null);
    expect(title(read.text)).toBe('Заложник вышел на свободу…');
    expect(read.encoding).toBe('utf-8');
  });

  test('an encoding that nobody knows counts as not named', () => {
    expect(title(decode(Buffer.from(xml('x-klingon', 'мир')), 'text/xml; charset=nonsense').text)).toBe(
      'мир',
    );
  });
});
