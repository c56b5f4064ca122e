/** Who does a verb of saying: the subject beside it that is neither spoken to nor held by a preposition. */
import type { FoundCue } from '#language/lexicon.ts';
import { foldedText } from '#language/normalise.ts';
import { officesOf } from './cast.ts';
import { REACH, isCapital, isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Range, Sentence } from './sentence.ts';
import type { Subject } from '#core/watchlist.ts';

type Voice = Range<Subject>;

/** The voice that does the verb: before it, or close behind it. A recipient, an addressee, or who did the deed does not speak. */
export function doerOf(sentence: Sentence, verb: FoundCue, voices: readonly Voice[]): string | null {
  // "Pressed X": whom somebody asks for something does not speak.
  const asks =
    verb.cue.list === 'negotiation' || verb.cue.list === 'gratitude' || verb.cue.list === 'gladness';
  const addresses = asks || touches(listOf(sentence, 'addressing'), verb);
  // "Held by Hamas, he said": he is the doer.
  const he = listOf(sentence, 'pronoun').find(({ last }) => last === verb.first - 1);
  // "According to X": whose words they are stands behind it.
  const from = touches(listOf(sentence, 'quoting'), verb) ? verb.first : (he?.first ?? -1);
  const able = voices.filter(({ last }) => last > from);
  const near = able
    .map((voice) => ({
      voice,
      // "Из плена ХАМАС, сообщили в Кремле": the office where it was said, whoever stands before.
      away:
        // "نشرت حماس أسماء": between the words of the verb.
        (voice.first > verb.last && isOffice(sentence, voice, verb)) || isAmong(voice, verb)
          ? 0.5
          : voice.last < verb.first
            ? verb.first - voice.last
            : voice.first - verb.last + 0.5,
    }))
    .filter(({ voice, away }) => {
      if (away <= 0 || isOblique(sentence, voice, verb)) return false;
      if (isAmong(voice, verb)) return true;
      if (voice.last < verb.first && (isSpokenTo(sentence, voice) || isOfMedium(sentence, voice, verb)))
        return false;
      const most = voice.is.kind === 'body' ? REACH.body : REACH.speaker;
      if (voice.last < verb.first)
        return (
          away <= REACH.date &&
          away - namesBetween(sentence, voice, verb) <= most &&
          reachesBack(sentence, voice, verb)
        );
      return (
        // "Об этом рассказал корреспонденту X": by his ending he is not spoken to.
        (!addresses ||
          isVerbFirst(sentence, verb) ||
          isOffice(sentence, voice, verb) ||
          isNominative(sentence, voice) ||
          (!asks && refersBack(sentence))) &&
        away <=
          (voice.is.kind === 'official' || verb.last > verb.first || refersBack(sentence)
            ? REACH.speaker
            : REACH.body + 1) &&
        sentence.clause[voice.first] === sentence.clause[verb.last] &&
        // "Russia says that Hamas freed X": who did it.
        !touches(listOf(sentence, 'that'), { first: verb.last + 1, last: voice.first }) &&
        (isOffice(sentence, voice, verb) || !isGoverned(sentence, voice, verb)) &&
        !isSubjectOf(sentence, voice)
      );
    })
    .sort((a, b) => a.away - b.away);
  const [first] = near;
  if (first === undefined) {
    const holder = addresses ? null : holderBehind(sentence, verb, voices);
    return holder ?? opener(sentence, verb, able)?.is.id ?? topicOf(sentence, verb, able)?.is.id ?? null;
  }
  // "Об освобождении X из плена ХАМАС сообщил Песков"
  const behind = near.find(
    ({ voice }) =>
      voice.first === verb.last + 1 && voice.is.kind === 'official' && isNominative(sentence, voice),
  );
  if (first.voice.is.kind === 'body' && behind !== undefined) return behind.voice.is.id;
  // "Putin's spokesman, Dmitry Peskov": the man, and not whose he is.
  const man = manOf(sentence, first.voice, able);
  if (man !== null) return man.is.id;
  const head = headBefore(sentence, first.voice, verb, able);
  if (head !== null) return head.is.id;
  // "Богданов на встрече с замглавы ХАМАС подчеркнул": by his ending he is the subject.
  const subject = first.voice.is.kind === 'body' ? opener(sentence, verb, able) : null;
  if (subject !== null && isNominative(sentence, subject)) return subject.is.id;
  return spokesmanOf(sentence, first.voice, voices, verb);
}

