/** What a story comes to in one sentence: who says what of whom, chosen from the claims of its reports. */
import type { Claim, ClaimEvent, Modality } from './claim.ts';
import { dayStart } from './day.ts';
import { byCaptor, deskWord, isDesk } from './evidence.ts';
import type { Watch } from './evidence.ts';
import { CAPTIVITY, isEndEvent } from './situation-rules.ts';
import { DAY } from './spans.ts';

/** Who says what of whom. What stands here is true of each speaker and each subject in it. */
export interface Saying {
  readonly event: ClaimEvent;
  readonly modality: Modality;
  /** The claims of each subject, at least one each; those followed first. */
  readonly subjects: readonly string[];
  /** One claim for each voice that says it, oldest first. */
  readonly claims: readonly Claim[];
  /** One claim for each voice that denies it, oldest first. */
  readonly denials: readonly Claim[];
  /** The reports that say it, by their entries; `alone` where such a report says nothing else. */
  readonly reports: ReadonlyMap<string, 'alone' | 'among others'>;
  /** Nobody but captors says so. */
  readonly captors: boolean;
  /** How much hangs on it, 0 to 8: an end weighs most, a possibility least. */
  readonly consequence: number;
}

/** The event of `config/situations/captivity.yaml` that is a captive's own affair. */
const HEALTH = 'wounded';

/**
 * The claims that a sentence about the present may be made of: what the desk has withdrawn, what is told of the past, and
 * facts of the future (a plan misread) are none, nor is a captive's health, unless an authority speaks of it.
 */
export function sayable(claims: readonly Claim[], watch: Watch): readonly Claim[] {
  const { withdrawn } = deskWord(claims);
  return claims.filter(
    (claim) =>
      !isDesk(claim) &&
      !claim.background &&
      !withdrawn.has(claim.id) &&
      !isMisreadPlan(claim) &&
      (claim.event !== HEALTH || watch.subjects.get(claim.speaker ?? '')?.role === 'authority'),
  );
}

function isMisreadPlan({ modality, eventAt, statedAt }: Claim): boolean {
  return modality === 'fact' && eventAt !== null && dayStart(eventAt.day) > statedAt + DAY;
}

/**
 * The weightiest thing that these claims say; null where they say nothing.
 * @param claims as `sayable` has them
 * @param followed whether the reader follows a subject: of them it is told first
 */
export function sayingOf(
  claims: readonly Claim[],
  watch: Watch,
  followed: (subject: string) => boolean,
): Saying | null {
  const inOrder = claims.toSorted((a, b) => a.statedAt - b.statedAt);
  const ways = new Map<string, Claim[]>();
  for (const claim of inOrder) {
    const key = `${claim.event}/${claim.modality}`;
    const same = ways.get(key);
    if (same === undefined) ways.set(key, [claim]);
    else same.push(claim);
  }
  const weight = (same: readonly Claim[]): number =>
    same.reduce((most, claim) => Math.max(most, consequenceOf(claim, watch) + nearness(claim)), 0);
  const nearness = ({ subject }: Claim): number => (followed(subject) ? 0.5 : 0);
  const [said] = [...ways.values()].toSorted((a, b) => weight(b) - weight(a) || b.length - a.length);
  const first = said?.[0];
  if (said === undefined || first === undefined) return null;
  const { subjects, voices } = agreed(said, watch, followed);
  const about = said.filter((claim) => claim.subject === subjects[0]);
  const told = onePerVoice(about).filter((claim) => voices.has(voiceOf(claim)));
  const denied = inOrder.filter(
    (claim) =>
      claim.event === first.event &&
      claim.modality === 'denial' &&
      claim.subject === subjects[0] &&
      first.modality !== 'denial' &&
      !voices.has(voiceOf(claim)),
  );
  return {
    event: first.event,
    modality: first.modality,
    subjects,
    claims: told,
    denials: onePerVoice(denied),
    reports: reportsOf(about, claims),
    captors: told.every((claim) => byCaptor(claim, watch)),
    consequence: told.reduce((most, claim) => Math.max(most, consequenceOf(claim, watch)), 0),
  };
}

/**
 * Of whom all of these voices say it. Two who are freed together are one sentence; where one of the speakers spoke of the
 * first only, he must not be made to speak of the second.
 */
function agreed(
  claims: readonly Claim[],
  watch: Watch,
  followed: (subject: string) => boolean,
): { readonly subjects: readonly string[]; readonly voices: ReadonlySet<string> } {
  const voicesOf = new Map<string, Set<string>>();
  for (const claim of claims) {
    const voices = voicesOf.get(claim.subject) ?? new Set<string>();
    voicesOf.set(claim.subject, voices.add(voiceOf(claim)));
  }
  const rank = (id: string): number =>
    (watch.subjects.get(id)?.kind === 'captive' ? 2 : 0) + (followed(id) ? 4 : 0);
  const [first, ...others] = [...voicesOf].toSorted(
    ([a, ofA], [b, ofB]) => rank(b) - rank(a) || ofB.size - ofA.size,
  );
  if (first === undefined) return { subjects: [], voices: new Set() };
  const subjects = [first[0]];
  let voices: ReadonlySet<string> = first[1];
  const named = watch.subjects.get(first[0])?.kind === 'captive';
  for (const [id, own] of others) {
    // "Russian hostages" beside the names of them says nothing more.
    if (named && watch.subjects.get(id)?.kind !== 'captive') continue;
    const both = new Set([...voices].filter((voice) => own.has(voice)));
    if (both.size === 0 || both.size * 2 < voices.size) continue;
    subjects.push(id);
    voices = both;
  }
  return { subjects, voices };
}

/** Whose word a claim is: a speaker's, whoever prints it; else its origin's. */
function voiceOf({ speaker, origin }: Pick<Claim, 'speaker' | 'origin'>): string {
  return speaker === null ? `origin ${origin}` : `speaker ${speaker}`;
}

function reportsOf(about: readonly Claim[], claims: readonly Claim[]): Saying['reports'] {
  const others = new Set(
    claims
      .filter(({ event, modality }) => event !== about[0]?.event || modality !== about[0].modality)
      .flatMap(({ from }) => (from.kind === 'entry' ? [from.entry] : [])),
  );
  return new Map(
    about.flatMap(({ from }) =>
      from.kind === 'entry' ? [[from.entry, others.has(from.entry) ? 'among others' : 'alone'] as const] : [],
    ),
  );
}

function onePerVoice(claims: readonly Claim[]): readonly Claim[] {
  const firsts = new Map<string, Claim>();
  for (const claim of claims) if (!firsts.has(voiceOf(claim))) firsts.set(voiceOf(claim), claim);
  return [...firsts.values()];
}

function consequenceOf(claim: Claim, watch: Watch): number {
  const rules = watch.rules ?? CAPTIVITY;
  const event = rules.events[claim.event];
  const shows = event?.shows ?? null;
  const ends = isEndEvent(rules, claim.event);
  switch (claim.modality) {
    case 'fact':
      if (ends) {
        const uncounted = shows !== null && rules.situations[shows]?.captors === 'never';
        return uncounted && byCaptor(claim, watch) ? 5 : 8;
      }
      if (event?.told != null) return 6;
      return shows === null ? 2 : 3;
    case 'promise':
      return ends ? 5 : 3;
    case 'denial':
      return 4;
    case 'negotiation':
      return 2;
    case 'hypothetical':
      return 1;
  }
}
