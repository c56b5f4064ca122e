import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';

const CHILD = join(import.meta.dirname, 'stop-child.ts');

/** Runs a scenario; `on` is called with each word that the process says. */
async function live(scenario: string, on: (word: string, signal: (name: NodeJS.Signals) => void) => void) {
  const child = spawn(process.execPath, [CHILD, scenario], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  let logged = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (logged += chunk));
  createInterface({ input: child.stdout }).on('line', (word) => {
    said.push(word);
    on(word, (name) => child.kill(name));
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { said, logged, code };
}

test.each(['SIGTERM', 'SIGINT'] as const)('%s runs the steps in order and exits 0', async (name) => {
  const { said, code, logged } = await live('orderly', (word, signal) => {
    if (word === 'running') signal(name);
  });
  expect(said).toEqual(['running', 'polling-stopped', 'draining', 'drained']);
  expect(code).toBe(0);
  expect(logged).toContain('Stopped');
});

test('a step that fails is logged and the next one runs', async () => {
  const { said, code, logged } = await live('failing', (word, signal) => {
    if (word === 'running') signal('SIGTERM');
  });
  expect(said).toEqual(['running', 'polling-stopped', 'draining', 'drained']);
  expect(logged).toContain('no such poll');
  expect(code).toBe(0);
});

test('what hangs is cut short at the deadline, told by its name, exit code 1', async () => {
  const { said, code, logged } = await live('hanging', (word, signal) => {
    if (word === 'running') signal('SIGTERM');
  });
  expect(said).toEqual(['running', 'polling-stopped', 'draining']);
  expect(logged).toContain('"step":"drain"');
  expect(code).toBe(1);
});

test('a second signal ends it at once', async () => {
  const { said, code } = await live('slow', (word, signal) => {
    if (word === 'running') signal('SIGTERM');
    if (word === 'draining') signal('SIGINT');
  });
  expect(said).not.toContain('drained');
  expect(code).toBe(130);
});

test('a promise nobody looked at is logged and ends nothing', async () => {
  const { said, code, logged } = await live('rejecting', (word, signal) => {
    if (word === 'alive') signal('SIGTERM');
  });
  expect(said).toEqual(['running', 'alive', 'polling-stopped', 'draining', 'drained']);
  expect(logged).toContain('nobody looked');
  expect(code).toBe(0);
});

test('an exception nobody caught is logged, and the process stops in order with exit code 1', async () => {
  const { said, code, logged } = await live('throwing', () => {});
  expect(said).toEqual(['running', 'polling-stopped', 'draining', 'drained']);
  expect(logged).toContain('nobody caught');
  expect(code).toBe(1);
});
