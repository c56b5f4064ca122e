/** What of the claims is worth telling: each is read in ledger order, against what was known and told before it. */
import { append } from './append.ts';
import type { Claim } from './claim.ts';
import { dayStart } from './day.ts';
import { NOTHING_FOUND, byCaptor, deskWord, evaluate, gather, isDesk, newTally } from './evidence.ts';
import type { Found, Watch } from './evidence.ts';
import { endsMatter } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import type { ChangeKind, SituationName } from './situation.ts';
import { DAY } from './spans.ts';
import {
  SAME_EVENT,
  SAME_STORY,
  SAME_WORD,
  cameSilently,
  change,
  firmness,
  isOfTheseDays,
  kindOfClaim,
  lastTold,
  pastOf,
  saidBefore,
  sameEntry,
  support,
  toldInto,
  within,
} from './telling.ts';
import type { Reading, Told } from './telling.ts';
import { readUnnamed } from './unnamed.ts';

/** A sign of life so soon after the last one that was told is the same one, told again, ms. */
const SAME_SIGN = 7 * DAY;

/**
 * That somebody is held is news so long after it began, ms: after that it is where things stand. As long as evidence is fresh
 * enough to count days by.
 */
const NEWS_OF_BEGINNING = 30 * DAY;

/** A further source so long after a change is no news about it, ms. */
const SUPPORT_WINDOW = 7 * DAY;

/** A reading of which nothing has been read yet. @param named see `Reading` */
export function newReading(watch: Watch, group: boolean, named: readonly Claim[]): Reading {
  return {
    watch,
    tally: newTally(watch, deskWord([])),
    found: NOTHING_FOUND,
    seen: [],
    counts: new Map(),
    told: [],
    overtaken: new Set(),
    past: new Map(),
    group,
    named,
  };
}

/** Takes the next claim in; what it is worth telling, or null. */
export function read(reading: Reading, claim: Claim): Told | null {
  const before = reading.found;
  reading.seen.push(claim);
  if (isDesk(claim)) return withoutEnd(reading, before, readDesk(reading, claim, before));
  const touched = gather(reading.tally, claim);
  // More of the same for what is confirmed cannot change what it comes to, and most claims are that.
  const same = touched === before.situation && before.standing === 'confirmed' && claim.modality === 'fact';
  if (touched !== null && !same) reading.found = evaluate(reading.tally);
  const told = reading.group ? readUnnamed(reading, claim) : readCaptive(reading, claim, before);
  append(reading.past, kindOfClaim(claim.event, claim.modality), claim);
  return withoutEnd(reading, before, told);
}

/**
 * An end that was told and did not come: a promise, a sign of life, a captor's word of a death from before it is news when anybody
 * says it again, the same voice included. Not at once: what still holds is said again soon, and the correction is not followed
 * by what nobody has looked at since.
 */
function withoutEnd(reading: Reading, { situation }: Found, told: Told | null): Told | null {
  const { rules } = reading.tally;
  if (endsMatter(rules, situation) && !endsMatter(rules, reading.found.situation)) {
    // Without the claim that takes the end back: that is told.
    const before = reading.seen.slice(0, -1);
    reading.overtaken = new Set(before.filter(({ modality }) => modality !== 'denial'));
  }
  return told;
}

function readCaptive(reading: Reading, claim: Claim, before: Found): Told | null {
  const after = reading.found;
  const { rules, watch } = reading.tally;
  const mayAlert = claim.from.kind === 'entry' && !cameSilently(claim) && !claim.background;
  if (after.situation !== before.situation || isAnew(before, after, rules)) {
    if (!mayAlert) return null;
    const kind = kindOfMove(before.situation, after.situation, claim, rules);
    if (kind === null) return null;
    const isNews = before.situation !== 'unknown' || beganLately(reading, claim, after.situation);
    if (!isNews) return null;
    const corrects = kind === 'correction' ? toldInto(reading, before.situation) : null;
    return change(reading, kind, claim, after.situation, corrects);
  }
  const { shows = null, told: own = null } = rules.events[claim.event] ?? {};
  if (claim.modality === 'fact') {
    if (shows !== null && byCaptor(claim, watch) && rules.situations[shows]?.captors === 'never') {
      return mayAlert && after.situation !== shows ? captorsClaim(reading, claim) : null;
    }
    if (own !== null) return mayAlert ? sign(reading, own, claim, after) : null;
    if (shows === after.situation) {
      const told = moreWeight(reading, claim, before, after);
      return told ?? (mayAlert ? firstNews(reading, claim, after) : null);
    }
    return null;
  }
  if (!mayAlert) return null;
  if (claim.modality === 'promise') return promise(reading, claim, after);
  if (claim.modality === 'denial') return denial(reading, claim, before, after);
  return null;
}

/** Whether the same end is told anew, and what told of it before no longer counts. */
function isAnew(before: Found, after: Found, rules: SituationRules): boolean {
  return (
    endsMatter(rules, after.situation) &&
    before.situation === after.situation &&
    !before.evidence.some((one) => after.evidence.includes(one))
  );
}

