/** Who says it: the subject, or the name printed, that does the saying. */
import { isTaking } from './captivity.ts';
import type { FoundCue } from '#language/lexicon.ts';
import { isFirm } from './form.ts';
import { doerOf, isGoverned, isOblique, refersBack, spokesmanOf } from './doer.ts';
import { capitalBefore, manNamed, officeBeside, printedName, surnameBeside } from './printed.ts';
import { closesWith, relationBeside } from './relation.ts';
import { REACH, between, listOf, spanBetween, standsBetween, touches } from './sentence.ts';
import type { Range, Sentence } from './sentence.ts';
import { carried } from './spoken.ts';
import type { Before } from './spoken.ts';
import type { Phrase } from './printed.ts';
import type { Reading } from './settle.ts';
import type { ClaimEvent, Modality } from '#core/claim.ts';
import type { Subject } from '#core/watchlist.ts';

/** Who says what `at` tells in this sentence; null: nobody but the outlet. */
export function whoSays(sentence: Sentence, at: FoundCue, modality: Modality, before: Before): string | null {
  const { spokeLast, named, agency, medium, voiceOf } = before;
  const reports = listOf(sentence, 'reporting').length > 0;
  const own = sameVoice(speakerOf(sentence, at), spokeLast, voiceOf);
  const known = own ?? (reports ? named : null) ?? carried(sentence, before) ?? agency ?? medium;
  if (known !== null) return known;
  if (before.quoted && !reports) return spokeLast ?? before.opened;
  // A promise or a plea goes on where nobody else speaks; "an official said" is somebody without a name.
  // "Among those who could be freed is X" is the outlet's thought.
  return modality === 'fact' ||
    modality === 'denial' ||
    modality === 'hypothetical' ||
    reports ||
    isPlanOfNobody(sentence, at)
    ? null
    : spokeLast;
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
  return speakerOf(sentence, verb) ?? carried(sentence, before) ?? onlyOfficial(sentence, verb);
}

/** "Об этом заявил спецпредставитель по Ближнему Востоку и Африке, замглавы МИД X": however long his offices are. */
function onlyOfficial(sentence: Sentence, verb: FoundCue): string | null {
  const voices = sentence.mentions.filter(
    (one) => one.is.kind === 'official' && one.first > verb.last && !isOblique(sentence, one, verb),
  );
  const [only] = new Set(voices.map(({ is }) => is.id));
  return only !== undefined && voices.every(({ is }) => is.id === only) ? only : null;
}

