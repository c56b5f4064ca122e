/** What the compiled watchlist gives to classify: the matcher and the rules, as plain data made by watchlist/compile.ts. */
import type { SubjectKind } from './watchlist.ts';
import type { Matcher } from './match.ts';
import type { NameWords } from './name-words.ts';

/**
 * How much a surname says alone. `strong`: it counts where its needs are met; `weak`: the same, and it must have its
 * capital; `context`: only beside a given name, or after the full name in the same entry.
 */
export const STRENGTHS = ['strong', 'weak', 'context'] as const;
/** One of {@link STRENGTHS}. */
export type Strength = (typeof STRENGTHS)[number];

/**
 * A part of a condition: one of these signs must be there. A sign is a unit of the matcher (`#captivity`), a subject
 * (`@hamas`), any subject of a kind (`@kind:captive`), two different ones of it
 * (`@several:captive`), or the full name of one that nobody else bears (`@unique:captive`).
 */
export type AnyOf = readonly string[];

/** A watched person as the text shows him. Units are those of the matcher's hits. */
export interface PersonRule {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly gender: 'm' | 'f';
  readonly strength: Strength;
  /** Units of the given names. */
  readonly given: readonly string[];
  /** Units of the surnames. */
  readonly surnames: readonly string[];
  /** Units of surname spellings that count only beside a given name. */
  readonly guarded: readonly string[];
  /** Whether women of the name bear another form of it. */
  readonly gendered: boolean;
  /** What the entry must have before a bare surname counts; empty: nothing. */
  readonly needs: AnyOf;
  /** The same for the full name. */
  readonly fullNeeds: AnyOf;
  readonly relatives: readonly string[];
  /** Words that, right in front of the name, say that somebody else is meant: trades that the person does not have. */
  readonly never: AnyOf;
  /** First consonants of the given names (core/namesake.ts): a spelling that we do not know may be one of theirs. */
  readonly beginnings: readonly string[];
  /** Words for this relative: beside one a given name counts. */
  readonly kin: AnyOf;
  /** Whether nobody else bears the full name. */
  readonly unique: boolean;
  /** The member of the family to whom an undecided surname belongs. */
  readonly head: boolean;
}

/** A group, body or place: found by its own terms, or where words meet in a sentence. */
export interface NamedRule {
  readonly subject: string;
  readonly kind: SubjectKind;
  /** Units that name it. */
  readonly units: readonly string[];
  /** Pairs that name it together: "Russian citizens" and "hostages". */
  readonly meets: readonly (readonly [AnyOf, AnyOf])[];
  readonly needs: AnyOf;
}

/** All parts in one sentence, in two that follow each other, or anywhere in the entry. */
export type Nearness = 'sentence' | 'neighbours' | 'entry';

/** Parts that must all be there, and none of `not`, where `near` says. */
export interface Condition {
  readonly all: readonly AnyOf[];
  /** Looked for in the whole entry. */
  readonly not: AnyOf;
  /** It holds for entries published from then on, ms; null: for any. Of an entry without a date nobody knows. */
  readonly since: number | null;
  readonly near: Nearness;
}

/** Where it holds, the entry has the topic. */
export interface TopicRule extends Condition {
  readonly topic: string;
}

/** One named contribution to the score. */
export interface RelevanceRule extends Condition {
  /** In English; what people read in other languages is found by it. */
  readonly text: string;
  /** Taken away where below 0. */
  readonly points: number;
}

/** Scores from which an entry alerts, and from which it is kept at all. */
export interface Thresholds {
  readonly alert: number;
  readonly digest: number;
}

/** Everything classify needs, apart from the language detector. */
export interface Recognition {
  readonly matcher: Matcher;
  readonly people: readonly PersonRule[];
  readonly named: readonly NamedRule[];
  readonly topics: readonly TopicRule[];
  readonly relevance: Thresholds & { readonly rules: readonly RelevanceRule[] };
  /** Units of given names of anybody: one of them before a surname says whose it is. */
  readonly anyGiven: ReadonlySet<string>;
  /** Words beside a name that say whose it is. */
  readonly names: NameWords;
}

/** Units of furniture: only the phrase, its sentence, or everything behind it. */
export const FURNITURE = { phrase: '~phrase', sentence: '~sentence', rest: '~rest' } as const;

/** Unit of phrases that hold a watched word and mean something else: they hide what lies within them. */
export const VETO = '!veto';
