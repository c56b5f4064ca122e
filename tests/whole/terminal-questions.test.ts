/** Questions asked at the terminal: what the real program answers by the dossiers alone. */
import { userInfo } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { message, paragraph } from '#render/build.ts';
import { paged } from '#render/pages.ts';
import { toTerminal } from '#render/terminal.ts';
import { TYPED, asAskedOnce } from '../../src/cli/asked-once.ts';
import { makeHome } from '#tests/support/service.ts';
import type { Home } from '#tests/support/service.ts';

let home: Home;

beforeAll(async () => {
  home = await makeHome({});
});

afterAll(() => home.remove());

describe('the card of a topic', () => {
  test('has the signs of life and no release under signs of life', async () => {
    const { code, out } = await home.command('status', 'sign-of-life');
    expect(code).toBe(0);
    expect(out).toContain('Maxim Herkin: sign of life, 3 May 2025, Hamas');
    expect(out).not.toContain(': release,');
    expect(out).not.toContain(': promise of release,');
  });

  test('has who negotiates under the talks, and nobody’s release', async () => {
    const { out } = await home.command('status', 'hostage-talks');
    expect(out).toContain('Maxim Herkin: talks about release, 24 October 2024, Musa Abu Marzouk');
    expect(out).not.toContain(': release,');
  });

  test('has no claim where no claim can be about it, and keeps its numbers', async () => {
    expect((await home.command('status', 'ceasefire')).out).toContain('Nothing read about it yet.');
    const { out } = await home.command('status', 'evacuation');
    expect(out).not.toContain('What is said');
    expect(out).toContain('more than 500: Russians who wait to leave Gaza');
  });

  test('is shown for its whole id, although that names a body too', async () => {
    const { out } = await home.command('status', 'russia-hamas');
    expect(out).toContain('Russia and Hamas\nA topic of the watchlist.');
    expect((await home.command('status', 'hamas')).out).toContain('On the watchlist as a body.');
  });
});

test.each([
  ['en', 'Understood as Alexander (Sasha) Trufanov.'],
  ['ru', 'Понято как: Александр (Саша) Труфанов.'],
  ['uk', 'Зрозуміло як: Олександр (Саша) Труфанов.'],
  ['he', 'הכוונה: אלכסנדר (סשה) טרופנוב.'],
])(
  'in %s a name that was only understood is said, and one as it is written is not',
  async (language, said) => {
    const asked = async (name: string): Promise<string> =>
      (await home.command('status', name, '--language', language)).out.replaceAll(/[\u2066-\u2069]/gu, '');
    expect(await asked('trufanof')).toContain(`\n${said}\n`);
    for (const name of ['trufanov', 'Труфанов', 'sasha trufanov'])
      expect(await asked(name)).not.toContain(said);
  },
);

describe('what can be pressed and typed', () => {
  test('a question asked once has no buttons, and names commands as the terminal has them', async () => {
    const { out } = await home.command('status', 'trufanov');
    expect(out).not.toContain('[Timeline]');
    const nobody = await home.command('status', 'nobody-here');
    expect(nobody.out).toBe('Nobody of that name is on the watchlist. wirewatch watchlist shows who is.\n');
    expect((await home.command('status', 'nobody-here', '--language', 'ru')).out).not.toMatch(/ \/\p{L}/u);
  });

  test('in the chat a button has a number that no link has, with or without its sign', async () => {
    const { out } = await home.commandWith('/status herkin\n#1\n/status herkin\n1', 'chat');
    expect(out).toContain('#1 Timeline  #2 Latest');
    expect(out).not.toMatch(/\[\d+\] (?:Timeline|Latest)/u);
    expect(out.split('Timeline · Maxim Herkin').length).toBe(3);
  });

  test('what is watched and what the desk is can be asked for', async () => {
    expect((await home.command('watchlist')).out).toContain('Maxim Herkin');
    expect(JSON.parse((await home.command('watchlist', '--json')).out)).toMatchObject({
      subjects: expect.arrayContaining([
        expect.objectContaining({ id: 'herkin', kind: 'captive' }),
      ]) as unknown,
    });
    expect((await home.command('about')).out).toContain('tells a promise from a fact');
  });

  test('a long answer says how its next page is asked for, and a page is one', async () => {
    const page = message([paragraph('one')]);
    const first = paged({ page: null }, 'latest trufanov', [page, page, page]);
    expect(toTerminal(asAskedOnce(first), { width: Infinity, colour: false })).toBe(
      "one\n1/3 · wirewatch latest 'trufanov ~2'",
    );
    expect((await home.command('latest', 'trufanov ~2')).code).toBe(0);
    expect((await home.command('latest', '~2')).code).toBe(0);
  });

  test('what is named as a command of the terminal is one', async () => {
    const { out } = await home.command('--help');
    for (const name of TYPED) expect(out).toMatch(new RegExp(`^ +${name}[ |]`, 'mu'));
  });
});

describe('wirewatch claim', () => {
  const lineWith = (out: string, words: string): string =>
    out.split('\n').find((line) => line.includes(words)) ?? '';

  test('lists claims, asks before it records, withdraws on the record, and says where nothing was done', async () => {
    const own = await makeHome({});
    const ask = (...words: readonly string[]) => own.command('claim', ...words);
    const listed = await ask('krivoi');
    expect(listed.out).toContain('Claims about Ron (Roni) Krivoi');
    const id = /^• (\S{6}) /u.exec(lineWith(listed.out, 'Hamas'))?.[1] ?? '';
    const sure = await ask('withdraw', 'krivoi', id);
    expect(sure.out).toContain('Sure?');
    expect(sure.out).toContain(`• wirewatch claim withdraw krivoi ${id} yes`);
    expect((await ask('krivoi')).out).not.toContain('withdrawn');

    const done = await ask('withdraw', 'krivoi', id, 'yes');
    expect(done.code).toBe(0);
    expect(done.out).toContain(`Recorded: ${id} is withdrawn`);
    const after = await ask('krivoi');
    // Lines are broken at the width of the window.
    const said = after.out.replaceAll(/\n {2}/gu, ' ');
    expect(lineWith(said, `• ${id}`)).toContain('withdrawn by the desk');
    expect(lineWith(said, `withdraws ${id}`)).toContain(`terminal:${userInfo().username}`);
    expect(await ask('withdraw', 'krivoi', id, 'yes')).toMatchObject({ code: 1 });
    expect(await ask('nobody-here')).toMatchObject({ code: 1 });
    await own.remove();
  });

  test('in the chat of the terminal its owner is an operator', async () => {
    const own = await makeHome({});
    const { out } = await own.commandWith('/claim krivoi\n/outbox\n/watch', 'chat');
    expect(out).toContain('Claims about Ron (Roni) Krivoi');
    expect(out).toContain('Nothing waits to be sent');
    expect(out).not.toContain('Only the operators');
    await own.remove();
  });
});

test('a story that is not there is told with exit code 1, as JSON too', async () => {
  const told = await home.command('story', 'nowhere');
  expect([told.code, told.out]).toEqual([1, '']);
  expect(told.err).toContain('There is no story of "nowhere"');
  const json = await home.command('story', 'nowhere', '--json');
  expect([json.code, json.err]).toEqual([1, '']);
  expect(JSON.parse(json.out)).toEqual({ error: expect.stringContaining('"nowhere"') });
});
