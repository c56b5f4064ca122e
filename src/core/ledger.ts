/**
 * From dated, attributed claims to where a person stands, and to what of it is worth telling. Pure: the same claims give
 * the same answer. The situation does not depend on the order in which the claims came; which change was the first does.
 */
import type { Claim, EventDay } from './claim.ts';
import { CAPTIVITY } from './situation-rules.ts';
import type { KnownSituation, SituationRules } from './situation-rules.ts';
import type { Change, ChangeKind, Situation, SituationName, Standing, Support } from './situation.ts';
import type { Subject, Watchlist } from './watchlist.ts';

/** What new claims give to tell. */
export interface Tellable {
  readonly changes: readonly Change[];
  readonly supports: readonly Support[];
}

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** The same speaker with the same promise or denial within this time says nothing new, ms. */
const SAME_WORD = 30 * DAY;

/** Another speaker with the same promise within this time adds weight to it (the length of a story), ms. */
const SAME_STORY = 72 * HOUR;

/** A sign of life so soon after the last one that was told is the same one, told again, ms. */
const SAME_SIGN = 7 * DAY;

/** A further source so long after a change is no news about it, ms. */
const SUPPORT_WINDOW = 7 * DAY;

/** What was said longer ago than this is history, whenever we come to read it: it counts, and alerts nobody, ms. */
const OLD_NEWS = 14 * DAY;

/**
 * Where a captive stands at `now`, by the claims about him. Claims of the future are left out; a claim given twice counts once.
 *
 * @param claims those of one subject, in any order.
 * @param now ms
 */
export function situationOf(
  claims: readonly Claim[],
  watch: Pick<Watchlist, 'subjects'>,
  now: number,
  rules: SituationRules = CAPTIVITY,
): Situation {
  const tally = newTally(watch, rules);
  const known = uniqueClaims(claims)
    .filter((claim) => claim.statedAt <= now)
    .sort(byStatement);
  // A group, a body or a place stands nowhere; what was promised and said of it is still shown.
  const stands = known.every((claim) => watch.subjects.get(claim.subject)?.kind === 'captive');
  if (stands) for (const claim of known) gather(tally, claim);
  return describe(tally, evaluate(tally), known);
}

/**
 * What `added` brings to a ledger that holds `before`: changes to tell, and more weight for changes told earlier. Claims
 * that are in `before` already add nothing.
 *
 * @param before in ledger order (as they were appended): the ordinals of changes count along it.
 * @param now ms, when `added` came in.
 */
export function tellable(
  before: readonly Claim[],
  added: readonly Claim[],
  watch: Pick<Watchlist, 'subjects'>,
  now: number,
  rules: SituationRules = CAPTIVITY,
): Tellable {
  const changes: Change[] = [];
  const supports: Support[] = [];
  const known = new Set(before.map((claim) => claim.id));
  for (const subject of new Set(added.map((claim) => claim.subject))) {
    const kind = watch.subjects.get(subject)?.kind;
    if (kind !== 'captive' && kind !== 'group') continue;
    const ledger = uniqueClaims([...before, ...added]).filter(
      (claim) => claim.subject === subject && claim.statedAt <= now,
    );
    const reading: Reading = {
      tally: newTally(watch, rules),
      found: NOTHING_FOUND,
      counts: new Map(),
      told: [],
      past: new Map(),
      group: kind === 'group',
    };
    for (const [i, claim] of ledger.entries()) {
      const telling = read(reading, claim);
      if (telling === null || known.has(claim.id)) continue;
      const after = situationOf(ledger.slice(0, i + 1), watch, now, rules);
      if (telling.as === 'support') {
        supports.push({ subject, kind: telling.kind, ordinal: telling.ordinal, claim, after });
      } else if (now - claim.statedAt <= OLD_NEWS) {
        const before = situationOf(ledger.slice(0, i), watch, now, rules);
        changes.push({ subject, kind: telling.kind, ordinal: telling.ordinal, claim, before, after });
      }
    }
  }
  return { changes, supports };
}

// ── What each claim is evidence for ──────────────────────────────────────────────────────────────────────────────────

/** A fact that shows a situation, with whose word it is. */
interface Assertion {
  readonly claim: Claim;
  readonly origin: string;
  readonly authority: boolean;
  readonly captor: boolean;
  /** When the situation is said to have begun, ms; for `held`, when it is said to last. */
  readonly at: number;
}

