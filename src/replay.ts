/** The whole path over items of the past, in a fresh store, the clock following their dates. */
import { dayOf } from '#core/day.ts';
import type { Delivery } from '#core/delivery.ts';
import type { Entry } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { Language } from '#core/locale.ts';
import type { Message } from '#core/message.ts';
import type { Clock, Collection, Log, Notifier, Outbox } from '#core/ports.ts';
import type { ChangeKind } from '#core/situation.ts';
import { HOUR } from '#core/spans.ts';
import { passings } from '#core/wallclock.ts';
import type { Known } from '#commands/desk.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import type { Knowledge } from './knowledge.ts';
import { assemble, fillLedger } from './newsdesk.ts';
import type { Newsdesk } from './newsdesk.ts';
import { askTerminal, followingClock, subscribeTerminal } from './rehearsal.ts';
import type { FollowingClock } from './rehearsal.ts';

/** What is replayed, and against what knowledge. */
export interface ReplayParts {
  /** In any order: they are taken by `firstSeenAt`, and among equals as they stand here. */
  readonly entries: readonly Entry[];
  readonly knowledge: Knowledge;
  readonly sources: readonly Source[];
  /** Stops before this moment, ms; null: after the last entry. */
  readonly until: number | null;
  /** The dossiers too, each from its own date. */
  readonly seeds: boolean;
  /** Of the messages. */
  readonly language: Language;
  /** Is told of each message as it goes out. */
  readonly show: (shown: Shown) => void;
  readonly log: Log;
}

/** A message that the subscriber got, or the newer state of one. */
export interface Shown {
  /** ms */
  readonly at: number;
  readonly as: 'alert' | 'edit' | 'digest';
  readonly message: Message;
}

/** A message that the subscriber got for a change. */
export interface ReplayedAlert {
  readonly delivery: string;
  /** When it was first owed, ms. */
  readonly at: number;
  readonly kind: ChangeKind;
  readonly subjects: readonly string[];
  /** The entry that brought the change. */
  readonly entry: string;
  readonly story: string;
  /** As it was sent; later states of it are edits. */
  readonly message: Message;
}

/** A newer state of a message that was sent. */
export interface ReplayedEdit {
  /** When it was owed, ms. */
  readonly at: number;
  /** The delivery it changes. */
  readonly edits: string;
  readonly entry: string;
  readonly message: Message;
}

/** A digest that would have gone out. */
export interface ReplayedDigest {
  /** ms */
  readonly at: number;
  /** `[from, to)`, ms. */
  readonly from: number;
  readonly to: number;
  readonly message: Message;
}

/** What became of it all. */
export interface Replayed {
  readonly entries: number;
  /** The clock at the end, ms. */
  readonly now: number;
  readonly subjects: readonly Known[];
  readonly alerts: readonly ReplayedAlert[];
  readonly edits: readonly ReplayedEdit[];
  readonly digests: readonly ReplayedDigest[];
  readonly stories: readonly {
    readonly id: string;
    readonly entries: readonly string[];
    readonly subjects: readonly string[];
  }[];
  /** What chat answers to `/status` at the end. */
  readonly status: Message;
}

/** The built-in subscriber's digest. A day without a story brings none. */
const DIGEST = { hour: 9, minute: 0 } as const;
const ZONE = 'UTC';

/** After the last entry messages that wait for company still go out: none waits longer, ms. */
const AFTERMATH = HOUR;

