import type { EntryField } from './entry.ts';

/** A subject found in an entry. Offsets count UTF-16 units of the original field, `end` exclusive. */
export interface Mention {
  readonly subject: string;
  /** As printed, `field.slice(start, end)`: whole words with their endings, without the particles that Hebrew and Arabic glue on. */
  readonly surface: string;
  readonly field: EntryField;
  readonly start: number;
  readonly end: number;
  /** Which alias or rule found it, for `/why`. */
  readonly rule: string;
}

/** A word for a relative of a captive, where the entry names both: "his mother". Offsets as in {@link Mention}. */
export interface KinWord {
  /** The relative. */
  readonly subject: string;
  /** The captive whose relative it is. */
  readonly of: string;
  readonly field: EntryField;
  readonly start: number;
  readonly end: number;
}

/** One named contribution to the score. */
export interface Reason {
  /** A fixed sentence a person understands: "names a captive with a strong form". */
  readonly text: string;
  /** What it added (or took away); 0 for a remark. */
  readonly points: number;
}

/** The reasons of those that no rule of the watchlist speaks of. */
export const NOTHING_FOUND: Reason = { text: 'nothing of the watchlist is in it', points: 0 };
/** The same of an entry that names somebody all the same. */
export const NOTHING_JOINS: Reason = {
  text: 'names of the watchlist, and nothing that joins captives with Russia',
  points: 0,
};

/**
 * How far an entry comes by its score. `alert`: it may move somebody's situation and alert; `digest`: it is kept for the
 * archive and the digest, and what it claims counts for nobody; `drop`: it does not concern the watch.
 */
export const REACHES = ['alert', 'digest', 'drop'] as const;
/** One of {@link REACHES}. */
export type Reach = (typeof REACHES)[number];

/** What classify says of an entry. */
export interface Verdict {
  /** BCP 47 primary tag, or `und`. */
  readonly language: string;
  /** At least enough for the digest. */
  readonly relevant: boolean;
  readonly reach: Reach;
  readonly score: number;
  readonly mentions: readonly Mention[];
  /** For the reading of claims only: not kept. Left out where there is none. */
  readonly kin?: readonly KinWord[];
  /** Ids of topics found. */
  readonly topics: readonly string[];
  readonly reasons: readonly Reason[];
}

/** What classify needs to read; an Entry has it all. */
export interface Classifiable {
  readonly title: string;
  readonly lead: string;
  readonly text: string;
  /** The feed's word for the language, or null. Wins ties. */
  readonly language: string | null;
  /** ms; null or not there: unknown. */
  readonly publishedAt?: number | null;
}
