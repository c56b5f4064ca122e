import * as vitest from 'vitest';
import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite';
import { Keyv } from 'keyv';
import { SqliteFile } from '#store/sqlite-file.ts';
import { KeyvSqlite, RECORDS_SCHEMA, sweepExpired } from '#store/sqlite.ts';
import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { temporaryFolder } from './places.ts';

const { afterAll, describe, expect, it, onTestFinished } = vitest;

describe('our SQLite adapter passes the official suite of Keyv', () => {
  const folder = temporaryFolder();
  const file = SqliteFile.open(join(folder, 'suite.db'), { readOnly: false, schema: RECORDS_SCHEMA });
  afterAll(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  keyvTestSuite(vitest, Keyv, () => new KeyvSqlite(file));
  keyvIteratorTests(vitest, Keyv, () => new KeyvSqlite(file));
});

function open(): { file: SqliteFile; keyv: (namespace: string) => KeyvSqlite } {
  const folder = temporaryFolder();
  const file = SqliteFile.open(join(folder, 'store.db'), { readOnly: false, schema: RECORDS_SCHEMA });
  onTestFinished(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });
  return {
    file,
    keyv: (namespace) => {
      const adapter = new KeyvSqlite(file);
      adapter.namespace = namespace;
      return adapter;
    },
  };
}

describe('our SQLite adapter', () => {
  it('claims what nobody has claimed, all in one go, and says which those were', async () => {
    const store = open().keyv('seen');
    expect(await store.claim(['seen:a', 'seen:b', 'seen:a'], '1')).toEqual(['seen:a', 'seen:b']);
    expect(await store.claim(['seen:c', 'seen:b', 'seen:\0', 'seen:\ud800'], '2')).toEqual([
      'seen:c',
      'seen:\0',
      'seen:\ud800',
    ]);
    expect(await store.getMany(['seen:b', 'seen:c', 'seen:\ud800'])).toEqual(['1', '2', '2']);
    expect(await store.claim(['seen:\ud800'], '3')).toEqual([]);
  });

  it('takes an expired key for absent when it is claimed', async () => {
    const store = open().keyv('seen');
    await store.set('seen:a', '1', -1);
    expect(await store.claim(['seen:a'], '2')).toEqual(['seen:a']);
    expect(await store.claim(['seen:a'], '3')).toEqual([]);
    expect(await store.get('seen:a')).toBe('2');
  });

  it('shows nothing of what has expired, and the sweep takes it off the disk', async () => {
    const { file, keyv } = open();
    const store = keyv('n');
    await store.setMany(
      Array.from({ length: 5000 }, (_, at) => ({ key: `n:${String(at)}`, value: 'x', ttl: -1 })),
    );
    await store.set('n:kept', 'x');
    await store.set('n:later', 'x', 1_000_000);
    expect(await store.get('n:1')).toBeUndefined();
    expect(await store.hasMany(['n:1', 'n:kept'])).toEqual([false, true]);
    const listed: string[] = [];
    for await (const [key] of store.iterator('n')) listed.push(key);
    expect(listed).toEqual(['n:kept', 'n:later']);
    expect(await sweepExpired(file, Date.now())).toBe(5000);
    expect(file.get('SELECT count(*) AS n FROM records')).toEqual({ n: 2 });
  });

  it('clears its own namespace, and none that looks like it', async () => {
    const { keyv } = open();
    const store = keyv('a');
    const others = ['a', 'a:b', 'a;b', 'ab', 'A:b', 'a%:b'];
    await store.setMany([...others, 'a:x', 'a:'].map((key) => ({ key, value: key })));
    await store.clear();
    expect(await store.hasMany(others)).toEqual([true, false, true, true, true, true]);
    expect(await store.hasMany(['a:x', 'a:'])).toEqual([false, false]);
  });

  it('writes all of a batch or nothing', async () => {
    const store = open().keyv('n');
    await expect(
      store.setMany([
        { key: 'n:a', value: '1' },
        {
          key: 'n:b', // @ts-expect-error what JavaScript would let through
          value: undefined,
        },
      ]),
    ).rejects.toThrow();
    expect(await store.has('n:a')).toBe(false);
    // And the next one works.
    await store.setMany([{ key: 'n:a', value: '2' }]);
    expect(await store.get('n:a')).toBe('2');
  });
});
