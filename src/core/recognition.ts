/** What the compiled watchlist gives to classify: words, phrases and rules as plain data, made by watchlist/compile.ts. */
import type { SubjectKind } from './watchlist.ts';
import type { Matcher } from './match.ts';

/** How much a surname says alone. `strong`: counts with company; `weak`: only with what it needs nearby; `context`: only with a given name. */
export const STRENGTHS = ['strong', 'weak', 'context'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** A watched person as the matcher sees him. Word ids are those of the matcher's readings. */
export interface PersonRule {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly gender: 'm' | 'f';
  readonly strength: Strength;
  /** Word ids of given names. */
  readonly given: readonly string[];
  /** Word ids of surnames that may stand alone as `strength` says. */
  readonly surnames: readonly string[];
  /** Word ids of spellings that count only beside a given name. */
  readonly guarded: readonly string[];
  /** Groups of terms one of which must be in the entry before a bare surname counts; empty: nothing is needed. */
  readonly needs: readonly string[];
  /** The same for the full name, which is common too; empty: the full name counts alone. */
  readonly fullNeeds: readonly string[];
  /** Groups of terms that, directly beside the name, make it something else. */
  readonly vetoes: readonly string[];
  readonly relatives: readonly string[];
  /** Groups of terms that may stand for the subject's kin word, so that a bare given name counts. */
  readonly kin: readonly string[];
  /** The member of the family to whom an undecided surname belongs. */
  readonly head: boolean;
}

/** A group, body or place: found by its terms. */
export interface NamedRule {
  readonly subject: string;
  readonly kind: SubjectKind;
  /** Groups of terms that name it. */
  readonly groups: readonly string[];
  /** Pairs of groups that name it when they meet within a few words: "Russian" and "hostages". */
  readonly meets: readonly (readonly [string, string])[];
  readonly needs: readonly string[];
}

/** How the groups of a topic combine. */
export interface TopicRule {
  readonly topic: string;
  /** Each must be there. A name with a leading `@` is a subject or, with `@kind:`, any subject of a kind. */
  readonly all: readonly string[];
  /** One of these must be there; empty: nothing more. */
  readonly any: readonly string[];
  /** None of these may be there. */
  readonly not: readonly string[];
  /** Where they must meet. */
  readonly near: 'sentence' | 'neighbours' | 'entry';
}

/** One named contribution to the score: what must be there, and the points. */
export interface RelevanceRule {
  readonly text: string;
  readonly points: number;
  readonly all: readonly string[];
  readonly any: readonly string[];
  readonly not: readonly string[];
  readonly near: 'sentence' | 'neighbours' | 'entry';
}

/** Everything classify needs, apart from the language detector. */
export interface Recognition {
  readonly matcher: Matcher;
  readonly people: readonly PersonRule[];
  readonly named: readonly NamedRule[];
  readonly topics: readonly TopicRule[];
  readonly relevance: { readonly threshold: number; readonly rules: readonly RelevanceRule[] };
}
