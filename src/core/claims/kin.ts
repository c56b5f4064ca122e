/** Relatives of a captive who have no name in a sentence and one in the text: "his mother", "мать Труфанова", "the three women". */
import type { FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { isGluedAnd, isWord, touches } from './range.ts';
import type { Meant, Person, Range, Span } from './range.ts';
import type { KinWord } from '#core/verdict.ts';
import type { Subject } from '#core/watchlist.ts';

/** What is known of a sentence when its relatives are looked for. */
interface Around {
  readonly lexicon: Lexicon;
  readonly tokens: readonly Token[];
  readonly cues: readonly FoundCue[];
  readonly named: readonly Range<Subject>[];
  /** Names of others. */
  readonly strangers: readonly Range<Person>[];
  readonly meant: Meant;
}

/** The kin words of a sentence that mean somebody of the watchlist. */
export function relativesIn(around: Around, words: readonly Range<KinWord>[]): readonly Range<Person>[] {
  const { cues, named } = around;
  const counts = cues.filter(
    ({ cue }) => cue.list === 'count' || cue.list === 'all' || cue.list === 'others',
  );
  return words.flatMap((word): readonly Range<Person>[] => {
    const beside = { first: word.first - 1, last: word.first - 1 };
    if (touches(named, word) || touches(counts, beside)) return [];
    // "Irena, grandmother of X": she is named.
    const isNamed = named.some(
      ({ last, is }) => is.id === word.is.subject && word.first - last <= 2 && last < word.first,
    );
    if (isNamed) return [];
    return isOfFamily(around, word)
      ? [
          {
            first: word.first,
            last: word.last,
            is: { kind: 'watched', subject: word.is.subject, group: false },
          },
        ]
      : [];
  });
}

/** Whether the one whose relative it tells is the captive of the kin word. */
function isOfFamily(around: Around, word: Range<KinWord>): boolean {
  const { tokens, named, strangers, meant } = around;
  const { subject, of } = word.is;
  const behind = ownerBehind(around, word);
  if (behind !== null) return behind.owner === of && of !== subject;
  const before = tokens[word.first - 1]?.text === 's' ? word.first - 2 : null;
  // "X's mother"
  if (before !== null) {
    const owner = named.find((one) => touches([one], { first: before, last: before }));
    return owner?.is.id === of && of !== subject;
  }
  if (!fitsOwner(around, word) || isIndefinite(around, word)) return false;
  const people = [
    ...named
      .filter(({ is }) => is.kind === 'captive')
      .map(({ first, last, is }) => ({ first, last, id: is.id, family: isFamily(is, of) })),
    ...strangers.map(({ first, last }) => ({ first, last, id: null, family: false })),
  ]
    .filter(({ last }) => last < word.first)
    .sort((a, b) => b.first - a.first);
  const [nearest] = people;
  if (nearest !== undefined) {
    if (!nearest.family) return false;
    // "Her son": of one of his family. "Yelena and her mother": whose mother that is, is another matter.
    return of === subject ? nearest.id !== of : people.some(({ id }) => id === of) || isHis(meant, of);
  }
  return of === subject ? meant.one !== null && meant.one !== of : isHis(meant, of);
}

function isFamily({ id, relatives }: Subject, of: string): boolean {
  return id === of || relatives.includes(of);
}

/** Whether "his" means that captive by what was said before. */
function isHis({ one, all, text, he }: Meant, of: string): boolean {
  return one === of || all.includes(of) || he === of || (one === null && all.length === 0 && text === of);
}

/**
 * "A father", "father and son": anybody's, in languages that would say "his father" or "the father" of one spoken of. The
 * further ones of a list need no word of their own: "his mother, grandmother and girlfriend".
 */
function isIndefinite(around: Around, word: Range<KinWord>): boolean {
  const { lexicon, cues } = around;
  if (lexicon.glued !== 'none' || lexicon.grammar.owner === 'behind') return false;
  const listed = (...lists: readonly FoundCue['cue']['list'][]): readonly FoundCue[] =>
    cues.filter(({ cue }) => lists.some((list) => list === cue.list));
  const between = listed('kin', 'and');
  for (let at = word.first - 1; at >= 0 && word.first - at <= LONGEST_LIST; at -= 1) {
    const here = { first: at, last: at };
    if (touches(listed('possessive'), here)) return false;
    if (touches(listed('article'), here) || isWord(around, at, 'the-kin')) return isWord(around, at, 'a-kin');
    if (!touches(between, here)) return true;
  }
  return true;
}

/** Most words of "his mother, grandmother and girlfriend". */
const LONGEST_LIST = 8;

/** "Her mother" is not that of a man, "his son" not that of a woman. */
function fitsOwner(around: Around, word: Range<KinWord>): boolean {
  const { cues, tokens, lexicon } = around;
  const { subject, of } = word.is;
  const beside = { first: word.first - 2, last: word.first - 1 };
  const possessive = cues
    .filter(({ cue }) => cue.list === 'possessive')
    .find((one) => touches([one], beside));
  const printed = tokens[word.last]?.printed ?? '';
  // Glued on: "אמה", "والدتها".
  const hers =
    (lexicon.glued === 'hebrew' && /^[^ו]*ה$/u.test(printed) && printed.length > 2) ||
    (lexicon.glued === 'arabic' && printed.endsWith('ها')) ||
    (possessive !== undefined &&
      touches(
        cues.filter(({ cue }) => cue.list === 'she'),
        possessive,
      )) ||
    isWord(around, possessive?.first ?? -1, 'her-kin');
  return of === subject || !hers;
}

/** Who stands behind a kin word as its owner: "mother of X", "мать Труфанова"; an owner of null: its own name, or a stranger; null: nobody. */
function ownerBehind(around: Around, word: Range<KinWord>): { readonly owner: string | null } | null {
  const { lexicon, tokens, cues, named, strangers } = around;
  const prepositions = cues.filter(({ cue }) => cue.list === 'preposition');
  let at = word.last + 1;
  while (
    at <= word.last + 2 &&
    touches(prepositions, { first: at, last: at }) &&
    isWord(around, at, 'kin-of')
  )
    at += 1;
  const next = tokens[at];
  if (next === undefined || next.gap > GAP.QUOTE) return null;
  const here: Span = { first: at, last: at };
  const person = named.find((one) => one.is.kind === 'captive' && touches([one], here));
  const isOf = at > word.last + 1;
  const hasGenitive = lexicon.grammar.owner === 'behind' || lexicon.glued !== 'none';
  if (person !== undefined) {
    const isOwner = person.is.id !== word.is.subject && (isOf || hasGenitive);
    return { owner: isOwner ? person.is.id : null };
  }
  const stranger = touches(strangers, here);
  return stranger || isOf ? { owner: null } : null;
}

/** "The women", "the three women": those of the watchlist of whom the text has just spoken, where there are several. */
export function womenIn(
  { lexicon, tokens, cues, named, strangers, meant }: Around,
  genderOf: (id: string) => Subject['gender'],
  relatives: readonly Range<Person>[],
): readonly Range<Person>[] {
  const counts = cues.filter(({ cue }) => cue.list === 'count');
  const pairs = cues.filter(({ cue }) => cue.list === 'pair');
  const women = (ids: readonly string[]): readonly string[] => [
    ...new Set(ids.filter((id) => genderOf(id) === 'f')),
  ];
  const isSeveral = (ids: readonly string[]): boolean => ids.length > 1;
  const copulas = cues.filter(({ cue }) => cue.list === 'copula');
  const all = cues.filter(({ cue }) => cue.list === 'women');
  return all
    .filter((cue) => !all.some(({ first, last }) => first === cue.first && last > cue.last))
    .flatMap((cue): readonly Range<Person>[] => {
      const before = [
        ...named.filter(({ last, is }) => last < cue.first && is.kind === 'captive').map(({ is }) => is.id),
        ...relatives.flatMap(({ last, is }) =>
          last < cue.first && is.kind === 'watched' ? [is.subject] : [],
        ),
      ];
      const isTwo = touches(pairs, cue);
      const isMore = !isTwo && touches(counts, cue);
      const fits = (ids: readonly string[]): boolean =>
        isTwo ? ids.length === 2 : ids.length > (isMore ? 2 : 1);
      const here =
        [women(before), women(meant.all), women(meant.women)].find(fits) ??
        // "The three women", one of whom has no name in the text.
        (isMore ? [women(before), women(meant.all)].find(isSeveral) : undefined);
      if (here === undefined) return [];
      // "Women and children", "thirteen women": others.
      const next = { first: cue.last + 1, last: cue.last + 1 };
      const joined =
        cues.some(({ cue: { list }, first }) => list === 'and' && first === next.first) ||
        isGluedAnd({ lexicon, tokens }, next.first);
      // "The women abducted together with Noa": only those.
      const restricts = cues.some(
        ({ cue: { list, form }, first }) =>
          first === next.first &&
          (list === 'relative' ||
            (list === 'event' && tokens[first]?.gap === GAP.COMMA) ||
            (list === 'event' && form === 'looks-back' && !touches(copulas, next))),
      );
      // "The women of the family of Dan", "der Familie Levi", "женщин семьи Леви": of another, unless the next word is a known one.
      const isTheirs =
        isWord({ lexicon, tokens }, next.first, 'of') ||
        touches([...strangers, ...named], { first: next.first, last: next.first + 1 }) ||
        (next.first < tokens.length && !touches(cues, next));
      const ofFamily = touches(
        cues.filter(({ cue: { list } }) => list === 'kin'),
        cue,
      );
      if (ofFamily && isTheirs) return [];
      if (joined || restricts || touches(counts, { first: cue.first - 1, last: cue.first - 1 })) return [];
      return here.map((subject) => ({
        first: cue.first,
        last: cue.last,
        is: { kind: 'watched', subject, group: false },
      }));
    });
}
