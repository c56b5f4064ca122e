/** What is told without a day of its own, and yet of earlier: a look back, an abduction, the death of a relative in passing. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { isOfEarlierYear } from './date.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { EntryField } from '#core/entry.ts';

/** What is known of an event that has no day. */
export interface Told {
  readonly form: EventForm;
  readonly field: EntryField;
  readonly subjects: readonly string[];
  /** A word beside it speaks of an earlier time. */
  readonly earlier: boolean;
  /** ms */
  readonly statedAt: number;
}

/** Whether an event without a day is one of the past, which alerts nobody. */
export function looksBack(sentence: Sentence, cue: FoundCue, told: Told): boolean {
  const { form, field, subjects, earlier, statedAt } = told;
  const event = cue.cue.what;
  // Captivity is told of the present, whatever else the sentence goes back to.
  if (earlier && (event !== 'held' || form === 'looks-back')) return true;
  if (event === 'abducted' || isOfEarlierYear(sentence, cue, statedAt)) return true;
  // "Thanked for letting a Russian go": what was told of him by name before.
  const thanks = listOf(sentence, 'gratitude').length > 0;
  if (event === 'released' && thanks && isOfGroup(sentence, subjects)) return true;
  // News of a relative has a headline.
  if (field === 'title') return false;
  // "He is held by the group, which has published two videos of him": told by the way.
  if (event === 'sign-of-life' && isInRelativeClause(sentence, cue)) return true;
  return (event === 'died' && isOfFamily(sentence, subjects)) || areRelatives(sentence, subjects);
}

function isOfGroup(sentence: Sentence, subjects: readonly string[]): boolean {
  return sentence.people.some(
    ({ is }) => is.kind === 'watched' && is.group && subjects.length === 1 && subjects[0] === is.subject,
  );
}

/** Whether who died is spoken of as somebody's relative: "his father Vitaly", "Vitaly, Yelena's husband"; not "the parents of X". */
function isOfFamily(sentence: Sentence, subjects: readonly string[]): boolean {
  const kin = listOf(sentence, 'kin');
  return sentence.mentions.some(
    ({ first, last, is }) =>
      subjects.includes(is.id) &&
      kin.some((one) => one.last === first - 1 || (one.first > last && one.first - last <= REACH.name)),
  );
}

/** "His mother and grandmother were freed": told beside the captive whose relatives they are, in words for relatives. */
function areRelatives(sentence: Sentence, subjects: readonly string[]): boolean {
  const kin = listOf(sentence, 'kin');
  const women = sentence.meant.he === null ? [] : listOf(sentence, 'women');
  return subjects.every(
    (subject) =>
      !sentence.mentions.some(({ is }) => is.id === subject) &&
      sentence.people.some(
        (person) =>
          person.is.kind === 'watched' &&
          person.is.subject === subject &&
          touches([...kin, ...women], person),
      ),
  );
}

/** Whether a "which" or "who" opens the clause of the event. */
function isInRelativeClause(sentence: Sentence, cue: FoundCue): boolean {
  const first = sentence.clause.indexOf(sentence.clause[cue.first] ?? 0);
  return first > 0 && touches(listOf(sentence, 'relative'), { first, last: first });
}
