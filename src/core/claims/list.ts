/** How the people of a sentence hang together: who stands in a list with whom, and who is the same. */
import type { FoundCue } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import type { Span } from './range.ts';
import {
  REACH,
  between,
  isCapital,
  isGluedAnd,
  isGroup,
  isUnnamed,
  isWord,
  listOf,
  standsBetween,
  touches,
} from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';
import type { Word } from './word.ts';

/** An age between commas behind a name: ", 73,", ", de 50 años,". */
const AGE = /^\s*,\s*(?:\p{Ll}{1,3}\s+)?\d{1,3}(?:\s+\p{Ll}{1,6})?\s*(?:,|(?=\s+\p{L}|\s*$))/u;

/** The nearest person and those in a list with them. */
export function withTheirList(
  sentence: Sentence,
  side: readonly Range<Person>[],
  isDeath: boolean,
): readonly Range<Person>[] {
  const found = side.slice(0, 1);
  let pending: Range<Person>[] = [];
  let listed = false;
  let edge = side[0];
  let closed = false;
  for (const [at, next] of side.entries()) {
    if (at === 0) continue;
    const link = edge === undefined ? null : linkOf(sentence, edge, next);
    const further = side[at + 1];
    const goesOn = further !== undefined && /and/u.test(linkOf(sentence, next, further) ?? '');
    // "Freed A and B, C said": what follows "and" ends the list.
    const isAhead = edge !== undefined && next.first > edge.first;
    if (closed && isAhead && link === 'comma' && !goesOn) break;
    closed = (link === 'and' || link === 'comma and') && !touches(listOf(sentence, 'kin'), next);
    // Nobody dies by standing in a list, but for "X and five others".
    const counted =
      // "Both were killed": one word for all of them.
      next.first === edge?.first ||
      (link === 'and' && edge?.is.kind === 'other' && next.last < edge.first) ||
      // "identified the dead as A, B and C": names only.
      (side[0]?.is.kind === 'name' && (next.is.kind === 'name' || next.is.kind === 'watched')) ||
      // "The bodies of hostages A, B and C"
      (isNamedGroup(sentence, side) && (next.is.kind === 'name' || isWatched(next)));
    if (link === null || (link !== 'same' && isDeath && !counted)) break;
    // "Hamas freed A, B and C" is a list; "Hamas freed A, B remains" is none: a comma alone links nothing.
    pending.push(next);
    if (link === 'same' || link === 'and' || (link === 'comma and' && pending.length > 1)) listed = true;
    if (listed || pending.length > 1) {
      found.push(...pending);
      pending = [];
    }
    edge = next;
  }
  return found;
}

/** Whether a list that ends at `last` ends its sentence: nothing but ages, places and people behind it, of whom nothing is told. */
export function endsSentence(sentence: Sentence, last: number): boolean {
  const beside = [...listOf(sentence, 'and', 'count', 'setting'), ...sentence.people];
  const telling = listOf(sentence, 'event', 'apart', 'copula', 'reporting', 'relative');
  for (let at = last + 1; at < sentence.tokens.length; at += 1) {
    const isAge = /^\d+$/u.test(sentence.tokens[at]?.text ?? '');
    const isBeside = touches(beside, { first: at, last: at });
    if (touches(telling, { first: at, last: at })) return false;
    if (!isAge && !isBeside && !isOf(wordAt(sentence, at), 'preposition', 'place', 'role', 'date'))
      return false;
  }
  return true;
}

/** "With freed X, his mother Y and his partner Z": what X is called is not said of his family. */
export function withoutFamily(sentence: Sentence, list: readonly Range<Person>[]): readonly Range<Person>[] {
  const own = listOf(sentence, 'possessive');
  const kin = listOf(sentence, 'kin');
  const ends = list.findIndex(
    ({ first }, at) =>
      at > 0 &&
      touches(kin, { first: first - 1, last: first - 1 }) &&
      touches(own, { first: first - 2, last: first - 2 }),
  );
  return ends < 0 ? list : list.slice(0, ends);
}

/** "The bodies of hostages A, B": several, and a name directly behind; "the remains of A and B". */
function isNamedGroup(sentence: Sentence, side: readonly Range<Person>[]): boolean {
  const at = side.findIndex(({ is }) => is.kind !== 'other');
  const named = side[at];
  const called = side[at - 1];
  if (named === undefined || (called !== undefined && named.first !== called.last + 1)) return false;
  const { first } = called ?? named;
  const body = listOf(sentence, 'body').some(({ last }) => last < first && first - last <= REACH.not);
  return body && (named.is.kind === 'name' || isWatched(named));
}

/**
 * How two people hang together: the same one, or one of those ("the citizen X", "three hostages, one of whom is X"); parts of a
 * list; or not at all. Between the parts of a list stand only commas, "and", numbers and the like.
 */
