/** The thread that reads the cases: it may be stopped at any moment by whoever watches its time. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { judge, seedOf } from './judge.ts';
import type { Judged } from './judge.ts';

/** What is said to who watches: a case begins, is judged, and now and then how full the heap is after a sweep. */
export type Said =
  | { readonly said: 'begun'; readonly index: number }
  | { readonly said: 'judged'; readonly index: number; readonly judged: Judged }
  | { readonly said: 'heap'; readonly index: number; readonly megabytes: number };

const Order = z.object({ seed: z.number(), from: z.number(), to: z.number() });

setFlagsFromString('--expose-gc');
const sweep: unknown = runInNewContext('gc');

const { seed, from, to } = Order.parse(workerData);
const port = parentPort;
const say = (said: Said): void => {
  if (port !== null) port.postMessage(said);
};
for (let index = from; index < to; index += 1) {
  say({ said: 'begun', index });
  say({ said: 'judged', index, judged: await judge(seedOf(seed, index)) });
  // As between two feeds in earnest: without a turn of the event loop nothing that waits for one is let go.
  await setImmediate();
  if (index % 5_000 === 4_999 && typeof sweep === 'function') {
    sweep();
    say({ said: 'heap', index, megabytes: process.memoryUsage().heapUsed / 1024 / 1024 });
  }
}
