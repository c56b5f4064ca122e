/** The terminal as others script against it: stdout, stderr and exit codes of the real program. */
import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openStore } from '#store/open.ts';
import { quietLog, subscription } from '#tests/support/desk.ts';
import { makeHome, openNewspaper } from '#tests/support/service.ts';
import type { Home, Newspaper } from '#tests/support/service.ts';

const HOUR = 3_600_000;

let paper: Newspaper;
let home: Home;

beforeEach(async () => {
  paper = await openNewspaper();
  home = await makeHome({
    'config/feeds.yaml': `
sources:
  paper: { name: The Paper, reliability: B }
feeds:
  paper: { url: '${paper.url}', source: paper, language: en, interval: 1m }
`,
    'config/wirewatch.yaml': 'polling: { allowPrivate: true }\n',
  });
});

afterEach(async () => {
  await home.remove();
  await paper.stop();
});

const Status = z.object({
  subject: z.string(),
  situation: z.string(),
  standing: z.string().nullable(),
  since: z.string().nullable(),
  sincePrecision: z.string().nullable(),
  heldSince: z.string().nullable(),
});

describe('wirewatch status', () => {
  test('answers by the dossiers before any feed was read, and leaves nothing behind', async () => {
    const ended = await home.command('status', 'trufanov', '--json');
    expect(ended.code).toBe(0);
    expect(Status.parse(JSON.parse(ended.out))).toEqual({
      subject: 'trufanov',
      situation: 'released',
      standing: 'confirmed',
      since: '2025-02-15',
      sincePrecision: 'day',
      heldSince: '2023-10-07',
    });
    expect((await home.command('status', 'herkin')).out).toContain(
      'free since 13 October 2025, after 738 days',
    );
  });

  test('shows the conflict between the reports beside the situation', async () => {
    const { out } = await home.command('status', 'krivoi');
    expect(out).toContain('free since 26 November 2023');
    expect(out).toContain('24 November');
  });

  test('offers the nearest name for a slip, with exit code 1, as JSON too', async () => {
    const slip = await home.command('status', 'trufanvo');
    expect(slip.code).toBe(1);
    expect(slip.out).toContain('(wirewatch status trufanov)');
    const json = await home.command('status', 'zzz', '--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toHaveProperty('error');
  });
});

/** What classify printed, a line each. */
function linesOf(out: string): readonly Readonly<Record<string, unknown>>[] {
  return out
    .trim()
    .split('\n')
    .map((line) => z.record(z.string(), z.unknown()).parse(JSON.parse(line)));
}

describe('a settings folder with the three files that are needed', () => {
  const RELEASE = '{"id":"1","title":"Hamas freed hostage Alexander Trufanov"}';
  const claimsIn = (out: string): unknown =>
    z.object({ claims: z.array(z.looseObject({ event: z.string() })) }).parse(JSON.parse(out)).claims;
  const situations = async (name: string): Promise<void> => {
    const file = join(home.folder, 'config/watchlist.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/^situations: .*$/mu, `situations: ${name}`));
  };

  beforeEach(async () => {
    const needed = new Set(['wirewatch.yaml', 'feeds.yaml', 'watchlist.yaml']);
    for (const name of await readdir(join(home.folder, 'config')))
      if (!needed.has(name)) await rm(join(home.folder, 'config', name), { recursive: true });
  });

  test('understands what is told, in the words of the project', async () => {
    const { code, out, err } = await home.commandWith(RELEASE, 'classify');
    expect({ code, err }).toEqual({ code: 0, err: '1 item has no date; it is read as one of now.\n' });
    expect(claimsIn(out)).toMatchObject([{ subject: 'trufanov', event: 'released', modality: 'fact' }]);
  });

  test.for([
    ['an empty folder of lexicons', 'This folder has no lexicon in it'],
    ['a file in its place', 'The folder of the lexicons cannot be read'],
  ] as const)('is refused with %s: it would understand nothing', async ([what, said]) => {
    const lexicon = join(home.folder, 'config/lexicon');
    if (what === 'a file in its place') await writeFile(lexicon, '');
    else await mkdir(lexicon);
    const { code, err } = await home.commandWith(RELEASE, 'classify');
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test('is refused where it watches something else, until it says in which words that is told', async () => {
    const fixture = 'tests/fixtures/second-watch/config';
    await cp(join(fixture, 'situations'), join(home.folder, 'config/situations'), { recursive: true });
    await situations('trials');
    const refused = await home.commandWith(RELEASE, 'classify');
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('nothing says in which words the events of trials are told');
    await cp(join(fixture, 'lexicon'), join(home.folder, 'config/lexicon'), { recursive: true });
    expect((await home.commandWith(RELEASE, 'classify')).code).toBe(0);
  });
});

describe('wirewatch classify', () => {
  test('answers line by line in order; a bad line gets its error and the rest goes on', async () => {
    const { code, out } = await home.commandWith(
      [
        '{"id":"a","title":"Hamas will release Alexander Trufanov on Saturday","publishedAt":"2025-02-14"}',
        'no json',
        '[1]',
        '{"id":"d"}',
        '{"id":"e","title":"Rain in Oslo","more":"ignored"}',
      ].join('\n'),
      'classify',
    );
    expect(code).toBe(0);
    const lines = linesOf(out);
    expect(lines.map((line) => line['id'])).toEqual(['a', null, null, null, 'e']);
    expect(lines[0]).toMatchObject({ lang: 'en', relevant: true });
    expect(lines[0]?.['claims']).toMatchObject([
      { subject: 'trufanov', event: 'released', modality: 'promise' },
    ]);
    expect(lines[1]?.['error']).toMatch(/^line 2: /u);
    expect(lines[2]?.['error']).toBe('line 3: this is a list and no object; an item has "id" and "title"');
    expect(lines[3]?.['error']).toBe('line 4: title is missing; an item has "id" and "title"');
    expect(lines[4]).toMatchObject({ relevant: false, mentions: [], claims: [] });
  });

  test('says in words of its own what is wrong with a line, and which dates it cannot read', async () => {
    const { code, out, err } = await home.commandWith(
      [
        '{"id":null,"title":"Rain"}',
        '{"id":"b","title":{"en":"Rain"}}',
        '{"id":"c","title":"Rain","publishedAt":1739606400000}',
        '7',
        '{"id":"e","title":"Rain in Oslo","publishedAt":"yesterday"}',
        '{"id":"f","title":"Rain in Oslo","publishedAt":""}',
      ].join('\n'),
      'classify',
    );
    expect(code).toBe(0);
    const errors = linesOf(out).map((line) => line['error'] ?? null);
    expect(errors).toEqual([
      'line 1: id is null, and has to be a text or a number; an item has "id" and "title"',
      'line 2: title is an object, and has to be a text; an item has "id" and "title"',
      'line 3: publishedAt is a number, and has to be a text; an item has "id" and "title"',
      'line 4: this is a number and no object; an item has "id" and "title"',
      null,
      null,
    ]);
    expect(err).toBe(
      'line 5: "yesterday" is no date that can be read; the item is read as one of now.\n1 item has no date; it is read as one of now.\n',
    );
  });

  test('keeps every letter of lines longer than what is read at once, and says which line is too long', async () => {
    // Longer than a chunk, and with letters of two and four bytes, so that some are cut at its end.
    const long = `${'Хамас 😀 '.repeat(20_000)}освободил Александра Труфанова`;
    const { code, out } = await home.commandWith(
      [
        JSON.stringify({ id: 'long', title: 'x', summary: long }),
        JSON.stringify({ id: 'too long', title: 'ы'.repeat(9 * 1024 * 1024) }),
        '',
        JSON.stringify({ id: 'last', title: 'Rain in Oslo' }),
      ].join('\n'),
      'classify',
    );
    expect(code).toBe(0);
    const lines = linesOf(out);
    expect(lines.map((line) => line['id'])).toEqual(['long', null, 'last']);
    expect(lines[0]?.['mentions']).toMatchObject([
      ...Array.from({ length: 20_000 }, () => ({ subject: 'hamas', surface: 'Хамас' })),
      { subject: 'trufanov', surface: 'Александра Труфанова', start: long.indexOf('Александра') },
    ]);
    expect(lines[1]?.['error']).toBe('line 2: this line is longer than 16 MB');
  });

  test('gives offsets into the field as it came', async () => {
    const summary = '😀 «Труфа\u00ADнов» дома';
    const { out } = await home.commandWith(
      JSON.stringify({ id: 1, title: 'Хамас освободил Александра Труфанова', summary }),
      'classify',
    );
    const Mentions = z.object({
      mentions: z.array(
        z.object({
          subject: z.string(),
          surface: z.string(),
          field: z.string(),
          start: z.number(),
          end: z.number(),
        }),
      ),
    });
    const { mentions } = Mentions.parse(JSON.parse(out));
    const inSummary = mentions.filter(({ field }) => field === 'summary');
    expect(inSummary.map(({ subject }) => subject)).toEqual(['trufanov']);
    for (const { start, end, surface } of inSummary) expect(summary.slice(start, end)).toBe(surface);
  });
});

describe('wirewatch poll', () => {
  const release = {
    path: 'eight',
    title: 'Hamas promises to release all Russian hostages held in Gaza',
    text: 'Hamas will release the Russian hostages held in Gaza, Musa Abu Marzouk told reporters in Moscow.',
  };

  test('takes a first reading as history, and alerts of what comes after it', async () => {
    paper.publish({ ...release, at: Date.now() - 2 * HOUR });
    const first = await home.command('poll', '--json');
    expect(first.code).toBe(0);
    expect(JSON.parse(first.out)).toMatchObject({
      feeds: [{ feed: 'paper', outcome: 'read', brought: 1, news: 0 }],
      messages: [],
    });
    const again = await home.command('poll');
    expect(again.err).toContain('No feed is due');
  });

  test('alerts on its first reading with --as-news', async () => {
    paper.publish({ ...release, at: Date.now() - 2 * HOUR });
    const { code, out, err } = await home.command('poll', '--feed', paper.url, '--as-news');
    expect(code).toBe(0);
    expect(out).toContain('PROMISED, not a release');
    expect(err).toContain('1 relevant');
    // The same again is nothing new.
    expect((await home.command('poll', '--feed', paper.url, '--as-news')).out).not.toContain('PROMISED');
  });

  test('takes a file through the whole path, once', async () => {
    await writeFile(
      join(home.folder, 'paper.xml'),
      `<rss version="2.0"><channel><title>P</title><item><title>${release.title}</title><link>https://p.example/8</link><description>${release.text}</description><pubDate>Tue, 24 Oct 2023 10:00:00 GMT</pubDate></item></channel></rss>`,
    );
    const { code, out } = await home.command('poll', '--feed', 'paper.xml', '--as-news');
    expect(code).toBe(0);
    expect(out).toContain('PROMISED, not a release');
    expect((await home.command('latest')).out).toContain(release.title);
    expect((await home.command('poll', '--feed', 'paper.xml', '--as-news')).out).not.toContain('PROMISED');
  });

  test('says what is wrong with a feed that is none', async () => {
    const { code, err } = await home.command('poll', '--feed', 'no-such-thing');
    expect(code).toBe(2);
    expect(err).toContain('"no-such-thing" is no feed');
    await paper.stop();
    const gone = await home.command('poll', '--feed', 'paper');
    expect(gone.code).toBe(1);
    expect(gone.err).toContain('paper:');
  });

  test('of one feed tells in a digest that is due how all of them fare', async () => {
    const feeds = join(home.folder, 'config/feeds.yaml');
    const silent = `  silent: { url: '${paper.url}?silent', source: paper, language: en, interval: 1m }\n`;
    await writeFile(feeds, `${await readFile(feeds, 'utf8')}${silent}`);
    const store = await openStore(`sqlite:${join(home.folder, 'data/wirewatch.sqlite')}`, quietLog());
    await store.subscriptions.set(
      'terminal:terminal',
      subscription('terminal', { digest: { hour: 9, minute: 0 } }),
    );
    await store.close();
    const { out } = await home.command('poll', '--feed', 'paper');
    expect(out).toContain('Feeds: 1 of 2 answered');
  });

  test('keeps off a store that another process owns, and says whose it is', async () => {
    const service = home.run();
    await service.until('the first reading', () => paper.asked() > 0);
    const { code, err } = await home.command('poll');
    expect(code).toBe(1);
    expect(err).toContain('wirewatch.');
    expect(err).toContain(String(service.pid));
    // Questions need no lock.
    expect((await home.command('status', 'trufanov')).code).toBe(0);
    expect((await service.stop()).code).toBe(0);
  });
});

test.each([
  [['timeline', 'evacuation']],
  [['timeline', 'evacuation', '--picture', 'x.png']],
  [['latest', 'evacuation']],
])('%j: a topic is told to be one, with the question that tells of it and exit code 1', async (args) => {
  const { code, out } = await home.command(...args);
  expect(code).toBe(1);
  expect(out).toContain('is a topic of the watchlist, not a person. wirewatch status evacuation');
  const json = await home.command(...args, '--json');
  expect(json.code).toBe(1);
  expect(json.out).toContain('is a topic');
  expect((await home.command('status', 'evacuation')).code).toBe(0);
});

test('a digest before anything was read calls no feed silent', async () => {
  const { out } = await home.command('digest');
  expect(out).toContain('Feeds: 0 of 1 answered; the others have not been asked yet.');
  const health = { feeds: 1, answered: 0, silent: [] };
  expect(JSON.parse((await home.command('digest', '--json')).out)).toMatchObject({ health });
});

test.each([
  'trufanov lang:ru',
  'trufanov form:2025-02',
  'from:yesterday',
  'source:nosuch',
  'to:2024 from:2025',
])('wirewatch search %s: what narrows nothing is asked back with exit code 1, as JSON too', async (words) => {
  const [said, json] = [await home.command('search', words), await home.command('search', words, '--json')];
  expect([said.code, json.code]).toEqual([1, 1]);
  expect(said.out).toContain('I did not understand all of that');
  expect(JSON.parse(json.out)).toHaveProperty('error');
});

test('wirewatch doctor says when others can read a secret in .env', async () => {
  const path = join(home.folder, '.env');
  await writeFile(path, 'WIREWATCH_STORE=sqlite:mine.sqlite\n', { mode: 0o644 });
  expect((await home.command('doctor')).out).toMatch(/warn {2}secrets: .*\.env.*\n.*chmod 600/u);
  await chmod(path, 0o600);
  expect((await home.command('doctor')).out).toMatch(/ok {4}secrets: .*\.env/u);
});

describe('wirewatch chat', () => {
  test('answers all that came by a pipe, although the pipe ends before the first answer', async () => {
    const { code, out, err } = await home.commandWith('/status\n/search trufanov\n/timeline herkin', 'chat');
    expect(code).toBe(0);
    expect(err).not.toContain('failed');
    expect(out).toContain('Vitaly Trufanov: died');
    expect(out).toContain('Nothing found');
    expect(out).toContain('Maxim Herkin');
  });
});

describe('wirewatch import', () => {
  test('takes an export that comes by a pipe with a name', async () => {
    await home.command('poll', '--feed', paper.url);
    expect((await home.command('export', 'all.jsonl')).code).toBe(0);
    const [pipe, store] = [join(home.folder, 'pipe'), join(home.folder, 'other.sqlite')];
    execFileSync('mkfifo', [pipe]);
    await writeFile(join(home.folder, 'config/wirewatch.yaml'), `store: 'sqlite:${store}'\n`);
    const [{ code, out, err }] = await Promise.all([
      home.command('import', 'pipe'),
      readFile(join(home.folder, 'all.jsonl')).then((all) => writeFile(pipe, all)),
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('records are in');
  });
});

test('wirewatch explain shows the cues of a sentence and what was decided', async () => {
  const sentence = 'Hamas will release Alexander Trufanov on Saturday, the Red Cross said.';
  const { code, out } = await home.command('explain', sentence, '--date', '2025-02-14');
  expect(code).toBe(0);
  expect(out).toContain('promise');
  expect(out).toContain('trufanov');
  const wrong = await home.command('explain', sentence, '--date', 'soon');
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('--date soon is no day');
});

test('wirewatch explain says why it read nothing: a name that others have too, or a language without a lexicon', async () => {
  const alone = await home.command('explain', 'Alexander Lobanov won the race on Sunday.');
  expect(alone.out).toContain('Nobody of the watchlist is named in it');
  const unknown = await home.command('explain', 'Trufanov', '--lang', 'mn');
  expect(unknown.out).toContain('There is no lexicon for "mn"; there is one for ar, ');
});

test('wirewatch feeds read shows what the reader makes of a file', async () => {
  const file = join(home.folder, 'feed.xml');
  await writeFile(
    file,
    '<rss version="2.0"><channel><title>T</title><item><title>A & B</title></item></channel></rss>',
  );
  const { code, out } = await home.command('feeds', 'read', file, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    format: 'rss20',
    title: 'T',
    entries: [{ title: 'A & B' }],
    error: null,
  });
  const none = await home.command('feeds', 'read', join(home.folder, 'config', 'wirewatch.yaml'), '--json');
  expect(none.code).toBe(1);
  expect(JSON.parse(none.out)).toMatchObject({ entries: [], error: expect.any(String) as string });
});
