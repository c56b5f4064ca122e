/** https://core.telegram.org/bots/api#setwebhook */
import type { StandInClock } from '../standin/clock.ts';
import type { Update } from './updates.ts';

export interface Hook {
  readonly url: string;
  readonly secret: string | undefined;
}

/** What became of one call of the webhook. */
export interface Brought {
  readonly update: number;
  /** HTTP status; null when nobody answered. */
  readonly status: number | null;
}

/** "a reasonable amount of attempts": how long between them is not documented. */
const AGAIN_AFTER_MS = 1000;

/** Brings updates to a webhook, one at a time and in order, each again until the answer is 2xx. */
export class WebhookCarrier {
  readonly #clock: StandInClock;
  readonly #first: () => Update | undefined;
  readonly #taken: (id: number) => void;
  readonly #happened: () => void;
  #hook: Hook | null = null;
  #running = false;
  #cancel: (() => void) | null = null;
  /** Every call, in order. */
  readonly brought: Brought[] = [];
  /** What getWebhookInfo tells of the last call that failed. */
  trouble: { readonly last_error_date: number; readonly last_error_message: string } | null = null;
  /** The body of an answer may name a method to run; the bot makes none, so none is run. */
  readonly bodies: string[] = [];

  /**
   * @param first the oldest update that waits
   * @param taken it was taken
   */
  constructor(
    clock: StandInClock,
    first: () => Update | undefined,
    taken: (id: number) => void,
    happened: () => void,
  ) {
    this.#clock = clock;
    this.#first = first;
    this.#taken = taken;
    this.#happened = happened;
  }

  set(hook: Hook | null): void {
    this.#hook = hook;
    this.look();
  }

  /** There may be something to bring. */
  look(): void {
    if (this.#running || this.#hook === null) return;
    const update = this.#first();
    if (update === undefined) return;
    this.#running = true;
    void this.#bring(this.#hook, update);
  }

  close(): void {
    this.#hook = null;
    this.#cancel?.();
  }

  async #bring({ url, secret }: Hook, update: Update): Promise<void> {
    let status: number | null = null;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(secret === undefined ? {} : { 'x-telegram-bot-api-secret-token': secret }),
        },
        body: JSON.stringify(update),
      });
      this.bodies.push(await response.text());
      ({ status } = response);
    } catch {
      // Nobody there.
    }
    this.brought.push({ update: update.update_id, status });
    this.#happened();
    if (status !== null && status >= 200 && status < 300) {
      this.#taken(update.update_id);
      this.#running = false;
      this.look();
      return;
    }
    this.trouble = {
      last_error_date: Math.floor(this.#clock.now() / 1000),
      last_error_message:
        status === null ? 'Connection refused' : `Wrong response from the webhook: ${String(status)}`,
    };
    this.#cancel = this.#clock.after(AGAIN_AFTER_MS, () => {
      this.#running = false;
      this.look();
    });
  }
}
