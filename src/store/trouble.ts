/** What can be wrong with a store, for callers to tell apart without reading sentences. */
export type StoreTrouble =
  /** Another process owns it. */
  | 'locked'
  /** There is nothing at this place yet, and it was opened only to look. */
  | 'missing'
  /** The file is not what we wrote. */
  | 'damaged'
  /** Written by a newer wirewatch. */
  | 'newer'
  /** Opened only to look, and something wanted to write. */
  | 'read-only'
  /** The address names a kind of store that we do not know. */
  | 'unknown-kind'
  /** The adapter is not installed. */
  | 'not-installed'
  /** The server does not answer, or does not let us in. */
  | 'unreachable'
  /** The disk or the server could not do it: full, no rights, broken. */
  | 'failed';

/** A store that cannot be used. The message is for people: what, where, and what to do about it. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly trouble: StoreTrouble;

  constructor(trouble: StoreTrouble, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.trouble = trouble;
  }
}

/** A stored record that does not parse. It is left as it is: nothing may be written over what could not be read. */
export class UnreadableRecord extends Error {
  override readonly name = 'UnreadableRecord';
  readonly collection: string;
  readonly id: string;

  constructor(collection: string, id: string, what: string) {
    super(
      `The record "${id}" in "${collection}" cannot be read: ${what}. ` +
        'If this wirewatch is older than the one that wrote it, use the newer one; otherwise restore the store from a backup.',
    );
    this.collection = collection;
    this.id = id;
  }
}

/** What was thrown, in words, without a full stop. */
export function wordsOf(error: unknown): string {
  // Node's own for "every address of this host refused": it has no message itself.
  if (error instanceof AggregateError && error.message === '') return error.errors.map(wordsOf).join(', ');
  return (error instanceof Error ? error.message : String(error)).replace(/\.+$/, '');
}
