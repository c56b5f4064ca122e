import type { Claim, EventDay } from './claim.ts';

/**
 * What the claims add up to for a captive: `unknown`, or the id of a situation in `config/situations` (held, released, dead).
 * A watch's files say which there are, so the compiler cannot: situation-rules.ts is asked what one means.
 */
export type SituationName = string;

/** `reported`: one origin says so. `confirmed`: two independent origins, or one authority stating it as fact. */
export type Standing = 'reported' | 'confirmed';

/** A captive's situation, a pure function of the ledger at a moment. */
export interface Situation {
  readonly situation: SituationName;
  /** Null while the situation is unknown. */
  readonly standing: Standing | null;
  /** What makes it confirmed; null while it is not. `desk`: nothing but an operator's word. */
  readonly confirmedBy: 'origins' | 'authority' | 'desk' | null;
  /** Since when, with its precision; null when nobody said. */
  readonly since: EventDay | null;
  /** How many independent origins say so. */
  readonly origins: number;
  /** The claims it rests on, oldest first. */
  readonly evidence: readonly Claim[];
  readonly lastPromise: Claim | null;
  readonly lastSignOfLife: Claim | null;
  readonly lastTalks: Claim | null;
  /** Claims that say otherwise and were not overruled; shown beside it. */
  readonly contradictions: readonly Claim[];
  /** Ends that were reported and no longer hold: withdrawn, denied, or left alone against what was said since; oldest first. */
  readonly takenBack: readonly EndTakenBack[];
  /** Newest claim that bears on it, ms; older than 30 days: shown as "last known on". Null when there is none. */
  readonly lastEvidenceAt: number | null;
  /** What operators said of his claims, oldest first: `from` says which and who. */
  readonly desk: readonly Claim[];
}

/** A report of an end that no longer counts. */
export interface EndTakenBack {
  readonly claim: Claim;
  /** What took it back: a denial, or an operator's word; null where it was what was said otherwise since. */
  readonly by: Claim | null;
}

/** Reports of ends, by the ids of their entries. */
export interface EndReports {
  /** What they told no longer holds. */
  readonly takenBack: ReadonlySet<string>;
  /** Somebody's situation rests on them. */
  readonly holding: ReadonlySet<string>;
}

/** Of which reports what they told of an end no longer holds, and on which a situation rests. */
export function endReports(situations: readonly Pick<Situation, 'evidence' | 'takenBack'>[]): EndReports {
  const entries = (claims: readonly Claim[]): readonly string[] =>
    claims.flatMap(({ from }) => (from.kind === 'entry' ? [from.entry] : []));
  const holding = new Set(situations.flatMap(({ evidence }) => entries(evidence)));
  const gone = situations.flatMap(({ takenBack }) => entries(takenBack.map(({ claim }) => claim)));
  return { takenBack: new Set(gone.filter((entry) => !holding.has(entry))), holding };
}

/** As which kind of alert a change comes; situations and events name theirs with `told` (config/situations). `correction`: what was told is taken back; `other`: an event with a name of its own, or news of a group. */
export const CHANGE_KINDS = [
  'released',
  'died',
  'sign-of-life',
  'promise',
  'denial',
  'correction',
  'held',
  'other',
] as const;
/** One of {@link CHANGE_KINDS}. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Something in a subject's ledger that is worth telling. */
export interface Change {
  readonly subject: string;
  readonly kind: ChangeKind;
  /** Which change of this kind it is in the subject's ledger, from 1. Makes the alert's id: ARCHITECTURE.md, "The order of writes". */
  readonly ordinal: number;
  /** The claim that brought it about. */
  readonly claim: Claim;
  readonly before: Situation;
  readonly after: Situation;
  /** Of a correction: what was told and is taken back; null for other changes, and where nobody had been told. */
  readonly corrects: TakenBack | null;
}

/** A change that was told, and no longer holds. */
export type TakenBack = Pick<Change, 'kind' | 'ordinal' | 'claim' | 'after'>;

/** More weight for something already told: the standing rose, or another origin says the same. */
export interface Support {
  readonly subject: string;
  /** The change that it supports. */
  readonly kind: ChangeKind;
  readonly ordinal: number;
  readonly claim: Claim;
  readonly after: Situation;
}

/** The day a captive was taken, by the earliest fact that gives one, `YYYY-MM-DD`; null when nobody said. */
export function heldSince(claims: readonly Claim[]): string | null {
  const days = claims
    .filter(
      (claim) =>
        claim.event === 'abducted' &&
        claim.modality === 'fact' &&
        claim.eventAt?.precision === 'day' &&
        !claim.weighed,
    )
    .map((claim) => claim.eventAt?.day ?? '')
    .filter((day) => day !== '')
    .sort();
  return days[0] ?? null;
}
