/** Leads written by us in ten languages: how the desk groups them. The second file was not looked at while the weights were found. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { loadSettings } from '#config/load.ts';
import { knowledgeOf } from '#src/main.ts';
import { group } from '../../eval/group.ts';
import { grouped, repeatAlerts, scoreCopies, scoreGrouping } from '../../eval/grouping.ts';
import { readLabels } from '../../eval/labels.ts';
import type { Labelled } from '../../eval/labels.ts';
import { rates } from '../../eval/score.ts';

async function scored(file: string, taken: 'all' | 'kept' = 'kept') {
  return scoredOf(readFileSync(new URL(`../fixtures/${file}.jsonl`, import.meta.url), 'utf8'), taken);
}

async function scoredOf(lines: string, taken: 'all' | 'kept') {
  const settings = await loadSettings({ folder: null, env: {}, cwd: process.cwd() });
  if (!settings.ok) throw new Error(settings.problems.map(({ what }) => what).join());
  const known = await knowledgeOf(settings.settings);
  if (!known.ok) throw new Error(known.problems.map(({ what }) => what).join());
  const { knowledge } = known;
  const { items, problems } = readLabels(lines, 0);
  expect(problems).toEqual([]);
  const labels = Object.fromEntries(items.map(({ entry, story }) => [entry.id, story ?? '']));
  const run = await group(
    items.map(({ entry }) => entry),
    {
      knowledge,
      sources: settings.settings.sources,
      readClaims: knowledge.readClaims(settings.settings.sources),
      let: taken,
    },
  );
  const kept = items.filter(({ entry }) => run.stories.has(entry.id));
  return {
    items,
    run,
    labels,
    grouping: scoreGrouping(grouped(kept, labels, ({ entry }) => run.stories.get(entry.id))),
    copies: scoreCopies(items, copyPairs(items), run),
  };
}

function copyPairs(items: readonly Labelled[]): [string, string][] {
  const groups = Map.groupBy(items, ({ entry, copyOf }) => copyOf ?? entry.id);
  return [...groups.values()].flatMap((same) =>
    same.flatMap((a, at) => same.slice(at + 1).map((b): [string, string] => [a.entry.id, b.entry.id])),
  );
}

describe.each(['tune', 'unseen'])('%s leads', (name) => {
  test('are grouped by event, across languages, without joining two', async () => {
    const { items, run, labels, grouping, copies } = await scored(`stories/${name}`);
    expect(grouping.bcubed.precision).toBeGreaterThanOrEqual(0.95);
    expect(grouping.bcubed.f1).toBeGreaterThanOrEqual(0.9);
    const across = rates(grouping.acrossLanguages);
    expect(across.precision).toBeGreaterThanOrEqual(0.95);
    expect(across.recall).toBeGreaterThanOrEqual(0.75);
    expect(rates(copies.tally).f1).toBeGreaterThanOrEqual(0.9);
    expect(repeatAlerts(labels, run).repeats.length).toBeLessThanOrEqual(1);
    // What comes back after months alerts nobody.
    const recycled = items.filter(({ story }) => story?.endsWith('.recycled')).map(({ entry }) => entry.id);
    expect(recycled).toHaveLength(1);
    expect(run.alerts.filter(({ entry }) => recycled.includes(entry))).toEqual([]);
  });
});

test('forty edited copies of wire texts are known, and forty texts that tempt are not taken for copies', async () => {
  const { items, copies } = await scored('copies/wire', 'all');
  expect(items).toHaveLength(92);
  const { precision, recall } = rates(copies.tally);
  expect(precision).toBeGreaterThanOrEqual(0.97);
  expect(recall).toBeGreaterThanOrEqual(0.95);
});

test('one outlet’s text in another language is a copy, another outlet’s is none', async () => {
  const said = { published: '2025-02-15T10:00:00Z', relevant: true, subjects: [] };
  const items = [
    {
      id: 'en',
      lang: 'en',
      source: 'harbour',
      title: 'Hamas frees Sasha Troufanov after 498 days',
      summary: 'He was handed to the Red Cross.',
    },
    {
      id: 'ru',
      lang: 'ru',
      source: 'harbour',
      title: 'ХАМАС освободил Сашу Труфанова после 498 дней',
      summary: 'Его передали Красному Кресту.',
    },
    {
      id: 'de',
      lang: 'de',
      source: 'mole',
      title: 'Hamas lässt Sascha Trufanow nach 498 Tagen frei',
      summary: 'Das Rote Kreuz nahm ihn auf.',
    },
  ];
  const { run } = await scoredOf(
    items.map((item) => JSON.stringify({ ...said, ...item })).join('\n'),
    'kept',
  );
  expect(new Set(run.stories.values()).size).toBe(1);
  expect(Object.fromEntries(run.copies)).toEqual({ en: 'en', ru: 'en', de: 'de' });
});

test('B³ is that of the paper: precision and recall of each item, and their means', () => {
  const item = (id: string, right: string, said: string) => ({ id, lang: id, right, said });
  const { bcubed, pairs, acrossLanguages } = scoreGrouping([
    item('a', 'one', 'x'),
    item('b', 'one', 'x'),
    item('c', 'two', 'x'),
    item('d', 'two', 'y'),
  ]);
  // a and b: 2/3 and 1; c: 1/3 and 1/2; d: 1 and 1/2.
  expect(bcubed.precision).toBeCloseTo((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4);
  expect(bcubed.recall).toBeCloseTo((1 + 1 + 0.5 + 0.5) / 4);
  expect(pairs).toEqual({ right: 1, wrong: 2, missed: 1 });
  expect(acrossLanguages).toEqual(pairs);
});
