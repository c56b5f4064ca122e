/** Of whom a clause tells that stands behind a name: "X, who was freed", "the parents of X, who was killed", "X, one of those freed". */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { withTheirList } from './list.ts';
import { apposedOf, deadOf, isGoverned, isMourned, participleOf } from './participle.ts';
import { REACH, between, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import type { Span } from './range.ts';
import { isOf, wordAt } from './word.ts';

/** Those of whom the words around say so; nobody where they do not. */
export function antecedentOf(sentence: Sentence, cue: FoundCue, form: EventForm): readonly string[] {
  const several = [
    ...relativeOf(sentence, cue, form),
    ...bothOf(sentence, cue, form),
    ...deadOf(sentence, cue, form),
  ];
  if (several.length > 0) return several;
  const one =
    participleOf(sentence, cue, form) ??
    apposedOf(sentence, cue, form) ??
    oneOfThem(sentence, cue, form) ??
    ownerBehind(sentence, cue, form) ??
    calledOwner(sentence, cue, form);
  return one === null ? [] : [one];
}

/** "X and Y, both freed in the first deal", "A, B and C, all released": those of the list before it. */
function bothOf(sentence: Sentence, cue: FoundCue, form: EventForm): readonly string[] {
  if (form !== 'happened-to' && form !== 'looks-back' && form !== 'underwent') return [];
  // "Both freed hostages said"
  if (touches(listOf(sentence, 'others', 'called'), { first: cue.first, last: cue.last + 1 })) return [];
  const both = listOf(sentence, 'pair', 'all').find(
    (one) =>
      (one.last === cue.first - 1 ||
        touches([cue], { first: one.last, last: one.last }) ||
        isOfWhom(sentence, one, cue)) &&
      one.first <= cue.first,
  );
  const last = (both?.first ?? 0) - 1;
  if (both === undefined || last < 0 || sentence.clause[last] === sentence.clause[both.first]) return [];
  if (!/^\s*[,—–]\s*$/u.test(between(sentence, last, both.first))) return [];
  const before = sentence.people.filter((one) => one.last <= last).toReversed();
  if (before[0]?.last !== last) return [];
  const isTwo = both.cue.list === 'pair';
  const list = withTheirList(sentence, before, false).filter(({ is }) => is.kind !== 'kin');
  // "X came with Y, both freed in November"
  const all = isTwo && list.length === 1 && before.length === 2 ? before : list;
  const named = all.every(({ is }) => is.kind === 'name' || (is.kind === 'watched' && !is.group));
  if (!named || (isTwo ? all.length !== 2 : all.length < 2)) return [];
  if (all.some((person) => isGoverned(sentence, person))) return [];
  return all.flatMap(({ is }) => (is.kind === 'watched' ? [is.subject] : []));
}

/** "All of whom were freed", "both of whom have since been freed": nothing but that between them. */
function isOfWhom(sentence: Sentence, all: FoundCue, cue: FoundCue): boolean {
  const way = spanBetween(all, cue);
  const whom = listOf(sentence, 'relative').find(({ first }) => first > all.last && first <= all.last + 3);
  if (way === null || whom === undefined || whom.last >= cue.first) return false;
  const beside = listOf(sentence, 'preposition', 'copula', 'equals', 'condition', 'count');
  for (let at = way.first; at <= way.last; at += 1) {
    const word = { first: at, last: at };
    if (at !== whom.first && !touches(beside, word) && !isOf(wordAt(sentence, at), 'little', 'date'))
      return false;
  }
  return !touches(listOf(sentence, 'not', 'denial'), way);
}

/** Whether a clause behind names is of several of them: "who were", "которые". */
function tellsOfSeveral(sentence: Sentence, relative: Span, cue: FoundCue): boolean {
  if (sentence.lexicon.grammar.hasCases)
    return !touches(listOf(sentence, 'he'), relative) && !touches(listOf(sentence, 'she'), relative);
  const until = sentence.lexicon.grammar.hasVerbLast ? cue.last : relative.last + 1;
  for (let at = relative.first; at <= until; at += 1) if (isWord(sentence, at, 'several')) return true;
  return false;
}

/** "X with Dan, who was freed", "X and his girlfriend, who was freed": the clause is of the other one directly before it. */
export function isOfStranger(sentence: Sentence, cue: FoundCue, { last, is }: Range<Person>): boolean {
  if ((is.kind !== 'name' && is.kind !== 'kin') || last >= cue.first) return false;
  const relative = listOf(sentence, 'relative').find(({ first }) => first === last + 1);
  if (relative === undefined || sentence.clause[relative.first] !== sentence.clause[cue.last]) return false;
  return !tellsOfSeveral(sentence, relative, cue);
}

/** "X, who was freed"; of one who is only named as an owner where the relative agrees with nobody else. */
function relativeOf(sentence: Sentence, cue: FoundCue, form: EventForm): readonly string[] {
  if (form === 'named' || form === 'denied' || form === 'weighed' || form === 'coming') return [];
  // "Whom Hamas hands over on Saturday if the truce holds"
  if (listOf(sentence, 'hypothetical').some(({ first }) => sentence.part[first] === sentence.part[cue.first]))
    return [];
  const relative =
    listOf(sentence, 'relative').findLast(
      (one) =>
        one.first <= cue.first &&
        sentence.clause[one.first] === sentence.clause[cue.first] &&
        !touches(listOf(sentence, 'possessive'), one),
    ) ?? bareRelative(sentence, cue);
  if (relative === undefined || relative.first === 0) return [];
  // "In whom", "with whom": he is not the one it happened to.
  if (touches(listOf(sentence, 'preposition'), { first: relative.first - 1, last: relative.first - 1 }))
    return [];
  const mourned = isMourned(sentence, cue);
  const active = (form === 'did' || form === 'happened') && !isResumed(sentence, relative, cue) && !mourned;
  // "Whom Hamas freed": somebody does it. "Who freed him" is the doer.
  if (active && !hasDoer(sentence, relative, cue)) return [];
  const coordinated = !active && isCoordinated(sentence, relative, cue);
  for (let at = coordinated ? cue.first : relative.last + 1; at < cue.first; at += 1) {
    const word = wordAt(sentence, at);
    const doer = active && isOf(word, 'name', 'role');
    if (!doer && !isOf(word, 'date', 'little', 'place', 'preposition', 'role')) return [];
    if (!active && touches(sentence.people, { first: at, last: at })) return [];
  }
  const found = before(sentence, relative.first);
  if (found === null) return [];
  const { person, isOwner } = found;
  if (isGoverned(sentence, person)) return [];
  if (person.is.kind !== 'watched' || person.is.group) return [];
  const gender = sentence.genderOf(person.is.subject);
  const marks = [listOf(sentence, 'he'), listOf(sentence, 'she')].map((list) => touches(list, relative));
  const [he = false, she = false] = marks;
  if ((he && gender === 'f') || (she && gender === 'm')) return [];
  if (!isOwner) {
    // "A and B, who were freed", "которые": several.
    const plural = tellsOfSeveral(sentence, relative, cue);
    const list = withTheirList(
      sentence,
      sentence.people
        .filter(({ last, is }) => last <= person.last && !(is.kind === 'watched' && is.group))
        .toReversed(),
      false,
    );
    const all = list.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : []));
    if (list.length > 1) return plural ? all : he || she ? [person.is.subject] : [];
    return plural ? [] : [person.is.subject];
  }
  const kin = listOf(sentence, 'kin').findLast(
    ({ last }) => last < person.first && person.first - last <= REACH.firm,
  );
  if (kin === undefined) return [];
  // "The parents of X, who was killed"
  const several = touches(listOf(sentence, 'kinfolk'), kin);
  const singular =
    he ||
    she ||
    isWord(sentence, relative.last + 1, 'was') ||
    (mourned && !tellsOfSeveral(sentence, relative, cue));
  if (several) return singular && !active ? [person.is.subject] : [];
  const other = touches(listOf(sentence, gender === 'm' ? 'she' : 'he'), kin);
  return other && (he || she) ? [person.is.subject] : [];
}

