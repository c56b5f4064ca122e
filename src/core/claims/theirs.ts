/** Whether an event is beyond doubt that of the people found for it: a wrong release hurts more than one told later. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { isTaking } from './captivity.ts';
import { caseOf, fitsCase, isAccusative, isLatinGenitive } from './case.ts';
import { isApposed, isObjectOf } from './object.ts';
import { isTheirsByOrder } from './order.ts';
import { REACH, between, isCapital, isGroup, isWord, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** Most words that we do not know between a verb and its person: more of them hold another verb or another person. */
const MOST_UNKNOWN = { gap: 3, before: 3 } as const;

/** Whether the sentence leaves no doubt that the event happened to the people found (nearest first). */
export function isTheirs(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  found: readonly Range<Person>[],
): boolean {
  const [nearest] = found;
  if (nearest === undefined) return false;
  if (sentence.lexicon.grammar.isHeadLast) return isTheirsByOrder(sentence, cue, form, found);
  // "مع والدة X حضر رهائن أفرج عنهم": said of several.
  const isOfSeveral =
    sentence.lexicon.glued === 'arabic' && /(?:عن|سراح)هم$/u.test(sentence.tokens[cue.last]?.printed ?? '');
  if (isOfSeveral && found.length === 1 && nearest.last < cue.first && !isGroup(nearest)) return false;
  // "A group of hostages, X among them": what they are called by one word or two.
  const others = found.findIndex(({ is }) => is.kind !== 'other');
  const [edge, second] = [found[others - 1], found[others]];
  const isUnnamed =
    nearest.is.kind === 'other' && (edge === undefined || (second?.first ?? 0) > edge.last + 1);
  if (nearest.first > cue.first) {
    const last = found.reduce((a, b) => (b.last > a.last ? b : a));
    // "Another hostage with a Russian passport, X": the group is only what he is called by.
    const named = isGroup(nearest)
      ? found.find((one) => one.is.kind === 'watched' && !isGroup(one))
      : undefined;
    if (named !== undefined && isApposed(sentence, cue.last, named)) return true;
    if (found.every(isGroup) && form === 'did' && isPartOf(sentence, cue.last + 1, nearest.first - 1))
      return true;
    return isObjectOf(sentence, cue, form, nearest, isUnnamed, last);
  }
  const outermost = found.reduce((a, b) => (b.first < a.first && b.last < cue.first ? b : a));
  if (isKinOfOthers(sentence, outermost)) return false;
  // "X's release took place"
  if (sentence.tokens[cue.first]?.text === 's' && nearest.last === cue.first - 1) return true;
  if (form === 'beside' && !isBeside(sentence, nearest, cue)) return false;
  // "X was one of those that they freed"
  const isOneOf =
    (form === 'did' || form === 'happened') &&
    listOf(sentence, 'copula').some(({ first, last }) => first > nearest.last && last < cue.first);
  if (isOneOf && nearest.last < cue.first) {
    return opensItsClause(
      sentence,
      found.reduce((a, b) => (b.first < a.first ? b : a)),
      form,
      false,
    );
  }
  // "Трое, включая Максима, освобождены": the case is that of "including".
  const isPointedOut = ({ first }: Range<Person>): boolean =>
    listOf(sentence, 'including').some(
      ({ last }) => last < first && sentence.clause[last] === sentence.clause[first],
    );
  const fits = (one: Range<Person>): boolean =>
    one.first > cue.first || isPointedOut(one) || fitsCase(sentence, form, one);
  if (!found.every(fits)) return false;
  if (outermost !== nearest && isListOfOthers(sentence, outermost)) return false;
  // "Weder X noch Y kamen frei"
  if (found.some(({ first }) => isWord(sentence, first - 1, 'neither'))) return false;
  // By its ending it is the subject, or the object, whatever stands before it.
  const isOwnCase =
    (form === 'underwent' && caseOf(sentence, outermost) === 'basic') ||
    (form === 'happened' && isAccusative(sentence, outermost));
  return reachesTo(sentence, nearest, cue) && opensItsClause(sentence, outermost, form, isOwnCase);
}

