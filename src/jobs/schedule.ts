import { schedule } from 'node-cron';
import type { ScheduledTask } from 'node-cron';
import type { Log } from '#core/ports.ts';

/** Work that is done again and again. */
export interface Job {
  readonly name: string;
  /** Cron expression with seconds. */
  readonly every: string;
  /** Ends soon after `signal` fires, leaving what it cannot finish for the next start. */
  readonly run: (signal: AbortSignal) => Promise<unknown>;
  /** A run may begin while an earlier one is under way: they keep out of each other's way themselves. */
  readonly overlaps?: boolean;
}

/** Jobs that run at their times. */
export interface Schedule {
  /** No job starts any more; those under way are asked to end and waited for. */
  stop(): Promise<void>;
}

/**
 * Runs each job by its cron expression, never twice at once (unless it `overlaps`): a run that takes longer than its pause
 * swallows the next one. A failing run is logged and the job goes on.
 */
export function startSchedule(jobs: readonly Job[], log: Log): Schedule {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const tasks: ScheduledTask[] = jobs.map((job) => {
    let busy = false;
    return schedule(
      job.every,
      async () => {
        // Our own guard, though node-cron has noOverlap: it would write a warning for each of the runs left out.
        if ((busy && job.overlaps !== true) || stopping.signal.aborted) return;
        busy = true;
        const run = job
          .run(stopping.signal)
          .then(() => undefined)
          .catch((error: unknown) => {
            log.error({ job: job.name, error }, 'job failed, it runs again at its next time');
          });
        underWay.add(run);
        await run;
        underWay.delete(run);
        busy = false;
      },
      { name: job.name, suppressMissedWarning: true, logger: cronLog(log) },
    );
  });
  return {
    async stop() {
      stopping.abort();
      for (const task of tasks) await task.destroy();
      await Promise.all(underWay);
    },
  };
}

/** node-cron writes its own lines; they join ours. */
function cronLog(log: Log) {
  return {
    info: (message: string) => log.debug({ from: 'node-cron', message }, 'schedule'),
    debug: (message: string | Error) =>
      log.debug({ from: 'node-cron', message: String(message) }, 'schedule'),
    warn: (message: string) => log.debug({ from: 'node-cron', message }, 'schedule'),
    error: (message: string | Error, error?: Error) =>
      log.error({ from: 'node-cron', message: String(message), error }, 'schedule'),
  };
}
