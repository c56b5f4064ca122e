import { WORDS_KEPT } from '#core/version.ts';
import type { Clock, Collection, Log } from '#core/ports.ts';
import type { Backend, BackendDeps } from './backend.ts';
import { keyvCollection } from './collection.ts';
import { openEmbedded } from './embedded.ts';
import type { RecordKind } from './kind.ts';
import { openMemory } from './memory.ts';
import { KINDS, QUEUED } from './records.ts';
import type { Store, StoreOptions } from './store.ts';
import { movableCollection, movableQueue } from './transfer.ts';
import type { Movable } from './transfer.ts';
import { StoreError } from './trouble.ts';

/** How long settled ids are remembered after they were last seen, ms: two years. */
export const RETENTION = 2 * 365 * 24 * 3600 * 1000;

const wallClock: Clock = { now: () => Date.now() };

/**
 * Opens the store at `url`: `sqlite:PATH` (one file, made when it is not there), `memory:` (gone with the process),
 * `redis://…`, `rediss://…` or `postgres://…` (their adapters are optional and loaded only then).
 *
 * One process owns a store. The embedded one is locked; on a server it is for the operator to see to.
 * @throws StoreError what is wrong and what to do
 */
export async function openStore(url: string, log: Log, options: StoreOptions = {}): Promise<Store> {
  const { readOnly = false, clock = wallClock } = options;
  const backend = await openBackend(url, { log, clock, readOnly });
  const parts: Movable[] = [];
  const collection = <T>(kind: RecordKind<T>): Collection<T> => {
    const made = keyvCollection(backend.keyv(kind.name), kind, log, { readOnly });
    parts.push(movableCollection(kind, made));
    return made;
  };
  try {
    const inbox = await backend.queue(QUEUED.inbox);
    const outbox = await backend.queue(QUEUED.outbox);
    parts.push(movableQueue(QUEUED.inbox, inbox), movableQueue(QUEUED.outbox, outbox));
    const versions = collection(KINDS.versions);
    return {
      inbox,
      outbox,
      aliases: collection(KINDS.aliases),
      versions,
      cursors: collection(KINDS.cursors),
      entries: collection(KINDS.entries),
      days: collection(KINDS.days),
      claims: collection(KINDS.claims),
      stories: collection(KINDS.stories),
      storyAliases: collection(KINDS.storyAliases),
      gists: collection(KINDS.gists),
      prints: collection(KINDS.prints),
      frequencies: collection(KINDS.frequencies),
      subscriptions: collection(KINDS.subscriptions),
      sent: collection(KINDS.sent),
      recurring: collection(KINDS.recurring),
      proposed: collection(KINDS.proposed),
      watchChanges: collection(KINDS.watchChanges),
      desk: collection(KINDS.desk),
      tidy: async (now) => {
        const before = now - RETENTION;
        const settled = (await inbox.tidy(before)) + (await outbox.tidy(before));
        for await (const [id, { at }] of versions.entries())
          if (now - at > WORDS_KEPT) await versions.delete(id);
        return { settled, expired: await backend.sweep(now) };
      },
      parts,
      scrub: async () => backend.scrub(),
      restored: backend.restored,
      backUp: backend.backUp,
      close: async () => backend.close(),
    };
  } catch (error) {
    await backend.close();
    throw error;
  }
}

/** The file of an embedded store; null where the address is of another kind, or names no file. */
export function embeddedPath(url: string): string | null {
  // `sqlite:data/x.db`, and as others write it `sqlite:///var/x.db`.
  const path = /^sqlite:(?:\/\/)?(?<path>.+)$/i.exec(url)?.groups?.['path'];
  return path === undefined || path === ':memory:' ? null : path;
}

async function openBackend(url: string, deps: BackendDeps): Promise<Backend> {
  const colon = url.indexOf(':');
  const scheme = colon === -1 ? '' : url.slice(0, colon).toLowerCase();
  switch (scheme) {
    case 'sqlite': {
      const path = embeddedPath(url);
      if (path === null) {
        throw new StoreError(
          'unknown-kind',
          `"${url}" names no file. Write sqlite:PATH, or "memory:" for a store that is gone with the process.`,
        );
      }
      return openEmbedded(path, deps);
    }
    case 'memory':
      return openMemory(deps);
    case 'redis':
    case 'rediss':
      return (await import('./redis.ts')).openRedis(url, deps);
    case 'postgres':
    case 'postgresql':
      return (await import('./postgres.ts')).openPostgres(url, deps);
    default:
      throw new StoreError(
        'unknown-kind',
        // The rest of the address stays out: it may hold a password.
        `A store of the kind "${scheme}" is not known. Use sqlite:PATH, memory:, redis://…, rediss://… or postgres://….`,
      );
  }
}
