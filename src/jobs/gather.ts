import { FIRST_SPREAD, cursorFor, isDue, nextCursor } from '#core/cursor.ts';
import type { ArchivedEntry } from '#core/archive.ts';
import type { FoundEntry, ReadOutcome } from '#core/cursor.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import type { Cursor, Feed } from '#core/feed.ts';
import type { Clock, Collection, Log, Queue, QueueItem } from '#core/ports.ts';
import { DAY } from '#core/spans.ts';
import { WORDS_KEPT, firstWords, seeAgain, wordsKey } from '#core/version.ts';
import type { Back, KnownWords } from '#core/version.ts';

/** What polling reads and writes. */
export interface GatherDeps {
  readonly feeds: readonly Feed[];
  /** Asks one feed. What a server does wrong is an outcome; what it throws is our own fault. */
  readonly readFeed: (feed: Feed, cursor: Cursor, now: number) => Promise<ReadOutcome>;
  readonly inbox: Pick<Queue<Entry>, 'put'>;
  /** Other names of entries, and ids that turned out to be another entry → entry id. */
  readonly aliases: Pick<Collection<string>, 'getMany' | 'setMany'>;
  /** Which words of a report were seen, by `wordsKey`. */
  readonly versions: Pick<Collection<KnownWords>, 'getMany' | 'setMany'>;
  /** What is kept of reports that were read. */
  readonly archive: Pick<Collection<ArchivedEntry>, 'getMany'>;
  readonly cursors: Pick<Collection<Cursor>, 'getMany' | 'set' | 'setMany'>;
  readonly clock: Clock;
  /** 0 to 1 */
  readonly random: () => number;
  readonly log: Log;
}

/** How many feeds are asked, and which. */
export interface GatherOptions {
  /** Feeds read at the same time, at most. */
  readonly concurrency: number;
  /** Of these, from one host, at most: a host that hangs holds up only its own. */
  readonly perHost: number;
  /** Also those that are not due. */
  readonly all?: boolean;
  /** What comes is news, on the first reading and however old: for trying out. */
  readonly asNews?: boolean;
  /** Fires: no further feed is begun, those under way are finished. */
  readonly signal?: AbortSignal;
}

/** What became of one feed in a pass. */
export interface FeedSummary {
  readonly feed: string;
  readonly outcome: ReadOutcome['outcome'];
  /** Entries that were never seen before, news and history. */
  readonly brought: number;
  /** Of these, how many may alert. */
  readonly news: number;
  /** Entries that their outlet changed in place, under the same address or another: to be read again. */
  readonly edited: number;
  readonly trouble: string | null;
  /** Its state changed with this pass: worth a notice. */
  readonly turned: 'bad' | 'good' | 'gone' | null;
}

/** One pass over the due feeds. A feed that an earlier pass is still reading is left out. */
export type Gather = (options: GatherOptions) => Promise<readonly FeedSummary[]>;

interface Gathering extends GatherDeps {
  /** Reports that show words of before, by `wordsKey`: until they have stayed, or words come that are new. */
  readonly returned: Map<string, Back>;
}

/** So many of them are remembered; of the oldest it is forgotten. */
const MOST_RETURNED = 1_000;

/** An entry published longer ago than this when we first see it is history, ms: an old text put into a feed is no news. */
const NEWS_AGE = 7 * DAY;

