/** Relatives without a name who say it, as printed: "his mother", "la mère de X", "мать заложника". */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, between, isCapital, isWord, listOf, standsBetween, touches } from './sentence.ts';
import { TOPIC } from './doer.ts';
import { gluedTo } from './printed.ts';
import type { Span } from './range.ts';
import type { Sentence } from './sentence.ts';

/** An aside between a relative and the verb is not longer than this, in words: "his mother, a teacher from Haifa, said". */
const LONGEST_ASIDE = 6;

/** The relative who does a verb of saying, as printed, or the name beside it: "his mother, Dana Tamm, said". */
export function relationBeside(sentence: Sentence, verb: FoundCue): string | null {
  const all = listOf(sentence, 'speaking-kin');
  // "Mama lui", "בני משפחתו": all of its words.
  const whole = all.filter(
    (one) =>
      !all.some(
        (other) =>
          other.first <= one.first &&
          other.last >= one.last &&
          other.last - other.first > one.last - one.first,
      ),
  );
  for (const kin of whole) {
    const phrase = phraseOf(sentence, kin);
    if (phrase === null || !speaks(sentence, verb, phrase)) continue;
    const named = nameBehind(sentence, phrase) ?? nameInFront(sentence, phrase);
    if (named !== null) return named;
    if (isNamed(sentence, phrase)) continue;
    return printedOf(sentence, kin, phrase);
  }
  return null;
}

/** "His mother spoke to us. “…,” she said.": the relative who opens a sentence that tells nothing of anybody. */
export function aboutRelation(sentence: Sentence): string | null {
  if (listOf(sentence, 'event').some(({ cue }) => cue.what !== 'talks')) return null;
  for (const kin of listOf(sentence, 'speaking-kin')) {
    const phrase = phraseOf(sentence, kin);
    if (phrase?.first === 0) return nameBehind(sentence, phrase) ?? printedOf(sentence, kin, phrase);
  }
  return null;
}

/** As printed, with a capital letter only where it does not come from the beginning of the sentence. */
function printedOf(sentence: Sentence, kin: FoundCue, phrase: Span): string {
  const printed = sentence.text.slice(
    sentence.tokens[phrase.first]?.start ?? 0,
    sentence.tokens[phrase.last]?.end ?? 0,
  );
  const isNoun = sentence.lexicon.grammar.capitals === 'nouns' && phrase.first === kin.first;
  const opens = phrase.first === 0 && !isNoun && !touches(sentence.mentions, { first: 0, last: 0 });
  return opens ? printed.slice(0, 1).toLowerCase() + printed.slice(1) : printed;
}

