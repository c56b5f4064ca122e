/**
 * Reads claims out of an entry: who said what of whom, sentence by sentence. In doubt it reads nothing: a "released" that is
 * none hurts more than one that comes later. What a sentence holds is in claim-sentence.ts, to whom an event happened in
 * claim-whom.ts, as what it is told in claim-modality.ts, when it was in claim-date.ts, who says it in claim-speaker.ts.
 */
import type { FoundCue, Lexicon } from '#language/lexicon.ts';
import { splitSentences } from '#language/sentences.ts';
import type { Claim, ClaimEvent, Modality } from './claim.ts';
import { dateOf, datesBack, goesBack, isOld, isSaidLongAgo, liesAhead, saysAhead } from './claim-date.ts';
import { NOBODY_MEANT, meantAfter, meantByTitle } from './claim-meant.ts';
import { agencyIn, agencySaying, createMediaFinder } from './claim-media.ts';
import { modalityOf } from './claim-modality.ts';
import { generousOf } from './claim-generous.ts';
import { isOfSome, readExceptions, readPointer } from './claim-pointed.ts';
import type { Teller, Them } from './claim-pointed.ts';
import { quoteOf } from './claim-quote.ts';
import { dissect, listOf } from './claim-sentence.ts';
import type { FindMedia, Meant, Sentence } from './claim-sentence.ts';
import { looksBack } from './claim-past.ts';
import { toClaim } from './claim-record.ts';
import { settle } from './claim-settle.ts';
import { carried, isQuoteOpen, notHimself, tellOf } from './claim-spoken.ts';
import type { Reading } from './claim-settle.ts';
import { beforeColon, saidBefore, sameVoice, speakerOf, tellerOf, whoSays } from './claim-speaker.ts';
import { formOf, isCalledFreed, isCalledHeld, isFirm } from './claim-form.ts';
import { whomOf } from './claim-whom.ts';
import { ENTRY_FIELDS, saidAt } from './entry.ts';
import type { Entry, EntryField } from './entry.ts';
import type { Source } from './feed.ts';
import { CAPTIVITY, isEndEvent } from './situation-rules.ts';
import type { SituationRules } from './situation-rules.ts';
import type { Verdict } from './verdict.ts';
import { displayName } from './watchlist.ts';
import type { Watchlist } from './watchlist.ts';

