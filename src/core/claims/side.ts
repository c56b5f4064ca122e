/** On which side of an event those stand to whom it happened, by the form in which it is told. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { endsSentence, isWatched, withTheirList } from './list.ts';
import { REACH, between, isWord, listOf, spanBetween, standsBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** The people around an event. */
export interface Sides {
  /** Nearest first. */
  readonly before: readonly Range<Person>[];
  readonly behind: readonly Range<Person>[];
  readonly inside: readonly Range<Person>[];
}

/** "The third video that they released of X": the video was released, and nobody behind the preposition. */
function isOfThing(sentence: Sentence, cue: FoundCue): boolean {
  if (cue.cue.form === 'named' || cue.cue.form === 'heading') return false;
  if (!isWord(sentence, cue.last + 1, 'of')) return false;
  return listOf(sentence, 'things').some(({ last }) => last < cue.first);
}

/** "Video footage of X, 28, was released", "a video showing X was released": what opens the sentence was, and not whom it shows. */
function happenedToThing(sentence: Sentence, { cue, first }: FoundCue): boolean {
  if (cue.what !== 'released') return false;
  const things = listOf(sentence, 'things');
  const thing = things.find(({ last }) => {
    const isOfHim = isWord(sentence, last + 1, 'of') || isWord(sentence, last + 1, 'showing');
    return last < first && last <= REACH.name + 1 && isOfHim;
  });
  if (thing === undefined || sentence.part[thing.last] !== sentence.part[first]) return false;
  // "A video of X was shown": somebody in front of it is another matter, as is "…, after he was released".
  if (sentence.people.some((one) => one.first < thing.first && !touches(things, one))) return false;
  const last = Math.max(sentence.clause.indexOf(sentence.clause[first] ?? 0) - 1, thing.last);
  const others = ['relative', 'pronoun', 'temporal', 'upon', 'that', 'reporting', 'and'] as const;
  return !standsBetween(sentence, others, { last }, { first });
}

/** "Freed hostages saw X", "former hostages remember X": a word between them that is no part of his name or of what he is called. */
function hasVerbBetween(sentence: Sentence, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at += 1) {
    if (isOf(wordAt(sentence, at), 'verb', 'unknown', 'saying', 'relative')) return true;
  }
  return false;
}

/** "Освобождённый уроженец Донбасса X": how many words between are what he is called. */
function calledBetween(sentence: Sentence, from: number, to: number): number {
  const called = listOf(sentence, 'called');
  let count = 0;
  for (let at = from + 1; at < to; at += 1) if (touches(called, { first: at, last: at })) count += 1;
  return count;
}

/** "Freed hostage: X was with me", "freed hostages: A and B are alive": the colon tells who says it, unless names alone stand behind it. */
function isSpokenAfterColon(sentence: Sentence, cue: FoundCue, next: Range<Person>): boolean {
  if (!/:/.test(between(sentence, cue.last, next.first))) return false;
  const named = sentence.people.filter(({ first }) => first >= next.first);
  const end = Math.max(...withTheirList(sentence, named, false).map(({ last }) => last));
  return !endsSentence(sentence, end);
}

/** "X, 29 años, fue liberado en febrero": nothing but his age, set off, between him and what happened to him. */
function isBehindAge(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const way = spanBetween(person, cue);
  if (way === null || way.last - way.first > REACH.name + 2) return false;
  const isSetOff =
    sentence.clause[way.first] !== sentence.clause[person.last] &&
    sentence.clause[way.last] !== sentence.clause[cue.first];
  if (!isSetOff) return false;
  for (let at = way.first; at <= way.last; at += 1)
    if (!isOf(wordAt(sentence, at), 'date', 'little', 'preposition', 'role')) return false;
  return true;
}

/** "Freed after 500 days the hostage X": directly behind a day or a place, with no comma between. */
function isBehindDate(sentence: Sentence, cue: FoundCue, person: Range<Person>): boolean {
  if (cue.cue.what !== 'released' || sentence.clause[person.first] !== sentence.clause[cue.last])
    return false;
  let at = person.first - 1;
  while (at > cue.last && touches(listOf(sentence, 'article', 'called', 'others'), { first: at, last: at }))
    at -= 1;
  for (let way = cue.last + 1; way <= at; way += 1)
    if (!isOf(wordAt(sentence, way), 'date', 'place', 'little', 'preposition', 'role')) return false;
  return at > cue.last && isOf(wordAt(sentence, at), 'date', 'place');
}

/** "Hamas releases X video": a name that only says whose thing it is. */
function isOfNamedThing(sentence: Sentence, { last, is }: Range<Person>): boolean {
  if (is.kind !== 'watched') return false;
  for (let at = last + 1; at <= last + REACH.name + 1; at += 1) {
    const token = sentence.tokens[at];
    if (token === undefined || token.gap > GAP.QUOTE) return false;
    const word = { first: at, last: at };
    if (touches(listOf(sentence, 'things'), word)) return true;
    if (!touches([...listOf(sentence, 'called', 'and', 'things'), ...sentence.people], word)) return false;
  }
  return false;
}