/** Makes the job that reads the due feeds into the inbox. */
export function createGather(parts: GatherDeps): Gather {
  const deps: Gathering = { ...parts, returned: new Map() };
  // Feeds being read by any pass: a poll that takes longer than its interval does not overlap itself.
  const underWay = new Set<string>();

  return async (options) => {
    const now = deps.clock.now();
    const stored = await deps.cursors.getMany(deps.feeds.map(({ id }) => id));
    const waiting: { feed: Feed; cursor: Cursor; host: string }[] = [];
    // First polls are spread: the first feed at once, so that a start shows something, the others at random after it.
    const fresh = stored.filter((cursor) => cursor === null).length;
    const begun: Cursor[] = [];
    const cursors = deps.feeds.map((feed, index) => {
      const known = stored[index] ?? null;
      const slot = begun.length === 0 || options.all === true ? 0 : deps.random() * spreadFor(fresh);
      const cursor = cursorFor(feed, known, now, slot);
      if (cursor !== known) begun.push(cursor);
      return cursor;
    });
    // The time of a first poll is drawn once, so it has to be kept. Before any feed counts as under way: where this write fails,
    // none must stay so.
    if (begun.length > 0) await deps.cursors.setMany(begun.map((cursor) => [cursor.feed, cursor]));
    for (const [index, feed] of deps.feeds.entries()) {
      const cursor = cursors[index];
      if (cursor === undefined || underWay.has(feed.id)) continue;
      if (!(isDue(cursor, now) || (options.all === true && !cursor.gone))) continue;
      underWay.add(feed.id);
      waiting.push({ feed, cursor, host: URL.parse(cursor.movedTo ?? feed.url)?.host ?? feed.id });
    }
    // Longest due first.
    waiting.sort((a, b) => a.cursor.nextAt - b.cursor.nextAt);

    const summaries: FeedSummary[] = [];
    const perHost = new Map<string, number>();
    // Cursors of feeds that brought nothing wait for each other: one write for many. Lost in a crash, they cost a poll.
    let quiet: Cursor[] = [];
    const flush = async (): Promise<void> => {
      const batch = quiet;
      quiet = [];
      try {
        if (batch.length > 0) await deps.cursors.setMany(batch.map((cursor) => [cursor.feed, cursor]));
      } catch (error) {
        deps.log.error({ error }, 'cursors could not be stored; their feeds are read again on the next poll');
      } finally {
        for (const { feed } of batch) underWay.delete(feed);
      }
    };
    const read = async (next: (typeof waiting)[number]): Promise<void> => {
      perHost.set(next.host, (perHost.get(next.host) ?? 0) + 1);
      const { summary, unstored } = await readOne(deps, options, next.feed, next.cursor);
      summaries.push(summary);
      perHost.set(next.host, (perHost.get(next.host) ?? 1) - 1);
      if (unstored === null) underWay.delete(next.feed.id);
      else quiet.push(unstored);
      if (quiet.length >= QUIET_BATCH) await flush();
    };
    /** Feeds that nobody stands waiting for any more. */
    const slow = new Set<Promise<void>>();
    const worker = async (): Promise<void> => {
      while (options.signal?.aborted !== true) {
        const index = waiting.findIndex(({ host }) => (perHost.get(host) ?? 0) < options.perHost);
        const [next] = index === -1 ? [] : waiting.splice(index, 1);
        // What is left waits for its host; whoever reads from that host now will take it next.
        if (next === undefined) return;
        const reading = read(next);
        if (await endsSoon(reading)) continue;
        if (slow.size >= MOST_SLOW) {
          await reading;
          continue;
        }
        // A host that hangs must not keep the others waiting. When it ends, feeds may be waiting for that host.
        const rest = reading.then(worker).finally(() => slow.delete(rest));
        slow.add(rest);
      }
    };
    try {
      await Promise.all(Array.from({ length: Math.min(options.concurrency, waiting.length) }, worker));
      while (slow.size > 0) await Promise.all(slow);
    } finally {
      await flush();
      for (const { feed } of waiting) underWay.delete(feed.id);
    }
    return summaries;
  };
}

/** After so long, ms, a feed is left to itself and its place is given to the next: nearly all answer within a second. */
const SLOW = 2000;

/** So many feeds may be left to themselves at once: each is a connection and little more. */
const MOST_SLOW = 256;

