/** What each claim is evidence for, and what the claims of one subject come to. The rules: ARCHITECTURE.md, "Situation". */
import { append } from './append.ts';
import type { Claim } from './claim.ts';
import { dayStart } from './day.ts';
import { CAPTIVITY, endsMatter } from './situation-rules.ts';
import type { KnownSituation, SituationRules } from './situation-rules.ts';
import type { SituationName, Standing } from './situation.ts';
import { DAY } from './spans.ts';
import type { Subject, Watchlist } from './watchlist.ts';

/** So long after the last news of an end a plain word of the contrary can still take it back, ms. */
const IN_DOUBT = 30 * DAY;

/** What is told longer after it happened is a look back, ms. */
const NEWS_LASTS = 7 * DAY;

/** What the ledger has to know of the watch: whose word counts for what, and which event shows which situation. */
export type Watch = Pick<Watchlist, 'subjects' | 'rules'>;

/** A fact that shows a situation, with whose word it is. */
export interface Assertion {
  readonly claim: Claim;
  readonly origin: string;
  readonly authority: boolean;
  readonly captor: boolean;
  /** The desk has checked it: it stands as confirmed, and is no origin more. */
  readonly checked: boolean;
  /** When the situation is said to have begun, ms; for a stage that lasts, when it is said to last. */
  readonly at: number;
}

/** A word that a situation is not so. */
export interface Denial {
  readonly claim: Claim;
  readonly origin: string;
  readonly authority: boolean;
}

/** The claims of one subject by what they are evidence for; {@link gather} puts one more in. */
export interface Tally {
  readonly watch: Watch;
  readonly rules: SituationRules;
  readonly desk: DeskWord;
  readonly asserted: Map<KnownSituation, Assertion[]>;
  readonly denied: Map<KnownSituation, Denial[]>;
  /** Facts that do not count for the situation they speak of (a captor's claim of a death). */
  readonly uncounted: Assertion[];
}

/** What the claims come to. */
export interface Found {
  readonly situation: SituationName;
  readonly standing: Standing | null;
  /** What is in force for it. */
  readonly evidence: readonly Assertion[];
  /** What is in force for something else. */
  readonly others: readonly (readonly [KnownSituation, readonly Assertion[]])[];
}

/** Of whom no claim counts. */
export const NOTHING_FOUND: Found = { situation: 'unknown', standing: null, evidence: [], others: [] };

// ── The desk's word ──────────────────────────────────────────────────────────────────────────────────────────────────

/** Which claims the desk has withdrawn and confirmed; its last word on a claim counts. */
export interface DeskWord {
  readonly withdrawn: ReadonlySet<string>;
  readonly confirmed: ReadonlySet<string>;
}

/** What operators have said of claims, among `claims`. */
export function deskWord(claims: readonly Claim[]): DeskWord {
  const last = new Map<string, 'withdraws' | 'confirms'>();
  for (const { from } of claims.filter(isDesk).toSorted(byStatement)) {
    if (from.kind === 'desk') last.set(from.claim, from.does);
  }
  const those = (does: 'withdraws' | 'confirms'): ReadonlySet<string> =>
    new Set([...last].filter(([, did]) => did === does).map(([claim]) => claim));
  return { withdrawn: those('withdraws'), confirmed: those('confirms') };
}

/** Whether it is an operator's word about another claim, and no evidence by itself. */
export function isDesk(claim: Claim): boolean {
  return claim.from.kind === 'desk';
}

// ── What each claim is evidence for ──────────────────────────────────────────────────────────────────────────────────

/** Before the first claim. A watch that names no situations is about captivity. @param desk which claims count otherwise */
export function newTally(watch: Watch, desk: DeskWord): Tally {
  return {
    watch,
    rules: watch.rules ?? CAPTIVITY,
    desk,
    asserted: new Map(),
    denied: new Map(),
    uncounted: [],
  };
}

