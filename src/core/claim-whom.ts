/**
 * To whom an event happened. The nearest person on the side where the words have them, whoever stands in a list with them, and
 * for a release or a death only where the sentence leaves no doubt that the verb is theirs.
 */
import { withoutGlued } from '#language/lexicon.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import type { ClaimEvent } from './claim.ts';
import { REACH, between, listOf, touches } from './claim-sentence.ts';
import type { Person, Range, Sentence } from './claim-sentence.ts';

/** Most words that we do not know between a verb and its person: more of them hold another verb or another person. */
const MOST_UNKNOWN = { gap: 3, before: 3, behind: 1 } as const;

/** Whom an event is said of. */
export interface Whom {
  readonly subjects: readonly string[];
  /** The words around leave no doubt that it happened to them and to nobody else. */
  readonly clear: boolean;
  /** Said of people who are not named. */
  readonly unnamed: boolean;
}

const NOBODY: Whom = { subjects: [], clear: false, unnamed: false };

/** Forms that tell a fact. */
export function isFirm(form: EventForm): boolean {
  return form === 'happened' || form === 'underwent' || form === 'happened-to' || form === 'did';
}

/**
 * How an event is said here. "Freed hostage X" looks back; "Hamas freed hostage X" does not: there the same word is a verb with
 * somebody who does it. A noun at the head of a sentence tells what was done, where nothing says otherwise.
 */
export function formOf(sentence: Sentence, cue: FoundCue): EventForm {
  const form = cue.cue.form ?? 'named';
  if (form === 'heading') {
    const turned = listOf(sentence, 'promise', 'negotiation', 'denial', 'not', 'hypothetical', 'condition');
    const opens =
      cue.first === 0 ||
      touches(listOf(sentence, 'reporting'), { first: cue.first - 1, last: cue.first - 1 });
    return opens && turned.length === 0 && !sentence.question ? 'did' : 'named';
  }
  if (form === 'present') return hasDoerBefore(sentence, cue) ? 'did' : 'named';
  if (form !== 'looks-back') return form;
  const [word] = withoutGlued(sentence.tokens[cue.first]?.text ?? '', sentence.lexicon.glued);
  const isVerb = (sentence.lexicon.byWord.get(word ?? '') ?? []).some(
    (one) => one.form === 'did' && one.words.length === 1,
  );
  const doer = sentence.mentions.some(
    ({ first, last, is }) =>
      is.kind === 'body' &&
      last < cue.first &&
      cue.first - last <= REACH.not &&
      !/[,;:.،]/.test(between(sentence, last, cue.first)) &&
      sentence.part[first] === sentence.part[cue.first],
  );
  return isVerb && doer ? 'did' : form;
}

/** "Israeli forces rescue X", "Hamas and Islamic Jihad free X": not "to free X", "and free X", "Free X!". */
function hasDoerBefore(sentence: Sentence, cue: FoundCue): boolean {
  const at = cue.first - 1;
  if (at < 0 || sentence.clause[at] !== sentence.clause[cue.first]) return false;
  const word = { first: at, last: at };
  const turned = listOf(sentence, 'promise', 'negotiation', 'denial', 'not', 'hypothetical', 'reporting');
  if (touches(turned, word)) return false;
  const body = sentence.mentions.some((one) => one.is.kind === 'body' && touches([one], word));
  return body || wordAt(sentence, at) === 'unknown' || touches(listOf(sentence, 'others'), word);
}

