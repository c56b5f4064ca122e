/** What the service keeps in mind of itself, for `/healthz` and `/metrics`. */
import process from 'node:process';
import type { Clock } from '#core/ports.ts';
import type { Job } from '#jobs/schedule.ts';
import type { Vitals } from '#ops/health.ts';
import type { Store } from '#store/store.ts';
import type { Newsdesk } from './newsdesk.ts';

/** Watches whether the jobs run and messages go out. */
export interface Pulse {
  /** The job, noting when it last ended. */
  watched(job: Job): Job;
  /** Counts what became of deliveries. */
  count(delivered: object): void;
  vitals(): Promise<Vitals>;
}

/** Takes note from now on. */
export function takePulse(
  newsdesk: Pick<Newsdesk, 'desk' | 'subscribers'>,
  { inbox, outbox }: Pick<Store, 'inbox' | 'outbox'>,
  clock: Clock,
): Pulse {
  const startedAt = clock.now();
  const jobs = new Map<string, number | null>();
  const deliveries = new Map<string, number>();
  return {
    watched(job) {
      jobs.set(job.name, null);
      return {
        ...job,
        run: async (signal) => {
          try {
            return await job.run(signal);
          } finally {
            jobs.set(job.name, clock.now());
          }
        },
      };
    },
    count(delivered) {
      for (const [outcome, count] of Object.entries(delivered)) {
        if (typeof count === 'number') deliveries.set(outcome, (deliveries.get(outcome) ?? 0) + count);
      }
    },
    async vitals() {
      const now = clock.now();
      const feeds = { answering: 0, failing: 0, silent: 0, gone: 0 };
      for (const { cursor, silentSince } of await newsdesk.desk.feeds(now)) {
        if (cursor?.gone === true) feeds.gone += 1;
        else if (cursor === null || cursor.failures > 0) feeds.failing += 1;
        else if (silentSince !== null) feeds.silent += 1;
        else feeds.answering += 1;
      }
      const queues: Vitals['queues'] = new Map(
        await Promise.all(
          (
            [
              ['inbox', inbox],
              ['outbox', outbox],
            ] as const
          ).map(async ([name, queue]) => {
            const { waiting, oldestDueAt, parked } = await queue.backlog(now);
            return [name, { waiting, oldestDueAt, parked: parked.length }] as const;
          }),
        ),
      );
      return {
        startedAt,
        now,
        jobs,
        feeds,
        queues,
        deliveries,
        subscriptions: newsdesk.subscribers.all().length,
        memory: process.memoryUsage.rss(),
      };
    },
  };
}
