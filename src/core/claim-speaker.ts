/** Who says it: the subject, or the name printed, that does the saying. */
import type { FoundCue } from '#language/lexicon.ts';
import { doerOf, isGoverned, isOblique, refersBack } from './claim-doer.ts';
import { capitalBefore, printedName } from './claim-printed.ts';
import { REACH, between, listOf, touches } from './claim-sentence.ts';
import type { Sentence } from './claim-sentence.ts';
import { carried } from './claim-spoken.ts';
import type { Before } from './claim-spoken.ts';
import type { ClaimEvent, Modality } from './claim.ts';

/** Who says what `at` tells in this sentence; null: nobody but the outlet. */
export function whoSays(sentence: Sentence, at: FoundCue, modality: Modality, before: Before): string | null {
  const { spokeLast, named, agency, voiceOf } = before;
  const reports = listOf(sentence, 'reporting').length > 0;
  const own = sameVoice(speakerOf(sentence, at), spokeLast, voiceOf);
  const known = own ?? (reports ? named : null) ?? carried(sentence, before) ?? agency;
  if (known !== null) return known;
  if (before.quoted && !reports) return spokeLast ?? before.opened;
  // A promise or a plea goes on where nobody else speaks; "an official said" is somebody without a name.
  return modality === 'fact' || reports || isPlanOfNobody(sentence, at) ? null : spokeLast;
}

/** "Abu Marzouk: … Hamas is ready to free X": the same one. */
export function sameVoice(
  speaker: string | null,
  before: string | null,
  voiceOf: (id: string) => string | null,
): string | null {
  return speaker !== null && before !== null && voiceOf(before) === speaker ? before : speaker;
}

/** "Set to free X", "it is expected": a plan that nobody has spoken of. */
function isImpersonal(sentence: Sentence, at: FoundCue): boolean {
  return touches(listOf(sentence, 'impersonal'), at);
}

/** Whether the plan is one of nobody: "it is expected that X will be freed". */
function isPlanOfNobody(sentence: Sentence, at: FoundCue): boolean {
  return listOf(sentence, 'impersonal').some(
    ({ first }) =>
      first <= at.first &&
      at.first - first <= REACH.modal &&
      sentence.part[first] === sentence.part[at.first],
  );
}

/** "Об этом сообщил X", "This was announced by X": who said what stands before this sentence. */
export function saidBefore(sentence: Sentence, before: Before): string | null {
  const [verb] = listOf(sentence, 'reporting');
  if (!refersBack(sentence) || verb === undefined) return null;
  return speakerOf(sentence, verb) ?? carried(sentence, before);
}

/** Who says what `at` tells: the doer of the verb of saying, or of `at` itself where it promises, asks or denies. */
export function speakerOf(sentence: Sentence, at: FoundCue): string | null {
  const voices = sentence.mentions.filter(
    ({ first, last, is }) =>
      // "The Times of Israel"
      !touches(sentence.media, { first, last }) &&
      (is.kind === 'official' ||
        (is.kind === 'body' && is.role !== null && is.role !== 'outlet') ||
        // One of the family, directly before the verb.
        (is.role === 'family' &&
          (touches(listOf(sentence, 'reporting'), { first: last + 1, last: last + 1 }) ||
            (first === 0 && listOf(sentence, 'theirs').length > 0)))),
  );
  const verbs = [...listOf(sentence, 'reporting', 'gratitude', 'gladness')].sort(
    (a, b) => Math.abs(a.first - at.first) - Math.abs(b.first - at.first),
  );
  const speaks =
    (at.cue.list === 'promise' || at.cue.list === 'negotiation' || at.cue.list === 'denial') &&
    !isImpersonal(sentence, at);
  for (const verb of [...verbs, ...(speaks ? [at] : [])]) {
    const voice = doerOf(sentence, verb, voices);
    if (voice !== null) return voice;
  }
  const lead = beforeColon(sentence);
  if (lead !== null) return lead;
  const [verb] = verbs;
  const printed = verb === undefined ? null : (printedName(sentence, verb) ?? capitalBefore(sentence, verb));
  if (printed !== null || !speaks) return printed;
  // "X put it off, said that …, and had promised": the only official that could have.
  const officials = voices.filter(
    (voice) =>
      voice.is.kind === 'official' &&
      voice.last < at.first &&
      !isGoverned(sentence, voice, at) &&
      !isOblique(sentence, voice, at),
  );
  const [only] = new Set(officials.map(({ is }) => is.id));
  return only !== undefined && officials.every(({ is }) => is.id === only) ? only : null;
}

/** "Hamas: Trufanov will be freed", "Abu Marzouk in Moscow: …": who speaks by a colon, by subject id. */
export function beforeColon(sentence: Sentence): string | null {
  const lead = sentence.mentions.find(
    ({ first, is }) =>
      first === 0 &&
      (is.kind === 'official' || (is.kind === 'body' && is.role !== null && is.role !== 'outlet')),
  );
  if (lead === undefined) return null;
  for (let at = lead.last; at <= lead.last + REACH.name && at + 1 < sentence.tokens.length; at += 1) {
    if (/:/.test(between(sentence, at, at + 1))) return lead.is.id;
    const next = { first: at + 1, last: at + 1 };
    const isIn =
      touches(listOf(sentence, 'preposition'), next) ||
      touches(sentence.mentions, next) ||
      (sentence.lexicon.glued !== 'none' && /^[בف]/u.test(sentence.tokens[at + 1]?.text ?? ''));
    if (!isIn) return null;
  }
  return null;
}

/** Who shows a captive speaks by it: the captor named before it. */
export function captorIn(sentence: Sentence, cue: FoundCue): string | null {
  const captor = sentence.mentions.findLast(({ first, is }) => is.role === 'captor' && first <= cue.last);
  return captor?.is.id ?? sentence.meant.captor;
}

/**
 * Who told it, or who showed it. An abduction is long known when it is told, and so is captivity in an aside ("freedom for X, who
 * is held in Gaza"): the outlet looks back on it, whoever else speaks.
 */
export function tellerOf(
  sentence: Sentence,
  cue: FoundCue,
  event: ClaimEvent,
  speaker: string | null,
): string | null {
  if (event === 'abducted' || isAside(sentence, cue, event)) return null;
  return speaker ?? (event === 'sign-of-life' ? captorIn(sentence, cue) : null);
}

/** Whether its clause is one about somebody just named: "…, who was freed in May, …", "…, held in Gaza". */
function isAside(sentence: Sentence, { first }: FoundCue, event: ClaimEvent): boolean {
  const opens = sentence.clause.indexOf(sentence.clause[first] ?? 0);
  if (opens === 0) return false;
  const word = { first: opens, last: opens };
  if (touches(listOf(sentence, 'relative'), word)) return event === 'held' || event === 'released';
  const held = listOf(sentence, 'event').filter(({ cue }) => cue.what === 'held' || cue.what === 'abducted');
  return event === 'held' && touches(held, word);
}
