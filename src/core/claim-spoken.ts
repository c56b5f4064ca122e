/** Speech over several sentences: what stands between quotation marks, and who turns out to have said it. */
import type { FoundCue } from '#language/lexicon.ts';
import { foldedText } from '#language/normalise.ts';
import { REACH, listOf } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';
import type { Reading } from './claim-settle.ts';

/** Who spoke before a sentence, and who else may be meant where it names nobody. */
export interface Before {
  readonly spokeLast: string | null;
  /** Who is named in the headline, for a first sentence with a speaker without a name. */
  readonly named: string | null;
  /** The agency that itself says it, as printed. */
  readonly agency: string | null;
  /** Whose voice a subject is, by id: Hamas of its spokesman. */
  readonly voiceOf: (id: string) => string | null;
  /** What a speaker is called in the language of the text. */
  readonly calledOf: (speaker: string) => string;
}

/** "X, freed in November, said": that is told of X, and not by X. */
export function notHimself(subject: string, speaker: string | null): string | null {
  return speaker === subject ? null : speaker;
}

/** Whether a quotation is still open behind a text. @param open whether it was before it. */
export function isQuoteOpen(text: string, open: boolean): boolean {
  let is = open;
  for (const char of text) {
    if (char === '«' || char === '“' || char === '„') is = true;
    else if (char === '»' || char === '”') is = false;
    else if (char === '"') is = !is;
  }
  return is;
}

/** Gives what was read from `from` on, and of which nobody was known to have said it, its speaker. */
export function tellOf(
  readings: Reading[],
  from: number,
  { speaker, via }: { readonly speaker: string; readonly via: string | null },
): void {
  for (const [at, one] of readings.entries()) {
    if (at < from || one.speaker !== null || one.event === 'abducted') continue;
    readings[at] = { ...one, speaker: notHimself(one.subject, speaker), via: one.via ?? via };
  }
}

/** "He added", "the envoy said", "Marzouk said" of him who was named in full before: the speaker of the sentence before. */
export function carried(sentence: Sentence, before: Pick<Before, 'spokeLast' | 'calledOf'>): string | null {
  if (before.spokeLast === null) return null;
  const again = listOf(sentence, 'reporting').some((verb) =>
    isSpokenByHim(sentence, verb, before.calledOf(before.spokeLast ?? '')),
  );
  return again ? before.spokeLast : null;
}

function isSpokenByHim(sentence: Sentence, verb: FoundCue, called: string): boolean {
  if (listOf(sentence, 'pronoun').some((he) => Math.abs(verb.first - he.last) <= REACH.name)) return true;
  const ends = (last: number): boolean => sentence.clause[last + 1] !== sentence.clause[last];
  const isTeller = listOf(sentence, 'teller').some(
    ({ first, last }) => last === verb.first - 1 || (first === verb.last + 1 && ends(last)),
  );
  if (isTeller) return true;
  // By the surname alone; endings differ from case to case.
  const surname = foldedText(called).split(' ').at(-1) ?? '';
  const stem = surname.slice(0, Math.max(SURNAME, surname.length - 2));
  return [verb.first - 1, verb.last + 1].some((at) => {
    const token = sentence.tokens[at];
    return (
      token !== undefined &&
      stem.length >= SURNAME &&
      token.text.startsWith(stem) &&
      token.text.length - stem.length <= SURNAME &&
      sentence.clause[at] === sentence.clause[verb.first]
    );
  });
}

/** A surname shorter than this, in letters, is not told from other words without its given name. */
const SURNAME = 4;
