import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Diagnosable, Finding } from '#ops/doctor.ts';
import { diagnose, doctorExitCode, findingText, spaceFinding } from '#ops/doctor.ts';
import { hider } from '#ops/secrets.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wirewatch-doctor-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Rest = NonNullable<Diagnosable['rest']>;

function healthy(rest: Partial<Rest> = {}): Diagnosable {
  return {
    node: '24.12.0',
    config: { detail: 'config/, 44 feeds', problems: [] },
    secretFiles: [],
    patience: 5_000,
    hide: hider(['hush-hush']),
    rest: {
      contact: 'desk@example.org',
      watchlist: () => Promise.resolve({ detail: '22 subjects', problems: [] }),
      store: {
        shown: 'sqlite:data/w.sqlite',
        path: join(folder, 'not/there/yet.sqlite'),
        tryOut: () => Promise.resolve(),
      },
      tokens: [
        {
          name: 'telegram',
          howToGet: 'Set TELEGRAM_BOT_TOKEN.',
          check: () => Promise.resolve({ ok: true, detail: 'answers as @watch_bot' }),
        },
      ],
      fetchOne: () => Promise.resolve({ ok: true, detail: 'tass-ru answered' }),
      unverified: () => Promise.resolve({ ids: [], of: 44 }),
      ...rest,
    },
  };
}

async function findings(deps: Diagnosable): Promise<readonly Finding[]> {
  const all: Finding[] = [];
  for await (const finding of diagnose(deps)) all.push(finding);
  return all;
}

async function named(name: string, deps: Diagnosable): Promise<readonly Finding[]> {
  return (await findings(deps)).filter((finding) => finding.name === name);
}

test('where all is well, every line says ok and the exit code is 0', async () => {
  const all = await findings(healthy());
  expect(all.filter(({ state, name }) => state !== 'ok' && name !== 'store space')).toEqual([]);
  expect(all.map(({ name }) => name)).toEqual([
    'node',
    'time zones',
    'settings',
    'watchlist',
    'store space',
    'store',
    'telegram',
    'one fetch',
    'feeds',
  ]);
  expect(doctorExitCode(all)).toBe(0);
});

test.each([
  ['20.19.0', 'fail'],
  ['24.11.1', 'fail'],
  ['24.12.0', 'ok'],
  ['26.0.0', 'ok'],
])('node %s: %s', async (node, state) => {
  expect(await named('node', { ...healthy(), node })).toMatchObject([{ state }]);
});

test('problems of the settings are told line by line, and what needs settings is not guessed at', async () => {
  const all = await findings({
    ...healthy(),
    rest: null,
    config: {
      detail: '',
      problems: [
        { file: 'config/wirewatch.yaml', line: 3, what: 'loog is not a setting', fix: 'Did you mean log?' },
      ],
    },
  });
  expect(all.find(({ name }) => name === 'settings')).toEqual({
    name: 'settings',
    state: 'fail',
    detail: 'config/wirewatch.yaml:3: loog is not a setting.',
    fix: 'Did you mean log?',
  });
  expect(all.at(-1)).toMatchObject({ name: 'everything else', state: 'warn' });
  expect(doctorExitCode(all)).toBe(1);
});

const WRONG = { ok: false, detail: '401: the token is not valid' };

function telegram(check: Rest['tokens'][number]['check']): Diagnosable {
  return healthy({ tokens: [{ name: 'telegram', howToGet: 'Set TELEGRAM_BOT_TOKEN.', check }] });
}

test('a missing token is no failure, a wrong one is, and both say what to do', async () => {
  expect(await named('telegram', telegram(null))).toEqual([
    { name: 'telegram', state: 'warn', detail: 'Off: no token is given', fix: 'Set TELEGRAM_BOT_TOKEN.' },
  ]);
  expect(await named('platforms', telegram(null))).toMatchObject([{ state: 'warn' }]);
  expect(
    await named(
      'telegram',
      telegram(() => Promise.resolve(WRONG)),
    ),
  ).toMatchObject([{ state: 'fail', detail: '401: the token is not valid' }]);
});

test('a check that throws or never answers is a finding, not the end', async () => {
  const all = await findings({
    ...healthy({
      watchlist: () => Promise.reject(new Error('unreadable')),
      fetchOne: () => new Promise<never>(() => {}),
    }),
    patience: 20,
  });
  expect(all.find(({ name }) => name === 'watchlist')).toMatchObject({ state: 'fail', detail: 'unreadable' });
  expect(all.find(({ name }) => name === 'one fetch')).toMatchObject({
    state: 'fail',
    detail: expect.stringContaining('no answer within'),
  });
  expect(all.at(-1)).toMatchObject({ name: 'feeds', state: 'ok' });
});

