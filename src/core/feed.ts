/** A URL we poll, as the operator set it. */
export interface Feed {
  readonly id: string;
  readonly url: string;
  /** The publisher behind it. */
  readonly source: Source;
  /** BCP 47 primary tag. */
  readonly language: string;
  /** Wanted pause between polls, ms. */
  readonly interval: number;
}

/** A publisher. Two feeds of one outlet share it and count as one origin. */
export interface Source {
  readonly id: string;
  /** As shown to people: "Times of Israel". */
  readonly name: string;
  /**
   * How far it can be relied on, Admiralty scale: A (completely) to E (unreliable), F (cannot be judged).
   * https://en.wikipedia.org/wiki/Admiralty_code
   */
  readonly reliability: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  /** The state whose medium it is ("Russia"), shown beside its name; null for others. One state's media are one origin. */
  readonly stateMedia: string | null;
  /** A news agency: what others copy from. */
  readonly agency: boolean;
}

/** Publishers by their ids; of several with one id the last. */
export function sourcesById(sources: readonly Source[]): ReadonlyMap<string, Source> {
  return new Map(sources.map((source) => [source.id, source]));
}

/** The publisher of an item that names none (`replay`): nobody is shown for it, and all of them together are one origin. */
export const UNNAMED_SOURCE = 'unknown';

/** What we remember of a feed: to ask only for news, and to tell how it fares. Written after the entries it brought. */
export interface Cursor {
  readonly feed: string;
  /** The configured address it was made for: when the operator changes that, the cursor starts over. */
  readonly url: string;
  /** Validators of the last full answer, sent back as they came; null when it gave none. */
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Hash of the last body as sent (still compressed): the same bytes are neither unpacked nor parsed. */
  readonly bodyHash: string | null;
  /** When the first reading was completed, ms; null until then. Never expires: a feed has one first reading. */
  readonly firstReadAt: number | null;
  /** Links that stood on several different items of this feed, hashed: such a link does not tell items apart. */
  readonly sharedLinks: readonly string[];
  readonly lastAttemptAt: number | null;
  /** Last time it answered properly, 304 included. Null: never verified. */
  readonly lastSuccessAt: number | null;
  /** Last time it brought an entry that we had not seen. */
  readonly lastNewAt: number | null;
  /** Attempts in a row without a proper answer. */
  readonly failures: number;
  /** What is wrong, in words for the operator, and what to do; null when nothing is. */
  readonly trouble: string | null;
  /** Due from then on, ms. `Infinity` is not JSON: a feed that is gone has `gone` set. */
  readonly nextAt: number;
  /** 410: not polled until the operator changes its address. */
  readonly gone: boolean;
  /** Where a permanent redirect (301 or 308 all the way) sent us; null: the configured address. */
  readonly movedTo: string | null;
}

/** Whose word a publisher's own text is: one state's media speak with one voice and are one origin. */
export function originOf(source: Pick<Source, 'id' | 'stateMedia'>): string {
  return source.stateMedia === null ? source.id : `state:${source.stateMedia}`;
}
