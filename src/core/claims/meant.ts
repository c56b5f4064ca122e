/** Whom the words of a sentence mean that name nobody: "he", "they", "the hostage", and a verb that has no subject of its own. */
import type { EventForm, FoundCue } from '#language/lexicon.ts';
import { withTheirList } from './list.ts';
import { isWord, listOf, touches } from './sentence.ts';
import type { Meant, Person, Range, Sentence } from './sentence.ts';
import { isOf, wordAt } from './word.ts';

/** Before the first sentence of a text. */
export const NOBODY_MEANT: Meant = {
  one: null,
  all: [],
  he: null,
  she: null,
  women: [],
  together: [],
  text: null,
  captor: null,
  strangers: false,
};

/** Letters that Hebrew and Arabic write together with a noun for "in", "to", "from", "like". */
const GLUED_PREPOSITION = /^(?:[במלכ]|[بلك])/u;

/**
 * Who is spoken of after this sentence. "He" is only clear when one person was spoken of.
 *
 * @param unknown the sentence tells something of somebody else who has no name in it.
 */
export function meantAfter(sentence: Sentence, before: Meant, unknown: boolean): Meant {
  const { people, mentions } = sentence;
  const watched = new Set(
    people.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : [])),
  );
  const captor = mentions.findLast(({ is }) => is.role === 'captor')?.is.id ?? before.captor;
  const strangers = before.strangers || unknown || people.some((person) => isStranger(sentence, person));
  const [only = null] = watched;
  const aside = before.text !== null && people.some((person) => isRelativeAside(sentence, person));
  const spoken = unknown
    ? { one: null, all: [] }
    : watched.size > 0
      ? {
          one: watched.size === 1 && !aside && !isBesideStranger(sentence) ? only : null,
          all: takenAlong(sentence) ?? (endsWithRivals(sentence) ? [] : [...watched]),
        }
      : // A sentence about nobody leaves it as it was.
        people.length === 0
        ? { one: before.one, all: before.all }
        : { one: null, all: [] };
  const text = before.text ?? (watched.size === 1 ? only : null);
  const isWoman = (id: string): boolean => sentence.genderOf(id) === 'f';
  const women = [...new Set([...before.women, ...[...watched].filter(isWoman)])];
  const together = people.length === 0 ? before.together : listTogether(sentence);
  const each = lastOfEach(sentence, before, watched, unknown);
  return { ...spoken, ...each, women, together, captor, strangers, text };
}

/** "X met Noa": "she" may be either. Who stands in a list with others is told of together with them. */
function isBesideStranger(sentence: Sentence): boolean {
  return sentence.people.some(({ is }) => is.kind === 'name');
}

/** "A and B spoke of two hostages", "of Dan and Roi": "they" may be these. */
function endsWithRivals(sentence: Sentence): boolean {
  const { people } = sentence;
  const last = people.findLast(({ is }) => is.kind === 'watched' && !is.group);
  if (last === undefined) return false;
  const list = withTheirList(sentence, people.slice(people.indexOf(last)), false);
  // "Furono rapiti": the verb may be a noun.
  const none = listOf(sentence, 'things', 'event');
  return people.some(
    (one) => one.first > last.last && one.is.kind !== 'watched' && !list.includes(one) && !touches(none, one),
  );
}

/** "X was taken with A, B and C": whether "they" means X as well is in doubt. Null where nobody is told of so. */
function takenAlong(sentence: Sentence): readonly string[] | null {
  const taken = listOf(sentence, 'event').find(({ cue }) => cue.what === 'abducted');
  const along = listOf(sentence, 'preposition').filter(({ first }) =>
    touches(listOf(sentence, 'kin'), { first: first + 1, last: first + 2 }),
  );
  const [lead, ...others] = sentence.people.filter(({ is }) => is.kind === 'watched' && !is.group);
  if (taken === undefined || lead === undefined) return null;
  if (!along.some(({ first }) => first > lead.last)) return null;
  return [...new Set(others.flatMap(({ is }) => (is.kind === 'watched' ? [is.subject] : [])))];
}

