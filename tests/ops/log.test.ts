import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { LogOptions } from '#ops/log.ts';
import { openLog } from '#ops/log.ts';

const TOKEN = '123456789:AAHfakefakefakefakefakefakefakefake';
const ESC = '\u001B';

function lines(options: Partial<LogOptions> = {}) {
  const written: string[] = [];
  const log = openLog({
    level: 'debug',
    format: 'json',
    terminal: false,
    secrets: [],
    to: { write: (line) => written.push(line) },
    ...options,
  });
  return { log, written, text: () => written.join('') };
}

test('a line is one JSON object: time, level, the sentence, the fields', () => {
  const { log, written } = lines();
  log.warn({ feed: 'tass-ru', tries: 3 }, 'The feed did not answer');
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    msg: 'The feed did not answer',
    feed: 'tass-ru',
    tries: 3,
  });
});

test.each(['json', 'text'] as const)('what is less grave than the level is not written (%s)', (format) => {
  const { log, written } = lines({ level: 'warn', format });
  log.debug({}, 'rest');
  log.info({}, 'milestone');
  log.warn({}, 'look this week');
  log.error({}, 'act');
  expect(written).toHaveLength(2);
});

test('for a person at a terminal it is a sentence with its fields behind, else JSON', () => {
  const person = lines({ format: 'auto', terminal: true });
  person.log.info({ feed: 'tass-ru', title: 'two words' }, 'New entry');
  expect(person.text()).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO {2}New entry {2}feed=tass-ru title="two words"\n$/,
  );
  const machine = lines({ format: 'auto', terminal: false });
  machine.log.info({}, 'New entry');
  expect(machine.text()).toMatch(/^\{/);
});

const formats = ['json', 'text'] as const;

test.each(formats)('a known secret is never printed, wherever it turns up (%s)', (format) => {
  const secret = 'correct horse/battery';
  const { log, text } = lines({ format, secrets: [secret, 'postgres://desk:hush-hush%21@db.example/wires'] });
  log.error(
    {
      deep: [{ in: { a: `list ${secret}.` } }],
      address: new URL(`https://api.example/${encodeURIComponent(secret)}`),
      error: new Error(`connect to postgres://desk:hush-hush%21@db.example failed`, {
        cause: new Error(`password "hush-hush!" refused, used ${secret}`),
      }),
    },
    `A sentence with ${secret}`,
  );
  expect(text()).not.toMatch(/horse|hush/);
  expect(text()).toContain('[secret]');
  expect(text()).toContain('refused');
});

test.each(formats)('tokens are known by their shape, also those that nobody told of (%s)', (format) => {
  const discord = `${'M'.repeat(24)}.GabcdE.${'x_-'.repeat(10)}`;
  const { log, text } = lines({ format });
  log.info(
    {
      address: `https://api.telegram.org/bot${TOKEN}/getUpdates`,
      plain: `token ${TOKEN}!`,
      discord: `Bot ${discord}`,
      login: 'https://me:hush-hush@wire.example/rss',
      token: 'short',
      botToken: 'short',
      headers: { Authorization: 'Bot short' },
    },
    'Called',
  );
  expect(text()).not.toMatch(/AAHfake|MMMM|hush|short/);
  expect(text()).toContain('/bot[secret]/getUpdates');
  expect(text()).toContain('wire.example/rss');
});

test.each(formats)('chats and people are named by the end of their id only (%s)', (format) => {
  const { log, text } = lines({ format });
  log.info(
    {
      lane: 'telegram:-1001234567890/7',
      destination: { platform: 'discord', chat: '998877665544332211', thread: null },
      chat_id: -1009876543210,
      list: ['telegram:@family_of_a'],
      platform: 'telegram',
    },
    'Delivered to discord:998877665544332211',
  );
  expect(text()).not.toMatch(/123456|5544|987654|family/);
  expect(text()).toContain('telegram:…7890');
  expect(text()).toContain('…2211');
  expect(text()).toContain('…3210');
});

