/**
 * A third reading, by weight: where the rules (claim-whom.ts, claim-generous.ts) found no captive to whom an event happened, how
 * likely each captive of the text is meant. Signs that mean the same in every language (who stands where, what stands between, what else
 * the text tells of him) each have a weight, learnt from labelled news (`eval/weigh.ts`, claim-weights.ts): a logistic regression, as
 * Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4, describe it. What is read so is likely and no more: it is kept and shown as such, and
 * neither alerts nor moves anybody.
 */
import type { FoundCue } from '#language/lexicon.ts';
import type { Claim, ClaimEvent, Modality } from './claim.ts';
import type { Passed } from './claim-events.ts';
import { isFirm } from './claim-form.ts';
import { quoteOf } from './claim-quote.ts';
import { listOf, touches } from './claim-sentence.ts';
import type { Range, Sentence } from './claim-sentence.ts';
import type { Reading } from './claim-settle.ts';
import { BIAS, WEIGHTS } from './claim-weights.ts';
import { wordAt } from './claim-word.ts';
import type { Subject } from './watchlist.ts';

/** An event and somebody of whom it may be told. */
export interface Candidate {
  readonly passed: Passed;
  readonly subject: string;
  readonly modality: Modality;
  /** What speaks for him and against him, each by its name; the same for every language. */
  readonly signs: readonly string[];
}

/** A candidate that is likely enough. */
export interface Likely extends Candidate {
  /** From 0 to 1, as the weights say. */
  readonly chance: number;
}

/** What is told, by how much a wrong one hurts and how such things are told. */
type Kind = 'freed' | 'named' | 'taken' | 'held' | 'seen' | 'hurt' | 'awaited';

/** How likely it has to be. Chosen on labelled news, so that about nine in ten of those that a reader would label are right. */
const BAR: Readonly<Record<Kind, number>> = {
  freed: 0.6,
  named: 0.5,
  taken: 0.8,
  held: 0.7,
  seen: 0.6,
  hurt: 0.6,
  awaited: 0.6,
};

const KINDS: Readonly<Record<string, Kind>> = {
  released: 'freed',
  abducted: 'taken',
  held: 'held',
  'sign-of-life': 'seen',
  wounded: 'hurt',
};

/** The likeliest reading of each event for each captive of whom the rules read nothing of the kind. */
export function likelyOf(candidates: readonly Candidate[]): readonly Likely[] {
  const best = new Map<string, Likely>();
  for (const candidate of candidates) {
    const { passed, subject, signs } = candidate;
    const kind = kindOf(passed);
    if (kind === null) continue;
    const chance = chanceOf(kind, signs);
    const key = `${subject} ${passed.event}`;
    if (chance >= BAR[kind] && chance > (best.get(key)?.chance ?? 0)) best.set(key, { ...candidate, chance });
  }
  return [...best.values()];
}

/** What a chance is made of. */
export interface Balance extends Pick<Claim, 'subject' | 'event' | 'modality'> {
  readonly chance: number;
  /** How likely it has to be. */
  readonly bar: number;
  /** The heaviest first; together with the bias their logistic function is the chance. */
  readonly parts: readonly { readonly sign: string; readonly weight: number }[];
}

/** For those who ask why; null for what is not weighed. */
export function balanceOf({ passed, subject, modality, signs }: Candidate): Balance | null {
  const { event } = passed;
  const kind = kindOf(passed);
  if (kind === null) return null;
  const parts = [null, ...signs]
    .map((sign) => ({ sign: sign ?? event, weight: weightOf(kind, sign) }))
    .filter(({ weight }) => weight !== 0)
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { subject, event, modality, chance: chanceOf(kind, signs), bar: BAR[kind], parts };
}

/** The logistic function of the sum of the weights. */
function chanceOf(kind: Kind, signs: readonly string[]): number {
  const sum = signs.reduce((all, sign) => all + weightOf(kind, sign), BIAS + weightOf(kind, null));
  return 1 / (1 + Math.exp(-sum));
}

/** What a sign weighs for a kind; what the kind itself does, without one. */
function weightOf(kind: Kind, sign: string | null): number {
  if (sign === null) return WEIGHTS.get(kind) ?? 0;
  return (WEIGHTS.get(sign) ?? 0) + (WEIGHTS.get(`${kind}: ${sign}`) ?? 0);
}

