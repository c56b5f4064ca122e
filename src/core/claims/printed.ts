/** Speakers who are not of the watchlist, by the name or the words printed; and capitals that stand for their government. */
import { withoutGlued } from '#language/cues.ts';
import type { CueList, FoundCue } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isGoverned, isIn } from './doer.ts';
import {
  REACH,
  between,
  isCapital,
  isWord,
  listOf,
  spanBetween,
  standsBetween,
  touches,
} from './sentence.ts';
import type { Span } from './range.ts';
import type { Sentence } from './sentence.ts';

/** A part of the sentence that names a speaker. */
export interface Phrase {
  readonly first: number;
  readonly last: number;
  /** The office itself, without what it is of. */
  readonly head: Span;
  /** As printed, its head in the basic form where the language declines. */
  readonly printed: string;
}

/** Whether a word of the same clause is printed with a capital letter, and is no day and no agency. */
function isProper(sentence: Sentence, at: number): boolean {
  if (sentence.clause[at] !== sentence.clause[at - 1]) return false;
  const word = { first: at, last: at };
  if (touches([...sentence.dates, ...sentence.media, ...listOf(sentence, 'agency')], word)) return false;
  return isCapital(sentence, at);
}

/** A phrase is not longer than this, in words. */
const LONGEST_PHRASE = 7;

/** "The Israeli prime minister's office said", "сообщили в министерстве обороны": an office that does the verb, or stands behind "according to". */
export function officeBeside(sentence: Sentence, verb: FoundCue): Phrase | null {
  const phrases = listOf(sentence, 'office', 'unnamed').map((head) => officePhrase(sentence, head));
  return phrases.find((phrase) => phrase !== null && speaksFor(sentence, verb, phrase)) ?? null;
}

/** The words of an office around its head; null where it is only "the ministry". */
function officePhrase(sentence: Sentence, head: FoundCue): Phrase | null {
  const { tokens, text, lexicon } = sentence;
  let { first, last } = head;
  // "The Israeli health ministry"
  const hasOwnerBefore = lexicon.grammar.owner === 'before';
  if (hasOwnerBefore)
    while (head.first - first < LONGEST_PHRASE && belongsTo(sentence, first - 1, first)) first -= 1;
  // "Египетские дипломаты", "diplomatické zdroje"
  const adjective = lexicon.grammar.adjectiveBefore;
  if (head.cue.list === 'unnamed' && adjective !== null)
    while (
      head.first - first < REACH.name &&
      belongsTo(sentence, first - 1, first) &&
      adjective.test(tokens[first - 1]?.printed ?? '')
    )
      first -= 1;
  // "The Russian diplomat": somebody spoken of before.
  const article = { first: first - 1, last: first - 1 };
  const isKnown = touches(listOf(sentence, 'article'), article) && !isWord(sentence, first - 1, 'a-kin');
  if (head.cue.list === 'unnamed' && isKnown) return null;
  // "The Hostages and Missing Families Forum"
  const and = { first: first - 1, last: first - 1 };
  if (first < head.first && touches(listOf(sentence, 'and'), and) && isForeign(sentence, first - 2))
    first -= 2;
  const behind = !hasOwnerBefore || isWord(sentence, last + 1, 'office-of');
  if (behind)
    while (last - head.last < LONGEST_PHRASE && belongsTo(sentence, last + 1, last, true)) last += 1;
  while (last > head.last && isWord(sentence, last, 'office-of')) last -= 1;
  // "The embassy in Tel Aviv"
  if (isWord(sentence, last + 1, 'in') && isProper(sentence, last + 2)) {
    last += 2;
    while (isProper(sentence, last + 1)) last += 1;
  }
  const nation = nationBefore(sentence, head);
  if (nation !== null) {
    const behind = last > head.last ? text.slice(tokens[head.last]?.end, tokens[last]?.end) : '';
    return { first: head.first - 1, last, head, printed: `${nation} ${head.cue.what}${behind}` };
  }
  if (last - first === head.last - head.first) return null;
  const inside = (from: number, to: number): string =>
    text.slice(
      (tokens[from]?.start ?? 0) + (from === head.first ? gluedTo(sentence, head) : 0),
      tokens[to]?.end ?? 0,
    );
  const printed =
    sentence.lexicon.grammar.hasCases && head.cue.what !== '' && first === head.first && last > head.last
      ? `${asCapital(head.cue.what, inside(first, last))} ${inside(head.last + 1, last)}`
      : inside(first, last);
  return { first, last, head, printed };
}

