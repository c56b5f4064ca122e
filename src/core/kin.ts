/** Words for the relatives of a captive whom an entry names: "his mother" is Yelena where the entry has her name. */
import type { FieldReading } from './people.ts';
import type { PersonRule } from './recognition.ts';
import type { KinWord } from './verdict.ts';

/** The captive for whom a relative's kin words count, by the relative's id. */
export type KinGroup = ReadonlyMap<string, { readonly person: PersonRule; readonly of: string }>;

/** Relatives with words of their own, each with the head of the family; made once. */
export function groupKin(people: readonly PersonRule[]): KinGroup {
  const heads = new Map(people.filter(({ head }) => head).map((person) => [person.subject, person]));
  return new Map(
    people.flatMap((person) => {
      const of = person.relatives.find((relative) => heads.has(relative));
      return person.head || person.kin.length === 0 || of === undefined
        ? []
        : [[person.subject, { person, of }] as const];
    }),
  );
}

/** The kin words of an entry; whose relative is meant in a sentence is told there (claims/kin.ts). */
export function findKin(
  group: KinGroup,
  fields: readonly FieldReading[],
  told: ReadonlySet<string>,
): readonly KinWord[] {
  const meant = [...told].flatMap((subject) => group.get(subject) ?? []).filter(({ of }) => told.has(of));
  if (meant.length === 0) return [];
  return fields.flatMap(({ field, hits }) =>
    hits.flatMap((hit) => {
      const one = meant.find(({ person }) => person.kin.includes(hit.unit));
      return one === undefined
        ? []
        : [{ subject: one.person.subject, of: one.of, field, start: hit.start, end: hit.wholeEnd }];
    }),
  );
}