/** Of which kind it is; null for what is not weighed. */
export function kindOf({ event, modality }: Pick<Passed, 'event' | 'modality'>): Kind | null {
  // "The release of X", and no word that says whether it was or will be.
  if (modality === null && event === 'released') return 'named';
  if (modality === null || modality === 'fact') return KINDS[event] ?? null;
  const asked = modality === 'promise' || modality === 'negotiation';
  return asked && event === 'released' ? 'awaited' : null;
}

/** A text as the weighing sees it. */
export interface Weighed {
  /** In their order. */
  readonly sentences: readonly Sentence[];
  /** How many of them are the headline's. */
  readonly titles: number;
  /** What the rules read. */
  readonly readings: readonly Reading[];
}

/**
 * Every event that the rules passed over, with every captive of the text of whom they read no such event. For what is told of people in a
 * sentence that does not name them the weights are not good enough where it frees
 * somebody or is asked for him; and for a death they never are.
 */
export function candidatesOf(passed: readonly Passed[], text: Weighed): readonly Candidate[] {
  const captives = new Set(
    text.sentences.flatMap(({ mentions }) =>
      mentions.flatMap(({ is }) => (is.kind === 'captive' ? [is.id] : [])),
    ),
  );
  return passed.flatMap((one) =>
    [...captives].flatMap((subject): readonly Candidate[] => {
      const known = text.readings.filter((reading) => reading.subject === subject);
      if (known.some(({ event }) => event === one.event)) return [];
      const modality = one.modality ?? 'fact';
      const kind = kindOf(one);
      if (kind === null || (kind === 'awaited' && !one.sure)) return [];
      const here = nearestOf(one.sentence, one.cue, subject);
      const isEnd = kind === 'freed' || kind === 'named';
      if (here === null && (isEnd || kind === 'awaited')) return [];
      if (isEnd && here !== null && speaksAgainst(one, here, known)) return [];
      const signs = [
        ...aboutEvent(one),
        ...(here === null ? aboutAbsent(one, subject, text) : aboutNamed(one.sentence, one.cue, here)),
        ...aboutText(one, subject, text, known),
        ...aboutOthers(one, passed, text.readings),
      ];
      return [{ passed: one, subject, modality, signs }];
    }),
  );
}

/** A release that no weight makes one. */
function speaksAgainst(
  { sentence, cue, form, why, modality }: Passed,
  here: Range<Subject>,
  known: readonly Reading[],
): boolean {
  if (why === 'others') return true;
  if (form === 'coming' || form === 'weighed' || form === 'denied') return true;
  if (sentence.question || listOf(sentence, 'trap', 'things').length > 0) return true;
  if (modality === null && listOf(sentence, ...TURNING).length > 0) return true;
  const tells = (what: ClaimEvent): boolean =>
    known.some((reading) => reading.event === what && reading.modality === 'fact');
  if (tells('sign-of-life')) return true;
  // "The joy of their release is dimmed by fears for X, who is still held"
  const quote = quoteOf(sentence);
  if (known.some((reading) => reading.event === 'held' && !reading.background && reading.quote === quote))
    return true;
  // "X, seized with his mother and his aunt, who were freed later"
  const way = { first: here.last + 1, last: cue.first - 1 };
  if (way.last >= way.first && touches(listOf(sentence, 'kin', 'possessive'), way)) return true;
  return tells('died') || tells('body-returned');
}

/** Lists whose words make something else than a fact of a release that is only named. */
const TURNING = [
  'promise',
  'negotiation',
  'denial',
  'not',
  'hypothetical',
  'possible',
  'condition',
  'until',
  'unconfirmed',
] as const;

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

function aboutEvent({ sentence, cue, form, modality, why }: Passed): readonly string[] {
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

function aboutNamed(sentence: Sentence, cue: FoundCue, here: Range<Subject>): readonly string[] {
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

function aboutAbsent({ sentence, form }: Passed, subject: string, { sentences }: Weighed): readonly string[] {
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

function aboutText(
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
function aboutOthers(
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
function nearestOf(sentence: Sentence, cue: FoundCue, subject: string): Range<Subject> | null {
  const off = ({ first, last }: Range<Subject>): number =>
    last < cue.first ? cue.first - last : Math.max(first - cue.last, 0);
  const named = sentence.mentions.filter(({ is }) => is.id === subject);
  return named.toSorted((a, b) => off(a) - off(b))[0] ?? null;
}
