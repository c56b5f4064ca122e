/**
 * To whom an event happened. The nearest person on the side where the words have them, whoever stands in a list with them, and
 * for a release or a death only where the sentence leaves no doubt that the verb is theirs.
 */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { antecedentOf } from './claim-antecedent.ts';
import type { ClaimEvent } from './claim.ts';
import { exceptedIn } from './claim-except.ts';
import { formOf, isFirm } from './claim-form.ts';
import { isWatched, linkOf, withTheirList } from './claim-list.ts';
import { REACH, between, listOf, touches } from './claim-sentence.ts';
import type { Person, Range, Sentence } from './claim-sentence.ts';
import { bodyOf } from './claim-body.ts';
import { droppedSubject } from './claim-meant.ts';
import { isOnlyRoles, namedBehind } from './claim-named.ts';
import { isTheirs } from './claim-theirs.ts';
import { hasCases, isOf, wordAt } from './claim-word.ts';

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

/** Whom the event of `cue` is said of. */
export function whomOf(sentence: Sentence, cue: FoundCue, event: ClaimEvent): Whom {
  const leftOut = exceptedIn(sentence);
  const same = sentence.people.filter(
    (person) =>
      sentence.part[person.first] === sentence.part[cue.first] &&
      !touches([person], cue) &&
      !leftOut.includes(person),
  );
  const before = same
    .filter((p) => p.last < cue.first && cue.first - p.last <= REACH.person && !isAside(sentence, p, cue))
    .toReversed();
  // The first is near; those in a list with them may be far.
  const after = same.filter((p) => p.first > cue.last);
  const behind = (after[0]?.first ?? Infinity) - cue.last <= REACH.behind ? after : [];
  const form = formOf(sentence, cue);
  // "X was among six captives killed": the person stands before it.
  const stands = before.length > 0 && (form === 'happened-to' || form === 'underwent');
  const inside = sentence.people.filter(
    (p) =>
      p.first > cue.first &&
      p.last < cue.last &&
      !touches(listOf(sentence, 'body'), p) &&
      !((stands || event === 'sign-of-life') && p.is.kind === 'other'),
  );
  // "Ready to give him priority": somebody spoken of before.
  const meansAnother = form === 'weighed' && inside.length === 0 && touches(listOf(sentence, 'pronoun'), cue);
  if (meansAnother) return NOBODY;
  // "X was one of those who freed the hostages": who did it.
  const isDoer =
    touches(listOf(sentence, 'relative'), { first: cue.last - 1, last: cue.last - 1 }) &&
    cue.first < cue.last - 1 &&
    (behind[0]?.first ?? Infinity) - cue.last <= REACH.name;
  if (isDoer) return NOBODY;
  const antecedents = event === 'body-returned' ? [] : antecedentOf(sentence, cue, form);
  if (antecedents.length > 0) return { ...NOBODY, subjects: [...new Set(antecedents)], clear: true };
  const sided = sideOf(sentence, cue, form, { before, behind, inside });
  const side = event === 'died' ? sided : withoutTheirKin(sentence, sided);
  const [nearest] = side;
  // "The wife of X, kidnapped at the festival", "a son is born to hostage X": of him, though it is told of another.
  const owner = isLasting(event) ? ownerBeside(sentence, cue) : null;
  if (owner !== null && nearest?.is.kind !== 'watched') return { ...NOBODY, subjects: [owner] };
  const dropped = nearest === undefined ? droppedSubject(sentence, cue, form) : null;
  if (dropped !== null) return { ...NOBODY, subjects: [dropped], clear: true };
  // "The freed Russian is X", "identified the six released as A, B and C"
  const equated = (nearest === undefined ? namedBehind(sentence, cue, form, []) : []).flatMap(({ is }) =>
    is.kind === 'watched' && !is.group ? [is.subject] : [],
  );
  if (equated.length > 0) return { ...NOBODY, subjects: equated, clear: true };
  if (nearest === undefined)
    return { ...NOBODY, unnamed: listOf(sentence, 'others', 'count').length > 0 || isHeld(sentence) };
  const [, second] = side;
  const amongRelatives =
    second !== undefined && isRelative(sentence, second) && linkOf(sentence, nearest, second) !== null;
  if (nearest.is.kind === 'kin' && !amongRelatives) return NOBODY;
  // "All hostages are back, including X": told of all, and X is pointed out of them.
  const toName = { first: cue.last + 1, last: nearest.first - 1 };
  const pointsOut =
    isFirm(form) &&
    toName.last >= toName.first &&
    sentence.clause[nearest.first] !== sentence.clause[cue.last] &&
    listOf(sentence, 'others').some(({ first }) => first <= cue.last && cue.last - first <= REACH.firm) &&
    touches(listOf(sentence, 'among', 'including'), toName);
  if (pointsOut) return { ...NOBODY, unnamed: true };
  if (isFirm(form) && nearest.last < cue.first && isSomebodyElse(sentence, nearest, cue)) return NOBODY;
  // "Returned X's belongings"
  if (isFirm(form) && nearest.first > cue.first && isOwner(sentence, nearest)) return NOBODY;
  // "Killed was the commander who held X": whom a death is told of stands directly behind it, or before it.
  const isDeath = event === 'died' || event === 'body-returned';
  if (isDeath && nearest.first > cue.last) {
    const printed = between(sentence, cue.last, nearest.first);
    if (/[,;،]/.test(printed) || !isOnlyRoles(sentence, cue.last + 1, nearest.first - 1))
      return { ...NOBODY, unnamed: [nearest, ...before].some(isUnnamed) };
  }
  const listed = [
    // "No information on A, B or C"
    ...(form === 'denied' ? inARow(side) : withTheirList(sentence, side, isDeath)),
    ...(event === 'abducted' ? companionsOf(sentence, cue) : []),
  ];
  const named = listed.every(isUnnamed) ? namedBehind(sentence, cue, form, listed) : [];
  const found = named.length > 0 ? [...listed, ...named] : listed;
  // "The Russian hostage X": what is said of him is not said of the group once more.
  const someNamed = found.some(({ is }) => is.kind === 'watched' && !is.group);
  const subjects = new Set<string>();
  const bodies = new Set<string>();
  for (const person of found) {
    if (person.is.kind !== 'watched' || (someNamed && person.is.group)) continue;
    if (isTurnedAway(sentence, cue, form, person)) continue;
    const body = isDeath || event === 'released' ? bodyOf(sentence, person) : 'no';
    if (body === 'no' || (isDeath && body === 'yes')) subjects.add(person.is.subject);
    if (body === 'yes' && !isDeath) bodies.add(person.is.subject);
  }
  // "Together with X two others were freed"
  const along = event === 'released' && isFirm(form) ? togetherWith(sentence, cue) : [];
  for (const id of along) subjects.add(id);
  return {
    subjects: [...subjects],
    bodies: [...bodies],
    clear: along.length > 0 || isTheirs(sentence, cue, form, listed),
    unnamed: found.every(isUnnamed) && !found.some((one) => touches(listOf(sentence, 'things'), one)),
  };
}

