/**
 * Chinese, Hindi, Turkish, Japanese and Korean put whatever belongs to a noun before it: "X's cellmate", "he who guarded X" and "X" begin alike, and a
 * name that we do not know is a word like another. So an end is told of somebody there only where every
 * word between the person and the verb, and the one behind, is known to be harmless, and nothing in the sentence speaks of plans.
 */
import { isTaking } from './captivity.ts';
import type { CueList, EventForm, FoundCue } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { between, isWord, listOf, touches } from './sentence.ts';
import type { Span } from './range.ts';
import type { Person, Range, Sentence } from './sentence.ts';

/** Lists whose words may stand between a person and their verb. */
const HARMLESS: readonly CueList[] = ['article', 'called', 'setting', 'count', 'preposition', 'earlier'];

/** Lists whose words make of what is told a plan, a wish, a doubt or a denial. */
const DOUBTS: readonly CueList[] = [
  'promise',
  'negotiation',
  'denial',
  'not',
  'hypothetical',
  'thinking',
  'until',
  'condition',
  'trap',
];

/** Whether the end told by `cue` is beyond doubt that of the people found (nearest first), by the order of the words alone. */
export function isTheirsByOrder(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  found: readonly Range<Person>[],
): boolean {
  const { grammar } = sentence.lexicon;
  // "The freed Russian hostage is X": the group is what he is called.
  const nearest = found.find(({ is }) => is.kind !== 'watched' || !is.group);
  if (nearest === undefined) return false;
  // "A, X and B were freed": capitals show that nothing but names stands in the list.
  const isNamed = found.every(({ is }) => is.kind === 'name' || (is.kind === 'watched' && !is.group));
  if (nearest.is.kind !== 'watched' && !(isNamed && grammar.capitals !== 'none')) return false;
  const outermost = isNamed ? (found.at(-1) ?? nearest) : nearest;
  const ends = grammar.hasParticles
    ? sentence.tokens.length - 1
    : sentence.clause.lastIndexOf(sentence.clause[cue.last] ?? 0);
  if (isDoubted(sentence, cue, ends)) return false;
  if (nearest.first > cue.first && nearest.last < cue.last) return isAllBetween(sentence, cue, nearest);
  if (grammar.hasParticles) return isTheirsByParticle(sentence, cue, form, nearest, outermost);
  if (nearest.first > cue.last) {
    if (form !== 'did') return false;
    const way = { first: cue.last + 1, last: nearest.first - 1 };
    const reaches = isHarmless(sentence, way.first, way.last) || endsList(sentence, way);
    return reaches && isClosed(sentence, nearest.last);
  }
  if (form !== 'happened-to' || nearest.last >= cue.first) return false;
  const way = { first: nearest.last + 1, last: cue.first - 1 };
  // Who is so held is no subject and no object.
  const isHeld = touches(listOf(sentence, 'preposition'), { first: way.first, last: way.first });
  if (isHeld && grammar.hasPostpositions) return false;
  return (
    (isHarmless(sentence, way.first, way.last) || beginsList(sentence, way)) &&
    isClosed(sentence, cue.last) &&
    isOpen(sentence, outermost.first)
  );
}

/** "शव की पहचान X के रूप में हुई": the event's own words stand on both sides of X, and nobody else between them. */
function isAllBetween(sentence: Sentence, cue: FoundCue, { first, last }: Span): boolean {
  const { words } = cue.cue;
  const opens = cue.first + words.indexOf('gap');
  const closes = cue.last - (words.length - 1 - words.lastIndexOf('gap'));
  if (!words.includes('gap') || first < opens || last > closes) return false;
  return (
    isHarmless(sentence, opens, first - 1) &&
    isHarmless(sentence, last + 1, closes) &&
    (sentence.lexicon.grammar.hasParticles ? isToldBehind(sentence, cue.last) : isClosed(sentence, cue.last))
  );
}

/** Whether a word up to `ends` makes a plan, a wish, a doubt or a denial of what the cue tells. */
function isDoubted(sentence: Sentence, cue: FoundCue, ends: number): boolean {
  const doubts = listOf(sentence, ...DOUBTS).filter((one) => !touches([cue], one));
  return touches(doubts, { first: 0, last: ends });
}

