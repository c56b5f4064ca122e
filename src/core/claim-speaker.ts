/** Who says it: the subject, or the name printed, that does the saying; and the agency quoted. */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, between, listOf, touches } from './claim-sentence.ts';
import type { Range, Sentence } from './claim-sentence.ts';
import { hasCases } from './claim-word.ts';
import { GAP, foldedText } from '#language/normalise.ts';
import type { ClaimEvent, Modality } from './claim.ts';
import type { Subject } from './watchlist.ts';

type Voice = Range<Subject>;

/** Who spoke before a sentence, and who else may be meant where it names nobody. */
export interface Before {
  readonly spokeLast: string | null;
  /** Who is named in the headline, for a first sentence with a speaker without a name. */
  readonly named: string | null;
  /** The agency that itself says it, as printed. */
  readonly agency: string | null;
  /** Whose voice a subject is, by id: Hamas of its spokesman. */
  readonly voiceOf: (id: string) => string | null;
  /** What a speaker is called in the language of the text. */
  readonly calledOf: (speaker: string) => string;
}

/** Who says what `at` tells in this sentence; null: nobody but the outlet. */
export function whoSays(sentence: Sentence, at: FoundCue, modality: Modality, before: Before): string | null {
  const { spokeLast, named, agency, voiceOf } = before;
  const reports = listOf(sentence, 'reporting').length > 0;
  const own = sameVoice(speakerOf(sentence, at), spokeLast, voiceOf);
  const known = own ?? (reports ? named : null) ?? carried(sentence, before) ?? agency;
  if (known !== null) return known;
  // A promise or a plea goes on where nobody else speaks; "an official said" is somebody without a name.
  return modality === 'fact' || reports || isPlanOfNobody(sentence, at) ? null : spokeLast;
}

/** "Abu Marzouk: … Hamas is ready to free X": the same one. */
export function sameVoice(
  speaker: string | null,
  before: string | null,
  voiceOf: (id: string) => string | null,
): string | null {
  return speaker !== null && before !== null && voiceOf(before) === speaker ? before : speaker;
}

/** "Set to free X", "it is expected": a plan that nobody has spoken of. */
function isImpersonal(sentence: Sentence, at: FoundCue): boolean {
  return touches(listOf(sentence, 'impersonal'), at);
}

/** Whether the plan is one of nobody: "it is expected that X will be freed". */
function isPlanOfNobody(sentence: Sentence, at: FoundCue): boolean {
  return listOf(sentence, 'impersonal').some(
    ({ first }) =>
      first <= at.first &&
      at.first - first <= REACH.modal &&
      sentence.part[first] === sentence.part[at.first],
  );
}

/** "Об этом сообщил X", "This was announced by X": who said what stands before this sentence. */
export function saidBefore(sentence: Sentence, before: Before): string | null {
  const [verb] = listOf(sentence, 'reporting');
  if (!refersBack(sentence) || verb === undefined) return null;
  return speakerOf(sentence, verb) ?? carried(sentence, before);
}

/** Whether a sentence only tells who said what stands before it. */
function refersBack(sentence: Sentence): boolean {
  return listOf(sentence, 'referring').some(({ first }) => first <= 1);
}

/** Who says what `at` tells: the doer of the verb of saying, or of `at` itself where it promises, asks or denies. */
export function speakerOf(sentence: Sentence, at: FoundCue): string | null {
  const voices = sentence.mentions.filter(
    ({ first, last, is }) =>
      // "The Times of Israel"
      !touches(sentence.media, { first, last }) &&
      (is.kind === 'official' ||
        (is.kind === 'body' && is.role !== null && is.role !== 'outlet') ||
        // One of the family, directly before the verb.
        (is.role === 'family' &&
          (touches(listOf(sentence, 'reporting'), { first: last + 1, last: last + 1 }) ||
            (first === 0 && listOf(sentence, 'theirs').length > 0)))),
  );
  const verbs = [...listOf(sentence, 'reporting', 'gratitude', 'gladness')].sort(
    (a, b) => Math.abs(a.first - at.first) - Math.abs(b.first - at.first),
  );
  const speaks =
    (at.cue.list === 'promise' || at.cue.list === 'negotiation' || at.cue.list === 'denial') &&
    !isImpersonal(sentence, at);
  for (const verb of [...verbs, ...(speaks ? [at] : [])]) {
    const voice = doerOf(sentence, verb, voices);
    if (voice !== null) return voice;
  }
  const lead = beforeColon(sentence);
  if (lead !== null) return lead;
  const [verb] = verbs;
  const printed = verb === undefined ? null : (printedName(sentence, verb) ?? capitalBefore(sentence, verb));
  if (printed !== null || !speaks) return printed;
  // "X put it off, said that …, and had promised": the only official that could have.
  const officials = voices.filter(
    (voice) => voice.is.kind === 'official' && voice.last < at.first && !isGoverned(sentence, voice, at),
  );
  const [only] = new Set(officials.map(({ is }) => is.id));
  return only !== undefined && officials.every(({ is }) => is.id === only) ? only : null;
}

