/** Why a report is in its story: as the story's record has it, a sentence of few fixed shapes, and taken apart again to be told in any language. */

/** {@link written} makes its sentence, {@link readBecause} takes it apart again: a change of either goes into both. */
export type Because =
  /** Nothing like it was there: it opened the story. */
  | { readonly code: 'alone' }
  /** What is like it cannot be the same event. `against`: what clashes, in the words of the desk. */
  | { readonly code: 'refused'; readonly against: string }
  /** Log odds, and what both have: subjects, `theme x`, numbers, `3 people`. */
  | { readonly code: 'alike'; readonly likeness: number; readonly shared: readonly string[] }
  /** Another's text: the publisher's id, and how much of its words in per cent. */
  | { readonly code: 'copy'; readonly source: string; readonly share: number }
  /** Words that were read long before: the publisher's name, and the day, `YYYY-MM-DD`. */
  | { readonly code: 'old words'; readonly source: string; readonly day: string }
  /** Somebody parted the story. */
  | { readonly code: 'parted' };

/** As it is kept, and as `--json` prints it. */
export function written(because: Because): string {
  switch (because.code) {
    case 'alone':
      return 'nothing like it within 72 hours';
    case 'refused':
      return `what is like it says otherwise: ${because.against}`;
    case 'alike':
      return `likeness ${because.likeness.toFixed(1)} (${because.shared.join(', ')})`;
    case 'copy':
      return `copy of ${because.source}, ${String(because.share)} % of its words`;
    case 'old words':
      return `old words: the text of ${because.source} of ${because.day} again`;
    case 'parted':
      return 'parted by hand';
  }
}

const REFUSED = /^what is like it says otherwise: (?<against>.*)$/su;
const ALIKE = /^likeness (?<likeness>-?\d+\.\d+) \((?<shared>.*)\)$/su;
const COPY = /^copy of (?<source>.+), (?<share>\d+) % of its words$/su;
const OLD_WORDS = /^old words: the text of (?<source>.+) of (?<day>\d{4}-\d{2}-\d{2}) again$/su;

/** Null for a sentence that is none of these. */
export function readBecause(sentence: string): Because | null {
  if (sentence === written({ code: 'alone' })) return { code: 'alone' };
  if (sentence === written({ code: 'parted' })) return { code: 'parted' };
  const refused = REFUSED.exec(sentence)?.groups;
  if (refused !== undefined) return { code: 'refused', against: refused['against'] ?? '' };
  const alike = ALIKE.exec(sentence)?.groups;
  if (alike !== undefined) {
    const shared = (alike['shared'] ?? '').split(', ').filter((one) => one !== '');
    return { code: 'alike', likeness: Number(alike['likeness']), shared };
  }
  const copy = COPY.exec(sentence)?.groups;
  if (copy !== undefined) return { code: 'copy', source: copy['source'] ?? '', share: Number(copy['share']) };
  const old = OLD_WORDS.exec(sentence)?.groups;
  return old === undefined ? null : { code: 'old words', source: old['source'] ?? '', day: old['day'] ?? '' };
}
