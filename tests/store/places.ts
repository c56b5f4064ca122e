import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { Clock, Log } from '#core/ports.ts';
import { type Backend, type BackendDeps, queueOverKeyv } from '#store/backend.ts';
import { keyvOver } from '#store/collection.ts';
import { openEmbedded } from '#store/embedded.ts';
import { openPostgres } from '#store/postgres.ts';
import { openRedis } from '#store/redis.ts';

/** A log that remembers what it was told. */
export class Notebook implements Log {
  readonly lines: { level: string; fields: object; sentence: string }[] = [];
  readonly error: Log['error'] = (fields, sentence) => this.lines.push({ level: 'error', fields, sentence });
  readonly warn: Log['warn'] = (fields, sentence) => this.lines.push({ level: 'warn', fields, sentence });
  readonly info: Log['info'] = (fields, sentence) => this.lines.push({ level: 'info', fields, sentence });
  readonly debug: Log['debug'] = (fields, sentence) => this.lines.push({ level: 'debug', fields, sentence });
}

/** A clock that the test sets. */
export class TestClock implements Clock {
  at = Date.UTC(2024, 0, 1);
  now(): number {
    return this.at;
  }
}

export function deps(change: Partial<BackendDeps> = {}): BackendDeps {
  return { log: new Notebook(), clock: new TestClock(), readOnly: false, ...change };
}

/** Somewhere that records outlive the program, empty at first. */
export interface Bed {
  open(change?: Partial<BackendDeps>): Promise<Backend>;
  end(): Promise<void>;
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'wirewatch-'));
}

/** Maps that outlive the program working on them, as a server would. */
export async function memoryBed(): Promise<Bed> {
  const maps = new Map<string, Map<string, unknown>>();
  const keyv: Backend['keyv'] = (namespace) => {
    const map = maps.get(namespace) ?? new Map<string, unknown>();
    maps.set(namespace, map);
    return keyvOver(map, namespace);
  };
  return {
    open: async (change) => {
      return {
        place: 'maps',
        restored: null,
        backUp: null,
        keyv,
        queue: async (kind) => queueOverKeyv(keyv, kind, deps(change)),
        scrub: async () => {},
        sweep: async () => 0,
        close: async () => {},
      };
    },
    end: async () => {},
  };
}

export async function embeddedBed(): Promise<Bed> {
  const folder = temporaryFolder();
  return {
    open: async (change) => openEmbedded(join(folder, 'store.db'), deps(change)),
    end: async () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** A server of our own on loopback, in a folder of its own. */
export interface TestServer {
  readonly url: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

function onPath(program: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    if (folder !== '' && existsSync(join(folder, program))) return join(folder, program);
  }
  return null;
}

export const redisProgram = onPath('redis-server');

function findPostgres(): string | null {
  const onIt = onPath('initdb');
  if (onIt !== null && existsSync(join(onIt, '..', 'postgres'))) return join(onIt, '..');
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian) : [];
  const folders = versions.map((version) => join(debian, version, 'bin'));
  return folders.toSorted().findLast((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

export const postgresPrograms = findPostgres();

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Asks until the server answers: there is no other sign that it is up. */
async function untilItAnswers(child: ChildProcess, ask: () => Promise<Backend>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await (await ask()).close();
      return;
    } catch (error) {
      if (tries > 200 || child.exitCode !== null) throw error;
      await setTimeout(50);
    }
  }
}

export async function startRedis(): Promise<TestServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  const url = `redis://:loopback-only@127.0.0.1:${String(port)}`;
  const child = spawn(
    redisProgram ?? '',
    // prettier-ignore
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'yes', '--requirepass', 'loopback-only'],
    { stdio: 'ignore' },
  );
  await untilItAnswers(child, async () => openRedis(url, deps()));
  return {
    url,
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true });
    },
  };
}

export async function startPostgres(): Promise<TestServer> {
  const folder = temporaryFolder();
  const port = await freePort();
  const programs = postgresPrograms ?? '';
  // PostgreSQL refuses to run as root: Debian's package brings a user for it.
  const asRoot = process.getuid?.() === 0;
  const user = asRoot
    ? {
        uid: Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' })),
        gid: Number(execFileSync('id', ['-g', 'postgres'], { encoding: 'utf8' })),
      }
    : {};
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const place = join(folder, 'd');
  execFileSync(
    join(programs, 'initdb'),
    ['-D', place, '--no-sync', '-A', 'trust', '-U', 'wirewatch', '-E', 'UTF8', '--locale', 'C.UTF-8'],
    { stdio: 'ignore', cwd: folder, ...user },
  );
  const child = spawn(
    join(programs, 'postgres'),
    // prettier-ignore
    ['-D', place, '-p', String(port), '-c', `unix_socket_directories=${folder}`, '-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off'],
    { stdio: 'ignore', cwd: folder, ...user },
  );
  const url = `postgres://wirewatch:loopback-only@127.0.0.1:${String(port)}/postgres`;
  await untilItAnswers(child, async () => openPostgres(url, deps()));
  return {
    url,
    stop: async () => {
      await stopProcess(child);
      rmSync(folder, { recursive: true });
    },
  };
}
