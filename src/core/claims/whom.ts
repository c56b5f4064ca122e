/**
 * To whom an event happened. The nearest person on the side where the words have them, whoever stands in a list with them, and
 * for a release or a death only where the sentence leaves no doubt that the verb is theirs.
 */
import { isDeath, isTaking } from './captivity.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import {
  companionsOf,
  isRelative,
  namedRelative,
  togetherWith,
  withoutCompany,
  withoutTheirKin,
} from './along.ts';
import { isOfNobodySaid, ownAfter } from './after.ts';
import { antecedentOf, isOfStranger } from './antecedent.ts';
import type { ClaimEvent } from '#core/claim.ts';
import { exceptedIn } from './except.ts';
import { formOf, isFirm } from './form.ts';
import { withSecondDead } from './both.ts';
import { linkOf, withTheirList, withoutFamily } from './list.ts';
import { isOwner } from './people.ts';
import {
  REACH,
  hasComma,
  isUnnamed,
  isWord,
  listOf,
  spanBetween,
  standsBetween,
  touches,
} from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { bodyOf, isBodyOfAnother, whoseBody } from './body.ts';
import { droppedSubject } from './meant.ts';
import { isOnlyRoles, namedBehind, openedFor } from './named.ts';
import {
  isIntoCaptivity,
  isOfAnother,
  isOfOutsiders,
  isOfSomeOfThem,
  isOfTheirRescue,
  isSomebodyElse,
  withoutOthers,
} from './others.ts';
import { sideOf } from './side.ts';
import type { Sides } from './side.ts';
import { isTheirs } from './theirs.ts';
import { isOf, wordAt } from './word.ts';

/** Whom an event is said of. */
export interface Whom {
  readonly subjects: readonly string[];
  /** The words around leave no doubt that it happened to them and to nobody else. */
  readonly clear: boolean;
  /** Whose body it happened to: "the remains of X were handed over". */
  readonly bodies: readonly string[];
  /** Said of people who are not named. */
  readonly unnamed: boolean;
}

const NOBODY: Whom = { subjects: [], clear: false, bodies: [], unnamed: false };

function clearlyOf(subjects: readonly string[]): Whom {
  return { ...NOBODY, subjects, clear: true };
}

/** What happens to those beside them as well. */
const JOINED: ReadonlySet<ClaimEvent> = new Set(['released', 'died', 'abducted']);

/** Whom the event of `cue` is said of. */
export function whomOf(sentence: Sentence, cue: FoundCue, event: ClaimEvent): Whom {
  const whom = toWhom(sentence, cue, event);
  if (event === 'released' && isIntoCaptivity(sentence, cue)) return NOBODY;
  if (!isTaking(event) && isOfSomeOfThem(sentence, cue, whom.subjects)) return NOBODY;
  const isEnd = !isTaking(event) && isFirm(formOf(sentence, cue));
  if (isEnd && whom.subjects.length > 0)
    return { ...whom, subjects: withoutOthers(sentence, cue, whom.subjects) };
  return whom.unnamed && isOfOutsiders(sentence, cue, formOf(sentence, cue))
    ? { ...whom, unnamed: false }
    : whom;
}

/** An event, and the people of its statement around it. */
interface Scene extends Sides {
  readonly sentence: Sentence;
  readonly cue: FoundCue;
  readonly event: ClaimEvent;
  readonly form: EventForm;
  /** All of the statement who do not stand in the event's own words. */
  readonly same: readonly Range<Person>[];
}

/** By rules from the surest: what words of the event say of it, then who stands on its side, unless that one is told of by the way. */
function toWhom(sentence: Sentence, cue: FoundCue, event: ClaimEvent): Whom {
  const scene = sceneOf(sentence, cue, event);
  const settled = byItsWords(scene);
  if (settled !== null) return settled;
  const sided = sideOf(sentence, cue, scene.form, scene);
  const side = event === 'died' ? sided : withoutTheirKin(sentence, sided);
  const [nearest, second] = side;
  // "The wife of X, kidnapped at the festival", "a son is born to hostage X": of him, though it is told of another.
  const owner = isTaking(event) ? ownerBeside(sentence, cue) : null;
  if (owner !== null && nearest?.is.kind !== 'watched') return { ...NOBODY, subjects: [owner] };
  if (nearest === undefined) return withNobodyBeside(scene);
  return notOf(scene, nearest, second) ?? ofThose(scene, side);
}