/** "X, que fue liberado": the first word of the clause, behind a captive who is nobody's. */
function bareRelative(sentence: Sentence, cue: FoundCue): Span | undefined {
  const first = sentence.clause.indexOf(sentence.clause[cue.first] ?? 0);
  if (first === 0 || !isWord(sentence, first, 'bare-who')) return undefined;
  if (!/^\s*,/u.test(between(sentence, first - 1, first))) return undefined;
  const found = before(sentence, first);
  const mourned = isMourned(sentence, cue);
  if (found === null || (found.isOwner && !mourned) || found.person.is.kind !== 'watched') return undefined;
  const { person } = found;
  // "The commander of X, who was freed"
  const of = { first: person.first - 1, last: person.first - 1 };
  return touches(listOf(sentence, 'preposition'), of) && !mourned ? undefined : { first, last: first };
}

/** "Los seis que Hamás mató": whom it killed. */
function isBareBeforeDoer(sentence: Sentence, at: number): boolean {
  if (!isWord(sentence, at, 'bare-who')) return false;
  return sentence.mentions.some(({ first, is }) => first === at + 1 && is.kind === 'body');
}

/** "اللتان أطلق سراحهما", "الذين قتلتهم حماس": those once more behind the verb, to whom it happened. */
function isResumed(sentence: Sentence, relative: Span, cue: FoundCue): boolean {
  if (sentence.lexicon.glued !== 'arabic') return false;
  if (
    relative.last === cue.first - 1 &&
    /\p{L}{2}(?:هم|هن)$/u.test(sentence.tokens[cue.first]?.printed ?? '')
  )
    return true;
  const isTwo = isWord(sentence, relative.last, 'two-who');
  return isTwo && (sentence.tokens[cue.last]?.printed ?? '').endsWith('هما');
}

