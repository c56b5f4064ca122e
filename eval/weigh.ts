/**
 * Learns the weights of src/core/claims/weights.ts from labelled items (eval/README.md): a logistic regression with an L1 penalty, which
 * leaves few weights, by accelerated proximal gradient steps (Beck and Teboulle 2009, FISTA). Prints, by fifths of the outlets held out in
 * turn, what the weights would have said of outlets that they did not see.
 *
 *     node eval/weigh.ts FILE.jsonl… [--write]
 *
 * Our own sentences, written to mislead (tempting.ts), count for little, and are not among the figures.
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { loadSettings } from '#config/load.ts';
import { kindOf } from '#core/claims/weigh.ts';
import type { Candidate } from '#core/claims/weigh.ts';
import { problemLine } from '#core/problem.ts';
import { knowledgeOf } from '#src/main.ts';
import { isAlsoOk, readLabels, readingsOf } from './labels.ts';
import type { Labelled } from './labels.ts';
import { temptingItems } from './tempting.ts';

/** How much a weight costs: found by the held out fifths; with less the weights are many and carry over no better. */
const PENALTY = 2;

/** A sign seen less often is left out. */
const RARE = 8;

const STEPS = 600;

/** What a sentence written to mislead counts beside one that was printed. */
const TEMPTING = 0.3;

const FOLDS = 5;

/** One candidate. */
interface Row {
  /** The item, subject and event: candidates of one count as one. */
  readonly about: string;
  readonly fold: number;
  readonly kind: string;
  readonly signs: readonly string[];
  /** Whether the labels have it; null where they neither demand nor forbid it. */
  readonly right: boolean | null;
  /** The labels have the event with another modality. */
  readonly almost: boolean;
  /** Written to mislead. */
  readonly tempting: boolean;
}

interface Model {
  readonly bias: number;
  readonly weights: ReadonlyMap<string, number>;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const files = args.filter((arg) => !arg.startsWith('--'));
  const rows = await rowsOf(files);
  if (rows === null || files.length === 0) {
    process.stderr.write('Write: node eval/weigh.ts FILE.jsonl… [--write]\n');
    process.exitCode = 2;
    return;
  }
  const held: { readonly row: Row; readonly chance: number }[] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const model = learn(rows.filter((row) => row.fold !== fold));
    held.push(
      ...rows.filter((row) => row.fold === fold).map((row) => ({ row, chance: chanceOf(model, row) })),
    );
  }
  process.stdout.write(
    reportOf(held.filter(({ row }) => !row.tempting)) +
      (process.env['TT'] ? 'TEMPT\n' + reportOf(held.filter(({ row }) => row.tempting)) : ''),
  );
  const model = learn(rows);
  process.stdout.write(`${String(rows.length)} candidates, ${String(model.weights.size)} weights\n`);
  if (args.includes('--write')) {
    await writeFile(new URL('../src/core/claims/weights.ts', import.meta.url), writtenOf(model));
  }
}

async function rowsOf(files: readonly string[]): Promise<readonly Row[] | null> {
  const settings = await loadSettings({ folder: null, env: process.env, cwd: process.cwd() });
  if (!settings.ok) throw new Error(settings.problems.map(problemLine).join('\n'));
  const known = await knowledgeOf(settings.settings);
  if (!known.ok) throw new Error(known.problems.map(problemLine).join('\n'));
  const { knowledge } = known;
  let candidates: readonly Candidate[] = [];
  const read = knowledge.readClaims(settings.settings.sources, {
    sentence: () => undefined,
    decided: () => undefined,
    weighed: (found) => {
      candidates = found;
    },
  });
  const sets = [{ items: await temptingItems(), tempting: true }];
  for (const file of files) {
    const { items, problems } = readLabels(await readFile(file, 'utf8'), Date.now());
    for (const problem of problems) process.stderr.write(`${file} ${problem}\n`);
    sets.push({ items, tempting: false });
  }
  const rows: Row[] = [];
  for (const { items, tempting } of sets) {
    for (const item of items) {
      if (item.claims === null) continue;
      candidates = [];
      read(item.entry, knowledge.classify(item.entry));
      rows.push(...candidates.map((candidate) => rowOf(item, candidate, tempting)));
    }
  }
  return rows;
}

function rowOf(item: Labelled, { passed, subject, modality, signs }: Candidate, tempting: boolean): Row {
  const { event } = passed;
  const labels = (item.claims ?? [])
    .filter((label) => label.subject === subject)
    .flatMap((label) => readingsOf(label));
  const almost = labels.some((label) => label.event === event);
  const right = labels.some((label) => label.event === event && label.modality === modality);
  const isOpen = !almost && isAlsoOk(item.alsoOk, { subject, event, modality });
  return {
    about: `${item.entry.id} ${subject} ${event}`,
    fold: foldOf(item.entry.source === 'unknown' ? item.entry.id : item.entry.source),
    kind: kindOf(passed) ?? '',
    signs,
    right: isOpen ? null : right,
    almost: almost && !right,
    tempting,
  };
}

/** All items of an outlet are in one fifth, so that none is judged by weights that have seen it. */
function foldOf(outlet: string): number {
  return createHash('sha1').update(outlet).digest().readUInt32BE(0) % FOLDS;
}

function namesOf({ kind, signs }: Row): readonly string[] {
  return [kind, ...signs, ...signs.map((sign) => `${kind}: ${sign}`)];
}