/** The official named behind another one whose spokesman he is: "Putin's spokesman Dmitry Peskov", "говорителят на Путин Дмитрий Песков". */
function manOf(sentence: Sentence, { first, last, is }: Voice, able: readonly Voice[]): Voice | null {
  if (is.kind !== 'official') return null;
  const next = able.find((one) => one.is.kind === 'official' && one.is.id !== is.id && one.first > last);
  if (next === undefined || next.first - last > REACH.not) return null;
  const tellers = listOf(sentence, 'teller');
  const isOwner = sentence.tokens[last + 1]?.text === 's' && next.first > last + 2;
  if (isOwner) return standsBetween(sentence, ['reporting', 'and', 'that'], { last }, next) ? null : next;
  const office = { first: Math.max(0, first - REACH.not), last: first - 1 };
  const isHeld =
    next.first === last + 1 &&
    touches(listOf(sentence, 'preposition'), office) &&
    sentence.clause[first] === sentence.clause[office.first];
  return isHeld &&
    (tellers.length === 0 || touches(tellers, office) || sentence.lexicon.grammar.owner === null)
    ? next
    : null;
}

/** Whether a voice stands between the words of a verb of several. */
function isAmong(voice: Voice, verb: FoundCue): boolean {
  return voice.first > verb.first && voice.last < verb.last;
}

/** "Israel's public broadcaster Kan reported": the medium directly before the verb, and not what it is of. */
function isOfMedium(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  return sentence.media.some(({ first, last }) => voice.last < first && last === verb.first - 1);
}

/** "Lavrov at a meeting with Hamas called for": the one who opens the clause, where a preposition holds the nearer one. */
function headBefore(sentence: Sentence, near: Voice, verb: FoundCue, able: readonly Voice[]): Voice | null {
  if (near.last >= verb.first || near.first === 0) return null;
  const clause = sentence.clause[near.first];
  const held = { first: near.first - REACH.name, last: near.first - 1 };
  if (!touches(listOf(sentence, 'preposition'), held)) return null;
  const [head, ...others] = able.filter(
    (one) =>
      one.last < held.last &&
      one.is.kind === 'official' &&
      one.is.id !== near.is.id &&
      sentence.clause[one.first] === clause &&
      !isGoverned(sentence, one, verb) &&
      !isOblique(sentence, one, verb),
  );
  if (head === undefined || others.length > 0) return null;
  // "Lavrov said that an official of Hamas had promised": another verb of saying has him.
  return standsBetween(sentence, ['reporting', 'that', 'relative', 'event'], head, near) ? null : head;
}

/** "X told Y that Moscow insists": who stands directly behind such a verb of somebody else is spoken to. */
function isSpokenTo(sentence: Sentence, voice: Voice): boolean {
  const told = listOf(sentence, 'addressing').find(({ last }) => last === voice.first - 1);
  if (told === undefined || isVerbFirst(sentence, told) || isNominative(sentence, voice)) return false;
  return sentence.mentions.some(
    ({ last, is }) =>
      is.kind !== 'place' &&
      last < told.first &&
      told.first - last <= REACH.speaker &&
      sentence.clause[last] === sentence.clause[told.first],
  );
}

/** Who speaks for a body where its man is named or called by his office: "Musa Abu Marzouk of Hamas", "the ambassador of Israel". */
export function spokesmanOf(
  sentence: Sentence,
  voice: Voice,
  voices: readonly Voice[],
  verb: FoundCue,
): string {
  if (voice.is.kind === 'official') return voice.is.id;
  const person = voices.find(
    (one) =>
      ((one.is.kind === 'official' &&
        // "Putin secured a promise of Hamas": no man of theirs.
        (voice.is.role !== 'captor' || one.is.voice === (voice.is.voice ?? voice.is.id))) ||
        // "The army's spokesman, X, said"
        one.is.spokesmanOf === voice.is.id) &&
      Math.abs(one.first - voice.first) <= REACH.not + 1 &&
      sameSide(one, voice, verb) &&
      !isOblique(sentence, one, verb),
  );
  if (person !== undefined) return person.is.id;
  const office = officeBeside(sentence, voice);
  if (office === null) return voice.is.id;
  const offices = officesOf(sentence.lexicon, sentence.tokens.slice(office.first, office.last + 1));
  const [only, ...others] = sentence.cast.officials(offices, voice.is.voice ?? voice.is.id);
  return only !== undefined && others.length === 0 ? only.id : voice.is.id;
}

