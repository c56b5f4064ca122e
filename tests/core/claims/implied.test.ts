import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { isImplied } from '#core/claims/implied.ts';
import { createClaimReader } from '#core/claims/read.ts';
import { createClassifier } from '#core/classify.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { lexicons } = await loadLexicons('config/lexicon');
const classify = createClassifier({
  recognition: loaded.recognition,
  detect: createDetector({ languages: [...lexicons.keys()], statistics: null }),
});
const read = createClaimReader({ lexicons, watchlist: loaded.watchlist, sources: new Map() });

/** What is read of the captives named in a text of the gazette, and of whose word. */
function deaths(title: string) {
  const entry = {
    id: 'gazette#1',
    source: 'gazette',
    feed: 'gazette',
    guid: null,
    arrival: 'news' as const,
    language: 'en',
    title,
    lead: '',
    text: '',
    url: null,
    publishedAt: Date.parse('2024-09-01T10:00:00Z'),
    firstSeenAt: Date.parse('2024-09-01T10:00:00Z'),
  };
  return read(entry, classify(entry))
    .filter(({ event }) => event === 'died')
    .map((claim) => ({
      subject: claim.subject,
      modality: claim.modality,
      speaker: claim.speaker,
      background: claim.background,
      eventAt: claim.eventAt,
      implied: isImplied(claim),
    }));
}

it('whose body is back is dead, by the word of whoever says so, and since nobody says when', () => {
  expect(deaths('Israeli army: body of hostage Alexander Lobanov recovered in Gaza on Saturday')).toEqual([
    {
      subject: 'lobanov',
      modality: 'fact',
      speaker: expect.anything(),
      background: true,
      eventAt: null,
      implied: true,
    },
  ]);
});

it('a death that is told in words is told once', () => {
  const told = deaths('Hostage Alexander Lobanov was killed by Hamas, his body was recovered in Gaza');
  expect(told.map(({ implied }) => implied)).toEqual([false]);
});

it.each([
  'Hamas promises to return the body of hostage Alexander Lobanov',
  'The body handed over by Hamas is not that of hostage Alexander Lobanov',
  'Remains found in Gaza may be those of hostage Alexander Lobanov',
  'Hamas denies that hostage Alexander Lobanov was killed; his body was recovered, the army says',
])(
  'nothing is implied by what is promised, denied or only possible, nor against what is said: %s',
  (title) => {
    expect(deaths(title).filter(({ implied }) => implied)).toEqual([]);
  },
);
