/** Looking at the store without owning it: for questions, beside a running service too. */
import type { Settings } from '#config/load.ts';
import type { Log } from '#core/ports.ts';
import { openStore } from '#store/open.ts';
import type { Store } from '#store/store.ts';
import { StoreError } from '#store/trouble.ts';
import { wallClock } from '../main.ts';
import { assemble, fillLedger, partsOf } from '../newsdesk.ts';
import type { Newsdesk } from '../newsdesk.ts';
import type { Session } from './session.ts';

/**
 * A desk that only answers: over the store as it is, beside a running service too; over the dossiers alone where nothing
 * has been read yet.
 */
export async function lookAtDesk<T>(
  session: Session,
  look: (newsdesk: Newsdesk, store: Store) => Promise<T>,
): Promise<T> {
  const { settings, knowledge, log } = session;
  const store = await openToLook(settings, log);
  try {
    const newsdesk = await assemble({
      ...partsOf(settings),
      knowledge,
      store: store.opened,
      connect: () => [],
      clock: wallClock,
      log,
    });
    if (store.empty) {
      await fillLedger(store.opened.claims, knowledge.dossierClaims(wallClock.now(), settings.sources));
    }
    return await look(newsdesk, store.opened);
  } finally {
    await store.opened.close();
  }
}

/** The store to look at; an empty one in memory where there is none yet. */
export async function openToLook(
  settings: Settings,
  log: Log,
): Promise<{ readonly opened: Store; readonly empty: boolean }> {
  try {
    return { opened: await openStore(settings.store.url.reveal(), log, { readOnly: true }), empty: false };
  } catch (error) {
    if (!(error instanceof StoreError && error.trouble === 'missing')) throw error;
    return { opened: await openStore('memory:', log), empty: true };
  }
}