function sceneOf(sentence: Sentence, cue: FoundCue, event: ClaimEvent): Scene {
  const form = formOf(sentence, cue);
  const leftOut = exceptedIn(sentence);
  const same = sentence.people.filter(
    (person) =>
      sentence.part[person.first] === sentence.part[cue.first] &&
      !touches([person], cue) &&
      !leftOut.includes(person),
  );
  const before = withoutCompany(
    sentence,
    cue,
    same.filter(
      (p) => p.last < cue.first && cue.first - p.last <= REACH.person && !isAside(sentence, p, cue),
    ),
  ).toReversed();
  // The first is near; those in a list with them may be far.
  const after = same.filter((p) => p.first > cue.last && !isOutOf(sentence, p, cue));
  // "Об освобождении X сообщил Y": who stands behind the verb of saying tells it.
  const endsTold =
    sentence.lexicon.grammar.hasCases &&
    listOf(sentence, 'reporting').some(({ first, last }) => first > cue.first && last === cue.last);
  const behind = !endsTold && (after[0]?.first ?? Infinity) - cue.last <= REACH.behind ? after : [];
  // "X was among six captives killed": the person stands before it.
  const stands = before.length > 0 && (form === 'happened-to' || form === 'underwent');
  const inside = withoutCompany(sentence, cue, sentence.people).filter(
    (p) =>
      p.first > cue.first &&
      p.last < cue.last &&
      !touches(listOf(sentence, 'body'), p) &&
      !isWithThem(sentence, p, cue) &&
      !isBesideBodies(sentence, p, cue) &&
      !((stands || event === 'sign-of-life') && p.is.kind === 'other'),
  );
  return { sentence, cue, event, form, same, before, behind, inside };
}

/** Where a word of the event, or one tied to it, says of whom it is told, or that it is told of nobody; null where none does. */
function byItsWords({ sentence, cue, event, form, same, before, behind, inside }: Scene): Whom | null {
  // "Ready to give him priority": somebody spoken of before.
  const meansAnother = form === 'weighed' && inside.length === 0 && touches(listOf(sentence, 'pronoun'), cue);
  if (meansAnother) return NOBODY;
  // "X was one of those who freed the hostages": who did it. Dutch "die van X" is "that of X".
  const isDoer =
    touches(listOf(sentence, 'relative'), { first: cue.last - 1, last: cue.last - 1 }) &&
    cue.first < cue.last - 1 &&
    !touches(listOf(sentence, 'preposition'), { first: cue.last, last: cue.last }) &&
    (behind[0]?.first ?? Infinity) - cue.last <= REACH.name;
  if (isDoer) return NOBODY;
  const own = form === 'after' ? ownAfter(sentence, cue) : null;
  if (own !== null) return { ...NOBODY, subjects: [own] };
  if (form === 'after' && isOfNobodySaid(sentence, cue, before)) return NOBODY;
  if (isOfTheirThing(sentence, cue, form)) return NOBODY;
  if (form === 'happened-to' && inside.length === 0 && isBodyOfAnother(sentence, cue)) return NOBODY;
  const antecedents =
    event === 'body-returned' ? whoseBody(sentence, cue) : antecedentOf(sentence, cue, form);
  if (antecedents.length > 0) return clearlyOf([...new Set(antecedents)]);
  return same.some((one) => isOfStranger(sentence, cue, one)) ? NOBODY : null;
}

/** Where nobody stands on its side: of whom another statement, a verb without a subject, or a name set off tells it. */
function withNobodyBeside({ sentence, cue, event, form }: Scene): Whom {
  const shared = sharedSubjects(sentence, cue, event);
  if (shared.length > 0) return clearlyOf(shared);
  const dropped = droppedSubject(sentence, cue, form);
  if (dropped !== null) return clearlyOf([dropped]);
  // "The freed Russian is X", "identified the six released as A, B and C"
  const equated = namedBehind(sentence, cue, form, []).flatMap(({ is }) =>
    is.kind === 'watched' && !is.group ? [is.subject] : [],
  );
  if (equated.length > 0) return clearlyOf(equated);
  if (form === 'happened-to' && event === 'released') {
    const opened = togetherWith(sentence, cue, []);
    if (opened.length > 0) return clearlyOf(opened);
    const leading = openedFor(sentence, cue);
    if (leading !== null) return clearlyOf([leading]);
  }
  return { ...NOBODY, unnamed: listOf(sentence, 'others', 'count').length > 0 || isHeld(sentence) };
}

