/** How what the claims come to is described: since when, by whom, what was promised last, what says otherwise. */
import type { Claim, EventDay } from './claim.ts';
import { byStatement, firstOf, independent, isDesk, startOf } from './evidence.ts';
import type { Assertion, Found, Tally } from './evidence.ts';
import { namesOtherDay, sinceOf } from './since.ts';
import { endsMatter } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import type { EndTakenBack, Situation } from './situation.ts';

/**
 * The situation as people are told of it.
 * @param claims all of the subject, oldest statement first
 */
export function describe(tally: Tally, found: Found, claims: readonly Claim[]): Situation {
  const { rules, desk } = tally;
  const standing = claims.filter((claim) => !isDesk(claim) && !desk.withdrawn.has(claim.id));
  const isSign = (claim: Claim): boolean => rules.events[claim.event]?.told === 'sign-of-life';
  const isTalk = (claim: Claim): boolean => rules.events[claim.event]?.talks === true;
  const evidence = found.evidence.map((assertion) => assertion.claim);
  const since = sinceOf(found, rules);
  return {
    situation: found.situation,
    standing: found.standing,
    confirmedBy: confirmedBy(found),
    since,
    origins: independent(found.evidence).size,
    evidence,
    lastPromise: newest(standing, (claim) => claim.modality === 'promise' && !claim.background),
    lastSignOfLife: newest(standing, (claim) => isSign(claim) && claim.modality === 'fact'),
    lastTalks: newest(
      standing,
      (claim) =>
        (isTalk(claim) && claim.modality === 'fact') ||
        (claim.modality === 'negotiation' && !claim.background),
    ),
    contradictions: contradictionsOf(tally, found, since),
    takenBack: takenBackOf(tally, found, claims),
    lastEvidenceAt: standing.findLast((claim) => bears(claim, found, rules))?.statedAt ?? null,
    desk: claims.filter(isDesk),
  };
}

/** What makes it confirmed; the desk's word only where nothing else does. */
function confirmedBy({ standing, evidence }: Found): Situation['confirmedBy'] {
  if (standing !== 'confirmed') return null;
  if (
    independent(
      evidence.filter((a) => !a.captor),
      evidence,
    ).size >= 2
  )
    return 'origins';
  return evidence.some((a) => a.authority) ? 'authority' : 'desk';
}

/** Whether a claim, when it was said, said something of how he stands: a look back only where it tells of the end he came to. */
function bears(claim: Claim, found: Found, rules: SituationRules): boolean {
  if (claim.modality === 'hypothetical') return false;
  if (!claim.background) return true;
  const shows = rules.events[claim.event]?.shows;
  return claim.modality === 'fact' && shows === found.situation && endsMatter(rules, found.situation);
}

/** Facts of ends that are in force for nothing. Their denials: the first that came after them. */
function takenBackOf(
  { rules, desk, denied, asserted, uncounted }: Tally,
  found: Found,
  claims: readonly Claim[],
): readonly EndTakenBack[] {
  if (asserted.size + desk.withdrawn.size === 0) return [];
  const inForce = new Set(
    [...found.evidence, ...found.others.flatMap(([, assertions]) => assertions), ...uncounted].map(
      ({ claim }) => claim.id,
    ),
  );
  const entry = ({ from }: Claim): string | null => (from.kind === 'entry' ? from.entry : null);
  // What captors say, and what an outlet has from them, has never counted: nothing takes it back.
  const fromCaptors = new Set(uncounted.map(({ claim }) => entry(claim)));
  return claims.flatMap((claim) => {
    const shows = rules.events[claim.event]?.shows ?? null;
    if (entry(claim) !== null && fromCaptors.has(entry(claim)) && !desk.withdrawn.has(claim.id)) return [];
    const isEnd = shows !== null && endsMatter(rules, shows) && claim.modality === 'fact' && !isDesk(claim);
    if (!isEnd || inForce.has(claim.id) || claim.from.kind === 'dossier') return [];
    const counted = asserted.get(shows)?.some((one) => one.claim.id === claim.id) === true;
    if (!counted && !desk.withdrawn.has(claim.id)) return [];
    const isOnThis = ({ from }: Claim): boolean => from.kind === 'desk' && from.claim === claim.id;
    const by = desk.withdrawn.has(claim.id)
      ? claims.findLast(isOnThis)
      : denied.get(shows)?.find((denial) => denial.claim.statedAt >= claim.statedAt)?.claim;
    return [{ claim, by: by ?? null }];
  });
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

/** What says otherwise and was not overruled: another end, a later word of the present, another date, a denial. One an origin. */
function contradictionsOf(tally: Tally, found: Found, since: EventDay | null): readonly Claim[] {
  const beside: Assertion[] = [];
  const from = found.evidence.length === 0 ? 0 : firstOf(found.evidence).claim.statedAt;
  for (const [situation, assertions] of found.others) {
    const isEnd = endsMatter(tally.rules, situation);
    beside.push(...assertions.filter((a) => isEnd || (!a.claim.background && a.claim.statedAt > from)));
  }
  beside.push(
    ...tally.uncounted.filter(({ claim }) => tally.rules.events[claim.event]?.shows !== found.situation),
  );
  if (since?.precision === 'day' && endsMatter(tally.rules, found.situation)) {
    beside.push(...found.evidence.filter(({ claim }) => namesOtherDay(claim, since, found, tally.rules)));
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
