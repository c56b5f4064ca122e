/** Who said what of whom. Claims are append-only; what they add up to is the situation (situation.ts). */

import type { Platform } from './subscription.ts';

/** The id of an event in `config/situations`: what can happen is the watch's own data, checked where files are read. */
export type ClaimEvent = string;

/** As what something is told. `hypothetical`: asked, or under a condition. Only a fact moves a situation. */
export const MODALITIES = ['fact', 'promise', 'negotiation', 'denial', 'hypothetical'] as const;
/** One of {@link MODALITIES}. */
export type Modality = (typeof MODALITIES)[number];

/** A day as the calendar has it, `YYYY-MM-DD`; for a week or month its first day. */
export interface EventDay {
  readonly day: string;
  readonly precision: 'day' | 'week' | 'month';
}

/** The source of an operator's word about a claim. */
export const DESK = 'desk';

/** One statement about one subject, as a ledger keeps it. Never changed: what is wrong is withdrawn by a claim of the desk. */
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
  /** Source id of the publisher; `dossier:ID` for a dossier whose publisher is unknown, or that is none's; `desk` for an operator. */
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
    | {
        readonly kind: 'entry';
        readonly entry: string;
        readonly url: string | null;
        /** It was read as history: it counts, and nobody was told. */
        readonly silent?: true | undefined;
      }
    | { readonly kind: 'dossier'; readonly dossier: string; readonly url: string | null }
    /** An operator's word about another claim: no evidence, and no origin of its own. */
    | {
        readonly kind: 'desk';
        readonly does: 'withdraws' | 'confirms';
        /** The claim meant. */
        readonly claim: string;
        /** As what that one told it; records of old do not say. */
        readonly modality?: Modality | undefined;
        readonly by: { readonly platform: Platform; readonly id: string };
        readonly url: null;
      };
  /** Read by weight, not by rule: likely, and never enough to alert or to move anybody (claims/weigh.ts). */
  readonly weighed: boolean;
  /** The conflict note of a dossier ("another report says 24 November"), or null. */
  readonly note: string | null;
}