/** Whom the event of `cue` is said of. */
export function whomOf(sentence: Sentence, cue: FoundCue, event: ClaimEvent): Whom {
  const same = sentence.people.filter(
    (person) => sentence.part[person.first] === sentence.part[cue.first] && !touches([person], cue),
  );
  const before = same.filter((p) => p.last < cue.first && cue.first - p.last <= REACH.person).toReversed();
  const behind = same.filter((p) => p.first > cue.last && p.first - cue.last <= REACH.behind);
  const inside = sentence.people.filter((p) => p.first > cue.first && p.last < cue.last);
  const form = formOf(sentence, cue);
  const sided = sideOf(sentence, cue, form, { before, behind, inside });
  // "X and his mother were freed": the mother too, who has no name here.
  const [relative, beside] = sided;
  const together =
    event !== 'died' &&
    relative?.is.kind === 'kin' &&
    beside !== undefined &&
    isJoined(sentence, relative, beside);
  const side = together ? sided.slice(1) : sided;
  const [nearest] = side;
  if (nearest === undefined)
    return { ...NOBODY, unnamed: listOf(sentence, 'others', 'count').length > 0 || isHeld(sentence) };
  if (nearest.is.kind === 'kin') return NOBODY;
  if (isFirm(form) && nearest.last < cue.first && isSomebodyElse(sentence, nearest, cue)) return NOBODY;
  // "Killed was the commander who held X": whom a death is told of stands directly behind it, or before it.
  const isDeath = event === 'died' || event === 'body-returned';
  if (isDeath && nearest.first > cue.last) {
    const printed = between(sentence, cue.last, nearest.first);
    if (/[,;،]/.test(printed) || !isOnlyRoles(sentence, cue.last + 1, nearest.first - 1)) return NOBODY;
  }
  const found = withTheirList(sentence, side, isDeath);
  // "The Russian hostage X": what is said of him is not said of the group once more.
  const named = found.some(({ is }) => is.kind === 'watched' && !is.group);
  const subjects = new Set(
    found.flatMap((person) => {
      if (person.is.kind !== 'watched' || (named && person.is.group)) return [];
      return isTurnedAway(sentence, cue, form, person) ? [] : [person.is.subject];
    }),
  );
  return {
    subjects: [...subjects],
    clear: isTheirs(sentence, cue, form, found),
    unnamed: found.every(({ is }) => is.kind === 'other' || (is.kind === 'watched' && is.group)),
  };
}

/** "X and his mother", "X с матерью": nothing else between them. */
function isJoined(sentence: Sentence, a: Range<Person>, b: Range<Person>): boolean {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const way = { first: left.last + 1, last: right.first - 1 };
  if (way.last < way.first || way.last - way.first > 1) return false;
  return touches(listOf(sentence, 'and'), way) && linkOf(sentence, a, b) !== null;
}

