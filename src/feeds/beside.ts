import { Worker } from 'node:worker_threads';
import type { Limits } from './limits.ts';
import type { Parsed, RawDocument } from './parse.ts';
import type { Report, Task } from './worker.ts';

/** Parses documents in a thread of its own, one after the other, under a deadline and a limit of memory. */
export interface Beside {
  parse(raw: RawDocument): Promise<Parsed>;
  close(): Promise<void>;
}

/** Time for starting the thread, ms: reading the sources takes 150 ms, on a busy machine much longer. */
const START_MS = 30_000;

/**
 * One thread, started when it is first needed and used again. A document that takes too long or too much memory costs
 * its own reading and the thread; the next one gets a new thread.
 */
export function createBeside(limits: Limits): Beside {
  let thread: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    return new Worker(new URL('./worker.ts', import.meta.url), {
      resourceLimits: {
        maxOldGenerationSizeMb: limits.parseMegabytes,
        maxYoungGenerationSizeMb: 16,
        stackSizeMb: 4,
      },
      // Nothing of the environment is needed there, tokens least of all.
      env: {},
      stdout: false,
      stderr: true,
    });
  }

  async function run(raw: RawDocument): Promise<Parsed> {
    const fresh = thread === null;
    const worker = thread ?? start();
    thread = worker;
    worker.ref();
    const outcome = await new Promise<Parsed>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const fail = (words: string): void => {
        thread = null;
        void worker.terminate();
        resolve({ state: 'trouble', trouble: words });
      };
      const send = (): void => {
        timer = setTimeout(
          () =>
            fail(
              `Reading it took longer than ${String(limits.parseMs / 1000)} s and was stopped: it is damaged, or made to harm. Tell the publisher, or remove it.`,
            ),
          limits.parseMs,
        );
        const { body, contentType, contentEncoding } = raw;
        // A copy that can be handed over whole: a small Buffer shares its memory with others.
        const bytes = new Uint8Array(body);
        const task: Task = { body: bytes, contentType, contentEncoding, limits };
        worker.postMessage(task, [bytes.buffer]);
      };
      worker.removeAllListeners();
      worker.on('message', (report: Report) => {
        if (report.report === 'ready') {
          clearTimeout(timer);
          send();
        } else {
          clearTimeout(timer);
          resolve(report.parsed);
        }
      });
      worker.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        fail(
          error.code === 'ERR_WORKER_OUT_OF_MEMORY'
            ? `Reading it took more than ${String(limits.parseMegabytes)} MB and was stopped: it is damaged, or made to harm. Tell the publisher, or remove it.`
            : `Reading it failed: ${error.message}. Tell the publisher.`,
        );
      });
      if (fresh)
        timer = setTimeout(
          () =>
            fail('The thread that parses feeds does not start. Look at the memory and load of this machine.'),
          START_MS,
        );
      else send();
    });
    // An idle thread does not keep the program from ending.
    worker.unref();
    return outcome;
  }

  return {
    parse(raw) {
      const turn = last.then(() => run(raw));
      last = turn.catch(() => undefined);
      return turn;
    },
    async close() {
      await last;
      const ending = thread;
      thread = null;
      await ending?.terminate();
    },
  };
}
