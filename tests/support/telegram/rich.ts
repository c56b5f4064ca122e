/**
 * Rich messages in their HTML style, read strictly: https://core.telegram.org/bots/api#inputrichmessage (Bot API 10.1). TDLib
 * does not parse them, the service does, so what is refused here comes from the documents; how it is worded does not.
 */
import { checkedUrl } from './markup.ts';
import type { Entity, FormattedText } from './markup.ts';
import { badRequest, notDocumented } from './refusal.ts';

/** What a chat shows of a rich message: the kinds of its blocks in order, and whether it is laid out from the right. */
export interface ShownRich {
  readonly blocks: readonly string[];
  readonly rightToLeft: boolean;
}

const TEXT_LIMIT = 32_768;
const BLOCK_LIMIT = 500;
const DEPTH_LIMIT = 16;

/** Blocks that hold words. Media, tables, maps, formulas and buttons are not kept here. */
const WORDED = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'li', 'blockquote', 'footer', 'aside']);
const HOLDERS: Readonly<Record<string, string>> = { ul: 'li', ol: 'li' };
const MARKS: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  code: 'code',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
};
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

/**
 * The words as they are shown, a block a line, items of lists behind a dot.
 *
 * @throws Refusal
 */
export function readRich(html: string): FormattedText & Pick<ShownRich, 'blocks'> {
  const open: { readonly tag: string; readonly at: number; readonly url: string | null }[] = [];
  const blocks: string[] = [];
  const entities: Entity[] = [];
  let text = '';
  for (const [, closing, tag, attributes, words] of html.matchAll(
    /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>|([^<]+|<)/giu,
  )) {
    if (words !== undefined) {
      if (words === '<') throw notDocumented('a "<" that begins no tag');
      if (!open.some((one) => WORDED.has(one.tag))) throw notDocumented(`words outside of blocks: ${words}`);
      text += unescaped(words);
      continue;
    }
    if (tag === undefined || attributes === undefined) throw new Error('The pattern has two sides.');
    if (closing === '/') {
      const last = open.pop();
      if (last?.tag !== tag) throw notDocumented(`</${tag}> closes <${last?.tag ?? 'nothing'}>`);
      const type = MARKS[tag];
      const length = text.length - last.at;
      if (type !== undefined && length > 0)
        entities.push({ type, offset: last.at, length, ...(last.url === null ? {} : { url: last.url }) });
      continue;
    }
    const within = open.at(-1)?.tag;
    if (WORDED.has(tag) || tag in HOLDERS) {
      if (tag === 'li' ? HOLDERS[within ?? ''] !== 'li' : within !== undefined && within !== 'li') {
        throw notDocumented(`<${tag}> in <${within ?? 'nothing'}>`);
      }
      if (attributes.trim() !== '') throw notDocumented(`<${tag}${attributes}>`);
      blocks.push(tag);
      if (WORDED.has(tag)) text += `${text === '' ? '' : '\n'}${tag === 'li' ? '• ' : ''}`;
    } else if (tag in MARKS) {
      if (!open.some((one) => WORDED.has(one.tag))) throw notDocumented(`<${tag}> outside of blocks`);
    } else throw badRequest(`Can't parse entities: Unsupported start tag "${tag}" at byte offset 0`);
    open.push({ tag, at: text.length, url: tag === 'a' ? addressIn(attributes) : plain(tag, attributes) });
    if (open.length > DEPTH_LIMIT) throw notDocumented('more than 16 levels');
  }
  if (open.length > 0) throw notDocumented(`<${open.map((one) => one.tag).join('> <')}> is not closed`);
  if (blocks.length > BLOCK_LIMIT) throw notDocumented('more than 500 blocks');
  if (Array.from(text).length > TEXT_LIMIT) throw badRequest('Message is too long');
  // Seen on the service for blocks without words.
  if (!/[^\s•]/u.test(text)) throw badRequest('RICH_MESSAGE_CONTENT_REQUIRED');
  return { text, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length), blocks };
}

function plain(tag: string, attributes: string): null {
  if (attributes.trim() !== '') throw notDocumented(`<${tag}${attributes}>`);
  return null;
}

function addressIn(attributes: string): string {
  const given = /^\s+href="([^"]*)"\s*$/u.exec(attributes)?.[1];
  if (given === undefined) throw notDocumented(`<a${attributes}>`);
  const url = unescaped(given);
  if (!/^https?:\/\//u.test(url) || checkedUrl(url) === null) throw notDocumented(`a link to ${url}`);
  return url;
}

function unescaped(words: string): string {
  return words.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|([a-z]+));|&/giu, (found: string, decimal, hex, name) => {
    if (typeof decimal === 'string') return String.fromCodePoint(Number(decimal));
    if (typeof hex === 'string') return String.fromCodePoint(Number.parseInt(hex, 16));
    const known = typeof name === 'string' ? NAMED[name] : undefined;
    if (known === undefined) throw notDocumented(`the entity ${found}`);
    return known;
  });
}
