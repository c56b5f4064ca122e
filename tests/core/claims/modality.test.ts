import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { describe, expect, it } from 'vitest';
import { createClaimReader } from '#core/claims/read.ts';
import { worded } from '#tests/support/worded.ts';
import { createClassifier } from '#core/classify.ts';
import type { Entry } from '#core/entry.ts';
import { createDetector } from '#language/detect.ts';
import { loadLexicons } from '#watchlist/lexicons.ts';
import { loadWatchlist } from '#watchlist/load.ts';
import { names } from '#tests/support/names.ts';

const FILE = 'config/watchlist.yaml';
const FIXTURE = 'tests/fixtures/claims/modality.yaml';
const loaded = loadWatchlist(await readFile(FILE, 'utf8'), FILE, names);
if (!loaded.ok) throw new Error('the watchlist does not load');
const { lexicons } = await loadLexicons('config/lexicon');
const detect = createDetector({ languages: [...lexicons.keys()], statistics: null });
const classify = createClassifier({ recognition: loaded.recognition, detect });
const read = worded(createClaimReader({ lexicons, watchlist: loaded.watchlist, sources: new Map() }));

const Languages = z.record(
  z.string(),
  z.object({ title: z.string(), lines: z.array(z.tuple([z.string()]).rest(z.string())) }),
);
const lines = Object.entries(Languages.parse(parse(await readFile(FIXTURE, 'utf8')))).flatMap(
  ([language, { title, lines: list }]) =>
    list.map(([text, ...expected]) => ({ language, title, text, expected })),
);

/** Sunday, 16 February 2025, noon. */
const SUNDAY = Date.UTC(2025, 1, 16, 12);

/** As what is told what `expected` speaks of, written as there. */
function told(language: string, title: string, lead: string, expected: string): string {
  const entry: Entry = {
    id: 'entry-1',
    feed: 'gazette',
    source: 'gazette',
    url: 'https://gazette.example/1',
    guid: null,
    title,
    lead,
    text: '',
    language,
    publishedAt: SUNDAY,
    firstSeenAt: SUNDAY,
    arrival: 'news',
  };
  const verdict = classify(entry);
  const of = expected.slice(0, expected.indexOf(':'));
  expect(verdict.mentions.map(({ subject }) => subject)).toContain(of.split(' ')[0]);
  const found = read(entry, verdict).filter(
    ({ subject, event, weighed }) => !weighed && `${subject} ${event}` === of,
  );
  return found.length === 0 ? 'none' : found.map(({ modality }) => modality).join(' and ');
}

describe('a "not" and a "may" belong to the word they govern', () => {
  it.each(lines)('$language: $text', ({ language, title, text, expected }) => {
    for (const one of expected) {
      const allowed = one.slice(one.indexOf(': ') + 2).split(' or ');
      expect(allowed).toContain(told(language, title, text, one));
    }
  });
});
