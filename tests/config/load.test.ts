import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { loadSettings, unknownSubjects } from '#config/load.ts';
import { place } from './folder.ts';

const TOKEN = '123456789:AAHfakefakefakefakefakefakefakefake';

test('an empty settings file works, and so does none', async () => {
  await using here = await place();
  const without = await here.settings();
  await here.write('config/wirewatch.yaml', '# nothing yet\npolling:\n  # all below is commented out\n');
  expect(await here.settings()).toEqual(without);
  expect(without.polling.interval).toBe(600_000);
  expect(without.polling.maxBytes).toBe(8 * 1024 * 1024);
  expect(without.defaults).toEqual({
    digest: { hour: 9, minute: 0 },
    timeZone: 'UTC',
    language: 'en',
    emptyDigest: 'say',
    quiet: null,
  });
  expect(without.telegram).toEqual({
    enabled: true,
    apiRoot: 'https://api.telegram.org',
    richDigests: true,
    token: null,
    webhook: null,
  });
});

test('the store is a file below the working directory unless said otherwise', async () => {
  await using here = await place();
  const path = join(here.cwd, 'data/wirewatch.sqlite');
  const { store } = await here.settings();
  expect(store.path).toBe(path);
  expect(store.url.reveal()).toBe(`sqlite:${path}`);
  const other = await here.settings({ WIREWATCH_STORE: 'sqlite:///var/lib/wirewatch/desk.sqlite' });
  expect(other.store.path).toBe('/var/lib/wirewatch/desk.sqlite');
});

test('every problem is told at once, in the order of the file, each with its line and what to do', async () => {
  await using here = await place({
    'config/wirewatch.yaml': [
      'loog:',
      '  level: info',
      'log:',
      '  level: inf',
      'polling:',
      '  interval: 5',
      '  concurency: 8',
      'digest:',
      '  timeZone: Asia/Jerusalm',
      '  time: 25:00',
      'subscriptions:',
      '  - subjects: [trufanov]',
    ].join('\n'),
    'config/feeds.yaml': 'feeds:\n  tass: {url: tass.com/rss, source: tass, language: ru}\n',
  });
  expect(await here.problems({ WIREWATCH_LOG: 'debgu', TELEGRAM_BOT_TOKEN_FILE: 'nowhere' })).toEqual([
    'environment: TELEGRAM_BOT_TOKEN_FILE names nowhere, and that file is not there. Put the value into that file, readable for the user that runs wirewatch, or set TELEGRAM_BOT_TOKEN instead.',
    'environment: WIREWATCH_LOG is "debgu". Did you mean debug? Write one of: error, warn, info, debug.',
    'config/wirewatch.yaml:1: loog is not a setting. Did you mean log?',
    'config/wirewatch.yaml:4: log.level is "inf". Did you mean info? Write one of: error, warn, info, debug.',
    'config/wirewatch.yaml:6: polling.interval is 5. Write a length of time with its unit (s, m, h or d), from 1m to 7d.',
    'config/wirewatch.yaml:7: polling.concurency is not a setting. Did you mean concurrency?',
    'config/wirewatch.yaml:9: digest.timeZone is "Asia/Jerusalm". Did you mean Asia/Jerusalem?',
    'config/wirewatch.yaml:10: digest.time is "25:00". Write a time of day as 09:00 (24 hours), or off.',
    'config/wirewatch.yaml:12: subscriptions[1].destination is missing. Write telegram:@channel, telegram:-1001234567890, telegram:-1001234567890/7 (a topic), discord:123456789012345678 or terminal.',
    'config/feeds.yaml:2: feeds.tass.source is "tass", and no source has that id. Add it under "sources:" with its name and reliability.',
    'config/feeds.yaml:2: feeds.tass.url is "tass.com/rss". Write a whole address that begins with https:// or http://, without user and password.',
  ]);
});

