/** What is done to a document: by accident on its way, by bad software, or to do harm. */
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Chance } from '#tests/torture/chance.ts';

/** A change of the text. */
type OnText = (text: string, chance: Chance) => string;

/** A place in the text and one some way behind it. */
function region(text: string, chance: Chance, most = 400): [from: number, to: number] {
  const from = chance.whole(0, text.length);
  return [from, Math.min(text.length, from + chance.whole(0, most))];
}

const insert = (text: string, at: number, what: string): string => text.slice(0, at) + what + text.slice(at);

/** Puts something where text stands, so that it lands inside an element as often as not. */
function somewhere(text: string, chance: Chance, what: string): string {
  const from = chance.whole(0, text.length);
  const next = chance.percent(60) ? text.indexOf('>', from) + 1 : from;
  return insert(text, next === 0 ? from : next, what);
}

/** How often a thing is repeated: mostly a little, seldom as often as it takes to hurt. */
const often = (chance: Chance): number =>
  chance.percent(94) ? chance.whole(2, 300) : chance.whole(1_000, 30_000);

const SCRAPS = [
  '<',
  '>',
  '&',
  '"',
  "'",
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<?',
  '?>',
  '</item>',
  '<item>',
  '</channel>',
  '<entry',
  '&#0;',
  '&#xD800;',
  '&#1114112;',
  '&nbsp;',
  '&unknown;',
  '\0',
  '\u000B',
  '\uFFFE',
  '\uD800',
  '\u202E',
  '{"',
  '}]',
  '\\u0000',
  '<__proto__>',
  '<constructor/>',
  '<toString>x</toString>',
] as const;

const onText: readonly [OnText, ...OnText[]] = [
  // Cut off.
  (text, chance) => text.slice(0, chance.whole(0, text.length)),
  (text, chance) => text.slice(chance.whole(0, text.length)),
  // A region gone, doubled, moved, turned round.
  (text, chance) => {
    const [from, to] = region(text, chance);
    return text.slice(0, from) + text.slice(to);
  },
  (text, chance) => {
    const [from, to] = region(text, chance);
    return insert(text, to, text.slice(from, to).repeat(chance.percent(95) ? 1 : often(chance)));
  },
  (text, chance) => {
    const [from, to] = region(text, chance);
    const rest = text.slice(0, from) + text.slice(to);
    return insert(rest, chance.whole(0, rest.length), text.slice(from, to));
  },
  (text, chance) => {
    const [from, to] = region(text, chance, 60);
    return text.slice(0, from) + text.slice(from, to).split('').toReversed().join('') + text.slice(to);
  },
  // Tags that changed places, lost their end, or changed their letters.
  (text, chance) => {
    const tags = text.match(/<[^<>]{1,200}>/gu) ?? [];
    const one = tags[chance.whole(0, tags.length - 1)] ?? '<a>';
    const other = tags[chance.whole(0, tags.length - 1)] ?? '<b>';
    return text.replace(one, () => other).replace(other, () => one);
  },
  (text, chance) => text.replaceAll(chance.one(['</item>', '</title>', '</entry>', '>', '"', ']]>']), ''),
  (text) => text.replaceAll(/<\/?[a-z]+/giu, (tag) => tag.toUpperCase()),
  // Scraps of markup, a few or many.
  (text, chance) => {
    let grown = text;
    for (let n = chance.whole(1, 8); n > 0; n -= 1) grown = somewhere(grown, chance, chance.one(SCRAPS));
    return grown;
  },
  (text, chance) => somewhere(text, chance, chance.one(SCRAPS).repeat(often(chance))),
  // Deep.
  (text, chance) => {
    const tag = chance.one(['div', 'item', 'a:b', 'outline', 'channel', 'x']);
    const depth = often(chance);
    const close = chance.percent(50) ? `</${tag}>`.repeat(depth) : '';
    return somewhere(text, chance, `<${tag}>`.repeat(depth) + close);
  },
  (text, chance) => somewhere(text, chance, chance.one(['[', '{"a":', '[{}', '"[']).repeat(often(chance))),
  // Entities that stand for others.
  (text, chance) => {
    const many = Array.from({ length: chance.whole(1, 12) }, (_, n) => {
      const inner = n === 0 ? 'ha' : `&e${String(n - 1)};`.repeat(10);
      return `<!ENTITY e${String(n)} "${inner}">`;
    });
    const outside = chance.one(['', '<!ENTITY e SYSTEM "file:///etc/passwd">', '<!ENTITY % p "%p;">']);
    const type = `<!DOCTYPE rss [${many.join('')}${outside}]>`;
    return somewhere(
      text.includes('?>') ? text.replace('?>', () => `?>${type}`) : type + text,
      chance,
      `&e${String(many.length - 1)};&e;`,
    );
  },
  (text, chance) =>
    somewhere(text, chance, chance.one(['&amp;', '&#38;', '&lt;!--', '&e;', '&#x3c;']).repeat(often(chance))),
  // Attributes: many, long, broken.
  (text, chance) => {
    const many = Array.from(
      { length: often(chance) },
      (_, n) => ` a${String(n)}="${chance.one(['', 'x', '&', '<'])}"`,
    );
    return text.replace(
      chance.one(['<item', '<rss', '<entry', '<feed', '<outline', '<link']),
      (tag) => tag + many.join(''),
    );
  },
  (text, chance) => {
    const long = chance.one(['a', 'é', '"', "'", '=', ' ', 'a=b ', '<']).repeat(often(chance) * 10);
    return text.replace(
      chance.one(['<item', '<title', '<guid', '<link', '<outline']),
      (tag) => `${tag} x="${long}`,
    );
  },
  // One long thing.
  (text, chance) =>
    somewhere(text, chance, chance.one(['x', 'x<p', ' ', '\n', '😀', '<br', 'a@']).repeat(often(chance) * 8)),
  // Numbers and times that nobody expects.
  (text, chance) =>
    text.replaceAll(/\d{2,4}/gu, (digits) =>
      chance.percent(80) ? digits : chance.one(['0', '-1', '9'.repeat(40), '1e999', '٣', 'NaN']),
    ),
  // Another document behind it, or in it.
  (text, chance) => insert(text, chance.whole(0, text.length), text),
  // Markup of a web page around it.
  (text, chance) =>
    chance.one([
      `<!DOCTYPE html><html><head></head><body>${text}</body></html>`,
      `<pre>${text}`,
      `)]}',\n${text}`,
    ]),
];

