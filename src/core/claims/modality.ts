/** As what an event is told: fact, promise, negotiation, denial or mere possibility. In doubt as nothing. */
import { isNotAwaited } from './captivity.ts';
import type { CueList, EventForm, FoundCue } from '#language/lexicon.ts';
import type { Modality } from '#core/claim.ts';
import { isPast } from './after.ts';
import { REACH, between, isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import { formOf, isFirm } from './form.ts';
import { hopedIn } from './hoped.ts';
import {
  closingThought,
  isConditional,
  isOfAmount,
  isSurelyDenied,
  isSurelyPossible,
  isYetToBe,
  openedByDenial,
  openedInDoubt,
} from './surely.ts';
import { untrueOf } from './untrue.ts';
import { wordAt } from './word.ts';

/** As what an event is told. */
export interface Said {
  readonly modality: Modality | null;
  /** The cue that decided, where it was not the event's own form. */
  readonly by: FoundCue | null;
  /** Spoken of as something earlier. */
  readonly earlier: boolean;
  /** Whether it is beyond doubt; a denial or a possibility that is not only speaks against a fact. */
  readonly sure: boolean;
}

/** "Without conditions": it takes the noun away, and not what happened. One that has a person or a verb behind it does both. */
function isOfNoun(sentence: Sentence, not: FoundCue, cue: FoundCue): boolean {
  if (not.cue.list !== 'not' || !sentence.lexicon.grammar.hasAsideBeforeVerb) return false;
  const gap = cue.first - not.last - 1;
  if (gap < 1 || gap > 2 || !touches(listOf(sentence, 'preposition'), not)) return false;
  for (let at = not.last + 1; at < cue.first; at += 1) {
    if (wordAt(sentence, at) !== 'unknown') return false;
  }
  return true;
}

/** As what the event is told, and whether that is sure. */
export function modalityOf(sentence: Sentence, cue: FoundCue): Said {
  const said = readingOf(sentence, cue);
  return { ...said, sure: isSure(sentence, cue, said) };
}

type Unsure = Omit<Said, 'sure'>;

function isSure(sentence: Sentence, cue: FoundCue, { modality, by }: Unsure): boolean {
  if (modality === 'denial')
    return (
      by === null ||
      by.cue.list === 'untrue' ||
      by === notAmong(sentence, cue) ||
      by === openedByDenial(sentence, cue) ||
      isSurelyDenied(sentence, by, cue)
    );
  if (modality !== 'hypothetical' || by === null || by === cue) return true;
  return isSurelyPossible(sentence, by, cue) || by === openedInDoubt(sentence, cue);
}

/** Denial, then what is nearest before the event, then its own form; a fact only where nothing speaks against it. */
function readingOf(sentence: Sentence, cue: FoundCue): Unsure {
  const doubts = listOf(sentence, 'hypothetical', 'negotiation');
  const inPart = sentence.cues.filter(
    (one) =>
      one !== cue &&
      sentence.part[one.first] === sentence.part[cue.first] &&
      // "Cannot confirm": a doubt, and no denial; "does not cease in its efforts": asked for still.
      !(isDenying(one) && doubts.some(({ first, last }) => first <= one.first && one.last <= last)) &&
      !isOfNoun(sentence, one, cue) &&
      !(one.first > cue.last && isOfAmount(sentence, one)),
  );
  const of = (list: CueList): readonly FoundCue[] => inPart.filter((one) => one.cue.list === list);
  // "Fears for X, who is held": who is held is told by the outlet, whatever the fears are.
  const lasts = isNotAwaited(cue.cue.what);
  const aside = !lasts
    ? undefined
    : of('relative').findLast(
        ({ last }) => last < cue.first && sentence.clause[last] === sentence.clause[cue.first],
      );
  const temporal = lasts ? of('temporal') : [];
  const before = (list: CueList, reach: number): FoundCue | null =>
    of(list).findLast(
      (one) =>
        one.first <= cue.last &&
        cue.first - one.last <= reach &&
        one.first < cue.first &&
        (aside === undefined || one.first > aside.first) &&
        !touches(temporal, one),
    ) ?? null;
  const within = (list: CueList): FoundCue | null => of(list).find((one) => touches([cue], one)) ?? null;
  const inside = (list: CueList): FoundCue | null =>
    of(list).find((one) => one.first > cue.first && one.last <= cue.last) ?? null;
  const after = (list: CueList, reach: number): FoundCue | null =>
    of(list).find((one) => one.first > cue.last && one.first - cue.last <= reach) ?? null;
  // "Told reporters that X had been freed": the tense of what is told, not an earlier time.
  const told = of('reporting').some(({ last }) => last < cue.first && cue.first - last <= REACH.modal);
  const shifted = (one: FoundCue | null): FoundCue | null =>
    one !== null && told && touches([cue], one) ? null : one;
  const earlier =
    shifted(before('earlier', REACH.modal)) ?? shifted(within('earlier')) ?? after('earlier', REACH.speaker);
  const said = (modality: Modality | null, by: FoundCue | null = null): Unsure => ({
    modality,
    by,
    earlier: earlier !== null,
  });

  // That somebody may be held, or was filmed "when …", tells nothing that anybody waits for.
  const perhapsSo = (event: FoundCue, by: FoundCue | null): Unsure =>
    said(isNotAwaited(event.cue.what) ? null : 'hypothetical', by);
  const form = formOf(sentence, cue);
  if (cue.cue.what === 'sign-of-life' && isOfTheDead(sentence)) return said(null);
  if (form === 'denied') return said('denial');
  const untrue = isNotAwaited(cue.cue.what) ? null : untrueOf(sentence, cue);
  if (untrue !== null) return said('denial', untrue);
  // "لا يزال" begins with a "not" of its own.
  const notWithin =
    of('not').find((one) => touches([cue], one) && one.first > cue.first) ??
    // "Hat X, obwohl sie es versprach, nicht freigelassen": behind a clause that parts the two.
    listOf(sentence, 'not').find((one) => one.first > cue.first && one.last <= cue.last) ??
    null;
  // "Among them is not X, Hamas holds him": what goes on is told in a clause of its own.
  const ofItsClause = (one: FoundCue | null): FoundCue | null =>
    one !== null && lasts && sentence.clause[one.last] !== sentence.clause[cue.first] ? null : one;
  // "The slain hostage's home, where he was turned away by the widow": what she is called is not denied.
  const isOnlyCalled =
    form === 'looks-back' &&
    cue.cue.what === 'died' &&
    sentence.lexicon.grammar.callsDeadSo &&
    !touches(listOf(sentence, 'copula'), cue);
  const denial =
    (isOnlyCalled ? null : ofItsClause(before('denial', REACH.modal))) ??
    (lasts || form === 'looks-back' ? null : openedByDenial(sentence, cue)) ??
    ofItsClause(before('not', REACH.not)) ??
    notWithin ??
    // "missing from the list"
    (form === 'coming' ? within('denial') : null) ??
    behindOf(sentence, cue, form, after('denial', REACH.after)) ??
    notAmong(sentence, cue);
  // "cannot confirm hostage X was freed": what somebody is called is not what the "not" of another verb speaks of.
  const isCalled = cue.cue.what === 'held' && within('called') !== null;
  if (denial !== null && isCalled) return said(null);
  // "He thought he would never return": nobody denies it.
  const thought = before('thinking', REACH.modal);
  if (denial?.cue.list === 'not' && thought !== null && thought.last < denial.first) return said(null);
  // "Had X not been freed": he was.
  if (denial !== null && conditionOf(sentence, cue) !== null) return said(null);
  // "If Hamas refuses to free X": nobody says that it does.
  if (denial !== null && isConditional(sentence, denial)) return said(null, denial);
  const nearer = before('hypothetical', REACH.not);
  const parted =
    denial !== null &&
    nearer !== null &&
    nearer.first > denial.last &&
    sentence.clause[denial.first] !== sentence.clause[nearer.first];
  // "They did not publish the video of X": nothing that anybody had said is denied. "Has had no sign of life from X": nobody has heard from him.
  const isUnseen = cue.cue.what === 'sign-of-life' && denial !== notWithin;
  if (denial !== null && !parted) return said(isUnseen ? null : 'denial', denial);
  const opened = !lasts && (isFirm(form) || form === 'coming') ? openedInDoubt(sentence, cue) : null;
  if (opened !== null) return said('hypothetical', opened);
  const isTold = isFirm(form) || form === 'looks-back';
  if (cue.cue.what === 'released' && isTold && isYetToBe(sentence, cue)) return said('promise');
  if (form === 'looks-back') {
    const open =
      sentence.question ||
      listOf(sentence, 'unconfirmed').length > 0 ||
      conditionOf(sentence, cue) !== null ||
      of('hypothetical').some(
        // "Remained in captivity until his release"
        (one) => !isSaidLater(sentence, cue, one) && !(cue.first < one.first && one.last < cue.last),
      );
    return { modality: open ? null : 'fact', by: null, earlier: true };
  }
  if (form === 'after') {
    const told = !sentence.question && conditionOf(sentence, cue) === null && isPast(sentence, cue);
    return { modality: told ? 'fact' : null, by: null, earlier: true };
  }
  const doubtBefore = before('hypothetical', form === 'coming' ? REACH.not : REACH.modal);
  const doubt = doubtBefore !== null && isWhenOfAside(sentence, doubtBefore, cue) ? null : doubtBefore;
  // "Weighing whether to free X": the doubt is what is weighed.
  const open = (one: FoundCue | null): FoundCue | null => {
    const weighed = of('negotiation').some(
      (asks) => one !== null && asks.last > asks.first && asks.first <= one.first && one.last <= asks.last,
    );
    return weighed ? null : one;
  };
  const perhaps =
    open(doubt) ??
    (form === 'coming' ? null : thought) ??
    conditionOf(sentence, cue) ??
    open(untilOf(sentence, cue));
  // "Домоглася звільнення X": the word is the event's own, and asks for nothing.
  const ownWord = (one: FoundCue | null): FoundCue | null =>
    one !== null && isFirm(form) && one.first === cue.first && one.last < cue.last ? null : one;
  const promise = before('promise', form === 'named' ? REACH.modal : REACH.firm) ?? within('promise');
  const asked =
    before('negotiation', form === 'named' ? REACH.modal : REACH.firm) ??
    (form === 'coming' ? null : ownWord(within('negotiation')));
  if (isFirm(form)) {
    // "освободил бы"
    const doubted =
      perhaps ?? inside('hypothetical') ?? after('hypothetical', 1) ?? closingThought(sentence, cue);
    if (doubted !== null && isOpenedBy(sentence, doubted, cue)) {
      return { modality: 'fact', by: null, earlier: true };
    }
    if (doubted !== null || sentence.question) return perhapsSo(cue, doubted);
    const [open] = listOf(sentence, 'unconfirmed');
    if (open !== undefined && cue.cue.what !== 'talks') return perhapsSo(cue, open);
    // "Will walk out of Gaza"
    // "Will be handed over"
    const stands =
      promise !== null && promise.last < cue.first && isLittle(sentence, promise.last, cue.first);
    if (stands && asked === null && isPromised(cue)) return said('promise', promise);
    // "Must be freed from Gaza"
    const demanded =
      asked !== null && asked.last < cue.first - 1 && isLittle(sentence, asked.last, cue.first);
    if (demanded && promise === null && isPromised(cue)) return said('negotiation', asked);
    // "Demands that Hamas release X": what stands in the subjunctive is not done.
    const subjunctive =
      asked !== null &&
      cue.cue.form === 'present' &&
      touches(listOf(sentence, 'that'), { first: asked.last + 1, last: cue.first });
    if (subjunctive && promise === null && isPromised(cue)) return said('negotiation', asked);
    // "Talks on freeing X will be held later"
    if (cue.cue.what === 'talks' && after('promise', REACH.firm) !== null) return said(null);
    // "The family hopes that X is alive": nobody has seen him.
    const hoped = cue.cue.what === 'sign-of-life' ? hopedIn(sentence, cue) : null;
    if (hoped !== null) return said(null, hoped);
    // That talks were held about a demand is a fact, and so is a clip in which somebody asks for something. Captivity is
    // nothing that is promised: "asked to free X, who is held in Gaza"; but "asked to free hostage X" only calls him so.
    const isTold =
      ['talks', 'sign-of-life', 'abducted'].includes(cue.cue.what) ||
      (cue.cue.what === 'held' && within('called') === null);
    if (isTold || (promise === null && asked === null)) return said('fact');
    // "Told of the work for the release of X", "thanked for the efforts to free X"
    const isInside = asked !== null && asked.first > cue.first && asked.last < cue.last;
    return isInside && promise === null && cue.cue.what === 'released'
      ? said('negotiation', asked)
      : said(null);
  }
  if (form === 'weighed') {
    const doubted = sentence.question ? cue : perhaps;
    // "Said that they would give X priority": what would be is meant.
    if (perhaps !== null && promise !== null && touches([perhaps], promise)) return said('promise', promise);
    return doubted === null ? said('negotiation') : said('hypothetical', perhaps);
  }
  if (form === 'coming') {
    const may = of('possible').find((one) => touches([cue], one));
    if (may !== undefined && perhaps === null && asked === null) return said('hypothetical', may);
    const hoped = hopedIn(sentence, cue);
    if (hoped !== null && perhaps === null) return said('negotiation', hoped);
    if (asked !== null && promise === null && asked.last < cue.first && cue.first - asked.last <= REACH.after)
      return said('negotiation', asked);
    return perhaps === null && !sentence.question ? said('promise', promise) : said('hypothetical', perhaps);
  }
  // Only named: the nearest word before it says how.
  // "The question of the possible release of X": asked for, whatever is possible.
  const doubted =
    asked !== null && perhaps !== null && !isSurelyPossible(sentence, perhaps, cue) ? null : perhaps;
  const nearest = [promise, asked, doubted]
    .filter((one) => one !== null)
    .sort((a, b) => b.first - a.first)[0];
  const behind = after('hypothetical', REACH.name);
  const decided =
    nearest ??
    (behind !== null && isSurelyPossible(sentence, behind, cue) ? behind : null) ??
    after('negotiation', REACH.after) ??
    after('promise', REACH.after + namedIn(sentence, cue)) ??
    behind;
  if (decided === null || decided === undefined) return said(null);
  if (sentence.question) return said('hypothetical', decided);
  if (decided.cue.list === 'promise') return said(isPromised(cue) ? 'promise' : null, decided);
  if (decided.cue.list === 'negotiation') return said(isPromised(cue) ? 'negotiation' : null, decided);
  // "Days before his release": when it was, and nothing of whether.
  return said(touches(of('temporal'), decided) ? null : 'hypothetical', decided);
}

/** "Video of X and other slain hostages", "whose bodies were found": no sign of life. */
function isOfTheDead(sentence: Sentence): boolean {
  const dead = listOf(sentence, 'event').some(
    ({ cue: { what, form } }) => what === 'body-returned' || (what === 'died' && form === 'looks-back'),
  );
  return dead || listOf(sentence, 'body').length > 0;
}

/** "Could not hide his joy when he was freed": in the past, and nothing else in the statement lies ahead or is in doubt. */
function isOpenedBy(sentence: Sentence, upon: FoundCue, cue: FoundCue): boolean {
  const spot = { first: upon.first, last: upon.first };
  if (sentence.question || upon.last >= cue.first || !touches(listOf(sentence, 'upon'), spot)) return false;
  const others = ['reporting', 'relative', 'that', 'temporal', 'possible', 'hypothetical'] as const;
  if (standsBetween(sentence, others, upon, cue)) return false;
  const own = sentence.tokens.slice(cue.first, cue.last + 1);
  const { past } = sentence.lexicon.grammar;
  const isPast = own.some(({ text }, at) =>
    past === null ? isWord(sentence, cue.first + at, 'passive-past') : past.test(text),
  );
  if (!isPast) return false;
  const nots = listOf(sentence, 'not');
  const ahead = listOf(
    sentence,
    'promise',
    'negotiation',
    'hypothetical',
    'unconfirmed',
    'condition',
    'denial',
  );
  return !ahead.some(
    (one) =>
      sentence.part[one.first] === sentence.part[cue.first] &&
      !touches([upon, cue], one) &&
      // "Could not hide": no possibility, and no denial of it.
      !touches(nots, { first: one.first - 1, last: one.last + 1 }),
  );
}

/** "The freed hostage X does not want to talk": what is denied behind him is another verb. */
function behindOf(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  denial: FoundCue | null,
): FoundCue | null {
  if (denial === null || form !== 'looks-back') return denial;
  // "The slain hostage X's widow refuses to meet him"
  if (denial.cue.list === 'denial' && !touches(listOf(sentence, 'untrue'), denial)) return null;
  return isSurelyDenied(sentence, denial, cue) ? denial : null;
}

/** "The release of Alexander Trufanov is planned": how many words his name is, which parts nothing. */
function namedIn(sentence: Sentence, cue: FoundCue): number {
  const next = sentence.mentions.find(({ first }) => first > cue.last);
  return next === undefined || next.first - cue.last > REACH.after ? 0 : next.last - next.first + 1;
}

/** Whether nothing but little words of one clause stands between two places: "will be", "is to be". */
function isLittle(sentence: Sentence, left: number, right: number): boolean {
  if (sentence.clause[left] !== sentence.clause[right] || right - left > REACH.name) return false;
  for (let at = left + 1; at < right; at += 1) if (wordAt(sentence, at) !== 'little') return false;
  return true;
}

/** Nobody promises a death, or what nobody waits for, and nobody asks for it. */
function isPromised({ cue: { what } }: FoundCue): boolean {
  return what !== 'died' && !isNotAwaited(what);
}

/** "X, kidnapped before dawn, was freed": the "before" belongs to what is told aside, and opens nothing. */
function isWhenOfAside(sentence: Sentence, doubt: FoundCue, cue: FoundCue): boolean {
  const clause = sentence.clause[doubt.first];
  return (
    touches(listOf(sentence, 'temporal'), doubt) &&
    clause !== sentence.clause[cue.first] &&
    doubt.first > 0 &&
    clause === sentence.clause[doubt.first - 1] &&
    listOf(sentence, 'event').some((one) => one.first < doubt.first && sentence.clause[one.first] === clause)
  );
}

function isDenying({ cue }: FoundCue): boolean {
  return cue.list === 'not' || cue.list === 'denial';
}

/** "Told the freed hostage X that it would go on": what is said to him is another matter. */
function isSaidLater(sentence: Sentence, cue: FoundCue, one: FoundCue): boolean {
  return listOf(sentence, 'that', 'relative').some(({ first }) => first > cue.last && first < one.first);
}

/** "X is not among the three whom Hamas will free": not one of those of whom the clause tells. */
function notAmong(sentence: Sentence, cue: FoundCue): FoundCue | null {
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

/** "It is not over until X and his partner Y are freed too": as far as the clause goes. */
function untilOf(sentence: Sentence, cue: FoundCue): FoundCue | null {
  return (
    listOf(sentence, 'until').findLast(
      ({ first, last }) =>
        last < cue.first &&
        cue.first - last <= REACH.person &&
        sentence.part[first] === sentence.part[cue.first] &&
        !/[,،]/.test(between(sentence, last, cue.first)),
    ) ?? null
  );
}

/** "…, were freed", "X, 25, had been": the verb of somebody before it. */
function isVerbOf(sentence: Sentence, at: number): boolean {
  if (touches(listOf(sentence, 'event'), { first: at + 1, last: at + 1 })) return true;
  const opened = touches(listOf(sentence, 'reporting', 'that', 'boundary'), { first: at - 1, last: at - 1 });
  return (
    !opened && sentence.people.some(({ last }) => last < at && sentence.part[last] === sentence.part[at])
  );
}

/** "Had Hamas freed X, …": a word that makes a condition where a clause begins with it. */
function conditionOf(sentence: Sentence, cue: FoundCue): FoundCue | null {
  return (
    listOf(sentence, 'condition').find(
      ({ first, last }) =>
        last < cue.first &&
        // "…, were freed", "…, had been freed": the verb's own.
        (last > first || !isVerbOf(sentence, first)) &&
        cue.first - first <= REACH.modal &&
        (first === 0 || sentence.clause[first] !== sentence.clause[first - 1]) &&
        sentence.part[first] === sentence.part[cue.first],
    ) ?? null
  );
}
