import { parseDate } from './dates.ts';
import { rssVersion } from './outline.ts';
import type { FeedFormat } from './outline.ts';
import { attributesOf, scan } from './scan.ts';
import type { Tag } from './scan.ts';

/** A document taken apart: each item's XML by itself, and what stands around them. */
export interface Pieces {
  readonly format: FeedFormat;
  readonly head: string;
  readonly items: readonly string[];
  readonly tail: string;
  /** `xml:base` of the root, or null. */
  readonly base: string | null;
  /** What had to be repaired, in words. */
  readonly mended: readonly string[];
}

/**
 * Writes anew what a broken document means to say: the fields that we read, as plain RSS 2.0 or Atom that any parser
 * takes. Browsers read on over a bare ampersand, a tag left open, an end that is missing, and so do publishers when they
 * check their feed; a strict parser would lose all entries for one of them.
 *
 * Linear, without recursion, and never fails; null when there is no feed in the text.
 *
 * @param most items to keep; more are left out, and said.
 */
export function mend(text: string, most: number): Pieces | null {
  const mender = new Mender(text, most);
  scan(text, mender, () => mender.going);
  return mender.finish();
}

/** The elements we read, by their name in lower case, and how rss-parser wants them spelt. */
const FIELDS: ReadonlyMap<string, string> = new Map(
  [
    'title',
    'link',
    'guid',
    'id',
    'description',
    'summary',
    'content',
    'content:encoded',
    'pubDate',
    'published',
    'updated',
    'modified',
    'issued',
    'created',
    'dc:date',
    'dc:title',
    'feedburner:origLink',
  ].map((name) => [name.toLowerCase(), name]),
);
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['encoded', 'content:encoded'],
  ['atom:published', 'published'],
  ['atom:updated', 'updated'],
  ['a10:published', 'published'],
  ['a10:updated', 'updated'],
  ['atom:content', 'content'],
  ['a10:content', 'content'],
  ['atom:summary', 'summary'],
  ['dcterms:created', 'created'],
  ['dcterms:issued', 'issued'],
  ['dcterms:modified', 'modified'],
]);
const DATES: ReadonlySet<string> = new Set([
  'published',
  'updated',
  'modified',
  'issued',
  'created',
  'dc:date',
  'pubDate',
]);
const BODIES: ReadonlySet<string> = new Set(['description', 'summary', 'content', 'content:encoded']);
/** Fields that never stand inside a body's own HTML: where one opens, a body that was left open has ended. */
const ENDS_BODY: ReadonlySet<string> = new Set([
  ...BODIES,
  'pubDate',
  'guid',
  'published',
  'updated',
  'dc:date',
]);
/** Elements whose title, link and date are their own, not the item's. */
const HOLDERS: ReadonlySet<string> = new Set(['source', 'image', 'textinput']);
/** UTF-16 units of one field's source that are kept: no text is that long, and mending may make five of one. */
const LONGEST_FIELD = 1_000_000;
/** Links of one item that are kept: the one to the entry is among the first. */
const MOST_LINKS = 20;

interface Field {
  readonly name: string;
  /** The tag as written, for its attributes. */
  readonly tag: string;
  /** Stretches of the source in order, by their offsets; tags inside make it markup. */
  readonly parts: { readonly kind: 'text' | 'cdata' | 'tag'; readonly start: number; end: number }[];
}

/** An item, or the head of the feed. */
interface Written {
  readonly attributes: string;
  readonly xml: string[];
  readonly seen: Set<string>;
  links: number;
}

class Mender {
  going = true;
  readonly #text: string;
  readonly #most: number;
  readonly #mended = new Set<string>();
  readonly #items: string[] = [];
  readonly #head: Written = { attributes: '', xml: [], seen: new Set(), links: 0 };
  #format: FeedFormat | null = null;
  /** `a:` when the root is `a:feed`: taken off every name. */
  #prefix = '';
  #base: string | null = null;
  #item: Written | null = null;
  #itemName = '';
  #field: Field | null = null;
  /** Open elements that we do not read, innermost last. */
  #others: string[] = [];
  #closed = false;
  #before = false;

  constructor(text: string, most: number) {
    this.#text = text;
    this.#most = most;
  }