/** Where the verb ends the sentence: whether what stands behind it, or anywhere, leaves the end open that it tells. */
export function isLeftOpen(sentence: Sentence, cue: FoundCue): boolean {
  if (!sentence.lexicon.grammar.hasParticles) return false;
  if (isDoubted(sentence, cue, sentence.tokens.length - 1)) return true;
  return !isToldBehind(sentence, cue.last) && !sentence.people.some(({ first }) => first > cue.last);
}

/**
 * "X は15日、ガザで解放された", "X 를 석방했다": behind the name what he is called and one particle, then nothing but days, places and
 * bodies up to the verb; a second particle is that of somebody else. "解放された X は": the same with the verb before its noun.
 */
function isTheirsByParticle(
  sentence: Sentence,
  cue: FoundCue,
  form: EventForm,
  nearest: Range<Person>,
  outermost: Range<Person>,
): boolean {
  const behind = behindTitles(sentence, nearest.last);
  const isMarked = isWord(sentence, behind, 'object');
  if (nearest.first > cue.last) {
    if (form !== 'did' && form !== 'happened') return false;
    if (!isHarmless(sentence, cue.last + 1, nearest.first - 1)) return false;
    return isMarked || isEnd(sentence, behind);
  }
  if ((form !== 'happened-to' && form !== 'happened') || nearest.last >= cue.first) return false;
  const from = isMarked ? behind + 1 : behind;
  // Without a particle the verb follows at once, or a day.
  if (!isMarked && touches(listOf(sentence, 'preposition'), { first: from, last: from })) return false;
  for (let at = from; at < cue.first; at += 1) if (!isOnTheWay(sentence, at)) return false;
  return isToldBehind(sentence, cue.last) && opensByParticle(sentence, outermost.first);
}

/** "하마스는 X 를", "남편 X 가", "母親の X が": behind the particle of another, or what X is to somebody. */
function opensByParticle(sentence: Sentence, first: number): boolean {
  const before = { first: first - 1, last: first - 1 };
  const kin = listOf(sentence, 'kin');
  const isKin =
    touches(kin, before) ||
    (touches(listOf(sentence, 'possessive'), before) && touches(kin, { first: first - 2, last: first - 2 }));
  return isKin || isWord(sentence, first - 1, 'object') || isOpen(sentence, first);
}

/** The word behind a name and what is put behind it out of politeness. */
function behindTitles(sentence: Sentence, last: number): number {
  let at = last + 1;
  const titles = listOf(sentence, 'article');
  while (at < sentence.tokens.length && touches(titles, { first: at, last: at })) at += 1;
  return at;
}

/** A word that may stand between a particle and its verb: no other person, and nothing that happened to one. */
function isOnTheWay(sentence: Sentence, at: number): boolean {
  const word = { first: at, last: at };
  // "At the attack of Hamas": a phrase holds words that alone would make an owner.
  if (listOf(sentence, 'setting').some((one) => one.last > one.first && touches([one], word))) return true;
  if (touches(listOf(sentence, 'governs', 'kin', 'relative', 'possessive'), word)) return false;
  return (
    /^\d+$/u.test(sentence.tokens[at]?.text ?? '') ||
    touches(sentence.dates, word) ||
    touches(listOf(sentence, 'article', 'setting', 'count', 'preposition', 'earlier'), word) ||
    sentence.mentions.some(
      ({ is, ...range }) => touches([range], word) && (is.kind === 'body' || is.kind === 'place'),
    )
  );
}

