/**
 * `npm run bench -- start`: from the start of the process to the first request to a feed, terminal only, compile cache
 * warm; to the demo's first alert; and the memory of the idle service with both chat clients connected to stand-ins.
 */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startDiscord } from '#tests/support/discord/server.ts';
import { makeHome, openNewspaper } from '#tests/support/service.ts';
import { startTelegram } from '#tests/support/telegram/server.ts';

const RUNS = 7;

/** Lets the idle service settle before its memory is read, ms. */
const IDLE = 10_000;

export async function main(_args: readonly string[]): Promise<void> {
  const firstPoll = await repeated(timeToFirstPoll);
  const firstAlert = await repeated(timeToFirstAlert);
  const idle = await idleMemory();
  console.log('| what | median | range | bar |');
  console.log('|---|---|---|---|');
  console.log(
    `| start to first poll, terminal only | ${ms(median(firstPoll))} | ${range(firstPoll)} | 250 ms |`,
  );
  console.log(`| demo: start to first alert | ${ms(median(firstAlert))} | ${range(firstAlert)} | 5,000 ms |`);
  console.log(`| idle, both clients connected, resident | ${idle.toFixed(0)} MB | | 150 MB |`);
}

async function repeated(measure: () => Promise<number>): Promise<readonly number[]> {
  await measure();
  const runs: number[] = [];
  for (let i = 0; i < RUNS; i++) runs.push(await measure());
  return runs;
}

async function timeToFirstPoll(): Promise<number> {
  const paper = await openNewspaper();
  const home = await makeHome({
    'config/feeds.yaml': feeds(paper.url),
    'config/wirewatch.yaml': 'polling: { allowPrivate: true }',
  });
  const begun = performance.now();
  const service = home.run();
  await service.until('the first poll', () => paper.asked() > 0);
  const took = performance.now() - begun;
  await service.stop('SIGKILL');
  await paper.stop();
  await home.remove();
  return took;
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

async function idleMemory(): Promise<number> {
  const paper = await openNewspaper();
  const telegram = await startTelegram();
  const discord = await startDiscord();
  const guild = discord.guild({ name: 'Newsroom' });
  guild.channel('news');
  const home = await makeHome(
    {
      'config/feeds.yaml': feeds(paper.url),
      'config/wirewatch.yaml': `polling: { allowPrivate: true }\ntelegram: { apiRoot: '${telegram.apiRoot}' }\ndiscord: { api: '${discord.api}' }\n`,
    },
    { TELEGRAM_BOT_TOKEN: telegram.token, DISCORD_BOT_TOKEN: discord.token },
  );
  const service = home.run();
  await service.until(
    'both platforms',
    () => (service.err().match(/platform connected/gu) ?? []).length === 2,
  );
  await new Promise((done) => setTimeout(done, IDLE));
  const status = await readFile(`/proc/${String(service.pid)}/status`, 'utf8');
  const resident = Number(/VmRSS:\s+(\d+)/u.exec(status)?.[1] ?? 0) / 1024;
  await service.stop();
  await Promise.all([paper.stop(), telegram.stop(), discord.stop()]);
  await home.remove();
  return resident;
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
