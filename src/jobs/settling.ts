/** How one delivery ends, for now or for good: settled, put aside, given back, or tried again later. */
import type { Delivery } from '#core/delivery.ts';
import type { Clock, Leased, Log, Outbox, ParkedBecause } from '#core/ports.ts';
import { HOUR, MINUTE } from '#core/spans.ts';
import type { Destination } from '#core/subscription.ts';

/** What says how it goes on with a message after an attempt. */
export interface SettlingDeps {
  readonly outbox: Outbox<Delivery>;
  /** First pause after a failure without an advice of its own, ms; doubled each time. */
  readonly firstPause: number;
  /** The destination can no longer be reached: its subscription is paused, and the operator told. */
  readonly lost: (destination: Destination, reason: string) => Promise<void>;
  /** The service wants a destination left alone for long. */
  readonly heldUp: (destination: Destination, until: number, reason: string) => Promise<void>;
  /** 0 to 1: pauses differ, so that what failed together is not tried again together. */
  readonly random: () => number;
  readonly clock: Clock;
  readonly log: Log;
}

/** The longest pause after failures, ms. */
const LONGEST_PAUSE = HOUR;

/** So many failures and a delivery is put aside with its reason. With these pauses that takes about two days. */
const MOST_ATTEMPTS = 60;

/** A wait that operators are told of, ms. */
const LONG_WAIT = 10 * MINUTE;

/** Why a lane has to wait. */
export interface Pause {
  /** ms */
  readonly at: number;
  readonly reason: string;
}

/** What became of one delivery. `pause`: the rest of its lane waits; `gone`: nothing of its lane can be sent. */
export type Done =
  | { readonly as: 'sent' | 'parked'; readonly gone: string | null }
  | { readonly as: 'waiting'; readonly pause: Pause };

const SENT: Done = { as: 'sent', gone: null };
const PARKED: Done = { as: 'parked', gone: null };

/** The write that is under way, to be done again should it fail. */
export class LastWrite {
  open: (() => Promise<void>) | null = null;

  /** @param again what is to be done should `work` fail, if not the same. */
  async of(work: () => Promise<void>, again: () => Promise<void> = work): Promise<void> {
    this.open = again;
    await work();
    this.open = null;
  }
}

/** Writes what became of deliveries. `before` is written first: a crash between the two must find it. */
export class Settling {
  readonly #deps: SettlingDeps;

  constructor(deps: SettlingDeps) {
    this.#deps = deps;
  }

  /** Nothing more is to be done. */
  async settled(
    item: Leased<Delivery>,
    write: LastWrite,
    before: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Done> {
    await write.of(async () => {
      await before();
      await this.#deps.outbox.settle(item.id, { kind: 'done' });
    });
    return SENT;
  }

  /** Kept for people to look at. */
  async park(
    item: Leased<Delivery>,
    because: Exclude<ParkedBecause, 'failed'> | undefined,
    reason: string,
    write: LastWrite,
    before: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Done> {
    const { log, outbox } = this.#deps;
    log.warn(
      { destination: item.lane, delivery: item.id, because: because ?? 'failed', reason },
      'delivery was put aside',
    );
    await write.of(async () => {
      await before();
      await outbox.settle(item.id, {
        kind: 'parked',
        reason,
        ...(because === undefined ? {} : { because }),
      });
    });
    return PARKED;
  }

  /** Put aside, and so is all that is owed there. */
  async gone(
    item: Leased<Delivery>,
    destination: Destination,
    reason: string,
    write: LastWrite,
  ): Promise<Done> {
    await this.park(item, 'gone', reason, write, () => this.#deps.lost(destination, reason));
    return { as: 'parked', gone: reason };
  }

  /** Given back untried. */
  async back(item: Leased<Delivery>, after: number, reason: string): Promise<Done> {
    const pause = { at: this.#deps.clock.now() + after, reason };
    await this.#deps.outbox.release([item.id], pause);
    return { as: 'waiting', pause };
  }

  /** Tried in vain, or nobody knows; again later. */
  async later(
    item: Leased<Delivery>,
    reason: string,
    after: number | null,
    write: LastWrite,
    how: 'retry' | 'unknown' | 'held' = 'retry',
  ): Promise<Done> {
    const { clock, log, outbox, heldUp } = this.#deps;
    if (item.attempt >= MOST_ATTEMPTS && how !== 'held') {
      const because = how === 'unknown' ? how : undefined;
      return this.park(item, because, `tried ${String(item.attempt)} times: ${reason}`, write);
    }
    const wait = after ?? this.pauseOf(item.attempt);
    const pause = { at: clock.now() + wait, reason };
    const fields = { destination: item.lane, delivery: item.id, after: wait, reason };
    if (how === 'unknown') log.warn(fields, 'nobody knows whether a delivery came');
    else if (how === 'held') log.debug(fields, 'delivery waits');
    else log.warn(fields, 'delivery waits');
    await write.of(() => outbox.settle(item.id, { kind: how === 'unknown' ? 'unknown' : 'retry', ...pause }));
    if (after !== null && after >= LONG_WAIT) {
      await heldUp(item.value.destination, pause.at, reason).catch((error: unknown) => {
        log.error({ destination: item.lane, error }, 'operators could not be told of a long wait');
      });
    }
    return { as: 'waiting', pause };
  }

  /** Longer each time, and never the same for two. */
  pauseOf(attempt: number): number {
    const { firstPause, random } = this.#deps;
    const most = Math.min(firstPause * 2 ** Math.min(attempt - 1, 20), LONGEST_PAUSE);
    return Math.ceil(most * (0.5 + random() / 2));
  }
}
