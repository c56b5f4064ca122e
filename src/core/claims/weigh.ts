/**
 * A third reading, by weight: where the rules (whom.ts, generous.ts) found no captive to whom an event happened, how
 * likely each captive of the text is meant. Signs that mean the same in every language (who stands where, what stands between, what else
 * the text tells of him) each have a weight, learnt from labelled news (`eval/weigh.ts`, weights.ts): a logistic regression, as
 * Hastie, Tibshirani, Friedman, The Elements of Statistical Learning, 4.4, describe it. What is read so is likely and no more: it is kept and shown as such, and
 * neither alerts nor moves anybody.
 */
import type { FoundCue } from '#language/lexicon.ts';
import { saysAhead } from './date.ts';
import { hopedIn } from './hoped.ts';
import type { Claim, ClaimEvent, Modality } from '#core/claim.ts';
import type { Passed } from './events.ts';
import { isWord, listOf, standsBetween, touches } from './sentence.ts';
import type { Range, Sentence } from './sentence.ts';
import { isDeath } from './captivity.ts';
import type { Reading } from './settle.ts';
import { aboutAbsent, aboutEvent, aboutNamed, aboutOthers, aboutText, nearestOf } from './signs.ts';
import type { Weighed } from './signs.ts';
import { BIAS, WEIGHTS } from './weights.ts';
import type { Subject } from '#core/watchlist.ts';

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

/**
 * How likely it has to be. Chosen on labelled news, each item weighed by what the others taught: of those that a reader labelled,
 * releases are right in nearly all, captivity and abduction in more than three of four (docs/quality.md).
 */
const BAR: Readonly<Record<Kind, number>> = {
  freed: 0.5,
  named: 0.4,
  taken: 0.45,
  held: 0.45,
  seen: 0.4,
  hurt: 0.45,
  awaited: 0.5,
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
      const kind = kindOf(one);
      // That nobody had heard from him says nothing against the video that shows him now.
      const isNoBar = ({ modality }: Reading): boolean => kind === 'seen' && modality === 'denial';
      if (known.some((reading) => reading.event === one.event && !isNoBar(reading))) return [];
      const modality = one.modality ?? 'fact';
      if (kind === null || (kind === 'awaited' && !one.sure)) return [];
      // "No sign of life from X": the rules know that it is denied.
      if (one.modality === null && (one.by?.cue.list === 'not' || one.by?.cue.list === 'denial')) return [];
      if ((kind === 'held' || kind === 'taken') && isLeftOpen(one)) return [];
      // "Hopes that his son is alive"
      if (kind === 'seen' && hopedIn(one.sentence, one.cue) !== null) return [];
      // A dead man's last video shows nobody alive.
      if (kind === 'seen' && known.some(({ event, modality: told }) => isDeath(event) && told === 'fact'))
        return [];
      const here = nearestOf(one.sentence, one.cue, subject);
      if (kind === 'held' && here !== null && speaksOfHers(one.sentence, here)) return [];
      const isEnd = kind === 'freed' || kind === 'named';
      if (here === null && (isEnd || kind === 'awaited')) return [];
      if (isEnd && here !== null && speaksAgainst(one, here, known)) return [];
      const signs = [
        ...aboutEvent(one),
        ...(here === null ? aboutAbsent(one, subject, text) : aboutNamed(one.sentence, one.cue, here)),
        ...aboutText(one, subject, text, known),
        ...aboutOthers(one, passed, text.readings),
      ];
      return isEnd && signs.some((sign) => OF_ANOTHER.has(sign))
        ? []
        : [{ passed: one, subject, modality, signs }];
    }),
  );
}

/** "The embassy did not confirm that X is held": told of, and left open or denied. */
function isLeftOpen({ sentence, cue }: Passed): boolean {
  return listOf(sentence, 'unconfirmed', 'denial', 'untrue').some(
    ({ first }) => sentence.part[first] === sentence.part[cue.first],
  );
}

/** "X, mother of the hostage Y, says": who speaks of her own is not held. */
function speaksOfHers(sentence: Sentence, { last }: Range<Subject>): boolean {
  const next = { first: last + 1, last: last + 1 };
  return touches(listOf(sentence, 'kin', 'reporting'), next);
}

/** Signs with which a release is told of somebody else. */
const OF_ANOTHER: ReadonlySet<string> = new Set(['only an owner', 'other statement']);

/** A release that no weight makes one. */
function speaksAgainst(
  { sentence, cue, form, why, modality }: Passed,
  here: Range<Subject>,
  known: readonly Reading[],
): boolean {
  if (why === 'others') return true;
  // "The bodies of four hostages, X's among them, are handed over"
  const part = sentence.part[cue.first];
  if (listOf(sentence, 'body').some(({ first }) => sentence.part[first] === part)) return true;
  // "The two freed are not X and Y"
  // "Freed A, an American held with X": somebody who has to do with him.
  if (standsBetween(sentence, ['not', 'governs', 'apart'], cue, here)) return true;
  // "X is one of those who freed the hostages": who did it.
  const who = { first: cue.last - 1, last: cue.last - 1 };
  if (cue.first < who.first && here.last < cue.first && touches(listOf(sentence, 'relative'), who))
    return true;
  // "Kidnapped with X and released without him": somebody else.
  const pronouns = listOf(sentence, 'pronoun').filter(
    ({ first }) => first === cue.last + 1 || first === cue.last + 2,
  );
  const beside = pronouns.map(({ first }) => ({ first: first - 1, last: first - 1 }));
  if (beside.some((word) => touches(listOf(sentence, 'preposition'), word))) return true;
  // "The freed hostage, who was taken with X, said": the one spoken of before.
  if (form === 'looks-back' && here.first > cue.last + 2 && touches(listOf(sentence, 'role'), cue))
    return true;
  if (form === 'coming' || form === 'weighed' || form === 'denied') return true;
  if ((modality === null || modality === 'fact') && saysAhead(sentence, cue)) return true;
  if (sentence.question || listOf(sentence, 'trap', 'things').length > 0) return true;
  if (modality === null && (listOf(sentence, ...TURNING).length > 0 || isInfinitive(sentence, cue)))
    return true;
  const tells = (what: ClaimEvent): boolean =>
    known.some((reading) => reading.event === what && reading.modality === 'fact');
  if (tells('sign-of-life')) return true;
  // "The joy of their release is dimmed by fears for X, who is still held"
  if (known.some(({ event, background }) => event === 'held' && !background)) return true;
  // "… who were freed on Saturday, heard that his father, X, had been murdered": the death is nearer.
  const dead = listOf(sentence, 'event').filter(({ cue: one }) => one.what === 'died');
  const off = (one: FoundCue): number =>
    one.first > here.last ? one.first - here.last : here.first - one.last;
  if (dead.some((one) => off(one) < off(cue))) return true;
  // "X, seized with his mother and his aunt, who were freed later"
  if (standsBetween(sentence, ['kin', 'possessive'], here, cue)) return true;
  return known.some((reading) => isDeath(reading.event) && reading.modality === 'fact');
}

/** "Decided to free X": nothing is told as done. */
function isInfinitive(sentence: Sentence, cue: FoundCue): boolean {
  if (isWord(sentence, cue.first - 1, 'infinitive')) return true;
  return sentence.lexicon.grammar.infinitive?.test(sentence.tokens[cue.first]?.text ?? '') === true;
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