/** Puts a claim where it counts. @returns the situation whose evidence changed, or null. */
export function gather(tally: Tally, claim: Claim): KnownSituation | null {
  if (isDesk(claim) || tally.desk.withdrawn.has(claim.id)) return null;
  const event = tally.rules.events[claim.event];
  const shows = event?.shows ?? null;
  const rule = shows === null ? undefined : tally.rules.situations[shows];
  if (shows === null || rule === undefined) return null;
  const origin = originIn(claim, tally.watch);
  const authority = speaksForSubject(claim, tally.watch);
  if (claim.modality === 'denial') {
    // "No sign of life from X": he may well be held.
    if (event?.told === 'sign-of-life') return null;
    append(tally.denied, shows, { claim, origin, authority });
    return tally.asserted.has(shows) ? shows : null;
  }
  if (claim.modality !== 'fact' || lyingAhead(claim)) return null;
  const captor = byCaptor(claim, tally.watch);
  const checked = tally.desk.confirmed.has(claim.id);
  const at = rule.end || claim.background || event?.begins === true ? startOf(claim) : claim.statedAt;
  const assertion = { claim, origin, authority, captor, checked, at };
  if (captor && rule.captors === 'never') {
    tally.uncounted.push(assertion);
    return tally.asserted.has(shows) ? shows : null;
  }
  append(tally.asserted, shows, assertion);
  return shows;
}

/** One voice, one origin: what the watchlist puts under one voice is folded here, whoever wrote the claim. */
export function originIn(claim: Claim, watch: Watch): string {
  return watch.subjects.get(claim.origin)?.voice ?? claim.origin;
}

function speakerOf(claim: Claim, watch: Watch): Subject | null {
  return (claim.speaker === null ? undefined : watch.subjects.get(claim.speaker)) ?? null;
}

/** Whether it is the word of one who answers for the captive: his family, his government, who took him over. */
function speaksForSubject(claim: Claim, watch: Watch): boolean {
  const speaker = speakerOf(claim, watch);
  return (
    speaker !== null &&
    (speaker.role === 'authority' || speaker.role === 'family') &&
    (speaker.authorityFor.includes(claim.subject) || speaker.authorityFor.includes('*'))
  );
}

/** Whether it is a captor's word, by its speaker or by its origin, whoever printed it. */
export function byCaptor(claim: Claim, watch: Watch): boolean {
  return speakerOf(claim, watch)?.role === 'captor' || watch.subjects.get(claim.origin)?.role === 'captor';
}

/** A "fact" of the future is none: somebody misread a plan. A day's grace for time zones. */
function lyingAhead(claim: Claim): boolean {
  return claim.eventAt !== null && dayStart(claim.eventAt.day) > claim.statedAt + DAY;
}

/** The first moment of the day that is given, else when it was said, ms. */
export function startOf(claim: Claim): number {
  return claim.eventAt === null ? claim.statedAt : Math.min(dayStart(claim.eventAt.day), claim.statedAt);
}

// ── What they come to ────────────────────────────────────────────────────────────────────────────────────────────────

/** Weighs everything gathered. */
export function evaluate(tally: Tally): Found {
  const { rules } = tally;
  const inForce = new Map<KnownSituation, readonly Assertion[]>();
  // What an outlet says by itself in a text that has it from captors is the captors' word.
  const fromCaptors = new Set(tally.uncounted.map(({ claim }) => entryOf(claim)).filter((id) => id !== null));
  for (const [situation, all] of tally.asserted) {
    const asserted =
      fromCaptors.size > 0 && rules.situations[situation]?.captors === 'never'
        ? all.filter(({ claim }) => claim.speaker !== null || !fromCaptors.has(entryOf(claim) ?? ''))
        : all;
    const standing = notTakenBack(asserted, tally.denied.get(situation) ?? []);
    const left = endsMatter(rules, situation) ? withoutForsaken(standing, stagesOf(tally)) : standing;
    // A copy: what is gathered later is no part of what was found now.
    if (left.length > 0) inForce.set(situation, [...left]);
  }
  const standingIn = (situation: KnownSituation): Standing | null => standingOf(inForce.get(situation) ?? []);
  // In the order of the watch's file: of stages that end nothing the later one holds.
  const shown = Object.keys(rules.situations).filter((situation) => standingIn(situation) !== null);
  const stage = shown.findLast((situation) => !endsMatter(rules, situation));
  let chosen = shown
    .filter((situation) => endsMatter(rules, situation))
    .reduce<KnownSituation | null>(
      (best, end) => (best === null ? end : stronger(tally, inForce, best, end)),
      null,
    );
  if (stage !== undefined) {
    const still = inForce.get(stage) ?? [];
    if (chosen === null || saysOtherwise(still, inForce.get(chosen) ?? [], rules)) chosen = stage;
  }
  const others = [...inForce].filter(([situation]) => situation !== chosen);
  if (chosen === null) return { ...NOTHING_FOUND, others };
  return { situation: chosen, standing: standingIn(chosen), evidence: inForce.get(chosen) ?? [], others };
}

/**
 * What is left after withdrawals. While it is only reported, a source takes back its own word and an authority everybody's;
 * once it is confirmed a denial stands beside it and takes nothing.
 */
