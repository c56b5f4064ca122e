/**
 * How likely two reports tell one event. Whom they name, what they claim and touch, which numbers and which other names: rare
 * ones count for more, in every language alike; within one language the words too. What cannot both be said of one event
 * rules it out.
 *
 * The constants were found by search on labelled leads in fourteen languages; docs/stories.md says how they fare on others.
 */
import { gramsOf } from './gist.ts';
import type { Gist } from './gist.ts';
import type { Entry } from './entry.ts';
import type { FeatureKind, Weigh } from './rarity.ts';
import type { SubjectKind } from './watchlist.ts';

export interface LikenessDeps {
  /** Kind of each subject; an unknown id weighs like a body. */
  readonly kinds: ReadonlyMap<string, { readonly kind: SubjectKind }>;
  readonly weigh: Weigh;
}

/** A gist made ready to be compared. */
export interface Comparable {
  readonly gist: Gist;
  /** Pieces of four letters of its beginning, hashed, in order; empty where only the gist is left. */
  readonly grams: Int32Array;
  /** What it is about, with its weight. */
  readonly features: ReadonlyMap<string, number>;
  readonly claimed: ReadonlyMap<string, number>;
}

/** A likeness, 0 to about 1.5, with what it rests on. */
export interface Likeness {
  readonly value: number;
  /** The shared features that say most, for a person to read. */
  readonly shared: readonly string[];
}

const HOUR = 60 * 60_000;

/** Reports of one event stand within hours; after that their likeness halves in this time, ms. */
const TOGETHER = 6.5 * HOUR;
const HALF_LIFE = 32 * HOUR;

/** What each part adds at most. */
const SHARE = { who: 0.6, names: 0.4, numbers: 0.5, words: 1 } as const;

/** Added where both tell the same of the same captive, and where the same person stands in both headlines. */
const SAME_CLAIM = 0.06;
const SAME_CAPTIVE = 0.09;
const SAME_OFFICIAL = 0.03;

/** Both are about captives, and about different ones. */
const OTHER_CAPTIVES = 0.65;

/** Beside the weight of a headline's subject: one only mentioned, a topic, a theme, a claim. */
const TIMES = { aside: 0.55, topic: 0.4, theme: 0.7, event: 0.85 } as const;

/** Bits that two texts are taken to differ in beside what was found: two short texts with one thing in common are not one. */
const UNSEEN_BITS = 1.8;

/** Bits at which shared names (or numbers) say as much as they can. */
const FULL_NAMES = 24;
const FULL_NUMBERS = 12;

/** So much of their letters any two texts of one language and matter share. */
const BY_CHANCE = 0.35;

/** Makes a gist ready. @param entry its words, null where they are no longer kept */
export function comparable(
  gist: Gist,
  entry: Pick<Entry, 'title' | 'lead' | 'text'> | null,
  { kinds, weigh }: LikenessDeps,
): Comparable {
  const features = new Map<string, number>();
  const add = (feature: string, kind: FeatureKind, times: number): void => {
    features.set(feature, times * weigh(feature, kind));
  };
  for (const id of gist.subjects)
    add(id, kinds.get(id)?.kind ?? 'unknown', gist.main.includes(id) ? 1 : TIMES.aside);
  for (const id of gist.topics) add(`topic ${id}`, 'topic', TIMES.topic);
  for (const id of gist.themes) add(`theme ${id}`, 'theme', TIMES.theme);
  return {
    gist,
    grams: entry === null ? new Int32Array(0) : gramsOf(entry),
    features,
    claimed: new Map(gist.events.map((event) => [event, TIMES.event * weigh(event, 'event')])),
  };
}

export function likeness(a: Comparable, b: Comparable, deps: LikenessDeps): Likeness {
  const who = whoAndWhat(a, b);
  const names = overlap(a.gist.names, b.gist.names, 'name', deps.weigh);
  const numbers = overlap(a.gist.numbers, b.gist.numbers, 'number', deps.weigh);
  const words = a.gist.language === b.gist.language ? lettersShared(a.grams, b.grams) : 0;
  const together =
    SHARE.who * who.value +
    SHARE.names * Math.min(1, names.bits / FULL_NAMES) +
    SHARE.numbers * Math.min(1, numbers.bits / FULL_NUMBERS) +
    (SHARE.words * Math.max(0, words - BY_CHANCE)) / (1 - BY_CHANCE) +
    samePeople(a.gist, b.gist, deps);
  const apart = Math.max(0, timeApart(a.gist.saidAt, b.gist.saidAt) - TOGETHER);
  const others = ofOtherCaptives(a.gist, b.gist, deps) ? OTHER_CAPTIVES : 1;
  return {
    value: together * others * 0.5 ** (apart / HALF_LIFE),
    shared: [...who.shared, ...numbers.shared, ...(words > BY_CHANCE ? ['its words'] : [])],
  };
}

const DAY = 24 * HOUR;

/** How long two reports are apart at least, ms. Midnight to the second is a date without a time: any hour of that day. */
function timeApart(a: number, b: number): number {
  const [first, last] = a <= b ? [a, b] : [b, a];
  return Math.max(0, last - (first % DAY === 0 ? first + DAY : first));
}

