/** The only place that builds things: it puts the parts together, starts them and stops them. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createChat } from '#commands/chat.ts';
import type { CommandDeps } from '#commands/command.ts';
import { createDesk } from '#commands/desk.ts';
import type { Desk } from '#commands/desk.ts';
import { commands } from '#commands/index.ts';
import type { Settings } from '#config/load.ts';
import type { Chat } from '#core/chat.ts';
import type { Claim } from '#core/claim.ts';
import type { Entry } from '#core/entry.ts';
import type { Digest, Window } from '#core/digest.ts';
import type { Feed, Source } from '#core/feed.ts';
import type { Message } from '#core/message.ts';
import type { Clock, Collection, Log, Notifier } from '#core/ports.ts';
import type { Subscribers } from '#core/subscribers.ts';
import type { Destination, Platform, Subscription } from '#core/subscription.ts';
import { createReader } from '#feeds/reader.ts';
import type { Reader } from '#feeds/reader.ts';
import { analyse } from '#jobs/analyse.ts';
import type { Analysed } from '#jobs/analyse.ts';
import { deliver } from '#jobs/deliver.ts';
import type { Delivered } from '#jobs/deliver.ts';
import { digestOf, digests } from '#jobs/digest.ts';
import { createGather } from '#jobs/gather.ts';
import type { FeedSummary } from '#jobs/gather.ts';
import { startSchedule } from '#jobs/schedule.ts';
import { tidy } from '#jobs/tidy.ts';
import type { Connection } from '#platforms/connection.ts';
import { digestMessage } from '#render/digest.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { openSubscribers } from '#store/subscribers.ts';
import packageJson from '../package.json' with { type: 'json' };
import { loadKnowledge } from './knowledge.ts';
import type { Knowledge } from './knowledge.ts';

export const wallClock: Clock = { now: () => Date.now() };

/** Where the project's own files lie: seeds, and the settings folder used when the person has none. */
export const HOME = resolve(import.meta.dirname, '..');

/** The destination that is the terminal itself. */
export const TERMINAL: Destination = { platform: 'terminal', chat: 'terminal', thread: null };

export interface NewsdeskParts {
  readonly feeds: readonly Feed[];
  readonly sources: readonly Source[];
  readonly defaults: Settings['defaults'];
  readonly polling: Pick<Settings['polling'], 'concurrency' | 'perHost'>;
  /** The moment as which an entry is judged, ms; the clock's, unless old entries are to be told as if they were new. */
  readonly momentOf?: (entry: Entry) => number;
  readonly keepEntries: number;
  readonly knowledge: Knowledge;
  readonly store: Store;
  readonly reader: Reader;
  /** The platforms that messages go to and questions come from, given the bot's inside. */
  readonly connect: (chat: Chat) => readonly (Connection | { readonly notifier: Notifier })[];
  readonly clock: Clock;
  /** Spreads polls; a single pass has nothing to spread and gives 0. */
  readonly random: () => number;
  readonly log: Log;
}

/** The whole desk, put together: each job as a call, and the chat that answers questions. */
export interface Newsdesk {
  readonly chat: Chat;
  readonly desk: Desk;
  readonly subscribers: Subscribers;
  readonly connections: readonly Connection[];
  gather(options?: GatherOptions): Promise<readonly FeedSummary[]>;
  analyse(signal?: AbortSignal): Promise<Analysed>;
  deliver(signal?: AbortSignal): Promise<Delivered>;
  /** Puts the digests that are due into the outbox. */
  digests(): Promise<number>;
  tidy(): Promise<unknown>;
  digestNow: CommandDeps['digestNow'];
  digestOf(to: Pick<Subscription, 'subjects'>, window: Window): Promise<Digest>;
}

export interface GatherOptions {
  /** First readings are news too. */
  readonly asNews?: boolean;
  /** Also feeds that are not due. */
  readonly all?: boolean;
  readonly signal?: AbortSignal;
}

