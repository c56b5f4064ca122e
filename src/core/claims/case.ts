/** In which case a name stands, in languages that show it by its endings: whether it is the subject of a verb. */
import type { EventForm } from '#language/lexicon.ts';
import { listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';

/** Whom it happened to is the subject of "вышел", and the object of "освободили". */
export function fitsCase(sentence: Sentence, form: EventForm, person: Range<Person>): boolean {
  const found = caseOf(sentence, person);
  if (form === 'underwent') return found !== 'other';
  return form !== 'happened' || found !== 'basic';
}

/**
 * Whether a Russian or Ukrainian name stands in the basic case, by its last letters: a man's name ends in a consonant there, and
 * in a vowel or -ым, -ом in the others; a woman's ends in -а.
 */
export function caseOf(sentence: Sentence, person: Range<Person>): 'basic' | 'other' | 'unknown' {
  if (!sentence.lexicon.grammar.hasCases || person.is.kind !== 'watched' || person.is.group) return 'unknown';
  const mention = sentence.mentions.find((one) => one.first === person.first && one.last === person.last);
  if (mention === undefined && touches(listOf(sentence, 'role'), person))
    return caseOfNoun(sentence.tokens[person.last]?.printed ?? '');
  const basic = mention?.is.names[sentence.lexicon.language]?.toLowerCase().replace(/\s*\(.*?\)/u, '');
  const printed = sentence.tokens[person.last]?.printed ?? '';
  const model = basic?.split(/\s+/u).at(-1) ?? '';
  if (/[бвгджзклмнпрстфхцчшщй]$/u.test(model)) {
    if (/(?:[аяуюеіо]|ым|им|ом|ем|єм|ою)$/u.test(printed) && !printed.endsWith(model)) return 'other';
    // "Сапир Коэн" does not decline, and shows nothing.
    return /[нвйл]$/u.test(printed) && /(?:ов|ев|ёв|ин|ін|ий|ый|ой)$/u.test(model) ? 'basic' : 'unknown';
  }
  if (/[ая]$/u.test(model)) return /[ая]$/u.test(printed) ? 'basic' : 'other';
  return 'unknown';
}

/** "Dozorce Maxima Herkina": a man's name in Latin letters that ends in a consonant has an -a behind it when it is somebody's. */
export function isLatinGenitive(sentence: Sentence, person: Range<Person>): boolean {
  if (!sentence.lexicon.grammar.hasLatinGenitive || person.is.kind !== 'watched' || person.is.group)
    return false;
  const mention = sentence.mentions.find((one) => one.first === person.first && one.last === person.last);
  const printed = sentence.tokens[person.last]?.printed ?? '';
  return (
    mention?.is.gender === 'm' && /\p{L}a$/u.test(printed) && mention.is.names['en']?.endsWith('a') !== true
  );
}

/** Of a word like "россиянин", "заложница", "мужчина"; pronouns show nothing. */
function caseOfNoun(printed: string): 'basic' | 'other' | 'unknown' {
  if (printed.length <= 4) return 'unknown';
  return /(?:[бвгджзклмнпрстфхцчшщ]|янка|ница|ниця|щина|чина|чка)$/u.test(printed) ? 'basic' : 'other';
}

/** "Врача Ирину Татти освободили": of a woman's name in -у nobody else can be the object. */
export function isAccusative(sentence: Sentence, person: Range<Person>): boolean {
  if (!sentence.lexicon.grammar.hasCases || person.is.kind !== 'watched' || person.is.group) return false;
  if (sentence.genderOf(person.is.subject) !== 'f') return false;
  return /[ую]$/u.test(sentence.tokens[person.first]?.printed ?? '');
}
