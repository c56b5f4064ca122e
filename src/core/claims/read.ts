/**
 * Reads claims out of an entry: who said what of whom, sentence by sentence. In doubt it reads nothing: a "released" that is
 * none hurts more than one that comes later. Where what is done, in this order:
 *
 * - what a sentence holds: sentence, people (named, cast, media, role, kin, citizenship), range, word; which events are a death: captivity
 * - whose its events are: events, whom (side, order, list, along, pointed, named, antecedent, participle, elided, except, meant,
 *   owner, strangers), and whether beyond doubt: theirs, others; then a second, generous reading: generous
 * - as what they are told: form, modality (around, denied, after, before, body, hoped, absent, foretold), surely, untrue
 * - when they were: date, past
 * - who says it: speaker (doer, printed, spoken, quote)
 * - what the text says when all is read: settle; what may be meant by weight: weigh (signs, weights); how it is kept: record
 */
import type { Lexicon } from '#language/lexicon.ts';
import { splitSentences } from '#language/sentences.ts';
import type { Claim } from '#core/claim.ts';
import { castOf } from './cast.ts';
import { readAbsent } from './absent.ts';
import { datesBack, goesBack } from './date.ts';
import { aboutWhom } from './doer.ts';
import { readElided } from './elided.ts';
import { otherOfDead, readSentence } from './events.ts';
import { readingOf } from './events.ts';
import type { Announced, Passed, SentenceReadings, Witness } from './events.ts';
import { foretelling } from './foretold.ts';
import { NOBODY_MEANT, meantAfter, meantByTitle } from './meant.ts';
import { agencyIn, agencySaying, createMediaFinder, mediumSaying } from './media.ts';
import { readExceptions, readPointer } from './pointed.ts';
import type { Teller, Them } from './pointed.ts';
import { dissect, listOf, touches } from './sentence.ts';
import type { FindMedia, Meant, Sentence } from './sentence.ts';
import { toClaim } from './record.ts';
import { takeBack, takesBack } from './untrue.ts';
import { settle } from './settle.ts';
import type { Reading } from './settle.ts';
import { carried, isQuoted, notHimself, speechAfter, speechFrom, tellOf } from './spoken.ts';
import {
  beforeColon,
  behindDash,
  saidBefore,
  sameVoice,
  speakerOf,
  spokesmanOfBody,
  thankedLongAgo,
  whoSays,
} from './speaker.ts';
import { candidatesOf, likelyOf } from './weigh.ts';
import { ENTRY_FIELDS, saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import { CAPTIVITY } from '#core/situation-rules.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import type { Verdict } from '#core/verdict.ts';
import { displayName } from '#core/watchlist.ts';
import type { Watchlist } from '#core/watchlist.ts';

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

/**
 * A sentence that tells of more than this is a list or furniture: the rules weigh each event against each other, and no feed may hold up
 * the rest.
 */
const MOST_EVENTS = 40;

/** So many events of a field are looked at; a long report tells of a hundred. */
const MOST_TOLD = 500;

/** So many events that no rule tied to anybody are weighed, each against all others. */
const MOST_WEIGHED = 200;

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
    const spoken = new Set<string>();
    let dated = false;
    const passed: Passed[] = [];
    const sentences: Sentence[] = [];
    let titles = 0;
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
      // What the headline tells is what the first sentences tell.
      if (field === 'lead' && read.saidBack !== null)
        tellOf(readings, 0, { speaker: read.saidBack, via: null });
      const [opening] = read.sentences;
      if (opening !== undefined && takesBack(opening, sentences.at(-1))) {
        const [denier = null] = read.spoken;
        takeBack(readings, [0, readings.length], denier, deps.watchlist.rules ?? CAPTIVITY);
      }
      readings.push(...read.readings);
      passed.push(...read.passed);
      sentences.push(...read.sentences);
      if (field === 'title') titles = sentences.length;
      them = read.them;
      announced = read.announced;
      spokeLast = read.spokeLast;
      read.spoken.forEach((one) => spoken.add(one));
      dated ||= read.sentences.some((sentence) => datesBack(sentence, saidAt(entry)));
      meant = field === 'title' ? meantByTitle(read.meant, read.sentences, read.unclear) : read.meant;
    }
    const voiceOf = (id: string): string | null => {
      const voice = deps.watchlist.subjects.get(id)?.voice ?? null;
      return voice === id ? null : voice;
    };
    // "Freed hostage X", and nothing that dates it back: so a release may be told for the first time.
    const fresh = (
      dated ? readings : readings.map((one) => (one.called ? { ...one, background: false } : one))
    ).map(foretelling(readings, passed, new Set(sentences.slice(0, titles))));
    const isOffice = (id: string): boolean => {
      const subject = deps.watchlist.subjects.get(id);
      return subject?.kind === 'body' && subject.spokesmanOf === undefined;
    };
    const settled = settle(fresh, voiceOf, isOffice).map((one) => spokesmanOfBody(one, spoken, voiceOf));
    const candidates = candidatesOf(passed.slice(0, MOST_WEIGHED), { sentences, titles, readings: settled });
    witness?.weighed?.(candidates);
    return [
      ...settled.map((reading) => toClaim(deps, entry, reading, false)),
      ...likelyOf(candidates).map(({ passed: one, subject, modality, chance }) => {
        const reading = readingOf({ ...one, modality }, entry, subject, [subject]);
        const rule = `${reading.rule}, weighed ${chance.toFixed(2)}`;
        return toClaim(deps, entry, { ...reading, rule }, true);
      }),
    ];
  };
}

