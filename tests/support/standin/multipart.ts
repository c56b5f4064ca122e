/** A part of a multipart/form-data body (RFC 7578). */
export interface Part {
  readonly name: string;
  /** Null for a plain field. */
  readonly filename: string | null;
  readonly content: Buffer;
}

/**
 * Takes a multipart/form-data body apart. Header names in any case and unquoted parameters are taken too: grammY writes
 * `content-disposition` in lower case and the filename without quotes, and the real services accept it.
 *
 * @throws when the boundary is missing or a part has no name.
 */
export function parseMultipart(contentType: string, body: Buffer): readonly Part[] {
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) throw new Error('The multipart body has no boundary.');
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const start = at + delimiter.length;
    const next = body.indexOf(delimiter, start);
    if (next === -1) break;
    // CRLF after the delimiter, CRLF before the next one.
    parts.push(parsePart(body.subarray(start + 2, next - 2)));
    at = next;
  }
  return parts;
}

function parsePart(bytes: Buffer): Part {
  const headEnd = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, headEnd === -1 ? 0 : headEnd).toString('utf8');
  const disposition = /^content-disposition:(.*)$/im.exec(head)?.[1] ?? '';
  const name = parameter(disposition, 'name');
  if (name === null) throw new Error('A part of the multipart body has no name.');
  return { name, filename: parameter(disposition, 'filename'), content: bytes.subarray(headEnd + 4) };
}

function parameter(disposition: string, name: string): string | null {
  const found = new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(disposition);
  return found?.[1] ?? found?.[2] ?? null;
}
