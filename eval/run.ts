/** `npm run eval -- FILE.jsonl…`: how well labelled items are read. See eval/README.md. */
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { loadSettings } from '#config/load.ts';
import { problemLine } from '#core/problem.ts';
import { knowledgeOf } from '#src/main.ts';
import { readLabels } from './labels.ts';
import { reportJson, reportText } from './report.ts';
import { score } from './score.ts';

const USE =
  'Which labelled file? npm run eval -- FILE.jsonl [more files] [--config FOLDER] [--errors N] [--json]. eval/README.md has the format.';

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const files: string[] = [];
  let folder: string | null = null;
  let errors = 12;
  let json = false;
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? '';
    if (arg === '--json') json = true;
    else if (arg === '--config') folder = args[(at += 1)] ?? null;
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
      judged.push({ item, verdict, claims: verdict.relevant ? readClaims(item.entry, verdict) : [] });
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
    return sourceIds.get(lower) ?? knowledge.recognise(written)[0] ?? null;
  };
  const scores = score(judged, { people, idOf });
  process.stdout.write(
    `${json ? JSON.stringify(reportJson(scores), null, 2) : reportText(scores, errors)}\n`,
  );
  if (broken > 0) end(1, `${String(broken)} lines are broken and were left out.`);
}

function end(code: number, words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = code;
}