/** Runs entries through inbox, analysis, outbox and delivery, each at its own time, for one subscriber who follows all. */
export async function replay(parts: ReplayParts): Promise<Replayed> {
  const { until, language } = parts;
  const defaults = { digest: DIGEST, timeZone: ZONE, language, emptyDigest: 'silent', quiet: null } as const;
  const entries = parts.entries
    .filter((entry) => until === null || entry.firstSeenAt < until)
    .toSorted((a, b) => a.firstSeenAt - b.firstSeenAt);
  const first = entries[0]?.firstSeenAt ?? until ?? 0;
  const clock = followingClock(first);
  const opened = await openStore('memory:', parts.log, { clock });
  const store: Store = {
    ...opened,
    entries: atHand(),
    days: atHand(),
    claims: atHand(),
    stories: atHand(),
    storyAliases: atHand(),
    gists: atHand(),
    prints: atHand(),
    frequencies: atHand(),
    recurring: atHand(),
    sent: atHand(),
  };
  try {
    const readClaims = parts.knowledge.readClaims(parts.sources);
    const recorder = record(store.outbox, clock, parts.show);
    const newsdesk = await assemble({
      feeds: null,
      sources: parts.sources,
      defaults,
      keepEntries: Infinity,
      silentAfter: Infinity,
      admins: [],
      // Made once: the watch does not change meanwhile.
      knowledge: { ...parts.knowledge, readClaims: () => readClaims },
      store: { ...store, outbox: recorder.outbox },
      connect: () => [{ notifier: recorder.notifier }],
      clock,
      log: parts.log,
    });
    await subscribeTerminal(newsdesk, defaults, first);
    const steps = stepper({ parts, newsdesk, store, clock, recorder });
    for (const entry of entries) {
      await steps.to(entry.firstSeenAt);
      recorder.reading(entry.id);
      await store.inbox.put([{ id: entry.id, lane: 'inbox', dueAt: entry.firstSeenAt, value: entry }]);
      await newsdesk.analyse();
      await steps.deliver();
    }
    const last = entries.at(-1)?.firstSeenAt ?? first;
    const end = until === null ? passings(last + AFTERMATH, DIGEST, ZONE).next : until - 1;
    await steps.to(Math.max(last, end));
    return {
      entries: entries.length,
      now: clock.now(),
      subjects: await newsdesk.desk.everybody(clock.now()),
      ...recorder.recorded(),
      stories: await storiesOf(store),
      status: await askTerminal(newsdesk, 'status', language),
    };
  } finally {
    await store.close();
  }
}

/**
 * Records kept as they are: the store is gone afterwards, and packing and checking each record anew for every item would
 * take most of the time.
 */
function atHand<T>(): Collection<T> {
  const known = new Map<string, T>();
  return {
    get: async (id) => known.get(id) ?? null,
    getMany: async (ids) => ids.map((id) => known.get(id) ?? null),
    async set(id, value) {
      known.set(id, value);
    },
    async setMany(records) {
      for (const [id, value] of records) known.set(id, value);
    },
    async delete(id) {
      known.delete(id);
    },
    async *entries() {
      yield* known;
    },
  };
}

// ── What happens between two entries ─────────────────────────────────────────────────────────────────────────────────

interface Stepped {
  readonly parts: ReplayParts;
  readonly newsdesk: Newsdesk;
  readonly store: Store;
  readonly clock: FollowingClock;
  readonly recorder: Recorder;
}

interface Stepper {
  /** Moves the clock, and does on the way what the schedule would have done. */
  to(ms: number): Promise<void>;
  /** Sends what is due now. */
  deliver(): Promise<void>;
}

function stepper({ parts, newsdesk, store, clock, recorder }: Stepped): Stepper {
  let nextDigest = passings(clock.now(), DIGEST, ZONE).next;
  let filledOn: string | null = null;
  let filled = 0;

  const deliver = async (): Promise<void> => {
    if (recorder.due(clock.now())) await newsdesk.deliver();
  };
  const passTo = async (ms: number): Promise<void> => {
    for (let at = recorder.nextDue(ms); at !== null; at = recorder.nextDue(ms)) {
      clock.to(at);
      await deliver();
    }
    clock.to(ms);
  };
  const digestAt = async (ms: number): Promise<void> => {
    await passTo(ms);
    await newsdesk.digests();
    await deliver();
  };
  /** A dossier is known from its date on. */
  const fill = async (): Promise<void> => {
    const today = dayOf(clock.now());
    if (!parts.seeds || today === filledOn) return;
    filledOn = today;
    const claims = parts.knowledge.dossierClaims(clock.now(), parts.sources);
    if (claims.length > filled) await fillLedger(store.claims, claims);
    filled = claims.length;
  };
  return {
    deliver,
    async to(ms) {
      if (nextDigest <= ms) {
        await digestAt(nextDigest);
        // The days between have no story, and bring no digest: only the last one is asked for, so that windows stay a day.
        const { last, next } = passings(ms, DIGEST, ZONE);
        if (last > nextDigest) await digestAt(last);
        nextDigest = next;
      }
      await passTo(ms);
      await fill();
    },
  };
}

