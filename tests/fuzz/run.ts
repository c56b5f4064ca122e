/**
 * `npm run fuzz -- --cases 100000 --seed 1`: documents that are damaged or made to harm go through the reader of feeds.
 * No case may throw, take more than its time or its memory, or give what an entry must not hold. `--one N` repeats case N
 * of a seed and prints it.
 */
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { BESIDE_MS, caseOf, judge, seedOf } from './judge.ts';
import type { Said } from './thread.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    one: { type: 'string' },
  },
});
const seed = Number(values.seed);
const cases = Number(values.cases);
if (![seed, cases].every((number) => Number.isSafeInteger(number) && number >= 0)) {
  console.error('How many cases, from which seed? npm run fuzz -- --cases 100000 --seed 1');
  process.exit(2);
}
if (values.one !== undefined) {
  const number = seedOf(seed, Number(values.one));
  const { body, ...rest } = caseOf(number);
  process.stdout.write(`${body.toString('utf8').slice(0, 4_000)}\n`);
  console.log({ bytes: body.length, ...rest }, await judge(number));
} else {
  process.exitCode = (await runAll()) ? 0 : 1;
}

async function runAll(): Promise<boolean> {
  const outcomes = new Map<string, number>();
  const failed: string[] = [];
  const heap: number[] = [];
  const times: number[] = [];
  let slowest = { index: -1, ms: 0 };
  let next = 0;
  while (next < cases) {
    next = await runFrom(
      next,
      (said) => {
        switch (said.said) {
          case 'begun':
            break;
          case 'judged': {
            const { outcome, mainMs, besideMs, wrong } = said.judged;
            outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
            const ms = mainMs + besideMs;
            times.push(ms);
            if (ms > slowest.ms) slowest = { index: said.index, ms };
            for (const fault of wrong) fail(said.index, fault);
            break;
          }
          case 'heap':
            heap.push(said.megabytes);
            console.error(`${String(said.index + 1)} cases, heap ${said.megabytes.toFixed(1)} MB`);
            break;
        }
      },
      fail,
    );
  }
  function fail(index: number, what: string): void {
    failed.push(`case ${String(index)}: ${what}`);
    console.error(
      `case ${String(index)}: ${what} (npm run fuzz -- --seed ${String(seed)} --one ${String(index)})`,
    );
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.floor(times.length * share)] ?? 0;
  console.log(
    JSON.stringify({
      seed,
      cases,
      failed: failed.length,
      outcomes: Object.fromEntries(outcomes),
      cpuMs: { median: at(0.5), p99: at(0.99), p999: at(0.999), most: slowest.ms, slowest: slowest.index },
      heapMegabytes: heap.map((megabytes) => Math.round(megabytes)),
      rssMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
  return failed.length === 0;
}

/** Runs until the end, or until a case has to be stopped; the number of the case to go on with. */
async function runFrom(
  from: number,
  hear: (said: Said) => void,
  fail: (index: number, what: string) => void,
): Promise<number> {
  // What the product gives the thread that reads hard documents.
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    workerData: { seed, from, to: cases },
  });
  const ended = once(worker, 'exit').catch(() => undefined);
  let current = from;
  let trouble = false;
  worker.on('message', (said: Said) => {
    if (said.said === 'begun') current = said.index;
    hear(said);
  });
  worker.on('error', (error) => {
    trouble = true;
    fail(current, `ended the thread: ${error.message}`);
  });
  const over = new AbortController();
  const watched = stopWhatHangs(worker, () => current, over.signal);
  await ended;
  over.abort();
  if (await watched) {
    trouble = true;
    fail(current, `did not end within ${String(2 * BESIDE_MS)} ms of CPU time`);
  }
  return trouble ? current + 1 : cases;
}

/**
 * Stops the thread when one case takes too long, by the thread's own time: on a busy machine a case may wait for its turn.
 *
 * @returns whether it had to
 */
async function stopWhatHangs(worker: Worker, current: () => number, over: AbortSignal): Promise<boolean> {
  let watched = -1;
  let begunAt = 0;
  while (!over.aborted) {
    await setTimeout(500, undefined, { signal: over }).catch(() => undefined);
    const used = over.aborted ? null : await worker.cpuUsage().catch(() => null);
    if (used === null) return false;
    const spent = (used.user + used.system) / 1_000;
    if (watched !== current()) {
      watched = current();
      begunAt = spent;
    } else if (spent - begunAt > 2 * BESIDE_MS) {
      await worker.terminate();
      return true;
    }
  }
  return false;
}
