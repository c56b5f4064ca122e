/** How a derived name is probably written in the other scripts: the first choice of the tables, for a person to look over. */
import type { Names } from './names.ts';
import { scriptOfWord, soundsOf, spellSounds } from './sounds.ts';
import type { Script } from './sounds.ts';

/** Russian letters in the English manner of the press (BGN/PCGN, simplified). */
const LATIN: Readonly<Record<string, string>> = {
  а: 'a', б: 'b', в: 'v', г: 'g', д: 'd', е: 'e', ё: 'yo', ж: 'zh', з: 'z', и: 'i', й: 'y', к: 'k', л: 'l', м: 'm', н: 'n',
  о: 'o', п: 'p', р: 'r', с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '',
  э: 'e', ю: 'yu', я: 'ya', і: 'i', ї: 'yi', є: 'ye', ґ: 'g',
}; // prettier-ignore

const FINAL_HEBREW: Readonly<Record<string, string>> = { כ: 'ך', מ: 'ם', נ: 'ן', פ: 'ף', צ: 'ץ' };

/** A Cyrillic name in Latin letters; other letters stay. */
export function romanised(name: string): string {
  const written = Array.from(name, (letter) => {
    const small = letter.toLowerCase();
    const latin = LATIN[small];
    if (latin === undefined) return letter;
    return small === letter ? latin : latin.charAt(0).toUpperCase() + latin.slice(1);
  }).join('');
  return written.replace(/iy(?![\p{L}])/gu, 'y');
}

/** The likely spelling of a name of one or more words, in Latin letters, in another script; null when a sign has no sound. */
export function likelySpelling(name: string, script: Exclude<Script, 'latin'>, names: Names): string | null {
  const words: string[] = [];
  for (const part of name.split(/(?<=[\s-])|(?=[\s-])/)) {
    if (/^[\s-]$/.test(part)) {
      words.push(part);
      continue;
    }
    const given = names.given.get(part.toLowerCase());
    // A listed name is written as it is, not as its English letters sound; in Cyrillic the list has Ukrainian forms too.
    const written =
      script === 'cyrillic' ? undefined : given?.also.find((form) => scriptOfWord(form) === script);
    if (written !== undefined) {
      words.push(written);
      continue;
    }
    const sounds = soundsOf(given?.sounds ?? part)?.filter(({ maybe }) => given === undefined || !maybe);
    if (sounds === undefined) return null;
    // The glide behind a last i is written in Cyrillic only: Dmitry, דמיטרי.
    if (script !== 'cyrillic' && sounds.at(-1)?.sound === 'J' && sounds.at(-2)?.sound === 'I') sounds.pop();
    let word = spellSounds(sounds, script, false, true)
      // The tables are folded; a person writes the glide with its mark.
      .map((choices, at) => (script === 'cyrillic' && sounds[at]?.sound === 'J' ? 'й' : (choices[0] ?? '')))
      .join('');
    if (script === 'cyrillic') word = word.charAt(0).toUpperCase() + word.slice(1);
    if (script === 'hebrew') word = word.replace(/[כמנפצ]$/, (letter) => FINAL_HEBREW[letter] ?? letter);
    words.push(word);
  }
  return words.join('');
}
