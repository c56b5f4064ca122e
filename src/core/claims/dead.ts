/**
 * A return that is told of the dead: "Slain hostage X was returned to Israel", "handed over four dead hostages, among them X". What came back
 * is a body, whatever the verb; as a release it would be the worst of errors.
 */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, listOf, spanBetween, touches } from './sentence.ts';
import type { Span } from './range.ts';
import type { Sentence } from './sentence.ts';

/** Whether what is told to be freed or given back is dead by a word beside it, in the clause of the event. */
export function isOfDead(sentence: Sentence, cue: FoundCue): boolean {
  const here = new Set([cue.first, cue.last].map((at) => sentence.clause[at]));
  const dead = listOf(sentence, 'dead').filter(({ first }) => here.has(sentence.clause[first]));
  return dead.some((one) => {
    const phrase = phraseOf(sentence, one);
    return phrase !== null && !isOfOthers(sentence, phrase) && isOfThem(sentence, phrase);
  });
}

/** "Slain hostage", "חטופים חללים": with what they are called, or directly before a captive's name. */
function phraseOf(sentence: Sentence, dead: FoundCue): Span | null {
  const beside = (one: Span): boolean => one.first - dead.last <= 1 && dead.first - one.last <= 1;
  const called = listOf(sentence, 'called', 'others', 'role').filter(beside);
  const named = sentence.mentions.filter(({ first, is }) => is.kind === 'captive' && first === dead.last + 1);
  if (called.length + named.length === 0) return null;
  return {
    first: Math.min(dead.first, ...called.map(({ first }) => first)),
    last: Math.max(dead.last, ...called.map(({ last }) => last)),
  };
}

/** "The families of slain hostages", "mourning for the dead hostages": told of others. */
function isOfOthers(sentence: Sentence, { first }: Span): boolean {
  const before = { first: Math.max(0, first - REACH.name), last: first - 1 };
  if (before.last < 0) return false;
  const inside = listOf(sentence, 'event').some((one) => touches([one], before));
  return !inside && touches(listOf(sentence, 'preposition', 'kin', 'governs'), before);
}

/**
 * Of whom the clause names somebody it is told where it stands directly before him, or a word says that he is one of them; "returned X and
 * four dead hostages" tells one thing of him and another of them. Where it names nobody, the names come behind it.
 */
function isOfThem(sentence: Sentence, phrase: Span): boolean {
  const named = sentence.mentions.filter(
    ({ first, is }) => is.kind === 'captive' && sentence.clause[first] === sentence.clause[phrase.first],
  );
  const isCalled = ({ first }: Span): boolean => first > phrase.last && first - phrase.last <= REACH.name;
  const among = listOf(sentence, 'including', 'among');
  const equals = listOf(sentence, 'equals');
  return (
    named.length === 0 ||
    named.some(
      (one) =>
        (isCalled(one) && !touches(listOf(sentence, 'and'), spanBetween(phrase, one))) ||
        (one.first > phrase.last &&
          (touches(among, spanBetween(phrase, one)) ||
            touches(equals, { first: one.first - 1, last: one.first - 1 }))),
    )
  );
}
