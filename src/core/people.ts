/**
 * Whose name it is. A surname in a text may be a captive's, his mother's, a hockey player's: given names beside it, its
 * ending, kin words and the company of the entry decide, and in doubt nobody is meant.
 */
import { GAP } from '#language/normalise.ts';
import { append } from './append.ts';
import type { EntryField } from './entry.ts';
import { bearerOf, genderBeside, isHerRelative } from './bearer.ts';
import { hasCase, isBeside, namedAgain, relativesByGivenName } from './given-names.ts';
import type { Hit, Scan } from './match.ts';
import type { NameWords } from './name-words.ts';
import { hasUnknownGiven, isOfAnotherTrade } from './namesake.ts';
import type { AnyOf, PersonRule, Recognition } from './recognition.ts';

/** One field of an entry, read. */
export interface FieldReading {
  readonly field: EntryField;
  readonly scan: Scan;
  /** Hits that count: furniture and vetoes are gone. */
  readonly hits: readonly Hit[];
}

/** A person found. */
export interface PersonMention<Reading extends FieldReading> {
  readonly person: PersonRule;
  readonly reading: Reading;
  /** Offsets in the field, UTF-16 units; the last word is whole, its ending with it. */
  readonly start: number;
  readonly end: number;
  readonly rule: string;
  /** How it was said. */
  readonly manner: 'full' | 'surname' | 'given';
}

/** Fathers' names as Russians and Ukrainians put them between given name and surname. */
const PATRONYMIC =
  /(?:ович|евич|ьич|овна|евна|ична|івна|иівна|ovich|evich|ovych|ovna|evna|ivna)(?:а|у|ем|ом|е|ы|ои|ою|a)?$/;

const NOBODY: ReadonlySet<string> = new Set();

/** How far in front of a surname its given names are looked for, in words. */
const LONGEST_NAME = 8;

/** People to look for together, by their names; made once. */
export interface PeopleGroup {
  /** By the units of their surnames. */
  readonly bearers: ReadonlyMap<string, readonly PersonRule[]>;
  /** Units of surnames that count only beside a given name. */
  readonly guarded: ReadonlySet<string>;
  /** Units of words for relatives. */
  readonly kin: AnyOf;
  /** By the id of a captive's relative: the captives, each with his place in the watchlist. */
  readonly relatives: ReadonlyMap<string, readonly Placed[]>;
}

interface Placed {
  readonly person: PersonRule;
  readonly place: number;
}

/** @param people in the order in which those are to be asked who are told of by a given name alone */
export function groupPeople(people: readonly PersonRule[]): PeopleGroup {
  const bearers = new Map<string, PersonRule[]>();
  const guarded = new Set<string>();
  const relatives = new Map<string, Placed[]>();
  for (const [place, person] of people.entries()) {
    if (person.kind === 'captive') {
      for (const relative of new Set(person.relatives)) {
        append(relatives, relative, { person, place });
      }
    }
    for (const unit of [...person.surnames, ...person.guarded]) {
      append(bearers, unit, person);
    }
    for (const unit of person.guarded) guarded.add(unit);
  }
  return { bearers, guarded, kin: [...new Set(people.flatMap((person) => person.kin))], relatives };
}

/**
 * Finds the watched people of a group in the fields.
 * @param present whether any of these signs is in the entry
 * @param language of the entry: Polish declines in Latin letters, English does not
 */
