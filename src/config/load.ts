import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { z } from 'zod';
import type { Feed, Source } from '#core/feed.ts';
import type { Problem } from '#core/problem.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Subscription, TimeOfDay } from '#core/subscription.ts';
import type { Given, VariableName } from './environment.ts';
import { readEnvironment } from './environment.ts';
import { isHttpAddress, parseDestination } from './forms.ts';
import { knownKeys } from './known.ts';
import { nearest } from '#core/nearest.ts';
import { WEEKDAYS, feedsFile, settingsFile } from './schema.ts';
import { Secret } from './secret.ts';
import type { YamlText } from './yaml.ts';
import { inWords, label, parseYaml, problemsOf, readIfThere, valueAt } from './yaml.ts';

/** Where the program's own settings are: used when the person has none. */
const OWN_FOLDER = resolve(import.meta.dirname, '../../config');

type SettingsFile = z.output<typeof settingsFile>;

/** A subscription from the file. Mute and pause are ours to remember, not the file's to say. */
export type ConfiguredSubscription = Omit<Subscription, 'createdAt' | 'mutedUntil' | 'paused'>;

/** Everything an operator decides, checked. Times in ms, sizes in bytes. */
export interface Settings {
  /** Absolute; watchlist.yaml lies here too, and what replaces the project's lexicons. */
  readonly folder: string;
  readonly store: {
    /** `sqlite:/absolute/path`, `redis://…`, `rediss://…`, `postgres://…`. May hold a password. */
    readonly url: Secret;
    /** The same for people, without user and password. */
    readonly shown: string;
    /** The file of an embedded store, absolute; null for a server. */
    readonly path: string | null;
  };
  readonly log: SettingsFile['log'];
  readonly polling: Omit<SettingsFile['polling'], 'contact'> & {
    /** For the User-Agent; null when the operator gave none. */
    readonly contact: string | null;
  };
  /** What a subscription made in a chat gets. */
  readonly defaults: {
    readonly digest: TimeOfDay | null;
    readonly timeZone: string;
    readonly language: SettingsFile['digest']['language'];
    readonly emptyDigest: 'say' | 'silent';
    readonly quiet: Subscription['quiet'];
  };
  readonly telegram: {
    readonly enabled: boolean;
    /** Without a slash at the end. */
    readonly apiRoot: string;
    /** Null: none given. */
    readonly token: Secret | null;
    /** Where Telegram brings updates; null: we ask for them. */
    readonly webhook: {
      readonly url: string;
      readonly secret: Secret;
      readonly listen: { readonly host: string; readonly port: number };
    } | null;
    readonly richDigests: boolean;
  };
  readonly discord: {
    readonly enabled: boolean;
    /** Without a slash at the end. */
    readonly api: string;
    readonly token: Secret | null;
  };
  /** User ids of those who run this bot. */
  readonly admins: { readonly telegram: readonly string[]; readonly discord: readonly string[] };
  readonly subscriptions: readonly ConfiguredSubscription[];
  readonly sources: readonly Source[];
  readonly feeds: readonly Feed[];
  readonly retention: { readonly entries: number; readonly sent: number };
  readonly publish: { readonly folder: string | null; readonly address: string | null };
  readonly health: { readonly port: number | null; readonly host: string };
  readonly backup: { readonly keep: number };
  readonly outbox: SettingsFile['outbox'];
  readonly shutdown: { readonly drain: number };
  /** Files that hold tokens and are ours to keep private, absolute: `.env`, and what a `*_FILE` variable names. */
  readonly secretFiles: readonly string[];
  /** Subject ids that the file names, each with its place, for `unknownSubjects`. */
  readonly namedSubjects: readonly { readonly id: string; readonly file: string; readonly line: number }[];
}

/** Where to look. */
export interface Whereabouts {
  /** From the command line; null: WIREWATCH_CONFIG, then `config` in `cwd`, then the folder that came with the program. */
  readonly folder: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Where the program was started: `.env` is read here, and relative paths begin here. */
  readonly cwd: string;
}

