/** Of two captives whom "and" joins a death is told of both, where no other verb can be the second one's: "A and B were killed", "killed hostages A and B". */
import type { FoundCue } from '#language/lexicon.ts';
import { linkOf } from './list.ts';
import { between, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/**
 * Those to whom the death of `cue` happened, with the second of two.
 *
 * @param side who stands on its side of the verb, the nearest first
 * @param found of these those found so far
 */
export function withSecondDead(
  sentence: Sentence,
  cue: FoundCue,
  side: readonly Range<Person>[],
  found: readonly Range<Person>[],
): readonly Range<Person>[] {
  const at = side.findIndex((person) => isCaptive(sentence, person));
  const [one, other, third] = [side[at], side[at + 1], side[at + 2]];
  if (one === undefined || other === undefined || found.at(-1) !== one) return found;
  if (!isCaptive(sentence, other) || linkOf(sentence, one, other) !== 'and') return found;
  // A longer list is told of elsewhere.
  if (third !== undefined && linkOf(sentence, other, third) === 'comma') return found;
  const isBoths = other.first > cue.last ? closes(sentence, other) : opens(sentence, other);
  return isBoths ? [...found, other] : found;
}

function isCaptive({ mentions }: Sentence, { first, last }: Range<Person>): boolean {
  return mentions.some((one) => one.first === first && one.last === last && one.is.kind === 'captive');
}

/** Nothing behind him that could be told of him alone. */
function closes(sentence: Sentence, { last }: Range<Person>): boolean {
  const next = sentence.tokens[last + 1];
  if (next === undefined) return true;
  const after = { first: last + 1, last: last + 1 };
  if (touches(listOf(sentence, 'event', 'relative', 'copula', 'and'), after)) return false;
  if (/[,،;:.]/.test(between(sentence, last, last + 1))) return true;
  return isOf(wordAt(sentence, last + 1), 'preposition', 'date', 'saying');
}

/** Nothing before him in his clause but what the two are called: no verb has him for its object. */
function opens(sentence: Sentence, { first }: Range<Person>): boolean {
  const kin = listOf(sentence, 'kin', 'possessive', 'event', 'governs');
  for (let at = first - 1; at >= 0; at -= 1) {
    const word = { first: at, last: at };
    if (/[;:]/.test(between(sentence, at, at + 1))) return true;
    if (touches(listOf(sentence, 'that', 'reporting'), word)) return true;
    if (touches(listOf(sentence, 'called', 'others', 'article', 'count'), word)) continue;
    if (touches(kin, word) || !isOf(wordAt(sentence, at), 'role')) return false;
  }
  return true;
}
