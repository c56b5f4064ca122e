/** What a captive is called, which names no group beside him: "the Russian citizen X", "X, an Israeli with Russian citizenship". */
import type { FoundCue, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { spanBetween, touches } from './range.ts';
import type { Range, Span } from './range.ts';
import type { Subject } from '#core/watchlist.ts';

/** How far behind a name what is told of its bearer may stand: "X, a 25-year-old engineer with Russian citizenship, was freed". */
const FURTHEST_OWN = 8;

/** "X, an Israeli with Russian citizenship, was freed": that is what he is, and no group. */
export function withoutOwnCitizenship(
  named: readonly Range<Subject>[],
  tokens: readonly Token[],
  cues: readonly FoundCue[],
): readonly Range<Subject>[] {
  const counts = cues.filter(({ cue }) => cue.list === 'count');
  // "And two dual Russian citizens": others. "X (36), a Russian" is not counted.
  const isCounted = ({ first }: Span): boolean =>
    touches(counts, { first: tokens[first - 1]?.gap === GAP.COMMA ? first - 1 : first - 2, last: first - 1 });
  const isHis = (group: Range<Subject>): boolean =>
    named.some(({ first, last, is }) => {
      if (is.kind !== 'captive') return false;
      // "The Russian citizen X"
      if (first > group.last)
        return first === group.last + 1 && tokens[first]?.gap === GAP.SPACE && !isCounted(group);
      const between = spanBetween({ last }, group);
      return (
        group.first - last <= FURTHEST_OWN &&
        tokens[last + 1]?.gap !== GAP.SPACE &&
        !isCounted(group) &&
        !cues.some((cue) => PARTING.has(cue.cue.list) && touches([cue], between))
      );
    });
  return named.filter((one) => one.is.kind !== 'group' || !isHis(one));
}

/** Behind these somebody else is spoken of. */
const PARTING: ReadonlySet<FoundCue['cue']['list']> = new Set(['event', 'others', 'boundary']);