/** "Said to the agency the deputy leader of Hamas, X": the office behind the verb, and who holds it. */
function holderBehind(sentence: Sentence, verb: FoundCue, voices: readonly Voice[]): string | null {
  if (verb.cue.list !== 'reporting') return null;
  const clause = sentence.clause[verb.last];
  const held = (at: number): boolean => touches(listOf(sentence, 'preposition'), { first: at, last: at });
  const office = listOf(sentence, 'teller').find(
    ({ first }) =>
      first > verb.last &&
      first - verb.last <= REACH.speaker &&
      sentence.clause[first] === clause &&
      !held(first - 1),
  );
  if (office === undefined) return null;
  const way = { first: verb.last + 1, last: office.first };
  if (touches(listOf(sentence, 'that', 'event', 'pronoun', 'relative'), way)) return null;
  const near = voices.filter(
    ({ first, last }) =>
      last >= office.first &&
      first - office.last <= REACH.behind &&
      (sentence.clause[first] === clause ||
        (sentence.clause[first] === (clause ?? 0) + 1 && sentence.clause[first - 1] === clause)),
  );
  const person = near.find((voice) => voice.is.kind === 'official' && !isOblique(sentence, voice, verb));
  if (person !== undefined) return person.is.id;
  const body = near.find(({ first, is }) => is.kind === 'body' && sentence.clause[first] === clause);
  return body === undefined ? null : spokesmanOf(sentence, body, voices, verb);
}

/** The office that stands with a body: "Israel's ambassador", "посол Израиля", "a Hamas official". */
function officeBeside(sentence: Sentence, voice: Voice): FoundCue | null {
  return (
    listOf(sentence, 'teller').find(
      ({ first, last }) =>
        (last < voice.first && voice.first - last <= REACH.name + 1) ||
        (first > voice.last && first - voice.last <= REACH.name) ||
        touches([voice], { first, last }),
    ) ?? null
  );
}

/** The subject that opens the sentence, with all that is told of it up to the verb: "X, the deputy minister, said at a meeting with Y that". */
function opener(sentence: Sentence, verb: FoundCue, voices: readonly Voice[]): Voice | null {
  if (verb.cue.list !== 'reporting') return null;
  const openings = listOf(sentence, 'article', 'called', 'teller');
  const voice = voices.find(({ first }) => {
    for (let at = 0; at < first; at += 1) if (!touches(openings, { first: at, last: at })) return false;
    return true;
  });
  if (voice === undefined || voice.last >= verb.first || verb.first - voice.last > REACH.behind + REACH.date)
    return null;
  if (isOblique(sentence, voice, verb)) return null;
  if (standsBetween(sentence, ['reporting', 'that', 'event', 'boundary', 'copula'], voice, verb)) return null;
  const clauses = (sentence.clause[verb.first] ?? 0) - (sentence.clause[voice.last] ?? 0);
  return clauses === 1 ? null : voice;
}

/** 「マルズク氏は…と語った」: whom a particle makes the subject at the head of a sentence that the verb ends. */
function topicOf(sentence: Sentence, verb: FoundCue, voices: readonly Voice[]): Voice | null {
  if (!sentence.lexicon.grammar.isHeadLast || verb.last < sentence.tokens.length - REACH.name - 1)
    return null;
  const voice = voices.find(({ first }) => first <= REACH.name);
  if (voice === undefined) return null;
  const rest = sentence.text.slice(sentence.tokens[voice.last]?.end ?? 0);
  return TOPIC.test(rest) ? voice : null;
}

