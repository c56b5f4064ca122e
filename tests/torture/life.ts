/** One process of the service, from its start to its end. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PLAN_VARIABLE } from './plan.ts';
import type { DiskPlan } from './plan.ts';

const HOUSE = resolve(import.meta.dirname, '../..');
const DISK = pathToFileURL(resolve(import.meta.dirname, 'disk.ts')).href;

export interface Process {
  readonly said: () => string;
  readonly over: () => boolean;
  readonly ended: Promise<void>;
  kill(signal: NodeJS.Signals): void;
}

/** Those that live, so that none outlives the torture. */
const living = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL');
});

/** Starts `wirewatch run` in a folder, with what its disk and clock are to do. */
export function startLife(folder: string, tokens: Readonly<Record<string, string>>, plan: DiskPlan): Process {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', DISK, resolve(HOUSE, 'src/start.js'), 'run'],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        NO_COLOR: '1',
        WIREWATCH_LOG: 'info',
        [PLAN_VARIABLE]: JSON.stringify(plan),
        ...tokens,
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  living.add(child);
  let said = '';
  let over = false;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said += text));
  const ended = new Promise<void>((done, failed) => {
    child.once('error', failed);
    child.once('close', () => {
      over = true;
      living.delete(child);
      done();
    });
  });
  return { said: () => said, over: () => over, ended, kill: (signal) => void child.kill(signal) };
}
