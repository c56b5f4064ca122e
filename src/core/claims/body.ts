/** Whether a sentence speaks of somebody's body: who hands that over frees nobody. */
import { withTheirList } from './list.ts';
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, between, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/**
 * `yes`: "the remains of X", "the bodies of six hostages, among them X"; `unclear`: "the bodies of two hostages and X", where X may be
 * alive.
 */
export function bodyOf(sentence: Sentence, person: Range<Person>): 'yes' | 'no' | 'unclear' {
  const body = listOf(sentence, 'body').findLast(
    ({ first, last }) =>
      last < person.first &&
      person.first - last <= REACH.person &&
      sentence.part[first] === sentence.part[person.first],
  );
  if (body === undefined) return 'no';
  const way = spanBetween(body, person);
  if (way === null) return 'yes';
  const verbs = listOf(sentence, 'event', 'reporting', 'relative').filter(
    (one) => one.cue.what !== 'held' && !touches([one], body),
  );
  const isNamedAfter = /[:(]|\s[–—]\s/.test(between(sentence, body.last, person.first));
  if (touches(verbs, way)) return isNamedAfter ? 'yes' : 'no';
  const first = sentence.people.find((one) => one.first > body.last);
  // "The bodies of two hostages — A, B and X": the "and" is one of the names.
  const named = sentence.people.filter((one) => one.first > body.last && isNamed(one));
  const joined = listOf(sentence, 'and').some(
    (one) =>
      one.first > body.last &&
      one.last < person.first &&
      !(isNamedAfter && named.some(({ last }) => last < one.first)),
  );
  // "The bodies of hostages A and B", "of two hostages from Gaza, A and B"
  const isCalled = first !== undefined && named[0] !== undefined && isOnlyWhere(sentence, first, named[0]);
  return joined && !isCalled && first?.is.kind !== 'name' && first?.is.kind !== 'watched' ? 'unclear' : 'yes';
}

/** Whether nothing but a place or a day stands between two. */
function isOnlyWhere(sentence: Sentence, { last }: Range<Person>, { first }: Range<Person>): boolean {
  for (let at = last + 1; at < first; at += 1)
    if (!isOf(wordAt(sentence, at), 'preposition', 'place', 'date')) return false;
  return last < first;
}

/** "X, whose body was found", "the family of X, whose body", "семьям A и Б, чьи тела": those before the clause. */
export function whoseBody(sentence: Sentence, cue: FoundCue): readonly string[] {
  const clause = sentence.clause[cue.first];
  const opens = sentence.clause.indexOf(clause ?? 0);
  const relative = listOf(sentence, 'relative').find(({ first }) => first === opens || first === opens + 1);
  const body = listOf(sentence, 'body').find(({ first }) => first >= opens && first <= opens + REACH.name);
  if (opens === 0 || relative === undefined || body === undefined) return [];
  // "X, who found the body", "X, on whose body": of somebody else.
  const next = { first: Math.min(relative.first, body.first), last: Math.max(relative.last, body.last) };
  if (next.last - next.first > REACH.name || touches(sentence.people.filter(isNamed), next)) return [];
  if (!isWord(sentence, relative.first, 'whose-body')) return [];
  const listed = [...sentence.people, ...sentence.owners].toSorted((a, b) => b.last - a.last);
  const before = listed.filter(({ last }) => last < opens);
  const [person] = before;
  if (person?.last !== opens - 1 || !isNamed(person)) return [];
  const kin = listOf(sentence, 'kin').findLast(
    ({ last }) => last < person.first && person.first - last <= REACH.firm,
  );
  // "The mother of X, whose body": hers, perhaps; a family has many.
  if (kin !== undefined && !touches(listOf(sentence, 'kinfolk'), kin)) return [];
  const governs = listOf(sentence, 'governs').some(
    ({ last, first }) => last < person.first && sentence.clause[first] === sentence.clause[person.first],
  );
  if (governs) return [];
  const list = isWord(sentence, body.first, 'bodies')
    ? withTheirList(sentence, before.filter(isNamed), false)
    : [person];
  return list.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : []));
}

/** "X was told that the remains of the old woman had been found": somebody is called so between the body and the verb. */
export function isBodyOfAnother(sentence: Sentence, cue: FoundCue): boolean {
  const body = listOf(sentence, 'body').find((one) => one.first === cue.first && one.last < cue.last);
  if (body === undefined) return false;
  const way = spanBetween(body, { first: cue.last });
  return !touches(sentence.people, way) && touches(listOf(sentence, 'role', 'called', 'he', 'she'), way);
}

function isNamed({ is }: Range<Person>): boolean {
  return is.kind === 'name' || (is.kind === 'watched' && !is.group);
}