// ── What is recorded ─────────────────────────────────────────────────────────────────────────────────────────────────

interface Recorder {
  readonly outbox: Outbox<Delivery>;
  readonly notifier: Notifier;
  /** What is owed from here on is owed for this entry. */
  reading(entry: string): void;
  /** Whether something may be due at `now`, ms; each is asked for once. */
  due(now: number): boolean;
  /** The next moment before `ms` at which something is due; null when nothing is. */
  nextDue(ms: number): number | null;
  recorded(): Pick<Replayed, 'alerts' | 'edits' | 'digests'>;
}

/** An outbox that notes when and for which entry each message was owed, and a platform that keeps what is sent. */
function record(inner: Outbox<Delivery>, clock: Clock, show: ReplayParts['show']): Recorder {
  let entry = '';
  const owed = new Map<
    string,
    { readonly at: number; readonly entry: string; readonly cause: Delivery['cause'] }
  >();
  /** The newest edit owed, by the delivery that it changes. */
  const edited = new Map<string, { readonly at: number; readonly entry: string }>();
  let waiting: number[] = [];
  const alerts: ReplayedAlert[] = [];
  const edits: ReplayedEdit[] = [];
  const digests: ReplayedDigest[] = [];
  const outbox: Outbox<Delivery> = {
    begin: (id, attempt) => inner.begin(id, attempt),
    release(ids, until) {
      waiting.push(until.at);
      return inner.release(ids, until);
    },
    revive: (ids) => inner.revive(ids),
    forget: (lane) => inner.forget(lane),
    lease: (now, n, ms) => inner.lease(now, n, ms),
    settle(id, outcome) {
      if (outcome.kind === 'retry') waiting.push(outcome.at);
      return inner.settle(id, outcome);
    },
    backlog: (now) => inner.backlog(now),
    async put(items) {
      const fresh = await inner.put(items);
      for (const { id, value } of items) {
        if (!fresh.includes(id)) continue;
        owed.set(id, { at: clock.now(), entry, cause: value.cause });
        if (value.cause.kind === 'edit') edited.set(value.cause.edits, { at: clock.now(), entry });
      }
      waiting.push(...items.filter(({ id }) => fresh.includes(id)).map(({ dueAt }) => dueAt));
      return fresh;
    },
  };
  const notifier: Notifier = {
    platform: 'terminal',
    send({ id, message }) {
      const since = owed.get(id);
      const cause = since?.cause;
      if (since !== undefined && cause?.kind === 'alert') {
        const { change: kind, subjects, story } = cause;
        const { at, entry: by } = since;
        alerts.push({ delivery: id, at, kind, subjects, entry: by, story, message });
        show({ at, as: 'alert', message });
      } else if (cause?.kind === 'digest') {
        digests.push({ at: clock.now(), from: cause.from, to: cause.to, message });
        show({ at: clock.now(), as: 'digest', message });
      }
      return Promise.resolve({ outcome: 'sent', messageId: id });
    },
    edit(_to, messageId, message) {
      edits.push({ ...(edited.get(messageId) ?? { at: clock.now(), entry }), edits: messageId, message });
      show({ at: clock.now(), as: 'edit', message });
      return Promise.resolve({ outcome: 'sent', messageId });
    },
  };
  return {
    outbox,
    notifier,
    reading(id) {
      entry = id;
    },
    due(now) {
      const before = waiting.length;
      waiting = waiting.filter((at) => at > now);
      return waiting.length < before;
    },
    nextDue(ms) {
      const due = waiting.filter((at) => at < ms);
      return due.length === 0 ? null : Math.min(...due);
    },
    recorded: () => ({ alerts: alerts.toSorted((a, b) => a.at - b.at), edits, digests }),
  };
}

async function storiesOf(store: Store): Promise<Replayed['stories']> {
  const stories: (Replayed['stories'][number] & { readonly openedAt: number })[] = [];
  for await (const [id, story] of store.stories.entries()) {
    const { subjects, openedAt } = story;
    stories.push({ id, entries: story.entries.map((known) => known.entry), subjects, openedAt });
  }
  return stories
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map(({ id, entries, subjects }) => ({ id, entries, subjects }));
}