/** Where it is not told of the nearest one on its side, of whom it is told; null where it may be. */
function notOf(
  { sentence, cue, event, form, before }: Scene,
  nearest: Range<Person>,
  second: Range<Person> | undefined,
): Whom | null {
  const amongRelatives =
    second !== undefined && isRelative(sentence, second) && linkOf(sentence, nearest, second) !== null;
  if (nearest.is.kind === 'kin' && !amongRelatives) {
    const relative = nearest.first > cue.last ? namedRelative(sentence, nearest) : null;
    return relative?.is.kind === 'watched' ? clearlyOf([relative.is.subject]) : NOBODY;
  }
  // "All hostages are back, including X": told of all, and X is pointed out of them.
  const pointsOut =
    isFirm(form) &&
    sentence.clause[nearest.first] !== sentence.clause[cue.last] &&
    listOf(sentence, 'others').some(({ first }) => first <= cue.last && cue.last - first <= REACH.firm) &&
    standsBetween(sentence, ['among', 'including'], cue, nearest);
  if (pointsOut) return { ...NOBODY, unnamed: true };
  if (isFirm(form) && nearest.last < cue.first && isSomebodyElse(sentence, nearest, cue)) return NOBODY;
  if (isFirm(form) && nearest.last < cue.first && isOfAnother(sentence, nearest, cue)) return NOBODY;
  if (event === 'died' && isOfTheirRescue(sentence, cue, nearest)) return NOBODY;
  // "Returned X's belongings"
  if (isFirm(form) && nearest.first > cue.first && isOwner(sentence, nearest)) return NOBODY;
  // "Killed was the commander who held X": whom a death is told of stands directly behind it, or before it.
  if (!isDeath(event) || nearest.first <= cue.last) return null;
  const isNamed = nearest.is.kind === 'watched' && !nearest.is.group;
  const isApart = isNamed && sentence.clause[nearest.first] !== sentence.clause[cue.last];
  const isBeside =
    (isApart ? isSetOffName(sentence, cue, nearest) : !hasComma(sentence, cue.last, nearest.first)) &&
    isOnlyRoles(sentence, cue.last + 1, nearest.first - 1);
  // "The death of the commander of a Russian hostage, X"
  if (nearest.is.kind === 'other' && touches(listOf(sentence, 'outsiders'), nearest)) return NOBODY;
  return isBeside ? null : { ...NOBODY, unnamed: [nearest, ...before].some(isUnnamed) };
}

/** Those on its side, nearest first: of whom of them, and of whom beside them, it is told. */
function ofThose({ sentence, cue, event, form }: Scene, side: readonly Range<Person>[]): Whom {
  // "No information on A, B or C"
  const near = form === 'denied' ? inARow(side) : withTheirList(sentence, side, isDeath(event));
  const inList = isDeath(event) && isFirm(form) ? withSecondDead(sentence, cue, side, near) : near;
  const told = form === 'looks-back' ? withoutFamily(sentence, inList) : inList;
  const listed = [...told, ...(event === 'abducted' ? companionsOf(sentence, cue) : [])];
  const named = listed.every(isUnnamed) ? namedBehind(sentence, cue, form, listed) : [];
  const found = named.length > 0 ? [...listed, ...named] : listed;
  // "The Russian hostage X": what is said of him is not said of the group once more.
  const someNamed = found.some(({ is }) => is.kind === 'watched' && !is.group);
  const subjects = new Set<string>();
  const bodies = new Set<string>();
  for (const person of found) {
    if (person.is.kind !== 'watched' || (someNamed && person.is.group)) continue;
    if (isTurnedAway(sentence, cue, form, person)) continue;
    const body = isDeath(event) || event === 'released' ? bodyOf(sentence, person) : 'no';
    if (body === 'no' || (isDeath(event) && body === 'yes')) subjects.add(person.is.subject);
    if (body === 'yes' && !isDeath(event)) bodies.add(person.is.subject);
  }
  // "Together with X two others were freed"
  const clear = isTheirs(sentence, cue, form, listed);
  const along = JOINED.has(event) && isFirm(form) ? togetherWith(sentence, cue, told) : [];
  if (along.length > 0 && !clear && event !== 'abducted') return clearlyOf(along);
  for (const id of along) subjects.add(id);
  return {
    subjects: [...subjects],
    bodies: [...bodies],
    clear,
    unnamed: found.every(isUnnamed) && !found.some((one) => touches(listOf(sentence, 'things'), one)),
  };
}