/** Who says what `at` tells: the doer of the verb of saying, or of `at` itself where it promises, asks or denies. */
export function speakerOf(sentence: Sentence, at: FoundCue): string | null {
  const captivities = listOf(sentence, 'event').filter(({ cue }) => cue.what === 'held');
  const voices = sentence.mentions.filter(
    ({ first, last, is }) =>
      // "The Times of Israel"
      !touches(sentence.media, { first, last }) &&
      // "Confirmed dead in Hamas captivity"
      !touches(captivities, { first, last }) &&
      (is.kind === 'official' ||
        (is.kind === 'body' && is.role !== null && is.role !== 'outlet') ||
        // One who was held himself, or one of the family, directly before the verb.
        ((is.role === 'family' || is.kind === 'captive') &&
          (touches(listOf(sentence, 'reporting'), { first: last + 1, last: last + 1 }) ||
            (is.role === 'family' && first === 0 && listOf(sentence, 'theirs').length > 0)))),
  );
  const verbs = verbsAround(sentence, at);
  const speaks =
    (at.cue.list === 'promise' || at.cue.list === 'negotiation' || at.cue.list === 'denial') &&
    !isImpersonal(sentence, at);
  const quoted = quotedIn(sentence, at, voices);
  if (quoted !== null) return quoted;
  // "Hamas agrees to free X – Kremlin": whoever promises in it.
  const dashed = behindDash(sentence);
  if (dashed !== null) return dashed;
  const passedOn = at.cue.list === 'promise' ? tellerOfPromise(sentence, at, verbs, voices) : null;
  if (passedOn !== null) return passedOn;
  for (const verb of verbs) {
    // "His mother said": before a body or an office that stands farther off.
    const relative = closesWith(sentence, verb, at) ? relationBeside(sentence, verb) : null;
    if (relative !== null) return relative;
    const office = officeBeside(sentence, verb);
    // "The army and the Israel Police said": the first of the two.
    const isSecond = office !== null && isJoined(sentence, office);
    const voice = doerOf(sentence, verb, isSecond ? voices.filter((one) => !touches([office], one)) : voices);
    // "The ministry of health of Israel": the ministry, unless it is of the watchlist itself.
    const own =
      office !== null &&
      !(isSecond && voice !== null) &&
      !touches(sentence.mentions, office.head) &&
      !namesSomebody(sentence, office) &&
      !isHisOffice(sentence, office) &&
      (voice === null || isInside(sentence, voice, office));
    if (own) return office.printed;
    if (voice !== null) return manNamed(sentence, verb, voice) ?? voice;
  }
  const [verb] = verbs;
  // "X will be freed by Hamas, Y told the agency"
  const closing = verb !== undefined && isClosing(sentence, verb, at) ? printedName(sentence, verb) : null;
  if (closing !== null) return closing;
  // "Thanked X for his efforts": who is thanked, or asked, does not say it.
  const spokenTo = listOf(sentence, 'gratitude', 'addressing');
  const able = voices.filter(({ first }) => !touches(spokenTo, { first: first - 1, last: first - 1 }));
  if (speaks) {
    const capital = verb === undefined ? null : capitalBefore(sentence, verb);
    const voice = capital ?? doerOf(sentence, at, able);
    if (voice !== null) return voice;
    // "His mother asked for his release"
    const relative = at.cue.list === 'negotiation' ? relationBeside(sentence, at) : null;
    if (relative !== null) return relative;
  }
  // "Израиль требует от них, чтобы X был освобождён": by the word that asks, in front of what is asked.
  const asks =
    at.cue.form === 'weighed'
      ? listOf(sentence, 'negotiation').findLast(
          (one) =>
            one.last < at.first && (sentence.clause[at.first] ?? 0) - (sentence.clause[one.last] ?? 0) <= 1,
        )
      : undefined;
  const asking = asks === undefined ? null : doerOf(sentence, asks, able);
  if (asking !== null) return asking;
  const lead = beforeColon(sentence);
  if (lead !== null) return lead;
  const printed =
    verb === undefined
      ? null
      : (printedName(sentence, verb) ?? capitalBefore(sentence, verb) ?? surnameBeside(sentence, verb));
  if (printed !== null || !speaks) return printed;
  // "X put it off, said that …, and had promised": the only official that could have.
  const officials = able.filter(
    (voice) =>
      voice.is.kind === 'official' &&
      voice.last < at.first &&
      !isGoverned(sentence, voice, at) &&
      !isOblique(sentence, voice, at),
  );
  const [only] = new Set(officials.map(({ is }) => is.id));
  return only !== undefined && officials.every(({ is }) => is.id === only) ? only : null;
}

/** "The ambassador said that X is ill and that Hamas had promised to free him": who passes a promise on says it. */
function tellerOfPromise(
  sentence: Sentence,
  at: FoundCue,
  verbs: readonly FoundCue[],
  voices: readonly Range<Subject>[],
): string | null {
  const verb = verbs.findLast(({ last }) => last < at.first);
  if (verb === undefined || touches(listOf(sentence, 'quoting'), verb)) return null;
  const captors = sentence.mentions.filter(({ is }) => is.role === 'captor');
  if (!touches(captors, spanBetween(verb, at))) return null;
  if (standsBetween(sentence, ['boundary'], verb, at)) return null;
  const teller = doerOf(sentence, verb, voices);
  return voices.some(({ is }) => is.id === teller && is.kind === 'official') ? teller : null;
}

/** The words of saying by which `at` is told: the one that closes the sentence ("…, said X") before the nearest. */
function verbsAround(sentence: Sentence, at: FoundCue): readonly FoundCue[] {
  const away = (verb: FoundCue): number =>
    isClosing(sentence, verb, at) ? 0 : Math.abs(verb.first - at.first) + 1;
  const verbs = listOf(sentence, 'reporting', 'gratitude', 'gladness');
  // "A indiqué", "was quoted as saying": all of its words.
  const isPart = ({ first, last }: FoundCue): boolean =>
    verbs.some((other) => other.first < first && other.last >= last && first - other.first <= REACH.name);
  return verbs.filter((verb) => !isPart(verb)).sort((a, b) => away(a) - away(b));
}

