/** Whether an event is beyond doubt that of the people found for it: a wrong release hurts more than one told later. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { isAmongTheFreed } from './form.ts';
import { isTheirsByOrder } from './order.ts';
import { REACH, between, isCapital, isGluedAnd, isGroup, isWord, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** Most words that we do not know between a verb and its person: more of them hold another verb or another person. */
const MOST_UNKNOWN = { gap: 3, before: 3, behind: 1, unnamed: 3 } as const;

/** Whether the sentence leaves no doubt that the event happened to the people found (nearest first). */
export function isTheirs(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  found: readonly Range<Person>[],
): boolean {
  const [nearest] = found;
  if (nearest === undefined) return false;
  if (sentence.lexicon.grammar.isHeadLast) return isTheirsByOrder(sentence, cue, form, found);
  // "مع والدة X حضر رهائن أفرج عنهم": said of several.
  const isOfSeveral =
    sentence.lexicon.glued === 'arabic' && /(?:عن|سراح)هم$/u.test(sentence.tokens[cue.last]?.printed ?? '');
  if (isOfSeveral && found.length === 1 && nearest.last < cue.first && !isGroup(nearest)) return false;
  // "A group of hostages, X among them": what they are called by one word or two.
  const others = found.findIndex(({ is }) => is.kind !== 'other');
  const [edge, second] = [found[others - 1], found[others]];
  const isUnnamed =
    nearest.is.kind === 'other' && (edge === undefined || (second?.first ?? 0) > edge.last + 1);
  if (nearest.first > cue.first) {
    const last = found.reduce((a, b) => (b.last > a.last ? b : a));
    // "Another hostage with a Russian passport, X": the group is only what he is called by.
    const named = isGroup(nearest)
      ? found.find((one) => one.is.kind === 'watched' && !isGroup(one))
      : undefined;
    if (named !== undefined && isApposed(sentence, cue.last, named)) return true;
    if (found.every(isGroup) && form === 'did' && isPartOf(sentence, cue.last + 1, nearest.first - 1))
      return true;
    return isObjectOf(sentence, cue, form, nearest, isUnnamed, last);
  }
  const outermost = found.reduce((a, b) => (b.first < a.first && b.last < cue.first ? b : a));
  if (isKinOfOthers(sentence, outermost)) return false;
  // "X's release took place"
  if (sentence.tokens[cue.first]?.text === 's' && nearest.last === cue.first - 1) return true;
  if (form === 'beside' && !isBeside(sentence, nearest, cue)) return false;
  // "X was one of those that they freed"
  const isOneOf =
    (form === 'did' || form === 'happened') &&
    listOf(sentence, 'copula').some(({ first, last }) => first > nearest.last && last < cue.first);
  if (isOneOf && nearest.last < cue.first) {
    return opensItsClause(
      sentence,
      found.reduce((a, b) => (b.first < a.first ? b : a)),
      form,
      false,
    );
  }
  // "Трое, включая Максима, освобождены": the case is that of "including".
  const isPointedOut = ({ first }: Range<Person>): boolean =>
    listOf(sentence, 'including').some(
      ({ last }) => last < first && sentence.clause[last] === sentence.clause[first],
    );
  const fits = (one: Range<Person>): boolean =>
    one.first > cue.first || isPointedOut(one) || fitsCase(sentence, form, one);
  if (!found.every(fits)) return false;
  if (outermost !== nearest && isListOfOthers(sentence, outermost)) return false;
  // "Weder X noch Y kamen frei"
  if (found.some(({ first }) => isWord(sentence, first - 1, 'neither'))) return false;
  // By its ending it is the subject, or the object, whatever stands before it.
  const isOwnCase =
    (form === 'underwent' && caseOf(sentence, outermost) === 'basic') ||
    (form === 'happened' && isAccusative(sentence, outermost));
  return reachesTo(sentence, nearest, cue) && opensItsClause(sentence, outermost, form, isOwnCase);
}

/** "The lawyer of A, B and X": names go on before the comma, behind whom they belong to. */
function isListOfOthers(sentence: Sentence, { first, is }: Range<Person>): boolean {
  const isName = is.kind === 'watched' || is.kind === 'name';
  if (!isName || first === 0 || !/^\s*,/u.test(between(sentence, first - 1, first))) return false;
  let at = first - 1;
  while (at > 0 && isCapital(sentence, at)) at -= 1;
  if (at === first - 1) return false;
  const kin = listOf(sentence, 'kin').some(({ last }) => last < at && at - last <= REACH.name);
  return kin && touches(listOf(sentence, 'preposition', 'others', 'called'), { first: at, last: at });
}

