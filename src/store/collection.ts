import { setImmediate } from 'node:timers/promises';
import { Keyv } from 'keyv';
import type { Collection, Log } from '#core/ports.ts';
import { type RecordKind, pack, unpack } from './kind.ts';
import { onlyToLook } from './sqlite-file.ts';
import { UnreadableRecord } from './trouble.ts';

/** After so many records an iteration lets others have their turn: a few milliseconds. */
const TURN = 250;

/**
 * Stands before every id. Keyv takes an id that begins with its own namespace and a colon for one that has its prefix
 * already, in some of its calls and not in others; so no id may begin with a letter.
 */
const MARK = '=';

/** A Keyv instance as collections need it. */
export type KeyvRecords = Keyv<unknown>;

/**
 * Keyv over one adapter instance, errors thrown (it swallows them otherwise), plain JSON (its own format gives Buffers
 * and doubled colons).
 * @param store an adapter instance or a Map that no other namespace uses: Keyv's iterators mix namespaces otherwise
 */
export function keyvOver(store: unknown, namespace: string): KeyvRecords {
  return new Keyv<unknown>({
    store,
    namespace,
    throwOnErrors: true,
    serialize: (record) => JSON.stringify(record),
    deserialize: (text) => JSON.parse(text),
  });
}

/** The records of one kind in one Keyv namespace. */
export function keyvCollection<T>(
  keyv: KeyvRecords,
  kind: RecordKind<T>,
  log: Log,
  options: { readonly readOnly: boolean } = { readOnly: false },
): Collection<T> {
  const mayWrite = (): void => {
    if (options.readOnly) throw onlyToLook(kind.name);
  };
  const read = (id: string, raw: unknown): T | null => (raw === undefined ? null : unpack(kind, id, raw));

  return {
    async get(id) {
      return read(id, await keyv.get(MARK + id));
    },
    async getMany(ids) {
      if (ids.length === 0) return [];
      const raws: readonly unknown[] = await keyv.getMany(ids.map((id) => MARK + id));
      return ids.map((id, at) => read(id, raws[at]));
    },
    async set(id, value) {
      mayWrite();
      await keyv.set(MARK + id, pack(kind, value));
    },
    async setMany(records) {
      mayWrite();
      // Each id once, the last one wins: Postgres refuses to write one row twice in a statement.
      const last = new Map(records);
      if (last.size === 0) return;
      await keyv.setMany([...last].map(([id, value]) => ({ key: MARK + id, value: pack(kind, value) })));
    },
    async delete(id) {
      mayWrite();
      await keyv.delete(MARK + id);
    },
    async *entries() {
      if (keyv.iterator === undefined) throw new TypeError(`the adapter of "${kind.name}" cannot iterate`);
      let seen = 0;
      for await (const pair of keyv.iterator(keyv.namespace)) {
        seen += 1;
        if (seen % TURN === 0) await setImmediate();
        const [key, raw]: readonly [string, unknown] = pair;
        const id = key.slice(MARK.length);
        let value: T;
        try {
          value = unpack(kind, id, raw);
        } catch (error) {
          if (!(error instanceof UnreadableRecord)) throw error;
          // The others are still good; whoever asks for this one by its id is told.
          log.error(
            { collection: kind.name, id, err: error },
            'a stored record cannot be read and was passed over',
          );
          continue;
        }
        yield [id, value];
      }
    },
  };
}
