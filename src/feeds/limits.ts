/** Everything that a feed could make large, long or many, and where it stops. */
export interface Limits {
  /** Wall time for one fetch, redirects included, ms. */
  readonly fetchMs: number;
  /** Bytes of a body as sent. */
  readonly sentBytes: number;
  /** Bytes of a body unpacked. */
  readonly unpackedBytes: number;
  readonly redirects: number;
  /** Connections to one host at a time. */
  readonly perHost: number;
  /** A body up to this size, unpacked and well-formed, is parsed on the main thread (measured: under 30 ms). */
  readonly besideBytes: number;
  /** Time for parsing one document beside the main thread, ms. */
  readonly parseMs: number;
  /** Heap of the thread that parses, MB. */
  readonly parseMegabytes: number;
  /** Items of one document; the rest is left out and that is said. */
  readonly items: number;
  /** UTF-16 units of one title. */
  readonly title: number;
  /** UTF-16 units of one text, plain. */
  readonly text: number;
}

/** What the service uses. Real news feeds stay far below: the largest seen had 320 KB and 200 items. */
export const DEFAULT_LIMITS: Limits = {
  fetchMs: 30_000,
  sentBytes: 8 * 1024 * 1024,
  unpackedBytes: 16 * 1024 * 1024,
  redirects: 5,
  perHost: 4,
  besideBytes: 400 * 1024,
  parseMs: 2_500,
  parseMegabytes: 192,
  items: 2_000,
  title: 2_000,
  text: 50_000,
};
