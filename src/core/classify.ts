/** What an entry is about: who is named, which topics it has, and whether it concerns the watch. */
import { LOOKED_AT } from '#language/detect.ts';
import { splitSentences } from '#language/sentences.ts';
import type { DetectLanguage } from '#language/detect.ts';
import { append } from './append.ts';
import { ENTRY_FIELDS } from './entry.ts';
import { findKin, groupKin } from './kin.ts';
import type { Hit } from './match.ts';
import { findPeople, groupPeople } from './people.ts';
import type { FieldReading, PeopleGroup } from './people.ts';
import { FURNITURE, VETO } from './recognition.ts';
import type { AnyOf, Condition, NamedRule, Recognition, Thresholds } from './recognition.ts';
import { NOTHING_FOUND, NOTHING_JOINS } from './verdict.ts';
import type { Classifiable, Mention, Reach, Reason, Verdict } from './verdict.ts';

/** The compiled watchlist, and who says which language a text is in. */
export interface ClassifierDeps {
  readonly recognition: Recognition;
  readonly detect: DetectLanguage;
}

/** Reads title, lead and text; of an entry that does not concern the watch it says that too, with the reasons. */
export type Classify = (entry: Classifiable) => Verdict;

/** Makes the classifier of a watchlist. It keeps buffers between calls and no memory of what it read. */
export function createClassifier({ recognition, detect }: ClassifierDeps): Classify {
  const officials = groupPeople(recognition.people.filter((person) => person.kind !== 'captive'));
  // Their company may be an official who needs none, or a captive: they are asked after those.
  const known = groupPeople(
    recognition.people.filter((person) => person.kind !== 'captive' && person.needs.length === 0),
  );
  const captives = groupPeople(recognition.people.filter((person) => person.kind === 'captive'));
  const kinGroup = groupKin(recognition.people);
  const rules = new NamedRules(recognition.named);

  return (entry) => {
    const sample =
      // No more of it than the detector looks at: joined, a long lead would be copied.
      entry.title.length + entry.lead.length === 0
        ? entry.text
        : `${entry.title}\n${entry.lead.slice(0, LOOKED_AT)}`;
    const language = detect(sample, entry.language);

    const sentences = new Sentences();
    const fields: Read[] = [];
    for (const [slot, field] of ENTRY_FIELDS.entries()) {
      const text = entry[field];
      const scan = recognition.matcher.scan(text, slot);
      const part = sentences.add(text, scan.hits.length > 0);
      if (scan.hits.length === 0) continue;
      const kept =
        field === 'title'
          ? scan.hits.filter((hit) => !isFurniture(hit))
          : withoutFurniture(scan.hits, (offset) => sentences.numberOf(part, offset));
      fields.push({
        field,
        scan,
        hits: kept.filter((hit) => hit.unit !== VETO),
        sentenceOf: (offset) => sentences.numberOf(part, offset),
      });
    }
    if (fields.every((field) => field.hits.length === 0)) {
      return {
        language,
        relevant: false,
        reach: 'drop',
        score: 0,
        mentions: [],
        topics: [],
        reasons: [NOTHING_FOUND],
      };
    }

    const places = new Places();
    const present = (signs: AnyOf): boolean => signs.some((sign) => places.has(sign));
    const mentions: Mention[] = [];
    const firstOf = new Map<string, string>();
    const add = (
      subject: string,
      kind: string,
      reading: Read,
      start: number,
      end: number,
      rule: string,
    ): void => {
      mentions.push({
        subject,
        surface: reading.scan.text.slice(start, end),
        field: reading.field,
        start,
        end,
        rule,
      });
      places.note(`@${subject}`, reading, start);
      places.note(`@kind:${kind}`, reading, start);
      const first = firstOf.get(kind) ?? subject;
      firstOf.set(kind, first);
      if (first !== subject) places.note(`@several:${kind}`, reading, start);
    };

    for (const field of fields)
      for (const hit of field.hits) if (hit.unit.startsWith('#')) places.note(hit.unit, field, hit.start);
    // In this order, since each may be what the next one needs.
    const named = rules.of(fields);
    for (const rule of named) if (rule.needs.length === 0) findNamed(rule, fields, places, add);
    const find = (group: PeopleGroup): boolean => {
      const before = new Set(mentions.map(({ subject }) => subject));
      const found = findPeople(recognition, group, fields, present, language).filter(
        ({ person }) => !before.has(person.subject),
      );
      for (const { person, reading, start, end, rule, manner } of found) {
        add(person.subject, person.kind, reading, start, end, rule);
        if (manner === 'full' && person.unique) places.note(`@unique:${person.kind}`, reading, start);
      }
      return found.length > 0;
    };
    find(known);
    find(officials);
    // An official may have his company in a captive only.
    if (find(captives)) find(officials);
    for (const rule of named)
      if (rule.needs.length > 0 && present(rule.needs)) findNamed(rule, fields, places, add);

    const published = entry.publishedAt ?? null;
    const topics = recognition.topics
      .filter((rule) => holds(rule, places, published))
      .map((rule) => rule.topic);
    const reasons: Reason[] = [];
    let score = 0;
    for (const rule of recognition.relevance.rules) {
      if (!holds(rule, places, published)) continue;
      score += rule.points;
      reasons.push({ text: rule.text, points: rule.points });
    }
    if (reasons.length === 0) reasons.push(mentions.length === 0 ? NOTHING_FOUND : NOTHING_JOINS);
    const reach = reachOf(score, recognition.relevance);
    const kin =
      reach === 'drop' ? [] : findKin(kinGroup, fields, new Set(mentions.map(({ subject }) => subject)));
    return {
      language,
      relevant: reach !== 'drop',
      reach,
      score,
      mentions: inReadingOrder(mentions),
      ...(kin.length > 0 ? { kin } : {}),
      topics,
      reasons,
    };
  };
}

