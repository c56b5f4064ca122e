import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeWhole } from '#ops/whole-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-whole-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a file that is written anew keeps its rights, and a link to it stays a link', async () => {
  const [file, link] = [join(folder, 'feeds.yaml'), join(folder, 'link.yaml')];
  await writeFile(file, 'old');
  await chmod(file, 0o600);
  await symlink(file, link);
  expect(await writeWhole(link, 'new')).toBe(true);
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await lstat(link)).isSymbolicLink()).toBe(true);
  expect((await readdir(folder)).sort()).toEqual(['feeds.yaml', 'link.yaml']);
});

test('one that says the same already is left alone', async () => {
  const file = join(folder, 'sub/all.atom');
  expect(await writeWhole(file, 'the same')).toBe(true);
  const { mtimeNs } = await stat(file, { bigint: true });
  expect(await writeWhole(file, 'the same')).toBe(false);
  expect((await stat(file, { bigint: true })).mtimeNs).toBe(mtimeNs);
});
