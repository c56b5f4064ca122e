/**
 * How Hindi (Devanagari) and Bengali write the sounds of names. A vowel behind a consonant is a sign on it, else a letter;
 * a consonant may be joined to the next by a sign of its own; a short vowel is not written at all: `a` in Hindi, `o` in
 * Bengali. Sources: spellings that Hindi and Bengali newspapers print of Russian, Hebrew and Arabic names.
 */
import type { Sound, Written } from './sounds.ts';

type Sounds<T> = Readonly<Record<Sound, T>>;

const VOWELS: ReadonlySet<string> = new Set(['A', 'E', 'I', 'O', 'U', 'J', 'JA', 'JE', 'JO', 'JU']);

/** Spellings parted by spaces, `-` for none; behind `/` those that only roundabout ways give. Decomposed, as texts are folded. */
function choicesOf(line: string, joiner: string): Written {
  const [usual = [], loose] = line.split('/').map((list) =>
    list
      .trim()
      .normalize('NFKD')
      .split(' ')
      .flatMap((one) => (one === '-' ? [''] : joiner === '' ? [one] : [one, one + joiner])),
  );
  return loose === undefined ? { usual } : { usual, loose };
}

function table(lines: Sounds<string>, joiner: string): Sounds<Written> {
  const of = (sound: Sound): Written => choicesOf(lines[sound], VOWELS.has(sound) ? '' : joiner);
  return {
    A: of('A'), E: of('E'), I: of('I'), O: of('O'), U: of('U'), J: of('J'), JA: of('JA'), JE: of('JE'), JO: of('JO'), JU: of('JU'),
    B: of('B'), V: of('V'), G: of('G'), D: of('D'), Z: of('Z'), ZH: of('ZH'), K: of('K'), L: of('L'), M: of('M'), N: of('N'),
    P: of('P'), R: of('R'), S: of('S'), T: of('T'), F: of('F'), H: of('H'), C: of('C'), CH: of('CH'), SH: of('SH'), X: of('X'),
  }; // prettier-ignore
}

function edge(lines: Readonly<Partial<Record<Sound, string>>>): Readonly<Partial<Record<Sound, Written>>> {
  return Object.fromEntries(Object.entries(lines).map(([sound, line]) => [sound, choicesOf(line, '')]));
}

/** In the middle of a word. */
export const DEVANAGARI = table(
  {
    A: 'ा -', E: 'े ै ए - / ा', I: 'ि ी इ ई', O: 'ो ौ ॉ ओ', U: 'ु ू उ ऊ / ौ ो', J: 'ई इ य ी ि -',
    JA: 'िया ीया या य', JE: 'े ये ए', JO: 'ो यो', JU: 'ु ू यु यू',
    B: 'ब', V: 'व / ब', G: 'ग', D: 'द ड', Z: 'ज़ ज', ZH: 'झ ज ज़', K: 'क क़', L: 'ल', M: 'म', N: 'न', P: 'प', R: 'र', S: 'स',
    T: 'त ट', F: 'फ फ़ / प', H: 'ह ख ख़', C: 'त्स स', CH: 'च', SH: 'श', X: 'क्स क्ज क्ज़',
  },
  '्',
); // prettier-ignore

/** Where a word begins and has other letters: a vowel is no sign there. */
export const DEVANAGARI_FIRST = edge({
  A: 'अ आ', E: 'ए ऐ इ', I: 'इ ई', O: 'ओ औ ऑ', U: 'उ ऊ', JA: 'या य', JE: 'ये य ए', JO: 'यो', JU: 'यू यु',
}); // prettier-ignore

/** Where a word ends: no vowel is left out there. */
export const DEVANAGARI_LAST = edge({ A: 'ा', E: 'े', I: 'ी ि', JA: 'िया ीया या' });

/** In the middle of a word. */
export const BENGALI = table(
  {
    A: 'া -', E: 'ে এ - / া', I: 'ি ী ই', O: 'ো - ও', U: 'ু ূ উ / ো', J: 'ই য় ি ী -',
    JA: 'িয়া য়া া', JE: 'ে য়ে', JO: 'ো য়ো', JU: 'ু য়ু',
    B: 'ব', V: 'ভ / ব', G: 'গ', D: 'দ ড', Z: 'জ য', ZH: 'ঝ জ', K: 'ক', L: 'ল', M: 'ম', N: 'ন', P: 'প', R: 'র', S: 'স',
    T: 'ত ট', F: 'ফ / প', H: 'হ খ', C: 'ৎস স', CH: 'চ', SH: 'শ', X: 'ক্স কস ক্জ কজ',
  },
  '্',
); // prettier-ignore

/** Where a word begins: see {@link DEVANAGARI_FIRST}. */
export const BENGALI_FIRST = edge({
  A: 'আ অ', E: 'এ', I: 'ই ঈ', O: 'ও', U: 'উ ঊ', JA: 'ইয়া য়া', JE: 'ইয়ে য়ে এ', JO: 'ইও', JU: 'ইউ য়ু',
}); // prettier-ignore

/** Where a word ends: see {@link DEVANAGARI_LAST}. */
export const BENGALI_LAST = edge({ A: 'া', E: 'ে', I: 'ি ী', JA: 'িয়া য়া' });
