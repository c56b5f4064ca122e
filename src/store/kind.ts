import type { z } from 'zod';
import { UnreadableRecord, wordsOf } from './trouble.ts';

/** One kind of record: where it is kept and how what comes back is checked. */
export interface RecordKind<T> {
  /** The namespace: lower-case letters and hyphens. */
  readonly name: string;
  /** Rises with every change that an older record would not pass. */
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** Makes the value of an older version pass the schema of this one. */
  readonly upgrade: (value: unknown, from: number) => unknown;
}

/** What stands in the store: plain JSON with the version of its shape. */
export interface Packed {
  readonly v: number;
  readonly value: unknown;
}

/** @returns what to store for `value` */
export function pack<T>(kind: RecordKind<T>, value: T): Packed {
  return { v: kind.version, value };
}

/**
 * Reads back what `pack` made, now or by an older version.
 * @throws UnreadableRecord naming the record: a value that does not parse is never passed on.
 */
export function unpack<T>(kind: RecordKind<T>, id: string, raw: unknown): T {
  if (!isPacked(raw)) throw new UnreadableRecord(kind.name, id, 'it is not a versioned record');
  if (raw.v > kind.version) {
    throw new UnreadableRecord(
      kind.name,
      id,
      `it has version ${String(raw.v)}, and this wirewatch knows versions up to ${String(kind.version)}`,
    );
  }
  let value = raw.value;
  if (raw.v < kind.version) {
    try {
      value = kind.upgrade(raw.value, raw.v);
    } catch (error) {
      throw new UnreadableRecord(
        kind.name,
        id,
        `it could not be brought up from version ${String(raw.v)} (${wordsOf(error)})`,
      );
    }
  }
  const parsed = kind.schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const where = first === undefined || first.path.length === 0 ? 'the record' : first.path.join('.');
  throw new UnreadableRecord(kind.name, id, `${where}: ${first?.message ?? 'does not fit'}`);
}

/** As `unpack`, from the JSON text of it. */
export function unpackText<T>(kind: RecordKind<T>, id: string, text: string): T {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new UnreadableRecord(kind.name, id, 'it is not JSON');
  }
  return unpack(kind, id, raw);
}

function isPacked(raw: unknown): raw is Packed {
  return typeof raw === 'object' && raw !== null && 'v' in raw && Number.isInteger(raw.v) && 'value' in raw;
}
