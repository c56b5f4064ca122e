/**
 * How likely two reports tell one event. When they were said, whom they name and quote, what they are about, how they begin to
 * tell it, how many people and which numbers: each sign adds to the odds or takes from them, in every language alike. What
 * cannot both be said of one event rules it out.
 *
 * The weights are those of a logistic regression over labelled pairs of real reports in twenty languages, moved towards
 * better groups on heaps that were left out in turn (docs/stories.md).
 */
import { countsClash, peopleCounted } from './counts.ts';
import { dayOf, dayStart } from './day.ts';
import type { Gist } from './gist.ts';
import type { FeatureKind, Weigh } from './rarity.ts';
import { DAY, HOUR } from './spans.ts';
import type { SubjectKind } from './watchlist.ts';

/** What tells how much a feature says. */
export interface LikenessDeps {
  /** Kind of each subject; an unknown id weighs like a body. */
  readonly kinds: ReadonlyMap<string, { readonly kind: SubjectKind }>;
  readonly weigh: Weigh;
}

/** A gist made ready to be compared. */
export interface Comparable {
  readonly gist: Gist;
  /** What it is about, with its weight: by this it is found. */
  readonly features: ReadonlyMap<string, number>;
  readonly claimed: ReadonlyMap<string, number>;
  readonly themes: ReadonlyMap<string, number>;
  readonly names: ReadonlyMap<string, number>;
  readonly numbers: ReadonlyMap<string, number>;
  /** Captives in the headline or first lines. */
  readonly captives: readonly string[];
  readonly officials: { readonly all: readonly string[]; readonly main: readonly string[] };
  /** The official or body named first there. */
  readonly actor: string | null;
  readonly way: 'done' | 'promised' | null;
  /** Of which it speaks, or else on which it was said; days since 1970. */
  readonly days: readonly number[];
  /** How many people, of whatever kind. */
  readonly counted: readonly string[];
}

/** What the odds begin with. */
const ODDS = -2.14;

/** What each sign adds to the log odds. Where nothing else is said it is from 0 to 1. */
const WEIGHTS = {
  /** Weighted Jaccard of all whom they name: the rare for more, whom a text only mentions for half. */
  who: 2.99,
  /** Both headlines or first lines have captives, and different ones. */
  otherCaptives: -1.45,
  /** Jaccard of all officials, unweighted; the same one in both first lines. */
  officials: 1.84,
  sameOfficial: 1.64,
  /** The official or body named first is the same: who acts, or speaks, stands in front. */
  sameActor: 0.56,
  /** Somebody is quoted in both. */
  speaker: 0.47,
  /** Weighted Jaccard of themes, of the whole beginning and of the first lines. */
  themes: 1.92,
  firstThemes: 1.49,
  /** Themes that tell what happened, in both first lines (0 to 2), or in those of one and nowhere in the other (0 to 3). */
  sameMatter: 0.38,
  otherMatter: -0.62,
  /** How headline and first sentences tell what happened, to whomever. */
  told: 1.43,
  /** One begins with a release that is done, the other with one to come. */
  otherTold: -2.07,
  /** The release of those who are watched is told in different ways: as done, to come, asked for. */
  otherRelease: -1.15,
  names: 1.32,
  numbers: 1.71,
  counts: 1.21,
  /** Days between them, 0 to 2.5; more than a day and a half. */
  daysApart: -0.98,
  longApart: -1.79,
  /** The days of which they speak, or else on which they were said, are neighbours. */
  nextDay: -0.63,
};

/** Days beyond this count no more. */
const MOST_DAYS = 2.5;

/** From here on the other one looks back, days. */
const LONG_APART = 1.6;

/** Beside the weight of a headline's subject: one only mentioned, a topic, a theme, a claim. */
const TIMES = { aside: 0.55, topic: 0.4, theme: 0.7, event: 0.85 } as const;

/** Bits that two texts are taken to differ in beside what was found: two short texts with one thing in common are not one. */
const UNSEEN_BITS = 1.8;

/** Of the themes that tell what happened so many count. */
const MOST_SAME = 2;
const MOST_OTHER = 3;

/** Bits at which shared names (or numbers) say as much as they can. */
const FULL_NAMES = 24;
const FULL_NUMBERS = 12;