/** The settings, or everything that is wrong with them at once. */
export type Loaded =
  | { readonly ok: true; readonly settings: Settings }
  | {
      readonly ok: false;
      readonly problems: readonly Problem[];
      /** Where the settings are, so that what else lies there can be checked too; null when not even that is known. */
      readonly folder: string | null;
      /** As in the settings. */
      readonly secretFiles: readonly string[];
    };

/** Reads wirewatch.yaml, feeds.yaml, the environment and `.env`. Never throws for what a person may have got wrong. */
export async function loadSettings(where: Whereabouts): Promise<Loaded> {
  const { given, problems: fromEnvironment, secretFiles } = await readEnvironment(where.env, where.cwd);
  const problems: Problem[] = [...fromEnvironment];

  const folder = await findFolder(where, given.get('WIREWATCH_CONFIG'), problems);
  if (folder === null) return { ok: false, problems, folder, secretFiles };

  const { value, yaml } = await readWirewatch(folder, where.cwd, problems);
  const feeds = await readFeeds(folder, where.cwd, value.polling.interval, problems);
  const overridden = override(value, yaml, given, where.cwd, problems);
  if (feeds === null || overridden === null || problems.length > 0) {
    return { ok: false, problems: inOrder(problems), folder, secretFiles };
  }
  return {
    ok: true,
    settings: {
      folder,
      ...overridden,
      defaults: {
        digest: value.digest.time,
        timeZone: value.digest.timeZone,
        language: value.digest.language,
        emptyDigest: value.digest.empty,
        quiet: value.quiet,
      },
      admins: value.admins,
      subscriptions: value.subscriptions.map((one) => ({
        id: destinationKey(one.destination),
        destination: one.destination,
        subjects: one.subjects,
        topics: one.topics,
        alerts: one.alerts,
        digest: one.digest === undefined ? value.digest.time : one.digest,
        weekly: one.weekday === undefined || one.weekday === 'daily' ? null : WEEKDAYS.indexOf(one.weekday),
        emptyDigest: one.empty ?? value.digest.empty,
        timeZone: one.timeZone ?? value.digest.timeZone,
        language: one.language ?? value.digest.language,
        quiet: one.quiet === undefined ? value.quiet : one.quiet,
        urgent: one.urgent,
        mutedStories: [],
        madeIn: 'config',
      })),
      ...feeds,
      retention: value.retention,
      publish: { folder: value.publish.folder, address: value.publish.address ?? null },
      health: value.health,
      backup: value.backup,
      outbox: value.outbox,
      shutdown: value.shutdown,
      secretFiles,
      namedSubjects: value.subscriptions.flatMap(({ subjects }, at) =>
        subjects === 'all'
          ? []
          : subjects.map((id, index) => ({
              id,
              file: yaml.file,
              line: yaml.lineOf(['subscriptions', at, 'subjects', index]),
            })),
      ),
    },
  };
}

/** Subjects that subscriptions name and the watchlist does not have; `ids` are those it has. */
export function unknownSubjects(
  settings: Pick<Settings, 'namedSubjects'>,
  ids: Iterable<string>,
): readonly Problem[] {
  const known = [...ids];
  return settings.namedSubjects
    .filter(({ id }) => !known.includes(id))
    .map(({ id, file, line }) => {
      const meant = nearest(id, known);
      return {
        file,
        line,
        what: `No subject "${id}" is in the watchlist`,
        fix: meant === null ? 'Use the id of a subject in watchlist.yaml.' : `Did you mean ${meant}?`,
      };
    });
}

async function findFolder(
  { folder, cwd }: Whereabouts,
  fromEnv: Given | undefined,
  problems: Problem[],
): Promise<string | null> {
  const asked = folder ?? fromEnv?.value ?? null;
  if (asked === null) {
    const here = join(cwd, 'config');
    return (await isFolder(here)) ? here : OWN_FOLDER;
  }
  const path = resolve(cwd, asked);
  if (await isFolder(path)) return path;
  problems.push({
    file: folder === null ? (fromEnv?.file ?? 'environment') : 'command line',
    line: folder === null ? (fromEnv?.line ?? null) : null,
    what: `The settings folder ${asked} is not there`,
    fix: 'Name a folder that holds wirewatch.yaml, feeds.yaml and watchlist.yaml.',
  });
  return null;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** `config/feeds.yaml` rather than its whole path, where it lies below the working directory. */
function shownPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') || isAbsolute(short) ? path : short;
}