function reachOf(score: number, { alert, digest }: Thresholds): Reach {
  return score >= alert ? 'alert' : score >= digest ? 'digest' : 'drop';
}

interface Read extends FieldReading {
  /** The number of the sentence at an offset, counted through all fields. */
  sentenceOf(offset: number): number;
}

/** The sentences of all fields, counted through; they are parted when the first number is asked for, which is seldom. */
class Sentences {
  readonly #texts: { readonly text: string; readonly read: boolean }[] = [];
  #parts: { readonly first: number; readonly starts: readonly number[] }[] | null = null;

  /** @param read whether places in it will be asked for; else it only parts its neighbours */
  add(text: string, read: boolean): number {
    this.#parts = null;
    return this.#texts.push({ text, read }) - 1;
  }

  /** The number of the sentence at an offset of part `part`; what stands before the first sentence belongs to it. */
  numberOf(part: number, offset: number): number {
    this.#parts ??= this.#partAll();
    const there = this.#parts[part];
    return there === undefined ? 0 : there.first + sentenceAt(there.starts, offset);
  }

  #partAll(): { readonly first: number; readonly starts: readonly number[] }[] {
    let first = 0;
    return this.#texts.map(({ text, read }) => {
      const starts = read ? splitSentences(text).map((span) => span.start) : [];
      const part = { first, starts };
      first += read ? starts.length : text === '' ? 0 : 1;
      return part;
    });
  }
}

/** Where each sign is. Which sentences that are is asked for few of them. */
class Places {
  readonly #spots = new Map<string, { readonly reading: Read; readonly offset: number }[]>();
  readonly #sentences = new Map<string, ReadonlySet<number>>();