export function findPeople<Reading extends FieldReading>(
  recognition: Pick<Recognition, 'anyGiven' | 'names'>,
  { bearers, guarded, kin, relatives }: PeopleGroup,
  fields: readonly Reading[],
  present: (signs: AnyOf) => boolean,
  language: string,
): PersonMention<Reading>[] {
  if (!fields.some(({ hits }) => hits.some((hit) => bearers.has(hit.unit)))) return [];
  const mentions: PersonMention<Reading>[] = [];
  const named = new Set<string>();
  const bare: { reading: Reading; words: Words; hit: Hit; members: readonly PersonRule[] }[] = [];
  const used = new Map<FieldReading, Set<number>>();

  const full: { person: PersonRule; reading: Reading; start: number; end: number; rule: string }[] = [];
  /** Those named in full for themselves, and not as somebody's father or mother. */
  const ownNames = new Set<string>();
  /** Women of these whose surname was printed like a man's, as it has no gender outside Slavic languages. */
  const plainly = new Set<string>();
  /** Where somebody is first named as a woman's relative: the surname alone in front of that is hers. */
  const herOwn = new Map<PersonRule, { readonly reading: Reading; readonly first: number }>();
  /** Surnames that are somebody else's. */
  const namesakes = new Set<Hit>();
  // First the full names: they make bare names of the same entry safe.
  for (const reading of fields) {
    const words = wordsOf(reading, recognition.names);
    const taken = new Set<number>();
    used.set(reading, taken);
    for (const hit of reading.hits) {
      const members = bearers.get(hit.unit);
      if (members === undefined) continue;
      const { own, stranger } = givenNamesOf(recognition, words, hit, members);
      for (let token = hit.first; token <= hit.last; token += 1) taken.add(token);
      if (own.length === 0) {
        if (stranger) {
          // Where nothing has a capital, many a word is spelled like a given name.
          if (hasCase(reading.scan.tokenText(hit.last))) namesakes.add(hit);
        } else if (!guarded.has(hit.unit)) bare.push({ reading, words, hit, members });
        continue;
      }
      const longer = isHalfOfSurname(reading.scan, hit);
      for (const { person, start, end, tokens } of own) {
        for (const token of tokens) taken.add(token);
        if (longer && person.strength === 'context') continue;
        const name = { ...hit, first: Math.min(hit.first, ...tokens) };
        if (isOfAnotherTrade(words, name.first, person)) {
          namesakes.add(hit);
          continue;
        }
        if (!ownNames.has(person.subject) && isHerRelative(words, name.first, person))
          herOwn.set(person, herOwn.get(person) ?? { reading, first: name.first });
        if (!isBehindKin(words, name, person)) {
          ownNames.add(person.subject);
          if (person.gender === 'f' && hit.form === 'plain') plainly.add(person.subject);
        }
        full.push({ person, reading, start, end, rule: `full name, ${hit.rule}` });
      }
    }
  }
  const candidates = new Set(full.map(({ person }) => person.subject));
  for (const { person, reading, start, end, rule } of full) {
    // A full name that others bear too needs company; a relative named in full is company.
    const inFamily = person.relatives.some((relative) => candidates.has(relative));
    if (person.fullNeeds.length > 0 && !inFamily && !present(person.fullNeeds)) continue;
    named.add(person.subject);
    mentions.push({ person, reading, start, end, rule, manner: 'full' });
  }

  // "Trufanov … his father, Vitaly Trufanov": the surname alone stays that of the son.
  const fathers = full.filter(({ person }) => person.gender === 'm' && !ownNames.has(person.subject));
  const bearing = new Set(named);
  for (const { person } of fathers) bearing.delete(person.subject);
  // "Deputy Nikolai Trufanov … Trufanov said": his too, where no relatives of anybody are spoken of.
  const others = new Set(
    [...namesakes].flatMap(({ unit, form }) => (form === 'plain' || form === 'masculine' ? [unit] : [])),
  );
  const meant = bare.flatMap(({ reading, words, hit, members }) => {
    const head = bearerOf(words, hit, members, bearing, language);
    if (head === null) return [];
    // "Yelena Trupanov … Trupanov told": hers, where no man of the family is named.
    const isOpen = hit.form === 'plain' && genderBeside(words, hit) === null;
    const her = isOpen && !bearing.has(head.subject) ? plainly : NOBODY;
    const son = isOpen ? herOwn.get(head) : undefined;
    // "Trufanov was freed. Her son, Alexander Trufanov, is still held."
    const isBefore =
      son !== undefined &&
      (son.reading === reading
        ? hit.first < son.first
        : fields.indexOf(reading) < fields.indexOf(son.reading));
    const person =
      members.find(({ subject, gender }) => her.has(subject) || (isBefore && gender === 'f')) ?? head;
    const other = isOfAnotherTrade(words, hit.first, person) || hasUnknownGiven(words, hit, person, language);
    if (other && person.gender === 'm') others.add(hit.unit);
    return other ? [] : [{ person, reading, hit }];
  });
  const ofOthers = others.size > 0 && !present(kin);
  for (const { person, reading, hit } of meant) {
    const sure = named.has(person.subject);
    if (!sure) {
      if (person.strength === 'context' || isDoubtful(reading.scan, hit, person)) continue;
      if (ofOthers && person.gender === 'm' && others.has(hit.unit)) continue;
      const inFamily = person.relatives.some((relative) => named.has(relative));
      if (person.needs.length > 0 && !present(person.needs) && !inFamily) continue;
    }
    const why = sure
      ? 'surname of somebody named in full'
      : person.needs.length > 0
        ? 'surname in company'
        : 'surname';
    mentions.push({
      person,
      reading,
      start: hit.start,
      end: hit.wholeEnd,
      rule: `${why}, ${hit.rule}`,
      manner: 'surname',
    });
  }

  const told = new Set(mentions.map((mention) => mention.person.subject));
  const wanted = [...new Set([...told].flatMap((subject) => relatives.get(subject) ?? []))]
    .sort((one, other) => one.place - other.place)
    .flatMap(({ person }) => (told.has(person.subject) ? [] : [person]));
  const persons = new Set(mentions.map((mention) => mention.person));
  // "Sasha's mother Yelena", where a language puts the one name directly beside the other.
  const ofFamily = new Set(
    wanted.length === 0
      ? []
      : [...persons, ...wanted].flatMap((person) => (person.kind === 'captive' ? person.given : [])),
  );
  const again = namedAgain(recognition, persons, fields, used, ofFamily);
  if (wanted.length > 0) mentions.push(...relativesByGivenName(recognition, wanted, fields, used, ofFamily));
  mentions.push(...again);
  return mentions;
}

