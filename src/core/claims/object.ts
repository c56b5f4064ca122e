/** Whether a person behind an event is its object: the words between them tell of nobody else. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { isTaking } from './captivity.ts';
import { fitsCase } from './case.ts';
import { isAmongTheFreed } from './form.ts';
import { REACH, between, isGluedAnd, isWord, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** Most words that we do not know between a verb and its object: more of them hold another verb or another person. */
const MOST_UNKNOWN = { named: 1, unnamed: 3 } as const;

/** Whether the person directly follows the verb, but for days, places and words like "hostage". */
export function isObjectOf(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  person: Range<Person>,
  isUnnamed: boolean,
  last: Range<Person>,
): boolean {
  if (!fitsCase(sentence, form, person)) return false;
  if (isCalledTheirs(sentence, person)) return false;
  // In Slavic languages, Hebrew or Arabic an unknown noun before a name is somebody of theirs: "освободили соседа X".
  const strict =
    !isUnnamed && (sentence.lexicon.grammar.owner === 'behind' || sentence.lexicon.glued !== 'none');
  const most = isUnnamed ? MOST_UNKNOWN.unnamed : strict ? 0 : MOST_UNKNOWN.named;
  // "let X go": the person stands inside the words of the event.
  const from = person.first > cue.last ? cue.last : cue.first;
  const colon = /:/.test(between(sentence, from, person.first));
  const counts = listOf(sentence, 'count');
  const isAmong = isAmongTheFreed(sentence, cue);
  let unknown = 0;
  for (let at = from + 1; at < person.first; at += 1) {
    // "Об освобождении X сообщили": the noun opens the words of the event.
    const isNoun =
      sentence.lexicon.grammar.hasCases &&
      at === from + 1 &&
      person.first > cue.first &&
      person.last < cue.last;
    if (isNoun && touches(listOf(sentence, 'event'), { first: at, last: at })) {
      // "Об освобождении X в субботу сообщили": it may be the Saturday to come.
      if (touches(sentence.dates, cue)) return false;
      continue;
    }
    const word = wordAt(sentence, at);
    // "Among the freed turned out to be X"
    if (isAmong && touches(listOf(sentence, 'equals', 'copula'), { first: at, last: at })) continue;
    // "The bodies of abducted Israelis: A, B and C": only what those named are called.
    if (colon && isCalledTaken(sentence, at)) continue;
    // "Four souls are free: A, B, C and D": the noun that is counted means them all.
    if (colon && word === 'unknown' && touches(counts, { first: at - 1, last: at - 1 })) continue;
    if (word === 'relative' || word === 'verb' || word === 'saying') return false;
    if (word === 'preposition' && isThatOf(sentence, at)) continue;
    if (isWord(sentence, at, 'in-return') && at + 1 === person.first && form === 'happened') return false;
    if (word === 'preposition') {
      // "from captivity", "to the Red Cross", but not "of X"
      let next = at + 1;
      while (next < person.first && isOf(wordAt(sentence, next), 'little', 'role')) next += 1;
      if (wordAt(sentence, next) === 'relative') return false;
      // "thanked for the release of X": the event's own; in Spanish behind a day too, "liberó el sábado a X".
      const isEvents = isOnlyDate(sentence, from + 1, at - 1) || isBodyAt(sentence, cue, at - 1);
      if (next >= person.first && !isEvents) return false;
      at = next;
      continue;
    }
    if (word === 'unknown' && !isWord(sentence, at, 'one-more')) unknown += 1;
  }
  // "Received A, B and X from the Red Cross": in a list inside the words of the event.
  const inside = person.first > cue.first && person.last < cue.last;
  if (inside && unknown === 0) return true;
  if (sentence.lexicon.glued !== 'none' && !endsStatement(sentence, last)) return false;
  // "Among the freed – the Russian X"
  const dash = /\s[–—-]\s/.test(between(sentence, from, person.first)) || unknown === 0;
  const named = isAmong && dash;
  // "Freed another Russian, X, outside the deal"
  if (isApposed(sentence, from, person)) return true;
  // "Three were freed, X is still held"
  if (!colon && !named && sentence.clause[from] !== sentence.clause[person.first]) return false;
  return unknown <= most;
}

