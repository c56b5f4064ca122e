/** What a supervisor and Prometheus are told, over a real port. */
import { afterEach, describe, expect, test } from 'vitest';
import { serveHealth } from '#ops/health.ts';
import type { HealthServer, Vitals } from '#ops/health.ts';

const quiet = (): void => {};
const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
const NOW = 10_000_000;

const well: Vitals = {
  startedAt: NOW - 3_600_000,
  now: NOW,
  jobs: new Map([
    ['gather', NOW - 4000],
    ['analyse and deliver', NOW - 1000],
  ]),
  feeds: { answering: 40, failing: 2, silent: 1, gone: 1 },
  queues: new Map([
    ['inbox', { waiting: 0, parked: 0, oldestDueAt: null }],
    ['outbox', { waiting: 7, parked: 1, oldestDueAt: NOW - 65_000 }],
  ]),
  deliveries: new Map([['sent', 12]]),
  subscriptions: 5,
  memory: 140_000_000,
};

let server: HealthServer | null = null;
afterEach(async () => server?.close());

async function ask(path: string, vitals: () => Promise<Vitals>, method = 'GET') {
  server = await serveHealth({ port: 0, host: '127.0.0.1', vitals, log });
  const response = await fetch(`http://127.0.0.1:${String(server.port)}${path}`, { method });
  return { status: response.status, text: await response.text() };
}

describe('/healthz', () => {
  test('is ok while the jobs end', async () => {
    expect(await ask('/healthz', async () => well)).toEqual({
      status: 200,
      text: '{"status":"ok","wrong":[]}\n',
    });
  });

  test('is ill when a job hangs, and says which and how long', async () => {
    const jobs = new Map([...well.jobs, ['gather', NOW - 20 * 60_000]] as const);
    const { status, text } = await ask('/healthz', async () => ({ ...well, jobs }));
    expect(status).toBe(503);
    expect(text).toContain('gather has not ended for 20 minutes');
  });

  test('is ill when the store does not answer, and says no more than that', async () => {
    const { status, text } = await ask('/healthz', async () => {
      throw new Error('postgres://user:secret@host refused');
    });
    expect(status).toBe(503);
    expect(text).not.toContain('secret');
  });
});

describe('/metrics', () => {
  test('has every number, in the text format', async () => {
    const { status, text } = await ask('/metrics', async () => well);
    expect(status).toBe(200);
    for (const line of [
      'wirewatch_job_age_seconds{job="gather"} 4',
      'wirewatch_feeds{state="failing"} 2',
      'wirewatch_queue_waiting{queue="outbox"} 7',
      'wirewatch_queue_oldest_seconds{queue="outbox"} 65',
      'wirewatch_deliveries_total{outcome="sent"} 12',
      'wirewatch_memory_bytes 140000000',
    ])
      expect(text.split('\n')).toContain(line);
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(?:# (?:HELP|TYPE) \w+ .+|\w+(?:\{\w+="[^"]*"\})? -?\d+)$/);
  });
});

test('anything else is refused', async () => {
  expect((await ask('/admin', async () => well)).status).toBe(404);
  await server?.close();
  expect((await ask('/healthz', async () => well, 'POST')).status).toBe(405);
});
