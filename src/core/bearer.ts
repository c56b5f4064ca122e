/** Whose of a family a surname is that stands without a given name: by its ending, a title, the words around it. */
import { grammarOf } from '#language/grammar.ts';
import { GAP, foldedText } from '#language/normalise.ts';
import type { Hit, Scan } from './match.ts';
import type { Words } from './people.ts';
import type { PersonRule } from './recognition.ts';

function folded(words: string): ReadonlySet<string> {
  return new Set(words.split(' ').map(foldedText));
}

/** Titles of women and of men. Those of one letter are left out: they are initials. */
const TITLES: Readonly<Record<'f' | 'm', ReadonlySet<string>>> = {
  f: folded(
    'mrs ms miss madam madame mme mademoiselle mlle frau fru signora señora sra señorita doña dona pani mevrouw mevr ' +
      'doamna dna gospođa gospođe gospođi gđa hanım bayan κυρία κυρίας госпожа госпожи госпоже госпожу госпожой ' +
      'г-жа г-жи г-же г-жу г-жой пані госпожата госпођа גברת السيدة श्रीमती सुश्री',
  ),
  m: folded(
    'mr mister sir monsieur herr herrn signor sig señor sr pan pana panu panem meneer dhr domnul gospodin gospodina ' +
      'κύριος κύριο κυρίου господин господина господину господином г-н г-на г-ну г-ном пан пана пану паном господинът מר السيد श्री',
  ),
};

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

/** "Trufanov and her mother", "two women, Trufanov and Tati": whom the words beside a surname can only mean; null where they leave it open. */
export function genderBeside({ reading: { scan } }: Pick<Words, 'reading'>, hit: Hit): 'f' | 'm' | null {
  const title = titleBefore(scan, hit);
  if (title !== null) return title;
  let next = hit.last + 1;
  // "Trufanov, 50, and her mother"
  if (/^[0-9]{1,3}$/.test(wordAt(scan, next))) next += 1;
  if (ANDS.has(wordAt(scan, next)) && scan.gapBefore(next) <= GAP.COMMA && HER.has(wordAt(scan, next + 1)))
    return 'f';
  // "Two Russian women, Trufanov and Tati"
  for (let token = hit.first; token > Math.max(0, hit.first - 3); token -= 1) {
    if (scan.gapBefore(token) === GAP.STOP && scan.tokenText(token - 1).length > 1) break;
    if (WOMEN.has(scan.tokenText(token - 1))) return 'f';
  }
  // "Trufanov and Tati, two Russian women"
  if (!ANDS.has(wordAt(scan, hit.last + 1))) return null;
  for (let token = hit.last + 2; token <= hit.last + 6 && token < scan.tokens; token += 1) {
    if (scan.gapBefore(token) === GAP.STOP) break;
    const isTwo = TWO.has(scan.tokenText(token - 1)) || TWO.has(scan.tokenText(token - 2));
    if (isTwo && WOMEN.has(scan.tokenText(token))) return 'f';
  }
  return null;
}

/** "Trufanov, the mother of hostage Sasha": the relative whom an apposition calls so. */
function calledBehind(
  { reading: { scan }, startingAt }: Words,
  hit: Hit,
  members: readonly PersonRule[],
): PersonRule | null {
  const next = hit.last + 1;
  if (next >= scan.tokens || scan.gapBefore(next) !== GAP.COMMA) return null;
  for (const token of [next, next + 1]) {
    if (token > next && !ARTICLES.has(scan.tokenText(next))) break;
    for (const word of startingAt.get(token) ?? []) {
      const person = members.find(({ kin }) => kin.includes(word.unit));
      if (person !== undefined && OF.has(wordAt(scan, word.last + 1))) return person;
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
  { reading: { scan }, endingAt }: Words,
  first: number,
  person: PersonRule,
): boolean {
  const kin = (endingAt.get(first - 1) ?? []).find((hit) => person.kin.includes(hit.unit));
  return kin !== undefined && HER.has(wordAt(scan, kin.first - 1));
}

/** Folded; empty outside of the text. */
function wordAt(scan: Scan, token: number): string {
  return token >= 0 && token < scan.tokens ? scan.tokenText(token) : '';
}

const ANDS = folded('and und en i a oraz with along mit met');
/** Words that say whose something is, and can only say hers. */
const HER = folded('her ihr ihre ihrem ihren ihrer haar jej její njena njenu njezina');
const WOMEN = folded(
  'women frauen femmes mujeres donne mulheres vrouwen kobiety ženy žene femei γυναίκες женщины женщин жінки жінок жени نساء',
);
const TWO = folded(
  'two both zwei beide deux dos due duas twee dwie dvě dve dvije două δύο две обе дві обидві',
);
const ELDER = folded('senior sr elder старший старшего старшему');
const ARTICLES = folded('the a die eine la une una uma a o de een η');
/** Behind a word for a relative: whose it is. */
const OF = folded('of von der des de du del della di do da van του της של');

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
  if (ELDER.has(wordAt(scan, hit.last + 1))) return men.find((person) => !person.head) ?? null;
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
