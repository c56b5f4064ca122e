/** How an event is said in its sentence: the form of its cue, where the words around it do not make another of it. */
import { withoutGlued } from '#language/cues.ts';
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { REACH, between, isCapital, isWord, listOf, spanBetween, touches } from './sentence.ts';
import type { Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** Forms that tell a fact. */
export function isFirm(form: EventForm): boolean {
  return (
    form === 'happened' ||
    form === 'underwent' ||
    form === 'happened-to' ||
    form === 'beside' ||
    form === 'did'
  );
}

/** "X libre !": a slogan. */
function isShouted({ lexicon, text, tokens }: Sentence, { last }: FoundCue): boolean {
  return lexicon.grammar.freeIsAdjective && /^\s*!/.test(text.slice(tokens[last]?.end ?? 0));
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
    const told = opens && turned.length === 0 && !sentence.question;
    return told || isRealised(sentence, cue) ? 'did' : 'named';
  }
  if (form === 'named' && isRealised(sentence, cue)) {
    // "X's release took place"
    return sentence.tokens[cue.first]?.text === 's' ? 'happened-to' : 'did';
  }
  if (form === 'named' && cue.cue.what === 'body-returned' && isRecovered(sentence, cue)) return 'did';
  if (form === 'beside' && (!endsThere(sentence, cue) || isShouted(sentence, cue))) return 'named';
  if (form === 'present') return hasDoerBefore(sentence, cue) ? 'did' : 'named';
  if (form !== 'looks-back') return form;
  // "Befreit wurden A, B und C": the participle opens the sentence, and those it happened to stand behind.
  const isInverted =
    sentence.lexicon.grammar.hasVerbLast &&
    cue.first === 0 &&
    cue.last === 1 &&
    isWord(sentence, cue.last, 'became');
  if (isInverted) return 'did';
  if (isAmongTheFreed(sentence, cue)) return 'did';
  // "Die Armee teilte mit, dass X freigelassen wurde": the verb stands last there too, and nobody looks back.
  const opens = sentence.clause.indexOf(sentence.clause[cue.last] ?? 0);
  if (
    sentence.lexicon.grammar.hasVerbLast &&
    touches(listOf(sentence, 'that'), { first: opens, last: opens })
  )
    return 'happened-to';
  const [word] = withoutGlued(sentence.tokens[cue.first]?.text ?? '', sentence.lexicon.glued);
  const isVerb = sentence.lexicon
    .cuesOf(word ?? '')
    .anyhow.some((one) => one.form === 'did' && one.words.length === 1);
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

/** "The bodies of A, 40, B and C were recovered": names stand between, and nothing that tells of something else. */
function isRecovered(sentence: Sentence, cue: FoundCue): boolean {
  const verb = listOf(sentence, 'recovered').find(({ first }) => first > cue.last);
  if (verb === undefined || sentence.question || sentence.part[verb.first] !== sentence.part[cue.first])
    return false;
  const way = spanBetween(cue, verb);
  const told = listOf(sentence, 'event', 'reporting', 'relative', 'that', 'kin').filter(
    (one) => one.cue.what !== 'held' && !touches([cue, verb], one),
  );
  const turned = listOf(
    sentence,
    'promise',
    'negotiation',
    'denial',
    'not',
    'hypothetical',
    'unconfirmed',
  ).filter((one) => sentence.part[one.first] === sentence.part[cue.first]);
  return way !== null && turned.length === 0 && !touches(told, way);
}

/** Whether nothing follows but a day, a place or what is said: "X free", "X home after 500 days"; not "X home soon". */
function endsThere(sentence: Sentence, cue: FoundCue): boolean {
  const next = cue.last + 1;
  if (next >= sentence.tokens.length || sentence.clause[next] !== sentence.clause[cue.last]) return true;
  const word = wordAt(sentence, next);
  return word === 'date' || word === 'preposition' || word === 'saying';
}

/** Whether it is the event that is welcomed, and not a plea or a proposal for it. */
function isThanksFor(sentence: Sentence, thanks: FoundCue, cue: FoundCue): boolean {
  if (thanks.last >= cue.first || cue.first - thanks.last > REACH.behind) return false;
  if (sentence.clause[thanks.first] !== sentence.clause[cue.first]) return false;
  // Those who are thanked stand before "for"; nothing else may stand between "for" and the event.
  const held = listOf(sentence, 'preposition').findLast(
    ({ first, last }) => first > thanks.last && last < cue.first && wordAt(sentence, last + 1) !== 'name',
  );
  const from = thanks.cue.list === 'gratitude' && held !== undefined ? held.last : thanks.last;
  for (let at = from + 1; at < cue.first; at += 1) {
    const word = wordAt(sentence, at);
    const other = touches(listOf(sentence, 'others'), { first: at, last: at });
    if (word === 'unknown' || word === 'verb' || (other && word !== 'name')) return false;
  }
  return !isForTalks(sentence, thanks, cue);
}

/** "Congratulated them on the talks about the release of X", "pleased with the course of the release" */
function isForTalks(sentence: Sentence, thanks: FoundCue, cue: FoundCue): boolean {
  let prepositions = 0;
  for (let at = thanks.last; at < cue.first; at += 1) {
    const here = { first: at, last: at };
    if (touches(listOf(sentence, 'preposition'), here)) prepositions += 1;
    else if (prepositions === 1 && isNoun(sentence, at, true)) return true;
  }
  return false;
}

/** "Among the freed hostages is X", at the head of a sentence: that is how a release is told, not looked back on. */
export function isAmongTheFreed(sentence: Sentence, cue: FoundCue): boolean {
  const opener = listOf(sentence, 'among', 'including').find(
    ({ first }) => first <= cue.first && cue.first - first <= REACH.not && opensStatement(sentence, first),
  );
  return opener !== undefined && !touches(listOf(sentence, 'earlier'), { first: 0, last: cue.last });
}

/** Whether a clause, or what somebody said, begins there. */
function opensStatement(sentence: Sentence, at: number): boolean {
  if (at === 0 || sentence.clause[at] !== sentence.clause[at - 1]) return true;
  return touches(listOf(sentence, 'that'), { first: at - 1, last: at - 1 });
}

/** Lists whose words may stand in what tells of something done: "was possible", "due to". */
const OPENING: ReadonlySet<string> = new Set(['hypothetical', 'promise']);

/** "The release of X became possible when …", "grateful for the release of X": told as done, and nothing in the sentence speaks against it. */
function isRealised(sentence: Sentence, cue: FoundCue): boolean {
  const verb = listOf(sentence, 'realised').find(
    (one) =>
      isHead(sentence, cue) &&
      (isAround(sentence, one, cue) ||
        (one.first > cue.last &&
          one.first - cue.last <= REACH.behind &&
          (sentence.clause[one.first] === sentence.clause[cue.last] || opensStatement(sentence, one.first)))),
  );
  // "Grateful for the release of X": nobody thanks for what was not done.
  const thanks = listOf(sentence, 'gratitude', 'gladness').find((one) => isThanksFor(sentence, one, cue));
  if ((verb === undefined && thanks === undefined) || sentence.question) return false;
  const turned = listOf(sentence, 'promise', 'negotiation', 'denial', 'not', 'hypothetical', 'condition');
  // "Became possible thanks to the efforts of Moscow": what led to it stands behind what was done.
  const behind = verb?.last ?? sentence.tokens.length;
  // "Expressed condolences on the death of X and promised to go on": another verb of who thanked.
  const next =
    thanks !== undefined && thanks.last < cue.first
      ? (listOf(sentence, 'and').find(({ first }) => first > cue.last)?.first ?? Infinity)
      : Infinity;
  return !turned.some(
    (one) =>
      sentence.part[one.first] === sentence.part[cue.first] &&
      // "Was possible due to": its own words.
      !(verb !== undefined && verb.first > cue.last && OPENING.has(one.cue.list) && touches([verb], one)) &&
      !(one.cue.list === 'negotiation' && one.first > behind) &&
      !((one.cue.list === 'negotiation' || one.cue.list === 'promise') && one.first > next),
  );
}

/** "Was the release of X achieved", as German and Arabic have it: the first word of what tells it stands before the event. */
function isAround(sentence: Sentence, verb: FoundCue, cue: FoundCue): boolean {
  if (verb.first >= cue.first || verb.last <= cue.last) return false;
  return sentence.clause[verb.first] === sentence.clause[verb.last] && cue.first - verb.first <= REACH.not;
}

/** Whether what follows is told of the event itself: not "a rally for the release of X took place", "preparations for X's release are done". */
function isHead(sentence: Sentence, cue: FoundCue): boolean {
  let at = cue.first - 1;
  const own = [
    ...sentence.mentions,
    ...sentence.people.filter(({ is }) => is.kind === 'watched' || is.kind === 'kin'),
    ...listOf(sentence, 'article', 'possessive', 'called'),
  ];
  while (at >= 0 && touches(own, { first: at, last: at })) at -= 1;
  const before = { first: at, last: at };
  if (at < 0 || touches(listOf(sentence, 'preposition'), before)) return at < 0;
  const parted = /[,;:.،–]/.test(between(sentence, at, cue.first));
  return parted || !isNoun(sentence, at, at < cue.first - 1);
}

/** Whether the word may be a noun that has the event behind it in the genitive: an unknown one, or where nouns have capitals one before an article. */
function isNoun(sentence: Sentence, at: number, hasArticle: boolean): boolean {
  const here = { first: at, last: at };
  const { capitals, noNoun } = sentence.lexicon.grammar;
  if (capitals === 'nouns') {
    const known = listOf(
      sentence,
      'others',
      'and',
      'count',
      'called',
      'kin',
      'preposition',
      'that',
      'setting',
    );
    return (
      hasArticle &&
      isCapital(sentence, at) &&
      !touches([...known, ...sentence.mentions, ...sentence.dates], here)
    );
  }
  if (noNoun === null || noNoun.test(sentence.tokens[at]?.printed ?? '')) return false;
  const known = listOf(sentence, 'gratitude', 'gladness', 'realised', 'impersonal', 'harmless', 'copula');
  return wordAt(sentence, at) === 'unknown' && !touches(known, here);
}

/** "Israeli forces rescue X", "Hamas and Islamic Jihad free X": not "to free X", "and free X", "Free X!". */
function hasDoerBefore(sentence: Sentence, cue: FoundCue): boolean {
  const at = cue.first - 1;
  if (at < 0 || sentence.clause[at] !== sentence.clause[cue.first]) return false;
  const word = { first: at, last: at };
  const turned = listOf(sentence, 'promise', 'negotiation', 'denial', 'not', 'hypothetical', 'reporting');
  if (touches(turned, word)) return false;
  const body = sentence.mentions.some((one) => one.is.kind === 'body' && touches([one], word));
  if (sentence.lexicon.grammar.hasVerbsInRow) return body;
  return body || isOf(wordAt(sentence, at), 'unknown', 'place') || touches(listOf(sentence, 'others'), word);
}

/** "Freed hostage X", "the woman freed from Gaza, X": the name behind, parted by nothing that tells of something else. */
export function isCalledFreed(sentence: Sentence, cue: FoundCue, form: EventForm): boolean {
  if (cue.cue.what !== 'released' || form !== 'looks-back') return false;
  const next = sentence.people.find(({ first }) => first > cue.last);
  if (next?.is.kind !== 'watched' || next.is.group || next.first - cue.last > REACH.firm + 1) return false;
  for (let at = cue.last + 1; at < next.first; at += 1) {
    if (!isOf(wordAt(sentence, at), 'role', 'place', 'preposition', 'little', 'name', 'date')) return false;
  }
  return sentence.clause[next.first] === sentence.clause[cue.last];
}

/** "Hostage X": captivity told by what somebody is called. */
export function isCalledHeld(sentence: Sentence, cue: FoundCue): boolean {
  return cue.cue.what === 'held' && touches(listOf(sentence, 'called'), cue);
}
