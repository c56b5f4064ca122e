/** Who is told of together with somebody: "taken with his mother and X", "together with X two were freed", "X and his mother". */
import { isTaking } from './captivity.ts';
import type { FoundCue } from '#language/lexicon.ts';
import { isWatched, linkOf, withTheirList } from './list.ts';
import { REACH, between, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** "X was taken with his mother Y and with Z": taken with him, up to the next thing told. */
export function companionsOf(sentence: Sentence, cue: FoundCue): readonly Range<Person>[] {
  const next = listOf(sentence, 'event', 'boundary', 'relative', 'reporting', 'governs').find(
    (one) => one.first > cue.last && !isTaking(one.cue.what),
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

/**
 * Whom a sentence names beside those to whom it happened: "Together with X two others were freed", "two more were freed along with X".
 *
 * @param told those to whom it happened by the words around the event, nearest first.
 */
export function togetherWith(
  sentence: Sentence,
  cue: FoundCue,
  told: readonly Range<Person>[],
): readonly string[] {
  // "Together with X the bodies of two were handed over": one thing of him, another of them.
  if (listOf(sentence, 'body').length > 0) return [];
  const found = [...openingWith(sentence, cue), ...followingWith(sentence, cue, told)];
  return found.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : []));
}

/** "Together with X two others were freed", "Along with X, two more hostages were freed". */
function openingWith(sentence: Sentence, cue: FoundCue): readonly Range<Person>[] {
  const [opener] = listOf(sentence, 'along', 'and')
    .filter(({ first }) => first === 0)
    .toSorted((a, b) => b.last - a.last);
  const person = sentence.people.find(({ last }) => last < cue.first);
  if (opener === undefined || person?.is.kind !== 'watched' || person.first - opener.last > REACH.not)
    return [];
  if (!isHeldBy(sentence, opener.last, person)) return [];
  // "Together with X a woman was seen who was freed later"
  if (touches(listOf(sentence, 'relative'), cue)) return [];
  const list = sentence.people.filter(({ first, last }) => first >= person.first && last < cue.first);
  const joined = withTheirList(sentence, list, false).filter(({ is }) => is.kind !== 'other');
  const last = Math.max(...joined.map((one) => one.last));
  const clauses = (sentence.clause[cue.first] ?? 0) - (sentence.clause[last] ?? 0);
  if (clauses > 1 || isOwned(sentence, last)) return [];
  // "Along with X, his lawyer was released by police": only of people who are like him.
  const others = sentence.people.some(
    ({ first, is }) =>
      first > last && is.kind !== 'kin' && sentence.clause[first] === sentence.clause[cue.first],
  );
  if (clauses === 1 && !others) return [];
  return isPlainWay(sentence, last + 1, cue.first - 1) ? joined : [];
}

/** "Two more were freed along with X": directly behind the event, and X alone behind "with". */
function followingWith(
  sentence: Sentence,
  cue: FoundCue,
  told: readonly Range<Person>[],
): readonly Range<Person>[] {
  if (told[0]?.is.kind === 'kin' || (told.length === 0 && cue.first > 0)) return [];
  // "Freed alongside X": the word may be one of the event's own.
  const from = Math.max(told.length === 0 ? cue.last - 1 : cue.last, ...told.map(({ last }) => last));
  const along = listOf(sentence, 'along').find(({ first }) => first > from);
  if (along === undefined || sentence.part[along.first] !== sentence.part[cue.last]) return [];
  if (!isPlainWay(sentence, from + 1, along.first - 1)) return [];
  const behind = sentence.people.filter(
    ({ first, is }) => first > along.last && (is.kind === 'watched' || is.kind === 'name'),
  );
  const [person] = behind;
  if (person?.is.kind !== 'watched' || !isHeldBy(sentence, along.last, person)) return [];
  const list = withTheirList(sentence, behind, false);
  const last = Math.max(...list.map((one) => one.last));
  // "Freed alongside X were A and B"
  if (told.length === 0)
    return touches(listOf(sentence, 'copula'), { first: last + 1, last: last + 1 }) ? list : [];
  // "Two were freed, together with X they had been held": more is told behind him.
  const sameClause = sentence.clause[along.first] === sentence.clause[cue.last];
  const ends = last + 1 >= sentence.tokens.length || sentence.clause[last + 1] !== sentence.clause[last];
  return (sameClause || ends) && !isOwned(sentence, last) ? list : [];
}

/** Whether only what he is called stands between "with" and a person, or "X's mother" before her own name. */
function isHeldBy(sentence: Sentence, along: number, person: Range<Person>): boolean {
  const kin = listOf(sentence, 'kin');
  for (let at = along + 1; at < person.first; at += 1) {
    const word = { first: at, last: at };
    const is = wordAt(sentence, at);
    if (!isOf(is, 'role', 'little', 'date', 'name')) return false;
    if (touches(listOf(sentence, 'others'), word) && !touches(listOf(sentence, 'called'), word)) return false;
    if (
      is === 'role' &&
      sentence.lexicon.glued !== 'none' &&
      !touches(listOf(sentence, 'called', 'and'), word)
    )
      return false;
  }
  const relative = kin.findLast(({ first, last }) => first > along && last < person.first);
  return relative === undefined || relative.last === person.first - 1;
}

/** "With X's wife": another is meant. */
function isOwned({ tokens }: Sentence, last: number): boolean {
  return tokens[last + 1]?.text === 's';
}

/** People without names, days and places, and nobody else who does or says something. */
function isPlainWay(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) {
    const word = { first: at, last: at };
    if (touches(listOf(sentence, 'event', 'governs', 'reporting', 'relative', 'kin', 'not'), word))
      return false;
    const counted = touches(listOf(sentence, 'others', 'count', 'pair', 'copula', 'equals'), word);
    if (!counted && !isOf(wordAt(sentence, at), 'role', 'date', 'place', 'little', 'preposition', 'name'))
      return false;
  }
  return true;
}

