/**
 * How names change their endings. One table a class of name; classes are told by the last sounds and the gender.
 * Sources: the declension tables of the Russian Academy Grammar (1980) and the Ukrainian orthography (2019); the Latin
 * endings are the cases that Polish, Czech, Hungarian, German and the South Slavic press put on foreign names.
 */
import type { Ending, Form } from '#core/automaton.ts';

/** `possessive` Труфанов, `adjective` Кривой, `consonant` Максим, `glide` Сергей, `a` Саша, Елена, `ja` Мария, `fixed` Тати. */
export type Declension = 'possessive' | 'adjective' | 'consonant' | 'glide' | 'a' | 'ja' | 'fixed';

/** `text:form` pairs; `-` is the empty ending. Forms: p plain, m masculine, f feminine, e either, s several people. */
function table(line: string, added: boolean): readonly Ending[] {
  const forms: Readonly<Record<string, Form>> = {
    p: 'plain',
    m: 'masculine',
    f: 'feminine',
    e: 'either',
    s: 'plural',
  };
  return line.split(' ').map((pair) => {
    const [text = '', form = 'p'] = pair.split(':');
    const letters = text === '-' ? '' : text;
    return { text: letters, form: forms[form] ?? 'plain', added: added && letters !== '' };
  });
}

/** Only the word as it is. */
export const BARE_ENDING: readonly Ending[] = table('-', false);

/** The same, of a woman. */
export const BARE_FEMININE: readonly Ending[] = table('-:f', false);

/** й is folded into и, so that -ой is -ои here. Ukrainian endings stand with the Russian ones: the tables never clash. */
export const CYRILLIC_ENDINGS: Readonly<Record<Declension, readonly Ending[]>> = {
  possessive: table(
    '- а:e у:e ым:m ом:m ові:m им:m ім:m е:m і:m ои:f ою:f оі:f іи:f ы:s ых:s ыми:s и:s их:s ими:s',
    true,
  ),
  adjective: table(
    'ои ии ого:m ому:m ым:m ом:m им:m ім:m ая:f ую:f ою:f а:f у:f оі:f іи:f ые:s ых:s ыми:s і:s их:s ими:s',
    false,
  ),
  consonant: table('- а у ом е ові ем ем і ы и', true),
  glide: table('и - я ю ем е і єм єві еві', false),
  a: table('а ы и е у ои ою еи ею і о ам', false),
  ja: table('я и і ю еи ею єю є іи', false),
  fixed: table('-', false),
};

/** Cases of the Slavic and Hungarian press on a name that ends in a consonant; the last row is Hungarian. */
const LATIN_CONSONANT =
  '- s a:e u em om ie:m owi:m ovi:m ym:m ego:m emu:m e:m y:s ej:f oj:f ou:f ova:f ove:f ovou:f ow:s ov:s ' +
  'ot et t at nak nek nal nel nnal nnel val vel hoz hez tol rol ert ban ben on en ra re';

/** By class, folded: ő is o. The feminine -ova and -aya are a bearer's own form, the rest cases of the language of the paper. */
export const LATIN_ENDINGS: Readonly<Record<Declension, readonly Ending[]>> = {
  possessive: table(LATIN_CONSONANT, true),
  adjective: table(
    'oi oy oj oi oyi ois oys ojs iy yy yi ij ojego:m ego:m emu:m ym:m oya:f oia:f aya:f aia:f ot oit ojt',
    false,
  ),
  consonant: table(
    LATIN_CONSONANT.replaceAll(/ ov(?:a|e|ou):f/g, '').replaceAll(/:[a-z]/g, '') + ' es o',
    true,
  ),
  glide: table('i y j - ja ia em ej s jem jowi t', false),
  a: table('a ah y i e ie o ou u as am at aval anak anal at ahoz aert ara at', false),
  ja: table('a ya ia ja iya iia ija i ii y e ie iu o ou u as aval anak at', false),
  fixed: table('- s t val vel nak nek nal nel', true),
};

/** Hebrew and Arabic have no cases; a woman's surname takes the Russian feminine a. */
export const HEBREW_ENDINGS = { gendered: table('- ה:f א:f', true), fixed: BARE_ENDING } as const;
/** See {@link HEBREW_ENDINGS}. */
export const ARABIC_ENDINGS = { gendered: table('- ا:f ه:f', true), fixed: BARE_ENDING } as const;

/** Hindi has particles that stand apart; Bengali writes its cases onto the name. */
export const DEVANAGARI_ENDINGS = { gendered: table('- ा:f', true), fixed: BARE_ENDING } as const;
const BENGALI_CASES = 'কে র ের রা দের তে ও'.normalize('NFKD');
/** `gendered`: surnames of which women bear another form; decomposed, as texts are folded. */
export const BENGALI_ENDINGS = {
  gendered: table(`- া:f াকে:f ার:f ${BENGALI_CASES}`.normalize('NFKD'), true),
  fixed: table(`- ${BENGALI_CASES}`, true),
} as const;
