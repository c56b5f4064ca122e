import type { Notifier } from '#core/ports.ts';

/** A chat service that the bot is connected to: it tells, and it is asked. */
export interface Connection {
  /** Works before `start` and without it: a process that only delivers never polls. */
  readonly notifier: Notifier;
  /**
   * Connects, announces the commands and begins to answer. Resolves once connected; while the service cannot be reached
   * it keeps trying, so do not hold up the rest of the program for it.
   *
   * @throws Error in words for the operator when the service refuses the token; only this platform is affected.
   */
  start(): Promise<void>;
  /** Ends within a second; what is still under way then is given up. */
  stop(): Promise<void>;
  /** One question to the service with the token, for `doctor`. Never throws. */
  check(): Promise<{ readonly ok: boolean; readonly detail: string }>;
  /** The bot's name at the service; null until the service has told it. */
  readonly username: string | null;
}
