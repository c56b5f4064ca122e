/**
 * A second, generous reading of what moves nobody to freedom or to death: that somebody was taken or is held, a promise, what is
 * asked for. Where the strict one (whom.ts) finds nobody, the watched captive on the verb's side of the same statement is
 * meant, unless words between them speak of somebody else. A captive is told of so in most reports of this kind (measured:
 * docs/quality.md), and a wrong one hurts nobody.
 */
import { isTaking } from './captivity.ts';
import type { FoundCue } from '#language/lexicon.ts';
import type { Claim, ClaimEvent } from '#core/claim.ts';
import { bodyOf } from './body.ts';
import { exceptedIn } from './except.ts';
import { formOf } from './form.ts';
import { isWatched, linkOf, withTheirList } from './list.ts';
import { REACH, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { wordAt } from './word.ts';

/** Whom the event of `cue` is said of, read generously; nobody where a wrong reading could hurt. */
export function generousOf(
  sentence: Sentence,
  cue: FoundCue,
  event: ClaimEvent,
  modality: Claim['modality'],
): readonly string[] {
  const harmless =
    modality === 'fact' ? isTaking(event) : modality === 'promise' || modality === 'negotiation';
  if (!harmless) return [];
  const leftOut = exceptedIn(sentence);
  const people = sentence.people.filter((one) => !touches([one], cue) && !leftOut.includes(one));
  const isHere = (one: Range<Person>): boolean => sentence.part[one.first] === sentence.part[cue.first];
  const earlier = people.filter(({ last }) => last < cue.first).toReversed();
  // "X helped others to flee, but was taken": the subject of the statement before.
  const before = earlier.some(isHere) ? earlier.filter(isHere) : earlier;
  const behind = people.filter((one) => one.first > cue.last && isHere(one));
  const form = formOf(sentence, cue);
  const isObject = form === 'did' && behind.length > 0;
  const isSubject = (form === 'happened-to' || form === 'underwent') && before.length > 0;
  const sides = isObject ? [behind] : isSubject ? [before] : [behind, before];
  for (const side of sides) {
    const subjects = nearestOf(sentence, cue, side);
    if (subjects.length > 0) return subjects;
  }
  const along = event === 'abducted' ? companionsOf(sentence, cue, behind) : [];
  if (along.length > 0 || modality !== 'fact') return along;
  return spokenOf(sentence, event);
}

/** "The young man was taken from the festival", "all four were taken": of whom the text spoke, where nobody is named here. */
function spokenOf(sentence: Sentence, event: ClaimEvent): readonly string[] {
  const { meant, people } = sentence;
  const isNamed = people.some(
    (one) => one.is.kind === 'name' || one.is.kind === 'kin' || isCaptive(sentence, one),
  );
  if (isNamed || listOf(sentence, 'kin').length > 0 || sentence.owners.length > 0) return [];
  const several =
    listOf(sentence, 'plural', 'count', 'all', 'others', 'pair').length > 0 || hasNumberOfPeople(sentence);
  if (several) {
    // Of those still held another number is told in most reports.
    return event === 'abducted' && listOf(sentence, 'plural', 'all', 'pair').length > 0 ? meant.together : [];
  }
  const { one, text } = meant;
  const only = one ?? text;
  return only === null ? [] : [only];
}

/** "Another 97 remain": a number that is no date and counts no days. */
function hasNumberOfPeople(sentence: Sentence): boolean {
  const { tokens, dates } = sentence;
  const setting = listOf(sentence, 'setting');
  return tokens.some(
    ({ text }, at) =>
      /^\d{1,3}$/u.test(text) &&
      !touches(dates, { first: at, last: at }) &&
      !touches(setting, { first: at + 1, last: at + 2 }),
  );
}

/** "He was taken with his girlfriend, A, and his mother, B": all the captives named behind the word. */
function companionsOf(
  sentence: Sentence,
  cue: FoundCue,
  behind: readonly Range<Person>[],
): readonly string[] {
  const [next] = behind;
  if (next === undefined || next.is.kind === 'name') return [];
  const way = { first: cue.last + 1, last: next.first };
  if (!touches(listOf(sentence, 'and'), way)) return [];
  return subjectsOf(sentence, behind);
}

function subjectsOf(sentence: Sentence, people: readonly Range<Person>[]): readonly string[] {
  const subjects = people.flatMap((one) =>
    isCaptive(sentence, one) && one.is.kind === 'watched' ? [one.is.subject] : [],
  );
  return [...new Set(subjects)];
}

/** The nearest captive and those in a list with him; nobody, where somebody else stands nearer who is not of his list. */
function nearestOf(sentence: Sentence, cue: FoundCue, side: readonly Range<Person>[]): readonly string[] {
  const at = side.findIndex((person) => isCaptive(sentence, person));
  const captive = side[at];
  if (captive === undefined || isParted(sentence, cue, captive) || bodyOf(sentence, captive) !== 'no')
    return [];
  let edge = captive;
  for (const one of side.slice(0, at).toReversed()) {
    // "X, along with three others, was taken": beside the statement.
    const isAside = one.is.kind === 'other' && sentence.clause[one.first] !== sentence.clause[cue.first];
    // "His girlfriend, X"
    const isCalled = one.is.kind === 'kin' && captive.first > one.last && captive.first - one.last <= 1;
    if (isAside || isCalled) continue;
    if (one.is.kind === 'kin' || linkOf(sentence, edge, one) === null) return [];
    edge = one;
  }
  return subjectsOf(sentence, withTheirList(sentence, side.slice(at), false));
}

/** Named, and somebody to whom captivity happens. */
function isCaptive(sentence: Sentence, person: Range<Person>): boolean {
  return (
    isWatched(person) &&
    sentence.mentions.some(
      ({ first, last, is }) => first === person.first && last === person.last && is.kind === 'captive',
    )
  );
}

/** Another verb of an event stands between them, or another's telling. */
function isParted(sentence: Sentence, cue: FoundCue, person: Range<Person>): boolean {
  const way = person.last < cue.first ? spanBetween(person, cue) : spanBetween(cue, person);
  if (way === null) return false;
  if (way.last - way.first > REACH.person) return true;
  for (let at = way.first; at <= way.last; at += 1) {
    if (wordAt(sentence, at) === 'saying') return true;
  }
  return touches(listOf(sentence, 'event', 'governs'), way);
}