/** "Hamas promised to free them, said the envoy": a clause at the end that tells no more than who says it. */
function isClosing(sentence: Sentence, verb: FoundCue, at: FoundCue): boolean {
  if (verb.cue.list !== 'reporting' || verb.first <= at.last) return false;
  const clause = sentence.clause[verb.first] ?? 0;
  if (clause === sentence.clause[at.last]) return false;
  const opens = sentence.clause.indexOf(clause);
  const rest = { first: opens, last: sentence.tokens.length - 1 };
  return !touches(listOf(sentence, 'event', 'promise', 'negotiation', 'denial', 'that', 'relative'), rest);
}

/** Whether somebody is named before it who does the same: "X and the office". */
function isJoined(sentence: Sentence, { first }: Phrase): boolean {
  const joins = listOf(sentence, 'and');
  return (
    touches(joins, { first: first - 1, last: first - 1 }) ||
    touches(joins, { first: first - 2, last: first - 2 })
  );
}

/** "The political bureau of Hamas", "the spokesman of the ministry, X": a captor's office is the captor's voice, and somebody with a name speaks himself. */
function namesSomebody(sentence: Sentence, { first, last }: Phrase): boolean {
  return sentence.mentions.some(
    (one) =>
      (one.is.kind === 'official' && touches([one], { first: first - 1, last: last + 2 })) ||
      (one.is.role === 'captor' && touches([one], { first, last })),
  );
}

/** "Israeli official Dan Cohen said": the office of who is named behind it. */
function isHisOffice(sentence: Sentence, { last }: Phrase): boolean {
  return sentence.people.some(
    (one) => one.is.kind === 'name' && one.first === last + 1 && one.last > one.first,
  );
}

/** Whether a voice is only named in an office: Israel in "the ministry of health of Israel". */
function isInside(sentence: Sentence, id: string, office: Phrase): boolean {
  const named = sentence.mentions.filter((one) => one.is.id === id);
  return named.every((one) => touches([office], one) && !touches([office.head], one));
}

/** "The ministry quoted X", "with reference to X", "according to X": whose words they are. */
function quotedIn(sentence: Sentence, at: FoundCue, voices: readonly Range<Subject>[]): string | null {
  for (const quoting of listOf(sentence, 'quoting')) {
    const { last } = quoting;
    if (sentence.part[last] !== sentence.part[at.first]) continue;
    const near = voices.filter(
      ({ first, is }) =>
        first > last &&
        first - last <= (is.kind === 'official' ? REACH.speaker : REACH.not + 1) &&
        sentence.clause[first] === sentence.clause[last],
    );
    const [voice] = near;
    const office = officeBeside(sentence, quoting);
    if (voice === undefined || (office !== null && isInside(sentence, voice.is.id, office))) continue;
    const person = near.find(({ is }) => is.kind === 'official');
    return person?.is.id ?? spokesmanOf(sentence, voice, voices, quoting);
  }
  return null;
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
      touches(listOf(sentence, 'preposition', 'teller'), next) ||
      touches(sentence.mentions, next) ||
      (sentence.lexicon.glued !== 'none' && /^[בف]/u.test(sentence.tokens[at + 1]?.text ?? ''));
    if (!isIn) return null;
  }
  return null;
}

/** "X will be freed – Hamas", "… — Песков": who speaks by a dash, at the end of a headline. */
export function behindDash(sentence: Sentence): string | null {
  const last = sentence.tokens.length - 1;
  const voice = sentence.mentions.find(
    (one) =>
      one.last === last &&
      (one.is.kind === 'official' ||
        (one.is.kind === 'body' && one.is.role !== null && one.is.role !== 'outlet')),
  );
  if (voice === undefined || voice.first === 0) return null;
  return /\s[–—-]\s+$/u.test(between(sentence, voice.first - 1, voice.first)) ? voice.is.id : null;
}

/** Who shows a captive speaks by it: the captor named before it. */
function captorIn(sentence: Sentence, cue: FoundCue): string | null {
  const captor = sentence.mentions.findLast(({ first, is }) => is.role === 'captor' && first <= cue.last);
  return captor?.is.id ?? sentence.meant.captor;
}

