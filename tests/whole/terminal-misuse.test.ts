/** What the terminal says to who uses it wrongly: exit code 2, nothing on stdout, and what to do. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeHome } from '#tests/support/service.ts';
import type { Home } from '#tests/support/service.ts';

let home: Home;

beforeEach(async () => {
  home = await makeHome({});
});

afterEach(() => home.remove());

describe('used wrongly', () => {
  test('a misspelt subcommand is offered the right one', async () => {
    const { code, err } = await home.command('feeds', 'chek');
    expect(code).toBe(2);
    expect(err).toContain("unknown command 'feeds chek'");
    expect(err).toContain('Did you mean feeds check?');
  });

  test.each([
    [['help', 'bogus'], "unknown command 'bogus'"],
    [['help', 'statis'], 'Did you mean status?'],
    [['help', 'feeds', 'raed'], 'Did you mean feeds read?'],
    [['stories', 'bogus'], "unknown command 'stories bogus'"],
    [['stories', 'mrege', 'a', 'b'], 'Did you mean stories merge?'],
    [['feeds', 'list'], '"wirewatch feeds" alone lists them'],
    [['why', ''], 'Which report?'],
    [['story', ''], 'Which story?'],
  ])('%j says what was wrong', async (args, said) => {
    const { code, out, err } = await home.command(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(said);
    expect(err.length).toBeLessThan(200);
  });

  test('help tells of a command, and of one of its own', async () => {
    expect((await home.command('help')).out).toContain('replay [options] [file]');
    const { code, out } = await home.command('help', 'feeds', 'read');
    expect(code).toBe(0);
    expect(out).toContain('stores nothing');
  });

  test.each([[['statis']], [['status', '--jsn']], [['feeds', 'raed', 'x']], [['feeds', 'read']]])(
    '%j ends with exit code 2 and a hint',
    async (args) => {
      const { code, out, err } = await home.command(...args);
      expect(code).toBe(2);
      expect(out).toBe('');
      expect(err).toMatch(/error: |--help/u);
      expect(err).not.toContain('    at ');
    },
  );

  test('every mistake in the settings is told at once, with file and line, and no secret', async () => {
    await home.remove();
    home = await makeHome(
      {
        'config/wirewatch.yaml':
          'poling: {}\ndigest:\n  time: 25:00\nsubscriptions:\n  - { destination: "telegram:@x", subjects: [trufanof] }\n',
        'config/watchlist.yaml': 'subjects: 5\n',
        'config/feeds.yaml': 'sources: {}\nfeeds:\n  a: { url: "ftp://x", source: nobody, language: en }\n',
      },
      {
        TELEGRAM_BOT_TOKEN: '123456789:AAabcdefghijklmnopqrstuvwxyz0123456',
        TELEGRAM_BOT_TOKEN_FILE: '/no/such/file',
      },
    );
    const { code, out, err } = await home.command('run');
    expect(code).toBe(2);
    expect(out).toBe('');
    for (const part of [
      'wirewatch.yaml:1',
      'polling',
      'wirewatch.yaml:3',
      'feeds.yaml:3',
      'watchlist.yaml:1',
      'TELEGRAM_BOT_TOKEN',
    ]) {
      expect(err).toContain(part);
    }
    expect(err).not.toContain('AAabcdefghijklmnopqrstuvwxyz');
  });
});
