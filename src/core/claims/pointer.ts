/** Which words of a sentence point to people of whom something was told before, and to whom: "among them X", "these are A and B". */
import type { FoundCue } from '#language/lexicon.ts';
import { isKinOf, linkOf, withTheirList } from './list.ts';
import { REACH, between, isUnnamed, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { wordAt } from './word.ts';

/** "These are A and B", "the two are A and B", "il s'agit de A", "они – A и B": all of those spoken of last. */
export function namingAll(sentence: Sentence): readonly FoundCue[] {
  const from = opensAt(sentence);
  const all = listOf(sentence, 'plural', 'pair').filter(({ first }) => first >= from && first <= from + 1);
  const opening = listOf(sentence, 'plural', 'pair', 'article', 'called', 'others', 'possessive');
  const isAllMeant = (until: number): boolean => {
    if (all.length === 0) return false;
    for (let at = from; at < until; at += 1) if (!touches(opening, { first: at, last: at })) return false;
    return true;
  };
  const said = listOf(sentence, 'equals').filter(({ first, last, cue }) => {
    if (first === from) return true;
    const isPhrase = last > first && (sentence.tokens[from]?.text.length ?? 0) <= 2;
    return cue.list === 'equals' && (isAllMeant(first) || (first === from + 1 && isPhrase));
  });
  const dashed = listOf(sentence, 'plural').filter(
    ({ first, last }) => first === 0 && /^\s[–—-]\s$/u.test(between(sentence, last, last + 1)),
  );
  return [...said, ...dashed].filter((pointer) => fitsCount(sentence, pointer));
}

/** "The two Russians still in their hands are X and Y": a group, and who they are. */
export function equatedIn(sentence: Sentence): readonly FoundCue[] {
  return listOf(sentence, 'equals').filter(({ first }) => {
    const before = sentence.people.filter((person) => person.last < first);
    return (
      !isOfOtherPeople(sentence, first) &&
      before.length > 0 &&
      before.every(isUnnamed) &&
      !touches(listOf(sentence, 'reporting', 'relative'), { first: opensAt(sentence), last: first })
    );
  });
}

/** "The remaining hostages are X and Y": not those spoken of last. */
export function isOfOtherPeople(sentence: Sentence, until: number): boolean {
  for (let at = 0; at < until; at += 1) if (isWord(sentence, at, 'other')) return true;
  return until > 0 && touches(listOf(sentence, 'apart'), { first: 0, last: until - 1 });
}

/** Where a sentence begins to say what it says: behind "according to the army,". */
function opensAt(sentence: Sentence): number {
  const opens = sentence.clause.findIndex((clause) => clause !== sentence.clause[0]);
  return opens > 0 && touches(listOf(sentence, 'quoting'), { first: 0, last: 0 }) ? opens : 0;
}

/** Not "the two are A, B and C". */
function fitsCount(sentence: Sentence, pointer: FoundCue): boolean {
  const isTwo = listOf(sentence, 'pair').some(({ last }) => last < pointer.first);
  const names = sentence.people.filter(({ first, is }) => first > pointer.last && is.kind !== 'other');
  return !isTwo || names.length === 2;
}

/** Those beside the pointer: behind it with their list ("among them X and Y"), else before it ("X is among them"). */
export function pointedAt(sentence: Sentence, pointer: FoundCue): readonly Range<Person>[] {
  const part = sentence.part[pointer.first];
  const here = sentence.people.filter(({ first }) => sentence.part[first] === part);
  const behind = here.filter(
    (one, at) => one.first > pointer.last && !isNamedNext(sentence, one, here[at + 1]),
  );
  // "Among the seventeen whom Hamas let go was X": a clause that is closed before the name is no hindrance.
  const parting = listOf(sentence, 'relative', 'reporting', 'that').filter(
    (one) =>
      one.cue.list !== 'relative' ||
      sentence.clause
        .slice(one.first, behind[0]?.first)
        .every((clause) => clause === sentence.clause[one.first]) ||
      (behind[0]?.first ?? 0) < one.first,
  );
  // "X, who moved there two years ago, was one of them": over a clause about him that is closed.
  const isAside = (one: FoundCue, person: Range<Person>): boolean => {
    const opens = person.last + 1;
    return (
      person.last < pointer.first &&
      touches(listOf(sentence, 'relative'), { first: opens, last: opens }) &&
      sentence.clause[one.first] !== sentence.clause[pointer.first] &&
      sentence.clause[opens] !== sentence.clause[pointer.first]
    );
  };
  const isNear = (person: Range<Person>): boolean =>
    !touches(
      parting.filter((one) => !isAside(one, person)),
      {
        first: Math.min(pointer.last, person.last) + 1,
        last: Math.max(pointer.first, person.first) - 1,
      },
    );
  const [next] = behind;
  // "X's cellmate is among them"
  const isOwner = ({ last }: Range<Person>): boolean =>
    sentence.tokens[last + 1]?.text === 's' && last + 1 < pointer.first;
  if (
    next !== undefined &&
    isNear(next) &&
    isDirect(sentence, clauseClosed(sentence, pointer, next), next.first)
  ) {
    const list = namedOneByOne(sentence, behind);
    if (list.some(({ is }) => is.kind === 'watched')) return list;
  }
  // "Among the six whose bodies were found the army named X"
  const named = listOf(sentence, 'naming').find(({ first }) => first > pointer.last);
  const who = behind.find(
    ({ first, is }) => named !== undefined && first > named.last && is.kind === 'watched',
  );
  const isCalled = here.some((one) => isNamedNext(sentence, one, who));
  if (named !== undefined && who !== undefined && !isCalled && isDirect(sentence, named.last, who.first)) {
    return namedOneByOne(sentence, [who, ...behind.filter(({ first }) => first > who.last)]);
  }
  // "They are X" points forward only, and "X says that they are there" not at X.
  const ahead = touches(listOf(sentence, 'copula', 'equals'), { first: pointer.last, last: pointer.last });
  if (pointer.cue.list !== 'among' || ahead) return [];
  const before = here.filter(({ last }) => last < pointer.first).toReversed();
  return before[0] !== undefined && isNear(before[0]) && !isOwner(before[0])
    ? withTheirList(sentence, before, false)
    : [];
}

/** "A Russian citizen named X": one man, and X is he. */
function isNamedNext(sentence: Sentence, person: Range<Person>, next: Range<Person> | undefined): boolean {
  return (
    isUnnamed(person) &&
    next !== undefined &&
    next.is.kind === 'watched' &&
    next.first - person.last <= REACH.kin &&
    touches(listOf(sentence, 'naming'), spanBetween(person, next))
  );
}

/** The last word of a relative clause between the pointer and the name, where it is closed there; else of the pointer. */
function clauseClosed(sentence: Sentence, pointer: FoundCue, person: Range<Person>): number {
  const relative = listOf(sentence, 'relative').find(
    ({ first }) => first > pointer.last && first < person.first,
  );
  if (relative === undefined) return pointer.last;
  const clause = sentence.clause[relative.first];
  const last = sentence.clause.lastIndexOf(clause ?? 0);
  return last < person.first ? last : pointer.last;
}

/** "They included A, B and two others": behind a pointer commas are enough, where each name ends its clause. */
function namedOneByOne(sentence: Sentence, behind: readonly Range<Person>[]): readonly Range<Person>[] {
  const found = behind.slice(0, 1);
  const ends = ({ last }: Range<Person>): boolean => sentence.clause[last + 1] !== sentence.clause[last];
  for (const [at, next] of behind.entries()) {
    const edge = found.at(-1);
    if (at === 0 || edge === undefined) continue;
    const link = linkOf(sentence, edge, next);
    // "A, B and C": the last two are of one clause.
    const last = behind[at + 1];
    const closes = last !== undefined && linkOf(sentence, next, last) === 'and' && ends(last);
    if (link === null || (link === 'comma' && !ends(next) && !closes)) break;
    found.push(next);
  }
  return found;
}

/** "One of them is the Russian X", not "one of them shared a cell with X". */
function isDirect(sentence: Sentence, from: number, to: number): boolean {
  let unknown = 0;
  const naming = listOf(sentence, 'naming');
  for (let at = from + 1; at < to; at += 1) {
    const word = wordAt(sentence, at);
    // "Among them is a citizen of Russia by the name of X"
    if (touches(naming, { first: at, last: at })) continue;
    if (word === 'preposition' || word === 'verb' || word === 'saying' || isKinOf(sentence, at)) return false;
    const isEqual = touches(listOf(sentence, 'equals', 'copula'), { first: at, last: at });
    if (word === 'unknown' && !isEqual) unknown += 1;
  }
  // In Russian, Hebrew or Arabic an unknown noun before a name is somebody of theirs.
  return unknown <= (sentence.lexicon.grammar.hasCases || sentence.lexicon.glued !== 'none' ? 0 : 1);
}
