/**
 * Names as sounds, and how each script writes a sound. A person writes a name once, in Latin letters; every other
 * spelling comes from these tables. All spellings are in folded letters (language/normalise.ts): no marks, no case,
 * й as и, ё as е, final Hebrew forms as the others, one alif.
 */

import {
  BENGALI,
  BENGALI_FIRST,
  BENGALI_LAST,
  DEVANAGARI,
  DEVANAGARI_FIRST,
  DEVANAGARI_LAST,
} from './indian.ts';

/** Scripts that names are spelled in. */
export const SCRIPTS = ['latin', 'cyrillic', 'hebrew', 'arabic', 'devanagari', 'bengali'] as const;
/** One of {@link SCRIPTS}. Names in others (Greek, Chinese, Japanese, Korean) are given letter by letter, under `also`. */
export type Script = (typeof SCRIPTS)[number];

const CONSONANTS = [
  'B',
  'V',
  'G',
  'D',
  'Z',
  'ZH',
  'K',
  'L',
  'M',
  'N',
  'P',
  'R',
  'S',
  'T',
  'F',
  'H',
  'C',
  'CH',
  'SH',
  'X',
] as const;
const VOWELS = ['A', 'E', 'I', 'O', 'U', 'J', 'JA', 'JE', 'JO', 'JU'] as const;
type Consonant = (typeof CONSONANTS)[number];
type Vowel = (typeof VOWELS)[number];
/** As a name is written out in YAML: C is ts, H kh, X ks, J the glide of "Sergey", JA to JU one letter in Cyrillic (я, е, ё, ю). */
export type Sound = Consonant | Vowel;

/** A sound of a name; `maybe`: some write it and some do not (Alexand-e-r). */
export interface Heard {
  readonly sound: Sound;
  readonly maybe: boolean;
}

const SOUNDS: ReadonlySet<string> = new Set([...CONSONANTS, ...VOWELS]);

function isSound(word: string): word is Sound {
  return SOUNDS.has(word);
}

/** Latin letter groups and what they sound like, longest first. */
const READINGS: readonly (readonly [string, readonly Sound[]])[] = [
  ['shch', ['SH', 'CH']],
  ['sch', ['SH']],
  ['tch', ['CH']],
  ['kh', ['H']],
  ['ph', ['F']],
  ['th', ['T']],
  ['ch', ['CH']],
  ['sh', ['SH']],
  ['zh', ['ZH']],
  ['ts', ['C']],
  ['tz', ['C']],
  ['ck', ['K']],
  ['ya', ['JA']],
  ['ye', ['JE']],
  ['yo', ['JO']],
  ['yu', ['JU']],
  ['ou', ['U']],
  ['oo', ['U']],
  ['ee', ['I']],
  ['a', ['A']],
  ['b', ['B']],
  ['c', ['K']],
  ['d', ['D']],
  ['e', ['E']],
  ['f', ['F']],
  ['g', ['G']],
  ['h', ['H']],
  ['i', ['I']],
  ['j', ['J']],
  ['k', ['K']],
  ['l', ['L']],
  ['m', ['M']],
  ['n', ['N']],
  ['o', ['O']],
  ['p', ['P']],
  ['q', ['K']],
  ['r', ['R']],
  ['s', ['S']],
  ['t', ['T']],
  ['u', ['U']],
  ['v', ['V']],
  ['w', ['V']],
  ['x', ['X']],
  ['y', ['I']],
  ['z', ['Z']],
];

/**
 * The sounds of one word: written out ("T R U F A N O V", a `?` behind a sound that may be missing), or read from an
 * English spelling ("Trufanov"). Null when a sign in it has no sound.
 */