async function readYaml(
  path: string,
  cwd: string,
  whenMissing: Pick<Problem, 'what' | 'fix'> | null,
  problems: Problem[],
): Promise<YamlText | null> {
  const file = shownPath(path, cwd);
  const read = await readIfThere(path);
  if ('error' in read) {
    problems.push({
      file,
      line: null,
      what: `This file cannot be read: ${inWords(read.error)}`,
      fix: 'Make it readable for the user that runs wirewatch.',
    });
    return null;
  }
  if (read.text === null && whenMissing !== null) {
    problems.push({ file, line: null, ...whenMissing });
    return null;
  }
  const parsed = parseYaml(file, read.text ?? '');
  if (parsed.ok) return parsed.yaml;
  problems.push(...parsed.problems);
  return null;
}

async function readWirewatch(
  folder: string,
  cwd: string,
  problems: Problem[],
): Promise<{ readonly value: SettingsFile; readonly yaml: YamlText }> {
  const path = join(folder, 'wirewatch.yaml');
  // Not there is as good as empty: every setting has a default. A file that is refused gives the defaults too, so that
  // what else is wrong can be found and told with it.
  const yaml = await readYaml(path, cwd, null, problems);
  if (yaml === null) {
    return {
      value: settingsFile.parse({}),
      yaml: { file: shownPath(path, cwd), value: {}, lineOf: () => 1 },
    };
  }
  problems.push(...doubledDestinations(yaml));
  const parsed = settingsFile.safeParse(yaml.value ?? {});
  if (parsed.success) return { value: parsed.data, yaml };
  problems.push(...problemsOf(yaml, parsed.error.issues, knownKeys(settingsFile)));
  return { value: settingsFile.parse({}), yaml };
}