/** The watched of a sentence, where all who are named in it stand in one list. */
function listTogether(sentence: Sentence): readonly string[] {
  const named = sentence.people.filter(
    ({ is }) => is.kind === 'name' || (is.kind === 'watched' && !is.group),
  );
  const list = withTheirList(sentence, named.toReversed(), false);
  const [first] = named;
  // "X was freed along with A, B and C"
  const along = list.at(-1);
  const isAlong =
    along !== undefined &&
    list.length === named.length - 1 &&
    !list.some((one) => one === first) &&
    touches(listOf(sentence, 'and'), { first: along.first - 2, last: along.first - 1 });
  if (named.length < 3 || (list.length < named.length && !isAlong)) return [];
  return named.flatMap(({ is }) => (is.kind === 'watched' ? [is.subject] : []));
}

/** The one man and the one woman of whom was spoken last, each by himself: his mother between does not make "he" unclear. */
function lastOfEach(
  sentence: Sentence,
  before: Meant,
  watched: ReadonlySet<string>,
  unknown: boolean,
): Pick<Meant, 'he' | 'she'> {
  const women = listOf(sentence, 'she');
  const isOther = (person: Range<Person>): boolean =>
    person.is.kind === 'name' || (person.is.kind === 'other' && !isUncounted(sentence, person));
  if (unknown || sentence.people.some(isOther)) return { he: null, she: null };
  const kin = sentence.people.filter(({ is }) => is.kind === 'kin');
  const isAside = (id: string): boolean =>
    sentence.people.some(
      (person) =>
        person.is.kind === 'watched' && person.is.subject === id && isRelativeAside(sentence, person),
    );
  const lastOne = (gender: 'm' | 'f', last: string | null): string | null => {
    const own = [...watched].filter((id) => sentence.genderOf(id) === gender);
    const rivals = kin.filter((one) => touches(women, one) === (gender === 'f'));
    if (
      rivals.length > 0 &&
      !(own.length === 1 && rivals.every((one) => isAlong(sentence, own[0] ?? '', one)))
    )
      return null;
    // "His father Vitaly was killed": neither of them is clear after that.
    if (last !== null && own.some((id) => id !== last && isAside(id))) return null;
    return own.length === 0 ? last : own.length === 1 ? (own[0] ?? null) : null;
  };
  return { he: lastOne('m', before.he), she: lastOne('f', before.she) };
}

/** "X was taken with her partner, his mother and his grandmother": who opens the sentence is spoken of, and not those beside. */
function isAlong(sentence: Sentence, id: string, kin: Range<Person>): boolean {
  const [opener] = sentence.people;
  if (opener?.is.kind !== 'watched' || opener.is.subject !== id || opener.first > 1) return false;
  const taken = listOf(sentence, 'event').find(({ cue }) => cue.what === 'abducted');
  const along = listOf(sentence, 'preposition').find(
    ({ first }) =>
      first > (taken?.last ?? Infinity) &&
      touches(listOf(sentence, 'kin'), { first: first + 1, last: first + 2 }),
  );
  return (
    along !== undefined && along.last < kin.first && sentence.part[along.first] === sentence.part[kin.first]
  );
}

/** "His father Vitaly": somebody told of as the relative of another. */
function isRelativeAside(sentence: Sentence, { first, last, is }: Range<Person>): boolean {
  return is.kind === 'watched' && touches(listOf(sentence, 'kin'), { first: first - 1, last });
}

/** "The hostages", "a list": several, or a thing; "another hostage" is one whom "he" could mean. */
function isUncounted(sentence: Sentence, person: Range<Person>): boolean {
  return !touches(listOf(sentence, 'count'), { first: person.first - 1, last: person.first - 1 });
}

/**
 * What a headline leaves for the text under it: whom it names, where it names nobody beside.
 *
 * @param unclear it tells a release or a death, and not whose: "Grandfather of hostage X dies".
 */
export function meantByTitle(meant: Meant, titles: readonly Sentence[], unclear: boolean): Meant {
  const named = new Set(
    titles.flatMap(({ people }) =>
      people.flatMap(({ is }) => (is.kind === 'watched' && !is.group ? [is.subject] : [])),
    ),
  );
  // A play about him, a rumour of him: what is told there of "the man" is none of it.
  const others = titles.some(
    (sentence) =>
      sentence.people.some(({ is }) => is.kind === 'name' || is.kind === 'kin') ||
      listOf(sentence, 'hypothetical').length > 0 ||
      sentence.people.some((person) => isOfUnknown(sentence, person)),
  );
  const [only = null] = named;
  const one = named.size === 1 && !others && !unclear ? only : null;
  const clear = others || unclear ? { he: null, she: null } : {};
  return { ...meant, ...clear, one, all: others || unclear ? [] : [...named], text: one };
}