/**
 * Who told it, or who showed it. An abduction is long known when it is told, and so is captivity in an aside ("freedom for X, who
 * is held in Gaza"): the outlet looks back on it, whoever else speaks. But what is told "according to" somebody, and nothing else with it, is his.
 */
export function tellerOf(
  sentence: Sentence,
  cue: FoundCue,
  event: ClaimEvent,
  speaker: string | null,
): string | null {
  // "Hostage X has written, Israel says": what he is called.
  const isCalled =
    event === 'held' && touches(listOf(sentence, 'called'), { first: cue.first, last: cue.first });
  const known = (event === 'abducted' && !isTheNews(sentence)) || isCalled || isAside(sentence, cue, event);
  if (known && !isInQuotation(sentence, cue)) return null;
  return speaker ?? (event === 'sign-of-life' ? captorIn(sentence, cue) : null);
}

/** "Putin thanked Hamas for the release of X", told long after it: the outlet looks back on the release, whoever is grateful. */
export function thankedLongAgo(sentence: Sentence, reading: Reading): Reading {
  const looksBack = reading.background && reading.event === 'released' && reading.modality === 'fact';
  const thanks = listOf(sentence, 'gratitude', 'gladness');
  if (!looksBack || thanks.length === 0) return reading;
  const says = listOf(sentence, 'reporting').some((verb) => !touches(thanks, verb));
  return says ? reading : { ...reading, speaker: null };
}

/** "Hamas is ready to free X. … Abu Marzouk told the agency": the one man of his body who speaks in the entry promised it. */
export function spokesmanOfBody(
  reading: Reading,
  spoken: ReadonlySet<string>,
  voiceOf: (id: string) => string | null,
): Reading {
  const { speaker, modality } = reading;
  if (speaker === null || (modality !== 'promise' && modality !== 'negotiation')) return reading;
  const [only, ...others] = [...spoken].filter((id) => id !== speaker && voiceOf(id) === speaker);
  return only === undefined || others.length > 0 ? reading : { ...reading, speaker: only };
}

/** "According to the Times of Israel, X was kidnapped with four others": the abduction is all that is told. */
function isTheNews(sentence: Sentence): boolean {
  return (
    listOf(sentence, 'quoting').length > 0 &&
    listOf(sentence, 'event').every(({ cue }) => cue.what === 'abducted')
  );
}

/** "“… except X, whom we freed,” the deputy wrote": who is quoted tells all of it. */
function isInQuotation({ text, tokens }: Sentence, { first, last }: FoundCue): boolean {
  const before = text.slice(0, tokens[first]?.start);
  const behind = text.slice(tokens[last]?.end ?? text.length);
  return /[«“„"][^»”"]*$/u.test(before) && /^[^«“„"]*[»”"]/u.test(behind);
}

/** Whether its clause is one about somebody just named: "…, who was freed in May, …", "…, held in Gaza", "— released by Hamas —". */
function isAside(sentence: Sentence, { cue: { form }, first }: FoundCue, event: ClaimEvent): boolean {
  if (event !== 'held' && event !== 'released' && event !== 'died') return false;
  const opens = sentence.clause.indexOf(sentence.clause[first] ?? 0);
  if (opens === 0) return false;
  const word = { first: opens, last: opens };
  if (touches(listOf(sentence, 'relative'), word)) return true;
  const held = listOf(sentence, 'event').filter(({ cue }) => isTaking(cue.what));
  if (event === 'held' && touches(held, word)) return true;
  // "X — released by them in May — ", "X, находящийся в плену у них, …": it is closed again, and nobody speaks in it.
  const ends = sentence.clause.lastIndexOf(sentence.clause[first] ?? 0);
  const he = sentence.people.find(({ last, is }) => is.kind === 'watched' && last === opens - 1);
  if (he === undefined) return false;
  // "X told of the reunion with his son Y, freed by the army": told of the son by the way, though nothing closes it.
  const isKin = touches(listOf(sentence, 'kin'), { first: he.first - 1, last: he.first - 1 });
  if (ends === sentence.tokens.length - 1 && !isKin) return false;
  if (touches(listOf(sentence, 'reporting', 'that'), { first: opens, last: ends })) return false;
  if (event === 'held') return first <= opens + 1;
  return event === 'released' && first === opens && form !== null && isFirm(form);
}