/** An event, and those before and behind it. */
interface Flanked extends Omit<Sides, 'inside'> {
  readonly sentence: Sentence;
  readonly cue: FoundCue;
  readonly form: EventForm;
}

/** On which side of the event the form has those to whom it happened. */
export function sideOf(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  { before, behind, inside }: Sides,
): readonly Range<Person>[] {
  const [next] = behind;
  if (inside.length > 0) {
    // "Thanked everyone who helped to free X"
    const direct = next !== undefined && isWatched(next) && next.first === cue.last + 1;
    if (direct && inside.every(({ is }) => is.kind === 'other')) return behind;
    const watched = inside.filter(isWatched);
    return [...(inside[0]?.is.kind === 'kin' ? watched : inside), ...behind];
  }
  if (form !== 'did' && form !== 'named' && happenedToThing(sentence, cue)) return [];
  const flanked = { sentence, cue, form, before, behind };
  switch (form) {
    case 'happened-to': {
      // "Released from Gaza on Saturday: X, Y and Z", "liberado tras 500 días el rehén X"
      const opens = before.length === 0 && cue.first <= 1 && next !== undefined;
      const isNamed = opens && /:/.test(between(sentence, cue.last, next.first));
      return isNamed || (opens && isBehindDate(sentence, cue, next)) ? behind : before;
    }
    case 'denied':
      return behind;
    case 'after': {
      // "X was seized following the murder of her husband": of whom stands behind it.
      const holds = touches(listOf(sentence, 'preposition'), { first: cue.last, last: cue.last });
      return holds ? behind : nearerSide(flanked);
    }
    case 'happened':
      return beforeRelative(flanked) ?? nearerSide(flanked);
    case 'did':
      return beforeRelative(flanked) ?? objectOf(flanked);
    case 'looks-back':
      return calledSo(flanked);
    case 'underwent':
    case 'beside':
    case 'coming':
    case 'weighed':
    case 'named':
    case 'heading':
    case 'present':
      return nearerSide(flanked);
  }
}

/** How many words off. */
function away(cue: FoundCue, person: Range<Person> | undefined): number {
  if (person === undefined) return Infinity;
  return person.last < cue.first ? cue.first - person.last : person.first - cue.last;
}

/** "X, whom Hamas freed": those before the relative; nobody where it is done to a thing, and null where the form alone decides. */
function beforeRelative({ sentence, cue, before, behind }: Flanked): readonly Range<Person>[] | null {
  if (isOfThing(sentence, cue)) return [];
  const [object] = behind;
  const isThing =
    object !== undefined && object.first - cue.last <= REACH.firm && isOfNamedThing(sentence, object);
  if (cue.cue.what === 'released' && isThing) return [];
  const whom = listOf(sentence, 'relative').findLast(
    (one) =>
      one.last < cue.first &&
      sentence.clause[one.first] === sentence.clause[cue.first] &&
      one.first > 0 &&
      sentence.clause[one.first] !== sentence.clause[one.first - 1],
  );
  // "X, who found the body": he did it.
  const isDoer =
    cue.cue.what !== 'held' &&
    whom !== undefined &&
    whom.last === cue.first - 1 &&
    isWord(sentence, whom.last, 'who');
  const meant = before.filter(({ last }) => whom !== undefined && !isDoer && last === whom.first - 1);
  // "X became the first captive whom they freed"
  const [other] = meant;
  const copula = listOf(sentence, 'copula').find(({ last }) => last < (other?.first ?? 0));
  const is = before.find(({ last }) => copula !== undefined && last < copula.first);
  if (other?.is.kind === 'other' && is?.is.kind === 'watched' && before.length <= 3) return [is];
  return meant.length > 0 ? meant : null;
}

/** "Her husband killed and her son X in Gaza": behind the "and" another begins, unless a verb goes on there ("killed and burned X"). */
function isClosedByAnd({ sentence, cue, before: [last], behind: [next] }: Flanked): boolean {
  const and = listOf(sentence, 'and').find(({ first }) => first === cue.last + 1);
  if (cue.cue.what !== 'died' || last?.last !== cue.first - 1 || and === undefined || next === undefined)
    return false;
  const called = listOf(sentence, 'called', 'others', 'role');
  const verbs = listOf(sentence, 'event').filter((one) => !touches(called, one));
  for (let at = and.last + 1; at < next.first; at += 1) {
    const word = wordAt(sentence, at);
    if (touches(verbs, { first: at, last: at }) || isOf(word, 'verb', 'unknown', 'saying')) return false;
  }
  return true;
}

