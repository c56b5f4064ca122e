import { dayOf, momentText } from '#core/day.ts';
import { queued } from '#core/delivery.ts';
import type { Delivery } from '#core/delivery.ts';
import { causeId } from '#core/ids.ts';
import type { Locale } from '#core/locale.ts';
import type { Words } from '#core/message.ts';
import type { Clock, Collection, Queue } from '#core/ports.ts';
import { HOUR } from '#core/spans.ts';
import { destinationKey } from '#core/subscription.ts';
import type { Destination } from '#core/subscription.ts';
import { heading, joined, list, message, paragraph } from '#render/build.ts';
import type { FeedSummary } from './gather.ts';

/** What telling the operators of a feed's health needs. */
export interface NoticeDeps {
  readonly outbox: Queue<Delivery>;
  /** Remembers what the operators were told of each feed. */
  readonly desk: Collection<string>;
  /** Where the operators are. */
  readonly admins: readonly Destination[];
  /** Of the operators. */
  readonly locale: Locale;
  readonly clock: Clock;
}

/** A feed that goes back and forth is told of at most so often, ms. */
const SAME_FEED = 6 * HOUR;

/** Feeds named in one notice; when the network is down all of them turn bad at once. */
const NAMED = 10;

/**
 * Tells the operators which feeds have begun to fail, which are gone for good, and which of those they were told of answer
 * again: one notice a pass, nothing twice. Returns how many notices are owed.
 */
export async function notices(deps: NoticeDeps, pass: readonly FeedSummary[]): Promise<number> {
  const turned = pass.filter((feed) => feed.turned !== null);
  if (turned.length === 0 || deps.admins.length === 0) return 0;
  const now = deps.clock.now();
  const told = await deps.desk.getMany(turned.map((feed) => keyOf(feed.feed)));
  const bad: FeedSummary[] = [];
  const good: FeedSummary[] = [];
  for (const [i, feed] of turned.entries()) {
    const before = read(told[i] ?? null);
    if (feed.turned === 'good') {
      if (before?.state === 'bad') good.push(feed);
    } else if (feed.turned === 'gone' || before === null || now - before.at >= SAME_FEED) bad.push(feed);
  }
  if (bad.length + good.length === 0) return 0;
  const { locale } = deps;
  const text = message(
    [
      ...(bad.length === 0
        ? []
        : [heading(['⚠️ ', ...locale.say('notice.feeds')]), list(named(bad, locale))]),
      ...(good.length === 0
        ? []
        : [
            paragraph(
              locale.say('notice.again', {
                feeds: joined(
                  ', ',
                  good.map(({ feed }) => feed),
                ),
              }),
            ),
          ]),
      paragraph(locale.say('notice.all')),
    ],
    { tone: 'notice' },
  );
  const words = [...bad, ...good].map((feed) => `${feed.feed} ${feed.turned ?? ''}`).join(',');
  // Owed before it is noted as told: a kill in between would otherwise swallow it.
  await deps.outbox.put(
    deps.admins.map((destination) =>
      queued({
        id: causeId('notice', destinationKey(destination), words, String(now)),
        destination,
        owedAt: now,
        silent: true,
        message: text,
        cause: { kind: 'notice' },
      }),
    ),
  );
  await deps.desk.setMany([
    ...bad.map(({ feed }) => [keyOf(feed), `bad ${String(now)}`] as const),
    ...good.map(({ feed }) => [keyOf(feed), `good ${String(now)}`] as const),
  ]);
  return deps.admins.length;
}

/** Tells the operators that a chat can no longer be reached. The same loss is told once a day at most. */
export async function lostNotice(deps: NoticeDeps, lost: Destination, reason: string): Promise<void> {
  const now = deps.clock.now();
  const key = destinationKey(lost);
  const day = dayOf(now);
  const text = message(
    [
      heading(['⚠️ ', ...deps.locale.say('notice.lost')]),
      paragraph(deps.locale.say('notice.lostLine', { chat: key, reason })),
    ],
    { tone: 'notice' },
  );
  await deps.outbox.put(
    // Not into the lost chat itself, if that is an operator's.
    deps.admins
      .filter((destination) => destinationKey(destination) !== key)
      .map((destination) =>
        queued({
          id: causeId('notice', destinationKey(destination), 'lost', key, day),
          destination,
          owedAt: now,
          silent: true,
          message: text,
          cause: { kind: 'notice' },
        }),
      ),
  );
}

/** Tells the operators that the store was damaged and an older copy is in its place, and what that means. */
export async function restoredNotice(deps: NoticeDeps, copyMadeAt: number, aside: string): Promise<void> {
  const now = deps.clock.now();
  const text = message(
    [
      heading(['⚠️ ', ...deps.locale.say('notice.damaged')]),
      paragraph(deps.locale.say('notice.restored', { moment: momentText(copyMadeAt) })),
      paragraph(deps.locale.say('notice.aside', { file: aside })),
    ],
    { tone: 'notice' },
  );
  await deps.outbox.put(
    deps.admins.map((destination) =>
      queued({
        id: causeId('notice', destinationKey(destination), 'restored', String(copyMadeAt), aside),
        destination,
        owedAt: now,
        silent: false,
        message: text,
        cause: { kind: 'notice' },
      }),
    ),
  );
}

function named(feeds: readonly FeedSummary[], locale: Locale): readonly Words[] {
  const lines: Words[] = feeds.slice(0, NAMED).map(({ feed, trouble }) => `${feed}: ${trouble ?? ''}`);
  const more = feeds.length - lines.length;
  return more > 0 ? [...lines, locale.say('more', { n: more })] : lines;
}

function keyOf(feed: string): string {
  return `notice:${feed}`;
}

function read(told: string | null): { readonly state: string; readonly at: number } | null {
  if (told === null) return null;
  const [state = '', at = '0'] = told.split(' ');
  return { state, at: Number(at) };
}
