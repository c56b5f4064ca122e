/** Media quoted in a text: "the agency Harbour Wire reported". Their names come from the sources that we know. */
import { tokensOf } from '#language/cues.ts';
import type { Token } from '#language/lexicon.ts';
import { REACH, isWord, listOf, touches } from './sentence.ts';
import type { FindMedia, Range, Sentence } from './sentence.ts';
import type { Source } from '#core/feed.ts';

/** Endings that a name in Cyrillic takes ("Севервесть", "Севервестью"), in letters. */
const LONGEST_ENDING = 3;

/** Shorter names are abbreviations and common words; the lexicons list those that count. */
const SHORTEST_NAME = 5;

/** Letters at the beginning of a name by which it is looked up. */
const FIRST_LETTERS = 2;

/** Makes the finder of the names of sources. A name in quotes inside a longer one counts alone: Канал «Большая вода». */
export function createMediaFinder(sources: Iterable<Source>): FindMedia {
  // By the first letters, which no ending changes.
  const names = new Map<string, { readonly id: string; readonly words: readonly string[] }[]>();
  for (const { id, name } of sources) {
    const printed = /[«"„“]([^»"“”]+)[»"“”]/u.exec(name)?.[1] ?? name.replace(/\(.*$/u, '');
    const words = tokensOf(printed).map((token) => token.text);
    if (words.join('').length < SHORTEST_NAME) continue;
    const key = (words[0] ?? '').slice(0, FIRST_LETTERS);
    names.set(key, [...(names.get(key) ?? []), { id, words }]);
  }
  return (text, tokens) => {
    const found: Range<string>[] = [];
    for (let first = 0; first < tokens.length; first += 1) {
      const match = names
        .get((tokens[first]?.text ?? '').slice(0, FIRST_LETTERS))
        ?.find(({ words }) => words.every((word, i) => isForm(word, tokens[first + i])));
      if (match === undefined) continue;
      const last = first + match.words.length - 1;
      // A name begins with a capital letter, in scripts that have them: "the current time" is no broadcaster.
      if (/^\p{Ll}/u.test(text.slice(tokens[first]?.start ?? 0))) continue;
      found.push({ first, last, is: match.id });
      first = last;
    }
    return found;
  };
}

function isForm(word: string, token: Token | undefined): boolean {
  if (token === undefined) return false;
  if (token.text === word) return true;
  if (!/^\p{Script=Cyrillic}/u.test(word) || word.length < SHORTEST_NAME) return false;
  return token.text.startsWith(word.slice(0, -1)) && token.text.length <= word.length + LONGEST_ENDING - 1;
}

/** "According to the agency": by source id, the agency that itself says it, where a word of saying is no verb. */
export function agencySaying(sentence: Sentence): string | null {
  const sayings = listOf(sentence, 'reporting').filter(({ first, last }) => last > first);
  const agency = listOf(sentence, 'agency').find(({ first }) =>
    sayings.some((one) => first > one.last && first - one.last <= REACH.name),
  );
  return agency?.cue.what ?? null;
}

/** The agency or the medium quoted, by source id; not the outlet itself. */
export function agencyIn(sentence: Sentence, source: string): string | null {
  const listed = sentence.cues.find((cue) => cue.cue.list === 'agency')?.cue.what;
  const saying = listOf(sentence, 'reporting', 'agency');
  const quoted = sentence.media.find(({ first, last }) =>
    saying.some((verb) => first - verb.last <= REACH.body && verb.first - last <= REACH.name),
  );
  const agency = listed ?? quoted?.is ?? null;
  return agency === source ? null : agency;
}

/** "Haaretz reports": the medium that says it, as printed; no agency, whose words are those of whom it quotes, and not the outlet itself. */
export function mediumSaying(sentence: Sentence, source: string): string | null {
  const saying = listOf(sentence, 'reporting');
  const agencies = listOf(sentence, 'agency');
  const medium = sentence.media.find(
    (one) =>
      one.is !== source &&
      !touches(agencies, one) &&
      saying.some(
        (verb) =>
          (one.first > verb.last && one.first - verb.last <= REACH.name + 1) ||
          (verb.first > one.last && verb.first - one.last <= REACH.name),
      ),
  );
  if (medium === undefined) return unlistedMedium(sentence);
  return sentence.text.slice(
    sentence.tokens[medium.first]?.start ?? 0,
    sentence.tokens[medium.last]?.end ?? 0,
  );
}

/** "CNN reports", "according to the BBC", "сообщает «Вестник»": a medium that no source has, by capitals or by quotation marks. */
function unlistedMedium(sentence: Sentence): string | null {
  const { text, tokens } = sentence;
  const taken = [
    ...sentence.mentions,
    ...sentence.media,
    ...listOf(sentence, 'agency', 'called', 'others', 'event', 'office', 'teller', 'voice'),
  ];
  const printed = (at: number): string => text.slice(tokens[at]?.start ?? 0, tokens[at]?.end ?? 0);
  for (const verb of listOf(sentence, 'reporting')) {
    const isQuoting = touches(listOf(sentence, 'quoting'), verb);
    const beside = isQuoting ? [verb.last + 1, verb.last + 2] : [verb.first - 1];
    const acronym = beside.find(
      (at) =>
        at >= 0 &&
        sentence.clause[at] === sentence.clause[verb.first] &&
        /^[A-Z]{3,5}$/u.test(printed(at)) &&
        !touches(taken, { first: at, last: at }),
    );
    if (acronym !== undefined) return printed(acronym);
    // Its own words stand in quotation marks too: those of a medium are few, and nothing is said behind them.
    const behind = text.slice(tokens[verb.last]?.end ?? 0);
    const [whole = '', name] = /^\s+«(\p{Lu}[^»,.!?:]{2,24})»/u.exec(behind) ?? [];
    if (name === undefined || name.split(' ').length > 3 || isQuoting) continue;
    const end = (tokens[verb.last]?.end ?? 0) + whole.length;
    const next = tokens.findIndex(({ start }) => start >= end);
    if (/^\s*(?:$|[.,])/u.test(text.slice(end)) || (next > 0 && isWord(sentence, next + 1, 'reference')))
      return name;
  }
  return null;
}
