/** From a name written once to every way that the press writes it, as patterns for the matcher. */
import { foldedText } from '#language/normalise.ts';
import type { Ending, WordPattern } from '#core/automaton.ts';
import type { Spelling } from '#core/match.ts';
import {
  ARABIC_ENDINGS,
  BARE_ENDING,
  BARE_FEMININE,
  BENGALI_ENDINGS,
  CYRILLIC_ENDINGS,
  DEVANAGARI_ENDINGS,
  HEBREW_ENDINGS,
  LATIN_ENDINGS,
} from './endings.ts';
import type { Declension } from './endings.ts';
import { SCRIPTS, hasLooseSpelling, scriptOfWord, soundsOf, spellSounds } from './sounds.ts';
import type { Heard, Script, Sound } from './sounds.ts';

/** A name as a person writes it in the watchlist. */
export interface NameText {
  /** English spelling or sounds; several words where the name has several: "Abu Marzouk". */
  readonly name: string;
  /** Further spellings, letter by letter, in any script. */
  readonly also: readonly string[];
}

/** What the spellings of a name depend on beside its sounds. */
export interface NameManner {
  readonly part: 'given' | 'surname';
  /** Of the bearers; a family has both. */
  readonly gender: 'm' | 'f' | 'both';
  /** False for a name that never changes: Simona Halperin's in Russian. */
  readonly declines: boolean;
  /** Whether it counts only with a capital letter. */
  readonly capital: boolean;
  /** Scripts to spell it in; all where there are none. */
  readonly scripts?: readonly Script[] | undefined;
}

/** Whether women of the family bear another form of the surname: Труфанова, Кривая. */
export function isGendered(name: string): boolean {
  const sounds = soundsOf(lastWord(name))?.map((heard) => heard.sound) ?? [];
  const declension = declensionOf(sounds, 'surname', 'both');
  return declension === 'possessive' || declension === 'adjective';
}

function lastWord(name: string): string {
  return /^[A-Z]{1,2}\??(?: [A-Z]{1,2}\??)+$/.test(name) ? name : (name.split(/[\s-]+/).at(-1) ?? name);
}

/** What a rule is called, but for the name: put together once, since ten thousand names have a hundred thousand rules. */
const calledBy = (how: string): Readonly<Record<Script, string>> => ({
  latin: `${how} latin spelling of `,
  cyrillic: `${how} cyrillic spelling of `,
  hebrew: `${how} hebrew spelling of `,
  arabic: `${how} arabic spelling of `,
  devanagari: `${how} devanagari spelling of `,
  bengali: `${how} bengali spelling of `,
});
const USUAL = calledBy('usual');
const ROUNDABOUT = calledBy('roundabout');

/** All spellings of a name, for `unit`. Null when a sign of the name has no sound. */
export function spellName(unit: string, text: NameText, manner: NameManner): Spelling[] | null {
  const words = /^[A-Z]{1,2}\??(?: [A-Z]{1,2}\??)+$/.test(text.name)
    ? [text.name]
    : text.name.split(/[\s-]+/);
  const heard: Heard[][] = [];
  for (const word of words) {
    const sounds = soundsOf(word);
    if (sounds === null) return null;
    heard.push(sounds);
  }
  const spellings: Spelling[] = [];
  for (const script of manner.scripts ?? SCRIPTS) {
    for (const loose of [false, true]) {
      // Given names are short and their roundabout spellings are other words; those that are printed stand in the list.
      if (loose && (manner.part === 'given' || heard.flat().length < 6)) continue;
      if (loose && !heard.some((sounds) => hasLooseSpelling(sounds, script))) continue;
      const patterns = heard.map((sounds, at) =>
        soundPattern(
          sounds,
          script,
          loose,
          at === heard.length - 1 ? manner : { ...manner, declines: false },
        ),
      );
      spellings.push({
        unit,
        rule: (loose ? ROUNDABOUT : USUAL)[script] + text.name,
        words: patterns,
      });
      // Printed in one word too: AbuMarzouk.
      if (patterns.length > 1)
        spellings.push({
          unit,
          rule: `${script} spelling of ${text.name} in one word`,
          words: [joined(patterns)],
        });
    }
  }
  for (const literal of text.also) {
    const patterns = literalPatterns(literal, manner);
    if (patterns.length > 0)
      spellings.push({ unit, rule: `spelling "${literal}" of the watchlist`, words: patterns });
  }
  return spellings;
}

