/**
 * A return that is told of the dead: "Slain hostage X was returned to Israel", "handed over four dead hostages, among them X". What came back
 * is a body, whatever the verb; as a release it would be the worst of errors.
 */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, listOf, spanBetween, touches } from './sentence.ts';
import type { Span } from './range.ts';
import type { Sentence } from './sentence.ts';

/** Whether what is told to be freed or given back is dead by a word beside it, in the statement of the event. */
export function isOfDead(sentence: Sentence, cue: FoundCue): boolean {
  const dead = listOf(sentence, 'dead').filter(
    ({ first }) => sentence.part[first] === sentence.part[cue.first],
  );
  return dead.some((one) => {
    const phrase = phraseOf(sentence, one);
    return phrase !== null && !isOfOthers(sentence, phrase) && !isBesideHim(sentence, phrase);
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

/** "Returned X and four dead hostages": one thing is told of him and another of them. */
function isBesideHim(sentence: Sentence, phrase: Span): boolean {
  const ands = listOf(sentence, 'and');
  const counts = listOf(sentence, 'count', 'article');
  let first = phrase.first;
  while (first > 0 && touches(counts, { first: first - 1, last: first - 1 })) first -= 1;
  return sentence.mentions.some(({ is, ...one }) => {
    if (is.kind !== 'captive') return false;
    const way = one.last < first ? spanBetween(one, { first }) : spanBetween(phrase, one);
    return way !== null && way.last - way.first <= 1 && touches(ands, way);
  });
}
