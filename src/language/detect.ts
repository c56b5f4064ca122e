/** Which language a text is in: letters that only one has, then its little words, then statistics; the feed's word on ties. */
import type { eld } from 'eld/extrasmall';
import { READ_AS_SERBIAN } from './serbian.ts';

/** Says the language of a text as a primary BCP 47 tag, or `und`. `claimed` is the feed's word, or null. */
export type DetectLanguage = (text: string, claimed: string | null) => string;

/** The part of eld that is used. */
export type Statistics = Pick<typeof eld, 'newInstance'>;

/** Which languages may be answered, and what is asked when letters and little words leave it open. */
export interface DetectorOptions {
  /** Primary tags of the languages that may be answered. */
  readonly languages: readonly string[];
  /**
   * Gives eld when the first text comes that letters, little words and the feed's word leave open; null: never asked.
   * Its smallest table costs 110 ms and 90 MB resident once (measured), and most programs never meet such a text.
   */
  readonly statistics: (() => Statistics) | null;
}

/** Units of a text that are looked at: a language shows early, and a long text must not cost more. */
export const LOOKED_AT = 400;

/** Little words that are frequent in one language and rare in the others; what several share stands with each. */
const LITTLE_WORDS: Readonly<Record<string, string>> = {
  en: 'the of and to in is was for that with on by from has have had said are were his her they he she as it be not after who will',
  de: 'der die das und von zu im den mit ist für auf dem nicht ein eine einer des sich auch nach sei wurde wird hat aus bei als sind werden',
  fr: 'le la les des et du une est dans pour par sur au aux que qui avec son sa ses pas ne été ont cette plus il elle de en un avait',
  es: 'el la los las del y una es en por para con que se su al lo más fue ha han como sus este esta de un',
  pt: 'o os as do da dos das e uma em no na nos nas por para com que não se foi seu sua ao mais são pelo pela de um',
  it: 'il lo gli della del dei delle di e una è nel nella per con che non si sono ha alla dal al più stato un',
  pl: 'w z na i że się nie do jest to o przez po dla od za jak ale który która które został jego ze',
  nl: 'de het een van en in is dat op te zijn voor met niet aan die er door om ook naar bij',
  cs: 'v na že se je z do o s a pro podle by jsou byl byla které který ale jako po',
  sk: 'v na že sa je z do o s a pre podľa by sú bol bola ktorý ktorá ale ako po ich jeho aj',
  hu: 'a az és hogy nem is egy ez volt azt mint meg már csak vagy szerint',
  tr: 'bir ve bu için ile da de olarak olan çok daha gibi sonra kadar',
  sv: 'och att det som en på är av för med till den har inte om ett han',
  ru: 'и в не на что он с по как его из для это был к от за о также при был будет',
  uk: 'і в не на що він з по як його із для це був до від за про також при та у буде',
  // Both scripts, and the words in which Croatian and Bosnian differ.
  sr: 'i u o je se na da za od su iz sa ne koji koja nije nisu će bi kako ili uz kod što šta već још је се да су са који која није ће би како код',
  ro: 'și în pe cu sa s din că nu este au fost care pentru sau după lui unui unei sunt să mai prin ale cei între către iar va vor',
  bg: 'и в на да се от за с е не че са по при във със след като беше бе ще до който която бяха през',
  id: 'yang dan dengan untuk itu pada tidak telah oleh dalam akan adalah kepada mereka karena dari tersebut setelah bahwa menjadi seorang serta juga masih',
  fa: 'و در به از که این را با است برای آن',
  ur: 'کے کی میں ہے اور سے کا کو نے پر ہیں',
};

