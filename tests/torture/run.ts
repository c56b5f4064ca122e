/**
 * `npm run torture -- --runs N --seed S [--at-once K]`: N runs from seed S on, each a service that is killed, cheated and
 * starved while it delivers. Ends with 1 when a run broke a promise, and names its seed: `--runs 1 --seed THAT` repeats it.
 */
import { rm } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { UNDISTURBED } from './plan.ts';
import { runOne } from './run-one.ts';
import type { Outcome } from './run-one.ts';
import { another, makeTemplate } from './template.ts';
import { judge } from './verdict.ts';
import type { Verdict } from './verdict.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});
const runs = Number(values.runs);
const firstSeed = Number(values.seed);

const begun = Date.now();
const home = await makeTemplate();
const undisturbed = await runOne(0, home, UNDISTURBED);
if (undisturbed.restless !== null) throw new Error(undisturbed.restless);
const done: { readonly seed: number; readonly outcome: Outcome; readonly verdict: Verdict }[] = [];
let next = firstSeed;
const homes = [home];
const work = async (place: typeof home): Promise<void> => {
  while (next < firstSeed + runs) {
    const seed = next;
    next += 1;
    const outcome = await runOne(seed, place);
    const verdict = judge(outcome, undisturbed);
    done.push({ seed, outcome, verdict });
    if (verdict.wrong.length > 0 || values.verbose) {
      console.log(`seed ${String(seed)}: ${JSON.stringify(outcome.plan)}`);
      for (const sentence of verdict.wrong) console.log(`  ${sentence}`);
      if (values.verbose) console.log(outcome.logs.join('\n--- next life\n'));
    }
    if (done.length % 25 === 0)
      console.log(
        `${String(done.length)} runs, ${String(Math.round((Date.now() - begun) / 1000))} s, ${String(broken().length)} broken`,
      );
  }
};
const broken = () => done.filter(({ verdict }) => verdict.wrong.length > 0);
for (let n = 1; n < Number(values['at-once']); n += 1) homes.push(await another(home));
// Told to stop, it still says what it has seen.
let stopped = false;
process.once('SIGINT', () => {
  stopped = true;
  report();
  process.exit(1);
});
await Promise.all(homes.map(work));
await Promise.all(homes.map(({ folder }) => rm(folder, { recursive: true, force: true })));
report();

function report(): void {
  const sum = (of: (one: (typeof done)[number]) => number): string =>
    String(done.reduce((all, one) => all + of(one), 0));
  const lives = (by: string): string =>
    sum(({ outcome }) => outcome.plan.lives.filter(({ end }) => end.by === by).length);
  console.log(`
| what | count |
|---|---|
| runs, from seed ${String(firstSeed)}${stopped ? ', broken off' : ''} | ${String(done.length)} |
| seconds | ${String(Math.round((Date.now() - begun) / 1000))} |
| starts of the service | ${sum(({ outcome }) => outcome.logs.length)} |
| ends by a kill: at a write, at a message, at a moment | ${lives('write')}, ${lives('send')}, ${lives('time')} |
| ends by SIGTERM | ${lives('stop')} |
| of the kills, with the loss of what the disk did not have | ${sum(({ outcome }) => outcome.plan.lives.filter(({ reset }) => reset).length)} |
| lives with a disk that is full or fails | ${sum(({ outcome }) => outcome.plan.lives.filter(({ trouble }) => trouble !== null).length)} |
| runs with the clock eight hours ahead from the second life on | ${sum(({ outcome }) => (outcome.plan.slept ? 1 : 0))} |
| faults of the services | ${sum(({ outcome }) => outcome.plan.faults.length)} |
| messages owed | ${sum(({ verdict }) => verdict.owed)} |
| doubled, as the policy has it | ${sum(({ verdict }) => verdict.doubled)} |
| missing and listed, as the policy has it | ${sum(({ verdict }) => verdict.missing)} |
| runs that broke a promise | ${String(broken().length)} |
`);
  if (broken().length > 0) {
    console.log(
      `broken: ${broken()
        .map(({ seed }) => String(seed))
        .join(' ')}`,
    );
    process.exitCode = 1;
  }
}
