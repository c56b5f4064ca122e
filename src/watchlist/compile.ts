/** From the lines of a watchlist to what classify works with: spellings in a matcher, and rules. */
import { createMatcher } from '#core/match.ts';
import type { WordPattern } from '#core/automaton.ts';
import type { Spelling } from '#core/match.ts';
import { FURNITURE, VETO } from '#core/recognition.ts';
import { beginningOf } from '#core/namesake.ts';
import type { SurnameSkeleton } from '#core/unknown.ts';
import type { AnyOf, NamedRule, PersonRule, Recognition } from '#core/recognition.ts';
import type { GivenName, Names } from './names.ts';
import type { NamedLines, PersonLines, WatchlistFile } from './schema.ts';
import { isPerson } from './schema.ts';
import { isGendered, spellName, spellTerm } from './spell.ts';

/** Terms of one list, parted by commas. */
export function termsOf(list: string): string[] {
  return list
    .split(',')
    .map((term) => term.trim())
    .filter((term) => term !== '');
}

/** The name of a part, written alone or with further spellings. */
export function partName(part: PersonLines['surname'][number]): { name: string; also: readonly string[] } {
  return typeof part === 'string' ? { name: part, also: [] } : part;
}

/** The unit of a given name. */
export const givenUnit = (name: string): string => `given:${name.toLowerCase()}`;
/** The unit of a surname. */
export const surnameUnit = (name: string): string => `surname:${name.toLowerCase()}`;
/** The unit of a word group. */
export const wordUnit = (group: string): string => `#${group}`;
/** The unit of a subject's own terms. */
export const subjectUnit = (id: string): string => `@${id}`;

/** The surnames of a watchlist, heads of families first. */
export function surnamesOf(file: WatchlistFile): readonly SurnameSkeleton[] {
  const people = file.subjects.filter(isPerson);
  return [...people.filter((one) => one.head), ...people.filter((one) => !one.head)].flatMap((person) =>
    person.surname.map((part) => ({ subject: person.id, name: partName(part).name })),
  );
}

/** Compiles a checked watchlist. What is wrong with it was said before (load.ts); a name without sounds has no spelling. */
export function compileWatchlist(file: WatchlistFile, names: Names): Recognition {
  return { ...recognitionOf(file, eachSpelling(file, names)), names: names.words };
}

/** Every spelling of a watchlist with the rule that made it, to show them to a person. */
export function spellingsOf(file: WatchlistFile, names: Names): Spelling[] {
  return [...eachSpelling(file, names)];
}

/** The same one by one: those of ten thousand names take 100 MB. */
function* eachSpelling(file: WatchlistFile, { given }: Names): Generator<Spelling, void> {
  const known = new Map<string, WordPattern>();
  const spellTerms = (unit: string, list: string): Spelling[] =>
    termsOf(list).flatMap((term) => spellTerm(unit, term, known) ?? []);
  for (const [group, terms] of Object.entries(file.words)) {
    for (const list of Object.values(terms)) yield* spellTerms(wordUnit(group), list);
  }

  for (const list of Object.values(file.masks)) yield* spellTerms(VETO, list);

  const listed = new Map<string, GivenName>();
  for (const name of given.values()) {
    listed.set(name.name.toLowerCase(), name);
    yield* spellGiven(name);
  }

  const done = new Set<string>();
  for (const subject of file.subjects) {
    if (!isPerson(subject)) {
      for (const list of Object.values(subject.terms)) yield* spellTerms(subjectUnit(subject.id), list);
      continue;
    }
    for (const veto of subject.vetoes) yield* spellTerms(VETO, veto);
    for (const name of subject.given) {
      if (listed.has(name.toLowerCase())) continue;
      listed.set(name.toLowerCase(), { name, gender: subject.gender, sounds: name, also: [] });
      yield* spellGiven({ name, gender: subject.gender, sounds: name, also: [] });
    }
    for (const part of [...subject.surname, ...subject.guarded].map(partName)) {
      // A family's name is spelled once, with the further spellings of each member.
      const key = `${part.name} ${part.also.join(' ')}`;
      if (done.has(key)) continue;
      done.add(key);
      const gender = isGendered(part.name) ? 'both' : subject.gender;
      const manner = {
        part: 'surname',
        gender,
        declines: subject.declines,
        capital: subject.strength !== 'strong',
      } as const;
      yield* spellName(surnameUnit(part.name), part, manner) ?? [];
    }
  }

  for (const [extent, lists] of [
    [FURNITURE.phrase, file.furniture.phrase],
    [FURNITURE.sentence, file.furniture.sentence],
    [FURNITURE.rest, file.furniture.rest],
  ] as const) {
    for (const list of lists) yield* spellTerms(extent, list);
  }
}