/** "Who spent a year in Gaza and was freed on Saturday": the second verb has the subject of the first. */
function isCoordinated(sentence: Sentence, relative: Span, cue: FoundCue): boolean {
  const and = listOf(sentence, 'and').findLast(
    ({ first, last }) => first > relative.last && last < cue.first,
  );
  if (and === undefined) return false;
  for (let at = and.last + 1; at < cue.first; at += 1) {
    const is = wordAt(sentence, at);
    const auxiliary = touches(listOf(sentence, 'copula', 'equals'), { first: at, last: at });
    if (!auxiliary && !isOf(is, 'date', 'little', 'place', 'preposition')) return false;
  }
  const way = spanBetween(relative, cue);
  return (
    and.first > relative.last + 1 &&
    !touches(sentence.people, way) &&
    !touches(listOf(sentence, 'relative', 'kin', 'that', 'reporting', 'not', 'denial'), way)
  );
}

/** Whether somebody else does it: "whom the army freed", "которого мы освободили". */
function hasDoer(sentence: Sentence, relative: Span, cue: FoundCue): boolean {
  if (isWord(sentence, relative.last, 'whom')) return true;
  return sentence.mentions.some(
    ({ first, last, is }) => is.kind === 'body' && first > relative.last && last < cue.first,
  );
}

/** Who stands directly before a clause, over what he is besides: "X, a native of Donetsk, who". */
function before(
  sentence: Sentence,
  at: number,
): { readonly person: Range<Person>; readonly isOwner: boolean } | null {
  const ending = (last: number): { readonly person: Range<Person>; readonly isOwner: boolean } | null => {
    const owner = sentence.owners.find((one) => one.last === last);
    if (owner !== undefined) return { person: owner, isOwner: true };
    const person = sentence.people.find((one) => one.last === last);
    return person === undefined ? null : { person, isOwner: false };
  };
  const direct = ending(at - 1);
  if (direct !== null) return direct;
  const clause = sentence.clause[at - 1];
  let first = at - 1;
  while (first > 0 && sentence.clause[first - 1] === clause) {
    if (!isOf(wordAt(sentence, first), 'role', 'little', 'date', 'place', 'preposition')) return null;
    first -= 1;
  }
  if (first === 0 || touches(sentence.people, { first, last: at - 1 })) return null;
  // "X, de 73,"
  const isAge = wordAt(sentence, first) === 'preposition' && wordAt(sentence, first + 1) === 'date';
  const short =
    at - first <= REACH.firm && (isAge || isOf(wordAt(sentence, first), 'role', 'little', 'date'));
  if (!short || !/^\s*[,()]/.test(between(sentence, first - 1, first))) return null;
  // "X, and an engineer who": another one.
  if (touches(listOf(sentence, 'and'), { first, last: first })) return null;
  // "X, 50, an engineer who", "X, 50 ans, un ingénieur qui": over his age too.
  const aged = sentence.clause.indexOf(sentence.clause[first - 1] ?? 0);
  const isAged = first - aged <= 2 && /^[0-9]{1,3}$/.test(sentence.tokens[aged]?.text ?? '');
  return ending(isAged ? aged - 1 : first - 1);
}