test('text that is no YAML is told with its line, and hides nothing that is wrong elsewhere', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'log:\n\tlevel: info\nlog: {}\n',
    'config/feeds.yaml': 'feed: {}\n',
  });
  const problems = await here.problems();
  expect(problems).toContainEqual(
    expect.stringMatching(/^config\/wirewatch\.yaml:2: .*spaces, not with tabs/),
  );
  expect(problems).toContainEqual('config/feeds.yaml:1: feed is not a setting. Did you mean feeds?');
});

test('a doubled key is refused: one of the two would be silently lost', async () => {
  await using here = await place({ 'config/wirewatch.yaml': 'quiet: off\nlog: {}\nquiet: 23:00-07:00\n' });
  expect(await here.problems()).toEqual([
    expect.stringMatching(/^config\/wirewatch\.yaml:3: .*Keep one of the two/),
  ]);
});

test('what would be code elsewhere is refused as a value, and nothing of it runs', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'log: { level: !!js/function "function () { process.exit(7) }" }\n',
    'config/feeds.yaml': 'sources: !!python/object/apply:os.system ["true"]\n',
  });
  const problems = await here.problems();
  expect(problems).toContainEqual(expect.stringContaining('config/wirewatch.yaml:1: log.level'));
  expect(problems).toContainEqual(expect.stringContaining('config/feeds.yaml:1: '));
});

test('no feeds.yaml is a problem, an empty one is not', async () => {
  await using here = await place();
  expect(await here.problems()).toEqual([]);
  await rm(join(here.cwd, 'config/feeds.yaml'));
  expect(await here.problems()).toEqual([
    expect.stringMatching(/^config\/feeds\.yaml: This file is not there/),
  ]);
});

test('the folder of settings: asked for, by variable, in the working directory, else the one of the program', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'shutdown: {drain: 1s}',
    'a/wirewatch.yaml': 'shutdown: {drain: 2s}',
    'a/feeds.yaml': '',
    'b/wirewatch.yaml': 'shutdown: {drain: 3s}',
    'b/feeds.yaml': '',
  });
  const drain = async (env: Readonly<Record<string, string>>, folder: string | null) => {
    const loaded = await here.load(env, folder);
    return loaded.ok ? loaded.settings.shutdown.drain : loaded.problems;
  };
  expect(await drain({ WIREWATCH_CONFIG: 'a' }, 'b')).toBe(3_000);
  expect(await drain({ WIREWATCH_CONFIG: 'a' }, null)).toBe(2_000);
  expect(await drain({}, null)).toBe(1_000);
  expect(await drain({}, 'c')).toEqual([
    expect.objectContaining({ what: 'The settings folder c is not there' }),
  ]);
  await rm(join(here.cwd, 'config'), { recursive: true });
  const own = await here.load();
  expect(own.ok && own.settings.feeds.length).toBeGreaterThan(0);
});

test('a subscription takes from the defaults what it does not say itself', async () => {
  await using here = await place({
    'config/wirewatch.yaml': [
      'digest: {time: "08:30", timeZone: Europe/Moscow, language: ru, empty: silent}',
      'quiet: 23:00-07:00',
      'subscriptions:',
      '  - destination: telegram:@watch_desk',
      '  - destination: telegram:-1001234567890/7',
      '    subjects: [trufanov, herkin]',
      '    alerts: none',
      '    empty: say',
      '    digest: off',
      '    timeZone: Asia/Jerusalem',
      '    language: he',
      '    quiet: off',
      '  - destination: discord:1234567890123456789',
      '    quiet: 06:00-06:00',
      '    topics: [evacuation]',
      '    weekday: sunday',
      '    urgent: loud',
    ].join('\n'),
  });
  const [first, second, third] = (await here.settings()).subscriptions;
  expect(first).toEqual({
    id: 'telegram:@watch_desk',
    destination: { platform: 'telegram', chat: '@watch_desk', thread: null },
    subjects: 'all',
    topics: [],
    alerts: 'changes',
    digest: { hour: 8, minute: 30 },
    weekly: null,
    urgent: 'silent',
    mutedStories: [],
    emptyDigest: 'silent',
    timeZone: 'Europe/Moscow',
    language: 'ru',
    quiet: { from: { hour: 23, minute: 0 }, to: { hour: 7, minute: 0 } },
    madeIn: 'config',
  });
  expect(second).toMatchObject({
    id: 'telegram:-1001234567890/7',
    destination: { platform: 'telegram', chat: '-1001234567890', thread: '7' },
    subjects: ['trufanov', 'herkin'],
    alerts: 'none',
    emptyDigest: 'say',
    digest: null,
    timeZone: 'Asia/Jerusalem',
    language: 'he',
    quiet: null,
  });
  // Equal ends mean no quiet hours, never a whole day of them.
  expect(third).toMatchObject({ id: 'discord:1234567890123456789', quiet: null });
});

