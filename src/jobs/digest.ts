import type { DayLine } from '#core/archive.ts';
import type { Claim } from '#core/claim.ts';
import { dayOf } from '#core/day.ts';
import { digestId, queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import { composeDigest, dossiersUntil, dueWindow, isEmpty, leftOut, LONGEST_WINDOW } from '#core/digest.ts';
import type { Digest, DigestReader, FeedHealth, HeadLine, Window } from '#core/digest.ts';
import type { Source } from '#core/feed.ts';
import { counted, situationOf } from '#core/ledger.ts';
import type { Locales } from '#core/locale.ts';
import type { Clock, Collection, Log, Queue } from '#core/ports.ts';
import { DAY } from '#core/spans.ts';
import type { Story } from '#core/story.ts';
import type { Subscription } from '#core/subscription.ts';
import type { Watchlist } from '#core/watchlist.ts';
import { digestMessage } from '#render/digest.ts';

/** What a digest is made of. */
export interface DigestDeps {
  readonly days: Collection<readonly DayLine[]>;
  readonly stories: Collection<Story>;
  readonly claims: Pick<Collection<readonly Claim[]>, 'getMany'>;
  /** Everybody's situation at a moment, with what the dossiers say until another one. */
  readonly everybody: (now: number, dossiersUntil: number) => Promise<readonly HeadLine[]>;
  readonly health: (window: Window) => Promise<FeedHealth | null>;
  readonly watchlist: Watchlist;
  readonly sources: ReadonlyMap<string, Source>;
}

/** What makes a digest, and whom it is sent to. */
export interface DigestJobDeps extends DigestDeps {
  readonly locales: Locales;
  readonly outbox: Queue<Delivery>;
  readonly subscriptions: () => Promise<readonly Subscription[]>;
  /** Remembers the end of each subscription's last window. */
  readonly desk: Collection<string>;
  /** Waits for the analysis that is under way: what it has read by now is filed then. */
  readonly filed: () => Promise<unknown>;
  readonly clock: Clock;
  readonly log: Log;
}

/** So long may an entry lie in the inbox and still be found for a digest: it is filed under the day on which it was seen, ms. */
const MOST_LATE = 3 * DAY;

/** What a subscription would be told of a window. */
export async function digestOf(deps: DigestDeps, to: DigestReader, window: Window): Promise<Digest> {
  const days: string[] = [];
  const from = Math.max(window.from, window.to - LONGEST_WINDOW) - MOST_LATE;
  const until = window.to + MOST_LATE;
  for (let at = from; dayOf(at) <= dayOf(until); at += DAY) days.push(dayOf(at));
  const lines = (await deps.days.getMany(days)).flatMap((day) => day ?? []);
  const inWindow = lines.filter((line) => line.at >= window.from && line.at < window.to);
  const ids = new Set(inWindow.map((line) => line.story).filter((story) => story !== null));
  const stories = (await deps.stories.getMany([...ids])).filter((story) => story !== null);
  const fresh = new Set(inWindow.map((line) => line.entry));
  const named = [...new Set([...stories, ...inWindow].flatMap(({ subjects }) => subjects))];
  const read = Map.groupBy(lines, (line) => line.entry);
  const late = lines.filter((line) => line.at >= window.to).flatMap(({ subjects }) => subjects);
  const asked = [...new Set([...named, ...late])];
  const ledgers = await deps.claims.getMany(asked);
  const claimed = new Map(asked.map((subject, i) => [subject, ledgers[i] ?? []]));
  const headsAt = async (moment: number): Promise<readonly HeadLine[]> => {
    const known = dossiersUntil(moment, to.timeZone);
    return (await deps.everybody(moment, known)).map((head) => {
      const claims = claimed.get(head.subject.id) ?? [];
      const told = claims.filter(
        (claim) => claim.statedAt > moment || !isReadLater(claim, claims, read, moment),
      );
      if (told.length === claims.length) return head;
      return { ...head, situation: situationOf(told, deps.watchlist, moment, known) };
    });
  };
  return composeDigest(to, window, {
    heads: await headsAt(window.to),
    before: await headsAt(window.from),
    stories,
    fresh,
    claims: named.flatMap((subject) => counted(claimed.get(subject) ?? [])),
    watchlist: deps.watchlist,
    health: await deps.health(window),
  });
}

/**
 * Whether what was said by a moment was read only after it: whose window has ended then was not told of it, and what it changed
 * is new in the next one, and there only.
 * @param claims of its subject
 * @param read lines of the index by entry: a report has one when it is read, and one for each later version
 */
function isReadLater(
  { from, statedAt }: Claim,
  claims: readonly Claim[],
  read: ReadonlyMap<string, readonly DayLine[]>,
  moment: number,
): boolean {
  if (from.kind !== 'entry') return false;
  const lines = read.get(from.entry);
  if (lines === undefined) return false;
  // The lines behind a later version's claims are those of that version.
  const next = claims
    .filter((other) => other.from.kind === 'entry' && other.from.entry === from.entry)
    .reduce(
      (first, other) => (other.statedAt > statedAt ? Math.min(first, other.statedAt) : first),
      Infinity,
    );
  const own = lines.filter(({ at }) => at >= statedAt && at < next).map(({ at }) => at);
  return own.length > 0 && Math.min(...own) >= moment;
}

/** Puts into the outbox every digest whose hour has passed; returns how many. One that fails does not stop the others. */
export async function digests(deps: DigestJobDeps): Promise<number> {
  let owed = 0;
  // Asked before the wait: whatever is read after it lies behind the end of each window that is due now.
  const now = deps.clock.now();
  await deps.filed();
  // Most subscribers of one hour have the same window: everybody's situation is worked out once for each moment of it.
  const known = new Map<string, ReturnType<DigestDeps['everybody']>>();
  const everybody: DigestDeps['everybody'] = (...moment) => {
    const key = moment.join(' ');
    const there = known.get(key) ?? deps.everybody(...moment);
    known.set(key, there);
    return there;
  };
  for (const to of await deps.subscriptions()) {
    try {
      owed += await digestFor({ ...deps, everybody }, to, now);
    } catch (error) {
      deps.log.error({ subscription: to.id, error }, 'digest could not be made, trying again in a minute');
    }
  }
  return owed;
}

async function digestFor(deps: DigestJobDeps, to: Subscription, now: number): Promise<number> {
  const key = `digest:${to.id}`;
  const noted = await deps.desk.get(key);
  const last = noted === null ? null : Number(noted);
  const window = dueWindow(to, last, now);
  if (window === null) return 0;
  const digest = { ...(await digestOf(deps, to, window)), leftOut: leftOut(to, last, window) };
  const silent = isEmpty(digest) && to.emptyDigest === 'silent';
  // Owed before done: a kill between the two makes the same window again, with the same id, which the outbox knows.
  if (!silent) {
    const delivery: Delivery = {
      id: digestId(to.id, window.from, window.to),
      destination: to.destination,
      owedAt: deps.clock.now(),
      silent: false,
      message: digestMessage(digest, {
        watchlist: deps.watchlist,
        sources: deps.sources,
        locale: deps.locales.in(to.language),
        timeZone: to.timeZone,
        platform: to.destination.platform,
        now: deps.clock.now(),
      }),
      cause: { kind: 'digest', from: window.from, to: window.to },
    };
    await deps.outbox.put([queued(delivery)]);
  }
  await deps.desk.set(key, String(window.to));
  return silent ? 0 : 1;
}