export function linkOf(
  sentence: Sentence,
  a: Range<Person>,
  b: Range<Person>,
): 'same' | 'and' | 'comma' | 'comma and' | null {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  // "They": several in one word.
  if (left.first === right.first) return 'and';
  // "X (27), Y": what is in brackets tells of X alone.
  const aside = bracketsBehind(sentence, left, right);
  const gap = right.first - left.last - 1 - aside - namingBetween(sentence, left, right);
  const printed = between(sentence, left.last, right.first).replace(/^\s*\([^()]*\)/u, '');
  // "X, 73, and Y": the commas are the age's.
  const aged = printed.replace(AGE, '');
  const comma = /[,،;]/.test(aged);
  const several = isUnnamed(left);
  // "X, 29, a Russian citizen": the same one.
  const oneGroup = isGroup(left) !== isGroup(right) && isWatched(left) && isWatched(right);
  // "A Russian hostage, X said", "второго россиянина – X ждёт": the name begins something else.
  const isApart = sentence.clause[left.last] !== sentence.clause[right.first];
  const beginsAnew = several && isWatched(right) && isApart && !endsName(sentence, right);
  if (oneGroup && gap <= 4 && !beginsAnew && isAppositionBetween(sentence, left.last + 1, right.first - 1))
    return 'same';
  const including = isIncluded(sentence, left, right);
  if (left.is.kind === 'kin' && gap === 0 && !comma) return 'same';
  if (left.is.kind === 'other' && right.is.kind === 'other' && gap === 0 && !comma) return 'same';
  // "A hostage with Russian citizenship": the group is his; "hostages march for X" is none.
  const beside = gap <= 2 && !/[,;:،]/.test(printed) && !beginsAnew;
  const isOne = isGroup(right) || isAppositionBetween(sentence, left.last + 1, right.first - 1);
  if (several && right === b && beside && isOne) return 'same';
  if (
    several &&
    right === b &&
    gap <= 8 &&
    (including || (/[:(]/.test(printed) && endsName(sentence, right) && !isSpokenBy(sentence, left, right)))
  )
    return 'same';
  // "X, two others walk free", as headlines have it.
  const opens = left.first === 0 && right.is.kind === 'other' && gap > 0 && gap <= 2;
  if (opens && comma && !several && listOf(sentence, 'count').some((one) => one.first === left.last + 1))
    return 'and';
  // "Freed 13 Israelis, three Thais and X"
  const alsoSeveral = left.is.kind === 'other' && right.is.kind === 'other' && gap > 0 && gap <= 2;
  if (several && comma && !(alsoSeveral && standsBetween(sentence, ['count'], left, right))) return null;
  if (gap > 7) return null;
  if (gap === 0 && !comma) return isGluedAnd(sentence, right.first) ? 'and' : null;
  const ands = listOf(sentence, 'and', 'along');
  let and = /(?:^|\s)[וو]/u.test(printed) || isGluedAnd(sentence, right.first);
  for (let at = left.last + 1 + aside; at < right.first; at += 1) {
    if (isVerbBehindAnd(sentence, at) || !mayStandInList(sentence, at, left, right, and)) return null;
    and ||= touches(ands, { first: at, last: at }) || isGluedAnd(sentence, at);
  }
  // "Said X, whose son Y is held"
  for (let at = left.last + 1; at < right.first; at += 1) if (isWord(sentence, at, 'whose')) return null;
  // "X, her mother Y were freed"
  const hasKin = standsBetween(sentence, ['kin'], left, right);
  and ||= hasKin && standsBetween(sentence, ['possessive'], left, right);
  // "The Thai Israeli A": one after the other, with nothing to part them.
  if (!and && !comma) return 'same';
  // "X, an engineer, and Y were freed": the comma closes what he is.
  const closes = left === b && aside > 0;
  return and ? (comma && !closes && !hasKin ? 'comma and' : 'and') : 'comma';
}

/** "A citizen of Russia by the name of X": how many words only say that a name follows. */
function namingBetween(sentence: Sentence, left: Range<Person>, right: Range<Person>): number {
  const naming = listOf(sentence, 'naming').filter(({ last }) => last === right.first - 1);
  return Math.max(0, ...naming.map(({ first, last }) => (first > left.last ? last - first + 1 : 0)));
}

/** "Three hostages, one of whom is X": not "one of whom shared a cell with X", "including the wife of X". */
function isIncluded(sentence: Sentence, left: Range<Person>, right: Range<Person>): boolean {
  return listOf(sentence, 'including')
    .filter((one) => touches([one], { first: left.last, last: right.first }))
    .some((pointer) => isNamedBehind(sentence, pointer, right));
}

/** "The wife of": somebody else than who is named behind it. */
export function isKinOf(sentence: Sentence, at: number): boolean {
  return (
    touches(listOf(sentence, 'kin'), { first: at, last: at }) &&
    touches(listOf(sentence, 'preposition'), { first: at + 1, last: at + 1 })
  );
}

/** Whether what stands between the two only tells who he is: "one of whom is the engineer X", "including a Russian citizen named X". */
function isNamedBehind(sentence: Sentence, pointer: Span, person: Range<Person>): boolean {
  const of = listOf(sentence, 'preposition');
  const names = listOf(sentence, 'equals', 'naming', 'called', 'others', 'and');
  const happens = listOf(sentence, 'event', 'copula', 'condition').filter((one) => !touches(names, one));
  const does = listOf(sentence, 'governs');
  const kinds: Word[] = [];
  for (let at = pointer.last + 1; at < person.first; at += 1) {
    const word = { first: at, last: at };
    // "One of them saw X": somebody else, who did something.
    if (touches(happens, word) || touches(does, word) || isKinOf(sentence, at)) return false;
    if (!touches(names, word)) kinds.push(wordAt(sentence, at));
  }
  const unknown = kinds.filter((kind) => kind === 'unknown').length;
  // "Two of them spoke of X", but "the bodies of six, among them that of X".
  if (listOf(sentence, 'body').length > 0) return true;
  const isOfHim = touches(of, { first: person.first - 1, last: person.first - 1 });
  if (isOfHim && unknown > 0) return false;
  // "One of whom …": somebody of them, who may do something.
  if (!touches(listOf(sentence, 'relative'), pointer)) return true;
  const next = { first: pointer.last + 1, last: pointer.last + 1 };
  const opens =
    touches(listOf(sentence, 'equals', 'article', 'and'), next) ||
    /[,،–—-]/u.test(between(sentence, pointer.last, next.first));
  const tells = kinds.some((kind) => isOf(kind, 'verb', 'saying', 'relative'));
  return !tells && unknown <= (opens ? 1 : 0);
}

/** "Killed his father X and kidnapped his mother Y": another verb. "A and kidnapped hostage B" is a list. */
function isVerbBehindAnd(sentence: Sentence, at: number): boolean {
  return (
    touches(listOf(sentence, 'and', 'along'), { first: at - 1, last: at - 1 }) &&
    listOf(sentence, 'event').some(
      ({ cue: { form }, first }) => first === at && (form === 'did' || form === 'happened'),
    ) &&
    !touches(listOf(sentence, 'called', 'others'), { first: at + 1, last: at + 1 })
  );
}

/** Whether a word between two leaves them in one list. @param and whether they are joined by an "and" before it */
function mayStandInList(
  sentence: Sentence,
  at: number,
  left: Range<Person>,
  right: Range<Person>,
  and: boolean,
): boolean {
  const { tokens, dates, people, mentions, lexicon } = sentence;
  const word = { first: at, last: at };
  const before = { first: at - 1, last: at - 1 };
  const next = { first: at + 1, last: at + 1 };
  const is = (lists: readonly FoundCue['cue']['list'][], one: Span): boolean =>
    touches(listOf(sentence, ...lists), one);
  if (touches(dates, word) || touches(people, word) || touches(mentions, word)) return true;
  if (is(JOINING, word)) return true;
  const { text = '', printed = '' } = tokens[at] ?? {};
  // "Il 46enne"
  if (/^\d+\p{L}*$/u.test(text)) return true;
  // "De 50 años"
  if (/^\d+$/.test(tokens[at + 1]?.text ?? '') && text.length <= 4) return true;
  // "Y and X's girlfriend, Z"
  if (text === 's' && is(['kin'], next)) return true;
  // "Estadounidense-israelí"
  if (is(['called'], next) && between(sentence, at, at + 1).endsWith('-')) return true;
  if (at === right.first - 1) {
    // A given name that we do not know.
    if (isCapital(sentence, at) && tokens[right.first]?.gap === GAP.SPACE) return true;
    // "De A et de B": the same word before each.
    const ofLeft = { first: left.first - 1, last: left.first - 1 };
    if (and && is(['preposition'], word) && is(['preposition'], ofLeft)) return true;
  }
  // "И единственного сына": an adjective before the kin word.
  if (lexicon.grammar.hasCases && ADJECTIVE.test(printed) && is(['kin'], next)) return true;
  // "A and a native of Donetsk, B"
  return is(['called'], before) && isCapital(sentence, at);
}

/** Lists whose words join two, or say what one of them is. */
const JOINING = [
  'and',
  'along',
  'kin',
  'pronoun',
  'possessive',
  'count',
  'called',
  'article',
  'setting',
] as const;

/** A Russian or Ukrainian adjective, by its ending. */
const ADJECTIVE = /(?:ого|его|ую|юю|ой|ей|ая|яя|ый|ий|ої|ій)$/u;

/** "The freed hostages: A and B are alive": they say so of others. */
function isSpokenBy(sentence: Sentence, left: Range<Person>, right: Range<Person>): boolean {
  if (!/:/.test(between(sentence, left.last, right.first))) return false;
  const called = listOf(sentence, 'event').some(
    ({ cue, first, last }) => cue.form === 'looks-back' && touches([left], { first, last: last + 1 }),
  );
  if (!called) return false;
  const named = sentence.people.filter(({ first }) => first >= right.first);
  return !endsSentence(sentence, Math.max(...withTheirList(sentence, named, false).map(({ last }) => last)));
}

/** How many words behind the first of two tell of him alone: in brackets, his age, or in a clause that is closed again. */
function bracketsBehind(sentence: Sentence, left: Range<Person>, right: Range<Person>): number {
  const { tokens, clause } = sentence;
  const bracket = inBrackets(sentence, left, right);
  const age = bracket === 0 && /^\d+$/u.test(tokens[left.last + 1]?.text ?? '') ? 1 : bracket;
  const aged = clause[left.last + age + 1] !== clause[left.last + age] ? age : bracket;
  // "X, who was taken from the festival, as well as Y"
  const opens = left.last + aged + 1;
  if (
    clause[opens] !== clause[left.last] &&
    touches(listOf(sentence, 'relative'), { first: opens, last: opens })
  ) {
    const last = clause.lastIndexOf(clause[opens] ?? 0);
    if (last < right.first - 1) return last - left.last;
  }
  // "A, a 36-year-old dual citizen, B"
  const apposed = appositionBehind(sentence, left, opens, right);
  return apposed > 0 ? apposed : bracket;
}

function inBrackets({ text, tokens }: Sentence, left: Range<Person>, right: Range<Person>): number {
  const from = tokens[left.last]?.end ?? 0;
  const [inside] = /^\s*\([^()]{1,40}\)/u.exec(text.slice(from, tokens[right.first]?.start ?? from)) ?? [];
  if (inside === undefined) return 0;
  return tokens.filter(({ start }, at) => at > left.last && start < from + inside.length).length;
}

/** How many words behind a name say, between commas, what he is. */
function appositionBehind(
  sentence: Sentence,
  left: Range<Person>,
  opens: number,
  right: Range<Person>,
): number {
  const { clause } = sentence;
  if (
    clause[opens] === clause[left.last] ||
    !touches(listOf(sentence, 'article', 'called'), { first: opens, last: opens })
  )
    return 0;
  const last = clause.lastIndexOf(clause[opens] ?? 0);
  if (last >= right.first - 1 && clause[right.first] === clause[opens]) return 0;
  // "A, a soldier who served in the north, and B": a clause of what he is, closed before "and".
  const goesOn =
    last < right.first - 1 &&
    right.first - last <= REACH.name + 1 &&
    touches(listOf(sentence, 'and'), { first: last + 1, last: last + 1 });
  let unknown = 0;
  for (let at = opens; at <= last; at += 1) {
    const word = wordAt(sentence, at);
    if (word === 'relative' && goesOn && at > opens && unknown <= 1) return last - left.last;
    if (word === 'verb' || word === 'saying' || word === 'relative') return 0;
    if (
      touches(sentence.people, { first: at, last: at }) ||
      touches(listOf(sentence, 'event', 'kin'), { first: at, last: at })
    )
      return 0;
    if (word === 'unknown') unknown += 1;
  }
  return unknown <= 1 ? last - left.last : 0;
}

/** "Three hostages: A, B and C", not "three hostages: A was left behind". */
function endsName(sentence: Sentence, name: Range<Person>): boolean {
  const next = name.last + 1;
  if (next >= sentence.tokens.length || sentence.clause[next] !== sentence.clause[name.last]) return true;
  return touches(listOf(sentence, 'and'), { first: next, last: next });
}

/** Ages, articles and nouns, and nothing that begins another statement. */
function isAppositionBetween(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) {
    // "A Russian citizen named X"
    if (touches(listOf(sentence, 'naming'), { first: at, last: at })) continue;
    const word = wordAt(sentence, at);
    if (word === 'verb' || word === 'saying' || word === 'relative' || word === 'preposition') return false;
    if (touches(listOf(sentence, 'event', 'copula'), { first: at, last: at })) return false;
  }
  return true;
}

/** Whether it is a subject of the watchlist. */
export function isWatched({ is }: Range<Person>): boolean {
  return is.kind === 'watched';
}