/** "Three hostages", "Russian citizens". */
function isUnnamed({ is }: Range<Person>): boolean {
  return is.kind === 'other' || (is.kind === 'watched' && is.group);
}

/** One behind the other, with a word between at most. */
function inARow(side: readonly Range<Person>[]): readonly Range<Person>[] {
  const end = side.findIndex((one, at) => at > 0 && one.first - (side[at - 1]?.last ?? 0) > REACH.name);
  return end < 0 ? side : side.slice(0, end);
}

/** Captivity and its beginning are told of people in passing. */
function isLasting(event: ClaimEvent): boolean {
  return event === 'held' || event === 'abducted';
}

/** One who is only named as somebody's relative, with his own participle behind him or "hostage" before him. */
function ownerBeside(sentence: Sentence, cue: FoundCue): string | null {
  const participle = hasCases(sentence) && /(?:его|ого)$/u.test(sentence.tokens[cue.first]?.printed ?? '');
  const owner = sentence.owners.find(
    ({ first, last }) =>
      (participle && last === cue.first - 1) || (cue.cue.form === 'did' && first === cue.last + 1),
  );
  return owner?.is.kind === 'watched' ? owner.is.subject : null;
}

/** "X was taken with his mother Y and with Z": taken with him, up to the next thing told. */
function companionsOf(sentence: Sentence, cue: FoundCue): readonly Range<Person>[] {
  const next = listOf(sentence, 'event', 'boundary', 'relative', 'reporting', 'governs').find(
    (one) => one.first > cue.last && one.cue.what !== 'held' && one.cue.what !== 'abducted',
  );
  const until = next?.first ?? sentence.tokens.length;
  const along = listOf(sentence, 'and', 'preposition').find(
    (one) =>
      one.first > cue.last &&
      one.first < until &&
      touches(listOf(sentence, 'kin'), { first: one.last + 1, last: one.last + 2 }),
  );
  // "Together with him his mother and his grandmother were taken"
  const opening = listOf(sentence, 'and', 'preposition').filter(({ first }) => first <= REACH.name);
  const before = sentence.people.filter(
    (person) =>
      person.last < cue.first &&
      isWatched(person) &&
      touches(opening, { first: person.first - 1, last: person.first - 1 }),
  );
  // German puts the verb last: "X wurde zusammen mit seiner Mutter Y entführt".
  const first = sentence.people.find((one) => one.last < cue.first && isWatched(one));
  const kin = listOf(sentence, 'kin').find((one) => one.last < cue.last && one.first > (first?.last ?? 0));
  const held = { first: (kin?.first ?? 0) - 2, last: (kin?.first ?? 0) - 1 };
  if (first !== undefined && kin !== undefined && touches(listOf(sentence, 'preposition'), held))
    before.push(first);
  if (along === undefined) return before;
  const behind = sentence.people.filter(
    (person) => person.first > along.last && person.first < until && isWatched(person),
  );
  return [...before, ...behind];
}

