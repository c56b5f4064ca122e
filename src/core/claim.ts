/** Who said what of whom. Claims are append-only; what they add up to is the situation (situation.ts). */

export const EVENTS = [
  'abducted',
  'held',
  'sign-of-life',
  'wounded',
  'talks',
  'released',
  'transferred',
  'died',
  'body-returned',
] as const;
export type ClaimEvent = (typeof EVENTS)[number];

export const MODALITIES = ['fact', 'promise', 'negotiation', 'denial', 'hypothetical'] as const;
export type Modality = (typeof MODALITIES)[number];

/** A day as the calendar has it, `YYYY-MM-DD`; for a week or month its first day. */
export interface EventDay {
  readonly day: string;
  readonly precision: 'day' | 'week' | 'month';
}

export interface Claim {
  /** From its causes: entry or dossier + subject + event + modality. */
  readonly id: string;
  readonly subject: string;
  readonly event: ClaimEvent;
  readonly modality: Modality;
  /** Subject id, or the name as printed; null: the outlet itself. */
  readonly speaker: string | null;
  /** The agency quoted: a source id or the name as printed; null when none is named. */
  readonly via: string | null;
  /** Source id of the publisher; `dossier:ID` for a dossier whose publisher is unknown, or that is none's. */
  readonly source: string;
  /** Who it really comes from, copies and one state's media folded together. Two claims of one origin count once. */
  readonly origin: string;
  /** The sentence as printed, at most 300 characters; null where it must not be shown. For a dossier's claim our own words for it. */
  readonly quote: string | null;
  /** When it was said, ms. */
  readonly statedAt: number;
  /** When it is said to have happened; null when not said. */
  readonly eventAt: EventDay | null;
  /** Told more than a week after the event: never alerts. */
  readonly background: boolean;
  /** Which rule read it, for `/why`. */
  readonly rule: string;
  /** Where it was read. */
  readonly from:
    | { readonly kind: 'entry'; readonly entry: string; readonly url: string | null }
    | { readonly kind: 'dossier'; readonly dossier: string; readonly url: string | null };
  /** The conflict note of a dossier ("another report says 24 November"), or null. */
  readonly note: string | null;
}
