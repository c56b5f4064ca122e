/**
 * Who is not on a list: "X is not among those to be freed", «X в список не вошёл», "the three names do not include X". It denies his release, and takes
 * back what the same sentence seems to promise him.
 */
import { isDeath } from './captivity.ts';
import type { FoundCue } from '#language/lexicon.ts';
import { isOld, liesAhead, dateOf } from './date.ts';
import { isWatched, withTheirList } from './list.ts';
import { agencyIn } from './media.ts';
import type { Teller } from './pointed.ts';
import { quoteOf } from './quote.ts';
import type { Span } from './range.ts';
import { between, hasComma, isUnnamed, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { notHimself } from './spoken.ts';
import { wordAt } from './word.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';

/** How far from "is not on" the name may stand, and how far the list that is spoken of, in words. */
const REACH_OF = { name: 5, roll: 9, thing: 3 } as const;

/**
 * The release of whoever a sentence says is missing from a list.
 *
 * @param awaited the text has spoken of a release: then a mere "list" is one of those to be freed.
 */
export function readAbsent(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: Teller,
  awaited: boolean,
): readonly Reading[] {
  if (sentence.question || listOf(sentence, 'hypothetical', 'condition').length > 0) return [];
  const found = listOf(sentence, 'absent').flatMap((cue): readonly Reading[] => {
    if (!isOfThoseFreed(sentence, cue, awaited)) return [];
    const statedAt = saidAt(entry);
    const when = dateOf(sentence, cue, statedAt, 'behind');
    const day = when !== null && liesAhead(when, statedAt) ? null : when;
    return missingBy(sentence, cue).map((subject): Reading => ({
      subject,
      event: 'released',
      modality: 'denial',
      speaker: notHimself(subject, speaker(cue, 'denial')),
      via: agencyIn(sentence, entry.source),
      quote: quoteOf(sentence),
      eventAt: null,
      background: day !== null && isOld(day, statedAt),
      rule: `${sentence.lexicon.language}: ${cue.cue.written}`,
      field,
      called: false,
      indirect: false,
      sure: true,
    }));
  });
  return found.filter(({ subject }, at) => found.findIndex((one) => one.subject === subject) === at);
}

/** Whether the list is one of people to be freed: a stage of a deal, or any list where a release is spoken of. */
function isOfThoseFreed(sentence: Sentence, cue: FoundCue, awaited: boolean): boolean {
  const isWithin = ({ first, last }: FoundCue): boolean =>
    first - cue.last <= REACH_OF.roll && cue.first - last <= REACH_OF.roll;
  const isNear = (one: FoundCue): boolean =>
    isWithin(one) && sentence.part[one.first] === sentence.part[cue.first];
  const events = listOf(sentence, 'event').filter(isNear);
  // "The list of the dead"
  if (events.some(({ cue: { what } }) => isDeath(what))) return false;
  const freed = events.filter(({ cue: { what } }) => what === 'released');
  // "The list has X, but Y is not on it"
  const rolls = listOf(sentence, 'roll').filter(isWithin);
  // "Does not appear in the video"
  const behind = { first: cue.last + 1, last: cue.last + REACH_OF.thing };
  const thing = listOf(sentence, 'things').some((one) => touches([one], behind) && !touches(rolls, one));
  if (thing) return false;
  if (freed.length > 0) return true;
  if (rolls.length === 0) return listOf(sentence, 'stage').some(isNear);
  return awaited || listOf(sentence, 'stage').some(isNear);
}

/** The captives nearest to the words, before them first: "X is not on", "there is no X among". */
function missingBy(sentence: Sentence, cue: FoundCue): readonly string[] {
  const named = sentence.people.filter(
    (person) => !isUnnamed(person) && !touches([cue], person) && isOneStatement(sentence, person, cue),
  );
  const before = named.filter(({ last }) => last < cue.first).toReversed();
  const behind = named.filter(({ first }) => first > cue.last);
  const side =
    before[0] !== undefined && cue.first - behindAside(sentence, before[0], cue) <= REACH_OF.name
      ? before
      : behind[0] !== undefined && behind[0].first - cue.last <= REACH_OF.name
        ? behind
        : [];
  return withTheirList(sentence, side, false).flatMap((person) =>
    isWatched(person) && person.is.kind === 'watched' && isCaptive(sentence, person)
      ? [person.is.subject]
      : [],
  );
}

function isCaptive({ mentions, meant, genderOf }: Sentence, { first, last, is }: Range<Person>): boolean {
  const named = mentions.find((one) => one.first === first && one.last === last);
  if (named !== undefined) return named.is.kind === 'captive';
  // "He is not on it": meant, and somebody whose gender we know.
  return is.kind === 'watched' && meant.one === is.subject && genderOf(is.subject) !== null;
}

/** Where what tells of somebody between two commas ends, "X, the man held by Hamas, is not on it"; his own place where nothing does. */
function behindAside(sentence: Sentence, { last }: Range<Person>, cue: FoundCue): number {
  if (!hasComma(sentence, last, last + 1)) return last;
  for (let at = last + 1; at + 1 < cue.first; at += 1) {
    if (sentence.mentions.some((one) => one.is.kind === 'captive' && touches([one], { first: at, last: at })))
      return last;
    if (hasComma(sentence, at, at + 1)) return at;
  }
  return last;
}

/** Nothing new is told between both. */
function isOneStatement(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  if (sentence.part[person.first] !== sentence.part[cue.first]) return false;
  const isBefore = person.last < cue.first;
  const [left, right] = isBefore ? [{ last: behindAside(sentence, person, cue) }, cue] : [cue, person];
  if (right.first <= left.last) return false;
  if (/[;:]/.test(between(sentence, left.last, right.first))) return false;
  const way = spanBetween(left, right);
  if (way === null) return true;
  // "Of X there is no news": news is what there is none of.
  const isBare = cue.first === cue.last && listOf(sentence, 'not').every((one) => !touches([one], cue));
  if (isBare && holdsUnknown(sentence, way)) return false;
  // "On the list for release he is not": the release is the list's.
  const others = listOf(sentence, 'event').filter(({ cue: { what } }) => what !== 'released');
  const told = [...others, ...listOf(sentence, 'reporting', 'that', 'kin')];
  return !touches(told, way);
}

/** A word there that is neither a name nor part of the list. */
function holdsUnknown(sentence: Sentence, { first, last }: Span): boolean {
  const rolls = listOf(sentence, 'roll', 'stage');
  for (let at = first; at <= last; at += 1) {
    if (wordAt(sentence, at) === 'unknown' && !touches(rolls, { first: at, last: at })) return true;
  }
  return false;
}
