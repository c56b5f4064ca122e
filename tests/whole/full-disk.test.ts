/** What the terminal writes on a disk that is full: a sentence, exit code 1, and no half of a file that looks like the whole. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '#store/open.ts';
import { quietLog } from '#tests/support/desk.ts';
import { HOME } from '../../src/main.ts';

/** A device that takes nothing: what a full disk answers. */
const FULL = '/dev/full';

/** Notes in the store: some 100 KB of lines. */
const NOTES = 1_000;

let folder = '';

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wirewatch-full-'));
  await mkdir(join(folder, 'config'));
  await writeFile(join(folder, 'config/feeds.yaml'), 'feeds: {}\n');
  await writeFile(join(folder, 'config/watchlist.yaml'), readFileSync(join(HOME, 'config/watchlist.yaml')));
  const store = await openStore(`sqlite:${join(folder, 'data/wirewatch.sqlite')}`, quietLog());
  const notes = Array.from({ length: NOTES }, (_, n) => [`note ${String(n)}`, 'said '.repeat(10)] as const);
  await store.desk.setMany(notes);
  await store.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** @param before what the shell does first: `ulimit -f` bounds each file that is written, in blocks of 512 bytes */
async function wirewatch(
  before: string,
  args: string,
  store = 'wirewatch.sqlite',
): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, WIREWATCH_STORE: `sqlite:${join(folder, 'data', store)}` };
  const line = `${before} exec "$0" "$1" ${args}`;
  const given = ['-c', line, process.execPath, join(HOME, 'src/start.js')];
  return new Promise((resolve) => {
    const child = execFile('sh', given, { cwd: folder, env }, (_error, out, err) => {
      resolve({ code: child.exitCode, out, err });
    });
    child.stdin?.end();
  });
}

/** One sentence and no more. */
function oneSentence(err: string): string {
  expect(err.trimEnd().split('\n')).toHaveLength(1);
  expect(err).not.toMatch(/should not|at .*\.ts:/u);
  return err;
}

test.each(['export -', 'status', 'feeds export'])('%s says that stdout is full', async (args) => {
  const { code, err } = await wirewatch('', `${args} > ${FULL}`);
  expect(oneSentence(err)).toContain('stdout cannot be written: the disk is full.');
  expect(code).toBe(1);
});

test('an export that finds no room leaves nothing behind', async () => {
  const { code, err } = await wirewatch('ulimit -f 128;', 'export move.jsonl');
  expect(oneSentence(err)).toContain('move.jsonl cannot be written');
  expect(code).toBe(1);
  expect(readdirSync(folder)).not.toContain('move.jsonl');
});

test('feeds that find no room leave nothing unfinished', async () => {
  await mkdir(join(folder, 'www'));
  symlinkSync(FULL, join(folder, 'www/all.atom.unfinished'));
  const { code, err } = await wirewatch('', 'feeds publish www');
  expect(oneSentence(err)).toContain('www cannot be written: the disk is full.');
  expect(code).toBe(1);
  expect(readdirSync(join(folder, 'www'))).toEqual([]);
});

test('an export that was cut off is refused before anything of it is in the store', async () => {
  expect((await wirewatch('', 'export whole.jsonl')).code).toBe(0);
  const whole = readFileSync(join(folder, 'whole.jsonl'), 'utf8');
  for (const [name, end] of [
    ['at-a-line.jsonl', whole.lastIndexOf('\n', 20_000) + 1],
    ['in-a-line.jsonl', 20_000],
  ] as const) {
    writeFileSync(join(folder, name), whole.slice(0, end));
    const { code, err } = await wirewatch('', `import ${name}`, 'new.sqlite');
    expect(oneSentence(err)).toContain(`${name} is not whole`);
    expect(code).toBe(2);
  }
  // By a pipe too; and the place is as empty as before.
  const piped = await wirewatch('', 'import - < at-a-line.jsonl', 'new.sqlite');
  expect(oneSentence(piped.err)).toContain('stdin is not whole');
  const taken = await wirewatch('', 'import - < whole.jsonl', 'new.sqlite');
  expect(taken).toMatchObject({ code: 0, err: '' });
  expect(taken.out).toContain(`${String(NOTES)} records are in`);
});

test('an import that finds no room says so once, and what to do', async () => {
  expect((await wirewatch('', 'export large.jsonl')).code).toBe(0);
  const { code, err } = await wirewatch('ulimit -f 256;', 'import large.jsonl', 'small.sqlite');
  expect(oneSentence(err)).toContain('A part is in');
  expect(code).toBe(1);
});

test('feeds that are imported leave feeds.yaml as it was when they find no room', async () => {
  const outlines = Array.from(
    { length: 2_000 },
    (_, n) => `<outline type="rss" text="Paper ${String(n)}" xmlUrl="https://p${String(n)}.example/feed"/>`,
  );
  writeFileSync(join(folder, 'many.opml'), `<opml version="2.0"><body>${outlines.join('')}</body></opml>`);
  const { code, err } = await wirewatch('ulimit -f 128;', 'feeds import many.opml');
  expect(readFileSync(join(folder, 'config/feeds.yaml'), 'utf8')).toBe('feeds: {}\n');
  expect(oneSentence(err)).toContain('feeds.yaml cannot be written');
  expect(code).toBe(1);
  expect(readdirSync(join(folder, 'config')).sort()).toEqual(['feeds.yaml', 'watchlist.yaml']);
});