/** "Hamas: Trufanov will be freed", "Abu Marzouk in Moscow: …": who speaks by a colon, by subject id. */
export function beforeColon(sentence: Sentence): string | null {
  const lead = sentence.mentions.find(
    ({ first, is }) =>
      first === 0 &&
      (is.kind === 'official' || (is.kind === 'body' && is.role !== null && is.role !== 'outlet')),
  );
  if (lead === undefined) return null;
  for (let at = lead.last; at <= lead.last + REACH.name && at + 1 < sentence.tokens.length; at += 1) {
    if (/:/.test(between(sentence, at, at + 1))) return lead.is.id;
    const next = { first: at + 1, last: at + 1 };
    const isIn =
      touches(listOf(sentence, 'preposition'), next) ||
      touches(sentence.mentions, next) ||
      (sentence.lexicon.glued !== 'none' && /^[בف]/u.test(sentence.tokens[at + 1]?.text ?? ''));
    if (!isIn) return null;
  }
  return null;
}

/** The voice that does the verb: before it, or close behind it. A recipient, an addressee, or who did the deed does not speak. */
function doerOf(sentence: Sentence, verb: FoundCue, voices: readonly Voice[]): string | null {
  // "Pressed X": whom somebody asks for something does not speak.
  const asks =
    verb.cue.list === 'negotiation' || verb.cue.list === 'gratitude' || verb.cue.list === 'gladness';
  const addresses = asks || touches(listOf(sentence, 'addressing'), verb);
  const near = voices
    .map((voice) => ({
      voice,
      away: voice.last < verb.first ? verb.first - voice.last : voice.first - verb.last + 0.5,
    }))
    .filter(({ voice, away }) => {
      if (away <= 0 || isOblique(sentence, voice, verb)) return false;
      const most = voice.is.kind === 'body' ? REACH.body : REACH.speaker;
      if (voice.last < verb.first)
        return (
          away <= REACH.date &&
          away - namesBetween(sentence, voice, verb) <= most &&
          reachesBack(sentence, voice, verb)
        );
      return (
        (!addresses || isVerbFirst(sentence, verb)) &&
        away <=
          (voice.is.kind === 'official' || verb.last > verb.first || refersBack(sentence)
            ? REACH.speaker
            : REACH.body + 1) &&
        sentence.clause[voice.first] === sentence.clause[verb.last] &&
        (isOffice(sentence, voice, verb) || !isGoverned(sentence, voice, verb)) &&
        !isSubjectOf(sentence, voice)
      );
    })
    .sort((a, b) => a.away - b.away);
  const [first] = near;
  if (first === undefined) return null;
  if (first.voice.is.kind === 'official') return first.voice.is.id;
  // "Musa Abu Marzouk of Hamas", "Hamas official Musa Abu Marzouk": the person speaks.
  const person = voices.find(
    (voice) =>
      voice.is.kind === 'official' &&
      Math.abs(voice.first - first.voice.first) <= REACH.not + 1 &&
      sameSide(voice, first.voice, verb),
  );
  return (person ?? first.voice).is.id;
}

/** "Hamas on Friday announced", "the IDF and the Israel Police said": words that only say when, and names. */
function namesBetween(sentence: Sentence, voice: Voice, verb: FoundCue): number {
  let count = 0;
  for (let at = voice.last + 1; at < verb.first; at += 1) {
    const word = { first: at, last: at };
    const { text = '', start = 0 } = sentence.tokens[at] ?? {};
    const isName = text.length <= 3 || /^\p{Lu}/u.test(sentence.text.slice(start));
    if (isName || touches(sentence.dates, word)) count += 1;
  }
  return count;
}

