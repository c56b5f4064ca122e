import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '#core/file-trouble.ts';
import type { Problem } from '#core/problem.ts';
import { problemLine } from '#core/problem.ts';

/** What one check found. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly detail: string;
  /** What to do; null where nothing is to be done. */
  readonly fix: string | null;
}

/** The answer of something outside that was tried. */
export interface Tried {
  readonly ok: boolean;
  /** In words: "answers as @wirewatch_bot", "401: the token is not valid". */
  readonly detail: string;
}

/** What the doctor looks at. What needs settings is null where those cannot be read. */
export interface Diagnosable {
  /** Of this process, "24.12.0". */
  readonly node: string;
  /** In words: "config/, 44 feeds". */
  readonly config: { readonly detail: string; readonly problems: readonly Problem[] };
  /** Files that hold tokens, absolute: nobody else should be able to read them. */
  readonly secretFiles: readonly string[];
  readonly rest: {
    readonly contact: string | null;
    readonly watchlist: () => Promise<{ readonly detail: string; readonly problems: readonly Problem[] }>;
    readonly store: {
      /** For people, without a password. */
      readonly shown: string;
      /** The file of an embedded store, absolute; null for a server. */
      readonly path: string | null;
      /** Opens it, reads something, closes it; throws when that fails. Must work beside a running service. */
      readonly tryOut: () => Promise<void>;
    };
    /** One a platform; `check` is null where no token is given. */
    readonly tokens: readonly {
      readonly name: string;
      /** What to do to have one. */
      readonly howToGet: string;
      readonly check: (() => Promise<Tried>) | null;
    }[];
    /** Fetches one feed; null: there is none. */
    readonly fetchOne: (() => Promise<Tried>) | null;
    /** Feeds that have never answered, of how many. */
    readonly unverified: () => Promise<{ readonly ids: readonly string[]; readonly of: number }>;
  } | null;
  /** Time for one check, ms. */
  readonly patience: number;
  /** Takes secrets out of what libraries say, see `hider`. */
  readonly hide: (text: string) => string;
}

const MEGABYTE = 1_024 ** 2;
/** Below this the store will soon fail; a year of the feeds that come with the project takes less than a gigabyte. */
const LITTLE_SPACE = 50 * MEGABYTE;
const FAIR_SPACE = 1_024 * MEGABYTE;

/** Looks at everything that must be right for wirewatch to run, one after the other, and says what to do where it is not. */
export async function* diagnose(deps: Diagnosable): AsyncGenerator<Finding, void> {
  for await (const finding of look(deps)) yield { ...finding, detail: deps.hide(finding.detail) };
}

async function* look(deps: Diagnosable): AsyncGenerator<Finding, void> {
  yield nodeVersion(deps.node);
  yield timeZones();
  yield* problems('settings', deps.config);
  for (const path of deps.secretFiles) yield* secretFile(path);
  const { rest, patience } = deps;
  if (rest === null) {
    yield warn(
      'everything else',
      'Not looked at: that needs settings',
      'Mend the settings, then run doctor again.',
    );
    return;
  }
  if (rest.contact === null) {
    yield warn(
      'contact',
      'Publishers are told no address to write to',
      'Set polling.contact in wirewatch.yaml, or WIREWATCH_CONTACT.',
    );
  }
  const watchlist = await within(patience, rest.watchlist);
  if ('trouble' in watchlist) yield fail('watchlist', watchlist.trouble, 'Look at config/watchlist.yaml.');
  else yield* problems('watchlist', watchlist.value);

  yield* store(rest.store, patience);
  for (const { name, howToGet, check } of rest.tokens) {
    if (check === null) yield warn(name, 'Off: no token is given', howToGet);
    else yield await tried(name, check, patience);
  }
  if (rest.tokens.every(({ check }) => check === null)) {
    yield warn('platforms', 'Messages go to the terminal only', 'Give at least one token to reach people.');
  }
  if (rest.fetchOne === null) {
    yield warn('feeds', 'There is no feed to read', 'Add feeds to feeds.yaml.');
    return;
  }
  yield await tried('one fetch', rest.fetchOne, patience);
  yield await neverAnswered(rest.unverified, patience);
}

/** One finding for a person; two lines where there is something to do. */
export function findingText({ name, state, detail, fix }: Finding): string {
  const line = `${state.padEnd(4)}  ${name}: ${detail}`;
  return fix === null ? `${line}\n` : `${line}\n      → ${fix}\n`;
}

/** 1 when something failed; warnings let wirewatch run. */
export function doctorExitCode(findings: readonly Finding[]): 0 | 1 {
  return findings.some(({ state }) => state === 'fail') ? 1 : 0;
}

function ok(name: string, detail: string): Finding {
  return { name, state: 'ok', detail, fix: null };
}

function warn(name: string, detail: string, fix: string): Finding {
  return { name, state: 'warn', detail, fix };
}

function fail(name: string, detail: string, fix: string): Finding {
  return { name, state: 'fail', detail, fix };
}

function nodeVersion(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 24 || (major === 24 && minor >= 12)
    ? ok('node', version)
    : fail(
        'node',
        `${version} is too old`,
        'Start through npm, which brings Node 24 ("npm ci"), or install it.',
      );
}

