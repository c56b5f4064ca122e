import { brotliDecompressSync, constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** The bytes a body stands for, or why there are none. */
export type Unpacked =
  | { readonly state: 'unpacked'; readonly bytes: Buffer }
  /** It would grow beyond the limit; unpacking stopped there. */
  | { readonly state: 'large' }
  | { readonly state: 'broken'; readonly encoding: string };

// What was cut off in transit is read as far as it goes: the entries before the cut are good.
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH };
const LENIENT_BROTLI = { finishFlush: constants.BROTLI_OPERATION_FLUSH };

/**
 * Undoes Content-Encoding (RFC 9110, section 8.4). Works chunk by chunk and stops at `limit`, so a bomb costs no more
 * than the limit.
 *
 * @param encoding the header as sent; what the bytes say wins where the two differ (gzip without a header, and the
 *   header without gzip, are both common).
 * @param limit bytes
 */
export function unpack(body: Buffer, encoding: string | null, limit: number): Unpacked {
  const layers = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((layer) => layer.trim())
    .filter((layer) => layer !== '' && layer !== 'identity');
  if (layers.length === 0 && isGzip(body)) layers.push('gzip');
  // More than one layer is legal and never met; three or more are met only in attacks.
  if (layers.length > 2) return { state: 'broken', encoding: layers.join(', ') };
  let bytes = body;
  for (const layer of layers.toReversed()) {
    const step = peel(bytes, layer, limit);
    if (step.state !== 'unpacked') return step;
    bytes = step.bytes;
  }
  return bytes.length > limit ? { state: 'large' } : { state: 'unpacked', bytes };
}

function peel(bytes: Buffer, layer: string, limit: number): Unpacked {
  try {
    switch (layer) {
      case 'gzip':
      case 'x-gzip':
        if (!isGzip(bytes)) return { state: 'unpacked', bytes };
        return { state: 'unpacked', bytes: gunzipSync(bytes, { ...LENIENT, maxOutputLength: limit }) };
      case 'deflate': {
        // Some servers send the bare stream, some the zlib format that the name stands for (RFC 9110, 8.4.1.2).
        const inflate = ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync : inflateRawSync;
        return { state: 'unpacked', bytes: inflate(bytes, { ...LENIENT, maxOutputLength: limit }) };
      }
      case 'br':
        return {
          state: 'unpacked',
          bytes: brotliDecompressSync(bytes, { ...LENIENT_BROTLI, maxOutputLength: limit }),
        };
      default:
        return { state: 'broken', encoding: layer };
    }
  } catch (error) {
    if (error instanceof RangeError) return { state: 'large' };
    return { state: 'broken', encoding: layer };
  }
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
