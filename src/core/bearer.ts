/** Whose of a family a surname is that stands without a given name: by its ending, a title, the words around it. */
import { grammarOf } from '#language/grammar.ts';
import { GAP } from '#language/normalise.ts';
import type { Hit, Scan } from './match.ts';
import type { Words } from './people.ts';
import type { PersonRule } from './recognition.ts';

/** What is looked at around a name. */
type Around = Pick<Words, 'reading' | 'names'>;

/** "Mrs. Trufanov": the gender of the title right in front of a name; null where there is none. */
function titleBefore({ reading: { scan }, names }: Around, { first }: Hit): 'f' | 'm' | null {
  if (first === 0) return null;
  const behind = scan.tokenText(first - 1);
  // "Г-жа Труфанова": two words to the reader.
  const word = first > 1 && scan.tokenText(first - 2) === 'г' ? `г ${behind}` : behind;
  if (scan.gapBefore(first) === GAP.COMMA) return null;
  // Only short ones are abbreviated.
  if (scan.gapBefore(first) > GAP.SPACE && word.length > LONGEST_ABBREVIATION) return null;
  return names.titles.f.has(word) ? 'f' : names.titles.m.has(word) ? 'm' : null;
}

/** In letters. */
const LONGEST_ABBREVIATION = 4;

/** "Trufanov and her mother", "two women, Trufanov and Tati": whom the words beside a surname can only mean; null where they leave it open. */
export function genderBeside(around: Around, hit: Hit): 'f' | 'm' | null {
  const {
    reading: { scan },
    names,
  } = around;
  const title = titleBefore(around, hit);
  if (title !== null) return title;
  let next = hit.last + 1;
  // "Trufanov, 50, and her mother"
  if (/^[0-9]{1,3}$/.test(wordAt(scan, next))) next += 1;
  if (
    names.and.has(wordAt(scan, next)) &&
    scan.gapBefore(next) <= GAP.COMMA &&
    names.her.has(wordAt(scan, next + 1))
  )
    return 'f';
  // "Two Russian women, Trufanov and Tati"
  for (let token = hit.first; token > Math.max(0, hit.first - 3); token -= 1) {
    if (scan.gapBefore(token) === GAP.STOP && scan.tokenText(token - 1).length > 1) break;
    if (names.women.has(scan.tokenText(token - 1))) return 'f';
  }
  // "Trufanov and Tati, two Russian women"
  if (!names.and.has(wordAt(scan, hit.last + 1))) return null;
  for (let token = hit.last + 2; token <= hit.last + 6 && token < scan.tokens; token += 1) {
    if (scan.gapBefore(token) === GAP.STOP) break;
    const isTwo = names.two.has(scan.tokenText(token - 1)) || names.two.has(scan.tokenText(token - 2));
    if (isTwo && names.women.has(scan.tokenText(token))) return 'f';
  }
  return null;
}

/** "Trufanov, the mother of hostage Sasha": the relative whom an apposition calls so. */
function calledBehind(
  { reading: { scan }, startingAt, names }: Words,
  hit: Hit,
  members: readonly PersonRule[],
): PersonRule | null {
  const next = hit.last + 1;
  if (next >= scan.tokens || scan.gapBefore(next) !== GAP.COMMA) return null;
  for (const token of [next, next + 1]) {
    if (token > next && !names.article.has(scan.tokenText(next))) break;
    for (const word of startingAt.get(token) ?? []) {
      const person = members.find(({ kin }) => kin.includes(word.unit));
      if (person !== undefined && names.of.has(wordAt(scan, word.last + 1))) return person;
    }
  }
  return null;
}

/**
 * Polish "Trufanowa została", "uwolnił Trufanową": by her verb or her ending a woman's, where the same letters may be a man's
 * in the genitive; null where neither shows it.
 */
function endingInLatin(scan: Scan, { first, last, end }: Hit, language: string): 'f' | null {
  if (!grammarOf(language).hasLatinGenitive || !/^[a-z]/.test(scan.tokenText(last))) return null;
  if (/[ąę]/u.test(scan.text.slice(end - 1, end + 2))) return 'f';
  const isAlone = first === 0 || scan.gapBefore(first) >= GAP.COMMA;
  return isAlone && /^[a-z]{2,}la$/.test(wordAt(scan, last + 1)) ? 'f' : null;
}

