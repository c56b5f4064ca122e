/** `npm run eval -- FILE.jsonl…`: how well labelled items are read. See eval/README.md. */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { loadSettings } from '#config/load.ts';
import { problemLine } from '#core/problem.ts';
import { spokenAs } from '#core/watchlist.ts';
import { knowledgeOf } from '#src/main.ts';
import type { z } from 'zod';
import { group } from './group.ts';
import type { GroupDeps, GroupedRun } from './group.ts';
import {
  CopyLabels,
  StoryLabels,
  alertsText,
  byDay,
  copiesText,
  grouped,
  groupingText,
  repeatAlerts,
  scoreCopies,
  scoreGrouping,
} from './grouping.ts';
import { readLabels } from './labels.ts';
import type { Labelled } from './labels.ts';
import { reportJson, reportText } from './report.ts';
import { score } from './score.ts';

const USE =
  'Which labelled file? npm run eval -- FILE.jsonl [more files] [--stories FILE.json] [--copies FILE.json] [--config FOLDER] [--errors N] [--json]. eval/README.md has the format.';

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const files: string[] = [];
  let folder: string | null = null;
  let errors = 12;
  let json = false;
  let storiesFile: string | null = null;
  let copiesFile: string | null = null;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--json') json = true;
    else if (arg === '--config') folder = args[(at += 1)] ?? null;
    else if (arg === '--stories') storiesFile = args[(at += 1)] ?? null;
    else if (arg === '--copies') copiesFile = args[(at += 1)] ?? null;
    else if (arg === '--errors') errors = Number(args[(at += 1)]);
    else if (arg.startsWith('-')) return end(2, `There is no ${arg}. ${USE}`);
    else files.push(arg);
  }
  if (files.length === 0 || !Number.isInteger(errors) || errors < 0) return end(2, USE);
  const settings = await loadSettings({ folder, env: process.env, cwd: process.cwd() });
  if (!settings.ok) return end(2, settings.problems.map(problemLine).join('\n'));
  const known = await knowledgeOf(settings.settings);
  if (!known.ok) return end(2, known.problems.map(problemLine).join('\n'));
  const { knowledge } = known;
  const { sources } = settings.settings;
  const readClaims = knowledge.readClaims(sources);

  const judged = [];
  let broken = 0;
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch {
      return end(2, `${file} cannot be read.`);
    }
    const { items, problems } = readLabels(text, Date.now());
    broken += problems.length;
    for (const problem of problems) process.stderr.write(`${file} ${problem}\n`);
    for (const item of items) {
      const verdict = knowledge.classify(item.entry);
      // As programs are told it.
      const claims = (verdict.relevant ? readClaims(item.entry, verdict) : []).map((claim) => ({
        ...claim,
        speaker: spokenAs(claim.speaker, verdict.mentions, knowledge.watchlist, verdict.language),
      }));
      judged.push({ item, verdict, claims });
    }
  }
  const people = new Set(
    [...knowledge.watchlist.subjects.values()]
      .filter(({ kind }) => kind === 'captive' || kind === 'official')
      .map(({ id }) => id),
  );
  const sourceIds = new Map(
    sources.flatMap(({ id, name }) => [[id, id] as const, [name.toLowerCase(), id] as const]),
  );
  const idOf = (written: string): string | null => {
    const lower = written.toLowerCase();
    if (knowledge.watchlist.subjects.has(lower)) return lower;
    const found = knowledge.recognise(written);
    // "The army of Israel": the army.
    const office = found.find((id) => knowledge.watchlist.subjects.get(id)?.asPrinted === true);
    return sourceIds.get(lower) ?? office ?? found[0] ?? null;
  };
  const scores = score(judged, { people, idOf });
  const stories = await labelsIn(storiesFile, StoryLabels);
  const copies = await labelsIn(copiesFile, CopyLabels);
  if (!stories.ok) return end(2, stories.problem);
  if (!copies.ok) return end(2, copies.problem);
  const groups = await groupsOf(
    judged.map(({ item }) => item),
    { stories: stories.labels, copies: copies.labels, deps: { knowledge, sources, readClaims }, errors },
  );
  if (groups !== null && json) {
    process.stdout.write(`${JSON.stringify({ ...reportJson(scores), grouping: groups.json }, null, 2)}\n`);
    return broken > 0 ? end(1, `${String(broken)} lines are broken and were left out.`) : undefined;
  }
  if (groups !== null) process.stdout.write(`${groups.text}\n\n`);
  process.stdout.write(
    `${json ? JSON.stringify(reportJson(scores), null, 2) : reportText(scores, errors)}\n`,
  );
  if (broken > 0) end(1, `${String(broken)} lines are broken and were left out.`);
}

