/** Given names alone: of somebody whom the entry has named before, and of relatives of somebody named. */
import { GAP } from '#language/normalise.ts';
import type { Hit, Scan } from './match.ts';
import type { FieldReading, PersonMention } from './people.ts';
import type { PersonRule, Recognition } from './recognition.ts';

/** "Alexander Trufanov … Sasha": the given name of a captive named before, where nobody else in the entry bears it. */
export function namedAgain<Reading extends FieldReading>(
  recognition: Pick<Recognition, 'anyGiven'>,
  named: ReadonlySet<PersonRule>,
  fields: readonly Reading[],
  used: ReadonlyMap<FieldReading, ReadonlySet<number>>,
  ofFamily: ReadonlySet<string>,
): PersonMention<Reading>[] {
  const bearers = new Map<string, PersonRule | null>();
  for (const person of named) {
    if (person.kind !== 'captive') continue;
    for (const unit of person.given) bearers.set(unit, bearers.has(unit) ? null : person);
  }
  if (bearers.size === 0) return [];
  const found: PersonMention<Reading>[] = [];
  const shared = new Set<PersonRule>();
  for (const reading of fields) {
    const { scan, hits } = reading;
    let known: ReadonlySet<number> | null = null;
    for (const hit of hits) {
      const person = bearers.get(hit.unit) ?? null;
      if (person === null || used.get(reading)?.has(hit.first) === true) continue;
      // Where names have no capitals a given name is a word too often.
      if (!hasCase(scan.tokenText(hit.first)) || !scan.isCapital(hit.first)) continue;
      // "Sasha's mother Yelena", where a language puts the one directly beside the other, is nobody else.
      known ??= new Set(
        hits.flatMap(({ unit, first, last }) =>
          ofFamily.has(unit) || !recognition.anyGiven.has(unit) ? [first, last] : [],
        ),
      );
      if (isPartOfAnother(scan, hit, known)) shared.add(person);
      else
        found.push({
          person,
          reading,
          start: hit.start,
          end: hit.wholeEnd,
          rule: `given name of somebody named before, ${hit.rule}`,
          manner: 'given',
        });
    }
  }
  return found.filter(({ person }) => !shared.has(person));
}

/** "His father Vitaly", "Elena and Sapir": a given name counts for the relative of somebody named. */
export function relativesByGivenName<Reading extends FieldReading>(
  recognition: Pick<Recognition, 'anyGiven'>,
  wanted: readonly PersonRule[],
  fields: readonly Reading[],
  used: ReadonlyMap<FieldReading, ReadonlySet<number>>,
  ofFamily: ReadonlySet<string>,
): PersonMention<Reading>[] {
  const mentions: PersonMention<Reading>[] = [];
  for (const reading of fields) {
    const { scan, hits } = reading;
    const taken = used.get(reading);
    const known = new Set<number>();
    for (const hit of hits) {
      // A given name beside a given name is part of some other name: "Elena Ivan…".
      if (recognition.anyGiven.has(hit.unit) && !ofFamily.has(hit.unit)) continue;
      for (let token = hit.first; token <= hit.last; token += 1) known.add(token);
    }
    for (const hit of hits) {
      const person = wanted.find((one) => one.given.includes(hit.unit));
      if (person === undefined || taken?.has(hit.first) === true) continue;
      const beside = kinNear(reading, hit, person);
      // Scripts without capitals hide given names among words: there only the kin word makes one sure.
      if (!beside && !hasCase(scan.tokenText(hit.first))) continue;
      if (isPartOfAnother(scan, hit, known)) continue;
      mentions.push({
        person,
        reading,
        start: hit.start,
        end: hit.wholeEnd,
        rule: `given name ${beside ? 'beside a kin word' : 'of a relative of somebody named'}, ${hit.rule}`,
        manner: 'given',
      });
    }
  }
  return mentions;
}

/** Whether the given name belongs to a longer name that we do not know: "Elena Ivanova", "Yael Alexander". */
function isPartOfAnother(scan: Scan, hit: Hit, known: ReadonlySet<number>): boolean {
  const next = hit.last + 1;
  const follows = next < scan.tokens && scan.gapBefore(next) <= GAP.SPACE;
  if (follows && isForeignName(scan, next, known)) return true;
  const before = hit.first - 1;
  const leads = before >= 0 && scan.gapBefore(hit.first) <= GAP.SPACE && scan.gapBefore(before) !== GAP.STOP;
  return leads && isForeignName(scan, before, known);
}

function isForeignName(scan: Scan, token: number, known: ReadonlySet<number>): boolean {
  return (
    !known.has(token) &&
    scan.isCapital(token) &&
    hasCase(scan.tokenText(token)) &&
    scan.tokenText(token).length > 1
  );
}

/** Whether a word for this relative stands within three words in front of the name, or right behind it. */
function kinNear(reading: FieldReading, name: Hit, person: PersonRule): boolean {
  const kin = new Set(person.kin);
  return reading.hits.some((hit) => kin.has(hit.unit) && isBeside(reading.scan, hit, name));
}

/** Whether a word stands within three words in front of a name, or right behind it, in one sentence. */
export function isBeside(scan: Scan, word: Hit, name: Hit): boolean {
  const before = word.last < name.first && name.first - word.last <= 3;
  const behind = word.first > name.last && word.first - name.last <= 1;
  if (!before && !behind) return false;
  const [from, to] = before ? [word.last + 1, name.first] : [name.last + 1, word.first];
  for (let token = from; token <= to; token += 1) if (scan.gapBefore(token) === GAP.STOP) return false;
  return true;
}

/** Whether its script has capitals. */
export function hasCase(letters: string): boolean {
  return letters.toUpperCase() !== letters;
}