/** In Arabic the verb stands first and its doer behind it: "دعت روسيا حماس". */
function isVerbFirst(sentence: Sentence, verb: FoundCue): boolean {
  return (
    sentence.lexicon.glued === 'arabic' &&
    !sentence.mentions.some(({ last }) => last < verb.first && verb.first - last <= REACH.name)
  );
}

/** "сообщили в ЦАХАЛ": the office where it was said. */
function isOffice(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  return (
    voice.is.kind === 'body' && voice.first - verb.last <= REACH.name + 1 && isIn(sentence, verb.last + 1)
  );
}

/** Whether the word is the Russian or Ukrainian "in". */
function isIn(sentence: Sentence, at: number): boolean {
  return hasCases(sentence) && /^(?:в|во|у)$/u.test(sentence.tokens[at]?.text ?? '');
}

/** "Said Hamas was ready": what follows the verb of saying is what was said. */
function isSubjectOf(sentence: Sentence, voice: Voice): boolean {
  const next = { first: voice.last + 1, last: voice.last + 1 };
  if (sentence.clause[next.first] !== sentence.clause[voice.last]) return false;
  return touches(listOf(sentence, 'condition', 'copula', 'promise'), next);
}

function sameSide(a: Voice, b: Voice, verb: FoundCue): boolean {
  return a.last < verb.first === b.last < verb.first;
}

/** Before the verb: in its clause, or parted from it by an aside between two commas. */
function reachesBack(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  // "В Кремле поблагодарили": the office, and nobody named who did it.
  const opens = voice.first === 1 && voice.last === verb.first - 1 && isIn(sentence, 0);
  if (!opens && isGoverned(sentence, voice, verb)) return false;
  const clauses = (sentence.clause[verb.first] ?? 0) - (sentence.clause[voice.last] ?? 0);
  if (clauses === 0) return true;
  const asideOpens = sentence.clause[voice.last + 1] !== sentence.clause[voice.last];
  if (clauses >= 2) return asideOpens || voice.is.kind === 'official';
  // "The ambassador, X, announced"
  const alone = sentence.clause[voice.first - 1] !== sentence.clause[voice.first] && asideOpens;
  if (alone && voice.first > 0 && voice.is.kind === 'official' && voice.last === verb.first - 1) return true;
  // "Freed to the Red Cross, the agency reports": the clause before is not the speaker's.
  return false;
}

/** "To the Red Cross", "with Hamas": what a preposition holds does not speak, unless it belongs to the verb ("according to"). */
function isGoverned(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  if (isNominative(sentence, voice)) return false;
  const holders = listOf(sentence, 'preposition').filter((one) => !touches([verb], one));
  for (let at = voice.first - 1; at >= Math.max(0, voice.first - REACH.name - 1); at -= 1) {
    if (at <= verb.last && at >= verb.first) return false;
    if (sentence.clause[at] !== sentence.clause[voice.first]) return false;
    if (touches(holders, { first: at, last: at })) {
      // "an official of Hamas said": the body that the speaker belongs to.
      return sentence.clause[at] !== sentence.clause[at - 1] || !belongs(sentence, at, verb);
    }
    if (touches(sentence.mentions, { first: at, last: at })) return false;
  }
  return false;
}

/** "На встрече с Абу Марзуком подчеркнул": a surname in another case than the nominative does no verb. */
function isOblique(sentence: Sentence, { last, is }: Voice, verb: FoundCue): boolean {
  if (!hasCases(sentence) || is.kind !== 'official' || verb.last > verb.first) return false;
  const surname = foldedText(is.names[sentence.lexicon.language] ?? '')
    .split(' ')
    .at(-1);
  const printed = sentence.tokens[last]?.text ?? '';
  return surname !== undefined && printed.length > surname.length && printed.startsWith(surname);
}

