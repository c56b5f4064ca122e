/**
 * How much a feature says: much when it is rare. What is rare is learnt from the archive; until there is one, what is known
 * of this kind of news stands in for it.
 */
import { peopleCounted } from './counts.ts';
import type { Gist } from './gist.ts';
import type { SubjectKind } from './watchlist.ts';

/** Of how many entries each feature was seen in. */
export interface Frequencies {
  readonly entries: number;
  readonly seen: Readonly<Record<string, number>>;
}

/** The prior counts as so many entries. */
const PRIOR_ENTRIES = 600;

/** In which part of relevant news a feature of each kind stands, before anything was counted. */
const PRIOR = {
  event: 0.02,
  number: 0.02,
  count: 0.06,
  name: 0.02,
  topic: 0.25,
  theme: 0.15,
  unknown: 0.2,
} as const;
const PRIOR_OF_SUBJECT: Readonly<Record<SubjectKind, number>> = {
  captive: 0.04,
  group: 0.2,
  official: 0.08,
  body: 0.3,
  place: 0.3,
};

/** A subject is rare by its kind, everything else by what it is. */
export type FeatureKind = keyof typeof PRIOR | SubjectKind;

/** Bits of information in that a text has this feature: the rarer the more. */
export type Weigh = (feature: string, kind: FeatureKind) => number;

/** What was learnt, and what it makes of a feature. */
export interface Rarity {
  readonly weigh: Weigh;
  /** Counts an entry in, once for each of its features. */
  learn(gist: Gist): void;
  /** What is to be kept for the next start. */
  learnt(): Frequencies;
}

/** What is learnt moves a share so far from what is known, no farther: in the week of a release everything names one captive. */
const DRIFT = 1.6;

/** Features remembered; names and numbers seen once go first. */
const MOST_FEATURES = 8000;

/** After so many entries half is forgotten: what was rare last year may be common now. */
const MOST_ENTRIES = 20_000;

/** @param known what was kept of an earlier run; null: only what is known of this kind of news */
export function createRarity(known: Frequencies | null): Rarity {
  let entries = known?.entries ?? 0;
  let seen = new Map(Object.entries(known?.seen ?? {}));
  return {
    weigh(feature, kind) {
      const prior = isSubject(kind) ? PRIOR_OF_SUBJECT[kind] : PRIOR[kind];
      const share = ((seen.get(feature) ?? 0) + prior * PRIOR_ENTRIES) / (entries + PRIOR_ENTRIES);
      return -Math.log2(Math.min(Math.max(share, prior / DRIFT), prior * DRIFT, 0.9));
    },
    learn(gist) {
      entries += 1;
      for (const feature of featuresOf(gist)) seen.set(feature, (seen.get(feature) ?? 0) + 1);
      if (entries >= MOST_ENTRIES) {
        entries /= 2;
        seen = new Map([...seen].map(([feature, times]) => [feature, times / 2]));
      }
      if (seen.size > MOST_FEATURES)
        seen = new Map([...seen].toSorted(([, a], [, b]) => b - a).slice(0, MOST_FEATURES / 2));
    },
    learnt: () => ({ entries, seen: Object.fromEntries(seen) }),
  };
}

function featuresOf(gist: Gist): readonly string[] {
  return [
    ...gist.subjects,
    ...gist.topics.map((id) => `topic ${id}`),
    ...gist.themes.map((id) => `theme ${id}`),
    ...gist.events,
    ...gist.names.map((name) => `name ${name}`),
    ...gist.numbers.map((number) => `number ${number}`),
    ...peopleCounted(gist.counts).map((count) => `count ${count}`),
  ];
}

function isSubject(kind: FeatureKind): kind is SubjectKind {
  return kind in PRIOR_OF_SUBJECT;
}