test.each(formats)('an error is told with its causes (%s)', (format) => {
  const { log, text } = lines({ format });
  const cause = Object.assign(new Error('getaddrinfo failed'), { code: 'ENOTFOUND' });
  log.error({ error: new TypeError('fetch failed', { cause }) }, 'The feed cannot be read');
  expect(text()).toContain('TypeError');
  expect(text()).toContain('fetch failed');
  expect(text()).toContain('getaddrinfo failed');
  expect(text()).toContain('log.test.ts');
});

test('of an error only what helps is told: libraries hang whole requests on it', () => {
  const { log, text } = lines();
  log.warn(
    { error: Object.assign(new Error('400'), { payload: { text: 'Dear family' }, code: 400 }) },
    'Refused',
  );
  expect(text()).not.toContain('family');
  expect(JSON.parse(text())).toMatchObject({ error: { type: 'Error', message: '400', code: 400 } });
});

test('an error given in place of fields is not lost', () => {
  const { log, text } = lines();
  log.error(new Error('disk full'), 'Not written');
  expect(JSON.parse(text())).toMatchObject({ msg: 'Not written', error: { message: 'disk full' } });
});

test('odd values cost no line: circles, bigints, dates, maps, functions, a broken date', () => {
  const { log, text } = lines();
  const circle: { self?: unknown } = {};
  circle.self = circle;
  log.info(
    {
      circle,
      big: 10n,
      at: new Date(0),
      bad: new Date(Number.NaN),
      map: new Map([['a', new Set([1])]]),
      run: () => 1,
    },
    'Odd',
  );
  expect(JSON.parse(text())).toMatchObject({
    circle: { self: '[circular]' },
    big: '10',
    at: '1970-01-01T00:00:00.000Z',
    bad: null,
    map: { a: [1] },
  });
});

test('a title of 5 MB and a list of 10,000 do not fill the disk', () => {
  const { log, text } = lines();
  log.info(
    { title: `x${'𝒜'.repeat(2_500_000)}`, all: Array.from({ length: 10_000 }, (_, at) => at) },
    'Long',
  );
  expect(text().length).toBeLessThan(10_000);
  expect(text()).toContain('5000001 characters');
  expect(text()).toContain('and 9950 more');
  // Read back: JSON hides half characters behind escapes.
  expect(text()).not.toMatch(/\\ud83[0-9a-f]/i);
});

test('a hostile title forges no line and commands no terminal', () => {
  const { log, text } = lines({ format: 'text' });
  log.info(
    {
      title: `News\n2026-11-21 09:00:00 ERROR all is lost`,
      feed: `${ESC}]0;owned\u0007${ESC}[2Jtass`,
      rtl: '\u202Eabc\u009B',
      bell: 'a\u0008b',
    },
    'New entry',
  );
  expect(text().split('\n')).toHaveLength(2);
  expect(text()).not.toContain('[2J');
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  expect(text()).not.toMatch(/[\u0000-\u0009\u001B\u007F-\u009F\u202E]/);
});

test('lines reach stderr at once, and a reader that went away does not end the process', () => {
  const script = `
    import { openLog, standardError } from '#ops/log.ts';
    const log = openLog({ level: 'info', format: 'json', terminal: false, secrets: [], to: standardError() });
    for (let at = 0; at < 3; at++) log.info({ at }, 'Line');
    process.exit(7);`;
  const run = (command: string) =>
    spawnSync('bash', ['-c', command], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, NODE: process.execPath, SCRIPT: script },
      encoding: 'utf8',
    });
  const all = run('"$NODE" --input-type=module -e "$SCRIPT"');
  expect(all.stderr.trim().split('\n')).toHaveLength(3);
  expect(all.stdout).toBe('');
  expect(all.status).toBe(7);
  expect(run('set -o pipefail; "$NODE" --input-type=module -e "$SCRIPT" 2>&1 >/dev/null | true').status).toBe(
    7,
  );
});
