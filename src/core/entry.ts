/** Our record of one article. Text fields are plain text: markup is taken out where the feed is read. */
export interface Entry {
  /** From its causes (see feeds/identity.ts); carries the version of the recipe that made it. */
  readonly id: string;
  /** Id of the feed it was read from. */
  readonly feed: string;
  /** Id of the publisher behind the feed: two feeds of one outlet are one source. */
  readonly source: string;
  /** Canonical http(s) address, or null when the feed gave none. */
  readonly url: string | null;
  /** The publisher's own id, a hint only, never trusted. */
  readonly guid: string | null;
  readonly title: string;
  /** The summary or first paragraph; empty when there is none. */
  readonly lead: string;
  /** The full text where the feed carries it; empty otherwise. */
  readonly text: string;
  /** BCP 47 primary tag the feed claims ("ru"), or null. What classify finds wins over it. */
  readonly language: string | null;
  /** Milliseconds since 1970, or null when the feed gave no readable date. */
  readonly publishedAt: number | null;
  /** When we first saw it, ms. Stands in for publishedAt where that is null. */
  readonly firstSeenAt: number;
  /** `history`: came with the first reading of its feed, so it fills archive and digest and alerts nobody. */
  readonly arrival: 'history' | 'news';
  /** When its outlet changed it in place and we saw that, ms; left out: it is as it was first read. */
  readonly changedAt?: number | undefined;
}

/** The fields of an entry that are searched for names and cues, in reading order. */
export const ENTRY_FIELDS = ['title', 'lead', 'text'] as const;
/** A part of an entry's words. Offsets of mentions count within one of them. */
export type EntryField = (typeof ENTRY_FIELDS)[number];

/**
 * When the entry was said, as well as we know: when it was changed in place; else publication where given and not in the
 * future, else first seen.
 */
export function saidAt(entry: Pick<Entry, 'publishedAt' | 'firstSeenAt' | 'changedAt'>): number {
  if (entry.changedAt !== undefined) return entry.changedAt;
  return entry.publishedAt === null ? entry.firstSeenAt : Math.min(entry.publishedAt, entry.firstSeenAt);
}
