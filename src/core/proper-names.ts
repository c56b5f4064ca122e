/**
 * Names in a text, watched or not, as rough keys of their consonants: "Dekel-Chen", "Декель-Хен" and "דקל-חן" come near
 * each other. They only ever say that two texts speak of the same people or places; nobody is recognised by them.
 */

import type { Subject } from './watchlist.ts';

const MOST_NAMES = 24;

/** Fewer consonants are shared by chance. Where names have no capitals every word comes into question, so more are asked. */
const LEAST_CAPITAL = 3;
const LEAST_OTHER = 4;

/** Endings are told by what comes late in a word: a key keeps its beginning. */
const MOST_CONSONANTS = 5;

/**
 * Consonants that change into each other between scripts, by what they sound like: Latin, Cyrillic, Greek, Hebrew,
 * Arabic, Devanagari, Bengali. Vowels, and what is written as one, are not here.
 */
const SOUND: ReadonlyMap<string, string> = new Map(
  Object.entries({
    P: 'bpfvwбпфвπφβבפףفبپपफबभवপফবভ',
    T: 'tdтдτθδטתדثتدذضطظतथदधटठडढতথদধটঠডঢ',
    S: 'szjсзцчжшщσςζשסזצץسشصزجچशषसजचछझশষসজচছঝ',
    K: 'kgqкгхґκγχכךקגחقكخغحگکकखगघहকখগঘহ',
    M: 'mмμמםمमম',
    N: 'nнνנןنनणনণ',
    L: 'lлλלلलল',
    R: 'rрρרرरর',
    // Two sounds in one letter.
    KS: 'xξ',
    PS: 'ψ',
  }).flatMap(([sound, letters]) => Array.from(letters, (letter) => [letter, sound] as const)),
);

/** The keys of the names in headline and text. */
export function properNames(title: string, text: string): readonly string[] {
  const keys = new Set<string>();
  // A headline that is all capitals, or capital by capital in the English manner, shows no names.
  for (const part of isTitleCase(title) ? [text] : [title, text]) {
    let atStart = true;
    for (const [word] of part.matchAll(/[\p{L}\p{M}]+|[.!?:«»"“”„|\n]/gu)) {
      if (!/\p{L}/u.test(word)) {
        atStart = true;
        continue;
      }
      const key = keyOfWord(word, atStart);
      if (key !== null) keys.add(key);
      atStart = false;
      if (keys.size >= MOST_NAMES) return [...keys];
    }
  }
  return [...keys];
}

function keyOfWord(word: string, atStart: boolean): string | null {
  if (!/[\p{Lu}\p{Ll}]/u.test(word)) return soundKey(word, LEAST_OTHER);
  return !atStart && /^\p{Lu}\p{M}*\p{Ll}/u.test(word) ? soundKey(word, LEAST_CAPITAL) : null;
}

function isTitleCase(title: string): boolean {
  const words = title.match(/[\p{L}\p{M}]{4,}/gu) ?? [];
  return words.filter((word) => /^\p{Lu}/u.test(word)).length * 2 > words.length;
}

/** The key of a word; null where it has fewer consonants than `least`. */
export function soundKey(word: string, least: number): string | null {
  const letters = word.normalize('NFD').toLowerCase().match(/\p{L}/gu) ?? [];
  let key = '';
  let last = '';
  for (const [at, letter] of letters.entries()) {
    const sound = soundOf(letter, letters[at - 1] ?? '', letters[at + 1] ?? '');
    // Doubled letters, and two where another script has one.
    if (sound !== last) key += sound;
    last = sound;
    if (key.length >= MOST_CONSONANTS) break;
  }
  return key.length < least ? null : key.slice(0, MOST_CONSONANTS);
}

function soundOf(letter: string, before: string, after: string): string {
  if (letter === 'c') return 'eiyh'.includes(after) && after !== '' ? 'S' : 'K';
  // "sh", "kh", "th" are one sound, that of their first letter.
  if (letter === 'h') return SOUND.has(before) || before === 'c' ? (SOUND.get(before) ?? 'S') : 'K';
  return SOUND.get(letter) ?? '';
}

/** Scripts in which watched people are not recognised by name, and a sound is all there is. */
const UNREAD = /[\p{Script=Devanagari}\p{Script=Bengali}]+/gu;

/**
 * Subjects whose surname sounds like a word of the text, where the text is in a script that has no spellings of ours.
 * @param surnames subject id by the key of a surname, see `surnamesBySound`
 */
export function soundsLike(text: string, surnames: ReadonlyMap<string, string>): readonly string[] {
  const found = new Set<string>();
  for (const [word] of text.matchAll(UNREAD)) {
    const id = surnames.get(soundKey(word, LEAST_CAPITAL) ?? '');
    if (id !== undefined) found.add(id);
  }
  return [...found];
}

/** Subject id by how its last name sounds; of a family the first one. */
export function surnamesBySound(
  subjects: Iterable<Pick<Subject, 'id' | 'kind' | 'names'>>,
): ReadonlyMap<string, string> {
  const bySound = new Map<string, string>();
  for (const { id, kind, names } of subjects) {
    if (kind === 'place') continue;
    // A captive taken for another is worse than one not found.
    const least = kind === 'captive' ? LEAST_OTHER : LEAST_CAPITAL;
    const key = soundKey(names['en']?.split(/\s+/u).at(-1) ?? '', least);
    if (key !== null && !bySound.has(key)) bySound.set(key, id);
  }
  return bySound;
}
