/**
 * Loaded into the service before it starts (`node --import`): a disk that fails, a process that is killed at a certain
 * write, a clock that runs ahead. The service itself knows nothing of it.
 *
 * A lost power supply is not simulated in the file system. What the disk surely has is the state at the end of the last
 * write that waited for it (`synchronous = FULL`), so after each of those the store's file and its log are copied to a
 * folder, and the torture puts that copy in the place of the store: everything later is lost.
 */
import {
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { DatabaseSync, StatementSync } from 'node:sqlite';
import { MINUTES_PASS, PLAN_VARIABLE, parsePlan } from './plan.ts';

const plan = parsePlan(process.env[PLAN_VARIABLE] ?? '{}');

/** How far the clock of this process runs ahead, ms. A signal lets minutes pass at once. */
let { ahead } = plan;
process.on('SIGUSR2', () => {
  ahead += MINUTES_PASS;
});
const Real = Date;
class Ahead extends Real {
  // eslint-disable-next-line constructor-super -- one of the two is called
  constructor(...given: [] | [number | string]) {
    if (given.length === 0) super(Real.now() + ahead);
    else super(...given);
  }

  static override now(): number {
    return Real.now() + ahead;
  }
}
Object.assign(globalThis, { Date: Ahead });

const WRITES = /^\s*(?:INSERT|UPDATE|DELETE|REPLACE|COMMIT)\b/iu;

let writes = 0;
let full = false;
let inTransaction = false;
let store: DatabaseSync | null = null;
let storePath: string | null = null;

/** https://sqlite.org/rescode.html */
const CODES = { full: 13, failed: 778 } as const;

class DiskError extends Error {
  readonly code = 'ERR_SQLITE_ERROR';
  readonly errcode: number;

  constructor(as: keyof typeof CODES) {
    super(as === 'full' ? 'database or disk is full' : 'disk I/O error');
    this.errcode = CODES[as];
  }
}

function before(sql: string): void {
  if (!WRITES.test(sql)) return;
  writes += 1;
  const { kill, trouble } = plan;
  if (kill?.write === writes && !kill.after) process.kill(process.pid, 'SIGKILL');
  if (trouble === null) return;
  const now = writes >= trouble.from && writes < trouble.from + trouble.count;
  if (trouble.as === 'no pages') {
    // SQLite's own way to be full: the file may not grow, by a page of it or of its log.
    if (writes === trouble.from) store?.exec('PRAGMA max_page_count = 1');
    if (writes === trouble.from + trouble.count) store?.exec('PRAGMA max_page_count = 1073741823');
  } else if (now) throw new DiskError(trouble.as);
}

function after(sql: string): void {
  if (/^\s*BEGIN\b/iu.test(sql)) inTransaction = true;
  if (/^\s*(?:COMMIT|ROLLBACK)\b/iu.test(sql)) inTransaction = false;
  if (!WRITES.test(sql)) return;
  if (plan.synced !== null && full && !inTransaction && storePath !== null)
    keepSynced(storePath, plan.synced);
  if (plan.kill?.write === writes && plan.kill.after) process.kill(process.pid, 'SIGKILL');
}

/** Open for good: closing any descriptor of the file would drop the locks that SQLite has on it (fcntl). */
const descriptors = new Map<string, number>();

function contentOf(path: string): Buffer {
  const descriptor = descriptors.get(path) ?? openSync(path, 'r');
  descriptors.set(path, descriptor);
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  readSync(descriptor, bytes, 0, bytes.length, 0);
  return bytes;
}

let copies = 0;

/** A copy counts when its number is written, so that a kill in the middle of one leaves the one before. */
function keepSynced(path: string, to: string): void {
  copies += 1;
  const own = join(to, String(copies));
  mkdirSync(own);
  writeFileSync(join(own, 'store'), contentOf(path));
  if (existsSync(`${path}-wal`)) writeFileSync(join(own, 'store-wal'), contentOf(`${path}-wal`));
  writeFileSync(join(to, 'number'), String(copies));
  renameSync(join(to, 'number'), join(to, 'last'));
  rmSync(join(to, String(copies - 1)), { recursive: true, force: true });
}

// eslint-disable-next-line typescript/unbound-method -- called with the `this` that they are called with
const { exec, prepare } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function watched(this: DatabaseSync, sql: string): void {
  const set = /PRAGMA synchronous = (\w+)/iu.exec(sql)?.[1];
  exec.call(this, sql);
  if (set !== undefined) full = set.toUpperCase() === 'FULL';
};
DatabaseSync.prototype.prepare = function watched(this: DatabaseSync, sql: string): StatementSync {
  const place = this.location();
  if (place !== null && place.endsWith('.sqlite')) {
    // eslint-disable-next-line typescript/no-this-alias -- the one database, for its page limit
    store = this;
    storePath = place;
  }
  return prepare.call(this, sql);
};
/** Does what it did, watched. Its overloads stay what they are: nothing is known here of what is given. */
function watched<Call extends (...given: never[]) => unknown>(call: Call): Call {
  const around = function around(this: StatementSync, ...given: Parameters<Call>): unknown {
    before(this.sourceSQL);
    const result: unknown = Reflect.apply(call, this, given);
    after(this.sourceSQL);
    return result;
  };
  return around as unknown as Call;
}

// eslint-disable-next-line typescript/unbound-method -- the same
const { run, all, get } = StatementSync.prototype;
StatementSync.prototype.run = watched(run);
StatementSync.prototype.all = watched(all);
StatementSync.prototype.get = watched(get);