function hourInJerusalem(moment: string): string {
  const clock = new Intl.DateTimeFormat('en', {
    timeZone: 'Asia/Jerusalem',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  return clock.format(new Date(moment));
}

/** A Node built without time zone names would send digests at the wrong hour without a word. */
function timeZones(): Finding {
  try {
    // Two hours ahead of UTC in winter, three in summer.
    if (
      hourInJerusalem('2026-01-15T12:00:00Z') === '14' &&
      hourInJerusalem('2026-07-15T12:00:00Z') === '15'
    ) {
      return ok('time zones', 'known');
    }
  } catch {
    // Told below.
  }
  return fail(
    'time zones',
    'This Node does not know them',
    'Use a Node with full ICU, as nodejs.org and npm give it.',
  );
}

function* problems(
  name: string,
  found: { readonly detail: string; readonly problems: readonly Problem[] },
): Generator<Finding, void> {
  if (found.problems.length === 0) yield ok(name, found.detail);
  for (const problem of found.problems) {
    yield fail(name, problemLine({ ...problem, fix: '' }).trim(), problem.fix);
  }
}

async function* secretFile(path: string): AsyncGenerator<Finding, void> {
  const mode = await modeOf(path);
  if (mode === null) return;
  yield (mode & 0o077) === 0
    ? ok('secrets', `${path} is readable by its owner only`)
    : warn('secrets', `${path} holds a secret and others on this machine can read it`, `chmod 600 ${path}`);
}

async function* store(
  { shown, path, tryOut }: NonNullable<Diagnosable['rest']>['store'],
  patience: number,
): AsyncGenerator<Finding, void> {
  if (path !== null) {
    const folder = await nearestFolder(dirname(path));
    const trouble = await accessTrouble(folder);
    if (trouble !== null) {
      yield fail(
        'store',
        `${folder} cannot be written: ${trouble}`,
        `Give it to the user that runs wirewatch.`,
      );
      return;
    }
    yield spaceFinding(await freeBytes(folder));

    // Subscribers are as sensitive as the people they ask about. SQLite keeps recent writes in the two files beside it.
    for (const file of [path, `${path}-wal`, `${path}-shm`]) {
      const mode = await modeOf(file);
      if (mode === null || (mode & 0o077) === 0) continue;
      yield fail('store', `${file} can be read by others on this machine`, `chmod 600 ${file}`);
    }
    if ((await modeOf(path)) === null) {
      yield ok('store', `${shown} is not there yet; it is made at the first start`);
      return;
    }
  }
  const opened = await within(patience, tryOut);
  yield 'trouble' in opened
    ? fail(
        'store',
        `${shown} does not open: ${opened.trouble}`,
        'See "Troubleshooting" in docs/operations.md.',
      )
    : ok('store', `${shown} opens`);
}

/** @param free bytes, null where the system does not say. */
export function spaceFinding(free: number | null): Finding {
  if (free === null) return warn('store space', 'The system does not say how much is free', 'Look with df.');
  const detail = `${String(Math.floor(free / MEGABYTE))} MB free`;
  if (free < LITTLE_SPACE)
    return fail('store space', detail, 'Make room, or put the store elsewhere (store).');
  return free < FAIR_SPACE
    ? warn('store space', detail, 'Make room before it is full.')
    : ok('store space', detail);
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

async function tried(name: string, check: () => Promise<Tried>, patience: number): Promise<Finding> {
  const answer = await within(patience, check);
  if ('trouble' in answer) {
    return fail(
      name,
      answer.trouble,
      'Look whether this machine reaches the internet: name resolution, firewall, proxy.',
    );
  }
  const { ok: isWell, detail } = answer.value;
  // What answered badly has said what to do.
  return isWell ? ok(name, detail) : { name, state: 'fail', detail, fix: null };
}

async function neverAnswered(
  unverified: NonNullable<Diagnosable['rest']>['unverified'],
  patience: number,
): Promise<Finding> {
  const answer = await within(patience, unverified);
  if ('trouble' in answer) return fail('feeds', answer.trouble, 'See what is said of the store above.');
  const { ids, of } = answer.value;
  if (ids.length === 0) return ok('feeds', `All ${String(of)} have answered at least once`);
  return warn(
    'feeds',
    ids.length === of
      ? `None of the ${String(of)} has answered yet`
      : `${String(ids.length)} of ${String(of)} have never answered: ${ids.join(', ')}`,
    'After an hour of running, look at "wirewatch feeds" for why, and mend or remove their addresses.',
  );
}

/** Runs a check and waits no longer than `patience`; what it throws is told in words. */
async function within<T>(
  patience: number,
  check: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly trouble: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<{ trouble: string }>((resolve) => {
    timer = setTimeout(() => {
      resolve({ trouble: `no answer within ${String(Math.round(patience / 1_000))} s` });
    }, patience);
  });
  try {
    return await Promise.race([check().then((value) => ({ value })), late]);
  } catch (error) {
    return { trouble: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** The permission bits, null when the file is not there. Windows keeps rights elsewhere: nothing to say there. */
async function modeOf(path: string): Promise<number | null> {
  if (process.platform === 'win32') return null;
  try {
    return (await stat(path)).mode & 0o777;
  } catch {
    return null;
  }
}

/** The folder itself, or the nearest one above that is there: it is the one the missing ones are made in. */
async function nearestFolder(path: string): Promise<string> {
  try {
    return (await stat(path)).isDirectory() ? path : dirname(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : nearestFolder(above);
  }
}

async function accessTrouble(folder: string): Promise<string | null> {
  try {
    await access(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}