/** Weighted Jaccard over subjects, topics, themes and claims. */
function whoAndWhat(a: Comparable, b: Comparable): Likeness {
  const shared: [string, number][] = [];
  let all = UNSEEN_BITS;
  let both = 0;
  const compare = (mine: ReadonlyMap<string, number>, theirs: ReadonlyMap<string, number>): void => {
    for (const [feature, weight] of mine) {
      const other = theirs.get(feature) ?? 0;
      all += Math.max(weight, other);
      if (other === 0) continue;
      both += Math.min(weight, other);
      shared.push([feature, weight]);
    }
    for (const [feature, weight] of theirs) if (!mine.has(feature)) all += weight;
  };
  compare(a.features, b.features);
  // A text of which no claim could be read says nothing about what the other one claims.
  if (a.claimed.size > 0 && b.claimed.size > 0) compare(a.claimed, b.claimed);
  return {
    value: both / all,
    shared: shared
      .toSorted(([, x], [, y]) => y - x)
      .slice(0, 4)
      .map(([feature]) => feature),
  };
}

function samePeople(a: Gist, b: Gist, { kinds }: LikenessDeps): number {
  const theirs = decisive(b.events, kinds);
  const same = theirs.length > 0 && decisive(a.events, kinds).some((event) => theirs.includes(event));
  const both = new Set(a.main.filter((id) => b.main.includes(id)).map((id) => kinds.get(id)?.kind));
  return (
    (same ? SAME_CLAIM : 0) +
    (both.has('captive') ? SAME_CAPTIVE : 0) +
    (both.has('official') ? SAME_OFFICIAL : 0)
  );
}

function ofOtherCaptives(a: Gist, b: Gist, { kinds }: LikenessDeps): boolean {
  const isCaptive = (id: string): boolean => kinds.get(id)?.kind === 'captive';
  const theirs = b.main.filter(isCaptive);
  const mine = a.main.filter(isCaptive);
  return mine.length > 0 && theirs.length > 0 && !mine.some((id) => theirs.includes(id));
}

function overlap(
  a: readonly string[],
  b: readonly string[],
  kind: 'name' | 'number',
  weigh: Weigh,
): { readonly bits: number; readonly shared: readonly string[] } {
  const shared = a.filter((one) => b.includes(one));
  return { bits: shared.reduce((sum, one) => sum + weigh(`${kind} ${one}`, kind), 0), shared };
}

/** How much of both texts' letters is the same (Dice), 0 to 1. Both are in order. */
function lettersShared(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const one = a[i] ?? 0;
    const other = b[j] ?? 0;
    if (one === other) shared += 1;
    if (one <= other) i += 1;
    if (other <= one) j += 1;
  }
  return (2 * shared) / (a.length + b.length);
}

/** What moves a captive: two reports that differ in it tell two events. */
const DECISIVE: ReadonlySet<string> = new Set([
  'released',
  'died',
  'sign-of-life',
  'body-returned',
  'transferred',
]);
const TELLING: ReadonlySet<string> = new Set(['fact', 'promise', 'denial']);

/** Days so far apart are two days, whatever the time zone. */
const TWO_DAYS = 48 * HOUR;

/** Why the two cannot tell one event; null: they can. */
export function clash(
  a: Pick<Gist, 'events' | 'days'>,
  b: Pick<Gist, 'events' | 'days'>,
  { kinds }: Pick<LikenessDeps, 'kinds'>,
): string | null {
  const mine = decisive(a.events, kinds);
  const theirs = decisive(b.events, kinds);
  const comparableToo = theirs.filter((event) => mine.some((own) => areComparable(own, event)));
  if (comparableToo.length > 0 && !mine.some((event) => theirs.includes(event)))
    return `${mine.join(', ')} against ${comparableToo.join(', ')}`;
  for (const day of a.days) {
    const [what = '', when = ''] = day.split('@');
    const others = b.days
      .filter((other) => other.startsWith(`${what}@`))
      .map((other) => other.slice(what.length + 1));
    const isOther = (other: string): boolean => Math.abs(Date.parse(when) - Date.parse(other)) >= TWO_DAYS;
    if (others.length > 0 && others.every(isOther)) return `${what} on ${when} against ${others.join(', ')}`;
  }
  return null;
}

/**
 * Two claims that cannot be one event if they differ: of one captive, or of one kind. That one is freed and another one died
 * stands in one report often enough: who lost his father that day.
 */
function areComparable(a: string, b: string): boolean {
  const [subject = '', what = ''] = a.split(':');
  const [other = '', told = ''] = b.split(':');
  return subject === other || what.split('/')[0] === told.split('/')[0];
}

/** Of people without names nothing is sure enough to tell two events apart. */
function decisive(events: readonly string[], kinds: LikenessDeps['kinds']): readonly string[] {
  return events.filter((event) => {
    const [subject = '', what = ''] = event.split(':');
    const [name = '', modality = ''] = what.split('/');
    return kinds.get(subject)?.kind === 'captive' && DECISIVE.has(name) && TELLING.has(modality);
  });
}
