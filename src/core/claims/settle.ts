/** What an entry says when all its sentences are read: one reading for each subject, event and modality, and none against itself. */
import { isDeath } from './captivity.ts';
import type { ClaimEvent, EventDay, Modality } from '#core/claim.ts';
import type { EntryField } from '#core/entry.ts';

/** What one sentence says of one subject. */
export interface Reading {
  readonly subject: string;
  readonly event: ClaimEvent;
  readonly modality: Modality;
  readonly speaker: string | null;
  readonly via: string | null;
  readonly quote: string | null;
  readonly eventAt: EventDay | null;
  readonly background: boolean;
  readonly rule: string;
  readonly field: EntryField;
  /** Said of somebody who is not named in the sentence: "the hostage was freed". */
  readonly indirect: boolean;
  /** Old only because it calls somebody so: "freed hostage X". */
  readonly called: boolean;
  /** Told only by a word that announces it, which may be a plan: "announced the release of X". */
  readonly announced?: boolean;
  /** Not so of a denial or a possibility that may be one of something else: it is not told, and only speaks against a fact. */
  readonly sure: boolean;
}

/** Facts first: what is done is told before what was promised. */
const ORDER: readonly Modality[] = ['fact', 'denial', 'promise', 'negotiation', 'hypothetical'];

/** One reading for each subject, event and modality; what speaks against itself, or is not sure, is left out. */
export function settle(
  readings: readonly Reading[],
  /** Whose voice a subject is, by id: Hamas of its spokesman. */
  voiceOf: (speaker: string) => string | null,
  /** Whether a subject is a body, for which people speak. */
  isOffice: (speaker: string) => boolean,
  /** Whether somebody holds captives: his word makes nobody dead. */
  isCaptor: (speaker: string) => boolean,
): readonly Reading[] {
  const kept = new Map<string, Reading>();
  for (const one of readings) {
    const reading = isAside(one, readings) ? { ...one, speaker: null } : one;
    const key = `${reading.subject} ${reading.event} ${reading.modality}`;
    const known = kept.get(key);
    kept.set(key, known === undefined ? reading : merged(known, reading, voiceOf, isOffice));
  }
  const all = [...kept.values()];
  const told = all.filter((reading) => reading.sure && !isContested(reading, all, readings, isCaptor));
  return told
    .filter((reading) => !isDone(reading, told))
    .map((reading) => (isRecalled(reading, told) ? { ...reading, background: true } : reading))
    .sort((a, b) => ORDER.indexOf(a.modality) - ORDER.indexOf(b.modality));
}

/**
 * A look back in an entry makes the same fact a look back, unless it has no date and only calls "the freed hostage" who is said
 * to have been freed just now. A named speaker or day fills a gap.
 */
function merged(
  known: Reading,
  other: Reading,
  voiceOf: (speaker: string) => string | null,
  isOffice: (speaker: string) => boolean,
): Reading {
  // Who is held is told by the way time and again; once somebody says so, it is his word.
  if (known.event === 'held' && known.speaker === null && other.speaker !== null && other.modality === 'fact')
    return merged(other, { ...known, speaker: other.speaker }, voiceOf, isOffice);
  // "Hamas: X will be freed. Abu Marzouk said so in Moscow": the one who said it.
  const isOneVoice = (a: string, b: string): boolean => voiceOf(a) !== null && voiceOf(a) === voiceOf(b);
  const isSpokesman =
    known.speaker !== null &&
    other.speaker !== null &&
    (voiceOf(other.speaker) === known.speaker ||
      (isOffice(known.speaker) && !isOffice(other.speaker) && isOneVoice(known.speaker, other.speaker)));
  const told = isJustTold(known) ? other : isJustTold(other) ? known : null;
  const fresh = told !== null && (!told.background || told.eventAt === null);
  const background =
    known.modality === 'fact' && !fresh ? known.background || other.background : known.background && !fresh;
  const dated =
    known.background === other.background
      ? (known.eventAt ?? other.eventAt)
      : (known.background === background ? known : other).eventAt;
  return {
    ...known,
    indirect: known.indirect && other.indirect,
    called: known.called && other.called,
    announced: known.announced === true && other.announced === true,
    sure: known.sure || other.sure,
    speaker: isSpokesman ? other.speaker : speakerOfBoth(known, other, background),
    via: known.via ?? other.via,
    background,
    eventAt: dated,
  };
}

/**
 * Whose word it is where it is told twice. What the outlet itself tells as a fact does not become somebody's word for being told
 * again by him, unless it was only the headline; who shows a captive has shown him in any case.
 */
function speakerOfBoth(known: Reading, other: Reading, background: boolean): string | null {
  const isOutlets = known.modality === 'fact' && known.event !== 'sign-of-life' && known.field !== 'title';
  if (isOutlets && (known.speaker === null || (background && other.speaker === null))) return null;
  return known.speaker ?? other.speaker;
}

