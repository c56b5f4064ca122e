/** An operator's word about a claim: it is withdrawn, or confirmed. Recorded like a claim, and never taken out again. */
import { DESK } from './claim.ts';
import type { Claim } from './claim.ts';
import { byCaptor, deskWord, isDesk } from './evidence.ts';
import type { Watch } from './evidence.ts';
import { causeId } from './ids.ts';
import type { Person } from './watching.ts';

/** `withdraws`: the claim counts for nothing; `confirms`: what it tells is confirmed. The last word on a claim holds. */
export type Ruling = 'withdraws' | 'confirms';

/** Why a claim is not ruled on; null when it may be. */
export type NotRuled =
  /** No claim of the subject has that id. */
  | 'unknown'
  /** It is an operator's word itself. */
  | 'the-desk-itself'
  /** It has been said already, and nothing since. */
  | 'said-already'
  /** Only a fact can be confirmed: a promise stays one. */
  | 'no-fact'
  /** A captor's word takes an authority or somebody independent. */
  | 'captors-word';

/** What became of it. */
export type Ruled =
  | { readonly done: true; readonly claim: Claim; readonly messages: number }
  | { readonly done: false; readonly because: NotRuled };

/** What commands may do with claims. */
export interface Rulings {
  /**
   * Records the word and tells those who are owed it.
   * @param claim the whole id
   */
  rule(subject: string, claim: string, does: Ruling, by: Person): Promise<Ruled>;
}

/** Short enough to type, long enough to tell a subject's claims apart. */
const SHORT = 6;

/** How a claim is named to operators: the first letters of its id. */
export function shortId(claim: Pick<Claim, 'id'>): string {
  return claim.id.slice(0, SHORT);
}

/** The claims that a typed id may mean: one with the whole id, else those that begin so. */
export function claimsNamed(typed: string, claims: readonly Claim[]): readonly Claim[] {
  const whole = claims.filter((claim) => claim.id === typed);
  if (whole.length > 0 || typed.length < SHORT) return whole;
  const exact = claims.filter(({ id }) => id.startsWith(typed));
  // Phones make capitals of their own.
  const small = typed.toLowerCase();
  return exact.length > 0 ? exact : claims.filter(({ id }) => id.toLowerCase().startsWith(small));
}

/** Whether the desk may say so of a claim among those of its subject. */
export function whyNot(
  claim: Claim | undefined,
  does: Ruling,
  claims: readonly Claim[],
  watch: Watch,
): NotRuled | null {
  if (claim === undefined) return 'unknown';
  if (isDesk(claim)) return 'the-desk-itself';
  const said = deskWord(claims);
  if ((does === 'withdraws' ? said.withdrawn : said.confirmed).has(claim.id)) return 'said-already';
  if (does === 'withdraws') return null;
  if (claim.modality !== 'fact') return 'no-fact';
  return byCaptor(claim, watch) ? 'captors-word' : null;
}

/** The record of it: in the words of the ledger a denial, or the same again; no origin of its own. */
export function rulingOn(claim: Claim, does: Ruling, by: Person, now: number): Claim {
  return {
    ...claim,
    id: causeId('ruling', claim.id, does, String(now)),
    modality: does === 'withdraws' ? 'denial' : claim.modality,
    speaker: null,
    via: null,
    source: DESK,
    quote: null,
    statedAt: now,
    background: false,
    rule: `the desk ${does} ${shortId(claim)}`,
    from: { kind: 'desk', does, claim: claim.id, modality: claim.modality, by, url: null },
    note: null,
    weighed: false,
  };
}
