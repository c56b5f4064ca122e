/** What is read by weight where no rule ties an event to anybody, and that it moves nobody until an operator says so. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { createClaimReader } from '#core/claims/read.ts';
import { worded } from '#tests/support/worded.ts';
import { createClassifier } from '#core/classify.ts';
import type { Claim } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import { situationOf, tellable } from '#core/ledger.ts';
import { rulingOn } from '#core/ruling.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { watchlist } = loaded;
const { lexicons } = await loadLexicons('config/lexicon');
const detect = createDetector({ languages: [...lexicons.keys()], statistics: null });
const classify = createClassifier({ recognition: loaded.recognition, detect });
const read = worded(createClaimReader({ lexicons, watchlist, sources: new Map() }));

/** Saturday, 15 February 2025, noon. */
const SATURDAY = Date.UTC(2025, 1, 15, 12);
const HOUR = 3_600_000;

function claimsIn(language: string, lead: string): readonly Claim[] {
  const entry: Entry = {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title: '',
    lead,
    text: '',
    language,
    publishedAt: SATURDAY,
    firstSeenAt: SATURDAY,
    arrival: 'news',
  };
  return read(entry, classify(entry));
}

const told = (claims: readonly Claim[]): string[] =>
  claims.map(
    ({ subject, event, modality, weighed }) => `${weighed ? 'likely ' : ''}${subject} ${event}/${modality}`,
  );

const FAR_OFF =
  'The Red Cross has brought home four men freed by Hamas on Saturday, first of them the 29-year-old engineer from Nir Oz, Alexander Trufanov.';

describe('what no rule ties to anybody', () => {
  it.each([
    ['en', FAR_OFF, ['likely trufanov released/fact']],
    [
      'ru',
      'В субботу ХАМАС отпустил на свободу из сектора Газа сразу троих, и первым к машинам Красного Креста вышел инженер из Нир-Оза Александр Труфанов.',
      ['likely trufanov released/fact'],
    ],
  ])('is likely where the signs are good, in %s', (language, lead, expected) => {
    expect(told(claimsIn(language, lead))).toEqual(expected);
  });

  it('is nothing where the sentence says of him that he is held, or tells of another in his stead', () => {
    expect(
      told(
        claimsIn(
          'en',
          'The joy of three families whose men were freed ends where Maxim Herkin is still held.',
        ),
      ),
    ).not.toContain('likely herkin released/fact');
    expect(told(claimsIn('en', "Maxim Herkin's cellmate was freed by Hamas on Saturday."))).not.toContain(
      'likely herkin released/fact',
    );
  });

  it('is never a death', () => {
    const texts = [
      'Six bodies were found in a tunnel, and the street of Alexander Lobanov fell silent.',
      'Hamas killed six hostages, wept the friends of Alexander Lobanov.',
    ];
    const deaths = texts
      .flatMap((text) => claimsIn('en', text))
      .filter(({ event, weighed }) => weighed && (event === 'died' || event === 'body-returned'));
    expect(deaths).toEqual([]);
  });

  it('is seldom wrong in sentences written to mislead', async () => {
    const Lines = z.record(z.string(), z.array(z.tuple([z.string(), z.string()]).rest(z.string())));
    const lists = await Promise.all(
      ['tempting.yaml', 'wide.yaml'].map(async (file) =>
        Lines.parse(parse(await readFile(`tests/fixtures/claims/${file}`, 'utf8'))),
      ),
    );
    const lines = lists.flatMap((list) => list['tempting'] ?? []);
    const wrong = lines.filter(([language, text]) =>
      claimsIn(language, text).some(
        ({ event, modality, weighed }) => weighed && event === 'released' && modality === 'fact',
      ),
    );
    expect(lines.length).toBeGreaterThan(300);
    expect(wrong.length / lines.length).toBeLessThan(0.05);
  });
});

describe('a likely release', () => {
  const likely: Claim = {
    id: 'likely',
    subject: 'trufanov',
    event: 'released',
    modality: 'fact',
    speaker: null,
    via: null,
    source: 'gazette',
    origin: 'gazette',
    quote: FAR_OFF,
    statedAt: SATURDAY,
    eventAt: null,
    background: false,
    rule: 'weighed',
    from: { kind: 'entry', entry: 'entry-1', url: null },
    weighed: true,
    note: null,
  };
  const claims = [likely];

  it('neither moves nor alerts', () => {
    expect(situationOf(claims, watchlist, SATURDAY + HOUR).situation).toBe('unknown');
    expect(tellable([], claims, watchlist, SATURDAY + HOUR)).toEqual({ changes: [], supports: [] });
  });

  it('confirms nothing that one outlet reported', () => {
    const report = { ...likely, id: 'report', source: 'herald', origin: 'herald', weighed: false };
    const { standing } = situationOf([report, likely], watchlist, SATURDAY + HOUR);
    expect(standing).toBe('reported');
  });

  it('counts once an operator has confirmed it, and is told then', () => {
    const ruling = rulingOn(likely, 'confirms', { platform: 'telegram', id: '77' }, SATURDAY + HOUR);
    const now = SATURDAY + 2 * HOUR;
    expect(situationOf([likely, ruling], watchlist, now)).toMatchObject({
      situation: 'released',
      standing: 'confirmed',
    });
    const { changes } = tellable([likely], [ruling], watchlist, now);
    expect(changes.map(({ kind }) => kind)).toEqual(['released']);
    // Nothing more of it afterwards.
    expect(tellable([likely, ruling], [], watchlist, now).changes).toEqual([]);
  });

  it('may be withdrawn without a trace of a situation', () => {
    const ruling = rulingOn(likely, 'withdraws', { platform: 'telegram', id: '77' }, SATURDAY + HOUR);
    const now = SATURDAY + 2 * HOUR;
    expect(situationOf([likely, ruling], watchlist, now).situation).toBe('unknown');
    expect(tellable([likely], [ruling], watchlist, now)).toEqual({ changes: [], supports: [] });
  });
});