/** Makes a gist ready. */
export function comparable(gist: Gist, { kinds, weigh }: LikenessDeps): Comparable {
  const features = new Map<string, number>();
  const add = (feature: string, kind: FeatureKind, times: number): void => {
    features.set(feature, times * weigh(feature, kind));
  };
  for (const id of gist.subjects)
    add(id, kinds.get(id)?.kind ?? 'unknown', gist.main.includes(id) ? 1 : TIMES.aside);
  for (const id of gist.topics) add(`topic ${id}`, 'topic', TIMES.topic);
  for (const id of gist.themes) add(`theme ${id}`, 'theme', TIMES.theme);
  const of = (kind: SubjectKind, ids: readonly string[]): readonly string[] =>
    ids.filter((id) => kinds.get(id)?.kind === kind);
  const acts = (id: string): boolean => ['official', 'body'].includes(kinds.get(id)?.kind ?? 'unknown');
  const said = dayOf(gist.saidAt);
  return {
    gist,
    features,
    claimed: new Map(gist.events.map((event) => [event, TIMES.event * weigh(event, 'event')])),
    themes: new Map(gist.themes.map((id) => [id, weigh(`theme ${id}`, 'theme')])),
    names: new Map(gist.names.map((name) => [name, weigh(`name ${name}`, 'name')])),
    numbers: new Map(gist.numbers.map((number) => [number, weigh(`number ${number}`, 'number')])),
    captives: of('captive', gist.main),
    officials: { all: of('official', gist.subjects), main: of('official', gist.main) },
    actor: gist.main.find(acts) ?? null,
    way: wayOf(gist.told),
    days: (gist.toldDays.length === 0 ? [said] : gist.toldDays).map((day) => dayStart(day) / DAY),
    counted: peopleCounted(gist.counts),
  };
}

/** Whether the first sentences tell a release as done or as to come; null: not, or both. */
function wayOf(told: readonly string[]): 'done' | 'promised' | null {
  const done = told.includes('released/fact');
  if (done === told.includes('released/promise')) return null;
  return done ? 'done' : 'promised';
}

/** How likely the two tell one event, in log odds: above 0 they rather do. It runs for each two reports: nothing is made in it. */
export function likeness(a: Comparable, b: Comparable): number {
  const [mine, theirs] = [a.gist, b.gist];
  const otherMatter =
    mine.matters.length -
    common(mine.matters, theirs.themes) +
    theirs.matters.length -
    common(theirs.matters, mine.themes);
  const days = timeApart(mine.saidAt, theirs.saidAt) / DAY;
  return (
    ODDS +
    WEIGHTS.who * likeWho(a, b) +
    WEIGHTS.otherCaptives * differ(a.captives, b.captives) +
    WEIGHTS.officials * jaccard(a.officials.all, b.officials.all, 0.5) +
    (share(a.officials.main, b.officials.main) ? WEIGHTS.sameOfficial : 0) +
    (a.actor !== null && a.actor === b.actor ? WEIGHTS.sameActor : 0) +
    (share(mine.speakers, theirs.speakers) ? WEIGHTS.speaker : 0) +
    WEIGHTS.themes * likeThemes(a.themes, b.themes) +
    WEIGHTS.firstThemes * jaccard(mine.firstThemes, theirs.firstThemes, 1) +
    WEIGHTS.sameMatter * Math.min(MOST_SAME, common(mine.matters, theirs.matters)) +
    WEIGHTS.otherMatter * Math.min(MOST_OTHER, otherMatter) +
    WEIGHTS.told * jaccard(mine.told, theirs.told, 0.5) +
    (a.way !== null && b.way !== null && a.way !== b.way ? WEIGHTS.otherTold : 0) +
    (mine.release !== null && theirs.release !== null && mine.release !== theirs.release
      ? WEIGHTS.otherRelease
      : 0) +
    WEIGHTS.names * Math.min(1, bitsShared(a.names, b.names) / FULL_NAMES) +
    WEIGHTS.numbers * Math.min(1, bitsShared(a.numbers, b.numbers) / FULL_NUMBERS) +
    (share(a.counted, b.counted) ? WEIGHTS.counts : 0) +
    WEIGHTS.daysApart * Math.min(MOST_DAYS, days) +
    (days < LONG_APART ? 0 : WEIGHTS.longApart) +
    (areNeighbours(a.days, b.days) ? WEIGHTS.nextDay : 0)
  );
}

