import { inspect } from 'node:util';

const SHOWN = '[secret]';

/**
 * A value that must not be shown: a bot token, an address with a password in it. However it is printed (string, JSON,
 * `console.log`, a log field), it reads `[secret]`; only `reveal` gives it, so that every use can be found by that word.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. To be handed to the client that needs it and to the log's list of words to hide. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
