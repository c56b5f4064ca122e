/** Changing the watch while it runs: what may be asked for, by whom, and what became of it. */
import type { Platform } from './subscription.ts';
import type { ProposedSpelling } from './unknown.ts';
import type { Problem } from './problem.ts';

/** Under this id the collected spellings are kept, all in one record: there are few. */
export const PROPOSED = 'all';

/** A change of the watchlist that a person asks for. */
export type WatchChange =
  | {
      readonly kind: 'add';
      readonly as: 'captive' | 'official';
      /** Given names and surname in Latin letters. */
      readonly name: string;
      /** Null: as the given name says. */
      readonly gender: 'm' | 'f' | null;
    }
  | { readonly kind: 'alias'; readonly subject: string; readonly spelling: string }
  | { readonly kind: 'unalias'; readonly subject: string; readonly spelling: string }
  | { readonly kind: 'remove'; readonly subject: string };

/** What is different now, or why nothing is; both for the one who asked. */
export type Changed =
  | { readonly done: true; readonly what: string }
  | { readonly done: false; readonly because: string };

/** Who did it: a platform's user by number, never by name; at the terminal the user of the system. */
export interface Person {
  readonly platform: Platform;
  readonly id: string;
}

/** One change that came into force. Records are only ever added. */
export interface WatchRecord {
  /** ms */
  readonly at: number;
  /** Null: whoever edited the file. */
  readonly by: Person | null;
  readonly what: string;
}

/** What commands may do with the running watch. */
export interface Watching {
  isAdmin(person: Person): boolean;
  /** Writes the change into watchlist.yaml and takes it up. */
  change(change: WatchChange, by: Person): Promise<Changed>;
  /** Why the file as it stands is not in force; empty when it is. */
  trouble(): readonly Problem[];
  /** Unknown spellings that may be somebody's, the most frequent first. */
  proposals(): Promise<readonly ProposedSpelling[]>;
  /** The last changes, newest first. */
  latest(most: number): Promise<readonly WatchRecord[]>;
}

/** A watch that nobody changes: of a desk that only answers, or shows a demo. */
export const FIXED_WATCH: Watching = {
  isAdmin: () => false,
  change: () => Promise.resolve({ done: false, because: 'This watch cannot be changed from here.' }),
  trouble: () => [],
  proposals: () => Promise.resolve([]),
  latest: () => Promise.resolve([]),
};
