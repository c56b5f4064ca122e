/**
 * Whether a surname is somebody else's, by the word in front of it: a trade that nobody of ours has ("judge Kozlov"), or a
 * given name that we do not know ("Evander Lobanov").
 */
import { grammarOf } from '#language/grammar.ts';
import { GAP } from '#language/normalise.ts';
import type { Hit, Scan } from './match.ts';
import type { NameWords } from './name-words.ts';
import type { PersonRule } from './recognition.ts';
import { skeletonOf } from './unknown.ts';

/** A field as far as it is looked at here. */
interface Words {
  readonly reading: { readonly scan: Scan };
  readonly endingAt: ReadonlyMap<number, readonly Hit[]>;
  readonly names: Pick<NameWords, 'noNames' | 'beforePlaces'>;
}

/** A word of the press that begins with a capital and goes on without: no headline in capitals, no initials. */
const NAME_BEFORE = /(\p{Lu}[\p{Ll}\p{M}'’]{2,})[ \u00a0]$/u;

/** A name in katakana with the dot that parts it from the surname. */
const KANA_NAME_BEFORE = /[\u30a1-\u30fa\u30fc]{2,}[・･]$/u;

/** What ends a sentence or opens a quotation, so that whatever follows has a capital. */
const OPENS = /(?:^|[.!?…:;•|\n«“„"(\]])\s*$/u;

/** In a headline where every word has a capital, a capital says nothing: some longer word must be without. */
const SMALL_WORD = /(?<!\p{L})\p{Ll}[\p{Ll}\p{M}]{5,}/u;

/** Units of a text in which a longer word without a capital is looked for. */
const LOOKED_AT = 2_000;

/** In letters. */
const LONGEST_ABBREVIATION = 4;

/** Whether the word right in front of token `first` is a trade that the person does not have. */
export function isOfAnotherTrade({ reading, endingAt }: Words, first: number, person: PersonRule): boolean {
  const before = endingAt.get(first - 1) ?? [];
  if (before.length === 0 || !before.some((hit) => person.never.includes(hit.unit))) return false;
  // "Sen. Harkin": behind a short word a full stop may be that of an abbreviation.
  const { scan } = reading;
  return scan.gapBefore(first) <= GAP.SPACE || scan.tokenText(first - 1).length <= LONGEST_ABBREVIATION;
}

/**
 * Whether an unknown given name stands right in front of the surname. In doubt it does not: at the beginning of a
 * sentence any word has a capital, behind "in" it is a place, where nouns have capitals it may be any noun.
 */
export function hasUnknownGiven(words: Words, surname: Hit, person: PersonRule, language: string): boolean {
  const grammar = grammarOf(language);
  if (person.kind !== 'captive' || grammar.capitals === 'nouns') return false;
  const { scan } = words.reading;
  // Only a given name has this dot behind it; a body of the watch, or a word of its lists, is none.
  if (KANA_NAME_BEFORE.test(scan.text.slice(Math.max(0, surname.start - 30), surname.start)))
    return !words.endingAt.has(surname.first - 1);
  const token = surname.first - 1;
  if (token < 1 || scan.gapBefore(surname.first) > GAP.SPACE) return false;
  // "Уроженец Донбасса Харкин": a place in the genitive, and a man's name in the nominative. Other cases leave doubt.
  if (
    grammar.declinesNames &&
    (surname.form !== 'plain' || /[аеиоуыюяaeiouyęą]$/.test(scan.tokenText(token)))
  )
    return false;
  const letters = scan.tokenText(token);
  if (words.names.noNames.has(letters) || words.endingAt.has(token)) return false;
  const before = scan.text.slice(Math.max(0, surname.start - 60), surname.start);
  const found = NAME_BEFORE.exec(before);
  if (found === null || OPENS.test(before.slice(0, found.index))) return false;
  if (isOfAnotherTrade(words, token, person)) return true;
  if (words.names.beforePlaces.has(scan.tokenText(token - 1)) || scan.isCapital(token - 1)) return false;
  if (!SMALL_WORD.test(scan.text.slice(0, LOOKED_AT))) return false;
  const beginning = beginningOf(found[1] ?? '');
  return beginning !== '' && !person.beginnings.includes(beginning);
}

/** The first two consonants of a given name, which its spellings share: Maxim and Maxin, Alexander and Александър. */
export function beginningOf(given: string): string {
  return skeletonOf(given.replaceAll(/x/gi, 'ks')).slice(0, 2);
}
