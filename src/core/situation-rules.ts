/** Which events show which situation, and what is told of them: the watch's own data, so that another matter is a matter of files. */
import { z } from 'zod';
import { EVENTS } from './claim.ts';
import type { ClaimEvent } from './claim.ts';
import { CHANGE_KINDS } from './situation.ts';
import type { ChangeKind, SituationName } from './situation.ts';

/** A situation that facts can bring about; `unknown` is the lack of one. */
export type KnownSituation = Exclude<SituationName, 'unknown'>;

/** What the ledger has to know of a situation. */
export interface SituationRule {
  /** It ends the matter (released, dead): it is taken back only as the ledger's rules allow. */
  readonly end: boolean;
  /** No later situation is to be expected: what says otherwise has to be newer than everything that says so. */
  readonly final: boolean;
  /** `never`: what captors say does not count for it at all. `reported`: it counts, and never confirms. */
  readonly captors: 'never' | 'reported';
  /** As what a change into it is told. */
  readonly told: ChangeKind;
}

/** What a fact about an event does. */
export interface EventRule {
  /** The situation that it shows; null: it moves nobody. */
  readonly shows: KnownSituation | null;
  /** As what the event is told for itself, whether or not the situation moves; null: only the move is told. */
  readonly told: ChangeKind | null;
}

/** A watch's situations and events. */
export interface SituationRules {
  readonly situations: Readonly<Record<KnownSituation, SituationRule>>;
  readonly events: Readonly<Record<ClaimEvent, EventRule>>;
}

const KNOWN_SITUATIONS = ['held', 'released', 'dead'] as const;

/** How `config/situations/<watch>.yaml` is written; what is left out of an event moves and tells nothing. */
export const situationRulesSchema = z.strictObject({
  situations: z.record(
    z.enum(KNOWN_SITUATIONS),
    z.strictObject({
      end: z.boolean().default(false),
      final: z.boolean().default(false),
      captors: z.enum(['never', 'reported']).default('reported'),
      told: z.enum(CHANGE_KINDS),
    }),
  ),
  events: z.record(
    z.enum(EVENTS),
    z.strictObject({
      shows: z.enum(KNOWN_SITUATIONS).nullable().default(null),
      told: z.enum(CHANGE_KINDS).nullable().default(null),
    }),
  ),
});

/** The captivity watch, as `config/situations/captivity.yaml` has it; a test holds the two together. */
export const CAPTIVITY: SituationRules = {
  situations: {
    held: { end: false, final: false, captors: 'reported', told: 'held' },
    released: { end: true, final: false, captors: 'reported', told: 'released' },
    dead: { end: true, final: true, captors: 'never', told: 'died' },
  },
  events: {
    abducted: { shows: 'held', told: null },
    held: { shows: 'held', told: null },
    'sign-of-life': { shows: 'held', told: 'sign-of-life' },
    wounded: { shows: null, told: null },
    talks: { shows: null, told: null },
    released: { shows: 'released', told: null },
    transferred: { shows: null, told: null },
    died: { shows: 'dead', told: null },
    'body-returned': { shows: 'dead', told: null },
  },
};
