/** The signs by which it is weighed whom an event is told of (weigh.ts): each a few words that mean the same in every language. */
import type { FoundCue } from '#language/lexicon.ts';
import type { Passed } from './events.ts';
import { isFirm } from './form.ts';
import { quoteOf } from './quote.ts';
import { listOf, touches } from './sentence.ts';
import type { Range, Sentence } from './sentence.ts';
import type { Reading } from './settle.ts';
import { wordAt } from './word.ts';
import type { Subject } from '#core/watchlist.ts';

/** A text as the weighing sees it. */
export interface Weighed {
  /** In their order. */
  readonly sentences: readonly Sentence[];
  /** How many of them are the headline's. */
  readonly titles: number;
  /** What the rules read. */
  readonly readings: readonly Reading[];
}

/** Lists whose words in the same statement say something. */
const WITH = [
  'promise',
  'negotiation',
  'denial',
  'not',
  'hypothetical',
  'condition',
  'until',
  'temporal',
  'thinking',
  'gratitude',
  'gladness',
  'realised',
  'unconfirmed',
  'kin',
  'body',
  'governs',
  'except',
  'earlier',
  'reporting',
  'among',
  'including',
  'equals',
  'theirs',
  'role',
  'relative',
  'called',
  'count',
  'all',
  'others',
] as const;

/** The same between the event and the name. */
const BETWEEN = [
  'event',
  'kin',
  'reporting',
  'governs',
  'boundary',
  'relative',
  'and',
  'that',
  'not',
  'others',
  'preposition',
  'possessive',
  'negotiation',
  'promise',
  'called',
  'count',
  'article',
  'including',
  'among',
  'except',
] as const;

/** Words for people, in a sentence that does not name him. */
const FOR_PEOPLE = ['pronoun', 'plural', 'role', 'theirs', 'women', 'all', 'count', 'among', 'pair'] as const;

/** How near "shortly before" is, in words. */
const SHORTLY = 5;

/**
 * How the event is told, whoever is meant. Signs are known by their words: one that is called otherwise weighs nothing until the
 * weights are learnt anew.
 */
export function aboutEvent({ sentence, cue, form, modality, why }: Passed): readonly string[] {
  const statement = sentence.part[cue.first];
  const beside = sentence.cues.filter(
    (one) => one !== cue && sentence.part[one.first] === statement && !touches([cue], one),
  );
  const shortly = (['promise', 'negotiation', 'denial', 'not', 'hypothetical'] as const).filter((list) =>
    beside.some((one) => one.cue.list === list && one.last < cue.first && cue.first - one.last <= SHORTLY),
  );
  return [
    `form ${form}`,
    `as ${modality ?? 'nothing'}`,
    `rules: ${why}`,
    ...WITH.filter((list) => beside.some((one) => one.cue.list === list)).map((list) => `with ${list}`),
    ...shortly.map((list) => `shortly behind ${list}`),
  ];
}

/** Where a captive stands whom the sentence names, and what stands between him and the event. @param here where he is named */
export function aboutNamed(sentence: Sentence, cue: FoundCue, here: Range<Subject>): readonly string[] {
  const isBefore = here.last < cue.first;
  const [from, to] = isBefore ? [here.last + 1, cue.first - 1] : [cue.last + 1, here.first - 1];
  const side = isBefore ? 'before' : here.first > cue.last ? 'behind' : 'inside';
  const held = { first: here.first - 1, last: here.first - 1 };
  const signs = [
    `named ${side}`,
    `${String(distance(to - from + 1))} words off`,
    ...(sentence.part[here.first] === sentence.part[cue.first] ? ['same statement'] : ['other statement']),
    ...(sentence.clause[here.first] === sentence.clause[cue.first] ? ['same clause'] : []),
    ...(touches(listOf(sentence, 'kin'), { first: here.first - 2, last: here.first - 1 })
      ? ['kin before the name']
      : []),
    ...(sentence.owners.some(({ first }) => first === here.first) ? ['only an owner'] : []),
    ...(touches(listOf(sentence, 'preposition'), held) ? ['behind a preposition'] : []),
    ...(here.first <= 1 ? ['opens the sentence'] : []),
  ];
  if (to < from) return signs;
  const way = { first: from, last: to };
  const inside = (range: Range<unknown>): boolean => range.first >= from && range.last <= to;
  let unknown = 0;
  for (let at = from; at <= to; at += 1) if (wordAt(sentence, at) === 'unknown') unknown += 1;
  const people = sentence.people.filter(inside);
  return [
    ...signs,
    ...BETWEEN.filter((list) => touches(listOf(sentence, list), way)).map((list) => `${list} between`),
    ...(people.some(({ is }) => is.kind === 'name') ? ['a stranger between'] : []),
    ...(people.some(({ is }) => is.kind === 'watched' && !is.group && is.subject !== here.is.id)
      ? ['another captive between']
      : []),
    ...(people.some(({ is }) => is.kind === 'other') ? ['people between'] : []),
    ...(sentence.mentions.some((one) => one.is.kind === 'official' && inside(one))
      ? ['an official between']
      : []),
    ...(sentence.mentions.some((one) => one.is.kind === 'body' && inside(one)) ? ['a body between'] : []),
    `${String(Math.min(unknown, 4))} unknown between`,
  ];
}

