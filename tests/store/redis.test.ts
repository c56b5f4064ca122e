import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient } from '@keyv/redis';
import { collectionContract } from '#tests/contracts/collection.ts';
import { queueContract } from '#tests/contracts/queue.ts';
import { openRedis } from '#store/redis.ts';
import { openStore } from '#store/open.ts';
import { Notebook, deps, redisProgram, startRedis, type TestServer } from './places.ts';

it.runIf(redisProgram === null)('has nothing to try: redis-server is not installed here', () => {
  expect(redisProgram).toBeNull();
});

describe.runIf(redisProgram !== null)('Redis', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(async () => server.stop());

  const emptyBed = async () => {
    const client = createClient({ url: server.url });
    await client.connect();
    await client.flushAll();
    await client.close();
    return {
      open: async (change?: Parameters<typeof deps>[0]) => openRedis(server.url, deps(change)),
      end: async () => {},
    };
  };

  collectionContract('on Redis', emptyBed);
  queueContract('on Redis', emptyBed);

  it('outlives a lost connection: it is told of, made again, and calls wait for it', async () => {
    await emptyBed();
    const log = new Notebook();
    const store = await openStore(server.url, log);
    await store.desk.set('dossiers', 'loaded');
    const client = createClient({ url: server.url });
    await client.connect();
    await client.sendCommand(['CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes']);
    await client.close();
    await expect.poll(() => log.lines.map(({ level }) => level)).toContain('warn');
    expect(await store.desk.get('dossiers')).toBe('loaded');
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

  it('says what is wrong with the password, and shows none', async () => {
    const wrong = server.url.replace('loopback-only', 'not-the-one');
    const opening = openStore(wrong, new Notebook());
    await expect(opening).rejects.toMatchObject({ trouble: 'unreachable' });
    await expect(opening).rejects.toThrow(/^(?!.*not-the-one).*WRONGPASS.*password in the address/);
  });
});