/** With a title or an office between: 「氏は」, 「報道官は」, "대변인은"; in Turkish a comma, in Hindi "ने". */
export const TOPIC = /^(?:[^、,。.「“"]{0,8}?(?:は|が|는|은|이|가)|,|\s+ने\s)/u;

/** "Hamas on Friday announced", "the IDF and the Israel Police said": words that only say when, and names. */
function namesBetween(sentence: Sentence, voice: Voice, verb: FoundCue): number {
  let count = 0;
  for (let at = voice.last + 1; at < verb.first; at += 1) {
    const word = { first: at, last: at };
    const isName = (sentence.tokens[at]?.text.length ?? 0) <= 3 || isCapital(sentence, at);
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
export function isIn(sentence: Sentence, at: number): boolean {
  return sentence.lexicon.grammar.hasCases && isWord(sentence, at, 'in');
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
  // "…, with Hamas saying that"
  const isAbsolute =
    voice.last === verb.first - 1 &&
    isWord(sentence, voice.first - 1, 'with') &&
    sentence.clause[voice.first - 1] !== sentence.clause[voice.first - 2];
  if (!opens && !isAbsolute && isGoverned(sentence, voice, verb)) return false;
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
export function isGoverned(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  if (isNominative(sentence, voice)) return false;
  const holders = listOf(sentence, 'preposition').filter((one) => !touches([verb], one));
  for (let at = voice.first - 1; at >= Math.max(0, voice.first - REACH.name - 1); at -= 1) {
    if (at <= verb.last && at >= verb.first) return false;
    if (sentence.clause[at] !== sentence.clause[voice.first]) return false;
    // "Russia's ambassador to Israel said", "посольство в Израиле добивается": where it is; but "в ЦАХАЛ заявили".
    const isOffice = voice.last === verb.first - 1 && verb.cue.list === 'reporting';
    if (isWord(sentence, at, 'posted-to') || (at > 0 && isIn(sentence, at) && !isOffice)) return true;
    if (touches(holders, { first: at, last: at })) {
      // "Об освобождении X из плена ХАМАС сообщил": whose captivity it was.
      if (standsBetween(sentence, ['setting'], { last: at }, voice)) return true;
      // "an official of Hamas said": the body that the speaker belongs to.
      return sentence.clause[at] !== sentence.clause[at - 1] || !belongs(sentence, at, verb);
    }
    if (touches(sentence.mentions, { first: at, last: at })) return false;
  }
  return false;
}

/** "На встрече с Абу Марзуком подчеркнул": a surname in another case than the nominative does no verb. */
export function isOblique(sentence: Sentence, voice: Voice, verb: FoundCue): boolean {
  // "Hamas'tan istedi": a subject has no ending.
  const rest = sentence.text.slice(sentence.tokens[voice.last]?.end ?? 0);
  if (sentence.lexicon.grammar.setsEndingsOff && /^['’]\p{Ll}/u.test(rest)) return true;
  return verb.last === verb.first && isBent(sentence, voice);
}

function isBent(sentence: Sentence, { last, is }: Voice): boolean {
  if (!sentence.lexicon.grammar.hasCases || is.kind !== 'official') return false;
  const surname = foldedText(is.names[sentence.lexicon.language] ?? '')
    .split(' ')
    .at(-1);
  const printed = sentence.tokens[last]?.text ?? '';
  return surname !== undefined && printed.length > surname.length && printed.startsWith(surname);
}

/** "В ходе разговора Богданов подтвердил", "рассказала Захарова": by its ending a name that no preposition holds. Names without endings do not show it. */
function isNominative(sentence: Sentence, { first, last, is }: Voice): boolean {
  if (!sentence.lexicon.grammar.hasCases) return false;
  // "В ходе беседы российская сторона подчеркнула"
  if (is.kind === 'body' && last > first)
    return /(?:ая|ое|ие|ые|а)$/u.test(sentence.tokens[first]?.printed ?? '');
  if (is.kind !== 'official') return false;
  const surname = (is.names[sentence.lexicon.language] ?? '').toLowerCase().split(' ').at(-1);
  const printed = sentence.tokens[last]?.printed ?? '';
  return printed === surname && (is.gender === 'f' ? /[ая]$/u : /[бвгджзклмнпрстфхцчшщ]$/u).test(printed);
}

/** Whether a preposition only tells where a speaker belongs: no event stands before it in its clause. */
function belongs(sentence: Sentence, at: number, verb: FoundCue): boolean {
  const opens = sentence.clause.indexOf(sentence.clause[at] ?? 0);
  if (at - opens > REACH.not + 1) return false;
  return !listOf(sentence, 'event').some(
    (event) => event.first >= opens && event.last < at && !touches([verb], event),
  );
}

/** Whether a sentence only tells who said what stands before it. */
export function refersBack(sentence: Sentence): boolean {
  // "Россия Поделиться Об этом заявила X": furniture before it has no full stop, and a capital letter shows where it begins.
  return listOf(sentence, 'referring').some(
    ({ first }) => first <= 1 || (sentence.lexicon.grammar.hasCases && isCapital(sentence, first)),
  );
}

/** "Lea Tamm spoke on Monday. “…,” she said.": somebody who is not of the watchlist, whose full name opens a sentence that tells nothing of anybody. */
export function aboutStranger(sentence: Sentence): string | null {
  if (
    sentence.lexicon.grammar.capitals !== 'names' ||
    listOf(sentence, 'event').some(({ cue }) => cue.what !== 'talks')
  )
    return null;
  if (sentence.mentions.some(({ is }) => is.kind === 'captive' || is.kind === 'official')) return null;
  const name = sentence.people.find(({ first, last, is }) => is.kind === 'name' && first === 0 && last > 0);
  if (name === undefined) return null;
  return sentence.text.slice(sentence.tokens[0]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** The official whom a sentence is about: the first one named in it, near its beginning, that nothing governs. */
export function aboutWhom(sentence: Sentence): string | null {
  // A spokesman of the watchlist who is a body there: "Daniel Hagari spoke on Monday".
  const voice = sentence.mentions.find(({ is }) => is.kind === 'official' || is.spokesmanOf !== undefined);
  if (voice === undefined || voice.first > REACH.speaker) return null;
  const held = listOf(sentence, 'preposition').filter(
    ({ first }) => first < voice.first && first >= voice.first - REACH.name - 1,
  );
  return held.length > 0 && !isNominative(sentence, voice)
    ? null
    : isBent(sentence, voice)
      ? null
      : voice.is.id;
}
