/** What is told of what is said of people without names. */
import type { Claim } from './claim.ts';
import { dayOf } from './day.ts';
import { endsMatter } from './situation-rules.ts';
import {
  SAME_EVENT,
  SAME_STORY,
  cameSilently,
  change,
  pastOf,
  sameEntry,
  saidBefore,
  support,
  voiceOf,
  within,
} from './telling.ts';
import type { Reading, Told } from './telling.ts';

/**
 * What is said of people without names: told as `other`, once for each event and modality within a story's length, and not
 * where it is what is told of captives by name.
 */
export function readUnnamed(reading: Reading, claim: Claim): Told | null {
  const { shows = null, told: own = null } = reading.tally.rules.events[claim.event] ?? {};
  const end = shows !== null && endsMatter(reading.tally.rules, shows);
  const speaks =
    claim.speaker !== null && (claim.modality === 'promise' || claim.modality === 'denial') && end;
  const tells = speaks || (claim.modality === 'fact' && (end || own !== null));
  if (claim.background || claim.from.kind !== 'entry' || cameSilently(claim) || !tells) return null;
  const told = tell(reading, claim);
  // Counted though it is not told: that hangs on what is known by name, and that grows. A later alert must not get the
  // number, and with it the id, of one that was sent.
  if (told?.as !== 'change') reading.counts.set('other', (reading.counts.get('other') ?? 0) + 1);
  return told;
}

function tell(reading: Reading, claim: Claim): Told | null {
  if (isToldByName(reading, claim)) return null;
  if (claim.modality === 'promise' && hasCome(reading, claim)) return null;
  const telling = reading.told.findLast(
    (past) =>
      past.claim.event === claim.event &&
      past.claim.modality === claim.modality &&
      within(past.claim, claim, SAME_STORY),
  );
  if (telling !== undefined) return support(reading, telling, claim, false);
  const isRepeated = claim.modality !== 'fact' && (isOtherHalf(reading, claim) || saidBefore(reading, claim));
  return isRepeated ? null : change(reading, 'other', claim, null);
}

/** "Not for nothing, but first of all in a deal": what one voice refuses and offers on one day is one statement, read in halves. */
function isOtherHalf({ told, named, watch }: Reading, claim: Claim): boolean {
  return [...told.map((past) => past.claim), ...named].some(
    (past) =>
      past.event === claim.event &&
      past.modality !== claim.modality &&
      (past.modality === 'promise' || past.modality === 'denial') &&
      !past.background &&
      past.from.kind === 'entry' &&
      past.statedAt <= claim.statedAt &&
      voiceOf(past, watch) === voiceOf(claim, watch) &&
      within(past, claim, SAME_EVENT),
  );
}

/** "A Russian hostage is free", in the text that names him or on the day after one that did. */
function isToldByName({ named, watch, tally: { rules } }: Reading, claim: Claim): boolean {
  const shows = (event: Claim['event']): string => rules.events[event]?.shows ?? '';
  return named.some((other) => {
    // The last pictures of one whose death the same text tells are no sign of life.
    if (
      other.modality === 'fact' &&
      claim.modality === 'fact' &&
      sameEntry(other, claim) &&
      rules.situations[shows(other.event)]?.final === true &&
      !endsMatter(rules, shows(claim.event))
    )
      return true;
    if (other.event !== claim.event || other.modality !== claim.modality) return false;
    // Of somebody with a name a denial is told only where something was reported or promised of him.
    if (claim.modality === 'denial') return false;
    if (sameEntry(other, claim)) return true;
    if (other.background || other.from.kind !== 'entry' || other.statedAt > claim.statedAt) return false;
    return claim.modality === 'fact'
      ? within(other, claim, SAME_EVENT)
      : within(other, claim, SAME_STORY) && voiceOf(other, watch) === voiceOf(claim, watch);
  });
}

/** "To be freed today", read after they were. */
function hasCome(reading: Reading, { event, eventAt, statedAt }: Claim): boolean {
  if (eventAt?.precision !== 'day') return false;
  return [...reading.named, ...pastOf(reading, event, 'fact')].some(
    (fact) =>
      fact.event === event &&
      fact.modality === 'fact' &&
      fact.statedAt <= statedAt &&
      (fact.eventAt?.precision === 'day' ? fact.eventAt.day : dayOf(fact.statedAt)) === eventAt.day,
  );
}