/** Puts a desk together over a store. Nothing runs yet. */
export async function assemble(parts: NewsdeskParts): Promise<Newsdesk> {
  const { store, knowledge, clock, log } = parts;
  const { watchlist } = knowledge;
  const sources = new Map(parts.sources.map((source) => [source.id, source]));
  const subscribers = await openSubscribers(store.subscriptions);
  const desk = createDesk({
    claims: store.claims,
    stories: store.stories,
    days: store.days,
    cursors: store.cursors,
    feeds: parts.feeds,
    watchlist,
  });
  const forDigests = {
    days: store.days,
    stories: store.stories,
    everybody: (now: number) => desk.everybody(now),
    health: desk.health.bind(desk),
    watchlist,
    sources,
  };
  const digestNow = async (
    to: Pick<Subscription, 'subjects' | 'language' | 'timeZone'>,
  ): Promise<Message> => {
    const now = clock.now();
    const digest = await digestOf(forDigests, to, { from: now - 24 * 60 * 60_000, to: now });
    return digestMessage(digest, { watchlist, sources, language: to.language, timeZone: to.timeZone, now });
  };
  const chat = createChat(
    commands,
    { desk, subscribers, digestNow, watchlist, sources, defaults: parts.defaults, clock },
    log,
  );
  const connected = parts.connect(chat);
  const notifiers = new Map<Platform, Notifier>(
    connected.map(({ notifier }) => [notifier.platform, notifier]),
  );
  const subscriptions = (): Promise<readonly Subscription[]> => Promise.resolve(subscribers.all());
  const gather = createGather({
    feeds: parts.feeds,
    readFeed: (feed, cursor, now) => parts.reader.read(feed, cursor, now),
    inbox: store.inbox,
    aliases: store.aliases,
    cursors: store.cursors,
    clock,
    random: parts.random,
    log,
  });
  return {
    chat,
    desk,
    subscribers,
    connections: connected.filter((one): one is Connection => 'start' in one),
    digestNow,
    digestOf: (to, window) => digestOf(forDigests, to, window),
    gather: (options = {}) =>
      gather({ concurrency: parts.polling.concurrency, perHost: parts.polling.perHost, ...options }),
    analyse: (signal) =>
      analyse(
        {
          inbox: store.inbox,
          outbox: store.outbox,
          claims: store.claims,
          stories: store.stories,
          entries: store.entries,
          days: store.days,
          subscriptions,
          classify: knowledge.classify,
          readClaims: knowledge.readClaims(parts.sources),
          watchlist,
          sources,
          momentOf: parts.momentOf ?? (() => clock.now()),
          clock,
          log,
        },
        signal,
      ),
    deliver: (signal) =>
      deliver(
        {
          outbox: store.outbox,
          sent: store.sent,
          notifiers,
          lost: (destination, reason) => chat.lost(destination, reason),
          moved: (from, to) => chat.moved(from, to),
          clock,
          log,
        },
        signal,
      ),
    digests: () =>
      digests({ ...forDigests, outbox: store.outbox, subscriptions, desk: store.desk, clock, log }),
    tidy: () =>
      tidy({
        days: store.days,
        entries: store.entries,
        stories: store.stories,
        desk: store.desk,
        tidyStore: (now) => store.tidy(now),
        keepEntries: parts.keepEntries,
        clock,
        log,
      }),
  };
}

/**
 * The dossiers are the first records of the ledger. Each start adds what the ledger does not have yet (a dossier that
 * came with an upgrade); what is there stays as it is.
 */
export async function fillLedger(
  ledger: Collection<readonly Claim[]>,
  claims: readonly Claim[],
): Promise<void> {
  for (const [subject, own] of Map.groupBy(claims, (claim) => claim.subject)) {
    const there = (await ledger.get(subject)) ?? [];
    const known = new Set(there.map((claim) => claim.id));
    const missing = own.filter((claim) => !known.has(claim.id));
    if (missing.length > 0) await ledger.set(subject, [...there, ...missing]);
  }
}

/**
 * The file's subscriptions, as the file now has them. What a chat has changed by itself stays the chat's; one that was
 * taken out of the file ends.
 */
export async function followFile(
  subscribers: Subscribers,
  configured: readonly Omit<Subscription, 'createdAt' | 'mutedUntil' | 'paused'>[],
  now: number,
): Promise<void> {
  for (const there of subscribers.all()) {
    if (there.madeIn === 'config' && !configured.some((one) => one.id === there.id)) {
      await subscribers.remove(there.destination);
    }
  }
  for (const one of configured) {
    const there = subscribers.of(one.destination);
    if (there?.madeIn === 'chat') continue;
    await subscribers.save({
      ...one,
      createdAt: there?.createdAt ?? now,
      mutedUntil: there?.mutedUntil ?? null,
      paused: there?.paused ?? null,
    });
  }
}

/** The terminal's own subscription: everything, for those who have no account yet. */
export function terminalSubscription(defaults: Settings['defaults']): Settings['subscriptions'][number] {
  return {
    id: 'terminal:terminal',
    destination: TERMINAL,
    subjects: 'all',
    alerts: 'changes',
    digest: defaults.digest,
    emptyDigest: defaults.emptyDigest,
    timeZone: defaults.timeZone,
    language: defaults.language,
    quiet: null,
    madeIn: 'config',
  };
}

