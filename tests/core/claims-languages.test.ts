import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { createClaimReader } from '#core/claims.ts';
import { createClassifier } from '#core/classify.ts';
import type { Entry } from '#core/entry.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';

const FILE = 'config/watchlist.yaml';
const FIXTURES = ['languages', 'events', 'together', 'nouns', 'plain'].map(
  (name) => `tests/fixtures/claims/${name}.yaml`,
);
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { lexicons, check } = await loadLexicons('config/lexicon');
const detect = createDetector({ languages: [...lexicons.keys()], statistics: null });
const classify = createClassifier({ recognition: loaded.recognition, detect });
const read = createClaimReader({ lexicons, watchlist: loaded.watchlist, sources: new Map() });

/** Parts a headline from the lead under it. */
const BAR = ' || ';

/** Before a reading that must not be found. */
const NOT = 'not ';

/** A sentence, or a headline and its lead, then each reading that has to be among those found. */
const Lines = z.record(z.string(), z.array(z.tuple([z.string()]).rest(z.string())));
const texts = await Promise.all(FIXTURES.map((file) => readFile(file, 'utf8')));
const lines = texts.flatMap((text) =>
  Object.entries(Lines.parse(parse(text))).flatMap(([language, list]) =>
    list.map(([text, ...readings]) => ({
      language,
      text,
      expected: readings.filter((one) => !one.startsWith(NOT)),
      never: readings.filter((one) => one.startsWith(NOT)).map((one) => one.slice(NOT.length)),
    })),
  ),
);

/** Saturday, 15 February 2025, noon. */
const SATURDAY = Date.UTC(2025, 1, 15, 12);

function readings(language: string, text: string): string[] {
  const [title, lead] = text.includes(BAR) ? text.split(BAR) : ['', text];
  const entry: Entry = {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title: title ?? '',
    lead: lead ?? '',
    text: '',
    language,
    publishedAt: SATURDAY,
    firstSeenAt: SATURDAY,
    arrival: 'news',
  };
  return read(entry, classify(entry))
    .filter((claim) => !claim.weighed)
    .filter((claim) => claim.subject !== 'russian-hostages')
    .map((claim) => `${claim.subject} ${claim.event}/${claim.modality}`);
}

describe('claims in every language that has a lexicon', () => {
  it('the lexicons have no broken line', () => {
    expect(check()).toEqual([]);
  });

  it.each(lines)('$language: $text', ({ language, text, expected, never }) => {
    const found = readings(language, text);
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found.filter((one) => never.includes(one))).toEqual([]);
    // A release or death that is not told there is worse than one that is missed.
    expect(found.filter((one) => /released|died|body/.test(one) && !expected.includes(one))).toEqual([]);
  });
});
