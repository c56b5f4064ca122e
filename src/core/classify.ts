/** What an entry is about: who is named, which topics it has, and whether it concerns the watch. */
import { splitSentences } from '#language/sentences.ts';
import type { DetectLanguage } from '#language/detect.ts';
import { ENTRY_FIELDS } from './entry.ts';
import type { Hit } from './match.ts';
import { findPeople } from './people.ts';
import type { FieldReading } from './people.ts';
import { FURNITURE, VETO } from './recognition.ts';
import type { AnyOf, Condition, NamedRule, Recognition, Thresholds } from './recognition.ts';
import type { Classifiable, Mention, Reach, Reason, Verdict } from './verdict.ts';

export interface ClassifierDeps {
  readonly recognition: Recognition;
  readonly detect: DetectLanguage;
}

export type Classify = (entry: Classifiable) => Verdict;

/** Makes the classifier of a watchlist. It keeps buffers between calls and no memory of what it read. */
export function createClassifier({ recognition, detect }: ClassifierDeps): Classify {
  const officials = recognition.people.filter((person) => person.kind !== 'captive');
  const captives = recognition.people.filter((person) => person.kind === 'captive');

  return (entry) => {
    const sample =
      entry.title.length + entry.lead.length === 0 ? entry.text : `${entry.title}\n${entry.lead}`;
    const language = detect(sample, entry.language);

    const fields: Read[] = [];
    let sentences = 0;
    let slot = 0;
    for (const field of ENTRY_FIELDS) {
      const text = entry[field];
      const scan = recognition.matcher.scan(text, slot);
      slot += 1;
      if (scan.hits.length === 0) {
        // Nothing of ours in it; it parts its neighbours all the same.
        if (text !== '') sentences += 1;
        continue;
      }
      const spans = splitSentences(text);
      const starts = spans.map((span) => span.start);
      const kept =
        field === 'title'
          ? scan.hits.filter((hit) => !isFurniture(hit))
          : withoutFurniture(scan.hits, starts);
      const first = sentences;
      fields.push({
        field,
        scan,
        hits: kept.filter((hit) => hit.unit !== VETO),
        sentenceOf: (offset) => first + sentenceAt(starts, offset),
      });
      sentences += spans.length;
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

    // Where each sign is, as sentence numbers.
    const places = new Map<string, Set<number>>();
    const note = (sign: string, sentence: number): void => {
      const known = places.get(sign);
      if (known === undefined) places.set(sign, new Set([sentence]));
      else known.add(sentence);
    };
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
      const sentence = reading.sentenceOf(start);
      note(`@${subject}`, sentence);
      note(`@kind:${kind}`, sentence);
      const first = firstOf.get(kind) ?? subject;
      firstOf.set(kind, first);
      if (first !== subject) note(`@several:${kind}`, sentence);
    };

    for (const field of fields)
      for (const hit of field.hits) if (hit.unit.startsWith('#')) note(hit.unit, field.sentenceOf(hit.start));
    // In this order, since each may be what the next one needs.
    for (const rule of recognition.named) if (rule.needs.length === 0) findNamed(rule, fields, places, add);
    for (const group of [officials, captives]) {
      for (const { person, reading, start, end, rule, manner } of findPeople(
        recognition,
        group,
        fields,
        present,
        language,
      )) {
        add(person.subject, person.kind, reading, start, end, rule);
        if (manner === 'full' && person.unique) note(`@unique:${person.kind}`, reading.sentenceOf(start));
      }
    }
    for (const rule of recognition.named)
      if (rule.needs.length > 0 && present(rule.needs)) findNamed(rule, fields, places, add);

    const topics = recognition.topics.filter((rule) => holds(rule, places)).map((rule) => rule.topic);
    const reasons: Reason[] = [];
    let score = 0;
    for (const rule of recognition.relevance.rules) {
      if (!holds(rule, places)) continue;
      score += rule.points;
      reasons.push({ text: rule.text, points: rule.points });
    }
    if (reasons.length === 0) reasons.push(mentions.length === 0 ? NOTHING_FOUND : NOTHING_JOINS);
    const reach = reachOf(score, recognition.relevance);
    return {
      language,
      relevant: reach !== 'drop',
      reach,
      score,
      mentions: inReadingOrder(mentions),
      topics,
      reasons,
    };
  };
}

const NOTHING_FOUND: Reason = { text: 'nothing of the watchlist is in it', points: 0 };
const NOTHING_JOINS: Reason = {
  text: 'names of the watchlist, and nothing that joins captives with Russia',
  points: 0,
};

function reachOf(score: number, { alert, digest }: Thresholds): Reach {
  return score >= alert ? 'alert' : score >= digest ? 'digest' : 'drop';
}

interface Read extends FieldReading {
  /** The number of the sentence at an offset, counted through all fields. */
  sentenceOf(offset: number): number;
}

type Add = (subject: string, kind: string, reading: Read, start: number, end: number, rule: string) => void;

function findNamed(
  rule: NamedRule,
  fields: readonly Read[],
  places: ReadonlyMap<string, ReadonlySet<number>>,
  add: Add,
): void {
  const units = new Set(rule.units);
  for (const field of fields) {
    for (const hit of field.hits)
      if (units.has(hit.unit)) add(rule.subject, rule.kind, field, hit.start, hit.wholeEnd, hit.rule);
    for (const [one, other] of rule.meets) {
      for (const hit of field.hits) {
        if (!one.includes(hit.unit)) continue;
        const sentence = field.sentenceOf(hit.start);
        const met = other.find((sign) => places.get(sign)?.has(sentence) === true);
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
function withoutFurniture(hits: readonly Hit[], starts: readonly number[]): Hit[] {
  let rest = Number.POSITIVE_INFINITY;
  const dropped = new Set<number>();
  const covered: Hit[] = [];
  for (const hit of hits) {
    if (hit.unit === FURNITURE.rest) rest = Math.min(rest, hit.start);
    else if (hit.unit === FURNITURE.sentence) dropped.add(sentenceAt(starts, hit.start));
    else if (hit.unit === FURNITURE.phrase) covered.push(hit);
  }
  if (rest === Number.POSITIVE_INFINITY && dropped.size === 0 && covered.length === 0) return [...hits];
  return hits.filter(
    (hit) =>
      !isFurniture(hit) &&
      hit.start < rest &&
      !dropped.has(sentenceAt(starts, hit.start)) &&
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
function holds(condition: Condition, places: ReadonlyMap<string, ReadonlySet<number>>): boolean {
  if (condition.not.some((sign) => places.has(sign))) return false;
  const parts: Set<number>[] = [];
  for (const signs of condition.all) {
    const where = new Set<number>();
    for (const sign of signs) for (const sentence of places.get(sign) ?? []) where.add(sentence);
    if (where.size === 0) return false;
    parts.push(where);
  }
  const [first, ...others] = parts;
  switch (condition.near) {
    case 'entry':
      return true;
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
