/** Which events show which situation, and what is told of them: the watch's own data, so that another matter is a matter of files. */
import { z } from 'zod';
import { CHANGE_KINDS } from './situation.ts';
import type { ChangeKind, SituationName } from './situation.ts';
import type { ClaimEvent } from './claim.ts';

/** A situation that facts can bring about; `unknown` is the lack of one. */
export type KnownSituation = SituationName;

/** What something is called, by language tag; English where a language has none. */
export type Called = Readonly<Record<string, string>>;

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
  /** The sign before its name; null: the one that the change has. */
  readonly sign: string | null;
  /** What it is called; null: as config/locales has it. */
  readonly called: Called | null;
}

/** What a fact about an event does. */
export interface EventRule {
  /** The situation that it shows; null: it moves nobody. */
  readonly shows: KnownSituation | null;
  /** It is how that situation begins: its day is since when. */
  readonly begins: boolean;
  /** It comes after an end that it shows: its day is not since when. */
  readonly follows: boolean;
  /** It is talks about the matter. */
  readonly talks: boolean;
  /** As what the event is told for itself, whether or not the situation moves; null: only the move is told. */
  readonly told: ChangeKind | null;
  /** What it is called, as a noun ("a charge"); null: as config/locales has it. */
  readonly called: Called | null;
}

/** A watch's situations and events, by their ids. Of situations that end nothing the later one in this order holds. */
export interface SituationRules {
  readonly situations: Readonly<Record<KnownSituation, SituationRule>>;
  readonly events: Readonly<Record<ClaimEvent, EventRule>>;
}

/** Whether a situation ends the matter; `unknown` and what the watch does not know do not. */
export function endsMatter(rules: SituationRules, situation: SituationName): boolean {
  return rules.situations[situation]?.end === true;
}

/** Whether facts about an event would end the matter. */
export function isEndEvent(rules: SituationRules, event: ClaimEvent): boolean {
  const shows = rules.events[event]?.shows ?? null;
  return shows !== null && endsMatter(rules, shows);
}

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'an id is small letters, digits and hyphens');

const called = z
  .record(z.string().regex(/^[a-z]{2,3}$/, 'a language tag such as en'), z.string().min(1))
  .refine((names) => 'en' in names, { message: 'there is no English name (en)' })
  .nullable()
  .default(null);

/** How `config/situations/<watch>.yaml` is written; what is left out of an event moves and tells nothing. */
export const situationRulesSchema = z
  .strictObject({
    situations: z.record(
      id.refine((name) => name !== 'unknown', { message: '"unknown" is what nobody said a fact of' }),
      z.strictObject({
        end: z.boolean().default(false),
        final: z.boolean().default(false),
        captors: z.enum(['never', 'reported']).default('reported'),
        told: z.enum(CHANGE_KINDS),
        sign: z.string().min(1).max(8).nullable().default(null),
        called,
      }),
    ),
    events: z.record(
      id,
      z.strictObject({
        shows: id.nullable().default(null),
        begins: z.boolean().default(false),
        follows: z.boolean().default(false),
        talks: z.boolean().default(false),
        told: z.enum(CHANGE_KINDS).nullable().default(null),
        called,
      }),
    ),
  })
  .superRefine(({ situations, events }, context) => {
    for (const [event, { shows }] of Object.entries(events)) {
      if (shows === null || Object.hasOwn(situations, shows)) continue;
      const message = `"${shows}" is no situation of this file`;
      context.addIssue({ code: 'custom', path: ['events', event, 'shows'], message });
    }
  });

const SITUATION = {
  end: false,
  final: false,
  captors: 'reported',
  sign: null,
  called: null,
} as const;
const EVENT = { shows: null, begins: false, follows: false, talks: false, told: null, called: null } as const;

/** The captivity watch, as `config/situations/captivity.yaml` has it; a test holds the two together. */
export const CAPTIVITY: SituationRules = {
  situations: {
    held: { ...SITUATION, told: 'held' },
    released: { ...SITUATION, end: true, told: 'released' },
    dead: { ...SITUATION, end: true, final: true, captors: 'never', told: 'died' },
  },
  events: {
    abducted: { ...EVENT, shows: 'held', begins: true },
    held: { ...EVENT, shows: 'held' },
    'sign-of-life': { ...EVENT, shows: 'held', told: 'sign-of-life' },
    wounded: EVENT,
    talks: { ...EVENT, talks: true },
    released: { ...EVENT, shows: 'released' },
    transferred: EVENT,
    died: { ...EVENT, shows: 'dead' },
    'body-returned': { ...EVENT, shows: 'dead', follows: true },
  },
};
