/**
 * Reads claims out of an entry: who said what of whom, sentence by sentence. In doubt it reads nothing: a "released" that is
 * none hurts more than one that comes later.
 */
import { findDates, resolveDate } from '#language/dates.ts';
import type { FoundDate } from '#language/dates.ts';
import { findCues, tokensOf, withoutGlued } from '#language/lexicon.ts';
import type { CueList, EventForm, FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { splitSentences } from '#language/sentences.ts';
import { EVENTS } from './claim.ts';
import type { Claim, ClaimEvent, EventDay, Modality } from './claim.ts';
import { ENTRY_FIELDS, saidAt } from './entry.ts';
import type { Entry, EntryField } from './entry.ts';
import { originOf } from './feed.ts';
import type { Source } from './feed.ts';
import { causeId } from './ids.ts';
import type { Mention, Verdict } from './verdict.ts';
import type { Subject, Watchlist } from './watchlist.ts';

export interface ClaimReaderDeps {
  /** By language tag. What is in another language is not read. */
  readonly lexicons: ReadonlyMap<string, Lexicon>;
  readonly watchlist: Pick<Watchlist, 'subjects'>;
  /** By source id: agencies, and which state's voice a medium is. */
  readonly sources: ReadonlyMap<string, Source>;
}

const DAY = 24 * 60 * 60_000;

/** Told more than a week after the event (LANGUAGE: background). */
const BACKGROUND_AFTER = 7 * DAY;

/** How far, in words, cues reach. Measured on real sentences: further words mostly speak of something else. */
const REACH = {
  person: 20,
  behind: 12,
  modal: 12,
  after: 5,
  firm: 6,
  not: 4,
  kin: 4,
  name: 2,
  date: 15,
  speaker: 9,
  body: 4,
} as const;

/** Longest quote, in UTF-16 units. */
const LONGEST_QUOTE = 300;

/** Sentences looked at in one entry; a text of a megabyte says the same in its first ones. */
const MOST_SENTENCES = 400;

/** A sentence longer than this is a list or furniture, in UTF-16 units. */
const LONGEST_SENTENCE = 2000;

/** Makes the reader of claims. It reads entries that classify found relevant, by the mentions found there. */
export function createClaimReader(
  deps: ClaimReaderDeps,
): (entry: Entry, verdict: Verdict) => readonly Claim[] {
  return (entry, verdict) => {
    const lexicon = deps.lexicons.get(verdict.language);
    if (lexicon === undefined) return [];
    const readings: Reading[] = [];
    for (const field of ENTRY_FIELDS)
      readings.push(...readField(deps, lexicon, entry, field, verdict.mentions));
    return settle(readings).map((reading) => toClaim(deps, entry, reading));
  };
}

/** What one sentence says of one subject. */
interface Reading {
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
}

/** A sentence with everything found in it. Ranges count tokens. */
interface Sentence {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly cues: readonly FoundCue[];
  readonly dates: readonly FoundDate[];
  readonly mentions: readonly Range<Subject>[];
  readonly people: readonly Range<Person>[];
  /** The number of its statement for each token: parted by `;`, `:` and words like "but". */
  readonly part: readonly number[];
  readonly question: boolean;
}

interface Range<T> {
  readonly first: number;
  readonly last: number;
  readonly is: T;
}

/** Somebody to whom an event may have happened. Only watched ones have a subject. */
type Person =
  | { readonly kind: 'watched'; readonly subject: string; readonly group: boolean }
  | { readonly kind: 'kin' | 'other' | 'name' };

function readField(
  deps: ClaimReaderDeps,
  lexicon: Lexicon,
  entry: Entry,
  field: EntryField,
  mentions: readonly Mention[],
): Reading[] {
  const text = entry[field];
  const here = mentions.filter((mention) => mention.field === field);
  const readings: Reading[] = [];
  let spokeLast: string | null = null;
  let meantLast: string | null = null;
  // Once a text has gone back to an old date, what follows without a date of its own is looked back on too.
  let lookingBack = false;
  for (const { start, end } of splitSentences(text).slice(0, MOST_SENTENCES)) {
    if (end - start > LONGEST_SENTENCE) continue;
    const inside = here.filter((mention) => mention.start >= start && mention.end <= end);
    if (inside.length === 0 && meantLast === null) continue;
    const sentence = dissect(deps, lexicon, text.slice(start, end), inside, start, meantLast);
    const speaker = (at: FoundCue): string | null => speakerOf(sentence, at) ?? carried(sentence, spokeLast);
    const old = sentence.dates.some((date) => isOld(date, saidAt(entry)));
    const found = readSentence(lexicon, sentence, entry, field, speaker);
    readings.push(
      ...found.map((one) => ((lookingBack || old) && one.eventAt === null ? lookedBackOn(one) : one)),
    );
    lookingBack ||= old;
    const watched = [
      ...new Set(sentence.people.flatMap(({ is }) => (is.kind === 'watched' ? [is.subject] : []))),
    ];
    // "He" in the next sentence is only clear when one person was spoken of.
    meantLast =
      watched.length === 1 && !watched.some((id) => isGroup(deps, id)) ? (watched[0] ?? null) : null;
    const reporting = sentence.cues.find((cue) => cue.cue.list === 'reporting');
    spokeLast =
      (reporting === undefined ? null : speakerOf(sentence, reporting)) ?? carried(sentence, spokeLast);
  }
  return readings;
}

function isOld(date: FoundDate, statedAt: number): boolean {
  const when = resolveDate(date.date, statedAt, 'behind');
  return when === null ? date.date.kind === 'phrase' : statedAt - endOf(when) > BACKGROUND_AFTER;
}

/** What is still so, or is asked for, is not of the past for standing in an old story. */
function lookedBackOn(reading: Reading): Reading {
  return reading.modality === 'fact' && reading.event !== 'held' ? { ...reading, background: true } : reading;
}

function isGroup(deps: ClaimReaderDeps, subject: string): boolean {
  return deps.watchlist.subjects.get(subject)?.kind === 'group';
}

// ── A sentence ───────────────────────────────────────────────────────────────────────────────────────────────────────

function dissect(
  deps: ClaimReaderDeps,
  lexicon: Lexicon,
  text: string,
  mentions: readonly Mention[],
  offset: number,
  meantLast: string | null,
): Sentence {
  const tokens = tokensOf(text);
  const cues = findCues(lexicon, tokens);
  const dates = findDates(
    lexicon.dates,
    tokens.map((token) => withoutGlued(token.text, lexicon.glued)),
  );
  const named = mentions.flatMap((mention): Range<Subject>[] => {
    const is = deps.watchlist.subjects.get(mention.subject);
    const first = tokens.findIndex((token) => token.end > mention.start - offset);
    const last = tokens.findLastIndex((token) => token.start < mention.end - offset);
    return is === undefined || first < 0 || last < first ? [] : [{ first, last, is }];
  });
  return {
    text,
    tokens,
    cues,
    dates,
    mentions: named,
    people: peopleIn(text, tokens, cues, dates, named, meantLast),
    part: partsOf(text, tokens, cues),
    question: /[?؟]["'”»)]*\s*$/u.test(text),
  };
}

function peopleIn(
  text: string,
  tokens: readonly Token[],
  cues: readonly FoundCue[],
  dates: readonly FoundDate[],
  named: readonly Range<Subject>[],
  meantLast: string | null,
): readonly Range<Person>[] {
  const watched = named
    .filter(({ is }) => is.kind === 'captive' || is.kind === 'group')
    .map(({ first, last, is }): Range<Person> => ({
      first,
      last,
      is: { kind: 'watched', subject: is.id, group: is.kind === 'group' },
    }));
  const listed = (list: CueList): readonly FoundCue[] =>
    cues.filter((cue) => cue.cue.list === list && !touches(named, cue));
  const kin = listed('kin').map(({ first, last }): Range<Person> => ({ first, last, is: { kind: 'kin' } }));
  const others = listed('others').map(({ first, last }): Range<Person> => ({
    first,
    last,
    is: { kind: 'other' },
  }));
  const he =
    meantLast === null || watched.length > 0
      ? []
      : listed('pronoun').map(({ first, last }): Range<Person> => ({
          first,
          last,
          is: { kind: 'watched', subject: meantLast, group: false },
        }));
  const taken = [...named, ...cues, ...dates];
  const ands = cues.filter((cue) => cue.cue.list === 'and');
  const names = strangersIn(
    text,
    tokens,
    (at) => touches(taken, { first: at, last: at }),
    (at) => touches(ands, { first: at, last: at }),
    (at) => touches(named, { first: at, last: at }),
  );
  const ownKin = watched.filter((person) => !isPossessor(person, kin, text, tokens, named, cues));
  return [...ownKin, ...kin, ...others, ...he, ...names].sort((a, b) => a.first - b.first);
}

/**
 * Whose mother it is, is nobody to whom it happened: "Trufanov's mother", "мать Труфанова", "friends of hostage Trufanov", "the
 * captors of X". A name that is set off by a comma, or that of one who answers for another of the family ("his mother
 * Yelena"), is the kin's own.
 */
function isPossessor(
  person: Range<Person>,
  kin: readonly Range<Person>[],
  text: string,
  tokens: readonly Token[],
  named: readonly Range<Subject>[],
  cues: readonly FoundCue[],
): boolean {
  const subject = named.find((one) => one.first === person.first && one.last === person.last)?.is;
  const roles = cues.filter((cue) => cue.cue.list === 'others' || cue.cue.list === 'event');
  return kin.some(({ first, last }) => {
    const [left, right] = first > person.last ? [person.last, first] : [last, person.first];
    if (right <= left || right - left > REACH.kin || /[,;(،]/.test(between(text, tokens, left, right)))
      return false;
    if (left === person.last) return right - left <= 2;
    if (right - left === 1) return subject?.role !== 'family';
    for (let at = left + 1; at < right; at += 1) {
      const short = (tokens[at]?.text.length ?? 0) <= 3;
      if (!short && !touches(roles, { first: at, last: at })) return false;
    }
    return true;
  });
}

/** Runs of capitalised words that are no subject: other people, unless a preposition makes them a place. */
function strangersIn(
  text: string,
  tokens: readonly Token[],
  taken: (at: number) => boolean,
  isAnd: (at: number) => boolean,
  isNamed: (at: number) => boolean,
): readonly Range<Person>[] {
  const capital = tokens.map((token) => /^\p{Lu}\p{Ll}/u.test(text.slice(token.start, token.end)));
  // Headlines That Capitalise All Words say nothing about names.
  if (capital.filter(Boolean).length > tokens.length * 0.6) return [];
  const found: Range<Person>[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (capital[at] !== true || taken(at)) continue;
    let last = at;
    while (capital[last + 1] === true && !taken(last + 1) && tokens[last + 1]?.gap === 1) last += 1;
    const before = text.slice(tokens[at - 1]?.start ?? 0, tokens[at - 1]?.end ?? 0);
    // "Russian-Israeli Trufanov": what stands directly before a name belongs to it.
    if (taken(last + 1) && tokens[last + 1]?.gap === 1 && isNamed(last + 1)) {
      at = last;
      continue;
    }
    const place = at > 0 && before.length <= 4 && !isAnd(at - 1) && /^\p{Ll}+$/u.test(before);
    if (!place && (at > 0 || last > at)) found.push({ first: at, last, is: { kind: 'name' } });
    at = last;
  }
  return found;
}

function partsOf(text: string, tokens: readonly Token[], cues: readonly FoundCue[]): readonly number[] {
  const begins = new Set(cues.filter((cue) => cue.cue.list === 'boundary').map((cue) => cue.first));
  let part = 0;
  return tokens.map((_, at) => {
    if (at > 0 && (begins.has(at) || /[;؛]/.test(between(text, tokens, at - 1, at)))) part += 1;
    return part;
  });
}

function between(text: string, tokens: readonly Token[], left: number, right: number): string {
  return text.slice(tokens[left]?.end ?? 0, tokens[right]?.start ?? 0);
}

function touches(
  ranges: readonly { readonly first: number; readonly last: number }[],
  one: { readonly first: number; readonly last: number },
): boolean {
  return ranges.some((range) => range.first <= one.last && one.first <= range.last);
}

// ── What it says ─────────────────────────────────────────────────────────────────────────────────────────────────────

function readSentence(
  lexicon: Lexicon,
  sentence: Sentence,
  entry: Entry,
  field: EntryField,
  speaker: (at: FoundCue) => string | null,
): Reading[] {
  const statedAt = saidAt(entry);
  const events = sentence.cues.filter((cue) => cue.cue.list === 'event');
  return events.flatMap((cue) => {
    const event = EVENTS.find((name) => name === cue.cue.what);
    if (event === undefined) return [];
    const subjects = subjectsOf(lexicon, sentence, cue, event);
    if (subjects.length === 0) return [];
    const { modality, by, earlier } = modalityOf(lexicon, sentence, cue);
    if (modality === null) return [];
    const when = dateOf(sentence, events, cue, statedAt, modality === 'promise' ? 'ahead' : 'behind');
    // A fact that lies ahead, or is "for tomorrow", was misread.
    if (modality === 'fact' && saysAhead(sentence, cue)) return [];
    if (modality === 'fact' && when !== null && startOf(when) > statedAt + DAY) return [];
    const past = when !== null && statedAt - endOf(when) > BACKGROUND_AFTER;
    // Captivity is told of the present, whatever else the sentence goes back to.
    const undated = when === null && ((earlier && event !== 'held') || event === 'abducted');
    return subjects.map((subject): Reading => ({
      subject,
      event,
      modality,
      speaker: speaker(by ?? cue) ?? (event === 'sign-of-life' ? captorIn(sentence, cue) : null),
      via: agencyIn(sentence, entry),
      quote: quoteOf(sentence),
      eventAt: when,
      background: modality !== 'promise' && (past || undated),
      rule: `${lexicon.language}: ${cue.cue.written}${by === null ? '' : ` + ${by.cue.written}`}`,
      field,
    }));
  });
}

/** "Freed hostage X" looks back; "Hamas freed hostage X" does not: there the same word is a verb with somebody who does it. */
function formOf(lexicon: Lexicon, sentence: Sentence, cue: FoundCue): EventForm {
  const form = cue.cue.form ?? 'named';
  if (form !== 'looks-back') return form;
  const [word] = withoutGlued(sentence.tokens[cue.first]?.text ?? '', lexicon.glued);
  const isVerb = (lexicon.byWord.get(word ?? '') ?? []).some(
    (one) => one.form === 'did' && one.words.length === 1,
  );
  const doer = sentence.mentions.some(
    ({ first, last, is }) =>
      is.kind === 'body' &&
      last < cue.first &&
      cue.first - last <= REACH.not &&
      !/[,;:.،]/.test(between(sentence.text, sentence.tokens, last, cue.first)) &&
      sentence.part[first] === sentence.part[cue.first],
  );
  return isVerb && doer ? 'did' : form;
}

/** To whom the event happened: the nearest person on the side where the form has them, and who stands in a list with them. */
function subjectsOf(
  lexicon: Lexicon,
  sentence: Sentence,
  cue: FoundCue,
  event: ClaimEvent,
): readonly string[] {
  const same = sentence.people.filter(
    (person) => sentence.part[person.first] === sentence.part[cue.first] && !touches([person], cue),
  );
  const before = same.filter((p) => p.last < cue.first && cue.first - p.last <= REACH.person).toReversed();
  const behind = same.filter((p) => p.first > cue.last && p.first - cue.last <= REACH.behind);
  const inside = sentence.people.filter((p) => p.first > cue.first && p.last < cue.last);
  const form = formOf(lexicon, sentence, cue);
  const side = sideOf(sentence, cue, form, { before, behind, inside });
  const [nearest] = side;
  if (nearest === undefined || nearest.is.kind === 'kin') return [];
  const isFirm = form === 'happened' || form === 'happened-to' || form === 'did';
  if (isFirm && nearest.last < cue.first && isSomebodyElse(sentence, nearest, cue)) return [];
  // "Killed was the commander who held X": whom a death is told of stands directly behind it, or before it.
  const isDeath = event === 'died' || event === 'body-returned';
  if (isDeath && nearest.first > cue.last) {
    const printed = between(sentence.text, sentence.tokens, cue.last, nearest.first);
    if (/[,;،]/.test(printed) || !isOnlyRoles(sentence, cue.last + 1, nearest.first - 1)) return [];
  }
  const found = [nearest];
  let pending: Range<Person>[] = [];
  let listed = false;
  let edge = nearest;
  for (const next of side.slice(1)) {
    const link = linkOf(sentence, edge, next);
    // Nobody dies by standing in a list.
    if (link === null || (link !== 'same' && isDeath)) break;
    // "Hamas freed A, B and C" is a list; "Hamas freed A, B remains" is none: a comma alone links nothing.
    pending.push(next);
    if (link === 'same' || link === 'and' || (link === 'comma and' && pending.length > 1)) listed = true;
    if (listed || pending.length > 1) {
      found.push(...pending);
      pending = [];
    }
    edge = next;
  }
  const turned = sentence.cues.filter(
    (one) => one.cue.list === 'not' || one.cue.list === 'denial' || one.cue.list === 'boundary',
  );
  const asked = sentence.cues.filter((one) => one.cue.list === 'promise' || one.cue.list === 'negotiation');
  // "The Russian hostage X": what is said of him is not said of the group once more.
  const named = found.some(({ is }) => is.kind === 'watched' && !is.group);
  return [
    ...new Set(
      found.flatMap((person) => {
        if (person.is.kind !== 'watched' || (named && person.is.group)) return [];
        // "Freed A, not B"; "thanked for the readiness to free B".
        const way = person.first > cue.last ? { first: cue.last + 1, last: person.first - 1 } : null;
        if (way !== null && way.last >= way.first && touches(turned, way)) return [];
        if (way !== null && way.last >= way.first && isFirm && touches(asked, way)) return [];
        return [person.is.subject];
      }),
    ),
  ];
}

/** Whether only little words and words like "hostage" stand there: "the death of hostage X", not "of the commander who knew X". */
function isOnlyRoles(sentence: Sentence, first: number, last: number): boolean {
  const roles = sentence.cues.filter((cue) => cue.cue.list === 'others' || cue.cue.list === 'event');
  for (let at = first; at <= last; at += 1) {
    const short = (sentence.tokens[at]?.text.length ?? 0) <= 3;
    if (!short && !touches(roles, { first: at, last: at })) return false;
  }
  return true;
}

/**
 * A verb behind a person may have another subject: "X's cellmate was freed", "X is held, his cellmate was freed", "those who held
 * X were killed".
 */
function isSomebodyElse(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  const { text, tokens } = sentence;
  if (/^['’]s\b/.test(text.slice(tokens[person.last]?.end ?? 0))) return true;
  const governed = listOf(sentence, 'governs').some(
    (verb) =>
      !touches([cue], verb) &&
      verb.last < person.first &&
      person.first - verb.last <= REACH.name + 1 &&
      !/[,;،]/.test(between(text, tokens, verb.last, person.first)),
  );
  if (governed) return true;
  let comma = -1;
  for (let at = person.last + 1; at <= cue.first; at += 1) {
    if (/[,;،]/.test(between(text, tokens, at - 1, at))) comma = at;
  }
  return (
    comma > 0 &&
    comma < cue.first &&
    touches(listOf(sentence, 'possessive'), { first: comma, last: cue.first - 1 })
  );
}

interface Sides {
  /** Nearest first. */
  readonly before: readonly Range<Person>[];
  readonly behind: readonly Range<Person>[];
  readonly inside: readonly Range<Person>[];
}

/** On which side of the event the form has those to whom it happened. */
function sideOf(sentence: Sentence, cue: FoundCue, form: EventForm, sides: Sides): readonly Range<Person>[] {
  const { before, behind, inside } = sides;
  const away = (person: Range<Person> | undefined): number =>
    person === undefined
      ? Infinity
      : person.last < cue.first
        ? cue.first - person.last
        : person.first - cue.last;
  if (inside.length > 0) return [...inside, ...behind];
  if (form === 'happened-to') return before;
  if (form === 'did') return behind;
  if (form === 'looks-back') {
    // "Freed hostage X"; "X, who was freed": directly beside it, or of somebody else.
    const [next] = behind;
    const direct =
      next !== undefined &&
      away(next) <= REACH.name &&
      !/[,;،]/.test(between(sentence.text, sentence.tokens, cue.last, next.first));
    if (direct) return behind;
    return away(before[0]) <= REACH.name ? before : [];
  }
  return away(behind[0]) <= away(before[0]) ? behind : before;
}

/**
 * How two people hang together: the same one, or one of those ("the citizen X", "three hostages, one of whom is X"); parts of a
 * list; or not at all. Between the parts of a list stand only commas, "and", ages and the like.
 */
function linkOf(
  sentence: Sentence,
  a: Range<Person>,
  b: Range<Person>,
): 'same' | 'and' | 'comma' | 'comma and' | null {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const gap = right.first - left.last - 1;
  const printed = between(sentence.text, sentence.tokens, left.last, right.first);
  const comma = /[,،]/.test(printed);
  const several = left.is.kind === 'other' || (left.is.kind === 'watched' && left.is.group);
  const including = touches(listOf(sentence, 'including'), { first: left.last, last: right.first });
  if (left.is.kind === 'kin' && gap === 0 && !comma) return 'same';
  if (several && right === b && gap <= 2 && !/[,;،]/.test(printed)) return 'same';
  if (several && right === b && gap <= 8 && (printed.includes(':') || including)) return 'same';
  if (several && comma) return null;
  if (gap > 7 || (gap === 0 && !comma)) return null;
  const ands = listOf(sentence, 'and');
  const joining = [
    ...ands,
    ...listOf(sentence, 'kin'),
    ...listOf(sentence, 'pronoun'),
    ...listOf(sentence, 'possessive'),
  ];
  let and = /(?:^|\s)ו/u.test(printed);
  for (let at = left.last + 1; at < right.first; at += 1) {
    const word = { first: at, last: at };
    const number = /^\d+$/.test(sentence.tokens[at]?.text ?? '');
    if (!number && !touches(joining, word) && !touches(sentence.people, word)) return null;
    and ||= touches(ands, word);
  }
  return and ? (comma ? 'comma and' : 'and') : 'comma';
}

function listOf(sentence: Sentence, list: CueList): readonly FoundCue[] {
  return sentence.cues.filter((cue) => cue.cue.list === list);
}

interface Said {
  readonly modality: Modality | null;
  /** The cue that decided, where it was not the event's own form. */
  readonly by: FoundCue | null;
  readonly earlier: boolean;
}

/** Denial, then what is nearest before the event, then its own form; a fact only where nothing speaks against it. */
function modalityOf(lexicon: Lexicon, sentence: Sentence, cue: FoundCue): Said {
  const inPart = sentence.cues.filter(
    (one) => one !== cue && sentence.part[one.first] === sentence.part[cue.first],
  );
  const of = (list: CueList): readonly FoundCue[] => inPart.filter((one) => one.cue.list === list);
  const before = (list: CueList, reach: number): FoundCue | null =>
    of(list).findLast(
      (one) => one.first <= cue.last && cue.first - one.last <= reach && one.first < cue.first,
    ) ?? null;
  const within = (list: CueList): FoundCue | null => of(list).find((one) => touches([cue], one)) ?? null;
  const after = (list: CueList, reach: number): FoundCue | null =>
    of(list).find((one) => one.first > cue.last && one.first - cue.last <= reach) ?? null;
  const earlier = before('earlier', REACH.modal) ?? within('earlier') ?? after('earlier', REACH.after);
  const said = (modality: Modality | null, by: FoundCue | null = null): Said => ({
    modality,
    by,
    earlier: earlier !== null,
  });

  const form = formOf(lexicon, sentence, cue);
  const denial =
    before('denial', REACH.modal) ??
    before('not', REACH.not) ??
    within('not') ??
    after('denial', REACH.after);
  if (denial !== null) return said('denial', denial);
  if (form === 'looks-back') return { modality: sentence.question ? null : 'fact', by: null, earlier: true };
  const perhaps = before('hypothetical', form === 'coming' ? REACH.not : REACH.modal);
  const promise = before('promise', form === 'named' ? REACH.modal : REACH.firm) ?? within('promise');
  const asked =
    before('negotiation', form === 'named' ? REACH.modal : REACH.firm) ??
    (form === 'coming' ? null : within('negotiation'));
  const isFirm = form === 'happened' || form === 'happened-to' || form === 'did';
  if (isFirm) {
    // "освободил бы"
    const doubted = perhaps ?? after('hypothetical', 1);
    if (doubted !== null || sentence.question) return said('hypothetical', doubted);
    return promise === null && asked === null ? said('fact') : said(null);
  }
  if (form === 'coming') {
    if (asked !== null && promise === null && asked.last < cue.first && cue.first - asked.last <= REACH.after)
      return said('negotiation', asked);
    return perhaps === null && !sentence.question ? said('promise', promise) : said('hypothetical', perhaps);
  }
  // Only named: the nearest word before it says how.
  const nearest = [promise, asked, perhaps]
    .filter((one) => one !== null)
    .sort((a, b) => b.first - a.first)[0];
  const decided = nearest ?? after('negotiation', REACH.after) ?? after('promise', REACH.after);
  if (decided === null || decided === undefined) return said(null);
  if (sentence.question) return said('hypothetical', decided);
  if (decided.cue.list === 'promise') return said('promise', decided);
  return decided.cue.list === 'negotiation' ? said('negotiation', decided) : said('hypothetical', decided);
}

function saysAhead(sentence: Sentence, cue: FoundCue): boolean {
  return sentence.dates.some(
    (found) =>
      found.date.kind === 'phrase' &&
      (found.date.means === 'tomorrow' || found.date.means === 'next-week') &&
      sentence.part[found.first] === sentence.part[cue.first],
  );
}

function distance(date: FoundDate, to: FoundCue): number {
  return date.first > to.last ? date.first - to.last : Math.max(0, to.first - date.last);
}

/** The date nearest to the event, unless it is nearer to another event. */
function dateOf(
  sentence: Sentence,
  events: readonly FoundCue[],
  cue: FoundCue,
  statedAt: number,
  lies: 'behind' | 'ahead',
): EventDay | null {
  const own = sentence.dates
    .filter(
      (date) =>
        sentence.part[date.first] === sentence.part[cue.first] &&
        distance(date, cue) <= REACH.date &&
        // "The hostage X was freed on Saturday": being a hostage has no date.
        events.every((other) => other.cue.what === 'held' || distance(date, other) >= distance(date, cue)),
    )
    .sort((a, b) => distance(a, cue) - distance(b, cue))[0];
  return own === undefined ? null : resolveDate(own.date, statedAt, lies);
}

// ── Who says it ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** The subject nearest to the verb of saying (or of promising, asking, denying), or the name printed beside it. */
function speakerOf(sentence: Sentence, at: FoundCue): string | null {
  const voices = sentence.mentions.filter(
    ({ is }) => is.kind === 'official' || (is.kind === 'body' && is.role !== null && is.role !== 'outlet'),
  );
  const verbs = sentence.cues.filter((cue) => cue.cue.list === 'reporting');
  const speaks = at.cue.list === 'promise' || at.cue.list === 'negotiation' || at.cue.list === 'denial';
  const verb = [...verbs].sort((a, b) => Math.abs(a.first - at.first) - Math.abs(b.first - at.first))[0];
  for (const one of [verb, speaks ? at : undefined]) {
    if (one === undefined) continue;
    const near = voices
      .map((voice) => ({
        voice,
        away: voice.last < one.first ? one.first - voice.last : voice.first - one.last + 0.5,
      }))
      // A person may stand far from the verb; a body or a state only near it: "freed by Hamas last week, the forum said".
      .filter(
        ({ away, voice }) => away > 0 && away <= (voice.is.kind === 'body' ? REACH.body : REACH.speaker),
      )
      .sort((a, b) => a.away - b.away);
    const [first] = near;
    if (first !== undefined) {
      // "Musa Abu Marzouk of Hamas", "Hamas official Musa Abu Marzouk": the person speaks.
      const person = near.find(
        ({ voice }) =>
          voice.is.kind === 'official' && Math.abs(voice.first - first.voice.first) <= REACH.not + 1,
      );
      return (person ?? first).voice.is.id;
    }
  }
  // "Hamas: Trufanov will be freed"
  const [lead] = voices;
  if (
    lead !== undefined &&
    lead.first === 0 &&
    /^\s*:/.test(sentence.text.slice(sentence.tokens[lead.last]?.end ?? 0))
  ) {
    return lead.is.id;
  }
  return verb === undefined ? null : printedName(sentence, verb);
}

/** Who shows a captive speaks by it: the captor named before it. */
function captorIn(sentence: Sentence, cue: FoundCue): string | null {
  const captor = sentence.mentions.findLast(({ first, is }) => is.role === 'captor' && first <= cue.last);
  return captor?.is.id ?? null;
}

/** Two to four capitalised words directly beside the verb. */
function printedName(sentence: Sentence, verb: FoundCue): string | null {
  const name = sentence.people.find(
    ({ first, last, is }) =>
      is.kind === 'name' &&
      last > first &&
      last - first <= 3 &&
      (last === verb.first - 1 || first === verb.last + 1),
  );
  if (name === undefined) return null;
  return sentence.text.slice(sentence.tokens[name.first]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** "He added": the speaker of the sentence before. */
function carried(sentence: Sentence, spokeLast: string | null): string | null {
  const verb = sentence.cues.find((cue) => cue.cue.list === 'reporting');
  const he = sentence.cues.find((cue) => cue.cue.list === 'pronoun');
  return verb !== undefined && he !== undefined && Math.abs(verb.first - he.last) <= 2 ? spokeLast : null;
}

function agencyIn(sentence: Sentence, entry: Entry): string | null {
  const agency = sentence.cues.find((cue) => cue.cue.list === 'agency')?.cue.what ?? null;
  return agency === entry.source ? null : agency;
}

/** The sentence as printed, shortened at a word; null where it holds what must not be shown. */
function quoteOf(sentence: Sentence): string | null {
  if (sentence.cues.some((cue) => cue.cue.list === 'unshown')) return null;
  if (sentence.text.length <= LONGEST_QUOTE) return sentence.text;
  const cut = sentence.text.slice(0, LONGEST_QUOTE - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), LONGEST_QUOTE / 2))}…`;
}

// ── What the entry says ──────────────────────────────────────────────────────────────────────────────────────────────

/** Facts first: what is done is told before what was promised. */
const ORDER: readonly Modality[] = ['fact', 'denial', 'promise', 'negotiation', 'hypothetical'];

/** One reading for each subject, event and modality; what speaks against itself is left out. */
function settle(readings: readonly Reading[]): readonly Reading[] {
  const kept = new Map<string, Reading>();
  for (const reading of readings) {
    const key = `${reading.subject} ${reading.event} ${reading.modality}`;
    const known = kept.get(key);
    kept.set(key, known === undefined ? reading : merged(known, reading));
  }
  const all = [...kept.values()];
  return all
    .filter((reading) => !isContested(reading, all, readings))
    .sort((a, b) => ORDER.indexOf(a.modality) - ORDER.indexOf(b.modality));
}

/** A look back anywhere in the entry makes the same fact a look back; a named speaker or day fills a gap. */
function merged(known: Reading, other: Reading): Reading {
  const background = known.modality === 'fact' ? known.background || other.background : known.background;
  const dated =
    known.background === other.background
      ? (known.eventAt ?? other.eventAt)
      : (known.background ? known : other).eventAt;
  return {
    ...known,
    speaker: known.speaker ?? other.speaker,
    via: known.via ?? other.via,
    background,
    eventAt: dated,
  };
}

/** A present fact that the same entry denies, or whose headline says otherwise; captivity beside its end. */
function isContested(reading: Reading, all: readonly Reading[], readings: readonly Reading[]): boolean {
  if (reading.modality !== 'fact' || reading.background) return false;
  const same = all.filter((other) => other.subject === reading.subject && other !== reading);
  if (reading.event === 'held' || reading.event === 'sign-of-life') {
    return same.some(
      (o) =>
        o.modality === 'fact' &&
        (o.event === 'released' || o.event === 'died' || o.event === 'body-returned'),
    );
  }
  if (reading.event !== 'released' && reading.event !== 'died') return false;
  if (
    reading.event === 'released' &&
    same.some((o) => o.modality === 'fact' && !o.background && /died|body/.test(o.event))
  ) {
    return true;
  }
  const denied = same.some(
    (o) => o.event === reading.event && o.modality === 'denial' && o.speaker === reading.speaker,
  );
  const headline = readings.filter(
    (o) => o.field === 'title' && o.subject === reading.subject && o.event === reading.event,
  );
  return denied || (headline.length > 0 && headline.every((o) => o.modality !== 'fact'));
}

function toClaim(deps: ClaimReaderDeps, entry: Entry, reading: Reading): Claim {
  const { subject, event, modality, speaker, via, quote, eventAt, background, rule } = reading;
  return {
    id: causeId('claim', entry.id, subject, event, modality),
    subject,
    event,
    modality,
    speaker,
    via,
    source: entry.source,
    origin: originFor(deps, entry, speaker, via),
    quote,
    statedAt: saidAt(entry),
    eventAt,
    background,
    rule,
    from: { kind: 'entry', entry: entry.id, url: entry.url },
    note: null,
  };
}

/** Whose word it is: a speaker's whom we know, else the agency's, else the outlet's; one state's media are one voice. */
function originFor(deps: ClaimReaderDeps, entry: Entry, speaker: string | null, via: string | null): string {
  const known = speaker === null ? undefined : deps.watchlist.subjects.get(speaker);
  if (known !== undefined && known.role !== null) return known.voice ?? known.id;
  const id = via ?? entry.source;
  const source = deps.sources.get(id);
  return source === undefined ? id : originOf(source);
}

function startOf({ day }: EventDay): number {
  return Date.parse(`${day}T00:00:00Z`);
}

/** The last day that a date may mean, 00:00 UTC, ms. */
function endOf(date: EventDay): number {
  return startOf(date) + { day: 0, week: 6, month: 30 }[date.precision] * DAY;
}
