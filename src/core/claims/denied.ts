/** Whether words around an event deny it, and whether it is that event which they deny. */
import type { FoundCue } from '#language/lexicon.ts';
import type { Around, Unsure } from './around.ts';
import { isNotAwaited, isTaking } from './captivity.ts';
import { openedByDenial, openedUnconfirmed } from './opened.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import { conditionOf, isConditional, isSurelyDenied } from './surely.ts';
import { untrueOf } from './untrue.ts';

/** The event as denied, or as told as nothing where a denial leaves it open; null where nothing denies it. */
export function deniedIn(around: Around): Unsure | null {
  const { sentence, cue, form, before, within, said } = around;
  if (form === 'denied') return said('denial');
  const untrue = isNotAwaited(cue.cue.what) ? null : untrueOf(sentence, cue);
  if (untrue !== null) return said('denial', untrue);
  const unknown =
    isTaking(cue.cue.what) && form !== 'looks-back' && within('called') === null
      ? openedUnconfirmed(sentence, cue)
      : null;
  if (unknown !== null) return said('denial', unknown);
  const denial = denialOf(around);
  if (denial === null) return null;
  // "cannot confirm hostage X was freed": what somebody is called is not what the "not" of another verb speaks of.
  if (cue.cue.what === 'held' && within('called') !== null) return said(null);
  // "He thought he would never return": nobody denies it.
  const thought = before('thinking', REACH.modal);
  if (denial.cue.list === 'not' && thought !== null && thought.last < denial.first) return said(null);
  // "Had X not been freed": he was.
  if (conditionOf(sentence, cue) !== null) return said(null);
  // "If Hamas refuses to free X": nobody says that it does.
  if (isConditional(sentence, denial)) return said(null, denial);
  const nearer = before('hypothetical', REACH.not);
  const parted =
    nearer !== null &&
    nearer.first > denial.last &&
    sentence.clause[denial.first] !== sentence.clause[nearer.first];
  if (parted) return null;
  return said(isOfPublishing(around, denial) ? null : 'denial', denial);
}

/** "They did not publish the video of X": nothing that anybody had said is denied. "Has had no sign of life from X", "X was not seen": nobody has heard from him. */
function isOfPublishing({ cue, form }: Around, denial: FoundCue): boolean {
  const isAct = form === 'did' || form === 'happened';
  return cue.cue.what === 'sign-of-life' && isAct && !(denial.first > cue.first && denial.last <= cue.last);
}

/** The words that deny the event. */
function denialOf(around: Around): FoundCue | null {
  const { sentence, cue, form, of, before, within, after } = around;
  // "لا يزال" begins with a "not" of its own.
  const notWithin =
    of('not').find((one) => touches([cue], one) && one.first > cue.first) ??
    // "Hat X, obwohl sie es versprach, nicht freigelassen": behind a clause that parts the two.
    listOf(sentence, 'not').find((one) => one.first > cue.first && one.last <= cue.last) ??
    null;
  // "Among them is not X, Hamas holds him": what goes on is told in a clause of its own.
  const ofItsClause = (one: FoundCue | null): FoundCue | null =>
    one !== null && isNotAwaited(cue.cue.what) && sentence.clause[one.last] !== sentence.clause[cue.first]
      ? null
      : one;
  // "The slain hostage's home, where he was turned away by the widow": what she is called is not denied.
  const isOnlyCalled =
    form === 'looks-back' &&
    cue.cue.what === 'died' &&
    sentence.lexicon.grammar.callsDeadSo &&
    !touches(listOf(sentence, 'copula'), cue);
  return (
    (isOnlyCalled ? null : ofItsClause(before('denial', REACH.modal))) ??
    (form === 'looks-back' ? null : ofItsClause(openedByDenial(sentence, cue))) ??
    ofItsClause(before('not', REACH.not)) ??
    notWithin ??
    // "missing from the list"
    (form === 'coming' ? within('denial') : null) ??
    ofHim(around, after('denial', REACH.after)) ??
    notAmong(sentence, cue)
  );
}

/** "The freed hostage X does not want to talk": what is denied behind him is another verb. */
function ofHim({ sentence, cue, form }: Around, denial: FoundCue | null): FoundCue | null {
  if (denial === null || form !== 'looks-back') return denial;
  // "The slain hostage X's widow refuses to meet him"
  if (denial.cue.list === 'denial' && !touches(listOf(sentence, 'untrue'), denial)) return null;
  return isSurelyDenied(sentence, denial, cue) ? denial : null;
}

/** "X is not among the three whom Hamas will free": not one of those of whom the clause tells. */
export function notAmong(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const behind = listOf(sentence, 'relative', 'that').findLast(
    ({ last }) => last < cue.first && cue.first - last <= REACH.modal,
  );
  if (behind === undefined) return null;
  const among = listOf(sentence, 'among', 'including').findLast(
    ({ last }) => last < behind.first && behind.first - last <= REACH.firm,
  );
  if (among === undefined) return null;
  const not = listOf(sentence, 'not', 'denial').findLast(
    (one) => one.first <= among.last && among.first - one.last <= REACH.not,
  );
  return not ?? null;
}
