/** What a reading says without words: whose body is back is dead. */
import type { Claim } from '#core/claim.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import type { Reading } from './settle.ts';

/** Ends the rule of a claim that is implied. */
const IMPLIED = ', implied';

/** Whether no word of the text says it. */
export function isImplied({ rule }: Pick<Claim, 'rule'>): boolean {
  return rule.endsWith(IMPLIED);
}

/**
 * The readings, and for each fact that only follows an end (a body brought home) the end itself, where nothing is said of it. It is
 * told as a look back: on which day it was the text does not say, and the news is what followed.
 */
export function withImplied(readings: readonly Reading[], rules: SituationRules): readonly Reading[] {
  const implied = readings.flatMap((reading): readonly Reading[] => {
    const { shows, follows } = rules.events[reading.event] ?? { shows: null, follows: false };
    if (reading.modality !== 'fact' || shows === null || !follows) return [];
    const ends = Object.entries(rules.events).filter(([, one]) => one.shows === shows && !one.follows);
    const isSaid = readings.some(
      ({ subject, event }) => subject === reading.subject && ends.some(([id]) => id === event),
    );
    const [end] = ends;
    if (end === undefined || isSaid) return [];
    return [
      { ...reading, event: end[0], eventAt: null, background: true, rule: `${reading.rule}${IMPLIED}` },
    ];
  });
  return [...readings, ...implied];
}