/** A short name without capitals is a word: Lazar in Hebrew is "to a stranger". It counts only beside a given name. */
function isDoubtful(scan: Scan, hit: Hit, person: PersonRule): boolean {
  const letters = scan.tokenText(hit.last);
  return person.strength === 'weak' && hit.first === hit.last && letters.length < 5 && !hasCase(letters);
}

/** Whether another surname hangs on it: Cohen-Levi is no Cohen. Asked for common surnames only: German hangs words on names. */
function isHalfOfSurname(scan: Scan, hit: Hit): boolean {
  return /^[-‐‑־]\p{L}/u.test(scan.text.slice(hit.wholeEnd, hit.wholeEnd + 3));
}

/** Hits by token, for looking around. */
export interface Words {
  readonly reading: FieldReading;
  readonly endingAt: ReadonlyMap<number, readonly Hit[]>;
  readonly startingAt: ReadonlyMap<number, readonly Hit[]>;
  readonly names: NameWords;
}

function wordsOf(reading: FieldReading, names: NameWords): Words {
  const endingAt = new Map<number, Hit[]>();
  const startingAt = new Map<number, Hit[]>();
  for (const hit of reading.hits) {
    append(endingAt, hit.last, hit);
    append(startingAt, hit.first, hit);
  }
  return { reading, endingAt, startingAt, names };
}

interface Bearer {
  readonly person: PersonRule;
  start: number;
  end: number;
  readonly tokens: number[];
}

/** "ユーリー・", "유리 ": in kana or Hangul, with nothing of the same before it and a mark or a space behind. */
function standsAlone(text: string, { start, end }: Hit): boolean {
  return /^(?:[^\u30a1-\u30ff][\u30a1-\u30ff]+[・･]|[^\uac00-\ud7a3][\uac00-\ud7a3]+ )$/u.test(
    `${start === 0 ? ' ' : text.charAt(start - 1)}${text.slice(start, end + 1)}`,
  );
}