/** "В ходе разговора Богданов подтвердил": by its ending a name that no preposition holds. Names without endings do not show it. */
function isNominative(sentence: Sentence, { last, is }: Voice): boolean {
  if (!hasCases(sentence) || is.kind !== 'official') return false;
  const surname = (is.names[sentence.lexicon.language] ?? '').toLowerCase().split(' ').at(-1);
  const printed = sentence.tokens[last]?.printed ?? '';
  return printed === surname && /[бвгджзклмнпрстфхцчшщ]$/u.test(printed);
}

/** Whether a preposition only tells where a speaker belongs: no event stands before it in its clause. */
function belongs(sentence: Sentence, at: number, verb: FoundCue): boolean {
  const opens = sentence.clause.indexOf(sentence.clause[at] ?? 0);
  if (at - opens > REACH.not + 1) return false;
  return !listOf(sentence, 'event').some(
    (event) => event.first >= opens && event.last < at && !touches([verb], event),
  );
}

/** Who shows a captive speaks by it: the captor named before it. */
export function captorIn(sentence: Sentence, cue: FoundCue): string | null {
  const captor = sentence.mentions.findLast(({ first, is }) => is.role === 'captor' && first <= cue.last);
  return captor?.is.id ?? sentence.meant.captor;
}

/** "Moscow thanked": a capital that stands for its government, directly before the verb. */
function capitalBefore(sentence: Sentence, verb: FoundCue): string | null {
  const place = sentence.mentions.find(({ last, is }) => is.kind === 'place' && last === verb.first - 1);
  if (place === undefined || isGoverned(sentence, place, verb)) return null;
  // "The embassy in Moscow said"
  const held = { first: place.first - 1, last: place.first - 1 };
  if (touches(listOf(sentence, 'preposition'), held)) return null;
  return sentence.clause[place.last] === sentence.clause[verb.first] ? place.is.id : null;
}

/** Two to four capitalised words directly beside the verb. */
function printedName(sentence: Sentence, verb: FoundCue): string | null {
  const name = sentence.people.find(
    ({ first, last, is }) =>
      is.kind === 'name' &&
      last > first &&
      last - first <= 3 &&
      ((last === verb.first - 1 && sentence.clause[last] === sentence.clause[verb.first]) ||
        isBehind(sentence, verb, first)),
  );
  if (name === undefined) return nameAtTheEnd(sentence, verb);
  let { first } = name;
  const isCapital = (at: number): boolean =>
    at >= 0 &&
    sentence.tokens[at + 1]?.gap === GAP.SPACE &&
    /^\p{Lu}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0)) &&
    // "The Hostages Families Forum", but not "Israeli President Isaac Herzog".
    !touches(listOf(sentence, 'article', 'called'), { first: at, last: at });
  while (isCapital(first - 1)) first -= 1;
  return sentence.text.slice(sentence.tokens[first]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** "Сообщил посол России в Катаре Иван Петров": the two capitalised words that end the verb's clause. */
function nameAtTheEnd(sentence: Sentence, verb: FoundCue): string | null {
  const clause = sentence.clause[verb.last];
  const last = sentence.clause.lastIndexOf(clause ?? 0);
  if (last - verb.last > REACH.speaker) return null;
  const isCapital = (at: number): boolean =>
    /^\p{Lu}\p{Ll}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0)) &&
    // "Reports Ria Novosti": quoted, and no person.
    !touches([...sentence.mentions, ...sentence.media, ...listOf(sentence, 'agency')], {
      first: at,
      last: at,
    });
  const isName = isCapital(last) && isCapital(last - 1) && sentence.tokens[last]?.gap === GAP.SPACE;
  if (!isName || !isBehind(sentence, verb, last - 1)) return null;
  return sentence.text.slice(sentence.tokens[last - 1]?.start ?? 0, sentence.tokens[last]?.end ?? 0);
}

/** "Said X", "said the Qatari spokesman X", "сообщил посол России в Катаре X". */
function isBehind(sentence: Sentence, verb: FoundCue, first: number): boolean {
  const most = hasCases(sentence) ? REACH.speaker : REACH.not;
  if (first <= verb.last || first - verb.last > most) return false;
  // "Identified as X": whom it names.
  if (touches(listOf(sentence, 'naming'), verb)) return false;
  const way = { first: verb.last + 1, last: first - 1 };
  if (way.last < way.first) return true;
  if (sentence.clause[first] !== sentence.clause[verb.last]) return false;
  const prepositions = listOf(sentence, 'preposition');
  // "In Qatar" belongs to the office; "with X" is another.
  const held = hasCases(sentence) ? { first: first - 1, last: first - 1 } : way;
  return (
    !touches(prepositions, held) && !touches(listOf(sentence, 'that', 'event', 'pronoun', 'relative'), way)
  );
}

