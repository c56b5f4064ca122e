/** Everything in a store as lines of JSON, to move it to another kind of store, and back in. */
import { z } from 'zod';
import type { Collection } from '#core/ports.ts';
import { type RecordKind, pack, unpack } from './kind.ts';
import type { QueueRow, StoredQueue } from './queue.ts';
import { PARKED_BECAUSE, isStoreTrouble } from '#core/ports.ts';

/** What can be moved: one collection, or one queue. */
export interface Movable {
  /** As it stands in the lines: `claims`, `outbox`. */
  readonly name: string;
  /** Each record as it goes into a line. */
  dump(): AsyncIterable<unknown>;
  /** @throws UnreadableRecord or ZodError when a record is not what it should be */
  load(records: readonly unknown[]): Promise<void>;
  isEmpty(): Promise<boolean>;
}

/** Records written at once. */
const BATCH = 500;

const Line = z.object({ in: z.string(), record: z.unknown() });
/** Files of format 1 have no end. */
const Head = z.object({ wirewatch: z.literal('export'), format: z.union([z.literal(1), z.literal(2)]) });
const End = z.object({ wirewatch: z.literal('end'), records: z.number() });

/** A collection, record by record. */
export function movableCollection<T>(kind: RecordKind<T>, collection: Collection<T>): Movable {
  const Kept = z.object({ id: z.string(), kept: z.unknown() });
  return {
    name: kind.name,
    async *dump() {
      for await (const [id, value] of collection.entries()) yield { id, kept: pack(kind, value) };
    },
    async load(records) {
      await collection.setMany(
        records.map((one) => {
          const { id, kept } = Kept.parse(one);
          return [id, unpack(kind, id, kept)];
        }),
      );
    },
    isEmpty: () => isEmpty(collection.entries()),
  };
}

/** A queue with what waits, what is parked, and the ids that were ever in it. */
export function movableQueue<T>(kind: RecordKind<T>, queue: StoredQueue<T>): Movable {
  const base = { id: z.string(), lane: z.string(), dueAt: z.number(), step: z.number(), value: z.unknown() };
  const Row = z.discriminatedUnion('state', [
    z.object({
      state: z.literal('waiting'),
      ...base,
      attempts: z.number(),
      retry: z.object({ at: z.number(), reason: z.string() }).nullable(),
      unknownSince: z.number().nullable(),
    }),
    z.object({
      state: z.literal('parked'),
      ...base,
      at: z.number(),
      because: z.enum(PARKED_BECAUSE),
      reason: z.string(),
    }),
    z.object({ state: z.literal('done'), id: z.string(), at: z.number() }),
  ]);
  return {
    name: kind.name,
    async *dump() {
      for await (const row of queue.dump())
        yield row.state === 'done' ? row : { ...row, value: pack(kind, row.value) };
    },
    async load(records) {
      await queue.load(
        records.map((one): QueueRow<T> => {
          const row = Row.parse(one);
          return row.state === 'done' ? row : { ...row, value: unpack(kind, row.id, row.value) };
        }),
      );
    },
    isEmpty: () => isEmpty(queue.dump()),
  };
}

async function isEmpty(records: AsyncIterable<unknown>): Promise<boolean> {
  for await (const _one of records) return false;
  return true;
}

/** The lines of an export: the head, the records, and the end that says how many they are. */
export async function* exported(parts: readonly Movable[], now: number): AsyncGenerator<string> {
  yield JSON.stringify({ wirewatch: 'export', format: 2, at: new Date(now).toISOString() });
  let records = 0;
  for (const part of parts) {
    for await (const record of part.dump()) {
      yield JSON.stringify({ in: part.name, record });
      records += 1;
    }
  }
  yield JSON.stringify({ wirewatch: 'end', records });
}

/** Whether lines are an export that can be read in. */
export type Wholeness =
  | { readonly whole: true }
  /** `foreign`: no export; `cut`: of these records the end is missing, or says another number. */
  | { readonly whole: false; readonly because: 'foreign' }
  | { readonly whole: false; readonly because: 'cut'; readonly records: number };

/** Looks before anything is written: what a full disk or a broken line has cut off would be half a store. */
export async function wholeness(lines: AsyncIterable<string>): Promise<Wholeness> {
  let head: unknown = null;
  let last = '';
  let filled = 0;
  for await (const text of lines) {
    if (filled === 0) head = jsonOf(text);
    if (text.trim() === '') continue;
    filled += 1;
    last = text;
  }
  const begin = Head.safeParse(head);
  if (!begin.success) return { whole: false, because: 'foreign' };
  if (begin.data.format === 1) return { whole: true };
  const end = End.safeParse(jsonOf(last));
  // The last line may be cut itself.
  if (!end.success)
    return { whole: false, because: 'cut', records: filled - (jsonOf(last) === null ? 2 : 1) };
  const records = filled - 2;
  return end.data.records === records ? { whole: true } : { whole: false, because: 'cut', records };
}

/** What became of an import. */
export interface Imported {
  /** Records by where they went. */
  readonly counts: ReadonlyMap<string, number>;
  /** Lines that could not be read, with their numbers; the rest is in. */
  readonly problems: readonly string[];
}

/**
 * Reads the lines of an export into a store.
 * @returns null when the first line is not that of an export
 * @throws StoreError when the store cannot take them; a part is in it then
 */
export async function imported(
  parts: readonly Movable[],
  lines: AsyncIterable<string>,
): Promise<Imported | null> {
  const byName = new Map(parts.map((part) => [part.name, part]));
  const counts = new Map<string, number>();
  const problems: string[] = [];
  let number = 0;
  let batch: { readonly part: Movable; readonly records: unknown[]; readonly from: number } | null = null;
  const write = async (): Promise<void> => {
    if (batch === null) return;
    const { part, records, from } = batch;
    batch = null;
    let taken = records.length;
    try {
      await part.load(records);
    } catch (trouble) {
      if (isStoreTrouble(trouble)) throw trouble;
      // One bad record must not cost its neighbours: they go in one by one.
      taken = 0;
      for (const [at, record] of records.entries()) {
        try {
          await part.load([record]);
          taken += 1;
        } catch (error) {
          if (isStoreTrouble(error)) throw error;
          problems.push(
            `line ${String(from + at)}: ${error instanceof Error ? firstLine(error.message) : 'not read'}`,
          );
        }
      }
    }
    counts.set(part.name, (counts.get(part.name) ?? 0) + taken);
  };
  for await (const text of lines) {
    number += 1;
    if (number === 1) {
      if (!Head.safeParse(jsonOf(text)).success) return null;
      continue;
    }
    if (text.trim() === '') continue;
    const read = jsonOf(text);
    if (End.safeParse(read).success) continue;
    const line = Line.safeParse(read);
    const part = line.success ? byName.get(line.data.in) : undefined;
    if (!line.success || part === undefined) {
      await write();
      problems.push(`line ${String(number)}: this is no record that this wirewatch knows`);
      continue;
    }
    if (batch !== null && (batch.part !== part || batch.records.length === BATCH)) await write();
    batch ??= { part, records: [], from: number };
    batch.records.push(line.data.record);
  }
  await write();
  return number === 0 ? null : { counts, problems };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
