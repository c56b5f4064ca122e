/**
 * From dated, attributed claims to where a person stands, and to what of it is worth telling. Pure: the same claims give
 * the same answer. The situation does not depend on the order in which the claims came; which change was the first does.
 */
import { describe } from './account.ts';
import type { Claim } from './claim.ts';
import { byStatement, deskWord, evaluate, gather, newTally } from './evidence.ts';
import type { Watch } from './evidence.ts';
import { newReading, read } from './newsworthy.ts';
import { DAY } from './spans.ts';
import type { Telling } from './telling.ts';
import { heldSince } from './situation.ts';
import type { Change, Situation, Support, TakenBack } from './situation.ts';
import type { ChangeName } from './together.ts';

/** What new claims give to tell. */
export interface Tellable {
  readonly changes: readonly Change[];
  readonly supports: readonly Support[];
}

/** What was said longer ago than this is history, whenever we come to read it: it counts, and alerts nobody, ms. */
const OLD_NEWS = 14 * DAY;

/**
 * The claims that count. What was read by weight counts for nothing, unless an operator confirmed it: then from that word on, as if
 * it stood directly before it.
 *
 * @param claims in ledger order
 */
export function counted(claims: readonly Claim[]): readonly Claim[] {
  if (!claims.some((claim) => claim.weighed)) return claims;
  const likely = new Map(claims.flatMap((claim) => (claim.weighed ? [[claim.id, claim] as const] : [])));
  const confirmed = new Set<string>();
  return claims.flatMap((claim) => {
    if (claim.weighed) return [];
    const meant = claim.from.kind === 'desk' ? likely.get(claim.from.claim) : undefined;
    if (meant === undefined) return [claim];
    if (claim.from.kind === 'desk' && claim.from.does === 'withdraws' && !confirmed.has(meant.id)) return [];
    const isFirst = !confirmed.has(meant.id);
    confirmed.add(meant.id);
    return isFirst ? [{ ...meant, weighed: false }, claim] : [claim];
  });
}

/**
 * Where a captive stands at `now`, by the claims about him. Claims of the future are left out; a claim given twice counts once.
 *
 * @param claims those of one subject, in any order.
 * @param now ms
 * @param dossiersUntil until when what the dossiers say counts, ms; until `now`, unless given
 */
export function situationOf(
  claims: readonly Claim[],
  watch: Watch,
  now: number,
  dossiersUntil = now,
): Situation {
  const known = uniqueClaims(counted(claims))
    .filter(({ from, statedAt }) => statedAt <= (from.kind === 'dossier' ? dossiersUntil : now))
    .sort(byStatement);
  const tally = newTally(watch, deskWord(known));
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
 * @param named what is said of captives by name, for a group: the same said without names is not told again.
 */
export function tellable(
  before: readonly Claim[],
  added: readonly Claim[],
  watch: Watch,
  now: number,
  named: readonly Claim[] = [],
): Tellable {
  const changes: Change[] = [];
  const supports: Support[] = [];
  const known = new Set(counted(before).map((claim) => claim.id));
  for (const subject of new Set(added.map((claim) => claim.subject))) {
    const kind = watch.subjects.get(subject)?.kind;
    if (kind !== 'captive' && kind !== 'group') continue;
    const ledger = uniqueClaims(counted([...before, ...added])).filter(
      (claim) => claim.subject === subject && claim.statedAt <= now,
    );
    const reading = newReading(watch, kind === 'group', counted(named));
    for (const [i, claim] of ledger.entries()) {
      const telling = read(reading, claim);
      if (telling === null || known.has(claim.id)) continue;
      const after = situationOf(ledger.slice(0, i + 1), watch, now);
      if (telling.as === 'support') {
        supports.push({ subject, kind: telling.kind, ordinal: telling.ordinal, claim, after });
      } else if (now - claim.statedAt <= OLD_NEWS) {
        const before = situationOf(ledger.slice(0, i), watch, now);
        const { kind, ordinal } = telling;
        const corrects = takenBack(telling.corrects, ledger, watch, now);
        changes.push({ subject, kind, ordinal, claim, before, after, corrects });
      }
    }
  }
  return { changes, supports };
}

/** A change as its message has it. */
export interface Told extends Pick<Change, 'subject' | 'kind' | 'claim' | 'after'> {
  /** When what took it back was said, ms; null while it holds. */
  readonly takenBackAt: number | null;
  /** Since when the subject is held, `YYYY-MM-DD`; null when unknown. */
  readonly heldSince: string | null;
  /** Of a correction: what it takes back, where that was told. */
  readonly corrects?: TakenBack | null;
}

/** A change that was told, as the whole ledger has it. */
export interface Retold extends Told {
  /** The claim that brought it. */
  readonly brought: Claim;
  /** It was told anew since: an end that was taken back had overtaken it. */
  readonly isToldAnew: boolean;
}

/**
 * A change that was told earlier, with what has joined it since and the claim that brought it; null where the ledger has no
 * such change.
 * @param claims the captive's, in ledger order
 * @param now ms
 */
export function asTold(
  claims: readonly Claim[],
  { subject, kind, ordinal }: ChangeName,
  watch: Watch,
  now: number,
): Retold | null {
  const ledger = uniqueClaims(counted(claims)).filter((claim) => claim.statedAt <= now);
  const reading = newReading(watch, false, []);
  let brought: Claim | null = null;
  let told: { readonly claim: Claim; readonly until: number } | null = null;
  let takenBackAt: number | null = null;
  let isToldAnew = false;
  let corrected: TakenBack | null = null;
  for (const [i, claim] of ledger.entries()) {
    const telling = read(reading, claim);
    if (telling === null) continue;
    if (telling.kind === kind && telling.ordinal === ordinal) {
      brought ??= claim;
      corrected ??= takenBack(telling.corrects, ledger, watch, now);
      told = { claim, until: i + 1 };
    } else if (telling.as === 'change' && telling.kind === kind && brought?.event === claim.event) {
      isToldAnew ||= reading.overtaken.has(brought);
    }
    const { corrects } = telling;
    if (corrects?.kind === kind && corrects.ordinal === ordinal) takenBackAt = claim.statedAt;
  }
  if (brought === null || told === null) return null;
  const after = situationOf(ledger.slice(0, told.until), watch, now);
  const since = heldSince(claims);
  return {
    subject,
    kind,
    claim: told.claim,
    after,
    takenBackAt,
    heldSince: since,
    corrects: corrected,
    brought,
    isToldAnew,
  };
}

/** A change that was told, with how things stood when it was. */
function takenBack(
  telling: Telling | null,
  ledger: readonly Claim[],
  watch: Watch,
  now: number,
): TakenBack | null {
  if (telling === null) return null;
  const { kind, ordinal, claim } = telling;
  const until = ledger.findIndex((one) => one.id === claim.id) + 1;
  return { kind, ordinal, claim, after: situationOf(ledger.slice(0, until), watch, now) };
}

/** The first of each id, in the order given. */
function uniqueClaims(claims: readonly Claim[]): Claim[] {
  const seen = new Set<string>();
  return claims.filter((claim) => seen.size < seen.add(claim.id).size);
}
