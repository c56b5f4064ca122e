/** Speakers who are not of the watchlist, by the name or the words printed; and capitals that stand for their government. */
import type { FoundCue } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isGoverned } from './claim-doer.ts';
import { REACH, listOf, touches } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';
import { hasCases } from './claim-word.ts';

/** "Moscow thanked": a capital that stands for its government, directly before the verb. */
export function capitalBefore(sentence: Sentence, verb: FoundCue): string | null {
  const place = sentence.mentions.find(({ last, is }) => is.kind === 'place' && last === verb.first - 1);
  if (place === undefined || isGoverned(sentence, place, verb)) return null;
  // "The embassy in Moscow said"
  const held = { first: place.first - 1, last: place.first - 1 };
  if (touches(listOf(sentence, 'preposition'), held)) return null;
  return sentence.clause[place.last] === sentence.clause[verb.first] ? place.is.id : null;
}

/** Two to four capitalised words directly beside the verb. */
export function printedName(sentence: Sentence, verb: FoundCue): string | null {
  const name = sentence.people.find(
    ({ first, last, is }) =>
      is.kind === 'name' &&
      last > first &&
      last - first <= 3 &&
      ((last === verb.first - 1 && sentence.clause[last] === sentence.clause[verb.first]) ||
        isBehind(sentence, verb, first)),
  );
  if (name === undefined) return nameAtTheEnd(sentence, verb);
  let { first } = name;
  const isCapital = (at: number): boolean =>
    at >= 0 &&
    sentence.tokens[at + 1]?.gap === GAP.SPACE &&
    /^\p{Lu}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0)) &&
    // "The Hostages Families Forum", but not "Israeli President Isaac Herzog".
    !touches(listOf(sentence, 'article', 'called'), { first: at, last: at });
  while (isCapital(first - 1)) first -= 1;
  return sentence.text.slice(sentence.tokens[first]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** "Сообщил посол России в Катаре Иван Петров": the two capitalised words that end the verb's clause. */
function nameAtTheEnd(sentence: Sentence, verb: FoundCue): string | null {
  const clause = sentence.clause[verb.last];
  const last = sentence.clause.lastIndexOf(clause ?? 0);
  if (last - verb.last > REACH.speaker) return null;
  const isCapital = (at: number): boolean =>
    /^\p{Lu}\p{Ll}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0)) &&
    // "Reports Ria Novosti": quoted, and no person.
    !touches([...sentence.mentions, ...sentence.media, ...listOf(sentence, 'agency')], {
      first: at,
      last: at,
    });
  const isName = isCapital(last) && isCapital(last - 1) && sentence.tokens[last]?.gap === GAP.SPACE;
  if (!isName || !isBehind(sentence, verb, last - 1)) return null;
  return sentence.text.slice(sentence.tokens[last - 1]?.start ?? 0, sentence.tokens[last]?.end ?? 0);
}

/** "Said X", "said the Qatari spokesman X", "сообщил посол России в Катаре X". */
function isBehind(sentence: Sentence, verb: FoundCue, first: number): boolean {
  const most = hasCases(sentence) ? REACH.speaker : REACH.not;
  if (first <= verb.last || first - verb.last > most) return false;
  // "Identified as X": whom it names.
  if (touches(listOf(sentence, 'naming'), verb)) return false;
  const way = { first: verb.last + 1, last: first - 1 };
  if (way.last < way.first) return true;
  if (sentence.clause[first] !== sentence.clause[verb.last]) return false;
  const prepositions = listOf(sentence, 'preposition');
  // "In Qatar" belongs to the office; "with X" is another.
  const held = hasCases(sentence) ? { first: first - 1, last: first - 1 } : way;
  return (
    !touches(prepositions, held) && !touches(listOf(sentence, 'that', 'event', 'pronoun', 'relative'), way)
  );
}