/** How many letters are glued to an office, or to a relative: the "in" of "בשגרירות רוסיה". */
export function gluedTo({ tokens, lexicon }: Sentence, { first, cue }: FoundCue): number {
  const forms = withoutGlued(tokens[first]?.text ?? '', lexicon.glued);
  const own = forms.find((form) => {
    const { anyhow, bySecond } = lexicon.cuesOf(form);
    return [anyhow, ...bySecond.values()].some((cues) => cues.includes(cue));
  });
  return own === undefined ? 0 : (forms[0]?.length ?? 0) - own.length;
}

/** "В израильском МИД", "израильское посольство": whose it is, by an adjective before it, as the office has it by itself. */
function nationBefore(sentence: Sentence, head: FoundCue): string | null {
  const { adjectives } = sentence.lexicon.grammar;
  if (adjectives === null || head.cue.what === '') return null;
  const stem = NATION.exec(sentence.tokens[head.first - 1]?.printed ?? '')?.[1];
  if (stem === undefined || sentence.clause[head.first - 1] !== sentence.clause[head.first]) return null;
  const [man, woman, thing] = adjectives;
  return `${stem}${/[ая]$/u.test(head.cue.what) ? woman : /[ое]$/u.test(head.cue.what) ? thing : man}`;
}

/** An adjective made of the name of a country, in any case; its stem. */
const NATION = /^(\p{L}+ськ|\p{L}+ск)(?:ий|ого|ому|им|ом|ая|ой|ую|ое|а|ої|ій|у|ою|е)$/u;

/** A capitalised word that is no subject of ours and begins no sentence but for an article. */
function isForeign(sentence: Sentence, at: number): boolean {
  return at >= 0 && isProper(sentence, at) && !touches(sentence.mentions, { first: at, last: at });
}

/** With a capital letter where the text has one. */
function asCapital(word: string, like: string): string {
  return /^\p{Lu}/u.test(like) ? word.slice(0, 1).toUpperCase() + word.slice(1) : word;
}

/** In front of an office they are others of whom is told; behind it, whose forum it is. */
const OTHERS: readonly CueList[] = ['others'];

