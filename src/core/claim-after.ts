/** What is told of the time after an event: whether it has passed. */
import type { FoundCue } from '#language/lexicon.ts';
import { hasCases } from './claim-word.ts';
import { listOf, touches } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';

/** Endings of the past tense in Russian and Ukrainian. */
export const PAST = /\p{L}{2}(?:л|ла|ло|ли|в|лся|лась|лось|лись|вся|лася)$/u;

/** In folded letters. */
const PAST_POLISH = /(?:[łl][aoy]?|li)$/;

/** How verbs of what lies ahead look, where they have no word of their own for it. */
const FUTURE: Readonly<Record<string, RegExp>> = {
  fr: /(?:[eiudv]|r)ra$|ront$/,
  es: /r(?:á|án|emos)$/,
  it: /r(?:à|anno)$/,
  pt: /r(?:á|ão)$/,
  ar: /^و?س[يتن]\p{L}{2}/u,
  he: /^ו?י(?!הוד|רוש|מים$|ותר|ולי$|נואר|וני$|לדי)\p{L}{3,5}$/u,
};

/** Whether "after his release" is told as passed: something was done, and nothing in the statement lies ahead or is in doubt. */
export function isPast(sentence: Sentence, cue: FoundCue): boolean {
  const inPart = (one: FoundCue): boolean => sentence.part[one.first] === sentence.part[cue.first];
  const ahead = listOf(sentence, 'promise', 'negotiation', 'hypothetical', 'unconfirmed').some(inPart);
  const coming = listOf(sentence, 'event').some((one) => one.cue.form === 'coming' && inPart(one));
  // Languages without a word for "will" show by their endings what was done.
  const past = hasCases(sentence) ? PAST : sentence.lexicon.language === 'pl' ? PAST_POLISH : undefined;
  const done =
    past === undefined ||
    sentence.tokens.some(
      ({ text, start }, at) =>
        // Surnames end like the past tense.
        /^\p{Ll}/u.test(sentence.text.slice(start, start + 1)) &&
        sentence.part[at] === sentence.part[cue.first] &&
        (at < cue.first || at > cue.last) &&
        past.test(text),
    );
  const future = FUTURE[sentence.lexicon.language];
  const will =
    future !== undefined &&
    sentence.tokens.some(
      ({ printed }, at) =>
        sentence.part[at] === sentence.part[cue.first] &&
        !touches(sentence.mentions, { first: at, last: at }) &&
        future.test(printed),
    );
  return !ahead && !coming && done && !will;
}
