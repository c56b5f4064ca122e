/** Whose of a family a surname is that stands without a given name: by its ending, a title, the words around it. */
import { GAP, foldedText } from '#language/normalise.ts';
import type { Hit, Scan } from './match.ts';
import type { Words } from './people.ts';
import type { PersonRule } from './recognition.ts';

/** Languages in which a name in -a may be a man's genitive, in Latin letters. */
const LATIN_GENITIVE = new Set(['pl', 'cs', 'sk', 'sl', 'hr', 'sr', 'bs']);

/** Titles of women and of men. Those of one letter are left out: they are initials. */
const TITLES: Readonly<Record<'f' | 'm', ReadonlySet<string>>> = {
  f: titles(
    'mrs ms miss madam madame mme mademoiselle mlle frau fru signora señora sra señorita doña dona pani mevrouw mevr ' +
      'doamna dna gospođa gospođe gospođi gđa hanım bayan κυρία κυρίας госпожа госпожи госпоже госпожу госпожой ' +
      'г-жа г-жи г-же г-жу г-жой пані госпожата госпођа גברת السيدة श्रीमती सुश्री',
  ),
  m: titles(
    'mr mister sir monsieur herr herrn signor sig señor sr pan pana panu panem meneer dhr domnul gospodin gospodina ' +
      'κύριος κύριο κυρίου господин господина господину господином г-н г-на г-ну г-ном пан пана пану паном господинът מר السيد श्री',
  ),
};

function titles(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(foldedText));
}

/** "Mrs. Trufanov": the gender of the title right in front of a name; null where there is none. */
export function titleBefore(scan: Scan, { first }: Hit): 'f' | 'm' | null {
  if (first === 0) return null;
  const behind = scan.tokenText(first - 1);
  // "Г-жа Труфанова": two words to the reader.
  const word = first > 1 && scan.tokenText(first - 2) === 'г' ? `г ${behind}` : behind;
  if (scan.gapBefore(first) === GAP.COMMA) return null;
  // Only short ones are abbreviated.
  if (scan.gapBefore(first) > GAP.SPACE && word.length > LONGEST_ABBREVIATION) return null;
  return TITLES.f.has(word) ? 'f' : TITLES.m.has(word) ? 'm' : null;
}

/** In letters. */
const LONGEST_ABBREVIATION = 4;

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
  const title = titleBefore(scan, hit);
  if (title !== null) return pick(title === 'f' ? women : men);
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
      if (latin && !LATIN_GENITIVE.has(language)) return pick(women);
      const man = pick(men);
      const woman = pick(women);
      if (man === null || woman === null) return man ?? woman;
      // "Мать Труфанова рассказала": the verb is his mother's and the name his, in the genitive.
      if (kinOf(words, hit, members)) return man;
      // Her past tense has its own ending; his genitive stands beside none.
      if (!latin && (isHerVerb(scan, hit.last + 1) || isHerVerb(scan, hit.first - 1))) return woman;
      if (!latin && isOfWoman(scan, hit)) return woman;
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
function isOfWoman(scan: Scan, { first, last }: Hit): boolean {
  const text = (token: number): string => (token >= 0 && token < scan.tokens ? scan.tokenText(token) : '');
  if (WOMAN.test(text(first - 1)) && scan.gapBefore(first) <= GAP.SPACE) return true;
  if (/^(?:ее|її)$/.test(text(last + 1)) && scan.gapBefore(last + 1) === GAP.COMMA) return true;
  if (!text(last).endsWith('ову')) return false;
  // "Труфанову и Татти освободили", "освободили Труфанову"
  for (let token = first - 2; token <= last + 3; token += 1) if (TAKES_OBJECT.test(text(token))) return true;
  return false;
}

/** What women are called, by the endings of such nouns. */
const WOMAN = /(?:янк|граждан?к|громадянк|женщин|жінк|заложниц|заручниц|пленниц|полонянк|медсестр)[аиыуі]$/;

/** Verbs of which somebody is the object, and never the one to whom something is given. */
const TAKES_OBJECT =
  /^(?:освобо|отпуст|выпуст|вызвол|похит|захват|удержив|звільн|відпуст|визвол|викра|захоп|утрим)\p{L}*(?:л[аои]?|в|ли|или|ют|ет|ют)$/u;

/** Whether a word for a relative stands right in front of the name: "mother of Trufanov" in languages without "of". */
function kinOf({ reading, endingAt }: Words, name: Hit, members: readonly PersonRule[]): boolean {
  const before = endingAt.get(name.first - 1) ?? [];
  return (
    before.length > 0 &&
    reading.scan.gapBefore(name.first) === GAP.SPACE &&
    before.some((hit) => members.some((person) => person.kin.includes(hit.unit)))
  );
}