/** "Hamas freed X": those behind the verb, unless a word or the lack of anybody there says that they stand before it. */
function objectOf(flanked: Flanked): readonly Range<Person>[] {
  const { sentence, cue, before } = flanked;
  const behind = isClosedByAnd(flanked) ? [] : flanked.behind;
  // "Lo entregó", "l'ont libéré": him, before the verb.
  const object = before.find(({ last }) => last === cue.first - 1 && isWord(sentence, last, 'him'));
  if (object !== undefined) return [object];
  // "X and Y were the only hostages Hamas freed"
  const [other] = before;
  const copula = listOf(sentence, 'copula', 'condition').findLast(({ last }) => last < (other?.first ?? 0));
  const are = before.filter(({ last }) => copula !== undefined && last < copula.first);
  const isAll = other?.is.kind === 'other' && copula !== undefined && other.first - copula.last <= REACH.not;
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
    away(cue, last) <= REACH.name &&
    sentence.clause[last.last] === sentence.clause[cue.first];
  return passive ? before : behind;
}

/** "Freed hostage X"; "X, who was freed": directly beside it, or of somebody else. */
function calledSo({ sentence, cue, before, behind }: Flanked): readonly Range<Person>[] {
  // "Freed hostages say": somebody else than those they speak of.
  let verb = cue.last + 1;
  while (touches(listOf(sentence, 'others', 'called'), { first: verb, last: verb })) verb += 1;
  if (touches(listOf(sentence, 'reporting'), { first: verb, last: verb })) return [];
  const [next] = behind;
  const direct =
    next !== undefined &&
    away(cue, next) - calledBetween(sentence, cue.last, next.first) <= REACH.name &&
    !/[,;،"'«»“”]/.test(between(sentence, cue.last, next.first)) &&
    !isSpokenAfterColon(sentence, cue, next) &&
    !hasVerbBetween(sentence, cue.last, next.first) &&
    // "The widow and X"
    !listOf(sentence, 'and').some(({ first }) => first === cue.last + 1);
  // "A freed hostage X knew", "freed hostage on X": of another.
  const other =
    isWord(sentence, cue.first - 1, 'a-freed') ||
    (next !== undefined && standsBetween(sentence, ['preposition'], cue, next));
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
    sentence.lexicon.grammar.hasCases &&
    /(?:его|ого)$/u.test(sentence.tokens[cue.first]?.printed ?? '')
  )
    return [owner];
  // "X saw three freed"
  const [last] = before;
  const sees = last !== undefined && isOf(wordAt(sentence, last.last + 1), 'verb', 'saying');
  if (last !== undefined && isBehindAge(sentence, last, cue)) return before;
  return away(cue, last) <= REACH.name && !(sees && away(cue, last) > 1) ? before : [];
}

/** Those who stand nearer, where nothing parts them from the event. */
function nearerSide({ sentence, cue, form, before, behind }: Flanked): readonly Range<Person>[] {
  // "X may soon go free: the hostage …": a colon parts more than words do.
  const [next] = behind;
  const isGroup = before[0]?.is.kind === 'other';
  // "Three hostages are home — A, B and C"
  const parts = isGroup ? /:|\s[–—]\s/u : /:/u;
  const parted = next !== undefined && parts.test(between(sentence, cue.last, next.first));
  if (parted && before.length > 0) return before;
  // "X was taken from the house of his parents": a place of theirs, and not they.
  const [last] = before;
  // "Asked for help with the release of her son": of him, who is behind the noun.
  const isOfKin = form === 'named' && next !== undefined && next.first - cue.last <= REACH.name + 1;
  const own =
    next?.is.kind === 'kin' &&
    !isOfKin &&
    last?.is.kind === 'watched' &&
    sentence.clause[last.last] === sentence.clause[cue.first];
  // "X called for the release of her son Y": of whom stands behind the noun, however near X is.
  const hasOf =
    form === 'named' &&
    next !== undefined &&
    away(cue, next) <= REACH.firm &&
    isWord(sentence, cue.last + 1, 'of') &&
    sentence.clause[next.first] === sentence.clause[cue.last];
  if (hasOf) return behind;
  // "X was freed, Y was not": a comma parts more than a word.
  const closer =
    next !== undefined &&
    last !== undefined &&
    isWatched(last) &&
    sentence.clause[last.last] === sentence.clause[cue.first] &&
    sentence.clause[next.first] !== sentence.clause[cue.last];
  // "X вышел на свободу в рамках сделки по освобождению заложников": those of the deal.
  const ofDeal =
    next?.is.kind === 'other' && last !== undefined && standsBetween(sentence, ['event', 'stage'], cue, next);
  return !own && !closer && !ofDeal && away(cue, next) <= away(cue, last) ? behind : before;
}