/**
 * The given names beside a surname: in front of it over initials, fathers' names, nicknames in brackets and an "and"
 * ("Yelena and Alexander Trufanov"), or behind it as lists have them. `stranger`: a given name that no member bears.
 */
function givenNamesOf(
  recognition: Pick<Recognition, 'anyGiven'>,
  words: Words,
  surname: Hit,
  members: readonly PersonRule[],
): { own: Bearer[]; stranger: boolean } {
  const { scan } = words.reading;
  const own: Bearer[] = [];
  for (let token = surname.first - 1; token >= 0 && surname.first - token <= LONGEST_NAME; token -= 1) {
    const gap = scan.gapBefore(token + 1);
    const letters = scan.tokenText(token);
    const initial = letters.length === 1 && /\p{L}/u.test(letters);
    if (gap > GAP.QUOTE && !(gap === GAP.STOP && initial)) break;
    const givens = (words.endingAt.get(token) ?? []).filter((hit) => recognition.anyGiven.has(hit.unit));
    if (givens.length > 0) {
      const bearer = members.find((person) => givens.some((hit) => person.given.includes(hit.unit)));
      if (bearer === undefined) {
        // Short names are words where nothing is written with a capital: Gal is "said" in Arabic, Ben "son" in Hebrew.
        const doubtful =
          !hasCase(letters) && givens.every((hit) => hit.end - hit.start < 4 && !standsAlone(scan.text, hit));
        return { own, stranger: own.length === 0 && !doubtful };
      }
      const hit = givens.find((one) => bearer.given.includes(one.unit)) ?? surname;
      const known = own.find((one) => one.person === bearer);
      if (known !== undefined) known.start = hit.start;
      else {
        // The nearest one has the surname in his span; the others of a pair only their given name.
        const nearest = own.length === 0;
        const { wholeEnd } = nearest ? surname : hit;
        own.push({ person: bearer, start: hit.start, end: wholeEnd, tokens: [token] });
      }
      own.find((one) => one.person === bearer)?.tokens.push(token);
      continue;
    }
    if ((own.length > 0 && words.names.and.has(letters)) || initial || PATRONYMIC.test(letters)) continue;
    break;
  }
  if (own.length > 0) return { own, stranger: false };

  // "Труфанов Александр", as forms and lists have it; not when that given name has its own surname behind it.
  const next = surname.last + 1;
  if (next < scan.tokens && scan.gapBefore(next) <= GAP.SPACE) {
    const givens = (words.startingAt.get(next) ?? []).filter((hit) => recognition.anyGiven.has(hit.unit));
    const bearer = members.find((person) => givens.some((hit) => person.given.includes(hit.unit)));
    const follower =
      next + 1 < scan.tokens &&
      scan.gapBefore(next + 1) <= GAP.SPACE &&
      scan.isCapital(next + 1) &&
      hasCase(scan.tokenText(next + 1));
    const [given] = givens;
    if (
      bearer !== undefined &&
      given !== undefined &&
      (!follower || PATRONYMIC.test(scan.tokenText(next + 1)))
    ) {
      own.push({ person: bearer, start: surname.start, end: given.wholeEnd, tokens: [next] });
    }
  }
  return { own, stranger: false };
}

/** The same by place, for names that come thousands of times; in front of the name only. */
function isBehindKin({ reading, endingAt }: Words, name: Hit, person: PersonRule): boolean {
  if (person.kin.length === 0) return false;
  for (let token = name.first - 1; token >= Math.max(0, name.first - 3); token -= 1) {
    const words = (endingAt.get(token) ?? []).filter((hit) => person.kin.includes(hit.unit));
    if (words.some((word) => isBeside(reading.scan, word, name))) return true;
  }
  return false;
}