/** The words around a relative: whose it is, before and behind; null where it is anybody's, or of somebody of whom is only told. */
function phraseOf(sentence: Sentence, kin: FoundCue): Span | null {
  const { lexicon, tokens } = sentence;
  const isOf = (at: number, ...lists: Parameters<typeof listOf>[1][]): boolean =>
    touches(listOf(sentence, ...lists), { first: at, last: at });
  const isSame = (at: number): boolean => sentence.clause[at] === sentence.clause[kin.first];
  // "לאמו נמסר", "ואמו אמרה": told to her, or one who says something besides.
  if (gluedTo(sentence, kin) > 0) return null;
  let { first, last } = kin;
  // "Herkin's mother", "the hostage's mother", "Herkins Mutter"
  const owner = sentence.mentions.find((one) => one.is.kind === 'captive' && one.last === first - 1);
  const genitive = tokens[first - 1]?.text === 's' ? first - 2 : null;
  if (genitive !== null) {
    const name = sentence.mentions.find((one) => touches([one], { first: genitive, last: genitive }));
    first = name?.first ?? genitive;
    while (isOf(first - 1, 'called', 'role', 'article') && isSame(first - 1)) first -= 1;
  } else if (owner !== undefined && lexicon.grammar.owner === 'before') ({ first } = owner);
  else if (isOf(first - 1, 'possessive') && isSame(first - 1)) first -= 1;
  const article = tokens[first - 1];
  if (article !== undefined && isOf(first - 1, 'article') && isSame(first - 1)) {
    // Portuguese "à mãe": spoken to.
    if (article.printed !== article.text) return null;
    first -= 1;
  }
  if (isWord(sentence, first, 'whose') || isOf(first - 1, 'relative')) return null;
  const isOwned = first < kin.first && !isOf(first, 'article');
  if (!isOwned) {
    // "La mère de X", "the mother of the hostage", "мать заложника X"
    const tied = isWord(sentence, last + 1, 'kin-of') ? last + 2 : last + 1;
    const hasGenitive = tied > last + 1 || lexicon.grammar.owner === 'behind' || lexicon.glued !== 'none';
    let at = tied;
    if (hasGenitive) while (isSame(at) && isOf(at, 'article', 'called', 'role', 'others')) at += 1;
    const whose = sentence.mentions.find((one) => one.first === at && one.is.kind === 'captive');
    if (hasGenitive && whose !== undefined && isSame(at)) ({ last } = whose);
    else if (at > tied) last = at - 1;
    else if (isSame(last + 1) && isOf(last + 1, 'possessive') && lexicon.grammar.owner !== 'before')
      last += 1;
  }
  // "A mother": anybody's.
  const isOfHim = touches(sentence.mentions, { first: kin.last + 1, last });
  if (!isOwned && !isOfHim && isWord(sentence, first, 'a-kin')) return null;
  const held = { first: first - 1, last: first - 1 };
  const isHeld = touches(
    listOf(sentence, 'preposition').filter((one) => !touches(listOf(sentence, 'reporting'), one)),
    held,
  );
  return isHeld || touches(listOf(sentence, 'and'), held) ? null : { first, last };
}