/** "Врача Ирину Татти освободили": of a woman's name in -у nobody else can be the object. */
function isAccusative(sentence: Sentence, person: Range<Person>): boolean {
  if (!sentence.lexicon.grammar.hasCases || person.is.kind !== 'watched' || person.is.group) return false;
  if (sentence.genderOf(person.is.subject) !== 'f') return false;
  return /[ую]$/u.test(sentence.tokens[person.first]?.printed ?? '');
}

/** "Released one of the Russian hostages": whoever it was is of the group. */
function isPartOf(sentence: Sentence, first: number, last: number): boolean {
  if (last <= first || !touches(listOf(sentence, 'count'), { first, last: first })) return false;
  for (let at = first + 1; at <= last; at += 1)
    if (!isOf(wordAt(sentence, at), 'preposition', 'little', 'role')) return false;
  return true;
}

/** "חברי A, B ו-X", "أصدقاء A وB وX": a kin word without its "his" stands before those whose kin it is. */
function isKinOfOthers(sentence: Sentence, { last, is }: Range<Person>): boolean {
  return (
    is.kind === 'kin' &&
    sentence.lexicon.glued !== 'none' &&
    !/(?:[וה]|הם|ه|ها|هما|هم)$/u.test(sentence.tokens[last]?.printed ?? '')
  );
}

/** Directly beside, but for their age or a little word: "X is home", "X, 29, free". */
function isBeside(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  for (let at = person.last + 1; at < cue.first; at += 1) {
    if (!isOf(wordAt(sentence, at), 'little', 'date', 'role')) return false;
  }
  return true;
}

/** Between a person and their verb stand their age, a clause about them between commas, a day, an adverb; no other verb. */
function reachesTo(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  if (cue.first <= person.last + 1) return true;
  const other = joinedVerb(sentence, person, cue);
  if (other !== null) return reachesTo(sentence, person, other);
  const aside = sentence.clause[cue.first] !== sentence.clause[person.last];
  const opensAside = sentence.clause[person.last + 1] !== sentence.clause[person.last];
  const lastOfAside = cue.first - 1;
  const whichOthers = participlesBefore(sentence, cue);
  let unknown = 0;
  for (let at = person.last + 1; at <= lastOfAside; at += 1) {
    const inAside =
      aside &&
      opensAside &&
      sentence.clause[at] !== sentence.clause[cue.first] &&
      sentence.clause[at] !== sentence.clause[person.last];
    if (inAside || touches(whichOthers, { first: at, last: at })) continue;
    const word = wordAt(sentence, at);
    if (word === 'verb' || word === 'saying') return false;
    if (word === 'unknown') unknown += 1;
  }
  // One comma only, and words before it: "the bus that was to fetch X home, came back".
  const oneComma = aside && (sentence.clause[cue.first] ?? 0) - (sentence.clause[person.last] ?? 0) === 1;
  // "Her husband, X from the kibbutz, was killed": his name is set off.
  const before = { first: person.first - 1, last: person.first - 1 };
  const isApposed =
    sentence.clause[before.last] !== sentence.clause[person.first] &&
    touches(listOf(sentence, 'kin'), before);
  if (oneComma && !opensAside)
    return isApposed ? unknown <= 1 : unknown === 0 && !hasListComma(sentence, person, cue);
  // "X batal dibebaskan": it may be a verb, and turns the one behind it.
  return unknown <= (sentence.lexicon.grammar.hasVerbsInRow ? 0 : MOST_UNKNOWN.gap);
}

/** "X and two men abducted by Hamas were freed": the participle only says which men, the verb behind it has its auxiliary. */
function participlesBefore(sentence: Sentence, cue: FoundCue): readonly FoundCue[] {
  if (!touches(listOf(sentence, 'copula'), { first: cue.first, last: cue.first })) return [];
  return listOf(sentence, 'event').filter(
    ({ first, last, cue: { form } }) =>
      last < cue.first &&
      form === 'happened-to' &&
      !touches(listOf(sentence, 'copula'), { first: first - 1, last: first }) &&
      touches(
        sentence.people.filter(({ is }) => is.kind === 'other'),
        { first: first - 1, last: first - 1 },
      ),
  );
}