/** A word that a situation is not so. */
interface Denial {
  readonly claim: Claim;
  readonly origin: string;
  readonly authority: boolean;
}

interface Tally {
  readonly watch: Pick<Watchlist, 'subjects'>;
  readonly rules: SituationRules;
  readonly asserted: Map<KnownSituation, Assertion[]>;
  readonly denied: Map<KnownSituation, Denial[]>;
  /** Facts that do not count for the situation they speak of (a captor's claim of a death). */
  readonly uncounted: Assertion[];
}

/** What the claims come to. */
interface Found {
  readonly situation: SituationName;
  readonly standing: Standing | null;
  /** What is in force for it. */
  readonly evidence: readonly Assertion[];
  /** What is in force for something else. */
  readonly others: readonly (readonly [KnownSituation, readonly Assertion[]])[];
}

const NOTHING_FOUND: Found = { situation: 'unknown', standing: null, evidence: [], others: [] };

function newTally(watch: Pick<Watchlist, 'subjects'>, rules: SituationRules): Tally {
  return { watch, rules, asserted: new Map(), denied: new Map(), uncounted: [] };
}

/** Puts a claim where it counts. @returns the situation whose evidence changed, or null. */
function gather(tally: Tally, claim: Claim): KnownSituation | null {
  const shows = tally.rules.events[claim.event].shows;
  if (shows === null) return null;
  const origin = originIn(claim, tally.watch);
  const authority = speaksForSubject(claim, tally.watch);
  if (claim.modality === 'denial') {
    push(tally.denied, shows, { claim, origin, authority });
    return tally.asserted.has(shows) ? shows : null;
  }
  if (claim.modality !== 'fact' || lyingAhead(claim)) return null;
  const captor = byCaptor(claim, tally.watch);
  const rule = tally.rules.situations[shows];
  const at = rule.end || claim.background || claim.event === 'abducted' ? startOf(claim) : claim.statedAt;
  const assertion = { claim, origin, authority, captor, at };
  if (captor && rule.captors === 'never') {
    tally.uncounted.push(assertion);
    return null;
  }
  push(tally.asserted, shows, assertion);
  return shows;
}

/** One voice, one origin: what the watchlist puts under one voice is folded here, whoever wrote the claim. */
function originIn(claim: Claim, watch: Pick<Watchlist, 'subjects'>): string {
  return watch.subjects.get(claim.origin)?.voice ?? claim.origin;
}

function speakerOf(claim: Claim, watch: Pick<Watchlist, 'subjects'>): Subject | null {
  return (claim.speaker === null ? undefined : watch.subjects.get(claim.speaker)) ?? null;
}

/** Whether it is the word of one who answers for the captive: his family, his government, who took him over. */
function speaksForSubject(claim: Claim, watch: Pick<Watchlist, 'subjects'>): boolean {
  const speaker = speakerOf(claim, watch);
  return (
    speaker !== null &&
    (speaker.role === 'authority' || speaker.role === 'family') &&
    (speaker.authorityFor.includes(claim.subject) || speaker.authorityFor.includes('*'))
  );
}

function byCaptor(claim: Claim, watch: Pick<Watchlist, 'subjects'>): boolean {
  return speakerOf(claim, watch)?.role === 'captor' || watch.subjects.get(claim.origin)?.role === 'captor';
}

/** A "fact" of the future is none: somebody misread a plan. A day's grace for time zones. */
function lyingAhead(claim: Claim): boolean {
  return claim.eventAt !== null && dayStart(claim.eventAt.day) > claim.statedAt + DAY;
}

function startOf(claim: Claim): number {
  return claim.eventAt === null ? claim.statedAt : Math.min(dayStart(claim.eventAt.day), claim.statedAt);
}

// ── What they come to ────────────────────────────────────────────────────────────────────────────────────────────────