test('ids longer than JavaScript can count keep every digit', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'admins: {discord: [1234567890123456789], telegram: [12345678, "87654321"]}',
  });
  expect((await here.settings()).admins).toEqual({
    discord: ['1234567890123456789'],
    telegram: ['12345678', '87654321'],
  });
});

test('one destination has one subscription, whatever the case of its name', async () => {
  await using here = await place({
    'config/wirewatch.yaml':
      'subscriptions:\n  - destination: telegram:@Desk_one\n  - destination: telegram:@desk_ONE\n',
  });
  expect(await here.problems()).toEqual([
    expect.stringMatching(
      /^config\/wirewatch\.yaml:3: subscriptions\[2\]\.destination has a subscription already, in line 2/,
    ),
  ]);
});

test('subjects that the watchlist does not have are told with their line', async () => {
  await using here = await place({
    'config/wirewatch.yaml': [
      'subscriptions:',
      '  - destination: terminal',
      '    subjects:',
      '      - trufanov',
      '      - herkn',
      '  - destination: telegram:@watch_desk',
      '    subjects: [atlantis]',
    ].join('\n'),
  });
  expect(unknownSubjects(await here.settings(), ['trufanov', 'herkin'])).toEqual([
    {
      file: 'config/wirewatch.yaml',
      line: 5,
      what: 'No subject "herkn" is in the watchlist',
      fix: 'Did you mean herkin?',
    },
    {
      file: 'config/wirewatch.yaml',
      line: 7,
      what: 'No subject "atlantis" is in the watchlist',
      fix: 'Use the id of a subject in watchlist.yaml.',
    },
  ]);
});

test('feeds know their publisher, and take the common interval unless they have their own', async () => {
  await using here = await place({
    'config/wirewatch.yaml': 'polling: {interval: 20m}',
    'config/feeds.yaml': [
      'sources:',
      '  wire: {name: The Wire, reliability: C, stateMedia: Ruritania, agency: true}',
      '  paper: {name: The Paper, reliability: B}',
      'feeds:',
      '  wire-en: {url: "https://wire.example/rss", source: wire, language: en}',
      '  paper-he: {url: "https://paper.example/atom", source: paper, language: he, interval: 5m}',
    ].join('\n'),
  });
  expect((await here.settings()).feeds).toEqual([
    {
      id: 'wire-en',
      url: 'https://wire.example/rss',
      source: { id: 'wire', name: 'The Wire', reliability: 'C', stateMedia: 'Ruritania', agency: true },
      language: 'en',
      interval: 1_200_000,
    },
    {
      id: 'paper-he',
      url: 'https://paper.example/atom',
      source: { id: 'paper', name: 'The Paper', reliability: 'B', stateMedia: null, agency: false },
      language: 'he',
      interval: 300_000,
    },
  ]);
});

test('an address polled twice is told once, with the other feed', async () => {
  await using here = await place({
    'config/feeds.yaml': [
      'sources: {wire: {name: The Wire, reliability: C}}',
      'feeds:',
      '  a: {url: "https://wire.example", source: wire, language: en}',
      '  b: {url: "https://WIRE.example/", source: wire, language: en}',
    ].join('\n'),
  });
  expect(await here.problems()).toEqual([
    'config/feeds.yaml:4: feeds.b.url is the address of a too. Keep one of the two.',
  ]);
});

