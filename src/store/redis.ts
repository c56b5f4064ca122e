import { setTimeout } from 'node:timers/promises';
import { type Backend, type BackendDeps, serverBackend } from './backend.ts';
import { keyvOver } from './collection.ts';
import { adapter, shownUrl, unreachable } from './server.ts';
import { wordsOf } from './trouble.ts';

/** How long the server may take to let us in at the start, and to say goodbye, ms. */
const PATIENCE = 5000;

/** How many keys are asked for at once while iterating; ten, the server's default, makes 20,000 trips of 200,000 keys. */
const PAGE = 1000;

/**
 * The store on a Redis server (or one that speaks its language). Once open, a lost connection is made again and calls
 * wait for it: a message that went out while the server was away is still noted as sent.
 * @throws StoreError `not-installed` or `unreachable`
 */
export async function openRedis(url: string, deps: BackendDeps): Promise<Backend> {
  const { log } = deps;
  const place = shownUrl(url);
  const { default: KeyvRedis, createClient } = await adapter(
    '@keyv/redis',
    async () => import('@keyv/redis'),
  );

  let open = false;
  const client = createClient({
    url,
    socket: {
      connectTimeout: PATIENCE,
      reconnectStrategy: (attempts, cause) => (open ? Math.min(2 ** attempts * 100, 5000) : cause),
    },
  });
  // One listener of each adapter instance, and ours.
  client.setMaxListeners(0);
  client.on('error', (err: Error) => {
    if (open) log.warn({ store: place, err }, 'the connection to the store was lost; trying again');
  });
  client.on('ready', () => {
    if (open) log.info({ store: place }, 'the connection to the store is back');
  });
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    if (client.isOpen) client.destroy();
    throw unreachable(place, wordsOf(error), error);
  }
  open = true;
  await warnOfForgetting();

  /** What a server forgets by its settings is lost to us as well, and nobody would notice. */
  async function warnOfForgetting(): Promise<void> {
    const told = await client.info().catch(() => '');
    if (told.includes('aof_enabled:0')) {
      log.warn(
        { store: place },
        'this Redis keeps no append-only file: a crash of it loses the last minutes, and what was sent then is sent again; set "appendonly yes"',
      );
    }
    if (/^maxmemory_policy:(?!noeviction)/m.test(told)) {
      log.warn(
        { store: place },
        'this Redis throws records away when its memory is full; set "maxmemory-policy noeviction"',
      );
    }
  }

  /** The adapter's own asks for ten keys at a time, gives a key twice where SCAN does, and trips over one deleted meanwhile. */
  class PagedRedis extends KeyvRedis<string> {
    override async *iterator<U = string>(namespace?: string): AsyncGenerator<[string, U | undefined], void> {
      const prefix = `${namespace ?? ''}${this.keyPrefixSeparator}`;
      const seen = new Set<string>();
      let cursor = '0';
      do {
        const page = await client.scan(cursor, { MATCH: `${prefix}*`, COUNT: PAGE, TYPE: 'string' });
        cursor = page.cursor;
        const keys = page.keys.map((key) => key.slice(prefix.length)).filter((key) => !seen.has(key));
        for (const key of keys) seen.add(key);
        const values = keys.length === 0 ? [] : await this.getMany<U>(keys);
        for (const [at, key] of keys.entries()) {
          const value = values[at];
          if (value !== undefined) yield [key, value];
        }
      } while (cursor !== '0');
    }
  }

  const keyv: Backend['keyv'] = (namespace) =>
    keyvOver(
      new PagedRedis(client, { namespace, throwOnErrors: true, throwOnConnectError: true }),
      namespace,
    );

  const disconnect = async (): Promise<void> => {
    open = false;
    await Promise.race([client.close(), setTimeout(PATIENCE, undefined, { ref: false })]);
    if (client.isOpen) client.destroy();
  };
  return serverBackend({ place, keyv, disconnect }, deps);
}
