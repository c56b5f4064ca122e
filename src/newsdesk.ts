/** The desk, put together over a store: every job as a call, and the chat that answers questions. */
import { join } from 'node:path';
import { createChat } from '#commands/chat.ts';
import { createDesk } from '#commands/desk.ts';
import type { Desk } from '#commands/desk.ts';
import { createExplain } from '#commands/explain.ts';
import type { Explain } from '#commands/explain.ts';
import { commands } from '#commands/index.ts';
import { queryOf } from '#commands/search.ts';
import type { Settings } from '#config/load.ts';
import type { Chat } from '#core/chat.ts';
import type { Claim } from '#core/claim.ts';
import type { FeedHealth, Digest, DigestReader, Window } from '#core/digest.ts';
import type { Entry } from '#core/entry.ts';
import type { Feed, Source } from '#core/feed.ts';
import { sourcesById } from '#core/feed.ts';
import { oneByOne } from '#core/in-turn.ts';
import type { Clock, Collection, Log, Notifier } from '#core/ports.ts';
import type { Rulings } from '#core/ruling.ts';
import type { MisreadFilter, Search } from '#core/search.ts';
import { DAY, MINUTE } from '#core/spans.ts';
import type { Subscribers } from '#core/subscribers.ts';
import { destinationKey, NO_WISHES } from '#core/subscription.ts';
import type { Destination, Platform, Subscription } from '#core/subscription.ts';
import { entryIdOfLink } from '#feeds/identity.ts';
import { FIXED_WATCH } from '#core/watching.ts';
import type { Watching } from '#core/watching.ts';
import { analyse } from '#jobs/analyse.ts';
import type { Analysed } from '#jobs/analyse.ts';
import { createDeliver } from '#jobs/deliver.ts';
import type { Deliver } from '#jobs/deliver.ts';
import { digestOf, digests } from '#jobs/digest.ts';
import { atHand } from '#jobs/at-hand.ts';
import { openGrouping } from '#jobs/grouping.ts';
import type { FeedSummary } from '#jobs/gather.ts';
import { lostNotice, notices, restoredNotice } from '#jobs/notices.ts';
import { SENT_AGAIN, backlogAlarm, heldUpNotice, openCounter } from '#jobs/backlog.ts';
import { rule } from '#jobs/rule.ts';
import { publish } from '#jobs/publish.ts';
import { stillToTell } from '#jobs/overtaken.ts';
import { storyUnder, withMutesInForce } from '#jobs/regroup.ts';
import { tidy } from '#jobs/tidy.ts';
import { writeWhole } from '#ops/whole-file.ts';
import type { Connection, Inside } from '#platforms/connection.ts';
import { MANNERS } from '#platforms/manners.ts';
import { forgetChat, formerKeys, moveChat } from '#store/chats.ts';
import { openSearch } from '#store/search.ts';
import type { Store } from '#store/store.ts';
import { openSubscribers } from '#store/subscribers.ts';
import packageJson from '../package.json' with { type: 'json' };
import type { Knowledge } from './knowledge.ts';

/** The destination that is the terminal itself. */
export const TERMINAL: Destination = { platform: 'terminal', chat: 'terminal', thread: null };

/** The defaults of the settings. */
const USUAL_OUTBOX: Settings['outbox'] = {
  unanswered: { urgent: 'again', rest: 'once' },
  firstPause: 5_000,
  alarmAfter: 30 * MINUTE,
};

const USUAL_KEEP_SENT = 90 * DAY;

/** What the newsdesk is put together from: stores, platforms and the watchlist. */
export interface NewsdeskParts {
  /** Null where none is polled, as when items are replayed: digests then say nothing of feeds. */
  readonly feeds: readonly Feed[] | null;
  readonly sources: readonly Source[];
  readonly defaults: Settings['defaults'];
  /** The moment as which an entry is judged, ms; the clock's, unless old entries are to be told as if they were new. */
  readonly momentOf?: (entry: Entry) => number;
  /** How long an alert waits for company before it is sent, ms; not at all, unless given. */
  readonly settle?: number;
  readonly keepEntries: number;
  /** How long it is kept which message was sent where, ms; as the settings have it by default, unless given. */
  readonly keepSent?: number;
  /** Where the operators are told of trouble. */
  readonly admins: readonly Destination[];
  /** A feed that brings nothing new for so long is silent, ms. */
  readonly silentAfter: number;
  /** As the settings have it; their defaults, unless given. */
  readonly outbox?: Settings['outbox'];
  readonly knowledge: Knowledge;
  /** Changes of the watch from chat; none, unless given. */
  readonly watching?: Watching;
  readonly store: Store;
  /** The platforms that messages go to and questions come from, given the bot's inside. */
  readonly connect: (inside: Inside) => readonly (Connection | { readonly notifier: Notifier })[];
  readonly clock: Clock;
  readonly log: Log;
}

