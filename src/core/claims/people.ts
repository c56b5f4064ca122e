/** Who is spoken of in a sentence: those named, those whom its words mean, and everybody else who may be the one it happened to. */
import type { CueList, FoundCue, Lexicon, Token } from '#language/lexicon.ts';
import { GAP } from '#language/normalise.ts';
import { relativesIn, womenIn } from './kin.ts';
import { REACH, isCapital, isWord, printedBetween, touches } from './range.ts';
import type { Meant, Person, Range, Span } from './range.ts';
import { meantByKin } from './owner.ts';
import { fitsGender, rolesIn, theirsIn } from './role.ts';
import { strangersIn } from './strangers.ts';
import type { KinWord } from '#core/verdict.ts';
import type { Subject } from '#core/watchlist.ts';

/** The captives and groups among those named. */
export function watchedIn(named: readonly Range<Subject>[]): readonly Range<Person>[] {
  return named
    .filter(({ is }) => is.kind === 'captive' || is.kind === 'group')
    .map(({ first, last, is }): Range<Person> => ({
      first,
      last,
      is: { kind: 'watched', subject: is.id, group: is.kind === 'group' },
    }));
}

/** A sentence's words and what was found in them. */
interface Words {
  readonly lexicon: Lexicon;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly cues: readonly FoundCue[];
  readonly dates: readonly Span[];
  /** Subjects and media. */
  readonly known: readonly Span[];
  readonly named: readonly Range<Subject>[];
  readonly kinWords: readonly Range<KinWord>[];
  readonly meantLast: Meant;
}