function isJustTold(reading: Reading): boolean {
  return reading.modality === 'fact' && !reading.background;
}

/** What was asked for, promised or possible, where the same entry tells that it was done: "X is free; his mother had begged for it". */
function isDone({ subject, event, modality, quote }: Reading, told: readonly Reading[]): boolean {
  if (modality === 'fact') return false;
  // "A clip of X after months without a sign of life"
  if (modality === 'denial')
    return (
      event === 'sign-of-life' &&
      told.some(
        (one) =>
          one.subject === subject && one.event === event && one.modality === 'fact' && one.quote === quote,
      )
    );
  return told.some((one) => one.subject === subject && one.event === event && one.modality === 'fact');
}

/** Somebody who is held or seen in a video is not "the man" who was freed. */
function speaksAgainst({ event, modality, background, indirect }: Reading): boolean {
  return (event === 'held' || event === 'sign-of-life') && modality === 'fact' && !background && !indirect;
}

/** A present fact that the same entry denies, or whose headline says otherwise; captivity beside its end. */
function isContested(
  reading: Reading,
  all: readonly Reading[],
  readings: readonly Reading[],
  isCaptor: (speaker: string) => boolean,
): boolean {
  if (reading.modality !== 'fact') return false;
  const same = all.filter((other) => other.subject === reading.subject && other !== reading);
  // "They were all released", of those named before him who is seen in the video.
  if (
    reading.indirect &&
    same.some((other) => speaksAgainst(other) && !(reading.background && other.event === 'held'))
  )
    return true;
  // A freed man's own video.
  const isFree = same.some((o) => o.event === 'released' && o.modality === 'fact');
  if (reading.event === 'sign-of-life' && reading.eventAt === null && isFree) return true;
  // A dead man's last video shows nobody alive.
  const isDead = same.some((o) => isDeath(o.event) && o.modality === 'fact');
  if (reading.event === 'sign-of-life' && isDead) return true;
  if (reading.background) return false;
  if (reading.event === 'held' || reading.event === 'sign-of-life') {
    // "The men who held them murdered them, so that they would not be saved": whatever is said of the end, captivity is no news beside it.
    const beside = readings.some(
      (o) =>
        o.subject === reading.subject &&
        o.quote === reading.quote &&
        !o.sure &&
        (o.event === 'released' || o.event === 'died'),
    );
    if (beside && reading.indirect) return true;
    // "No confirmed information that X is held"; but "a clip of X after months without a sign of life" shows him.
    const denied =
      reading.event === 'held' &&
      readings.some(
        (o) =>
          o.subject === reading.subject &&
          o.event === reading.event &&
          o.modality === 'denial' &&
          o.quote === reading.quote,
      );
    if (denied) return true;
    return same.some((o) => o.modality === 'fact' && (o.event === 'released' || isDeath(o.event)));
  }
  if (reading.event !== 'released' && reading.event !== 'died') return false;
  // "Hamas said on Monday that X was killed. On Saturday X was freed": what they claim takes nothing from what is told beside it.
  const isClaimed = (death: Reading): boolean =>
    death.speaker !== null &&
    isCaptor(death.speaker) &&
    death.speaker !== reading.speaker &&
    death.quote !== reading.quote &&
    !reading.indirect;
  if (
    reading.event === 'released' &&
    same.some((o) => o.modality === 'fact' && !o.background && isDeath(o.event) && !isClaimed(o))
  ) {
    return true;
  }
  const denied = [...same, ...readings.filter((o) => o.subject === reading.subject && !o.sure)].some(
    (o) =>
      o.event === reading.event &&
      o.modality === 'denial' &&
      // "It did not take long": what denies nothing surely speaks against its own sentence alone.
      (o.sure || o.quote === reading.quote) &&
      o.speaker === reading.speaker,
  );
  const headline = readings.filter(
    (o) => o.field === 'title' && o.subject === reading.subject && o.event === reading.event,
  );
  return denied || (headline.length > 0 && headline.every((o) => o.modality !== 'fact'));
}

/** "Hamas promised that X, held since October, will go free": that he is held is told by the way, and by the outlet. */
function isAside(reading: Reading, readings: readonly Reading[]): boolean {
  if (reading.event !== 'held' || reading.modality !== 'fact' || reading.speaker === null) return false;
  const others = readings.filter(({ quote }) => quote === reading.quote);
  return others.some(({ event }) => event !== 'held' && event !== 'sign-of-life');
}

/** What a report on a new video says further down of promises and refusals is what was said before. */
function isRecalled(reading: Reading, told: readonly Reading[]): boolean {
  if (reading.modality !== 'promise' && reading.modality !== 'denial') return false;
  if (reading.event !== 'released' || reading.field === 'title') return false;
  return told.some(
    (other) =>
      other.subject === reading.subject &&
      other.event === 'sign-of-life' &&
      other.modality === 'fact' &&
      !other.background &&
      other.quote !== reading.quote &&
      told.indexOf(other) < told.indexOf(reading),
  );
}
