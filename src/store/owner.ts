import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { z } from 'zod';
import { codeOf } from '#core/file-trouble.ts';
import type { Clock, Collection, Log } from '#core/ports.ts';
import type { RecordKind } from './kind.ts';
import { StoreError } from './trouble.ts';

/** Who owns a store on a server, as far as can be told without a lock that dies with its process. */
export interface OwnerRecord {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** ms */
  readonly since: number;
  /** When it last said that it is alive, ms. */
  readonly beatAt: number;
}

/** How the owner's record is kept and checked. */
export const OWNER_KIND: RecordKind<OwnerRecord> = {
  name: 'owner',
  version: 1,
  schema: z.object({
    token: z.string(),
    host: z.string(),
    pid: z.number(),
    since: z.number(),
    beatAt: z.number(),
  }),
  upgrade: (value) => value,
};

/** How often the owner says that it is alive, ms. */
const BEAT = 15_000;

/** After so long without a word its owner counts as gone, ms: two beats may be late. */
export const SILENCE = 45_000;

const ID = 'owner';

/** What `own` is made of. */
export interface OwnerParts {
  readonly records: Collection<OwnerRecord>;
  /** For people; no password in it. */
  readonly place: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Keeps a second wirewatch off a store on a server: the owner's record is renewed while it lives, and somebody who finds
 * a fresh one stays away. It keeps out what was started by mistake; two started within the same few milliseconds it
 * cannot tell apart for sure, since Keyv has no set-if-absent.
 * @returns gives the store up
 * @throws StoreError `locked`, saying who holds it
 */
export async function own(parts: OwnerParts): Promise<() => Promise<void>> {
  const { records, place, clock, log } = parts;
  const there = await records.get(ID);
  if (there !== null && !isGone(there, clock.now())) throw ownedBy(place, there, clock.now());

  const now = clock.now();
  const mine: OwnerRecord = {
    token: randomUUID(),
    host: hostname(),
    pid: process.pid,
    since: now,
    beatAt: now,
  };
  await records.set(ID, mine);
  const after = await records.get(ID);
  if (after !== null && after.token !== mine.token) throw ownedBy(place, after, now);

  const beat = async (): Promise<void> => {
    const current = await records.get(ID);
    if (current === null || current.token === mine.token) {
      await records.set(ID, { ...mine, beatAt: clock.now() });
      return;
    }
    log.error(
      { store: place, host: current.host, pid: current.pid },
      'another wirewatch has taken this store over; stop one of the two, or everything is sent twice',
    );
  };
  const timer = setInterval(() => {
    beat().catch((err: unknown) => {
      log.warn({ store: place, err }, 'the store could not be told that we are alive');
    });
  }, BEAT);
  timer.unref();

  return async () => {
    clearInterval(timer);
    const current = await records.get(ID);
    if (current?.token === mine.token) await records.delete(ID);
  };
}

/** Silent for too long; or it was on this machine, and no such process is there (or it is we: a container's first). */
function isGone(owner: OwnerRecord, now: number): boolean {
  if (Math.abs(now - owner.beatAt) > SILENCE) return true;
  if (owner.host !== hostname()) return false;
  return owner.pid === process.pid ? owner.since < now - process.uptime() * 1000 : !isRunning(owner.pid);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, and belongs to another user.
    return codeOf(error) === 'EPERM';
  }
}

function ownedBy(place: string, owner: OwnerRecord, now: number): StoreError {
  const wait = Math.max(1, Math.ceil((owner.beatAt + SILENCE - now) / 1000));
  return new StoreError(
    'locked',
    `The store at ${place} is in use by process ${String(owner.pid)} on ${owner.host}, since ${new Date(owner.since).toISOString()}: ` +
      'another wirewatch runs on it, and two would send everything twice. Stop that one first, or give this one a store ' +
      `of its own (\`store\` in config/wirewatch.yaml). If that one was killed, the store is free in ${String(wait)} s.`,
  );
}