interface FieldReadings extends Omit<SentenceReadings, 'unknown' | 'lasting'> {
  readonly meant: Meant;
  readonly spokeLast: string | null;
  /** Who turned out, near its beginning, to have said what stands before: "this was announced by". */
  readonly saidBack: string | null;
  /** All who spoke. */
  readonly spoken: ReadonlySet<string>;
  readonly sentences: readonly Sentence[];
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
  // What was promised to people without names stays owed, though a fact is told of others in between.
  let owed = isOwed(themBefore) ? themBefore : null;
  let announced = announcedBefore;
  let speech = speechFrom(spokeBefore);
  const spoken = new Set<string>();
  let saidBack: string | null = null;
  let meantLast = meantBefore;
  const passed: Passed[] = [];
  const sentences: Sentence[] = [];
  const cast = castOf(entry, mentions, tools.lexicon, deps.watchlist);
  let unclear = false;
  let seen = 0;
  const voiceOf = (id: string): string | null => deps.watchlist.subjects.get(id)?.voice ?? null;
  // Where the readings of each sentence begin, and whose words a sentence turned out to be.
  const begins: number[] = [];
  const later = new Map<Sentence, string>();
  // Once a text has gone back to an old release, what follows without a date of its own is looked back on too.
  let lookingBack = false;
  for (const { start, end } of splitSentences(text).slice(0, MOST_SENTENCES)) {
    if (end - start > LONGEST_SENTENCE) continue;
    const inside = here.filter((mention) => mention.start >= start && mention.end <= end);
    if (inside.length === 0 && meantLast.one === null && mentions.length === 0) continue;
    const sentence = dissect(
      { lexicon: tools.lexicon, findMedia: tools.findMedia, watchlist: deps.watchlist, meantLast, cast },
      text.slice(start, end),
      inside,
      kin.filter((word) => word.field === field && word.start >= start && word.end <= end),
      start,
    );
    const events = listOf(sentence, 'event').length;
    seen += events;
    if (events > MOST_EVENTS || seen > MOST_TOLD) continue;
    tools.witness?.sentence(sentence);
    sentences.push(sentence);
    const agency = agencySaying(sentence);
    // "Zakharova: … The spokeswoman thanked …"
    const named = field === 'lead' && sentences.length === 1 ? spokeBefore : null;
    const before = {
      ...speech,
      quoted: isQuoted(sentence.text, speech),
      named,
      medium: mediumSaying(sentence, entry.source),
      agency: agency === null ? null : (deps.sources.get(agency)?.name ?? agency),
      voiceOf,
      calledOf: (id: string): string => {
        const subject = deps.watchlist.subjects.get(id);
        return subject === undefined ? id : displayName(subject, tools.lexicon.language);
      },
    };
    const speaker: Teller = (at, modality) =>
      whoSays(sentence, at, modality, before) ?? later.get(sentence) ?? null;
    const via = agencyIn(sentence, entry.source);
    const said = saidBefore(sentence, before);
    const place = sentences.length - 1;
    // "Hamas promises to free X. The ambassador announced this": whose word the promise is here.
    const isOfCaptor = (id: string): boolean => deps.watchlist.subjects.get(id)?.role === 'captor';
    // "The ministry demands the release of X. Its spokeswoman announced this": hers.
    const isOfHers = (id: string): boolean => said !== null && id !== said && voiceOf(id) === voiceOf(said);
    const over = (one: Reading): boolean =>
      said !== null &&
      one.speaker !== null &&
      ((one.modality === 'promise' && isOfCaptor(one.speaker)) ||
        (voiceOf(said) !== null &&
          deps.watchlist.subjects.get(one.speaker)?.kind === 'body' &&
          isOfHers(one.speaker)));
    const tell = (from: number, who: string): void => {
      tellOf(readings, begins[from] ?? 0, { speaker: who, via, over });
      for (const one of sentences.slice(from, place + 1)) later.set(one, later.get(one) ?? who);
    };
    // The last thing told.
    const last = begins.at(-1) === readings.length ? place - 2 : place - 1;
    if (place <= 2) saidBack ??= said;
    if (said !== null && place > 0) tell(Math.max(0, last), said);
    begins.push(readings.length);
    const old = goesBack(sentence, saidAt(entry));
    const told = readSentence(sentence, entry, field, speaker, tools);
    unclear ||= told.unclear;
    passed.push(...told.passed);
    const found = {
      ...told,
      readings: [
        ...told.readings,
        ...readExceptions(sentence, entry, field, speaker, tools.rules),
        ...readElided(sentence, entry, field, speaker, tools.rules),
      ],
    };
    const awaited =
      them !== null || found.them !== null || readings.some(({ event }) => event === 'released');
    const absent = readAbsent(sentence, entry, field, speaker, awaited);
    const known = found.them ?? them;
    const meantNow = joinedDead(known, them);
    const owedHere =
      owed !== null && meantNow?.modality === 'fact' ? readPointer(sentence, entry, field, owed) : [];
    // "Ready to free two Russians. Four were asked for. Two of them were freed. They are A and B": those, or the ones still waited for.
    const isMixed =
      meantNow?.ofSome === true &&
      meantNow.modality === 'fact' &&
      [...readings, ...passed].some(
        ({ event, modality }) => event === meantNow.event && modality !== null && modality !== 'fact',
      );
    const toldLast = isMixed ? [] : readPointer(sentence, entry, field, meantNow);
    // "One of them is X": of the last ones. "One of the captives is X": of those still owed, in doubt.
    const [first, second] =
      listOf(sentence, 'others').length > 0 ? [owedHere, toldLast] : [toldLast, owedHere];
    const pointed = [
      ...first,
      ...second.filter(({ subject }) => !first.some((one) => one.subject === subject)),
      ...(found.lasting === null || found.them !== null
        ? []
        : readPointer(sentence, entry, field, found.lasting)),
    ].filter(
      (one) =>
        // Captivity is nothing that is promised: "X is on the list of hostages held in Gaza".
        (one.event !== 'held' || one.modality === 'fact') &&
        // "X is on the list of those freed": what is told of him by himself, promised here, outweighs what was told of them.
        !found.readings.some(
          (other) =>
            other.subject === one.subject &&
            other.event === one.event &&
            (other.modality === one.modality || one.modality === 'fact'),
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
    // Who is missing is missing alone: "X is not on it, and Y is".
    const isAbsent = (one: Reading): boolean =>
      one.event === 'released' &&
      absent.length > 0 &&
      (one.modality === 'denial' || absent.some(({ subject }) => subject === one.subject));
    readings.push(
      ...absent,
      ...[...found.readings, ...meantHere]
        .filter((one) => !isAbsent(one))
        .map((one) => ((lookingBack || old) && one.eventAt === null ? lookedBackOn(one) : one))
        .map((one) => toldBy(sentence, before.quoted ? one : thankedLongAgo(sentence, one), announced)),
    );
    lookingBack ||= old;
    announced = told.announced ?? announced;
    owed = isOwed(found.them) ? found.them : aged(owed);
    them = found.them === null ? aged(them) : meantNow;
    meantLast = meantAfter(sentence, meantLast, told.unknown && field !== 'title');
    const reporting = sentence.cues.find((cue) => cue.cue.list === 'reporting');
    const spoke =
      sameVoice(reporting === undefined ? null : speakerOf(sentence, reporting), speech.spokeLast, voiceOf) ??
      carried(sentence, before) ??
      beforeColon(sentence) ??
      behindDash(sentence);
    if (spoke !== null) spoken.add(spoke);
    if (takesBack(sentence, sentences[place - 1]))
      takeBack(readings, [begins[place - 1] ?? 0, begins[place] ?? 0], spoke, tools.rules);
    speech = speechAfter(sentence, speech, { at: place, spoke, opener: aboutWhom(sentence), tell });
  }
  return {
    readings,
    them,
    announced,
    meant: meantLast,
    spokeLast: speech.spokeLast,
    spoken,
    saidBack,
    sentences,
    unclear,
    passed,
  };
}

/** "The army said that four hostages were freed. They are A and B": who told of all told of these. */
function toldBy(sentence: Sentence, reading: Reading, announced: Announced | null): Reading {
  const same =
    announced !== null && announced.event === reading.event && announced.modality === reading.modality;
  // "…, the agency reports": that another passes it on.
  const agencies = listOf(sentence, 'agency');
  const parts = listOf(sentence, 'reporting', 'earlier').filter(
    ({ first, last }) => !touches(agencies, { first: first - 1, last: last + 1 }),
  );
  if (!same || reading.speaker !== null || reading.background || parts.length > 0) return reading;
  return { ...reading, speaker: notHimself(reading.subject, announced.speaker) };
}

/** Promised, or asked for. */
function isOwed(them: Them | null): boolean {
  return them?.modality === 'promise' || them?.modality === 'negotiation';
}

/** The same a sentence later; null when it was said too long ago. */
function aged(them: Them | null): Them | null {
  return them === null || them.age >= LONGEST_THEM ? null : { ...them, age: them.age + 1 };
}

/** "Six were murdered. Their bodies were found": both is told of them. */
function joinedDead(now: Them | null, before: Them | null): Them | null {
  if (now === null || now === before || before === null || now.also !== null) return now;
  return { ...now, also: otherOfDead(before, now.event, now.modality) };
}

/** What is still so, or is asked for, is not of the past for standing in an old story. */
function lookedBackOn(reading: Reading): Reading {
  return reading.modality === 'fact' && reading.event !== 'held' ? { ...reading, background: true } : reading;
}
