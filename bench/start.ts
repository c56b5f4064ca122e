/**
 * `npm run bench -- start`: from the start of the process to the first request to a feed, terminal only, compile cache
 * warm; to the demo's first alert; to the answer of a command; and the memory of the idle service with both chat clients connected to stand-ins.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { resolve } from 'node:path';
import { startDiscord } from '#tests/support/discord/server.ts';
import { makeHome, openNewspaper } from '#tests/support/service.ts';
import type { Home } from '#tests/support/service.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';
import packageJson from '../package.json' with { type: 'json' };

const RUNS = 7;

/** Lets the idle service settle before its memory is read, ms. */
const IDLE = 10_000;

/** As "npm start" starts it: its flags belong to what is measured. */
const START = packageJson.scripts.start.split(' ').slice(1);

export async function main(_args: readonly string[]): Promise<void> {
  const firstPoll = await repeated(timeToFirstPoll);
  const firstAlert = await repeated(timeToFirstAlert);
  const answer = await repeated(timeToAnswer);
  const idle = await idleMemory();
  console.log('| what | median | range | bar |');
  console.log('|---|---|---|---|');
  console.log(
    `| start to first poll, terminal only | ${ms(median(firstPoll))} | ${range(firstPoll)} | 250 ms |`,
  );
  console.log(`| demo: start to first alert | ${ms(median(firstAlert))} | ${range(firstAlert)} | 5,000 ms |`);
  console.log(`| status trufanov, start to end | ${ms(median(answer))} | ${range(answer)} | 1,000 ms |`);
  console.log(`| idle, both clients connected, resident | ${idle.toFixed(0)} MB | | 150 MB |`);
}

/** The first run fills the compile cache and does not count. */
async function repeated(measure: () => Promise<number>): Promise<readonly number[]> {
  await measure();
  const runs: number[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure());
  return runs;
}

function start(home: Home, tokens: Readonly<Record<string, string>>): ChildProcess {
  return spawn(
    process.execPath,
    START.map((part) => (part.endsWith('.js') ? resolve(part) : part)),
    {
      cwd: home.folder,
      env: { PATH: process.env['PATH'], HOME: home.folder, NO_COLOR: '1', ...tokens },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
}

async function timeToFirstPoll(): Promise<number> {
  // A server of its own, since the moment of the question counts and not that somebody looked whether it came.
  let asked: (at: number) => void = () => undefined;
  const first = new Promise<number>((done) => {
    asked = done;
  });
  const server = createServer((_request, response) => {
    asked(performance.now());
    response.writeHead(503).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const home = await makeHome({
    'config/feeds.yaml': feeds(`http://127.0.0.1:${String(address.port)}/`),
    'config/wirewatch.yaml': 'polling: { allowPrivate: true }',
  });
  const begun = performance.now();
  const service = start(home, {});
  const at = await Promise.race([first, once(service, 'close').then(() => Number.NaN)]);
  if (Number.isNaN(at)) throw new Error('the service ended before it asked a feed');
  service.kill('SIGKILL');
  await once(service, 'close');
  server.close();
  server.closeAllConnections();
  await home.remove();
  return at - begun;
}

async function timeToFirstAlert(): Promise<number> {
  const begun = performance.now();
  const child = spawn(process.execPath, [resolve('src/start.js'), 'demo'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return new Promise((done, failed) => {
    let said = '';
    let took: number | null = null;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (took === null && /PROMISED|RELEASED|SIGN OF LIFE|DEAD|DENIED/u.test(said))
        took = performance.now() - begun;
    });
    child.once('close', () => {
      if (took === null) failed(new Error('the demo told nothing'));
      else done(took);
    });
  });
}

/** What `wirewatch status` answers from the dossiers. */
async function timeToAnswer(): Promise<number> {
  const home = await makeHome({ 'config/wirewatch.yaml': '' });
  const begun = performance.now();
  const { code, err } = await home.command('status', 'trufanov');
  const took = performance.now() - begun;
  await home.remove();
  if (code !== 0) throw new Error(`status failed: ${err}`);
  return took;
}

async function idleMemory(): Promise<number> {
  const paper = await openNewspaper();
  const telegram = await startTelegram();
  const discord = await startDiscord();
  const guild = discord.guild({ name: 'Newsroom' });
  guild.channel('news');
  const home = await makeHome({
    'config/feeds.yaml': feeds(paper.url),
    'config/wirewatch.yaml': `polling: { allowPrivate: true }\ntelegram: { apiRoot: '${telegram.apiRoot}' }\ndiscord: { api: '${discord.api}' }\n`,
  });
  const tokens = { TELEGRAM_BOT_TOKEN: telegram.token, DISCORD_BOT_TOKEN: discord.token };
  // Twice: only the second start has the chat clients in the compile cache.
  await idleOnce(home, tokens);
  const resident = await idleOnce(home, tokens);
  await Promise.all([paper.stop(), telegram.stop(), discord.stop()]);
  await home.remove();
  return resident;
}

/** MB resident after {@link IDLE}. */
async function idleOnce(home: Home, tokens: Readonly<Record<string, string>>): Promise<number> {
  const service = start(home, tokens);
  let said = '';
  const connected = new Promise<void>((done, failed) => {
    service.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if ((said.match(/platform connected/gu) ?? []).length === 2) done();
    });
    service.once('close', () => {
      failed(new Error(`the service ended: ${said}`));
    });
  });
  await connected;
  await new Promise((done) => setTimeout(done, IDLE));
  const status = await readFile(`/proc/${String(service.pid)}/status`, 'utf8');
  const ended = once(service, 'close');
  service.kill('SIGTERM');
  await ended;
  return Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024;
}

function feeds(url: string): string {
  return `sources:\n  paper: { name: Paper, reliability: B }\nfeeds:\n  paper: { url: '${url}', source: paper, language: en, interval: 10m }\n`;
}

function median(runs: readonly number[]): number {
  return runs.toSorted((a, b) => a - b)[Math.floor(runs.length / 2)] ?? 0;
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function range(runs: readonly number[]): string {
  return `${Math.min(...runs).toFixed(0)}–${Math.max(...runs).toFixed(0)}`;
}