/** "He added", "the envoy said", "Marzouk said" of him who was named in full before: the speaker of the sentence before. */
export function carried(sentence: Sentence, before: Pick<Before, 'spokeLast' | 'calledOf'>): string | null {
  if (before.spokeLast === null) return null;
  const again = listOf(sentence, 'reporting').some((verb) =>
    isSpokenByHim(sentence, verb, before.calledOf(before.spokeLast ?? '')),
  );
  return again ? before.spokeLast : null;
}

function isSpokenByHim(sentence: Sentence, verb: FoundCue, called: string): boolean {
  if (listOf(sentence, 'pronoun').some((he) => Math.abs(verb.first - he.last) <= REACH.name)) return true;
  const ends = (last: number): boolean => sentence.clause[last + 1] !== sentence.clause[last];
  const isTeller = listOf(sentence, 'teller').some(
    ({ first, last }) => last === verb.first - 1 || (first === verb.last + 1 && ends(last)),
  );
  if (isTeller) return true;
  // By the surname alone; endings differ from case to case.
  const surname = foldedText(called).split(' ').at(-1) ?? '';
  const stem = surname.slice(0, Math.max(SURNAME, surname.length - 2));
  return [verb.first - 1, verb.last + 1].some((at) => {
    const token = sentence.tokens[at];
    return (
      token !== undefined &&
      stem.length >= SURNAME &&
      token.text.startsWith(stem) &&
      token.text.length - stem.length <= SURNAME &&
      sentence.clause[at] === sentence.clause[verb.first]
    );
  });
}

/** A surname shorter than this, in letters, is not told from other words without its given name. */
const SURNAME = 4;

/** "According to the agency": by source id, the agency that itself says it, where a word of saying is no verb. */
export function agencySaying(sentence: Sentence): string | null {
  const sayings = listOf(sentence, 'reporting').filter(({ first, last }) => last > first);
  const agency = listOf(sentence, 'agency').find(({ first }) =>
    sayings.some((one) => first > one.last && first - one.last <= REACH.name),
  );
  return agency?.cue.what ?? null;
}

/** The agency or the medium quoted, by source id; not the outlet itself. */
export function agencyIn(sentence: Sentence, source: string): string | null {
  const listed = sentence.cues.find((cue) => cue.cue.list === 'agency')?.cue.what;
  const saying = listOf(sentence, 'reporting', 'agency');
  const quoted = sentence.media.find(({ first, last }) =>
    saying.some((verb) => first - verb.last <= REACH.body && verb.first - last <= REACH.name),
  );
  const agency = listed ?? quoted?.is ?? null;
  return agency === source ? null : agency;
}

/** "X, freed in November, said": that is told of X, and not by X. */
export function notHimself(subject: string, speaker: string | null): string | null {
  return speaker === subject ? null : speaker;
}

/**
 * Who told it, or who showed it. An abduction is long known when it is told, and so is captivity in an aside ("freedom for X, who
 * is held in Gaza"): the outlet looks back on it, whoever else speaks.
 */
export function tellerOf(
  sentence: Sentence,
  cue: FoundCue,
  event: ClaimEvent,
  speaker: string | null,
): string | null {
  if (event === 'abducted' || isAside(sentence, cue, event)) return null;
  return speaker ?? (event === 'sign-of-life' ? captorIn(sentence, cue) : null);
}

/** Whether its clause is one about somebody just named: "…, who was freed in May, …", "…, held in Gaza". */
function isAside(sentence: Sentence, { first }: FoundCue, event: ClaimEvent): boolean {
  const opens = sentence.clause.indexOf(sentence.clause[first] ?? 0);
  if (opens === 0) return false;
  const word = { first: opens, last: opens };
  if (touches(listOf(sentence, 'relative'), word)) return event === 'held' || event === 'released';
  const held = listOf(sentence, 'event').filter(({ cue }) => cue.what === 'held' || cue.what === 'abducted');
  return event === 'held' && touches(held, word);
}