/** Weighs everything gathered. The rules: ARCHITECTURE.md, "Situation". */
function evaluate(tally: Tally): Found {
  const inForce = new Map<KnownSituation, readonly Assertion[]>();
  for (const [situation, asserted] of tally.asserted) {
    const left = notTakenBack(asserted, tally.denied.get(situation) ?? []);
    if (left.length > 0) inForce.set(situation, left);
  }
  const standingIn = (situation: KnownSituation): Standing | null => standingOf(inForce.get(situation) ?? []);
  const ends = [...inForce.keys()].filter(
    (situation) => tally.rules.situations[situation].end && standingIn(situation) !== null,
  );
  const base = [...inForce.keys()].find((situation) => !tally.rules.situations[situation].end);
  let chosen = ends.reduce<KnownSituation | null>(
    (best, end) => (best === null ? end : stronger(tally, inForce, best, end)),
    null,
  );
  if (base !== undefined) {
    const still = inForce.get(base) ?? [];
    if (chosen === null) chosen = standingIn(base) === null ? null : base;
    else if (saysOtherwise(still, inForce.get(chosen) ?? [])) chosen = base;
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
    left = left.filter((assertion) => !denial.authority && assertion.origin !== denial.origin);
  }
  return [...left, ...sorted.slice(next)];
}

/**
 * Confirmed by an authority or by two origins, captors not counted. One origin reports, unless it only looks back: a
 * background fact needs a second outlet to count.
 */
function standingOf(assertions: readonly Assertion[]): Standing | null {
  const free = new Set(assertions.filter((a) => !a.captor).map((a) => a.origin));
  if (free.size >= 2 || assertions.some((a) => a.authority)) return 'confirmed';
  return assertions.some((a) => !a.claim.background) ? 'reported' : null;
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
  if (!tally.rules.situations[earlier].final || earlierEvidence.every((x) => x.claim.background))
    return later;
  // After the final one nothing is to be expected: only what is newer than its last mention, and confirmed by itself, counts.
  const laterEvidence = later === a ? evidence.a : evidence.b;
  return standingOf(statedAfter(laterEvidence, lastStatement(earlierEvidence))) === 'confirmed'
    ? later
    : earlier;
}

/** Whether evidence that a captive is still held overrules an end. */
function saysOtherwise(still: readonly Assertion[], end: readonly Assertion[]): boolean {
  const present = still.filter((assertion) => !assertion.claim.background);
  if (end.every((assertion) => assertion.claim.background && !assertion.authority)) {
    // The end is only looked back on: any newer word of the present is better evidence.
    const begun = Math.max(...end.map((assertion) => endOfDay(assertion)));
    return present.some((assertion) => assertion.at > begun);
  }
  return standingOf(statedAfter(present, lastStatement(end))) === 'confirmed';
}

function statedAfter(assertions: readonly Assertion[], ms: number): readonly Assertion[] {
  return assertions.filter((assertion) => assertion.claim.statedAt > ms && assertion.at > ms - DAY);
}

function lastStatement(assertions: readonly Assertion[]): number {
  return Math.max(...assertions.map((assertion) => assertion.claim.statedAt));
}