function spellGiven(name: GivenName): Spelling[] {
  const manner = {
    part: 'given',
    gender: name.gender,
    declines: true,
    capital: true,
    scripts: name.scripts,
  } as const;
  return spellName(givenUnit(name.name), { name: name.sounds, also: name.also }, manner) ?? [];
}

function recognitionOf(file: WatchlistFile, spellings: Iterable<Spelling>): Omit<Recognition, 'names'> {
  /** One sign of the file as signs of core: a bundle is several, a bare word is a word group. */
  const signs = (written: string): string[] =>
    written.split('|').flatMap((sign) => {
      const one = sign.trim();
      if (one.startsWith('@')) return [one];
      const bundle = file.bundles[one];
      return bundle === undefined ? [wordUnit(one)] : bundle.flatMap(signs);
    });
  // Ten thousand people need the same company: one list for all of them.
  const known = new Map<string, AnyOf>();
  const anyOf = (list: readonly string[]): AnyOf => {
    const key = list.join('\n');
    const made = known.get(key) ?? list.flatMap(signs);
    known.set(key, made);
    return made;
  };

  const person = (lines: PersonLines): PersonRule => ({
    subject: lines.id,
    kind: lines.kind,
    gender: lines.gender,
    strength: lines.strength,
    given: lines.given.map(givenUnit),
    surnames: lines.surname.map((part) => surnameUnit(partName(part).name)),
    guarded: lines.guarded.map((part) => surnameUnit(partName(part).name)),
    gendered: lines.declines && lines.surname.some((part) => isGendered(partName(part).name)),
    needs: anyOf(lines.needs),
    fullNeeds: anyOf(lines.fullNeeds),
    relatives: lines.relatives,
    never: anyOf(lines.never),
    beginnings: lines.given.map(beginningOf),
    kin: anyOf(lines.kin),
    unique: lines.unique,
    head: lines.head,
  });
  const named = (lines: NamedLines): NamedRule => ({
    subject: lines.id,
    kind: lines.kind,
    units: [subjectUnit(lines.id), ...lines.words.map(wordUnit)],
    meets: lines.meets.map(([one, other]) => [signs(one), signs(other)] as const),
    needs: anyOf(lines.needs),
  });
  const people: PersonRule[] = [];
  const others: NamedRule[] = [];
  for (const lines of file.subjects) {
    if (isPerson(lines)) people.push(person(lines));
    else others.push(named(lines));
  }
  const condition = (lines: {
    all: readonly string[];
    not: readonly string[];
    since?: string | undefined;
    near: 'sentence' | 'neighbours' | 'entry';
  }) => ({
    all: lines.all.map(signs),
    not: anyOf(lines.not),
    since: lines.since === undefined ? null : Date.parse(lines.since),
    near: lines.near,
  });
  const anyGiven = new Set<string>();
  const noting = function* (): Generator<Spelling, void> {
    for (const spelling of spellings) {
      if (spelling.unit.startsWith('given:')) anyGiven.add(spelling.unit);
      yield spelling;
    }
  };
  return {
    matcher: createMatcher(noting(), new Set([VETO])),
    people,
    named: others,
    topics: file.topics.map((lines) => ({ topic: lines.id, ...condition(lines) })),
    relevance: {
      alert: file.relevance.alert,
      digest: file.relevance.digest,
      rules: file.relevance.rules.map((lines) => ({
        text: typeof lines.text === 'string' ? lines.text : (lines.text['en'] ?? ''),
        points: lines.points,
        ...condition(lines),
      })),
    },
    anyGiven,
  };
}
