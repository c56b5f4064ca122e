/**
 * Captivity that is told between an article and its noun, or between a participle and the name behind it: "Die Hamas ließ den am 7. Oktober
 * entführten X frei", «Найдено тело похищенного 7 октября X». It parts an event from the one to whom it happened, and its day is of the
 * abduction alone. So the sentence is read without it; what it tells itself is read from the whole one. The same of an aside between a
 * body and what was done with it: "The body of X, who was seized at the festival, was found".
 */
import type { Lexicon } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isDeath, isTaking } from './captivity.ts';
import { REACH, listOf, standsBetween, touches } from './sentence.ts';
import type { Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** So many words may belong to a participle. */
const LONGEST = 10;

/** `aside`: between commas, which go with it. */
export type Attribute = Range<'aside' | null>;

/** The attributes of captivity in a sentence, in tokens, each without the article before it and the noun behind it. */
export function attributesIn(sentence: Sentence): readonly Attribute[] {
  const { participle } = sentence.lexicon.grammar;
  const found: Attribute[] = [];
  const aside = asideOfBody(sentence);
  if (aside !== null) return [aside];
  for (const { first, last } of listOf(sentence, 'taken')) {
    if (participle === null || (found.at(-1)?.last ?? -1) >= first) continue;
    const range = READ[participle](sentence, first, last);
    if (range !== null && !tellsMore(sentence, range)) found.push(range);
  }
  return found;
}

/** From the first and last word of a participle to the whole attribute. */
const READ: Record<
  NonNullable<Lexicon['grammar']['participle']>,
  (sentence: Sentence, first: number, last: number) => Range<null> | null
> = {
  first: (sentence, first) => from(sentence, first),
  last: (sentence, _, last) => upTo(sentence, last),
  // "被哈马斯扣押的X", "tutulan X": the words of the list are all of it.
  whole: (sentence, first, last) =>
    isBesideNext(sentence, last) && isNoun(sentence, last + 1) ? { first, last, is: null } : null,
};

/** A piece of a text, in UTF-16 units. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The same text without its attributes, and what was marked in it where it stands now; marks in an attribute are gone with it. */
export function withoutAttributes<M extends Piece, K extends Piece>(
  { tokens }: Sentence,
  attributes: readonly Attribute[],
  text: string,
  marks: { readonly mentions: readonly M[]; readonly kin: readonly K[]; readonly offset: number },
): { readonly text: string; readonly mentions: readonly M[]; readonly kin: readonly K[] } {
  const cuts = attributes.map(({ first, last, is }): Piece => {
    const next = tokens[last + 1]?.start ?? text.length;
    return is === 'aside'
      ? { start: tokens[first - 1]?.end ?? 0, end: next - 1 }
      : { start: tokens[first]?.start ?? 0, end: next };
  });
  const moved = <P extends Piece>(pieces: readonly P[]): P[] =>
    pieces.flatMap((piece) => {
      const [start, end] = [piece.start - marks.offset, piece.end - marks.offset];
      if (cuts.some((cut) => start < cut.end && cut.start < end)) return [];
      const before = cuts
        .filter((cut) => cut.end <= start)
        .reduce((sum, cut) => sum + cut.end - cut.start, 0);
      return [{ ...piece, start: piece.start - before, end: piece.end - before }];
    });
  return {
    text: cuts.toReversed().reduce((left, cut) => left.slice(0, cut.start) + left.slice(cut.end), text),
    mentions: moved(marks.mentions),
    kin: moved(marks.kin),
  };
}

/** Longest aside, in words. */
const LONGEST_ASIDE = 40;

/** "The body of X | , 47, who was abducted in October and murdered in captivity, | was recovered". */
function asideOfBody(sentence: Sentence): Attribute | null {
  const { clause } = sentence;
  const person = sentence.mentions.find(
    ({ first, is }) => is.kind === 'captive' && isOfBodyBefore(sentence, first),
  );
  if (person === undefined) return null;
  const first = person.last + 1;
  const verb = listOf(sentence, 'recovered').find(
    (one) =>
      one.first - first <= LONGEST_ASIDE &&
      [one.first, one.first - 1].some(
        (at) => at > first && clause[at] !== clause[at - 1] && (clause[at] ?? 0) > (clause[first] ?? 0),
      ),
  );
  if (verb === undefined || clause[first] === clause[person.last]) return null;
  const opens = clause[verb.first] === clause[verb.first - 1] ? verb.first - 1 : verb.first;
  const range = { first, last: opens - 1, is: 'aside' as const };
  const tells = listOf(sentence, 'event').some(
    (one) => touches([one], range) && one.first >= first && (isTaking(one.cue.what) || isDeath(one.cue.what)),
  );
  const isOfOther =
    touches(listOf(sentence, 'kin', 'unshown'), range) ||
    sentence.mentions.some(({ is, ...one }) => is.kind === 'captive' && touches([one], range));
  return tells && !isOfOther ? range : null;
}

/** "The body of hostage", "тело": directly before somebody, but for what he is called. */
function isOfBodyBefore(sentence: Sentence, name: number): boolean {
  for (let at = name - 1; at >= 0 && at >= name - REACH.body - 1; at -= 1) {
    if (touches(listOf(sentence, 'body'), { first: at, last: at })) return true;
    if (!isOf(wordAt(sentence, at), 'preposition', 'little', 'role')) return false;
  }
  return false;
}

/** "Den | am 7. Oktober entführten | X": back to the article, behind which it begins with a preposition or a day. */
function upTo(sentence: Sentence, last: number): Range<null> | null {
  if (!isBesideNext(sentence, last)) return null;
  for (let at = last - 1; at >= Math.max(0, last - LONGEST) && isBesideNext(sentence, at); at -= 1) {
    if (touches(listOf(sentence, 'article'), { first: at, last: at })) {
      const next = wordAt(sentence, at + 1);
      const isLed =
        next === 'preposition' || touches(listOf(sentence, 'since'), { first: at + 1, last: at + 1 });
      // "Aus dem Kibbuz entführt": the article of the place, and the one looked for stands before it.
      const isOfPlace = at > 0 && isOf(wordAt(sentence, at - 1), 'preposition');
      const isAlone = at + 1 === last && isNoun(sentence, last + 1);
      if (isAlone || isLed || ((isOf(next, 'date', 'place') || isOfBody(sentence, at + 1)) && !isOfPlace))
        return { first: at + 1, last, is: null };
      continue;
    }
    const word = wordAt(sentence, at);
    if (isOf(word, 'verb', 'saying', 'relative') || (word === 'name' && !isOfBody(sentence, at))) return null;
  }
  return null;
}

/**
 * «Похищенного | 7 октября в Газе | X»: what belongs to the participle, as far as we know it, up to a name or what somebody is called.
 */
function from(sentence: Sentence, participle: number): Range<null> | null {
  let last = participle;
  while (last - participle < LONGEST) {
    const next = pieceBehind(sentence, last);
    if (next === null) break;
    last = next;
  }
  if (!isBesideNext(sentence, last) || !isNoun(sentence, last + 1)) return null;
  return { first: last > participle ? participle : piecesBefore(sentence, participle), last, is: null };
}

/** A name, or what somebody is called. */
function isNoun(sentence: Sentence, at: number): boolean {
  const word = { first: at, last: at };
  return touches(sentence.mentions, word) || touches(listOf(sentence, 'called', 'others', 'kin'), word);
}

/** The last word of a day, a place, a captor, with the preposition before it, directly behind a word; null where no such thing stands there. */
function pieceBehind(sentence: Sentence, at: number): number | null {
  if (!isBesideNext(sentence, at)) return null;
  if (isSetting(sentence, at + 1)) return at + 1;
  if (!isOf(wordAt(sentence, at + 1), 'preposition', 'little')) return null;
  // "Из кибуца Нир-Оз", "на музыкальном фестивале в": a word or two that we do not know, behind a preposition.
  for (let end = at + 2; end <= at + 4 && isBesideNext(sentence, end - 1); end += 1) {
    if (isSetting(sentence, end)) return end;
    if (!isOf(wordAt(sentence, end), 'unknown')) return null;
  }
  return null;
}

/** "Otec | v Gaze zadržovaného | X": in Czech they may stand before it too. */
function piecesBefore(sentence: Sentence, participle: number): number {
  let first = participle;
  while (first > 0 && isBesideNext(sentence, first - 1) && isSetting(sentence, first - 1)) {
    const isLed =
      first > 1 && isOf(wordAt(sentence, first - 2), 'preposition') && isBesideNext(sentence, first - 2);
    first -= isLed ? 2 : 1;
  }
  return first;
}

function isSetting(sentence: Sentence, at: number): boolean {
  return isOf(wordAt(sentence, at), 'date', 'place') || isOfBody(sentence, at) || isByThem(sentence, at);
}

/** No comma, and no end of a quote, behind a word. */
function isBesideNext({ tokens }: Sentence, at: number): boolean {
  return tokens[at + 1]?.gap === GAP.SPACE;
}

/** "Боевиками": who did it, in the case for that. */
function isByThem({ tokens }: Sentence, at: number): boolean {
  return /\p{L}{3}(?:ами|ями)$/u.test(tokens[at]?.printed ?? '');
}

/** Whether a word names a body: a captor, an army. */
function isOfBody({ mentions }: Sentence, at: number): boolean {
  return touches(
    mentions.filter(({ is }) => is.kind === 'body'),
    { first: at, last: at },
  );
}

/** Whether it tells an end too, of anybody else, or what must not be shown. */
function tellsMore(sentence: Sentence, range: Range<null>): boolean {
  const events = listOf(sentence, 'event').filter(
    ({ cue, first, last }) => first >= range.first && last <= range.last && !isTaking(cue.what),
  );
  const isOfSomebody = sentence.mentions.some(
    ({ is, ...one }) => is.kind === 'captive' && touches([one], range),
  );
  const others = standsBetween(
    sentence,
    ['unshown', 'along', 'not', 'kin'],
    { last: range.first - 1 },
    { first: range.last + 1 },
  );
  return events.length > 0 || isOfSomebody || others;
}