/** Whether the word at `at` is one of the phrase that has come as far as `from`. */
function belongsTo(sentence: Sentence, at: number, from: number, behind = false): boolean {
  const token = sentence.tokens[at];
  if (token === undefined || sentence.clause[at] !== sentence.clause[from]) return false;
  if (/["«»“”„:]/u.test(between(sentence, Math.min(at, from), Math.max(at, from)))) return false;
  const word = { first: at, last: at };
  if (behind && isWord(sentence, at, 'office-of')) return true;
  if (touches(sentence.dates, word)) return false;
  return !touches(
    listOf(
      sentence,
      'reporting',
      'article',
      'preposition',
      'that',
      'relative',
      'pronoun',
      'event',
      'and',
      'agency',
      'boundary',
      'copula',
      'not',
      ...(behind ? [] : OTHERS),
      'earlier',
      'promise',
    ),
    word,
  );
}

/** Whether a phrase does the verb: directly before it, or behind it and not spoken to. */
function speaksFor(sentence: Sentence, verb: FoundCue, { first, last }: Span): boolean {
  const held = touches(listOf(sentence, 'preposition'), { first: first - 1, last: first - 1 });
  if (last < verb.first) {
    if (held && !isIn(sentence, first - 1)) return false;
    // "The foreign ministry (MFA) said"
    const isAside = (sentence.clause[verb.first] ?? 0) - (sentence.clause[last] ?? 0) === 2;
    const isBracketed = isAside && /^\s*\(/u.test(between(sentence, last, last + 1));
    return (
      verb.first - last <= REACH.name + 1 &&
      (isBracketed || sentence.clause[last] === sentence.clause[verb.first])
    );
  }
  const away = first - verb.last;
  if (first <= verb.last || sentence.clause[first] !== sentence.clause[verb.last]) return false;
  if (standsBetween(sentence, ['that', 'relative'], verb, { first })) return false;
  // "According to a message of the ministry"
  if (verb.last > verb.first || touches(listOf(sentence, 'quoting'), verb)) return away <= REACH.not + 1;
  if (standsBetween(sentence, ['event'], verb, { first })) return false;
  // «Рассказали дипломаты»: by their form they are not spoken to.
  const byForm = sentence.lexicon.grammar.hasCases && touches(listOf(sentence, 'unnamed'), { first, last });
  if (touches(listOf(sentence, 'addressing'), verb) && !isIn(sentence, first - 1) && !byForm) return false;
  return away <= REACH.not && (!held || isIn(sentence, first - 1));
}

/** "Moscow thanked": a capital that stands for its government, directly before the verb. */
export function capitalBefore(sentence: Sentence, verb: FoundCue): string | null {
  const place = sentence.mentions.find(({ last, is }) => is.kind === 'place' && last === verb.first - 1);
  if (place === undefined || isGoverned(sentence, place, verb)) return null;
  // "The embassy in Moscow said"
  const held = { first: place.first - 1, last: place.first - 1 };
  if (touches(listOf(sentence, 'preposition'), held)) return null;
  return sentence.clause[place.last] === sentence.clause[verb.first] ? place.is.id : null;
}

/** Two to four capitalised words directly beside the verb. */
export function printedName(sentence: Sentence, verb: FoundCue): string | null {
  const name = sentence.people.find(
    ({ first, last, is }) =>
      is.kind === 'name' &&
      last > first &&
      last - first <= 3 &&
      !touches(listOf(sentence, 'preposition'), { first: first - 1, last: first - 1 }) &&
      // In a headline every word has a capital: "Hostage Reported …".
      !touches(listOf(sentence, 'others', 'called', 'role', 'event'), { first: last, last }) &&
      ((last === verb.first - 1 && sentence.clause[last] === sentence.clause[verb.first]) ||
        isBehind(sentence, verb, first)),
  );
  if (name === undefined) return nameAtTheEnd(sentence, verb) ?? nameBefore(sentence, verb);
  let { first } = name;
  const isOfName = (at: number): boolean =>
    at >= 0 &&
    sentence.tokens[at + 1]?.gap === GAP.SPACE &&
    isCapital(sentence, at) &&
    // "The Hostages Families Forum", but not "Israeli President Isaac Herzog", nor "Selon Isaac Herzog".
    !touches(listOf(sentence, 'article', 'called', 'reporting', 'quoting', 'preposition'), {
      first: at,
      last: at,
    });
  while (isOfName(first - 1)) first -= 1;
  // "Президент США Дональд Трамп": what he is, and no part of his name.
  const isTitle = ({ length }: string): boolean => length <= LONGEST_ACRONYM;
  const before = { first, last: name.first - 1 };
  const titles = [...listOf(sentence, 'teller'), ...sentence.mentions];
  const acronyms = sentence.text.slice(
    sentence.tokens[first]?.start ?? 0,
    sentence.tokens[name.first]?.start ?? 0,
  );
  if (
    first < name.first &&
    (touches(titles, before) ||
      acronyms.split(' ').some((word) => /^\p{Lu}{2,}$/u.test(word) && isTitle(word)))
  )
    ({ first } = name);
  return sentence.text.slice(sentence.tokens[first]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** In letters: "США", "US". */
const LONGEST_ACRONYM = 4;

/** "Said senior Hamas official Khalil al-Tamm": the name of a man of theirs behind a body, where it stands beside the verb. */
export function manNamed(sentence: Sentence, verb: FoundCue, id: string): string | null {
  const { text, tokens } = sentence;
  const body = sentence.mentions.find(({ is }) => is.id === id && is.kind === 'body');
  if (body === undefined || sentence.lexicon.grammar.capitals !== 'names') return null;
  const isName = (at: number): boolean =>
    sentence.clause[at] === sentence.clause[body.last] &&
    /^(?:\p{Lu}\p{Ll}|(?:al|an|el|аль|ан|бен|bin)$)/u.test(
      text.slice(tokens[at]?.start ?? 0, tokens[at]?.end ?? 0),
    ) &&
    !touches(
      [
        ...sentence.mentions,
        ...sentence.media,
        ...sentence.dates,
        ...listOf(sentence, 'agency', 'reporting', 'office'),
      ],
      {
        first: at,
        last: at,
      },
    );
  let first = body.last + 1;
  while (
    first <= body.last + REACH.name &&
    touches(listOf(sentence, 'teller', 'office', 'called'), { first, last: first })
  )
    first += 1;
  let last = first - 1;
  while (isName(last + 1)) last += 1;
  if (last <= first || !isCapital(sentence, first) || !isCapital(sentence, last)) return null;
  const isBefore = last === verb.first - 1;
  const closes = body.first > verb.last && sentence.clause[last + 1] !== sentence.clause[last];
  return isBefore || closes ? text.slice(tokens[first]?.start ?? 0, tokens[last]?.end ?? 0) : null;
}

/** "Сообщил посол России в Катаре Иван Петров": the two capitalised words that end the verb's clause. */
function nameAtTheEnd(sentence: Sentence, verb: FoundCue): string | null {
  const clause = sentence.clause[verb.last];
  const last = sentence.clause.lastIndexOf(clause ?? 0);
  if (last - verb.last > REACH.speaker) return null;
  const isNamed = (at: number): boolean =>
    /^\p{Lu}\p{Ll}/u.test(sentence.text.slice(sentence.tokens[at]?.start ?? 0)) &&
    // "Reports Ria Novosti": quoted, and no person.
    !touches([...sentence.mentions, ...sentence.media, ...listOf(sentence, 'agency')], {
      first: at,
      last: at,
    });
  const isName = isNamed(last) && isNamed(last - 1) && sentence.tokens[last]?.gap === GAP.SPACE;
  if (!isName || !isBehind(sentence, verb, last - 1)) return null;
  return sentence.text.slice(sentence.tokens[last - 1]?.start ?? 0, sentence.tokens[last]?.end ?? 0);
}

/** "The deputy ambassador Anna Tamm told the agency": the given name and the surname directly before the verb. */
function nameBefore(sentence: Sentence, verb: FoundCue): string | null {
  // Where every noun has a capital it shows nothing.
  if (sentence.lexicon.grammar.capitals === 'nouns') return null;
  const taken = [
    ...sentence.mentions,
    ...sentence.media,
    ...sentence.dates,
    ...listOf(sentence, 'agency', 'office', 'others', 'called', 'role', 'kin', 'event', 'teller', 'voice'),
  ];
  const printed = (at: number): string => {
    const token = sentence.tokens[at];
    return token === undefined ? '' : sentence.text.slice(token.start, token.end);
  };
  const isName = (at: number): boolean =>
    sentence.clause[at] === sentence.clause[verb.first] &&
    /^\p{Lu}\p{Ll}+$/u.test(printed(at)) &&
    !touches(taken, { first: at, last: at });
  const last = verb.first - 1;
  let first = last;
  // "Tamm-Kallas"
  while (first > 0 && isName(first) && between(sentence, first - 1, first) === '-') first -= 1;
  first -= 1;
  const isSpaced = sentence.tokens[first + 1]?.gap === GAP.SPACE;
  // In a headline every word has a capital.
  if (first < 0 || !isSpaced || isCapital(sentence, verb.first)) return null;
  // "В офисе премьера Ивана Петрова сообщили": the office, and not whose it is.
  const opens = sentence.clause.indexOf(sentence.clause[verb.first] ?? 0);
  for (let at = opens; at < first; at += 1)
    if (isIn(sentence, at) && touches(listOf(sentence, 'office'), { first: at + 1, last: at + 2 }))
      return null;
  for (let at = first; at <= last; at += 1) if (!isName(at)) return null;
  return sentence.text.slice(sentence.tokens[first]?.start ?? 0, sentence.tokens[last]?.end ?? 0);
}

/** "Tamm told the station": the surname alone, directly beside the verb, of somebody whose full name the entry prints. */
export function surnameBeside(sentence: Sentence, verb: FoundCue): string | null {
  const taken = [
    ...sentence.mentions,
    ...sentence.media,
    ...listOf(sentence, 'agency', 'office', 'others', 'called', 'role', 'kin', 'event', 'teller', 'voice'),
  ];
  for (const at of [verb.first - 1, verb.last + 1]) {
    const token = sentence.tokens[at];
    const word = { first: at, last: at };
    if (token === undefined || sentence.clause[at] !== sentence.clause[verb.first]) continue;
    if (at === 0 && sentence.clause[1] !== 0) continue;
    const printed = sentence.text.slice(token.start, token.end);
    if (!/^\p{Lu}\p{Ll}{2,}/u.test(printed) || touches(taken, word)) continue;
    const name = sentence.cast.fullName(printed);
    if (name !== null) return name;
    // "Witkoff said": nothing else that he is called by.
    const isSaid = verb.cue.list === 'reporting' && verb.first === verb.last;
    const isAlone = at === 0 && verb.first === 1 && isSaid && !touches(sentence.cues, word);
    // "Дипломаты заявили": several, and no name.
    const isSeveral = sentence.lexicon.grammar.hasCases && /[иыії]$/u.test(printed);
    if (isAlone && !isSeveral && sentence.lexicon.grammar.capitals !== 'nouns') return printed;
  }
  return null;
}

/** "Said X", "said the Qatari spokesman X", "сообщил посол России в Катаре X". */
function isBehind(sentence: Sentence, verb: FoundCue, first: number): boolean {
  const most = sentence.lexicon.grammar.hasCases ? REACH.speaker : REACH.not;
  if (first <= verb.last || first - verb.last > most) return false;
  // "Identified as X": whom it names.
  if (touches(listOf(sentence, 'naming'), verb)) return false;
  const way = spanBetween(verb, { first });
  if (way === null) return true;
  if (sentence.clause[first] !== sentence.clause[verb.last]) return false;
  const prepositions = listOf(sentence, 'preposition');
  // "In Qatar" belongs to the office; "with X" is another.
  const held = sentence.lexicon.grammar.hasCases ? { first: first - 1, last: first - 1 } : way;
  return (
    !touches(prepositions, held) && !touches(listOf(sentence, 'that', 'event', 'pronoun', 'relative'), way)
  );
}