/** "The death of a second hostage: X", "of a Russian citizen, X": a name set off, with nothing told of it. */
function isSetOffName(sentence: Sentence, cue: FoundCue, { first, last }: Range<Person>): boolean {
  const before = { first: first - 1, last: first - 1 };
  const next = { first: last + 1, last: last + 1 };
  const ends =
    last + 1 >= sentence.tokens.length ||
    sentence.clause[last + 1] !== sentence.clause[last] ||
    touches(listOf(sentence, 'and'), next);
  return (
    ends &&
    (!hasComma(sentence, cue.last, first) || touches(listOf(sentence, 'called', 'role'), before)) &&
    !touches(listOf(sentence, 'kin'), { first: cue.last + 1, last: before.last })
  );
}

/** "Hostages whose letters were handed over": what happened to a thing of theirs. */
function isOfTheirThing(sentence: Sentence, cue: FoundCue, form: EventForm): boolean {
  if (form !== 'happened-to' && form !== 'underwent') return false;
  const whose = listOf(sentence, 'relative').findLast(
    (one) => one.last < cue.first && sentence.clause[one.last] === sentence.clause[cue.first],
  );
  if (whose === undefined || !isWord(sentence, whose.last, 'whose')) return false;
  const way = spanBetween(whose, cue);
  const isSomebody = sentence.people.some((one) => one.is.kind !== 'other' && touches([one], way));
  return way !== null && !isSomebody && !touches(listOf(sentence, 'body'), way);
}

/** "X was abducted but freed in November": the verb behind "but" has nobody of its own, and X of the one before. */
function sharedSubjects(sentence: Sentence, cue: FoundCue, event: ClaimEvent): readonly string[] {
  const part = sentence.part[cue.first] ?? 0;
  const opens = sentence.part.indexOf(part);
  const but = listOf(sentence, 'boundary').find(({ first }) => first === opens);
  if (part === 0 || but === undefined || sentence.question) return [];
  // "But was killed by his captors": those in the event's own words did it.
  const isOther = (one: Range<Person>): boolean => sentence.part[one.first] === part && !touches([one], cue);
  if (sentence.people.some(isOther)) return [];
  if (sentence.owners.some(({ first }) => sentence.part[first] === part)) return [];
  for (let at = but.last + 1; at < cue.first; at += 1) {
    const auxiliary = touches(listOf(sentence, 'copula', 'equals', 'setting'), { first: at, last: at });
    if (!auxiliary && !isOf(wordAt(sentence, at), 'date', 'preposition', 'place', 'little')) return [];
  }
  const before = listOf(sentence, 'event').findLast(
    (one) =>
      sentence.part[one.first] === part - 1 &&
      sentence.part[one.last] === part - 1 &&
      one.cue.what !== event &&
      isFirm(formOf(sentence, one)) &&
      listOf(sentence, 'relative').every(
        ({ first }) => sentence.clause[first] !== sentence.clause[one.first] || first > one.first,
      ),
  );
  if (before === undefined) return [];
  const whom = whomOf(sentence, before, before.cue.what);
  return whom.clear ? whom.subjects : [];
}

/** One behind the other, with a word between at most. */
function inARow(side: readonly Range<Person>[]): readonly Range<Person>[] {
  const end = side.findIndex((one, at) => at > 0 && one.first - (side[at - 1]?.last ?? 0) > REACH.name);
  return end < 0 ? side : side.slice(0, end);
}

/** One who is only named as somebody's relative, with his own participle behind him or "hostage" before him. */
function ownerBeside(sentence: Sentence, cue: FoundCue): string | null {
  const participle =
    sentence.lexicon.grammar.hasCases && /(?:его|ого)$/u.test(sentence.tokens[cue.first]?.printed ?? '');
  const owner = sentence.owners.find(
    ({ first, last }) =>
      (participle && last === cue.first - 1) || (cue.cue.form === 'did' && first === cue.last + 1),
  );
  return owner?.is.kind === 'watched' ? owner.is.subject : null;
}