  note(sign: string, reading: Read, offset: number): void {
    this.#sentences.delete(sign);
    append(this.#spots, sign, { reading, offset });
  }

  has(sign: string): boolean {
    return this.#spots.has(sign);
  }

  sentencesOf(sign: string): ReadonlySet<number> {
    let known = this.#sentences.get(sign);
    if (known === undefined) {
      known = new Set((this.#spots.get(sign) ?? []).map(({ reading, offset }) => reading.sentenceOf(offset)));
      this.#sentences.set(sign, known);
    }
    return known;
  }
}

/** The rules of groups, bodies and places, found by the words that they start from. */
class NamedRules {
  readonly #rules: readonly NamedRule[];
  readonly #byUnit = new Map<string, number[]>();

  constructor(rules: readonly NamedRule[]) {
    this.#rules = rules;
    for (const [at, rule] of rules.entries()) {
      for (const unit of new Set([...rule.units, ...rule.meets.flatMap(([one]) => one)])) {
        append(this.#byUnit, unit, at);
      }
    }
  }

  /** Those that may find something, in their order. */
  of(fields: readonly Read[]): readonly NamedRule[] {
    const found = new Set<number>();
    for (const field of fields)
      for (const hit of field.hits) for (const at of this.#byUnit.get(hit.unit) ?? []) found.add(at);
    if (found.size === 0) return [];
    return [...found].sort((a, b) => a - b).flatMap((at) => this.#rules[at] ?? []);
  }
}

type Add = (subject: string, kind: string, reading: Read, start: number, end: number, rule: string) => void;

function findNamed(rule: NamedRule, fields: readonly Read[], places: Places, add: Add): void {
  for (const field of fields) {
    for (const hit of field.hits)
      if (rule.units.includes(hit.unit))
        add(rule.subject, rule.kind, field, hit.start, hit.wholeEnd, hit.rule);
    for (const [one, other] of rule.meets) {
      for (const hit of field.hits) {
        if (!one.includes(hit.unit)) continue;
        const met = other.find(
          (sign) => places.has(sign) && places.sentencesOf(sign).has(field.sentenceOf(hit.start)),
        );
        if (met !== undefined)
          add(
            rule.subject,
            rule.kind,
            field,
            hit.start,
            hit.wholeEnd,
            `${hit.rule}, with ${met.slice(1)} in its sentence`,
          );
      }
    }
  }
}

function isFurniture(hit: Hit): boolean {
  return hit.unit === FURNITURE.phrase || hit.unit === FURNITURE.sentence || hit.unit === FURNITURE.rest;
}

/** Takes out what stands in furniture: the phrase, its sentence, or all that follows. */
function withoutFurniture(hits: readonly Hit[], sentenceOf: (offset: number) => number): Hit[] {
  let rest = Number.POSITIVE_INFINITY;
  const dropped = new Set<number>();
  const covered: Hit[] = [];
  for (const hit of hits) {
    if (hit.unit === FURNITURE.rest) rest = Math.min(rest, hit.start);
    else if (hit.unit === FURNITURE.sentence) dropped.add(sentenceOf(hit.start));
    else if (hit.unit === FURNITURE.phrase) covered.push(hit);
  }
  if (rest === Number.POSITIVE_INFINITY && dropped.size === 0 && covered.length === 0) return [...hits];
  return hits.filter(
    (hit) =>
      !isFurniture(hit) &&
      hit.start < rest &&
      !(dropped.size > 0 && dropped.has(sentenceOf(hit.start))) &&
      !covered.some((cover) => hit.first >= cover.first && hit.last <= cover.last),
  );
}

/** Index of the sentence that an offset lies in; what stands before the first belongs to it. */
function sentenceAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether all parts of a condition meet. */
function holds(condition: Condition, places: Places, published: number | null): boolean {
  if (condition.since !== null && (published === null || published < condition.since)) return false;
  const isThere = (sign: string): boolean => places.has(sign);
  // In this order: what must be there is missing in most entries.
  if (!condition.all.every((signs) => signs.some(isThere)) || condition.not.some(isThere)) return false;
  if (condition.near === 'entry') return true;
  const parts = condition.all.map(
    (signs) => new Set(signs.filter(isThere).flatMap((sign) => [...places.sentencesOf(sign)])),
  );
  const [first, ...others] = parts;
  switch (condition.near) {
    case 'sentence':
      return first !== undefined && [...first].some((sentence) => others.every((part) => part.has(sentence)));
    case 'neighbours':
      // Two sentences that follow each other; the first part may be in either.
      return (
        first !== undefined &&
        [...first].some((sentence) =>
          [sentence - 1, sentence].some((from) =>
            others.every((part) => part.has(from) || part.has(from + 1)),
          ),
        )
      );
  }
}

function inReadingOrder(mentions: readonly Mention[]): Mention[] {
  const sorted = [...mentions].sort(
    (a, b) =>
      ENTRY_FIELDS.indexOf(a.field) - ENTRY_FIELDS.indexOf(b.field) || a.start - b.start || b.end - a.end,
  );
  // Two rules may see the same place: the longer reading of a subject stays.
  const kept: Mention[] = [];
  const reach = new Map<string, number>();
  for (const mention of sorted) {
    const key = `${mention.field} ${mention.subject}`;
    if (mention.start < (reach.get(key) ?? -1)) continue;
    reach.set(key, mention.end);
    kept.push(mention);
  }
  return kept;
}
