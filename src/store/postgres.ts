import { createRequire } from 'node:module';
import { type Backend, type BackendDeps, serverBackend } from './backend.ts';
import { keyvOver } from './collection.ts';
import { adapter, shownUrl, unreachable } from './server.ts';
import { wordsOf } from './trouble.ts';

/** How long the server may take to let us in, ms. */
const PATIENCE = 5000;

/** How many rows are asked for at once while iterating. */
const PAGE = 1000;

/** The longest key, characters; the adapter's default of 255 is short for an id made of an address. */
const KEY_SIZE = 600;

/** As much of the `pg` package's pool as is used here. */
interface Pool {
  query(sql: string, values?: readonly unknown[]): Promise<{ readonly rows: Record<string, unknown>[] }>;
  on(event: 'error', listener: (error: Error) => void): void;
  end(): Promise<void>;
}

/**
 * The store on a PostgreSQL server: a table a kind of record, named `wirewatch_…`.
 * @throws StoreError `not-installed` or `unreachable`
 */
export async function openPostgres(url: string, deps: BackendDeps): Promise<Backend> {
  const { log } = deps;
  const place = shownUrl(url);
  const { default: KeyvPostgres } = await adapter('@keyv/postgres', async () => import('@keyv/postgres'));

  // The adapter's own pool has no listener for a connection that dies while idle, so a restart of the server would end
  // this process. The same package, a pool of our own.
  const pg: { Pool: new (options: object) => Pool } = createRequire(import.meta.resolve('@keyv/postgres'))(
    'pg',
  );
  const pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: PATIENCE });
  pool.on('error', (err) => {
    log.warn({ store: place, err }, 'a connection to the store was lost; the next call makes a new one');
  });
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await pool.end();
    throw unreachable(place, wordsOf(error), error);
  }

  class PooledPostgres extends KeyvPostgres {
    override async connect(): Promise<KeyvPostgresQuery> {
      return async (sql, values) => (await pool.query(sql, values)).rows;
    }

    override async disconnect(): Promise<void> {}

    /** The adapter's own ends quietly in the middle when a query fails, as if there were no more. */
    override async *iterator(): AsyncGenerator<string[], void> {
      const table = `public.${this.opts.table ?? ''}`;
      let rows = await this.query(`SELECT key, value FROM ${table} ORDER BY key LIMIT ${String(PAGE)}`);
      while (rows.length > 0) {
        let last = '';
        for (const { key, value } of rows) {
          yield [key, value];
          last = key;
        }
        if (rows.length < PAGE) return;
        rows = await this.query(
          `SELECT key, value FROM ${table} WHERE key > $1 ORDER BY key LIMIT ${String(PAGE)}`,
          [last],
        );
      }
    }
  }

  const keyv: Backend['keyv'] = (namespace) => {
    const store = new PooledPostgres({
      table: `wirewatch_${namespace.replaceAll('-', '_')}`,
      keySize: KEY_SIZE,
    });
    store.on('error', (err: unknown) => {
      log.error(
        { store: place, err },
        'a table of the store cannot be made; the user needs the right to create tables',
      );
    });
    return keyvOver(store, namespace);
  };

  return serverBackend({ place, keyv, disconnect: () => pool.end() }, deps);
}

type KeyvPostgresQuery = (sql: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
