/** Builds what runs, starts it and stops it. What a desk consists of stands in newsdesk.ts. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Settings } from '#config/load.ts';
import type { Feed } from '#core/feed.ts';
import type { Clock, Log, Notifier } from '#core/ports.ts';
import type { Problem } from '#core/problem.ts';
import { createReader } from '#feeds/reader.ts';
import type { Reader } from '#feeds/reader.ts';
import { createGather } from '#jobs/gather.ts';
import type { FeedSummary, GatherOptions } from '#jobs/gather.ts';
import type { HealthServer, Vitals } from '#ops/health.ts';
import { giveMemoryBack } from '#ops/memory.ts';
import type { startSchedule } from '#jobs/schedule.ts';
import type { Connection, Inside } from '#platforms/connection.ts';
import { SETTLE } from '#core/delivery.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import packageJson from '../package.json' with { type: 'json' };
import type { Knowledge, KnowledgeLoaded } from './knowledge.ts';
import type { Live } from './live.ts';
import type { Newsdesk } from './newsdesk.ts';
import { takePulse } from './vitals.ts';

/** The clock of the system, ms since 1970. */
export const wallClock: Clock = { now: () => Date.now() };

/** Where the project's own files lie: seeds, and the settings folder used when the person has none. */
export const HOME = resolve(import.meta.dirname, '..');

/** What the reader of feeds has to keep to. */
export type ReaderBounds = Pick<
  Settings['polling'],
  'perHost' | 'timeout' | 'maxBytes' | 'maxUnpackedBytes' | 'maxRedirects' | 'contact' | 'allowPrivate'
>;

/** The reader of feeds, bounded as the settings say. */
export function readerFor(polling: ReaderBounds): Reader {
  const contact = polling.contact === null ? '' : ` (+${polling.contact})`;
  return createReader({
    limits: {
      perHost: polling.perHost,
      fetchMs: polling.timeout,
      sentBytes: polling.maxBytes,
      unpackedBytes: polling.maxUnpackedBytes,
      redirects: polling.maxRedirects,
    },
    userAgent: `wirewatch/${packageJson.version}${contact}`,
    allowPrivate: polling.allowPrivate,
  });
}

/** What the gather job needs. */
export interface GatherParts {
  readonly feeds: readonly Feed[];
  readonly polling: Pick<Settings['polling'], 'concurrency' | 'perHost'>;
  readonly store: Store;
  readonly reader: Reader;
  readonly clock: Clock;
  /** Spreads polls; a single pass has nothing to spread and gives 0. */
  readonly random: () => number;
  readonly log: Log;
}

/** One pass over the due feeds, or over all of them. */
export type GatherPass = (
  options?: Pick<GatherOptions, 'all' | 'asNews' | 'signal'>,
) => Promise<readonly FeedSummary[]>;

/** The gather job over a store: it needs no watchlist, so it can begin before that is read. */
export function gatherOver(parts: GatherParts): GatherPass {
  const { feeds, store, reader, clock, random, log, polling } = parts;
  const { inbox, aliases, versions, entries: archive, cursors } = store;
  const readFeed = reader.read.bind(reader);
  const gather = createGather({
    feeds,
    readFeed,
    inbox,
    aliases,
    versions,
    archive,
    cursors,
    clock,
    random,
    log,
  });
  return (options = {}) => gather({ concurrency: polling.concurrency, perHost: polling.perHost, ...options });
}

/** Where the watchlist, the lexicons and the dossiers of these settings lie. */
export async function knowledgeOf(
  settings: Pick<Settings, 'folder'>,
  tell?: (problem: Problem) => void,
): Promise<KnowledgeLoaded> {
  const { loadKnowledge } = await import('./knowledge.ts');
  // A watch of one's own has its dossiers beside its settings.
  const own = join(settings.folder, '..', 'seeds');
  return loadKnowledge(
    {
      config: settings.folder,
      seeds: existsSync(own) ? own : join(HOME, 'seeds'),
      // Whoever words things otherwise has the language's file in a folder of their own.
      locales: [join(settings.folder, 'locales'), join(HOME, 'config', 'locales')],
    },
    tell,
  );
}