function joined(patterns: readonly WordPattern[]): WordPattern {
  const [first] = patterns;
  const last = patterns.at(-1);
  return {
    positions: patterns.flatMap((pattern) => pattern.positions),
    endings: last?.endings ?? BARE_ENDING,
    prefixes: first?.prefixes ?? 'none',
    open: false,
    capital: first?.capital ?? false,
  };
}

/** Where names have no cases, or all the same ones. */
const UNDECLINED = {
  hebrew: HEBREW_ENDINGS,
  arabic: ARABIC_ENDINGS,
  devanagari: DEVANAGARI_ENDINGS,
  bengali: BENGALI_ENDINGS,
} as const;

function prefixesOf(script: Script | null): WordPattern['prefixes'] {
  return script === 'hebrew' ? 'hebrew' : script === 'arabic' ? 'arabic' : 'none';
}

function soundPattern(
  heard: readonly Heard[],
  script: Script,
  loose: boolean,
  manner: NameManner,
): WordPattern {
  const declension = manner.declines
    ? declensionOf(
        heard.map((one) => one.sound),
        manner.part,
        manner.gender,
      )
    : 'fixed';
  let stem = [...heard];
  let endings: readonly Ending[];
  switch (script) {
    case 'latin':
    case 'cyrillic':
      endings = script === 'latin' ? LATIN_ENDINGS[declension] : CYRILLIC_ENDINGS[declension];
      if (declension === 'a' || declension === 'ja' || declension === 'glide') stem = stem.slice(0, -1);
      else if (declension === 'adjective') stem = stem.slice(0, -2);
      break;
    case 'hebrew':
    case 'arabic':
    case 'devanagari':
    case 'bengali': {
      const gendered = declension === 'possessive' || declension === 'adjective';
      const table = UNDECLINED[script];
      endings = gendered ? table.gendered : table.fixed;
      // Витал-ий and Мари-я end in one letter there.
      const [beforeLast, last] = stem.slice(-2);
      if (beforeLast?.sound === 'I' && last?.sound === 'J') stem = stem.slice(0, -1);
      else if (beforeLast?.sound === 'I' && last?.sound === 'JA')
        stem = [...stem.slice(0, -2), { ...beforeLast, maybe: true }, last];
      break;
    }
  }
  const whole =
    endings.length === 1 ||
    (script !== 'latin' && script !== 'cyrillic') ||
    declension === 'possessive' ||
    declension === 'consonant';
  return {
    positions: spellSounds(stem, script, loose, whole),
    endings,
    prefixes: prefixesOf(script),
    open: false,
    capital: manner.capital,
  };
}

/** The class of endings, from the last sounds. */
function declensionOf(
  sounds: readonly Sound[],
  part: NameManner['part'],
  gender: NameManner['gender'],
): Declension {
  const last = sounds.at(-1);
  const before = sounds.at(-2);
  if (last === 'A') return 'a';
  if (last === 'JA') return 'ja';
  if (last === 'J') return part === 'surname' && (before === 'O' || before === 'I') ? 'adjective' : 'glide';
  if (last === undefined || last === 'E' || last === 'I' || last === 'O' || last === 'U') return 'fixed';
  if (
    part === 'surname' &&
    last === 'V' &&
    (before === 'O' || before === 'E' || before === 'JE' || before === 'JO')
  )
    return 'possessive';
  if (part === 'surname' && last === 'N' && before === 'I') return 'possessive';
  return gender === 'f' ? 'fixed' : 'consonant';
}

/** How a woman's form of a Russian surname ends in kana and in Hangul. */
const HERS = /(?:ワ|ヴァ|バ|바)$/u;

/** Syllables of Korean are words of their own (normalise.ts), and its words are parted by spaces all the same: "참 가자" is no 참가자. */
const HANGUL = /^[\uac00-\ud7a3]$/u;

