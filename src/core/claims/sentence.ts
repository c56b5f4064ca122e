/** A sentence taken apart for the reading of claims: its cues, dates, who is named in it, and into which statements it falls. */
import { findDates } from '#language/dates.ts';
import type { FoundDate } from '#language/dates.ts';
import { findCues, formsOf, tokensOf } from '#language/cues.ts';
import type { FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { withoutOwnCitizenship } from './citizenship.ts';
import { peopleIn, watchedIn } from './people.ts';
import {
  REACH,
  hasComma,
  isCapital,
  isGluedAnd,
  isGroup,
  isUnnamed,
  isWord,
  printedBetween,
  spanBetween,
  touches,
} from './range.ts';
import type { Meant, Person, Range } from './range.ts';
import { NO_CAST } from './cast.ts';
import type { Cast } from './cast.ts';
import type { KinWord, Mention } from '#core/verdict.ts';
import type { Subject, Watchlist } from '#core/watchlist.ts';

export { REACH, hasComma, isCapital, isGluedAnd, isGroup, isUnnamed, isWord, spanBetween, touches };
export type { Meant, Person, Range };

/** A sentence with everything found in it. Ranges count tokens. */
export interface Sentence {
  readonly lexicon: Lexicon;
  /** As printed. */
  readonly printed: string;
  /** The same with Chinese signs between words as others have them. */
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly cues: readonly FoundCue[];
  /** The cues by their list. */
  readonly byList: ReadonlyMap<FoundCue['cue']['list'], readonly FoundCue[]>;
  readonly dates: readonly FoundDate[];
  readonly mentions: readonly Range<Subject>[];
  readonly people: readonly Range<Person>[];
  /** Watched people who only tell whose relative another is: "the mother of X". */
  readonly owners: readonly Range<Person>[];
  /** Media named in it, by source id. */
  readonly media: readonly Range<string>[];
  /** The number of its statement for each token: parted by `;`, `:` and words like "but". */
  readonly part: readonly number[];
  /** The number of its clause for each token: parted by commas, dashes and brackets too. */
  readonly clause: readonly number[];
  readonly question: boolean;
  readonly genderOf: (id: string) => Subject['gender'];
  /** When a captive was taken. */
  readonly takenOf: (id: string) => Subject['taken'];
  /** Who may speak in the entry. */
  readonly cast: Cast;
  /** Who was spoken of before, and the gender of that one. */
  readonly meant: Meant & { readonly gender: Subject['gender'] };
}

/** Finds the media named among the words of a sentence. */
export type FindMedia = (text: string, tokens: readonly Token[]) => readonly Range<string>[];

/** What a sentence needs of its surroundings. */
export interface Surroundings {
  readonly lexicon: Lexicon;
  readonly watchlist: Pick<Watchlist, 'subjects'>;
  readonly findMedia: FindMedia;
  readonly meantLast: Meant;
  readonly cast?: Cast;
}

/**
 * Takes a sentence apart.
 *
 * @param kin words for relatives whom the text names.
 * @param offset of the sentence in its field; mentions and kin words count from the field's start.
 */
export function dissect(
  { lexicon, watchlist, findMedia, meantLast, cast = NO_CAST }: Surroundings,
  printedText: string,
  mentions: readonly Mention[],
  kin: readonly KinWord[],
  offset: number,
): Sentence {
  const text = withPlainSigns(printedText);
  const tokens = tokensOf(text);
  const forms = formsOf(lexicon, tokens);
  const cues = findCues(lexicon, tokens, forms);
  const dates = findDates(lexicon.dates, forms, (at) => tokens[at]?.gap === GAP.COMMA);
  const mentioned = mentions.flatMap((mention): Range<Subject>[] => {
    const is = watchlist.subjects.get(mention.subject);
    const first = tokens.findIndex((token) => token.end > mention.start - offset);
    const last = tokens.findLastIndex((token) => token.start < mention.end - offset);
    if (is === undefined || first < 0 || last < first) return [];
    // "Освободили Труфановых": the family, and nobody of it alone.
    if (is.kind === 'captive' && WHOLE_FAMILY.test(mention.surface)) return [];
    return [{ first, last, is: hisByEnding(tokens[first - 1], is, lexicon, watchlist) ?? is }];
  });
  const printed = withoutOwnCitizenship(mentioned, tokens, cues);
  // "The army", "the group": a body that the text speaks of without its name.
  const voices = cues.flatMap((cue): Range<Subject>[] => {
    if (cue.cue.list !== 'voice') return [];
    const id = cue.cue.what === 'captor' ? meantLast.captor : cue.cue.what;
    const is = id === null ? undefined : watchlist.subjects.get(id);
    if (is === undefined) return [];
    // "The Kremlin chief", "Israel's military": their words name a body, and mean another.
    const isWider = (one: Range<Subject>): boolean =>
      one.is.kind === 'body' &&
      cue.first <= one.first &&
      one.last <= cue.last &&
      cue.last - cue.first > one.last - one.first;
    return printed.some((one) => touches([one], cue) && !isWider(one))
      ? []
      : [{ first: cue.first, last: cue.last, is }];
  });
  const named = [...printed, ...voices].sort((a, b) => a.first - b.first);
  const genderOf = (id: string | null): Subject['gender'] =>
    id === null ? null : (watchlist.subjects.get(id)?.gender ?? null);
  const media = findMedia(text, tokens);
  const kinWords = kin.flatMap((word): Range<KinWord>[] => {
    const first = tokens.findIndex((token) => token.end > word.start - offset);
    const last = tokens.findLastIndex((token) => token.start < word.end - offset);
    return first < 0 || last < first ? [] : [{ first, last, is: word }];
  });
  const known = [...named, ...media];
  const people = peopleIn(
    { lexicon, text, tokens, cues, dates, known, named, kinWords, meantLast },
    genderOf,
  );
  const owners = watchedIn(named).filter(
    ({ first, is }) => is.kind === 'watched' && !is.group && !people.some((one) => one.first === first),
  );
  return {
    lexicon,
    printed: printedText,
    text,
    tokens,
    cues,
    byList: Map.groupBy(cues, ({ cue }) => cue.list),
    dates,
    mentions: named,
    media,
    people,
    owners,
    part: partsOf(text, tokens, cues),
    clause: clausesOf(text, tokens),
    question: lexicon.grammar.question.test(text) && !isProfile({ lexicon, text, tokens }, named),
    genderOf,
    takenOf: (id) => watchlist.subjects.get(id)?.taken,
    cast,
    meant: { ...meantLast, gender: genderOf(meantLast.one) },
  };
}

/** A surname in the plural, by endings that no singular has. */
const WHOLE_FAMILY = /(?:ов|ев|ин|ін|їн)(?:ых|их|ыми|ими)$/u;

/** "Мать освобождённого Труфанова": by the word before it the name is his, and not hers. Null where it is hers. */
export function hisByEnding(
  before: Token | undefined,
  is: Subject,
  { grammar }: Lexicon,
  { subjects }: Pick<Watchlist, 'subjects'>,
): Subject | null {
  const [his] = is.gender === 'f' ? is.authorityFor : [];
  const isHis = grammar.hasCases && /(?:ого|его)$/u.test(before?.printed ?? '');
  return isHis && his !== undefined ? (subjects.get(his) ?? null) : null;
}

/** "Who is X, the hostage to be freed on Saturday?": what is told of him there is not asked. */
function isProfile(
  words: Pick<Sentence, 'lexicon' | 'text' | 'tokens'>,
  named: readonly Range<Subject>[],
): boolean {
  if (!named.some(({ first, is }) => first <= 3 && is.kind === 'captive')) return false;
  const { text, tokens } = words;
  if (!/^["'«“„\s]*$/u.test(text.slice(0, tokens[0]?.start ?? 0))) return false;
  const isAsked =
    isWord(words, 0, 'who-asked') && printedBetween(text, tokens, 0, 1) === ' ' && isWord(words, 1, 'is');
  return (
    (isAsked || isWord(words, 0, 'who-is')) && /^\s/u.test(text.slice(tokens[isAsked ? 1 : 0]?.end ?? 0))
  );
}

/** Chinese commas, colons, brackets and quotes as other scripts print them. The comma between the parts of a list (、) stays. */
const PLAIN: Readonly<Record<string, string>> = {
  '，': ',',
  '；': ';',
  '：': ':',
  '（': '(',
  '）': ')',
  '？': '?',
  '！': '!',
  '「': '“',
  '」': '”',
};

/** Of the same length, so that places in it stay. */
function withPlainSigns(text: string): string {
  return text.replace(/[，；：（）？！「」]/gu, (sign) => PLAIN[sign] ?? sign);
}

/** Lists of words that make a statement of what stands behind a semicolon. */
const TELLING: ReadonlySet<FoundCue['cue']['list']> = new Set([
  'event',
  'trap',
  'copula',
  'reporting',
  'promise',
  'negotiation',
  'denial',
  'not',
  'hypothetical',
  'governs',
  'relative',
  'among',
  'including',
  'pronoun',
  'plural',
]);

function partsOf(text: string, tokens: readonly Token[], cues: readonly FoundCue[]): readonly number[] {
  // "All but X": no new statement.
  const excepting = cues.filter((cue) => cue.cue.list === 'except');
  // "А также X": the next of a list.
  const along = cues.filter((cue) => cue.cue.list === 'along');
  // "Not yet": no new one either.
  const not = cues.filter((cue) => cue.cue.list === 'not');
  const begins = new Set(
    cues
      .filter((cue) => cue.cue.list === 'boundary' && !touches(excepting, cue) && !touches(along, cue))
      .filter(({ first }) => !touches(not, { first: first - 1, last: first - 1 }))
      .map((cue) => cue.first),
  );
  const semicolons = tokens.flatMap((_, at) =>
    at > 0 && /[;؛]/.test(printedBetween(text, tokens, at - 1, at)) ? [at] : [],
  );
  // "A, 21; B, 27; and C": what has no verb between two of them is part of a list.
  const verbs = semicolons.length === 0 ? [] : cues.filter(({ cue }) => TELLING.has(cue.list));
  const parts = new Set(
    semicolons.filter((at, index) => {
      const last = (semicolons[index + 1] ?? tokens.length) - 1;
      return touches(verbs, { first: at, last });
    }),
  );
  let part = 0;
  return tokens.map((_, at) => {
    if (at > 0 && (begins.has(at) || parts.has(at))) part += 1;
    return part;
  });
}

function clausesOf(text: string, tokens: readonly Token[]): readonly number[] {
  let clause = 0;
  return tokens.map((_, at) => {
    if (at > 0 && /[,،;؛:()[\]]|\s[–—-]\s/u.test(printedBetween(text, tokens, at - 1, at))) clause += 1;
    return clause;
  });
}

/** What is printed between two tokens. */
export function between(
  { text, tokens }: Pick<Sentence, 'text' | 'tokens'>,
  left: number,
  right: number,
): string {
  return printedBetween(text, tokens, left, right);
}

/** The cues of some lists, in the order of the words. */
export function listOf(
  sentence: Pick<Sentence, 'cues' | 'byList'>,
  ...lists: readonly FoundCue['cue']['list'][]
): readonly FoundCue[] {
  const [only] = lists;
  // Asked very often, of one list mostly.
  if (only !== undefined && lists.length === 1) return sentence.byList.get(only) ?? NO_CUES;
  const some = lists.some((list) => sentence.byList.has(list));
  return some ? sentence.cues.filter(({ cue }) => lists.includes(cue.list)) : NO_CUES;
}

const NO_CUES: readonly FoundCue[] = [];

/** Whether a cue of some lists stands between two, or reaches in between. */
export function standsBetween(
  sentence: Pick<Sentence, 'cues' | 'byList'>,
  lists: readonly FoundCue['cue']['list'][],
  left: Pick<Range<unknown>, 'last'>,
  right: Pick<Range<unknown>, 'first'>,
): boolean {
  return touches(listOf(sentence, ...lists), spanBetween(left, right));
}
