/** The program as people run it: a folder with settings, a process of its own, and feeds on loopback. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HOUSE = resolve(import.meta.dirname, '../..');

/** One item of a feed that a test publishes. */
export interface Published {
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly at: number;
}

export interface Newspaper {
  readonly url: string;
  /** How often it was asked. */
  readonly asked: () => number;
  publish(item: Published): void;
  /** Changes the item with the same path in place. */
  revise(item: Published): void;
  /** Takes everything down. */
  clear(): void;
  stop(): Promise<void>;
}

/** A real HTTP server with one RSS feed. */
export async function openNewspaper(): Promise<Newspaper> {
  const items: Published[] = [];
  let asked = 0;
  let origin = '';
  const server = createServer((_request, response) => {
    asked += 1;
    const xml = items
      .map(
        ({ path, title, text, at }) =>
          `<item><title>${title}</title><link>${origin}/${path}</link><pubDate>${new Date(at).toUTCString()}</pubDate><description>${text}</description></item>`,
      )
      .join('');
    response
      .writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' })
      .end(
        `<?xml version="1.0"?><rss version="2.0"><channel><title>Paper</title><link>${origin}</link>${xml}</channel></rss>`,
      );
  });
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${String(address.port)}`;
  return {
    url: `${origin}/feed.xml`,
    asked: () => asked,
    publish: (item) => void items.unshift(item),
    clear: () => void items.splice(0),
    revise: (item) =>
      void items.splice(0, items.length, ...items.map((one) => (one.path === item.path ? item : one))),
    stop: () =>
      new Promise<void>((done) => {
        server.close(() => {
          done();
        });
        server.closeAllConnections();
      }),
  };
}

export interface Home {
  readonly folder: string;
  /** Runs one command to its end. */
  command(...args: readonly string[]): Promise<Ended>;
  /** The same with something on stdin. */
  commandWith(input: string, ...args: readonly string[]): Promise<Ended>;
  /** Starts the service. */
  run(): Running;
  remove(): Promise<void>;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number | undefined;
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until the condition holds; fails with what the program said when it ends before. */
  until(what: string, condition: () => boolean): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/**
 * A folder as an operator has it: `config` with the project's watchlist and lexicons, and the given settings and feeds.
 *
 * @param files more files by their path in the folder; `config/feeds.yaml` and `config/wirewatch.yaml` at least.
 */
export async function makeHome(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'wirewatch-home-'));
  await cp(join(HOUSE, 'config'), join(folder, 'config'), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [join(HOUSE, 'src', 'start.js'), ...args], {
      cwd: folder,
      // Nothing of the machine's own settings: no tokens, no store elsewhere.
      env: { PATH: process.env['PATH'], HOME: folder, NO_COLOR: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  const command = async (input: string | null, args: readonly string[]): Promise<Ended> => {
    const child = start(args);
    child.stdin?.end(input ?? '');
    return watched(child).ended;
  };
  return {
    folder,
    command: (...args) => command(null, args),
    commandWith: (input, ...args) => command(input, args),
    run() {
      const child = start(['run']);
      const { said, ended } = watched(child);
      return {
        pid: child.pid,
        out: () => said.out,
        err: () => said.err,
        async until(what, condition) {
          let over = false;
          child.once('close', () => {
            over = true;
          });
          const deadline = Date.now() + 90_000;
          while (!condition()) {
            if (over || Date.now() > deadline) {
              throw new Error(`${what}: did not happen.\nstdout:\n${said.out}\nstderr:\n${said.err}`);
            }
            await new Promise((done) => setTimeout(done, 20));
          }
        },
        stop(signal = 'SIGTERM') {
          child.kill(signal);
          return ended;
        },
      };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function watched(child: ChildProcess) {
  const said = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => void (said.out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => void (said.err += text));
  const ended = new Promise<Ended>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => {
      done({ code, ...said });
    });
  });
  return { said, ended };
}
