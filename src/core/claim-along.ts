/** Who is told of together with somebody: "taken with his mother and X", "together with X two were freed", "X and his mother". */
import type { FoundCue } from '#language/lexicon.ts';
import { isWatched, linkOf } from './claim-list.ts';
import { REACH, listOf, touches } from './claim-sentence.ts';
import type { Person, Range, Sentence } from './claim-sentence.ts';

/** "X was taken with his mother Y and with Z": taken with him, up to the next thing told. */
export function companionsOf(sentence: Sentence, cue: FoundCue): readonly Range<Person>[] {
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
export function togetherWith(sentence: Sentence, cue: FoundCue): readonly string[] {
  const opens = touches(listOf(sentence, 'and'), { first: 0, last: 0 });
  const person = sentence.people.find(({ last }) => last < cue.first);
  if (!opens || person?.is.kind !== 'watched' || person.is.group || person.first > REACH.name) return [];
  const isHeld = touches(listOf(sentence, 'preposition', 'and'), {
    first: person.first - 1,
    last: person.first - 1,
  });
  return isHeld && sentence.clause[person.first] === sentence.clause[cue.first] ? [person.is.subject] : [];
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

/** Somebody of the watchlist meant by a word for a relative. */
export function isRelative(sentence: Sentence, person: Range<Person>): boolean {
  return isWatched(person) && touches(listOf(sentence, 'kin'), person);
}

/** "X and his mother", "X с матерью": nothing else between them. */
function isJoined(sentence: Sentence, a: Range<Person>, b: Range<Person>): boolean {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const way = { first: left.last + 1, last: right.first - 1 };
  if (way.last < way.first || way.last - way.first > 1) return false;
  return touches(listOf(sentence, 'and'), way) && linkOf(sentence, a, b) !== null;
}
