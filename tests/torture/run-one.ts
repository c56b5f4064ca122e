/** One run: a world, a plan drawn from a seed, lives of the service one after the other, and what came of it. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ParkedBecause } from '#core/ports.ts';
import { openStore } from '#store/open.ts';
import { quietLog } from '#tests/support/desk.ts';
import { chanceOf } from './chance.ts';
import { freshStore, openWorld, writeFiles } from './desk.ts';
import type { World } from './desk.ts';
import { startLife } from './life.ts';
import type { Process } from './life.ts';
import { MINUTES_PASS, drawPlan } from './plan.ts';
import type { Life, Plan } from './plan.ts';

/** A run that has not come to rest by then has failed, ms. */
const PATIENCE = 300_000;

/** How often the parent looks, ms. */
const LOOK = 100;

/** The service ended by itself, since the disk was full. */
const GAVE_UP = 'gave up';

const SLEPT = 8 * 3_600_000;

/** What a run has come to. */
export interface Outcome {
  readonly plan: Plan;
  /** What stands in each chat, in the order of the world's chats. */
  readonly chats: readonly (readonly string[])[];
  /** Parked in each chat, by its cause. */
  readonly parked: readonly (readonly ParkedBecause[])[];
  /** Messages that the service says it has sent a second time. */
  readonly repeated: number;
  /** Why it did not come to rest; null: it did. */
  readonly restless: string | null;
  /** Faults of the bot in the stand-ins' eyes. */
  readonly faults: readonly string[];
  /** The service's log, one text a life. */
  readonly logs: readonly string[];
  readonly killed: number;
}

/** @param plan null: draw it from the seed. */
export async function runOne(
  seed: number,
  home: { readonly folder: string; readonly template: string },
  plan: Plan | null = null,
): Promise<Outcome> {
  const world = await openWorld();
  try {
    const drawn = plan ?? drawPlan(chanceOf(seed), world.chats.length);
    await writeFiles(home.folder, world.settings(drawn.unanswered));
    await freshStore(home.folder, home.template, world);
    world.publishNews();
    for (const [n, { chat, edit, fault }] of drawn.faults.entries()) {
      const { destination } = world.chats[chat] ?? {};
      if (destination === undefined) continue;
      const { platform, chat: id } = destination;
      if (platform === 'telegram')
        world.telegram.faults.nextIn(
          id,
          edit ? 'editMessageText' : n % 2 === 0 ? 'sendMessage' : 'sendRichMessage',
          fault,
        );
      else
        world.discord.faults.nextIn(
          id,
          edit ? 'PATCH /channels/:channel/messages/:message' : 'POST /channels/:channel/messages',
          fault,
        );
    }
    return await live(drawn, world, home.folder);
  } finally {
    await world.stop();
  }
}

async function live(plan: Plan, world: World, folder: string): Promise<Outcome> {
  const logs: string[] = [];
  let killed = 0;
  const time = { ahead: 0 };
  let restless: string | null = null;
  const deadline = Date.now() + PATIENCE;
  const lives = [...plan.lives];
  for (const [n, life] of lives.entries()) {
    const { end } = life;
    if (plan.slept && n === 1) time.ahead += SLEPT;
    const process = startLife(folder, world.tokens, {
      kill: end.by === 'write' ? { write: end.write, after: end.after } : null,
      trouble: life.trouble,
      synced: life.reset ? join(folder, 'synced') : null,
      ahead: time.ahead,
    });
    try {
      restless = await endOf(life, process, world, { folder, time, deadline });
    } finally {
      process.kill('SIGKILL');
      await process.ended;
    }
    logs.push(process.said());
    // Where it cannot write at its start it says so and ends; whoever runs it starts it again.
    if (restless === GAVE_UP) {
      restless = null;
      lives.push({ end: { by: 'rest' }, reset: false, trouble: null });
    }
    if (restless !== null) break;
    if (process.over() && end.by !== 'rest' && end.by !== 'stop') killed += 1;
    if (life.reset) loseUnsynced(folder);
  }
  const store = await openStore(`sqlite:${join(folder, 'data/wirewatch.sqlite')}`, quietLog());
  try {
    const { parked } = await store.outbox.backlog(Date.now());
    const repeated = Number((await store.desk.get('outbox:again')) ?? 0);
    return {
      plan,
      chats: world.chats.map((chat) => chat.texts()),
      parked: world.chats.map(({ destination: { platform, chat } }) =>
        parked.filter(({ lane }) => lane === `${platform}:${chat}`).map(({ because }) => because),
      ),
      repeated,
      restless,
      faults: [...world.telegram.journal.faultsOfTheBot(), ...world.discord.journal.faultsOfTheBot()],
      logs,
      killed,
    };
  } finally {
    await store.close();
  }
}

