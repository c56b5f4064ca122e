/** As what an event is told: fact, promise, negotiation, denial or mere possibility. In doubt as nothing. */
import type { FoundCue } from '#language/lexicon.ts';
import { isPast } from './after.ts';
import { aroundOf } from './around.ts';
import type { Around, Unsure } from './around.ts';
import { isNotAwaited } from './captivity.ts';
import { deniedIn, notAmong } from './denied.ts';
import { isFirm } from './form.ts';
import { hopedIn } from './hoped.ts';
import { askedAmong, maybeAmong } from './maybe.ts';
import { openedByDenial, openedInDoubt } from './opened.ts';
import { REACH, between, isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import { closingThought, conditionOf, isSurelyDenied, isSurelyPossible, isYetToBe } from './surely.ts';
import { wordAt } from './word.ts';

/** As what an event is told. */
export interface Said extends Unsure {
  /** Whether it is beyond doubt; a denial or a possibility that is not only speaks against a fact. */
  readonly sure: boolean;
}

/** As what the event is told, and whether that is sure. */
export function modalityOf(sentence: Sentence, cue: FoundCue): Said {
  const said = saidOf(sentence, cue);
  return { ...said, sure: isSure(sentence, cue, said) };
}

function isSure(sentence: Sentence, cue: FoundCue, { modality, by }: Unsure): boolean {
  if (modality === 'denial')
    return (
      by === null ||
      by.cue.list === 'untrue' ||
      by.cue.list === 'unconfirmed' ||
      by === notAmong(sentence, cue) ||
      by === openedByDenial(sentence, cue) ||
      isSurelyDenied(sentence, by, cue)
    );
  if (modality !== 'hypothetical' || by === null || by === cue) return true;
  // "Si teme che X sia morto": what stands in the subjunctive is only named.
  const opened = openedInDoubt(sentence, cue);
  return (
    isSurelyPossible(sentence, by, cue) ||
    (opened !== null && touches([opened], by)) ||
    by === maybeAmong(sentence, cue)
  );
}

/** Denial, then what is nearest before the event, then its own form; a fact only where nothing speaks against it. */
function saidOf(sentence: Sentence, cue: FoundCue): Unsure {
  const around = aroundOf(sentence, cue);
  if (cue.cue.what === 'sign-of-life' && isOfTheDead(sentence)) return around.said(null);
  return deniedIn(around) ?? saidByForm(around);
}

function saidByForm(around: Around): Unsure {
  const { sentence, cue, form, said } = around;
  const isAwaited = !isNotAwaited(cue.cue.what) && (isFirm(form) || form === 'coming');
  const opened = isAwaited ? openedInDoubt(sentence, cue) : null;
  if (opened !== null) return said('hypothetical', opened);
  const among = isNotAwaited(cue.cue.what) ? null : maybeAmong(sentence, cue);
  if (among !== null) return said('hypothetical', among);
  const wanted = cue.cue.what === 'released' ? askedAmong(sentence, cue) : null;
  if (wanted !== null) return said('negotiation', wanted);
  const isTold = isFirm(form) || form === 'looks-back';
  if (cue.cue.what === 'released' && isTold && isYetToBe(sentence, cue)) return said('promise');
  switch (form) {
    case 'looks-back':
      return lookedBackOn(around);
    case 'after':
      return toldAsPast(around);
    case 'happened':
    case 'underwent':
    case 'happened-to':
    case 'beside':
    case 'did':
      return toldAsDone(around);
    case 'weighed':
      return toldAsWeighed(around);
    case 'coming':
      return toldAsComing(around);
    case 'denied':
    case 'named':
    case 'heading':
    case 'present':
      return onlyNamed(around);
  }
}

/** "The freed hostage X": a fact of earlier, where nothing leaves its statement open. */
function lookedBackOn({ sentence, cue, of, said }: Around): Unsure {
  // "Who may be freed on Saturday"
  const may = of('possible').find((one) => cue.first < one.first && one.last < cue.last);
  if (may !== undefined && !isNotAwaited(cue.cue.what)) return said('hypothetical', may);
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

/** "After his release he went home" */
function toldAsPast({ sentence, cue }: Around): Unsure {
  const told = !sentence.question && conditionOf(sentence, cue) === null && isPast(sentence, cue);
  return { modality: told ? 'fact' : null, by: null, earlier: true };
}

/** "Hamas freed X": a fact, unless a word leaves it open or governs it. */
function toldAsDone(around: Around): Unsure {
  const { sentence, cue, within, inside, after, said } = around;
  const { what } = cue.cue;
  const doubted =
    perhapsIn(around) ??
    ownDoubt(around) ??
    // "освободил бы"
    inside('hypothetical') ??
    after('hypothetical', 1) ??
    closingThought(sentence, cue);
  if (doubted !== null && isOpenedBy(sentence, doubted, cue)) {
    return { modality: 'fact', by: null, earlier: true };
  }
  // That somebody may be held, or was filmed "when …", tells nothing that anybody waits for.
  const isOpen = what === 'sign-of-life' || !isNotAwaited(what);
  const perhapsSo = (by: FoundCue | null): Unsure => said(isOpen ? 'hypothetical' : null, by);
  if (doubted !== null || sentence.question) return perhapsSo(doubted);
  const [unconfirmed] = listOf(sentence, 'unconfirmed');
  if (unconfirmed !== undefined && what !== 'talks') return perhapsSo(unconfirmed);
  const [promise, asked] = [promiseIn(around), askedIn(around)];
  const governed = isPromised(cue) ? governedBy(around, promise, asked) : null;
  if (governed !== null) return governed;
  // "Talks on freeing X will be held later"
  if (what === 'talks' && after('promise', REACH.firm) !== null) return said(null);
  // "The family hopes that X is alive": nobody has seen him.
  const hoped = what === 'sign-of-life' ? hopedIn(sentence, cue) : null;
  if (hoped !== null) return said('hypothetical', hoped);
  // That talks were held about a demand is a fact, and so is a clip in which somebody asks for something. Captivity is
  // nothing that is promised: "asked to free X, who is held in Gaza"; but "asked to free hostage X" only calls him so.
  const isTold =
    ['talks', 'sign-of-life', 'abducted'].includes(what) || (what === 'held' && within('called') === null);
  if (isTold || (promise === null && asked === null)) return said('fact');
  // "Told of the work for the release of X", "thanked for the efforts to free X"
  const isInside = asked !== null && asked.first > cue.first && asked.last < cue.last;
  return isInside && promise === null && what === 'released' ? said('negotiation', asked) : said(null);
}

/** "Will be handed over", "must be freed": a promise or a demand that has the event as its verb. */
function governedBy(
  { sentence, cue, said }: Around,
  promise: FoundCue | null,
  asked: FoundCue | null,
): Unsure | null {
  if (promise !== null) {
    // "Will walk out of Gaza"
    const stands = promise.last < cue.first && isLittle(sentence, promise.last, cue.first);
    return stands && asked === null ? said('promise', promise) : null;
  }
  if (asked === null) return null;
  // "Must be freed from Gaza"
  const demanded = asked.last < cue.first - 1 && isLittle(sentence, asked.last, cue.first);
  // "Demands that Hamas release X": what stands in the subjunctive is not done.
  const subjunctive =
    cue.cue.form === 'present' &&
    touches(listOf(sentence, 'that'), { first: asked.last + 1, last: cue.first });
  return demanded || subjunctive ? said('negotiation', asked) : null;
}

/** "Calls to free X": asked for by its own words. */
function toldAsWeighed(around: Around): Unsure {
  const [perhaps, promise] = [perhapsIn(around), promiseIn(around)];
  // "Said that they would give X priority": what would be is meant.
  if (perhaps !== null && promise !== null && touches([perhaps], promise))
    return around.said('promise', promise);
  // "Israel demands that X be freed": no condition of anything.
  const asks = perhaps?.cue.list === 'condition' && touches(listOf(around.sentence, 'negotiation'), perhaps);
  const isOpen = (perhaps !== null && !asks) || around.sentence.question;
  return isOpen ? around.said('hypothetical', perhaps) : around.said('negotiation');
}

/** "Hamas will free X": promised, where nobody only hopes for it or asks for it. */
function toldAsComing(around: Around): Unsure {
  const { sentence, cue, of, said } = around;
  const [perhaps, promise, asked] = [
    perhapsIn(around) ?? doubtBehind(around),
    promiseIn(around),
    askedIn(around),
  ];
  const may = of('possible').find((one) => touches([cue], one));
  if (may !== undefined && perhaps === null && asked === null) return said('hypothetical', may);
  const hoped = hopedIn(sentence, cue);
  if (hoped !== null && perhaps === null) return said('negotiation', hoped);
  if (asked !== null && promise === null && asked.last < cue.first && cue.first - asked.last <= REACH.after)
    return said('negotiation', asked);
  return perhaps === null && !sentence.question ? said('promise', promise) : said('hypothetical', perhaps);
}

/** "The release of X": the nearest word before it says how it is told, or one behind it. */
function onlyNamed(around: Around): Unsure {
  const { sentence, cue, of, after, said } = around;
  const own = isNotAwaited(cue.cue.what) ? null : ownDoubt(around);
  if (own !== null) return said('hypothetical', own);
  const [perhaps, promise, asked] = [perhapsIn(around), promiseIn(around), askedIn(around)];
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
  if (decided === null) return said(null);
  if (sentence.question) return said('hypothetical', decided);
  if (decided.cue.list === 'promise') {
    // "There would be no truce in exchange for the release of X": it is the truce that is spoken of.
    const isOfThing = decided.last < cue.first && standsBetween(sentence, ['not'], decided, cue);
    return said(isPromised(cue) && !isOfThing ? 'promise' : null, decided);
  }
  if (decided.cue.list === 'negotiation') return said(isPromised(cue) ? 'negotiation' : null, decided);
  // "Days before his release": when it was, and nothing of whether.
  return said(touches(of('temporal'), decided) ? null : 'hypothetical', decided);
}

/** What makes a mere possibility of the event. */
function perhapsIn({ sentence, cue, form, of, before }: Around): FoundCue | null {
  const doubtBefore = before('hypothetical', form === 'coming' ? REACH.not : REACH.modal);
  const doubt = doubtBefore !== null && isWhenOfAside(sentence, doubtBefore, cue) ? null : doubtBefore;
  // "Weighing whether to free X": the doubt is what is weighed.
  const open = (one: FoundCue | null): FoundCue | null => {
    const weighed = of('negotiation').some(
      (asks) => one !== null && asks.last > asks.first && asks.first <= one.first && one.last <= asks.last,
    );
    return weighed ? null : one;
  };
  return (
    open(doubt) ??
    (form === 'coming' ? null : before('thinking', REACH.modal)) ??
    conditionOf(sentence, cue) ??
    open(untilOf(sentence, cue))
  );
}

/** "Aurait été tué", "habría muerto": the verb's own words leave it open. */
function ownDoubt({ cue, of }: Around): FoundCue | null {
  return (
    of('possible').find(
      ({ first, last }) => first === cue.first && last > first && last <= cue.last && cue.last > cue.first,
    ) ?? null
  );
}

/** "Der am Samstag freikommen könnte": where the verb ends its clause, what leaves it open stands behind. */
function doubtBehind({ sentence, cue, of }: Around): FoundCue | null {
  const { hasVerbLast, hasParticles } = sentence.lexicon.grammar;
  if (!hasVerbLast && !hasParticles) return null;
  return (
    of('possible').find(
      ({ first }) => first === cue.last + 1 && sentence.clause[first] === sentence.clause[cue.last],
    ) ?? null
  );
}

function promiseIn({ form, before, within }: Around): FoundCue | null {
  return before('promise', form === 'named' ? REACH.modal : REACH.firm) ?? within('promise');
}

/** What asks for the event, weighs it or works for it. */
function askedIn({ cue, form, before, within }: Around): FoundCue | null {
  const asked = before('negotiation', form === 'named' ? REACH.modal : REACH.firm);
  if (asked !== null || form === 'coming') return asked;
  const own = within('negotiation');
  // "Домоглася звільнення X": the word is the event's own, and asks for nothing.
  const isOwnWord = own !== null && isFirm(form) && own.first === cue.first && own.last < cue.last;
  return isOwnWord ? null : own;
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

/** "Told the freed hostage X that it would go on": what is said to him is another matter. */
function isSaidLater(sentence: Sentence, cue: FoundCue, one: FoundCue): boolean {
  return listOf(sentence, 'that', 'relative').some(({ first }) => first > cue.last && first < one.first);
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