/** Bytes as they are sent, and what the server says of them. */
export interface Sent {
  readonly body: Buffer;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
}

const CHARSETS = ['utf-8', 'windows-1251', 'koi8-r', 'utf-16le', 'utf-16be', 'iso-8859-8'] as const;

/** Letters of an encoding of single bytes, each with its byte. */
const bytesOf = new Map(
  ['windows-1251', 'koi8-r', 'iso-8859-8'].map((charset) => {
    const decoder = new TextDecoder(charset);
    return [
      charset,
      new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte])),
    ];
  }),
);

function encode(text: string, charset: string): Buffer {
  if (charset === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (charset === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  const table = bytesOf.get(charset);
  if (table === undefined) return Buffer.from(text);
  return Buffer.from(Array.from(text, (letter) => table.get(letter) ?? 0x3f));
}

function onBytes(body: Buffer, chance: Chance): Buffer {
  const bytes = Buffer.from(body);
  if (bytes.length === 0) return bytes;
  const kind = chance.one<'flip' | 'noise' | 'cut' | 'double'>(['flip', 'noise', 'cut', 'double']);
  const at = chance.whole(0, bytes.length - 1);
  switch (kind) {
    case 'flip':
      for (let n = chance.whole(1, 40); n > 0; n -= 1) {
        const place = chance.whole(0, bytes.length - 1);
        bytes[place] = (bytes[place] ?? 0) ^ (1 << chance.whole(0, 7));
      }
      return bytes;
    case 'noise':
      for (let n = 0; n < 60 && at + n < bytes.length; n += 1) bytes[at + n] = chance.whole(0, 255);
      return bytes;
    case 'cut':
      return bytes.subarray(0, at);
    case 'double':
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.floor(at / 2))]);
  }
}

/** A document changed up to four times, encoded, changed again, packed, and changed once more. */
export function mutated(document: string, chance: Chance): Sent {
  let text = document;
  // What is large already is not made larger again: the size of a case stays that of a large feed.
  for (let n = chance.whole(0, 4); n > 0 && text.length < 400_000; n -= 1)
    text = chance.one(onText)(text, chance);
  text = text.slice(0, 2_000_000);
  let body = encode(text, chance.percent(70) ? 'utf-8' : chance.one(CHARSETS));
  if (chance.percent(20))
    body = Buffer.concat([Buffer.from(chance.one(['\uFEFF', '\xFF\xFE', '\0']), 'latin1'), body]);
  if (chance.percent(30)) body = onBytes(body, chance);
  const packing = chance.percent(75)
    ? null
    : chance.one(['gzip', 'deflate', 'deflate-raw', 'br', 'twice', 'lie', 'unknown']);
  let contentEncoding: string | null = packing;
  switch (packing) {
    case null:
    case 'lie':
      contentEncoding = packing === null ? null : 'gzip';
      break;
    case 'gzip':
      body = gzipSync(body, { level: 1 });
      if (chance.percent(30)) contentEncoding = null;
      break;
    case 'deflate':
      body = deflateSync(body, { level: 1 });
      break;
    case 'deflate-raw':
      body = deflateRawSync(body, { level: 1 });
      contentEncoding = 'deflate';
      break;
    case 'br':
      body = brotliCompressSync(body.subarray(0, 100_000));
      break;
    case 'twice':
      body = gzipSync(gzipSync(body, { level: 1 }), { level: 1 });
      contentEncoding = 'gzip, gzip';
      break;
    case 'unknown':
      contentEncoding = chance.one(['zstd', 'gzip, gzip, gzip', 'x', '']);
      break;
  }
  if (packing !== null && chance.percent(25)) body = onBytes(body, chance);
  const contentType = chance.percent(60)
    ? null
    : `application/rss+xml; charset=${chance.one([...CHARSETS, 'none', '"', 'utf-7'])}`;
  return { body, contentType, contentEncoding };
}
