import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collectionContract } from '#tests/contracts/collection.ts';
import { queueContract } from '#tests/contracts/queue.ts';
import { openPostgres } from '#store/postgres.ts';
import { openStore } from '#store/open.ts';
import { Notebook, deps, postgresPrograms, startPostgres, type TestServer } from './places.ts';

interface Client {
  connect(): Promise<void>;
  query(sql: string): Promise<unknown>;
  end(): Promise<void>;
}
const pg: { Client: new (url: string) => Client } = createRequire(import.meta.resolve('@keyv/postgres'))(
  'pg',
);

it.runIf(postgresPrograms === null)('has nothing to try: PostgreSQL is not installed here', () => {
  expect(postgresPrograms).toBeNull();
});

describe.runIf(postgresPrograms !== null)('PostgreSQL', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(async () => server.stop());

  const ask = async (sql: string): Promise<void> => {
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query(sql);
    await client.end();
  };

  const emptyBed = async () => {
    await ask('SET client_min_messages = warning; DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    return {
      open: async (change?: Parameters<typeof deps>[0]) => openPostgres(server.url, deps(change)),
      end: async () => {},
    };
  };

  collectionContract('on PostgreSQL', emptyBed);
  queueContract('on PostgreSQL', emptyBed);

  it('outlives a restart of the server: a connection that dies is told of and made again', async () => {
    await emptyBed();
    const log = new Notebook();
    const store = await openStore(server.url, log);
    await store.desk.set('dossiers', 'loaded');
    await ask('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()');
    await expect.poll(async () => store.desk.get('dossiers').catch(() => null)).toBe('loaded');
    expect(log.lines.map(({ level }) => level)).toContain('warn');
    await store.close();
  });

  it('keeps a second wirewatch off, and lets it look', async () => {
    await emptyBed();
    const store = await openStore(server.url, new Notebook());
    const second = openStore(server.url, new Notebook());
    await expect(second).rejects.toMatchObject({ trouble: 'locked' });
    await expect(second).rejects.toThrow(`process ${String(process.pid)} on `);
    await store.desk.set('dossiers', 'loaded');
    const looking = await openStore(server.url, new Notebook(), { readOnly: true });
    expect(await looking.desk.get('dossiers')).toBe('loaded');
    await looking.close();
    await store.close();
    await (await openStore(server.url, new Notebook())).close();
  });

  it('says what is wrong with the address, and shows no password', async () => {
    const opening = openStore(server.url.replace('/postgres', '/nowhere'), new Notebook());
    await expect(opening).rejects.toMatchObject({ trouble: 'unreachable' });
    await expect(opening).rejects.toThrow(/^(?!.*loopback-only).*"nowhere" does not exist/);
  });
});