/** The whole desk, put together: each job as a call, and the chat that answers questions. */
export interface Newsdesk {
  readonly chat: Chat;
  readonly desk: Desk;
  readonly subscribers: Subscribers;
  readonly connections: readonly Connection[];
  analyse(signal?: AbortSignal): Promise<Analysed>;
  /** Runs may overlap. */
  readonly deliver: Deliver;
  /** Tells the operators when something has waited for too long, and when it no longer does. */
  alarm(): Promise<unknown>;
  /** Puts the digests that are due into the outbox. */
  digests(): Promise<number>;
  tidy(): Promise<unknown>;
  /** Writes our own feeds into a folder. @returns files that changed */
  publish(to: { readonly folder: string; readonly address: string | null }): Promise<number>;
  /** Tells the operators when this start had to put a copy in the place of a damaged store. */
  restored(): Promise<void>;
  /** Tells the operators what a pass over the feeds has changed. */
  notices(pass: readonly FeedSummary[]): Promise<number>;
  explain: Explain;
  /** As `/search` reads what is typed; nothing is looked for where a filter is none. */
  search(
    typed: string,
    most: number,
  ): Promise<Awaited<ReturnType<Search>> | { readonly misread: readonly MisreadFilter[] }>;
  digestOf(to: DigestReader, window: Window): Promise<Digest>;
}