/** "X was kidnapped in October and was freed in November": the verb before the "and", told of the same one. */
function joinedVerb(sentence: Sentence, person: Range<Person>, cue: FoundCue): FoundCue | null {
  const form = cue.cue.form;
  if (form !== 'happened-to' && form !== 'underwent') return null;
  const and = listOf(sentence, 'and').find(({ last }) => last === cue.first - 1);
  if (and === undefined) return null;
  const way = { first: person.last + 1, last: and.first - 1 };
  const inside = (one: FoundCue): boolean => one.first >= way.first && one.last <= way.last;
  const others = listOf(sentence, 'event').filter((one) => inside(one) && one.cue.what !== cue.cue.what);
  const passive = others.find((one) => one.cue.form === form);
  if (passive === undefined || sentence.clause[passive.first] !== sentence.clause[cue.first]) return null;
  // Nobody else stands between: "X was kidnapped with Y and was freed".
  return touches(sentence.people, way) || listOf(sentence, 'relative', 'that', 'reporting').some(inside)
    ? null
    : passive;
}

function hasListComma(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  for (let at = person.last + 1; at < cue.first; at += 1) {
    if (wordAt(sentence, at) === 'preposition') return true;
  }
  return false;
}

/**
 * Whether the person begins their clause, with nothing before them to which they belong: not "a friend of X was freed", "who
 * filmed X was killed", "to bring X home".
 */