function notTakenBack(asserted: readonly Assertion[], denied: readonly Denial[]): readonly Assertion[] {
  if (denied.length === 0) return asserted;
  const sorted = [...asserted].sort((a, b) => byStatement(a.claim, b.claim));
  let left: Assertion[] = [];
  let next = 0;
  for (const denial of [...denied].sort((a, b) => byStatement(a.claim, b.claim))) {
    // What stands in one and the same text with its denial is a misreading of one of them, not a withdrawal.
    for (; next < sorted.length; next++) {
      const assertion = sorted[next];
      if (assertion === undefined || assertion.claim.statedAt >= denial.claim.statedAt) break;
      left.push(assertion);
    }
    if (left.length === 0 || standingOf(left) === 'confirmed') continue;
    left = left.filter(
      (assertion) =>
        !denial.authority && assertion.origin !== denial.origin && !withdraws(denial.claim, assertion.claim),
    );
  }
  return [...left, ...sorted.slice(next)];
}

/** Whether an outlet takes back its own report in a later version of it, whomever it had quoted. */
function withdraws(denial: Claim, claim: Claim): boolean {
  return denial.speaker === null && entryOf(denial) !== null && entryOf(denial) === entryOf(claim);
}

/** What says that it still lasts. */
function stagesOf({ asserted, rules }: Tally): readonly Assertion[] {
  return [...asserted].flatMap(([situation, all]) => (endsMatter(rules, situation) ? [] : all));
}

/**
 * Without a lone report of an end that nobody took up in time: what two later words of the present, or an authority's, have
 * refuted proves nothing ever after, and what is told anew as news when the report has grown old and was spoken against is
 * the first true report of the end. Had it been the same, it would be a look back by then.
 */
function withoutForsaken(end: readonly Assertion[], still: readonly Assertion[]): readonly Assertion[] {
  const sorted = end.toSorted((a, b) => byStatement(a.claim, b.claim));
  const first = sorted.find(({ claim }) => !claim.background);
  if (first === undefined || first.claim.from.kind !== 'entry') return end;
  const from = first.claim.statedAt;
  const next = sorted.find(({ origin, claim }) => origin !== first.origin && claim.statedAt >= from);
  const until = next?.claim.statedAt ?? Infinity;
  const lone = sorted.filter(({ claim }) => claim.statedAt < until);
  if (lone.some((one) => one.authority || one.checked || one.origin !== first.origin)) return end;
  const against = still
    .filter(({ claim }) => !claim.background && claim.statedAt > from + DAY && claim.statedAt < until)
    .toSorted((a, b) => byStatement(a.claim, b.claim));
  // Of each origin the first: a few words are enough, however many there are.
  const heard = [...Map.groupBy(against, ({ origin }) => origin).values()].flatMap(([one]) => one ?? []);
  const refutedBy = heard.find((_one, i) => standingOf(heard.slice(0, i + 1)) === 'confirmed');
  if (refutedBy !== undefined) return end.filter(({ claim }) => claim.statedAt > refutedBy.claim.statedAt);
  const isOld = until - from > NEWS_LASTS && against.length > 0;
  return isOld && next?.claim.background === false ? end.filter(({ claim }) => claim.statedAt >= until) : end;
}

/**
 * Confirmed by an authority, by two origins (captors not counted), or by the desk. One origin reports, unless it only looks
 * back: a background fact needs a second outlet to count.
 */
function standingOf(assertions: readonly Assertion[]): Standing | null {
  if (
    independent(
      assertions.filter((a) => !a.captor),
      assertions,
    ).size >= 2 ||
    assertions.some((a) => a.authority || a.checked)
  )
    return 'confirmed';
  return assertions.some((a) => !a.claim.background) ? 'reported' : null;
}

/**
 * The origins of assertions. What an outlet says by itself in a text that also names who said it is that speaker's word: a
 * headline is no second witness to its own article.
 *
 * @param among where speakers are looked for; the same, unless only some count
 */
export function independent(
  assertions: readonly Assertion[],
  among: readonly Assertion[] = assertions,
): ReadonlySet<string> {
  const attributed = new Set(
    among.flatMap(({ claim }) => (claim.speaker === null ? [] : (entryOf(claim) ?? []))),
  );
  return new Set(
    assertions
      .filter(({ claim }) => claim.speaker !== null || !attributed.has(entryOf(claim) ?? ''))
      .map((assertion) => assertion.origin),
  );
}

/**
 * One claim for each independent origin of a situation's evidence, as `independent` counts them; where a speaker and outlets say it, the
 * speaker's first.
 */
