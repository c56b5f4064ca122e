/** Every command that takes a file, with a wrong one: one kind sentence, exit code 2, and nothing of the system's own words. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOME } from '../../src/main.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-files-'));
  mkdirSync(join(folder, 'folder'));
  writeFileSync(join(folder, 'picture.png'), Uint8Array.from([0x89, 0x50, 0, 1, 2, 0xff, 0xfe, 0]));
  writeFileSync(join(folder, 'empty'), '');
  symlinkSync('loop', join(folder, 'loop'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function wirewatch(
  args: readonly string[],
): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, WIREWATCH_STORE: `sqlite:${join(folder, 'store.sqlite')}` };
  const child = spawn(process.execPath, [join(HOME, 'src/start.js'), ...args], { cwd: folder, env });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.end();
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

test.concurrent.for<readonly [string, string]>([
  ['replay missing', 'There is no file missing here.'],
  ['replay folder', 'folder is a folder. Name a file.'],
  ['replay picture.png', 'picture.png is no text.'],
  ['replay loop', 'loop is a link that leads back to itself.'],
  ['replay empty/x', 'empty/x cannot be read: a part of it is a file'],
  ['classify missing', 'There is no file missing here.'],
  ['derive missing', 'There is no file missing here.'],
  ['derive picture.png', 'picture.png is no text'],
  ['feeds import missing', 'There is no file missing here.'],
  ['feeds publish empty', 'empty is a file. Name a folder'],
  ['feeds check nobody', 'No feed is called nobody.'],
  ['import folder', 'folder is a folder.'],
  ['import picture.png', 'picture.png is no export of wirewatch'],
  ['backup folder', 'folder is a folder. Name the file'],
  ['restore missing', 'There is no file missing.'],
  ['restore folder', 'folder is no whole copy of a store.'],
  ['restore picture.png', 'picture.png is no whole copy of a store.'],
  ['timeline trufanov --picture nowhere/x.png', 'nowhere/x.png cannot be written: its folder is not there.'],
  ['timeline trufanov --picture folder', 'folder is a folder.'],
  ['digest yesterday', 'There is no digest of "yesterday".'],
])('wirewatch %s', async ([line, said], { expect }) => {
  const { code, out, err } = await wirewatch(line.split(' '));
  expect(err).toContain(said);
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/E[A-Z]{4,}|illegal operation|should not/u);
  expect({ code, out }).toEqual({ code: 2, out: '' });
});

test.concurrent.for<readonly [string, string]>([
  ['feeds read missing', 'There is no file missing here.'],
  ['feeds read folder', 'folder is a folder.'],
  ['feeds read htp://x', '"htp://x" is no address that is read.'],
  ['poll --feed folder', 'folder is a folder.'],
  ['story nothing', 'There is no story of "nothing"'],
])('wirewatch %s could not be done', async ([line, said], { expect }) => {
  const { code, err } = await wirewatch(line.split(' '));
  expect(err).toContain(said);
  expect(err).not.toMatch(/E[A-Z]{4,}|illegal operation|should not/u);
  expect(code).toBe(1);
});

test('whoever stops reading, as head does, ends it without a word', async () => {
  const child = spawn(process.execPath, [join(HOME, 'src/start.js'), 'classify'], { cwd: folder });
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  // More than any pipe holds, and it stops listening itself.
  child.stdin.on('error', () => undefined);
  child.stdin.end('{"id":"1","title":"Hamas freed hostage Maxim Herkin"}\n'.repeat(5_000));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  expect({ code, err }).toEqual({ code: 0, err: '' });
});