/** "جد الأسير X", "сосед X": by the words alone an unknown noun before a name is somebody of his. */
function isOfUnknown(sentence: Sentence, { first, is }: Range<Person>): boolean {
  if (is.kind !== 'watched') return false;
  // "Carta de X"
  const of = isWord(sentence, first - 1, 'noun-of');
  if (of && first > 1) return !touches(sentence.cues, { first: first - 2, last: first - 2 });
  if (sentence.lexicon.glued === 'none' && !sentence.lexicon.grammar.hasCases) return false;
  let at = first - 1;
  // Kin words of two letters look like little words there; the object's sign is one.
  const isLittle = (word: number): boolean =>
    wordAt(sentence, word) === 'little' &&
    (sentence.lexicon.glued === 'none' || isWord(sentence, word, 'object'));
  while (at >= 0 && (isOf(wordAt(sentence, at), 'role', 'name') || isLittle(at))) at -= 1;
  if (at < 0 || sentence.clause[at] !== sentence.clause[first]) return false;
  return isOf(wordAt(sentence, at), 'unknown', 'little') && !touches(sentence.cues, { first: at, last: at });
}

/** Somebody else, who is not only quoted: "Daniel Hagari said" leaves "the hostage" clear. */
function isStranger(sentence: Sentence, { first, last, is }: Range<Person>): boolean {
  if (is.kind !== 'name') return false;
  return !touches(listOf(sentence, 'reporting', 'called'), { first: first - 1, last: last + 1 });
}

/** Of whom a verb without a subject speaks; null where it may have one, or where nobody is clear. */
export function droppedSubject(sentence: Sentence, cue: FoundCue, form: EventForm): string | null {
  const { verb } = sentence.lexicon.grammar;
  const { one, gender } = sentence.meant;
  if (verb === null || one === null || sentence.question) return null;
  if (form !== 'happened-to' && form !== 'underwent' && form !== 'happened') return null;
  if (sentence.people.length > 0 || sentence.owners.length > 0) return null;
  const words = sentence.tokens.slice(cue.first, cue.last + 1).map((token) => token.text);
  if (words.some((word) => verb.several.test(word))) return null;
  const isGlued = sentence.lexicon.glued !== 'none';
  const { woman } = verb;
  const ofWoman = woman !== null && (isGlued ? words.slice(0, 2) : words).some((word) => woman.test(word));
  if (gender !== null && woman !== null && ofWoman !== (gender === 'f')) return null;
  for (let at = cue.first - 1; at >= 0 && sentence.clause[at] === sentence.clause[cue.first]; at -= 1) {
    if (!mayOpen(sentence, at)) return null;
  }
  const next = cue.last + 1;
  if (next >= sentence.tokens.length || sentence.clause[next] !== sentence.clause[cue.last]) return one;
  return isOf(wordAt(sentence, next), 'date', 'preposition', 'saying') || isGluedPreposition(sentence, next)
    ? one
    : null;
}

/** "On Saturday", "after 500 days", "and": no subject. */
function mayOpen(sentence: Sentence, at: number): boolean {
  const word = wordAt(sentence, at);
  if (isOf(word, 'date', 'preposition', 'place', 'saying') || isGluedPreposition(sentence, at)) return true;
  if (touches(listOf(sentence, 'and', 'article', 'earlier'), { first: at, last: at })) return true;
  if (word === 'little') return /^\p{Ll}{1,3}$/u.test(sentence.tokens[at]?.printed ?? '');
  return word === 'unknown' && at > 0 && wordAt(sentence, at - 1) === 'preposition';
}

function isGluedPreposition(sentence: Sentence, at: number): boolean {
  return sentence.lexicon.glued !== 'none' && GLUED_PREPOSITION.test(sentence.tokens[at]?.text ?? '');
}
