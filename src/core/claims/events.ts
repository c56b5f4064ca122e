/** What the events of one sentence tell, and of whom: the readings, and what later sentences need of them. */
import { isDeath } from './captivity.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import type { ClaimEvent, Modality } from '#core/claim.ts';
import {
  dateOf,
  dayAfterCaptivity,
  isOld,
  isPlannedDay,
  isSaidLongAgo,
  isStepOfPlan,
  liesAhead,
  saysAhead,
} from './date.ts';
import { isOfDead } from './dead.ts';
import { formOf, isCalledFreed, isCalledHeld, isFirm } from './form.ts';
import { generousOf } from './generous.ts';
import { isBeforeTaking } from './before.ts';
import { agencyIn } from './media.ts';
import { modalityOf } from './modality.ts';
import { isLeftOpen } from './order.ts';
import { looksBack } from './past.ts';
import { goesOnOfOthers } from './others.ts';
import { isAnnouncing } from './foretold.ts';
import { isOfSome, isOfThem } from './pointed.ts';
import type { Teller, Them } from './pointed.ts';
import { quoteOf } from './quote.ts';
import { REACH, listOf, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { tellerOf } from './speaker.ts';
import { notHimself } from './spoken.ts';
import type { Candidate } from './weigh.ts';
import { whomOf } from './whom.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import { isEndEvent } from '#core/situation-rules.ts';
import type { SituationRules } from '#core/situation-rules.ts';

/** What somebody tells of people without names: "the army said that four hostages were freed". */
export type Announced = Pick<Reading, 'event' | 'modality'> & { readonly speaker: string };

/** What one sentence tells, and what the sentences after it have to know of it. */
export interface SentenceReadings {
  readonly readings: readonly Reading[];
  /** Those without names of whom an end or a sign of life is told; the next sentences may name them. */
  readonly them: Them | null;
  /** Those without names of whom captivity is told; meant in their sentence only. */
  readonly lasting: Them | null;
  readonly announced: Announced | null;
  /** It tells the end of somebody's captivity who is not of the watchlist: "another hostage was freed". */
  readonly unknown: boolean;
  /** It tells an end, and whose is not clear. */
  readonly unclear: boolean;
  readonly passed: readonly Passed[];
}

/** Is told of each sentence read and of each event in it: what was made of it, and why nothing where nothing was. */
export interface Witness {
  sentence(sentence: Sentence): void;
  decided(cue: FoundCue, decision: string): void;
  /** What the rules left, when all is read. */
  weighed?(candidates: readonly Candidate[]): void;
}

/** An event of a sentence, and as what it is told. */
interface Told {
  readonly sentence: Sentence;
  readonly field: EntryField;
  readonly cue: FoundCue;
  readonly event: ClaimEvent;
  readonly form: EventForm;
  readonly by: FoundCue | null;
  readonly earlier: boolean;
  readonly sure: boolean;
  readonly speaker: Teller;
}

/** One that the rules tied to nobody, or only to others: what is left to be weighed (weigh.ts). */
export interface Passed extends Told {
  /** Null where no word says it. */
  readonly modality: Modality | null;
  /** What the rules made of it: nobody it happened to, perhaps somebody else, no word that says as what it is told, others. */
  readonly why: 'nobody' | 'somebody else' | 'no word' | 'others';
}

/** What it is to hand over somebody's body. */
const BODY: ClaimEvent = 'body-returned';

/**
 * Reads every event of a sentence: to whom it happened, told as what, by whom, on which day. Where that is not beyond doubt nothing
 * is read, the witness is told why, and the event may be left to be weighed (`passed`).
 * @param speaker asked for each event with the cue that says as what it is told
 */
export function readSentence(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: Teller,
  { witness, rules }: { readonly witness: Witness | null; readonly rules: SituationRules },
): SentenceReadings {
  const statedAt = saidAt(entry);
  const readings: Reading[] = [];
  let them: Them | null = null;
  let lasting: Them | null = null;
  let announced: Announced | null = null;
  let unknown = false;
  let unclear = false;
  const passed: Passed[] = [];
  for (const cue of listOf(sentence, 'event')) {
    const event = cue.cue.what;
    if (!Object.hasOwn(rules.events, event)) continue;
    const strict = whomOf(sentence, cue, event);
    const form = formOf(sentence, cue);
    const { modality: said, by, earlier, sure } = modalityOf(sentence, cue);
    // "Confirmed the release of X for next Saturday": the day says that it is a plan.
    const isPlan =
      said === 'fact' &&
      event === 'released' &&
      (saysAhead(sentence, cue) || isPlannedDay(sentence, cue, statedAt) || isStepOfPlan(sentence, cue));
    const modality = isPlan ? 'promise' : said;
    const named = strict.subjects.length + strict.bodies.length > 0 || modality === null;
    const more = named ? [] : generousOf(sentence, cue, event, modality);
    // "Slain hostage X was returned": his body.
    const ofDead = event === 'released' && isOfDead(sentence, cue);
    const whom = more.length === 0 ? strict : { ...strict, subjects: more, unnamed: false };
    const nothing = (why: string): void => witness?.decided(cue, `nothing: ${why}`);
    const told: Told = {
      sentence,
      field,
      cue,
      event: ofDead ? BODY : event,
      form,
      by,
      earlier,
      sure,
      speaker,
    };
    const pass = (why: Passed['why']): number => passed.push({ ...told, modality, why });
    // "No information about the release of X" denies no captivity.
    if (form === 'denied' && event !== 'sign-of-life' && hasEventBehind(sentence, cue)) {
      nothing('another event is what is not known');
      continue;
    }
    // "أعيدت جثثهم إلى إسرائيل": their bodies came back.
    const hasBody = listOf(sentence, 'body').some((one) => touches([cue], one));
    if (event === 'released' && hasBody && whom.bodies.length === 0) {
      nothing('it is told of a body');
      continue;
    }
    if (modality === null) {
      nothing('no word says as what it is told, or words speak against each other');
      pass('no word');
      continue;
    }
    // "Hostage X was freed": what he is called, beside his end.
    const endsHere = listOf(sentence, 'event').some(
      (one) => isEndEvent(rules, one.cue.what) && isFirm(formOf(sentence, one)) && one.first > cue.last,
    );
    if (event === 'held' && modality === 'fact' && endsHere && isCalledHeld(sentence, cue)) {
      nothing('the sentence tells the end of it');
      continue;
    }
    // A wrong one of these would move somebody: it has to be beyond doubt.
    const isEnd = isEndEvent(rules, event);
    if (isEnd && whom.unnamed) {
      // "Six bodies were handed over. X is among them."
      const end = event === 'released' && (ofDead || listOf(sentence, 'body').length > 0) ? BODY : event;
      const on = dateOf(sentence, cue, statedAt, modality === 'promise' ? 'ahead' : 'behind');
      const old = modality !== 'promise' && (on === null ? earlier : isOld(on, statedAt));
      const also: ClaimEvent | null = them === null ? null : otherOfDead(them, end, modality);
      const written = cue.cue.written;
      // Of a part of them: "four, two of whom were freed. One of the hostages is X" may mean the others.
      them =
        modality === 'fact' && (isOfSome(sentence, cue) || goesOnOfOthers(sentence, cue))
          ? null
          : {
              event: end,
              modality,
              written,
              also,
              eventAt: on,
              background: old,
              ofSome: isOfThem(sentence, cue),
              sure,
              age: 0,
            };
      const teller = speaker(by ?? cue, modality);
      const thanks = listOf(sentence, 'gratitude', 'gladness').length > 0;
      if (teller !== null && !thanks) announced = { event: end, modality, speaker: teller };
    }
    // "A video of two hostages was published. They are A and B"
    if (event === 'sign-of-life' && modality === 'fact' && whom.unnamed && them === null) {
      const written = cue.cue.written;
      const on = dateOf(sentence, cue, statedAt, 'behind');
      const background = on === null ? earlier : isOld(on, statedAt);
      them = { event, modality, written, also: null, eventAt: on, background, ofSome: false, sure, age: 0 };
      const captor = tellerOf(sentence, cue, event, speaker(by ?? cue, modality));
      if (captor !== null) announced = { event, modality, speaker: captor };
    }
    // "Two Russians are held by Hamas, one of them X"
    if (event === 'held' && modality === 'fact' && whom.unnamed) {
      const written = cue.cue.written;
      lasting = {
        event,
        modality,
        written,
        also: null,
        eventAt: null,
        background: earlier,
        ofSome: false,
        sure,
        age: 0,
      };
    }
    if (whom.subjects.length === 0 && whom.bodies.length === 0) {
      unclear ||= isEnd && isFirm(form) && modality === 'fact' && !whom.unnamed;
      unknown ||= isEnd && isFirm(form) && !sentence.people.some(({ is }) => is.kind === 'watched');
      nothing('nobody of the watchlist is who it happened to');
      pass('nobody');
      continue;
    }
    if (event === 'released' && isRollOfHeld(sentence, cue)) {
      nothing('it is a list of those who are held or dead');
      continue;
    }
    if (modality === 'fact' && event === 'released' && isBeforeTaking(sentence, cue)) {
      nothing('it was before the abduction');
      continue;
    }
    if (modality === 'fact') {
      if (isAhead(sentence, cue, statedAt)) {
        nothing('a fact that lies ahead was misread');
        continue;
      }
      if (isEnd && isFirm(form) && (!whom.clear || isLeftOpen(sentence, cue))) {
        unclear = true;
        unknown = true;
        nothing(`it may have happened to somebody else than ${whom.subjects.join(', ')}`);
        pass('somebody else');
        continue;
      }
    }
    witness?.decided(
      cue,
      `${[...whom.subjects, ...whom.bodies.map((id) => `the body of ${id}`)].join(', ')} ${event}/${modality}${by === null ? '' : `, by "${by.cue.written}"`}${sure ? '' : ', not surely'}`,
    );
    // "The body handed over is not that of X"
    const isBodys = event === 'released' && modality === 'denial' && isOfBodyBefore(sentence, cue);
    const happened = [
      ...whom.subjects.map((subject) => ({ subject, event: isBodys || ofDead ? BODY : event })),
      ...(modality === 'fact' ? whom.bodies : []).map((subject) => ({ subject, event: BODY })),
    ];
    pass('others');
    const subjects = whom.subjects;
    readings.push(
      ...happened.map(({ subject, event: what }) =>
        readingOf({ ...told, event: what, modality }, entry, subject, subjects),
      ),
    );
  }
  return { readings, them, lasting, announced, unknown, unclear, passed };
}

function isOfBodyBefore(sentence: Sentence, { first }: FoundCue): boolean {
  return listOf(sentence, 'body').some(({ last }) => last < first && first - last <= REACH.body);
}

/** "On the list of hostages held by Hamas", "of those killed": nobody of them is to be freed. */
function isRollOfHeld(sentence: Sentence, cue: FoundCue): boolean {
  if (cue.cue.form !== 'coming' || !touches(listOf(sentence, 'roll'), cue)) return false;
  const events = listOf(sentence, 'event');
  const isHeld = events.some(
    ({ cue: { what }, first }) =>
      (what === 'held' || isDeath(what)) && first > cue.first && first - cue.last <= REACH.firm,
  );
  return isHeld && !events.some((one) => one.cue.what === 'released' && !touches([one], cue));
}

/** What is told as done, on a day that is yet to come. */
export function isAhead(sentence: Sentence, cue: FoundCue, statedAt: number): boolean {
  if (saysAhead(sentence, cue)) return true;
  const when = dateOf(sentence, cue, statedAt, 'behind');
  return when !== null && liesAhead(when, statedAt);
}

/**
 * An event as told of one captive.
 *
 * @param subjects all of whom it is told.
 */
export function readingOf(
  {
    sentence,
    field,
    cue,
    event,
    form,
    modality,
    by,
    earlier,
    sure,
    speaker,
  }: Told & {
    readonly modality: Modality;
  },
  entry: Entry,
  subject: string,
  subjects: readonly string[],
): Reading {
  const statedAt = saidAt(entry);
  // "May be freed in March": as what is promised, what is possible or asked for lies ahead.
  const isAwaited =
    modality === 'promise' || (event === 'released' && !['fact', 'denial'].includes(modality));
  const when =
    dateOf(sentence, cue, statedAt, isAwaited ? 'ahead' : 'behind') ??
    (modality === 'fact' ? dayAfterCaptivity(sentence, cue, sentence.takenOf(subject), statedAt) : null);
  const past = when !== null && isOld(when, statedAt);
  const undated = when === null && looksBack(sentence, cue, { form, field, subjects, earlier, statedAt });
  return {
    subject,
    event,
    modality,
    speaker: notHimself(subject, tellerOf(sentence, cue, cue.cue.what, speaker(by ?? cue, modality))),
    via: agencyIn(sentence, entry.source),
    quote: quoteOf(sentence),
    eventAt: when,
    background: isSaidLongAgo(sentence, statedAt) || (!isAwaited && (past || undated)),
    rule: `${sentence.lexicon.language}: ${cue.cue.written}${by === null ? '' : ` + ${by.cue.written}`}`,
    field,
    called: past ? false : isCalledFreed(sentence, cue, form),
    indirect: !sentence.mentions.some(({ is }) => is.id === subject),
    announced: isAnnouncing(sentence, cue),
    sure,
  };
}

function hasEventBehind(sentence: Sentence, cue: FoundCue): boolean {
  return listOf(sentence, 'event').some((other) => other.first > cue.last && other.cue.what !== 'held');
}

/** What was told before of those of whom it is told now that they died, or that their bodies were found. */
export function otherOfDead(before: Them, event: ClaimEvent, modality: Modality): ClaimEvent | null {
  const both = isDeath(before.event) && isDeath(event) && before.event !== event;
  return both && before.modality === 'fact' && modality === 'fact' ? before.event : null;
}
