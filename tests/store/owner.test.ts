import { hostname } from 'node:os';
import { spawnSync } from 'node:child_process';
import { expect, it, onTestFinished } from 'vitest';
import { keyvCollection, keyvOver } from '#store/collection.ts';
import { OWNER_KIND, type OwnerRecord, SILENCE, own } from '#store/owner.ts';
import { Notebook, TestClock } from './places.ts';

function setUp() {
  const clock = new TestClock();
  clock.at = Date.now();
  const log = new Notebook();
  const records = keyvCollection(keyvOver(new Map(), 'owner'), OWNER_KIND, log);
  const start = async (): Promise<() => Promise<void>> => {
    const giveUp = await own({ records, place: 'redis://store', clock, log });
    onTestFinished(giveUp);
    return giveUp;
  };
  const other: OwnerRecord = {
    token: 'x',
    host: 'elsewhere',
    pid: 77,
    since: clock.at - 1000,
    beatAt: clock.at,
  };
  return { clock, records, start, other };
}

it('stays away while another owner is alive, and says who and for how long', async () => {
  const { records, start, other, clock } = setUp();
  await records.set('owner', other);
  clock.at += 5000;
  await expect(start()).rejects.toThrow(/redis:\/\/store is in use by process 77 on elsewhere.*free in 40 s/);
});

it('takes over from one that has been silent', async () => {
  const { records, start, other, clock } = setUp();
  await records.set('owner', other);
  clock.at += SILENCE + 1;
  await start();
  expect((await records.get('owner'))?.pid).toBe(process.pid);
});

it('takes over at once from a process of this machine that is gone', async () => {
  const { records, start, other } = setUp();
  const { pid } = spawnSync(process.execPath, ['--version']);
  await records.set('owner', { ...other, host: hostname(), pid });
  await start();
  expect((await records.get('owner'))?.pid).toBe(process.pid);
});

it('takes over at once from an earlier life with its own process id, as in a container', async () => {
  const { records, start, other } = setUp();
  await records.set('owner', { ...other, host: hostname(), pid: process.pid, since: Date.now() - 3600_000 });
  await start();
  expect((await records.get('owner'))?.token).not.toBe(other.token);
});

it('stays away from a process of this machine that runs', async () => {
  const { records, start, other } = setUp();
  await records.set('owner', { ...other, host: hostname(), pid: process.ppid });
  await expect(start()).rejects.toMatchObject({ trouble: 'locked' });
});

it('leaves the record of whoever took over alone when it gives up', async () => {
  const { records, start, other } = setUp();
  const giveUp = await start();
  await records.set('owner', other);
  await giveUp();
  expect(await records.get('owner')).toEqual(other);
});
