import type { Chat } from '#core/chat.ts';
import type { Locales } from '#core/locale.ts';
import type { Collection, Notifier } from '#core/ports.ts';

/** The inside, as a connection needs it. */
export interface Inside {
  readonly chat: Chat;
  /** Our own words. */
  readonly locales: Locales;
  /** What a platform has to remember over a restart, under keys that begin with its name. */
  readonly notes: Pick<Collection<string>, 'get' | 'set' | 'delete'>;
}

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