/** The chat services that have a token, each imported only then: discord.js alone costs a fifth of a second at start. */
export async function connectors(
  settings: Settings,
  log: Log,
): Promise<(inside: Inside) => readonly Connection[]> {
  const { telegram, discord, admins } = settings;
  const telegramToken = telegram.enabled ? telegram.token : null;
  const discordToken = discord.enabled ? discord.token : null;
  const [forTelegram, forDiscord] = await Promise.all([
    telegramToken === null ? null : import('#platforms/telegram.ts'),
    discordToken === null ? null : import('#platforms/discord.ts'),
  ]);
  return (inside) => [
    ...(forTelegram === null || telegramToken === null
      ? []
      : [
          forTelegram.createTelegram({
            token: telegramToken.reveal(),
            apiRoot: telegram.apiRoot,
            webhook: telegram.webhook && {
              ...telegram.webhook,
              secret: telegram.webhook.secret.reveal(),
            },
            richDigests: telegram.richDigests,
            operators: admins.telegram,
            ...inside,
            clock: wallClock,
            log,
          }),
        ]),
    ...(forDiscord === null || discordToken === null
      ? []
      : [
          forDiscord.createDiscord({
            token: discordToken.reveal(),
            api: discord.api,
            ...inside,
            clock: wallClock,
            log,
          }),
        ]),
  ];
}

/** The bot as it runs. */
export interface Service {
  readonly newsdesk: Newsdesk;
  /** Stops polling, lets what is under way end, leaves the rest in the outbox. Nothing bounds it: `armStop` does. */
  stop(): Promise<void>;
}

/** Starts the service: jobs by the clock, platforms beside them. */
export async function startService(
  settings: Settings,
  loadKnowledge: () => Promise<Knowledge>,
  terminal: Notifier,
  log: Log,
): Promise<Service> {
  const store = await openStore(settings.store.url.reveal(), log);
  const reader = readerFor(settings.polling);
  const stopping = new AbortController();
  const { feeds, polling } = settings;
  const gather = gatherOver({ feeds, polling, store, reader, clock: wallClock, random: Math.random, log });
  // Feeds are asked while the watchlist and the chat clients are still being read: entries wait in the inbox.
  const first = gather({ signal: stopping.signal }).catch((error: unknown) => {
    log.error({ error }, 'first pass over the feeds failed');
    return [];
  });
  const close = async (): Promise<void> => {
    stopping.abort();
    await first;
    try {
      await reader.close();
    } finally {
      await store.close();
    }
  };
  try {
    const [{ assemble, partsOf, prepare }, { watchOver }, { startSchedule }, loaded, connect] =
      await Promise.all([
        import('./newsdesk.ts'),
        import('./live.ts'),
        import('#jobs/schedule.ts'),
        loadKnowledge(),
        connectors(settings, log),
      ]);
    const live = watchOver(store, settings, { first: loaded, clock: wallClock, log });
    const { knowledge } = live;
    const newsdesk = await assemble({
      ...partsOf(settings),
      settle: SETTLE,
      knowledge,
      watching: live.watching,
      store,
      connect: (inside) => [...connect(inside), { notifier: terminal }],
      clock: wallClock,
      log,
    });
    await prepare(newsdesk, store, settings, knowledge, wallClock.now());
    await newsdesk.restored();
    // What broke while nobody looked, and a new feed with a wrong address.
    void first
      .then((pass) => newsdesk.notices(pass))
      .catch((error: unknown) => {
        log.error({ error }, 'operators could not be told of the first pass over the feeds');
      });
    return await runJobs(newsdesk, { settings, store, live, gather, startSchedule, close, log });
  } catch (error) {
    await close();
    throw error;
  }
}

interface Running {
  readonly settings: Settings;
  readonly store: Store;
  readonly live: Live;
  readonly gather: GatherPass;
  readonly startSchedule: typeof startSchedule;
  readonly close: () => Promise<void>;
  readonly log: Log;
}