/** Everybody to whom something may have happened in a sentence, in its order: named, meant, or somebody else. */
export function peopleIn(
  { lexicon, text, tokens, cues, dates, known, named, kinWords, meantLast }: Words,
  genderOf: (id: string) => Subject['gender'],
): readonly Range<Person>[] {
  const all = watchedIn(named);
  const somebody = all.some(({ is }) => is.kind === 'watched' && !is.group);
  const taken = [...known, ...cues, ...dates];
  // "He was taken with his mother Yelena": beside women he is clear, and beside another man he is not.
  const isClearBeside = (id: string | null): boolean =>
    id !== null &&
    all.every(({ is }) => {
      if (is.kind !== 'watched' || is.group) return true;
      const [gender, own] = [genderOf(is.subject), genderOf(id)];
      return gender !== null && own !== null && gender !== own;
    });
  const isClear = (id: string | null): boolean => !somebody || isClearBeside(id);
  const roles = isClear(meantLast.text)
    ? rolesIn(lexicon, text, tokens, cues, taken, meantLast, genderOf)
    : [];
  // "The Russian hostage" is he, and not the group.
  const watched = [...all.filter((one) => !touches(roles, one)), ...roles];
  const listed = (list: CueList): readonly FoundCue[] =>
    cues.filter(
      (cue) =>
        cue.cue.list === list && !touches(named, cue) && !touches(dates, cue) && !holdsEvent(cues, cue),
    );
  // "X, father of two": no second person.
  const called = listed('called').filter(({ first, last }) => last > first);
  const theirs =
    somebody && !all.some(({ is }) => is.kind === 'watched' && is.group) ? theirsIn(cues, named) : [];
  const names = strangersIn({ lexicon, text, tokens, cues, named, taken });
  const around = { lexicon, tokens, cues, named, strangers: names, meant: meantLast };
  const relatives = relativesIn(around, kinWords);
  const women = womenIn(around, genderOf, relatives);
  const kin = listed('kin')
    .filter((cue) => !touches(called, cue) && !touches(theirs, cue) && !touches(women, cue))
    .map(({ first, last }): Range<Person> => ({ first, last, is: { kind: 'kin' } }));
  const counts = cues.filter(({ cue }) => cue.list === 'count' || cue.list === 'not');
  const meaning = (list: CueList, subjects: (cue: FoundCue) => readonly string[]): readonly Range<Person>[] =>
    listed(list)
      .filter((cue) => !touches(roles, cue) && !touches(women, cue) && !isTheirThing(cues, cue))
      // "Four Russians": others.
      .filter(({ first }) => list !== 'plural' || !touches(counts, { first: first - 1, last: first - 1 }))
      .flatMap((cue) =>
        subjects(cue)
          .filter((subject) => fitsGender(cues, withNoun(cue), genderOf(subject)))
          .map((subject): Range<Person> => ({
            first: cue.first,
            last: cue.last,
            is: { kind: 'watched', subject, group: false },
          })),
      );
  const isOf = (list: CueList, word: Span): boolean =>
    touches(
      cues.filter(({ cue }) => cue.list === list),
      word,
    );
  const he = [
    ...meaning('pronoun', (cue) => {
      // By their gender "he" and "she" are clear among several.
      const one = meantLast.one ?? (isOf('he', cue) ? meantLast.he : isOf('she', cue) ? meantLast.she : null);
      return one === null || !isClear(one) || (somebody && names.length > 0) ? [] : [one];
    }),
    ...meaning('plural', (cue) => {
      const all = meantLast.all.length > 1 ? meantLast.all : meantLast.together;
      return somebody || !fitsBoth(cue, { lexicon, tokens, cues }, all) ? [] : all;
    }),
  ];
  const ownKin = watched.filter((person) => !isPossessor(lexicon, person, kin, text, tokens, named, cues));
  const possessors = watched.filter((one) => !ownKin.includes(one));
  // "The grandson X", "внук женщины X": he is the grandson.
  const otherKin = kin.filter(
    ({ last }) =>
      !ownKin.some(
        ({ first }) =>
          first === last + 1 ||
          (first === last + 2 && touches(listed('others'), { first: last + 1, last: last + 1 })),
      ),
  );
  // "X знал заложника Хорна, его освободили": either of them.
  const isOfAnother = ({ first }: Span): boolean =>
    lexicon.grammar.owner === 'behind' &&
    cues.some(({ cue, last }) => {
      if (cue.list !== 'called' || last + 1 >= first) return false;
      return isCapital({ text, tokens }, last + 1) && !touches(taken, { first: last + 1, last: last + 1 });
    });
  const own = listed('pronoun')
    .filter((cue) => !touches(he, cue) && !isOfAnother(cue))
    .flatMap((cue) =>
      ownPronoun(cue, cues, watched, otherKin, names).filter(
        ({ is }) => is.kind !== 'watched' || fitsGender(cues, withNoun(cue), genderOf(is.subject)),
      ),
    );
  // "Two Russian-Israeli women": they are the group.
  const isOfGroup = ({ first }: Span): boolean =>
    all.some(({ last, is }) => is.kind === 'watched' && is.group && last === first - 1);
  const others = listed('others')
    .filter((cue) => ![he, own, roles, women].some((meant) => touches(meant, cue)) && !isOfGroup(cue))
    .map(({ first, last }): Range<Person> => ({ first, last, is: { kind: 'other' } }));
  // "X's mother said that he was freed": where nobody else is named.
  const byKin =
    ownKin.length === 0 && names.length === 0 && he.length === 0 && own.length === 0 && theirs.length === 0
      ? meantByKin({ cues, named, owners: possessors, kin }, genderOf)
      : [];
  // "His father Vitaly" is one person.
  const unnamedKin = kin.filter(
    (one) =>
      !touches(relatives, one) &&
      !touches(byKin, one) &&
      !ownKin.some(
        ({ first, is }) =>
          first === one.last + 1 &&
          // "His girlfriend, Sapir", but not "his friends, X and Y".
          (tokens[first]?.gap !== GAP.COMMA ||
            kinWords.some(
              (word) => touches([word], one) && is.kind === 'watched' && word.is.subject === is.subject,
            )),
      ),
  );
  return [
    ...ownKin,
    ...theirs,
    ...relatives,
    ...women,
    ...unnamedKin,
    ...others,
    ...he,
    ...own,
    ...byKin,
    ...names,
  ].sort((a, b) => a.first - b.first);
}

