/** What was told of a ledger's claims, and what a further claim adds to it. */
import type { Claim } from './claim.ts';
import { originIn } from './evidence.ts';
import type { Found, Tally, Watch } from './evidence.ts';
import type { ChangeKind, SituationName } from './situation.ts';
import { DAY, HOUR } from './spans.ts';

/** The same voice with the same promise or denial within this time says nothing new, ms. */
export const SAME_WORD = 30 * DAY;

/** Another voice with the same promise within this time adds weight to it (the length of a story), ms. */
export const SAME_STORY = 72 * HOUR;

/** What is told of people without names so soon after it was told of one with a name is the same, ms: news of one day. */
export const SAME_EVENT = 36 * HOUR;

/** A ledger read claim by claim, in ledger order. */
export interface Reading {
  readonly watch: Watch;
  tally: Tally;
  found: Found;
  /** All read so far. */
  readonly seen: Claim[];
  readonly counts: Map<ChangeKind, number>;
  readonly told: Telling[];
  /**
   * What was said before an end that was taken back since, but for denials. A message of it may have been dropped as overtaken by
   * that end, and who got it has read of the end after it: whoever says it again tells news.
   */
  overtaken: ReadonlySet<Claim>;
  /** By event and modality. */
  readonly past: Map<string, Claim[]>;
  readonly group: boolean;
  /** For a group: what is said of captives by name. */
  readonly named: readonly Claim[];
}

/** A change that was told, or would have been. */
export interface Telling {
  readonly kind: ChangeKind;
  readonly ordinal: number;
  readonly claim: Claim;
  /** The situation that it brought, for changes of situation. */
  readonly into: SituationName | null;
  /** Outlets and origins that have told it. */
  readonly voices: Set<string>;
}

/** What a claim is worth telling as. */
export interface Told {
  readonly as: 'change' | 'support';
  readonly kind: ChangeKind;
  readonly ordinal: number;
  /** Of a correction: what it takes back, where that was told. */
  readonly corrects: Telling | null;
}

/** Whose word it is: an official's is his body's, a minister's his state's; null: the outlet's own. */
export function voiceOf({ speaker }: Claim, watch: Watch): string | null {
  return (speaker === null ? null : watch.subjects.get(speaker)?.voice) ?? speaker;
}

/** What was told last of all that fits, and has not been overtaken by an end that did not come. */
export function lastTold(
  { told, overtaken }: Reading,
  fits: (past: Telling) => boolean,
): Telling | undefined {
  return told.findLast((past) => !overtaken.has(past.claim) && fits(past));
}

/**
 * The same word of the same voice in the last 30 days, no less firm, and not before `since`, ms. What a voice was only heard
 * to say beside another one's promise has not been told as its own.
 * Nor does it count what an end has overtaken that was taken back.
 */
export function saidBefore(reading: Reading, claim: Claim, since = 0): boolean {
  const voice = voiceOf(claim, reading.watch);
  const { overtaken } = reading;
  const tellings = reading.told.filter(
    (past) => past.kind === 'promise' && past.claim.event === claim.event && !overtaken.has(past.claim),
  );
  return pastOf(reading, claim.event, claim.modality).some((past) => {
    if (overtaken.has(past)) return false;
    if (past.statedAt < since || voiceOf(past, reading.watch) !== voice) return false;
    if (!within(past, claim, SAME_WORD) || firmness(past) < firmness(claim)) return false;
    if (isOfTheseDays(past, claim)) return false;
    if (claim.modality !== 'promise') return true;
    const beside = tellings.filter((one) => within(one.claim, past, SAME_STORY));
    return beside.length === 0 || beside.some((one) => voiceOf(one.claim, reading.watch) === voice);
  });
}

/** Whether it came in silence, and nobody was told: a dossier's claim, or one of a report that was read as history. */
export function cameSilently({ from }: Claim): boolean {
  return from.kind === 'dossier' || (from.kind === 'entry' && from.silent === true);
}

/** What came in silence in these days tells the same news and has told nobody: the first report of it is still the first. */
export function isOfTheseDays(past: Claim, claim: Claim): boolean {
  return cameSilently(past) && within(past, claim, SAME_STORY);
}

/** What was said before of the same event with the same modality, in ledger order, whether it was told or not. */
export function pastOf(
  reading: Reading,
  event: Claim['event'],
  modality: Claim['modality'],
): readonly Claim[] {
  return reading.past.get(kindOfClaim(event, modality)) ?? [];
}

/** Under which key a reading has it. */
export function kindOfClaim(event: Claim['event'], modality: Claim['modality']): string {
  return `${event} ${modality}`;
}

/** A named day binds more than a week, a week more than a month, a month more than "soon". */
export function firmness(claim: Claim): number {
  return claim.eventAt === null ? 0 : { month: 1, week: 2, day: 3 }[claim.eventAt.precision];
}

/** Whether the two were said so close to each other, whichever came first. @param ms at most */
export function within(a: Claim, b: Claim, ms: number): boolean {
  return Math.abs(a.statedAt - b.statedAt) <= ms;
}

/** Whether one report says both. Dossiers and the desk are none. */
export function sameEntry(a: Claim, b: Claim): boolean {
  return a.from.kind === 'entry' && b.from.kind === 'entry' && a.from.entry === b.from.entry;
}

/** The change into this situation that was told last; null when the last change was into another one. */
export function toldInto({ told }: Reading, situation: SituationName): Telling | null {
  const last = told.findLast((past) => past.into !== null);
  return last?.into === situation ? last : null;
}

/** Notes a change in the reading as told, which gives it the next ordinal of its kind. @param into the situation it brings, if one */
export function change(
  reading: Reading,
  kind: ChangeKind,
  claim: Claim,
  into: SituationName | null,
  corrects: Telling | null = null,
): Told {
  const ordinal = (reading.counts.get(kind) ?? 0) + 1;
  reading.counts.set(kind, ordinal);
  const voices = new Set([claim.source, originIn(claim, reading.tally.watch)]);
  reading.told.push({ kind, ordinal, claim, into, voices });
  return { as: 'change', kind, ordinal, corrects };
}

/** Only a source or an origin that has not told it yet adds anything. */
export function support(reading: Reading, telling: Telling, claim: Claim, rose: boolean): Told | null {
  const { voices } = telling;
  const before = voices.size;
  voices.add(claim.source).add(originIn(claim, reading.tally.watch));
  return rose || voices.size > before
    ? { as: 'support', kind: telling.kind, ordinal: telling.ordinal, corrects: null }
    : null;
}