/** "The lawyer of A, B and X": names go on before the comma, behind whom they belong to. */
function isListOfOthers(sentence: Sentence, { first, is }: Range<Person>): boolean {
  const isName = is.kind === 'watched' || is.kind === 'name';
  if (!isName || first === 0 || !/^\s*,/u.test(between(sentence, first - 1, first))) return false;
  let at = first - 1;
  while (at > 0 && isCapital(sentence, at)) at -= 1;
  if (at === first - 1) return false;
  const kin = listOf(sentence, 'kin').some(({ last }) => last < at && at - last <= REACH.name);
  return kin && touches(listOf(sentence, 'preposition', 'others', 'called'), { first: at, last: at });
}

/** "Released one of the Russian hostages": whoever it was is of the group. */
function isPartOf(sentence: Sentence, first: number, last: number): boolean {
  if (last <= first || !touches(listOf(sentence, 'count'), { first, last: first })) return false;
  for (let at = first + 1; at <= last; at += 1)
    if (!isOf(wordAt(sentence, at), 'preposition', 'little', 'role')) return false;
  return true;
}

/** "חברי A, B ו-X", "أصدقاء A وB وX": a kin word without its "his" stands before those whose kin it is. */
function isKinOfOthers(sentence: Sentence, { last, is }: Range<Person>): boolean {
  return (
    is.kind === 'kin' &&
    sentence.lexicon.glued !== 'none' &&
    !/(?:[וה]|הם|ه|ها|هما|هم)$/u.test(sentence.tokens[last]?.printed ?? '')
  );
}

/** Directly beside, but for their age, a little word or their captivity: "X is home", "X, 29, free", "X, held for 498 days, is free". */
function isBeside(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const aside = (sentence.clause[person.last] ?? 0) + 1;
  const isAside = sentence.clause[cue.first] === aside + 1 && isOfCaptivity(sentence, aside);
  for (let at = person.last + 1; at < cue.first; at += 1) {
    if (isAside && sentence.clause[at] === aside) continue;
    if (!isOf(wordAt(sentence, at), 'little', 'date', 'role')) return false;
  }
  return true;
}

/** Whether a clause begins with a captivity and tells of nothing else and of nobody else. */
function isOfCaptivity(sentence: Sentence, clause: number): boolean {
  const opens = sentence.clause.indexOf(clause);
  const isHere = ({ first }: { readonly first: number }): boolean => sentence.clause[first] === clause;
  const events = listOf(sentence, 'event').filter(isHere);
  return (
    events.some(({ first }) => first <= opens + 2) &&
    events.every(({ cue }) => isTaking(cue.what)) &&
    !sentence.people.some(isHere) &&
    !listOf(sentence, 'kin', 'reporting', 'boundary').some(isHere)
  );
}