export interface ClaimReaderDeps {
  /** By language tag. What is in another language is not read. */
  readonly lexicons: Pick<ReadonlyMap<string, Lexicon>, 'get'>;
  readonly watchlist: Pick<Watchlist, 'subjects' | 'rules'>;
  /** By source id: agencies, and which state's voice a medium is. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** Sentences looked at in one entry; a text of a megabyte says the same in its first ones. */
const MOST_SENTENCES = 400;

/** A sentence longer than this is a list or furniture, in UTF-16 units. */
const LONGEST_SENTENCE = 2000;

/** For how many sentences "among them" may still mean the people of an earlier one. */
const LONGEST_THEM = 3;

/** Makes the reader of claims. It reads entries that classify found relevant, by the mentions found there. */
export function createClaimReader(
  deps: ClaimReaderDeps,
  witness: Witness | null = null,
): (entry: Entry, verdict: Verdict) => readonly Claim[] {
  const findMedia = createMediaFinder(deps.sources.values());
  return (entry, verdict) => {
    const lexicon = deps.lexicons.get(verdict.language);
    if (lexicon === undefined) return [];
    const readings: Reading[] = [];
    let them: Them | null = null;
    let announced: Announced | null = null;
    let meant = NOBODY_MEANT;
    let spokeLast: string | null = null;
    let dated = false;
    for (const field of ENTRY_FIELDS) {
      const read: FieldReadings = readField(
        deps,
        { lexicon, findMedia, witness, rules: deps.watchlist.rules ?? CAPTIVITY },
        entry,
        field,
        verdict,
        them,
        announced,
        meant,
        spokeLast,
      );
      readings.push(...read.readings);
      them = read.them;
      announced = read.announced;
      spokeLast = read.spokeLast;
      dated ||= read.sentences.some((sentence) => datesBack(sentence, saidAt(entry)));
      meant = field === 'title' ? meantByTitle(read.meant, read.sentences, read.unclear) : read.meant;
    }
    const voiceOf = (id: string): string | null => {
      const voice = deps.watchlist.subjects.get(id)?.voice ?? null;
      return voice === id ? null : voice;
    };
    // "Freed hostage X", and nothing that dates it back: so a release may be told for the first time.
    const fresh = dated
      ? readings
      : readings.map((one) => (one.called ? { ...one, background: false } : one));
    const isOffice = (id: string): boolean => deps.watchlist.subjects.get(id)?.kind === 'body';
    return settle(fresh, voiceOf, isOffice).map((reading) => toClaim(deps, entry, reading));
  };
}

/** What somebody tells of people without names: "the army said that four hostages were freed". */
type Announced = Pick<Reading, 'event' | 'modality'> & { readonly speaker: string };

interface SentenceReadings {
  readonly readings: readonly Reading[];
  readonly them: Them | null;
  /** Those without names of whom captivity is told; meant in their sentence only. */
  readonly lasting: Them | null;
  readonly announced: Announced | null;
  /** It tells the end of somebody's captivity who is not of the watchlist: "another hostage was freed". */
  readonly unknown: boolean;
  /** It tells an end, and whose is not clear. */
  readonly unclear: boolean;
}

interface FieldReadings extends Omit<SentenceReadings, 'unknown' | 'lasting'> {
  readonly meant: Meant;
  readonly spokeLast: string | null;
  readonly sentences: readonly Sentence[];
}

/** Is told of each sentence read and of each event in it: what was made of it, and why nothing where nothing was. */
export interface Witness {
  sentence(sentence: Sentence): void;
  decided(cue: FoundCue, decision: string): void;
}

interface Tools {
  readonly rules: SituationRules;
  readonly lexicon: Lexicon;
  readonly findMedia: FindMedia;
  readonly witness: Witness | null;
}

function readField(
  deps: ClaimReaderDeps,
  tools: Tools,
  entry: Entry,
  field: EntryField,
  { mentions, kin = [] }: Pick<Verdict, 'mentions' | 'kin'>,
  themBefore: Them | null,
  announcedBefore: Announced | null,
  meantBefore: Meant,
  spokeBefore: string | null,
): FieldReadings {
  const text = entry[field];
  const here = mentions.filter((mention) => mention.field === field);
  const readings: Reading[] = [];
  let them = themBefore;
  let announced = announcedBefore;
  let spokeLast = spokeBefore;
  let meantLast = meantBefore;
  const sentences: Sentence[] = [];
  let unclear = false;
  const voiceOf = (id: string): string | null => deps.watchlist.subjects.get(id)?.voice ?? null;
  // Where the readings of the sentence before begin.
  let newest = 0;
  // Where those of an open quotation begin.
  let quoteFrom: number | null = null;
  // Once a text has gone back to an old release, what follows without a date of its own is looked back on too.
  let lookingBack = false;
  for (const { start, end } of splitSentences(text).slice(0, MOST_SENTENCES)) {
    if (end - start > LONGEST_SENTENCE) continue;
    const inside = here.filter((mention) => mention.start >= start && mention.end <= end);
    if (inside.length === 0 && meantLast.one === null && mentions.length === 0) continue;
    const sentence = dissect(
      { lexicon: tools.lexicon, findMedia: tools.findMedia, watchlist: deps.watchlist, meantLast },
      text.slice(start, end),
      inside,
      kin.filter((word) => word.field === field && word.start >= start && word.end <= end),
      start,
    );
    tools.witness?.sentence(sentence);
    sentences.push(sentence);
    const agency = agencySaying(sentence);
    // "Zakharova: … The spokeswoman thanked …"
    const named = field === 'lead' && sentences.length === 1 ? spokeBefore : null;
    const before = {
      spokeLast,
      named,
      agency: agency === null ? null : (deps.sources.get(agency)?.name ?? agency),
      voiceOf,
      calledOf: (id: string): string => {
        const subject = deps.watchlist.subjects.get(id);
        return subject === undefined ? id : displayName(subject, tools.lexicon.language);
      },
    };
    const speaker: Teller = (at, modality) => whoSays(sentence, at, modality, before);
    const via = agencyIn(sentence, entry.source);
    const said = saidBefore(sentence, before);
    if (said !== null) tellOf(readings, newest, { speaker: said, via });
    newest = readings.length;
    const old = goesBack(sentence, saidAt(entry));
    const told = readSentence(sentence, entry, field, speaker, tools);
    unclear ||= told.unclear;
    const found = {
      ...told,
      readings: [...told.readings, ...readExceptions(sentence, entry, field, speaker, tools.rules)],
    };
    const known = found.them ?? them;
    const meantNow = joinedDead(known, them);
    const pointed = [
      ...readPointer(sentence, entry, field, meantNow),
      ...(found.lasting === null || found.them !== null
        ? []
        : readPointer(sentence, entry, field, found.lasting)),
    ].filter(
      (one) =>
        !found.readings.some(
          (other) =>
            other.subject === one.subject && other.event === one.event && other.modality === one.modality,
        ),
    );
    const [pointer] = listOf(sentence, 'among');
    const meantHere =
      pointer === undefined
        ? pointed
        : pointed.map((one) => {
            tools.witness?.decided(
              pointer,
              `${one.subject} ${one.event}/${one.modality}, as was said before`,
            );
            const teller = one.speaker ?? speaker(pointer, one.modality);
            return { ...one, speaker: notHimself(one.subject, teller) };
          });
    readings.push(
      ...[...found.readings, ...meantHere]
        .map((one) => ((lookingBack || old) && one.eventAt === null ? lookedBackOn(one) : one))
        .map((one) => toldBy(sentence, one, announced)),
    );
    lookingBack ||= old;
    announced = told.announced ?? announced;
    them =
      found.them === null
        ? them === null || them.age >= LONGEST_THEM
          ? null
          : { ...them, age: them.age + 1 }
        : meantNow;
    meantLast = meantAfter(sentence, meantLast, told.unknown && field !== 'title');
    const reporting = sentence.cues.find((cue) => cue.cue.list === 'reporting');
    const spoke =
      sameVoice(reporting === undefined ? null : speakerOf(sentence, reporting), spokeLast, voiceOf) ??
      carried(sentence, before) ??
      beforeColon(sentence);
    // "“X was freed. We did it for Moscow”, Y said": all of the quotation is his.
    if (quoteFrom !== null && spoke !== null) tellOf(readings, quoteFrom, { speaker: spoke, via });
    const open = isQuoteOpen(sentence.text, quoteFrom !== null);
    spokeLast = spoke ?? (open ? spokeLast : null);
    quoteFrom = open ? (quoteFrom ?? newest) : null;
  }
  return { readings, them, announced, meant: meantLast, spokeLast, sentences, unclear };
}

/** "The army said that four hostages were freed. They are A and B": who told of all told of these. */
function toldBy(sentence: Sentence, reading: Reading, announced: Announced | null): Reading {
  const same =
    announced !== null && announced.event === reading.event && announced.modality === reading.modality;
  if (!same || reading.speaker !== null || reading.background || listOf(sentence, 'reporting').length > 0)
    return reading;
  return { ...reading, speaker: notHimself(reading.subject, announced.speaker) };
}

/** "Six were murdered. Their bodies were found": both is told of them. */
function joinedDead(now: Them | null, before: Them | null): Them | null {
  if (now === null || now === before || before === null || now.also !== null) return now;
  return { ...now, also: otherOfDead(before, now.event, now.modality) };
}

/** What was told before of those of whom it is told now that they died, or that their bodies were found. */
function otherOfDead(before: Them, event: ClaimEvent, modality: Modality): ClaimEvent | null {
  const isOfDead = (one: ClaimEvent): boolean => one === 'died' || one === BODY;
  const both = isOfDead(before.event) && isOfDead(event) && before.event !== event;
  return both && before.modality === 'fact' && modality === 'fact' ? before.event : null;
}

/** What it is to hand over somebody's body. */
const BODY: ClaimEvent = 'body-returned';

/** What is still so, or is asked for, is not of the past for standing in an old story. */
function lookedBackOn(reading: Reading): Reading {
  return reading.modality === 'fact' && reading.event !== 'held' ? { ...reading, background: true } : reading;
}

function readSentence(
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: Teller,
  { witness, rules }: Pick<Tools, 'witness' | 'rules'>,
): SentenceReadings {
  const statedAt = saidAt(entry);
  const longAgo = isSaidLongAgo(sentence, statedAt);
  const readings: Reading[] = [];
  let them: Them | null = null;
  let lasting: Them | null = null;
  let announced: Announced | null = null;
  let unknown = false;
  let unclear = false;
  for (const cue of listOf(sentence, 'event')) {
    const event = cue.cue.what;
    if (!Object.hasOwn(rules.events, event)) continue;
    const strict = whomOf(sentence, cue, event);
    const form = formOf(sentence, cue);
    const { modality, by, earlier, sure } = modalityOf(sentence, cue);
    const named = strict.subjects.length + strict.bodies.length > 0 || modality === null;
    const more = named ? [] : generousOf(sentence, cue, event, modality);
    const whom = more.length === 0 ? strict : { ...strict, subjects: more, unnamed: false };
    const nothing = (why: string): void => witness?.decided(cue, `nothing: ${why}`);
    // "No information about the release of X" denies no captivity.
    if (form === 'denied' && hasEventBehind(sentence, cue)) {
      nothing('another event is what is not known');
      continue;
    }
    if (modality === null) {
      nothing('no word says as what it is told, or words speak against each other');
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
      const end = event === 'released' && listOf(sentence, 'body').length > 0 ? 'body-returned' : event;
      const told = dateOf(sentence, cue, statedAt, modality === 'promise' ? 'ahead' : 'behind');
      const old = modality !== 'promise' && (told === null ? earlier : isOld(told, statedAt));
      const also: ClaimEvent | null = them === null ? null : otherOfDead(them, end, modality);
      const written = cue.cue.written;
      // Of a part of them: "four, two of whom were freed. One of the hostages is X" may mean the others.
      them =
        modality === 'fact' && isOfSome(sentence, cue)
          ? null
          : { event: end, modality, written, also, eventAt: told, background: old, age: 0 };
      const teller = speaker(by ?? cue, modality);
      const thanks = listOf(sentence, 'gratitude', 'gladness').length > 0;
      if (teller !== null && !thanks) announced = { event: end, modality, speaker: teller };
    }
    // "Two Russians are held by Hamas, one of them X"
    if (event === 'held' && modality === 'fact' && whom.unnamed) {
      const written = cue.cue.written;
      lasting = { event, modality, written, also: null, eventAt: null, background: earlier, age: 0 };
    }
    if (whom.subjects.length === 0 && whom.bodies.length === 0) {
      unclear ||= isEnd && isFirm(form) && modality === 'fact' && !whom.unnamed;
      unknown ||= isEnd && isFirm(form) && !sentence.people.some(({ is }) => is.kind === 'watched');
      nothing('nobody of the watchlist is who it happened to');
      continue;
    }
    const when = dateOf(sentence, cue, statedAt, modality === 'promise' ? 'ahead' : 'behind');
    const past = when !== null && isOld(when, statedAt);
    const undated =
      when === null && looksBack(sentence, cue, { form, field, subjects: whom.subjects, earlier, statedAt });
    if (modality === 'fact') {
      if (saysAhead(sentence, cue) || (when !== null && liesAhead(when, statedAt))) {
        nothing('a fact that lies ahead was misread');
        continue;
      }
      if (isEnd && isFirm(form) && !whom.clear) {
        unclear = true;
        unknown = true;
        nothing(`it may have happened to somebody else than ${whom.subjects.join(', ')}`);
        continue;
      }
    }
    witness?.decided(
      cue,
      `${[...whom.subjects, ...whom.bodies.map((id) => `the body of ${id}`)].join(', ')} ${event}/${modality}${by === null ? '' : `, by "${by.cue.written}"`}${sure ? '' : ', not surely'}`,
    );
    const happened = [
      ...whom.subjects.map((subject) => ({ subject, event })),
      ...(modality === 'fact' ? whom.bodies : []).map((subject) => ({ subject, event: BODY })),
    ];
    readings.push(
      ...happened.map(({ subject, event: what }): Reading => ({
        subject,
        event: what,
        modality,
        speaker: notHimself(subject, tellerOf(sentence, cue, event, speaker(by ?? cue, modality))),
        via: agencyIn(sentence, entry.source),
        quote: quoteOf(sentence),
        eventAt: when,
        background: longAgo || (modality !== 'promise' && (past || undated)),
        rule: `${sentence.lexicon.language}: ${cue.cue.written}${by === null ? '' : ` + ${by.cue.written}`}`,
        field,
        called: past ? false : isCalledFreed(sentence, cue, form),
        indirect: !sentence.mentions.some(({ is }) => is.id === subject),
        sure,
      })),
    );
  }
  return { readings, them, lasting, announced, unknown, unclear };
}

function hasEventBehind(sentence: Sentence, cue: FoundCue): boolean {
  return listOf(sentence, 'event').some((other) => other.first > cue.last && other.cue.what !== 'held');
}