export function soundsOf(word: string): Heard[] | null {
  const spelled = word.trim();
  if (/^[A-Z]{1,2}\??(?: [A-Z]{1,2}\??)+$/.test(spelled)) {
    const heard: Heard[] = [];
    for (const part of spelled.split(' ')) {
      const sound = part.replace('?', '');
      if (!isSound(sound)) return null;
      heard.push({ sound, maybe: part.endsWith('?') });
    }
    return heard;
  }
  const letters = spelled
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’ʼ-]/g, '');
  const sounds: Sound[] = [];
  for (let at = 0; at < letters.length;) {
    const rest = letters.slice(at);
    const before = letters.charAt(at - 1);
    // After a vowel a last i or y is a glide: Krivoi, Sergey.
    if (/^[iy]$/.test(rest) && 'aeou'.includes(before) && before !== '') {
      sounds.push('J');
      break;
    }
    const reading = READINGS.find(([group]) => rest.startsWith(group));
    if (reading === undefined) return null;
    const [group, read] = reading;
    // A doubled letter is one sound; the tables double it again where people do.
    if (!(group.length === 1 && before === group && !'aeiou'.includes(group))) sounds.push(...read);
    at += group.length;
  }
  return sounds.map((sound) => ({ sound, maybe: false }));
}

/** Spellings of a sound. `loose`: only met in names that went through Hebrew or Arabic and back. */
export interface Written {
  readonly usual: readonly string[];
  readonly loose?: readonly string[];
}

function listed(words: string): string[] {
  return words.split(' ').map((word) => (word === '-' ? '' : word));
}

function w(usual: string, loose?: string): Written {
  return loose === undefined ? { usual: listed(usual) } : { usual: listed(usual), loose: listed(loose) };
}

/** In the middle of a word; `-` stands for nothing written. */
const TABLE: Readonly<Record<Script, Readonly<Record<Sound, Written>>>> = {
  latin: {
    A: w('a'),
    E: w('e ie', 'a'),
    I: w('i y', 'ee'),
    O: w('o'),
    U: w('u ou oo', 'o oe'),
    J: w('y i j -'),
    JA: w('ya ia ja a'),
    JE: w('e ye ie je'),
    JO: w('yo io jo e'),
    JU: w('yu iu ju u'),
    B: w('b'),
    V: w('v w', 'b'),
    G: w('g gu'),
    D: w('d'),
    Z: w('z s'),
    ZH: w('zh j z sch'),
    K: w('k c ck kk q'),
    L: w('l ll'),
    M: w('m mm'),
    N: w('n nn'),
    P: w('p pp'),
    R: w('r rr'),
    S: w('s ss sz'),
    T: w('t tt'),
    F: w('f ff ph', 'p'),
    H: w('h kh ch', 'j'),
    C: w('ts tz c z'),
    CH: w('ch tch tsch c cz cs'),
    SH: w('sh sch ch s sz'),
    X: w('x ks ksz cs'),
  },
  cyrillic: {
    A: w('а'),
    E: w('е э є', 'а'),
    I: w('и і ы'),
    O: w('о'),
    U: w('у', 'о'),
    J: w('и -'),
    JA: w('я'),
    JE: w('е є'),
    JO: w('е ио ьо'),
    JU: w('ю'),
    B: w('б'),
    V: w('в', 'б'),
    G: w('г ґ'),
    D: w('д'),
    Z: w('з'),
    ZH: w('ж'),
    K: w('к кк'),
    L: w('л ль лл'),
    M: w('м'),
    N: w('н нн'),
    P: w('п'),
    R: w('р'),
    S: w('с сс'),
    T: w('т тт'),
    F: w('ф', 'п'),
    H: w('х г'),
    C: w('ц'),
    CH: w('ч'),
    SH: w('ш'),
    X: w('кс'),
  },
  hebrew: {
    A: w('- א'),
    E: w('- י', 'א'),
    I: w('י'),
    O: w('ו'),
    U: w('ו'),
    J: w('י יי -'),
    JA: w('יה יא א'),
    JE: w('י יי יא -'),
    JO: w('יו ו'),
    JU: w('יו ו'),
    B: w('ב'),
    V: w('ב ו וו'),
    G: w('ג'),
    D: w('ד'),
    Z: w('ז'),
    ZH: w('ז'),
    // Never כ: Slavic k is ק there, and with כ Herkin would be the verb "bowed".
    K: w('ק'),
    L: w('ל'),
    M: w('מ'),
    N: w('נ'),
    P: w('פ'),
    R: w('ר'),
    S: w('ס', 'ש'),
    T: w('ט ת'),
    F: w('פ'),
    H: w('ח כ ה'),
    C: w('צ טס'),
    CH: w('צ טש'),
    SH: w('ש'),
    X: w('קס כס'),
  },
  arabic: {
    A: w('ا -'),
    E: w('ي - ا'),
    I: w('ي'),
    O: w('و'),
    U: w('و'),
    J: w('ي -'),
    JA: w('يا ا'),
    JE: w('ي يي -'),
    JO: w('يو و'),
    JU: w('يو و'),
    B: w('ب'),
    V: w('ف و', 'ب'),
    G: w('غ ج ق ك'),
    D: w('د'),
    Z: w('ز'),
    ZH: w('ج ز'),
    K: w('ك ق'),
    L: w('ل'),
    M: w('م'),
    N: w('ن'),
    P: w('ب'),
    R: w('ر'),
    S: w('س ص'),
    T: w('ت ط'),
    F: w('ف', 'ب'),
    H: w('ه خ ح'),
    C: w('تس س'),
    CH: w('تش'),
    SH: w('ش'),
    X: w('كس'),
  },
  devanagari: DEVANAGARI,
  bengali: BENGALI,
};

