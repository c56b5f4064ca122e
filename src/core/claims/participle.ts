/** Of whom a participle tells that stands behind a name, between commas: "X, freed by the army", "X, a citizen killed there", "X, убитого в плену". */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { bodyOf } from './body.ts';
import { withTheirList } from './list.ts';
import { REACH, between, listOf, touches } from './sentence.ts';
import type { Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** "He met X, freed by the army in June": a participle between commas, directly behind him. */
export function participleOf(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  const isDeclined = form === 'happened' && agreesWith(sentence, cue, cue.first - 1);
  const mourned = isMourned(sentence, cue);
  if (form !== 'happened-to' && form !== 'looks-back' && !isDeclined && !mourned) return null;
  // "X, freed hostages say": they, and not he.
  if (touches(listOf(sentence, 'others', 'called', 'count'), cue)) return null;
  const opens = sentence.clause[cue.first] !== sentence.clause[cue.first - 1];
  const auxiliary = touches(listOf(sentence, 'copula', 'equals', 'relative', 'condition'), {
    first: cue.first,
    last: cue.first,
  });
  if (!opens || auxiliary || !/^\s*[,—–]\s*$/u.test(between(sentence, cue.first - 1, cue.first))) return null;
  const last = cue.first - 1;
  const person = sentence.people.find((one) => one.last === last && one.is.kind === 'watched');
  if (person !== undefined && isGoverned(sentence, person)) return null;
  if (person?.is.kind === 'watched' && !person.is.group) {
    const behind = sentence.people.filter((one) => one.last <= last).toReversed();
    return withTheirList(sentence, behind, false).length === 1 ? person.is.subject : null;
  }
  // "La familia de X, liberado": by its ending it is his.
  const owner = sentence.owners.find((one) => one.last === last);
  const kin = listOf(sentence, 'kinfolk').findLast((one) => one.last < last && last - one.last <= REACH.firm);
  // Behind "condolences" a participle of a man is enough.
  const isHis = (mourned ? /(?:[^l]o|[tdéлнт]|^ש\p{L}+[^הו])$/u : /[^l]o$/u).test(
    sentence.tokens[cue.first]?.printed ?? '',
  );
  if (owner?.is.kind !== 'watched') return null;
  if (isDeclined) return isOfMan(sentence, cue) && isNotHis(sentence, owner.first) ? owner.is.subject : null;
  return kin !== undefined && isHis ? owner.is.subject : null;
}

/** "Condolences to the family of X, who died": theirs is who they mourn, and nobody behind the verb has died of it. */
export function isMourned(sentence: Sentence, cue: FoundCue): boolean {
  if (cue.cue.what !== 'died') return false;
  // "Who has lost his father there": another.
  const others = [...sentence.people, ...listOf(sentence, 'kin')].some(
    ({ first }) => first > cue.first && sentence.clause[first] === sentence.clause[cue.last],
  );
  return (
    !others &&
    listOf(sentence, 'condolence').some(({ first }) => sentence.part[first] === sentence.part[cue.first])
  );
}

/** "Met X, a Russian citizen freed in June", "the family of X, a citizen killed there": a participle behind what he is, between commas. */
export function apposedOf(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  const isDeclined = form === 'happened' && agreesWith(sentence, cue, cue.first - 1);
  if (form !== 'happened-to' && form !== 'looks-back' && !isDeclined) return null;
  // "X, россиянина, убитого": the participle is set off too.
  const word = isDeclined ? cue.first - 1 : cue.first;
  const opens = sentence.clause.indexOf(sentence.clause[word] ?? 0);
  const what = { first: opens, last: cue.first - 1 };
  if (opens === 0 || what.last < what.first) return null;
  if (!/^\s*,\s*$/u.test(between(sentence, opens - 1, opens))) return null;
  const called = listOf(sentence, 'called');
  const said = listOf(sentence, 'copula', 'equals', 'relative', 'condition', 'count', 'all', 'pair');
  if (!touches(listOf(sentence, 'article', 'called'), { first: opens, last: opens })) return null;
  // "A Russian citizen" may be a group of its own.
  const strangers = sentence.people.filter((one) => !touches(called, one));
  if (touches(said, { first: opens, last: cue.first }) || touches(strangers, what)) return null;
  if (!touches(called, { first: cue.first - 1, last: cue.first - 1 })) return null;
  for (let at = opens; at < cue.first; at += 1)
    if (!isOf(wordAt(sentence, at), 'role', 'little', 'date', 'place')) return null;
  const isHe = ({ last, is }: Range<Person>): boolean =>
    last === opens - 1 && is.kind === 'watched' && !is.group;
  const person = sentence.people.find(isHe);
  // "The commander who held X, a man killed in May": the commander.
  const relative = listOf(sentence, 'relative').some(
    ({ first }) => first < opens && sentence.clause[first] === sentence.clause[opens - 1],
  );
  if (person?.is.kind === 'watched') return relative ? null : person.is.subject;
  const owner = sentence.owners.find(isHe);
  const kin = listOf(sentence, 'kinfolk').findLast(({ last }) => last < opens && opens - last <= REACH.firm);
  return owner?.is.kind === 'watched' && kin !== undefined ? owner.is.subject : null;
}

/** "Простились с X, убитым в плену": a participle in the case of the name before it. */
function agreesWith(sentence: Sentence, { first }: FoundCue, name: number): boolean {
  if (!sentence.lexicon.grammar.hasCases) return false;
  const [participle, surname] = [first, name].map((at) => sentence.tokens[at]?.printed ?? '');
  return CASES.some(([own, his]) => own.test(participle ?? '') && his.test(surname ?? ''));
}

function isOfMan(sentence: Sentence, { first }: FoundCue): boolean {
  return /[тнш][ео]го$/u.test(sentence.tokens[first]?.printed ?? '');
}

/** "Семья X", "жена X", "отец X": a participle in a man's genitive behind him is not theirs; behind "отца X" it may be. */
function isNotHis(sentence: Sentence, owner: number): boolean {
  const kin = listOf(sentence, 'kin').findLast(({ last }) => last < owner && owner - last <= REACH.firm);
  if (kin === undefined) return false;
  const isMan = touches(listOf(sentence, 'he'), kin);
  return !isMan || /[бвгджзклмнпрстфхцчшщьй]$/u.test(sentence.tokens[kin.last]?.printed ?? '');
}

/** Endings of a participle and of a surname in one case: of a man in the genitive, dative and instrumental, then of a woman. */
const CASES: readonly (readonly [RegExp, RegExp])[] = [
  [/[тнш](?:ого|его)$/u, /(?:[вн]а|ого)$/u],
  [/[тнш](?:ому|ему)$/u, /(?:[вн]у|ому)$/u],
  [/[тнш](?:ым|им)$/u, /(?:ым|им)$/u],
  [/[тнш](?:ой|ей)$/u, /ой$/u],
  [/[тнш](?:ую|юю)$/u, /у$/u],
];

/** "The remains of A and B, killed on October 7": of both, whose bodies they are. */
export function deadOf(sentence: Sentence, cue: FoundCue, form: EventForm): readonly string[] {
  if (cue.cue.what !== 'died' || (form !== 'happened-to' && form !== 'looks-back')) return [];
  if (sentence.clause[cue.first] === sentence.clause[cue.first - 1]) return [];
  const before = sentence.people.filter(({ last }) => last < cue.first).toReversed();
  const list = before[0]?.last === cue.first - 1 ? withTheirList(sentence, before, false) : [];
  const dead = list.filter(({ is }) => is.kind !== 'other');
  if (dead.length < 2 || dead.some((person) => bodyOf(sentence, person) !== 'yes')) return [];
  return dead.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : []));
}

/** "The commander who held X, who was killed": the clause behind X is of the commander. */
export function isGoverned(sentence: Sentence, { first }: Range<Person>): boolean {
  return listOf(sentence, 'governs', 'relative').some(
    (verb) =>
      verb.last < first &&
      first - verb.last <= REACH.name + 1 &&
      sentence.clause[verb.first] === sentence.clause[first],
  );
}