function kindOfMove(
  before: SituationName,
  after: SituationName,
  claim: Claim,
  rules: SituationRules,
): ChangeKind | null {
  const told = rules.situations[after]?.told ?? null;
  if (endsMatter(rules, after)) return told;
  if (endsMatter(rules, before)) return 'correction';
  return told === null ? null : (rules.events[claim.event]?.told ?? told);
}

/**
 * An operator's word. What was told and no longer holds is corrected; what holds as before on firmer or weaker ground is
 * more or less of the same; what nobody was told is nobody's news.
 */
function readDesk(reading: Reading, claim: Claim, before: Found): Told | null {
  const { from } = claim;
  if (from.kind !== 'desk') return null;
  reading.tally = newTally(reading.watch, deskWord(reading.seen));
  for (const one of reading.seen) gather(reading.tally, one);
  const after = (reading.found = evaluate(reading.tally));
  const meant = reading.seen.find((one) => one.id === from.claim);
  if (meant === undefined) return null;
  const wasTold = toldInto(reading, before.situation);
  if (after.situation !== before.situation) {
    if (from.does === 'withdraws') {
      return wasTold === null ? null : change(reading, 'correction', claim, after.situation, wasTold);
    }
    if (meant.background || cameSilently(meant)) return null;
    const kind = kindOfMove(before.situation, after.situation, meant, reading.tally.rules);
    return kind === null ? null : change(reading, kind, claim, after.situation);
  }
  const { shows = null } = reading.tally.rules.events[meant.event] ?? {};
  if (meant.modality === 'fact' && shows === after.situation && wasTold !== null) {
    return support(reading, wasTold, claim, after.standing !== before.standing);
  }
  if (from.does === 'confirms') return null;
  // A promise, a sign of life, a claim of a death: taken back unless somebody else has said the same.
  const { withdrawn } = reading.tally.desk;
  // Whoever has said it first: it was told of all of them.
  const told = reading.told.findLast(
    (past) =>
      past.into === null &&
      past.claim.event === meant.event &&
      past.claim.modality === meant.modality &&
      within(past.claim, meant, SAME_STORY),
  );
  const stillSaid = pastOf(reading, meant.event, meant.modality).some(
    (past) => !withdrawn.has(past.id) && within(past, meant, SAME_STORY),
  );
  return told === undefined || stillSaid ? null : change(reading, 'correction', claim, null, told);
}

/** A further origin, or a rise to confirmed, for the change that brought the present situation. */
function moreWeight(reading: Reading, claim: Claim, before: Found, after: Found): Told | null {
  const telling = reading.told.findLast((past) => past.into !== null);
  if (telling === undefined || telling.into !== after.situation || claim.from.kind !== 'entry') return null;
  if (telling.kind !== reading.tally.rules.situations[after.situation]?.told) return null;
  const rose = before.standing !== after.standing;
  if (!rose && claim.background) return null;
  return rose || claim.statedAt - telling.claim.statedAt <= SUPPORT_WINDOW
    ? support(reading, telling, claim, rose)
    : null;
}

/**
 * The first report of an end that only a dossier of these days, a first reading or a look back in them knew before: nobody was told. And the
 * first that dates how it began, where only that it is so was known.
 */
function firstNews(reading: Reading, claim: Claim, after: Found): Told | null {
  const { rules } = reading.tally;
  const kind = rules.situations[after.situation]?.told ?? null;
  if (kind === null || toldInto(reading, after.situation) !== null) return null;
  const known = after.evidence.map((one) => one.claim).filter((one) => one.id !== claim.id);
  const fresh = endsMatter(rules, after.situation)
    ? known.every((one) => (one.background || cameSilently(one)) && within(one, claim, SAME_STORY))
    : rules.events[claim.event]?.begins === true &&
      known.every(
        (one) =>
          one.from.kind === 'entry' &&
          rules.events[one.event]?.begins !== true &&
          within(one, claim, NEWS_OF_BEGINNING),
      ) &&
      beganLately(reading, claim, after.situation);
  return fresh ? change(reading, kind, claim, after.situation) : null;
}

/**
 * Whether a situation that is the first one known is news. "Held in Gaza", told of somebody of whom nothing was known, is
 * where he has stood for who knows how long, unless a report tells that it began, and of late. Ends are news whenever they
 * come, and so is what has no beginning in this watch.
 */
function beganLately({ tally, seen }: Reading, claim: Claim, into: SituationName): boolean {
  const { rules } = tally;
  const begins = (event: Claim['event']): boolean =>
    rules.events[event]?.begins === true && rules.events[event].shows === into;
  if (endsMatter(rules, into) || (rules.events[claim.event]?.told ?? null) !== null) return true;
  if (!Object.keys(rules.events).some(begins)) return true;
  // Background it is not, or it would alert nobody.
  if (begins(claim.event) && claim.eventAt === null) return true;
  return seen.some(
    (one) =>
      begins(one.event) &&
      one.modality === 'fact' &&
      one.eventAt !== null &&
      claim.statedAt - dayStart(one.eventAt.day) <= NEWS_OF_BEGINNING,
  );
}