test('a token comes by variable, or from the file that its twin names, without the line break at its end', async () => {
  await using here = await place({ 'secrets/telegram': `${TOKEN}\n` });
  expect((await here.settings({ TELEGRAM_BOT_TOKEN: ` ${TOKEN} ` })).telegram.token?.reveal()).toBe(TOKEN);
  const fromFile = await here.settings({
    TELEGRAM_BOT_TOKEN_FILE: 'secrets/telegram',
    TELEGRAM_BOT_TOKEN: '',
  });
  expect(fromFile.telegram.token?.reveal()).toBe(TOKEN);
});

test('a secret never shows itself, however it is printed', async () => {
  await using here = await place();
  const settings = await here.settings({
    DISCORD_BOT_TOKEN: TOKEN,
    WIREWATCH_STORE: 'postgres://desk:hush-hush@db.example/wires',
  });
  const printed = [
    JSON.stringify(settings),
    inspect(settings, { depth: 9 }),
    String(settings.discord.token),
  ].join();
  expect(printed).not.toContain(TOKEN);
  expect(printed).not.toContain('hush-hush');
  expect(inspect(settings.discord.token)).toBe('[secret]');
  expect(settings.store.shown).toBe('postgres://db.example/wires');
});

test('both a variable and its twin, or a file that cannot be read, is a problem that names them and no secret', async () => {
  await using here = await place({ token: TOKEN, empty: '\n', broken: `${TOKEN}\n${TOKEN}` });
  const problems = async (env: Readonly<Record<string, string>>) => (await here.problems(env)).join('\n');
  expect(await problems({ TELEGRAM_BOT_TOKEN: TOKEN, TELEGRAM_BOT_TOKEN_FILE: 'token' })).toMatch(
    /Both TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are set/,
  );
  expect(await problems({ DISCORD_BOT_TOKEN_FILE: 'config' })).toMatch(
    /DISCORD_BOT_TOKEN_FILE names config, .*folder/,
  );
  expect(await problems({ DISCORD_BOT_TOKEN_FILE: 'empty' })).toMatch(
    /DISCORD_BOT_TOKEN_FILE names empty, .*is empty/,
  );
  const broken = await problems({ DISCORD_BOT_TOKEN_FILE: 'broken' });
  expect(broken).toMatch(/DISCORD_BOT_TOKEN has a space or a line break/);
  expect(broken).not.toContain(TOKEN);
});

test('a secret written into a settings file is refused without being repeated', async () => {
  await using here = await place({
    'config/wirewatch.yaml': [
      'store: redis://desk:hush-hush@db.example',
      `telegram: {token: "${TOKEN}", apiRoot: "${TOKEN}"}`,
    ].join('\n'),
    'config/feeds.yaml': 'feeds: {a: {url: "https://:hush-hush@wire.example", source: a, language: en}}',
  });
  const problems = (await here.problems()).join('\n');
  expect(problems).toMatch(/wirewatch\.yaml:1: store holds a password/);
  expect(problems).toMatch(
    /telegram\.token is not a setting\. Take it out: secrets come from the environment/,
  );
  expect(problems).not.toContain('hush-hush');
  expect(problems).not.toContain(TOKEN);
});

test('.env is read, and the real environment wins over it', async () => {
  await using here = await place({
    '.env': `# tokens\nexport TELEGRAM_BOT_TOKEN=from-the-file\nDISCORD_BOT_TOKEN="also from\nthe file"\nWIREWATCH_LOG='warn'\n`,
  });
  const loaded = await here.problems();
  expect(loaded).toEqual([expect.stringMatching(/^\.env:3: DISCORD_BOT_TOKEN has a space or a line break/)]);
  await here.write('.env', `TELEGRAM_BOT_TOKEN=from-the-file\nWIREWATCH_LOG=warn\n`);
  const settings = await here.settings({ WIREWATCH_LOG: 'error' });
  expect(settings.telegram.token?.reveal()).toBe('from-the-file');
  expect(settings.log.level).toBe('error');
  expect(settings.secretFiles).toEqual([join(here.cwd, '.env')]);
});