/** "X is one of the four hostages freed on Saturday", "X, one of those whom the army rescued". */
function oneOfThem(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  const one = listOf(sentence, 'oneof').findLast(({ last }) => last < cue.first);
  if (one === undefined || form === 'denied' || form === 'named') return null;
  const isMan = isWord(sentence, one.first, 'one-man');
  const found = nearestBefore(sentence, one.first, isMan);
  if (found?.is.kind !== 'watched' || found.is.group) return null;
  const beside = listOf(sentence, 'copula', 'equals', 'article');
  for (let at = found.last + 1; at < one.first; at += 1) {
    // "من بين": from among.
    if (at === one.first - 1 && touches(listOf(sentence, 'preposition'), { first: at, last: at })) continue;
    if (!touches(beside, { first: at, last: at }) && wordAt(sentence, at) !== 'date') return null;
  }
  const group = listOf(sentence, 'others', 'count');
  let several = false;
  for (let at = one.last + 1; at < cue.first; at += 1) {
    const word = { first: at, last: at };
    several ||= touches(group, word);
    const is = wordAt(sentence, at);
    const fits =
      isOf(is, 'role', 'date', 'little', 'relative', 'place', 'name') || isBareBeforeDoer(sentence, at);
    if (!fits && !touches([...group, ...beside], word)) return null;
    if (touches(listOf(sentence, 'kin', 'not', 'denial'), word)) return null;
  }
  const active = form === 'did' || form === 'happened';
  const relative = listOf(sentence, 'relative').find(
    ({ first, last }) => first > one.last && last < cue.first,
  );
  // "One of those who met the freed hostages": others.
  const isOfThose = form === 'looks-back' && relative !== undefined && cue.first > relative.last + 2;
  if (isOfThose) return null;
  // "One of those who freed the hostages"
  const done =
    relative !== undefined && (hasDoer(sentence, relative, cue) || isResumed(sentence, relative, cue));
  if (active && relative !== undefined && !done) return null;
  if (active && relative === undefined && form === 'happened') return null;
  return several ? found.is.subject : null;
}

/** The last person before it; of "the parents of X, one of those freed" X, since it is said of one. */
function nearestBefore(sentence: Sentence, at: number, isMan: boolean): Range<Person> | null {
  const person = sentence.people.findLast(({ last }) => last < at) ?? null;
  const owner = sentence.owners.findLast(({ last }) => last < at);
  if (owner === undefined || (person !== null && person.first > owner.first)) return person;
  const kin = listOf(sentence, 'kin').findLast(({ last }) => last < owner.first);
  if (kin === undefined) return null;
  const isOther = isMan && touches(listOf(sentence, 'she'), kin);
  return isOther || touches(listOf(sentence, 'kinfolk'), kin) ? owner : null;
}

/** "The family of slain hostage X", "the widow of X", "X's widow": of him, though he is only named as an owner. */
function calledOwner(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  if (form !== 'looks-back') return null;
  const isWidow = cue.cue.what === 'died' && !touches(listOf(sentence, 'called', 'others'), cue);
  if (sentence.lexicon.grammar.hasCases && !isWidow) return null;
  const hangs = (last: number): boolean =>
    /^['’]s(?!\p{L})/u.test(sentence.text.slice(sentence.tokens[last]?.end ?? 0));
  const isSubject = ({ is }: Range<Person>): boolean => is.kind === 'watched' && !is.group;
  const named = [...sentence.owners, ...sentence.people].filter(isSubject);
  if (sentence.tokens[cue.first]?.text === 's') {
    const owner = named.find(({ last }) => last === cue.first - 1);
    return owner?.is.kind === 'watched' && isWidow ? owner.is.subject : null;
  }
  const owner = named
    .filter(({ first }) => first > cue.last && first - cue.last <= REACH.name + 1)
    .toSorted((a, b) => a.first - b.first)[0];
  if (owner?.is.kind !== 'watched' || hangs(owner.last)) return null;
  if (sentence.clause[owner.first] !== sentence.clause[cue.last]) return null;
  // "A freed hostage X knew": another.
  if (isWord(sentence, cue.first - 1, 'a-freed')) return null;
  const and = listOf(sentence, 'and');
  for (let at = cue.last + 1; at < owner.first; at += 1) {
    if (!isOf(wordAt(sentence, at), 'role') || touches(and, { first: at, last: at })) return null;
  }
  return owner.is.subject;
}

/** "The family of the freed Russian X", where the participle shows by its ending that it is his. */
function ownerBehind(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  if (form !== 'looks-back' || !sentence.lexicon.grammar.hasCases) return null;
  if (!/[ео]го$/u.test(sentence.tokens[cue.first]?.printed ?? '')) return null;
  const owner = [
    ...sentence.owners,
    ...sentence.people.filter(({ is }) => is.kind === 'watched' && !is.group),
  ]
    .sort((a, b) => a.first - b.first)
    .find(({ first }) => first > cue.first);
  if (owner?.is.kind !== 'watched' || owner.first - cue.last > REACH.modal) return null;
  if (sentence.clause[owner.first] !== sentence.clause[cue.first]) return null;
  for (let at = cue.last + 1; at < owner.first; at += 1) {
    if (!isOf(wordAt(sentence, at), 'role', 'place', 'preposition', 'little', 'date')) return null;
    if (touches(listOf(sentence, 'kin'), { first: at, last: at })) return null;
  }
  return owner.is.subject;
}