/** File by file, each from top to bottom. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ file }) => file))];
  return problems.toSorted(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0),
  );
}

async function readFeeds(
  folder: string,
  cwd: string,
  interval: number,
  problems: Problem[],
): Promise<Pick<Settings, 'sources' | 'feeds'> | null> {
  const yaml = await readYaml(
    join(folder, 'feeds.yaml'),
    cwd,
    {
      what: 'This file is not there',
      fix: 'Copy config/feeds.yaml of the project there, or write "feeds: {}" into it to read none.',
    },
    problems,
  );
  if (yaml === null) return null;
  problems.push(...unknownSources(yaml), ...doubledAddresses(yaml));
  const parsed = feedsFile.safeParse(yaml.value ?? {});
  if (!parsed.success) {
    problems.push(...problemsOf(yaml, parsed.error.issues, knownKeys(feedsFile)));
    return null;
  }
  const sources = new Map<string, Source>(
    Object.entries(parsed.data.sources).map(([id, { name, reliability, stateMedia, agency }]) => [
      id,
      { id, name, reliability, stateMedia: stateMedia ?? null, agency },
    ]),
  );
  return {
    sources: [...sources.values()],
    feeds: Object.entries(parsed.data.feeds).flatMap(([id, feed]) => {
      const source = sources.get(feed.source);
      // An unknown one is a problem already, found above.
      return source === undefined
        ? []
        : [{ id, url: feed.url, source, language: feed.language, interval: feed.interval ?? interval }];
    }),
  };
}

// What one part of a file says of another is looked for in the file as written, not in what the schema made of it: so
// these problems are told together with all others, not after those are mended.

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function unknownSources(yaml: YamlText): Problem[] {
  const known = membersOf(valueAt(yaml.value, ['sources'])).map(([id]) => id);
  return membersOf(valueAt(yaml.value, ['feeds'])).flatMap(([id]) => {
    const path = ['feeds', id, 'source'];
    const source = valueAt(yaml.value, path);
    if (typeof source !== 'string' || known.includes(source)) return [];
    const meant = nearest(source, known);
    return [
      {
        file: yaml.file,
        line: yaml.lineOf(path),
        what: `${label(path)} is "${source}", and no source has that id`,
        fix:
          meant === null
            ? 'Add it under "sources:" with its name and reliability.'
            : `Did you mean ${meant}?`,
      },
    ];
  });
}

function doubledAddresses(yaml: YamlText): Problem[] {
  const first = new Map<string, string>();
  return membersOf(valueAt(yaml.value, ['feeds'])).flatMap(([id]) => {
    const path = ['feeds', id, 'url'];
    const url = valueAt(yaml.value, path);
    const same = typeof url === 'string' ? URL.parse(url)?.href : undefined;
    if (same === undefined) return [];
    const before = first.get(same);
    if (before === undefined) {
      first.set(same, id);
      return [];
    }
    return [
      {
        file: yaml.file,
        line: yaml.lineOf(path),
        what: `${label(path)} is the address of ${before} too`,
        fix: 'Keep one of the two.',
      },
    ];
  });
}

function doubledDestinations(yaml: YamlText): Problem[] {
  const first = new Map<string, number>();
  return membersOf(valueAt(yaml.value, ['subscriptions'])).flatMap(([at]) => {
    const path = ['subscriptions', Number(at), 'destination'];
    const written = valueAt(yaml.value, path);
    const destination = typeof written === 'string' ? parseDestination(written.trim()) : null;
    if (destination === null) return [];
    // @names know no case.
    const key = destinationKey(destination).toLowerCase();
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, yaml.lineOf(path));
      return [];
    }
    return [
      {
        file: yaml.file,
        line: yaml.lineOf(path),
        what: `${label(path)} has a subscription already, in line ${String(before)}`,
        fix: 'Put both into one: a destination has one subscription.',
      },
    ];
  });
}

/** What the environment decides, or decides in place of the file. */
function override(
  value: SettingsFile,
  yaml: YamlText,
  given: ReadonlyMap<VariableName, Given>,
  cwd: string,
  problems: Problem[],
): Pick<Settings, 'store' | 'log' | 'polling' | 'telegram' | 'discord'> | null {
  const refuse = (name: VariableName, one: Given, what: string, fix: string): void => {
    problems.push({ file: one.file, line: one.line, what: `${name} ${what}`, fix });
  };
  const word = <T extends string>(name: VariableName, words: readonly T[], otherwise: T): T => {
    const one = given.get(name);
    const found = words.find((candidate) => candidate === one?.value);
    if (one !== undefined && found === undefined) {
      const meant = nearest(one.value, words);
      const guess = meant === null ? '' : `Did you mean ${meant}? `;
      refuse(name, one, `is "${one.value}"`, `${guess}Write one of: ${words.join(', ')}.`);
    }
    return found ?? otherwise;
  };
  const address = (name: VariableName, otherwise: string): string => {
    const one = given.get(name);
    if (one !== undefined && !isHttpAddress(one.value)) {
      refuse(
        name,
        one,
        'is no address',
        'Write a whole address that begins with https:// or http://, without user and password.',
      );
    }
    return (one?.value ?? otherwise).replace(/\/+$/, '');
  };
  const secret = (name: VariableName): Secret | null => {
    const one = given.get(name);
    return one === undefined ? null : new Secret(one.value);
  };

  const storeGiven = given.get('WIREWATCH_STORE');
  // As written, not as the schema left it: the file may have been refused for something else.
  const written = valueAt(yaml.value, ['store']);
  const store = parseStore(storeGiven?.value ?? (typeof written === 'string' ? written : value.store), cwd);
  const storePlace =
    storeGiven === undefined
      ? { file: yaml.file, line: yaml.lineOf(['store']), named: 'store' }
      : { file: storeGiven.file, line: storeGiven.line, named: 'WIREWATCH_STORE' };
  if (store === null) {
    problems.push({
      file: storePlace.file,
      line: storePlace.line,
      // Not shown: it may hold a password.
      what: `${storePlace.named} is no address of a store`,
      fix: 'Write sqlite:PATH, redis://HOST:PORT, rediss://HOST:PORT or postgres://HOST:PORT/DATABASE.',
    });
  } else if (storeGiven === undefined && store.hasPassword) {
    problems.push({
      file: storePlace.file,
      line: storePlace.line,
      what: 'store holds a password, and this file is no place for one',
      fix: 'Put the address into WIREWATCH_STORE, or into a file that WIREWATCH_STORE_FILE names.',
    });
  }

  const log = {
    level: word('WIREWATCH_LOG', ['error', 'warn', 'info', 'debug'], value.log.level),
    format: word('WIREWATCH_LOG_FORMAT', ['auto', 'json', 'text'], value.log.format),
  };
  const telegram = {
    enabled: value.telegram.enabled,
    apiRoot: address('TELEGRAM_API_ROOT', value.telegram.apiRoot),
    token: secret('TELEGRAM_BOT_TOKEN'),
    webhook: webhookOf(value.telegram, yaml, given, problems),
    richDigests: value.telegram.richDigests,
  };
  const discord = {
    enabled: value.discord.enabled,
    api: address('DISCORD_API', value.discord.api),
    token: secret('DISCORD_BOT_TOKEN'),
  };
  if (store === null) return null;
  return {
    store: { url: new Secret(store.url), shown: store.shown, path: store.path },
    log,
    polling: {
      ...value.polling,
      contact: given.get('WIREWATCH_CONTACT')?.value ?? value.polling.contact ?? null,
    },
    telegram,
    discord,
  };
}

