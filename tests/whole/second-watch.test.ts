/** Another matter than captivity, by its files alone: tests/fixtures/second-watch follows two reporters before a court. */
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Newsreel } from '#tests/support/replaying.ts';
import { linesIn, newsreel } from '#tests/support/replaying.ts';

const FOLDER = join(import.meta.dirname, '..', 'fixtures', 'second-watch');
let reel: Newsreel;
let lines: readonly string[];

beforeAll(async () => {
  reel = await newsreel(join(FOLDER, 'config'));
  lines = await linesIn(join(FOLDER, 'items.jsonl'));
});

test('each stage is told once, in the words of the watch', async () => {
  const { alerts, edits } = await reel.replay(lines);
  const told = alerts.map(
    ({ entry, subjects, text }) => `${entry} ${subjects.join()}: ${text.split('\n')[0] ?? ''}`,
  );
  expect(told).toEqual([
    't1 okello: 🟠 CHARGED · reported, one source',
    't4 brandt: 🟠 CHARGED · reported, one source',
    't5 okello: 🟥 CONVICTED · confirmed by an authority',
    't6 brandt: ⚪ HUNGER STRIKE',
    't9 brandt: 🟢 FREE · reported, one source',
  ]);
  expect(edits.map(({ entry, text }) => `${entry} ${text.split('\n')[0] ?? ''}`)).toEqual([
    't2 🟠 CHARGED · confirmed, 2 independent sources',
    't10 🟢 FREE · confirmed, 2 independent sources',
  ]);
});

test('a later stage holds over what is still said of an earlier one, and an end over both', async () => {
  const stands = async (until: string): Promise<Record<string, string>> => {
    const { subjects } = await reel.replay(lines, { until });
    return Object.fromEntries(Object.entries(subjects).map(([id, one]) => [id, one.situation]));
  };
  expect(await stands('2031-02-01')).toEqual({ okello: 'unknown', brandt: 'unknown' });
  expect(await stands('2031-03-02')).toEqual({ okello: 'charged', brandt: 'charged' });
  expect(await stands('2031-06-01')).toEqual({ okello: 'convicted', brandt: 'charged' });
  expect(await stands('2031-07-01')).toEqual({ okello: 'convicted', brandt: 'freed' });
});

test('a promise of freedom frees nobody, and its dossiers are known from their date on', async () => {
  const { subjects } = await reel.replay(lines, { until: '2031-03-02' });
  expect(subjects['brandt']).toMatchObject({ situation: 'charged', lastPromise: { event: 'freedom' } });
  const before = await reel.replay(lines, { until: '2031-01-05', seeds: true });
  expect(before.subjects['okello']).toMatchObject({ situation: 'unknown' });
  // The dossier told of it before the news did, which is no news then.
  const later = await reel.replay(lines, { until: '2031-03-01', seeds: true });
  expect(later.subjects['okello']).toMatchObject({ situation: 'charged', since: '2031-01-04' });
  expect(later.alerts).toEqual([]);
});
