/** Labelled items through the analysis, in order of time, in a fresh store: which stories, copies and alerts come of it. */
import type { Claim } from '#core/claim.ts';
import type { Delivery } from '#core/delivery.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { sourcesById } from '#core/feed.ts';
import type { Log, Queue } from '#core/ports.ts';
import { NO_WISHES } from '#core/subscription.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Verdict } from '#core/verdict.ts';
import { analyse } from '#jobs/analyse.ts';
import { openGrouping } from '#jobs/grouping.ts';
import type { Knowledge } from '#src/knowledge.ts';
import { openStore } from '#store/open.ts';

export interface GroupDeps {
  readonly knowledge: Knowledge;
  readonly sources: readonly Source[];
  readonly readClaims: (entry: Entry, verdict: Verdict) => readonly Claim[];
  /** `all`: as if every item concerned the watch; `kept`: only those that do. */
  readonly let: 'all' | 'kept';
}

export interface GroupedRun {
  /** Story by entry. */
  readonly stories: ReadonlyMap<string, string>;
  /** The first text of the same words, by entry; itself where it is no copy. */
  readonly copies: ReadonlyMap<string, string>;
  readonly alerts: readonly {
    readonly entry: string;
    readonly subjects: readonly string[];
    readonly kind: string;
  }[];
}

const HOUR = 60 * 60_000;

const everything: Subscription = {
  id: 'eval',
  destination: { platform: 'terminal', chat: 'eval', thread: null },
  subjects: 'all',
  ...NO_WISHES,
  alerts: 'changes',
  digest: null,
  emptyDigest: 'silent',
  timeZone: 'UTC',
  language: 'en',
  quiet: null,
  mutedUntil: null,
  madeIn: 'config',
  createdAt: 0,
  paused: null,
};

export async function group(entries: readonly Entry[], deps: GroupDeps): Promise<GroupedRun> {
  const { knowledge } = deps;
  let now = 0;
  const clock = { now: () => now };
  const store = await openStore('memory:', silent, { clock });
  const alerts: GroupedRun['alerts'][number][] = [];
  let reading = '';
  const outbox: Queue<Delivery> = {
    ...store.outbox,
    async put(items) {
      const fresh = await store.outbox.put(items);
      for (const { id, value } of items) {
        if (value.cause.kind === 'alert' && fresh.includes(id))
          alerts.push({ entry: reading, subjects: value.cause.subjects, kind: value.cause.change });
      }
      return fresh;
    },
  };
  const run = {
    ...store,
    outbox,
    grouping: openGrouping({
      ...store,
      watchlist: knowledge.watchlist,
      findThemes: knowledge.findThemes,
      tellsMatter: knowledge.tellsMatter,
      findCounts: knowledge.findCounts,
      readTold: knowledge.readTold,
    }),
    subscriptions: () => Promise.resolve([everything]),
    classify: (entry: Entry): Verdict => {
      const verdict = knowledge.classify(entry);
      return verdict.relevant || deps.let === 'kept'
        ? verdict
        : { ...verdict, relevant: true, reach: 'digest' };
    },
    readClaims: deps.readClaims,
    isShowable: knowledge.isShowable,
    spotUnknown: () => [],
    watchlist: knowledge.watchlist,
    sources: sourcesById(deps.sources),
    locales: knowledge.locales,
    settle: 0,
    momentOf: (entry: Entry) => saidAt(entry) + HOUR,
    clock,
    log: silent,
  };
  for (const entry of entries.toSorted((a, b) => saidAt(a) - saidAt(b))) {
    now = Math.max(now, entry.firstSeenAt);
    reading = entry.id;
    await store.inbox.put([{ id: entry.id, lane: 'inbox', dueAt: 0, value: entry }]);
    await analyse(run);
  }
  const stories = new Map<string, string>();
  for await (const [id, { story }] of store.entries.entries()) if (story !== null) stories.set(id, story);
  const copyOf = new Map<string, string | null>();
  for await (const [id, print] of store.prints.entries()) copyOf.set(id, print.copyOf);
  const first = (id: string): string => {
    const original = copyOf.get(id) ?? null;
    return original === null || original === id ? id : first(original);
  };
  const copies = new Map([...copyOf.keys()].map((id) => [id, first(id)]));
  await store.close();
  return { stories, copies, alerts };
}

const nothing = (): void => {};
const silent: Log = { error: nothing, warn: nothing, info: nothing, debug: nothing };