test('files that hold a secret are known: .env though the environment wins, and what is named there, also by .env', async () => {
  await using here = await place({
    '.env': 'TELEGRAM_BOT_TOKEN=from-the-file\nDISCORD_BOT_TOKEN_FILE=discord.token\nWIREWATCH_LOG=warn\n',
    'discord.token': 'hush-hush',
    'store.address': 'redis://db.example',
  });
  const env = { TELEGRAM_BOT_TOKEN: TOKEN, WIREWATCH_STORE_FILE: join(here.cwd, 'store.address') };
  const { secretFiles } = await here.settings(env);
  expect(secretFiles).toEqual(['.env', 'discord.token', 'store.address'].map((name) => join(here.cwd, name)));
  await here.write('config/wirewatch.yaml', 'loog: {}\n');
  expect(await here.load(env)).toMatchObject({ ok: false, secretFiles });
  await here.write('.env', 'WIREWATCH_LOG=warn\n');
  await here.write('config/wirewatch.yaml', '');
  expect((await here.settings({})).secretFiles).toEqual([]);
});

test('a line of .env that sets nothing is told by its number, not by its text: it may be a token', async () => {
  await using here = await place({ '.env': `\n${TOKEN}\nTELEGRAM_BOT_TOKN=x\nA="never closed\nB=1\n` });
  const problems = await here.problems();
  expect(problems).toEqual([
    expect.stringMatching(/^\.env:2: This line sets nothing/),
    expect.stringMatching(
      /^\.env:3: The variable TELEGRAM_BOT_TOKN is not known here\. Did you mean TELEGRAM_BOT_TOKEN\?/,
    ),
    expect.stringMatching(/^\.env:4: The value of A begins with a quote that is never closed/),
  ]);
  expect(problems.join()).not.toContain(TOKEN);
});

test("another program's variables in the environment are none of our business", async () => {
  await using here = await place();
  expect(await here.problems({ DISCORD_TOKEN: 'x', TELEGRAM_TOKEN: 'y', PATH: '/bin' })).toEqual([]);
  expect(await here.problems({ WIREWATCH_STOER: 'x' })).toEqual([
    'environment: The variable WIREWATCH_STOER is not known here. Did you mean WIREWATCH_STORE?',
  ]);
});

test('addresses of services can be set, for tests against loopback and for a Bot API server of your own', async () => {
  await using here = await place();
  const settings = await here.settings({
    TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
    DISCORD_API: 'http://127.0.0.1:8082/api/',
  });
  expect(settings.telegram.apiRoot).toBe('http://127.0.0.1:8081');
  expect(settings.discord.api).toBe('http://127.0.0.1:8082/api');
  expect(await here.problems({ DISCORD_API: 'localhost' })).toEqual([
    expect.stringMatching(/^environment: DISCORD_API is no address/),
  ]);
});

test.each([
  'telegram:watch',
  'telegram:@ab',
  'telegram:-100/x',
  'discord:123',
  'discord:@name',
  'Discord:123456789012345678',
  'matrix:#room',
  '',
])('%j is no destination', async (destination) => {
  await using here = await place({
    'config/wirewatch.yaml': `subscriptions:\n  - destination: ${JSON.stringify(destination)}\n`,
  });
  expect(await here.problems()).toEqual([
    expect.stringMatching(/^config\/wirewatch\.yaml:2: subscriptions\[1\]\.destination/),
  ]);
});

test.each(['+02:00', 'GMT+2', 'Jerusalem', '', 'UTC+3'])('%j is no time zone', async (zone) => {
  await using here = await place({
    'config/wirewatch.yaml': `digest:\n  timeZone: ${JSON.stringify(zone)}\n`,
  });
  expect(await here.problems()).toEqual([
    expect.stringMatching(/^config\/wirewatch\.yaml:2: digest\.timeZone/),
  ]);
});

test('the settings that come with the program are in order', async () => {
  const loaded = await loadSettings({
    folder: join(import.meta.dirname, '../../config'),
    env: {},
    cwd: import.meta.dirname,
  });
  expect(loaded).toMatchObject({ ok: true });
});