/** Ports that Telegram calls: https://core.telegram.org/bots/api#setwebhook */
const WEBHOOK_PORTS = new Set(['', '443', '80', '88', '8443']);

/** The webhook, whole; null when there is none, or something is wrong with it. */
function webhookOf(
  { webhook, listen }: SettingsFile['telegram'],
  yaml: YamlText,
  given: ReadonlyMap<VariableName, Given>,
  problems: Problem[],
): Settings['telegram']['webhook'] {
  if (webhook === undefined) return null;
  const place = { file: yaml.file, line: yaml.lineOf(['telegram', 'webhook']) };
  const url = new URL(webhook);
  // A Bot API server of one's own takes any; Telegram's takes only these.
  const ownServer =
    given.has('TELEGRAM_API_ROOT') || valueAt(yaml.value, ['telegram', 'apiRoot']) !== undefined;
  if (!ownServer && (url.protocol !== 'https:' || !WEBHOOK_PORTS.has(url.port))) {
    problems.push({
      ...place,
      what: `telegram.webhook is "${webhook}"`,
      fix: 'Telegram calls https only, on port 443, 80, 88 or 8443: https://bot.example.org/telegram.',
    });
  }
  const secret = given.get('TELEGRAM_WEBHOOK_SECRET');
  if (secret === undefined) {
    problems.push({
      ...place,
      what: 'telegram.webhook is set, and TELEGRAM_WEBHOOK_SECRET is not: anybody could speak in the name of Telegram',
      fix: 'Set it to 1 to 256 of A-Z, a-z, 0-9, _ and -, for example what `openssl rand -hex 32` prints; or leave telegram.webhook out.',
    });
    return null;
  }
  if (!/^[\w-]{1,256}$/.test(secret.value)) {
    problems.push({
      file: secret.file,
      line: secret.line,
      // Not shown: it is a secret.
      what: 'TELEGRAM_WEBHOOK_SECRET is not what Telegram takes',
      fix: 'Write 1 to 256 of A-Z, a-z, 0-9, _ and -, for example what `openssl rand -hex 32` prints.',
    });
    return null;
  }
  return { url: webhook, secret: new Secret(secret.value), listen };
}

/** An address of a store, with the path of a file made absolute; null when it is none. */
function parseStore(
  text: string,
  cwd: string,
): {
  readonly url: string;
  readonly shown: string;
  readonly path: string | null;
  readonly hasPassword: boolean;
} | null {
  const [, file] = /^sqlite:(?:\/\/)?(.+)$/.exec(text.trim()) ?? [];
  if (file !== undefined) {
    const path = resolve(cwd, file);
    return { url: `sqlite:${path}`, shown: `sqlite:${shownPath(path, cwd)}`, path, hasPassword: false };
  }
  const url = URL.parse(text.trim());
  if (url === null || url.host === '') return null;
  if (!['redis:', 'rediss:', 'postgres:', 'postgresql:'].includes(url.protocol)) return null;
  const shown = `${url.protocol}//${url.host}${url.pathname}`;
  return { url: text.trim(), shown, path: null, hasPassword: url.password !== '' };
}