/** Whether the sentence, or what is quoted, ends before a word. */
function isEnd(sentence: Sentence, next: number): boolean {
  if (next >= sentence.tokens.length || sentence.clause[next] !== sentence.clause[next - 1]) return true;
  return /["'“”«»。!?]/u.test(between(sentence, next - 1, next));
}

/** "…解放された。", "…解放されたと軍が発表した": the verb ends it, or goes on in who says so. */
function isToldBehind(sentence: Sentence, last: number): boolean {
  const next = { first: last + 1, last: last + 1 };
  if (isEnd(sentence, next.first)) return true;
  const says = listOf(sentence, 'reporting').some(({ first }) => first > last);
  return says && touches(listOf(sentence, 'that'), next);
}

/** Whether nothing but harmless words stands there; in a list the other names are passed over. */
function isHarmless(sentence: Sentence, first: number, last: number): boolean {
  for (let at = first; at <= last; at += 1) if (!isKnown(sentence, at)) return false;
  return true;
}

/** Lists whose words in a list make somebody else of those who are named there. */
const NO_LIST: readonly FoundCue['cue']['list'][] = [
  'governs',
  'kin',
  'relative',
  'possessive',
  'reporting',
  'that',
  'event',
  'pronoun',
];

/** "Freed A, B and X": behind the Chinese comma of lists, or "and", in the statement of the verb. */
function endsList(sentence: Sentence, way: Span): boolean {
  return (
    way.last >= way.first && isJoined(sentence, way.last + 1, way.last) && isPlainList(sentence, way, false)
  );
}

/** "X, A and B were freed": in Hindi a particle tells that it is done to all of them. */
function beginsList(sentence: Sentence, way: Span): boolean {
  const done = isWord(sentence, way.last, 'object');
  const joins = isJoined(sentence, way.first, way.first) || sentence.tokens[way.first]?.gap === GAP.COMMA;
  return done && joins && touches(listOf(sentence, 'and'), way) && isPlainList(sentence, way, true);
}

/** Whether the names on both sides of a place are joined: by the comma of lists, or by "and" as the word `at`. */
function isJoined(sentence: Sentence, place: number, at: number): boolean {
  return (
    between(sentence, place - 1, place).includes('、') ||
    touches(listOf(sentence, 'and'), { first: at, last: at })
  );
}

function isPlainList(sentence: Sentence, way: Span, commas: boolean): boolean {
  const isOneClause = sentence.clause[way.first - 1] === sentence.clause[way.last + 1];
  return (commas || isOneClause) && !touches(listOf(sentence, ...NO_LIST), way);
}

/** A word that names nobody else and no other deed. */
function isKnown(sentence: Sentence, at: number): boolean {
  const word = { first: at, last: at };
  const text = sentence.tokens[at]?.text ?? '';
  // "25 years old", "from the captivity of": a phrase holds words that alone would make an owner.
  const phrases = listOf(sentence, ...HARMLESS).filter((one) => one.last > one.first);
  if (touches(phrases, word)) return true;
  if (touches(listOf(sentence, 'governs', 'kin', 'relative', 'possessive'), word)) return false;
  return (
    /^\d+$/u.test(text) ||
    touches(sentence.dates, word) ||
    touches(listOf(sentence, ...HARMLESS), word) ||
    sentence.mentions.some(({ is, ...range }) => touches([range], word) && is.kind !== 'official') ||
    listOf(sentence, 'event').some((one) => touches([one], word) && isTaking(one.cue.what))
  );
}

/** Whether the noun or the verb that ends there goes on in nothing that makes another of it: "X's …", "that X was freed is untrue". */
function isClosed(sentence: Sentence, last: number): boolean {
  const next = last + 1;
  if (next >= sentence.tokens.length || sentence.clause[next] !== sentence.clause[last]) return true;
  if (/["'“”«»。!?]/u.test(between(sentence, last, next))) return true;
  const word = { first: next, last: next };
  if (isJoined(sentence, next, next)) {
    // "X and Y's cellmate"
    const ends = sentence.clause.lastIndexOf(sentence.clause[last] ?? 0);
    return isPlainList(sentence, { first: next, last: ends }, true);
  }
  return touches(sentence.dates, word) || touches(listOf(sentence, 'article', 'boundary', 'copula'), word);
}

/** Whether nothing before the person makes him part of what is compared or held by another verb: "earlier than X", "with X". */
function isOpen(sentence: Sentence, first: number): boolean {
  const at = first - 1;
  if (at < 0 || sentence.clause[at] !== sentence.clause[first]) return true;
  if (/["'“”«»、:]/u.test(between(sentence, at, first))) return true;
  return (
    isKnown(sentence, at) || touches(listOf(sentence, 'reporting', 'that', 'and'), { first: at, last: at })
  );
}