export function witnesses(evidence: readonly Claim[], watch: Watch): readonly Claim[] {
  const attributed = new Set(
    evidence.flatMap((claim) => (claim.speaker === null ? [] : (entryOf(claim) ?? []))),
  );
  const firsts = new Map<string, Claim>();
  for (const claim of evidence.toSorted((a, b) => Number(a.speaker === null) - Number(b.speaker === null))) {
    if (claim.speaker === null && attributed.has(entryOf(claim) ?? '')) continue;
    const origin = originIn(claim, watch);
    if (!firsts.has(origin)) firsts.set(origin, claim);
  }
  return [...firsts.values()];
}

function entryOf({ from }: Claim): string | null {
  return from.kind === 'entry' ? from.entry : null;
}

/** Which of two ends holds; the other stands beside it. */
function stronger(
  tally: Tally,
  inForce: ReadonlyMap<KnownSituation, readonly Assertion[]>,
  a: KnownSituation,
  b: KnownSituation,
): KnownSituation {
  const evidence = { a: inForce.get(a) ?? [], b: inForce.get(b) ?? [] };
  const standing = { a: standingOf(evidence.a), b: standingOf(evidence.b) };
  if (standing.a !== standing.b) return standing.a === 'confirmed' ? a : b;
  const first = { a: firstOf(evidence.a), b: firstOf(evidence.b) };
  // Both reported by one origin each: the second does not take back the first.
  if (standing.a === 'reported') {
    if (first.a.claim.statedAt === first.b.claim.statedAt) return a < b ? a : b;
    return first.a.claim.statedAt < first.b.claim.statedAt ? a : b;
  }
  const [later, earlier] = first.a.at > first.b.at ? [a, b] : [b, a];
  const earlierEvidence = later === a ? evidence.b : evidence.a;
  const isFinal = tally.rules.situations[earlier]?.final === true;
  if (!isFinal || earlierEvidence.every((x) => x.claim.background)) return later;
  // After the final one nothing is to be expected: only what is newer than its last mention, and confirmed by itself, counts.
  const laterEvidence = later === a ? evidence.a : evidence.b;
  return standingOf(statedAfter(laterEvidence, lastStatement(earlierEvidence))) === 'confirmed'
    ? later
    : earlier;
}

/** Whether evidence of a stage that lasts (still held) overrules an end. */
function saysOtherwise(
  still: readonly Assertion[],
  end: readonly Assertion[],
  rules: SituationRules,
): boolean {
  const present = still.filter((assertion) => !assertion.claim.background);
  if (end.every((assertion) => assertion.claim.background && !assertion.authority)) {
    // The end is only looked back on: any newer word of the present is better evidence.
    const begun = Math.max(...end.map((assertion) => endOfDay(assertion)));
    return present.some((assertion) => assertion.at > begun);
  }
  // A false end is found out while it is news, or has nobody else to tell of it. Who is called a hostage months after he came
  // free is looked back on, unless he was taken anew.
  const fresh = end.filter(({ claim }) => !claim.background);
  const settled = lastStatement(fresh.length > 0 ? fresh : end);
  const alone = standingOf(end) === 'reported';
  const contrary = present.filter(
    ({ claim }) =>
      alone || claim.statedAt - settled <= IN_DOUBT || rules.events[claim.event]?.begins === true,
  );
  return standingOf(statedAfter(contrary, lastStatement(end))) === 'confirmed';
}

function statedAfter(assertions: readonly Assertion[], ms: number): readonly Assertion[] {
  return assertions.filter((assertion) => assertion.claim.statedAt > ms && assertion.at > ms - DAY);
}

function lastStatement(assertions: readonly Assertion[]): number {
  return Math.max(...assertions.map((assertion) => assertion.claim.statedAt));
}

/** The first statement that was not a look back, else the first. Only for lists that are not empty. */
export function firstOf(assertions: readonly Assertion[]): Assertion {
  const sorted = [...assertions].sort((a, b) => byStatement(a.claim, b.claim));
  const first = sorted.find((assertion) => !assertion.claim.background) ?? sorted[0];
  if (first === undefined) throw new Error('a situation without evidence was compared');
  return first;
}

/** The last moment that a background fact's date may mean, ms. */
function endOfDay(assertion: Assertion): number {
  const length = { day: 1, week: 7, month: 31 }[assertion.claim.eventAt?.precision ?? 'day'];
  return assertion.at + length * DAY;
}

// ── Small things ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** By time of statement; among equals by id. */
export function byStatement(a: Claim, b: Claim): number {
  return a.statedAt - b.statedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
