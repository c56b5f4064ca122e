/** A document's text and how it was read. */
export interface Decoded {
  readonly text: string;
  /**
   * Name of the character encoding, lower case: `utf-8`, `windows-1251`. As the Encoding Standard has it, but for
   * `iso-8859-1`, which is named where the document claims it; it is read as windows-1252, as browsers do.
   */
  readonly encoding: string;
  /** What had to be repaired, in words. */
  readonly mended: readonly string[];
}

/**
 * Bytes to text. A byte order mark is never wrong, so it wins over everything; then the HTTP header, then the XML
 * declaration, then UTF-8 (RFC 7303, section 3). What is claimed to be UTF-8 and is not, is doubted: then the next
 * claim counts, at last windows-1252. What is claimed to be Latin and is valid UTF-8 with letters beyond ASCII, is
 * UTF-8: servers put a default there, and a Latin text that happens to be valid UTF-8 hardly exists.
 *
 * The encodings are those of Node's own TextDecoder (full ICU): all that browsers read. No library is needed.
 *
 * @param contentType the HTTP header; null for a file.
 */
export function decode(bytes: Uint8Array, contentType: string | null): Decoded {
  const mark = byteOrderMark(bytes);
  if (mark !== null) return { text: read(bytes, mark), encoding: mark, mended: [] };

  const declared = declaredEncoding(bytes);
  const header = knownEncoding(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1]);
  const claims = [header, declared].filter((claim) => claim !== null);

  const asUtf8 = read(bytes, 'utf-8');
  const utf8 = soundness(asUtf8);
  if (utf8.broken === 0 && utf8.beyondAscii > 0 && !claims.some((claim) => claim.startsWith('utf-16'))) {
    const [first] = claims;
    const contradicted = first !== undefined && first !== 'utf-8' && isLatin(first);
    if (first === undefined || first === 'utf-8' || contradicted) {
      const mended = contradicted ? [`called itself ${first} and is utf-8`] : [];
      return { text: asUtf8, encoding: 'utf-8', mended };
    }
  }
  const other = claims.find((claim) => claim !== 'utf-8');
  const utf8Claimed = claims.length === 0 || claims[0] === 'utf-8';
  if (!utf8Claimed && other !== undefined) {
    const text = read(bytes, other);
    // Claimed UTF-16 in a text of single bytes: the declaration was copied.
    if (!other.startsWith('utf-16') || looksLikeMarkup(text)) return { text, encoding: other, mended: [] };
  }
  if (utf8.broken === 0) return { text: asUtf8, encoding: 'utf-8', mended: [] };
  // A few broken characters in a text that is otherwise UTF-8: cut in the middle of a letter, not another encoding.
  if (utf8.broken * 10 <= utf8.beyondAscii) {
    return { text: asUtf8, encoding: 'utf-8', mended: [`${String(utf8.broken)} broken characters`] };
  }
  const fallback = other === undefined || other.startsWith('utf-16') ? 'windows-1252' : other;
  return {
    text: read(bytes, fallback),
    encoding: fallback,
    mended: [`not valid utf-8, read as ${fallback}`],
  };
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // No mark, but `<` with a zero beside it (XML 1.0, appendix F).
  if (bytes[0] === 0x3c && bytes[1] === 0) return 'utf-16le';
  if (bytes[0] === 0 && bytes[1] === 0x3c) return 'utf-16be';
  return null;
}

function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).toString('latin1');
  return knownEncoding(/<\?xml[^>]*?\sencoding\s*=\s*["']([^"']+)["']/.exec(start)?.[1]);
}

function knownEncoding(label: string | undefined): string | null {
  if (label === undefined) return null;
  try {
    const { encoding } = new TextDecoder(label.trim());
    return encoding === 'windows-1252' && label.trim().endsWith('8859-1') ? 'iso-8859-1' : encoding;
  } catch {
    return null;
  }
}

function read(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** How many characters are beyond ASCII, and how many of them stand for bytes that meant nothing. */
function soundness(text: string): { readonly broken: number; readonly beyondAscii: number } {
  let broken = 0;
  let at = text.indexOf('\uFFFD');
  while (at !== -1) {
    broken += 1;
    at = text.indexOf('\uFFFD', at + 1);
  }
  if (broken === 0) {
    // Whether there are any is all that is asked then.
    // oxlint-disable-next-line no-control-regex -- the border of ASCII is what is looked for
    return { broken, beyondAscii: /[^\u0000-\u007F]/.test(text) ? 1 : 0 };
  }
  let beyondAscii = 0;
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) beyondAscii += 1;
  return { broken, beyondAscii };
}

function isLatin(encoding: string): boolean {
  return (
    encoding === 'windows-1252' ||
    encoding === 'iso-8859-1' ||
    encoding === 'iso-8859-15' ||
    encoding === 'iso-8859-2'
  );
}

function looksLikeMarkup(text: string): boolean {
  return /^[\s\uFEFF]*[<{]/.test(text);
}