/** Whether it speaks of a captive: "every captive will be released". */
function isHeld(sentence: Sentence): boolean {
  return listOf(sentence, 'event').some((one) => one.cue.what === 'held');
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
  if (inside.length > 0) {
    const watched = inside.filter(isWatched);
    return [...(inside[0]?.is.kind === 'kin' ? watched : inside), ...behind];
  }
  if (form === 'happened-to') {
    // "Released from Gaza on Saturday: X, Y and Z"
    const opens = before.length === 0 && cue.first <= 1 && behind[0] !== undefined;
    return opens && /:/.test(between(sentence, cue.last, behind[0]?.first ?? cue.last)) ? behind : before;
  }
  if (form === 'denied') return behind;
  if (form === 'did') {
    // "Three hostages freed": with nobody behind it, the same word is what happened to them.
    const [last] = before;
    const passive =
      behind.length === 0 &&
      cue.cue.form === 'did' &&
      (cue.cue.what === 'released' || cue.cue.what === 'died') &&
      last !== undefined &&
      away(last) <= REACH.name &&
      sentence.clause[last.last] === sentence.clause[cue.first];
    return passive ? before : behind;
  }
  if (form === 'looks-back') {
    // "Freed hostage X"; "X, who was freed": directly beside it, or of somebody else.
    const [next] = behind;
    const direct =
      next !== undefined &&
      away(next) <= REACH.name &&
      !/[,;،"'«»“”]/.test(between(sentence, cue.last, next.first));
    if (direct) return behind;
    return away(before[0]) <= REACH.name ? before : [];
  }
  return away(behind[0]) <= away(before[0]) ? behind : before;
}

/** The nearest person and those in a list with them. */
function withTheirList(
  sentence: Sentence,
  side: readonly Range<Person>[],
  isDeath: boolean,
): readonly Range<Person>[] {
  const found = side.slice(0, 1);
  let pending: Range<Person>[] = [];
  let listed = false;
  let edge = side[0];
  for (const next of side.slice(1)) {
    const link = edge === undefined ? null : linkOf(sentence, edge, next);
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
  return found;
}

/**
 * How two people hang together: the same one, or one of those ("the citizen X", "three hostages, one of whom is X"); parts of a
 * list; or not at all. Between the parts of a list stand only commas, "and", numbers and the like.
 */
function linkOf(
  sentence: Sentence,
  a: Range<Person>,
  b: Range<Person>,
): 'same' | 'and' | 'comma' | 'comma and' | null {
  const [left, right] = a.last < b.first ? [a, b] : [b, a];
  const gap = right.first - left.last - 1;
  const printed = between(sentence, left.last, right.first);
  const comma = /[,،]/.test(printed);
  const several = left.is.kind === 'other' || (left.is.kind === 'watched' && left.is.group);
  // "X, 29, a Russian citizen": the same one.
  const oneGroup = isGroup(left) !== isGroup(right) && isWatched(left) && isWatched(right);
  if (oneGroup && gap <= 4 && isAppositionBetween(sentence, left.last + 1, right.first - 1)) return 'same';
  const including = touches(listOf(sentence, 'including'), { first: left.last, last: right.first });
  if (left.is.kind === 'kin' && gap === 0 && !comma) return 'same';
  if (left.is.kind === 'other' && right.is.kind === 'other' && gap === 0 && !comma) return 'same';
  if (several && right === b && gap <= 2 && !/[,;،]/.test(printed)) return 'same';
  if (several && right === b && gap <= 8 && (/[:(]/.test(printed) || including)) return 'same';
  if (several && comma) return null;
  if (gap > 7) return null;
  if (gap === 0 && !comma) return isGluedAnd(sentence, right.first) ? 'and' : null;
  const ands = listOf(sentence, 'and');
  const joining = [...ands, ...listOf(sentence, 'kin', 'pronoun', 'possessive', 'count', 'article')];
  let and = /(?:^|\s)[וو]/u.test(printed) || isGluedAnd(sentence, right.first);
  for (let at = left.last + 1; at < right.first; at += 1) {
    const word = { first: at, last: at };
    const number = /^\d+$/.test(sentence.tokens[at]?.text ?? '');
    if (
      !number &&
      !touches(joining, word) &&
      !touches(sentence.people, word) &&
      !touches(sentence.mentions, word)
    )
      return null;
    and ||= touches(ands, word) || isGluedAnd(sentence, at);
  }
  // "X, her mother Y were freed"
  const way = { first: left.last + 1, last: right.first - 1 };
  and ||= touches(listOf(sentence, 'possessive'), way) && touches(listOf(sentence, 'kin'), way);
  return and ? (comma && !touches(listOf(sentence, 'kin'), way) ? 'comma and' : 'and') : 'comma';
}

/** Ages, articles and nouns, and nothing that begins another statement. */
function isAppositionBetween(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) {
    const word = wordAt(sentence, at);
    if (word === 'verb' || word === 'saying' || word === 'relative' || word === 'preposition') return false;
    if (touches(listOf(sentence, 'event'), { first: at, last: at })) return false;
  }
  return true;
}

function isWatched({ is }: Range<Person>): boolean {
  return is.kind === 'watched';
}

function isGroup({ is }: Range<Person>): boolean {
  return is.kind === 'watched' && is.group;
}

/** Hebrew and Arabic write "and" together with the word behind it. */
function isGluedAnd(sentence: Sentence, at: number): boolean {
  return sentence.lexicon.glued !== 'none' && /^[וو]/u.test(sentence.tokens[at]?.text ?? '');
}

/** "Freed A, not B"; "thanked for the readiness to free B". */
function isTurnedAway(sentence: Sentence, cue: FoundCue, form: EventForm, person: Range<Person>): boolean {
  if (person.first <= cue.last + 1) return false;
  const way = { first: cue.last + 1, last: person.first - 1 };
  if (touches(listOf(sentence, 'not', 'denial', 'boundary'), way)) return true;
  return isFirm(form) && touches(listOf(sentence, 'promise', 'negotiation'), way);
}

/** Whether only little words and words like "hostage" stand there: "the death of hostage X", not "of the commander who knew X". */
function isOnlyRoles(sentence: Sentence, first: number, last: number): boolean {
  const roles = listOf(sentence, 'others', 'event', 'kin');
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
  if (/^['’]s(?!\p{L})/u.test(text.slice(tokens[person.last]?.end ?? 0))) return true;
  const governed = listOf(sentence, 'governs').some(
    (verb) =>
      !touches([cue], verb) &&
      verb.last < person.first &&
      person.first - verb.last <= REACH.name + 1 &&
      !/[,;،]/.test(between(sentence, verb.last, person.first)),
  );
  if (governed) return true;
  let comma = -1;
  for (let at = person.last + 1; at <= cue.first; at += 1) {
    if (/[,;،]/.test(between(sentence, at - 1, at))) comma = at;
  }
  return (
    comma > 0 &&
    comma < cue.first &&
    touches(listOf(sentence, 'possessive'), { first: comma, last: cue.first - 1 })
  );
}

// ── Whether the verb is theirs ───────────────────────────────────────────────────────────────────────────────────────

/** Whether the sentence leaves no doubt that the event happened to the people found (nearest first). */
function isTheirs(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  found: readonly Range<Person>[],
): boolean {
  const [nearest] = found;
  if (nearest === undefined) return false;
  const [, second] = found;
  const isUnnamed = nearest.is.kind === 'other' && (second === undefined || second.first > nearest.last + 1);
  if (nearest.first > cue.first) return isObjectOf(sentence, cue, form, nearest, isUnnamed);
  const outermost = found.reduce((a, b) => (b.first < a.first && b.last < cue.first ? b : a));
  const grammatical = form === 'underwent' ? caseOf(sentence, outermost) : 'unknown';
  if (!fitsCase(sentence, form, outermost)) return false;
  return (
    reachesTo(sentence, nearest, cue) && opensItsClause(sentence, outermost, form, grammatical === 'basic')
  );
}

/** What a word is when we look for the verb's own person among its neighbours. */
type Word =
  | 'name'
  | 'role'
  | 'date'
  | 'place'
  | 'little'
  | 'saying'
  | 'preposition'
  | 'relative'
  | 'verb'
  | 'unknown';

function wordAt(sentence: Sentence, at: number): Word {
  const word = { first: at, last: at };
  if (touches(listOf(sentence, 'relative'), word)) return 'relative';
  if (touches(listOf(sentence, 'preposition'), word)) return 'preposition';
  if (touches(sentence.dates, word) || /^\d+$/.test(sentence.tokens[at]?.text ?? '')) return 'date';
  const mention = sentence.mentions.find((one) => touches([one], word));
  if (mention !== undefined) return mention.is.kind === 'place' ? 'place' : 'name';
  if (touches(listOf(sentence, 'reporting', 'boundary', 'that'), word)) return 'saying';
  if (touches(listOf(sentence, 'governs'), word)) return 'verb';
  if (touches(listOf(sentence, 'others', 'and', 'count', 'called', 'earlier', 'pronoun'), word))
    return 'role';
  const roles = sentence.cues.filter((one) => one.cue.list === 'event' && one.cue.what === 'held');
  if (touches(roles, word)) return 'role';
  if (touches(sentence.people, word) || touches(listOf(sentence, 'kin'), word)) return 'name';
  if ((sentence.tokens[at]?.text.length ?? 0) <= 3 || touches(listOf(sentence, 'article'), word))
    return 'little';
  // Names of peoples and functions with a capital letter belong to the name: "Russian-Israeli X".
  if (at > 0 && /^\p{Lu}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0))) return 'role';
  return 'unknown';
}

function isOf(word: Word, ...words: readonly Word[]): boolean {
  return words.includes(word);
}

/** Between a person and their verb stand their age, a clause about them between commas, a day, an adverb; no other verb. */
function reachesTo(sentence: Sentence, person: Range<Person>, cue: FoundCue): boolean {
  if (cue.first <= person.last + 1) return true;
  const aside = sentence.clause[cue.first] !== sentence.clause[person.last];
  const opensAside = sentence.clause[person.last + 1] !== sentence.clause[person.last];
  const lastOfAside = cue.first - 1;
  let unknown = 0;
  for (let at = person.last + 1; at <= lastOfAside; at += 1) {
    const inAside =
      aside &&
      opensAside &&
      sentence.clause[at] !== sentence.clause[cue.first] &&
      sentence.clause[at] !== sentence.clause[person.last];
    if (inAside) continue;
    const word = wordAt(sentence, at);
    if (word === 'verb' || word === 'saying') return false;
    if (word === 'unknown') unknown += 1;
  }
  // One comma only, and words before it: "the bus that was to fetch X home, came back".
  const oneComma = aside && (sentence.clause[cue.first] ?? 0) - (sentence.clause[person.last] ?? 0) === 1;
  if (oneComma && !opensAside) return unknown === 0 && !hasListComma(sentence, person, cue);
  return unknown <= MOST_UNKNOWN.gap;
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
  const articles = listOf(sentence, 'article');
  for (let at = person.first - 1; at >= 0; at -= 1) {
    if (sentence.clause[at] !== sentence.clause[at + 1] || sentence.part[at] !== sentence.part[at + 1]) {
      return !startsRelative(sentence, at + 1);
    }
    if (/["«“„]/u.test(between(sentence, at, at + 1))) return true;
    const word = wordAt(sentence, at);
    if (word === 'relative') return false;
    if (word === 'verb' && !isBasic) return false;
    if (word === 'saying') return true;
    if (touches(listOf(sentence, 'including'), { first: at, last: at })) return true;
    if (word === 'preposition' && !isBasic) {
      // "in Gaza hostage X was freed", "on Saturday X was freed"
      const next = wordAt(sentence, at + 1);
      if (next !== 'place' && next !== 'date') return false;
    }
    if (word === 'unknown') {
      if (complete) return false;
      unknown += 1;
      if (
        !isBasic &&
        (unknown > MOST_UNKNOWN.before || hasCases(sentence) || sentence.lexicon.glued !== 'none')
      ) {
        return form === 'happened-to' ? unknown <= MOST_UNKNOWN.before : false;
      }
    }
    if (touches(articles, { first: at, last: at })) complete = true;
  }
  return true;
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
): boolean {
  if (!fitsCase(sentence, form, person)) return false;
  // In Russian, Hebrew or Arabic an unknown noun before a name is somebody of theirs: "освободили соседа X".
  const strict = !isUnnamed && (hasCases(sentence) || sentence.lexicon.glued !== 'none');
  const most = strict ? 0 : MOST_UNKNOWN.behind;
  // "let X go": the person stands inside the words of the event.
  const from = person.first > cue.last ? cue.last : cue.first;
  let unknown = 0;
  for (let at = from + 1; at < person.first; at += 1) {
    const word = wordAt(sentence, at);
    if (word === 'relative' || word === 'verb' || word === 'saying') return false;
    if (word === 'preposition') {
      // "from captivity", "to the Red Cross", but not "of X"
      let next = at + 1;
      while (next < person.first && isOf(wordAt(sentence, next), 'little', 'role')) next += 1;
      if (wordAt(sentence, next) === 'relative') return false;
      // "thanked for the release of X": the event's own.
      if (next >= person.first && at > from + 1) return false;
      at = next;
      continue;
    }
    if (word === 'unknown') unknown += 1;
  }
  const colon = /:/.test(between(sentence, from, person.first));
  // "Three were freed, X is still held"
  if (!colon && sentence.clause[from] !== sentence.clause[person.first]) return false;
  return unknown <= most;
}

/** Whom it happened to is the subject of "вышел", and the object of "освободили". */
function fitsCase(sentence: Sentence, form: EventForm, person: Range<Person>): boolean {
  const found = caseOf(sentence, person);
  if (form === 'underwent') return found !== 'other';
  return form !== 'happened' || found !== 'basic';
}

/** Languages whose names tell by their endings whether they are a sentence's subject. */
function hasCases(sentence: Sentence): boolean {
  return sentence.lexicon.language === 'ru' || sentence.lexicon.language === 'uk';
}

/**
 * Whether a Russian or Ukrainian name stands in the basic case, by its last letters: a man's name ends in a consonant there, and
 * in a vowel or -ым, -ом in the others; a woman's ends in -а.
 */
function caseOf(sentence: Sentence, person: Range<Person>): 'basic' | 'other' | 'unknown' {
  if (!hasCases(sentence) || person.is.kind !== 'watched' || person.is.group) return 'unknown';
  const mention = sentence.mentions.find((one) => one.first === person.first && one.last === person.last);
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