/** "X, whose father Y was killed, …", "X, an Israeli with family in Russia, …": spoken of in a clause of its own. */
function isAside(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const clause = sentence.clause[person.first];
  if (clause === sentence.clause[cue.first]) return false;
  if (isBetweenCommas(sentence, person, cue)) return true;
  const first = sentence.clause.indexOf(clause ?? 0);
  if (first === 0) return false;
  // "A third man, who turned out to be X, was freed"
  if (isSaidToBe(sentence, first, person)) return false;
  if (touches(listOf(sentence, 'relative', 'governs'), { first, last: first })) return true;
  // "X, kidnapped with Y, is back"
  const participle = listOf(sentence, 'event').some((one) => one.first === first && one.cue.what !== 'held');
  if (participle && person.first > first) return true;
  const held = { first: person.first - 1, last: person.first - 1 };
  return person.is.kind === 'kin' && touches(listOf(sentence, 'preposition'), held);
}

/** "X освободили из заложников": out of what, and not whom. */
function isOutOf(sentence: Sentence, { first, is }: Range<Person>, cue: FoundCue): boolean {
  if (is.kind !== 'other' || first !== cue.last + 2 || !sentence.lexicon.grammar.hasCases) return false;
  return isWord(sentence, cue.last + 1, 'out-of');
}

/** "الرهائن الذين كانوا مع X أفرج عنهم": with whom those were of whom it is told. */
function isWithThem(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const relative = { first: cue.first - 1, last: cue.first - 1 };
  const along = { first: person.first - 1, last: person.first - 1 };
  return touches(listOf(sentence, 'relative'), relative) && touches(listOf(sentence, 'along'), along);
}

/** «Передал X и тела заложников»: him, and the bodies of others. */
function isBesideBodies(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  return listOf(sentence, 'body').some(
    (body) =>
      body.first > person.last &&
      touches([cue], body) &&
      touches(listOf(sentence, 'and'), { first: person.last + 1, last: person.last + 1 }) &&
      body.first - person.last <= REACH.body,
  );
}

/** "Who turned out to be X", behind people without names, and nothing else in the clause. */
function isSaidToBe(sentence: Sentence, first: number, person: Range<Person>): boolean {
  const equals = listOf(sentence, 'equals').find(
    (one) => one.first === first + 1 && one.last > one.first && one.last < person.first,
  );
  if (equals === undefined || !touches(listOf(sentence, 'relative'), { first, last: first })) return false;
  const ends = sentence.clause[person.last + 1] !== sentence.clause[person.last];
  return ends && isOnlyRoles(sentence, equals.last + 1, person.first - 1);
}

/** "X, seized with his family, was freed": the verb goes on behind the comma, with X before the other one. */
function isBetweenCommas(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const clause = sentence.clause[cue.first] ?? 0;
  const begins = sentence.clause[cue.first - 1] !== clause;
  if (!begins || sentence.clause[person.first] !== clause - 1) return false;
  const first = sentence.clause.indexOf(clause - 1);
  // "X, dont sa mère": among them; "X, dont le père fut tué": whose father.
  const isOwn = touches(listOf(sentence, 'kin'), { first: first + 1, last: first + 2 });
  if (touches(listOf(sentence, 'and', 'including'), { first, last: first }) && !isOwn) return false;
  // A name that opens it is the next of a list.
  const isNext = person.is.kind === 'name' || (person.is.kind === 'watched' && !person.is.group);
  let opens = true;
  for (let at = first; at < person.first; at += 1)
    opens &&= isOf(wordAt(sentence, at), 'role', 'name', 'little');
  if (isNext && opens) return false;
  return sentence.people.some(
    ({ last, is }) => last === first - 1 && (is.kind === 'watched' || is.kind === 'name'),
  );
}

/** Whether it speaks of a captive: "every captive will be released". */
function isHeld(sentence: Sentence): boolean {
  return listOf(sentence, 'event').some((one) => one.cue.what === 'held');
}

/** "Freed A, not B"; "thanked for the readiness to free B". */
function isTurnedAway(sentence: Sentence, cue: FoundCue, form: EventForm, person: Range<Person>): boolean {
  if (standsBetween(sentence, ['not', 'denial', 'boundary'], cue, person)) return true;
  return isFirm(form) && standsBetween(sentence, ['promise', 'negotiation'], cue, person);
}