type Labels<T> =
  | { readonly ok: true; readonly labels: T | null }
  | { readonly ok: false; readonly problem: string };

/** Labels in a file of their own; null: none was named. */
async function labelsIn<T>(file: string | null, schema: z.ZodType<T>): Promise<Labels<T>> {
  if (file === null) return { ok: true, labels: null };
  let read: unknown;
  try {
    read = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return { ok: false, problem: `${file} cannot be read as JSON. eval/README.md has the format.` };
  }
  const parsed = schema.safeParse(read);
  if (parsed.success) return { ok: true, labels: parsed.data };
  const issue = parsed.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? 'the file' : issue.path.join('.');
  return {
    ok: false,
    problem: `${file}: ${where}: ${issue?.message ?? 'has another form'}. eval/README.md has the format.`,
  };
}

/** Scores of stories, copies and alerts; null where nothing of it is labelled. */
async function groupsOf(
  items: readonly Labelled[],
  {
    stories,
    copies,
    deps,
    errors,
  }: {
    readonly stories: Readonly<Record<string, string>> | null;
    readonly copies: readonly [string, string][] | null;
    readonly deps: Omit<GroupDeps, 'let'>;
    readonly errors: number;
  },
): Promise<{ readonly text: string; readonly json: object } | null> {
  const own = items.flatMap(({ entry, story }) => (story === null ? [] : [[entry.id, story] as const]));
  const labels = { ...Object.fromEntries(own), ...stories };
  const pairs = [...copyPairs(items), ...(copies ?? [])];
  if (Object.keys(labels).length === 0 && pairs.length === 0) return null;
  const labelled = items.filter(({ entry }) => labels[entry.id] !== undefined);
  const entries = items.map(({ entry }) => entry);
  const all = await group(entries, { ...deps, let: 'all' });
  const kept = await group(entries, { ...deps, let: 'kept' });
  const put = (run: GroupedRun, among: readonly Labelled[]) =>
    scoreGrouping(grouped(among, labels, ({ entry }) => run.stories.get(entry.id)));
  const daily = (among: readonly Labelled[]) => scoreGrouping(grouped(among, labels, byDay));
  const inStories = labelled.filter(({ entry }) => kept.stories.has(entry.id));
  const scores = {
    labelled: put(all, labelled),
    everything: put(all, items),
    kept: put(kept, inStories),
    copies: scoreCopies(items, pairs, all),
    alerts: repeatAlerts(labels, kept),
  };
  const text = [
    groupingText('Stories, labelled items', scores.labelled, { most: errors, baseline: daily(labelled) }),
    groupingText('Stories, every item', scores.everything, { most: 0, baseline: daily(items) }),
    groupingText('Stories, labelled items that concern the watch', scores.kept, {
      most: 0,
      baseline: daily(inStories),
    }),
    copiesText(scores.copies, errors),
    alertsText(scores.alerts, errors),
  ].join('\n');
  return { text, json: scores };
}

/** Every two items with the same words, from "copyOf". */
function copyPairs(items: readonly Labelled[]): readonly [string, string][] {
  const groups = Map.groupBy(items, ({ entry, copyOf }) => copyOf ?? entry.id);
  return [...groups.values()].flatMap((same) =>
    same.flatMap((a, at) => same.slice(at + 1).map((b): [string, string] => [a.entry.id, b.entry.id])),
  );
}

function end(code: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = code;
}
