/** Names of people who are not watched: with them in a list, or beside them, a watched one is told of; without them he would be taken for them. */
import type { FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isGluedAnd, isWord, printedBetween, touches } from './range.ts';
import type { Person, Range, Span } from './range.ts';
import type { Subject } from '#core/watchlist.ts';

interface Words {
  readonly lexicon: Lexicon;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly cues: readonly FoundCue[];
  readonly named: readonly Range<Subject>[];
  /** What is known already: names, dates, cues. */
  readonly taken: readonly Span[];
}

/** Lists whose words are verbs: a name behind one is no place. */
const VERBS: ReadonlySet<FoundCue['cue']['list']> = new Set([
  'event',
  'copula',
  'governs',
  'reporting',
  'relative',
]);

/** The names of others in a sentence. */
export function strangersIn(words: Words): readonly Range<Person>[] {
  return words.lexicon.glued === 'none' ? byCapitals(words) : besideWatched(words);
}

/** Runs of capitalised words that are no subject: other people, unless a preposition makes them a place. */
function byCapitals(words: Words): readonly Range<Person>[] {
  const { text, tokens, cues, named, taken } = words;
  const isTaken = (at: number): boolean => touches(taken, { first: at, last: at });
  const ands = cues.filter(({ cue }) => cue.list === 'and');
  const verbs = cues.filter(({ cue }) => VERBS.has(cue.list));
  const events = cues.filter(({ cue }) => cue.list === 'event');
  const capital = tokens.map((token) => /^\p{Lu}\p{Ll}/u.test(text.slice(token.start, token.end)));
  // Headlines That Capitalise All Words say nothing about names. A list of names leaves other long words small, and a sentence its verbs.
  const doing = [...verbs, ...cues.filter(({ cue }) => cue.list === 'copula')];
  const small = tokens.some(
    (token, at) =>
      /^\p{Ll}{6}/u.test(text.slice(token.start, token.end)) ||
      (/^\p{Ll}/u.test(text.slice(token.start)) && touches(doing, { first: at, last: at })),
  );
  if (capital.filter(Boolean).length > tokens.length * 0.6 && !small) return [];
  const found: Range<Person>[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (capital[at] !== true || isTaken(at)) continue;
    let last = at;
    while (capital[last + 1] === true && !isTaken(last + 1) && tokens[last + 1]?.gap === GAP.SPACE) last += 1;
    const next = { first: last + 1, last: last + 1 };
    // "Russian-Israeli Trufanov": what stands directly before a name belongs to it.
    if (isTaken(last + 1) && tokens[last + 1]?.gap === GAP.SPACE && touches(named, next)) {
      at = last;
      continue;
    }
    const previous = { first: at - 1, last: at - 1 };
    const before = text.slice(tokens[at - 1]?.start ?? 0, tokens[at - 1]?.end ?? 0);
    const isAttached = at > 0 && tokens[at]?.gap === GAP.SPACE && /^\p{Ll}+$/u.test(before);
    // "Libera a X", "a eliberat pe X": whom the verb has as its object.
    const isObject = isWord(words, at - 1, 'object') && touches(events, { first: at - 2, last: at - 2 });
    const isLink = touches(ands, previous) || touches(verbs, previous) || isObject;
    // "23-year-old A": the end of a longer word.
    const isPart = at > 1 && /[-‐‑]/u.test(printedBetween(text, tokens, at - 2, at - 1));
    const place = isAttached && before.length <= 4 && !isLink && !isPart;
    // Where every noun has a capital: "in einem Interview".
    const noun = last === at && isAttached && isNounBehind(words, at - 1);
    if (!place && !noun && (at > 0 || last > at)) found.push({ first: at, last, is: { kind: 'name' } });
    at = last;
  }
  return found;
}

/** Whether a word is an article or has the ending of an adjective, where nouns have capitals: no name follows it alone. */
function isNounBehind(words: Words, before: number): boolean {
  const { beforeNoun } = words.lexicon.grammar;
  if (beforeNoun === null) return false;
  return isWord(words, before, 'noun-article') || beforeNoun.test(words.tokens[before]?.printed ?? '');
}

/** Most words of a name, and most names looked for on one side. */
const LONGEST_NAME = 4;
const MOST_NAMES = 12;

/**
 * In scripts without capitals: words that stand in a list with somebody watched, between commas and "and". Nothing else shows
 * there that they are a name.
 */
function besideWatched(words: Words): readonly Range<Person>[] {
  const { text, tokens, cues, named, taken } = words;
  const watched = named.filter(({ is }) => is.kind === 'captive');
  const found: Range<Person>[] = [];
  const isFree = (at: number): boolean => {
    const here = { first: at, last: at };
    return (
      tokens[at] !== undefined &&
      !touches(found, here) &&
      (!touches(taken, here) || touches(littleIn(cues), here)) &&
      !/^\d+$/u.test(tokens[at]?.text ?? '')
    );
  };
  // A hyphen in a name is none.
  const isEdge = (at: number): boolean =>
    at <= 0 ||
    at >= tokens.length ||
    /[,،;:()–—]\s*$|\s-\s*$|^\s*[,،;:()–—]|^\s*-\s|\(/u.test(printedBetween(text, tokens, at - 1, at));
  const isComma = (at: number): boolean => /[,،]/u.test(printedBetween(text, tokens, at - 1, at));
  const isJoined = (at: number): boolean => isGluedAnd(words, at);
  for (const { first, last } of watched) {
    for (let at = first, names = 0; names < MOST_NAMES; names += 1) {
      if (!isComma(at) && !isJoined(at)) break;
      let end = at - 1;
      // "(25)", "(25 years old)"
      const aged = /\d+[^()]*\)\s*[,،]?\s*$/u.test(text.slice(0, tokens[at]?.start ?? 0));
      if (aged) while (end > 0 && !/\(/u.test(printedBetween(text, tokens, end, end + 1))) end -= 1;
      let start = end;
      while (start > 0 && isFree(start) && isFree(start - 1) && !isEdge(start) && !isJoined(start))
        start -= 1;
      if (!isFree(start) || end < start || end - start >= LONGEST_NAME) break;
      if (!isEdge(start) && !isJoined(start) && !touches(cues, { first: start - 1, last: start - 1 })) break;
      found.push({ first: start, last: end, is: { kind: 'name' } });
      at = start;
    }
    for (let at = last + 1, names = 0; names < MOST_NAMES && at < tokens.length; names += 1) {
      if (/\(\s*$/u.test(printedBetween(text, tokens, at - 1, at)))
        while (at < tokens.length && !/\)/u.test(printedBetween(text, tokens, at, at + 1))) at += 1;
      if (/\)/u.test(printedBetween(text, tokens, at, at + 1))) at += 1;
      if ((!isComma(at) && !isJoined(at)) || !isFree(at)) break;
      let end = at;
      while (isFree(end + 1) && !isEdge(end + 1) && !isJoined(end + 1)) end += 1;
      const isClosed =
        isEdge(end + 1) || isJoined(end + 1) || touches(cues, { first: end + 1, last: end + 1 });
      if (end - at >= LONGEST_NAME || !isClosed) break;
      found.push({ first: at, last: end, is: { kind: 'name' } });
      at = end + 1;
    }
  }
  return found;
}

/** Cues that may be part of a name there, or of nothing. */
function littleIn(cues: readonly FoundCue[]): readonly FoundCue[] {
  return cues.filter(({ cue }) => cue.list === 'and');
}