async function endsSoon(reading: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, SLOW, false);
  });
  try {
    return await Promise.race([reading.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Cursors written at once, of feeds that brought nothing. */
const QUIET_BATCH = 64;

/** Feeds a second that first polls begin with, while all of them fit into the time that cursor.ts sets for a start. */
const FIRST_RATE = 4;

/** How much of that time a start with so many new feeds takes, 0 to 1. */
function spreadFor(fresh: number): number {
  return Math.min(1, fresh / FIRST_RATE / (FIRST_SPREAD / 1000));
}

/** Never throws. `unstored`: the cursor that the caller has still to write. */
async function readOne(
  deps: Gathering,
  options: GatherOptions,
  feed: Feed,
  cursor: Cursor,
): Promise<{ readonly summary: FeedSummary; readonly unstored: Cursor | null }> {
  let outcome: ReadOutcome;
  try {
    outcome = await deps.readFeed(feed, cursor, deps.clock.now());
  } catch (error) {
    deps.log.error({ feed: feed.id, error }, 'reading a feed failed in a way it should not');
    outcome = {
      outcome: 'failed',
      trouble: 'Reading it failed through a fault of our own; see the log.',
      retryAfter: null,
    };
  }
  const now = deps.clock.now();
  const taken = { brought: 0, news: 0, edited: 0 };
  let later = false;
  try {
    // The order of writes: first words, inbox, other names and words, cursor. A crash after any of them repeats the rest on the next poll.
    if (outcome.outcome === 'read') {
      const { later: some, ...counts } = await take(deps, options, outcome.entries, cursor, now);
      Object.assign(taken, counts);
      later = some;
    }
    const brought = taken.brought + taken.edited;
    const read = nextCursor(cursor, feed, outcome, { now, brought, jitter: deps.random() });
    // What waits for its turn must come again, though the document may not change any more.
    const next = later ? { ...read, etag: null, lastModified: null, bodyHash: null } : read;
    // 4. Last. Were it first, a crash before the inbox would lose the entries: the next poll asks only for what came since.
    const urgent = outcome.outcome === 'read' || outcome.outcome === 'gone';
    if (urgent) await deps.cursors.set(feed.id, next);
    const turned = turn(cursor, next);
    tell(deps.log, feed, outcome, turned);
    const summary = { feed: feed.id, outcome: outcome.outcome, ...taken, trouble: next.trouble, turned };
    return { summary, unstored: urgent ? null : next };
  } catch (error) {
    deps.log.error(
      { feed: feed.id, error },
      'entries of a feed could not be stored; they are read again on the next poll',
    );
    const trouble = 'What it brought could not be stored; see the log.';
    return { summary: { feed: feed.id, outcome: 'failed', ...taken, trouble, turned: null }, unstored: null };
  }
}

/** What the entries of one reading came to. */
interface Taken {
  readonly brought: number;
  readonly news: number;
  readonly edited: number;
  /** Something has new words and is to be looked at again with the next poll. */
  readonly later: boolean;
}

/** Takes what a feed shows into the store: what is new, and what is known in new words. The writes are numbered as in ARCHITECTURE. */
async function take(
  deps: Gathering,
  options: GatherOptions,
  found: readonly FoundEntry[],
  cursor: Cursor,
  now: number,
): Promise<Taken> {
  const names = found.flatMap(({ entry, aliases }) => [entry.id, ...aliases]);
  // On a first reading too: another feed of the house may have brought the same.
  const { ids, missing } = namesOf(found, await knownOf(deps.aliases, names));
  const all = found.map(({ entry }, at): Entry => ({
    ...entry,
    id: ids[at] ?? entry.id,
    firstSeenAt: now,
    arrival: arrivalOf(entry, options, cursor, now),
  }));
  // Within the inbox order is kept: what was said first is analysed first, whichever way round the feed is sorted.
  const fresh = all
    .filter(({ id }, at) => id === found[at]?.entry.id)
    .toSorted((a, b) => saidAt(a) - saidAt(b));
  const words = await knownOf(deps.versions, all.map(wordsKey));
  /** Reports of which no words were known, by the key of their words: none can be new to them. */
  const begun = new Map<string, Entry>();
  for (const entry of all) {
    const key = wordsKey(entry);
    if (!words.has(key) && !begun.has(key)) begun.set(key, entry);
  }
  const first = [...begun].map(([key, entry]) => [key, firstWords(entry, now)] as const);

  // 1. The words of what is seen for the first time. Were they written after the inbox, a kill in between would leave a report
  //    whose next change nobody notices.
  if (first.length > 0) await deps.versions.setMany(first);
  // 2. What is new: that it was absent makes it new, that it stays makes it seen.
  const isNew = new Set(
    fresh.length === 0 ? [] : await deps.inbox.put(fresh.map((entry) => queued(entry.id, entry, now))),
  );
  //    And what is known and has new words, to be read again.
  const kept = await wordsRead(deps.archive, begun, isNew, now);
  const { versions, changed, later } = sightsOf(
    all.filter((entry) => begun.get(wordsKey(entry)) !== entry || kept.has(wordsKey(entry))),
    {
      known: new Map([...first, ...words, ...kept]),
      // Two items of one document may be one new entry.
      mayRead: (key, id) => (words.has(key) || kept.has(key)) && !isNew.has(id),
      returned: deps.returned,
      now,
    },
  );
  if (versions.length > 0) await deps.inbox.put(versions);
  // 3. Their other names, and which words were seen. Lost to a crash here, the next poll finds the same ids in the inbox and
  //    writes these again, as long as the cursor is not written; with the cursor first, an edited headline would come a
  //    second time under its new address.
  if (missing.length > 0) await deps.aliases.setMany(missing);
  const seen = new Map([...kept, ...changed]);
  if (seen.size > 0) await deps.versions.setMany([...seen]);
  const news = fresh.filter(({ id, arrival }) => isNew.has(id) && arrival === 'news').length;
  return { brought: isNew.size, news, edited: versions.length, later };
}

/** Those records that are there, by their keys. */
async function knownOf<T>(
  records: Pick<Collection<T>, 'getMany'>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  const values = await records.getMany(keys);
  return new Map(values.flatMap((value, at) => (value === null ? [] : [[keys[at] ?? '', value] as const])));
}

/**
 * Under which id each is known: that of the entry which has one of its names, else its own.
 * @param known ids by name
 * @returns `missing`: the names to be known from now on, with the id
 */
function namesOf(
  found: readonly FoundEntry[],
  known: ReadonlyMap<string, string>,
): { readonly ids: readonly string[]; readonly missing: readonly (readonly [string, string])[] } {
  const owners = new Map(known);
  const missing: (readonly [string, string])[] = [];
  const ids = found.map(({ entry, aliases }) => {
    const names = [entry.id, ...aliases];
    const owner = names.map((name) => owners.get(name)).find((id) => id !== undefined) ?? entry.id;
    // Two items of one document may be names of one entry: the second sees what the first has claimed.
    for (const name of names) {
      if (!owners.has(name) && name !== owner) missing.push([name, owner]);
      owners.set(name, owners.get(name) ?? owner);
    }
    return owner;
  });
  return { ids, missing };
}

/**
 * What there is to be read again of reports that were seen before.
 * @param known their words, by key
 * @param mayRead whether a report is read again; otherwise its words are only taken as seen
 * @param returned is kept up to date
 */
function sightsOf(
  entries: readonly Entry[],
  {
    known,
    mayRead,
    returned,
    now,
  }: {
    readonly known: ReadonlyMap<string, KnownWords>;
    readonly mayRead: (key: string, id: string) => boolean;
    readonly returned: Map<string, Back>;
    readonly now: number;
  },
): {
  readonly versions: readonly QueueItem<Entry>[];
  readonly changed: ReadonlyMap<string, KnownWords>;
  readonly later: boolean;
} {
  const versions: QueueItem<Entry>[] = [];
  const changed = new Map<string, KnownWords>();
  let later = false;
  for (const entry of entries) {
    const key = wordsKey(entry);
    const before = changed.get(key) ?? known.get(key);
    if (before === undefined) continue;
    // What came as news goes on as news: its words are of today, however long ago it was begun, and what it takes back was told.
    // Also on the first reading of another feed of its outlet: taken as seen there, the change would be lost for all of them.
    const arrival = before.news === true ? 'news' : entry.arrival;
    const version: Entry = { ...entry, arrival, changedAt: now };
    const sight = seeAgain(version, before, now, mayRead(key, entry.id), returned.get(key) ?? null);
    if (sight.kind === 'later') later = true;
    else if (sight.kind === 'back') {
      if (remember(returned, key, sight.back).since !== null) later = true;
    } else if (sight.known !== null) {
      changed.set(key, sight.known);
      returned.delete(key);
    }
    if (sight.kind === 'version') versions.push(queued(sight.id, version, now));
  }
  return { versions, changed, later };
}

/**
 * The words that reports had when they were read last of which it is known and no words are: in a store that is older than the
 * remembering of words. Of what has not changed for so long that its words are forgotten nothing is looked up.
 * @param begun by the key of their words
 */
async function wordsRead(
  archive: GatherDeps['archive'],
  begun: ReadonlyMap<string, Entry>,
  isNew: ReadonlySet<string>,
  now: number,
): Promise<ReadonlyMap<string, KnownWords>> {
  const known = [...begun].filter(([, { id }]) => !isNew.has(id));
  if (known.length === 0) return new Map();
  const kept = await archive.getMany(known.map(([, { id }]) => id));
  return new Map(
    known.flatMap(([key, entry], at) => {
      const read = kept[at]?.entry;
      if (read?.source !== entry.source) return [];
      const isForgotten = now - (read.changedAt ?? read.firstSeenAt) > WORDS_KEPT;
      return isForgotten ? [] : [[key, firstWords(read, now)] as const];
    }),
  );
}

function remember(returned: Map<string, Back>, key: string, back: Back): Back {
  returned.set(key, back);
  const [oldest] = returned.size > MOST_RETURNED ? returned.keys() : [];
  if (oldest !== undefined) returned.delete(oldest);
  return back;
}

function queued(id: string, value: Entry, now: number): QueueItem<Entry> {
  return { id, lane: 'inbox', dueAt: now, value };
}

function arrivalOf(
  entry: FoundEntry['entry'],
  options: GatherOptions,
  cursor: Cursor,
  now: number,
): Entry['arrival'] {
  if (options.asNews === true) return 'news';
  if (cursor.firstReadAt === null) return 'history';
  return entry.publishedAt !== null && entry.publishedAt < now - NEWS_AGE ? 'history' : 'news';
}

function turn(before: Cursor, after: Cursor): FeedSummary['turned'] {
  if (after.gone && !before.gone) return 'gone';
  if (before.trouble === null && after.trouble !== null) return 'bad';
  return before.trouble !== null && after.trouble === null ? 'good' : null;
}

function tell(log: Log, feed: Feed, outcome: ReadOutcome, turned: FeedSummary['turned']): void {
  const fields = { feed: feed.id, url: feed.url };
  if (outcome.outcome === 'gone') log.warn({ ...fields, trouble: outcome.trouble }, 'feed is gone');
  else if (outcome.outcome === 'failed') {
    const sentence = 'feed could not be read';
    if (turned === 'bad') log.warn({ ...fields, trouble: outcome.trouble }, sentence);
    else log.debug({ ...fields, trouble: outcome.trouble }, sentence);
  } else if (turned === 'good') log.info(fields, 'feed answers again');
  else if (outcome.outcome === 'read' && outcome.mended.length > 0)
    log.debug({ ...fields, mended: outcome.mended }, 'feed was mended');
}
