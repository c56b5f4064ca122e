/** Whom a person means who types a name: in any script, declined, without capitals and without the company that news has. */
import type { Hit, Scan } from './match.ts';
import { VETO } from './recognition.ts';
import type { PersonRule, Recognition } from './recognition.ts';

/** The subjects that typed words may mean, likeliest first; none when they name nobody of the watchlist. */
export type Recognise = (typed: string) => readonly string[];

/** Buffers of the matcher that no entry is read in. */
const SLOT = 7;

/** Longest text that is looked at, UTF-16 units: a name and a title. */
const LONGEST = 200;

/**
 * Makes the lookup of a watchlist. A surname that several bear goes to the head of the family, unless a given name or its form says
 * otherwise; a given name alone means everybody who bears it.
 */
export function createRecognise(recognition: Pick<Recognition, 'matcher' | 'people' | 'named'>): Recognise {
  const { matcher, people, named } = recognition;
  return (typed) => {
    // Nobody types capitals on a phone, and some names count only with them.
    const scan = matcher.scan(capitalised(typed.slice(0, LONGEST)), SLOT);
    const hits = scan.hits.filter((hit) => hit.unit !== VETO);
    const units = new Set(hits.map((hit) => hit.unit));
    const given = people.filter((person) => person.given.some((unit) => units.has(unit)));
    const found = new Set<string>();
    for (const hit of hits) {
      const family = people.filter(
        (person) => person.surnames.includes(hit.unit) || person.guarded.includes(hit.unit),
      );
      if (family.length === 0) continue;
      const called = family.filter((person) => given.includes(person));
      for (const person of called.length > 0 ? called : meant(scan, hit, family, hits))
        found.add(person.subject);
    }
    if (found.size > 0) return [...found];
    for (const rule of named) if (rule.units.some((unit) => units.has(unit))) found.add(rule.subject);
    if (found.size > 0) return [...found];
    // A given name with a word beside it that we do not know is somebody else's.
    const covered = new Set(hits.flatMap((hit) => [hit.first, hit.last]));
    return covered.size < scan.tokens ? [] : given.map((person) => person.subject);
  };
}

/** Who of a family a typed surname means: its form tells men from women. Nobody, where a stranger's given name stands beside it. */
function meant(
  scan: Scan,
  hit: Hit,
  family: readonly PersonRule[],
  hits: readonly Hit[],
): readonly PersonRule[] {
  // Bogdanov is read as a case of Bogdan too; that is no given name beside it.
  if (
    hits.some(
      (other) => other.unit.startsWith('given:') && (other.last < hit.first || other.first > hit.last),
    )
  )
    return [];
  const men = family.filter((person) => person.gender === 'm');
  const women = family.filter((person) => person.gender === 'f');
  switch (hit.form) {
    case 'masculine':
      return heads(men);
    case 'feminine':
      return heads(women);
    case 'plain':
      return heads(men.length > 0 && family.some((person) => person.gendered) ? men : family);
    case 'plural':
      return family;
    case 'either': {
      // "Труфанова" is the woman or the man in the genitive; "Труфанову" is asked about him.
      const letters = scan.tokenText(hit.last);
      if (/[aа]$/.test(letters)) {
        return /^[a-z]/.test(letters)
          ? heads(women.length > 0 ? women : men)
          : [...heads(women), ...heads(men)];
      }
      return heads(men.length > 0 ? men : women);
    }
  }
}

function heads(people: readonly PersonRule[]): readonly PersonRule[] {
  const head = people.filter((person) => person.head);
  return head.length > 0 ? head : people;
}

function capitalised(text: string): string {
  return text.replaceAll(/(?<![\p{L}\p{M}])\p{Ll}/gu, (letter) => letter.toUpperCase());
}
