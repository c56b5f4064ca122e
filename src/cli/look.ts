/** Looking at the store without owning it: for questions, beside a running service too. */
import { userInfo } from 'node:os';
import process from 'node:process';
import type { Settings } from '#config/load.ts';
import { questionOf } from '#core/chat.ts';
import type { Asked } from '#core/chat.ts';
import type { Log } from '#core/ports.ts';
import type { Person } from '#core/watching.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { StoreError } from '#store/trouble.ts';
import { watchOver } from '../live.ts';
import type { Live } from '../live.ts';
import { wallClock } from '../main.ts';
import { TERMINAL, assemble, fillLedger, partsOf } from '../newsdesk.ts';
import type { Newsdesk } from '../newsdesk.ts';
import type { Session } from './session.ts';

/** Who sits at the terminal: the operator, by the name that the system has for them, which records of what they did bear. */
export function personHere(): Person {
  return { platform: 'terminal', id: nameHere() };
}

function nameHere(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number that has no name.
    return String(process.getuid?.() ?? 'terminal');
  }
}

/** A question typed as a command of the terminal. */
export function askedHere(line: string, { settings }: Pick<Session, 'settings'>): Asked {
  return {
    ...questionOf(line),
    via: 'typed',
    // Nobody's chat: the settings and --language decide about the words, not the terminal's subscription.
    destination: { ...TERMINAL, chat: 'question' },
    user: personHere(),
    language: settings.defaults.language,
    mayManage: () => Promise.resolve(false),
  };
}

/** The watch over a store, as the owner of the machine may change it. */
export function watchHere({ settings, knowledge, log }: Session, store: Store): Live {
  return watchOver(store, settings, { first: knowledge, clock: wallClock, log });
}

/**
 * A desk that only answers: over the store as it is, beside a running service too; over the dossiers alone where nothing
 * has been read yet.
 */
export async function lookAtDesk<T>(
  session: Session,
  look: (newsdesk: Newsdesk, store: Store) => Promise<T>,
): Promise<T> {
  const { settings, knowledge, log } = session;
  return lookAtStore(settings, log, async (store, empty) => {
    const newsdesk = await assemble({
      ...partsOf(settings),
      knowledge,
      watching: watchHere(session, store).watching,
      store,
      connect: () => [],
      clock: wallClock,
      log,
    });
    if (empty) {
      await fillLedger(store.claims, knowledge.dossierClaims(wallClock.now(), settings.sources));
    }
    return look(newsdesk, store);
  });
}

/**
 * Looks at the store, and closes it whatever comes of that: one on a server would keep the command from ending.
 * @param look is told whether it is an empty one in memory, as where there is none yet
 */
export async function lookAtStore<T>(
  settings: Pick<Settings, 'store'>,
  log: Log,
  look: (store: Store, empty: boolean) => Promise<T>,
): Promise<T> {
  const { opened, empty } = await openToLook(settings, log);
  try {
    return await look(opened, empty);
  } finally {
    await opened.close();
  }
}

async function openToLook(
  { store }: Pick<Settings, 'store'>,
  log: Log,
): Promise<{ readonly opened: Store; readonly empty: boolean }> {
  try {
    return { opened: await openStore(store.url.reveal(), log, { readOnly: true }), empty: false };
  } catch (error) {
    if (!(error instanceof StoreError && error.trouble === 'missing')) throw error;
    return { opened: await openStore('memory:', log), empty: true };
  }
}
