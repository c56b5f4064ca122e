/** The day on which a situation began, by what is said of it; reports differ, and dates are misread. */
import type { Claim, EventDay } from './claim.ts';
import { dayOf, dayStart } from './day.ts';
import { byStatement, firstOf, independent } from './evidence.ts';
import type { Assertion, Found } from './evidence.ts';
import { endsMatter } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import { DAY, HOUR } from './spans.ts';

/** A day begins in the east so long before it does in UTC, ms. */
const EASTERNMOST = 14 * HOUR;

/** News of the day tells what happened at most so long before, ms: a week, and a day for time zones. */
const NEWS_REACH = 8 * DAY;

interface Vote {
  readonly day: EventDay;
  readonly rank: number;
  readonly origins: Set<string>;
  authority: boolean;
  readonly first: number;
}

/**
 * The day it began: a named day before a statement without one (its own day) before a week before a month; among those the
 * one an authority names, then the one most origins name, then the one named first. Null where nobody said: that a body was
 * found on a day does not tell when he died.
 */
export function sinceOf(found: Found, rules: SituationRules): EventDay | null {
  if (found.situation === 'unknown') return null;
  const ends = endsMatter(rules, found.situation);
  const begun = found.evidence.filter(({ claim }) => beginsIt(claim, found, rules));
  if (begun.length === 0) return null;
  const followed = found.evidence.filter((one) => !begun.includes(one)).map(({ claim }) => claim.statedAt);
  const first = firstTold(begun);
  // What had been told by then did not happen later: who so dates it has dated his own day's doings.
  const votes = votesOf(begun, ends && !first.background ? first : null).filter(
    ({ day }) => !ends || !isAfterwards(day, first),
  );
  const rankOf = (vote: Vote): number => {
    if (!ends) return vote.rank;
    // News without a day that comes with what follows the end (a body is found) has the day of that: a named week is nearer.
    if (vote.rank === 1 && followed.some((at) => at <= vote.first + DAY)) return 4;
    // What came as news of the day is not said by one voice alone to be weeks old; two, or an authority, may know better.
    return !first.background && vote.rank === 0 && isFarBefore(vote.day, first) && !isBacked(vote)
      ? 2
      : vote.rank;
  };
  const best = votes.toSorted(
    (a, b) =>
      rankOf(a) - rankOf(b) ||
      Number(b.authority) - Number(a.authority) ||
      b.origins.size - a.origins.size ||
      a.first - b.first ||
      (a.day.day < b.day.day ? -1 : 1),
  )[0];
  return best?.day ?? null;
}

/**
 * Whether a claim names another day for an end: a conflict to show. Another year of the same date, or a day after the end had
 * been told, is a misreading.
 */
export function namesOtherDay(claim: Claim, since: EventDay, found: Found, rules: SituationRules): boolean {
  const { eventAt } = claim;
  return (
    eventAt?.precision === 'day' &&
    beginsIt(claim, found, rules) &&
    eventAt.day.slice(4) !== since.day.slice(4) &&
    !isAfterwards(eventAt, firstTold(found.evidence))
  );
}

/** Whether the day that a claim gives is since when. A stage that lasts is told of every day, an end also by what follows it. */
function beginsIt({ event }: Claim, { situation }: Found, rules: SituationRules): boolean {
  const rule = rules.events[event];
  return endsMatter(rules, situation) ? rule?.follows !== true : rule?.begins === true;
}

/**
 * The first that told of it as news; a look back where there is nothing else. One voice that tells as news what had been
 * looked back on weeks before has only left out the date.
 */
function firstTold(evidence: readonly Assertion[]): Claim {
  const news = firstOf(evidence);
  const until = news.claim.statedAt + NEWS_REACH;
  const alike = evidence.filter(({ claim }) => !claim.background && claim.statedAt <= until);
  const [earliest = news] = evidence.toSorted((a, b) => byStatement(a.claim, b.claim));
  const isEcho =
    earliest.claim.statedAt < news.claim.statedAt - NEWS_REACH &&
    independent(alike).size < 2 &&
    !alike.some((one) => one.authority);
  return isEcho ? earliest.claim : news.claim;
}

function isAfterwards(day: EventDay, first: Claim): boolean {
  return dayStart(day.day) > first.statedAt + EASTERNMOST;
}

function isFarBefore(day: EventDay, first: Claim): boolean {
  return dayStart(day.day) < first.statedAt - NEWS_REACH;
}

function isBacked({ authority, origins }: Vote): boolean {
  return authority || origins.size >= 2;
}

/** @param news the first that told an end as news of the day; null: nobody did */
function votesOf(assertions: readonly Assertion[], news: Claim | null): readonly Vote[] {
  const named = assertions.flatMap(({ claim: { eventAt } }) =>
    eventAt?.precision === 'day' ? eventAt.day : [],
  );
  const votes = new Map<string, Vote>();
  for (const { claim, origin, authority } of assertions) {
    const said = claim.eventAt ?? statementDay(claim);
    if (said === null) continue;
    const rank = claim.eventAt === null ? 1 : { day: 0, week: 2, month: 3 }[said.precision];
    const day = rank === 0 ? { ...said, day: inItsYear(said.day, named, news) } : said;
    const key = `${String(rank)} ${day.day}`;
    const vote = votes.get(key) ?? { day, rank, origins: new Set(), authority: false, first: claim.statedAt };
    vote.origins.add(origin);
    vote.authority ||= authority;
    votes.set(key, vote);
  }
  return [...votes.values()];
}

/**
 * "On 7 October", printed in the November of the next year, is read as the newest 7 October. Where somebody names the same
 * day of an earlier year, that one is meant: nobody is taken, freed or killed twice on one date. But what was news of the day
 * happened in the year of that news: who writes another one has misprinted it.
 */
function inItsYear(day: string, named: readonly string[], news: Claim | null): string {
  const years = named.filter((other) => other.slice(4) === day.slice(4));
  const ofNews = years.find((other) => news !== null && isNewsOf(other, news));
  return ofNews ?? years.reduce((a, b) => (a < b ? a : b), day);
}

function isNewsOf(day: string, { statedAt }: Claim): boolean {
  const began = dayStart(day);
  return began <= statedAt + EASTERNMOST && began >= statedAt - NEWS_REACH;
}

/** News of the day without a date means the day it was printed; a look back without one means nothing. */
function statementDay(claim: Claim): EventDay | null {
  return claim.background ? null : { day: dayOf(claim.statedAt), precision: 'day' };
}
