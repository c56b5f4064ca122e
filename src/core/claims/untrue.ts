/** What is told only to be called untrue: "'That is not so,' X said of reports that Y was freed", "Y is free, media report. 'Not true,' X said". */
import type { FoundCue } from '#language/lexicon.ts';
import { between, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { beforeColon } from './speaker.ts';
import { notHimself } from './spoken.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import { isEndEvent } from '#core/situation-rules.ts';

/** The words that call untrue what the event tells, however far they stand from it; null where they speak of something else. */
export function untrueOf(sentence: Sentence, cue: FoundCue): FoundCue | null {
  // "X, who was freed on Saturday, said that this is not true": not of that.
  const isAside = listOf(sentence, 'relative').some(
    ({ first, last }) =>
      last < cue.first &&
      sentence.clause[last] === sentence.clause[cue.first] &&
      !touches(listOf(sentence, 'that'), { first, last }),
  );
  if (isAside) return null;
  const told = listOf(sentence, 'that', ...HEARSAY);
  return (
    listOf(sentence, 'untrue').find((one) => {
      const isBefore = one.last < cue.first;
      const way = isBefore
        ? { first: one.first, last: cue.first - 1 }
        : { first: 0, last: Math.max(0, cue.first - 1) };
      // "It is not true that nothing was done: X was freed": another statement.
      const isParted = isBefore && /[:;]/u.test(between(sentence, one.last, cue.first));
      return !isParted && !touches([one], cue) && touches(told, way);
    }) ?? null
  );
}

/** Words for what is only said: "reports", "claims that". */
const HEARSAY = ['hypothetical', 'reporting', 'agency'] as const;

/**
 * Whether a sentence calls untrue what the one before it passed on.
 *
 * @param before the sentence before, which has to pass it on from somebody: what an outlet tells itself stays, unless somebody answers it by name.
 */
export function takesBack(sentence: Sentence, before: Sentence | undefined): boolean {
  if (before === undefined || listOf(sentence, 'untrue').length === 0) return false;
  if (listOf(sentence, 'event').length > 0) return false;
  // "X is free, media say. The army: that is not so"
  return listOf(before, ...HEARSAY).length > 0 || beforeColon(sentence) !== null;
}

/** The readings from one place to another as denied by somebody, where they tell an end as a fact. */
export function takeBack(
  readings: Reading[],
  [from, to]: readonly [number, number],
  speaker: string | null,
  rules: SituationRules,
): void {
  for (const [at, one] of readings.entries()) {
    if (at < from || at >= to || one.modality !== 'fact' || !isEndEvent(rules, one.event)) continue;
    const by = speaker === null ? null : notHimself(one.subject, speaker);
    readings[at] = { ...one, modality: 'denial', speaker: by, background: false };
  }
}