/** Whether no day of one is a day of the other, but the nearest two follow each other. */
function areNeighbours(a: readonly number[], b: readonly number[]): boolean {
  let nearest = Infinity;
  for (const one of a) for (const other of b) nearest = Math.min(nearest, Math.abs(one - other));
  return nearest === 1;
}

/** Of what they share so much is told. */
const MOST_SHOWN = 6;

/** What two reports share, for a person to read. */
export function sharedBy(a: Comparable, b: Comparable): readonly string[] {
  return [
    ...a.gist.subjects.filter((id) => b.gist.subjects.includes(id)),
    ...a.gist.themes.filter((id) => b.gist.themes.includes(id)).map((id) => `theme ${id}`),
    ...a.gist.numbers.filter((number) => b.gist.numbers.includes(number)),
    ...a.counted.filter((count) => b.counted.includes(count)).map((count) => `${count} people`),
  ].slice(0, MOST_SHOWN);
}

/** How long two reports are apart, ms. Midnight to the second is a date without a time: the middle of that day stands for it. */
function timeApart(a: number, b: number): number {
  const momentOf = (time: number): number => (time % DAY === 0 ? time + DAY / 2 : time);
  return Math.abs(momentOf(a) - momentOf(b));
}

/** How many of the first stand in the second. Lists are short, and this runs for each two reports: no list is made. */
function common(a: readonly string[], b: readonly string[]): number {
  let both = 0;
  if (b.length > 0) for (const one of a) if (b.includes(one)) both += 1;
  return both;
}

function share(a: readonly string[], b: readonly string[]): boolean {
  if (b.length > 0) for (const one of a) if (b.includes(one)) return true;
  return false;
}

function differ(a: readonly string[], b: readonly string[]): number {
  return a.length > 0 && b.length > 0 && !share(a, b) ? 1 : 0;
}

/** @param unseen added to what differs: two short lists with one thing in common are not one */
function jaccard(a: readonly string[], b: readonly string[], unseen: number): number {
  const both = common(a, b);
  return both / (a.length + b.length - both + unseen);
}

function likeWho(a: Comparable, b: Comparable): number {
  let both = 0;
  let all = UNSEEN_BITS;
  for (const id of a.gist.subjects) {
    const weight = a.features.get(id) ?? 0;
    const other = b.features.get(id) ?? 0;
    both += Math.min(weight, other);
    all += Math.max(weight, other);
  }
  for (const id of b.gist.subjects) if (!a.features.has(id)) all += b.features.get(id) ?? 0;
  return both / all;
}

function likeThemes(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let both = 0;
  let all = UNSEEN_BITS;
  for (const [theme, weight] of a) {
    const other = b.get(theme);
    both += other === undefined ? 0 : Math.min(weight, other);
    all += Math.max(weight, other ?? 0);
  }
  for (const [theme, weight] of b) if (!a.has(theme)) all += weight;
  return both / all;
}

function bitsShared(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let bits = 0;
  if (b.size > 0) for (const [one, weight] of a) if (b.has(one)) bits += weight;
  return bits;
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

/** What can rule out that two reports tell one event. */
type Ruling = Pick<Gist, 'events' | 'days' | 'counts' | 'main'>;

/** Why the two cannot tell one event; null: they can. */
export function clash(a: Ruling, b: Ruling, deps: Pick<LikenessDeps, 'kinds'>): string | null {
  return claimsClash(a, b, deps) ?? peopleClash(a, b, deps);
}

/** Why what is claimed in both cannot be of one event; null: it can. */
export function claimsClash(
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
    const isOther = (other: string): boolean => Math.abs(dayStart(when) - dayStart(other)) >= TWO_DAYS;
    if (others.length > 0 && others.every(isOther)) return `${what} on ${when} against ${others.join(', ')}`;
  }
  return null;
}

/** Why so many people here and so many there cannot be one event; null: they can. */
export function peopleClash(
  a: Pick<Gist, 'counts' | 'main'>,
  b: Pick<Gist, 'counts' | 'main'>,
  { kinds }: Pick<LikenessDeps, 'kinds'>,
): string | null {
  // A captive whom both are about says more than how many are with him.
  const isCaptive = (id: string): boolean => kinds.get(id)?.kind === 'captive';
  return a.main.some((id) => isCaptive(id) && b.main.includes(id)) ? null : countsClash(a.counts, b.counts);
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