/** "X was freed together with Y's mother": those behind "with" who have no name are beside him, and do not hide him. */
export function withoutCompany(
  sentence: Sentence,
  cue: FoundCue,
  people: readonly Range<Person>[],
): readonly Range<Person>[] {
  const hidden = (one: Range<Person>): boolean => {
    if (one.is.kind !== 'kin' && one.is.kind !== 'other') return false;
    const along = listOf(sentence, 'along').findLast(
      ({ last }) => last < one.first && sentence.clause[last] === sentence.clause[one.first],
    );
    if (along === undefined || along.last > cue.last) return false;
    // "X, along with three others, was freed"; "X wurde zusammen mit der Mutter von Y befreit".
    const before = sentence.people.findLast(({ last }) => last < along.first);
    if (before?.is.kind !== 'watched' || before.is.group) return false;
    if (sentence.part[before.last] !== sentence.part[along.first]) return false;
    const verbs = listOf(sentence, 'event', 'governs', 'reporting', 'relative').filter(
      (verb) => verb.first > before.last && !touches([cue], verb),
    );
    return !touches(verbs, { first: before.last, last: one.last });
  };
  return people.filter((one) => !hidden(one));
}

/** "X and his mother were freed", "X, her mother and her aunt": the relatives too, who have no name here. */
export function withoutTheirKin(
  sentence: Sentence,
  sided: readonly Range<Person>[],
): readonly Range<Person>[] {
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

/** "Killed her husband, Vitaly, on", "убили мужа Елены Виталия": who the relative is, where his name stands beside him. */
export function namedRelative(sentence: Sentence, kin: Range<Person>): Range<Person> | null {
  const fits = (id: string): boolean => {
    const gender = sentence.genderOf(id);
    return gender !== null && !touches(listOf(sentence, gender === 'm' ? 'she' : 'he'), kin);
  };
  const named = sentence.people
    .filter(({ first, is }) => first > kin.last && is.kind === 'watched' && !is.group)
    .toSorted((a, b) => a.first - b.first);
  // The owner's name may stand between them: by the word "husband" it is not hers.
  const at = named.findIndex(({ is }) => is.kind === 'watched' && fits(is.subject));
  const one = named[at];
  if (one === undefined || at > 1) return null;
  for (let word = kin.last + 1; word < one.first; word += 1) {
    if (!touches([...named.slice(0, at), ...sentence.owners], { first: word, last: word })) return null;
  }
  const printed = between(sentence, one.first - 1, one.first);
  if (!/^[\s,،]*$/u.test(printed)) return null;
  // Behind a comma it may begin a clause of its own: "killed her husband, Sasha was seized".
  const ends = sentence.clause[one.last + 1] !== sentence.clause[one.last];
  return !/[,،]/u.test(printed) || ends ? one : null;
}

/** Somebody of the watchlist meant by a word for a relative. */
export function isRelative(sentence: Sentence, person: Range<Person>): boolean {
  return isWatched(person) && touches(listOf(sentence, 'kin'), person);
}

/** "X and his mother", "X с матерью": nothing else between them. */
function isJoined(sentence: Sentence, a: Range<Person>, b: Range<Person>): boolean {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const way = spanBetween(left, right);
  if (way === null || way.last - way.first > 1) return false;
  return touches(listOf(sentence, 'and'), way) && linkOf(sentence, a, b) !== null;
}
