/** Copies of the embedded store, and what happens when it is damaged. */
import {
  copyFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backUp, copiesOf, putBack } from '#store/backup.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
const quiet = (): void => {};
const quietLog = { error: quiet, warn: quiet, info: quiet, debug: quiet };

let folder = '';
let path = '';
let now = Date.parse('2026-11-20T03:17:00Z');
const open = (): Promise<Store> => openStore(`sqlite:${path}`, quietLog, { clock: { now: () => now } });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-'));
  path = join(folder, 'w.sqlite');
  now = Date.parse('2026-11-20T03:17:00Z');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** As a power cut or a bad disk leaves it: pages in the middle are not what was written. */
function damage(): void {
  const bytes = readFileSync(path);
  bytes.fill(0x5a, 4096, Math.min(bytes.length, 4096 * 40));
  writeFileSync(path, bytes);
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
}

async function filled(note: string): Promise<Store> {
  const store = await open();
  await store.desk.set('note', note);
  await store.desk.setMany(
    Array.from({ length: 3000 }, (_, at) => [`filling ${String(at)}`, 'x'.repeat(60)] as const),
  );
  return store;
}

describe('a copy', () => {
  test('is made while the store is open, whole, and readable by its owner only', async () => {
    const store = await filled('written before');
    const copy = await backUp(path, join(folder, 'copies', 'one.backup'), now);
    await store.close();
    expect(statSync(copy.path).mode & 0o777).toBe(0o600);
    path = copy.path;
    const again = await open();
    expect(await again.desk.get('note')).toBe('written before');
    await again.close();
  });

  test('leaves nothing beside itself, when it is made and when it is put back', async () => {
    const store = await filled('x');
    const copy = await backUp(path, join(folder, 'copies', 'one.backup'), now);
    await store.close();
    expect(readdirSync(join(folder, 'copies'))).toEqual(['one.backup']);
    putBack(path, copy.path, now);
    expect(readdirSync(join(folder, 'copies'))).toEqual(['one.backup']);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
  });

  test('is kept for as many days as wanted', async () => {
    const store = await filled('x');
    for (let day = 0; day < 4; day += 1) {
      now += 24 * 3600_000;
      await store.backUp?.(2);
    }
    await store.close();
    expect(copiesOf(path).map(({ madeAt }) => new Date(madeAt).toISOString().slice(0, 10))).toEqual([
      '2026-11-24',
      '2026-11-23',
    ]);
  });

  test('of what is no store is refused, and leaves nothing behind', async () => {
    writeFileSync(path, 'no store at all, but long enough to be looked at as one '.repeat(40));
    await expect(backUp(path, join(folder, 'c.backup'), now)).rejects.toThrow(/is damaged/);
    expect(readdirSync(folder)).toEqual(['w.sqlite']);
  });

  test('that is damaged itself is not put in the place of the store', async () => {
    const store = await filled('good');
    await store.close();
    const broken = join(folder, 'broken.backup');
    copyFileSync(path, broken);
    const good = readFileSync(path);
    const bytes = readFileSync(broken);
    bytes.fill(0x5a, 4096, 4096 * 40);
    writeFileSync(broken, bytes);
    expect(() => putBack(path, broken, now)).toThrow(/damaged/);
    expect(readFileSync(path).equals(good)).toBe(true);
  });

  test('put back keeps the file that was there', async () => {
    const store = await filled('yesterday');
    const copy = await store.backUp?.(3);
    await store.desk.set('note', 'today');
    await store.close();
    const aside = putBack(path, copy?.path ?? '', now);
    const again = await open();
    expect(await again.desk.get('note')).toBe('yesterday');
    await again.close();
    path = aside ?? '';
    const before = await open();
    expect(await before.desk.get('note')).toBe('today');
    await before.close();
  });
});

describe('a damaged store', () => {
  /** Leaves the file as a kill does: the owner's note stands. */
  async function killed(note: string): Promise<void> {
    await (await filled(note)).close();
    const store = await open();
    await store.backUp?.(3);
    now += 3600_000;
    await store.desk.set('note', 'after the copy');
    // What a kill leaves is what is on the disk now.
    for (const part of ['', '-wal']) copyFileSync(path + part, `${path}.as-killed${part}`);
    await store.close();
    for (const part of ['', '-wal']) copyFileSync(`${path}.as-killed${part}`, path + part);
  }

  test('is replaced by its last whole copy, kept, and told of with the moment of the copy', async () => {
    await killed('in the copy');
    damage();
    const store = await open();
    expect(await store.desk.get('note')).toBe('in the copy');
    expect(store.restored?.from.madeAt).toBe(Date.parse('2026-11-20T03:17:00Z'));
    expect(readdirSync(folder)).toContain(`w.sqlite.replaced-20261120T041700Z`);
    await store.close();
  });

  test('that has lost everything is no new store', async () => {
    await killed('in the copy');
    for (const part of ['-wal', '-shm']) rmSync(path + part, { force: true });
    writeFileSync(path, '');
    const store = await open();
    expect(await store.desk.get('note')).toBe('in the copy');
    await store.close();
  });

  test('is replaced by an older copy when the newest is damaged too', async () => {
    const store = await filled('oldest');
    await store.backUp?.(3);
    now += 24 * 3600_000;
    const newest = await store.backUp?.(3);
    await store.close();
    writeFileSync(newest?.path ?? '', 'rubbish');
    writeFileSync(path, 'rubbish that is no database '.repeat(200));
    const again = await open();
    expect(again.restored?.from.madeAt).toBe(now - 24 * 3600_000);
    await again.close();
  });

  test('without a copy stays as it is, and the start says what to do', async () => {
    const store = await filled('x');
    await store.close();
    writeFileSync(path, 'rubbish that is no database '.repeat(200));
    await expect(open()).rejects.toThrow(/put a backup in its place/);
    expect(readFileSync(path, 'utf8')).toContain('rubbish');
  });

  test('one that was closed in order is opened without being looked through, one that was killed is whole', async () => {
    await killed('x');
    const store = await open();
    expect(store.restored).toBeNull();
    expect(await store.desk.get('note')).toBe('after the copy');
    await store.close();
  });
});