/** Steps of distance, in words. */
const STEPS = [0, 1, 3, 6, 12, 20] as const;

function distance(words: number): number {
  return STEPS.find((step) => words <= step) ?? 99;
}

/** What points at a captive whom the sentence does not name. @param subject his id */
export function aboutAbsent(
  { sentence, form }: Passed,
  subject: string,
  { sentences }: Weighed,
): readonly string[] {
  const { meant } = sentence;
  const at = sentences.indexOf(sentence);
  const names = (one: Sentence | undefined): boolean =>
    one?.mentions.some(({ is }) => is.id === subject) ?? false;
  const isBare =
    sentence.mentions.every(({ is }) => is.kind !== 'captive') &&
    sentence.people.every(({ is }) => is.kind !== 'name');
  return [
    'not named here',
    ...(isFirm(form) ? ['not named, told as done'] : []),
    ...(meant.one === subject ? ['the one spoken of'] : []),
    ...(meant.text === subject ? ['the one of the text'] : []),
    ...(meant.he === subject ? ['the man spoken of'] : []),
    ...(meant.she === subject ? ['the woman spoken of'] : []),
    ...(meant.all.includes(subject) ? ['one of those spoken of'] : []),
    ...(meant.together.includes(subject) ? ['one of the list'] : []),
    ...(names(sentences[at - 1]) ? ['named just before'] : []),
    ...(names(sentences[at + 1]) ? ['named just behind'] : []),
    ...(isBare ? ['nobody named here'] : []),
    ...FOR_PEOPLE.filter((list) => listOf(sentence, list).length > 0).map((list) => `${list} for people`),
  ];
}

/** What the rest of the text tells of a captive. @param known what the rules read of him */
export function aboutText(
  { sentence, event }: Passed,
  subject: string,
  { sentences, titles, readings }: Weighed,
  known: readonly Reading[],
): readonly string[] {
  const strangers = sentence.people.filter(({ is }) => is.kind === 'name').length;
  const inTitle = sentences
    .slice(0, titles)
    .some(({ mentions }) => mentions.some(({ is }) => is.id === subject));
  const told = new Set(
    known.map(({ event: what, modality }) =>
      what === 'released' && modality !== 'fact'
        ? 'awaited'
        : what === 'held' && modality !== 'fact'
          ? ''
          : what,
    ),
  );
  return [
    inTitle ? 'in the headline' : 'not in the headline',
    `${String(Math.min(strangers, 3))} strangers here`,
    ...['released', 'died', 'held', 'awaited', 'sign-of-life']
      .filter((what) => told.has(what))
      .map((what) => `also ${what}`),
    ...(readings.some(
      (reading) => reading.subject !== subject && reading.event === event && reading.modality === 'fact',
    )
      ? [`another ${event}`]
      : []),
  ];
}

/** As what the same event is told elsewhere in the text, of whomever. */
export function aboutOthers(
  one: Passed,
  passed: readonly Passed[],
  readings: readonly Reading[],
): readonly string[] {
  const told = new Set(
    [
      ...passed.filter(({ sentence }) => sentence !== one.sentence),
      ...readings.filter(({ quote }) => quote !== quoteOf(one.sentence)),
    ].flatMap(({ event, modality }) => (event === one.event && modality !== null ? [modality] : [])),
  );
  return [...told].map((modality) => `elsewhere as ${modality}`);
}

/** Where he is named, nearest to the event. */
export function nearestOf(sentence: Sentence, cue: FoundCue, subject: string): Range<Subject> | null {
  const off = ({ first, last }: Range<Subject>): number =>
    last < cue.first ? cue.first - last : Math.max(first - cue.last, 0);
  const named = sentence.mentions.filter(({ is }) => is.id === subject);
  return named.toSorted((a, b) => off(a) - off(b))[0] ?? null;
}
