/** `wirewatch claim`: what is claimed of somebody, and an operator's word on it, in the words of chat's /claim. */
import { findSubject } from '#commands/find.ts';
import type { Claim } from '#core/claim.ts';
import { isDesk } from '#core/evidence.ts';
import { claimsNamed } from '#core/ruling.ts';
import { openStore } from '#store/open.ts';
import { wallClock } from '../main.ts';
import { assemble, fillLedger, partsOf } from '../newsdesk.ts';
import type { Newsdesk } from '../newsdesk.ts';
import { asAskedOnce } from './asked-once.ts';
import { askedHere, lookAtDesk, watchHere } from './look.ts';
import { Failure, openSession, printMessage } from './session.ts';
import type { GlobalOptions, Session } from './session.ts';

/** Said with all the words that chat's buttons put together: something is recorded, and the store needed for oneself. */
const RULES = /^(?:withdraw|confirm)\s.*\syes$/iu;

/** Lists claims, shows one, or withdraws or confirms it; exit code 1 where nothing was found or recorded. */
export async function claim(words: string, options: GlobalOptions): Promise<void> {
  const session = await openSession(options);
  if (!RULES.test(words)) {
    await lookAtDesk(session, async (newsdesk) => {
      await answer(newsdesk, words, session);
      if (!(await isAboutSomething(newsdesk, words, session))) throw new Failure('');
    });
    return;
  }
  const { settings, knowledge, log } = session;
  const store = await openStore(settings.store.url.reveal(), log);
  try {
    const newsdesk = await assemble({
      ...partsOf(settings),
      knowledge,
      watching: watchHere(session, store).watching,
      store,
      connect: () => [],
      clock: wallClock,
      log,
    });
    await fillLedger(store.claims, knowledge.dossierClaims(wallClock.now(), settings.sources));
    const before = (await everyClaim(newsdesk, session)).filter(isDesk).length;
    await answer(newsdesk, words, session);
    const after = (await everyClaim(newsdesk, session)).filter(isDesk).length;
    if (after === before) throw new Failure('');
  } finally {
    await store.close();
  }
}

async function answer(newsdesk: Newsdesk, words: string, session: Session): Promise<void> {
  const message = await newsdesk.chat.answer(askedHere(`claim ${words}`, session));
  // A list has the ids; of one claim the next steps are shown as they are typed.
  printMessage(asAskedOnce(message, message.tone === 'notice'));
}

/** Whether a subject or a claim is named; who names nothing is told how it is asked. */
async function isAboutSomething(newsdesk: Newsdesk, words: string, session: Session): Promise<boolean> {
  const named = words.replaceAll(/^(?:withdraw|confirm)(?=\s|$)|(?<=\s)(?:all|~\d+)$/giu, '').trim();
  if (named === '') return true;
  const [who = '', id] = named.split(/\s+/u);
  const { knowledge } = session;
  const claims = await everyClaim(newsdesk, session);
  if (id !== undefined && knowledge.watchlist.subjects.has(who.toLowerCase()))
    return claimsNamed(id, claims).length > 0;
  return findSubject(named, knowledge).found === 'one' || claimsNamed(named, claims).length > 0;
}

async function everyClaim({ desk }: Newsdesk, { knowledge }: Session): Promise<readonly Claim[]> {
  const ids = [...knowledge.watchlist.subjects.keys()];
  return (await Promise.all(ids.map((id) => desk.ledger(id)))).flat();
}