/** The chat services that have a token, each imported only then: discord.js alone costs a fifth of a second at start. */
export async function connectors(
  settings: Settings,
  log: Log,
): Promise<(chat: Chat) => readonly Connection[]> {
  const { telegram, discord } = settings;
  const telegramToken = telegram.enabled ? telegram.token : null;
  const discordToken = discord.enabled ? discord.token : null;
  const [forTelegram, forDiscord] = await Promise.all([
    telegramToken === null ? null : import('#platforms/telegram.ts'),
    discordToken === null ? null : import('#platforms/discord.ts'),
  ]);
  return (chat) => [
    ...(forTelegram === null || telegramToken === null
      ? []
      : [
          forTelegram.createTelegram({
            token: telegramToken.reveal(),
            apiRoot: telegram.apiRoot,
            chat,
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
            chat,
            clock: wallClock,
            log,
          }),
        ]),
  ];
}

export interface Service {
  readonly newsdesk: Newsdesk;
  /** Stops polling, lets what is under way end, leaves the rest in the outbox. Within the drain time. */
  stop(): Promise<void>;
}

/** Starts the service: jobs by the clock, platforms beside them. */
export async function startService(
  settings: Settings,
  knowledge: Knowledge,
  terminal: Notifier,
  log: Log,
): Promise<Service> {
  const [store, connect] = await Promise.all([
    openStore(settings.store.url.reveal(), log),
    connectors(settings, log),
  ]);
  const reader = readerFor(settings.polling);
  const newsdesk = await assemble({
    ...partsOf(settings),
    knowledge,
    store,
    reader,
    connect: (chat) => [...connect(chat), { notifier: terminal }],
    clock: wallClock,
    random: Math.random,
    log,
  });
  await prepare(newsdesk, store, settings, knowledge);
  const stopping = new AbortController();
  const schedule = startSchedule(
    [
      { name: 'gather', every: '*/5 * * * * *', run: (signal) => newsdesk.gather({ signal }) },
      {
        name: 'analyse and deliver',
        every: '* * * * * *',
        run: async (signal) => {
          await newsdesk.analyse(signal);
          await newsdesk.deliver(signal);
        },
      },
      { name: 'digest', every: '0 * * * * *', run: () => newsdesk.digests() },
      { name: 'tidy', every: '0 17 3 * * *', run: () => newsdesk.tidy() },
    ],
    log,
  );
  log.info(
    {
      feeds: settings.feeds.length,
      subjects: knowledge.watchlist.subjects.size,
      subscriptions: newsdesk.subscribers.all().length,
      platforms: newsdesk.connections.map(({ notifier }) => notifier.platform),
    },
    'wirewatch runs',
  );
  // Not waited for: a chat service that is down must not hold up the reading of feeds.
  for (const connection of newsdesk.connections) void startConnection(connection, log);
  const first = newsdesk.gather({ signal: stopping.signal }).catch((error: unknown) => {
    log.error({ error }, 'first pass over the feeds failed');
  });
  return {
    newsdesk,
    async stop() {
      stopping.abort();
      await Promise.all([
        schedule.stop(),
        first,
        ...newsdesk.connections.map((connection) => connection.stop()),
      ]);
      await reader.close();
      await store.close();
    },
  };
}

async function startConnection(connection: Connection, log: Log): Promise<void> {
  const { platform } = connection.notifier;
  try {
    await connection.start();
    log.info({ platform, as: connection.username }, 'platform connected');
  } catch (error) {
    log.error({ platform, error }, 'platform does not run; the others go on');
  }
}

/** What a desk needs before its first job: the dossiers in the ledger, the file's subscriptions. */
export async function prepare(
  newsdesk: Newsdesk,
  store: Store,
  settings: Pick<Settings, 'subscriptions' | 'defaults'>,
  knowledge: Knowledge,
): Promise<void> {
  const now = wallClock.now();
  await fillLedger(store.claims, knowledge.dossierClaims(now));
  const alone = newsdesk.connections.length === 0;
  const named = settings.subscriptions.some(({ destination }) => destination.platform === 'terminal');
  await followFile(
    newsdesk.subscribers,
    alone && !named
      ? [...settings.subscriptions, terminalSubscription(settings.defaults)]
      : settings.subscriptions,
    now,
  );
}

/** The parts of the settings that a desk is made of. */
export function partsOf(
  settings: Settings,
): Pick<NewsdeskParts, 'feeds' | 'sources' | 'defaults' | 'polling' | 'keepEntries'> {
  const { feeds, sources, defaults, polling, retention } = settings;
  return { feeds, sources, defaults, polling, keepEntries: retention.entries };
}

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

/** Where the watchlist, the lexicons and the dossiers of these settings lie. */
export function knowledgeOf(settings: Pick<Settings, 'folder'>): ReturnType<typeof loadKnowledge> {
  // A watch of one's own has its dossiers beside its settings.
  const own = join(settings.folder, '..', 'seeds');
  return loadKnowledge({ config: settings.folder, seeds: existsSync(own) ? own : join(HOME, 'seeds') });
}
