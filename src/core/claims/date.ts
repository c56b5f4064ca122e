/** When an event was: which date of a sentence is its own. */
import { isTaking } from './captivity.ts';
import { resolveDate } from '#language/dates.ts';
import type { FoundDate } from '#language/dates.ts';
import { withoutGlued } from '#language/cues.ts';
import type { FoundCue } from '#language/lexicon.ts';
import type { EventDay } from '#core/claim.ts';
import { dayOf, dayStart } from '#core/day.ts';
import { DAY, HOUR } from '#core/spans.ts';
import { leadsAhead } from './after.ts';
import { REACH, isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';

/** Where something stands, in tokens. */
type Span = Pick<FoundDate, 'first' | 'last'>;

/** Told more than a week after the event is background, ms. */
const BACKGROUND_AFTER = 7 * DAY;

/**
 * The event's own date. A date belongs to a verb of its own clause, else to the nearest: "who was abducted in October, was freed
 * on Saturday".
 *
 * @param statedAt ms
 */
export function dateOf(
  sentence: Sentence,
  cue: FoundCue,
  statedAt: number,
  lies: 'behind' | 'ahead',
): EventDay | null {
  // To be held has no date: it lasts.
  if (cue.cue.what === 'held') return null;
  const own = sentence.dates
    .filter((date) => isSame(ownerOf(sentence, date), cue) && !isOfThanks(sentence, date, cue))
    .filter((date) => lies === 'ahead' || !isAhead(date) || !isOfPlan(sentence, cue, date))
    // "On Monday 20 October": the day that says more.
    .sort((a, b) => Number(isPrinted(b)) - Number(isPrinted(a)) || distance(a, cue) - distance(b, cue))[0];
  return own === undefined ? null : resolveDate(own.date, statedAt, lies);
}

/** A day by its number: it says more than "Monday". */
function isPrinted({ date }: FoundDate): boolean {
  return date.kind === 'day' || date.kind === 'ordinal';
}

/** So many signs of Chinese, Japanese and Korean are about a word of other languages. */
const SIGNS_A_WORD = 3;

/** A captivity is named so many words behind its days: "54 days in Hamas captivity". */
const REACH_CAPTIVITY = 4;

/** So many days before and behind a count of days it may have been. */
const EACH_WAY = 3;

/**
 * "Freed after 54 days in captivity": the days around it, for whom it is known when he was taken, if that day is old. A captivity that ends
 * now says nothing that the report's own day does not say better.
 *
 * @param taken `YYYY-MM-DD`
 * @param statedAt ms
 */
export function dayAfterCaptivity(
  sentence: Sentence,
  cue: FoundCue,
  taken: string | undefined,
  statedAt: number,
): EventDay | null {
  if (taken === undefined || isTaking(cue.cue.what)) return null;
  const counted = sentence.tokens.findIndex(
    ({ text }, at) =>
      /^\d{1,4}$/u.test(text) &&
      isOfCaptivity(sentence, at) &&
      isSame(ownerOf(sentence, { first: at, last: at + 1 }), cue),
  );
  if (counted < 0) return null;
  // Papers count from different days, and say one number of several people: the days around it, and none of them surely.
  const days = Number(sentence.tokens[counted]?.text) - EACH_WAY;
  const when: EventDay = { day: dayOf(dayStart(taken) + days * DAY), precision: 'week' };
  return isOld(when, statedAt) ? when : null;
}

/** Whether a number counts days of captivity: not "54 days after the truce". */
function isOfCaptivity(sentence: Sentence, number: number): boolean {
  if (!isWord(sentence, number + 1, 'days')) return false;
  for (let at = number + 2; at < number + 2 + REACH_CAPTIVITY; at += 1)
    if (isWord(sentence, at, 'captivity')) return true;
  return false;
}

/** One event found by two cues that overlap: "was released", "released in". */
function isSame(owner: FoundCue | null, cue: FoundCue): boolean {
  if (owner === null || owner === cue) return owner === cue;
  return owner.cue.list === 'event' && owner.cue.what === cue.cue.what && touches([owner], cue);
}

/** "Yesterday Moscow thanked Hamas that X is free": the day of the thanks. */
function isOfThanks(sentence: Sentence, date: FoundDate, cue: FoundCue): boolean {
  const clause = sentence.clause[date.first];
  return (
    date.date.kind === 'phrase' &&
    clause !== sentence.clause[cue.first] &&
    listOf(sentence, 'gratitude', 'gladness').some((one) => sentence.clause[one.first] === clause)
  );
}

/** The event that a date belongs to. */
export function ownerOf(sentence: Sentence, date: Span): FoundCue | null {
  const reach = REACH.date * (sentence.lexicon.grammar.isInSigns ? SIGNS_A_WORD : 1);
  const events = sentence.cues
    .filter(
      (one) =>
        (one.cue.list === 'event' || one.cue.list === 'governs') &&
        sentence.part[one.first] === sentence.part[date.first] &&
        distance(date, one) <= reach &&
        (isOfThatDay(one) || !isDayOfTaking(sentence, date)),
    )
    .sort((a, b) => distance(date, a) - distance(date, b) || a.first - b.first);
  const clauses = (one: FoundCue): number =>
    Math.abs((sentence.clause[one.first] ?? 0) - (sentence.clause[date.first] ?? 0));
  // "Home after 700 days, he was welcomed on Tuesday": the day of another verb.
  const otherVerb = listOf(sentence, 'gladness', 'gratitude', 'reporting', 'addressing').some(
    ({ first }) => sentence.clause[first] === sentence.clause[date.first],
  );
  // "X, held since October, was freed": the date of the captivity, which lasts and has none.
  // "A clip of X for the first time since October 7": when something else was, or when what lasts began.
  const isSince = touches(listOf(sentence, 'since'), { first: date.first - 1, last: date.first - 1 });
  const here = events.filter(
    (one) => clauses(one) === 0 && isDated(one) && !(isSince && one.cue.what === 'sign-of-life'),
  );
  // "Kidnapped to Gaza on October 7 and murdered there": the day of the verb before the "and".
  const own = here.find((one) => !isNextOf(sentence, date, one)) ?? here[0];
  if (own !== undefined) return own;
  if (events.some((one) => clauses(one) === 0)) return null;
  // "A clip of X, of whom nothing had been heard since October"
  // "Last night (Saturday), in the sixth round of the deal, X was freed": of the first verb, over asides.
  const opening = sentence.lexicon.grammar.isInSigns ? 3 * SIGNS_A_WORD : 2;
  const opens = (one: FoundCue): boolean =>
    date.first <= opening && one.first > date.last && one === events[0];
  return otherVerb || isSince
    ? null
    : (events.find((one) => (clauses(one) === 1 || opens(one)) && isDated(one)) ?? null);
}

/** Whether a date is the day on which one of those named was taken: "X, held since October 7, was freed" in any words. */
function isDayOfTaking(sentence: Sentence, { first }: Span): boolean {
  const date = sentence.dates.find((one) => one.first === first)?.date;
  // The lexicons know the year of October 7.
  if (date?.kind !== 'day' || typeof date.year !== 'number') return false;
  const day = resolveDate(date, 0, 'behind');
  return sentence.mentions.some(({ is }) => is.taken !== undefined && is.taken === day?.day);
}

/** What may have happened to a captive on the day on which he was taken; he was not freed that day, nor seen alive since. */
function isOfThatDay({ cue }: FoundCue): boolean {
  return cue.list !== 'event' || isTaking(cue.what) || cue.what === 'died' || cue.what === 'wounded';
}

/** Whether an event is joined by an "and" to what the date closes. */
function isNextOf(sentence: Sentence, date: Span, { first }: FoundCue): boolean {
  const and = { first: date.last + 1, last: date.last + 1 };
  return first > and.first && touches(listOf(sentence, 'and'), and);
}

function isDated({ cue }: FoundCue): boolean {
  return cue.list === 'event' && cue.what !== 'held';
}

function distance(date: Span, to: FoundCue): number {
  return date.first > to.last ? date.first - to.last : Math.max(0, to.first - date.last);
}

/** Whether the sentence says of the event that it is to come: "tomorrow", "next week". */
export function saysAhead(sentence: Sentence, cue: FoundCue): boolean {
  return sentence.dates.some(
    (found) =>
      isAhead(found) &&
      sentence.part[found.first] === sentence.part[cue.first] &&
      (found.date.kind === 'phrase' && found.date.means !== 'soon'
        ? true
        : isBehindWhom(sentence, cue, found)) &&
      !isOfPlan(sentence, cue, found),
  );
}

/** The furthest day without a year that is taken for one to come: of a release two weeks ago and one a year ago news seldom print the day alone, ms. */
const SOON = 14 * DAY;

/**
 * "Hamas frees X on Monday", "Hamas frees X on October 13" in a paper of October 10, "X freed Saturday" in one of Thursday: a day that
 * is yet to come; as is "after the release of X on Monday, Israel will". A verb that says "was" keeps the day that is past.
 *
 * @param statedAt ms
 */
export function isPlannedDay(sentence: Sentence, cue: FoundCue, statedAt: number): boolean {
  const opensPlan = cue.cue.form === 'looks-back' && cue.first <= 1 && leadsAhead(sentence, cue);
  if (!isPresent(sentence, cue) && !isBare(sentence, cue) && !opensPlan) return false;
  return sentence.dates.some((found) => {
    if (!isSame(ownerOf(sentence, found), cue) || isOfThanks(sentence, found, cue)) return false;
    const { date } = found;
    if (date.kind === 'weekday') {
      const last = resolveDate(date, statedAt, 'behind');
      return last !== null && startOf(last) < statedAt - 2 * DAY;
    }
    if (date.kind !== 'ordinal' && (date.kind !== 'day' || date.year !== null)) return false;
    const next = resolveDate(date, statedAt, 'ahead');
    return next !== null && liesAhead(next, statedAt) && startOf(next) <= statedAt + SOON;
  });
}

/** "Tomorrow", "next week", "next Saturday", "soon". */
function isAhead({ date }: FoundDate): boolean {
  if (date.kind === 'weekday') return date.ahead;
  return date.kind === 'phrase' && AHEAD.has(date.means);
}

const AHEAD: ReadonlySet<string> = new Set(['tomorrow', 'next-week', 'soon']);

/** "The release of X for Saturday", but not "X was freed and soon ill": nothing but whom it is told of and where, or in front of it. */
function isBehindWhom(sentence: Sentence, cue: FoundCue, date: FoundDate): boolean {
  // "Shortly before sunset", "soon after": when it was.
  const next = { first: date.last + 1, last: date.last + 1 };
  if (touches(listOf(sentence, 'temporal', 'upon', 'before'), next)) return false;
  if (date.last < cue.first)
    return cue.first - date.last <= REACH.not && clauseOf(sentence, date) === clauseOf(sentence, cue);
  return (
    date.first > cue.last &&
    clauseOf(sentence, date) === sentence.clause[cue.last] &&
    !standsBetween(sentence, ['and', 'reporting', 'copula', 'relative', 'boundary', 'pronoun'], cue, date)
  );
}

function clauseOf(sentence: Sentence, { first }: { readonly first: number }): number | undefined {
  return sentence.clause[first];
}

/** "Freed hostage X will fly to Moscow tomorrow": the flight is ahead. */
function isOfPlan(sentence: Sentence, cue: FoundCue, date: FoundDate): boolean {
  return standsBetween(sentence, ['promise'], cue, date);
}

/** Whether the sentence goes back to something old: what follows without a date of its own does so too. */
export function goesBack(sentence: Sentence, statedAt: number): boolean {
  return sentence.dates.some((date) => {
    const owner = ownerOf(sentence, date)?.cue.what;
    // When they were taken, who was killed that day and for how long they are held is told in every report.
    if (owner !== 'released' && owner !== 'body-returned') return false;
    const when = resolveDate(date.date, statedAt, 'behind');
    return when === null ? date.date.kind === 'phrase' : isOld(when, statedAt);
  });
}

/** Whether anything in it is of another time than the last days, but for the abduction and the captivity. */
export function datesBack(sentence: Sentence, statedAt: number): boolean {
  const year = new Date(statedAt).getUTCFullYear();
  const lasting = (date: FoundDate): boolean => {
    const owner = ownerOf(sentence, date);
    return owner === null ? isDayOfTaking(sentence, date) : isTaking(owner.cue.what);
  };
  return (
    // "Earlier his mother said": of the saying, and not of what is told.
    listOf(sentence, 'earlier').some(
      ({ first }) =>
        !listOf(sentence, 'reporting').some((verb) => sentence.clause[verb.first] === sentence.clause[first]),
    ) ||
    sentence.dates.some((date) => {
      const when = resolveDate(date.date, statedAt, 'behind');
      return !lasting(date) && (when === null || isOld(when, statedAt));
    }) ||
    sentence.tokens.some(
      ({ text }, at) =>
        /^20\d\d$/.test(text) && Number(text) < year && !touches(sentence.dates, { first: at, last: at }),
    )
  );
}

/** "Freed in 2023": a year alone is no date, but it is past. */
export function isOfEarlierYear({ tokens, clause }: Sentence, cue: FoundCue, statedAt: number): boolean {
  const year = new Date(statedAt).getUTCFullYear();
  return tokens.some(
    ({ text }, at) =>
      /^(?:19|20)\d\d$/.test(text) &&
      Number(text) < year &&
      clause[at] === clause[cue.last] &&
      Math.abs(at - cue.last) <= REACH.firm,
  );
}

/** "In June Hamas announced that X would be freed": what was said long ago, whatever it tells. */
export function isSaidLongAgo(sentence: Sentence, statedAt: number): boolean {
  return listOf(sentence, 'reporting').some((verb) =>
    sentence.dates.some((date) => {
      if (date.date.kind === 'weekday' || date.first > verb.last + REACH.after) return false;
      if (sentence.clause[date.first] !== sentence.clause[verb.first] && date.first > REACH.name)
        return false;
      // "Announced that X, seized in October, …": a date that has an event of its own.
      if (listOf(sentence, 'event', 'governs').some((one) => distance(date, one) <= distance(date, verb)))
        return false;
      const when = resolveDate(date.date, statedAt, 'behind');
      return when !== null && isOld(when, statedAt);
    }),
  );
}

/** More than a week before it was said. */
export function isOld(when: EventDay, statedAt: number): boolean {
  return statedAt - endOf(when) > BACKGROUND_AFTER;
}

/** More than a day after it was said: no fact. */
export function liesAhead(when: EventDay, statedAt: number): boolean {
  return startOf(when) > statedAt + FURTHEST_ZONE;
}

/** Somewhere it is tomorrow already: the widest distance of a time zone from UTC, ms. */
const FURTHEST_ZONE = 14 * HOUR;

function startOf({ day }: EventDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The last day that a date may mean, 00:00 UTC, ms. */
function endOf(date: EventDay): number {
  return startOf(date) + { day: 0, week: 6, month: 30 }[date.precision] * DAY;
}

/** "After X is released, he will be flown out", "Kommt X frei, wird …": told of what comes first in a plan. */
export function isStepOfPlan(sentence: Sentence, cue: FoundCue): boolean {
  if (!isPresent(sentence, cue)) return false;
  const isPlan = listOf(sentence, 'promise').some((one) => !touches([cue], one));
  if (!isPlan) return false;
  const opensSentence = cue.first === 0 && sentence.lexicon.grammar.hasVerbLast;
  const opener = listOf(sentence, 'temporal', 'upon', 'condition', 'hypothetical').some(
    ({ first }) => first <= cue.first && sentence.clause[first] === sentence.clause[cue.first],
  );
  return opensSentence || opener;
}

/** A participle, or "free", beside its person and without "was": the headline's. "X, freed Saturday, said" looks back. */
function isBare(sentence: Sentence, { first, last, cue: { form } }: FoundCue): boolean {
  if (form !== 'happened-to' && form !== 'beside') return false;
  if (first === 0 || sentence.clause[first] !== sentence.clause[first - 1]) return false;
  const [word] = withoutGlued(sentence.tokens[first]?.text ?? '', sentence.lexicon.glued);
  const alone = sentence.lexicon
    .cuesOf(word ?? '')
    .anyhow.some((one) => one.form === 'beside' && one.words.length === 1);
  if (!alone) return false;
  // "A été libéré samedi": the verb begins before it.
  const begun = listOf(sentence, 'event').some((one) => one.first < first && one.last >= first);
  return !begun && !touches(listOf(sentence, 'copula', 'equals', 'earlier'), { first: first - 3, last });
}

/** Whether the verb is in the present tense, its auxiliary with it: "is released". */
function isPresent(sentence: Sentence, { first, last }: FoundCue): boolean {
  return touches(listOf(sentence, 'present'), { first: first - 1, last });
}