/** A sign of life is news while somebody is waited for, and once for each sign. */
function sign(reading: Reading, kind: ChangeKind, claim: Claim, after: Found): Told | null {
  const ended = endsMatter(reading.tally.rules, after.situation) ? after.standing : null;
  const isFinal = reading.tally.rules.situations[after.situation]?.final === true;
  // Somebody only reported dead who shows up alive is news.
  if (ended === 'confirmed' || (ended === 'reported' && !isFinal)) return null;
  const telling = lastTold(reading, (past) => past.claim.event === claim.event);
  if (telling !== undefined && Math.abs(signedAt(claim) - signedAt(telling.claim)) < SAME_SIGN) {
    return support(reading, telling, claim, false);
  }
  const seeded = pastOf(reading, claim.event, 'fact').some(
    (past) =>
      // An older one, which somebody recalls without its date, is another.
      !(past.background && past.eventAt === null) &&
      !reading.overtaken.has(past) &&
      !isOfTheseDays(past, claim) &&
      Math.abs(signedAt(claim) - signedAt(past)) < SAME_SIGN,
  );
  return seeded ? null : change(reading, kind, claim, null);
}

function signedAt(claim: Claim): number {
  const { eventAt, background, statedAt } = claim;
  return eventAt !== null && (background || eventAt.precision === 'day') ? dayStart(eventAt.day) : statedAt;
}

/** A captor says that somebody is dead: told as what it is, a claim, and once. */
function captorsClaim(reading: Reading, claim: Claim): Told | null {
  const telling = lastTold(reading, (past) => past.kind === 'other' && past.claim.event === claim.event);
  if (telling !== undefined && claim.statedAt - telling.claim.statedAt <= SAME_WORD) {
    return support(reading, telling, claim, false);
  }
  return saidBefore(reading, claim) ? null : change(reading, 'other', claim, null);
}

/** A promise is news where somebody answers for it, and when it is not the same again. */
function promise(reading: Reading, claim: Claim, after: Found): Told | null {
  if (claim.speaker === null) return null;
  const { rules } = reading.tally;
  const shows = rules.events[claim.event]?.shows ?? null;
  if (shows === null || !endsMatter(rules, shows) || after.situation === shows) return null;
  // It has ended well: what was promised has come, whatever it was.
  if (endsMatter(rules, after.situation) && rules.situations[after.situation]?.final !== true) return null;
  const telling = lastTold(
    reading,
    (past) =>
      past.kind === 'promise' && past.claim.event === claim.event && within(past.claim, claim, SAME_STORY),
  );
  // On the day itself a firmer word is a better report of the same promise.
  const told =
    telling !== undefined &&
    (firmness(claim) <= firmness(telling.claim) || within(telling.claim, claim, SAME_EVENT));
  if (told) return support(reading, telling, claim, false);
  if (isInPassing(reading, claim)) return null;
  return saidBefore(reading, claim) ? null : change(reading, 'promise', claim, null);
}

/** A promise without a date, in a report of a sign of life: those recall what was promised before. */
function isInPassing({ seen, tally: { rules } }: Reading, claim: Claim): boolean {
  return (
    claim.eventAt === null &&
    seen.some(
      (one) =>
        one.modality === 'fact' &&
        !one.background &&
        (rules.events[one.event]?.told ?? null) !== null &&
        sameEntry(one, claim),
    )
  );
}

/** A denial is news where it meets something that was reported or promised. */
function denial(reading: Reading, claim: Claim, before: Found, after: Found): Told | null {
  const { shows, told } = reading.tally.rules.events[claim.event] ?? { shows: null, told: null };
  // That nobody has heard from somebody denies nothing that was said of him.
  if (shows === null || told === 'sign-of-life') return null;
  const promises = pastOf(reading, claim.event, 'promise');
  // What was denied before somebody promised it is news when it is denied again.
  const since = promises.reduce((last, past) => Math.max(last, past.statedAt), 0);
  if (saidBefore(reading, claim, since)) return null;
  const contested =
    before.situation === shows &&
    after.situation === shows &&
    (claim.speaker !== null || (before.standing === 'reported' && endsMatter(reading.tally.rules, shows)));
  const promised = promises.some(
    (past) =>
      !past.background &&
      past.statedAt <= claim.statedAt &&
      within(past, claim, SAME_WORD) &&
      past.from.kind === 'entry',
  );
  const claimed = reading.told.some((past) => past.kind === 'other' && past.claim.event === claim.event);
  if (!contested && !promised && !claimed) return null;
  const telling = reading.told.findLast(
    (past) =>
      past.kind === 'denial' && past.claim.event === claim.event && within(past.claim, claim, SAME_STORY),
  );
  return telling === undefined
    ? change(reading, 'denial', claim, null)
    : support(reading, telling, claim, false);
}
