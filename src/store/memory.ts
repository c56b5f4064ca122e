import { keyvOver } from './collection.ts';
import { type Backend, type BackendDeps, queueOverKeyv } from './backend.ts';

// A Map a namespace: in a shared one Keyv's iterators would mix them.
const keyv: Backend['keyv'] = (namespace) => keyvOver(new Map(), namespace);

/** A store that is gone with the process: for trying things, and for replays. */
export function openMemory(deps: BackendDeps): Backend {
  return {
    place: 'memory:',
    restored: null,
    backUp: null,
    keyv,
    queue: async (kind) => queueOverKeyv(keyv, kind, deps),
    scrub: async () => {},
    sweep: async () => 0,
    close: async () => {},
  };
}
