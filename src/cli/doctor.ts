import process from 'node:process';
import { loadSettings, unknownSubjects } from '#config/load.ts';
import type { Settings } from '#config/load.ts';
import type { Feed } from '#core/feed.ts';
import type { Log } from '#core/ports.ts';
import type { Platform } from '#core/subscription.ts';
import { diagnose, doctorExitCode, findingText } from '#ops/doctor.ts';
import type { Diagnosable, Finding, Tried } from '#ops/doctor.ts';
import { hider } from '#ops/secrets.ts';
import type { Inside } from '#platforms/connection.ts';
import { count } from '#render/words.ts';
import { connectors, knowledgeOf, readerFor } from '../main.ts';
import { Failure, logFor, print, printJson, secretsOf } from './session.ts';
import { lookAtStore } from './look.ts';
import type { GlobalOptions } from './session.ts';

/** How long one check may take, ms. */
const PATIENCE = 15_000;

/** `wirewatch doctor`: is everything there that the service needs? Each line says ok, or what to do. */
export async function doctor(options: GlobalOptions): Promise<void> {
  const loaded = await loadSettings({ folder: options.config ?? null, env: process.env, cwd: process.cwd() });
  const node = process.versions.node;
  const deps: Diagnosable = loaded.ok
    ? {
        node,
        config: {
          detail: `${loaded.settings.folder}, ${count(loaded.settings.feeds.length, 'feed', 'feeds')}`,
          problems: [],
        },
        secretFiles: loaded.settings.secretFiles,
        rest: await restOf(loaded.settings),
        patience: PATIENCE,
        hide: hider(secretsOf(loaded.settings)),
      }
    : {
        node,
        config: { detail: '', problems: loaded.problems },
        secretFiles: loaded.secretFiles,
        rest: null,
        patience: PATIENCE,
        hide: hider([]),
      };
  const findings: Finding[] = [];
  for await (const finding of diagnose(deps)) {
    findings.push(finding);
    if (options.json !== true) print(findingText(finding));
  }
  if (options.json === true) printJson({ findings });
  if (doctorExitCode(findings) !== 0) throw new Failure('');
}

async function restOf(settings: Settings): Promise<NonNullable<Diagnosable['rest']>> {
  const log = logFor(settings);
  const [feed] = settings.feeds;
  return {
    contact: settings.polling.contact,
    watchlist: async () => {
      const known = await knowledgeOf(settings);
      if (!known.ok) return { detail: '', problems: known.problems };
      const { subjects, topics } = known.knowledge.watchlist;
      return {
        detail: `${String(subjects.size)} subjects, ${String(topics.size)} topics`,
        problems: [...known.warnings, ...known.check(), ...unknownSubjects(settings, subjects.keys())],
      };
    },
    store: {
      shown: settings.store.shown,
      path: settings.store.path,
      tryOut: () => lookAtStore(settings, log, async (store) => void (await store.desk.get('doctor'))),
    },
    tokens: await tokensOf(settings, log),
    fetchOne: feed === undefined ? null : () => fetchOne(settings, feed),
    unverified: () =>
      lookAtStore(settings, log, async (store) => {
        const cursors = await store.cursors.getMany(settings.feeds.map(({ id }) => id));
        const never = settings.feeds.filter((_, i) => (cursors[i]?.lastSuccessAt ?? null) === null);
        return { ids: never.map(({ id }) => id), of: settings.feeds.length };
      }),
  };
}

async function tokensOf(settings: Settings, log: Log): Promise<NonNullable<Diagnosable['rest']>['tokens']> {
  const connections = (await connectors(settings, log))(silentInside());
  const checkOf = (platform: Platform): (() => Promise<Tried>) | null => {
    const connection = connections.find(({ notifier }) => notifier.platform === platform);
    return connection === undefined
      ? null
      : async () => {
          const tried = await connection.check();
          await connection.stop();
          return tried;
        };
  };
  return [
    {
      name: 'Telegram',
      howToGet: 'Make a bot with @BotFather and put its token into TELEGRAM_BOT_TOKEN (docs/operations.md).',
      check: checkOf('telegram'),
    },
    {
      name: 'Discord',
      howToGet:
        'Make an application in the developer portal and put its bot token into DISCORD_BOT_TOKEN (docs/operations.md).',
      check: checkOf('discord'),
    },
  ];
}

/** To check a token nobody is answered. */
function silentInside(): Inside {
  const none = (): never => {
    throw new Error('the doctor answers nobody');
  };
  return {
    chat: {
      commands: [],
      answer: none,
      localeOf: none,
      suggest: none,
      lost: none,
      regained: none,
      moved: none,
    },
    locales: { in: none, known: none, all: [] },
    notes: { get: none, set: none, delete: none },
  };
}

async function fetchOne(settings: Settings, feed: Feed): Promise<Tried> {
  const reader = readerFor(settings.polling);
  try {
    const read = await reader.readOne(feed.url);
    return read.error === null
      ? { ok: true, detail: `${feed.id} answered with ${count(read.entries.length, 'entry', 'entries')}` }
      : { ok: false, detail: `${feed.id}: ${read.error}` };
  } finally {
    await reader.close();
  }
}