/** Makes a detector. */
export function createDetector(options: DetectorOptions): DetectLanguage {
  const allowed = new Set(options.languages);
  const languages = Object.keys(LITTLE_WORDS).filter((language) => allowed.has(language));
  const little = littleWords(languages);

  const { statistics } = options;
  let own: ReturnType<Statistics['newInstance']> | null = null;
  /** What the statistics hold for likeliest of the languages that may be meant; empty: none. */
  const guessed = (load: () => Statistics, text: string, mayBe: (language: string) => boolean): string => {
    if (own === null) {
      // An own instance: the subset of languages is state, and others may use the library too.
      own = load().newInstance();
      // What it calls Croatian is Serbian in Latin letters.
      own.setLanguageSubset([...options.languages, ...(allowed.has('sr') ? ['hr'] : [])]);
    }
    const scores = Object.entries(own.detect(text).getScores()).toSorted(([, a], [, b]) => b - a);
    return scores.map(([guess]) => (READ_AS_SERBIAN.has(guess) ? 'sr' : guess)).find(mayBe) ?? '';
  };

  const detect: DetectLanguage = (text, claimed) => {
    const tag = claimed === null ? null : primaryTag(claimed);
    const word = tag !== null && READ_AS_SERBIAN.has(tag) ? 'sr' : tag;
    const sample = text.length > LOOKED_AT ? text.slice(0, LOOKED_AT) : text;
    const letters = lettersIn(sample);
    const script = scriptOf(letters);
    if (script === null) return word !== null && allowed.has(word) ? word : 'und';
    const certain = certainLanguage(sample, script, letters, allowed);
    if (certain !== null) return certain;
    const possible = word !== null && allowed.has(word) && isWrittenIn(word, script) ? word : null;
    if (script !== 'latin' && script !== 'cyrillic' && script !== 'arabic') {
      // Marathi has the letters of Hindi: a feed that names a language unknown here is believed.
      const only = word === null || word in WRITTEN_IN ? onlyLanguageOf(sample, allowed) : null;
      return possible ?? only ?? 'und';
    }

    const counts = countLittle(sample.toLowerCase(), little, languages.length);
    // "Заложницу освободили после 54 дней": nothing but its letters says that it is no Serbian.
    const isNoSerbian = letters('never serbian') > letters('serbian') * 2;
    const mayBe = (language: string): boolean =>
      isWrittenIn(language, script) && !(isNoSerbian && script === 'cyrillic' && language === 'sr');
    const scoreOf = (language: string): number =>
      mayBe(language) ? (counts[languages.indexOf(language)] ?? 0) : 0;
    let best: string | null = null;
    let most = 0;
    let second = 0;
    for (const language of languages) {
      const score = scoreOf(language);
      if (score === 0) continue;
      if (score > most || (score === most && language === possible)) {
        second = most;
        most = score;
        best = language;
      } else if (score > second) second = score;
    }
    // Clear evidence: three little words, half as many again as any other language has.
    if (best !== null && most >= 3 && most >= second * 1.5) return best;
    // Statistics are sure of long texts only: where the little words do not speak against the feed, it knows better.
    if (possible !== null && most <= scoreOf(possible)) return possible;
    if (statistics !== null) {
      const guess = guessed(statistics, sample, (language) => allowed.has(language) && mayBe(language));
      if (guess !== '') {
        if (possible === null || guess === possible) return guess;
        return scoreOf(guess) > scoreOf(possible) ? guess : possible;
      }
    }
    return possible ?? (most >= 1 && most > second && best !== null ? best : 'und');
  };
  // Which of the names of one language it is, no letter and no little word tells: the feed is believed.
  return (text, claimed) => {
    const found = detect(text, claimed);
    const tag = claimed === null ? '' : primaryTag(claimed);
    return found === 'sr' && READ_AS_SERBIAN.has(tag) ? tag : found;
  };
}

type Script = 'latin' | 'cyrillic' | 'hebrew' | 'arabic' | 'other';

const WRITTEN_IN: Readonly<Record<string, Script>> = {
  en: 'latin',
  de: 'latin',
  fr: 'latin',
  es: 'latin',
  pt: 'latin',
  it: 'latin',
  pl: 'latin',
  nl: 'latin',
  cs: 'latin',
  hu: 'latin',
  tr: 'latin',
  sv: 'latin',
  sk: 'latin',
  ro: 'latin',
  id: 'latin',
  sr: 'latin', // and Cyrillic, see isWrittenIn
  ru: 'cyrillic',
  uk: 'cyrillic',
  be: 'cyrillic',
  bg: 'cyrillic',
  he: 'hebrew',
  ar: 'arabic',
  fa: 'arabic',
  ur: 'arabic',
  el: 'other',
  hi: 'other',
  bn: 'other',
  zh: 'other',
  ja: 'other',
  ko: 'other',
};

function isWrittenIn(language: string, script: Script): boolean {
  return WRITTEN_IN[language] === script || (language === 'sr' && script === 'cyrillic');
}

function primaryTag(tag: string): string {
  const primary = tag.toLowerCase().split(/[-_]/, 1)[0] ?? '';
  return primary === 'iw' ? 'he' : primary; // the old code for Hebrew, which feeds still use
}

/** Letters of the Cyrillic script, and those of them that only some of its languages have. */
const CYRILLIC = [
  'cyrillic',
  'ukrainian',
  'russian',
  'serbian',
  'macedonian',
  'hard sign',
  'never serbian',
] as const;

