import { textKey } from '#core/delivery.ts';
import type { Delivery, Outcome, Sent } from '#core/delivery.ts';
import type { Clock, Collection, Leased, Log, Notifier, Queue } from '#core/ports.ts';
import type { Destination, Platform } from '#core/subscription.ts';

export interface DeliverDeps {
  readonly outbox: Queue<Delivery>;
  readonly sent: Collection<Sent>;
  /** The platforms that run. What is owed to another one waits. */
  readonly notifiers: ReadonlyMap<Platform, Notifier>;
  /** The destination can no longer be reached: its subscription is paused, and the operator told. */
  readonly lost: (destination: Destination, reason: string) => Promise<void>;
  readonly moved: (from: Destination, to: Destination) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What one run did. */
export interface Delivered {
  readonly sent: number;
  readonly waiting: number;
  readonly parked: number;
}

/** How long the outbox keeps others off what is being sent, ms: longer than a platform's slowest answer. */
const LEASE = 5 * 60_000;

/** Taken at once over all lanes. */
const BATCH = 200;

/** First pause after a failure without an advice of its own, ms; doubled each time up to the longest. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 60 * 60_000;

/** What a platform that is not set up is asked again, ms. */
const NO_PLATFORM_PAUSE = 60 * 60_000;

/** So many failures and a delivery is put aside with its reason. With the pauses above that takes about two days. */
const MOST_ATTEMPTS = 60;

/**
 * Sends what is due. Each destination is a lane: in order within it, all lanes side by side, so that one slow or broken
 * chat holds up no other.
 */
export async function deliver(deps: DeliverDeps, signal?: AbortSignal): Promise<Delivered> {
  const total = { sent: 0, waiting: 0, parked: 0 };
  for (;;) {
    if (signal?.aborted === true) return total;
    // 1. The lease notes the attempt, durably and before the send: after a crash it is known that one may have gone out.
    const leased = await deps.outbox.lease(deps.clock.now(), BATCH, LEASE);
    if (leased.length === 0) return total;
    const lanes = Map.groupBy(leased, (item) => item.lane);
    for (const done of await Promise.all(
      [...lanes.values()].map((lane) => deliverLane(deps, lane, signal)),
    )) {
      total.sent += done.sent;
      total.waiting += done.waiting;
      total.parked += done.parked;
    }
  }
}

async function deliverLane(
  deps: DeliverDeps,
  lane: readonly Leased<Delivery>[],
  signal: AbortSignal | undefined,
): Promise<Delivered> {
  const total = { sent: 0, waiting: 0, parked: 0 };
  let waitUntil: { readonly at: number; readonly reason: string } | null = null;
  for (const item of absorbed(lane)) {
    if (signal?.aborted === true) waitUntil ??= { at: deps.clock.now(), reason: 'stopping' };
    if (waitUntil !== null) {
      // Given back so that the lane keeps its order and is free the moment the pause is over.
      await deps.outbox.settle(item.id, { kind: 'retry', ...waitUntil });
      total.waiting += 1;
      continue;
    }
    const outcome = await attempt(deps, item);
    const settled = await settle(deps, item, outcome);
    total[settled.as] += 1;
    if (settled.as === 'waiting') waitUntil = settled.until;
  }
  return total;
}

/**
 * Edits of a message that is still unsent go into it, and of several edits of one message only the last is made: a
 * person sees one message in its newest state. The items stay in the list, so that each is settled in its turn.
 */
function absorbed(lane: readonly Leased<Delivery>[]): readonly Leased<Delivery>[] {
  const newest = new Map<string, Delivery>();
  for (const { value } of lane) if (value.cause.kind === 'edit') newest.set(value.cause.edits, value);
  return lane.map((item) => {
    const { value } = item;
    const edit = newest.get(value.cause.kind === 'edit' ? value.cause.edits : value.id);
    return edit === undefined ? item : { ...item, value: { ...value, message: edit.message } };
  });
}

async function attempt(deps: DeliverDeps, item: Leased<Delivery>): Promise<Outcome | 'nothing to do'> {
  const delivery = item.value;
  const notifier = deps.notifiers.get(delivery.destination.platform);
  if (notifier === undefined) {
    return {
      outcome: 'retry',
      after: NO_PLATFORM_PAUSE,
      reason: `${delivery.destination.platform} is not running`,
    };
  }
  try {
    if (delivery.cause.kind !== 'edit') return await sendFollowing(deps, notifier, delivery);
    const sent = await deps.sent.get(delivery.cause.edits);
    // The alert was never sent here (muted, parked, or another subscription's): there is nothing to edit.
    if (sent === null) return 'nothing to do';
    if (sent.text === textKey(delivery.message)) return 'nothing to do';
    const outcome = await notifier.edit(sent.destination, sent.messageId, delivery.message);
    return outcome.outcome === 'sent' ? { ...outcome, messageId: sent.messageId } : outcome;
  } catch (error) {
    // A notifier answers with outcomes; what it throws is a bug, and must not take the other lanes with it.
    deps.log.error({ delivery: delivery.id, error }, 'delivery failed unexpectedly');
    return {
      outcome: 'retry',
      after: null,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Sends, and once more to where the chat moved to. */
async function sendFollowing(deps: DeliverDeps, notifier: Notifier, delivery: Delivery): Promise<Outcome> {
  const outcome = await notifier.send(delivery);
  if (outcome.outcome !== 'moved') return outcome;
  await deps.moved(delivery.destination, outcome.to);
  return notifier.send({ ...delivery, destination: outcome.to });
}

async function settle(
  deps: DeliverDeps,
  item: Leased<Delivery>,
  outcome: Outcome | 'nothing to do',
): Promise<
  | { readonly as: 'sent' | 'parked' }
  | { readonly as: 'waiting'; readonly until: { at: number; reason: string } }
> {
  const delivery = item.value;
  const { id, destination, cause } = delivery;
  if (outcome === 'nothing to do') {
    await deps.outbox.settle(id, { kind: 'done' });
    return { as: 'sent' };
  }
  switch (outcome.outcome) {
    case 'sent': {
      const now = deps.clock.now();
      // 3. The message's own id first: without it an edit would not find the message.
      await deps.sent.set(cause.kind === 'edit' ? cause.edits : id, {
        destination,
        messageId: outcome.messageId,
        sentAt: now,
        text: textKey(delivery.message),
      });
      await deps.outbox.settle(id, { kind: 'done' });
      return { as: 'sent' };
    }
    case 'retry': {
      if (item.attempt >= MOST_ATTEMPTS)
        return park(deps, item, `tried ${String(item.attempt)} times: ${outcome.reason}`);
      const after = outcome.after ?? pause(item.attempt);
      const until = { at: deps.clock.now() + after, reason: outcome.reason };
      deps.log.warn(
        { destination: item.lane, delivery: id, after, reason: outcome.reason },
        'delivery waits',
      );
      await deps.outbox.settle(id, { kind: 'retry', ...until });
      return { as: 'waiting', until };
    }
    case 'gone':
      await deps.lost(destination, outcome.reason);
      return park(deps, item, outcome.reason);
    case 'uneditable':
      await deps.outbox.settle(id, { kind: 'done' });
      return { as: 'sent' };
    case 'moved':
      // It moved twice in one send; the next attempt goes to the newest address.
      return park(deps, item, `the chat moved again: ${outcome.reason}`);
    case 'rejected':
      return park(deps, item, outcome.reason);
  }
}

async function park(
  deps: DeliverDeps,
  item: Leased<Delivery>,
  reason: string,
): Promise<{ readonly as: 'parked' }> {
  deps.log.warn({ destination: item.lane, delivery: item.id, reason }, 'delivery was put aside');
  await deps.outbox.settle(item.id, { kind: 'parked', reason });
  return { as: 'parked' };
}

function pause(attempt: number): number {
  return Math.min(FIRST_PAUSE * 2 ** Math.min(attempt, 20), LONGEST_PAUSE);
}
