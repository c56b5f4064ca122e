import { findCues, tokensOf } from '#language/cues.ts';
import type { Lexicon } from '#language/lexicon.ts';

/**
 * May these words of an outlet be shown? Not where they tell a captive's military role, health, or exact whereabouts, or
 * lead to captors' channels: who is held is in danger by it. The words are `unshown:` in the lexicons; a language without
 * a lexicon cannot be judged, and its headlines are shown.
 */
export type IsShowable = (text: string, language: string) => boolean;

/** @param lexicons by language tag */
export function createShowable(lexicons: Pick<ReadonlyMap<string, Lexicon>, 'get'>): IsShowable {
  return (text, language) => {
    const lexicon = lexicons.get(language);
    if (lexicon === undefined) return true;
    return !findCues(lexicon, tokensOf(text)).some(({ cue }) => cue.list === 'unshown');
  };
}