function opensItsClause(
  sentence: Sentence,
  person: Range<Person>,
  form: EventForm,
  isBasic: boolean,
): boolean {
  let unknown = 0;
  let complete = false;
  const { owner, declinesNames } = sentence.lexicon.grammar;
  const articles = listOf(sentence, 'article');
  // "The women – identified as A and B – were freed": what is told of those women.
  const equals = listOf(sentence, 'equals').find(
    ({ first, last }) => last > first && last <= person.first - 1 && person.first - last <= REACH.name + 1,
  );
  // "A third hostage, who turned out to be X, was freed"
  const who = (equals?.first ?? 0) - 1;
  if (who > 0 && startsRelative(sentence, who) && isSetOff(sentence, who)) return true;
  if (isIdentifiedAs(sentence, person)) return true;
  const from = equals === undefined || !isSetOff(sentence, equals.first) ? person.first : equals.first;
  for (let at = from - 1; at >= 0; at -= 1) {
    if (sentence.clause[at] !== sentence.clause[at + 1] || sentence.part[at] !== sentence.part[at + 1]) {
      return !startsRelative(sentence, at + 1);
    }
    if (/["«“„]/u.test(between(sentence, at, at + 1))) return true;
    const word = wordAt(sentence, at);
    // "Three hostages, among whom X, were freed"
    const including = touches(listOf(sentence, 'including'), { first: at, last: at });
    if (word === 'relative' && including) return true;
    // "whose father Y was killed"
    if (word === 'relative')
      return at === person.first - 2 && touches(listOf(sentence, 'possessive'), { first: at, last: at });
    if (word === 'verb' && !isBasic) return false;
    if (word === 'saying') return true;
    if (touches(listOf(sentence, 'including'), { first: at, last: at })) return true;
    if (word === 'preposition' && !isBasic) {
      // "in Gaza hostage X was freed", "on Saturday X was freed", "после двух лет плена X освободили"
      if (!opensWithTime(sentence, at + 1)) return false;
    }
    if (word === 'unknown') {
      // "Pengacara X": his lawyer, and nothing shows it.
      const isOwned = at === person.first - 1 && owner === 'behind' && !declinesNames;
      if (complete || isOwned) return false;
      unknown += 1;
      if (
        !isBasic &&
        (unknown > MOST_UNKNOWN.before ||
          sentence.lexicon.grammar.hasCases ||
          sentence.lexicon.glued !== 'none')
      ) {
        return form === 'happened-to' ? unknown <= MOST_UNKNOWN.before : false;
      }
    }
    if (touches(articles, { first: at, last: at })) complete = true;
  }
  return true;
}

/** Whether a day, a while or a place stands there, its number before it. */
function opensWithTime(sentence: Sentence, from: number): boolean {
  let at = from;
  while (touches(listOf(sentence, 'count'), { first: at, last: at })) at += 1;
  return isOf(wordAt(sentence, at), 'place', 'date');
}

/** "The women – identified by the office of the premier as X and Y – were freed": whoever names them. */
function isIdentifiedAs(sentence: Sentence, { first }: Range<Person>): boolean {
  if (!isWord(sentence, first - 1, 'as')) return false;
  const naming = listOf(sentence, 'naming').findLast(
    (one) => one.last < first && sentence.clause[one.first] === sentence.clause[first],
  );
  return naming !== undefined && isSetOff(sentence, naming.first);
}

/** Whether a clause begins there, with people without names before it. */
function isSetOff(sentence: Sentence, at: number): boolean {
  if (at === 0 || sentence.clause[at] === sentence.clause[at - 1]) return false;
  const noun = { first: at - 1, last: at - 1 };
  return (
    touches(listOf(sentence, 'called'), noun) ||
    sentence.people.some(({ last, is }) => last === at - 1 && is.kind !== 'name' && is.kind !== 'kin')
  );
}

function startsRelative(sentence: Sentence, at: number): boolean {
  return touches(listOf(sentence, 'relative'), { first: at, last: at });
}

/** Whether the person directly follows the verb, but for days, places and words like "hostage". */
function isObjectOf(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  person: Range<Person>,
  isUnnamed: boolean,
  last: Range<Person>,
): boolean {
  if (!fitsCase(sentence, form, person)) return false;
  // In Slavic languages, Hebrew or Arabic an unknown noun before a name is somebody of theirs: "освободили соседа X".
  const strict =
    !isUnnamed && (sentence.lexicon.grammar.owner === 'behind' || sentence.lexicon.glued !== 'none');
  const most = isUnnamed ? MOST_UNKNOWN.unnamed : strict ? 0 : MOST_UNKNOWN.behind;
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
    // "Four souls are free: A, B, C and D": the noun that is counted means them all.
    if (colon && word === 'unknown' && touches(counts, { first: at - 1, last: at - 1 })) continue;
    if (word === 'relative' || word === 'verb' || word === 'saying') return false;
    if (word === 'preposition') {
      // "from captivity", "to the Red Cross", but not "of X"
      let next = at + 1;
      while (next < person.first && isOf(wordAt(sentence, next), 'little', 'role')) next += 1;
      if (wordAt(sentence, next) === 'relative') return false;
      // "thanked for the release of X": the event's own; in Spanish behind a day too, "liberó el sábado a X".
      if (next >= person.first && !isOnlyDate(sentence, from + 1, at - 1)) return false;
      at = next;
      continue;
    }
    if (word === 'unknown') unknown += 1;
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
function isApposed(sentence: Sentence, from: number, person: Range<Person>): boolean {
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
    for (let at = from + 1; at < until; at += 1) if (wordAt(sentence, at) === 'unknown') return false;
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

/** Whom it happened to is the subject of "вышел", and the object of "освободили". */
function fitsCase(sentence: Sentence, form: EventForm, person: Range<Person>): boolean {
  const found = caseOf(sentence, person);
  if (form === 'underwent') return found !== 'other';
  return form !== 'happened' || found !== 'basic';
}

/**
 * Whether a Russian or Ukrainian name stands in the basic case, by its last letters: a man's name ends in a consonant there, and
 * in a vowel or -ым, -ом in the others; a woman's ends in -а.
 */
function caseOf(sentence: Sentence, person: Range<Person>): 'basic' | 'other' | 'unknown' {
  if (!sentence.lexicon.grammar.hasCases || person.is.kind !== 'watched' || person.is.group) return 'unknown';
  const mention = sentence.mentions.find((one) => one.first === person.first && one.last === person.last);
  if (mention === undefined && touches(listOf(sentence, 'role'), person))
    return caseOfNoun(sentence.tokens[person.last]?.printed ?? '');
  const basic = mention?.is.names[sentence.lexicon.language]?.toLowerCase().replace(/\s*\(.*?\)/u, '');
  const printed = sentence.tokens[person.last]?.printed ?? '';
  const model = basic?.split(/\s+/u).at(-1) ?? '';
  if (/[бвгджзклмнпрстфхцчшщй]$/u.test(model)) {
    if (/(?:[аяуюеіо]|ым|им|ом|ем|єм|ою)$/u.test(printed) && !printed.endsWith(model)) return 'other';
    // "Сапир Коэн" does not decline, and shows nothing.
    return /[нвйл]$/u.test(printed) && /(?:ов|ев|ёв|ин|ін|ий|ый|ой)$/u.test(model) ? 'basic' : 'unknown';
  }
  if (/[ая]$/u.test(model)) return /[ая]$/u.test(printed) ? 'basic' : 'other';
  return 'unknown';
}

/** Of a word like "россиянин", "заложница", "мужчина"; pronouns show nothing. */
function caseOfNoun(printed: string): 'basic' | 'other' | 'unknown' {
  if (printed.length <= 4) return 'unknown';
  return /(?:[бвгджзклмнпрстфхцчшщ]|янка|ница|ниця|щина|чина|чка)$/u.test(printed) ? 'basic' : 'other';
}