/** Runs work, or leaves it out while it is still being done. */
function leftOutWhileBusy(): (work: () => Promise<unknown>) => Promise<void> {
  let busy = false;
  return async (work) => {
    if (busy) return;
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
  };
}

async function runJobs(
  newsdesk: Newsdesk,
  { settings, store, live, gather, startSchedule, close, log }: Running,
): Promise<Service> {
  const pulse = takePulse(newsdesk, store, wallClock);
  const unlessBusy = leftOutWhileBusy();
  const schedule = startSchedule(
    [
      pulse.watched({
        name: 'gather',
        every: '*/5 * * * * *',
        run: async (signal) => newsdesk.notices(await gather({ signal })),
      }),
      pulse.watched({
        name: 'analyse and deliver',
        every: '* * * * * *',
        // A chat service that hangs holds up its own deliveries, not the analysis, and not the other one.
        overlaps: true,
        run: async (signal) => {
          await unlessBusy(() => newsdesk.analyse(signal));
          pulse.count(await newsdesk.deliver(signal));
        },
      }),
      { name: 'alarm', every: '30 * * * * *', run: () => newsdesk.alarm() },
      { name: 'watchlist', every: '*/5 * * * * *', run: () => live.refresh() },
      { name: 'digest', every: '0 * * * * *', run: () => newsdesk.digests() },
      {
        name: 'tidy',
        every: '0 17 3 * * *',
        run: async () => {
          await newsdesk.tidy();
          giveMemoryBack();
        },
      },
      {
        name: 'publish',
        every: '30 */5 * * * *',
        run: async () => {
          const { folder, address } = settings.publish;
          if (folder !== null) await newsdesk.publish({ folder, address });
        },
      },
      {
        name: 'backup',
        every: '0 7 3 * * *',
        run: async () => {
          if (settings.backup.keep === 0 || store.backUp === null) return;
          const copy = await store.backUp(settings.backup.keep);
          log.info({ file: copy.path, bytes: copy.bytes }, 'store copied');
        },
      },
    ],
    log,
  );
  const health = await openHealth(settings.health, () => pulse.vitals(), log);
  log.info(
    {
      feeds: settings.feeds.length,
      subjects: live.knowledge.watchlist.subjects.size,
      subscriptions: newsdesk.subscribers.all().length,
      platforms: newsdesk.connections.map(({ notifier }) => notifier.platform),
    },
    'wirewatch runs',
  );
  // Not waited for: a chat service that is down must not hold up the reading of feeds.
  void Promise.all(newsdesk.connections.map((connection) => startConnection(connection, log))).then(
    giveMemoryBack,
  );
  return {
    newsdesk,
    async stop() {
      const ended = await Promise.allSettled([
        schedule.stop(),
        health?.close(),
        ...newsdesk.connections.map((connection) => connection.stop()),
      ]);
      for (const one of ended)
        if (one.status === 'rejected')
          log.error({ error: one.reason as unknown }, 'a part of the service did not stop in order');
      // In any case: what is left open keeps the store locked.
      await close();
    },
  };
}

/** A port that is taken is told, and costs nothing else. */
async function openHealth(
  { port, host }: Settings['health'],
  vitals: () => Promise<Vitals>,
  log: Log,
): Promise<HealthServer | null> {
  if (port === null) return null;
  try {
    const { serveHealth } = await import('#ops/health.ts');
    const server = await serveHealth({ port, host, vitals, log });
    log.info({ host, port: server.port }, 'health is told at /healthz and /metrics');
    return server;
  } catch (error) {
    log.error({ host, port, error }, 'health cannot be told; choose another health.port in wirewatch.yaml');
    return null;
  }
}

async function startConnection(connection: Connection, log: Log): Promise<void> {
  const { platform } = connection.notifier;
  try {
    await connection.start();
    log.info({ platform, as: connection.username }, 'platform connected');
  } catch (error) {
    // Stopped while it still tried to reach its service.
    if (error instanceof Error && error.name === 'AbortError')
      log.info({ platform }, 'platform stopped before it was connected');
    else {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ platform, reason }, 'platform does not run; feeds are read all the same');
      log.debug({ platform, error }, 'why it does not run');
    }
  }
}
