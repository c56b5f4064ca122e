/**
 * Whether a denial or a mere possibility is surely one of the event. A "not" belongs to the verb or noun behind it: "did not say when
 * X will be freed" denies no release, "may be asked to free X" tells of no possible one. What is not sure is not told; it still
 * speaks against a fact (settle.ts).
 */
import type { FoundCue } from '#language/lexicon.ts';
import { formOf, isFirm } from './form.ts';
import { REACH, isCapital, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import type { Span } from './range.ts';
import { isOf, wordAt } from './word.ts';

/** Whether what `by` denies is the event of `cue`, and nothing else that stands between them. */
export function isSurelyDenied(sentence: Sentence, word: FoundCue, cue: FoundCue): boolean {
  const by = wholeDenial(sentence, word);
  // "Could not be freed earlier", "may not have been freed"
  if (touches(listOf(sentence, 'possible'), { first: by.first - 1, last: by.first - 1 })) return false;
  if (isToldElsewhere(sentence, cue)) return false;
  const nots = listOf(sentence, 'not');
  // "Did not rule out that"
  if (by.cue.list === 'denial' && touches(nots, { first: by.first - REACH.name, last: by.first - 1 }))
    return false;
  const isWithin = by.first >= cue.first && by.first <= cue.last;
  // "X's release is not the end of it"
  const isCopula = touches(listOf(sentence, 'copula'), { first: by.first - 1, last: by.first - 1 });
  if (isWithin && isCopula && formOf(sentence, cue) === 'named') return false;
  // "Пока X не вернётся": until he comes back.
  const opened = { first: by.first - REACH.after, last: by.first - 1 };
  if (formOf(sentence, cue) === 'coming' && touches(listOf(sentence, 'until', 'temporal'), opened))
    return false;
  const way = wayBetween(by, cue);
  // "X is free, the others are not"
  const isBehind = by.first > cue.last && sentence.clause[by.first] !== sentence.clause[cue.last];
  const other = sentence.people.findLast((one) => touches([one], way));
  const isOther = other !== undefined && (other.is.kind !== 'watched' || other.is.group);
  if (isBehind && isOther) return false;
  if (by.first > cue.last && by.cue.list === 'denial') {
    // "They murdered him so that the army would not": a verb of its own. "The release of X is not planned": said of the noun.
    const isOfNoun = !isBehind && !isFirm(formOf(sentence, cue));
    if (touches(nots, by) && !isOfNoun) return false;
    return !touches(listOf(sentence, ...TAKES_BEHIND), way);
  }
  const takers = by.cue.list === 'not' ? TAKES_NOT : touches(nots, by) ? TAKES_VERB : TAKES_DENIAL;
  return isPassed(sentence, way, cue, takers);
}

/** Whether what may be, or is asked, is the event of `cue`. */
export function isSurelyPossible(sentence: Sentence, word: FoundCue, cue: FoundCue): boolean {
  const possible = listOf(sentence, 'possible');
  // "Might have been set free": the event's own.
  if (touches(possible, cue)) return true;
  if (!touches(possible, word)) return false;
  // "Can neither confirm nor deny": all of it, where a word of it decided.
  const by = possible
    .filter(({ first, last }) => first <= word.first && last >= word.last && last < cue.first)
    .reduce((widest, one) => (one.last - one.first > widest.last - widest.first ? one : widest), word);
  // "Would not say whether X is free": nobody says that he may be.
  const denied = listOf(sentence, 'not', 'denial').some(
    (one) => one.last < by.first && by.first - one.last <= REACH.firm,
  );
  if (denied) return false;
  const way = wayBetween(by, cue);
  return sentence.part[by.first] === sentence.part[cue.first] && isPassed(sentence, way, cue, TAKES_MAY);
}

/** The longest denial that ends with this one: "se recusa" of "recusa". */
function wholeDenial(sentence: Sentence, by: FoundCue): FoundCue {
  return listOf(sentence, 'denial').reduce(
    (whole, one) => (one.last === by.last && one.first < whole.first ? one : whole),
    by,
  );
}

/** "If Hamas refuses to free X", "whether they have not": a denial that its clause leaves open. */
export function isConditional(sentence: Sentence, by: FoundCue): boolean {
  // "Se recusa a libertar": the denial's own word, which elsewhere is "if".
  const { first } = wholeDenial(sentence, by);
  for (let at = first - 1; at >= 0 && first - at <= REACH.modal; at -= 1) {
    if (sentence.clause[at] !== sentence.clause[first]) return false;
    if (isWord(sentence, at, 'if')) return true;
  }
  return false;
}

/** "Had Hamas freed X, …": a word that makes a condition where a clause begins with it. */
export function conditionOf(sentence: Sentence, cue: FoundCue): FoundCue | null {
  return (
    listOf(sentence, 'condition').find(
      ({ first, last }) =>
        last < cue.first &&
        // "…, were freed", "…, had been freed": the verb's own.
        (last > first || !isVerbOf(sentence, first)) &&
        cue.first - first <= REACH.modal &&
        (first === 0 || sentence.clause[first] !== sentence.clause[first - 1]) &&
        sentence.part[first] === sentence.part[cue.first],
    ) ?? null
  );
}

/** "…, were freed", "X, 25, had been": the verb of somebody before it. */
function isVerbOf(sentence: Sentence, at: number): boolean {
  if (touches(listOf(sentence, 'event'), { first: at + 1, last: at + 1 })) return true;
  const opened = touches(listOf(sentence, 'reporting', 'that', 'boundary'), { first: at - 1, last: at - 1 });
  return (
    !opened && sentence.people.some(({ last }) => last < at && sentence.part[last] === sentence.part[at])
  );
}

/** How many words a clause has at most that says at the end whose fear it is: ", his old parents and friends fear". */
const CLOSING = 6;

/** "X was killed, his family fears": what stands before is only thought. */
export function closingThought(sentence: Sentence, cue: FoundCue): FoundCue | null {
  const end = sentence.tokens.length - 1;
  const closing = sentence.clause[end];
  const opens = sentence.clause.indexOf(closing ?? 0);
  if (opens <= cue.last || end - opens >= CLOSING) return null;
  const rest = { first: opens, last: end };
  if (touches(listOf(sentence, 'event', 'that', 'relative', 'reporting', 'not'), rest)) return null;
  return (
    listOf(sentence, 'thinking').find(
      ({ first, last }) =>
        first >= opens &&
        // "Believes in miracles"
        !touches(listOf(sentence, 'preposition'), { first: last + 1, last: last + 1 }),
    ) ?? null
  );
}

/** "X will be the first man, and the oldest hostage, released in the deal": what he is yet to become. */
export function isYetToBe(sentence: Sentence, cue: FoundCue): boolean {
  const part = sentence.part[cue.first];
  const promised = listOf(sentence, 'promise');
  const telling = listOf(sentence, 'event', 'reporting', 'relative', 'that').filter(
    (one) => one !== cue && !touches([cue], one) && !touches(listOf(sentence, 'called', 'others'), one),
  );
  for (let at = cue.first - 1; at >= 0 && sentence.part[at] === part; at -= 1) {
    if (touches(telling, { first: at, last: at })) return false;
    const isBe = isWord(sentence, at, 'be') && touches(promised, { first: at - 1, last: at - 1 });
    // "I will be a former hostage forever": what he is called.
    const isName = cue.cue.form === 'looks-back' && cue.first - at <= REACH.name;
    if (isBe || isWord(sentence, at, 'will-be')) return at > 0 && !isName;
  }
  return false;
}

/** "Freed nearly a month after", "killed possibly a day or two earlier": behind the event it says how long, and nothing of whether. */
export function isOfAmount(sentence: Sentence, { cue, last }: FoundCue): boolean {
  if (cue.list !== 'hypothetical' && cue.list !== 'possible' && cue.list !== 'thinking') return false;
  const counting = listOf(sentence, 'article', 'count', 'pair');
  for (let at = last + 1; at <= last + REACH.not; at += 1) {
    const word = { first: at, last: at };
    if (touches(listOf(sentence, 'setting'), word)) return true;
    if (!touches(counting, word) && !/^\d+$/u.test(sentence.tokens[at]?.text ?? '')) return false;
  }
  return false;
}

/** Lists whose words take a "not" for themselves: "did not ask for", "not known when", "does not say". */
const TAKES_NOT = ['negotiation', 'hypothetical', 'temporal', 'until', 'relative', 'reporting'] as const;

/** The same of a "not" with its verb: "has not managed to". */
const TAKES_VERB = ['hypothetical', 'temporal', 'until', 'relative', 'reporting'] as const;

/** The same of "denied", "refused", "failed". */
const TAKES_DENIAL = ['temporal', 'until', 'relative'] as const;

/** Words behind an event after which it is no more of it that something is denied. */
const TAKES_BEHIND = ['relative', 'that', 'reporting', 'temporal', 'until', 'boundary'] as const;

/** The same of "may", "whether". */
const TAKES_MAY = ['negotiation', 'temporal', 'until', 'relative', 'reporting', 'not', 'denial'] as const;

/** Lists whose words pass a "not" or a "may" on to what they govern. */
const PASSING = [
  'among',
  'including',
  'promise',
  'copula',
  'equals',
  'denial',
  'not',
  'earlier',
  'thinking',
  'negotiation',
  'hypothetical',
  'possible',
  'reporting',
] as const;

/** Whether no word on the way takes what is said for itself: only names, small words and verbs that hand it on. */
function isPassed(
  sentence: Sentence,
  way: Span | null,
  cue: FoundCue,
  takers: readonly FoundCue['cue']['list'][],
): boolean {
  if (way === null) return true;
  const taking = listOf(sentence, ...takers).filter(
    // "Would" is a promise too.
    (one) => !touches(listOf(sentence, 'promise'), one) && !touches([cue], one),
  );
  const passing = listOf(sentence, ...PASSING);
  for (let at = way.first; at <= way.last; at += 1) {
    const word = { first: at, last: at };
    if (touches(taking, word)) return false;
    if (touches([cue], word) && isOwnWord(sentence, at, cue)) continue;
    if (touches(passing, word)) continue;
    if (isOf(wordAt(sentence, at), 'unknown', 'verb') || isNoun(sentence, at)) return false;
  }
  return true;
}

/** Where nouns have capital letters they are no names for that. */
function isNoun(sentence: Sentence, at: number): boolean {
  const word = { first: at, last: at };
  return (
    sentence.lexicon.grammar.capitals === 'nouns' &&
    at > 0 &&
    isCapital(sentence, at) &&
    !touches(sentence.people, word) &&
    !touches(sentence.mentions, word) &&
    !touches(listOf(sentence, 'others', 'called', 'count', 'pronoun', 'event'), word)
  );
}

/** Whether a word inside an event's cue is the cue's own, and not one of its gaps. */
function isOwnWord(sentence: Sentence, at: number, { cue }: FoundCue): boolean {
  const token = sentence.tokens[at];
  return (
    token !== undefined &&
    cue.words.some(
      (test) =>
        test !== 'gap' &&
        (test.exact.has(token.text) ||
          test.printed.has(token.printed) ||
          test.stems.some((stem) => token.text.startsWith(stem))),
    )
  );
}

/** The words between two cues; where the first stands inside the second, up to the end of that. */
function wayBetween(by: FoundCue, cue: FoundCue): Span | null {
  if (by.first > cue.last) return spanBetween(cue, by);
  return spanBetween(by, by.last < cue.first ? cue : { first: cue.last + 1 });
}

/** "Was not freed in the deal but rescued": the next statement tells the same event of the same person, and of nobody else. */
function isToldElsewhere(sentence: Sentence, cue: FoundCue): boolean {
  return listOf(sentence, 'event').some((other) => {
    const part = sentence.part[other.first];
    return (
      other.cue.what === cue.cue.what &&
      other.first > cue.last &&
      part !== sentence.part[cue.first] &&
      isFirm(formOf(sentence, other)) &&
      !sentence.people.some(({ first, is }) => is.kind !== 'other' && sentence.part[first] === part) &&
      !listOf(sentence, 'not', 'denial').some(({ first }) => sentence.part[first] === part)
    );
  });
}