/** "Both" means two, and "ambos guardianes" two others: a noun stands between it and the verb. */
function fitsBoth(
  word: Span,
  { lexicon, tokens, cues }: Pick<Words, 'lexicon' | 'tokens' | 'cues'>,
  all: readonly string[],
): boolean {
  const inList = (at: number, ...lists: readonly FoundCue['cue']['list'][]): boolean =>
    touches(
      cues.filter(({ cue }) => lists.includes(cue.list)),
      { first: at, last: at },
    );
  if (!inList(word.first, 'pair')) return true;
  const next = { first: word.last + 1, last: word.last + 1 };
  const noun = tokens[next.first]?.text ?? '';
  const isNoun = noun.length > 4 && !touches(cues, next) && lexicon.grammar.noNoun?.test(noun) !== true;
  return all.length === 2 && !(isNoun && inList(next.first + 1, 'event', 'copula'));
}

/** "The 73-year-old woman": the word behind several ones that stand for somebody. */
function withNoun({ first, last }: Span): Span {
  return { first, last: last > first ? last + 1 : last };
}

/** "The six released as 29-year-old A": no "29-year-old" who is meant. */
function holdsEvent(cues: readonly FoundCue[], { cue, first, last }: FoundCue): boolean {
  return (
    (cue.list === 'pronoun' || cue.list === 'role') &&
    cues.some((one) => one.cue.list === 'event' && one.first > first + 1 && one.last < last)
  );
}

/** "Его одежду вернули": what is his, and not he; as an object the same word stands beside its verb, and no relative behind it. */
function isTheirThing(cues: readonly FoundCue[], word: Span): boolean {
  const isPossessive = cues.some((one) => one.cue.list === 'possessive' && touches([one], word));
  if (isPossessive && hasKinBehind(cues, word)) return true;
  return (
    isPossessive &&
    !cues.some(
      (one) => one.cue.list === 'event' && touches([one], { first: word.first - 1, last: word.last + 1 }),
    )
  );
}

/** "Освободили его невесту", "freed her sister". */
function hasKinBehind(cues: readonly FoundCue[], { last }: Span): boolean {
  return cues.some(({ cue, first }) => cue.list === 'kin' && first === last + 1);
}

/** "Before they led X to the car they let him go": the one who is named before it, where nobody else is. */
function ownPronoun(
  pronoun: FoundCue,
  cues: readonly FoundCue[],
  watched: readonly Range<Person>[],
  kin: readonly Range<Person>[],
  names: readonly Range<Person>[],
): readonly Range<Person>[] {
  const before = watched.filter(({ last }) => last < pronoun.first);
  const [person] = before;
  // "X knew Dan and heard that he was freed": either of them.
  const that = cues.findLast(({ cue, last }) => cue.list === 'that' && last < pronoun.first)?.first ?? 0;
  const isTold = cues.some(
    ({ cue, first }) => cue.list === 'event' && cue.form === 'happened-to' && first === pronoun.last + 1,
  );
  const isParted = names.some(({ first, last }) => first > (person?.last ?? 0) && last < that);
  if (isTold && isParted) return [];
  // "With his family": beside them, and not who is meant.
  const prepositions = cues.filter((cue) => cue.cue.list === 'preposition');
  const others = kin.filter(({ first }) => !touches(prepositions, { first: first - 1, last: first - 1 }));
  if (person === undefined || before.length > 1 || others.length > 0) return [];
  // "His" and "him" are one word in Russian: as an object it stands beside its verb.
  const isPossessive = cues.some((one) => one.cue.list === 'possessive' && touches([one], pronoun));
  const isObject = cues.some(
    (one) =>
      one.cue.list === 'event' &&
      (one.first - 1 === pronoun.last || one.last + 1 === pronoun.first || touches([one], pronoun)),
  );
  return isPossessive && (!isObject || hasKinBehind(cues, pronoun))
    ? []
    : [{ first: pronoun.first, last: pronoun.last, is: person.is }];
}

/** A man's surname in the nominative, where it has a genitive of its own. */
const NOMINATIVE = /(?:ов|ев|ин|ын|ін|їн)$/u;

/**
 * Whose mother it is, is nobody to whom it happened: "Trufanov's mother", "мать Труфанова", "friends of hostage Trufanov", "the
 * captors of X". A name that is set off by a comma, or that of one who answers for another of the family ("his mother
 * Yelena"), is the kin's own.
 */
