/** The rules of the house that a machine can hold: what may import what, and how names are never searched. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const HOUSE = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

describe('the linter', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wirewatch-house-'));
    await copyFile(join(HOUSE, '.oxlintrc.json'), join(folder, '.oxlintrc.json'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  /** What the linter says of one planted file. */
  async function said(file: string, source: string): Promise<string> {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), source);
    const bin = join(HOUSE, 'node_modules', '.bin', 'oxlint');
    const result = await run(bin, [file], { cwd: folder }).catch((error: { stdout: string }) => error);
    return result.stdout;
  }

  test.each([
    [
      'src/core/planted.ts',
      "import { gather } from '#jobs/gather.ts';\nexport const x = gather;\n",
      'core/ imports only',
    ],
    [
      'src/jobs/planted.ts',
      "import { openStore } from '#store/open.ts';\nexport const x = openStore;\n",
      'jobs/ imports only',
    ],
    [
      'src/commands/planted.ts',
      "import { y } from '#feeds/reader.ts';\nexport const x = y;\n",
      'commands/ imports only',
    ],
    [
      'src/render/planted.ts',
      "import { y } from '../platforms/telegram.ts';\nexport const x = y;\n",
      'Write #folder/file.ts',
    ],
    [
      'src/jobs/planted.ts',
      "import { Bot } from 'grammy';\nexport const x = Bot;\n",
      'Each library lives in one folder',
    ],
    [
      'src/core/planted.ts',
      "import { readFileSync } from 'node:fs';\nexport const x = readFileSync;\n",
      'is pure',
    ],
    ['src/core/planted.ts', 'export const x = Date.now();\n', 'takes `now` as an argument'],
    ['src/core/planted.ts', 'export const x = Math.random();\n', 'takes chance as an argument'],
  ])('refuses in %s: %s', async (file, source, because) => {
    expect(await said(file, source)).toContain(because);
  });

  test('lets pass what goes downwards', async () => {
    const source = "import { causeId } from '#core/ids.ts';\nexport const x = causeId('a');\n";
    expect(await said('src/jobs/planted.ts', source)).not.toContain('no-restricted');
  });
});

test('names are never searched with \\b or \\w: beside Cyrillic, Hebrew and Arabic letters they see no word', async () => {
  const breaches: string[] = [];
  for (const folder of ['language', 'core', 'watchlist']) {
    const names = await readdir(join(HOUSE, 'src', folder), { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.ts'))) {
      const lines = (await readFile(join(HOUSE, 'src', folder, name), 'utf8')).split('\n');
      for (const [i, line] of lines.entries()) {
        const code = line.replace(/^\s*(?:\/\/|\*|\/\*).*$/u, '');
        if (/\/.*\\[bw].*\/[a-z]*/u.test(code))
          breaches.push(`src/${folder}/${name}:${String(i + 1)} ${line.trim()}`);
      }
    }
  }
  expect(breaches).toEqual([]);
});

describe('the start', () => {
  test('tells an older Node what to do, with exit code 1', async () => {
    const pretend =
      'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.1.0"}})';
    const start = join(HOUSE, 'src', 'start.js');
    const failed = await run(process.execPath, ['--import', pretend, start, 'status']).catch(
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('needs Node 24.12 or newer; this is 20.1.0');
    expect(failed.stderr).toContain('npm ci');
  });

  test('names nothing at its top that an older Node does not have', async () => {
    const source = await readFile(join(HOUSE, 'src', 'start.js'), 'utf8');
    expect(source.match(/^import .*$/gmu)).toEqual(["import process from 'node:process';"]);
  });
});
