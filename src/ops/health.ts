/** `/healthz` and `/metrics` on a port of this machine: for a supervisor that restarts, and for Prometheus. */
import { createServer } from 'node:http';
import type { Log } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';

/** How the service fares at this moment. */
export interface Vitals {
  /** Since when it runs, ms. */
  readonly startedAt: number;
  readonly now: number;
  /** When each recurring job last ended, ms; null: not yet since the start. */
  readonly jobs: ReadonlyMap<string, number | null>;
  /** Feeds by how they fare. */
  readonly feeds: {
    readonly answering: number;
    readonly failing: number;
    readonly silent: number;
    readonly gone: number;
  };
  /** What waits in each queue, and since when the oldest is due, ms. */
  readonly queues: ReadonlyMap<
    'inbox' | 'outbox',
    { readonly waiting: number; readonly parked: number; readonly oldestDueAt: number | null }
  >;
  /** Deliveries since the start, by what became of them. */
  readonly deliveries: ReadonlyMap<string, number>;
  readonly subscriptions: number;
  /** Resident memory, bytes. */
  readonly memory: number;
}

/** A job that did not end for so long hangs, ms; each ends every few seconds, or minutes with a pass over slow feeds. */
const HANGING = 15 * MINUTE;

/** What is wrong with it, in words; empty when nothing is. */
export function complaints({ now, startedAt, jobs }: Vitals): readonly string[] {
  return [...jobs].flatMap(([job, endedAt]) => {
    const silence = now - (endedAt ?? startedAt);
    return silence > HANGING
      ? [`${job} has not ended for ${String(Math.round(silence / MINUTE))} minutes`]
      : [];
  });
}

/** The text format of Prometheus, https://prometheus.io/docs/instrumenting/exposition_formats/ (0.0.4). */
function metricsText(vitals: Vitals): string {
  const { now, startedAt, jobs, feeds, queues, deliveries, subscriptions, memory } = vitals;
  const lines: string[] = [];
  const metric = (
    name: string,
    kind: 'gauge' | 'counter',
    help: string,
    values: readonly (readonly [label: string | null, value: number])[],
  ): void => {
    lines.push(`# HELP wirewatch_${name} ${help}`, `# TYPE wirewatch_${name} ${kind}`);
    for (const [label, value] of values) {
      lines.push(`wirewatch_${name}${label === null ? '' : `{${label}}`} ${String(value)}`);
    }
  };
  metric('up_seconds', 'gauge', 'Time since the start.', [[null, seconds(now - startedAt)]]);
  metric(
    'job_age_seconds',
    'gauge',
    'Time since a job last ended.',
    [...jobs].map(([job, endedAt]) => [label('job', job), seconds(now - (endedAt ?? startedAt))]),
  );
  metric(
    'feeds',
    'gauge',
    'Feeds by how they fare.',
    Object.entries(feeds).map(([state, count]) => [label('state', state), count]),
  );
  metric(
    'queue_waiting',
    'gauge',
    'What waits in a queue.',
    [...queues].map(([queue, { waiting }]) => [label('queue', queue), waiting]),
  );
  metric(
    'queue_parked',
    'gauge',
    'What a queue has put aside for people to look at.',
    [...queues].map(([queue, { parked }]) => [label('queue', queue), parked]),
  );
  metric(
    'queue_oldest_seconds',
    'gauge',
    'How long the oldest of a queue is overdue.',
    [...queues].map(([queue, { oldestDueAt }]) => [
      label('queue', queue),
      oldestDueAt === null ? 0 : Math.max(0, seconds(now - oldestDueAt)),
    ]),
  );
  metric(
    'deliveries_total',
    'counter',
    'Attempts to deliver since the start, by outcome.',
    [...deliveries].map(([outcome, count]) => [label('outcome', outcome), count]),
  );
  metric('subscriptions', 'gauge', 'Chats that are sent something.', [[null, subscriptions]]);
  metric('memory_bytes', 'gauge', 'Resident memory.', [[null, memory]]);
  return `${lines.join('\n')}\n`;
}

function label(name: string, value: string): string {
  return `${name}="${value.replaceAll(/[\\"\n]/g, '_')}"`;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** Where `/health` and `/metrics` are served, and from what. */
export interface HealthDeps {
  readonly port: number;
  /** An address of this machine. The numbers hold no names and no chats, and still concern nobody outside. */
  readonly host: string;
  readonly vitals: () => Promise<Vitals>;
  readonly log: Log;
}

/** The server as it listens; `port` is the one that it got. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves both until closed. @throws Error when the port cannot be had */
export async function serveHealth({ port, host, vitals, log }: HealthDeps): Promise<HealthServer> {
  const answer = async (path: string): Promise<readonly [status: number, type: string, body: string]> => {
    if (path !== '/healthz' && path !== '/metrics')
      return [404, 'text/plain', 'There is /healthz and /metrics.\n'];
    try {
      const now = await vitals();
      if (path === '/metrics') return [200, 'text/plain; version=0.0.4', metricsText(now)];
      const wrong = complaints(now);
      const status = wrong.length === 0 ? 'ok' : 'ill';
      return [wrong.length === 0 ? 200 : 503, 'application/json', `${JSON.stringify({ status, wrong })}\n`];
    } catch (error) {
      log.error({ error }, 'health could not be told');
      return [
        503,
        'application/json',
        `${JSON.stringify({ status: 'ill', wrong: ['the store does not answer'] })}\n`,
      ];
    }
  };
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const path = (request.url ?? '').split('?')[0] ?? '';
    const reply = async (): Promise<void> => {
      const [status, type, body] = await answer(path);
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' });
      response.end(request.method === 'HEAD' ? undefined : body);
    };
    void reply();
  });
  server.requestTimeout = 5000;
  server.maxConnections = 16;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: async () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