/** Whom a sentence that opens with "together with" names there, in the clause of the verb. */
function togetherWith(sentence: Sentence, cue: FoundCue): readonly string[] {
  const opens = touches(listOf(sentence, 'and'), { first: 0, last: 0 });
  const person = sentence.people.find(({ last }) => last < cue.first);
  if (!opens || person?.is.kind !== 'watched' || person.is.group || person.first > REACH.name) return [];
  const isHeld = touches(listOf(sentence, 'preposition', 'and'), {
    first: person.first - 1,
    last: person.first - 1,
  });
  return isHeld && sentence.clause[person.first] === sentence.clause[cue.first] ? [person.is.subject] : [];
}

/** "X's": something of theirs is spoken of. */
function isOwner({ text, tokens }: Sentence, person: Range<Person>): boolean {
  return /^['’]s(?!\p{L})/u.test(text.slice(tokens[person.last]?.end ?? 0));
}

/** "X, whose father Y was killed, …", "X, an Israeli with family in Russia, …": spoken of in a clause of its own. */
function isAside(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const clause = sentence.clause[person.first];
  if (clause === sentence.clause[cue.first]) return false;
  if (isBetweenCommas(sentence, person, cue)) return true;
  const first = sentence.clause.indexOf(clause ?? 0);
  if (first === 0) return false;
  if (touches(listOf(sentence, 'relative', 'governs'), { first, last: first })) return true;
  // "X, kidnapped with Y, is back"
  const participle = listOf(sentence, 'event').some((one) => one.first === first && one.cue.what !== 'held');
  if (participle && person.first > first) return true;
  const held = { first: person.first - 1, last: person.first - 1 };
  return person.is.kind === 'kin' && touches(listOf(sentence, 'preposition'), held);
}

/** "X, seized with his family, was freed": the verb goes on behind the comma, with X before the other one. */
function isBetweenCommas(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const clause = sentence.clause[cue.first] ?? 0;
  const begins = sentence.clause[cue.first - 1] !== clause;
  if (!begins || sentence.clause[person.first] !== clause - 1) return false;
  const first = sentence.clause.indexOf(clause - 1);
  if (touches(listOf(sentence, 'and', 'including'), { first, last: first })) return false;
  // A name that opens it is the next of a list.
  const isNext = person.is.kind === 'name' || (person.is.kind === 'watched' && !person.is.group);
  let opens = true;
  for (let at = first; at < person.first; at += 1)
    opens &&= isOf(wordAt(sentence, at), 'role', 'name', 'little');
  if (isNext && opens) return false;
  return sentence.people.some(({ last, is }) => last === first - 1 && is.kind === 'watched');
}

/** "X and his mother were freed", "X, her mother and her aunt": the relatives too, who have no name here. */
function withoutTheirKin(sentence: Sentence, sided: readonly Range<Person>[]): readonly Range<Person>[] {
  let kin = 0;
  let joined = false;
  for (let at = 0; at + 1 < sided.length && sided[at]?.is.kind === 'kin'; at += 1) {
    const [one, next] = [sided[at], sided[at + 1]];
    if (one === undefined || next === undefined) break;
    joined ||= isJoined(sentence, one, next);
    if (linkOf(sentence, one, next) === null && !isJoined(sentence, one, next)) return sided;
    kin = at + 1;
  }
  // "His mother, girlfriend and grandmother": a list of relatives, some of whom are named elsewhere.
  const next = sided[kin];
  if (next !== undefined && isRelative(sentence, next)) return sided;
  return joined && next?.is.kind !== 'kin' ? sided.slice(kin) : sided;
}

/** Somebody of the watchlist meant by a word for a relative. */
function isRelative(sentence: Sentence, person: Range<Person>): boolean {
  return isWatched(person) && touches(listOf(sentence, 'kin'), person);
}

/** "X and his mother", "X с матерью": nothing else between them. */
function isJoined(sentence: Sentence, a: Range<Person>, b: Range<Person>): boolean {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const way = { first: left.last + 1, last: right.first - 1 };
  if (way.last < way.first || way.last - way.first > 1) return false;
  return touches(listOf(sentence, 'and'), way) && linkOf(sentence, a, b) !== null;
}

/** Whether it speaks of a captive: "every captive will be released". */
function isHeld(sentence: Sentence): boolean {
  return listOf(sentence, 'event').some((one) => one.cue.what === 'held');
}

interface Sides {
  /** Nearest first. */
  readonly before: readonly Range<Person>[];
  readonly behind: readonly Range<Person>[];
  readonly inside: readonly Range<Person>[];
}

/** Languages that put "him" before the verb. */
const OBJECT_BEFORE: ReadonlySet<string> = new Set(['es', 'fr', 'it', 'pt']);

/** On which side of the event the form has those to whom it happened. */
function sideOf(sentence: Sentence, cue: FoundCue, form: EventForm, sides: Sides): readonly Range<Person>[] {
  const { before, behind, inside } = sides;
  const away = (person: Range<Person> | undefined): number =>
    person === undefined
      ? Infinity
      : person.last < cue.first
        ? cue.first - person.last
        : person.first - cue.last;
  // "Thanked everyone who helped to free X"
  const direct = behind[0] !== undefined && isWatched(behind[0]) && behind[0].first === cue.last + 1;
  if (direct && inside.length > 0 && inside.every(({ is }) => is.kind === 'other')) return behind;
  if (inside.length > 0) {
    const watched = inside.filter(isWatched);
    return [...(inside[0]?.is.kind === 'kin' ? watched : inside), ...behind];
  }
  if (form === 'happened-to') {
    // "Released from Gaza on Saturday: X, Y and Z"
    const opens = before.length === 0 && cue.first <= 1 && behind[0] !== undefined;
    return opens && /:/.test(between(sentence, cue.last, behind[0]?.first ?? cue.last)) ? behind : before;
  }
  if (form === 'denied') return behind;
  if (form === 'did' || form === 'happened') {
    // "X, whom Hamas freed": those before the relative.
    const whom = listOf(sentence, 'relative').findLast(
      (one) =>
        one.last < cue.first &&
        sentence.clause[one.first] === sentence.clause[cue.first] &&
        one.first > 0 &&
        sentence.clause[one.first] !== sentence.clause[one.first - 1],
    );
    const meant = before.filter(({ last }) => whom !== undefined && last === whom.first - 1);
    // "X became the first captive whom they freed"
    const [other] = meant;
    const copula = listOf(sentence, 'copula').find(({ last }) => last < (other?.first ?? 0));
    const is = before.find(({ last }) => copula !== undefined && last < copula.first);
    if (other?.is.kind === 'other' && is?.is.kind === 'watched' && before.length <= 3) return [is];
    if (meant.length > 0) return meant;
  }
  if (form === 'did') {
    // "Lo entregó", "l'ont libéré": him, before the verb.
    const object = before.find(
      ({ last }) =>
        last === cue.first - 1 &&
        OBJECT_BEFORE.has(sentence.lexicon.language) &&
        /^(?:lo|la|le|l|o|a)$/u.test(sentence.tokens[last]?.text ?? ''),
    );
    if (object !== undefined) return [object];
    // "X and Y were the only hostages Hamas freed"
    const [other] = before;
    const copula = listOf(sentence, 'copula', 'condition').findLast(({ last }) => last < (other?.first ?? 0));
    const are = before.filter(({ last }) => copula !== undefined && last < copula.first);
    const isAll =
      other?.is.kind === 'other' && copula !== undefined && other.first - copula.last <= REACH.not;
    if (behind.length === 0 && isAll && cue.first - (other?.last ?? 0) <= REACH.name && are[0] !== undefined)
      return are;
    // "Three hostages freed": with nobody behind it, the same word is what happened to them.
    const [last] = before;
    const passive =
      behind.length === 0 &&
      cue.cue.form === 'did' &&
      (cue.cue.what === 'released' || cue.cue.what === 'died') &&
      last !== undefined &&
      !touches(listOf(sentence, 'pronoun', 'plural'), last) &&
      away(last) <= REACH.name &&
      sentence.clause[last.last] === sentence.clause[cue.first];
    return passive ? before : behind;
  }
  if (form === 'looks-back') {
    // "Freed hostages say": somebody else than those they speak of.
    let verb = cue.last + 1;
    while (touches(listOf(sentence, 'others', 'called'), { first: verb, last: verb })) verb += 1;
    if (touches(listOf(sentence, 'reporting'), { first: verb, last: verb })) return [];
    // "Freed hostage X"; "X, who was freed": directly beside it, or of somebody else.
    const [next] = behind;
    const direct =
      next !== undefined &&
      away(next) <= REACH.name &&
      !/[,;،"'«»“”]/.test(between(sentence, cue.last, next.first));
    // "A freed hostage X knew", "freed hostage on X": of another.
    const other =
      /^an?$/u.test(sentence.tokens[cue.first - 1]?.text ?? '') ||
      (next !== undefined &&
        touches(listOf(sentence, 'preposition'), { first: cue.last + 1, last: next.first - 1 }));
    // "The freed hostage, X, said"
    const apposed =
      next !== undefined &&
      next.first === cue.last + 1 &&
      /^\s*[,،]\s*$/u.test(between(sentence, cue.last, next.first)) &&
      sentence.clause[next.last + 1] !== sentence.clause[next.last] &&
      touches(listOf(sentence, 'called', 'role'), cue) &&
      !touches(listOf(sentence, 'others'), cue);
    if (direct || apposed) return other ? [] : behind;
    // "родным X, погибшего в плену": by its ending the participle is X's.
    const owner = sentence.owners.find(({ last }) => last === cue.first - 1);
    if (
      owner !== undefined &&
      hasCases(sentence) &&
      /(?:его|ого)$/u.test(sentence.tokens[cue.first]?.printed ?? '')
    )
      return [owner];
    return away(before[0]) <= REACH.name ? before : [];
  }
  // "X may soon go free: the hostage …": a colon parts more than words do.
  const [next] = behind;
  const parted = next !== undefined && /:/.test(between(sentence, cue.last, next.first));
  if (parted && before.length > 0) return before;
  // "X was taken from the house of his parents": a place of theirs, and not they.
  const [last] = before;
  const own =
    next?.is.kind === 'kin' &&
    last?.is.kind === 'watched' &&
    sentence.clause[last.last] === sentence.clause[cue.first];
  return !own && away(next) <= away(last) ? behind : before;
}

/** "Freed A, not B"; "thanked for the readiness to free B". */
function isTurnedAway(sentence: Sentence, cue: FoundCue, form: EventForm, person: Range<Person>): boolean {
  if (person.first <= cue.last + 1) return false;
  const way = { first: cue.last + 1, last: person.first - 1 };
  if (touches(listOf(sentence, 'not', 'denial', 'boundary'), way)) return true;
  return isFirm(form) && touches(listOf(sentence, 'promise', 'negotiation'), way);
}

/**
 * A verb behind a person may have another subject: "X's cellmate was freed", "X is held, his cellmate was freed", "those who held
 * X were killed".
 */
function isSomebodyElse(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const { tokens } = sentence;
  // "X's cellmate was freed", but not "X's release took place".
  const ends = tokens[person.last + 1]?.text === 's' ? person.last + 2 : person.last + 1;
  if (isOwner(sentence, person) && cue.first > ends) return true;
  // "The man brought out of Gaza was a Thai": only which man is meant.
  const told = { first: cue.last + 1, last: tokens.length - 1 };
  if (
    cue.first === person.last + 1 &&
    touches(listOf(sentence, 'role'), person) &&
    told.last >= told.first &&
    touches(listOf(sentence, 'copula'), told)
  )
    return true;
  const governed = listOf(sentence, 'governs').some(
    (verb) =>
      !touches([cue], verb) &&
      verb.last < person.first &&
      person.first - verb.last <= REACH.name + 1 &&
      !/[,;،]/.test(between(sentence, verb.last, person.first)),
  );
  if (governed) return true;
  // "X and his dog, who was killed"
  const relative = listOf(sentence, 'relative').find(
    ({ first, last }) =>
      first > person.last && last <= cue.last && sentence.clause[first] === sentence.clause[cue.last],
  );
  const way = { first: person.last + 1, last: (relative?.first ?? 0) - 1 };
  if (way.last >= way.first && touches(listOf(sentence, 'possessive'), way)) return true;
  let comma = -1;
  for (let at = person.last + 1; at <= cue.first; at += 1) {
    if (/[,;،]/.test(between(sentence, at - 1, at))) comma = at;
  }
  return (
    comma > 0 &&
    comma < cue.first &&
    touches(listOf(sentence, 'possessive'), { first: comma, last: cue.first - 1 })
  );
}
