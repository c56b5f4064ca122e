/** What is told of the time after an event: whether it has passed. */
import type { FoundCue } from '#language/lexicon.ts';
import { isOwner } from './people.ts';
import { listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';

/** Whether "after his release" is told as passed: something was done, and nothing in the statement lies ahead or is in doubt. */
export function isPast(sentence: Sentence, cue: FoundCue): boolean {
  const inPart = (one: FoundCue): boolean => sentence.part[one.first] === sentence.part[cue.first];
  const ahead = listOf(sentence, 'promise', 'negotiation', 'hypothetical', 'unconfirmed').some(inPart);
  const coming = listOf(sentence, 'event').some((one) => one.cue.form === 'coming' && inPart(one));
  // Languages without a word for "will" show by their endings what was done.
  const { past, future } = sentence.lexicon.grammar;
  const done =
    past === null ||
    sentence.tokens.some(
      ({ text, start }, at) =>
        // Surnames end like the past tense.
        /^\p{Ll}/u.test(sentence.text.slice(start, start + 1)) &&
        sentence.part[at] === sentence.part[cue.first] &&
        (at < cue.first || at > cue.last) &&
        past.test(text),
    );
  const will =
    future !== null &&
    sentence.tokens.some(
      ({ printed }, at) =>
        sentence.part[at] === sentence.part[cue.first] &&
        !touches(sentence.mentions, { first: at, last: at }) &&
        future.test(printed),
    );
  return !ahead && !coming && done && !will;
}

/** "After the release of X on Monday, Israel will withdraw": what follows lies ahead. */
export function leadsAhead(sentence: Sentence, cue: FoundCue): boolean {
  const rest = { first: cue.last + 1, last: sentence.tokens.length - 1 };
  if (touches(listOf(sentence, 'promise'), rest)) return true;
  const { future } = sentence.lexicon.grammar;
  return sentence.tokens.some(
    ({ printed }, at) =>
      at > cue.last && future?.test(printed) === true && !touches(sentence.mentions, { first: at, last: at }),
  );
}

/** "X hugs his relatives after his release": his own, where nobody else stands before it but his family. */
export function ownAfter(sentence: Sentence, cue: FoundCue): string | null {
  const his = listOf(sentence, 'possessive').find((one) => touches([cue], one));
  const before = sentence.people.filter(({ last }) => last < cue.first);
  const [person, ...others] = before;
  if (his === undefined || person?.is.kind !== 'watched' || person.is.group) return null;
  const ownerBefore = sentence.owners.some(({ last }) => last < cue.first);
  if (ownerBefore || isOwner(sentence, person)) return null;
  const gender = sentence.genderOf(person.is.subject);
  const [other, otherGender] = gender === 'm' ? (['she', 'f'] as const) : (['he', 'm'] as const);
  if (gender === null || touches(listOf(sentence, other), his)) return null;
  // "His father", of whom it may be told: a man as he is.
  const family = listOf(sentence, 'kinfolk', other);
  const subject = person.is.subject;
  // "X hugs his mother Y after his release": "his" is not hers.
  const isClear = touches(listOf(sentence, gender === 'm' ? 'he' : 'she'), his);
  const isHis = others.every(
    (one) =>
      (one.is.kind === 'watched' &&
        (one.is.subject === subject || (isClear && sentence.genderOf(one.is.subject) === otherGender))) ||
      (one.is.kind === 'kin' && touches(family, one)),
  );
  const isParted = sentence.part[person.first] !== sentence.part[cue.first];
  return isHis && !isParted ? subject : null;
}

/** "X learns of his father's death after his release", where the word does not say whose: a relative only spoken of is not freed. */
export function isOfNobodySaid(sentence: Sentence, cue: FoundCue, before: readonly Range<Person>[]): boolean {
  if (touches(listOf(sentence, 'possessive'), cue)) return false;
  const isRelative = (one: Range<Person>): boolean =>
    one.is.kind === 'watched' && touches(listOf(sentence, 'kin'), one);
  return before.some(isRelative) && !before.every(isRelative);
}