/** Between a person and their verb stand their age, a clause about them between commas, a day, an adverb; no other verb. */
function reachesTo(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  if (cue.first <= person.last + 1) return true;
  const other = joinedVerb(sentence, person, cue);
  if (other !== null) return reachesTo(sentence, person, other);
  const aside = sentence.clause[cue.first] !== sentence.clause[person.last];
  const opensAside = sentence.clause[person.last + 1] !== sentence.clause[person.last];
  const lastOfAside = cue.first - 1;
  const whichOthers = participlesBefore(sentence, cue);
  let unknown = 0;
  for (let at = person.last + 1; at <= lastOfAside; at += 1) {
    const inAside =
      aside &&
      opensAside &&
      sentence.clause[at] !== sentence.clause[cue.first] &&
      sentence.clause[at] !== sentence.clause[person.last];
    if (inAside || touches(whichOthers, { first: at, last: at })) continue;
    const word = wordAt(sentence, at);
    if (word === 'verb' || word === 'saying') return false;
    if (word === 'unknown') unknown += 1;
  }
  // One comma only, and words before it: "the bus that was to fetch X home, came back".
  const oneComma = aside && (sentence.clause[cue.first] ?? 0) - (sentence.clause[person.last] ?? 0) === 1;
  // "Her husband, X from the kibbutz, was killed": his name is set off.
  const before = { first: person.first - 1, last: person.first - 1 };
  const isApposed =
    sentence.clause[before.last] !== sentence.clause[person.first] &&
    touches(listOf(sentence, 'kin'), before);
  if (oneComma && !opensAside)
    return isApposed ? unknown <= 1 : unknown === 0 && !hasListComma(sentence, person, cue);
  // "X batal dibebaskan": it may be a verb, and turns the one behind it.
  return unknown <= (sentence.lexicon.grammar.hasVerbsInRow ? 0 : MOST_UNKNOWN.gap);
}

/** "X and two men abducted by Hamas were freed": the participle only says which men, the verb behind it has its auxiliary. */
function participlesBefore(sentence: Sentence, cue: FoundCue): readonly FoundCue[] {
  if (!touches(listOf(sentence, 'copula'), { first: cue.first, last: cue.first })) return [];
  return listOf(sentence, 'event').filter(
    ({ first, last, cue: { form } }) =>
      last < cue.first &&
      form === 'happened-to' &&
      !touches(listOf(sentence, 'copula'), { first: first - 1, last: first }) &&
      touches(
        sentence.people.filter(({ is }) => is.kind === 'other'),
        { first: first - 1, last: first - 1 },
      ),
  );
}

/** "X was kidnapped in October and was freed in November": the verb before the "and", told of the same one. */
function joinedVerb(sentence: Sentence, person: Range<Person>, cue: FoundCue): FoundCue | null {
  const form = cue.cue.form;
  if (form !== 'happened-to' && form !== 'underwent') return null;
  const and = listOf(sentence, 'and').find(({ last }) => last === cue.first - 1);
  if (and === undefined) return null;
  const way = { first: person.last + 1, last: and.first - 1 };
  const inside = (one: FoundCue): boolean => one.first >= way.first && one.last <= way.last;
  const others = listOf(sentence, 'event').filter((one) => inside(one) && one.cue.what !== cue.cue.what);
  const passive = others.find((one) => one.cue.form === form);
  if (passive === undefined || sentence.clause[passive.first] !== sentence.clause[cue.first]) return null;
  // Nobody else stands between: "X was kidnapped with Y and was freed".
  return touches(sentence.people, way) || listOf(sentence, 'relative', 'that', 'reporting').some(inside)
    ? null
    : passive;
}

function hasListComma(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  for (let at = person.last + 1; at < cue.first; at += 1) {
    if (wordAt(sentence, at) === 'preposition') return true;
  }
  return false;
}

/**
 * Whether the person begins their clause, with nothing before them to which they belong: not "a friend of X was freed", "who
 * filmed X was killed", "to bring X home".
 */