/** A spelling given letter by letter; it takes the endings of its script by its last letters. */
function literalPatterns(literal: string, manner: NameManner): WordPattern[] {
  // Null: a script that has no table, such as Greek or Chinese. The letters stand for themselves.
  const script = scriptOfWord(literal);
  const words = literal.split(/\s+/).flatMap((printed) =>
    foldedText(printed)
      .split(' ')
      .map((word, at) => ({ word, joined: at > 0 && HANGUL.test(word) })),
  );
  return words.map(({ word, joined }, at) => {
    const last = at === words.length - 1;
    const [stem, endings] =
      last && manner.declines ? literalEndings(word, literal, script, manner) : [word, BARE_ENDING];
    const pattern: WordPattern = {
      positions: Array.from(stem, (letter) => [letter]),
      endings,
      prefixes: prefixesOf(script),
      open: false,
      capital: manner.capital,
    };
    return joined ? { ...pattern, joined } : pattern;
  });
}

function literalEndings(
  word: string,
  literal: string,
  script: Script | null,
  manner: NameManner,
): [string, readonly Ending[]] {
  if (script === null)
    return [word, manner.gender === 'both' && HERS.test(literal) ? BARE_FEMININE : BARE_ENDING];
  if (script !== 'latin' && script !== 'cyrillic') return [word, UNDECLINED[script].fixed];
  const table = script === 'latin' ? LATIN_ENDINGS : CYRILLIC_ENDINGS;
  const cut = (letters: number, declension: Declension): [string, readonly Ending[]] => [
    letters === 0 ? word : word.slice(0, -letters),
    table[declension],
  ];
  if (/[aа]$/.test(word)) return cut(1, 'a');
  if (word.endsWith('я')) return cut(1, 'ja');
  if (/[йЙ]$/.test(literal.normalize('NFC')))
    return manner.part === 'surname' ? cut(2, 'adjective') : cut(1, 'glide');
  if (word.endsWith('ь')) return cut(1, 'glide');
  if (/[bcdfghjklmnpqrstvwxzбвгджзклмнпрстфхцчшщ]$/.test(word)) {
    if (manner.part === 'surname' && /(?:[oe]v|in|[oe]w|ов|ев|ин)$/.test(word)) return cut(0, 'possessive');
    return cut(0, manner.gender === 'f' ? 'fixed' : 'consonant');
  }
  return cut(0, 'fixed');
}

/**
 * A term of the word lists as spellings: words part at spaces, `*` lets any letters follow, a capital demands one.
 * Hebrew and Arabic words take glued particles.
 * @param known patterns made before: equal words share one, so that phrases that begin alike share their path.
 */
export function spellTerm(unit: string, term: string, known: Map<string, WordPattern>): Spelling | null {
  const words: WordPattern[] = [];
  for (const word of term.split(/\s+/)) {
    const open = word.endsWith('*');
    const letters = foldedText(open ? word.slice(0, -1) : word);
    if (letters === '') return null;
    const script = scriptOfWord(word);
    const parts = letters.split(' ');
    for (const [at, part] of parts.entries()) {
      words.push(
        termWord(
          part,
          open && at === parts.length - 1,
          prefixesOf(script),
          /^\p{Lu}/u.test(word),
          at > 0 && HANGUL.test(part),
          known,
        ),
      );
    }
  }
  return { unit, rule: `the term "${term}"`, words };
}

function termWord(
  letters: string,
  open: boolean,
  prefixes: WordPattern['prefixes'],
  capital: boolean,
  joined: boolean,
  known: Map<string, WordPattern>,
): WordPattern {
  const key = `${letters} ${String(open)} ${prefixes} ${String(capital)} ${String(joined)}`;
  const there = known.get(key);
  if (there !== undefined) return there;
  const bare: WordPattern = {
    positions: Array.from(letters, (letter) => [letter]),
    endings: BARE_ENDING,
    prefixes,
    open,
    capital,
  };
  const made = joined ? { ...bare, joined } : bare;
  known.set(key, made);
  return made;
}