/** "Her son, Alexander Trufanov": whether a name is introduced as that of a woman's relative. @param first its first token */
export function isHerRelative(
  { reading: { scan }, endingAt, names }: Words,
  first: number,
  person: PersonRule,
): boolean {
  const kin = (endingAt.get(first - 1) ?? []).find((hit) => person.kin.includes(hit.unit));
  return kin !== undefined && names.her.has(wordAt(scan, kin.first - 1));
}

/** Folded; empty outside of the text. */
function wordAt(scan: Scan, token: number): string {
  return token >= 0 && token < scan.tokens ? scan.tokenText(token) : '';
}

/** Who of a family a surname without a given name means, or null when its form is nobody's. */
export function bearerOf(
  words: Words,
  hit: Hit,
  members: readonly PersonRule[],
  named: ReadonlySet<string>,
  language: string,
): PersonRule | null {
  const { scan } = words.reading;
  const men = members.filter((person) => person.gender === 'm');
  const women = members.filter((person) => person.gender === 'f');
  const pick = (from: readonly PersonRule[]): PersonRule | null =>
    from.find((person) => person.head && named.has(person.subject)) ??
    from.find((person) => named.has(person.subject)) ??
    from.find((person) => person.head) ??
    from.find((person) => person.strength !== 'context') ??
    null;
  const clue =
    genderBeside(words, hit) ?? (hit.form === 'either' ? endingInLatin(scan, hit, language) : null);
  if (clue !== null) return pick(clue === 'f' ? women : men);
  const called = calledBehind(words, hit, members);
  if (called !== null) return called;
  // "Trufanov senior": his father, or nobody of ours.
  if (words.names.elder.has(wordAt(scan, hit.last + 1))) return men.find((person) => !person.head) ?? null;
  switch (hit.form) {
    case 'masculine':
      return pick(men);
    case 'feminine':
      return pick(women);
    case 'plain':
      return members.some((person) => person.gendered) ? pick(men) : pick(members);
    case 'plural':
      return pick(men) ?? pick(women);
    case 'either': {
      const latin = /^[a-z]/.test(scan.tokenText(hit.last));
      if (latin && !grammarOf(language).hasLatinGenitive) return pick(women);
      const man = pick(men);
      const woman = pick(women);
      if (man === null || woman === null) return man ?? woman;
      // "Мать Труфанова рассказала": the verb is his mother's and the name his, in the genitive.
      if (kinOf(words, hit, members)) return man;
      // Her past tense has its own ending; his genitive stands beside none.
      if (!latin && (isHerVerb(scan, hit.last + 1) || isHerVerb(scan, hit.first - 1))) return woman;
      if (!latin && isOfWoman(words, hit)) return woman;
      return named.has(woman.subject) && !named.has(man.subject) ? woman : man;
    }
  }
}

function isHerVerb(scan: Scan, token: number): boolean {
  return (
    token >= 0 &&
    token < scan.tokens &&
    /(?:ала|ила|ела|ула|ыла|шла|алась|илась|елась|улась)$/.test(scan.tokenText(token))
  );
}

/**
 * "Россиянки Труфанова и Татти", "Труфанова, её мать и сын", "Труфанову освободили": what she is called, whose the next one is, and a
 * verb whose object has her ending and not his.
 */
function isOfWoman({ reading: { scan }, names }: Words, { first, last }: Hit): boolean {
  const text = (token: number): string => (token >= 0 && token < scan.tokens ? scan.tokenText(token) : '');
  if (names.woman.test(text(first - 1)) && scan.gapBefore(first) <= GAP.SPACE) return true;
  if (names.herBehindComma.has(text(last + 1)) && scan.gapBefore(last + 1) === GAP.COMMA) return true;
  if (!text(last).endsWith('ову')) return false;
  // "Труфанову и Татти освободили", "освободили Труфанову"
  for (let token = first - 2; token <= last + 3; token += 1)
    if (names.takesObject.test(text(token))) return true;
  return false;
}

/** Whether a word for a relative stands right in front of the name: "mother of Trufanov" in languages without "of". */
function kinOf({ reading, endingAt }: Words, name: Hit, members: readonly PersonRule[]): boolean {
  const before = endingAt.get(name.first - 1) ?? [];
  return (
    before.length > 0 &&
    reading.scan.gapBefore(name.first) === GAP.SPACE &&
    before.some((hit) => members.some((person) => person.kin.includes(hit.unit)))
  );
}