function opensItsClause(
  sentence: Sentence,
  person: Range<Person>,
  form: EventForm,
  isBasic: boolean,
): boolean {
  let unknown = 0;
  let complete = false;
  const { owner, declinesNames } = sentence.lexicon.grammar;
  const articles = listOf(sentence, 'article');
  // "The women – identified as A and B – were freed": what is told of those women.
  const equals = listOf(sentence, 'equals').find(
    ({ first, last }) => last > first && last <= person.first - 1 && person.first - last <= REACH.name + 1,
  );
  // "A third hostage, who turned out to be X, was freed"
  const who = (equals?.first ?? 0) - 1;
  if (who > 0 && startsRelative(sentence, who) && isSetOff(sentence, who)) return true;
  if (isIdentifiedAs(sentence, person)) return true;
  const from = equals === undefined || !isSetOff(sentence, equals.first) ? person.first : equals.first;
  for (let at = from - 1; at >= 0; at -= 1) {
    if (sentence.clause[at] !== sentence.clause[at + 1] || sentence.part[at] !== sentence.part[at + 1]) {
      return !startsRelative(sentence, at + 1);
    }
    if (/["«“„]/u.test(between(sentence, at, at + 1))) return true;
    const word = wordAt(sentence, at);
    // "Three hostages, among whom X, were freed"
    const including = touches(listOf(sentence, 'including'), { first: at, last: at });
    if (word === 'relative' && including) return true;
    // "whose father Y was killed"
    if (word === 'relative')
      return at === person.first - 2 && touches(listOf(sentence, 'possessive'), { first: at, last: at });
    if (word === 'verb' && !isBasic) return false;
    if (word === 'saying') return true;
    if (touches(listOf(sentence, 'including'), { first: at, last: at })) return true;
    if (word === 'preposition' && !isBasic) {
      // "in Gaza hostage X was freed", "on Saturday X was freed", "после двух лет плена X освободили"
      if (!opensWithTime(sentence, at + 1)) return false;
    }
    if (word === 'unknown' && opensAfterWhile(sentence, at)) return true;
    if (word === 'unknown') {
      // "Pengacara X": his lawyer, and nothing shows it.
      const isShown = form === 'happened-to' && isLatinGenitive(sentence, person);
      const isOwned = at === person.first - 1 && owner === 'behind' && (!declinesNames || isShown);
      if (complete || isOwned) return false;
      unknown += 1;
      if (
        !isBasic &&
        (unknown > MOST_UNKNOWN.before ||
          sentence.lexicon.grammar.hasCases ||
          sentence.lexicon.glued !== 'none')
      ) {
        return form === 'happened-to' ? unknown <= MOST_UNKNOWN.before : false;
      }
    }
    if (touches(articles, { first: at, last: at })) complete = true;
  }
  return true;
}

/** Whether a day, a while or a place stands there, its number before it. */
function opensWithTime(sentence: Sentence, from: number): boolean {
  let at = from;
  while (touches(listOf(sentence, 'count'), { first: at, last: at })) at += 1;
  return isOf(wordAt(sentence, at), 'place', 'date');
}

/** "Dopo un anno di prigionia X è stato liberato": a while opens the clause, and belongs to nobody. */
function opensAfterWhile(sentence: Sentence, at: number): boolean {
  if (at > 0 && sentence.clause[at - 1] === sentence.clause[at]) return false;
  if (!touches(listOf(sentence, 'temporal'), { first: at, last: at })) return false;
  const small = listOf(sentence, 'article', 'count', 'preposition');
  let next = at + 1;
  while (touches(small, { first: next, last: next })) next += 1;
  return wordAt(sentence, next) === 'date';
}

/** "The women – identified by the office of the premier as X and Y – were freed": whoever names them. */
function isIdentifiedAs(sentence: Sentence, { first }: Range<Person>): boolean {
  if (!isWord(sentence, first - 1, 'as')) return false;
  const naming = listOf(sentence, 'naming').findLast(
    (one) => one.last < first && sentence.clause[one.first] === sentence.clause[first],
  );
  return naming !== undefined && isSetOff(sentence, naming.first);
}

/** Whether a clause begins there, with people without names before it. */
function isSetOff(sentence: Sentence, at: number): boolean {
  if (at === 0 || sentence.clause[at] === sentence.clause[at - 1]) return false;
  const noun = { first: at - 1, last: at - 1 };
  return (
    touches(listOf(sentence, 'called'), noun) ||
    sentence.people.some(({ last, is }) => last === at - 1 && is.kind !== 'name' && is.kind !== 'kin')
  );
}

function startsRelative(sentence: Sentence, at: number): boolean {
  return touches(listOf(sentence, 'relative'), { first: at, last: at });
}