function isPossessor(
  lexicon: Lexicon,
  person: Range<Person>,
  kin: readonly Range<Person>[],
  text: string,
  tokens: readonly Token[],
  named: readonly Range<Subject>[],
  cues: readonly FoundCue[],
): boolean {
  const subject = named.find((one) => one.first === person.first && one.last === person.last)?.is;
  // "Guards shot X": a verb between is none of their words.
  const roles = cues.filter(
    ({ cue, first: at, last: end }) =>
      cue.list === 'others' ||
      cue.list === 'called' ||
      (cue.list === 'event' &&
        (cue.what === 'held' || (end > at && (cue.form === 'looks-back' || cue.form === 'named')))),
  );
  const hasGenitive = lexicon.grammar.owner === 'behind';
  return kin.some(({ first, last }) => {
    const [left, right] = first > person.last ? [person.last, first] : [last, person.first];
    if (right <= left || right - left > REACH.kin || /[,;(،]/.test(printedBetween(text, tokens, left, right)))
      return false;
    // "X's mother"; elsewhere the kin word stands before its owner.
    if (left === person.last)
      return lexicon.grammar.owner === 'before' && right - left <= 2 && !isList(cues, left, right);
    // "Внук женщины Александр Труфанов": his own name, by its ending.
    if (right === person.first && hasGenitive && NOMINATIVE.test(tokens[person.last]?.printed ?? ''))
      return false;
    // "Мужа Елены Виталия": hers, and his own name behind hers.
    const doubled =
      hasGenitive &&
      right === person.first &&
      named.some((one) => one.is.kind === 'captive' && one.first === person.last + 1);
    // "Подруга Елены": hers, by the ending; "мать Елена" is her own name.
    const hers =
      right === person.first &&
      hasGenitive &&
      !cues.some(({ cue, last: end }) => cue.list === 'possessive' && end === first - 1) &&
      /(?:ой|ей|ы|ої)$/u.test(tokens[person.last]?.printed ?? '') &&
      /(?:[ая]|[бвгджзклмнпрстфхцчшщйь])$/u.test(tokens[first]?.printed ?? '') &&
      !/(?:[оеюь][йю]|ью)$/u.test(tokens[first]?.printed ?? '');
    if (right - left === 1)
      return doubled || hers || (subject?.role !== 'family' && !isOwnName(lexicon, tokens, cues, first));
    // "His grandmother and X"
    if (right - left === 2 && isList(cues, left, right)) return false;
    for (let at = left + 1; at < right; at += 1) {
      const short = (tokens[at]?.text.length ?? 0) <= 3;
      if (!short && !touches(roles, { first: at, last: at })) return false;
    }
    return true;
  });
}

/**
 * Whether a name directly behind a kin word is the kin's own. It is where the language would need a word between for somebody
 * else's ("mother of X"), and where it is said whose kin it is: "его мать X", "אמו X".
 */
function isOwnName(
  lexicon: Lexicon,
  tokens: readonly Token[],
  cues: readonly FoundCue[],
  kin: number,
): boolean {
  const hasGenitive = lexicon.grammar.owner === 'behind';
  if (isWord({ tokens, lexicon }, kin, 'family')) return false;
  if (lexicon.glued === 'none' && !hasGenitive) return true;
  if (cues.some((cue) => cue.cue.list === 'possessive' && cue.last === kin - 1)) return true;
  // As printed: folded, "والدة" (mother of) ends like "والده" (his father).
  const word = tokens[kin]?.printed ?? '';
  return lexicon.glued === 'hebrew'
    ? /[וה]$/u.test(word)
    : lexicon.glued === 'arabic' && /(?:ه|ها)$/u.test(word);
}

/** "Trufanov and his mother": two people, neither is the other's. */
function isList(cues: readonly FoundCue[], left: number, right: number): boolean {
  return cues.some((cue) => cue.cue.list === 'and' && cue.first > left && cue.last < right);
}

/** "X's": something of theirs is spoken of. */
export function isOwner({ text, tokens }: Pick<Words, 'text' | 'tokens'>, person: Range<Person>): boolean {
  return /^['’]s(?!\p{L})/u.test(text.slice(tokens[person.last]?.end ?? 0));
}