/** "Heeft het lichaam van X gevonden": the body, whose is told behind it. */
function isBodyAt(sentence: Sentence, { cue }: FoundCue, at: number): boolean {
  return cue.what === 'body-returned' && touches(listOf(sentence, 'body'), { first: at, last: at });
}

/** "Was identified as that of X", where the verb stands behind him: "als die von X". */
function isThatOf(sentence: Sentence, at: number): boolean {
  const that = { first: at - 1, last: at - 1 };
  return (
    isWord(sentence, at, 'of') && touches(listOf(sentence, 'article'), that) && isWord(sentence, at - 2, 'as')
  );
}

/** "Abducted Israelis": the participle before those whom it means. */
function isCalledTaken(sentence: Sentence, at: number): boolean {
  const taken = listOf(sentence, 'event').some(
    (one) => one.first === at && one.last === at && isTaking(one.cue.what),
  );
  return taken && touches(listOf(sentence, 'others'), { first: at + 1, last: at + 1 });
}

/** "Was identified as guard X's": as somebody of his. */
function isCalledTheirs(sentence: Sentence, { first }: Range<Person>): boolean {
  const kin = listOf(sentence, 'kin').find(({ last }) => last === first - 1);
  return kin !== undefined && isWord(sentence, kin.first - 1, 'as');
}

/** Whether nothing but a day stands there, or nothing at all. */
function isOnlyDate(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) {
    const isDate = touches(sentence.dates, { first: at, last: at });
    if (!isDate && !isOf(wordAt(sentence, at), 'date', 'little')) return false;
  }
  return true;
}

/** "… and X waits": in Arabic and Hebrew "and" begins a statement as well; a word of another verb follows him there. */
function endsStatement(sentence: Sentence, { last, is }: Range<Person>): boolean {
  const next = last + 1;
  if (is.kind !== 'watched' || next >= sentence.tokens.length) return true;
  if (sentence.clause[next] !== sentence.clause[last]) return true;
  if (!isGluedAnd(sentence, last - 1) && !isGluedAnd(sentence, last)) return true;
  const cues = listOf(sentence, 'event', 'promise', 'negotiation', 'hypothetical');
  return !touches(cues, { first: next, last: next }) && wordAt(sentence, next) !== 'unknown';
}

/** Set off by commas on both sides, behind a noun for one person: his name. */
export function isApposed(sentence: Sentence, from: number, person: Range<Person>): boolean {
  const { first, last } = person;
  if (sentence.clause[first] === sentence.clause[first - 1] || first - from < 2) return false;
  const ends = last + 1 >= sentence.tokens.length || sentence.clause[last + 1] !== sentence.clause[last];
  const isNoun = endsNoun(sentence, from, first - 1);
  const rest = { first: last + 1, last: sentence.tokens.length - 1 };
  const told = listOf(sentence, 'reporting', 'event').some((one) => touches([one], rest) && one.first > last);
  if (told) return false;
  return ends && isNoun && sentence.clause[first - 1] === sentence.clause[from];
}

/** "Another hostage", "another hostage with a Russian passport": a noun for one person, and what he has. */
function endsNoun(sentence: Sentence, from: number, last: number): boolean {
  const nouns = listOf(sentence, 'called', 'role');
  const isStrict = sentence.lexicon.grammar.hasCases || sentence.lexicon.glued !== 'none';
  const isKnown = (until: number): boolean => {
    for (let at = from + 1; at < until; at += 1)
      if (wordAt(sentence, at) === 'unknown' && !isWord(sentence, at, 'one-more')) return false;
    return true;
  };
  if (touches(nouns, { first: last, last }) && isKnown(last)) return true;
  const held = listOf(sentence, 'preposition').findLast(
    (one) => one.first > from + 1 && last - one.last <= REACH.name + 1 && one.last < last,
  );
  if (held === undefined || isStrict || !touches(nouns, { first: held.first - 1, last: held.first - 1 }))
    return false;
  return (
    isKnown(held.first) &&
    !touches(listOf(sentence, 'kin', 'others', 'event', 'relative'), { first: held.first, last })
  );
}
