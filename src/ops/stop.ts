import type { Log } from '#core/ports.ts';

/** One thing to do on the way out. They run in the order given, each after the one before. */
export interface StopStep {
  /** For the log: "drain the outbox". */
  readonly name: string;
  /** May fail: the next step runs all the same. */
  readonly run: () => Promise<void>;
}

/** What ends in which order, and how much time there is. */
export interface StopDeps {
  readonly log: Log;
  readonly steps: readonly StopStep[];
  /** Time for all steps together, ms. What takes longer is left as it is: nothing is lost, the outbox keeps it. */
  readonly deadline: number;
  /** The process, or what stands for it. */
  readonly process: Pick<NodeJS.EventEmitter, 'on' | 'off'>;
  /** Ends the process. Called once the steps are done, or in their place. */
  readonly exit: (code: number) => void;
}

/** The way out, once it is armed. */
export interface Stopper {
  /** Stops as a signal would; resolves with the exit code that was used. A second call joins the first. */
  stop(reason: string): Promise<number>;
  /** Takes the handlers away again. */
  disarm(): void;
}

/** Exit codes of a process that a signal ended: 128 + its number, as shells write it. */
const SIGNALS = { SIGTERM: 143, SIGINT: 130 } as const;

/**
 * Listens for the end. First SIGTERM or SIGINT: the steps, then exit 0 (1 when the deadline cut them short). Second one:
 * out at once. A promise nobody looked at is logged and costs nothing more; an exception nobody caught is logged, and the
 * process stops in order with exit code 1, since nobody knows what it left half done.
 */
export function armStop(deps: StopDeps): Stopper {
  const { log, process } = deps;
  let stopping: Promise<number> | null = null;

  const stop = (reason: string, code = 0): Promise<number> => {
    stopping ??= run(deps, reason, code);
    return stopping;
  };
  const onSignal = (signal: 'SIGTERM' | 'SIGINT') => (): void => {
    if (stopping !== null) {
      log.warn({ signal }, 'Told to stop a second time: stopping at once');
      deps.exit(SIGNALS[signal]);
      return;
    }
    void stop(signal);
  };
  const onRejection = (reason: unknown): void => {
    log.error({ error: reason }, 'A promise failed and nobody looked at it; going on');
  };
  const onException = (error: unknown): void => {
    log.error({ error }, 'An exception was caught by nobody; stopping');
    void stop('uncaught exception', 1);
  };

  const handlers: readonly (readonly [string, (...args: unknown[]) => void])[] = [
    ['SIGTERM', onSignal('SIGTERM')],
    ['SIGINT', onSignal('SIGINT')],
    ['unhandledRejection', onRejection],
    ['uncaughtException', onException],
  ];
  for (const [event, handler] of handlers) process.on(event, handler);
  return {
    stop: (reason) => stop(reason),
    disarm: () => {
      for (const [event, handler] of handlers) process.off(event, handler);
    },
  };
}

async function run({ log, steps, deadline, exit }: StopDeps, reason: string, code: number): Promise<number> {
  log.info({ reason }, 'Stopping');
  let timer: NodeJS.Timeout | undefined;
  let at = 'nothing';
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadline);
  });
  const all = async (): Promise<'done'> => {
    for (const step of steps) {
      at = step.name;
      try {
        await step.run();
      } catch (error) {
        log.error({ error, step: step.name }, 'A step of stopping failed; going on with the next');
      }
    }
    return 'done';
  };
  const ended = await Promise.race([all(), late]);
  clearTimeout(timer);
  const result = ended === 'late' ? Math.max(code, 1) : code;
  if (ended === 'late') {
    log.warn(
      { step: at, deadline },
      'Stopping took too long and was cut short; unsent messages stay in the outbox',
    );
  } else {
    log.info({ exitCode: result }, 'Stopped');
  }
  exit(result);
  return result;
}
