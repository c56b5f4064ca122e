/** The store that every run begins with: the feeds were read once, as history. Made by the service itself. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { openStore } from '#store/open.ts';
import { quietLog } from '#tests/support/desk.ts';
import { makeFolder, openWorld, writeFiles } from './desk.ts';
import { startLife } from './life.ts';
import { parsePlan } from './plan.ts';

/** A folder to run in, and the store to begin with. */
export interface Home {
  readonly folder: string;
  readonly template: string;
}

/** How long a start and a first reading may take, ms. */
const PATIENCE = 60_000;

export async function makeTemplate(): Promise<Home> {
  const folder = await makeFolder();
  const world = await openWorld();
  try {
    world.publishHistory();
    await writeFiles(folder, world.settings({ urgent: 'again', rest: 'once' }));
    const life = startLife(folder, world.tokens, parsePlan('{}'));
    const deadline = Date.now() + PATIENCE;
    while (!(await bothRead(folder, life.said()))) {
      if (life.over() || Date.now() > deadline) throw new Error(`the template was not made:\n${life.said()}`);
      await setTimeout(50);
    }
    life.kill('SIGTERM');
    await life.ended;
  } finally {
    await world.stop();
  }
  const template = join(folder, 'template');
  await cp(join(folder, 'data'), template, { recursive: true });
  return { folder, template };
}

/** A second place to run in, with the same template. */
export async function another({ folder, template }: Home): Promise<Home> {
  const other = await makeFolder();
  await rm(join(other, 'seeds'), { recursive: true });
  await cp(join(folder, 'seeds'), join(other, 'seeds'), { recursive: true });
  return { folder: other, template };
}

async function bothRead(folder: string, said: string): Promise<boolean> {
  // Only then is the store whole; and the first poll of the second feed comes a little after that of the first.
  if ((said.match(/platform connected/gu) ?? []).length < 2) return false;
  const store = await openStore(`sqlite:${join(folder, 'data/wirewatch.sqlite')}`, quietLog(), {
    readOnly: true,
  });
  try {
    if ((await store.inbox.backlog(0)).waiting > 0) return false;
    let read = 0;
    for await (const [, cursor] of store.cursors.entries()) if (cursor.firstReadAt !== null) read += 1;
    return read === 2;
  } finally {
    await store.close();
  }
}