  open(tag: Tag): void {
    const raw = this.#text.slice(tag.start, tag.end);
    const name = this.#canonical(tag.name);
    if (this.#format === null) {
      this.#findRoot(name, raw);
      return;
    }
    if (name === 'item' || name === 'entry') {
      this.#beginItem(name, raw, tag.selfClosing);
      return;
    }
    const field = FIELDS.get(name);
    if (this.#field !== null) {
      if (!this.#endsField(field)) {
        this.#add('tag', tag.start, tag.end);
        return;
      }
      this.#mended.add('tags left open or crossed');
      this.#endField();
    }
    if (/=\s*[^\s"'>/]/.test(raw)) this.#mended.add('attributes without quotes');
    if (field !== undefined && !this.#others.some((other) => HOLDERS.has(other))) {
      this.#field = { name: field, tag: raw, parts: [] };
      if (tag.selfClosing) this.#endField();
    } else if (!tag.selfClosing && name !== 'channel') {
      this.#others.push(name);
      // Nothing of a feed lies so deep; the bound keeps closing tags cheap.
      if (this.#others.length > 50) this.#others = this.#others.slice(0, 25);
    }
  }

  close(written: string, start: number, end: number): void {
    if (this.#format === null) return;
    const name = this.#canonical(written);
    if (name === this.#itemName && this.#item !== null) {
      if (this.#field !== null || this.#others.length > 0) this.#mended.add('tags left open or crossed');
      this.#endItem();
    } else if (name === 'channel' || name === 'rss' || name === 'feed' || name === 'rdf:rdf') {
      if (this.#item !== null) this.#mended.add('tags left open or crossed');
      this.#endItem();
      if (name !== 'channel') this.#closed = true;
    } else if (this.#field !== null) {
      if (FIELDS.get(name) === this.#field.name) this.#endField();
      else this.#add('tag', start, end);
    } else {
      const index = this.#others.lastIndexOf(name);
      if (index === -1) this.#mended.add('tags left open or crossed');
      else this.#others.length = index;
    }
  }

  text(start: number, end: number): void {
    if (this.#field !== null) {
      this.#add('text', start, end);
    } else if (this.#format === null) {
      this.#before ||= this.#text.slice(start, end).trim() !== '';
    } else if (!this.#mended.has('bare ampersands') && BARE_AMPERSAND.test(this.#text.slice(start, end))) {
      this.#mended.add('bare ampersands');
    }
  }

  cdata(start: number, end: number): void {
    this.#add('cdata', start, end);
  }

  doctype(): void {
    this.#mended.add('a document type declaration was taken out');
  }

  odd(what: 'stray' | 'end'): void {
    if (this.#format === null) this.#before = true;
    else if (what === 'stray') this.#mended.add('angle brackets in the text');
  }

  finish(): Pieces | null {
    if (this.#format === null) return null;
    if (!this.#closed && this.going) {
      this.#mended.add('the end was missing');
      this.#breakOff();
    }
    const atom = this.#format === 'atom10';
    const head = this.#head.xml.join('');
    return {
      format: this.#format,
      head: atom
        ? `<feed xmlns="http://www.w3.org/2005/Atom">${head}`
        : `<rss version="2.0"><channel>${head}`,
      items: this.#items,
      tail: atom ? '</feed>' : '</channel></rss>',
      base: this.#base,
      mended: [...this.#mended],
    };
  }

  #add(kind: 'text' | 'cdata' | 'tag', start: number, end: number): void {
    const last = this.#field?.parts.at(-1);
    if (last !== undefined && last.kind === kind && last.end === start) last.end = end;
    else this.#field?.parts.push({ kind, start, end });
  }

  #canonical(name: string): string {
    let lower = name.toLowerCase();
    if (this.#prefix !== '' && lower.startsWith(this.#prefix)) lower = lower.slice(this.#prefix.length);
    // Names after a colon differ by the publisher's choice of prefix; these two are never anything else.
    const local = lower.slice(lower.indexOf(':') + 1);
    return ALIASES.get(local === 'encoded' ? local : lower) ?? lower;
  }

  #findRoot(name: string, raw: string): void {
    if (name === 'html') {
      this.going = false;
      return;
    }
    const colon = name.indexOf(':');
    const local = name.slice(colon + 1);
    const attributes = attributesOf(raw);
    if (local === 'feed') {
      this.#format = 'atom10';
      this.#prefix = name.slice(0, colon + 1);
    } else if (local === 'rdf') {
      this.#format = raw.includes('http://purl.org/rss/1.0/') ? 'rss10' : 'rss090';
      const prefix = [...attributes].find(([, uri]) => uri === 'http://purl.org/rss/1.0/')?.[0] ?? '';
      this.#prefix = prefix.startsWith('xmlns:') ? `${prefix.slice(6).toLowerCase()}:` : '';
    } else if (name === 'rss') {
      const version = rssVersion(attributes.get('version') ?? '');
      if (version === null) this.#mended.add('the version was missing');
      this.#format = version ?? 'rss20';
    } else if (name === 'channel') {
      this.#mended.add('the root element was missing');
      this.#format = 'rss20';
    } else {
      this.#before = true;
      return;
    }
    this.#base = attributes.get('xml:base') ?? null;
    if (this.#before) this.#mended.add('text before the feed was cut off');
  }

  #beginItem(name: string, raw: string, selfClosing: boolean): void {
    if (this.#item !== null) {
      this.#mended.add('tags left open or crossed');
      this.#endItem();
    }
    this.#endField();
    this.#others.length = 0;
    if (this.#items.length >= this.#most) {
      this.#mended.add(`only the first ${String(this.#most)} entries were read`);
      this.going = false;
      return;
    }
    let attributes = '';
    for (const [key, value] of attributesOf(raw)) {
      if (key === 'rdf:about' || key === 'xml:base')
        attributes += ` ${key}="${this.#mendText(value).replaceAll('"', '&quot;')}"`;
    }
    this.#itemName = name;
    this.#item = { attributes, xml: [], seen: new Set(), links: 0 };
    if (selfClosing) this.#endItem();
  }

  #endItem(): void {
    this.#endField();
    this.#others.length = 0;
    if (this.#item === null) return;
    const element = this.#format === 'atom10' ? 'entry' : 'item';
    this.#items.push(`<${element}${this.#item.attributes}>${this.#item.xml.join('')}</${element}>`);
    this.#item = null;
  }

  /** The document broke off: an item is kept when what identifies it is whole; a text may be cut short, a link not. */
  #breakOff(): void {
    if (this.#field !== null && !BODIES.has(this.#field.name)) this.#field = null;
    this.#endField();
    const seen = this.#item?.seen;
    if (seen !== undefined && seen.has('title') && (seen.has('link') || seen.has('guid') || seen.has('id')))
      this.#endItem();
  }

  /** Does this opening element end the field that is open? */
  #endsField(opening: string | undefined): boolean {
    if (opening === undefined || this.#field === null) return false;
    return BODIES.has(this.#field.name) ? ENDS_BODY.has(opening) : true;
  }

  #endField(): void {
    const field = this.#field;
    this.#field = null;
    if (field === null) return;
    const record = this.#item ?? this.#head;
    if (field.name === 'link') {
      this.#writeLink(record, field);
      return;
    }
    // The first of its name counts; whoever writes a thousand titles means harm.
    if (record.seen.has(field.name)) return;
    record.seen.add(field.name);
    const value = this.#valueOf(field);
    if (this.#format === 'atom10' && DATES.has(field.name)) {
      // rss-parser loses all entries for one date that it cannot read.
      const date = parseDate(value);
      if (date === null) this.#mended.add('dates that cannot be read');
      else record.xml.push(`<${field.name}>${new Date(date).toISOString()}</${field.name}>`);
      return;
    }
    record.xml.push(`<${field.name}>${value}</${field.name}>`);
  }

  #writeLink(record: Written, field: Field): void {
    const attributes = attributesOf(field.tag);
    const written = this.#valueOf(field).trim();
    const address =
      this.#mendText(attributes.get('href') ?? '').replaceAll('"', '&quot;') ||
      written.replaceAll('"', '&quot;');
    if (address === '' || record.links >= MOST_LINKS) return;
    record.seen.add('link');
    record.links += 1;
    if (this.#format !== 'atom10') {
      record.xml.push(`<link>${address}</link>`);
      return;
    }
    if (!attributes.has('href')) this.#mended.add('links written as text');
    const rel = attributes.get('rel');
    record.xml.push(
      `<link href="${address}"${rel === undefined || !/^[\w-]+$/.test(rel) ? '' : ` rel="${rel}"`}/>`,
    );
  }

  /** The field's content as XML text: markup inside it becomes text that is HTML, as RSS wants it. */
  #valueOf(field: Field): string {
    const parts: { kind: string; source: string }[] = [];
    let room = LONGEST_FIELD;
    for (const { kind, start, end } of field.parts) {
      if (room <= 0) break;
      parts.push({ kind, source: this.#text.slice(start, Math.min(end, start + room)) });
      room -= end - start;
    }
    if (parts.some(({ kind }) => kind === 'tag')) {
      return this.#escape(parts.map(({ source }) => source).join(''));
    }
    return parts
      .map(({ kind, source }) => (kind === 'cdata' ? this.#escape(source) : this.#mendText(source)))
      .join('');
  }

  #mendText(source: string): string {
    return this.#printable(source).replace(REFERENCE, (whole: string, reference: string | undefined) => {
      if (reference === undefined) {
        if (whole !== '&') return whole === '<' ? '&lt;' : '&gt;';
        this.#mended.add('bare ampersands');
        return '&amp;';
      }
      if (XML_ENTITIES.has(reference)) return whole;
      if (reference.startsWith('#')) return isPrintable(reference) ? whole : `&amp;${reference}`;
      // Most are HTML's own, as &nbsp;, and the text is read as HTML later.
      this.#mended.add('entities that XML does not know');
      return `&amp;${reference}`;
    });
  }

  #escape(source: string): string {
    return this.#printable(source).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  }

  #printable(source: string): string {
    // oxlint-disable-next-line no-control-regex -- characters that XML forbids (XML 1.0, 2.2)
    const printable = source.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '');
    if (printable.length !== source.length) this.#mended.add('control characters');
    return printable;
  }
}

const REFERENCE = /&(#\d{1,8};|#[xX][0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{0,31};)?|[<>]/g;
const BARE_AMPERSAND = /&(?!#\d{1,8};|#[xX][0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{0,31};)/;
const XML_ENTITIES: ReadonlySet<string> = new Set(['amp;', 'lt;', 'gt;', 'quot;', 'apos;']);

/** Does a numeric reference name a character that may stand in a text? */
function isPrintable(reference: string): boolean {
  const code = /^#x/i.test(reference)
    ? Number.parseInt(reference.slice(2), 16)
    : Number.parseInt(reference.slice(1), 10);
  return code >= 0xa0 ? code < 0xd800 || (code > 0xdfff && code <= 0x10ffff) : code >= 0x20 && code < 0x7f;
}