function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

test('the doctor leaves no timer behind that would keep the command from ending', async () => {
  const before = timers();
  await findings({ ...healthy(), patience: 3_600_000 });
  // Others may end meanwhile.
  expect(timers()).toBeLessThanOrEqual(before);
});

test('what a library says of a failure is told without the secret in it', async () => {
  const store = {
    shown: 'postgres://db.example',
    path: null,
    tryOut: () => Promise.reject(new Error('password "hush-hush" refused')),
  };
  expect(await named('store', healthy({ store }))).toMatchObject([
    { state: 'fail', detail: 'postgres://db.example does not open: password "[secret]" refused' },
  ]);
});

test('a store that others on the machine can read fails, its write-ahead log too', async () => {
  const path = join(folder, 'open.sqlite');
  await writeFile(path, '');
  await writeFile(`${path}-wal`, '');
  const store = { shown: path, path, tryOut: () => Promise.resolve() };
  await chmod(path, 0o640);
  await chmod(`${path}-wal`, 0o604);
  const open = await named('store', healthy({ store }));
  expect(open.map(({ state, fix }) => [state, fix])).toEqual([
    ['fail', `chmod 600 ${path}`],
    ['fail', `chmod 600 ${path}-wal`],
    ['ok', null],
  ]);
  await chmod(path, 0o600);
  await chmod(`${path}-wal`, 0o600);
  expect(await named('store', healthy({ store }))).toMatchObject([{ state: 'ok', detail: `${path} opens` }]);
});

test('looking at a store that is not there does not make it: the service may run as another user', async () => {
  const opened: string[] = [];
  const store = {
    shown: 'sqlite:new',
    path: join(folder, 'new/data.sqlite'),
    tryOut: () => {
      opened.push('tried');
      return Promise.resolve();
    },
  };
  expect(await named('store', healthy({ store }))).toMatchObject([
    { state: 'ok', detail: expect.stringContaining('made at the first start') },
  ]);
  expect(opened).toEqual([]);
});

test('.env with a token in it should be readable by its owner only', async () => {
  const path = join(folder, '.env');
  await writeFile(path, 'TELEGRAM_BOT_TOKEN=x');
  await chmod(path, 0o644);
  expect(await named('secrets', { ...healthy(), secretFiles: [path] })).toMatchObject([
    { state: 'warn', fix: `chmod 600 ${path}` },
  ]);
  await chmod(path, 0o600);
  expect(await named('secrets', { ...healthy(), secretFiles: [path] })).toMatchObject([{ state: 'ok' }]);
});

test('little room for the store is a warning, next to none a failure', () => {
  const megabyte = 1_024 ** 2;
  expect(spaceFinding(20 * megabyte)).toMatchObject({ state: 'fail', detail: '20 MB free' });
  expect(spaceFinding(500 * megabyte)).toMatchObject({ state: 'warn' });
  expect(spaceFinding(5_000 * megabyte)).toMatchObject({ state: 'ok' });
  expect(spaceFinding(null)).toMatchObject({ state: 'warn' });
});

test('feeds that never answered are named', async () => {
  const two = { ids: ['tass-ru', 'rt-en'], of: 44 };
  expect(await named('feeds', healthy({ unverified: () => Promise.resolve(two) }))).toMatchObject([
    { state: 'warn', detail: '2 of 44 have never answered: tass-ru, rt-en' },
  ]);
  const none = { ids: ['a', 'b'], of: 2 };
  expect(await named('feeds', healthy({ unverified: () => Promise.resolve(none) }))).toMatchObject([
    { state: 'warn', detail: 'None of the 2 has answered yet' },
  ]);
  expect(await named('feeds', healthy({ fetchOne: null }))).toMatchObject([{ state: 'warn' }]);
});

test('without an address to write to, publishers would block rather than ask', async () => {
  expect(await named('contact', healthy({ contact: null }))).toMatchObject([{ state: 'warn' }]);
});

test('a finding is a line for a person, with what to do below it', () => {
  expect(findingText({ name: 'node', state: 'ok', detail: '24.12.0', fix: null })).toBe(
    'ok    node: 24.12.0\n',
  );
  expect(findingText({ name: 'x', state: 'fail', detail: 'broken', fix: 'Mend it.' })).toBe(
    'fail  x: broken\n      → Mend it.\n',
  );
});
