/** Questions asked at the terminal: what the real program answers by the dossiers alone. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

test('a watched speaker has one id in what classify and replay write', async () => {
  const item = JSON.stringify({
    id: '1',
    title: 'Hostage Maxim Herkin freed from Gaza, the Israeli army says',
    publishedAt: '2025-10-13T10:00:00Z',
  });
  const classified = await home.commandWith(item, 'classify');
  expect(JSON.parse(classified.out)).toMatchObject({
    mentions: expect.arrayContaining([expect.objectContaining({ subject: 'idf' })]) as unknown,
    claims: [{ subject: 'herkin', event: 'released', speaker: 'idf' }],
  });
  const replayed = await home.commandWith(item, 'replay', '--json');
  expect(JSON.parse(replayed.out)).toMatchObject({
    subjects: { herkin: { evidence: [{ event: 'released', speaker: 'idf' }] } },
  });
});