/** Puts a desk together over a store. Nothing runs yet. */
export async function assemble(parts: NewsdeskParts): Promise<Newsdesk> {
  const { store, knowledge, clock, log } = parts;
  const { watchlist, locales } = knowledge;
  const sending = parts.outbox ?? USUAL_OUTBOX;
  const again = await openCounter(store.desk, SENT_AGAIN);
  const sources = sourcesById(parts.sources);
  const subscribers = await openSubscribers(store.subscriptions);
  const subscriptions = (): Promise<readonly Subscription[]> => Promise.resolve(subscribers.all());
  /** What is read and told with; each job takes of it what it needs. */
  const inside = {
    outbox: store.outbox,
    claims: store.claims,
    stories: store.stories,
    storyAliases: store.storyAliases,
    storyUnder: (id: string) => storyUnder(store, id),
    entries: store.entries,
    days: store.days,
    gists: store.gists,
    subscriptions,
    watchlist,
    sources,
    locales,
    clock,
    log,
  };
  const desk = createDesk({
    ...inside,
    cursors: store.cursors,
    feeds: parts.feeds ?? [],
    silentAfter: parts.silentAfter,
    dossiers: knowledge.dossiers,
  });
  const forDigests = {
    ...inside,
    everybody: desk.everybody.bind(desk),
    health: (window: Window): Promise<FeedHealth | null> =>
      parts.feeds === null ? Promise.resolve(null) : desk.health(window),
  };
  const explain = createExplain({ ...inside, idOfLink: entryIdOfLink });
  // Who writes the archive writes it through the search, so that it finds what has come and what has changed.
  const { search, days, entries } = openSearch(inside);
  const forNotices = {
    ...inside,
    desk: store.desk,
    admins: parts.admins,
    locale: locales.in(parts.defaults.language),
  };
  // The ledger has one writer at a time: an operator's word waits for the analysis that is under way.
  const inTurn = oneByOne();
  const rulings: Rulings = {
    rule: (subject, id, does, by) => inTurn(() => rule(inside, subject, id, does, by)),
  };
  const chat = createChat(
    commands,
    {
      ...inside,
      desk,
      explain,
      search,
      subscribers,
      digestOf: (to, window) => digestOf(forDigests, to, window),
      recognise: knowledge.recognise,
      typedWords: knowledge.typedWords,
      watching: parts.watching ?? FIXED_WATCH,
      rulings,
      outbox: {
        backlog: (now) => store.outbox.backlog(now),
        revive: (ids) => store.outbox.revive(ids),
        settle: (id, outcome) => store.outbox.settle(id, outcome),
        repeated: again.count,
      },
      defaults: parts.defaults,
      forget: (destination) => forgetChat(store, subscribers, destination),
      lost: (destination, reason) => lostNotice(forNotices, destination, reason),
      moved: (from, to) => moveChat(store, subscribers, from, to),
      version: packageJson.version,
    },
    log,
  );
  const connected = parts.connect({ chat, locales, notes: store.desk });
  const notifiers = new Map<Platform, Notifier>(
    connected.map(({ notifier }) => [notifier.platform, notifier]),
  );
  const connections = connected.filter((one): one is Connection => 'start' in one);
  // Written by the analysis and the tidying alone, through this; all others read them where each change is first.
  const stories = atHand(store.stories, 64);
  const grouping = openGrouping({
    ...inside,
    stories,
    days,
    prints: store.prints,
    frequencies: store.frequencies,
    findThemes: knowledge.findThemes,
    tellsMatter: knowledge.tellsMatter,
    findCounts: knowledge.findCounts,
    readTold: knowledge.readTold,
  });
  return {
    chat,
    desk,
    subscribers,
    connections,
    explain,
    search: async (typed, most) => {
      const { recognise, typedWords } = knowledge;
      const { query, misread } = queryOf(typed, { sources, watchlist, recognise, typedWords });
      return misread.length > 0 ? { misread } : search(query, most);
    },
    digestOf: (to, window) => digestOf(forDigests, to, window),
    analyse: (signal) =>
      inTurn(() =>
        analyse(
          {
            ...inside,
            inbox: store.inbox,
            stories,
            entries,
            days,
            grouping,
            recurring: store.recurring,
            classify: knowledge.classify,
            readClaims: knowledge.readClaims(parts.sources),
            isShowable: knowledge.isShowable,
            spotUnknown: knowledge.spotUnknown,
            proposed: store.proposed,
            settle: parts.settle ?? 0,
            momentOf: parts.momentOf ?? (() => clock.now()),
          },
          signal,
        ),
      ),
    deliver: createDeliver({
      ...inside,
      sent: store.sent,
      notifiers,
      manners: MANNERS,
      answers: async (platform) => {
        const asked = connections.find(({ notifier }) => notifier.platform === platform);
        return asked === undefined || (await asked.check()).ok;
      },
      unanswered: sending.unanswered,
      firstPause: sending.firstPause,
      lost: (destination, reason) => chat.lost(destination, reason),
      moved: (from, to) => chat.moved(from, to),
      heldUp: (destination, until, reason) => heldUpNotice(forNotices, destination, until, reason),
      repeated: again.add,
      idsOf: async (destination) => {
        const own = destinationKey(destination);
        return [own, ...(await formerKeys(store, own))];
      },
      stillToTell: (delivery) => stillToTell(inside, delivery),
      random: Math.random,
    }),
    alarm: () => backlogAlarm({ ...forNotices, after: sending.alarmAfter }),
    digests: () =>
      digests({
        ...forDigests,
        // A muted story may have joined an older one since.
        subscriptions: async () =>
          Promise.all((await subscriptions()).map((to) => withMutesInForce(store, to))),
        desk: store.desk,
        filed: () => inTurn(() => Promise.resolve()),
      }),
    notices: (pass) => notices(forNotices, pass),
    publish: ({ folder, address }) =>
      publish({
        ...forNotices,
        latestOfEach: (subjects, most) => desk.latestOfEach(subjects, most, clock.now()),
        address,
        write: (name, content) => writeWhole(join(folder, name), content),
      }),
    restored: async () => {
      if (store.restored === null) return;
      await restoredNotice(forNotices, store.restored.from.madeAt, store.restored.aside);
    },
    // In turn with the analysis, which files reports under days that are tidied.
    tidy: () =>
      inTurn(() =>
        tidy({
          ...inside,
          days,
          entries,
          stories,
          sent: store.sent,
          tidyStore: (now) => store.tidy(now),
          keepEntries: parts.keepEntries,
          keepSent: parts.keepSent ?? USUAL_KEEP_SENT,
        }),
      ),
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
async function followFile(
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
    // A digest that is turned on tells nothing of the months without one.
    const turnedOn = there?.digest === null && one.digest !== null;
    await subscribers.save({
      ...one,
      createdAt: turnedOn ? now : (there?.createdAt ?? now),
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
    ...NO_WISHES,
    alerts: 'changes',
    digest: defaults.digest,
    emptyDigest: defaults.emptyDigest,
    timeZone: defaults.timeZone,
    language: defaults.language,
    quiet: null,
    madeIn: 'config',
  };
}

/** What a desk needs before its first job: the dossiers in the ledger, the file's subscriptions. */
export async function prepare(
  newsdesk: Newsdesk,
  store: Store,
  settings: Pick<Settings, 'subscriptions' | 'defaults' | 'sources'>,
  knowledge: Knowledge,
  now: number,
): Promise<void> {
  await fillLedger(store.claims, knowledge.dossierClaims(now, settings.sources));
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
): Pick<
  NewsdeskParts,
  'feeds' | 'sources' | 'defaults' | 'keepEntries' | 'keepSent' | 'silentAfter' | 'admins' | 'outbox'
> {
  const { feeds, sources, defaults, retention, polling, telegram, admins, outbox } = settings;
  const telegramRuns = telegram.enabled && telegram.token !== null;
  return {
    feeds,
    sources,
    defaults,
    keepEntries: retention.entries,
    keepSent: retention.sent,
    silentAfter: polling.silentAfter,
    outbox,
    // On Discord an id of a person is no channel; whoever wants notices there is on Telegram too, or looks at /feeds.
    admins: telegramRuns ? admins.telegram.map((chat) => ({ platform: 'telegram', chat, thread: null })) : [],
  };
}