/** The first statement that was not a look back, else the first. Only for lists that are not empty. */
function firstOf(assertions: readonly Assertion[]): Assertion {
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

// ── How it is described ──────────────────────────────────────────────────────────────────────────────────────────────

function describe(tally: Tally, found: Found, claims: readonly Claim[]): Situation {
  const evidence = found.evidence.map((assertion) => assertion.claim);
  const since = sinceOf(found);
  return {
    situation: found.situation,
    standing: found.standing,
    since,
    origins: new Set(found.evidence.map((assertion) => assertion.origin)).size,
    evidence,
    lastPromise: newest(claims, (claim) => claim.modality === 'promise' && !claim.background),
    lastSignOfLife: newest(claims, (claim) => claim.event === 'sign-of-life' && claim.modality === 'fact'),
    lastTalks: newest(
      claims,
      (claim) =>
        (claim.event === 'talks' && claim.modality === 'fact') ||
        (claim.modality === 'negotiation' && !claim.background),
    ),
    contradictions: contradictionsOf(tally, found, since),
    lastEvidenceAt: claims.findLast((claim) => bears(claim, found, tally.rules))?.statedAt ?? null,
  };
}

/** Whether a claim, when it was said, said something of how he stands: a look back only where it tells of the end he came to. */
function bears(claim: Claim, found: Found, rules: SituationRules): boolean {
  if (claim.modality === 'hypothetical') return false;
  if (!claim.background) return true;
  const { shows } = rules.events[claim.event];
  return (
    claim.modality === 'fact' && shows === found.situation && shows !== null && rules.situations[shows].end
  );
}

function newest(claims: readonly Claim[], wanted: (claim: Claim) => boolean): Claim | null {
  let best: Claim | null = null;
  for (const claim of claims) {
    if (wanted(claim) && (best === null || momentOf(claim) >= momentOf(best))) best = claim;
  }
  return best;
}

/** When a look back's event was; otherwise when it was said. */
function momentOf(claim: Claim): number {
  return claim.background ? startOf(claim) : claim.statedAt;
}

/**
 * The day it began, by what is said of it: a named day before a statement without one (its own day) before a week before a
 * month; among those the one an authority names, then the one most origins name, then the one named first.
 */
function sinceOf(found: Found): EventDay | null {
  if (found.situation === 'unknown') return null;
  const begun =
    found.situation === 'held'
      ? found.evidence.filter((assertion) => assertion.claim.event === 'abducted')
      : found.evidence;
  interface Vote {
    readonly day: EventDay;
    readonly rank: number;
    readonly origins: Set<string>;
    authority: boolean;
    readonly first: number;
  }
  const votes = new Map<string, Vote>();
  for (const { claim, origin, authority } of begun) {
    const day = claim.eventAt ?? statementDay(claim);
    if (day === null) continue;
    const rank = claim.eventAt === null ? 1 : { day: 0, week: 2, month: 3 }[day.precision];
    const key = `${String(rank)} ${day.day}`;
    const vote = votes.get(key) ?? { day, rank, origins: new Set(), authority: false, first: claim.statedAt };
    vote.origins.add(origin);
    vote.authority ||= authority;
    votes.set(key, vote);
  }
  const best = [...votes.values()].sort(
    (a, b) =>
      a.rank - b.rank ||
      Number(b.authority) - Number(a.authority) ||
      b.origins.size - a.origins.size ||
      a.first - b.first ||
      (a.day.day < b.day.day ? -1 : 1),
  )[0];
  return best?.day ?? null;
}

/** News of the day without a date means the day it was printed; a look back without one means nothing. */
function statementDay(claim: Claim): EventDay | null {
  return claim.background ? null : { day: isoDay(claim.statedAt), precision: 'day' };
}

/** What says otherwise and was not overruled: another end, a later word of the present, another date, a denial. One an origin. */
function contradictionsOf(tally: Tally, found: Found, since: EventDay | null): readonly Claim[] {
  const beside: Assertion[] = [];
  const from = found.evidence.length === 0 ? 0 : firstOf(found.evidence).claim.statedAt;
  for (const [situation, assertions] of found.others) {
    const isEnd = tally.rules.situations[situation].end;
    beside.push(...assertions.filter((a) => isEnd || (!a.claim.background && a.claim.statedAt > from)));
  }
  beside.push(...tally.uncounted.filter(() => found.situation !== 'dead'));
  if (since?.precision === 'day' && found.situation !== 'held') {
    beside.push(
      ...found.evidence.filter(
        ({ claim }) => claim.eventAt?.precision === 'day' && claim.eventAt.day !== since.day,
      ),
    );
  }
  const denials =
    found.situation === 'unknown' || found.evidence.length === 0
      ? []
      : (tally.denied.get(found.situation) ?? []).filter((denial) => denial.claim.statedAt > from);
  const seen = new Set<string>();
  return [...beside, ...denials]
    .sort((a, b) => byStatement(a.claim, b.claim))
    .filter(({ claim, origin }) => {
      const key = `${origin} ${claim.event} ${claim.modality} ${claim.eventAt?.day ?? ''}`;
      return seen.size < seen.add(key).size;
    })
    .map(({ claim }) => claim);
}

// ── What is worth telling ────────────────────────────────────────────────────────────────────────────────────────────

/** A ledger read claim by claim, in ledger order. */
interface Reading {
  readonly tally: Tally;
  found: Found;
  readonly counts: Map<ChangeKind, number>;
  readonly told: Telling[];
  /** By event and modality. */
  readonly past: Map<string, Claim[]>;
  readonly group: boolean;
}

/** A change that was told, or would have been. */
interface Telling {
  readonly kind: ChangeKind;
  readonly ordinal: number;
  readonly claim: Claim;
  /** The situation that it brought, for changes of situation. */
  readonly into: SituationName | null;
  /** Outlets and origins that have told it. */
  readonly voices: Set<string>;
}

type Told = { readonly as: 'change' | 'support'; readonly kind: ChangeKind; readonly ordinal: number };

/** Takes the next claim in; what it is worth telling, or null. */
function read(reading: Reading, claim: Claim): Told | null {
  const before = reading.found;
  const touched = gather(reading.tally, claim);
  // More of the same for what is confirmed cannot change what it comes to, and most claims are that.
  const same = touched === before.situation && before.standing === 'confirmed' && claim.modality === 'fact';
  if (touched !== null && !same) reading.found = evaluate(reading.tally);
  const told = reading.group ? readGroup(reading, claim) : readCaptive(reading, claim, before);
  push(reading.past, kindOfClaim(claim.event, claim.modality), claim);
  return told;
}

function readCaptive(reading: Reading, claim: Claim, before: Found): Told | null {
  const after = reading.found;
  const { rules, watch } = reading.tally;
  const mayAlert = claim.from.kind === 'entry' && !claim.background;
  if (after.situation !== before.situation) {
    if (!mayAlert) return null;
    const kind = kindOfMove(before.situation, after.situation, claim, rules);
    return kind === null ? null : change(reading, kind, claim, after.situation);
  }
  const { shows, told: own } = rules.events[claim.event];
  if (claim.modality === 'fact') {
    if (shows !== null && byCaptor(claim, watch) && rules.situations[shows].captors === 'never') {
      return mayAlert && after.situation !== shows ? captorsClaim(reading, claim) : null;
    }
    if (own !== null) return mayAlert ? sign(reading, own, claim, after) : null;
    if (shows === after.situation) return moreWeight(reading, claim, before, after);
    return null;
  }
  if (!mayAlert) return null;
  if (claim.modality === 'promise') return promise(reading, claim, after);
  if (claim.modality === 'denial') return denial(reading, claim, before, after);
  return null;
}

function kindOfMove(
  before: SituationName,
  after: SituationName,
  claim: Claim,
  rules: SituationRules,
): ChangeKind | null {
  const wasEnd = before !== 'unknown' && rules.situations[before].end;
  if (after === 'unknown' || !rules.situations[after].end) {
    if (wasEnd) return 'correction';
    return after === 'unknown' ? null : (rules.events[claim.event].told ?? rules.situations[after].told);
  }
  return rules.situations[after].told;
}

/** A further origin, or a rise to confirmed, for the change that brought the present situation. */
function moreWeight(reading: Reading, claim: Claim, before: Found, after: Found): Told | null {
  const telling = reading.told.findLast((past) => past.into !== null);
  if (telling === undefined || telling.into !== after.situation || claim.from.kind !== 'entry') return null;
  if (
    after.situation === 'unknown' ||
    telling.kind !== reading.tally.rules.situations[after.situation].told
  ) {
    return null;
  }
  const rose = before.standing !== after.standing;
  if (!rose && claim.background) return null;
  return rose || claim.statedAt - telling.claim.statedAt <= SUPPORT_WINDOW
    ? support(reading, telling, claim, rose)
    : null;
}

/** A sign of life is news while somebody is waited for, and once for each sign. */
function sign(reading: Reading, kind: ChangeKind, claim: Claim, after: Found): Told | null {
  const ended =
    after.situation !== 'unknown' && reading.tally.rules.situations[after.situation].end
      ? after.standing
      : null;
  if (ended === 'confirmed' || (ended === 'reported' && after.situation === 'released')) return null;
  const telling = reading.told.findLast((past) => past.claim.event === claim.event);
  if (telling !== undefined && Math.abs(signedAt(claim) - signedAt(telling.claim)) < SAME_SIGN) {
    return support(reading, telling, claim, false);
  }
  const seeded = pastOf(reading, claim.event, 'fact').some(
    (past) => Math.abs(signedAt(claim) - signedAt(past)) < SAME_SIGN,
  );
  return seeded ? null : change(reading, kind, claim, null);
}

function signedAt(claim: Claim): number {
  return claim.eventAt?.precision === 'day' ? dayStart(claim.eventAt.day) : claim.statedAt;
}

/** A captor says that somebody is dead: told as what it is, a claim, and once. */
function captorsClaim(reading: Reading, claim: Claim): Told | null {
  const telling = reading.told.findLast((past) => past.kind === 'other' && past.claim.event === claim.event);
  if (telling !== undefined && claim.statedAt - telling.claim.statedAt <= SAME_WORD) {
    return support(reading, telling, claim, false);
  }
  return saidBefore(reading, claim) ? null : change(reading, 'other', claim, null);
}

/** A promise is news where somebody answers for it, and when it is not the same again. */
function promise(reading: Reading, claim: Claim, after: Found): Told | null {
  if (claim.speaker === null) return null;
  const { shows } = reading.tally.rules.events[claim.event];
  if (shows === null || !reading.tally.rules.situations[shows].end) return null;
  if (after.situation === shows || after.situation === 'released') return null;
  const telling = reading.told.findLast(
    (past) =>
      past.kind === 'promise' && past.claim.event === claim.event && within(past.claim, claim, SAME_STORY),
  );
  const told = telling !== undefined && firmness(claim) <= firmness(telling.claim);
  if (told) return support(reading, telling, claim, false);
  return saidBefore(reading, claim) ? null : change(reading, 'promise', claim, null);
}

/** A denial is news where it meets something that was reported or promised. */
function denial(reading: Reading, claim: Claim, before: Found, after: Found): Told | null {
  const { shows } = reading.tally.rules.events[claim.event];
  if (shows === null || saidBefore(reading, claim)) return null;
  const contested =
    before.situation === shows &&
    after.situation === shows &&
    (claim.speaker !== null || (before.standing === 'reported' && reading.tally.rules.situations[shows].end));
  const promised = pastOf(reading, claim.event, 'promise').some(
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

/** What is said of people without names: told as `other`, once for each event and modality within a story's length. */
function readGroup(reading: Reading, claim: Claim): Told | null {
  if (claim.background || claim.from.kind !== 'entry') return null;
  const { shows, told } = reading.tally.rules.events[claim.event];
  const end = shows !== null && reading.tally.rules.situations[shows].end;
  const speaks =
    claim.speaker !== null && (claim.modality === 'promise' || claim.modality === 'denial') && end;
  if (!speaks && !(claim.modality === 'fact' && (end || told !== null))) return null;
  const telling = reading.told.findLast(
    (past) =>
      past.claim.event === claim.event &&
      past.claim.modality === claim.modality &&
      within(past.claim, claim, SAME_STORY),
  );
  if (telling !== undefined) return support(reading, telling, claim, false);
  return claim.modality !== 'fact' && saidBefore(reading, claim)
    ? null
    : change(reading, 'other', claim, null);
}

/** The same word of the same speaker in the last 30 days, no less firm. */
function saidBefore(reading: Reading, claim: Claim): boolean {
  return pastOf(reading, claim.event, claim.modality).some(
    (past) =>
      past.speaker === claim.speaker && within(past, claim, SAME_WORD) && firmness(past) >= firmness(claim),
  );
}

function pastOf(reading: Reading, event: Claim['event'], modality: Claim['modality']): readonly Claim[] {
  return reading.past.get(kindOfClaim(event, modality)) ?? [];
}

function kindOfClaim(event: Claim['event'], modality: Claim['modality']): string {
  return `${event} ${modality}`;
}

/** A named day binds more than a week, a week more than a month, a month more than "soon". */
function firmness(claim: Claim): number {
  return claim.eventAt === null ? 0 : { month: 1, week: 2, day: 3 }[claim.eventAt.precision];
}

function within(a: Claim, b: Claim, ms: number): boolean {
  return Math.abs(a.statedAt - b.statedAt) <= ms;
}

function change(reading: Reading, kind: ChangeKind, claim: Claim, into: SituationName | null): Told {
  const ordinal = (reading.counts.get(kind) ?? 0) + 1;
  reading.counts.set(kind, ordinal);
  const voices = new Set([claim.source, originIn(claim, reading.tally.watch)]);
  reading.told.push({ kind, ordinal, claim, into, voices });
  return { as: 'change', kind, ordinal };
}

/** Only a source or an origin that has not told it yet adds anything. */
function support(reading: Reading, telling: Telling, claim: Claim, rose: boolean): Told | null {
  const { voices } = telling;
  const before = voices.size;
  voices.add(claim.source).add(originIn(claim, reading.tally.watch));
  return rose || voices.size > before
    ? { as: 'support', kind: telling.kind, ordinal: telling.ordinal }
    : null;
}

// ── Small things ─────────────────────────────────────────────────────────────────────────────────────────────────────

function byStatement(a: Claim, b: Claim): number {
  return a.statedAt - b.statedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The first of each id, in the order given. */
function uniqueClaims(claims: readonly Claim[]): Claim[] {
  const seen = new Set<string>();
  return claims.filter((claim) => seen.size < seen.add(claim.id).size);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function dayStart(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
