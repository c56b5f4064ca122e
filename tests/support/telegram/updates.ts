import { Refusal } from './refusal.ts';
import { WebhookCarrier } from './webhook.ts';
import type { StandInClock } from '../standin/clock.ts';

/** One update on the wire: `update_id` and one field that says what happened. */
export type Update = { readonly update_id: number } & Readonly<Record<string, unknown>>;

interface Kept {
  readonly update: Update;
  readonly at: number;
}

interface Poller {
  readonly limit: number;
  settle(updates: readonly Update[]): void;
  refuse(refusal: Refusal): void;
}

/** https://core.telegram.org/bots/api#getting-updates: kept no longer than 24 hours. */
const RETENTION_MS = 24 * 60 * 60 * 1000;
/** Client::process_get_updates_query: a long poll lasts 50 s at most. */
const LONGEST_POLL_S = 50;
/** https://core.telegram.org/bots/api#getupdates: what `allowed_updates` leaves out unless asked for. */
const NOT_BY_DEFAULT = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** The queue of updates and whoever is waiting at it. */
export class UpdateQueue {
  readonly #clock: StandInClock;
  #kept: Kept[] = [];
  #nextId = 731_000_001;
  #allowed: ReadonlySet<string> | null = null;
  #poller: Poller | null = null;
  /** Set while a webhook is: it excludes polling. */
  webhook = '';
  /** Brings updates to the webhook. */
  readonly carrier: WebhookCarrier;

  constructor(clock: StandInClock, happened: () => void = () => {}) {
    this.#clock = clock;
    this.carrier = new WebhookCarrier(
      clock,
      () => this.#first(1)[0],
      (id) => {
        this.#confirm(id + 1);
      },
      happened,
    );
  }

  /** Is anybody waiting in a long poll? */
  get polled(): boolean {
    return this.#poller !== null;
  }

  get pending(): number {
    this.#forgetOld();
    return this.#kept.length;
  }

  /** `allowed_updates` of the last getUpdates or setWebhook that gave it; null for the default. */
  get allowed(): ReadonlySet<string> | null {
    return this.#allowed;
  }

  allow(kinds: readonly string[] | undefined): void {
    if (kinds !== undefined) this.#allowed = kinds.length === 0 ? null : new Set(kinds);
  }

  /** Something happened that the bot may hear of. */
  push(kind: string, what: object): void {
    const wanted = this.#allowed === null ? !NOT_BY_DEFAULT.has(kind) : this.#allowed.has(kind);
    if (!wanted) return;
    this.#kept.push({ update: { update_id: this.#nextId++, [kind]: what }, at: this.#clock.now() });
    this.carrier.look();
    const poller = this.#poller;
    if (poller === null) return;
    this.#poller = null;
    poller.settle(this.#first(poller.limit));
  }

  drop(): void {
    this.#kept = [];
  }

  /**
   * One getUpdates. A second poller ends the first one's wait with 409, as on the service (Client::abort_long_poll).
   *
   * @param gone fires when the poller hangs up.
   */
  async poll(
    asked: { readonly offset: number; readonly limit: number; readonly timeout: number },
    gone: AbortSignal,
  ): Promise<readonly Update[]> {
    if (this.webhook !== '') {
      throw new Refusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    this.#confirm(asked.offset);
    this.#poller?.refuse(
      new Refusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    this.#poller = null;
    const limit = Math.min(100, Math.max(1, asked.limit));
    const ready = this.#first(limit);
    const seconds = Math.min(LONGEST_POLL_S, Math.max(0, asked.timeout));
    if (ready.length > 0 || seconds === 0 || gone.aborted) return ready;
    return this.#wait(limit, seconds, gone);
  }

  /** Ends a wait without an answer, when the server stops. */
  close(): void {
    this.carrier.close();
    this.#poller?.settle([]);
    this.#poller = null;
  }

  async #wait(limit: number, seconds: number, gone: AbortSignal): Promise<readonly Update[]> {
    return new Promise((resolve, reject) => {
      let cancelTimeout: (() => void) | null = null;
      const leave = (): void => {
        cancelTimeout?.();
        gone.removeEventListener('abort', hangUp);
        if (this.#poller === poller) this.#poller = null;
      };
      const poller: Poller = {
        limit,
        settle: (updates) => {
          leave();
          resolve(updates);
        },
        refuse: (refusal) => {
          leave();
          reject(refusal);
        },
      };
      const hangUp = (): void => {
        poller.settle([]);
      };
      this.#poller = poller;
      cancelTimeout = this.#clock.after(seconds * 1000, () => {
        poller.settle([]);
      });
      gone.addEventListener('abort', hangUp);
    });
  }

  /** An offset confirms everything before it; a negative one keeps that many from the end and forgets the rest. */
  #confirm(offset: number): void {
    this.#forgetOld();
    if (offset > 0) this.#kept = this.#kept.filter((one) => one.update.update_id >= offset);
    if (offset < 0) this.#kept = this.#kept.slice(offset);
  }

  #first(limit: number): readonly Update[] {
    this.#forgetOld();
    return this.#kept.slice(0, limit).map((one) => one.update);
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - RETENTION_MS;
    this.#kept = this.#kept.filter((one) => one.at >= oldest);
  }
}