/** What differs where a word begins. */
const FIRST: Readonly<Partial<Record<Script, Readonly<Partial<Record<Sound, Written>>>>>> = {
  latin: { JA: w('ya ia ja'), JU: w('yu iu ju you') },
  hebrew: {
    A: w('א'),
    E: w('א אי'),
    I: w('אי'),
    O: w('או'),
    U: w('או'),
    JA: w('יא י'),
    JE: w('י יי א'),
    V: w('ו'),
  },
  arabic: { A: w('ا'), E: w('ا اي'), I: w('اي ا'), O: w('او'), U: w('او'), JE: w('ي اي'), JA: w('يا') },
  devanagari: DEVANAGARI_FIRST,
  bengali: BENGALI_FIRST,
};

/** What differs where a word ends. */
const LAST: Readonly<Partial<Record<Script, Readonly<Partial<Record<Sound, Written>>>>>> = {
  latin: { A: w('a ah'), V: w('v w f ff', 'b'), I: w('i y ii iy ij yi') },
  hebrew: { A: w('ה א'), E: w('ה א'), I: w('י'), J: w('י'), V: w('ב וב'), JA: w('יה יא') },
  arabic: { A: w('ا ه ي'), E: w('ه ي'), I: w('ي'), J: w('ي'), JA: w('يا يه') },
  devanagari: DEVANAGARI_LAST,
  bengali: BENGALI_LAST,
};

/**
 * The spellings of the sounds in a script, a list a position. `loose` adds what only roundabout spellings have.
 * @param whole false when an ending will follow, so that the last sound is no last letter.
 */
export function spellSounds(
  sounds: readonly Heard[],
  script: Script,
  loose: boolean,
  whole: boolean,
): string[][] {
  return sounds.map(({ sound, maybe }, at) => {
    const written =
      (at === 0 ? FIRST[script]?.[sound] : undefined) ??
      (whole && at === sounds.length - 1 ? LAST[script]?.[sound] : undefined) ??
      TABLE[script][sound];
    // Before e and i a Latin c is no k.
    const next = sounds[at + 1]?.sound;
    const soft = sound === 'K' && (next === 'E' || next === 'I' || next === 'JE');
    const usual = soft ? written.usual.filter((choice) => choice !== 'c') : written.usual;
    const choices = new Set(loose ? [...usual, ...(written.loose ?? [])] : usual);
    if (maybe) choices.add('');
    return [...choices];
  });
}

/** Whether some sound of the name has spellings that only roundabout ways give. */
export function hasLooseSpelling(sounds: readonly Heard[], script: Script): boolean {
  return sounds.some(({ sound }) => TABLE[script][sound].loose !== undefined);
}

/** The script of a literal spelling, by its first letter that has one. */
export function scriptOfWord(word: string): Script | null {
  for (const char of word) {
    if (/\p{Script=Latin}/u.test(char)) return 'latin';
    if (/\p{Script=Cyrillic}/u.test(char)) return 'cyrillic';
    if (/\p{Script=Hebrew}/u.test(char)) return 'hebrew';
    if (/\p{Script=Arabic}/u.test(char)) return 'arabic';
    if (/\p{Script=Devanagari}/u.test(char)) return 'devanagari';
    if (/\p{Script=Bengali}/u.test(char)) return 'bengali';
  }
  return null;
}