/** Whether a relative does the verb: directly before it, parted by no more than an aside, or directly behind it and not spoken to. */
function speaks(sentence: Sentence, verb: FoundCue, { first, last }: Span): boolean {
  const clauses = (sentence.clause[verb.first] ?? 0) - (sentence.clause[last] ?? 0);
  if (last < verb.first) {
    if (touches(listOf(sentence, 'quoting'), verb)) return false;
    const most = clauses === 0 ? REACH.name : LONGEST_ASIDE;
    // "Babası, … söyledi": the verb ends the sentence.
    if (first === 0 && isTopic(sentence, verb, last)) return true;
    if ((clauses !== 0 && clauses !== 2) || verb.first - last - 1 > most) return false;
    // "His mother was told"
    if (isWord(sentence, verb.first - 1, 'passive-past')) return false;
    // "X's mother, freed in November, said"
    if (clauses !== 0) return !standsBetween(sentence, ['reporting', 'that'], { last }, verb);
    return !standsBetween(
      sentence,
      ['reporting', 'event', 'that', 'relative', 'pronoun', 'promise', 'negotiation', 'denial'],
      { last },
      verb,
    );
  }
  if (first <= verb.last || clauses !== 0) return false;
  // "Told his mother", but «рассказала мать»: by its form it is not spoken to.
  const { hasCases } = sentence.lexicon.grammar;
  if (touches(listOf(sentence, 'addressing'), verb) && !hasCases) return false;
  // "Die Armee sagte seiner Mutter": who opens the clause speaks, unless an ending shows it.
  const opens = sentence.clause.indexOf(sentence.clause[verb.first] ?? 0);
  const isFirst = verb.first - opens <= 1 || /["»”“]/u.test(between(sentence, verb.first - 1, verb.first));
  if (!isFirst && !hasCases && !touches(listOf(sentence, 'quoting'), verb)) return false;
  const way = [
    ...sentence.dates,
    ...sentence.media,
    ...sentence.mentions.filter(({ is }) => is.role === 'outlet'),
    // "Rekla je njegova majka"
    ...listOf(sentence, 'agency', 'preposition', 'copula'),
  ];
  for (let at = verb.last + 1; at < first; at += 1) if (!touches(way, { first: at, last: at })) return false;
  return first - verb.last <= REACH.name + 1;
}

/** Whether a comma or a particle behind it makes it the subject of the verb at the end. */
function isTopic(sentence: Sentence, verb: FoundCue, last: number): boolean {
  if (!sentence.lexicon.grammar.isHeadLast || verb.last < sentence.tokens.length - REACH.name - 1)
    return false;
  return TOPIC.test(sentence.text.slice(sentence.tokens[last]?.end ?? 0));
}

/** "His mother Dana Tamm said": the name speaks, which other rules find. */
function isNamed(sentence: Sentence, { last }: Span): boolean {
  const next = last + 1;
  if (sentence.clause[next] !== sentence.clause[last] || sentence.tokens[next] === undefined) return false;
  if (touches([...sentence.mentions, ...sentence.people], { first: next, last: next })) return true;
  return (
    sentence.lexicon.grammar.capitals === 'names' &&
    isCapital(sentence, next) &&
    !touches(listOf(sentence, 'reporting'), { first: next, last: next })
  );
}

/** "His mother, Dana Tamm, said": by her name, or by her id where she is of the watchlist. */
function nameBehind(sentence: Sentence, { last }: Span): string | null {
  const next = last + 1;
  if (!/^\s*[,،]\s*$/u.test(between(sentence, last, next))) return null;
  const known = sentence.mentions.find(({ first, is }) => first === next && is.role === 'family');
  if (known !== undefined) return known.is.id;
  if (sentence.lexicon.grammar.capitals === 'none') return null;
  const name = sentence.people.find(
    (one) => one.is.kind === 'name' && one.first === next && one.last > one.first,
  );
  if (name === undefined) return null;
  return sentence.text.slice(sentence.tokens[name.first]?.start ?? 0, sentence.tokens[name.last]?.end ?? 0);
}

/** "Dana Tamm, the mother of X, said": two or three words that open the sentence, of which we know nothing else. */
function nameInFront(sentence: Sentence, { first }: Span): string | null {
  if (first < 2 || first > 3 || !/^\s*[,،]\s*$/u.test(between(sentence, first - 1, first))) return null;
  const taken = [...sentence.cues, ...sentence.mentions, ...sentence.dates, ...sentence.media];
  if (sentence.clause[first - 1] !== 0 || touches(taken, { first: 0, last: first - 1 })) return null;
  for (let at = 0; at < first; at += 1)
    if (sentence.lexicon.grammar.capitals !== 'none' && !isCapital(sentence, at)) return null;
  return sentence.text.slice(sentence.tokens[0]?.start ?? 0, sentence.tokens[first - 1]?.end ?? 0);
}

/** Whether what a relative says may be what stands before it: "X was freed, his mother said", but not "…, and his mother said she was happy". */
export function closesWith(sentence: Sentence, verb: FoundCue, at: FoundCue): boolean {
  if (verb.first <= at.last) return true;
  const isQuoted = /["»”“]/u.test(
    sentence.text.slice(sentence.tokens[at.last]?.end, sentence.tokens[verb.first]?.start),
  );
  if (
    sentence.clause[verb.first] === sentence.clause[at.last] &&
    !isQuoted &&
    !sentence.lexicon.grammar.isHeadLast
  )
    return false;
  const opens = isQuoted ? verb.first : sentence.clause.indexOf(sentence.clause[verb.first] ?? 0);
  if (touches(listOf(sentence, 'and', 'relative', 'boundary'), { first: opens, last: opens })) return false;
  return !touches(listOf(sentence, 'event', 'promise', 'negotiation', 'denial', 'that', 'relative'), {
    first: verb.last + 1,
    last: sentence.tokens.length - 1,
  });
}
