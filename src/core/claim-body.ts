/** Whether a sentence speaks of somebody's body: who hands that over frees nobody. */
import { REACH, between, listOf, touches } from './claim-sentence.ts';
import type { Person, Range, Sentence } from './claim-sentence.ts';

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
  const way = { first: body.last + 1, last: person.first - 1 };
  if (way.last < way.first) return 'yes';
  const verbs = listOf(sentence, 'event', 'reporting', 'relative').filter(
    (one) => one.cue.what !== 'held' && !touches([one], body),
  );
  const isNamedAfter = /[:(]|\s[–—]\s/.test(between(sentence, body.last, person.first));
  if (touches(verbs, way)) return isNamedAfter ? 'yes' : 'no';
  const first = sentence.people.find((one) => one.first > body.last);
  const joined = listOf(sentence, 'and').some((one) => one.first > body.last && one.last < person.first);
  return joined && first?.is.kind !== 'name' && first?.is.kind !== 'watched' ? 'unclear' : 'yes';
}
