/** What was before somebody was taken and frees nobody: "X had returned from a visit a week before he was abducted". */
import type { FoundCue } from '#language/lexicon.ts';
import { REACH, listOf } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';

/** "Before", in front of what it governs; Hungarian has it behind. */
const BEFORE: Readonly<Record<string, RegExp>> = {
  en: /^(?:before|prior|until)$/u,
  de: /^(?:vor|bevor|ehe)$/u,
  nl: /^(?:voor|voordat|alvorens)$/u,
  fr: /^avant$/u,
  es: /^antes$/u,
  pt: /^antes$/u,
  it: /^prima$/u,
  ro: /^inainte$/u,
  pl: /^(?:przed|zanim|nim)$/u,
  cs: /^(?:pred|nez)$/u,
  sk: /^(?:pred|kym|nez)$/u,
  hu: /^(?:elott|mielott)$/u,
  ru: /^(?:до|перед|прежде)$/u,
  uk: /^(?:до|перед|перш)$/u,
  sr: /^(?:pre|prije|пре|прије)$/u,
  bg: /^преди$/u,
  he: /^(?:ש?לפני|טרם|בטרם)$/u,
  ar: /^و?قبل$/u,
  el: /^(?:πριν|προτου)$/u,
  tr: /^(?:once|kacirilmadan|oncesinde)$/u,
};

/** Whether the sentence tells the event as one before an abduction that it tells too. */
export function isBeforeTaking(sentence: Sentence, cue: FoundCue): boolean {
  const { tokens, lexicon } = sentence;
  const before = BEFORE[lexicon.language];
  if (before === undefined) return false;
  const governs = (at: number): boolean =>
    before.test(tokens[at]?.text ?? '') &&
    // "Vor 498 Tagen entführt": so long ago.
    !/^\d/u.test(tokens[at + 1]?.text ?? '');
  return listOf(sentence, 'event').some(({ cue: { what }, first, last }) => {
    if (what !== 'abducted' || (first <= cue.last && cue.first <= last)) return false;
    const from = lexicon.language === 'hu' ? last + 1 : Math.max(0, first - REACH.not);
    const to = lexicon.language === 'hu' ? last + REACH.name : first;
    for (let at = from; at <= to; at += 1) if (governs(at)) return true;
    return false;
  });
}
