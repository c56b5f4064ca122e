import type { Delivery } from '#core/delivery.ts';
import { createPacer } from '#core/pacing.ts';
import type { Leased } from '#core/ports.ts';
import { MINUTE } from '#core/spans.ts';
import { LEASE, Sending } from './send.ts';
import type { SendDeps } from './send.ts';
import { LastWrite } from './settling.ts';

/** What one run did. */
export interface Delivered {
  readonly sent: number;
  readonly waiting: number;
  readonly parked: number;
}

/** One run: sends what is due and resolves when nothing of it is under way. Runs may overlap. */
export type Deliver = (signal?: AbortSignal) => Promise<Delivered>;

/** A lane gives back what it has not come to when its lease lasts no longer than this, ms. */
const LEASE_LEFT = MINUTE;

/** Taken at once over all lanes. */
const BATCH = 200;

/**
 * Makes the job that sends what is due. Each destination is a lane: in order within it, all lanes side by side, so that
 * one slow or broken chat holds up no other.
 */
export function createDeliver(deps: SendDeps): Deliver {
  const { outbox, clock, log } = deps;
  const desk = new Sending(deps, createPacer());
  /** Lanes at work and the ids they hold, whatever the clock says of their leases: it may have jumped. */
  const underWay = new Map<string, ReadonlySet<string>>();
  /** Lanes that the store failed, and what is to be written before they go on. */
  const stuck = new Map<string, () => Promise<void>>();

  async function work(lane: string, items: readonly Leased<Delivery>[], signal?: AbortSignal) {
    const total = { sent: 0, waiting: 0, parked: 0 };
    const write = new LastWrite();
    let at = 0;
    try {
      const enough = clock.now() + LEASE - LEASE_LEFT;
      for (const item of absorbed(items)) {
        const now = clock.now();
        const rest = items.slice(at + 1).map(({ id }) => id);
        if (signal?.aborted === true || now >= enough) {
          await outbox.release([item.id, ...rest], { at: now, reason: 'stopped in between' });
          total.waiting += 1 + rest.length;
          break;
        }
        const done = await desk.deliver(item, write);
        total[done.as] += 1;
        at += 1;
        if (done.as === 'waiting') {
          // Given back so that the lane keeps its order and is free the moment the pause is over.
          if (rest.length > 0) await outbox.release(rest, done.pause);
          total.waiting += rest.length;
          break;
        }
        if (done.gone !== null) {
          // Each would only be refused again, and a service bans who asks on and on.
          for (const id of rest) {
            await outbox.settle(id, { kind: 'parked', because: 'gone', reason: done.gone });
            at += 1;
          }
          total.parked += rest.length;
          break;
        }
      }
      underWay.delete(lane);
      return total;
    } catch (error) {
      // The store failed. What the chat has got must not be forgotten, nor sent again: it is written when that is possible.
      const last = write.open;
      const left = items.slice(last === null ? at : at + 1).map(({ id }) => id);
      stuck.set(lane, async () => {
        await last?.();
        if (left.length > 0) await outbox.release(left, { at: clock.now(), reason: 'the store failed' });
      });
      throw error;
    }
  }

  async function unstick(): Promise<void> {
    for (const [lane, write] of Array.from(stuck)) {
      // Taken out first: another run may be here before this one is through.
      stuck.delete(lane);
      try {
        await write();
        underWay.delete(lane);
      } catch (error) {
        stuck.set(lane, write);
        log.debug({ destination: lane, error }, 'the store still fails');
      }
    }
  }

  return async (signal) => {
    const total = { sent: 0, waiting: 0, parked: 0 };
    const own = new Set<Promise<void>>();
    const failures: unknown[] = [];
    const toEnd = async (lane: string, items: readonly Leased<Delivery>[]): Promise<void> => {
      try {
        const done = await work(lane, items, signal);
        total.sent += done.sent;
        total.waiting += done.waiting;
        total.parked += done.parked;
      } catch (error) {
        log.error({ destination: lane, error }, 'deliveries to a destination stopped, they go on');
        failures.push(error);
      }
    };
    const begin = (lane: string, items: readonly Leased<Delivery>[]): void => {
      underWay.set(lane, new Set(items.map(({ id }) => id)));
      const run = toEnd(lane, items).finally(() => own.delete(run));
      own.add(run);
    };
    const stopping = (): boolean => signal?.aborted === true;
    await unstick();
    while (failures.length === 0 && !stopping()) {
      const leased = await outbox.lease(clock.now(), BATCH, LEASE);
      let begun = 0;
      for (const [lane, items] of Map.groupBy(leased, (item) => item.lane)) {
        const held = underWay.get(lane);
        if (held === undefined) {
          begin(lane, items);
          begun += 1;
          continue;
        }
        const others = items.filter(({ id }) => !held.has(id)).map(({ id }) => id);
        if (others.length > 0) await outbox.release(others, { at: clock.now(), reason: 'in its turn' });
      }
      if (begun > 0) continue;
      if (own.size === 0) return total;
      await Promise.race(own);
    }
    await Promise.all(own);
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    return total;
  };
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
    // Of a message whose first part is out, the other parts have to fit to it.
    return edit === undefined || item.step > 0
      ? item
      : { ...item, value: { ...value, message: edit.message } };
  });
}
