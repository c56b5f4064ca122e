/** Reads one field of an entry sentence by sentence, each in the light of what was said before it. */
import type { Lexicon } from '#language/lexicon.ts';
import { splitSentences } from '#language/sentences.ts';
import { readAbsent } from './absent.ts';
import { attributesIn, withoutAttributes } from './attribute.ts';
import type { Attribute } from './attribute.ts';
import { isDeath, isTaking } from './captivity.ts';
import type { Cast } from './cast.ts';
import { goesBack } from './date.ts';
import { aboutRelation } from './relation.ts';
import { aboutStranger, aboutWhom } from './doer.ts';
import { readElided } from './elided.ts';
import { otherOfDead, readSentence } from './events.ts';
import type { Announced, Passed, SentenceReadings, Witness } from './events.ts';
import { NOBODY_MEANT, meantAfter } from './meant.ts';
import { agencyIn, agencySaying, mediumSaying } from './media.ts';
import { readExceptions, readPointer } from './pointed.ts';
import type { Teller, Them } from './pointed.ts';
import { dissect, hisByEnding, listOf, touches } from './sentence.ts';
import type { FindMedia, Meant, Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { carried, isQuoted, notHimself, speechAfter, speechFrom, tellOf } from './spoken.ts';
import type { Before, Speech } from './spoken.ts';
import {
  beforeColon,
  behindDash,
  saidBefore,
  sameVoice,
  speakerOf,
  thankedLongAgo,
  whoSays,
} from './speaker.ts';
import { takeBack, takesBack } from './untrue.ts';
import { saidAt } from '#core/entry.ts';
import type { Entry, EntryField } from '#core/entry.ts';
import type { Source } from '#core/feed.ts';
import type { SituationRules } from '#core/situation-rules.ts';
import type { Mention, Verdict } from '#core/verdict.ts';
import { displayName } from '#core/watchlist.ts';
import type { Watchlist } from '#core/watchlist.ts';

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

/** For how many sentences "among them" may still mean the people of an earlier one. */
const LONGEST_THEM = 3;

/** What runs on from sentence to sentence, and from field to field. */
export interface Thread {
  /** People without names of whom something was told last. */
  readonly them: Them | null;
  /** The same of a promise or a demand: it stays owed, though a fact is told of others in between. In its field only. */
  readonly owed: Them | null;
  readonly announced: Announced | null;
  readonly meant: Meant;
  readonly speech: Speech;
  /** A sentence of the field went back to an old release: what follows without a date of its own is looked back on too. */
  readonly looksBack: boolean;
}

/** Before anything is read. */
export const NOTHING_SAID: Thread = {
  them: null,
  owed: null,
  announced: null,
  meant: NOBODY_MEANT,
  speech: speechFrom(null),
  looksBack: false,
};

/** An entry, and what it is read with. */
export interface Tools {
  readonly entry: Entry;
  readonly verdict: Pick<Verdict, 'mentions' | 'kin'>;
  readonly lexicon: Lexicon;
  readonly watchlist: Pick<Watchlist, 'subjects'>;
  readonly sources: ReadonlyMap<string, Source>;
  readonly rules: SituationRules;
  readonly cast: Cast;
  readonly findMedia: FindMedia;
  readonly witness: Witness | null;
}

/** What a field tells. */
export interface FieldReadings extends Pick<SentenceReadings, 'readings' | 'unclear' | 'passed'> {
  readonly thread: Thread;
  /** Who turned out, near its beginning, to have said what stands before: "this was announced by". */
  readonly saidBack: string | null;
  /** All who spoke. */
  readonly spoken: ReadonlySet<string>;
  readonly sentences: readonly Sentence[];
}

/** @param before what the fields before it have said */
export function readField(tools: Tools, field: EntryField, before: Thread): FieldReadings {
  const { entry, rules, witness } = tools;
  const spokeBefore = before.speech.spokeLast;
  let thread: Thread = {
    ...before,
    owed: isOwed(before.them) ? before.them : null,
    speech: speechFrom(spokeBefore),
    looksBack: false,
  };
  const readings: Reading[] = [];
  const passed: Passed[] = [];
  const sentences: Sentence[] = [];
  const spoken = new Set<string>();
  let saidBack: string | null = null;
  let unclear = false;
  let seen = 0;
  // Where the readings of each sentence begin, and whose words a sentence turned out to be.
  const begins: number[] = [];
  const later = new Map<Sentence, string>();
  for (const { start, end } of splitSentences(entry[field]).slice(0, MOST_SENTENCES)) {
    const read = sentenceAt(tools, field, start, end, thread.meant);
    if (read === null) continue;
    const { sentence, whole } = read;
    const events = listOf(sentence, 'event').length;
    seen += events;
    if (events > MOST_EVENTS || seen > MOST_TOLD) continue;
    const taking = whole === sentence ? [] : takenIn(whole, entry, field, tools);
    witness?.sentence(sentence);
    const place = sentences.push(sentence) - 1;

    // Who says it, and whose words those before it turn out to be.
    // "Zakharova: … The spokeswoman thanked …"
    const named = field === 'lead' && place === 0 ? spokeBefore : null;
    const known = spokenBefore(tools, sentence, thread.speech, named);
    const speaker: Teller = (at, modality) =>
      whoSays(sentence, at, modality, known) ?? later.get(sentence) ?? null;
    const said = saidBefore(sentence, known);
    const via = agencyIn(sentence, entry.source);
    const over = isOver(tools, said);
    const tell = (from: number, who: string): void => {
      tellOf(readings, begins[from] ?? 0, { speaker: who, via, over });
      for (const one of sentences.slice(from, place + 1)) later.set(one, later.get(one) ?? who);
    };
    // The last thing told.
    const last = begins.at(-1) === readings.length ? place - 2 : place - 1;
    if (place <= 2) saidBack ??= said;
    if (said !== null && place > 0) tell(Math.max(0, last), said);
    begins.push(readings.length);

    // What it tells.
    const isOld = goesBack(sentence, saidAt(entry));
    const told = readSentence(sentence, entry, field, speaker, tools);
    unclear ||= told.unclear;
    passed.push(...told.passed);
    const found = [
      ...told.readings.filter((one) => !taking.some((other) => isSameEvent(one, other))),
      ...taking,
      ...readExceptions(sentence, entry, field, speaker, rules),
      ...readElided(sentence, entry, field, speaker, rules),
    ];
    const awaited =
      thread.them !== null || told.them !== null || readings.some(({ event }) => event === 'released');
    const absent = readAbsent(sentence, entry, field, speaker, awaited);
    const them = joinedDead(told.them ?? thread.them, thread.them);
    const pointed = pointedOut(tools, field, sentence, {
      last: isToldOfOthers(them, readings, passed) ? null : them,
      owed: them?.modality === 'fact' ? thread.owed : null,
      lasting: told.them === null ? told.lasting : null,
    }).filter((one) => isNew(one, found));
    // Who is missing is missing alone: "X is not on it, and Y is".
    const isAbsent = (one: Reading): boolean =>
      one.event === 'released' &&
      absent.length > 0 &&
      (one.modality === 'denial' || absent.some(({ subject }) => subject === one.subject));
    readings.push(
      ...absent,
      ...[...found, ...saidOfThem(sentence, pointed, speaker, witness)]
        .filter((one) => !isAbsent(one))
        .map((one) => ((thread.looksBack || isOld) && one.eventAt === null ? lookedBackOn(one) : one))
        .map((one) => toldBy(sentence, known.quoted ? one : thankedLongAgo(sentence, one), thread.announced)),
    );

    // What runs on.
    const spoke = spokeIn(sentence, known);
    if (spoke !== null) spoken.add(spoke);
    if (takesBack(sentence, sentences[place - 1]))
      takeBack(readings, [begins[place - 1] ?? 0, begins[place] ?? 0], spoke, rules);
    thread = {
      them: told.them !== null ? them : hasList(sentence) ? null : aged(thread.them),
      owed: isOwed(told.them) ? told.them : aged(thread.owed),
      announced: told.announced ?? thread.announced,
      meant: meantAfter(sentence, thread.meant, told.unknown && field !== 'title'),
      speech: speechAfter(sentence, thread.speech, {
        at: place,
        spoke,
        opener: aboutWhom(sentence) ?? aboutStranger(sentence) ?? aboutRelation(sentence),
        tell,
      }),
      looksBack: thread.looksBack || isOld,
    };
  }
  return { readings, passed, unclear, thread, saidBack, spoken, sentences };
}

/** A sentence as it is read, without its attributes of captivity (attribute.ts), and the whole of it. */
interface Read {
  readonly sentence: Sentence;
  readonly whole: Sentence;
}

/** What a whole sentence tells of captivity, its attributes with their days. */
function takenIn(whole: Sentence, entry: Entry, field: EntryField, tools: Tools): readonly Reading[] {
  const { witness } = tools;
  witness?.sentence(whole);
  const decided: Witness['decided'] = (cue, decision) => {
    if (isTaking(cue.cue.what)) witness?.decided(cue, decision);
  };
  const heard = witness && { sentence: witness.sentence.bind(witness), decided };
  const { readings } = readSentence(whole, entry, field, () => null, { ...tools, witness: heard });
  return readings.filter(({ event }) => isTaking(event));
}

function isSameEvent(one: Reading, other: Reading): boolean {
  return one.subject === other.subject && one.event === other.event;
}

/** The sentence taken apart; null where it is too long, or can tell of nobody. */
function sentenceAt(
  { entry, verdict: { mentions, kin = [] }, lexicon, watchlist, findMedia, cast }: Tools,
  field: EntryField,
  start: number,
  end: number,
  meantLast: Meant,
): Read | null {
  if (end - start > LONGEST_SENTENCE) return null;
  const isInside = (one: {
    readonly field: EntryField;
    readonly start: number;
    readonly end: number;
  }): boolean => one.field === field && one.start >= start && one.end <= end;
  if (meantLast.one === null && mentions.length === 0) return null;
  const printed = entry[field].slice(start, end);
  const marks = { mentions: mentions.filter(isInside), kin: kin.filter(isInside), offset: start };
  const surroundings = { lexicon, findMedia, watchlist, meantLast, cast };
  const first = dissect(surroundings, printed, marks.mentions, marks.kin, start);
  const attributes = attributesIn(first);
  if (attributes.length === 0) return { sentence: first, whole: first };
  const named = marks.mentions.map((one) => hisByAttribute(first, attributes, one, start, watchlist));
  const isHis = named.some((one, at) => one !== marks.mentions[at]);
  const whole = isHis ? dissect(surroundings, printed, named, marks.kin, start) : first;
  const rest = withoutAttributes(whole, attributes, printed, { ...marks, mentions: named });
  return {
    sentence: { ...dissect(surroundings, rest.text, rest.mentions, rest.kin, start), printed },
    whole,
  };
}

/** «Девушка похищенного 7 октября Труфанова»: by the ending of the participle the name is his. */
function hisByAttribute(
  { mentions, tokens, lexicon }: Sentence,
  attributes: readonly Attribute[],
  mention: Mention,
  offset: number,
  watchlist: Tools['watchlist'],
): Mention {
  const before = attributes.find(({ last }) => tokens[last + 1]?.start === mention.start - offset);
  const is = before && mentions.find(({ first }) => first === before.last + 1)?.is;
  const his = before && is && hisByEnding(tokens[before.first], is, lexicon, watchlist);
  return his ? { ...mention, subject: his.id } : mention;
}

function voiceOf({ watchlist }: Tools, id: string): string | null {
  return watchlist.subjects.get(id)?.voice ?? null;
}

/** What was said before a sentence that tells who speaks in it. */
function spokenBefore(tools: Tools, sentence: Sentence, speech: Speech, named: string | null): Before {
  const { entry, lexicon, watchlist, sources } = tools;
  const agency = agencySaying(sentence);
  return {
    ...speech,
    quoted: isQuoted(sentence.text, speech),
    named,
    medium: mediumSaying(sentence, entry.source),
    agency: agency === null ? null : (sources.get(agency)?.name ?? agency),
    voiceOf: (id) => voiceOf(tools, id),
    calledOf: (id) => {
      const subject = watchlist.subjects.get(id);
      return subject === undefined ? id : displayName(subject, lexicon.language);
    },
  };
}

/** Whether a reading is the word of who turned out to have said it, whoever was known to have. */
function isOver(tools: Tools, said: string | null): (one: Reading) => boolean {
  if (said === null) return () => false;
  const { subjects } = tools.watchlist;
  const voice = voiceOf(tools, said);
  return ({ speaker, modality }) => {
    if (speaker === null) return false;
    // "Hamas promises to free X. The ambassador announced this": whose word the promise is here.
    if (modality === 'promise' && subjects.get(speaker)?.role === 'captor') return true;
    // "The ministry demands the release of X. Its spokeswoman announced this": hers.
    const isOfHers = speaker !== said && voiceOf(tools, speaker) === voice;
    return voice !== null && isOfHers && subjects.get(speaker)?.kind === 'body';
  };
}

/** Who speaks in a sentence, for what follows. */
function spokeIn(sentence: Sentence, before: Before): string | null {
  const reporting = sentence.cues.find((cue) => cue.cue.list === 'reporting');
  const own = reporting === undefined ? null : speakerOf(sentence, reporting);
  return (
    sameVoice(own, before.spokeLast, before.voiceOf) ??
    carried(sentence, before) ??
    beforeColon(sentence) ??
    behindDash(sentence)
  );
}

/** "Ready to free two Russians. Four were asked for. Two of them were freed. They are A and B": those, or the ones still waited for. */
function isToldOfOthers(them: Them | null, readings: readonly Reading[], passed: readonly Passed[]): boolean {
  return (
    them?.ofSome === true &&
    them.modality === 'fact' &&
    [...readings, ...passed].some(
      ({ event, modality }) => event === them.event && modality !== null && modality !== 'fact',
    )
  );
}

/** "One of them is X": what was told of people without names is told of those to whom a sentence points. */
function pointedOut(
  { entry }: Tools,
  field: EntryField,
  sentence: Sentence,
  { last, owed, lasting }: Readonly<Record<'last' | 'owed' | 'lasting', Them | null>>,
): readonly Reading[] {
  const pointedTo = (them: Them | null): readonly Reading[] => readPointer(sentence, entry, field, them);
  const [ofLast, ofOwed] = [pointedTo(last), pointedTo(owed)];
  // "One of them is X": of the last ones. "One of the captives is X": of those still owed, in doubt.
  const [first, second] = listOf(sentence, 'others').length > 0 ? [ofOwed, ofLast] : [ofLast, ofOwed];
  return [
    ...first,
    ...second.filter(({ subject }) => !first.some((one) => one.subject === subject)),
    ...pointedTo(lasting),
  ];
}

/** Whether what was told of all is news of the one to whom a sentence points. */
function isNew({ subject, event, modality }: Reading, found: readonly Reading[]): boolean {
  // Captivity is nothing that is promised: "X is on the list of hostages held in Gaza".
  if (event === 'held' && modality !== 'fact') return false;
  // "The body is that of another. Earlier three were freed, X among them": what the sentence tells of him by itself.
  const isOpposed = found.some(
    (other) =>
      other.subject === subject &&
      other.modality === 'fact' &&
      ((other.event === 'released' && isDeath(event)) || (event === 'released' && isDeath(other.event))),
  );
  if (isOpposed) return false;
  // "X is on the list of those freed": what is told of him by himself, promised here, outweighs what was told of them.
  return !found.some(
    (other) =>
      other.subject === subject &&
      other.event === event &&
      (other.modality === modality || modality === 'fact'),
  );
}

/** The same with who says it here, where nobody was known to have said it of all. */
function saidOfThem(
  sentence: Sentence,
  pointed: readonly Reading[],
  speaker: Teller,
  witness: Witness | null,
): readonly Reading[] {
  const [pointer] = listOf(sentence, 'among');
  if (pointer === undefined) return pointed;
  return pointed.map((one) => {
    witness?.decided(pointer, `${one.subject} ${one.event}/${one.modality}, as was said before`);
    return { ...one, speaker: notHimself(one.subject, one.speaker ?? speaker(pointer, one.modality)) };
  });
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

/** "Hamas published a list of twenty hostages. Among them are A and B": those of the list, and not those told of before. */
function hasList(sentence: Sentence): boolean {
  return listOf(sentence, 'roll').some((roll) =>
    listOf(sentence, 'others').some(
      ({ first }) => first > roll.last && sentence.clause[first] === sentence.clause[roll.last],
    ),
  );
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
