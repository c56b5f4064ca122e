/** A tag as it stands in the text: `text.slice(start, end)` is all of it. */
export interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly selfClosing: boolean;
}

/** What `scan` meets, in order. Offsets are UTF-16 units. */
export interface ScanHandler {
  open(tag: Tag): void;
  close(name: string, start: number, end: number): void;
  /** Character data, entities not decoded. Called for every stretch, so several times in a row. */
  text(start: number, end: number): void;
  /** Content of a CDATA section. */
  cdata(start: number, end: number): void;
  /** `<!DOCTYPE …>`, its internal subset included. */
  doctype(start: number, end: number): void;
  /**
   * Something that XML does not allow; the scan goes on as a browser would. `end`: a construct that the document's end
   * broke off.
   */
  odd(what: 'stray' | 'end'): void;
}

/** Longer is no tag of a feed: it is text with an angle bracket in it, or an attack. */
const LONGEST_TAG = 16_384;

/**
 * Walks through the markup of any text, well-formed or not, and never fails. One pass; `false` from `going` ends it.
 *
 * It is the one reader of raw markup here: what cuts a document into items and what mends one both stand on it, so
 * they can never disagree about where an item begins.
 */
export function scan(text: string, handler: ScanHandler, going: () => boolean = () => true): void {
  let at = 0;
  const length = text.length;
  while (at < length && going()) {
    const angle = text.indexOf('<', at);
    if (angle === -1) {
      handler.text(at, length);
      return;
    }
    if (angle > at) handler.text(at, angle);
    const next = text.charCodeAt(angle + 1);
    if (next === SLASH) {
      const end = text.indexOf('>', angle);
      if (end === -1) {
        handler.odd('end');
        return;
      }
      const name = NAME.exec(text.slice(angle + 2, Math.min(end, angle + 102)))?.[0];
      if (name === undefined || end - angle > 200) {
        handler.odd('stray');
        handler.text(angle, angle + 2);
        at = angle + 2;
      } else {
        handler.close(name, angle, end + 1);
        at = end + 1;
      }
    } else if (next === BANG || next === QUESTION) {
      at = special(text, angle, handler);
    } else {
      const end = isNameStart(next) ? endOfTag(text, angle) : -1;
      if (end > 0) {
        const selfClosing = text.charCodeAt(end - 2) === SLASH;
        // A name that is not one XML knows (`<a"b>`) cannot be: the first character was checked, the rest ends it.
        const name = NAME.exec(text.slice(angle + 1, Math.min(end, angle + 101)))?.[0] ?? '';
        handler.open({ name, start: angle, end, selfClosing });
        at = end;
      } else {
        handler.odd(end === BROKEN_OFF ? 'end' : 'stray');
        if (end === BROKEN_OFF) return;
        handler.text(angle, angle + 1);
        at = angle + 1;
      }
    }
  }
}

const SLASH = 0x2f;
const BANG = 0x21;
const QUESTION = 0x3f;
const NAME = /^[\p{L}_:][\p{L}\p{N}\p{M}_:.-]*/u;

function isNameStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    code === 0x3a ||
    code > 0x7f
  );
}

/** Comment, CDATA, processing instruction, DOCTYPE. Returns where to go on. */
function special(text: string, start: number, handler: ScanHandler): number {
  if (text.startsWith('<!--', start)) return past(text, '-->', start + 4, handler);
  if (text.startsWith('<![CDATA[', start)) {
    const end = text.indexOf(']]>', start + 9);
    if (end === -1) handler.odd('end');
    handler.cdata(start + 9, end === -1 ? text.length : end);
    return end === -1 ? text.length : end + 3;
  }
  if (text.startsWith('<?', start)) return past(text, '?>', start + 2, handler);
  if (/^<!doctype/i.test(text.slice(start, start + 9))) {
    const end = endOfDoctype(text, start);
    handler.doctype(start, end);
    return end;
  }
  handler.odd('stray');
  return past(text, '>', start + 2, handler);
}

function past(text: string, mark: string, from: number, handler: ScanHandler): number {
  const end = text.indexOf(mark, from);
  if (end !== -1) return end + mark.length;
  handler.odd('end');
  return text.length;
}

/** A DOCTYPE ends at its `>`, or, with an internal subset, at the `>` after its `]`. */
function endOfDoctype(text: string, start: number): number {
  const plain = text.indexOf('>', start);
  const subset = text.indexOf('[', start);
  if (plain === -1) return text.length;
  if (subset === -1 || subset > plain) return plain + 1;
  const closed = /\]\s*>/g;
  closed.lastIndex = subset;
  return closed.exec(text) === null ? plain + 1 : closed.lastIndex;
}

const NO_TAG = -1;
const BROKEN_OFF = -2;

/** Offset after the `>` of the tag that begins at `start`; negative when there is no tag. */
function endOfTag(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_TAG);
  let at = start + 1;
  while (at < limit) {
    const code = text.charCodeAt(at);
    if (code === 0x3e) return at + 1;
    if (code === 0x3c) return NO_TAG;
    // A quote opens a value only after "=": `<a b="c>d">`, but not `<p it's>`.
    if ((code === 0x22 || code === 0x27) && follows(text, at)) {
      const close = text.indexOf(code === 0x22 ? '"' : "'", at + 1);
      // A value without its end: the tag ends at the next bracket.
      if (close === -1 || close > limit) {
        const bracket = text.indexOf('>', at);
        return bracket === -1 ? BROKEN_OFF : bracket < limit ? bracket + 1 : NO_TAG;
      }
      at = close;
    }
    at += 1;
  }
  return at >= text.length ? BROKEN_OFF : NO_TAG;
}

function follows(text: string, quote: number): boolean {
  let at = quote - 1;
  while (at > 0 && text.charCodeAt(at) <= 0x20) at -= 1;
  return text.charCodeAt(at) === 0x3d;
}

/** The attributes of a tag, quoted or not, entities not decoded. At most 100, the first of a name counts. */
export function attributesOf(tag: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single, bare] of tag.matchAll(ATTRIBUTE)) {
    if (attributes.size >= 100) break;
    if (name !== undefined && !attributes.has(name)) attributes.set(name, double ?? single ?? bare ?? '');
  }
  return attributes;
}

const ATTRIBUTE = /\s([\p{L}_:][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gu;