/** Letters of a script, and with a name of their own those that only one of its languages has. */
const KINDS = [
  'none',
  'latin',
  'hebrew',
  'arabic',
  'urdu',
  'persian',
  ...CYRILLIC,
  'other',
  'kana',
  'hangul',
] as const;
type Kind = (typeof KINDS)[number];

/** How many letters of each kind a text has. */
type Letters = (...kinds: readonly Kind[]) => number;

/** First and last unit of the letters of a script; those of later rows count. */
const RANGES: readonly (readonly [Kind, number, number])[] = [
  ['other', 0x370, 0x1fff],
  ['other', 0x2c00, 0xd7ff],
  ['other', 0xf900, 0xffff],
  ['kana', 0x3041, 0x3096],
  ['kana', 0x30a1, 0x30fa],
  ['kana', 0x30fc, 0x30fe],
  ['kana', 0xff66, 0xff9d],
  ['hangul', 0xac00, 0xd7a3],
  ['latin', 0x41, 0x5a],
  ['latin', 0x61, 0x7a],
  ['latin', 0xc0, 0x24f],
  ['cyrillic', 0x400, 0x52f],
  ['hebrew', 0x5d0, 0x5ea],
  ['arabic', 0x620, 0x64a],
  ['arabic', 0x66e, 0x6d3],
];

const OWN_LETTERS: readonly (readonly [Kind, string])[] = [
  ['urdu', 'ٹڈڑےںھہ'],
  ['persian', 'پچژگکی'],
  ['ukrainian', 'іїєґІЇЄҐ'],
  ['russian', 'ыэёЫЭЁ'],
  ['serbian', 'јљњћђџЈЉЊЋЂЏ'],
  // It has most of the Serbian ones too.
  ['macedonian', 'ѓќѕЃЌЅ'],
  ['hard sign', 'ъЪ'],
  // Of Russian, Ukrainian, Belarusian and Bulgarian; Vuk Karadžić's alphabet left them out.
  ['never serbian', 'йьящюЙЬЯЩЮ'],
];

/** The kind of each UTF-16 unit, as its place in {@link KINDS}: one look a letter, whatever is asked of a text afterwards. */
const KIND_OF = kindOfUnits();

function kindOfUnits(): Uint8Array {
  const kinds = new Uint8Array(0x1_0000);
  for (const [kind, first, last] of RANGES) kinds.fill(KINDS.indexOf(kind), first, last + 1);
  for (const [kind, letters] of OWN_LETTERS)
    for (let at = 0; at < letters.length; at += 1) kinds[letters.charCodeAt(at)] = KINDS.indexOf(kind);
  return kinds;
}

