/** Who may be one of those of whom an event is told: "X may be among those whom they will free", "could be on the list of those to be freed". */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** What makes it only possible that somebody is one of those, or on the list of those, of whom the event is told. */
export function maybeAmong(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const told = toldIn(sentence);
  const nots = listOf(sentence, 'not', 'denial');
  const those = thoseOf(sentence, cue);
  return (
    listOf(sentence, 'possible').findLast(
      (may) =>
        !nots.some(({ first, last }) => first <= may.last && may.first - last <= REACH.not) &&
        those.some(
          (one) =>
            may.last < one.first &&
            one.first - may.last <= REACH.not &&
            sentence.clause[may.first] === sentence.clause[one.first] &&
            !touches([...told, ...listOf(sentence, 'relative')], spanBetween(may, one)),
        ),
    ) ?? null
  );
}

/** "Israel demands that X be among the next hostages freed", "hopes X will be on the list of those to be freed": nobody has promised it. */
export function askedAmong(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const those = thoseOf(sentence, cue);
  const thats = listOf(sentence, 'that');
  const turned = [...toldIn(sentence), ...listOf(sentence, 'relative', 'not', 'denial', 'hypothetical')];
  return (
    listOf(sentence, 'negotiation').findLast(
      (asks) =>
        (isWord(sentence, asks.first, 'hope') ||
          touches(thats, { first: asks.last + 1, last: asks.last + REACH.name })) &&
        those.some(
          (one) =>
            asks.last < one.first &&
            one.first - asks.last <= REACH.modal &&
            sentence.part[asks.first] === sentence.part[one.first] &&
            sentence.people.some(
              (person) =>
                person.is.kind === 'watched' && !person.is.group && touches([person], spanBetween(asks, one)),
            ) &&
            !touches(turned, spanBetween(asks, one)),
        ),
    ) ?? null
  );
}

/** Words for those of whom the event is told: "among", "the list of". */
function thoseOf(sentence: Sentence, cue: FoundCue): readonly FoundCue[] {
  const told = toldIn(sentence);
  return listOf(sentence, 'among', 'including', 'roll').filter(
    (one) =>
      one.first < cue.first &&
      cue.first - one.last <= REACH.modal &&
      sentence.part[one.first] === sentence.part[cue.first] &&
      !touches(told, spanBetween(one, cue)),
  );
}

function toldIn(sentence: Sentence): readonly FoundCue[] {
  return listOf(sentence, 'event', 'reporting', 'boundary');
}