function learn(all: readonly Row[]): Model {
  const rows = all.filter(({ right }) => right !== null);
  const seen = new Map<string, number>();
  for (const row of rows) for (const name of namesOf(row)) seen.set(name, (seen.get(name) ?? 0) + 1);
  const names = [...seen].filter(([, count]) => count >= RARE).map(([name]) => name);
  const places = new Map(names.map((name, at) => [name, at]));
  const columns = rows.map((row) =>
    namesOf(row).flatMap((name) => {
      const at = places.get(name);
      return at === undefined ? [] : [at];
    }),
  );
  const counts = new Map<string, number>();
  for (const { about } of rows) counts.set(about, (counts.get(about) ?? 0) + 1);
  const worth = rows.map(
    ({ about, tempting }) => (counts.get(about) ?? 1) ** -0.5 * (tempting ? TEMPTING : 1),
  );
  // A bound of the curvature: a quarter of the largest eigenvalue, by power iteration.
  const rate = 1 / (0.25 * largestEigenvalue(columns, worth, names.length) + 1);
  const biasRate = 1 / (0.25 * worth.reduce((sum, one) => sum + one, 0));
  let weights = new Float64Array(names.length);
  let ahead = weights;
  let bias = 0;
  let pace = 1;
  for (let step = 0; step < STEPS; step += 1) {
    const slope = new Float64Array(names.length);
    let biasSlope = 0;
    for (const [at, columnsHere] of columns.entries()) {
      let sum = bias;
      for (const column of columnsHere) sum += ahead[column] ?? 0;
      const off = (1 / (1 + Math.exp(-sum)) - (rows[at]?.right === true ? 1 : 0)) * (worth[at] ?? 0);
      biasSlope += off;
      for (const column of columnsHere) slope[column] = (slope[column] ?? 0) + off;
    }
    const next = ahead.map((weight, column) => shrunk(weight - rate * (slope[column] ?? 0), rate * PENALTY));
    const nextPace = (1 + Math.sqrt(1 + 4 * pace * pace)) / 2;
    const last = weights;
    ahead = next.map((weight, column) => weight + ((pace - 1) / nextPace) * (weight - (last[column] ?? 0)));
    bias -= biasRate * biasSlope;
    weights = next;
    pace = nextPace;
  }
  return {
    bias,
    weights: new Map(
      names.flatMap((name, at) => {
        const weight = Number((weights[at] ?? 0).toFixed(2));
        return weight === 0 ? [] : [[name, weight] as const];
      }),
    ),
  };
}

function shrunk(weight: number, by: number): number {
  return Math.sign(weight) * Math.max(Math.abs(weight) - by, 0);
}

function largestEigenvalue(
  columns: readonly (readonly number[])[],
  worth: readonly number[],
  size: number,
): number {
  let vector = new Float64Array(size).fill(1);
  let value = 0;
  for (let step = 0; step < 30; step += 1) {
    const next = new Float64Array(size);
    for (const [at, columnsHere] of columns.entries()) {
      let sum = 0;
      for (const column of columnsHere) sum += vector[column] ?? 0;
      for (const column of columnsHere) next[column] = (next[column] ?? 0) + sum * (worth[at] ?? 0);
    }
    value = Math.hypot(...next);
    vector = next.map((one) => one / value);
  }
  return value;
}

function chanceOf({ bias, weights }: Model, row: Row): number {
  const sum = namesOf(row).reduce((all, name) => all + (weights.get(name) ?? 0), bias);
  return 1 / (1 + Math.exp(-sum));
}

/** For each kind and bar: right, wrong, right but for the modality, neither demanded nor wrong. */
function reportOf(held: readonly { readonly row: Row; readonly chance: number }[]): string {
  const best = new Map<string, { readonly row: Row; readonly chance: number }>();
  for (const one of held) {
    if (one.chance > (best.get(one.row.about)?.chance ?? 0)) best.set(one.row.about, one);
  }
  const kinds = [...new Set(held.map(({ row }) => row.kind))].sort();
  return kinds
    .map((kind) => {
      const parts = [0.5, 0.6, 0.7, 0.8, 0.9].map((bar) => {
        const rows = [...best.values()].filter(({ row, chance }) => row.kind === kind && chance >= bar);
        const count = (test: (row: Row) => boolean): string =>
          String(rows.filter(({ row }) => test(row)).length);
        const right = count((row) => row.right === true);
        const almost = count((row) => row.right === false && row.almost);
        const wrong = count((row) => row.right === false && !row.almost);
        return `${String(bar)}: ${right} right, ${wrong} wrong, ${almost} almost, ${count((row) => row.right === null)} open`;
      });
      return `${kind.padEnd(8)} ${parts.join(' | ')}\n`;
    })
    .join('');
}

function writtenOf({ bias, weights }: Model): string {
  const lines = [...weights]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, weight]) => `  ['${name}', ${String(weight)}],`);
  return [
    '/** What each sign weighs (weigh.ts), in log odds. Learnt: `node eval/weigh.ts FILE.jsonl… --write`; not to be changed by hand. */',
    `export const BIAS = ${bias.toFixed(2)};`,
    '',
    '/** By sign, for every kind of event; by `kind: sign` what is added for one kind; by `kind` what the kind brings. A sign that is not here weighs nothing. */',
    'export const WEIGHTS: ReadonlyMap<string, number> = new Map([',
    ...lines,
    ']);',
    '',
  ].join('\n');
}

await main();