function lettersIn(text: string): Letters {
  const counts = new Uint32Array(KINDS.length);
  for (let at = 0; at < text.length; at += 1) {
    const kind = KIND_OF[text.charCodeAt(at)] ?? 0;
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return (...kinds) => kinds.reduce((sum, kind) => sum + (counts[KINDS.indexOf(kind)] ?? 0), 0);
}

/** The script of most letters, or null when there are none. */
function scriptOf(letters: Letters): Script | null {
  const latin = letters('latin');
  const hebrew = letters('hebrew');
  const arabic = letters('arabic', 'urdu', 'persian');
  const cyrillic = letters(...CYRILLIC);
  const eastern = letters('kana', 'hangul');
  const other = letters('other') + eastern;
  const most = Math.max(latin, cyrillic, hebrew, arabic, other);
  if (most === 0) return null;
  // A name or an address in Latin letters does not make a Hebrew headline English: other scripts count double.
  if (hebrew * 2 >= most && hebrew > 0) return 'hebrew';
  if (arabic * 2 >= most && arabic > 0) return 'arabic';
  if (cyrillic * 2 >= most && cyrillic > 0) return 'cyrillic';
  if (other * 2 >= most && eastern > 0) return 'other';
  return latin === most ? 'latin' : 'other';
}

/** Two letters of a script that one language alone of those read here is written in. */
const ONLY_IN: readonly (readonly [string, RegExp])[] = [
  ['hi', /\p{Script=Devanagari}{2}/u],
  ['bn', /\p{Script=Bengali}{2}/u],
  ['zh', /\p{Script=Han}{2}/u],
];

/** The language whose script nobody else here writes, or null. Japanese of Chinese signs alone is a name, hardly a text. */
function onlyLanguageOf(text: string, allowed: ReadonlySet<string>): string | null {
  return ONLY_IN.find(([language, letters]) => allowed.has(language) && letters.test(text))?.[0] ?? null;
}

/** In Russian the hard sign stands before these only, in Bulgarian never. */
const RUSSIAN_HARD_SIGN = /ъ[еёюя]/giu;

/** What the letters alone decide, or null. */
function certainLanguage(
  text: string,
  script: Script,
  letters: Letters,
  allowed: ReadonlySet<string>,
): string | null {
  if (script === 'hebrew') return allowed.has('he') ? 'he' : 'und';
  if (script === 'arabic') {
    // Arabic papers print single Persian letters in foreign names (گ, پ): one alone decides nothing.
    if (letters('urdu') >= 2) return allowed.has('ur') ? 'ur' : 'und';
    if (letters('persian') >= 3) return allowed.has('fa') ? 'fa' : 'und';
    return allowed.has('ar') ? 'ar' : null;
  }
  if (script === 'other') {
    const [kana, hangul, others] = [letters('kana'), letters('hangul'), letters('other')];
    // Chinese prints single kana in the names of firms.
    if (kana >= 3 && kana > hangul && kana * 8 >= others) return allowed.has('ja') ? 'ja' : 'und';
    if (hangul >= 2 && hangul > kana && hangul * 2 >= others) return allowed.has('ko') ? 'ko' : 'und';
  }
  if (script === 'other' && allowed.has('el') && /\p{Script=Greek}{2}/u.test(text)) return 'el';
  if (script === 'cyrillic') {
    const signs = letters('hard sign');
    const russianSigns = signs === 0 ? 0 : (text.match(RUSSIAN_HARD_SIGN)?.length ?? 0);
    const own: readonly (readonly [string, number])[] = [
      ['uk', letters('ukrainian')],
      ['ru', letters('russian') + russianSigns],
      ['bg', signs - russianSigns],
      ['sr', letters('macedonian') > 0 ? 0 : letters('serbian')],
    ];
    const all = own.reduce((sum, [, found]) => sum + found, 0);
    // One foreign name does not change the language of a text: the letters are weighed, not only looked for.
    const most = own.find(([language, found]) => allowed.has(language) && found > (all - found) * 2);
    if (most !== undefined) return most[0];
  }
  return null;
}

/** A little word and the languages that have it, as numbers. */
interface Little {
  readonly word: string;
  readonly languages: readonly number[];
}

/** Longest word that is looked up, in UTF-16 units. */
const LONGEST_LITTLE = 10;

/** The little words of these languages, by {@link nextKey} of their letters. */
function littleWords(languages: readonly string[]): ReadonlyMap<number, readonly Little[]> {
  const owners = new Map<string, number[]>();
  for (const [number, language] of languages.entries()) {
    for (const word of (LITTLE_WORDS[language] ?? '').split(' ')) {
      const known = owners.get(word);
      if (known === undefined) owners.set(word, [number]);
      else known.push(number);
    }
  }
  const byKey = new Map<number, Little[]>();
  for (const [word, numbers] of owners) {
    let key = 0;
    for (let at = 0; at < word.length; at += 1) key = nextKey(key, word.charCodeAt(at));
    byKey.set(key, [...(byKey.get(key) ?? []), { word, languages: numbers }]);
  }
  return byKey;
}

function nextKey(key: number, unit: number): number {
  return (Math.imul(key, 31) + unit) | 0;
}

/**
 * How many little words of each language a text has. By hand and by keys: cutting each word out costs four times as
 * much, and an expression for letters of all scripts thrice that.
 */
function countLittle(
  text: string,
  little: ReadonlyMap<number, readonly Little[]>,
  languages: number,
): readonly number[] {
  const counts: number[] = Array.from({ length: languages }, () => 0);
  let from = -1;
  let key = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const unit = at < text.length ? text.charCodeAt(at) : 0;
    const letter =
      (unit >= 0x61 && unit <= 0x7a) || (unit >= 0xc0 && unit <= 0x6d3 && unit !== 0xd7 && unit !== 0xf7);
    if (letter) {
      if (from < 0) {
        from = at;
        key = 0;
      }
      key = nextKey(key, unit);
    } else if (from >= 0) {
      if (at - from <= LONGEST_LITTLE) {
        for (const { word, languages: owners } of little.get(key) ?? []) {
          if (word.length === at - from && text.startsWith(word, from))
            for (const owner of owners) counts[owner] = (counts[owner] ?? 0) + 1;
        }
      }
      from = -1;
    }
  }
  return counts;
}