/** Waits for the end of a life and brings it about. Gives a sentence when the run does not come to rest. */
async function endOf(
  { end, trouble }: Life,
  process: Process,
  world: World,
  {
    folder,
    time,
    deadline,
  }: { readonly folder: string; readonly time: { ahead: number }; readonly deadline: number },
): Promise<string | null> {
  const connected = (): boolean => (process.said().match(/platform connected/gu) ?? []).length === 2;
  const late = (): boolean => Date.now() > deadline;
  const sent = (): number => world.chats.reduce((sum, chat) => sum + chat.texts().length, 0);
  const before = sent();
  let connectedAt: number | null = null;
  let passedAt = 0;
  for (;;) {
    if (process.over() && end.by !== 'rest') return null;
    if (process.over() && trouble !== null) return GAVE_UP;
    if (process.over()) return `the service ended by itself:\n${process.said()}`;
    if (late()) return `not at rest after ${String(PATIENCE / 1000)} s:\n${process.said()}`;
    if (connectedAt === null && connected()) connectedAt = Date.now();
    if (end.by === 'send' && sent() >= before + end.send) return null;
    if (
      (end.by === 'time' || end.by === 'stop') &&
      connectedAt !== null &&
      Date.now() >= connectedAt + end.ms
    ) {
      if (end.by === 'stop') {
        process.kill('SIGTERM');
        await process.ended;
      }
      return null;
    }
    // A life that has nothing left to do ends here too, whatever was planned for it.
    const rest = connectedAt === null ? 'busy' : await atRest(folder, Date.now() + time.ahead);
    if (rest === 'rest') return null;
    if (rest === 'not due' && Date.now() > passedAt + 1_200) {
      passedAt = Date.now();
      time.ahead += MINUTES_PASS;
      process.kill('SIGUSR2');
    }
    await setTimeout(end.by === 'send' ? 2 : LOOK);
  }
}

/** Whether nothing waits in inbox and outbox and both feeds were read; or nothing but what is not due yet. */
async function atRest(folder: string, now: number): Promise<'rest' | 'not due' | 'busy'> {
  const store = await openStore(`sqlite:${join(folder, 'data/wirewatch.sqlite')}`, quietLog(), {
    readOnly: true,
  });
  try {
    if ((await store.inbox.backlog(now)).waiting > 0) return 'busy';
    for await (const [, cursor] of store.cursors.entries()) if (cursor.nextAt === 0) return 'busy';
    const { waiting, lanes } = await store.outbox.backlog(now);
    if (waiting === 0) return 'rest';
    return lanes.every(({ oldestDueAt }) => oldestDueAt > now) ? 'not due' : 'busy';
  } finally {
    await store.close();
  }
}

/** The machine went down: the store is what the disk surely had. */
function loseUnsynced(folder: string): void {
  const synced = join(folder, 'synced');
  const path = join(folder, 'data', 'wirewatch.sqlite');
  // Nothing was flushed in that life: it may all be lost, or none of it; none is as good a case as any.
  if (existsSync(join(synced, 'last'))) {
    const own = join(synced, readFileSync(join(synced, 'last'), 'utf8'));
    for (const end of ['-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
    copyFileSync(join(own, 'store'), path);
    if (existsSync(join(own, 'store-wal'))) copyFileSync(join(own, 'store-wal'), `${path}-wal`);
  }
  rmSync(synced, { recursive: true });
  mkdirSync(synced);
}
