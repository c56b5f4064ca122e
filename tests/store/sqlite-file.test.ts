import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { SqliteFile } from '#store/sqlite-file.ts';
import { temporaryFolder } from './places.ts';

it('waits for the disk where it was asked to, and only there', () => {
  const folder = temporaryFolder();
  const file = SqliteFile.open(join(folder, 'store.db'), {
    readOnly: false,
    schema: 'CREATE TABLE t (x INTEGER)',
  });
  onTestFinished(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });
  // 1 is NORMAL, 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
  const level = (): unknown => file.get('PRAGMA synchronous')?.['synchronous'];
  expect(file.write('written', level)).toBe(1);
  expect(file.transaction('flushed', level)).toBe(2);
  expect(file.write('written', level)).toBe(1);
  expect(file.get('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
});
